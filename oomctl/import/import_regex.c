// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Regular expressions of other daemons: a list of globs where that is the same
 * and reads better, else a POSIX expression without what only GNU or Python
 * know.  What cannot be said is told, never guessed.
 */
#include <ctype.h>
#include "ere.h"
#include "import.h"
#include "globs.h"

#define COMM_MAX	15

/* A growing text that ends in a NUL. */
struct text {
	FILE *to;
	char *data;
	size_t len;
};

static bool text_open(struct text *text)
{
	text->data = NULL;
	text->to = open_memstream(&text->data, &text->len);
	return text->to;
}

static void text_close(struct text *text)
{
	fclose(text->to);
	free(text->data);
}

/* What the language calls it; NULL: nothing of this kind. */
static const char *class_text(char letter, bool inside,
			      enum oomt_import_dialect dialect)
{
	switch (letter) {
	case 's':
		return inside ? "[:space:]" : "[[:space:]]";
	case 'w':
		return inside ? "[:alnum:]_" : "[[:alnum:]_]";
	case 'S':
		return inside ? NULL : "[^[:space:]]";
	case 'W':
		return inside ? NULL : "[^[:alnum:]_]";
	case 'd':
		return dialect != OOMT_IMPORT_PYTHON ? NULL :
		       inside ? "0-9" : "[0-9]";
	case 'D':
		return dialect != OOMT_IMPORT_PYTHON || inside ? NULL :
		       "[^0-9]";
	}
	return NULL;
}

/* One escape at text[0] == '\\'; why not, or NULL.  *used: bytes read. */
static const char *put_escape(FILE *to, enum oomt_import_dialect dialect,
			      const char *text, size_t len, size_t *used)
{
	const char *class;

	*used = 2;
	if (len < 2)
		return "it ends in a backslash";
	class = class_text(text[1], false, dialect);
	if (class) {
		fputs(class, to);
		return NULL;
	}
	if (strchr(".[]()*+?{}|^$\\", text[1])) {
		fwrite(text, 1, 2, to);
		return NULL;
	}
	if (dialect == OOMT_IMPORT_PYTHON && text[1] == 'A') {
		fputc('^', to);
		return NULL;
	}
	if (dialect == OOMT_IMPORT_PYTHON && text[1] == 'Z') {
		fputc('$', to);
		return NULL;
	}
	if (isdigit((unsigned char)text[1]))
		return "it refers back to a group";
	/* GNU takes any other letter as it is, Python refuses it. */
	if (strchr("bB<>`'", text[1]) ||
	    (isalpha((unsigned char)text[1]) && dialect == OOMT_IMPORT_PYTHON))
		return "it asks for the border of a word, or the like";
	fputc(text[1], to);
	return NULL;
}

/* A bracket expression; *used: bytes read, 0: it does not end. */
static const char *put_bracket(FILE *to, enum oomt_import_dialect dialect,
			       const char *text, size_t len, size_t *used)
{
	const char *class;
	size_t at = 1;

	fputc('[', to);
	if (at < len && text[at] == '^')
		fputc(text[at++], to);
	if (at < len && text[at] == ']')
		fputc(text[at++], to);
	for (; at < len && text[at] != ']'; at++) {
		if (text[at] == '[' && at + 1 < len && text[at + 1] == ':') {
			while (at + 1 < len && text[at] != ']')
				fputc(text[at++], to);
		} else if (dialect == OOMT_IMPORT_PYTHON && text[at] == '\\' &&
			   at + 1 < len) {
			class = class_text(text[++at], true, dialect);
			if (!class && (isalnum((unsigned char)text[at]) ||
				       strchr("]^-\\[", text[at])))
				return "an escape in its brackets";
			if (class) {
				fputs(class, to);
				continue;
			}
		}
		fputc(text[at], to);
	}
	*used = at < len ? at + 1 : 0;
	fputc(']', to);
	return *used ? NULL : "a bracket does not end";
}

/* The expression in our words; why not, or NULL. */
static const char *put_regex(FILE *to, enum oomt_import_dialect dialect,
			     const char *text, size_t len)
{
	const char *why = NULL;
	size_t at = 0, used;

	while (at < len && !why) {
		used = 1;
		if (text[at] == '\\') {
			why = put_escape(to, dialect, text + at, len - at,
					 &used);
		} else if (text[at] == '[') {
			why = put_bracket(to, dialect, text + at, len - at,
					  &used);
		} else if (text[at] == '(' && at + 2 < len &&
			   text[at + 1] == '?') {
			if (dialect == OOMT_IMPORT_PYTHON &&
			    text[at + 2] == ':')
				used = 3;
			else
				why = "a group that begins with (?";
			fputc('(', to);
		} else if (at && text[at] == '?' && text[at - 1] != '\\' &&
			   strchr("*+?}", text[at - 1]) &&
			   dialect == OOMT_IMPORT_PYTHON) {
			;	/* a lazy repeat finds the same */
		} else {
			fputc(text[at], to);
		}
		at += used;
	}
	return why;
}

/* ---- a list of globs ------------------------------------------------------ */

/* One alternative as a glob; false: it is more than that. */
static bool put_alternative(FILE *to, const char *text, size_t len, bool path)
{
	size_t i;
	char c;

	for (i = 0; i < len; i++) {
		c = text[i];
		if (c == '.' && !path) {
			bool run = i + 1 < len && text[i + 1] == '*';

			fputc(run ? '*' : '?', to);
			i += run;
			continue;
		}
		if (c == '\\') {
			if (++i == len || isalnum((unsigned char)text[i]) ||
			    strchr("<>`'", text[i]))
				return false;
			c = text[i];
		} else if (strchr(".[]()*+?{}|^$", c)) {
			return false;
		}
		if (strchr("*?[\\", c))
			fputc('\\', to);
		fputc(c, to);
		/* What follows an item must not repeat it. */
		if (i + 1 < len && strchr("*+?{", text[i + 1]))
			return false;
	}
	return true;
}

struct listing {
	struct oomt_import *imp;
	struct oomt_span span;
	FILE *to;
	const char *field;
	bool comm, path, begin, end;	/* begin, end: anchored there */
	unsigned int count;
};

static bool put_element(struct listing *list, const char *text, size_t len)
{
	struct oomt_glob_facts facts;
	struct text glob;
	bool fine;

	if (!text_open(&glob))
		return false;
	if (!list->begin)
		fputc('*', glob.to);
	fine = put_alternative(glob.to, text, len, list->path);
	if (!list->end)
		fputc('*', glob.to);
	fine = fine && !fflush(glob.to) && glob.len;
	if (fine) {
		facts = oomt_glob_facts(glob.data, glob.len, list->path);
		fine = !facts.error;
		if (fine && list->comm && facts.shortest > COMM_MAX) {
			oomt_import_no_equal(list->imp, list->span,
				"\"%.*s\" is longer than a comm (%d bytes): it never matched",
				(int)len, text, COMM_MAX);
		} else if (fine) {
			fputs(list->count++ ? ", " : "", list->to);
			oomt_import_string(list->to, glob.data, glob.len);
		}
	}
	text_close(&glob);
	return fine;
}

/*
 * "^(a|b.*)$" and the like: alternatives within one pair of parentheses, or
 * none, anchored together.  1: written; 0: nothing is left of it; -1: it is
 * more than a list.
 */
static int put_list(struct listing *list, const char *text, size_t len)
{
	size_t from = 0, at;

	list->begin = len && *text == '^';
	text += list->begin;
	len -= list->begin;
	list->end = len && text[len - 1] == '$' &&
		    (len < 2 || text[len - 2] != '\\');
	len -= list->end;
	if (len > 1 && *text == '(' && text[len - 1] == ')' &&
	    text[len - 2] != '\\') {
		text++;
		len -= 2;
	} else if (memchr(text, '|', len)) {
		return -1;	/* the anchors belong to one of them */
	}
	if (list->path && (!list->begin || !list->end))
		return -1;
	for (at = 0; at <= len; at++) {
		if (at < len && text[at] == '\\' && at + 1 < len)
			at++;
		else if (at == len || text[at] == '|') {
			if (!put_element(list, text + from, at - from))
				return -1;
			from = at + 1;
		}
	}
	return list->count > 0;
}

/* ---- a match ------------------------------------------------------------- */

/* Quotes that a configuration kept by mistake: nothing ever matches them. */
static bool is_quoted(const char *text, size_t len)
{
	return len > 2 && (*text == '\'' || *text == '"') &&
	       text[len - 1] == *text && (text[1] == '^' || text[len - 2] == '$');
}

static bool put_ere(struct oomt_import *imp, FILE *to, const char *field,
		    bool not, struct oomt_span span, const char *text,
		    size_t len)
{
	struct oomt_ere ere;
	int err = oomt_ere_parse(&ere, text, len);
	bool raw = !memchr(text, '\'', len) && !memchr(text, '\n', len);
	size_t i;

	if (err == -EINVAL)
		oomt_import_no_equal(imp, span, "the expression %.*s: %s",
				     (int)len, text, ere.error);
	if (!err && !strcmp(field, "comm") && ere.shortest > COMM_MAX) {
		oomt_import_no_equal(imp, span,
			"the expression %.*s needs more than the %d bytes of a comm: it never matched",
			(int)len, text, COMM_MAX);
		err = -EINVAL;
	}
	oomt_ere_exit(&ere);
	if (err)
		return false;
	for (i = 0; i < len; i++)
		raw = raw && (unsigned char)text[i] >= ' ' &&
		      (unsigned char)text[i] < 0x7f;
	fprintf(to, "%s %s ", field, not ? "!~" : "~");
	if (raw)
		fprintf(to, "'%.*s'", (int)len, text);
	else
		oomt_import_string(to, text, len);
	return true;
}

bool oomt_import_match(struct oomt_import *imp, FILE *to,
		       enum oomt_import_dialect dialect, const char *field,
		       bool not, struct oomt_span span, const char *text,
		       size_t len)
{
	struct text made;
	struct listing list = { .imp = imp, .span = span, .field = field,
				.comm = !strcmp(field, "comm") };
	const char *why;
	bool done = false;
	int found;

	if (is_quoted(text, len)) {
		oomt_import_no_equal(imp, span,
			"%.*s: the quotes are part of this expression, so that it never matched; left out",
			(int)len, text);
		return false;
	}
	if (memchr(text, '\0', len) || !text_open(&made)) {
		oomt_import_no_equal(imp, span,
				     "an expression with a NUL byte");
		return false;
	}
	list.to = made.to;
	list.path = !strcmp(field, "exe") || !strcmp(field, "cgroup");
	found = put_list(&list, text, len);
	if (found > 0 && !fflush(made.to)) {
		fprintf(to, list.count > 1 ? "%s%s { %s }" : "%s%s %s", field,
			not ? " !=" : "", made.data);
		done = true;
	}
	text_close(&made);
	if (found >= 0)
		return done;	/* nothing may be left: that was told */
	if (!text_open(&made))
		return false;
	why = put_regex(made.to, dialect, text, len);
	if (why)
		oomt_import_no_equal(imp, span, "the expression %.*s: %s",
				     (int)len, text, why);
	else if (!fflush(made.to))
		done = put_ere(imp, to, field, not, span, made.data, made.len);
	text_close(&made);
	return done;
}

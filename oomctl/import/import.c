// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What the importers share: the text, places, comments; see import.h. */
#include <ctype.h>
#include "fmt.h"
#include "import.h"
#include "ruleset.h"

#define NOTE_COLUMNS	78

int oomt_import_init(struct oomt_import *imp)
{
	imp->head = open_memstream(&imp->head_text, &imp->head_len);
	imp->body = open_memstream(&imp->body_text, &imp->body_len);
	return imp->head && imp->body ? 0 : -ENOMEM;
}

void oomt_import_exit(struct oomt_import *imp)
{
	if (imp->head)
		fclose(imp->head);
	if (imp->body)
		fclose(imp->body);
	free(imp->head_text);
	free(imp->body_text);
}

/* A NUL could not be written into a string of the language. */
bool oomt_import_is_text(struct oomt_import *imp)
{
	const struct oomt_source *source;
	const char *nul;
	unsigned int i;

	for (i = 0; i < imp->count; i++) {
		source = imp->source[i];
		nul = memchr(source->text, '\0', source->size);
		if (!nul)
			continue;
		oomt_import_error(imp, oomt_import_span(source,
					nul - source->text,
					nul - source->text + 1),
				  "a NUL byte: this is no configuration");
		return false;
	}
	return true;
}

/* Whatever we made has to be in order: parsed once, errors to diags. */
static int text_check(struct oomt_import *imp, const char *text, size_t len)
{
	struct oomt_source *source = oomt_source_text("import", text, len);
	struct oomt_policy *policy;
	struct oomt_diags diags;
	int err = 0;

	if (!source)
		return -ENOMEM;
	oomt_diags_init(&diags);
	policy = oomt_policy_parse(source, 0, &diags);
	if (!policy)
		err = -ENOMEM;
	else if (diags.errors)
		err = -EPROTO;
	if (err == -EPROTO)
		oomt_diag_add(imp->diags, OOMT_ERROR, "import-wrong",
			      (struct oomt_span){ 0 },
			      "what was made does not parse: line %u: %s",
			      diags.diag[0].span.line, diags.diag[0].text);
	oomt_diags_exit(&diags);
	oomt_policy_free(policy);
	return err;
}

int oomt_import_text(struct oomt_import *imp, char **text, size_t *len)
{
	char *raw = NULL;
	size_t raw_len;
	FILE *to;
	int err;

	*text = NULL;
	if (fflush(imp->head) || fflush(imp->body))
		return -ENOMEM;
	to = open_memstream(&raw, &raw_len);
	if (!to)
		return -ENOMEM;
	fprintf(to, "#!/usr/sbin/oomctl -f\n# What %s does, as rules.\n",
		imp->kind);
	fwrite(imp->head_text, 1, imp->head_len, to);
	fprintf(to, "\ntable %s\n\n", imp->table);
	fwrite(imp->body_text, 1, imp->body_len, to);
	if (fclose(to)) {
		free(raw);
		return -ENOMEM;
	}
	err = text_check(imp, raw, raw_len);
	if (!err)
		err = oomt_fmt(raw, raw_len, text, len);
	if (err == -EUCLEAN) {
		oomt_diag_add(imp->diags, OOMT_ERROR, "import-wrong",
			      (struct oomt_span){ 0 },
			      "what was made cannot be laid out");
		err = -EPROTO;
	}
	free(raw);
	return err;
}

/* ---- places -------------------------------------------------------------- */

struct oomt_span oomt_import_span(const struct oomt_source *source,
				  size_t begin, size_t end)
{
	unsigned int low = 0, high = source->lines, middle;

	while (low + 1 < high) {
		middle = low + (high - low) / 2;
		if (source->line_begin[middle] <= begin)
			low = middle;
		else
			high = middle;
	}
	return (struct oomt_span){
		.source = source, .begin = begin, .end = end,
		.line = low + 1, .col = begin - source->line_begin[low] + 1,
	};
}

bool oomt_import_next(const struct oomt_source *source,
		      struct oomt_import_line *line)
{
	if (line->number >= source->lines)
		return false;
	line->source = source;
	line->begin = source->line_begin[line->number++];
	line->text = oomt_source_line(source, line->number, &line->len);
	if (line->len && line->text[line->len - 1] == '\r')
		line->len--;
	return true;
}

struct oomt_span oomt_import_piece(const struct oomt_import_line *line,
				   const char *text, size_t len)
{
	size_t begin = line->begin + (text - line->text);

	return oomt_import_span(line->source, begin, begin + len);
}

/* ---- comments ------------------------------------------------------------ */

/* Length of the valid UTF-8 sequence at s, or 0. */
static size_t utf8_length(const unsigned char *s, size_t len)
{
	size_t n, i;

	if (*s < 0x80)
		return *s >= ' ' && *s != 0x7f;
	n = *s >= 0xf0 ? 4 : *s >= 0xe0 ? 3 : 2;
	if (*s < 0xc2 || *s > 0xf4 || n > len)
		return 0;
	for (i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((*s == 0xe0 && s[1] < 0xa0) || (*s == 0xed && s[1] > 0x9f) ||
	    (*s == 0xf0 && s[1] < 0x90) || (*s == 0xf4 && s[1] > 0x8f) ||
	    (*s == 0xc2 && s[1] < 0xa0))
		return 0;	/* the last: C1 controls */
	return n;
}

static void put_harmless(FILE *to, const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t at = 0, n;

	while (at < len) {
		n = utf8_length(s + at, len - at);
		if (n)
			fwrite(s + at, 1, n, to);
		else if (s[at] == '\t')
			fputc(' ', to);
		else
			fprintf(to, "\\x%02X", s[at]);
		at += n ? n : 1;
	}
}

void oomt_import_comment(FILE *to, const char *text, size_t len)
{
	fputs("# ", to);
	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	put_harmless(to, text, len);
	fputc('\n', to);
}

static size_t first_word(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len && isspace((unsigned char)text[at]))
		at++;
	return at;
}

void oomt_import_original(FILE *to, struct oomt_span span)
{
	unsigned int number = span.line;
	const char *text;
	size_t len, skip;

	if (!span.source)
		return;
	for (; number <= span.source->lines; number++) {
		if (number > span.line &&
		    span.source->line_begin[number - 1] >= span.end)
			break;
		text = oomt_source_line(span.source, number, &len);
		skip = first_word(text, len);
		oomt_import_comment(to, text + skip, len - skip);
	}
}

void oomt_import_quoted(FILE *to, struct oomt_span span)
{
	const char *name = span.source->name, *text;
	size_t len, skip;

	text = oomt_source_line(span.source, span.line, &len);
	skip = first_word(text, len);
	fputs("#\t", to);
	put_harmless(to, name, strlen(name));
	fprintf(to, ":%u: ", span.line);
	while (len > skip && isspace((unsigned char)text[len - 1]))
		len--;
	put_harmless(to, text + skip, len - skip);
	fputc('\n', to);
}

/* ---- what becomes of the input ------------------------------------------- */

/* The same twice says no more, and may come of every use of a value. */
static bool is_told(const struct oomt_diags *diags, struct oomt_span span,
		    const char *text)
{
	unsigned int i;

	for (i = 0; i < diags->count; i++)
		if (diags->diag[i].span.source == span.source &&
		    diags->diag[i].span.begin == span.begin &&
		    !strcmp(diags->diag[i].text, text))
			return true;
	return false;
}

/* Broken between words; further lines are indented. */
static void put_words(FILE *to, const char *what, const char *text)
{
	size_t column = fprintf(to, "# %s:", what), len, word;

	while (*text) {
		word = strcspn(text, " ");
		len = word + strspn(text + word, " ");
		if (column + 1 + word > NOTE_COLUMNS && word)
			column = fprintf(to, "\n#    ") - 1;
		fputc(' ', to);
		put_harmless(to, text, word);
		column += word + 1;
		text += len;
	}
	fputc('\n', to);
}

static void put_note(struct oomt_import *imp, const char *what,
		     const char *text)
{
	char *words = NULL;
	size_t len;
	FILE *to = open_memstream(&words, &len);

	if (!to || fflush(imp->head)) {
		imp->diags->out_of_memory = true;
		return;
	}
	put_words(to, what, text);
	fclose(to);
	if (!imp->head_len || !strstr(imp->head_text, words))
		fputs(words, imp->head);
	free(words);
}

static void note(struct oomt_import *imp, enum oomt_severity severity,
		 const char *id, struct oomt_span span, const char *what,
		 const char *fmt, va_list args)
{
	char *text;

	if (vasprintf(&text, fmt, args) < 0) {
		imp->diags->out_of_memory = true;
		return;
	}
	if (id && !is_told(imp->diags, span, text))
		oomt_diag_add(imp->diags, severity, id, span, "%s%s",
			      severity == OOMT_ERROR ? "" : "no equal: ", text);
	if (severity == OOMT_WARNING)
		put_note(imp, what, text);
	free(text);
}

void oomt_import_error(struct oomt_import *imp, struct oomt_span span,
		       const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	note(imp, OOMT_ERROR, "import-input", span, NULL, fmt, args);
	va_end(args);
}

void oomt_import_no_equal(struct oomt_import *imp, struct oomt_span span,
			  const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	note(imp, OOMT_WARNING, "no-equal", span, "no equal", fmt, args);
	va_end(args);
}

void oomt_import_differs(struct oomt_import *imp, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	note(imp, OOMT_WARNING, NULL, (struct oomt_span){ 0 }, "differs", fmt,
	     args);
	va_end(args);
}

void oomt_import_not_policy(struct oomt_import *imp, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	note(imp, OOMT_WARNING, NULL, (struct oomt_span){ 0 }, "not policy",
	     fmt, args);
	va_end(args);
}

void oomt_import_unsafe(struct oomt_import *imp)
{
	oomt_import_no_equal(imp, (struct oomt_span){ 0 },
		"something that spares processes was left out: the chains are \"mode dry\" until you have seen to that");
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * nohang's lines that move a badness or run a command, as rules; see
 * import_nohang.h.
 */
#include <ctype.h>
#include "import_nohang.h"

/* ---- expressions --------------------------------------------------------- */

static void left_out(struct oomt_nohang *n, const struct oomt_import_line *line,
		     const char *why)
{
	oomt_import_no_equal(n->imp, oomt_import_piece(line, line->text,
						       line->len),
			     "%.*s: %s", (int)line->len, line->text, why);
}

/* "^(0|1000)$" as "uid { 0, 1000 }". */
static bool put_uids(FILE *to, struct oomt_setting s)
{
	bool list = memchr(s.text, '|', s.len);
	size_t i;

	if (s.len < 3 || *s.text != '^' || s.text[s.len - 1] != '$')
		return false;
	s.text++;
	s.len -= 2;
	if (*s.text == '(' && s.text[s.len - 1] == ')') {
		s.text++;
		s.len -= 2;
	} else if (list) {
		return false;
	}
	if (!s.len || *s.text == '|' || s.text[s.len - 1] == '|')
		return false;
	for (i = 0; i < s.len; i++)
		if (!isdigit((unsigned char)s.text[i]) &&
		    (s.text[i] != '|' || s.text[i + 1] == '|'))
			return false;
	fputs(list ? "uid { " : "uid ", to);
	for (i = 0; i < s.len; i++)
		fputs(s.text[i] == '|' ? ", " :
		      (char []){ s.text[i], '\0' }, to);
	fputs(list ? " }" : "", to);
	return true;
}

static const struct subject {
	const char *name, *field;	/* no field: no equal, and why */
	const char *why;
} subjects[] = {
	{ "NAME", "comm", NULL },
	{ "CMDLINE", "cmdline", NULL },
	{ "REALPATH", "exe", NULL },
	{ "CGROUP_V2", "cgroup", NULL },
	{ "UID", "uid", NULL },
	{ "CGROUP_V1", NULL, "only the unified hierarchy is looked at" },
	{ "CWD", NULL, "the working directory is no field" },
	{ "ENVIRON", NULL, "the environment is no field" },
};

/* The match of an expression into *match (free() it); false: told why not. */
static bool make_match(struct oomt_nohang *n,
		       const struct oomt_import_line *line,
		       const struct subject *subject, struct oomt_setting regex,
		       char **match)
{
	bool fine = false;
	size_t len;
	FILE *to;

	*match = NULL;
	to = subject->field ? open_memstream(match, &len) : NULL;
	if (!subject->field)
		left_out(n, line, subject->why);
	else if (!to)
		n->imp->diags->out_of_memory = true;
	else if (strcmp(subject->field, "uid"))
		fine = oomt_import_match(n->imp, to, OOMT_IMPORT_PYTHON,
				subject->field, false,
				oomt_import_piece(line, regex.text, regex.len),
				regex.text, regex.len);
	else if (put_uids(to, regex))
		fine = true;
	else
		left_out(n, line, "an expression about a uid has to list whole numbers");
	if (to && fclose(to))
		fine = false;
	if (fine && !strcmp(subject->field, "cmdline"))
		oomt_import_differs(n->imp,
			"cmdline is known only to oomctl run --backend proc: the module refuses this table");
	return fine;
}

/* Which subject the line is about, behind `prefix`. */
static const struct subject *find_subject(const struct oomt_import_line *line,
					  const char *prefix, size_t *skip)
{
	size_t len = strlen(prefix), i, more;

	if (line->len < len || memcmp(line->text, prefix, len))
		return NULL;
	for (i = 0; i < ARRAY_SIZE(subjects); i++) {
		more = strlen(subjects[i].name);
		if (line->len - len >= more &&
		    !memcmp(line->text + len, subjects[i].name, more)) {
			*skip = len + more;
			return &subjects[i];
		}
	}
	return NULL;
}

/* What stands before and behind "///". */
static bool split(const struct oomt_import_line *line, size_t skip,
		  struct oomt_setting *before, struct oomt_setting *behind)
{
	const char *text = line->text + skip;
	size_t len = line->len - skip;
	const char *bar = memmem(text, len, "///", 3);

	if (!bar)
		return false;
	*before = oomt_nohang_trim(
		(struct oomt_setting){.text = text, .len = bar - text});
	*behind = oomt_nohang_trim((struct oomt_setting){ .text = bar + 3,
					 .len = text + len - bar - 3 });
	return behind->len;
}

/* ---- @BADNESS_ADJ_RE_x ADJ /// REGEX -------------------------------------- */

static void read_badness(struct oomt_nohang *n,
			 const struct oomt_import_line *line,
			 const struct subject *subject, size_t skip)
{
	struct oomt_setting adj, regex, number;
	struct oomt_span here = oomt_import_piece(line, line->text, line->len);
	bool minus, cut;
	char *match;
	s64 points;

	if (!split(line, skip, &adj, &regex)) {
		oomt_import_error(n->imp, here,
				  "BADNESS /// EXPRESSION is expected");
		return;
	}
	minus = adj.len && *adj.text == '-';
	number = adj;
	if (minus || (adj.len && *adj.text == '+')) {
		number.text++;
		number.len--;
	}
	if (!number.len || memchr(number.text, '.', number.len) ||
	    oomt_import_decimal(number.text, number.len, &points, &cut) !=
	    number.len || points > 100000000) {
		oomt_import_error(n->imp, here, "a whole number is expected before ///");
		return;
	}
	points /= 100;
	if (!make_match(n, line, subject, regex, &match)) {
		n->unsafe |= minus && points > SPARED;
	} else if (points) {
		oomt_import_original(n->scores, here);
		/* What lowers its own oom_score_adj is not raised. */
		if (minus && points > SPARED)
			fprintf(n->scores, "%s oom_score <= %lld exempt\n",
				match, (long long)points);
		fprintf(n->scores, "%s%s score %c%lld\n", match,
			minus ? "" : " oom_score_adj >= 0",
			minus ? '-' : '+', (long long)points);
	}
	free(match);
}

/* ---- @SOFT_ACTION_RE_x REGEX /// COMMAND ---------------------------------- */

/*
 * $PID, $NAME and $SERVICE as what a helper finds in its environment; free() it.
 * NULL: out of memory.
 */
static char *make_command(struct oomt_nohang *n, struct oomt_setting command,
			  struct oomt_span span, size_t *len)
{
	static const char *const words[][2] = {
		{ "$PID", "$OOMT_PID" }, { "$NAME", "\"$OOMT_COMM\"" },
		{ "$SERVICE", "\"$(basename \"$OOMT_CGROUP\")\"" },
	};
	char *text = NULL;
	size_t at = 0, i, word;
	FILE *made = open_memstream(&text, len);

	if (!made) {
		n->imp->diags->out_of_memory = true;
		return NULL;
	}
	while (at < command.len) {
		for (i = 0; i < ARRAY_SIZE(words); i++) {
			word = strlen(words[i][0]);
			if (command.len - at >= word &&
			    !memcmp(command.text + at, words[i][0], word))
				break;
		}
		if (i < ARRAY_SIZE(words)) {
			fputs(words[i][1], made);
			at += word;
		} else {
			if (strchr("|&;<>()$`*?[#~", command.text[at]))
				oomt_import_no_equal(n->imp, span,
					"nohang runs its command without a shell, here a shell reads it: look at '%c'",
					command.text[at]);
			fputc(command.text[at++], made);
		}
	}
	fclose(made);
	return text;
}

static void put_action(struct oomt_nohang *n, struct oomt_span here,
		       const char *match, struct oomt_setting command)
{
	size_t len;
	char *text = make_command(n, command, here, &len);

	if (text && len >= OOMT_COMMAND_MAX) {
		oomt_import_no_equal(n->imp, here,
				     "the command is longer than %d bytes: call a script",
				     OOMT_COMMAND_MAX - 1);
	} else if (text) {
		oomt_import_original(n->actions, here);
		fprintf(n->actions, "%s exec ", match);
		oomt_import_string(n->actions, text, len);
		fputc('\n', n->actions);
	}
	free(text);
}

static void read_action(struct oomt_nohang *n,
			const struct oomt_import_line *line,
			const struct subject *subject, size_t skip)
{
	struct oomt_span here = oomt_import_piece(line, line->text, line->len);
	struct oomt_setting regex, command;
	char *match;

	if (!split(line, skip, &regex, &command) || !regex.len) {
		oomt_import_error(n->imp, here,
				  "EXPRESSION /// COMMAND is expected");
		return;
	}
	if (make_match(n, line, subject, regex, &match))
		put_action(n, here, match, command);
	free(match);
}

/* ---- a line -------------------------------------------------------------- */

void oomt_nohang_rule(struct oomt_nohang *n,
		      const struct oomt_import_line *line)
{
	const struct subject *subject;
	size_t skip;

	subject = find_subject(line, "@BADNESS_ADJ_RE_", &skip);
	if (subject) {
		read_badness(n, line, subject, skip);
		return;
	}
	subject = find_subject(line, "@SOFT_ACTION_RE_", &skip);
	if (subject)
		read_action(n, line, subject, skip);
	else
		left_out(n, line, "this is not known");
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * nohang's configuration: "key = value" at the beginning of a line, @ lines
 * that may stand several times; everything else is a comment there.  Available
 * memory together with swap, zram or PSI reaches a soft (SIGTERM) or a hard
 * (SIGKILL) line; the highest badness goes: oom_score, moved by expressions.
 * As of nohang 0.2.
 */
#include <ctype.h>
#include "import.h"
#include "literal.h"

/* Keys that are policy: name, the default that nohang documents. */
#define NOHANG_KEYS(X)							\
	X(zram_checking_enabled, "False")				\
	X(psi_checking_enabled, "False")				\
	X(psi_path, "/proc/pressure/memory")				\
	X(psi_metrics, "some_avg10")					\
	X(psi_excess_duration, "30")					\
	X(psi_post_action_delay, "15")					\
	X(low_memory_warnings_enabled, "False")				\
	X(warning_exe, "")						\
	X(soft_threshold_min_mem, "5 %")				\
	X(soft_threshold_min_swap, "10 %")				\
	X(soft_threshold_max_zram, "55 %")				\
	X(soft_threshold_max_psi, "40")					\
	X(hard_threshold_min_mem, "2 %")				\
	X(hard_threshold_min_swap, "4 %")				\
	X(hard_threshold_max_zram, "60 %")				\
	X(hard_threshold_max_psi, "90")					\
	X(ignore_positive_oom_score_adj, "False")			\
	X(max_soft_exit_time, "10")					\
	X(post_kill_exe, "")						\
	X(min_badness, "1")

/*
 * So many points off spare whoever has not been given a higher oom_score_adj:
 * the others have about 666.
 */
#define SPARED	600

enum key {
#define X(name, value) KEY_##name,
	NOHANG_KEYS(X)
#undef X
	KEYS
};

static const char *const key_names[KEYS] = {
#define X(name, value) #name,
	NOHANG_KEYS(X)
#undef X
};

static const char *const key_defaults[KEYS] = {
#define X(name, value) value,
	NOHANG_KEYS(X)
#undef X
};

struct setting {
	const char *text;		/* not terminated */
	size_t len;
	struct oomt_span span;		/* no source: the default */
};

struct nohang {
	struct oomt_import *imp;
	struct setting key[KEYS];
	/* Keys about other things, told together. */
	FILE *rest;
	char *rest_text;
	size_t rest_len;
	/* Rules, as they come. */
	FILE *scores, *actions;
	char *score_text, *action_text;
	size_t score_len, action_len;
	unsigned int settings;
	bool unsafe;			/* what spares somebody has no equal */
};

/* ---- values -------------------------------------------------------------- */

static struct setting trim(struct setting s)
{
	while (s.len && isspace((unsigned char)*s.text)) {
		s.text++;
		s.len--;
	}
	while (s.len && isspace((unsigned char)s.text[s.len - 1]))
		s.len--;
	return s;
}

static bool is(const struct setting *s, const char *text)
{
	return s->len == strlen(text) && !memcmp(s->text, text, s->len);
}

static bool read_bool(struct nohang *n, enum key key)
{
	const struct setting *s = &n->key[key];

	if (!is(s, "True") && !is(s, "False"))
		oomt_import_error(n->imp, s->span, "True or False is expected");
	return is(s, "True");
}

/* A number in hundredths, and what stands behind it. */
static bool read_number(struct nohang *n, const struct setting *s, s64 max,
			s64 *hundredths, struct setting *unit)
{
	bool cut;
	size_t used = oomt_import_decimal(s->text, s->len, hundredths, &cut);

	unit->text = s->text + used;
	unit->len = s->len - used;
	*unit = trim(*unit);
	if (!used || *hundredths > max * 100) {
		oomt_import_error(n->imp, s->span, used ?
				  "this is more than nohang takes" :
				  "a number is expected");
		return false;
	}
	if (cut)
		oomt_import_differs(n->imp, "%.*s is rounded to hundredths",
				    (int)s->len, s->text);
	return true;
}

static s64 read_plain(struct nohang *n, enum key key, s64 max)
{
	const struct setting *s = &n->key[key];
	struct setting unit;
	s64 value;

	if (!read_number(n, s, max, &value, &unit))
		return 0;
	if (unit.len)
		oomt_import_error(n->imp, s->span, "a plain number is expected");
	return value;
}

/* "5 %" or "100 M". */
static void put_amount(struct nohang *n, FILE *to, enum key key)
{
	const struct setting *s = &n->key[key];
	char text[OOMT_LITERAL_TEXT];
	struct setting unit;
	s64 value;

	if (!read_number(n, s, 1 << 30, &value, &unit))
		return;
	if (is(&unit, "%") && value <= 10000)
		fputs(oomt_percent_text(value, text), to);
	else if (is(&unit, "M"))
		fputs(oomt_size_text(value * (1 << 20) / 100, text), to);
	else
		oomt_import_error(n->imp, s->span,
				  "a share (5 %%) or a size (100 M) is expected");
}

/* ---- expressions --------------------------------------------------------- */

static void left_out(struct nohang *n, const struct oomt_import_line *line,
		     const char *why)
{
	oomt_import_no_equal(n->imp, oomt_import_piece(line, line->text,
						       line->len),
			     "%.*s: %s", (int)line->len, line->text, why);
}

/* "^(0|1000)$" as "uid { 0, 1000 }". */
static bool put_uids(FILE *to, struct setting s)
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
static bool make_match(struct nohang *n, const struct oomt_import_line *line,
		       const struct subject *subject, struct setting regex,
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
		  struct setting *before, struct setting *behind)
{
	const char *text = line->text + skip;
	size_t len = line->len - skip;
	const char *bar = memmem(text, len, "///", 3);

	if (!bar)
		return false;
	*before = trim((struct setting){ .text = text, .len = bar - text });
	*behind = trim((struct setting){ .text = bar + 3,
					 .len = text + len - bar - 3 });
	return behind->len;
}

/* ---- @BADNESS_ADJ_RE_x ADJ /// REGEX -------------------------------------- */

static void read_badness(struct nohang *n, const struct oomt_import_line *line,
			 const struct subject *subject, size_t skip)
{
	struct setting adj, regex, number;
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

/* $PID, $NAME and $SERVICE as what a helper finds in its environment. */
static void put_command(struct nohang *n, FILE *to, struct setting command,
			struct oomt_span span)
{
	static const char *const words[][2] = {
		{ "$PID", "$OOMT_PID" }, { "$NAME", "\"$OOMT_COMM\"" },
		{ "$SERVICE", "\"$(basename \"$OOMT_CGROUP\")\"" },
	};
	char *text = NULL;
	size_t len, at = 0, i, word;
	FILE *made = open_memstream(&text, &len);

	if (!made) {
		n->imp->diags->out_of_memory = true;
		return;
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
	oomt_import_string(to, text, len);
	free(text);
}

static void read_action(struct nohang *n, const struct oomt_import_line *line,
			const struct subject *subject, size_t skip)
{
	struct oomt_span here = oomt_import_piece(line, line->text, line->len);
	struct setting regex, command;
	char *match;

	if (!split(line, skip, &regex, &command) || !regex.len) {
		oomt_import_error(n->imp, here,
				  "EXPRESSION /// COMMAND is expected");
		return;
	}
	if (make_match(n, line, subject, regex, &match)) {
		oomt_import_original(n->actions, here);
		fprintf(n->actions, "%s exec ", match);
		put_command(n, n->actions, command, here);
		fputc('\n', n->actions);
	}
	free(match);
}

/* ---- lines --------------------------------------------------------------- */

static void read_key(struct nohang *n, const struct oomt_import_line *line)
{
	struct oomt_span here = oomt_import_piece(line, line->text, line->len);
	const char *equal = memchr(line->text, '=', line->len);
	struct setting name, value;
	unsigned int i;

	if (!equal) {
		oomt_import_error(n->imp, here, "KEY = VALUE is expected");
		return;
	}
	name = trim((struct setting){ line->text, equal - line->text, here });
	value = trim((struct setting){ equal + 1,
			line->text + line->len - equal - 1, here });
	n->settings++;
	for (i = 0; i < KEYS; i++) {
		if (!is(&name, key_names[i]))
			continue;
		if (n->key[i].span.source)
			oomt_import_error(n->imp, here,
					  "this key is already set at line %u",
					  n->key[i].span.line);
		n->key[i] = value;
		if (value.len)
			n->key[i].span = oomt_import_piece(line, value.text,
							   value.len);
		return;
	}
	fprintf(n->rest, "%s%.*s", n->rest_len ? ", " : "", (int)name.len,
		name.text);
	fflush(n->rest);
}

static void read_nohang_line(struct nohang *n,
			     const struct oomt_import_line *line)
{
	const struct subject *subject;
	size_t skip;

	if (!line->len || strchr("# \t", *line->text) || !*line->text)
		return;
	if (*line->text != '@') {
		read_key(n, line);
		return;
	}
	n->settings++;
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

/* ---- conditions ---------------------------------------------------------- */

/* /sys/fs/cgroup/PATH/memory.pressure */
static bool put_cgroup_psi(FILE *to, const struct setting *path,
			   const char *metric)
{
	static const char top[] = "/sys/fs/cgroup", file[] = "/memory.pressure";
	size_t len = path->len;

	if (len <= strlen(top) + strlen(file) ||
	    memcmp(path->text, top, strlen(top)) ||
	    memcmp(path->text + len - strlen(file), file, strlen(file)))
		return false;
	fputs("cgroup ", to);
	oomt_import_string(to, path->text + strlen(top),
			   len - strlen(top) - strlen(file));
	fprintf(to, " psi.%s", metric);
	return true;
}

static bool put_psi(struct nohang *n, FILE *to)
{
	static const char *const metrics[][2] = {
		{ "some_avg10", "some.avg10" }, { "some_avg60", "some.avg60" },
		{ "some_avg300", "some.avg300" }, { "full_avg10", "full.avg10" },
		{ "full_avg60", "full.avg60" }, { "full_avg300", "full.avg300" },
	};
	const struct setting *path = &n->key[KEY_psi_path];
	const struct setting *metric = &n->key[KEY_psi_metrics];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(metrics); i++)
		if (is(metric, metrics[i][0]))
			break;
	if (i == ARRAY_SIZE(metrics)) {
		oomt_import_error(n->imp, metric->span,
				  "some_avg10 to full_avg300 are expected");
		return false;
	}
	if (is(path, "/proc/pressure/memory"))
		fprintf(to, "psi.%s", metrics[i][1]);
	else if (is(path, "/proc/pressure/io"))
		fprintf(to, "psi.io.%s", metrics[i][1]);
	else if (is(path, "/proc/pressure/cpu"))
		fprintf(to, "psi.cpu.%s", metrics[i][1]);
	else
		return put_cgroup_psi(to, path, metrics[i][1]);
	return true;
}

static void put_psi_line(struct nohang *n, FILE *to, bool hard)
{
	char text[OOMT_LITERAL_TEXT];
	s64 share = read_plain(n, hard ? KEY_hard_threshold_max_psi :
			       KEY_soft_threshold_max_psi, 100);
	s64 time = read_plain(n, KEY_psi_excess_duration, 1 << 20);

	fputs("\nor (", to);
	if (!put_psi(n, to)) {
		/* A path that we cannot read: told once, by the caller. */
		fputs("psi.full.avg10", to);
	}
	fprintf(to, " >= %s and mem.available <= ",
		oomt_percent_text(share, text));
	put_amount(n, to, hard ? KEY_hard_threshold_min_mem :
		   KEY_soft_threshold_min_mem);
	fputc(')', to);
	if (time)
		fprintf(to, " for %s", oomt_time_text(time * 10000000, text));
}

static void put_when(struct nohang *n, FILE *to, bool hard, bool zram, bool psi)
{
	fputs("when mem.available <= ", to);
	put_amount(n, to, hard ? KEY_hard_threshold_min_mem :
		   KEY_soft_threshold_min_mem);
	fputs(" and swap.free <= ", to);
	put_amount(n, to, hard ? KEY_hard_threshold_min_swap :
		   KEY_soft_threshold_min_swap);
	if (zram) {
		fputs("\nor mem.available <= ", to);
		put_amount(n, to, hard ? KEY_hard_threshold_min_mem :
			   KEY_soft_threshold_min_mem);
		fputs(" and zram.used >= ", to);
		put_amount(n, to, hard ? KEY_hard_threshold_max_zram :
			   KEY_soft_threshold_max_zram);
	}
	if (psi)
		put_psi_line(n, to, hard);
	fputc('\n', to);
}

/* ---- chains -------------------------------------------------------------- */

static void put_chain(struct nohang *n, bool hard, bool zram, bool psi,
		      bool weigh)
{
	char grace[OOMT_LITERAL_TEXT];
	FILE *to = n->imp->body;

	fprintf(to, "# The %s line: SIG%s\nchain %s {\nhook low\n",
		hard ? "hard" : "soft", hard ? "KILL" : "TERM",
		hard ? "urgent" : "early");
	if (hard)
		fputs("priority -1\n", to);
	put_when(n, to, hard, zram, psi);
	fputs("order by oom_score\npolicy kill", to);
	if (!hard)
		fprintf(to, " grace %s", oomt_time_text(10000000 *
			read_plain(n, KEY_max_soft_exit_time, 1 << 20), grace));
	fputs(n->unsafe ? "\nmode dry" : "", to);
	fputs(weigh ? "\n\njump weigh\n" : "\n", to);
	if (!hard)
		fwrite(n->action_text, 1, n->action_len, to);
	fputs("}\n\n", to);
}

/*
 * nohang takes a positive oom_score_adj off oom_score.  In steps of a hundred
 * points, which is exact for the round values that programs take.
 */
static void put_ignore_adj(struct nohang *n, FILE *to)
{
	unsigned int step;

	oomt_import_differs(n->imp,
		"ignore_positive_oom_score_adj: taken off in steps of 100, so that a value between two steps is off by up to 50");
	oomt_import_original(to, n->key[KEY_ignore_positive_oom_score_adj].span);
	for (step = 100; step <= 1000; step += 100)
		fprintf(to, "oom_score_adj %u-%u score -%u\n", step - 49,
			step < 1000 ? step + 50 : 1000, step);
}

static void tell_differences(struct nohang *n, bool zram, bool psi)
{
	struct oomt_import *imp = n->imp;
	const struct setting *s = n->key;

	if (psi)
		oomt_import_differs(imp,
			"without swap nohang does not look at PSI; and psi_post_action_delay is ours: PSI counts again when its averaging time has passed");
	if (s[KEY_warning_exe].len)
		oomt_import_no_equal(imp, s[KEY_warning_exe].span,
			"warning_exe: no command runs before a line is reached (oomctl monitor -j)");
	else if (read_bool(n, KEY_low_memory_warnings_enabled))
		oomt_import_no_equal(imp, s[KEY_low_memory_warnings_enabled].span,
			"low_memory_warnings_enabled: no message on the desktop");
	if (s[KEY_post_kill_exe].len)
		oomt_import_no_equal(imp, s[KEY_post_kill_exe].span,
			"post_kill_exe: no command runs after a kill (oomctl monitor -j)");
	if (n->action_len)
		oomt_import_differs(imp,
			"after a soft action nohang sends SIGKILL if the victim is still there; here it is not a candidate again in the same episode");
	if (n->score_len)
		oomt_import_differs(imp,
			"nohang never kills whom the expressions take below 1; here such a one comes last");
}

static void put_policy(struct nohang *n)
{
	bool zram = read_bool(n, KEY_zram_checking_enabled);
	bool psi = read_bool(n, KEY_psi_checking_enabled);
	bool adj = read_bool(n, KEY_ignore_positive_oom_score_adj);
	s64 least = read_plain(n, KEY_min_badness, 100000);
	bool weigh = adj || n->score_len || least > 100;
	char *text = NULL;
	size_t len;
	FILE *test;

	test = open_memstream(&text, &len);
	if (psi && test && !put_psi(n, test)) {
		oomt_import_no_equal(n->imp, n->key[KEY_psi_path].span,
			"psi_path: this file is no metric; the lines about PSI are left out");
		psi = false;
	}
	if (test)
		fclose(test);
	free(text);
	tell_differences(n, zram, psi);
	if (n->unsafe)
		oomt_import_unsafe(n->imp);
	put_chain(n, true, zram, psi, weigh);
	put_chain(n, false, zram, psi, weigh);
	if (!weigh)
		return;
	fputs("chain weigh {\n", n->imp->body);
	if (least > 100) {
		oomt_import_original(n->imp->body, n->key[KEY_min_badness].span);
		fprintf(n->imp->body, "oom_score < %lld exempt\n",
			(long long)least / 100);
		if (n->score_len)
			oomt_import_no_equal(n->imp, n->key[KEY_min_badness].span,
				"min_badness: oom_score is asked for, not what the expressions make of it");
	}
	if (adj)
		put_ignore_adj(n, n->imp->body);
	fwrite(n->score_text, 1, n->score_len, n->imp->body);
	fputs("}\n", n->imp->body);
}

/* Keys that nohang would insist on. */
static void take_defaults(struct nohang *n)
{
	unsigned int i;

	for (i = 0; i < KEYS; i++) {
		if (n->key[i].text)
			continue;
		n->key[i].text = key_defaults[i];
		n->key[i].len = strlen(key_defaults[i]);
		oomt_import_differs(n->imp,
			"%s is missing, which nohang refuses: \"%s\" is taken",
			key_names[i], key_defaults[i]);
	}
}

static void read_all(struct nohang *n)
{
	struct oomt_import *imp = n->imp;
	unsigned int i;

	for (i = 0; i < imp->count; i++) {
		struct oomt_import_line line = { 0 };

		while (oomt_import_next(imp->source[i], &line))
			read_nohang_line(n, &line);
	}
	fflush(n->rest);
	fflush(n->scores);
	fflush(n->actions);
	if (!n->settings) {
		oomt_import_error(imp, oomt_import_span(imp->source[0], 0, 0),
				  "there is nothing of nohang's here");
		return;
	}
	if (n->rest_len)
		oomt_import_not_policy(imp, "%s", n->rest_text);
	take_defaults(n);
	put_policy(n);
}

void oomt_import_nohang(struct oomt_import *imp)
{
	struct nohang n = { .imp = imp };

	n.rest = open_memstream(&n.rest_text, &n.rest_len);
	n.scores = open_memstream(&n.score_text, &n.score_len);
	n.actions = open_memstream(&n.action_text, &n.action_len);
	if (n.rest && n.scores && n.actions)
		read_all(&n);
	else
		imp->diags->out_of_memory = true;
	if (n.rest)
		fclose(n.rest);
	if (n.scores)
		fclose(n.scores);
	if (n.actions)
		fclose(n.actions);
	free(n.rest_text);
	free(n.score_text);
	free(n.action_text);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * earlyoom: its command line, from /etc/default/earlyoom, a unit, or as such.
 * SIGTERM when memory and swap are both at or below PERCENT, SIGKILL at
 * KILL_PERCENT, to the process with the highest oom_score; --prefer and --avoid
 * move that by 300.  As of earlyoom 1.9.
 */
#include <ctype.h>
#include "import.h"
#include "import_words.h"
#include "literal.h"

/* PERCENT[,KILL_PERCENT] in basis points, or SIZE[,KILL_SIZE] in bytes. */
struct line {
	bool given;
	s64 term, kill;
};

struct earlyoom {
	struct oomt_import *imp;
	struct line mem, swap, mem_size, swap_size;
	const struct oomt_import_word *prefer, *avoid, *ignore;
	bool group, dry, spare_root, by_rss, prefer_only;
	bool unsafe;			/* what spares somebody has no equal */
	s64 wait_ns;
	/* The rules of the chain that both others jump to. */
	FILE *weigh;
	char *weigh_text;
	size_t weigh_len;
};

/* ---- options ------------------------------------------------------------- */

enum option {
	MEM, SWAP, MEM_SIZE, SWAP_SIZE, PREFER, AVOID, IGNORE, GROUP, WAIT,
	DRY, SPARE_ROOT, BY_RSS, PREFER_ONLY, SCRIPT, OTHER,
};

static const struct known_option {
	char letter;
	const char *name;		/* "": none */
	bool argument;
	enum option option;
	const char *about;		/* OTHER: what it is about */
} options[] = {
	{ 'm', "", true, MEM, NULL },
	{ 's', "", true, SWAP, NULL },
	{ 'M', "", true, MEM_SIZE, NULL },
	{ 'S', "", true, SWAP_SIZE, NULL },
	{ 'k', "", false, OTHER, "earlyoom itself ignores it" },
	{ 'i', "", false, OTHER, "earlyoom itself ignores it" },
	{ 'n', "", false, OTHER, "a message on the desktop; see oomctl monitor" },
	{ 'g', "", false, GROUP, NULL },
	{ 'N', "", true, SCRIPT, NULL },
	{ 'P', "", true, SCRIPT, NULL },
	{ 'w', "", true, WAIT, NULL },
	{ 'd', "debug", false, OTHER, "messages" },
	{ 'v', "", false, OTHER, "prints the version" },
	{ 'h', "help", false, OTHER, "prints help" },
	{ 'r', "", true, OTHER, "how often it reports; see oomctl status" },
	{ 'p', "", false, OTHER, "its own priority; the unit of oomctl run sets that" },
	{ 0, "prefer", true, PREFER, NULL },
	{ 0, "avoid", true, AVOID, NULL },
	{ 0, "ignore", true, IGNORE, NULL },
	{ 0, "dryrun", false, DRY, NULL },
	{ 0, "ignore-root-user", false, SPARE_ROOT, NULL },
	{ 0, "sort-by-rss", false, BY_RSS, NULL },
	{ 0, "prefer-only", false, PREFER_ONLY, NULL },
	{ 0, "syslog", false, OTHER, "where it logs" },
};

/* "TERM[,KILL]"; KILL is half of TERM by default and at most TERM. */
static void read_line(struct earlyoom *e, struct line *line,
		      const struct oomt_import_word *word, const char *text,
		      s64 max)
{
	size_t len = strlen(text), used;
	bool cut, cut_kill = false;

	used = oomt_import_decimal(text, len, &line->term, &cut);
	line->kill = line->term / 2;
	if (used && text[used] == ',') {
		size_t more = oomt_import_decimal(text + used + 1,
						  len - used - 1,
						  &line->kill, &cut_kill);
		used = more ? used + 1 + more : 0;
	}
	if (!used || used != len) {
		oomt_import_error(e->imp, word->span,
				  "a number is expected, or two with a comma");
	} else if (line->term > max || line->kill > max) {
		oomt_import_error(e->imp, word->span,
				  "this is more than earlyoom takes");
	} else if (!line->term && !line->kill) {
		oomt_import_error(e->imp, word->span,
				  "both are 0: earlyoom refuses this");
	}
	if (cut || cut_kill)
		oomt_import_differs(e->imp, "%s is rounded to hundredths", text);
	if (line->term < line->kill)
		line->term = line->kill;
	line->given = true;
}

/* KiB as hundredths, in bytes. */
static void read_size(struct earlyoom *e, struct line *line,
		      const struct oomt_import_word *word, const char *text)
{
	read_line(e, line, word, text, S64_MAX / 2048);
	line->term = line->term * 1024 / 100;
	line->kill = line->kill * 1024 / 100;
}

static void read_wait(struct earlyoom *e, const struct oomt_import_word *word,
		      const char *text)
{
	s64 hundredths;
	bool cut;
	size_t used = oomt_import_decimal(text, strlen(text), &hundredths,
					  &cut);

	if (!used || text[used] || !hundredths ||
	    hundredths > 100LL * 24 * 3600)
		oomt_import_error(e->imp, word->span, "seconds are expected");
	else
		e->wait_ns = hundredths * 10000000;
}

static void take_option(struct earlyoom *e, const struct known_option *option,
			const char *shown, const struct oomt_import_word *word,
			const char *text)
{
	switch (option->option) {
	case MEM:
		read_line(e, &e->mem, word, text, 9900);
		break;
	case SWAP:
		read_line(e, &e->swap, word, text, 10000);
		break;
	case MEM_SIZE:
		read_size(e, &e->mem_size, word, text);
		break;
	case SWAP_SIZE:
		read_size(e, &e->swap_size, word, text);
		break;
	case PREFER:
		e->prefer = word;
		break;
	case AVOID:
		e->avoid = word;
		break;
	case IGNORE:
		e->ignore = word;
		break;
	case GROUP:
		e->group = true;
		break;
	case WAIT:
		read_wait(e, word, text);
		break;
	case DRY:
		e->dry = true;
		break;
	case SPARE_ROOT:
		e->spare_root = true;
		break;
	case BY_RSS:
		e->by_rss = true;
		break;
	case PREFER_ONLY:
		e->prefer_only = true;
		break;
	case SCRIPT:
		oomt_import_no_equal(e->imp, word->span,
			"%s %s: no script runs beside a kill (oomctl monitor -j tells of it; the verdict exec runs a command instead of one)",
			shown, text);
		break;
	case OTHER:
		oomt_import_not_policy(e->imp, "%s%s%s (%s)", shown,
				       *text ? " " : "", text, option->about);
	}
}

/* By its letter, or by a beginning of its name that only one has. */
static const struct known_option *find_option(char letter, const char *name,
					      size_t len)
{
	const struct known_option *found = NULL;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(options); i++) {
		if (!name && options[i].letter == letter)
			return &options[i];
		if (!name || !*options[i].name ||
		    strncmp(options[i].name, name, len))
			continue;
		if (!options[i].name[len])
			return &options[i];
		if (found)
			return NULL;
		found = &options[i];
	}
	return found;
}

/* --prefer=X or --prefer X; *i is the last word that was used. */
static void long_option(struct earlyoom *e, struct oomt_import_words *words,
			unsigned int *i)
{
	struct oomt_import_word *word = &words->word[*i];
	const char *name = word->text + 2, *equal = strchr(name, '=');
	size_t len = equal ? (size_t)(equal - name) : strlen(name);
	const struct known_option *option = len ? find_option(0, name, len) :
						  NULL;

	if (!option || (equal && !option->argument)) {
		oomt_import_no_equal(e->imp, word->span,
				     "%s: this option is not known", word->text);
		return;
	}
	if (equal) {
		size_t skip = equal + 1 - word->text;

		/* From here on the word is its argument. */
		memmove(word->text, word->text + skip, word->len - skip + 1);
		word->len -= skip;
	} else if (option->argument) {
		if (++*i == words->count) {
			oomt_import_error(e->imp, word->span,
					  "this option needs an argument");
			return;
		}
		word = &words->word[*i];
	}
	take_option(e, option, option->name, word,
		    option->argument ? word->text : "");
}

/* -m5, -m 5, -np; *i is the last word that was used. */
static void short_options(struct earlyoom *e, struct oomt_import_words *words,
			  unsigned int *i)
{
	struct oomt_import_word *word = &words->word[*i];
	const char *at = word->text + 1;
	char shown[3] = "-";

	for (; *at; at++) {
		const struct known_option *option = find_option(*at, NULL, 0);

		shown[1] = *at;
		if (!option) {
			oomt_import_no_equal(e->imp, word->span,
					"%s: this option is not known", shown);
			continue;
		}
		if (!option->argument) {
			take_option(e, option, shown, word, "");
			continue;
		}
		if (at[1]) {
			take_option(e, option, shown, word, at + 1);
		} else if (++*i == words->count) {
			oomt_import_error(e->imp, word->span,
					  "-%c needs an argument", *at);
		} else {
			word = &words->word[*i];
			take_option(e, option, shown, word, word->text);
		}
		return;
	}
}

static void read_options(struct earlyoom *e, struct oomt_import_words *words)
{
	bool told = false;
	unsigned int i;

	for (i = 0; i < words->count; i++) {
		const struct oomt_import_word *word = &words->word[i];

		if (word->escape && !told) {
			told = true;
			oomt_import_differs(e->imp,
				"the backslashes of the expressions are kept; some versions of systemd take them away from EARLYOOM_ARGS");
		}
		if (word->len < 2 || word->text[0] != '-')
			oomt_import_error(e->imp, word->span,
				"earlyoom takes no argument without an option (is a quote missing before it?)");
		else if (word->text[1] != '-')
			short_options(e, words, &i);
		else
			long_option(e, words, &i);
	}
}

/* ---- rules --------------------------------------------------------------- */

static void put_below(FILE *to, const char *metric, const struct line *percent,
		      const struct line *size, bool kill)
{
	char share[OOMT_LITERAL_TEXT], bytes[OOMT_LITERAL_TEXT];

	oomt_percent_text(kill ? percent->kill : percent->term, share);
	oomt_size_text(kill ? size->kill : size->term, bytes);
	if (size->given && percent->given)
		fprintf(to, "%s <= lower(%s, %s)", metric, share, bytes);
	else
		fprintf(to, "%s <= %s", metric, size->given ? bytes : share);
}

static bool put_rule(struct earlyoom *e, const struct oomt_import_word *word,
		     const char *option, bool not, const char *verdict)
{
	char *text = NULL, *shown;
	bool done = false;
	size_t len;
	FILE *match = open_memstream(&text, &len);

	if (!match)
		return false;
	if (oomt_import_match(e->imp, match, OOMT_IMPORT_POSIX, "comm", not,
			      word->span, word->text, word->len) &&
	    !fflush(match) &&
	    asprintf(&shown, "%s %s", option, word->text) >= 0) {
		oomt_import_comment(e->weigh, shown, strlen(shown));
		free(shown);
		fprintf(e->weigh, "%s %s\n", text, verdict);
		done = true;
	}
	fclose(match);
	free(text);
	return done;
}

/* Who is spared first: a verdict ends it, a score goes on. */
static void make_weigh(struct earlyoom *e)
{
	if (e->spare_root)
		fputs("# --ignore-root-user\nuid root exempt\n", e->weigh);
	if (e->ignore && !put_rule(e, e->ignore, "--ignore", false, "exempt"))
		e->unsafe = true;
	if (e->prefer && e->prefer_only &&
	    !put_rule(e, e->prefer, "--prefer-only, with --prefer", true,
		      "exempt"))
		e->unsafe = true;
	if (e->prefer)
		put_rule(e, e->prefer, "--prefer", false, "score +300");
	if (e->avoid)
		put_rule(e, e->avoid, "--avoid", false, "score -300");
	fflush(e->weigh);
}

static void put_chain(struct earlyoom *e, bool kill)
{
	char grace[OOMT_LITERAL_TEXT];
	FILE *to = e->imp->body;

	fprintf(to, "# SIG%s\nchain %s {\nhook low\n", kill ? "KILL" : "TERM",
		kill ? "urgent" : "early");
	if (kill)
		fputs("priority -1\n", to);
	fputs("when ", to);
	put_below(to, "mem.available", &e->mem, &e->mem_size, kill);
	if ((kill ? e->swap.kill : e->swap.term) < 10000 ||
	    e->swap_size.given) {
		fputs(" and ", to);
		put_below(to, "swap.free", &e->swap, &e->swap_size, kill);
	}
	fprintf(to, "\norder by %s\npolicy kill%s", e->by_rss ? "rss" :
		"oom_score", e->group ? " pgrp" : "");
	if (!kill)
		fprintf(to, " grace %s", oomt_time_text(e->wait_ns, grace));
	fprintf(to, "\n%s%s}\n\n", e->dry || e->unsafe ? "mode dry\n" : "",
		e->weigh_len ? "\njump weigh\n" : "");
}

/* What the two do not do alike, whatever the options. */
static void put_differences(struct earlyoom *e, bool term)
{
	struct oomt_import *imp = e->imp;

	if (term)
		oomt_import_differs(imp,
			"earlyoom leaves one that ignores SIGTERM alone until memory falls to the line of SIGKILL; here it is killed after the grace, or at that line");
	if (e->mem.given || !e->mem_size.given)
		oomt_import_differs(imp,
			"since 1.8 earlyoom takes %% of MemAvailable + AnonPages, here it is of all memory");
	if (e->avoid && !e->by_rss)
		oomt_import_differs(imp,
			"earlyoom never kills whom --avoid takes below 0 (an oom_score_adj below about -550); here such a one comes last");
	if (e->by_rss && (e->prefer || e->avoid))
		oomt_import_no_equal(imp,
			(e->prefer ? e->prefer : e->avoid)->span,
			"with --sort-by-rss, --prefer and --avoid are worth 3 GiB; here 300 thousandths of memory");
	if (e->group)
		oomt_import_differs(imp,
			"a process group with a spared member is not killed whole; then the one process is");
}

static void put_policy(struct earlyoom *e)
{
	bool term;

	/* The default counts for one that is not given in the other way. */
	term = e->mem.term > e->mem.kill || e->swap.term > e->swap.kill ||
	       e->mem_size.term > e->mem_size.kill ||
	       e->swap_size.term > e->swap_size.kill;
	if (e->prefer_only && !e->prefer)
		oomt_import_error(e->imp, (struct oomt_span){ 0 },
				  "--prefer-only without --prefer");
	put_differences(e, term);
	e->weigh = open_memstream(&e->weigh_text, &e->weigh_len);
	if (!e->weigh) {
		e->imp->diags->out_of_memory = true;
		return;
	}
	make_weigh(e);
	if (e->unsafe)
		oomt_import_unsafe(e->imp);
	put_chain(e, true);
	if (term)
		put_chain(e, false);
	fclose(e->weigh);
	if (e->weigh_len)
		fprintf(e->imp->body, "chain weigh {\n%s}\n", e->weigh_text);
	free(e->weigh_text);
}

/* ---- files --------------------------------------------------------------- */

struct reading {
	struct oomt_import *imp;
	struct oomt_value_text args;	/* EARLYOOM_ARGS */
	struct oomt_value_text command;	/* with the program's name */
	struct oomt_span args_span, command_span;
	bool unit;			/* in a section of a unit */
	bool failed;			/* a quote: told */
};

static bool starts(const struct oomt_import_line *line, size_t at,
		   const char *word)
{
	size_t len = strlen(word);

	return line->len >= at + len && !memcmp(line->text + at, word, len);
}

/* A later one replaces it, as the shell and units have it. */
static void take_value(struct reading *r, struct oomt_import_line *line,
		       size_t skip, bool plain, struct oomt_value_text *value,
		       struct oomt_span *span)
{
	size_t begin = line->begin + skip, end = line->begin + line->len;
	struct oomt_span here = oomt_import_span(line->source, line->begin,
						 line->begin + line->len);
	int err;

	if (span->source)
		oomt_import_not_policy(r->imp,
			"what stands at %s:%u: line %u of %s replaces it",
			span->source->name, span->line, here.line,
			here.source->name);
	oomt_value_text_exit(value);
	*span = here;
	if (plain)
		err = oomt_value_text_plain(value, line->source, begin, end);
	else
		err = oomt_value_text_read(value, line->source, begin, &end);
	if (err == -EINVAL) {
		oomt_import_error(r->imp, oomt_import_span(line->source, end,
							   end + 1),
				  "this quote does not end");
		r->failed = true;
	} else if (err) {
		r->imp->diags->out_of_memory = true;
	}
	/* It may have gone on over several lines. */
	while (line->number < line->source->lines &&
	       line->source->line_begin[line->number] < end)
		line->number++;
	span->end = end > span->end ? end : span->end;
}

static bool is_command(const struct oomt_import_line *line, size_t at)
{
	size_t end = at, name = at;

	for (; end < line->len && !isspace((unsigned char)line->text[end]); end++)
		if (line->text[end] == '/')
			name = end + 1;
	return end - name == 8 && !memcmp(line->text + name, "earlyoom", 8);
}

static void read_text_line(struct reading *r, struct oomt_import_line *line)
{
	size_t at = 0;

	while (at < line->len && isspace((unsigned char)line->text[at]))
		at++;
	if (at == line->len || strchr("#;", line->text[at]))
		return;
	if (starts(line, at, "export "))
		at += 7;
	if (line->text[at] == '[') {
		r->unit = true;
	} else if (starts(line, at, "EARLYOOM_ARGS=")) {
		take_value(r, line, at + 14, false, &r->args, &r->args_span);
	} else if (starts(line, at, "ExecStart=")) {
		at += 10;
		while (at < line->len && strchr("-@:+!", line->text[at]))
			at++;
		if (at < line->len)
			take_value(r, line, at, true, &r->command,
				   &r->command_span);
	} else if (is_command(line, at) || line->text[at] == '-') {
		take_value(r, line, at, true, &r->command, &r->command_span);
	} else if (r->unit || memchr(line->text + at, '=', line->len - at)) {
		oomt_import_not_policy(r->imp, "%.*s", (int)(line->len - at),
				       line->text + at);
	} else {
		oomt_import_error(r->imp, oomt_import_piece(line,
					line->text + at, line->len - at),
				  "this is neither EARLYOOM_ARGS=\"...\" nor a command line of earlyoom");
	}
}

/* The words of the command, with those of $EARLYOOM_ARGS in their place. */
static int gather(struct reading *r, struct oomt_import_words *words)
{
	struct oomt_import_words command = { 0 };
	int err = oomt_import_words_split(&command, &r->command);
	unsigned int i;

	if (!r->command_span.source)
		err = oomt_import_words_split(words, &r->args);
	for (i = 0; !err && i < command.count; i++) {
		struct oomt_import_word *word = &command.word[i];
		struct oomt_value_text one = { 0 };

		if (!i && *word->text != '-')
			continue;	/* the program */
		if (!strcmp(word->text, "$EARLYOOM_ARGS") ||
		    !strcmp(word->text, "${EARLYOOM_ARGS}")) {
			err = oomt_import_words_split(words, &r->args);
			continue;
		}
		err = oomt_value_text_plain(&one, r->command.source,
					    word->span.begin, word->span.end);
		if (!err)
			err = oomt_import_words_split(words, &one);
		oomt_value_text_exit(&one);
	}
	oomt_import_words_exit(&command);
	return err;
}

void oomt_import_earlyoom(struct oomt_import *imp)
{
	struct earlyoom e = {
		.imp = imp, .wait_ns = 10 * 1000000000LL,
		.mem = { .term = 1000, .kill = 500 },
		.swap = { .term = 1000, .kill = 500 },
	};
	struct reading r = { .imp = imp };
	struct oomt_import_words words = { 0 };
	unsigned int i;
	int err;

	for (i = 0; i < imp->count; i++) {
		struct oomt_import_line line = { 0 };

		r.unit = false;
		while (oomt_import_next(imp->source[i], &line))
			read_text_line(&r, &line);
	}
	if (!r.args_span.source && !r.command_span.source) {
		oomt_import_error(imp, oomt_import_span(imp->source[0], 0, 0),
				  "there is nothing of earlyoom's here");
		return;
	}
	fputs("#\n", imp->head);
	if (r.args_span.source)
		oomt_import_quoted(imp->head, r.args_span);
	if (r.command_span.source)
		oomt_import_quoted(imp->head, r.command_span);
	fputs("#\n", imp->head);
	err = r.failed ? 0 : gather(&r, &words);
	if (err == -EINVAL)
		oomt_import_error(imp, r.args_span.source ? r.args_span :
				  r.command_span, "a quote does not end");
	else if (err)
		imp->diags->out_of_memory = true;
	else if (!r.failed) {
		read_options(&e, &words);
		put_policy(&e);
	}
	oomt_value_text_exit(&r.args);
	oomt_value_text_exit(&r.command);
	oomt_import_words_exit(&words);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What earlyoom does as chains; see import_earlyoom.h. */
#include "import_earlyoom.h"
#include "literal.h"

static void put_below(FILE *to, const char *metric,
		      const struct oomt_earlyoom_line *percent,
		      const struct oomt_earlyoom_line *size, bool kill)
{
	char share[OOMT_LITERAL_TEXT], bytes[OOMT_LITERAL_TEXT];

	oomt_percent_text(kill ? percent->kill : percent->term, share);
	oomt_size_text(kill ? size->kill : size->term, bytes);
	if (size->given && percent->given)
		fprintf(to, "%s <= lower(%s, %s)", metric, share, bytes);
	else
		fprintf(to, "%s <= %s", metric, size->given ? bytes : share);
}

static bool put_rule(struct oomt_earlyoom *e,
		     const struct oomt_import_word *word, const char *option,
		     bool not, const char *verdict)
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
static void make_weigh(struct oomt_earlyoom *e)
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

static void put_chain(struct oomt_earlyoom *e, bool kill)
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
static void put_differences(struct oomt_earlyoom *e, bool term)
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

void oomt_earlyoom_policy(struct oomt_earlyoom *e)
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

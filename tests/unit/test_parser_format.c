// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Random policies to images, to text and back: the text of the text is the
 * text.  The seed is printed; OOMT_SEED=N repeats a run.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "ruleset.h"
#include "verify.h"

static unsigned int seed;

static unsigned int draw(unsigned int n)
{
	return rand_r(&seed) % n;
}

#define PICK(list) (list)[draw(sizeof(list) / sizeof((list)[0]))]

static void draw_cmp(FILE *out)
{
	static const char *const left[] = {
		"mem.available", "mem.free", "swap.free", "swap.used",
		"mem.cached", "mem.total",
	};
	static const char *const signs[] = { "<", "<=", ">", ">=", "==", "!=" };
	static const char *const right[] = {
		"10%", "12.5%", "400M", "1G", "mem.free", "swap.total", "0",
	};

	if (draw(4))
		fprintf(out, "%s %s %s", PICK(left), PICK(signs), PICK(right));
	else
		fprintf(out, "psi.%s.avg%s %s %u.%02u", draw(2) ? "full" :
			"io.some", draw(2) ? "10" : "300", PICK(signs),
			draw(100), draw(100));
}

static void draw_expr(FILE *out, unsigned int depth)
{
	unsigned int n = 2 + draw(2), i;
	const char *word = draw(2) ? "and" : "or";

	if (!depth || !draw(3)) {
		draw_cmp(out);
		return;
	}
	if (!draw(3))
		fputs("not ", out);
	fputc('(', out);
	for (i = 0; i < n; i++) {
		draw_expr(out, depth - 1);
		if (i + 1 < n)
			fprintf(out, " %s ", draw(4) ? word :
				draw(2) ? "and" : "or");
	}
	fputc(')', out);
}

static void draw_match(FILE *out)
{
	static const char *const matches[] = {
		"comm \"a*\"", "comm != { \"b\", \"c\\\\*\", \"\\x01\" }",
		"comm @names", "cgroup \"/a/**\"", "cgroup != \"/*/b\"",
		"uid root", "uid { 5, 1-3, 4 }", "uid @users", "pid != @users",
		"rss > 25%", "rss 10%-1G", "total { 1K, 5M-6M }", "swap <= 3%",
		"oom_score_adj <= -900", "oom_score_adj { 0-5 }",
		"age >= 90s", "age 1m-1h", "total != 5",
	};
	const char *match = PICK(matches);

	/* Sets of users do not compare with pids. */
	fputs(strcmp(match, "pid != @users") ? match : "pid != 7", out);
}

static void draw_rule(FILE *out, bool guard)
{
	static const char *const stmts[] = { "counter", "score +5",
					     "score -100" };
	static const char *const verdicts[] = {
		"exempt", "return", "jump one", "jump two", "kill",
		"kill prefer 7", "kill prefer -1",
	};
	unsigned int n;

	for (n = draw(3); n; n--) {
		draw_match(out);
		fputc(' ', out);
	}
	for (n = draw(3); n; n--)
		fprintf(out, "%s ", PICK(stmts));
	fputs(verdicts[draw(guard ? 4 : 7)], out);
	fputc('\n', out);
}

static void draw_policy(FILE *out)
{
	unsigned int n;

	fputs("table t\n"
	      "set names { type comm; elements = { \"x*\", \"y\", \"?z\" } }\n"
	      "set users { type uid; elements = { 7, 9-11, 1000 } }\n"
	      "chain two { uid 5 exempt; comm \"q\" counter }\n"
	      "chain one { jump two\n", out);
	fputs("pid 6 return }\n", out);
	fputs("chain g { hook guard\n", out);
	for (n = draw(4); n; n--)
		draw_rule(out, true);
	fputs("}\nchain low { hook low priority ", out);
	fprintf(out, "%d\npolicy kill\nwhen ", (int)draw(5) - 2);
	draw_expr(out, 3);
	if (draw(2)) {
		fputs("\nuntil ", out);
		draw_expr(out, 2);
	}
	fputs(draw(2) ? "\norder by rss asc\n" : "\nmode dry\n", out);
	for (n = draw(5); n; n--)
		draw_rule(out, false);
	fputs("}\nchain oom { hook oom; policy exempt; deadline 20ms\n", out);
	for (n = draw(5); n; n--)
		draw_rule(out, false);
	fputs("}\n", out);
}

/* Text to image to text; malloced.  NULL: refused. */
static char *through(const char *text, size_t *insns)
{
	struct oomt_policy *policy, *again = NULL;
	struct oomt_diags diags;
	struct oomt_refused why;
	struct oomt_table table;
	struct oomt_blob image;
	char *printed = NULL;
	size_t size;
	FILE *out;

	oomt_diags_init(&diags);
	policy = oomt_policy_parse(oomt_source_text("t.oom", text,
						    strlen(text)), 0, &diags);
	if (!oomt_policy_compile(policy, &image, &diags) &&
	    !oomt_verify(image.data, image.size, OOMT_FOR_USER, &table,
			 &why)) {
		again = oomt_policy_from_table(&table);
		out = open_memstream(&printed, &size);
		oomt_policy_print(out, again);
		fclose(out);
		*insns = table.INSNS_count;
		oomt_blob_exit(&image);
	}
	if (diags.errors)
		oomt_diags_print(stderr, &diags);
	oomt_policy_free(again);
	oomt_policy_free(policy);
	oomt_diags_exit(&diags);
	return printed;
}

Test(parser_format, random_round_trips)
{
	const char *given = getenv("OOMT_SEED");
	char *text, *once, *twice;
	size_t size, first, second;
	unsigned int i;
	FILE *out;

	seed = given ? strtoul(given, NULL, 0) : (unsigned int)time(NULL);
	fprintf(stderr, "# seed %u\n", seed);
	for (i = 0; i < 400; i++) {
		out = open_memstream(&text, &size);
		draw_policy(out);
		fclose(out);
		once = through(text, &first);
		cr_assert_not_null(once, "%s", text);
		twice = through(once, &second);
		cr_assert_not_null(twice, "%s\n%s", text, once);
		cr_assert_str_eq(once, twice, "%s", text);
		cr_assert_eq(first, second);
		free(text);
		free(once);
		free(twice);
	}
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Input that means no good: every text must come back soon, with an error (or
 * none), and without a crash.  The bounds on time are loose: they tell a
 * second from an hour, not from two seconds.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "compat.h"
#include "ruleset.h"

#define SECONDS_MAX	60

struct outcome {
	unsigned int errors;
	char first[160];
	bool compiled;
};

static struct outcome run(const char *text, size_t size)
{
	struct outcome outcome = { 0 };
	struct oomt_diags diags;
	struct oomt_policy *policy;
	struct oomt_blob image;
	time_t began = time(NULL);
	FILE *null = fopen("/dev/null", "w");

	oomt_diags_init(&diags);
	policy = oomt_policy_parse(oomt_source_text("x.oom", text, size), 0,
				   &diags);
	cr_assert_not_null(policy);
	oomt_policy_lint(policy, &diags);
	outcome.compiled = !oomt_policy_compile(policy, &image, &diags);
	if (outcome.compiled)
		oomt_blob_exit(&image);
	oomt_diags_print(null, &diags);
	fclose(null);
	outcome.errors = diags.errors;
	if (diags.count)
		snprintf(outcome.first, sizeof(outcome.first), "%s",
			 diags.diag[0].text);
	cr_assert_eq(outcome.compiled, !diags.errors);
	oomt_policy_free(policy);
	oomt_diags_exit(&diags);
	cr_assert_lt(time(NULL) - began, SECONDS_MAX);
	return outcome;
}

/* head, then `unit` n times, then tail. */
static struct outcome repeat(const char *head, const char *unit, size_t n,
			     const char *tail)
{
	size_t len = strlen(unit), size = strlen(head) + n * len + strlen(tail);
	char *text = malloc(size + 1), *at = text;
	struct outcome outcome;
	size_t i;

	at = stpcpy(at, head);
	for (i = 0; i < n; i++, at += len)
		memcpy(at, unit, len);
	strcpy(at, tail);
	outcome = run(text, size);
	free(text);
	return outcome;
}

#define CHAIN	"chain c {\nhook oom\npolicy kill\n"
#define LOW	"chain c {\nhook low\npolicy kill\nwhen "

Test(parser_hostile, nul_bytes)
{
	struct outcome outcome = run("chain\0c {\n\0hook oom\n}", 21);

	cr_assert_gt(outcome.errors, 0);
	cr_assert_str_eq(outcome.first, "a NUL byte");
	run("\0", 1);
	run("\"\0\"", 3);
	run("#\0\n", 3);
}

Test(parser_hostile, empty_and_odd)
{
	cr_assert_eq(run("", 0).errors, 0);
	cr_assert_eq(run("\n\n\n", 3).errors, 0);
	cr_assert_gt(run("{", 1).errors, 0);
	cr_assert_gt(run("}", 1).errors, 0);
	cr_assert_gt(run("\"", 1).errors, 0);
	cr_assert_gt(run("'", 1).errors, 0);
	cr_assert_gt(run("\\", 1).errors, 0);
	cr_assert_gt(run("\xef\xbb\xbf", 3).errors, 0);
	cr_assert_gt(run("chain", 5).errors, 0);
	cr_assert_gt(run("chain c {", 9).errors, 0);
	cr_assert_gt(run("table t\nand\n", 12).errors, 0);
}

Test(parser_hostile, one_long_line)
{
	cr_assert_gt(repeat("", "a ", 5 << 17, "").errors, 0);
	cr_assert_gt(repeat("\"", "a", 10 << 20, "").errors, 0);
	cr_assert_gt(repeat("", "a", 10 << 20, "").errors, 0);
	cr_assert_gt(repeat("", "1", 10 << 20, "").errors, 0);
	cr_assert_eq(repeat("#", "x", 10 << 20, "\n").errors, 0);
	cr_assert_eq(repeat("", " ", 10 << 20, "").errors, 0);
	cr_assert_gt(repeat(CHAIN, "counter ", 1 << 17, "\n}\n").errors, 0);
	cr_assert_eq(repeat(CHAIN, "pid > 1 ", 60000, "counter\n}\n").errors,
		     0);
}

Test(parser_hostile, errors_without_end)
{
	cr_assert_gt(repeat("", "chain c {\n", 1 << 17, "").errors, 0);
	cr_assert_gt(repeat("", "}\n", 5 << 17, "").errors, 0);
	cr_assert_gt(repeat(CHAIN, "x\n", 2 << 17, "}").errors, 1 << 17);
	cr_assert_gt(repeat("", "\xff\n", 5 << 17, "").errors, 1 << 20);
	cr_assert_gt(repeat(CHAIN, "jump x\n", 1 << 16, "}").errors, 0);
	cr_assert_gt(repeat(CHAIN, "uid nobody-of-that-name kill\n", 1 << 13,
			    "x y\n}").errors, 0);
}

Test(parser_hostile, deep_nesting)
{
	cr_assert_gt(repeat(LOW, "(", 1 << 20, "").errors, 0);
	cr_assert_gt(repeat(LOW, "not ", 1 << 20, "mem.free < 5\n}").errors, 0);
	cr_assert_gt(repeat("", "{", 1 << 20, "").errors, 0);
	cr_assert_gt(repeat(CHAIN, "uid {", 1 << 20, "").errors, 0);
	cr_assert_gt(repeat(CHAIN, "dry ", 1 << 20, "kill\n}").errors, 0);
	cr_assert_gt(repeat(CHAIN, "ancestor ", 1 << 20, "uid 5\n}").errors, 0);
}

Test(parser_hostile, long_conditions)
{
	cr_assert_eq(repeat(LOW "mem.free < 5", " or mem.free < 6", 127,
			    "\n}\n").errors, 0);
	cr_assert_gt(repeat(LOW "mem.free < 5", " or mem.free < 6", 128,
			    "\n}\n").errors, 0);
	cr_assert_gt(repeat(LOW "mem.free < 5", " or mem.free < 6", 1 << 15,
			    "\n}\n").errors, 0);
}

/* Each with the one before, or the one behind: used once, at the end. */
static struct outcome defines(const char *format, unsigned int n)
{
	char *text = malloc(n * 64 + 128), *at = text;
	struct outcome outcome;
	unsigned int i;

	for (i = 1; i <= n; i++)
		at += sprintf(at, format, i, i - 1, i - 1);
	at += sprintf(at, "define d0 = 5\n" CHAIN "rss > $d%u kill\n}\n", n);
	outcome = run(text, at - text);
	free(text);
	return outcome;
}

Test(parser_hostile, defines)
{
	struct outcome outcome;

	/* Every one is read when it comes, for the next to use. */
	cr_assert_eq(defines("define d%u = $d%u\n", 20).errors, 0);
	outcome = defines("define d%u = $d%u\n", 100000);
	cr_assert_lt(outcome.errors, 100001);
	/* 2 to the power of 40 elements. */
	outcome = defines("define d%u = { $d%u, $d%u }\n", 30);
	cr_assert_gt(outcome.errors, 0);
	cr_assert(strstr(outcome.first, "elements"), "%s", outcome.first);
	cr_assert_gt(repeat("define a = $a\n", "define a = $a\n", 1 << 17,
			    "").errors, 0);
	cr_assert_gt(repeat("", "include \"no*ne/*\"\n", 1 << 17,
			    "").errors, 0);
}

Test(parser_hostile, limits)
{
	struct outcome outcome;

	outcome = repeat(CHAIN, "counter\n", OOMT_RULES_MAX + 1, "}\n");
	cr_assert_gt(outcome.errors, 0);
	/* As many rules as may be, but not as many steps. */
	outcome = repeat(CHAIN, "counter pid 5\n", 1, "}\n");
	cr_assert_gt(outcome.errors, 0);
	outcome = repeat(CHAIN, "pid > 5 uid > 6 counter score +1\n", 40000,
			 "}\n");
	cr_assert_gt(outcome.errors, 0);
	cr_assert_str_eq(outcome.first,
			 "evaluation could take too many steps");
	outcome = repeat(CHAIN "comm {", "\"a*b?c*\",", 1 << 16, "} kill\n}\n");
	cr_assert_eq(outcome.errors, 0, "%s", outcome.first);
}

/* Patterns whose automaton explodes are refused, soon, and by name. */
Test(parser_hostile, exploding_patterns)
{
	char *text = malloc(1 << 16);
	struct outcome outcome;
	size_t at;
	int i;

	at = sprintf(text, CHAIN);
	for (i = 0; i < 40; i++)
		at += sprintf(text + at, "comm \"*%c%c*\" score +1\n",
			      'a' + i % 26, 'b' + i / 2 % 25);
	at += sprintf(text + at, "}\n");
	outcome = run(text, at);
	cr_assert_eq(outcome.errors, 1);
	cr_assert_not_null(strstr(outcome.first, "too large an automaton"));
	free(text);
}

/* A table of one set of a hundred thousand names. */
Test(parser_hostile, large_set)
{
	char *text = malloc(4 << 20);
	struct outcome outcome;
	size_t at;
	int i;

	at = sprintf(text, "set s {\ntype comm\nelements = {\n");
	for (i = 0; i < 100000; i++)
		at += sprintf(text + at, "\"p%x-%x\",\n", i * 7919 & 0xffff, i);
	at += sprintf(text + at, "}\n}\n" CHAIN "comm @s kill\n}\n");
	outcome = run(text, at);
	cr_assert_eq(outcome.errors, 0, "%s", outcome.first);
	free(text);
}

/* A set used by very many rules costs once. */
Test(parser_hostile, set_used_often)
{
	char *text = malloc(8 << 20);
	struct outcome outcome;
	size_t at;
	int i;

	at = sprintf(text, "set s {\ntype comm\nelements = {\n");
	for (i = 0; i < 20000; i++)
		at += sprintf(text + at, "\"p%d\",\n", i);
	at += sprintf(text + at, "}\n}\n" CHAIN);
	for (i = 0; i < 20000; i++)
		at += sprintf(text + at, "comm @s pid %d counter\n", i);
	at += sprintf(text + at, "}\n");
	outcome = run(text, at);
	cr_assert_eq(outcome.errors, 0, "%s", outcome.first);
	free(text);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Images: what is shared, how sets are sorted, where things come from.  The
 * instructions themselves are read in tests/cases (disasm).
 */
#include <criterion/criterion.h>
#include <string.h>
#include "ruleset.h"
#include "verify.h"

static struct oomt_diags diags;
static struct oomt_policy *policy;
static struct oomt_blob image;
static struct oomt_table table;

static void compile(const char *text)
{
	struct oomt_refused why;

	oomt_diags_init(&diags);
	policy = oomt_policy_parse(oomt_source_text("a/b.oom", text,
						    strlen(text)), 0, &diags);
	cr_assert_eq(oomt_policy_compile(policy, &image, &diags), 0, "%s",
		     diags.count ? diags.diag[0].text : "");
	cr_assert_eq(oomt_verify(image.data, image.size, OOMT_FOR_USER,
				 &table, &why), 0);
	cr_assert_eq((uintptr_t)image.data % 8, 0);
}

static void done(void)
{
	oomt_blob_exit(&image);
	oomt_policy_free(policy);
	oomt_diags_exit(&diags);
}

#define OOM	"chain c {\nhook oom\npolicy kill\n"

Test(parser_linearize, sets_are_sorted_and_merged)
{
	compile(OOM "pid { 9, 5-7, 6-8, 1 } kill\n}\n");
	cr_assert_eq(table.SETS_count, 1);
	cr_assert_eq(table.RANGES_count, 2);
	cr_assert(table.RANGES[0].lo == 1 && table.RANGES[0].hi == 1);
	cr_assert(table.RANGES[1].lo == 5 && table.RANGES[1].hi == 9);
	cr_assert_eq(table.SETS[0].flags, 0);
	done();
	/* What depends on the machine is not sorted against the rest. */
	compile(OOM "rss { 10%, 1G-2G, 5%-50% } kill\n}\n");
	cr_assert_eq(table.RANGES_count, 3);
	cr_assert_eq(table.SETS[0].flags, OOMT_SET_LINEAR);
	done();
}

Test(parser_linearize, ranges_at_the_ends)
{
	compile(OOM "rss { 0, 72057594037927936, 1-5 } kill\n"
		"oom_score_adj { 1-1000, 0 } kill\n}\n");
	cr_assert(table.RANGES[0].lo == 0 && table.RANGES[0].hi == 5);
	cr_assert_eq(table.RANGES[1].hi, OOMT_SIZE_MAX);
	cr_assert(table.RANGES[2].lo == 0 && table.RANGES[2].hi == 1000);
	done();
}

Test(parser_linearize, equal_operands_are_shared)
{
	compile("set s {\ntype comm\nelements = { \"a\", \"b\" }\n}\n"
		OOM
		"comm { \"a\", \"b\" } counter\n"
		"comm { \"b\", \"a\", \"a\" } counter\n"
		"comm @s counter\ncomm @s counter\n"
		"pid { 1, 3 } kill prefer 1\npid { 3, 1 } kill prefer 1\n"
		"kill\n}\n");
	cr_assert_eq(table.ATOMS_count, 2);
	cr_assert_eq(table.SETS_count, 1);
	cr_assert_eq(table.ACTIONS_count, 2);
	cr_assert_eq(table.DFAS_count, 1);
	done();
}

Test(parser_linearize, one_number_is_no_set)
{
	compile(OOM "pid { 5 } counter\npid 5-5 counter\npid { 5, 5 } counter\n"
		"rss { 5% } kill\n}\n");
	cr_assert_eq(table.SETS_count, 0);
	cr_assert_eq(table.INSNS[0].op, OOMT_OP_MATCH_NUM);
	cr_assert_eq(table.INSNS[table.RULES[3].code].flags, OOMT_I_PERCENT);
	done();
}

Test(parser_linearize, in_doubt_spare)
{
	compile(OOM "pid 5 rss > 1G exempt\npid 5 rss > 1G kill\n}\n");
	cr_assert_eq(table.INSNS[0].flags, OOMT_I_UNKNOWN_HOLDS);
	cr_assert_eq(table.INSNS[1].flags, OOMT_I_UNKNOWN_HOLDS);
	cr_assert_eq(table.INSNS[3].flags, 0);
	done();
}

Test(parser_linearize, places)
{
	compile("table t\n\n" OOM "  pid 5 exempt\n}\n");
	cr_assert_str_eq(oomt_table_string(&table, table.RULES[0].loc.file),
			 "b.oom");
	cr_assert_eq(table.RULES[0].loc.line, 6);
	cr_assert_eq(table.RULES[0].loc.col, 3);
	cr_assert_eq(table.CHAINS[0].loc.line, 3);
	cr_assert_eq(table.CHAINS[0].loc.col, 7);
	cr_assert_eq(table.CHAINS[0].policy_loc.line, 5);
	done();
}

/* The same text is the same image, byte by byte. */
Test(parser_linearize, deterministic)
{
	static const char text[] =
		"set s {\ntype comm\nelements = { \"a*\", \"*b\", \"c?d\" }\n}\n"
		OOM "comm @s cgroup \"/a/**/b*\" uid { 5, 9-20 } kill\n}\n";
	struct oomt_blob first;

	compile(text);
	first = image;
	image.data = NULL;
	done();
	compile(text);
	cr_assert_eq(first.size, image.size);
	cr_assert_arr_eq(first.data, image.data, image.size);
	oomt_blob_exit(&first);
	done();
}

Test(parser_linearize, refuses_what_has_errors)
{
	struct oomt_diags d;
	struct oomt_policy *p;
	struct oomt_blob b;

	oomt_diags_init(&d);
	p = oomt_policy_parse(oomt_source_text("x", "chain c {", 9), 0, &d);
	cr_assert_eq(oomt_policy_compile(p, &b, &d), -EINVAL);
	cr_assert_null(b.data);
	oomt_policy_free(p);
	oomt_diags_exit(&d);
}

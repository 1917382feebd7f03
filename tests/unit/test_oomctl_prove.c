// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Statements whose answer is known, one for each thing that prove knows. */
#include <criterion/criterion.h>
#include <stdio.h>
#include "prove/prove.h"
#include "prove/prove_space.h"

#define S_NS	1000000000ULL

struct proving {
	struct oomt_diags diags;
	struct oomt_policy *policy;
	struct oomt_blob image;
	struct oomt_table table;
	struct oomt_ruleset rs;
	struct prove_statement statement;
	struct oomt_prove_answer answer;
};

static void prove_for(struct proving *p, const char *rules, const char *said,
		      u64 timeout_ns)
{
	struct oomt_refused refused;
	const char *why;

	memset(p, 0, sizeof(*p));
	oomt_diags_init(&p->diags);
	p->policy = oomt_policy_parse(oomt_source_text("t.oom", rules,
						       strlen(rules)),
				      0, &p->diags);
	if (!p->diags.errors)
		cr_assert_eq(oomt_policy_compile(p->policy, &p->image,
						 &p->diags), 0);
	oomt_diags_print(stderr, &p->diags);
	cr_assert_eq(p->diags.errors, 0);
	cr_assert_eq(oomt_verify(p->image.data, p->image.size, OOMT_FOR_USER,
				 &p->table, &refused), 0);
	p->rs.table[0] = &p->table;
	p->rs.table_count = 1;
	cr_assert_eq(oomt_ruleset_init(&p->rs), 0);
	cr_assert_eq(prove_statement_read(&p->statement, said, &p->diags,
					  &why), 0, "%s", said);
	cr_assert_eq(oomt_prove(&p->rs, &p->statement, timeout_ns,
				&p->answer), 0);
}

static void done(struct proving *p)
{
	oomt_prove_exit(&p->answer);
	prove_statement_exit(&p->statement);
	oomt_ruleset_exit(&p->rs);
	oomt_blob_exit(&p->image);
	oomt_diags_exit(&p->diags);
	oomt_policy_free(p->policy);
}

static const char *const names[] = { "proved", "refuted", "cannot tell" };

static void expect(enum oomt_proof proof, const char *rules, const char *said)
{
	struct proving p;

	prove_for(&p, rules, said, 20 * S_NS);
	cr_assert_eq(p.answer.proof, proof, "%s: %s (%s)\n%s", said,
		     names[p.answer.proof], p.answer.reason,
		     p.answer.snapshot ? p.answer.snapshot : "");
	cr_assert_eq(!!p.answer.snapshot, proof == OOMT_REFUTED);
	done(&p);
}

/* A chain of hook oom, and what stands before it. */
#define OOM(before, policy, rules)					\
	"table t\n" before "\nchain c {\n hook oom\n policy " policy	\
	"\n" rules "\n}\n"
#define GUARD(rules) "chain g {\n hook guard\n" rules "\n}\n"

/* Who go as one are one candidate: none of them comes first. */
Test(prove, equal_units)
{
	expect(OOMT_CANNOT_TELL,
	       OOM("", "exempt", "cgroup \"/a\" kill cgroup"),
	       "comm \"x\" never before comm \"y\"");
	expect(OOMT_REFUTED,
	       OOM("", "exempt", "cgroup \"/a/**\" kill cgroup"),
	       "comm \"x\" cgroup \"/a\" never before comm \"y\" cgroup \"/a/b\"");
}

Test(prove, guards_and_policies)
{
	const char *rules = OOM(GUARD("comm \"sshd\" uid 0 exempt"), "kill", "");

	expect(OOMT_PROVED, rules, "comm \"sshd\" uid 0 never kill");
	expect(OOMT_REFUTED, rules, "comm \"sshd\" never kill");
	expect(OOMT_PROVED, rules, "comm \"sshd\" uid 0 always exempt");
	expect(OOMT_PROVED, rules, "pid 1 never kill");
	expect(OOMT_PROVED, rules, "oom_score_adj -1000 never kill");
	expect(OOMT_PROVED, rules, "some kill");
	expect(OOMT_REFUTED, OOM("", "kill override", ""),
	       "oom_score_adj -1000 never kill");
	expect(OOMT_REFUTED, OOM("", "exempt", "comm \"x\" kill"), "some kill");
	expect(OOMT_REFUTED, OOM("", "kill", "total < 16M exempt"),
	       "some kill");
	expect(OOMT_PROVED, OOM("", "kill", "comm \"x\" jump y")
	       "chain y {\n total < 16M exempt\n}\n", "some kill");
}

/* No comm is longer than 15 bytes; nobody is two things at once. */
Test(prove, strings)
{
	expect(OOMT_PROVED, OOM("", "kill", "comm \"aaaaaaaaaaaaaa?*\" exempt\n"
				"comm \"aaaaaaaaaaaaaa\" exempt"),
	       "comm \"aaaaaaaaaaaaaa*\" never kill");
	expect(OOMT_REFUTED, OOM("", "kill", "comm \"aaaaaaaaaaaaaa?\" exempt"),
	       "comm \"aaaaaaaaaaaaaa*\" never kill");
	expect(OOMT_PROVED, OOM("", "kill", "comm != \"a*\" exempt"),
	       "comm \"b*\" never kill");
	expect(OOMT_PROVED, OOM("", "kill", "cgroup \"/a/**\" exempt"),
	       "cgroup \"/a/*/c\" never kill");
	expect(OOMT_REFUTED, OOM("", "kill", "cgroup \"/a/*\" exempt"),
	       "cgroup \"/a/**\" never kill");
	/* An exe may be unknown: in doubt, spare; but a kill rule misses it. */
	expect(OOMT_PROVED, OOM("", "exempt", "exe \"/x\" kill"),
	       "exe \"/y\" never kill");
	expect(OOMT_PROVED, OOM("", "kill", "exe \"/x\" exempt\n"
				"exe \"/**\" return\n uid 1 exempt"),
	       "exe \"/x\" never kill hook oom chain c");
	expect(OOMT_REFUTED, OOM("", "exempt", "exe \"/**\" return\n kill"),
	       "comm \"x\" never kill");
}

/* Sizes hang together. */
Test(prove, sizes)
{
	expect(OOMT_PROVED, OOM("", "kill", "total > 1G exempt"),
	       "rss > 2G never kill");
	expect(OOMT_REFUTED, OOM("", "kill", "rss > 1G exempt"),
	       "total > 2G never kill");
	expect(OOMT_PROVED, OOM("", "kill", "rss > 1G exempt"),
	       "anon > 600M file > 600M never kill");
	expect(OOMT_PROVED, OOM("", "kill", "total > 50% exempt"),
	       "rss > 30% swap > 0 anon > 51% never kill");
	/* A share and a size: it depends on the machine. */
	expect(OOMT_REFUTED, OOM("", "kill", "total > 50% exempt"),
	       "total > 64G never kill");
	expect(OOMT_PROVED, OOM("", "kill", "total > 50% exempt\n"
				"total < 128G exempt\n total > 60% exempt"),
	       "total > 64G total < 100G never kill");
	expect(OOMT_REFUTED, OOM("", "kill", "total 1G-2G exempt\n"),
	       "total > 999M total < 1G never kill");
	expect(OOMT_PROVED, OOM("", "kill", "oom_score < 600 exempt"),
	       "oom_score_adj < -200 total < 1M rss < 1M oom_score < 500 never kill");
	expect(OOMT_REFUTED, OOM("", "kill", "oom_score < 600 exempt"),
	       "oom_score_adj < 0 oom_score_adj > -1000 never kill");
}

Test(prove, order)
{
	expect(OOMT_PROVED, OOM("", "kill", "comm \"x\" kill prefer 1"),
	       "comm \"y\" never before comm \"x\"");
	expect(OOMT_REFUTED, OOM("", "kill", "comm \"x\" kill prefer 1"),
	       "comm \"x\" never before comm \"y\"");
	expect(OOMT_REFUTED, OOM("", "kill", ""),
	       "comm \"x\" never before comm \"y\"");
	expect(OOMT_PROVED, OOM("", "kill", ""),
	       "total < 1G never before total > 1G");
	expect(OOMT_PROVED, OOM("", "kill", ""),
	       "total < 1G never before rss > 1G");
	expect(OOMT_PROVED, OOM("", "kill", "comm \"x\" score +100"),
	       "comm \"y\" total < 10% never before comm \"x\" total > 1%");
	expect(OOMT_REFUTED, OOM("", "kill", "comm \"x\" score +90"),
	       "comm \"y\" total < 10% never before comm \"x\" total < 1%");
}

/* Whoever an ancestor match is about, has to have such an ancestor. */
Test(prove, ancestors)
{
	const char *rules = OOM("", "exempt",
				"ancestor comm \"a*\" total > 1G kill");

	expect(OOMT_REFUTED, rules, "comm \"x\" never kill");
	expect(OOMT_REFUTED, rules, "ancestor comm \"ab\" never kill");
	expect(OOMT_PROVED, rules, "ancestor comm \"ab\" total < 1G never kill");
	expect(OOMT_PROVED, rules, "ancestor comm \"b\" ppid 1 never kill");
	expect(OOMT_PROVED,
	       OOM("", "exempt", "ancestor comm \"a\" return\n"
		   "ancestor comm { \"a\", \"b\" } ancestor comm != \"b\" "
		   "uid 1 kill"),
	       "uid 2 never kill");
}

/* Only exempt by policy, a process dies with another one's unit. */
Test(prove, units)
{
#define UNITS(unit, more) OOM("", "exempt", more "\nuid 7 kill " unit)
	expect(OOMT_PROVED, UNITS("process", ""), "uid 8 never kill");
	expect(OOMT_REFUTED, UNITS("tree", ""), "uid 8 never kill");
	expect(OOMT_REFUTED, UNITS("pgrp", ""), "uid 8 never kill");
	expect(OOMT_REFUTED, UNITS("cgroup", ""), "uid 8 never kill");
	expect(OOMT_PROVED, UNITS("app", ""), "uid 8 never kill");
	expect(OOMT_REFUTED, OOM("", "exempt", "rss > 1G kill app"),
	       "uid 8 rss < 1G never kill");
	/* By a rule, it breaks the unit up. */
	expect(OOMT_PROVED, UNITS("tree", "uid 8 exempt"), "uid 8 never kill");
	expect(OOMT_PROVED, UNITS("cgroup", "cgroup \"/a\" exempt"),
	       "cgroup \"/a\" never kill");
}

Test(prove, low_fires)
{
	const char *low = "table t\nchain c {\n hook low\n when %s\n policy kill\n}\n";
	static const struct {
		const char *when;
		enum oomt_proof proof;
	} c[] = {
		{ "mem.available < 10%", OOMT_REFUTED },
		{ "mem.available > 10% and psi.full.avg10 < 5%", OOMT_REFUTED },
		{ "swap.free < 10% and mem.free < 1M for 1m", OOMT_REFUTED },
		{ "mem.available < 10% and mem.available > 20%",
		  OOMT_CANNOT_TELL },
	};
	char rules[256];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(c); i++) {
		snprintf(rules, sizeof(rules), low, c[i].when);
		expect(c[i].proof, rules, "comm \"x\" never kill");
	}
}

Test(prove, growth_and_limit)
{
	const char *rules =
		"table t\nchain c {\n hook low\n when mem.available < 10% for 10s\n"
		" policy exempt\n growth > 50M/s kill\n}\n";

	expect(OOMT_REFUTED, rules, "comm \"x\" never kill");
	expect(OOMT_PROVED, rules, "growth < 20M/s never kill");
	expect(OOMT_CANNOT_TELL,
	       OOM("", "exempt", "uid 7 limit rate 1/hour return\n uid 7 kill"),
	       "uid 7 never kill");
	expect(OOMT_REFUTED,
	       OOM("", "exempt", "uid 7 limit rate 1/hour kill"),
	       "uid 7 never kill");
}

Test(prove, memcg)
{
	const char *rules =
		"table t\nchain c {\n hook memcg\n scope cgroup \"/p/**\"\n"
		" policy kill\n total < 1% exempt\n comm \"x\" cgroup \"/p/**\" exempt\n}\n";

	expect(OOMT_PROVED, rules, "comm \"x\" never kill");
	expect(OOMT_REFUTED, rules, "comm \"y\" never kill");
	expect(OOMT_PROVED, rules, "cgroup \"/q/**\" never kill");
	expect(OOMT_PROVED, rules, "total < 0 never kill");
}

Test(prove, statements_that_are_none)
{
	static const char *const said[] = {
		"", "comm \"x\"", "never", "comm \"x\" never kill hook guard",
		"comm \"x\" never kill now", "uid 1 some kill",
		"comm \"x\" exempt never kill", "nonsense \"x\" never kill",
		"never kill chain", "comm \"x\" never before",
		"comm \"never kill\"", "comm \"x\" } never kill",
	};
	struct prove_statement statement;
	struct oomt_diags diags;
	const char *why;
	unsigned int i;

	for (i = 0; i + 1 < ARRAY_SIZE(said); i++) {
		if (!strcmp(said[i], "comm \"x\" never before"))
			continue;	/* before anybody */
		oomt_diags_init(&diags);
		cr_assert_eq(prove_statement_read(&statement, said[i], &diags,
						  &why), -EINVAL, "%s",
			     said[i]);
		cr_assert(why || diags.errors);
		oomt_diags_exit(&diags);
		prove_statement_exit(&statement);
	}
}

/* Many rules of two matches each; and a question that takes too long. */
Test(prove, hundreds_of_rules)
{
	char *rules;
	size_t size;
	FILE *out = open_memstream(&rules, &size);
	struct proving p;
	u32 i;

	fputs("table t\nchain c {\n hook oom\n policy kill\n", out);
	for (i = 0; i < 400; i++)
		fprintf(out, "comm \"n%u*\" uid %u rss < %uM exempt\n", i % 97,
			1000 + i % 50, 1 + i);
	fputs("uid 0 exempt\n}\n", out);
	fclose(out);
	prove_for(&p, rules, "uid 0 never kill", 60 * S_NS);
	cr_assert_eq(p.answer.proof, OOMT_PROVED, "%s", p.answer.reason);
	done(&p);
	prove_for(&p, rules, "total > 0 never before uid 1", 1);
	cr_assert_eq(p.answer.proof, OOMT_CANNOT_TELL);
	cr_assert_str_eq(p.answer.reason, "the time is up");
	done(&p);
	free(rules);
}

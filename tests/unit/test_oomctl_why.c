// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A why never says anything else than eval: for every process of every
 * snapshot of tests/cases, under each policy and hook there, the way that was
 * shown leads to the verdict, the rule and the score that eval has.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include "each_case.h"
#include "why/why_parts.h"

/* The verdict that the steps lead to, worked out from them alone. */
struct told {
	enum oomt_verdict_kind kind;
	enum oomt_by by;
	u32 table, rule;
	s64 points;
};

static struct told follow(const struct oomt_why *why)
{
	const struct oomt_chain *chain;
	const struct oomt_table *table;
	struct told told = { .rule = OOMT_NONE };
	u32 i;

	chain = oomt_judgement_chain(why->eval, why->judged, &table);
	told.by = OOMT_BY_POLICY;
	told.kind = chain->policy == OOMT_POLICY_KILL ? OOMT_V_CANDIDATE :
							OOMT_V_EXEMPT;
	for (i = 0; i < why->visit_count; i++) {
		const struct oomt_why_visit *visit = &why->visit[i];
		const struct oomt_table *t = oomt_why_table(why,
							    visit->table);
		bool dry = t->CHAINS[visit->chain].flags & OOMT_CHAIN_DRY;
		bool guard = t->CHAINS[visit->chain].hook == OOMT_HOOK_GUARD;
		u32 s;

		for (s = visit->step; s < visit->step + visit->step_count;
		     s++) {
			const struct oomt_insn *insn =
				oomt_why_insn(why, &why->step[s]);

			if (dry && guard)
				continue;
			if (insn->op == OOMT_OP_SCORE)
				told.points += insn->imm;
			if (insn->op != OOMT_OP_EXEMPT &&
			    insn->op != OOMT_OP_KILL)
				continue;
			/* Nothing follows a verdict. */
			cr_expect_eq(i, why->visit_count - 1);
			told.kind = insn->op == OOMT_OP_KILL ?
				    OOMT_V_CANDIDATE : OOMT_V_EXEMPT;
			told.by = guard ? OOMT_BY_GUARD : OOMT_BY_RULE;
			told.table = visit->table;
			told.rule = visit->rule;
		}
	}
	return told;
}

static u32 base_rules_seen(const struct oomt_why *why)
{
	const struct oomt_base_chain *base =
		&why->eval->rs->base[why->eval->hook][why->judged->base];
	u32 i, seen = 0;

	for (i = 0; i < why->visit_count; i++) {
		const struct oomt_why_visit *visit = &why->visit[i];

		cr_expect_leq(visit->depth, OOMT_CALL_DEPTH_MAX);
		cr_expect((visit->depth == 0) ==
			  (oomt_why_table(why, visit->table)->RULES[
				visit->rule].chain == visit->chain) ||
			  visit->depth == 0);
		seen += visit->table == base->table &&
			visit->chain == base->chain && !visit->depth;
	}
	return seen;
}

static void check_printing(const struct oomt_why *why)
{
	struct oomt_out out = { .unicode = true };
	json_t *json = oomt_why_json(why);
	size_t size;
	char *text;

	cr_assert_not_null(json);
	cr_expect_eq(json_array_size(json_object_get(json, "rules")),
		     why->visit_count);
	json_decref(json);
	out.to = open_memstream(&text, &size);
	oomt_why_print(&out, why);
	fclose(out.to);
	cr_expect_not_null(strstr(text, "\nverdict  "));
	free(text);
}

static void check_task(struct oomt_eval *eval, const struct oomt_rules *rules,
		       u32 task, const char *name)
{
	const struct oomt_verdict *v;
	struct oomt_why why;
	struct told told;
	int pid = eval->pic->task[task].pid;

	cr_assert_eq(oomt_why_init(&why, eval, rules, task), 0, "%s: pid %d",
		     name, pid);
	v = &why.judged->verdict[task];
	told = follow(&why);
	if (v->by == OOMT_BY_SCOPE || v->by == OOMT_BY_EXITING) {
		cr_expect_eq(base_rules_seen(&why), 0, "%s: pid %d", name,
			     pid);
	} else if (v->by != OOMT_BY_ALWAYS) {
		cr_expect_eq(v->kind, told.kind, "%s: pid %d", name, pid);
		cr_expect_eq(v->by, told.by, "%s: pid %d", name, pid);
		cr_expect_eq(v->rule, told.rule, "%s: pid %d", name, pid);
		if (told.rule != OOMT_NONE)
			cr_expect_eq(v->table, told.table);
	}
	if (v->kind == OOMT_V_CANDIDATE) {
		cr_expect_eq(v->points, told.points, "%s: pid %d", name, pid);
		cr_expect_gt(why.pid_count, 0);
		cr_expect_eq(why.pid[0], pid);
		cr_expect((why.rank != 0) == (why.stands == OOMT_NONE));
		if (why.rank)
			cr_expect_eq(why.judged->ranking[why.rank - 1], task);
	} else {
		cr_expect_eq(why.rank, 0);
	}
	check_printing(&why);
	oomt_why_exit(&why);
}

static unsigned int checked;

static void check_decision(const struct oomt_rules *rules,
			   struct oomt_snapshot *snapshot,
			   enum oomt_hook hook, const char *name)
{
	struct oomt_eval eval;
	u32 i;

	cr_assert_eq(oomt_eval_snapshot(&rules->rs, snapshot,
					OOMT_SNAPSHOT_LAST, hook, &eval), 0);
	for (i = 0; oomt_eval_shown(&eval) && i < eval.pic->task_count; i++) {
		check_task(&eval, rules, i, name);
		checked++;
	}
	oomt_eval_exit(&eval);
}

static void check_case(const struct oomt_rules *rules,
		       struct oomt_snapshot *snapshot, const char *name)
{
	check_decision(rules, snapshot, OOMT_HOOK_LOW, name);
	check_decision(rules, snapshot, OOMT_HOOK_OOM, name);
}

Test(why, says_what_eval_says, .timeout = 300)
{
	if (!each_case(check_case))
		cr_skip_test("SRCDIR is not set");
	cr_expect_gt(checked, 400, "only %u processes were checked", checked);
}

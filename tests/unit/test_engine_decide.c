// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/decide.c, rank.c, table.c: guards, always, ranking, priority. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "rank.h"

#define M (1LL << 20)
#define G (1LL << 30)

static struct asm_table a, b;
static struct oomt_picture pic;
static struct oomt_task task[12];
static struct oomt_ruleset rs;
static struct oomt_workspace ws;
static struct oomt_decision out;

static void begin(void)
{
	asm_init(&a, "first");
	asm_init(&b, "second");
	asm_picture(&pic, task, 12, 1000 * M);
}

static void forget(void)
{
	oomt_ruleset_exit(&rs);
	oomt_workspace_exit(&ws);
}

static void end(void)
{
	forget();
	asm_free(&a);
	asm_free(&b);
}

TestSuite(decide, .fini = end);

/* An oom chain whose policy is kill. */
static struct oomt_chain *killing(struct asm_table *t, const char *name)
{
	struct oomt_chain *chain = asm_chain(t, name, OOMT_HOOK_OOM);

	chain->policy = OOMT_POLICY_KILL;
	chain->policy_action = asm_kill(t, 0, 0);
	return chain;
}

static void decide(u32 tables, enum oomt_hook hook)
{
	const struct oomt_ask ask = { .hook = hook, .steady = true };

	forget();
	cr_assert_eq(asm_verify(&a), 0, "refusal %u", a.why.refusal);
	if (tables > 1)
		cr_assert_eq(asm_verify(&b), 0, "refusal %u", b.why.refusal);
	memset(&rs, 0, sizeof(rs));
	rs.table_count = tables;
	rs.table[0] = &a.table;
	rs.table[1] = &b.table;
	cr_assert_eq(oomt_ruleset_init(&rs), 0);
	cr_assert_eq(oomt_workspace_init(&ws, &rs, 12, 4), 0);
	oomt_decide(&rs, &pic, &ask, &ws, &out);
}

static void verdict(struct asm_table *t, enum oomt_op op, u32 rule, s64 imm)
{
	asm_insn(t, op, 0, 0, 0, rule, imm);
}

Test(decide, the_largest_dies, .init = begin)
{
	killing(&a, "last");
	asm_end(&a);
	task[3].rss = 9;
	task[7].rss = 10;
	decide(1, OOMT_HOOK_OOM);
	cr_assert_eq(out.outcome, OOMT_OUT_VICTIM);
	cr_assert_eq(out.runner[0].pid, 108);
	cr_assert_eq(out.runner[1].pid, 104);
	cr_assert_eq(out.runner[0].by, OOMT_BY_POLICY);
	cr_assert_eq(out.runner[0].line, 901);
	cr_assert_eq(out.candidates, 12);
	cr_assert_eq(out.runner_count, OOMT_RUNNERS);
	cr_assert_str_eq(out.table, "first");
	cr_assert_str_eq(out.chain, "last");
}

Test(decide, ties_go_to_the_younger_then_the_higher_pid, .init = begin)
{
	u32 i;

	killing(&a, "last");
	asm_end(&a);
	task[2].start_ns = 5;
	task[4].start_ns = 5;
	decide(1, OOMT_HOOK_OOM);
	cr_assert_eq(out.runner[0].pid, 105);
	cr_assert_eq(out.runner[1].pid, 103);
	for (i = 2; i < OOMT_RUNNERS; i++)
		cr_assert_eq(out.runner[i].pid, 114 - (s32)i);
}

Test(decide, prefer_before_any_size, .init = begin)
{
	u32 rule, low, high;

	killing(&a, "last");
	low = asm_kill(&a, -5, 0);
	high = asm_kill(&a, 10, 0);
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_PID, OOMT_CMP_EQ, 101, 0, 1);
	verdict(&a, OOMT_OP_KILL, rule, low);
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_PID, OOMT_CMP_EQ, 102, 0, 1);
	verdict(&a, OOMT_OP_KILL, rule, high);
	asm_end(&a);
	task[0].rss = 900 * M;
	task[5].rss = 100 * M;
	decide(1, OOMT_HOOK_OOM);
	cr_assert_eq(out.runner[0].pid, 102);
	cr_assert_eq(out.runner[0].by, OOMT_BY_RULE);
	cr_assert_eq(out.runner[0].line, 11);
	cr_assert_eq(out.runner[1].pid, 106);
	cr_assert(oomt_rank_before(&pic, &ws, 11, 0), "-5 comes last");
}

Test(decide, points_are_thousandths_of_memory, .init = begin)
{
	u32 rule;

	killing(&a, "last");
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_PID, OOMT_CMP_EQ, 101, 0, 1);
	verdict(&a, OOMT_OP_SCORE, rule, 300);
	asm_end(&a);
	task[0].rss = 10 * M;
	task[1].rss = 310 * M;
	decide(1, OOMT_HOOK_OOM);
	cr_assert_eq(out.runner[0].pid, 102, "a tie, and the higher pid");
	cr_assert_eq(out.runner[1].pid, 101);
	cr_assert_eq(out.runner[1].value, 310 * M);
	cr_assert_eq(out.runner[1].score, 310);
	cr_assert_eq(out.runner[1].points, 300);
	task[1].rss--;
	decide(1, OOMT_HOOK_OOM);
	cr_assert_eq(out.runner[0].pid, 101);
}

Test(decide, ascending_negates_the_field_only, .init = begin)
{
	struct oomt_chain *chain = killing(&a, "last");
	u32 rule = asm_rule(&a);

	chain->flags |= OOMT_CHAIN_ASC;
	chain->order = OOMT_F_OOM_SCORE_ADJ;
	asm_num(&a, OOMT_F_PID, OOMT_CMP_EQ, 101, 0, 1);
	verdict(&a, OOMT_OP_SCORE, rule, 7);
	asm_end(&a);
	task[0].oom_score_adj = 5;
	task[1].oom_score_adj = -1;
	decide(1, OOMT_HOOK_OOM);
	cr_assert_eq(out.runner[0].pid, 101, "-5 + 7 before 1");
	cr_assert_eq(out.runner[0].value, 2);
	cr_assert_eq(out.runner[1].pid, 102);
}

Test(decide, an_unknown_order_value_ranks_last, .init = begin)
{
	struct oomt_chain *chain = killing(&a, "last");
	u32 i;

	chain->order = OOMT_F_GROWTH;
	asm_end(&a);
	for (i = 0; i < 12; i++)
		task[i].growth = -100 - (s64)i;
	task[11].known &= ~(1ULL << OOMT_F_GROWTH);
	decide(1, OOMT_HOOK_OOM);
	cr_assert_eq(out.runner[0].pid, 101);
	cr_assert(oomt_rank_before(&pic, &ws, 10, 11));
}

Test(decide, always_exempt, .init = begin)
{
	u32 i, rule, override;

	killing(&a, "last");
	override = asm_kill(&a, 0, OOMT_ACT_OVERRIDE);
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_PID, OOMT_CMP_EQ, 105, 0, 1);
	verdict(&a, OOMT_OP_KILL, rule, override);
	asm_end(&a);
	for (i = 0; i < 6; i++)
		task[i].rss = 900 * M - i;
	task[0].flags = OOMT_TASK_KTHREAD;
	task[1].flags = OOMT_TASK_EXECUTOR;
	task[2].pid = 1;
	task[3].oom_score_adj = -1000;
	task[4].oom_score_adj = -1000;	/* 105: overridden */
	task[5].flags = OOMT_TASK_EXITING;
	decide(1, OOMT_HOOK_OOM);
	for (i = 0; i < 4; i++) {
		cr_assert_eq(ws.verdict[i].kind, OOMT_V_EXEMPT, "%u", i);
		cr_assert_eq(ws.verdict[i].by, OOMT_BY_ALWAYS, "%u", i);
	}
	cr_assert_eq(ws.verdict[5].kind, OOMT_V_NONE);
	cr_assert_eq(out.runner[0].pid, 105);
	cr_assert_eq(out.exempt, 4);
	cr_assert_eq(out.candidates, 7);
}

Test(decide, a_guard_of_any_table_spares, .init = begin)
{
	u32 rule;

	killing(&a, "last");
	asm_end(&a);
	asm_chain(&b, "protect", OOMT_HOOK_GUARD);
	rule = asm_rule(&b);
	asm_num(&b, OOMT_F_PID, OOMT_CMP_EQ, 101, 0, 1);
	verdict(&b, OOMT_OP_EXEMPT, rule, 0);
	rule = asm_rule(&b);
	asm_num(&b, OOMT_F_PID, OOMT_CMP_EQ, 103, 0, 1);
	verdict(&b, OOMT_OP_SCORE, rule, 50);
	asm_end(&b);
	task[0].rss = 900 * M;
	task[1].rss = 40 * M;
	decide(2, OOMT_HOOK_OOM);
	cr_assert_eq(ws.verdict[0].by, OOMT_BY_GUARD);
	cr_assert_eq(ws.verdict[0].table, 1);
	cr_assert_eq(ws.verdict[0].rule, 0);
	cr_assert_eq(out.runner[0].pid, 103, "the guard's score counts");
	cr_assert_eq(out.runner[0].points, 50);
}

Test(decide, priority_then_order_of_loading, .init = begin)
{
	killing(&a, "a-late")->priority = 5;
	asm_end(&a);
	killing(&b, "b-early")->priority = -5;
	asm_end(&b);
	killing(&b, "b-late")->priority = 5;
	asm_end(&b);
	decide(2, OOMT_HOOK_OOM);
	cr_assert_str_eq(out.chain, "b-early");
	cr_assert_eq(rs.base_count[OOMT_HOOK_OOM], 3);
	cr_assert_eq(rs.base[OOMT_HOOK_OOM][1].table, 0);
	cr_assert_eq(rs.base[OOMT_HOOK_OOM][2].table, 1);
}

Test(decide, the_next_chain_decides_when_one_has_nobody, .init = begin)
{
	asm_chain(&a, "spares-all", OOMT_HOOK_OOM);	/* policy exempt */
	asm_end(&a);
	killing(&b, "kills");
	asm_end(&b);
	decide(2, OOMT_HOOK_OOM);
	cr_assert_eq(out.outcome, OOMT_OUT_VICTIM);
	cr_assert_str_eq(out.chain, "kills");
	cr_assert_str_eq(out.table, "second");
}

Test(decide, nobody_left_tells_of_the_first_that_fired, .init = begin)
{
	asm_chain(&a, "one", OOMT_HOOK_OOM);
	asm_end(&a);
	asm_chain(&a, "two", OOMT_HOOK_OOM);
	asm_end(&a);
	decide(1, OOMT_HOOK_OOM);
	cr_assert_eq(out.outcome, OOMT_OUT_NO_CANDIDATE);
	cr_assert_str_eq(out.chain, "one");
	cr_assert_eq(out.exempt, 12);
	cr_assert_eq(out.runner_count, 0);
	cr_assert_eq(ws.verdict[0].by, OOMT_BY_POLICY);
}

Test(decide, nothing_fires_without_a_chain, .init = begin)
{
	killing(&a, "last");
	asm_end(&a);
	decide(1, OOMT_HOOK_MEMCG);
	cr_assert_eq(out.outcome, OOMT_OUT_NOTHING);
	cr_assert_str_empty(out.table);
}

Test(decide, a_dry_chain_lets_the_next_decide, .init = begin)
{
	killing(&a, "dry")->flags |= OOMT_CHAIN_DRY;
	asm_end(&a);
	killing(&a, "real");
	asm_end(&a);
	decide(1, OOMT_HOOK_OOM);
	cr_assert_str_eq(out.chain, "real");
}

Test(decide, scope_of_a_chain, .init = begin)
{
	static struct oomt_cgroup cgroup[] = { { .path = "/a" }, { .path = "/b" } };
	struct oomt_chain *chain = killing(&a, "last");

	chain->scope = asm_word(&a, OOMT_F_CGROUP, "/a");
	asm_end(&a);
	pic.cgroup = cgroup;
	pic.cgroup_count = 2;
	task[4].cgroup = 0;
	task[5].cgroup = 1;
	task[5].rss = 900 * M;
	decide(1, OOMT_HOOK_OOM);
	cr_assert_eq(out.candidates, 1);
	cr_assert_eq(out.runner[0].pid, 105);
	cr_assert_eq(ws.verdict[5].kind, OOMT_V_NONE);
	cr_assert_eq(ws.verdict[5].by, OOMT_BY_SCOPE);
}

Test(decide, warnings_and_logs_are_told_whatever_the_verdict, .init = begin)
{
	u32 rule, text;

	killing(&a, "last");
	text = asm_string(&a, "large");
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_RSS, OOMT_CMP_GT, 100 * M, 0, 3);
	verdict(&a, OOMT_OP_WARN, rule, 10);
	verdict(&a, OOMT_OP_LOG, rule, text);
	verdict(&a, OOMT_OP_EXEMPT, rule, 0);
	rule = asm_rule(&a);
	verdict(&a, OOMT_OP_WARN, rule, 0);
	asm_end(&a);
	asm_chain(&b, "protect", OOMT_HOOK_GUARD);
	rule = asm_rule(&b);
	asm_num(&b, OOMT_F_PID, OOMT_CMP_EQ, 103, 0, 1);
	verdict(&b, OOMT_OP_WARN, rule, 12);
	asm_end(&b);
	task[0].rss = 200 * M;
	task[1].rss = 300 * M;
	task[2].rss = 150 * M;
	decide(2, OOMT_HOOK_OOM);
	cr_assert_eq(ws.verdict[0].kind, OOMT_V_EXEMPT);
	cr_assert_eq(ws.verdict[0].warn, 0);
	cr_assert_eq(ws.verdict[0].warn_signal, 10);
	cr_assert_eq(ws.verdict[2].warn_table, 1, "the guard warned first");
	cr_assert_eq(ws.verdict[2].warn_signal, 12);
	cr_assert_eq(ws.verdict[3].warn, 1);
	cr_assert_eq(ws.log[0][0].tasks, 3);
	cr_assert_eq(ws.log[0][0].largest_pid, 102);
	cr_assert_eq(ws.log[0][0].largest_bytes, 300 * M);
	cr_assert_null(ws.log[1]);
	decide(2, OOMT_HOOK_OOM);
	cr_assert_eq(ws.log[0][0].tasks, 3, "of one decision");
}

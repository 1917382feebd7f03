// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/each.c, and conditions about cgroups and processes. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "each.h"
#include "low.h"

#define M (1LL << 20)
#define S 1000000000ULL

static struct asm_table a;
static struct oomt_picture pic;
static struct oomt_task task[6];
static struct oomt_cgroup cgroup[4];
static struct oomt_ruleset rs;
static struct oomt_workspace ws;
static struct oomt_table_state state;
static struct oomt_decision out;

static void end(void)
{
	oomt_ruleset_exit(&rs);
	oomt_workspace_exit(&ws);
	oomt_table_state_exit(&state);
	asm_free(&a);
}

TestSuite(each, .fini = end);

static void metric(u32 at, enum oomt_cgroup_metric m, s64 value)
{
	cgroup[at].metric[m] = value;
	cgroup[at].known |= 1U << m;
}

/* Tasks of 1, 2, .. MiB in turn in /b, /a, /a/x, /c. */
static void machine(void)
{
	static const char *const path[] = { "/b", "/a", "/a/x", "/c" };
	u32 i;

	asm_init(&a, "t");
	asm_picture(&pic, task, 6, 1000 * M);
	pic.now_ns = 100 * S;
	pic.cgroup = cgroup;
	pic.cgroup_count = 4;
	for (i = 0; i < 4; i++)
		cgroup[i] = (struct oomt_cgroup){ .path = path[i],
						  .id = 70 + i };
	for (i = 0; i < 6; i++) {
		task[i].cgroup = i % 4;
		task[i].rss = (i + 1) * M;
	}
}

/* A low chain with the condition of `when_len` instructions from 0 on. */
static struct oomt_chain *low(u32 when_len)
{
	struct oomt_chain *chain = asm_chain(&a, "early", OOMT_HOOK_LOW);

	chain->when_len = when_len;
	chain->policy = OOMT_POLICY_KILL;
	chain->policy_action = asm_kill(&a, 0, 0);
	return chain;
}

static void load(void)
{
	asm_ruleset(&a, &rs);
	cr_assert_eq(oomt_workspace_init(&ws, &rs, 6, 4), 0);
	cr_assert_eq(oomt_table_state_init(&state, &a.table), 0);
	ws.state[0] = &state;
}

static s32 victim(void)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };

	oomt_decide(&rs, &pic, &ask, &ws, &out);
	return out.outcome == OOMT_OUT_VICTIM ? out.runner[0].pid : 0;
}

Test(each, exists_looks_at_processes_only)
{
	machine();
	asm_insn(&a, OOMT_OP_EXISTS, 0, 0, 0, 1, 1);
	asm_insn(&a, OOMT_OP_MATCH_NUM, OOMT_F_RSS, OOMT_CMP_GE, 0, 1, 6 * M);
	low(1);
	asm_end(&a);
	load();
	cr_assert_eq(victim(), 106);
	cr_assert(out.reason[0].flags & OOMT_R_EXISTS);
	cr_assert_eq(out.reason[0].lhs, 106);
	task[5].flags = OOMT_TASK_KTHREAD;
	cr_assert_eq(victim(), 0);
	task[5].flags = OOMT_TASK_EXITING;
	cr_assert_eq(victim(), 0);
	cr_assert(oomt_low_may_fire(&rs, &pic, &ws, 0), "it may, for all "
		  "that metrics can tell");
}

Test(each, a_cgroup_by_its_path)
{
	u32 path;

	machine();
	path = asm_string(&a, "/a/x");
	asm_insn(&a, OOMT_OP_CMP_CGROUP, OOMT_CM_MEMORY_CURRENT, OOMT_CMP_GT,
		 OOMT_I_PERCENT, path, 5000);
	low(1);
	asm_end(&a);
	load();
	cr_assert_eq(victim(), 0, "nothing is known of it");
	metric(2, OOMT_CM_MEMORY_CURRENT, 30 * M);
	cr_assert_eq(victim(), 0, "no limit is known");
	metric(2, OOMT_CM_MEMORY_MAX, 60 * M);
	cr_assert_eq(victim(), 0);
	metric(2, OOMT_CM_MEMORY_MAX, 59 * M);
	cr_assert_eq(victim(), 106);
	cr_assert_eq(out.reason[0].path, path);
	cr_assert_eq(out.reason[0].rhs, 59 * M / 2);
	metric(2, OOMT_CM_MEMORY_MAX, OOMT_NO_LIMIT);
	cr_assert_eq(victim(), 0, "half of the machine");
	metric(2, OOMT_CM_MEMORY_CURRENT, 501 * M);
	cr_assert_eq(victim(), 106);
}

/* when scope psi.some.avg10 > 40% [for 10s], in scope { "/a", "/b" } */
static void pressed(bool for_10s)
{
	struct oomt_chain *chain;

	machine();
	asm_insn(&a, OOMT_OP_CMP_CGROUP, OOMT_CM_PSI_SOME_AVG10, OOMT_CMP_GT,
		 0, 0, 4000);
	if (for_10s)
		asm_insn(&a, OOMT_OP_FOR, 0, 0, 0, 0, 10 * S);
	a.for_states = for_10s;
	chain = low(1 + for_10s);
	chain->flags = OOMT_CHAIN_EACH;
	asm_word(&a, OOMT_F_CGROUP, "/a");
	chain->each = 0;
	chain->scope = 0;
	asm_end(&a);
	load();
}

Test(each, runs_for_what_the_scope_names)
{
	pressed(false);
	metric(0, OOMT_CM_PSI_SOME_AVG10, 9000);
	metric(2, OOMT_CM_PSI_SOME_AVG10, 9000);
	cr_assert_eq(victim(), 0, "neither /b nor /a/x is named");
	metric(1, OOMT_CM_PSI_SOME_AVG10, 4001);
	cr_assert_eq(victim(), 106, "of /a and below it");
	cr_assert_str_eq(out.cgroup, "/a");
	cr_assert_eq(ws.decided_cgroup, 1);
	cr_assert_eq(ws.verdict[0].by, OOMT_BY_SCOPE);
}

Test(each, a_for_is_of_each_cgroup)
{
	pressed(true);
	metric(1, OOMT_CM_PSI_SOME_AVG10, 9000);
	cr_assert_eq(victim(), 0);
	pic.now_ns += 10 * S;
	cr_assert(oomt_low_may_fire(&rs, &pic, &ws, 0));
	cr_assert_eq(victim(), 106);
	cgroup[1].id = 99;		/* another cgroup, with the same path */
	cr_assert_eq(victim(), 0);
	cgroup[1].id = 71;
	cr_assert_eq(victim(), 106);
	metric(1, OOMT_CM_PSI_SOME_AVG10, 0);
	cr_assert_eq(victim(), 0);
	metric(1, OOMT_CM_PSI_SOME_AVG10, 9000);
	cr_assert_eq(victim(), 0, "it was interrupted");
}

Test(each, a_for_is_broken_where_its_cgroup_was_away)
{
	pressed(true);
	metric(1, OOMT_CM_PSI_SOME_AVG10, 9000);
	cr_assert_eq(victim(), 0);
	pic.now_ns += 5 * S;
	cgroup[1].path = "/c";
	cr_assert_eq(victim(), 0);
	pic.now_ns += 5 * S;
	cgroup[1].path = "/a";
	cr_assert_eq(victim(), 0, "it was not there at the sample before");
	pic.now_ns += 10 * S;
	cr_assert_eq(victim(), 106);
}

Test(each, order_of_paths)
{
	u32 order[4];

	machine();
	oomt_each_sort(&pic, order);
	cr_assert_eq(order[0], 1);
	cr_assert_eq(order[1], 2);
	cr_assert_eq(order[2], 0);
	cr_assert_eq(order[3], 3);
}

Test(each, a_full_table_forgets_the_oldest)
{
	struct oomt_each each;
	const struct oomt_table none = { 0 };
	const struct oomt_chain chain = { 0 };
	u64 *since, id;

	cr_assert_eq(oomt_each_init(&each, &none, &chain), 0);
	for (id = 1; id <= 5 * OOMT_EACH_SLOTS; id++)
		oomt_each_get(&each, id, id, &since)->fruitless = id;
	cr_assert_eq(oomt_each_get(&each, 5 * OOMT_EACH_SLOTS, id,
				   &since)->fruitless, 5 * OOMT_EACH_SLOTS);
	cr_assert_eq(oomt_each_get(&each, 1, id, &since)->fruitless, 0);
	oomt_each_exit(&each);
}

Test(each, memcg_looks_below_what_was_hit)
{
	struct oomt_ask ask = { .hook = OOMT_HOOK_MEMCG, .cgroup = 2 };
	struct oomt_chain *chain;
	u32 rule;

	machine();
	chain = asm_chain(&a, "pods", OOMT_HOOK_MEMCG);
	chain->policy = OOMT_POLICY_KILL;
	chain->policy_action = asm_kill(&a, 0, 0);
	asm_word(&a, OOMT_F_CGROUP, "/a");
	chain->scope = 0;
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_RSS, OOMT_CMP_GT, 5000, OOMT_I_PERCENT, 1);
	asm_insn(&a, OOMT_OP_EXEMPT, 0, 0, 0, rule, 0);
	asm_end(&a);
	load();
	metric(1, OOMT_CM_MEMORY_MAX, 11 * M);
	oomt_decide(&rs, &pic, &ask, &ws, &out);
	cr_assert_eq(out.runner[0].pid, 102, "half of the limit is exempt");
	cr_assert_eq(ws.verdict[5].kind, OOMT_V_EXEMPT);
	cr_assert_eq(ws.verdict[0].by, OOMT_BY_SCOPE);
	ask.cgroup = 1;
	oomt_decide(&rs, &pic, &ask, &ws, &out);
	cr_assert_eq(out.outcome, OOMT_OUT_NOTHING, "/b is not in its scope");
	ask.cgroup = 0;
	oomt_decide(&rs, &pic, &ask, &ws, &out);
	cr_assert_eq(out.outcome, OOMT_OUT_NOTHING);
}

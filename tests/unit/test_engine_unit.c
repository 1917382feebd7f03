// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/unit.c: who dies together, sums, what breaks a unit up. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "forecast.h"
#include "low.h"

#define M (1LL << 20)

static struct asm_table a;
static struct oomt_picture pic;
static struct oomt_task task[6];
static struct oomt_cgroup cgroup[3];
static struct oomt_ruleset rs;
static struct oomt_workspace ws;
static struct oomt_decision out;

static void end(void)
{
	oomt_ruleset_exit(&rs);
	oomt_workspace_exit(&ws);
	asm_free(&a);
}

TestSuite(unit, .fini = end);

/*
 *	101 -- 102 -- 104	1, 2, 4, ... MiB of rss each, all in /a but
 *	   \-- 103		105, 106 in / ; a process group each
 *	105, 106
 */
static void machine(void)
{
	static const s32 ppid[] = { 1, 101, 101, 102, 1, 1 };
	static const char *const path[] = { "/", "/a", "/a/b" };
	u32 i;

	asm_init(&a, "t");
	asm_picture(&pic, task, 6, 1000 * M);
	for (i = 0; i < 3; i++)
		cgroup[i] = (struct oomt_cgroup){ .path = path[i] };
	pic.cgroup = cgroup;
	pic.cgroup_count = 3;
	for (i = 0; i < 6; i++) {
		task[i].ppid = ppid[i];
		task[i].pgrp = task[i].pid;
		task[i].cgroup = i < 4;
		task[i].rss = M << i;
		task[i].anon = M << i;
	}
}

/* An oom chain that kills by unit whoever has `uid` 7; else the policy. */
static struct oomt_chain *killing(enum oomt_unit unit, bool policy_kills)
{
	struct oomt_chain *chain = asm_chain(&a, "last", OOMT_HOOK_OOM);
	u32 rule;

	chain->policy = OOMT_POLICY_EXEMPT;
	if (policy_kills) {
		chain->policy = OOMT_POLICY_KILL;
		chain->policy_action = asm_kill(&a, 0, 0);
	}
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_UID, OOMT_CMP_EQ, 7, 0, 1);
	asm_insn(&a, OOMT_OP_KILL, 0, 0, 0, rule, asm_kill(&a, 0, 0));
	a.action[a.action_count - 1].unit = unit;
	return chain;
}

static void spare_gid(u32 gid)
{
	u32 rule = asm_rule(&a);

	asm_num(&a, OOMT_F_GID, OOMT_CMP_EQ, gid, 0, 1);
	asm_insn(&a, OOMT_OP_EXEMPT, 0, 0, 0, rule, 0);
}

static void decide(enum oomt_hook hook, u32 hit)
{
	const struct oomt_ask ask = { .hook = hook, .steady = true,
				      .cgroup = hit };

	oomt_ruleset_exit(&rs);
	oomt_workspace_exit(&ws);
	asm_ruleset(&a, &rs);
	cr_assert_eq(oomt_workspace_init(&ws, &rs, 6, 3), 0);
	oomt_decide(&rs, &pic, &ask, &ws, &out);
}

/* The members of the victim's unit, one bit a task. */
static u32 members(void)
{
	u32 at, set = 0;

	for (at = oomt_units_next(&ws, ws.best[0], OOMT_NONE); at != OOMT_NONE;
	     at = oomt_units_next(&ws, ws.best[0], at)) {
		cr_assert_eq(set & 1U << at, 0, "told twice");
		set |= 1U << at;
	}
	return set;
}

Test(unit, a_tree_is_summed)
{
	machine();
	killing(OOMT_UNIT_TREE, false);
	asm_end(&a);
	task[1].uid = 7;
	task[4].uid = 7;
	task[4].rss = 9 * M;
	decide(OOMT_HOOK_OOM, 0);
	cr_assert_eq(out.runner[0].pid, 102);
	cr_assert_eq(out.runner[0].unit, OOMT_UNIT_TREE);
	cr_assert_eq(out.runner[0].members, 2);
	cr_assert_eq(out.runner[0].rss, 10 * M);
	cr_assert_eq(members(), 0x0a, "exempt by policy, the child dies too");
	cr_assert_eq(out.runner[1].pid, 105);
	cr_assert_eq(out.runner[1].members, 1);
}

Test(unit, an_exempt_member_breaks_it_up)
{
	machine();
	killing(OOMT_UNIT_TREE, false);
	spare_gid(3);
	asm_end(&a);
	task[0].uid = 7;
	task[3].gid = 3;
	decide(OOMT_HOOK_OOM, 0);
	cr_assert_eq(out.runner[0].unit, OOMT_UNIT_PROCESS);
	cr_assert_eq(out.runner[0].rss, M);
	cr_assert_eq(members(), 0x01);
	task[3].gid = 0;
	task[3].oom_score_adj = -1000;
	decide(OOMT_HOOK_OOM, 0);
	cr_assert_eq(members(), 0x01, "always exempt");
	task[3].flags = OOMT_TASK_EXITING;
	decide(OOMT_HOOK_OOM, 0);
	cr_assert_eq(members(), 0x07, "it is on its way out");
	task[3].flags = 0;
	task[3].oom_score_adj = 0;
	decide(OOMT_HOOK_OOM, 0);
	cr_assert_eq(members(), 0x0f);
	cr_assert_eq(out.runner[0].members, 4, "grandchildren count");
	cr_assert_eq(ws.units.of[0].members, 4);
}

Test(unit, equal_units_are_one_candidate)
{
	machine();
	killing(OOMT_UNIT_PGRP, true);
	asm_end(&a);
	task[0].uid = task[1].uid = task[2].uid = 7;
	task[0].pgrp = task[1].pgrp = task[2].pgrp = 50;
	task[5].rss = 0;
	task[4].rss = 5 * M;
	task[3].rss = 6 * M;
	task[1].start_ns = task[0].start_ns + 5;
	decide(OOMT_HOOK_OOM, 0);
	cr_assert_eq(out.candidates, 4);
	cr_assert_eq(out.runner[0].pid, 102, "the youngest stands for all");
	cr_assert_eq(out.runner[0].rss, 7 * M);
	cr_assert_eq(members(), 0x07);
	cr_assert_eq(out.runner[1].pid, 104);
	cr_assert(ws.units.of[0].equal);
}

Test(unit, the_root_cgroup_is_none)
{
	machine();
	killing(OOMT_UNIT_CGROUP, false);
	asm_end(&a);
	task[4].uid = 7;
	decide(OOMT_HOOK_OOM, 0);
	cr_assert_eq(out.runner[0].unit, OOMT_UNIT_PROCESS);
	task[0].uid = 7;
	decide(OOMT_HOOK_OOM, 0);
	cr_assert_eq(out.runner[0].pid, 105);
	cr_assert_eq(out.runner[1].pid, 101);
	cr_assert_eq(out.runner[1].unit, OOMT_UNIT_CGROUP);
	cr_assert_eq(out.runner[1].rss, 15 * M);
}

Test(unit, an_app_is_an_executable)
{
	u32 i;

	machine();
	killing(OOMT_UNIT_APP, false);
	asm_end(&a);
	for (i = 0; i < 6; i++) {
		task[i].uid = 7;
		strcpy(task[i].comm, "web");
	}
	task[0].exe = task[1].exe = "/bin/web";
	task[2].uid = 8;
	decide(OOMT_HOOK_OOM, 0);
	cr_assert_eq(out.runner[0].pid, 106, "105 and 106, by their comm");
	cr_assert_eq(members(), 0x30);
	cr_assert_eq(out.runner[1].pid, 104, "its exe is not known: alone");
	cr_assert_eq(out.runner[1].members, 1);
	cr_assert_eq(out.runner[2].members, 2);
	cr_assert_eq(out.runner[2].rss, 3 * M);
}

Test(unit, other_fields_are_the_task_s)
{
	struct oomt_chain *chain;

	machine();
	chain = killing(OOMT_UNIT_TREE, false);
	chain->order = OOMT_F_THREADS;
	asm_end(&a);
	task[0].uid = task[4].uid = 7;
	task[4].threads = 2;
	decide(OOMT_HOOK_OOM, 0);
	cr_assert_eq(out.runner[0].pid, 105);
	cr_assert_eq(out.runner[0].value, 2);
}

Test(unit, a_memcg_group_is_whole_or_nothing)
{
	struct oomt_chain *chain;

	machine();
	task[3].cgroup = 2;
	cgroup[1].oom_group = true;
	chain = asm_chain(&a, "pods", OOMT_HOOK_MEMCG);
	chain->policy = OOMT_POLICY_KILL;
	chain->policy_action = asm_kill(&a, 0, 0);
	spare_gid(3);
	asm_end(&a);
	decide(OOMT_HOOK_MEMCG, 2);
	cr_assert_eq(out.candidates, 1);
	cr_assert_eq(members(), 0x0f);
	cr_assert_eq(out.runner[0].unit, OOMT_UNIT_CGROUP);
	decide(OOMT_HOOK_MEMCG, 3);
	cr_assert_eq(members(), 0x08, "the group lies above what was hit");
	task[2].gid = 3;
	decide(OOMT_HOOK_MEMCG, 2);
	cr_assert_eq(out.outcome, OOMT_OUT_NO_CANDIDATE);
	cr_assert_eq(ws.verdict[0].by, OOMT_BY_GROUP);
}

Test(unit, a_forecast_takes_all_of_it)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW, .steady = true };
	struct oomt_chain *chain;

	machine();
	asm_insn(&a, OOMT_OP_CMP, OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 0, 0,
		 100 * M);
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 80 * M);
	chain = asm_chain(&a, "early", OOMT_HOOK_LOW);
	chain->when_len = 1;
	chain->policy = OOMT_POLICY_KILL;
	chain->policy_action = asm_kill(&a, 0, 0);
	a.action[a.action_count - 1].unit = OOMT_UNIT_CGROUP;
	asm_end(&a);
	decide(OOMT_HOOK_LOW, 0);
	cr_assert_eq(out.runner[0].pid, 106);
	cr_assert_not(oomt_forecast_next(&rs, &pic, &ws, &ask, &out));
	task[5].rss = task[5].anon = 0;
	task[5].flags = 0;
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 80 * M);
	decide(OOMT_HOOK_LOW, 0);
	cr_assert_eq(out.runner[0].pid, 105);
	cr_assert(oomt_forecast_next(&rs, &pic, &ws, &ask, &out));
	cr_assert_eq(members(), 0x0f);
	cr_assert_not(oomt_forecast_next(&rs, &pic, &ws, &ask, &out));
	cr_assert_eq(pic.metric[OOMT_M_MEM_AVAILABLE], (80 + 16 + 15) * M);
}

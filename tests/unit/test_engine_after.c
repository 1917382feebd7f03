// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/after.c: waiting, credit, PSI, fruitless kills. */
#include <criterion/criterion.h>
#include "after.h"
#include "assemble.h"
#include "low.h"

#define M (1LL << 20)
#define S 1000000000ULL

static struct asm_table a;
static struct oomt_picture pic;
static struct oomt_task task[2];
static struct oomt_ruleset rs;
static struct oomt_workspace ws;
static struct oomt_table_state state;
static struct oomt_after after;
static struct oomt_decision out;

/* when mem.available < 100M; 1000M in all; the first task holds 200M. */
static void begin(void)
{
	struct oomt_chain *chain;

	asm_init(&a, "t");
	asm_picture(&pic, task, 2, 1000 * M);
	asm_insn(&a, OOMT_OP_CMP, OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 0, 0,
		 100 * M);
	chain = asm_chain(&a, "early", OOMT_HOOK_LOW);
	chain->when_len = 1;
	chain->policy = OOMT_POLICY_KILL;
	chain->policy_action = asm_kill(&a, 0, 0);
	asm_end(&a);
	asm_ruleset(&a, &rs);
	cr_assert_eq(oomt_workspace_init(&ws, &rs, 2, 1), 0);
	cr_assert_eq(oomt_table_state_init(&state, &a.table), 0);
	ws.state[0] = &state;
	task[0].rss = 250 * M;
	task[0].anon = 200 * M;
	task[0].shmem = 50 * M;
	task[0].swap = 30 * M;
}

static void end(void)
{
	oomt_ruleset_exit(&rs);
	oomt_workspace_exit(&ws);
	oomt_table_state_exit(&state);
	asm_free(&a);
}

TestSuite(after, .init = begin, .fini = end);

static bool fires(s64 available, u64 at_s)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };

	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, available);
	pic.now_ns = at_s * S;
	oomt_after_apply(&after, &pic);
	oomt_decide(&rs, &pic, &ask, &ws, &out);
	return out.outcome == OOMT_OUT_VICTIM;
}

static void kill_first(u64 at_s)
{
	oomt_after_killed(&after, &rs, &ws, &pic, 0, false, 0, at_s * S);
	oomt_decision_acted(&rs, &ws, OOMT_HOOK_LOW, at_s * S);
}

Test(after, waits_for_the_victim_two_seconds_at_most)
{
	cr_assert(fires(50 * M, 10));
	kill_first(10);
	cr_assert_eq(oomt_after_look(&after, false, 1000 * M, 11 * S),
		     OOMT_AFTER_PENDING);
	cr_assert_eq(oomt_after_look(&after, false, 1000 * M, 12 * S),
		     OOMT_AFTER_STUCK);
	cr_assert_eq(oomt_after_look(&after, false, 1000 * M, 12 * S),
		     OOMT_AFTER_IDLE, "said once");
	cr_assert(fires(50 * M, 12), "no credit for a stuck one");
}

Test(after, what_is_being_given_back_counts)
{
	cr_assert(fires(50 * M, 10));
	kill_first(10);
	oomt_after_look(&after, true, 1000 * M, 10 * S);
	cr_assert_not(fires(60 * M, 11), "60M + 190M");
	cr_assert_eq(pic.metric[OOMT_M_MEM_AVAILABLE], 250 * M);
	cr_assert(fires(60 * M, 12), "2 s are over");
}

Test(after, no_more_credit_than_it_held)
{
	fires(50 * M, 10);
	kill_first(10);
	fires(10 * M, 11);
	cr_assert_eq(pic.metric[OOMT_M_MEM_AVAILABLE], 210 * M);
	fires(400 * M, 11);
	cr_assert_eq(pic.metric[OOMT_M_MEM_AVAILABLE], 400 * M);
}

Test(after, shmem_only_when_it_was_the_last_user)
{
	fires(50 * M, 10);
	oomt_after_killed(&after, &rs, &ws, &pic, 0, true, 0, 10 * S);
	cr_assert_eq(after.gift.mem, 250 * M);
	cr_assert_eq(after.gift.swap, 30 * M);
}

Test(after, psi_is_relieved_for_its_averaging_time)
{
	static const struct { enum oomt_metric m; u64 s; } avg[] = {
		{ OOMT_M_PSI_FULL_AVG10, 10 },
		{ OOMT_M_PSI_IO_SOME_AVG60, 60 },
		{ OOMT_M_PSI_CPU_FULL_AVG300, 300 },
	};
	u32 i;

	fires(50 * M, 10);
	kill_first(10);
	for (i = 0; i < 3; i++) {
		oomt_picture_set(&pic, avg[i].m, 5000);
		pic.now_ns = (10 + avg[i].s) * S - 1;
		oomt_after_apply(&after, &pic);
		cr_assert_eq(pic.metric[avg[i].m], 0);
		oomt_picture_set(&pic, avg[i].m, 5000);
		pic.now_ns++;
		oomt_after_apply(&after, &pic);
		cr_assert_eq(pic.metric[avg[i].m], 5000);
	}
}

Test(after, three_fruitless_kills_pause_the_chain)
{
	u64 s;

	task[0].anon = 0;
	task[0].swap = M - M / 10;	/* less than a thousandth */
	for (s = 10; s < 40; s += 10) {
		cr_assert(fires(50 * M, s), "kill %llu", s);
		kill_first(s);
		oomt_after_look(&after, true, 1000 * M, s * S + 1);
	}
	cr_assert_not(fires(50 * M, 50));
	cr_assert_not(fires(50 * M, 60), "still paused");
	cr_assert_not(fires(500 * M, 70), "the condition is false once");
	cr_assert(fires(50 * M, 80));
}

Test(after, a_fruitful_kill_in_between_forgives)
{
	u64 s;

	for (s = 10; s < 90; s += 10) {
		bool fruit = s == 30 || s == 60;

		task[0].anon = fruit ? 200 * M : 0;
		task[0].swap = 0;
		cr_assert(fires(50 * M, s), "kill %llu", s);
		kill_first(s);
		oomt_after_look(&after, true, 1000 * M, s * S + 1);
	}
}

Test(after, a_grace_runs_out)
{
	fires(50 * M, 10);
	oomt_after_killed(&after, &rs, &ws, &pic, 0, false, 5000, 10 * S);
	cr_assert_eq(oomt_after_look(&after, false, 1000 * M, 14 * S),
		     OOMT_AFTER_GRACE);
	cr_assert(fires(50 * M, 14), "no credit before its SIGKILL");
	cr_assert_eq(oomt_after_look(&after, false, 1000 * M, 15 * S),
		     OOMT_AFTER_GRACE_OVER);
	oomt_after_escalated(&after, 15 * S);
	cr_assert_eq(oomt_after_look(&after, false, 1000 * M, 16 * S),
		     OOMT_AFTER_PENDING);
	cr_assert_not(fires(50 * M, 16), "now it counts");
	cr_assert_eq(oomt_after_look(&after, false, 1000 * M, 17 * S),
		     OOMT_AFTER_STUCK);
}

Test(after, going_within_the_grace_counts_as_given)
{
	fires(50 * M, 10);
	oomt_after_killed(&after, &rs, &ws, &pic, 0, false, 5000, 10 * S);
	cr_assert_eq(oomt_after_look(&after, true, 1000 * M, 11 * S),
		     OOMT_AFTER_IDLE);
	cr_assert_not(fires(50 * M, 12));
}

Test(after, an_earlier_chain_that_kills_at_once_ends_a_grace)
{
	fires(50 * M, 10);
	oomt_after_killed(&after, &rs, &ws, &pic, 0, false, 5000, 10 * S);
	cr_assert_not(oomt_after_grace_ends(&after, &ws, &out),
		      "the same chain is no earlier one");
	after.base = 1;
	cr_assert(oomt_after_grace_ends(&after, &ws, &out));
	out.runner[0].kind = OOMT_ACT_FREEZE;
	cr_assert_not(oomt_after_grace_ends(&after, &ws, &out),
		      "what is no kill waits");
	out.runner[0].kind = OOMT_ACT_KILL;
	out.runner[0].grace_ms = 1;
	cr_assert_not(oomt_after_grace_ends(&after, &ws, &out));
}

/* ---- what others give back ------------------------------------------------ */

Test(after, what_others_give_counts_as_given)
{
	cr_assert(fires(50 * M, 10));
	cr_assert(oomt_after_others(&after, &pic, 60 * M));
	cr_assert_not(fires(50 * M, 10), "50 and 60 are 110");
	cr_assert(fires(30 * M, 11), "it is not enough any more");
	cr_assert_not(oomt_after_others(&after, &pic, 60 * M),
		      "it counts already");
	cr_assert_not(fires(105 * M, 11));
	cr_assert_not(fires(110 * M, 11));
	cr_assert(fires(99 * M, 12), "two seconds at most");
}

Test(after, what_others_keep_counts_once)
{
	fires(50 * M, 10);
	cr_assert(oomt_after_others(&after, &pic, 60 * M));
	cr_assert(fires(50 * M, 12));
	cr_assert_not(oomt_after_others(&after, &pic, 60 * M), "stuck");
	cr_assert(fires(50 * M, 20));
	cr_assert_not(oomt_after_others(&after, &pic, 60 * M));
	cr_assert(oomt_after_others(&after, &pic, 90 * M),
		  "somebody goes beside it");
	cr_assert(fires(50 * M, 20), "and gives 30");
	cr_assert(fires(50 * M, 30));
	cr_assert_not(oomt_after_others(&after, &pic, 0));
	cr_assert(oomt_after_others(&after, &pic, 60 * M),
		  "the stuck one is gone");
}

Test(after, our_stuck_victim_is_none_of_the_others)
{
	fires(50 * M, 10);
	kill_first(10);
	cr_assert_eq(oomt_after_look(&after, false, 1000 * M, 12 * S),
		     OOMT_AFTER_STUCK);
	cr_assert(fires(50 * M, 12));
	cr_assert_not(oomt_after_others(&after, &pic, 200 * M));
	cr_assert_not(oomt_after_others(&after, &pic, 200 * M));
	cr_assert(oomt_after_others(&after, &pic, 260 * M));
}

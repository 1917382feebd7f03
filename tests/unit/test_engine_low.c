// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/low.c: when, until, cooldown, `for` over samples. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "low.h"

#define M (1LL << 20)
#define S 1000000000ULL

static struct asm_table a;
static struct oomt_picture pic;
static struct oomt_task task[4];
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

TestSuite(low, .fini = end);

/* when mem.available < 100M [until mem.available > until] [cooldown] */
static void begin(s64 until, u32 cooldown_ms, u8 until_metric)
{
	struct oomt_chain *chain;

	asm_init(&a, "t");
	asm_picture(&pic, task, 4, 1000 * M);
	asm_insn(&a, OOMT_OP_CMP, OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 0, 0,
		 100 * M);
	if (until)
		asm_insn(&a, OOMT_OP_CMP, until_metric, OOMT_CMP_GT, 0, 0,
			 until);
	chain = asm_chain(&a, "early", OOMT_HOOK_LOW);
	chain->when_len = 1;
	chain->until = 1;
	chain->until_len = until ? 1 : 0;
	chain->cooldown_ms = cooldown_ms;
	chain->policy = OOMT_POLICY_KILL;
	chain->policy_action = asm_kill(&a, 0, 0);
	asm_end(&a);
	asm_ruleset(&a, &rs);
	cr_assert_eq(oomt_workspace_init(&ws, &rs, 4, 1), 0);
	cr_assert_eq(oomt_table_state_init(&state, &a.table), 0);
	ws.state[0] = &state;
}

static bool fires(s64 available, u64 at_s)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };

	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, available);
	pic.now_ns = at_s * S;
	oomt_decide(&rs, &pic, &ask, &ws, &out);
	return out.outcome == OOMT_OUT_VICTIM;
}

static void acted(void)
{
	oomt_decision_acted(&rs, &ws, OOMT_HOOK_LOW, pic.now_ns);
}

Test(low, without_until_the_end_of_when_stops)
{
	begin(0, 0, 0);
	cr_assert(fires(99 * M, 1));
	cr_assert_eq(out.reason_count, 1);
	cr_assert_eq(out.reason[0].lhs, 99 * M);
	acted();
	cr_assert(fires(99 * M, 2));
	cr_assert_not(fires(100 * M, 3));
}

Test(low, until_keeps_it_going_only_after_a_kill)
{
	begin(150 * M, 0, OOMT_M_MEM_AVAILABLE);
	cr_assert(fires(99 * M, 1));
	cr_assert_not(fires(120 * M, 2), "it has not acted");
	cr_assert(fires(99 * M, 3));
	acted();
	cr_assert(fires(120 * M, 4));
	cr_assert(out.flags & OOMT_DEC_UNTIL);
	cr_assert_eq(out.reason[0].rhs, 150 * M);
	cr_assert_not(fires(151 * M, 5));
	cr_assert_not(fires(120 * M, 6), "the stop line ended it");
}

Test(low, a_neutral_until_cannot_keep_it_going)
{
	begin(150 * M, 0, OOMT_M_SWAP_FREE);
	cr_assert(fires(99 * M, 1));
	acted();
	cr_assert(fires(99 * M, 2));
	cr_assert_not(fires(500 * M, 3));
}

Test(low, cooldown)
{
	begin(0, 5000, 0);
	cr_assert(fires(0, 10));
	acted();
	cr_assert_not(fires(0, 14));
	cr_assert(fires(0, 15));
}

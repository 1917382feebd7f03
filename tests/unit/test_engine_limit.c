// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/limit.c, and limits in low chains: tokens, bursts, who takes one. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "forecast.h"
#include "low.h"

#define M (1LL << 20)
#define S 1000000000ULL

Test(limit, a_token_comes_back_after_its_time)
{
	const struct oomt_limit limit = { .per_ns = 60 * S, .count = 3,
					  .burst = 1 };
	struct oomt_bucket bucket = { 0 };

	cr_assert(oomt_bucket_holds(&bucket, &limit, 100 * S));
	oomt_bucket_take(&bucket, &limit, 100 * S);
	cr_assert_not(oomt_bucket_holds(&bucket, &limit, 120 * S - 1));
	cr_assert(oomt_bucket_holds(&bucket, &limit, 120 * S));
}

Test(limit, a_burst_is_used_up_one_by_one)
{
	const struct oomt_limit limit = { .per_ns = S, .count = 1, .burst = 3 };
	struct oomt_bucket bucket = { 0 };
	int i;

	for (i = 0; i < 3; i++) {
		cr_assert(oomt_bucket_holds(&bucket, &limit, 5 * S), "%d", i);
		bucket.taken = false;
		oomt_bucket_take(&bucket, &limit, 5 * S);
		oomt_bucket_take(&bucket, &limit, 5 * S);
	}
	cr_assert_not(oomt_bucket_holds(&bucket, &limit, 5 * S));
	cr_assert(oomt_bucket_holds(&bucket, &limit, 6 * S));
	/* However long it rests, it holds no more than the burst. */
	cr_assert(oomt_bucket_holds(&bucket, &limit, 100 * S));
	for (i = 0; i < 3; i++) {
		bucket.taken = false;
		oomt_bucket_take(&bucket, &limit, 100 * S);
	}
	cr_assert_not(oomt_bucket_holds(&bucket, &limit, 100 * S));
}

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

/* when mem.available < 100M; rss > 3M limit rate 1/second kill; exempt */
static void begin(void)
{
	struct oomt_chain *chain;
	u32 rule;
	int i;

	asm_init(&a, "t");
	asm_picture(&pic, task, 4, 1000 * M);
	for (i = 0; i < 4; i++)
		task[i].rss = (i + 2) * M;
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 50 * M);
	asm_insn(&a, OOMT_OP_CMP, OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 0, 0,
		 100 * M);
	chain = asm_chain(&a, "early", OOMT_HOOK_LOW);
	chain->when_len = 1;
	chain->policy = OOMT_POLICY_EXEMPT;
	a.limit[0] = (struct oomt_limit){ .per_ns = S, .count = 1, .burst = 1 };
	a.limit_count = 1;
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_RSS, OOMT_CMP_GT, 3 * M, 0, 2);
	asm_insn(&a, OOMT_OP_LIMIT, 0, 0, 0, 2, 0);
	asm_insn(&a, OOMT_OP_KILL, 0, 0, 0, rule, asm_kill(&a, 0, 0));
	asm_end(&a);
	asm_ruleset(&a, &rs);
	cr_assert_eq(oomt_workspace_init(&ws, &rs, 4, 1), 0);
	cr_assert_eq(oomt_table_state_init(&state, &a.table), 0);
}

static bool takes(u64 now_ns)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };

	pic.now_ns = now_ns;
	oomt_decide(&rs, &pic, &ask, &ws, &out);
	return out.outcome == OOMT_OUT_VICTIM;
}

Test(limit, only_an_act_takes_a_token, .init = begin, .fini = end)
{
	ws.state[0] = &state;
	cr_assert(takes(10 * S));
	cr_assert_eq(out.candidates, 2, "one token is enough for all");
	cr_assert(takes(10 * S), "nobody acted");
	oomt_decision_acted(&rs, &ws, OOMT_HOOK_LOW, pic.now_ns);
	cr_assert_not(takes(11 * S - 1));
	cr_assert(takes(11 * S));
}

Test(limit, a_forecast_uses_it_up_and_forgets, .init = begin, .fini = end)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };

	ws.state[0] = &state;
	cr_assert(takes(10 * S));
	cr_assert_not(oomt_forecast_next(&rs, &pic, &ws, &ask, &out));
	cr_assert(takes(10 * S), "a forecast is no act");
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/forecast.c: credit, the stop line, the end of candidates. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "forecast.h"

#define M (1LL << 20)

static struct asm_table a;
static struct oomt_picture pic;
static struct oomt_task task[4];
static struct oomt_ruleset rs;
static struct oomt_workspace ws;
static struct oomt_decision out;

static void end(void)
{
	oomt_ruleset_exit(&rs);
	oomt_workspace_exit(&ws);
	asm_free(&a);
}

TestSuite(forecast, .fini = end);
static const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW, .steady = true };

/* when mem.available < 100M or psi > 40%; until mem.available > `until`. */
static void begin(s64 until)
{
	struct oomt_chain *chain;
	u32 i;

	asm_init(&a, "t");
	asm_picture(&pic, task, 4, 1000 * M);
	asm_insn(&a, OOMT_OP_CMP, OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 0, 0,
		 100 * M);
	asm_insn(&a, OOMT_OP_CMP, OOMT_M_PSI_FULL_AVG10, OOMT_CMP_GT, 0, 0,
		 4000);
	asm_insn(&a, OOMT_OP_OR, 0, 0, 0, 0, 0);
	asm_insn(&a, OOMT_OP_CMP, OOMT_M_MEM_AVAILABLE, OOMT_CMP_GT, 0, 0,
		 until);
	chain = asm_chain(&a, "early", OOMT_HOOK_LOW);
	chain->when_len = 3;
	chain->until = 3;
	chain->until_len = until ? 1 : 0;
	chain->policy = OOMT_POLICY_KILL;
	chain->policy_action = asm_kill(&a, 0, 0);
	asm_end(&a);
	asm_ruleset(&a, &rs);
	cr_assert_eq(oomt_workspace_init(&ws, &rs, 4, 1), 0);
	for (i = 0; i < 4; i++) {
		task[i].rss = (i + 1) * 50 * M;
		task[i].anon = (i + 1) * 40 * M;
		task[i].pgtables = 1 * M;
	}
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 20 * M);
	oomt_picture_set(&pic, OOMT_M_PSI_FULL_AVG10, 9000);
}

static bool next(void)
{
	return oomt_forecast_next(&rs, &pic, &ws, &ask, &out);
}

Test(forecast, one_is_enough)
{
	begin(150 * M);
	oomt_decide(&rs, &pic, &ask, &ws, &out);
	cr_assert_eq(out.runner[0].pid, 104);
	cr_assert_not(next(), "20M + 160M + 1M > 150M");
}

Test(forecast, anon_counts_not_rss)
{
	begin(200 * M);
	oomt_decide(&rs, &pic, &ask, &ws, &out);
	cr_assert(next(), "181M is not above 200M");
	cr_assert_eq(out.runner[0].pid, 103);
	cr_assert_eq(pic.metric[OOMT_M_MEM_AVAILABLE], 181 * M);
	cr_assert_not(next());
}

Test(forecast, what_is_not_known_is_no_credit)
{
	begin(150 * M);
	task[3].known &= ~(1ULL << OOMT_F_ANON);
	oomt_decide(&rs, &pic, &ask, &ws, &out);
	cr_assert_eq(out.runner[0].pid, 104);
	cr_assert(next(), "20M + 1M is not above 150M");
	cr_assert_eq(pic.metric[OOMT_M_MEM_AVAILABLE], 21 * M);
}

Test(forecast, everyone_when_the_line_is_never_reached)
{
	s32 pid;

	begin(999 * M);
	oomt_decide(&rs, &pic, &ask, &ws, &out);
	for (pid = 103; pid > 100; pid--) {
		cr_assert(next());
		cr_assert_eq(out.runner[0].pid, pid);
	}
	cr_assert_not(next());
}

Test(forecast, pressure_counts_as_relieved)
{
	begin(0);
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 500 * M);
	oomt_decide(&rs, &pic, &ask, &ws, &out);
	cr_assert_eq(out.outcome, OOMT_OUT_VICTIM, "PSI alone fired");
	cr_assert_not(next());
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/cond.c: three-valued conditions, `for`. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "cond.h"

#define G (1LL << 30)
#define S 1000000000ULL

static struct asm_table a;
static struct oomt_picture pic;
static struct oomt_task task[1];

static void begin(void)
{
	asm_init(&a, "t");
	asm_picture(&pic, task, 1, 32 * G);
}

static void cmp(u8 metric, u8 op, s64 imm, u8 flags)
{
	asm_insn(&a, OOMT_OP_CMP, metric, op, flags, 0, imm);
}

static void op(enum oomt_op code)
{
	asm_insn(&a, code, 0, 0, 0, 0, 0);
}

static void finish(void)
{
	struct oomt_chain *chain = asm_chain(&a, "c", OOMT_HOOK_LOW);

	chain->when = 0;
	chain->when_len = a.insn_count;
	chain->code = a.insn_count;
	asm_end(&a);
	cr_assert_eq(asm_verify(&a), 0, "refusal %u", a.why.refusal);
}

static enum oomt_truth run(u64 *since)
{
	struct oomt_cond cond = {
		.table = &a.table, .pic = &pic, .since = since,
	};

	return oomt_cond_run(&cond, 0, a.chain[0].when_len);
}

static enum oomt_truth truth(void)
{
	enum oomt_truth value;

	finish();
	value = run(NULL);
	asm_free(&a);
	return value;
}

Test(cond, percent_of_its_base, .init = begin)
{
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 32 * G / 10 - 1);
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 1000, OOMT_I_PERCENT);
	cr_assert_eq(truth(), OOMT_TRUE);
}

Test(cond, metric_against_metric, .init = begin)
{
	oomt_picture_set(&pic, OOMT_M_MEM_FREE, 5);
	cmp(OOMT_M_MEM_FREE, OOMT_CMP_GT, OOMT_M_MEM_AVAILABLE, OOMT_I_METRIC);
	cr_assert_eq(truth(), OOMT_FALSE);
}

Test(cond, swap_is_neutral_without_swap, .init = begin)
{
	cmp(OOMT_M_SWAP_FREE, OOMT_CMP_LT, 1000, OOMT_I_PERCENT);
	cr_assert_eq(truth(), OOMT_NEUTRAL);
}

Test(cond, neutral_drops_out_of_and, .init = begin)
{
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_GT, 0, 0);
	cmp(OOMT_M_SWAP_FREE, OOMT_CMP_GT, 5, 0);
	op(OOMT_OP_AND);
	cr_assert_eq(truth(), OOMT_TRUE);
}

Test(cond, neutral_drops_out_of_or, .init = begin)
{
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 0, 0);
	cmp(OOMT_M_SWAP_FREE, OOMT_CMP_LT, 5, 0);
	op(OOMT_OP_OR);
	cr_assert_eq(truth(), OOMT_FALSE);
}

Test(cond, neutral_on_either_side_and_under_not, .init = begin)
{
	cmp(OOMT_M_MEM_FREE, OOMT_CMP_LT, OOMT_M_SWAP_FREE, OOMT_I_METRIC);
	op(OOMT_OP_NOT);
	cr_assert_eq(truth(), OOMT_NEUTRAL);
}

Test(cond, swap_counts_with_swap, .init = begin)
{
	oomt_picture_set(&pic, OOMT_M_SWAP_TOTAL, 10 * G);
	oomt_picture_set(&pic, OOMT_M_SWAP_FREE, 1 * G);
	cmp(OOMT_M_SWAP_FREE, OOMT_CMP_LE, 1000, OOMT_I_PERCENT);
	cr_assert_eq(truth(), OOMT_TRUE);
}

Test(cond, unknown_is_false_and_not_of_it_true, .init = begin)
{
	cmp(OOMT_M_PSI_FULL_AVG10, OOMT_CMP_GE, 0, 0);
	cr_assert_eq(truth(), OOMT_FALSE);
	begin();
	cmp(OOMT_M_PSI_FULL_AVG10, OOMT_CMP_GE, 0, 0);
	op(OOMT_OP_NOT);
	cr_assert_eq(truth(), OOMT_TRUE);
}

Test(cond, truth_tables, .init = begin)
{
	int x, y;

	for (x = 0; x < 2; x++)
		for (y = 0; y < 2; y++) {
			begin();
			cmp(OOMT_M_MEM_TOTAL, OOMT_CMP_GT, x ? 0 : 64 * G, 0);
			cmp(OOMT_M_MEM_TOTAL, OOMT_CMP_GT, y ? 0 : 64 * G, 0);
			op(OOMT_OP_AND);
			cr_assert_eq(truth(), (enum oomt_truth)(x && y));
			begin();
			cmp(OOMT_M_MEM_TOTAL, OOMT_CMP_GT, x ? 0 : 64 * G, 0);
			cmp(OOMT_M_MEM_TOTAL, OOMT_CMP_GT, y ? 0 : 64 * G, 0);
			op(OOMT_OP_OR);
			cr_assert_eq(truth(), (enum oomt_truth)(x || y));
		}
}

Test(cond, for_needs_every_sample, .init = begin)
{
	u64 since[1] = { 0 };

	a.for_states = 1;
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 1 * G, 0);
	asm_insn(&a, OOMT_OP_FOR, 0, 0, 0, 0, 30 * S);
	finish();
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 0);
	pic.now_ns = 100 * S;
	cr_assert_eq(run(since), OOMT_FALSE);
	pic.now_ns = 129 * S;
	cr_assert_eq(run(since), OOMT_FALSE);
	pic.now_ns = 130 * S;
	cr_assert_eq(run(since), OOMT_TRUE);
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 2 * G);
	pic.now_ns = 131 * S;
	cr_assert_eq(run(since), OOMT_FALSE);
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 0);
	pic.now_ns = 132 * S;
	cr_assert_eq(run(since), OOMT_FALSE, "the clock began anew");
	cr_assert_eq(run(NULL), OOMT_TRUE, "a steady state has held");
	asm_free(&a);
}

Test(cond, reasons_tell_both_sides, .init = begin)
{
	struct oomt_reason reason[OOMT_REASONS];
	struct oomt_cond cond = {
		.table = &a.table, .pic = &pic, .reason = reason,
	};

	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 3 * G);
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 1000, OOMT_I_PERCENT);
	finish();
	oomt_cond_run(&cond, 0, 1);
	cr_assert_eq(cond.reason_count, 1);
	cr_assert_eq(reason[0].metric, OOMT_M_MEM_AVAILABLE);
	cr_assert_eq(reason[0].truth, OOMT_TRUE);
	cr_assert_eq(reason[0].lhs, 3 * G);
	cr_assert_eq(reason[0].rhs, 32 * G / 10);
	cr_assert_eq(reason[0].imm, 1000);
	asm_free(&a);
}

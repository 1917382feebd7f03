// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/outlook.c: how far a condition is from holding. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "outlook.h"

#define G (1LL << 30)
#define S 1000000000ULL
#define PSI (1ULL << OOMT_M_PSI_FULL_AVG10)

static struct asm_table a;
static struct oomt_picture pic;
static struct oomt_task task[1];
static struct oomt_cgroup cgroup[1];

static void begin(void)
{
	asm_init(&a, "t");
	asm_picture(&pic, task, 1, 32 * G);
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 10 * G);
	oomt_picture_set(&pic, OOMT_M_SWAP_TOTAL, 10 * G);
	oomt_picture_set(&pic, OOMT_M_SWAP_FREE, 2 * G);
	cgroup[0] = (struct oomt_cgroup){
		.path = "/a",
		.known = 1U << OOMT_CM_MEMORY_CURRENT | 1U << OOMT_CM_MEMORY_MAX,
		.metric = { [OOMT_CM_MEMORY_CURRENT] = 3 * G,
			    [OOMT_CM_MEMORY_MAX] = 4 * G },
	};
	pic.cgroup = cgroup;
	pic.cgroup_count = 1;
}

static void cmp(u8 metric, u8 op, s64 imm, u8 flags)
{
	asm_insn(&a, OOMT_OP_CMP, metric, op, flags, 0, imm);
}

static void op(enum oomt_op code)
{
	asm_insn(&a, code, 0, 0, 0, 0, code == OOMT_OP_FOR ? 30 * S : 0);
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

/* With memory for what a plain comparison needs to look at cgroups. */
static struct oomt_outlook look(u64 told)
{
	struct oomt_vm vm = { .pic = &pic };
	struct oomt_cond cond = {
		.table = &a.table, .pic = &pic, .vm = &vm,
		.cgroup = OOMT_NONE,
	};
	struct oomt_outlook outlook;

	oomt_outlook(&cond, 0, a.chain[0].when_len, told, &outlook);
	return outlook;
}

static void expect(u64 told, s64 bytes, bool blind)
{
	struct oomt_outlook outlook = look(told);

	cr_expect_eq(outlook.bytes, bytes, "%lld bytes",
		     (long long)outlook.bytes);
	cr_expect_eq(outlook.blind, blind);
}

Test(outlook, and_waits_for_the_farther, .init = begin)
{
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 4 * G, 0);
	cmp(OOMT_M_SWAP_FREE, OOMT_CMP_LT, 1 * G, 0);
	op(OOMT_OP_AND);
	finish();
	expect(0, 6 * G, false);
	/* Swap is full for good: that is no reason to look often. */
	oomt_picture_set(&pic, OOMT_M_SWAP_FREE, 0);
	expect(0, 6 * G, false);
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 1 * G);
	expect(0, 0, false);
	asm_free(&a);
}

Test(outlook, or_waits_for_the_nearer, .init = begin)
{
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 4 * G, 0);
	cmp(OOMT_M_SWAP_FREE, OOMT_CMP_LT, 1 * G, 0);
	op(OOMT_OP_OR);
	finish();
	expect(0, 1 * G, false);
	asm_free(&a);
}

Test(outlook, without_swap_it_drops_out, .init = begin)
{
	oomt_picture_set(&pic, OOMT_M_SWAP_TOTAL, 0);
	oomt_picture_set(&pic, OOMT_M_SWAP_FREE, 0);
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 4 * G, 0);
	cmp(OOMT_M_SWAP_FREE, OOMT_CMP_LT, 1 * G, 0);
	op(OOMT_OP_OR);
	finish();
	expect(0, 6 * G, false);
	asm_free(&a);
}

Test(outlook, pressure_is_told_or_it_is_not, .init = begin)
{
	oomt_picture_set(&pic, OOMT_M_PSI_FULL_AVG10, 0);
	cmp(OOMT_M_PSI_FULL_AVG10, OOMT_CMP_GT, 4000, 0);
	finish();
	expect(0, S64_MAX, true);
	expect(PSI, S64_MAX, false);
	asm_free(&a);
}

Test(outlook, pressure_and_memory, .init = begin)
{
	oomt_picture_set(&pic, OOMT_M_PSI_FULL_AVG10, 0);
	cmp(OOMT_M_PSI_FULL_AVG10, OOMT_CMP_GT, 4000, 0);
	op(OOMT_OP_FOR);
	a.for_states = 1;
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, 8 * G, 0);
	op(OOMT_OP_AND);
	finish();
	/* Before memory is short nobody needs to look. */
	expect(0, 2 * G, false);
	expect(PSI, S64_MAX, false);
	oomt_picture_set(&pic, OOMT_M_PSI_FULL_AVG10, 5000);
	expect(PSI, 2 * G, false);
	/* Both hold: only time is missing, and it passes by itself. */
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 7 * G);
	expect(PSI, S64_MAX, true);
	asm_free(&a);
}

Test(outlook, not_is_a_matter_of_the_moment, .init = begin)
{
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_GT, 4 * G, 0);
	op(OOMT_OP_NOT);
	finish();
	expect(0, S64_MAX, true);
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 3 * G);
	expect(0, 0, false);
	asm_free(&a);
}

Test(outlook, of_a_cgroup, .init = begin)
{
	u32 path = asm_string(&a, "/a");

	asm_insn(&a, OOMT_OP_CMP_CGROUP, OOMT_CM_MEMORY_CURRENT, OOMT_CMP_GT,
		 OOMT_I_PERCENT, path, 8750);
	finish();
	expect(0, G / 2, false);
	cgroup[0].metric[OOMT_CM_MEMORY_CURRENT] = 4 * G;
	expect(0, 0, false);
	cgroup[0].known = 0;
	expect(0, S64_MAX, true);
	asm_free(&a);
}

/* No text says such thresholds, but an image can. */
Test(outlook, of_absurd_thresholds, .init = begin)
{
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, S64_MIN, 0);
	cmp(OOMT_M_MEM_AVAILABLE, OOMT_CMP_LT, S64_MIN, OOMT_I_PERCENT);
	op(OOMT_OP_OR);
	finish();
	expect(0, S64_MAX, false);
	asm_free(&a);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * engine/memo.c and way.c: what is kept for tasks that are alike is what the
 * chain says of each, and it is kept for no others.
 */
#include <criterion/criterion.h>
#include "assemble.h"
#include "memo.h"

#define M	(1LL << 20)
#define TASKS	2000

static struct asm_table a;
static struct oomt_picture pic;
static struct oomt_task task[TASKS];
static struct oomt_ruleset rs;
static struct oomt_vm vm;
static struct oomt_memo memo;
static struct oomt_vm_out out, plain;

static void begin(void)
{
	u32 rule, kill;

	asm_init(&a, "t");
	asm_picture(&pic, task, TASKS, 1024 * M);
	kill = asm_kill(&a, 0, 0);
	asm_chain(&a, "base", OOMT_HOOK_OOM);
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_RSS, OOMT_CMP_GT, 100 * M, 0, 1);
	asm_insn(&a, OOMT_OP_SCORE, 0, 0, 0, rule, 7);
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_TOTAL, OOMT_CMP_LE, 5000, OOMT_I_PERCENT, 2);
	asm_num(&a, OOMT_F_OOM_SCORE_ADJ, OOMT_CMP_EQ, 300, 0, 1);
	asm_insn(&a, OOMT_OP_KILL, 0, 0, 0, rule, kill);
	asm_end(&a);
	asm_ruleset(&a, &rs);
	vm.rs = &rs;
	vm.pic = &pic;
	vm.domain = oomt_domain_of(&pic);
	cr_assert_eq(oomt_memo_init(&memo, TASKS), 0);
}

static void end(void)
{
	oomt_memo_exit(&memo);
	oomt_ruleset_exit(&rs);
	asm_free(&a);
}

TestSuite(memo, .init = begin, .fini = end);

/* Asks for one task, and whether it is what the chain says. */
static void ask(u32 i)
{
	oomt_vm_task(&vm);
	oomt_memo_run(&memo, &vm, 0, 0, &task[i], &out);
	oomt_vm_task(&vm);
	oomt_vm_run(&vm, 0, 0, &task[i], &plain);
	cr_assert_eq(out.result, plain.result, "task %u", i);
	cr_assert_eq(out.rule, plain.rule, "task %u", i);
	cr_assert_eq(out.action, plain.action, "task %u", i);
	cr_assert_eq(out.points, plain.points, "task %u", i);
}

static void make_task(u32 i, s64 rss, s32 adj)
{
	task[i].rss = rss;
	task[i].swap = 0;
	task[i].pgtables = 0;
	task[i].oom_score_adj = adj;
}

Test(memo, alike_are_run_once)
{
	u32 i;

	for (i = 0; i < TASKS; i++) {
		make_task(i, (101 + i % 300) * M, 300);
		ask(i);
		cr_assert_eq(out.points, 7);
		cr_assert_eq(out.result, OOMT_VM_KILL);
	}
	/* Credit: one of each kind lost, one won for each that was found. */
	cr_assert_eq(memo.credit, 256 + TASKS - 2);
}

Test(memo, edges_are_told_apart)
{
	static const s64 rss[] = { 100 * M, 100 * M + 1, 512 * M - 1, 512 * M,
				   512 * M + 1, 99 * M, 513 * M, 512 * M };
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rss); i++) {
		make_task(i, rss[i], i % 2 ? 300 : 299);
		make_task(i + 8, rss[i], i % 2 ? 301 : 300);
	}
	for (i = 0; i < 16; i++)
		ask(i);
}

Test(memo, unknown_is_not_alike)
{
	u32 i;

	for (i = 0; i < 8; i++)
		make_task(i, 200 * M, 300);
	task[2].known &= ~(1ULL << OOMT_F_RSS);
	task[4].known &= ~(1ULL << OOMT_F_OOM_SCORE_ADJ);
	task[6].known &= ~(1ULL << OOMT_F_PGTABLES);
	for (i = 0; i < 8; i++)
		ask(i);
}

Test(memo, nothing_is_kept_for_another_picture)
{
	make_task(0, 200 * M, 300);
	make_task(1, 200 * M, 300);
	ask(0);
	cr_assert_eq(out.result, OOMT_VM_KILL);
	/* Half of less than it has. */
	pic.metric[OOMT_M_MEM_TOTAL] = 300 * M;
	vm.domain = oomt_domain_of(&pic);
	oomt_memo_forget(&memo);
	ask(1);
	cr_assert_eq(out.result, OOMT_VM_POLICY);
}

Test(memo, without_credit_nothing_is_looked_up)
{
	make_task(0, 200 * M, 300);
	make_task(1, 50 * M, 300);
	memo.credit = 1;
	ask(0);
	cr_assert_eq(memo.credit, 0);
	ask(0);
	ask(1);
	cr_assert_eq(memo.credit, 0);
}

Test(memo, what_is_counted_is_counted_for_each)
{
	struct oomt_counter counted[8] = { { 0 } }, *counter[1] = { counted };
	u32 i;

	vm.counter = counter;
	for (i = 0; i < 50; i++) {
		make_task(i, 200 * M, 300);
		oomt_vm_task(&vm);
		oomt_memo_run(&memo, &vm, 0, 0, &task[i], &out);
	}
	cr_assert_eq(counted[1].verdicts, 50);
	cr_assert_eq(counted[1].verdict_bytes, 50 * 200 * M);
	vm.counter = NULL;
}

/* ---- the way itself ----------------------------------------------------- */

static struct oomt_way way_of(s64 value, enum oomt_cmp cmp, s64 rhs)
{
	struct oomt_way way = { .lost = false };

	oomt_way_compare(&way, OOMT_F_RSS, value, cmp, rhs);
	cr_assert_eq(way.looks, 1);
	return way;
}

/* All values around it for which the comparison says the same. */
Test(memo, looks_are_as_wide_as_they_can_be)
{
	s64 value, lo, hi;
	u32 cmp;

	for (cmp = 0; cmp < OOMT_CMP_COUNT; cmp++) {
		for (value = 8; value <= 12; value++) {
			struct oomt_way way = way_of(value, cmp, 10);
			bool holds = oomt_compare(value, cmp, 10);

			lo = hi = value;
			while (lo > 0 && oomt_compare(lo - 1, cmp, 10) == holds)
				lo--;
			while (hi < 20 && oomt_compare(hi + 1, cmp, 10) == holds)
				hi++;
			cr_assert_eq(way.look[0].lo, lo ? lo : S64_MIN);
			cr_assert_eq(way.look[0].hi, hi < 20 ? hi : S64_MAX);
		}
	}
}

Test(memo, more_than_fits_is_lost)
{
	struct oomt_way way = { .lost = false };
	u32 f;

	for (f = OOMT_F_RSS; f < OOMT_F_RSS + OOMT_WAY_LOOKS; f++)
		oomt_way_range(&way, f, 0, 1);
	oomt_way_range(&way, OOMT_F_UID, 5, 5);
	oomt_way_range(&way, OOMT_F_RSS, 0, 0);
	cr_assert_not(way.lost);
	oomt_way_range(&way, f, 0, 1);
	cr_assert(way.lost);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/kin.c: parents, children, tree totals, circles, the walk. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "kin.h"

#define M (1LL << 20)

static struct oomt_picture pic;
static struct oomt_task task[8];
static struct oomt_kin kin;

/* Pids 101.. with these parents, each of 1, 2, 4, ... MiB. */
static void family(u32 count, const s32 *ppid)
{
	u32 i;

	asm_picture(&pic, task, count, 1000 * M);
	for (i = 0; i < count; i++) {
		task[i].ppid = ppid[i];
		task[i].rss = M << i;
	}
	cr_assert_eq(oomt_kin_init(&kin, count), 0);
	oomt_kin_fill(&kin, &pic);
}

static void end(void)
{
	oomt_kin_exit(&kin);
}

TestSuite(kin, .fini = end);

Test(kin, totals_and_children)
{
	static const s32 ppid[] = { 1, 101, 101, 102, 77 };

	family(5, ppid);
	cr_assert_eq(task[0].tree_total, (1 + 2 + 4 + 8) * M);
	cr_assert_eq(task[1].tree_total, (2 + 8) * M);
	cr_assert_eq(task[3].tree_total, 8 * M);
	cr_assert_eq(task[4].tree_total, 16 * M);
	cr_assert_eq(task[0].children, 2);
	cr_assert_eq(task[1].children, 1);
	cr_assert_eq(task[3].children, 0);
	cr_assert(oomt_task_knows(&task[3], OOMT_F_CHILDREN));
	cr_assert_eq(oomt_kin_find(&kin, &pic, 104), 3);
	cr_assert_eq(oomt_kin_find(&kin, &pic, 77), OOMT_NONE);
}

Test(kin, who_exits_counts_no_more_but_remains_a_parent)
{
	static const s32 ppid[] = { 1, 101, 102 };

	family(3, ppid);
	task[1].flags = OOMT_TASK_EXITING;
	oomt_kin_fill(&kin, &pic);
	cr_assert_eq(task[0].children, 0);
	cr_assert_eq(task[0].tree_total, (1 + 4) * M);
	cr_assert_eq(oomt_kin_ancestor(&kin, &pic, 2), 1);
}

Test(kin, a_circle_has_no_ancestors)
{
	static const s32 ppid[] = { 102, 103, 101, 101, 104, 106 };
	u32 i;

	family(6, ppid);
	for (i = 0; i < 3; i++)
		cr_assert_eq(kin.parent[i], OOMT_NONE);
	cr_assert_eq(kin.parent[5], OOMT_NONE, "its own parent");
	cr_assert_eq(kin.parent[4], 3);
	cr_assert_eq(task[0].tree_total, (1 + 8 + 16) * M);
}

Test(kin, pid_1_is_no_ancestor)
{
	static const s32 ppid[] = { 0, 101, 102 };

	family(3, ppid);
	task[0].pid = 1;
	task[1].ppid = 1;
	oomt_kin_fill(&kin, &pic);
	cr_assert_eq(kin.parent[1], 0);
	cr_assert_eq(oomt_kin_ancestor(&kin, &pic, 1), OOMT_NONE);
	cr_assert_eq(oomt_kin_ancestor(&kin, &pic, 2), 1);
}

Test(kin, the_walk_meets_each_once)
{
	static const s32 ppid[] = { 1, 101, 101, 102, 104, 103, 1, 107 };
	u32 at, seen = 0;

	family(8, ppid);
	for (at = 0; at != OOMT_NONE; at = oomt_kin_next(&kin, 0, at)) {
		cr_assert_eq(seen & 1U << at, 0);
		seen |= 1U << at;
	}
	cr_assert_eq(seen, 0x3f);
	seen = 0;
	for (at = 1; at != OOMT_NONE; at = oomt_kin_next(&kin, 1, at))
		seen |= 1U << at;
	cr_assert_eq(seen, 0x1a);
	cr_assert_eq(oomt_kin_next(&kin, 4, 4), OOMT_NONE);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/fields.c: values, bases, unknowns, oom_score. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "fields.h"

#define M (1LL << 20)
#define G (1LL << 30)

static struct oomt_picture pic;
static struct oomt_task task[1];

static void setup(void)
{
	asm_picture(&pic, task, 1, 32 * G);
}

static s64 get(enum oomt_field field)
{
	s64 value;

	cr_assert(oomt_field_get(&pic, task, field, &value));
	return value;
}

Test(fields, total_is_a_sum, .init = setup)
{
	task->rss = 5 * M;
	task->swap = 3 * M;
	task->pgtables = 4096;
	cr_assert_eq(get(OOMT_F_TOTAL), 8 * M + 4096);
}

Test(fields, age_counts_from_the_start, .init = setup)
{
	task->start_ns = pic.now_ns - 5;
	cr_assert_eq(get(OOMT_F_AGE), 5);
	task->start_ns = pic.now_ns + 5;
	cr_assert_eq(get(OOMT_F_AGE), 0, "never negative");
}

Test(fields, unknown_has_no_value, .init = setup)
{
	s64 value = 7;

	task->known = 0;
	cr_assert_not(oomt_field_get(&pic, task, OOMT_F_GROWTH, &value));
	cr_assert_eq(value, 0);
	cr_assert_not(oomt_field_get(&pic, task, OOMT_F_RSS, &value));
	cr_assert_not(oomt_field_get(&pic, task, OOMT_F_TOTAL, &value));
}

Test(fields, a_sum_of_something_unknown_is_unknown, .init = setup)
{
	static const enum oomt_field parts[] = {
		OOMT_F_RSS, OOMT_F_SWAP, OOMT_F_PGTABLES,
	};
	unsigned int i;
	s64 value;

	task->rss = task->swap = task->pgtables = 1 * M;
	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		task->known = ~(1ULL << parts[i]);
		cr_assert_not(oomt_field_get(&pic, task, OOMT_F_TOTAL, &value),
			      "part %u", i);
		cr_assert_not(oomt_oom_score(&pic, task, &value));
		cr_assert_eq(oomt_task_weight(task), 2 * M,
			     "counters add what is known");
	}
	task->known = ~(1ULL << OOMT_F_OOM_SCORE_ADJ);
	cr_assert_not(oomt_oom_score(&pic, task, &value));
}

Test(fields, bases, .init = setup)
{
	struct oomt_domain domain = oomt_domain_of(&pic);
	s64 base;

	cr_assert(oomt_field_base_get(&domain, &pic, task, OOMT_F_RSS, &base));
	cr_assert_eq(base, 32 * G);
	cr_assert(oomt_field_base_get(&domain, &pic, task, OOMT_F_SWAP, &base));
	cr_assert_eq(base, 0);
	cr_assert_not(oomt_field_base_get(&domain, &pic, task, OOMT_F_PID, &base));
	pic.metrics_known = 0;
	domain = oomt_domain_of(&pic);
	cr_assert_not(oomt_field_base_get(&domain, &pic, task, OOMT_F_RSS, &base));
}

/*
 * Figures read from /proc/PID/oom_score on a machine with 25,277,124 kB of
 * RAM would depend on that machine; these are the formula's own, worked by
 * hand: (1000 + badness * 1000 / pages) * 2 / 3.
 */
Test(fields, oom_score_by_hand, .init = setup)
{
	pic.metric[OOMT_M_MEM_TOTAL] = 4000LL * 4096;
	task->rss = 1000 * 4096;
	cr_assert_eq(get(OOMT_F_OOM_SCORE), (1000 + 250) * 2 / 3);
	task->oom_score_adj = 1000;	/* + 1000 * (4000 / 1000) pages */
	cr_assert_eq(get(OOMT_F_OOM_SCORE), (1000 + 1250) * 2 / 3);
	task->oom_score_adj = -999;	/* 1000 - 3996 = -2996 pages */
	cr_assert_eq(get(OOMT_F_OOM_SCORE), (1000 - 749) * 2 / 3);
	task->oom_score_adj = -1000;
	cr_assert_eq(get(OOMT_F_OOM_SCORE), 0);
	task->oom_score_adj = 0;
	task->flags = OOMT_TASK_KTHREAD;
	cr_assert_eq(get(OOMT_F_OOM_SCORE), 0);
	task->flags = 0;
	task->pid = 1;
	cr_assert_eq(get(OOMT_F_OOM_SCORE), 0);
}

Test(fields, compare)
{
	static const bool want[3][OOMT_CMP_COUNT] = {
		/*	  ==     !=     <      <=     >      >= */
		/* 1 ? 2 */ { false, true, true, true, false, false },
		/* 2 ? 2 */ { true, false, false, true, false, true },
		/* 3 ? 2 */ { false, true, false, false, true, true },
	};
	int lhs, cmp;

	for (lhs = 1; lhs <= 3; lhs++)
		for (cmp = 0; cmp < OOMT_CMP_COUNT; cmp++)
			cr_assert_eq(oomt_compare(lhs, cmp, 2),
				     want[lhs - 1][cmp], "%d %d 2", lhs, cmp);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Children and tree totals, from the leaves up: a task is added to its parent
 * once all its own children have been added to it, so every task is visited
 * once, and those of a circle never.
 */
#include "amount.h"
#include "family.h"

static u32 find_pid(const struct oomt_picture *pic, s32 pid)
{
	u32 lo = 0, hi = pic->task_count;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (pic->task[mid].pid == pid)
			return mid;
		if (pic->task[mid].pid < pid)
			lo = mid + 1;
		else
			hi = mid;
	}
	return OOMT_NONE;
}

static s64 own_total(const struct oomt_task *task)
{
	return task->rss + task->swap + task->pgtables;
}

int oomt_family_link(struct oomt_picture *pic)
{
	u32 n = pic->task_count, i, at;
	u32 *parent = calloc(n + 1, sizeof(*parent));
	u32 *waiting = calloc(n + 1, sizeof(*waiting));

	if (!parent || !waiting) {
		free(parent);
		free(waiting);
		return -ENOMEM;
	}
	for (i = 0; i < n; i++) {
		pic->task[i].children = 0;
		pic->task[i].tree_total = own_total(&pic->task[i]);
		pic->task[i].known |= 1ULL << OOMT_F_CHILDREN;
		pic->task[i].known &= ~(1ULL << OOMT_F_TREE_TOTAL);
	}
	for (i = 0; i < n; i++) {
		parent[i] = find_pid(pic, pic->task[i].ppid);
		if (parent[i] == OOMT_NONE)
			continue;
		pic->task[parent[i]].children++;
		waiting[parent[i]]++;
	}
	for (i = 0; i < n; i++) {
		/* From each leaf up as far as nobody else is waited for. */
		for (at = i; at != OOMT_NONE && !waiting[at];
		     at = parent[at]) {
			struct oomt_task *task = &pic->task[at];

			if (oomt_task_knows(task, OOMT_F_TREE_TOTAL))
				break;
			task->known |= 1ULL << OOMT_F_TREE_TOTAL;
			if (parent[at] == OOMT_NONE)
				break;
			pic->task[parent[at]].tree_total =
				oomt_add(pic->task[parent[at]].tree_total,
					 task->tree_total);
			waiting[parent[at]]--;
		}
	}
	free(parent);
	free(waiting);
	return 0;
}

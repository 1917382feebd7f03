// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Kinship by pid and ppid.  Called by decide where a rule asks for it; never
 * allocates but in _init, visits each task a bounded number of times.
 */
#include "kin.h"
#include "amount.h"

int oomt_kin_init(struct oomt_kin *kin, u32 tasks)
{
	memset(kin, 0, sizeof(*kin));
	kin->slots = 2;
	while (kin->slots < tasks * 2ULL)
		kin->slots *= 2;
	kin->slot = oomt_alloc(kin->slots, sizeof(*kin->slot));
	kin->parent = oomt_alloc(tasks, sizeof(*kin->parent));
	kin->child = oomt_alloc(tasks, sizeof(*kin->child));
	kin->sibling = oomt_alloc(tasks, sizeof(*kin->sibling));
	kin->order = oomt_alloc(tasks, sizeof(*kin->order));
	kin->waiting = oomt_alloc(tasks, sizeof(*kin->waiting));
	if (!kin->slot || !kin->parent || !kin->child || !kin->sibling ||
	    !kin->order || !kin->waiting) {
		oomt_kin_exit(kin);
		return -ENOMEM;
	}
	kin->capacity = tasks;
	return 0;
}

void oomt_kin_exit(struct oomt_kin *kin)
{
	oomt_free(kin->slot);
	oomt_free(kin->parent);
	oomt_free(kin->child);
	oomt_free(kin->sibling);
	oomt_free(kin->order);
	oomt_free(kin->waiting);
	memset(kin, 0, sizeof(*kin));
}

/* Where the pid stands in the table, or would. */
static u32 slot_of(const struct oomt_kin *kin, const struct oomt_picture *pic,
		   s32 pid)
{
	u32 at = ((u32)pid * 2654435761U) & (kin->slots - 1);

	while (kin->slot[at] && pic->task[kin->slot[at] - 1].pid != pid)
		at = (at + 1) & (kin->slots - 1);
	return at;
}

u32 oomt_kin_find(const struct oomt_kin *kin, const struct oomt_picture *pic,
		  s32 pid)
{
	return kin->slot[slot_of(kin, pic, pid)] - 1;	/* 0 - 1: OOMT_NONE */
}

static bool counts(const struct oomt_task *task)
{
	return !(task->flags & OOMT_TASK_EXITING);
}

static void link_parents(struct oomt_kin *kin, const struct oomt_picture *pic)
{
	u32 i, parent;

	memset(kin->slot, 0, kin->slots * sizeof(*kin->slot));
	for (i = 0; i < pic->task_count; i++)
		kin->slot[slot_of(kin, pic, pic->task[i].pid)] = i + 1;
	memset(kin->waiting, 0, pic->task_count * sizeof(*kin->waiting));
	for (i = 0; i < pic->task_count; i++) {
		parent = OOMT_NONE;
		if (oomt_task_knows(&pic->task[i], OOMT_F_PPID))
			parent = oomt_kin_find(kin, pic, pic->task[i].ppid);
		kin->parent[i] = parent;
		if (parent != OOMT_NONE)
			kin->waiting[parent]++;
	}
}

/*
 * From each leaf up, as far as nobody else is waited for: each task is visited
 * once, and those of a circle never.  Their mark stays in `waiting`.
 */
static void add_up(struct oomt_kin *kin, const struct oomt_picture *pic)
{
	u32 i, at, up, done = 0;

	for (i = 0; i < pic->task_count; i++) {
		for (at = i; at != OOMT_NONE && !kin->waiting[at]; at = up) {
			up = kin->parent[at];
			kin->waiting[at] = OOMT_NONE;	/* done */
			kin->order[done++] = at;
			if (up == OOMT_NONE)
				break;
			pic->task[up].tree_total =
				oomt_add(pic->task[up].tree_total,
					 pic->task[at].tree_total);
			pic->task[up].children += counts(&pic->task[at]);
			kin->waiting[up]--;
		}
	}
	for (i = 0; i < pic->task_count; i++) {
		if (kin->waiting[i] == OOMT_NONE)
			continue;
		kin->parent[i] = OOMT_NONE;		/* of a circle */
		kin->order[done++] = i;
	}
}

static void link_children(struct oomt_kin *kin, const struct oomt_picture *pic)
{
	u32 i, parent;

	for (i = 0; i < pic->task_count; i++) {
		kin->child[i] = OOMT_NONE;
		kin->sibling[i] = OOMT_NONE;
	}
	for (i = pic->task_count; i-- > 0;) {
		parent = kin->parent[i];
		if (parent == OOMT_NONE)
			continue;
		kin->sibling[i] = kin->child[parent];
		kin->child[parent] = i;
	}
}

void oomt_kin_fill(struct oomt_kin *kin, const struct oomt_picture *pic)
{
	const u64 known = 1ULL << OOMT_F_CHILDREN | 1ULL << OOMT_F_TREE_TOTAL;
	u32 i;

	for (i = 0; i < pic->task_count; i++) {
		struct oomt_task *task = &pic->task[i];

		task->known |= known;
		task->children = 0;
		task->tree_total = counts(task) ? oomt_task_weight(task) : 0;
	}
	link_parents(kin, pic);
	add_up(kin, pic);
	link_children(kin, pic);
}

u32 oomt_kin_next(const struct oomt_kin *kin, u32 root, u32 at)
{
	if (kin->child[at] != OOMT_NONE)
		return kin->child[at];
	while (at != root) {
		if (kin->sibling[at] != OOMT_NONE)
			return kin->sibling[at];
		at = kin->parent[at];
	}
	return OOMT_NONE;
}

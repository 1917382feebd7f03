// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Who descends from whom (language.md 4, 9.12), by looking at everybody for
 * everybody.  A process that descends from itself has no parent.
 */
#include "naive_parts.h"

static s32 find_pid(const struct oomt_picture *pic, s32 pid)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].pid == pid)
			return i;
	return -1;
}

static s32 named_parent(const struct oomt_picture *pic, u32 task)
{
	return naive_task_knows(&pic->task[task], OOMT_F_PPID) ?
		       find_pid(pic, pic->task[task].ppid) : -1;
}

static bool descends_from_itself(const s32 *parent, u32 count, u32 task)
{
	s32 at = parent[task];
	u32 steps;

	for (steps = 0; at >= 0 && steps <= count; steps++, at = parent[at])
		if (at == (s32)task)
			return true;
	return false;
}

void naive_kin(struct naive *n)
{
	const struct oomt_picture *pic = n->ask->pic;
	bool circle[NAIVE_TASKS];
	u32 i;

	for (i = 0; i < pic->task_count; i++)
		n->parent[i] = named_parent(pic, i);
	for (i = 0; i < pic->task_count; i++)
		circle[i] = descends_from_itself(n->parent, pic->task_count, i);
	for (i = 0; i < pic->task_count; i++)
		if (circle[i]) {
			naive_note(NOTED_KIN_CIRCLE);
			n->parent[i] = -1;
		}
}

bool naive_descends(const struct naive *n, u32 task, u32 from)
{
	s32 at;

	for (at = n->parent[task]; at >= 0; at = n->parent[at])
		if (at == (s32)from)
			return true;
	return false;
}

/* Exiting ones do not count, but are somebody's parent still. */
u32 naive_children(const struct naive *n, u32 of)
{
	const struct oomt_picture *pic = n->ask->pic;
	u32 children = 0, i;

	for (i = 0; i < pic->task_count; i++) {
		if (n->parent[i] != (s32)of)
			continue;
		if (pic->task[i].flags & OOMT_TASK_EXITING)
			naive_note(NOTED_KIN_EXITING);
		else
			children++;
	}
	if (children)
		naive_note(NOTED_CHILDREN);
	return children;
}

s64 naive_tree_total(const struct naive *n, u32 of)
{
	const struct oomt_picture *pic = n->ask->pic;
	s64 total = 0;
	u32 i;

	for (i = 0; i < pic->task_count; i++) {
		if (pic->task[i].flags & OOMT_TASK_EXITING)
			continue;
		if (i != of && !naive_descends(n, i, of))
			continue;
		if (i != of)
			naive_note(NOTED_TREE_TOTAL);
		total += naive_weight(&pic->task[i]);
	}
	return total;
}

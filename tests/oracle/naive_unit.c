// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Kill units (language.md 4, 9.6): who dies together, what they hold together,
 * and which of them are the same.  A unit is a set of bits, one per task.
 */
#include <assert.h>
#include "naive_parts.h"

#define BIT(task)	(1ULL << (task))

static const char *path_of(const struct oomt_picture *pic,
			   const struct oomt_task *task)
{
	return naive_task_knows(task, OOMT_F_CGROUP) &&
	       task->cgroup < pic->cgroup_count ?
		       pic->cgroup[task->cgroup].path : NULL;
}

static bool same_cgroup(const struct oomt_picture *pic,
			const struct oomt_task *a, const struct oomt_task *b)
{
	const char *path_a = path_of(pic, a), *path_b = path_of(pic, b);

	return path_a && path_b && !strcmp(path_a, path_b);
}

static bool same_app(const struct oomt_picture *pic,
		     const struct oomt_task *a, const struct oomt_task *b)
{
	if (!naive_task_knows(a, OOMT_F_UID) ||
	    !naive_task_knows(b, OOMT_F_UID) || a->uid != b->uid ||
	    !same_cgroup(pic, a, b))
		return false;
	if (a->exe || b->exe)
		return a->exe && b->exe && !strcmp(a->exe, b->exe);
	return !strcmp(a->comm, b->comm);
}

/* Whether `other` belongs to the unit of `task`. */
static bool belongs(const struct naive *n, enum oomt_unit unit, u32 task,
		    u32 other)
{
	const struct oomt_picture *pic = n->ask->pic;
	const struct oomt_task *a = &pic->task[task], *b = &pic->task[other];

	if (task == other)
		return true;
	if (b->flags & OOMT_TASK_EXITING)
		return false;
	switch (unit) {
	case OOMT_UNIT_TREE:
		return naive_descends(n, other, task);
	case OOMT_UNIT_PGRP:
		return naive_task_knows(a, OOMT_F_PGRP) &&
		       naive_task_knows(b, OOMT_F_PGRP) && a->pgrp == b->pgrp;
	case OOMT_UNIT_CGROUP:
		if (path_of(pic, a) && !strcmp(path_of(pic, a), "/")) {
			naive_note(NOTED_UNIT_ROOT);
			return false;
		}
		return same_cgroup(pic, a, b);
	case OOMT_UNIT_APP:
		return same_app(pic, a, b);
	default:
		return false;
	}
}

/* Whether the task's verdict spares it from dying with others. */
static bool breaks(const struct naive *n, u32 task)
{
	const struct naive_verdict *v = &n->answer->verdict[task];
	const struct oomt_task *t = &n->ask->pic->task[task];

	if (v->kind == OOMT_V_CANDIDATE)
		return false;
	if (v->kind == OOMT_V_NONE) {
		naive_note(NOTED_UNIT_BROKEN_SCOPE);
		return true;
	}
	if (v->by == OOMT_BY_SPENT) {
		naive_note(NOTED_UNIT_SPENT);
		return false;
	}
	if (v->by != OOMT_BY_POLICY) {
		naive_note(NOTED_UNIT_BROKEN_RULE);
		return true;
	}
	/* Always exempt, even where the policy exempts. */
	if (naive_task_knows(t, OOMT_F_OOM_SCORE_ADJ) &&
	    t->oom_score_adj == -1000) {
		naive_note(NOTED_UNIT_BROKEN_ADJ);
		return true;
	}
	return false;
}

/* All of them, or nobody if one of them is spared. */
static u64 whole(const struct naive *n, u64 members)
{
	u32 i;

	for (i = 0; i < n->ask->pic->task_count; i++)
		if (members & BIT(i) && breaks(n, i))
			return 0;
	return members;
}

static void note_unit(const struct naive *n, enum oomt_unit unit, u32 task,
		      u64 members)
{
	u32 i;

	if (members == BIT(task))
		return;
	naive_note(unit == OOMT_UNIT_TREE ? NOTED_UNIT_TREE :
		   unit == OOMT_UNIT_PGRP ? NOTED_UNIT_PGRP :
		   unit == OOMT_UNIT_CGROUP ? NOTED_UNIT_CGROUP :
					      NOTED_UNIT_APP);
	if (unit == OOMT_UNIT_APP && !n->ask->pic->task[task].exe)
		naive_note(NOTED_UNIT_APP_COMM);
	for (i = 0; i < n->ask->pic->task_count; i++)
		if (members & BIT(i) &&
		    n->answer->verdict[i].kind == OOMT_V_EXEMPT)
			naive_note(NOTED_UNIT_POLICY);
}

/*
 * In hook memcg: the highest cgroup with memory.oom.group above the task, up
 * to the one that was hit; -1: none.
 */
static s32 group_of(const struct naive *n, const struct oomt_task *task)
{
	const struct oomt_picture *pic = n->ask->pic;
	const char *path = path_of(pic, task);
	s32 highest = -1;
	u32 i;

	if (n->ask->hook != OOMT_HOOK_MEMCG || !path)
		return -1;
	for (i = 0; i < pic->cgroup_count; i++) {
		const struct oomt_cgroup *cgroup = &pic->cgroup[i];

		if (!cgroup->path || !cgroup->oom_group ||
		    !naive_path_below(path, cgroup->path) ||
		    !naive_path_below(cgroup->path,
				      pic->cgroup[n->ask->hit].path))
			continue;
		if (highest < 0 ||
		    strlen(cgroup->path) < strlen(pic->cgroup[highest].path))
			highest = i;
	}
	return highest;
}

static u64 in_group(const struct naive *n, s32 group)
{
	const struct oomt_picture *pic = n->ask->pic;
	u64 members = 0;
	u32 i;

	for (i = 0; i < pic->task_count; i++) {
		const char *path = path_of(pic, &pic->task[i]);

		if (!(pic->task[i].flags & OOMT_TASK_EXITING) && path &&
		    naive_path_below(path, pic->cgroup[group].path)) {
			members |= BIT(i);
			if (strcmp(path, pic->cgroup[group].path))
				naive_note(NOTED_UNIT_GROUP_ABOVE);
		}
	}
	return members;
}

static u64 unit_of(const struct naive *n, enum oomt_unit unit, u32 task)
{
	u64 members = 0;
	u32 i;

	for (i = 0; i < n->ask->pic->task_count; i++)
		if (belongs(n, unit, task, i))
			members |= BIT(i);
	members = whole(n, members);
	if (!members)
		return BIT(task);
	note_unit(n, unit, task, members);
	return members;
}

bool naive_unit_field(const struct naive *n, u64 members, u32 of, int field,
		      __int128 *value)
{
	const struct oomt_picture *pic = n->ask->pic;
	bool known = false, all = true;
	__int128 one;
	u32 i;

	if (!naive_is_summed(field))
		return naive_read_field(n, &pic->task[of], field, value);
	*value = 0;
	for (i = 0; i < pic->task_count; i++) {
		if (!(members & BIT(i)))
			continue;
		if (naive_read_field(n, &pic->task[i], field, &one)) {
			*value += one;
			known = true;
		} else {
			all = false;
		}
	}
	if (members != BIT(of) && !all)
		naive_note(known ? NOTED_UNIT_SUM_PART : NOTED_UNIT_SUM_NONE);
	return known;
}

__int128 naive_unit_sum(const struct naive_ask *ask, u64 members, int field)
{
	const struct naive n = { .ask = ask };
	__int128 sum = 0, one;
	u32 i;

	for (i = 0; i < ask->pic->task_count; i++)
		if (members & BIT(i) &&
		    naive_read_field(&n, &ask->pic->task[i], field, &one))
			sum += one;
	return sum;
}

/* Members are judged by what all verdicts are, so: two passes. */
void naive_units(struct naive *n)
{
	const struct oomt_picture *pic = n->ask->pic;
	struct naive_verdict *verdict = n->answer->verdict;
	bool spared[NAIVE_TASKS] = { false };
	u32 i;

	for (i = 0; i < pic->task_count; i++) {
		s32 group = group_of(n, &pic->task[i]);
		u64 members;

		if (verdict[i].kind != OOMT_V_CANDIDATE)
			continue;
		if (group < 0) {
			verdict[i].members =
				unit_of(n, verdict[i].kill->action.unit, i);
			continue;
		}
		members = in_group(n, group);
		verdict[i].group = true;
		verdict[i].members = whole(n, members);
		spared[i] = !verdict[i].members;
		naive_note(spared[i] ? NOTED_UNIT_GROUP_EXEMPT :
				       NOTED_UNIT_GROUP);
	}
	for (i = 0; i < pic->task_count; i++)
		if (spared[i]) {
			verdict[i].kind = OOMT_V_EXEMPT;
			verdict[i].by = OOMT_BY_GROUP;
			verdict[i].rule = NULL;
		}
}

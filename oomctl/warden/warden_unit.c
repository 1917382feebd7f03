// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The processes that the warden is about to act on: a unit's members, each with
 * a pidfd and facts read anew behind it, and those that they fork meanwhile.
 *
 * A pidfd is opened first, then all facts of the pid are read anew, then the
 * pidfd is asked whether its process still lives: if so it lived all the time,
 * and the facts are its own, whatever became of other processes.
 */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
#include "proc/cgroup_facts.h"
#include "warden.h"

#define CHASES		8		/* of who forks while we look */

static struct oomt_task *task_of(struct oomt_warden *warden, u32 index)
{
	return &warden->census.pic.task[index];
}

/* One process into the unit, its facts anew.  0; -ESRCH: it has gone. */
static int hold(struct oomt_warden *warden, u32 index)
{
	struct oomt_members *unit = &warden->unit;
	struct oomt_census *census = &warden->census;
	int err = oomt_members_add(unit, task_of(warden, index)->pid);

	if (!err && oomt_census_fresh(census, index, census->pic.now_ns) &&
	    !oomt_pidfd_exited(unit->one[unit->count - 1].pidfd))
		return 0;
	if (!err) {
		close(unit->one[--unit->count].pidfd);
		err = -ESRCH;
	}
	if (err == -ESRCH)
		task_of(warden, index)->flags |= OOMT_TASK_EXITING;
	return err;
}

/* For oomt_members_filter(): whether the pid is of the best one's unit now. */
static bool is_member(void *arg, s32 pid)
{
	const struct oomt_warden *warden = arg;
	u32 index = oomt_census_find(&warden->census, pid);

	return index != OOMT_NONE && warden->census.person[index].member;
}

/* Marks the members; how many of them nobody holds. */
static u32 mark_members(struct oomt_warden *warden)
{
	const struct oomt_workspace *ws = &warden->ws;
	struct oomt_person *person = warden->census.person;
	u32 best = ws->best[0], at, strange = 0, i;

	for (i = 0; i < warden->census.pic.task_count; i++)
		person[i].member = false;
	for (i = 0; i < warden->unit.count; i++) {
		at = oomt_census_find(&warden->census, warden->unit.one[i].pid);
		if (at != OOMT_NONE)
			person[at].member = true;
	}
	for (at = oomt_units_next(ws, best, OOMT_NONE); at != OOMT_NONE;
	     at = oomt_units_next(ws, best, at))
		strange += !person[at].member;
	for (i = 0; i < warden->census.pic.task_count; i++)
		person[i].member = false;
	for (at = oomt_units_next(ws, best, OOMT_NONE); at != OOMT_NONE;
	     at = oomt_units_next(ws, best, at))
		person[at].member = true;
	return strange;
}

int oomt_warden_hold_unit(struct oomt_warden *warden)
{
	const struct oomt_workspace *ws = &warden->ws;
	const u32 best = ws->best[0], cgroup = ws->decided_cgroup;
	const s32 base = ws->decided_base;
	bool there = false;
	u32 at;
	int err;

	for (at = oomt_units_next(ws, best, OOMT_NONE); at != OOMT_NONE;
	     at = oomt_units_next(ws, best, at)) {
		err = hold(warden, at);
		if (err && err != -ESRCH) {
			oomt_members_drop(&warden->unit);
			return err;
		}
		there |= !err && at == best;
	}
	oomt_warden_decide_again(warden);
	oomt_warden_settle(warden);
	if (there && warden->decision.outcome == OOMT_OUT_VICTIM &&
	    ws->best[0] == best && ws->decided_base == base &&
	    ws->decided_cgroup == cgroup && !mark_members(warden)) {
		oomt_members_filter(&warden->unit, is_member, warden);
		return 0;
	}
	oomt_members_drop(&warden->unit);
	return -EAGAIN;
}

/* ---- who forks meanwhile ------------------------------------------------- */

/* As for a unit: only exempt by policy is no objection. */
static bool objects(const struct oomt_verdict *v)
{
	return v->kind != OOMT_V_CANDIDATE &&
	       !(v->kind == OOMT_V_EXEMPT && v->by == OOMT_BY_POLICY);
}

/* A child of a member, not one itself. */
static bool is_young(const struct oomt_warden *warden, u32 index)
{
	const struct oomt_task *task = &warden->census.pic.task[index];

	return !(task->flags & (OOMT_TASK_KTHREAD | OOMT_TASK_EXITING)) &&
	       oomt_members_has(&warden->unit, task->ppid) &&
	       !oomt_members_has(&warden->unit, task->pid);
}

/*
 * Holds the members' children.  How many; -EPERM: one of them must not die.
 * Their ppid is from when they were found, and their parents are held: stopped
 * or dying, but not gone.
 */
static int hold_children(struct oomt_warden *warden, bool strict)
{
	struct oomt_census *census = &warden->census;
	int found = 0;
	u32 i;

	for (i = 0; i < census->pic.task_count; i++) {
		if (!is_young(warden, i))
			continue;
		if (objects(&warden->ws.verdict[i])) {
			if (strict)
				return -EPERM;
			continue;
		}
		found += !hold(warden, i);
	}
	return found;
}

int oomt_warden_chase(struct oomt_warden *warden, bool strict)
{
	struct oomt_census *census = &warden->census;
	int i, found = 1;

	for (i = 0; i < CHASES && found > 0; i++) {
		oomt_members_stop(&warden->unit, census->proc);
		if (oomt_census_find_new(census, census->pic.now_ns))
			break;
		oomt_warden_judge_again(warden);
		found = hold_children(warden, strict);
	}
	if (found >= 0)
		return 0;
	oomt_members_continue(&warden->unit);
	return found;
}

/* ---- a whole cgroup ------------------------------------------------------ */

int oomt_warden_unit_cgroup(struct oomt_warden *warden, s32 pid)
{
	const struct oomt_picture *pic = &warden->census.pic;
	u32 index = oomt_census_find(&warden->census, pid);
	const struct oomt_cgroup *cgroup;
	int dir;

	cgroup = index == OOMT_NONE ? NULL :
				      oomt_task_cgroup(pic, &pic->task[index]);
	if (!cgroup || !cgroup->path || !cgroup->path[0] || !cgroup->path[1])
		return -ENOENT;
	dir = oomt_cgroup_open(warden->census.hierarchy, cgroup->path,
			       O_RDONLY);
	if (dir < 0 ||
	    oomt_members_are_all_of(&warden->unit, dir, warden->text,
				    sizeof(warden->text)))
		return dir;
	close(dir);
	return -EBUSY;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The warden's other deeds: a candidate is frozen, its cgroup asked for memory,
 * or a command run, instead of a kill.  Whoever it was done to is no candidate
 * again in the same episode; what follows waits a little for it to help.
 */
#include <fcntl.h>
#include <unistd.h>
#include "proc/cgroup_facts.h"
#include "low.h"
#include "warden.h"

u32 oomt_warden_deed_kinds(const struct oomt_ruleset *rs)
{
	u32 kinds = 0, t, i;

	for (t = 0; t < rs->table_count; t++)
		for (i = 0; i < rs->table[t]->ACTIONS_count; i++)
			kinds |= 1U << rs->table[t]->ACTIONS[i].kind;
	return kinds & ~(1U << OOMT_ACT_KILL);
}

static const struct oomt_cgroup *cgroup_of(const struct oomt_warden *warden)
{
	const struct oomt_picture *pic = &warden->census.pic;

	return oomt_task_cgroup(pic, &pic->task[warden->ws.best[0]]);
}

static int freeze(struct oomt_warden *warden, const struct oomt_victim *victim,
		  u64 now_ns)
{
	u64 until_ns = victim->amount ? now_ns + victim->amount : 0;
	int dir, err;

	if (victim->unit == OOMT_UNIT_CGROUP) {
		dir = oomt_warden_unit_cgroup(warden, victim->pid);
		err = dir < 0 ? dir : oomt_deeds_freeze(&warden->deeds, dir,
							until_ns, &warden->job);
		if (!err) {
			oomt_members_drop(&warden->unit);
			return 0;
		}
	}
	if (victim->unit == OOMT_UNIT_PROCESS)
		err = oomt_members_stop(&warden->unit, warden->census.proc);
	else
		err = oomt_warden_chase(warden, true);
	return err ? err : oomt_deeds_keep(&warden->deeds, &warden->unit,
					   until_ns, &warden->job);
}

static int reclaim(struct oomt_warden *warden,
		   const struct oomt_victim *victim)
{
	const struct oomt_cgroup *cgroup = cgroup_of(warden);
	int dir;

	if (!cgroup || !cgroup->path)
		return -EOPNOTSUPP;
	dir = oomt_cgroup_open(warden->census.hierarchy, cgroup->path,
			       O_RDONLY);
	return dir < 0 ? dir : oomt_deeds_reclaim(&warden->deeds, dir,
						  victim->amount,
						  &warden->job);
}

static int exec(struct oomt_warden *warden)
{
	const struct oomt_cgroup *cgroup = cgroup_of(warden);

	return oomt_deeds_exec(&warden->deeds,
			       cgroup && cgroup->path ? cgroup->path : "",
			       &warden->job);
}

/* Not again in this episode, whoever they are and whatever came of it. */
static void spend(struct oomt_warden *warden)
{
	const struct oomt_picture *pic = &warden->census.pic;
	const struct oomt_job *job = &warden->job;
	u32 i, index;

	for (i = 0; i < job->pid_count; i++) {
		index = oomt_census_find(&warden->census, job->pid[i]);
		if (index == OOMT_NONE)
			continue;
		oomt_episode_add(&warden->spent, job->pid[i],
				 pic->task[index].start_ns,
				 OOMT_EPISODE_SPENT);
	}
}

bool oomt_warden_deed(struct oomt_warden *warden)
{
	const struct oomt_victim *victim = &warden->decision.runner[0];
	struct oomt_job *job = &warden->job;
	u64 now_ns = oomt_now_ns();
	bool later = false;

	warden->decision.id = ++warden->decisions;
	oomt_warden_new_job(warden, job);
	job->kind = OOMT_JOB_DEED;
	if (warden->spent.count + job->pid_count > OOMT_MEMBERS_MAX)
		job->result = -ENOSPC;
	else switch (victim->kind) {
	case OOMT_ACT_FREEZE:
		job->result = freeze(warden, victim, now_ns);
		break;
	case OOMT_ACT_RECLAIM:
		job->result = reclaim(warden, victim);
		later = true;
		break;
	case OOMT_ACT_EXEC:
		job->result = exec(warden);
		later = true;
		break;
	default:
		job->result = -EOPNOTSUPP;
	}
	oomt_members_drop(&warden->unit);
	/* As the decision saw it: nobody of them is spent yet. */
	if (!job->result)
		oomt_warden_catch(warden);
	if (job->result != -ENOSPC)
		spend(warden);
	/* What takes its time is told when it is done. */
	job->done_ns = later ? 0 : oomt_now_ns();
	oomt_warden_tell(warden, !job->result && later ? OOMT_JOB_BEGUN :
							 OOMT_JOB_DEED, job);
	if (job->result) {
		oomt_warden_pass(warden, victim->pid, victim->start_ns);
		return false;
	}
	oomt_decision_acted(warden->rs, &warden->ws, OOMT_HOOK_LOW, now_ns);
	warden->deed_until_ns = now_ns + OOMT_AFTER_NS;
	warden->deed_base = warden->ws.decided_base;
	return true;
}

bool oomt_warden_deed_waits(const struct oomt_warden *warden)
{
	return oomt_now_ns() < warden->deed_until_ns &&
	       !(warden->decision.runner[0].kind == OOMT_ACT_KILL &&
		 warden->ws.decided_base < warden->deed_base);
}

void oomt_warden_look_after_deeds(struct oomt_warden *warden, bool held)
{
	u64 now_ns = oomt_now_ns();

	oomt_episode_tick(&warden->spent, held, now_ns);
	oomt_deeds_thaw(&warden->deeds, !warden->spent.held_ns, now_ns);
	oomt_warden_tell_deeds(warden);
}

void oomt_warden_tell_deeds(struct oomt_warden *warden)
{
	struct oomt_job *job;

	while ((job = oomt_deeds_done(&warden->deeds)))
		oomt_warden_tell(warden, job->kind, job);
}

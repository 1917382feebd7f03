// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the warden does: takes the victim with its unit, and follows them until
 * they are gone.
 */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
#include "low.h"
#include "record/recorder.h"
#include "warden.h"

#define TRIES	32			/* victims per decision */

void oomt_warden_tell(struct oomt_warden *warden, enum oomt_job_kind kind,
		      struct oomt_job *job)
{
	struct oomt_job *slot = oomt_ring_slot(&warden->ex->killed);

	job->kind = kind;
	if (slot) {
		*slot = *job;
		oomt_ring_publish(&warden->ex->killed);
		return;
	}
	if (job->pidfd >= 0)
		close(job->pidfd);
	oomt_ring_drop(&warden->ex->killed);
}

/* A job of the decision at hand, without a descriptor. */
void oomt_warden_new_job(struct oomt_warden *warden, struct oomt_job *job)
{
	u32 i;

	memset(job, 0, sizeof(*job));
	job->decision = warden->decision;
	job->pidfd = -1;
	job->available = job->swap_free = -1;
	job->pid_count = warden->unit.count;
	for (i = 0; i < warden->unit.count; i++)
		job->pid[i] = warden->unit.one[i].pid;
}

void oomt_warden_catch(struct oomt_warden *warden)
{
	if (warden->ex->recorder)
		oomt_recorder_catch(warden->ex->recorder, warden->decision.id,
				    &warden->census.pic, warden->state,
				    &warden->spent);
}

static void tell_killed(struct oomt_warden *warden, struct oomt_job *job)
{
	job->pidfd = fcntl(warden->pidfd, F_DUPFD_CLOEXEC, 0);
	oomt_warden_tell(warden, OOMT_JOB_KILL, job);
}

void oomt_warden_pass(struct oomt_warden *warden, s32 pid, u64 start_ns)
{
	u32 at = warden->passed_count;
	u32 index = oomt_census_find(&warden->census, pid);

	/* Full: forget the oldest. */
	if (at == OOMT_PASSED_MAX) {
		at--;
		memmove(warden->passed, warden->passed + 1,
			at * sizeof(warden->passed[0]));
	}
	warden->passed[at] = (struct oomt_passed){ pid, start_ns };
	warden->passed_count = at + 1;
	if (index != OOMT_NONE)
		warden->census.pic.task[index].flags |= OOMT_TASK_EXITING;
}

/* ---- taking -------------------------------------------------------------- */

static bool can_do(const struct oomt_warden *warden)
{
	const struct oomt_victim *victim = &warden->decision.runner[0];

	return victim->pid > 1 && victim->pid != warden->ex->pid &&
	       victim->pid != warden->census.helper;
}

static void dry_run(struct oomt_warden *warden)
{
	const struct oomt_victim *victim = &warden->decision.runner[0];
	struct oomt_job *job = &warden->job;

	if (warden->told.pid == victim->pid &&
	    warden->told.start_ns == victim->start_ns)
		return;
	warden->told = (struct oomt_passed){ victim->pid, victim->start_ns };
	warden->decision.id = ++warden->decisions;
	oomt_warden_new_job(warden, job);
	oomt_warden_tell(warden, OOMT_JOB_DRY, job);
}

static void took(struct oomt_warden *warden, struct oomt_job *job)
{
	const struct oomt_victim *victim = &warden->decision.runner[0];
	u64 now_ns = oomt_now_ns();
	struct oomt_job note;

	oomt_warden_catch(warden);
	oomt_decision_acted(warden->rs, &warden->ws, OOMT_HOOK_LOW, now_ns);
	oomt_after_killed(&warden->after, warden->rs, &warden->ws,
			  &warden->census.pic, warden->ws.best[0], false,
			  victim->grace_ms, now_ns);
	warden->pidfd = fcntl(warden->unit.one[0].pidfd, F_DUPFD_CLOEXEC, 0);
	warden->following = true;
	warden->in_grace = victim->grace_ms;
	warden->grace_cgroup = warden->ws.decided_cgroup;
	if (!victim->grace_ms) {
		job->signalled_ns = now_ns;
		tell_killed(warden, job);
		return;
	}
	job->asked_ns = now_ns;
	note = *job;
	oomt_warden_tell(warden, OOMT_JOB_ASKED, &note);
}

/* The decision as it is, with who objects behind the victim. */
static void tell_shared(struct oomt_warden *warden, u32 objector)
{
	const struct oomt_task *task = &warden->census.pic.task[objector];
	struct oomt_job *job = &warden->job;
	struct oomt_victim *other = &job->decision.runner[1];

	warden->decision.id = ++warden->decisions;
	oomt_warden_new_job(warden, job);
	memset(other, 0, sizeof(*other));
	other->pid = task->pid;
	other->uid = task->uid;
	other->start_ns = task->start_ns;
	memcpy(other->comm, task->comm, sizeof(other->comm));
	job->decision.runner_count = 2;
	oomt_warden_tell(warden, OOMT_JOB_SHARED, job);
}

/* Whom it shares memory with dies, too; false: somebody of them must not. */
static bool sharers_may_die(struct oomt_warden *warden)
{
	const struct oomt_victim *victim = &warden->decision.runner[0];
	u32 objector = oomt_sharers_find(&warden->sharers, &warden->census,
					 &warden->ws, warden->ws.best[0]);

	if (objector == OOMT_NONE)
		return true;
	oomt_warden_pass(warden, victim->pid, victim->start_ns);
	tell_shared(warden, objector);
	return false;
}

/* SIGKILL for all that are held, at once if they are a whole cgroup. */
static int kill_unit(struct oomt_warden *warden)
{
	const struct oomt_victim *victim = &warden->decision.runner[0];
	int dir, err;

	if (victim->unit == OOMT_UNIT_CGROUP) {
		dir = oomt_warden_unit_cgroup(warden, victim->pid);
		err = dir < 0 ? dir : oomt_cgroup_write(dir, "cgroup.kill",
							"1");
		if (dir >= 0)
			close(dir);
		if (!err)
			return 0;
	}
	return oomt_members_signal(&warden->unit, SIGKILL);
}

/* A unit's members must not fork while they are killed one by one. */
static bool needs_chase(const struct oomt_warden *warden)
{
	const struct oomt_victim *victim = &warden->decision.runner[0];

	return victim->unit != OOMT_UNIT_PROCESS && !victim->grace_ms;
}

/* Signals the victim at hand; false: it is passed over, and told. */
static bool take(struct oomt_warden *warden)
{
	const struct oomt_victim *victim = &warden->decision.runner[0];
	struct oomt_job *job = &warden->job;

	warden->decision.id = ++warden->decisions;
	oomt_warden_new_job(warden, job);
	oomt_sharers_check(&warden->sharers, victim->pid);
	if (!can_do(warden))
		job->result = -EOPNOTSUPP;
	else if (victim->grace_ms)
		job->result = oomt_members_signal(&warden->unit,
						  victim->signal);
	else
		job->result = kill_unit(warden);
	if (!job->result) {
		if (!victim->grace_ms)
			oomt_sharers_kill(&warden->sharers);
		took(warden, job);
		return true;
	}
	oomt_members_continue(&warden->unit);
	oomt_members_drop(&warden->unit);
	oomt_sharers_drop(&warden->sharers);
	oomt_warden_pass(warden, victim->pid, victim->start_ns);
	oomt_warden_tell(warden, OOMT_JOB_KILL, job);
	return false;
}

/* One that they forked is exempt: the unit is broken up, or others' turn. */
static bool chase(struct oomt_warden *warden)
{
	if (!needs_chase(warden) || !oomt_warden_chase(warden, true))
		return true;
	oomt_members_drop(&warden->unit);
	oomt_sharers_drop(&warden->sharers);
	return false;
}

bool oomt_warden_act(struct oomt_warden *warden)
{
	int err, i;

	for (i = 0; i < TRIES &&
	     warden->decision.outcome == OOMT_OUT_VICTIM; i++) {
		err = oomt_warden_hold_unit(warden);
		if (err == -EAGAIN)
			continue;
		if (err)
			return false;
		if (warden->decision.runner[0].kind != OOMT_ACT_KILL &&
		    !warden->dry_run) {
			if (oomt_warden_deed(warden))
				return true;
		} else if (!sharers_may_die(warden)) {
			oomt_members_drop(&warden->unit);
		} else if (warden->dry_run) {
			dry_run(warden);
			oomt_members_drop(&warden->unit);
			oomt_sharers_drop(&warden->sharers);
			return true;
		} else if (chase(warden) && take(warden)) {
			return true;
		}
		oomt_warden_decide_again(warden);
		oomt_warden_settle(warden);
	}
	return false;
}

/* ---- following ----------------------------------------------------------- */

static void escalate(struct oomt_warden *warden)
{
	struct oomt_job *job = &warden->job;
	const struct oomt_victim *victim = &job->decision.runner[0];
	u64 now_ns = oomt_now_ns();
	s32 chain = warden->ws.decided_base;
	u32 cgroup = warden->ws.decided_cgroup;

	oomt_sharers_check(&warden->sharers, victim->pid);
	if (victim->unit != OOMT_UNIT_PROCESS) {
		/* Whom they forked in their grace, by the chain that took them. */
		warden->ws.decided_base = warden->after.base;
		warden->ws.decided_cgroup = warden->grace_cgroup <
			warden->census.pic.cgroup_count ?
			warden->grace_cgroup : OOMT_NONE;
		oomt_warden_chase(warden, false);
		warden->ws.decided_base = chain;
		warden->ws.decided_cgroup = cgroup;
	}
	job->result = oomt_members_signal(&warden->unit, SIGKILL);
	oomt_sharers_kill(&warden->sharers);
	/* Gone in this moment: the next look sees it. */
	if (job->result == -ESRCH)
		job->result = 0;
	oomt_after_escalated(&warden->after, now_ns);
	warden->in_grace = false;
	job->signalled_ns = now_ns;
	tell_killed(warden, job);
}

static void let_go(struct oomt_warden *warden)
{
	if (!warden->following)
		return;
	if (warden->in_grace)
		tell_killed(warden, &warden->job);
	warden->in_grace = false;
	warden->following = false;
	if (warden->pidfd >= 0)
		close(warden->pidfd);
	warden->pidfd = -1;
	oomt_members_drop(&warden->unit);
	oomt_sharers_drop(&warden->sharers);
}

/* An earlier chain that kills at once does not wait for a grace. */
static void end_grace_early(struct oomt_warden *warden)
{
	bool fires = false;
	u32 i;

	for (i = 0; i < warden->after.base; i++)
		fires |= oomt_low_may_fire(warden->rs, &warden->census.pic,
					   &warden->ws, i);
	if (!fires || oomt_warden_decide(warden) ||
	    !oomt_after_grace_ends(&warden->after, &warden->ws,
				   &warden->decision))
		return;
	escalate(warden);
}

/* Three kills in a row that gave back nearly nothing. */
static void alarm_if_fruitless(struct oomt_warden *warden, u32 before)
{
	const struct oomt_chain_state *chain = warden->after.chain;
	struct oomt_job note;

	if (!chain || chain->fruitless < OOMT_FRUITLESS_MAX ||
	    before >= OOMT_FRUITLESS_MAX)
		return;
	note = warden->job;
	note.pidfd = -1;
	oomt_warden_tell(warden, OOMT_JOB_ALARM, &note);
}

/* Who has not gone is not chosen again. */
static void pass_unit(struct oomt_warden *warden)
{
	const struct oomt_victim *victim = &warden->job.decision.runner[0];
	u32 i, index;

	oomt_warden_pass(warden, victim->pid, victim->start_ns);
	for (i = 0; i < warden->unit.count && i < OOMT_PASSED_MAX / 2; i++) {
		s32 pid = warden->unit.one[i].pid;

		index = oomt_census_find(&warden->census, pid);
		if (pid != victim->pid && index != OOMT_NONE)
			oomt_warden_pass(warden, pid,
			     warden->census.pic.task[index].start_ns);
	}
}

bool oomt_warden_follow(struct oomt_warden *warden)
{
	struct oomt_after *after = &warden->after;
	u32 before = after->chain ? after->chain->fruitless : 0;
	bool gone;

	if (!warden->following)
		return false;
	gone = !oomt_members_alive(&warden->unit);
	switch (oomt_after_look(after, gone,
				warden->census.pic.metric[OOMT_M_MEM_TOTAL],
				oomt_now_ns())) {
	case OOMT_AFTER_GRACE:
		end_grace_early(warden);
		return true;
	case OOMT_AFTER_GRACE_OVER:
		escalate(warden);
		return true;
	case OOMT_AFTER_PENDING:
		return true;
	case OOMT_AFTER_STUCK:
		pass_unit(warden);
		break;
	case OOMT_AFTER_IDLE:
		break;
	}
	let_go(warden);
	alarm_if_fruitless(warden, before);
	return false;
}

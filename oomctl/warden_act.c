// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the warden does: takes the victim, and follows it until it is gone.
 *
 * A pidfd is opened first, then all facts of the pid are read anew, then the
 * pidfd is asked whether its process still lives: if so it lived all the time,
 * and the facts are its own, whatever became of other processes.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "low.h"
#include "warden.h"

#define TRIES	32			/* victims per decision */

static bool has_exited(int pidfd)
{
	struct pollfd wait = { .fd = pidfd, .events = POLLIN };

	return poll(&wait, 1, 0) > 0;
}

static int send_signal(int pidfd, int signal)
{
	return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0) ?
	       -errno : 0;
}

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
static void new_job(struct oomt_warden *warden, struct oomt_job *job)
{
	memset(job, 0, sizeof(*job));
	job->decision = warden->decision;
	job->pidfd = -1;
	job->available = job->swap_free = -1;
}

static void tell_killed(struct oomt_warden *warden, struct oomt_job *job)
{
	job->pidfd = fcntl(warden->pidfd, F_DUPFD_CLOEXEC, 0);
	oomt_warden_tell(warden, OOMT_JOB_KILL, job);
}

static void pass(struct oomt_warden *warden, s32 pid, u64 start_ns)
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

/*
 * The victim's facts anew, and the policy asked again: 0 if it is still the
 * one to take, with *pidfd; -EAGAIN: the decision is another one now.
 */
static int make_sure(struct oomt_warden *warden, int *pidfd)
{
	struct oomt_census *census = &warden->census;
	const struct oomt_workspace *ws = &warden->ws;
	u32 index = ws->best[0];
	s32 base = ws->decided_base;
	bool there;

	*pidfd = syscall(SYS_pidfd_open, census->pic.task[index].pid, 0);
	if (*pidfd < 0 && errno != ESRCH && errno != EINVAL)
		return -errno;
	there = *pidfd >= 0 &&
		oomt_census_fresh(census, index, census->pic.now_ns) &&
		!has_exited(*pidfd);
	if (!there)
		census->pic.task[index].flags |= OOMT_TASK_EXITING;
	oomt_warden_decide_again(warden);
	oomt_warden_settle(warden);
	if (there && warden->decision.outcome == OOMT_OUT_VICTIM &&
	    ws->best[0] == index && ws->decided_base == base)
		return 0;
	if (*pidfd >= 0)
		close(*pidfd);
	*pidfd = -1;
	return -EAGAIN;
}

static bool can_do(const struct oomt_warden *warden)
{
	const struct oomt_victim *victim = &warden->decision.runner[0];

	return victim->kind == OOMT_ACT_KILL &&
	       victim->unit == OOMT_UNIT_PROCESS && victim->pid > 1 &&
	       victim->pid != warden->ex->pid;
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
	new_job(warden, job);
	oomt_warden_tell(warden, OOMT_JOB_DRY, job);
}

static void took(struct oomt_warden *warden, struct oomt_job *job)
{
	const struct oomt_victim *victim = &warden->decision.runner[0];
	u64 now_ns = oomt_now_ns();
	struct oomt_job note;

	oomt_decision_acted(warden->rs, &warden->ws, OOMT_HOOK_LOW, now_ns);
	oomt_after_killed(&warden->after, warden->rs, &warden->ws,
			  &warden->census.pic, warden->ws.best[0], false,
			  victim->grace_ms, now_ns);
	warden->in_grace = victim->grace_ms;
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
	new_job(warden, job);
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
	pass(warden, victim->pid, victim->start_ns);
	tell_shared(warden, objector);
	return false;
}

/* Signals the victim at hand; false: it is passed over, and told. */
static bool take(struct oomt_warden *warden, int pidfd)
{
	const struct oomt_victim *victim = &warden->decision.runner[0];
	struct oomt_job *job = &warden->job;

	warden->decision.id = ++warden->decisions;
	new_job(warden, job);
	oomt_sharers_check(&warden->sharers, victim->pid);
	job->result = can_do(warden) ?
		      send_signal(pidfd, victim->grace_ms ? victim->signal :
							    SIGKILL) :
		      -EOPNOTSUPP;
	if (!job->result) {
		if (!victim->grace_ms)
			oomt_sharers_kill(&warden->sharers);
		warden->pidfd = pidfd;
		took(warden, job);
		return true;
	}
	close(pidfd);
	oomt_sharers_drop(&warden->sharers);
	pass(warden, victim->pid, victim->start_ns);
	oomt_warden_tell(warden, OOMT_JOB_KILL, job);
	return false;
}

bool oomt_warden_act(struct oomt_warden *warden)
{
	int pidfd, err, i;

	for (i = 0; i < TRIES &&
	     warden->decision.outcome == OOMT_OUT_VICTIM; i++) {
		err = make_sure(warden, &pidfd);
		if (err == -EAGAIN)
			continue;
		if (err)
			return false;
		if (!sharers_may_die(warden)) {
			close(pidfd);
		} else if (warden->dry_run) {
			close(pidfd);
			oomt_sharers_drop(&warden->sharers);
			dry_run(warden);
			return true;
		} else if (take(warden, pidfd)) {
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
	u64 now_ns = oomt_now_ns();

	oomt_sharers_check(&warden->sharers, job->decision.runner[0].pid);
	job->result = send_signal(warden->pidfd, SIGKILL);
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
	if (warden->pidfd < 0)
		return;
	if (warden->in_grace)
		tell_killed(warden, &warden->job);
	warden->in_grace = false;
	close(warden->pidfd);
	oomt_sharers_drop(&warden->sharers);
	warden->pidfd = -1;
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

bool oomt_warden_follow(struct oomt_warden *warden)
{
	const struct oomt_victim *victim = &warden->job.decision.runner[0];
	struct oomt_after *after = &warden->after;
	u32 before = after->chain ? after->chain->fruitless : 0;
	bool gone;

	if (warden->pidfd < 0)
		return false;
	gone = has_exited(warden->pidfd);
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
		pass(warden, victim->pid, victim->start_ns);
		break;
	case OOMT_AFTER_IDLE:
		break;
	}
	let_go(warden);
	alarm_if_fruitless(warden, before);
	return false;
}

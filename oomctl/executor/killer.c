// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The killer: read a decision, kill, acknowledge.  From the read's return to
 * the ACK it may use the kernel's reserves and somebody waits for it: it
 * allocates nothing, waits for nobody, and what it cannot be sure of it does
 * not kill.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "doer.h"
#include "proc/facts_proc.h"

/* The module checked the victim's identity when it handed the decision out;
 * within this time nobody can have come by its pid. */
#define FRESH_NS	(100ULL * 1000000)

struct killer {
	struct oomt_executor *ex;
	struct oomt_job spare;		/* when the ring is full */
	struct {
		struct oomt_decision decision;
		struct oomt_member member[OOMT_MEMBERS_MAX];
	} parcel;			/* that was read */
	char stat[4096];
};

/*
 * The start time that /proc shows is the kernel's, in ticks.  Only for a
 * decision that was read late (we were stopped, or starved).
 */
static bool same_process(struct killer *killer,
			 const struct oomt_victim *victim)
{
	const u64 tick_ns = 1000000000ULL / killer->ex->hz;
	struct oomt_task task = { 0 };
	ssize_t len = oomt_read_stat(killer->ex->proc, victim->pid,
				     killer->stat, sizeof(killer->stat));

	return len > 0 &&
	       !oomt_stat_parse(killer->stat, len, killer->ex->hz, &task) &&
	       task.start_ns / tick_ns == victim->start_ns / tick_ns;
}

/*
 * What this executor can do: signal a process.  Of a unit that is the one that
 * was matched; the module kills the others when it has our ACK.
 */
static bool can_do(const struct oomt_decision *decision)
{
	const struct oomt_victim *victim = &decision->runner[0];

	return decision->outcome == OOMT_OUT_VICTIM &&
	       victim->kind == OOMT_ACT_KILL;
}

/*
 * Sends the signal, with a grace its first one, through a pidfd, so that it
 * reaches the process that was checked or nobody.  0 or -errno.
 */
static int take_victim(struct killer *killer, struct oomt_job *job)
{
	const struct oomt_decision *decision = &job->decision;
	const struct oomt_victim *victim = &decision->runner[0];
	u64 age_ns;

	if (!can_do(decision))
		return -EOPNOTSUPP;
	if (victim->pid <= 1 || victim->pid == killer->ex->pid)
		return -EINVAL;
	job->pidfd = syscall(SYS_pidfd_open, victim->pid, 0);
	if (job->pidfd < 0)
		return -errno;
	age_ns = oomt_now_ns() - decision->at_ns;
	/* Too late: the kernel has acted by itself. */
	if (age_ns > decision->deadline_ms * 1000000ULL)
		return -ETIME;
	if (age_ns > FRESH_NS && !same_process(killer, victim))
		return -ESRCH;
	if (syscall(SYS_pidfd_send_signal, job->pidfd,
		    victim->grace_ms ? victim->signal : SIGKILL, NULL, 0))
		return -errno;
	if (victim->grace_ms)
		job->asked_ns = oomt_now_ns();
	else
		job->signalled_ns = oomt_now_ns();
	return 0;
}

static int acknowledge(struct oomt_executor *ex, u64 id, int result)
{
	const struct oomt_handler_msg msg = {
		.type = OOMT_MSG_ACK, .result = result, .id = id,
	};

	return write(ex->device, &msg, sizeof(msg)) < 0 ? -errno : 0;
}

/* Whom the module kills with it: they are waited for, too. */
static void list_unit(const struct killer *killer, u32 count,
		      struct oomt_job *job)
{
	s32 victim = job->decision.runner[0].pid;
	u32 i;

	job->pid_count = job->gone_count = 0;
	if (!count)
		return;
	job->pid[job->pid_count++] = victim;
	for (i = 0; i < count && job->pid_count < OOMT_MEMBERS_MAX; i++)
		if (killer->parcel.member[i].pid != victim)
			job->pid[job->pid_count++] =
				killer->parcel.member[i].pid;
}

static void carry_out(struct killer *killer, struct oomt_job *job, u32 count,
		      bool keep)
{
	struct oomt_executor *ex = killer->ex;

	job->kind = OOMT_JOB_KILL;
	job->pidfd = -1;
	job->asked_ns = job->signalled_ns = job->released_ns = job->gone_ns = 0;
	job->result = take_victim(killer, job);
	if (job->asked_ns)
		job->kind = OOMT_JOB_ASKED;
	job->ack = acknowledge(ex, job->decision.id, job->result);
	/* From here on nobody waits for us. */
	if (job->result && job->pidfd >= 0) {
		close(job->pidfd);
		job->pidfd = -1;
	}
	if (keep) {
		list_unit(killer, count, job);
		oomt_ring_publish(&ex->killed);
		return;
	}
	if (job->pidfd >= 0)
		close(job->pidfd);
	oomt_ring_drop(&ex->killed);
}

static bool is_kill(const struct oomt_decision *decision)
{
	return !(decision->flags & OOMT_DEC_CALM) &&
	       decision->runner[0].kind == OOMT_ACT_KILL;
}

/* What is no kill is the doer's, when nobody waits for us any more. */
static int hand_over(struct killer *killer, u32 count, u64 read_ns)
{
	const struct oomt_decision *decision = &killer->parcel.decision;
	struct oomt_executor *ex = killer->ex;
	struct oomt_errand *errand = ex->doer ? oomt_ring_slot(&ex->errands) :
						NULL;
	int result = 0;

	if (!ex->doer)
		result = -EOPNOTSUPP;
	else if (decision->outcome != OOMT_OUT_VICTIM &&
		 !(decision->flags & OOMT_DEC_CALM))
		result = -EINVAL;
	else if (!errand)
		result = -EBUSY;
	else if (read_ns - decision->at_ns > decision->deadline_ms * 1000000ULL)
		result = -ETIME;
	if (acknowledge(ex, decision->id, result) && !result)
		return -ETIME;
	if (result)
		return result;
	errand->decision = *decision;
	errand->read_ns = read_ns;
	errand->count = count;
	memcpy(errand->member, killer->parcel.member,
	       count * sizeof(errand->member[0]));
	oomt_ring_publish(&ex->errands);
	return 0;
}

/* Not done: told like what the reaper has ended. */
static void tell_undone(struct killer *killer, int result, u64 read_ns)
{
	struct oomt_ring *killed = &killer->ex->killed;
	struct oomt_job *job = oomt_ring_slot(killed);

	if (killer->parcel.decision.flags & OOMT_DEC_CALM)
		return;
	if (!job) {
		oomt_ring_drop(killed);
		return;
	}
	job->decision = killer->parcel.decision;
	job->kind = OOMT_JOB_DEED;
	job->pidfd = -1;
	job->result = result;
	job->read_ns = read_ns;
	job->pid_count = job->gone_count = 0;
	job->asked_ns = job->signalled_ns = job->released_ns = job->gone_ns = 0;
	job->done_ns = 0;
	oomt_ring_publish(killed);
}

static void see(struct killer *killer, size_t size)
{
	const size_t head = sizeof(killer->parcel.decision);
	struct oomt_executor *ex = killer->ex;
	u64 read_ns = oomt_now_ns();
	u32 count = (size - head) / sizeof(struct oomt_member);
	struct oomt_job *slot, *job;
	int err;

	atomic_store(&ex->busy_ns, read_ns);
	if (!is_kill(&killer->parcel.decision)) {
		err = hand_over(killer, count, read_ns);
		if (err)
			tell_undone(killer, err, read_ns);
		return;
	}
	slot = oomt_ring_slot(&ex->killed);
	job = slot ? slot : &killer->spare;
	job->decision = killer->parcel.decision;
	job->read_ns = read_ns;
	carry_out(killer, job, count, slot);
}

static void fail(struct oomt_executor *ex, int err)
{
	const u64 one = 1;

	atomic_store(&ex->error, err);
	if (write(ex->failed_fd, &one, sizeof(one)) < 0)
		return;
}

static struct killer the_killer;	/* locked with everything else */

void *oomt_killer_main(void *arg)
{
	struct killer *killer = &the_killer;
	struct oomt_executor *ex = killer->ex = arg;
	ssize_t got;

	/* The signal that ends our read reaches this thread alone. */
	sigset_t kick;

	sigemptyset(&kick);
	sigaddset(&kick, OOMT_KICK_SIGNAL);
	pthread_sigmask(SIG_UNBLOCK, &kick, NULL);
	ex->realtime = oomt_realtime(20);
	ex->sandboxed = !oomt_sandbox_enter();
	sem_post(&ex->prepared);
	while (!atomic_load(&ex->stopping)) {
		atomic_store(&ex->busy_ns, 0);
		got = read(ex->device, &killer->parcel, sizeof(killer->parcel));
		if (got >= (ssize_t)sizeof(killer->parcel.decision)) {
			see(killer, got);
		} else if (!got) {
			/* Somebody has taken our place: what we have begun we
			 * still end. */
			atomic_store(&ex->replaced, true);
			fail(ex, 0);
			break;
		} else if (got > 0 || (errno != EINTR && errno != EAGAIN)) {
			fail(ex, got > 0 ? -EPROTO : -errno);
			break;
		}
	}
	return NULL;
}

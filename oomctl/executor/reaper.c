// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The reaper: after the ACK it frees the victim's memory at once
 * (process_mrelease), waits until it is gone, and tells the module and the
 * printer what came back.  It may wait for a victim's locks; the killer is
 * another thread and does not.
 *
 * A victim that has been asked to go is left alone until its grace is over;
 * the SIGKILL is the module's then, and its memory is freed here.
 */
#include <poll.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "executor.h"
#include "members.h"

#define STUCK_NS	(2000ULL * 1000000)	/* language.md 4 */

/* So few that poll() needs no memory. */
#define WAITING_MAX	6

struct reaper {
	struct oomt_executor *ex;
	struct oomt_job waiting[WAITING_MAX];
	unsigned int count;
	char meminfo[8192];
};

/* What the machine has now; unknown if /proc cannot be read. */
static void measure(struct reaper *reaper, struct oomt_job *job)
{
	struct oomt_metrics metrics = { 0 };

	job->available = job->swap_free = -1;
	if (oomt_read_static(reaper->ex->meminfo, reaper->meminfo,
			     sizeof(reaper->meminfo)) <= 0)
		return;
	oomt_meminfo_parse(reaper->meminfo, &metrics);
	if (metrics.known & (1ULL << OOMT_M_MEM_AVAILABLE))
		job->available = metrics.value[OOMT_M_MEM_AVAILABLE];
	if (metrics.known & (1ULL << OOMT_M_SWAP_FREE))
		job->swap_free = metrics.value[OOMT_M_SWAP_FREE];
}

/* How much more there is than when it was decided; never negative. */
static s64 came_back(const struct oomt_job *job)
{
	const struct oomt_decision *decision = &job->decision;
	s64 more = 0;

	if (job->available >= 0 &&
	    decision->metrics_known & (1ULL << OOMT_M_MEM_AVAILABLE))
		more += job->available -
			decision->metric[OOMT_M_MEM_AVAILABLE];
	if (job->swap_free >= 0 &&
	    decision->metrics_known & (1ULL << OOMT_M_SWAP_FREE))
		more += job->swap_free - decision->metric[OOMT_M_SWAP_FREE];
	return more > 0 ? more : 0;
}

static void tell_module(struct oomt_executor *ex, const struct oomt_job *job)
{
	const struct oomt_handler_msg msg = {
		.type = OOMT_MSG_OUTCOME, .id = job->decision.id,
		.result = job->gone_ns ? 0 : -ETIMEDOUT,
		.value = came_back(job),
		.took_ns = (job->gone_ns ? job->gone_ns : oomt_now_ns()) -
			   job->decision.at_ns,
	};

	/* If the module is gone the killer notices; nothing to do here. */
	if (write(ex->device, &msg, sizeof(msg)) < 0)
		return;
}

/* To the printer, or dropped if it is behind: we never wait for it. */
static void tell_printer(struct oomt_executor *ex, const struct oomt_job *job)
{
	struct oomt_job *slot = oomt_ring_slot(&ex->done);

	if (!slot) {
		oomt_ring_drop(&ex->done);
		return;
	}
	*slot = *job;
	oomt_ring_publish(&ex->done);
}

static void finish(struct reaper *reaper, struct oomt_job *job, bool gone)
{
	if (gone)
		job->gone_ns = oomt_now_ns();
	measure(reaper, job);
	if (!job->result && reaper->ex->device >= 0)
		tell_module(reaper->ex, job);
	if (job->pidfd >= 0)
		close(job->pidfd);
	tell_printer(reaper->ex, job);
}

static void release(struct oomt_job *job)
{
	job->release = syscall(SYS_process_mrelease, job->pidfd, 0) ?
		       -errno : 0;
	if (!job->release)
		job->released_ns = oomt_now_ns();
}

static void begin(struct reaper *reaper, const struct oomt_job *from)
{
	struct oomt_job *job = &reaper->waiting[reaper->count];

	*job = *from;
	/* Nobody was killed: only to be told. */
	if (job->result || job->pidfd < 0) {
		finish(reaper, job, false);
		return;
	}
	if (job->kind == OOMT_JOB_ASKED) {
		tell_printer(reaper->ex, job);
		job->kind = OOMT_JOB_KILL;
	} else {
		release(job);
	}
	reaper->count++;
}

/* The module sends SIGKILL about now; before it has, mrelease does nothing. */
static void end_grace(struct oomt_job *job, u64 now)
{
	u64 grace_ns = job->decision.runner[0].grace_ms * 1000000ULL;

	if (job->signalled_ns || now - job->asked_ns < grace_ns)
		return;
	release(job);
	if (!job->release)
		job->signalled_ns = oomt_now_ns();
}

static bool waited_enough(const struct oomt_job *job, u64 now)
{
	u64 grace_ns = job->decision.runner[0].grace_ms * 1000000ULL;

	if (job->signalled_ns)
		return now - job->signalled_ns > STUCK_NS;
	return now - job->asked_ns > grace_ns + STUCK_NS;
}

static void take_jobs(struct reaper *reaper)
{
	struct oomt_job *job;

	oomt_ring_awake(&reaper->ex->killed);
	while (reaper->count < WAITING_MAX &&
	       (job = oomt_ring_take(&reaper->ex->killed))) {
		begin(reaper, job);
		oomt_ring_release(&reaper->ex->killed);
	}
}

/*
 * The one that was waited for is gone: the next member of its unit that lives
 * takes its place; false: they are all gone.  (A pid that has got another
 * process meanwhile is waited for, too: not for long, and only to be told.)
 */
static bool next_member(struct oomt_job *job)
{
	int pidfd;

	while (++job->gone_count < job->pid_count) {
		pidfd = syscall(SYS_pidfd_open, job->pid[job->gone_count], 0);
		if (pidfd < 0)
			continue;
		if (!oomt_pidfd_exited(pidfd)) {
			close(job->pidfd);
			job->pidfd = pidfd;
			return true;
		}
		close(pidfd);
	}
	return false;
}

/* Those that are gone, or have been waited for long enough. */
static void finish_jobs(struct reaper *reaper, const struct pollfd *ready)
{
	unsigned int i, kept = 0;
	u64 now = oomt_now_ns();

	for (i = 0; i < reaper->count; i++) {
		struct oomt_job *job = &reaper->waiting[i];
		bool gone = ready[i].revents && !next_member(job);

		if (!gone)
			end_grace(job, now);
		if (gone || waited_enough(job, now)) {
			finish(reaper, job, gone);
			continue;
		}
		if (kept != i)
			reaper->waiting[kept] = *job;
		kept++;
	}
	reaper->count = kept;
}

static struct reaper the_reaper;

void *oomt_reaper_main(void *arg)
{
	struct reaper *reaper = &the_reaper;
	struct oomt_executor *ex = reaper->ex = arg;
	struct pollfd wait[WAITING_MAX + 1];
	unsigned int i, asked;

	oomt_realtime(19);
	for (;;) {
		bool last = atomic_load(&ex->all_killed);

		take_jobs(reaper);
		asked = reaper->count;
		if (!asked && last)
			break;
		for (i = 0; i < asked; i++)
			wait[i] = (struct pollfd){
				.fd = reaper->waiting[i].pidfd,
				.events = POLLIN,
			};
		wait[asked] = (struct pollfd){
			.fd = asked < WAITING_MAX ? ex->killed.wake : -1,
			.events = POLLIN,
		};
		if (poll(wait, asked + 1, asked ? 100 : -1) < 0)
			continue;
		finish_jobs(reaper, wait);
	}
	return NULL;
}

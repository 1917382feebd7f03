// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the module decides besides kills.  It runs without the killer's filter
 * and without the reserves: it may wait, and nobody waits for it.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "proc/cgroup_facts.h"
#include "doer.h"
#include "proc/facts_proc.h"
#include "record/recorder.h"

#define LOOK_MS		100		/* while something is frozen or runs */
#define CHASES		8		/* of who forks while we look */
#define ALL_DEEDS	(1U << OOMT_ACT_FREEZE | 1U << OOMT_ACT_RECLAIM | \
			 1U << OOMT_ACT_EXEC)

int oomt_doer_init(struct oomt_doer *doer, struct oomt_executor *ex)
{
	int root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC), err;

	memset(doer, 0, sizeof(*doer));
	doer->ex = ex;
	doer->processes = -1;
	doer->hierarchy = -1;
	if (root < 0)
		return -errno;
	doer->unit.ledger = doer->deeds.ledger = &ex->ledger;
	doer->hierarchy = oomt_cgroup_hierarchy(root);
	close(root);
	/* An open directory of its own: it is read from its beginning. */
	doer->processes = openat(ex->proc, ".",
				 O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	err = doer->processes < 0 ? -errno :
	      oomt_buffer_read(&doer->buf, ex->proc, "self/status");
	if (!err)
		err = oomt_ring_init(&ex->errands, OOMT_ERRANDS,
				     sizeof(struct oomt_errand));
	if (!err)
		err = oomt_ring_init(&ex->told, OOMT_TOLD,
				     sizeof(struct oomt_job));
	if (!err)
		err = oomt_deeds_start(&doer->deeds, ALL_DEEDS);
	if (!err)
		ex->doer = doer;
	return err;
}

void oomt_doer_exit(struct oomt_doer *doer)
{
	if (!doer->ex)
		return;
	oomt_deeds_stop(&doer->deeds);
	if (doer->processes >= 0)
		close(doer->processes);
	if (doer->hierarchy >= 0)
		close(doer->hierarchy);
	oomt_buffer_exit(&doer->buf);
	doer->ex = NULL;
}

/* ---- who they are -------------------------------------------------------- */

static bool read_stat(struct oomt_doer *doer, const char *pid,
		      struct oomt_task *task)
{
	char path[300];

	snprintf(path, sizeof(path), "%s/stat", pid);
	memset(task, 0, sizeof(*task));
	return !oomt_buffer_read(&doer->buf, doer->ex->proc, path) &&
	       !oomt_stat_parse(doer->buf.data, doer->buf.len, doer->ex->hz,
				task);
}

/* In the clock's ticks, in which /proc tells it. */
static u64 ticks(const struct oomt_doer *doer, u64 ns)
{
	return ns / (1000000000ULL / doer->ex->hz);
}

/*
 * One member, by pidfd, if it is the process that was decided about; the
 * victim only if it still runs the program of that name.
 */
static int hold(struct oomt_doer *doer, const struct oomt_member *member,
		const char *comm)
{
	struct oomt_members *unit = &doer->unit;
	int err = oomt_members_add(unit, member->pid);
	struct oomt_task task;
	char pid[16];

	if (err)
		return err;
	snprintf(pid, sizeof(pid), "%d", member->pid);
	if (member->pid > 1 && member->pid != doer->ex->pid &&
	    member->pid != doer->deeds.helper.pid &&
	    read_stat(doer, pid, &task) &&
	    ticks(doer, task.start_ns) == ticks(doer, member->start_ns) &&
	    (!comm || !strncmp(task.comm, comm, sizeof(task.comm))))
		return 0;
	close(unit->one[--unit->count].pidfd);
	return -ESRCH;
}

static int hold_all(struct oomt_doer *doer, const struct oomt_errand *errand)
{
	const struct oomt_victim *victim = &errand->decision.runner[0];
	const struct oomt_member first = {
		.pid = victim->pid, .start_ns = victim->start_ns,
	};
	int err = hold(doer, &first, victim->comm);
	u32 i;

	/* More than were listed: not all of it would be acted on. */
	if (!err && victim->members > OOMT_MEMBERS_MAX)
		err = -ENOSPC;
	for (i = 0; !err && i < errand->count; i++) {
		if (errand->member[i].pid == victim->pid)
			continue;
		err = hold(doer, &errand->member[i], NULL);
		if (err == -ESRCH)
			err = 0;
	}
	if (err)
		oomt_members_drop(&doer->unit);
	return err;
}

/* ---- who forks meanwhile ------------------------------------------------- */

/* A child of a held one, made after the decision: it is what its parent is. */
static bool is_young(struct oomt_doer *doer, const char *pid, u64 at_ns,
		     struct oomt_member *member)
{
	struct oomt_task task;

	if (!read_stat(doer, pid, &task) ||
	    ticks(doer, task.start_ns) < ticks(doer, at_ns) ||
	    !oomt_members_has(&doer->unit, task.ppid) ||
	    oomt_members_has(&doer->unit, task.pid))
		return false;
	member->pid = task.pid;
	member->start_ns = task.start_ns;
	return true;
}

/* How many; -errno: they cannot all be held. */
static int hold_young(struct oomt_doer *doer, u64 at_ns)
{
	char entries[4096] __attribute__((aligned(8)));
	const struct dirent64 *entry;
	struct oomt_member member;
	int found = 0, err;
	long got, at;

	if (lseek(doer->processes, 0, SEEK_SET))
		return -errno;
	while ((got = syscall(SYS_getdents64, doer->processes, entries,
			      sizeof(entries))) > 0)
		for (at = 0; at < got; at += entry->d_reclen) {
			entry = (const void *)(entries + at);
			if (!isdigit((unsigned char)entry->d_name[0]) ||
			    !is_young(doer, entry->d_name, at_ns, &member))
				continue;
			err = hold(doer, &member, NULL);
			if (err && err != -ESRCH)
				return err;
			found += !err;
		}
	return got < 0 ? -errno : found;
}

/* Stops the members and whom they have forked, until there is nobody new. */
static int stop_all(struct oomt_doer *doer, u64 at_ns)
{
	int i, err, found = 1;

	for (i = 0; i < CHASES && found > 0; i++) {
		err = oomt_members_stop(&doer->unit, doer->ex->proc);
		found = err ? err : hold_young(doer, at_ns);
	}
	if (found >= 0)
		return 0;
	oomt_members_continue(&doer->unit);
	return found;
}

/* ---- the deeds ----------------------------------------------------------- */

/* The victim's cgroup, while it is held; NULL: not to be known. */
static const char *cgroup_of(struct oomt_doer *doer, s32 pid)
{
	char path[32];

	snprintf(path, sizeof(path), "%d/cgroup", pid);
	if (oomt_buffer_read(&doer->buf, doer->ex->proc, path) ||
	    !oomt_buffer_line(&doer->buf, "0::"))
		return NULL;
	return oomt_cgroup_parse(&doer->buf);
}

static int open_cgroup(struct oomt_doer *doer, s32 pid)
{
	const char *path = cgroup_of(doer, pid);

	return path ? oomt_cgroup_open(doer->hierarchy, path, O_RDONLY) :
		      -EOPNOTSUPP;
}

/* Its cgroup if it is all held, and not the root. */
static int open_unit(struct oomt_doer *doer, s32 pid)
{
	const char *path = cgroup_of(doer, pid);
	int dir;

	if (!path || !path[0] || !path[1])
		return -ENOENT;
	dir = oomt_cgroup_open(doer->hierarchy, path, O_RDONLY);
	if (dir < 0 || oomt_members_are_all_of(&doer->unit, dir, doer->text,
					       sizeof(doer->text)))
		return dir;
	close(dir);
	return -EBUSY;
}

static int freeze(struct oomt_doer *doer)
{
	const struct oomt_decision *d = &doer->job.decision;
	const struct oomt_victim *victim = &d->runner[0];
	u64 until_ns = victim->amount ? oomt_now_ns() + victim->amount : 0;
	int dir, err;

	if (victim->unit == OOMT_UNIT_CGROUP) {
		dir = open_unit(doer, victim->pid);
		if (dir >= 0 &&
		    !oomt_deeds_freeze(&doer->deeds, dir, until_ns,
				       &doer->job))
			return 0;
	}
	err = victim->unit == OOMT_UNIT_PROCESS ?
	      oomt_members_stop(&doer->unit, doer->ex->proc) :
	      stop_all(doer, d->at_ns);
	return err ? err : oomt_deeds_keep(&doer->deeds, &doer->unit,
					   until_ns, &doer->job);
}

static int reclaim(struct oomt_doer *doer)
{
	const struct oomt_victim *victim = &doer->job.decision.runner[0];
	int dir = open_cgroup(doer, victim->pid);

	return dir < 0 ? dir : oomt_deeds_reclaim(&doer->deeds, dir,
						  victim->amount, &doer->job);
}

static int run_command(struct oomt_doer *doer)
{
	const char *path = cgroup_of(doer, doer->job.decision.runner[0].pid);

	return oomt_deeds_exec(&doer->deeds, path ? path : "", &doer->job);
}

/* ---- telling ------------------------------------------------------------- */

static void tell_module(struct oomt_executor *ex, const struct oomt_job *job)
{
	const struct oomt_handler_msg msg = {
		.type = OOMT_MSG_OUTCOME, .id = job->decision.id,
		.result = job->result < 0 ? job->result : 0,
		.took_ns = oomt_now_ns() - job->decision.at_ns,
	};

	/* If the module is gone, the killer notices. */
	if (write(ex->device, &msg, sizeof(msg)) < 0)
		return;
}

static void tell(struct oomt_doer *doer, const struct oomt_job *job)
{
	struct oomt_ring *told = &doer->ex->told;
	struct oomt_job *slot = oomt_ring_slot(told);

	if (job->kind == OOMT_JOB_DEED)
		tell_module(doer->ex, job);
	if (!slot) {
		oomt_ring_drop(told);
		return;
	}
	*slot = *job;
	oomt_ring_publish(told);
}

static void begin_job(struct oomt_doer *doer, const struct oomt_errand *errand)
{
	struct oomt_job *job = &doer->job;

	memset(job, 0, sizeof(*job));
	job->decision = errand->decision;
	job->kind = OOMT_JOB_DEED;
	job->pidfd = -1;
	job->read_ns = errand->read_ns;
	job->available = job->swap_free = -1;
}

static void list_unit(struct oomt_doer *doer)
{
	struct oomt_job *job = &doer->job;
	u32 i;

	job->pid_count = doer->unit.count;
	for (i = 0; i < doer->unit.count; i++)
		job->pid[i] = doer->unit.one[i].pid;
}

static void carry_out(struct oomt_doer *doer, const struct oomt_errand *errand)
{
	struct oomt_job *job = &doer->job;
	bool later = false;

	begin_job(doer, errand);
	job->result = hold_all(doer, errand);
	list_unit(doer);
	if (!job->result) switch (job->decision.runner[0].kind) {
	case OOMT_ACT_FREEZE:
		job->result = freeze(doer);
		break;
	case OOMT_ACT_RECLAIM:
		job->result = reclaim(doer);
		later = true;
		break;
	case OOMT_ACT_EXEC:
		job->result = run_command(doer);
		later = true;
		break;
	default:
		job->result = -EOPNOTSUPP;
	}
	oomt_members_drop(&doer->unit);
	/* What takes its time is told again when it is done. */
	if (!job->result && later)
		job->kind = OOMT_JOB_BEGUN;
	else
		job->done_ns = oomt_now_ns();
	tell(doer, job);
}

/* The episode is over: who was acted upon may be acted upon again. */
static void calm(struct oomt_doer *doer)
{
	u64 now_ns = oomt_now_ns();

	oomt_deeds_thaw(&doer->deeds, true, now_ns);
	if (doer->ex->recorder)
		atomic_store(&doer->ex->recorder->calm_ns, now_ns);
}

static void take_errands(struct oomt_doer *doer)
{
	struct oomt_ring *errands = &doer->ex->errands;
	const struct oomt_errand *errand;

	oomt_ring_awake(errands);
	while ((errand = oomt_ring_take(errands))) {
		if (errand->decision.flags & OOMT_DEC_CALM)
			calm(doer);
		else
			carry_out(doer, errand);
		oomt_ring_release(errands);
	}
}

void *oomt_doer_main(void *arg)
{
	struct oomt_executor *ex = arg;
	struct oomt_doer *doer = ex->doer;
	const struct oomt_deeds *deeds = &doer->deeds;
	struct oomt_job *job;

	oomt_realtime(17);
	for (;;) {
		struct pollfd wait[] = {
			{ .fd = ex->errands.wake, .events = POLLIN },
			{ .fd = deeds->helper.pid ? deeds->helper.socket : -1,
			  .events = POLLIN },
		};
		bool last = atomic_load(&ex->all_killed);

		take_errands(doer);
		if (last) {
			if (atomic_load(&ex->replaced))
				oomt_deeds_hand_over(&doer->deeds);
			oomt_deeds_let_go(&doer->deeds, oomt_now_ns());
		} else {
			oomt_deeds_thaw(&doer->deeds, false, oomt_now_ns());
		}
		while ((job = oomt_deeds_done(&doer->deeds)))
			tell(doer, job);
		if (last)
			return NULL;
		poll(wait, ARRAY_SIZE(wait),
		     deeds->frozen_count || deeds->reclaimer.busy ? LOOK_MS :
								    -1);
	}
}

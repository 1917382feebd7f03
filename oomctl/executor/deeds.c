// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Freezing, asking for memory, running commands; see deeds.h. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "deeds.h"
#include "executor.h"
#include "proc/facts_proc.h"
#include "names.h"

#define STACK_BYTES	(128 * 1024)
#define STOP_TRIES	20		/* of 10 ms */
#define ADOPT_TRIES	200
#define ADOPT_LOOK_US	10000

/* ---- freeze -------------------------------------------------------------- */

/* The oldest makes room: its thaw will not be told. */
static void remember(struct oomt_deeds *deeds, const struct oomt_job *job,
		     u32 count)
{
	const struct oomt_decision *d = &job->decision;
	const struct oomt_victim *victim = &d->runner[0];
	struct oomt_freeze *freeze = &deeds->freeze[0];
	u32 i;

	for (i = 0; i < OOMT_FREEZES && freeze->id; i++)
		if (deeds->freeze[i].id < freeze->id)
			freeze = &deeds->freeze[i];
	memset(freeze, 0, sizeof(*freeze));
	freeze->id = d->id;
	freeze->at_ns = d->at_ns;
	freeze->pid = victim->pid;
	freeze->rule = victim->rule;
	freeze->line = victim->line;
	freeze->count = count;
	memcpy(freeze->comm, victim->comm, sizeof(freeze->comm));
	memcpy(freeze->file, victim->file, sizeof(freeze->file));
	memcpy(freeze->table, d->table, sizeof(freeze->table));
	memcpy(freeze->chain, d->chain, sizeof(freeze->chain));
}

static void forget(struct oomt_deeds *deeds, u64 id)
{
	u32 i;

	for (i = 0; i < OOMT_FREEZES; i++)
		if (deeds->freeze[i].id == id)
			deeds->freeze[i].id = 0;
}

int oomt_deeds_keep(struct oomt_deeds *deeds, struct oomt_members *members,
		    u64 until_ns, const struct oomt_job *job)
{
	u32 before = deeds->frozen_count, i;

	if (members->count > OOMT_MEMBERS_MAX - deeds->frozen_count) {
		oomt_members_continue(members);
		return -ENOSPC;
	}
	for (i = 0; i < members->count; i++) {
		const struct oomt_member_fd *one = &members->one[i];

		/* Stopped by somebody else: his to let go. */
		if (!one->stopped) {
			close(one->pidfd);
			continue;
		}
		deeds->frozen[deeds->frozen_count++] = (struct oomt_frozen){
			.id = job->decision.id, .pidfd = one->pidfd, .dir = -1,
			.until_ns = until_ns, .entry = one->entry,
		};
		oomt_ledger_until(deeds->ledger, one->entry, until_ns);
	}
	members->count = 0;
	if (deeds->frozen_count != before)
		remember(deeds, job, deeds->frozen_count - before);
	return 0;
}

int oomt_deeds_freeze(struct oomt_deeds *deeds, int dir, u64 until_ns,
		      const struct oomt_job *job)
{
	u32 entry = oomt_ledger_cgroup(deeds->ledger, dir);
	int err = deeds->frozen_count < OOMT_MEMBERS_MAX ?
		  oomt_cgroup_write(dir, "cgroup.freeze", "1") : -ENOSPC;

	if (err) {
		oomt_ledger_strike(deeds->ledger, entry);
		close(dir);
		return err;
	}
	deeds->frozen[deeds->frozen_count++] = (struct oomt_frozen){
		.id = job->decision.id, .pidfd = -1, .dir = dir,
		.until_ns = until_ns, .entry = entry,
	};
	oomt_ledger_until(deeds->ledger, entry, until_ns);
	remember(deeds, job, job->pid_count);
	return 0;
}

/* Whom another executor has adopted is its to thaw, and so not told as thawed. */
static void thaw(struct oomt_deeds *deeds, const struct oomt_frozen *frozen)
{
	bool process = frozen->pidfd >= 0;

	if (oomt_ledger_owns(deeds->ledger, frozen->entry)) {
		if (process)
			syscall(SYS_pidfd_send_signal, frozen->pidfd, SIGCONT,
				NULL, 0);
		else
			oomt_cgroup_write(frozen->dir, "cgroup.freeze", "0");
	} else {
		forget(deeds, frozen->id);
	}
	oomt_ledger_strike(deeds->ledger, frozen->entry);
	close(process ? frozen->pidfd : frozen->dir);
}

static bool is_frozen(const struct oomt_deeds *deeds, u64 id)
{
	u32 i;

	for (i = 0; i < deeds->frozen_count; i++)
		if (deeds->frozen[i].id == id)
			return true;
	return false;
}

void oomt_deeds_thaw(struct oomt_deeds *deeds, bool all_over, u64 now_ns)
{
	u32 i, kept = 0, before = deeds->frozen_count;

	for (i = 0; i < deeds->frozen_count; i++) {
		const struct oomt_frozen *frozen = &deeds->frozen[i];

		if (frozen->until_ns ? frozen->until_ns <= now_ns : all_over)
			thaw(deeds, frozen);
		else
			deeds->frozen[kept++] = *frozen;
	}
	deeds->frozen_count = kept;
	for (i = 0; kept != before && i < OOMT_FREEZES; i++) {
		struct oomt_freeze *freeze = &deeds->freeze[i];

		if (freeze->id && !freeze->thawed_ns &&
		    !is_frozen(deeds, freeze->id))
			freeze->thawed_ns = now_ns;
	}
}

void oomt_deeds_hand_over(const struct oomt_deeds *deeds)
{
	u32 tries = ADOPT_TRIES, i = 0, entry;

	while (i < deeds->frozen_count && tries) {
		entry = deeds->frozen[i].entry;
		if (entry == OOMT_NONE ||
		    !oomt_ledger_owns(deeds->ledger, entry)) {
			i++;
			continue;
		}
		tries--;
		usleep(ADOPT_LOOK_US);
	}
}

void oomt_deeds_let_go(struct oomt_deeds *deeds, u64 now_ns)
{
	u32 i;

	for (i = 0; i < deeds->frozen_count; i++)
		deeds->frozen[i].until_ns = 0;
	oomt_deeds_thaw(deeds, true, now_ns);
}

/* ---- what another executor has left -------------------------------------- */

/*
 * A pidfd, if it is that process; -1.  It need not be stopped yet: it may have
 * been in a wait that no signal ends.
 */
static int reopen_process(const struct oomt_ledger_entry *entry, int proc,
			  long hz)
{
	int pidfd = syscall(SYS_pidfd_open, entry->pid, 0);
	struct oomt_task task = { 0 };
	char stat[2048];
	ssize_t len;

	if (pidfd < 0)
		return -1;
	len = oomt_read_stat(proc, entry->pid, stat, sizeof(stat));
	if (len > 0 && !oomt_stat_parse(stat, len, hz, &task) &&
	    task.start_ns == entry->start_ns)
		return pidfd;
	close(pidfd);
	return -1;
}

static int reopen_cgroup(const struct oomt_ledger_entry *entry)
{
	int dir = open(entry->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat stat;

	if (dir < 0 || (!fstat(dir, &stat) && stat.st_ino == entry->ino))
		return dir;
	close(dir);
	return -1;
}

u32 oomt_deeds_adopt(struct oomt_deeds *deeds, int proc, bool replaced,
		     u64 until_ns)
{
	struct oomt_ledger *ledger = deeds->ledger;
	u32 slot = 0, before = deeds->frozen_count;
	struct oomt_ledger_entry entry;

	while (ledger && deeds->frozen_count < OOMT_MEMBERS_MAX &&
	       oomt_ledger_adopt(ledger, replaced, &slot, &entry)) {
		struct oomt_frozen *frozen = &deeds->frozen[deeds->frozen_count];
		int fd = entry.pid ? reopen_process(&entry, proc, ledger->hz) :
				     reopen_cgroup(&entry);

		if (fd < 0) {
			oomt_ledger_strike(ledger, entry.slot);
			continue;
		}
		*frozen = (struct oomt_frozen){
			.pidfd = entry.pid ? fd : -1,
			.dir = entry.pid ? -1 : fd, .entry = entry.slot,
			.until_ns = entry.until_ns ? entry.until_ns : until_ns,
		};
		deeds->frozen_count++;
	}
	return deeds->frozen_count - before;
}

/* ---- what is told of it -------------------------------------------------- */

/* As a job, which has what is known of it still. */
static struct oomt_job *thawed(struct oomt_deeds *deeds)
{
	struct oomt_job *told = &deeds->told;
	struct oomt_decision *d = &told->decision;
	struct oomt_victim *victim = &d->runner[0];
	struct oomt_freeze *freeze = deeds->freeze;

	while (freeze < deeds->freeze + OOMT_FREEZES && !freeze->thawed_ns)
		freeze++;
	if (freeze == deeds->freeze + OOMT_FREEZES)
		return NULL;
	memset(told, 0, sizeof(*told));
	told->kind = OOMT_JOB_THAW;
	told->pidfd = -1;
	told->available = told->swap_free = -1;
	told->done_ns = freeze->thawed_ns;
	d->size = sizeof(*d);
	d->hook = OOMT_HOOK_LOW;
	d->outcome = OOMT_OUT_VICTIM;
	d->id = freeze->id;
	d->at_ns = freeze->at_ns;
	d->runner_count = 1;
	memcpy(d->table, freeze->table, sizeof(d->table));
	memcpy(d->chain, freeze->chain, sizeof(d->chain));
	victim->kind = OOMT_ACT_FREEZE;
	victim->pid = freeze->pid;
	victim->rule = freeze->rule;
	victim->line = freeze->line;
	victim->members = freeze->count;
	memcpy(victim->comm, freeze->comm, sizeof(victim->comm));
	memcpy(victim->file, freeze->file, sizeof(victim->file));
	freeze->id = freeze->thawed_ns = 0;
	return told;
}

/* ---- reclaim ------------------------------------------------------------- */

static void *reclaimer_main(void *arg)
{
	struct oomt_reclaimer *r = arg;
	char text[32];

	for (;;) {
		while (sem_wait(&r->asked))
			;
		if (atomic_load(&r->stopping))
			return NULL;
		snprintf(text, sizeof(text), "%lld", (long long)r->bytes);
		r->result = oomt_cgroup_write(r->dir, "memory.reclaim", text);
		/* Kernels before 5.19, or no memory controller there. */
		if (r->result == -ENOENT)
			r->result = -EOPNOTSUPP;
		close(r->dir);
		atomic_store(&r->done, true);
	}
}

static int start_reclaimer(struct oomt_reclaimer *r)
{
	sigset_t all, before;
	pthread_attr_t attr;
	int err;

	sem_init(&r->asked, 0, 0);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = -pthread_create(&r->thread, &attr, reclaimer_main, r);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	r->started = !err;
	return err;
}

/* It may be in its write: then the process ends without it. */
static void stop_reclaimer(struct oomt_reclaimer *r)
{
	u32 i;

	if (!r->started)
		return;
	atomic_store(&r->stopping, true);
	sem_post(&r->asked);
	for (i = 0; i < STOP_TRIES && pthread_tryjoin_np(r->thread, NULL); i++)
		usleep(10000);
	r->started = false;
}

int oomt_deeds_reclaim(struct oomt_deeds *deeds, int dir, s64 bytes,
		       const struct oomt_job *job)
{
	struct oomt_reclaimer *r = &deeds->reclaimer;

	if (!r->started || r->busy) {
		close(dir);
		return r->started ? -EBUSY : -EOPNOTSUPP;
	}
	r->busy = true;
	r->dir = dir;
	r->bytes = bytes;
	r->job = *job;
	atomic_store(&r->done, false);
	sem_post(&r->asked);
	return 0;
}

/* ---- exec ---------------------------------------------------------------- */

int oomt_deeds_exec(struct oomt_deeds *deeds, const char *cgroup,
		    const struct oomt_job *job)
{
	const struct oomt_victim *victim = &job->decision.runner[0];
	struct oomt_helper_request *request = &deeds->request;
	unsigned int slot = 0;
	int err;

	while (slot < OOMT_HELPER_RUNS && deeds->running[slot].decision.id)
		slot++;
	if (slot == OOMT_HELPER_RUNS)
		return -EBUSY;
	memset(request, 0, sizeof(*request));
	request->id = job->decision.id;
	request->pid = victim->pid;
	memcpy(request->command, job->decision.command,
	       sizeof(request->command) - 1);
	memcpy(request->comm, victim->comm, sizeof(request->comm) - 1);
	snprintf(request->unit, sizeof(request->unit), "%s",
		 oomt_unit_name(victim->unit));
	snprintf(request->cgroup, sizeof(request->cgroup), "%s", cgroup);
	request->pid_count = job->pid_count < OOMT_HELPER_PIDS ?
			     job->pid_count : OOMT_HELPER_PIDS;
	memcpy(request->pids, job->pid,
	       request->pid_count * sizeof(request->pids[0]));
	err = oomt_helper_ask(&deeds->helper, request);
	if (!err)
		deeds->running[slot] = *job;
	return err;
}

static struct oomt_job *answered(struct oomt_deeds *deeds)
{
	struct oomt_helper_reply reply;
	unsigned int i;

	while (oomt_helper_answer(&deeds->helper, &reply))
		for (i = 0; i < OOMT_HELPER_RUNS; i++) {
			struct oomt_job *job = &deeds->running[i];

			if (job->decision.id != reply.id)
				continue;
			deeds->told = *job;
			deeds->told.kind = OOMT_JOB_DEED;
			deeds->told.result = reply.result;
			deeds->told.done_ns = oomt_now_ns();
			job->decision.id = 0;
			return &deeds->told;
		}
	return NULL;
}

/* ---- all ----------------------------------------------------------------- */

struct oomt_job *oomt_deeds_done(struct oomt_deeds *deeds)
{
	struct oomt_reclaimer *r = &deeds->reclaimer;
	struct oomt_job *told;

	if (r->busy && atomic_load(&r->done)) {
		r->busy = false;
		r->job.kind = OOMT_JOB_DEED;
		r->job.result = r->result;
		r->job.done_ns = oomt_now_ns();
		return &r->job;
	}
	told = answered(deeds);
	return told ? told : thawed(deeds);
}

int oomt_deeds_start(struct oomt_deeds *deeds, u32 kinds)
{
	int err = 0;

	if (kinds & 1U << OOMT_ACT_EXEC)
		err = oomt_helper_start(&deeds->helper);
	if (!err && kinds & 1U << OOMT_ACT_RECLAIM)
		err = start_reclaimer(&deeds->reclaimer);
	return err;
}

void oomt_deeds_stop(struct oomt_deeds *deeds)
{
	oomt_deeds_let_go(deeds, oomt_now_ns());
	stop_reclaimer(&deeds->reclaimer);
	oomt_helper_stop(&deeds->helper);
}

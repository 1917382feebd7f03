/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The executor: the process that carries decisions out.
 *
 *	/dev/oomtables --read--> killer ---ring---> reaper ---ring---> printer
 *		       <--ACK---          process_mrelease,    what happened
 *		       <---------OUTCOME- waits till it is gone
 *		       <--PSI, swap.total, heartbeat--- feeder
 *		       <---------OUTCOME- doer (doer.h): what is no kill
 *		       <--cgroups-- watcher: what happens in those asked about
 *
 * Without the module (warden.h) the warden stands in the killer's place, and
 * there is neither feeder nor watcher.
 *
 * The killer reads, kills and acknowledges, and does nothing else; it never
 * waits for another thread, and neither does the reaper for the printer.
 * Everything they touch exists before the device is opened.
 */
#ifndef OOMT_OOMCTL_EXECUTOR_H
#define OOMT_OOMCTL_EXECUTOR_H

#include <pthread.h>
#include <semaphore.h>
#include "ledger.h"
#include "proc/pressure.h"
#include "ring.h"

#define OOMT_KICK_SIGNAL	SIGUSR1	/* takes the killer out of its read */

struct oomt_doer;
struct oomt_recorder;
struct oomt_warden;

struct oomt_executor {
	struct oomt_warden *warden;	/* NULL: the module decides */
	struct oomt_doer *doer;		/* NULL: it can only kill */
	struct oomt_recorder *recorder;	/* NULL: no records are kept */
	int device;			/* OOMT_DEVICE */
	int proc;			/* /proc, a directory */
	int meminfo;
	int psi[OOMT_PSI_FILES];	/* -1: not offered */
	int stop_fd;			/* eventfd: the feeder's end */
	int asked_fd;			/* eventfd: asked_for has changed */
	int failed_fd;			/* eventfd: the device is lost */
	long hz;
	bool json;
	s32 pid;
	sem_t prepared;			/* the killer is ready to read */
	/* Ending, in this order: each is set when the one before is done. */
	_Atomic bool stopping;		/* killer and feeder */
	_Atomic bool all_killed;	/* no job comes to reaper and doer any more */
	_Atomic bool all_done;		/* nor to the printer */

	_Atomic bool replaced;		/* another executor has taken our place */
	_Atomic int error;		/* why the device is lost: -errno */
	_Atomic u64 asked_for;		/* bit OOMT_M_x: metrics that the
					 * module's tables ask for */
	_Atomic u64 busy_ns;		/* killer: since when; 0: it waits */
	struct oomt_ring killed;	/* killer -> reaper */
	struct oomt_ring done;		/* reaper -> printer */
	struct oomt_ring errands;	/* killer -> doer */
	struct oomt_ring told;		/* doer -> printer */
	struct oomt_ledger ledger;	/* of whom we stop */
	bool realtime, sandboxed, locked, protected;
};

/*
 * Opens everything but the device, locks memory, protects this process.  What
 * is not allowed (real time, locking) is left out and told by the printer.
 * 0 or -errno.
 */
int oomt_executor_init(struct oomt_executor *ex);
void oomt_executor_exit(struct oomt_executor *ex);

/*
 * Registers as the handler; with `takeover` in the place of another process.
 * 0; -ENOENT: no module; -EBUSY; -EPERM.
 */
int oomt_executor_open(struct oomt_executor *ex, bool takeover);

/*
 * Runs until SIGTERM, SIGINT or another's takeover (0) or the device is lost
 * (-errno).
 */
int oomt_executor_run(struct oomt_executor *ex);

/* What the module's tables ask for: the watcher tells, the feeder hears it. */
void oomt_asked_set(struct oomt_executor *ex, u64 metrics);
void oomt_asked_take(struct oomt_executor *ex);

/* The threads' bodies; arg is the executor. */
void *oomt_killer_main(void *arg);
void *oomt_reaper_main(void *arg);
void *oomt_feeder_main(void *arg);
void *oomt_watcher_main(void *arg);
void *oomt_doer_main(void *arg);
void *oomt_printer_main(void *arg);
void *oomt_listener_main(void *arg);
void *oomt_warden_main(void *arg);

/* CLOCK_BOOTTIME in ns; no allocation, no system call where the vDSO works. */
u64 oomt_now_ns(void);

/* SCHED_FIFO for the calling thread.  False: not allowed. */
bool oomt_realtime(int priority);

/* The killer's seccomp filter, for the calling thread.  0 or -errno. */
int oomt_sandbox_enter(void);

/* Reads an open file of /proc into buf, NUL-terminated.  Length or -errno. */
ssize_t oomt_read_static(int fd, char *buf, size_t size);

/* The same of PID/stat; proc: a descriptor of /proc. */
ssize_t oomt_read_stat(int proc, s32 pid, char *buf, size_t size);

#endif /* OOMT_OOMCTL_EXECUTOR_H */

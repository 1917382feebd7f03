/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Jobs handed from one thread to one other: a ring that is made before
 * anything happens, without locks, without allocation.  A full ring never
 * makes the producer wait: it goes on with what matters and counts a drop.
 *
 *	killer --ring--> reaper --ring--> printer
 *	      \--ring--> doer ---ring----/
 */
#ifndef OOMT_OOMCTL_RING_H
#define OOMT_OOMCTL_RING_H

#include <stdatomic.h>
#include "compat.h"

#define OOMT_RING_SLOTS	32		/* of jobs; a power of two */

/* What a job tells.  DRY, NOBODY, ... come from the proc backend alone. */
enum oomt_job_kind {
	OOMT_JOB_KILL,			/* SIGKILL was sent, or `result` why not */
	OOMT_JOB_ASKED,			/* the first signal of a grace was sent */
	OOMT_JOB_DRY,			/* what would have been done */
	OOMT_JOB_NOBODY,		/* fired, and there is no candidate */
	OOMT_JOB_ALARM,			/* the chain's kills give nothing back */
	OOMT_JOB_BEGUN,			/* reclaim, exec: it takes its time */
	OOMT_JOB_DEED,			/* freeze, reclaim, exec: `result`; of a
					 * command that ran its exit status */
	OOMT_JOB_THAW,			/* what a decision froze goes on */
	OOMT_JOB_SHARED,		/* runner[0] not taken: it shares memory
					 * with runner[1], who is exempt */
	OOMT_JOB_WARN,			/* the runners were warned (rss: total) */
	OOMT_JOB_LOG,			/* `text`: candidates passed, runner[0]
					 * is the largest (rss: total) */
};

/* A decision and what became of it.  Times are CLOCK_BOOTTIME. */
struct oomt_job {
	struct oomt_decision decision;
	enum oomt_job_kind kind;
	int pidfd;			/* of the victim; -1: none */
	u32 pid_count;			/* of a unit; 0: only the victim */
	s32 pid[OOMT_MEMBERS_MAX];	/* the victim first */
	u32 gone_count;			/* of them, in order */
	int result;			/* 0: the signal was sent; -errno */
	int ack;			/* 0; -ESTALE: nobody waited any more */
	int release;			/* of process_mrelease */
	u64 asked_ns;			/* first signal of a grace; 0: none */
	u64 read_ns;
	u64 signalled_ns;		/* SIGKILL; 0: it went by itself */
	u64 released_ns;		/* mrelease returned; 0: it failed */
	u64 gone_ns;			/* 0: not in time */
	u64 done_ns;			/* a deed, a thaw */
	s64 available, swap_free;	/* when it was gone; -1: unknown */
	char text[256];			/* of a log */
};

struct oomt_ring {
	_Atomic u32 head;		/* next to be filled */
	_Atomic u32 tail;		/* next to be taken */
	_Atomic u32 dropped;
	int wake;			/* an eventfd that the taker waits on */
	u32 slots;			/* a power of two */
	size_t size;			/* of each */
	char *slot;
};

/* Allocates slots of `size` bytes.  0 or -errno. */
int oomt_ring_init(struct oomt_ring *ring, u32 slots, size_t size);
void oomt_ring_exit(struct oomt_ring *ring);

/* The producer: a slot to fill, or NULL when full; then publish it. */
void *oomt_ring_slot(struct oomt_ring *ring);
void oomt_ring_publish(struct oomt_ring *ring);
void oomt_ring_drop(struct oomt_ring *ring);

/* The taker: the oldest job, or NULL when empty; then release it. */
void *oomt_ring_take(struct oomt_ring *ring);
void oomt_ring_release(struct oomt_ring *ring);

/* Wakes the taker without a job (to stop it); empties the eventfd. */
void oomt_ring_wake(struct oomt_ring *ring);
void oomt_ring_awake(struct oomt_ring *ring);

#endif /* OOMT_OOMCTL_RING_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the warden does instead of a kill: freeze, reclaim, exec.  None of them
 * makes it wait: a freeze is a signal or a write that returns at once, memory
 * is asked for by a thread, a command is run by the helper.
 */
#ifndef OOMT_OOMCTL_DEEDS_H
#define OOMT_OOMCTL_DEEDS_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include "helper.h"
#include "members.h"
#include "ring.h"

#define OOMT_FREEZES	64		/* of which a thaw is told */

/* A process that was stopped, or a cgroup that was frozen. */
struct oomt_frozen {
	u64 id;				/* of the decision */
	int pidfd;			/* -1: it is a cgroup */
	int dir;
	u64 until_ns;			/* 0: till the episode ends */
	u32 entry;			/* in the ledger; OOMT_NONE: none */
};

/* A decision that froze somebody: what is told when it is over. */
struct oomt_freeze {
	u64 id, at_ns;			/* id 0: free */
	u64 thawed_ns;			/* 0: somebody is frozen still */
	s32 pid;
	u32 count, rule, line;
	char comm[OOMT_COMM_LEN], file[OOMT_NAME_MAX];
	char table[OOMT_NAME_MAX], chain[OOMT_NAME_MAX];
};

/* Asks one cgroup at a time. */
struct oomt_reclaimer {
	pthread_t thread;
	bool started, busy;
	_Atomic bool stopping, done;
	sem_t asked;
	int dir;
	s64 bytes;
	int result;
	struct oomt_job job;		/* told when it is done */
};

struct oomt_deeds {
	struct oomt_ledger *ledger;	/* borrowed; NULL: none is kept */
	struct oomt_frozen frozen[OOMT_MEMBERS_MAX];
	u32 frozen_count;
	struct oomt_freeze freeze[OOMT_FREEZES];
	struct oomt_reclaimer reclaimer;
	struct oomt_helper helper;
	struct oomt_job running[OOMT_HELPER_RUNS];	/* decision.id 0: free */
	struct oomt_helper_request request;
	struct oomt_job told;
};

/* kinds: bits 1 << enum oomt_action_kind.  0 or -errno. */
int oomt_deeds_start(struct oomt_deeds *deeds, u32 kinds);
/* Thaws everybody whom no other executor has adopted. */
void oomt_deeds_stop(struct oomt_deeds *deeds);

/*
 * Takes over whom an executor has frozen that was killed or, with `replaced`,
 * that we stand in for.  Without a time they are ours until until_ns (0: till
 * the episode ends).  How many.
 */
u32 oomt_deeds_adopt(struct oomt_deeds *deeds, int proc, bool replaced,
		     u64 until_ns);

/*
 * The members are stopped by the job's decision: they are ours now.  0, -ENOSPC
 * (they go on).
 */
int oomt_deeds_keep(struct oomt_deeds *deeds, struct oomt_members *members,
		    u64 until_ns, const struct oomt_job *job);
/* Freezes the cgroup.  Takes `dir` over.  0 or -errno. */
int oomt_deeds_freeze(struct oomt_deeds *deeds, int dir, u64 until_ns,
		      const struct oomt_job *job);
/* Thaws whose time is over; with `all_over` those without a time, too. */
void oomt_deeds_thaw(struct oomt_deeds *deeds, bool all_over, u64 now_ns);
/*
 * Another executor has taken our place: it is given a while, two seconds at most,
 * to adopt whom we have frozen.
 */
void oomt_deeds_hand_over(const struct oomt_deeds *deeds);
/* Thaws everybody: the end. */
void oomt_deeds_let_go(struct oomt_deeds *deeds, u64 now_ns);

/* Each takes a copy of the job, to be told when it is done.  0 or -errno. */
int oomt_deeds_reclaim(struct oomt_deeds *deeds, int dir, s64 bytes,
		       const struct oomt_job *job);
int oomt_deeds_exec(struct oomt_deeds *deeds, const char *cgroup,
		    const struct oomt_job *job);

/*
 * What is to be told: a DEED that is done, with its result, or a THAW.  NULL:
 * none.  Stands until the next.
 */
struct oomt_job *oomt_deeds_done(struct oomt_deeds *deeds);

#endif /* OOMT_OOMCTL_DEEDS_H */

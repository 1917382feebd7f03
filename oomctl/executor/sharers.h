/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Processes that share a victim's memory (CLONE_VM without CLONE_THREAD, as
 * vfork does): they are one with it.  /proc does not tell who they are; kcmp
 * does, if it may look at both, so they are looked for when somebody is about
 * to be killed.  Called by the warden when memory is low: allocates nothing.
 */
#ifndef OOMT_OOMCTL_SHARERS_H
#define OOMT_OOMCTL_SHARERS_H

#include "warden/census.h"
#include "decide.h"

#define OOMT_SHARERS_MAX	32

struct oomt_sharer {
	s32 pid;
	int pidfd;
};

struct oomt_sharers {
	struct oomt_sharer one[OOMT_SHARERS_MAX];
	u32 count;
};

/*
 * Who shares the memory of task `victim`.  Returns the index of one whom the
 * policy spares (then *sharers is empty, and the victim must not be taken), or
 * OOMT_NONE.  A sharer that is only exempt by policy, or exiting, has no say.
 */
u32 oomt_sharers_find(struct oomt_sharers *sharers,
		      struct oomt_census *census,
		      const struct oomt_workspace *ws, u32 victim);

/*
 * Before the SIGKILL of the victim, which lives: lets go who has left its
 * memory since.
 */
void oomt_sharers_check(struct oomt_sharers *sharers, s32 victim);

/* After it: SIGKILL for all that are left; lets them go. */
void oomt_sharers_kill(struct oomt_sharers *sharers);

void oomt_sharers_drop(struct oomt_sharers *sharers);

#endif /* OOMT_OOMCTL_SHARERS_H */

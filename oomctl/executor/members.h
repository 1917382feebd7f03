/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The processes of a unit that is acted on, each held by a pidfd, so that a
 * signal reaches the process that was looked at or nobody.  Used by the warden
 * when memory is low: allocates nothing.
 */
#ifndef OOMT_OOMCTL_MEMBERS_H
#define OOMT_OOMCTL_MEMBERS_H

#include "compat.h"
#include "ledger.h"

struct oomt_member_fd {
	s32 pid;
	int pidfd;
	bool stopped;		/* by us */
	u32 entry;		/* in the ledger, then; OOMT_NONE: none */
};

struct oomt_members {
	struct oomt_member_fd one[OOMT_MEMBERS_MAX];
	u32 count;
	struct oomt_ledger *ledger;	/* borrowed; NULL: none is kept */
};

/* Whether its process has exited.  Never waits. */
bool oomt_pidfd_exited(int pidfd);

/* 0; -ESRCH: it has gone; -ENOSPC, -EMFILE: no room. */
int oomt_members_add(struct oomt_members *members, s32 pid);

/* Lets go whom `keep` does not want. */
void oomt_members_filter(struct oomt_members *members,
			 bool (*keep)(void *arg, s32 pid), void *arg);

bool oomt_members_has(const struct oomt_members *members, s32 pid);

/* Lets go who has exited; how many are left. */
u32 oomt_members_alive(struct oomt_members *members);

/* To all.  The answer is that of the first; others may have gone. */
int oomt_members_signal(const struct oomt_members *members, int signal);

/*
 * SIGSTOP for who is not stopped, entered in the ledger before; SIGCONT for
 * whom we stopped.
 */
int oomt_members_stop(struct oomt_members *members, int proc);
void oomt_members_continue(struct oomt_members *members);

void oomt_members_drop(struct oomt_members *members);

/* ---- a whole cgroup ------------------------------------------------------ */

/*
 * Whether the cgroup (an open directory) holds members only, none below it, and
 * all of it can be acted on at once.
 */
bool oomt_members_are_all_of(const struct oomt_members *members, int dir,
			     char *text, size_t size);

/* Writes `text` to a file of it.  0 or -errno. */
int oomt_cgroup_write(int dir, const char *file, const char *text);

#endif /* OOMT_OOMCTL_MEMBERS_H */

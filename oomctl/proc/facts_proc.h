/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A picture of this machine from /proc and /sys, for calm times: it
 * allocates, and reading cmdline can wait for a process.  Never reads smaps.
 *
 *	facts = oomt_facts_new("/", 0);
 *	oomt_facts_read(facts, &pic);	... again and again ...
 *	oomt_facts_free(facts);
 */
#ifndef OOMT_OOMCTL_FACTS_PROC_H
#define OOMT_OOMCTL_FACTS_PROC_H

#include "buffer.h"
#include "picture.h"
#include "pressure.h"
#include "table.h"

struct oomt_facts;

enum oomt_facts_flags {
	OOMT_FACTS_CMDLINE	= 1 << 0,	/* read command lines */
	OOMT_FACTS_CGROUPS	= 1 << 1,	/* all cgroups, and their metrics */
};

/* What a decision by these rules needs of them. */
static inline unsigned int oomt_facts_flags(const struct oomt_ruleset *rs)
{
	const u64 memcg = 1ULL << OOMT_F_MEMCG_CURRENT |
			  1ULL << OOMT_F_MEMCG_MAX;
	unsigned int flags = 0;

	if (rs->fields & 1ULL << OOMT_F_CMDLINE)
		flags |= OOMT_FACTS_CMDLINE;
	if (rs->cgroup_metrics || rs->each ||
	    (rs->fields | rs->order_fields) & memcg ||
	    rs->base_count[OOMT_HOOK_MEMCG])
		flags |= OOMT_FACTS_CGROUPS;
	return flags;
}

/* `root` is where proc/ and sys/ are: "/", or a copy.  NULL with errno. */
struct oomt_facts *oomt_facts_new(const char *root, unsigned int flags);
void oomt_facts_free(struct oomt_facts *facts);

/* The declared executor, to be marked in pictures; 0: none. */
void oomt_facts_set_executor(struct oomt_facts *facts, s32 pid);

/*
 * Takes a picture.  It belongs to `facts` and stands until the next call.
 * Tasks are sorted by pid.  Times are rounded down to milliseconds.  Processes
 * that vanish meanwhile are left out.  0 or -errno.
 */
int oomt_facts_read(struct oomt_facts *facts, struct oomt_picture **pic);

/* The machine's metrics alone.  0 or -errno (without /proc/meminfo). */
int oomt_facts_system(int root_fd, struct oomt_buffer *buf,
		      struct oomt_metrics *metrics);

/* ---- the parts that only look at text (facts_text.c) -------------------- */

/*
 * Fills pid, comm, ppid, pgrp, session, threads, start_ns and flags from the
 * text of /proc/PID/stat; comm may hold anything, `)` and newlines too.
 * hz: clock ticks per second.  0 or -EINVAL.
 */
int oomt_stat_parse(const char *text, size_t len, long hz,
		    struct oomt_task *task);

/* Where its arguments begin in its memory; 0: not to be known. */
u64 oomt_stat_args(const char *text, size_t len);

/*
 * Killed, by whomever, and not gone yet: SIGKILL stands before its first thread,
 * or that one is on its way out, and not it alone.
 */
bool oomt_stat_dying(const char *text, size_t len);

/* Stopped by a signal, or by who traces it. */
bool oomt_stat_stopped(const char *text, size_t len);

/*
 * Fills the effective uid and gid and the sizes from /proc/PID/status.  True
 * if it speaks of an address space at all (kernel threads and exited leaders
 * have none; then the sizes are 0).
 */
bool oomt_status_parse(const struct oomt_buffer *status,
		       struct oomt_task *task);

/*
 * The path in the unified hierarchy, from /proc/PID/cgroup; "/" when it does
 * not say.  Changes the buffer.
 */
const char *oomt_cgroup_parse(struct oomt_buffer *cgroup);

/* NUL-separated arguments to words joined by one space. */
void oomt_cmdline_join(struct oomt_buffer *cmdline);

#endif /* OOMT_OOMCTL_FACTS_PROC_H */

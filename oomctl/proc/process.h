/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * One process, read through its open /proc directory, so that all facts are
 * of the same process even if its pid is given to another meanwhile.
 * Called by snapshots (facts_proc.c) and, when memory is low, by the proc
 * backend (census.c): allocates nothing once `buf` has grown.
 */
#ifndef OOMT_OOMCTL_PROCESS_H
#define OOMT_OOMCTL_PROCESS_H

#include "buffer.h"
#include "picture.h"

struct oomt_process_texts {
	char cgroup[PATH_MAX];		/* "": no unified hierarchy */
	char exe[PATH_MAX];		/* "": unknown */
	/* Where its arguments stand: another program, another place (they are
	 * put at random).  0: unknown. */
	u64 args;
};

/* What a reading of all this fills: bits OOMT_F_x (EXE apart). */
#define OOMT_PROCESS_KNOWN						\
	((1ULL << OOMT_F_COUNT) - 1 -					\
	 ((1ULL << OOMT_F_EXE) | (1ULL << OOMT_F_CMDLINE) |		\
	  (1ULL << OOMT_F_GROWTH) | (1ULL << OOMT_F_CHILDREN) |		\
	  (1ULL << OOMT_F_TREE_TOTAL) |					\
	  (1ULL << OOMT_F_MEMCG_CURRENT) | (1ULL << OOMT_F_MEMCG_MAX)))

/*
 * Reads all facts but cmdline, growth and what takes other processes to know.
 * `dir`: /proc/PID, may be O_PATH.  hz: clock ticks per second.  task->exe and
 * task->cgroup are left to the caller, whose strings they are.
 * 0; -ENOENT, -ESRCH: it has gone (or is a thread, not a process); -errno.
 */
int oomt_process_read(int dir, long hz, struct oomt_buffer *buf,
		      struct oomt_task *task,
		      struct oomt_process_texts *texts);

/* Its sizes, uid and gid alone; task->flags and threads must be filled. */
int oomt_process_sizes(int dir, struct oomt_buffer *buf,
		       struct oomt_task *task);

#endif /* OOMT_OOMCTL_PROCESS_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the unified hierarchy tells of a cgroup, read into the engine's own
 * structure.  Called by snapshots (facts_proc.c) and, when memory is low, by
 * the proc backend (census_cgroup.c): reading allocates nothing once `buf` has
 * grown; walking allocates.
 */
#ifndef OOMT_OOMCTL_CGROUP_FACTS_H
#define OOMT_OOMCTL_CGROUP_FACTS_H

#include "buffer.h"
#include "picture.h"

/* What is to be read: bits OOMT_CM_x, and this one. */
#define OOMT_CGROUP_OOM_GROUP	(1U << 31)
#define OOMT_CGROUP_ALL		(~0U)

/* The unified hierarchy, alone or beside the old ones: a directory; -1. */
int oomt_cgroup_hierarchy(int root);

/* The directory of a cgroup: a descriptor (`how`: flags of open) or -errno. */
int oomt_cgroup_open(int hierarchy, const char *path, int how);

/*
 * Reads metrics of the cgroup at cgroup->path.  What is not read or not offered
 * is not known afterwards.  Its id is the directory's inode, or if it is not
 * there one of its path's own.  False: it is not there.
 */
bool oomt_cgroup_read(int hierarchy, u32 want, struct oomt_buffer *buf,
		      struct oomt_cgroup *cgroup);

/* Calls `each` for every cgroup, "/" first; until one call answers not 0. */
int oomt_cgroup_walk(int hierarchy, int (*each)(void *arg, const char *path),
		     void *arg);

#endif /* OOMT_OOMCTL_CGROUP_FACTS_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A picture of a machine: what the engine decides about.  Facts providers
 * (kmod/facts.c, oomctl/proc/facts_proc.c, oomctl/snapshot/snapshot.c) fill it; the engine
 * only reads it.  Plain data: no locks, no lifetime beyond the arrays' owner.
 */
#ifndef OOMT_ENGINE_PICTURE_H
#define OOMT_ENGINE_PICTURE_H

#include "compat.h"

/*
 * One thread group.  All sizes are bytes, 0 <= size <= OOMT_SIZE_MAX (a
 * provider clamps).  A field whose bit (1 << OOMT_F_x) in `known` is clear has
 * no value.  TOTAL (rss + swap + pgtables; unknown if one of them is), AGE
 * (picture.now_ns - start_ns) and OOM_SCORE are computed by the engine and
 * need no bit.  CHILDREN and TREE_TOTAL are filled by oomt_kin_fill(), MEMCG_*
 * are the cgroup's.
 */
struct oomt_task {
	u64 known;
	s32 pid, ppid, pgrp, session;
	u32 uid, gid;			/* effective, initial namespaces */
	u64 start_ns;			/* CLOCK_BOOTTIME */
	s64 rss, anon, file, shmem, swap, pgtables, vsize;
	s64 growth;			/* bytes per second, of total */
	s64 tree_total;			/* by kin.h, like children */
	s32 oom_score_adj;
	u32 threads;
	u32 children;
	u32 flags;			/* enum oomt_task_flags */
	u32 cgroup;			/* index in picture.cgroup, or OOMT_NONE */
	char comm[OOMT_COMM_LEN];	/* NUL-terminated */
	const char *exe;		/* NULL: unknown; owned by the provider */
	const char *cmdline;		/* NULL: unknown; owned by the provider */
};

struct oomt_cgroup {
	const char *path;		/* "/a/b"; NULL: unknown */
	u64 id;				/* stays with it from picture to picture */
	u32 known;			/* bit OOMT_CM_x */
	bool oom_group;			/* memory.oom.group is set */
	s64 metric[OOMT_CM_COUNT];	/* bytes, basis points */
};

struct oomt_picture {
	u64 now_ns;			/* CLOCK_BOOTTIME */
	u64 metrics_known;		/* bit OOMT_M_x */
	s64 metric[OOMT_M_COUNT];	/* bytes, basis points, pages per s */
	struct oomt_task *task;
	u32 task_count;
	struct oomt_cgroup *cgroup;
	u32 cgroup_count;
};

static inline bool oomt_task_knows(const struct oomt_task *task,
				   enum oomt_field field)
{
	return task->known & (1ULL << field);
}

/* A size of the task for sums: what is not known adds nothing. */
static inline s64 oomt_task_size(const struct oomt_task *task,
				 enum oomt_field field, s64 bytes)
{
	return oomt_task_knows(task, field) ? bytes : 0;
}

/* rss + swap + pgtables, as far as they are known. */
static inline s64 oomt_task_weight(const struct oomt_task *task)
{
	return oomt_task_size(task, OOMT_F_RSS, task->rss) +
	       oomt_task_size(task, OOMT_F_SWAP, task->swap) +
	       oomt_task_size(task, OOMT_F_PGTABLES, task->pgtables);
}

/* Whether a cgroup is in or below the other: "/a/b" in "/a" and in "/". */
static inline bool oomt_path_inside(const char *path, const char *of)
{
	size_t len = strlen(of);

	if (!path)
		return false;
	if (len == 1)
		return true;
	return !strncmp(path, of, len) && (!path[len] || path[len] == '/');
}

/* The task's own cgroup, or NULL. */
static inline const struct oomt_cgroup *
oomt_task_cgroup(const struct oomt_picture *pic, const struct oomt_task *task)
{
	return task->cgroup < pic->cgroup_count ? &pic->cgroup[task->cgroup] :
						  NULL;
}

static inline bool oomt_cgroup_knows(const struct oomt_cgroup *cgroup,
				     enum oomt_cgroup_metric metric)
{
	return cgroup->known & (1U << metric);
}

static inline bool oomt_picture_knows(const struct oomt_picture *pic,
				      enum oomt_metric metric)
{
	return pic->metrics_known & (1ULL << metric);
}

static inline void oomt_picture_set(struct oomt_picture *pic,
				    enum oomt_metric metric, s64 value)
{
	pic->metric[metric] = value;
	pic->metrics_known |= 1ULL << metric;
}

#endif /* OOMT_ENGINE_PICTURE_H */

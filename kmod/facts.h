/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The picture of this machine, taken in one RCU walk that cannot block: no
 * mmap_lock, no allocation, nothing that faults.  One instance per context
 * that decides; its owner serialises the use.
 */
#ifndef OOMT_KMOD_FACTS_H
#define OOMT_KMOD_FACTS_H

#include <linux/nodemask.h>
#include "../engine/picture.h"

/* Within one walk's RCU section a pointer is a cgroup's identity. */
struct oomt_facts_slot {
	const void *cgrp;	/* NULL: empty */
	u32 index;		/* in pic.cgroup */
};

struct mem_cgroup;

struct oomt_facts {
	struct oomt_picture pic;
	u32 task_capacity, cgroup_capacity;
	u32 *heap;		/* top-N by total, once the table is full */
	struct oomt_facts_slot *slot;	/* hash of cgroups */
	u32 slot_mask;
	char *paths;		/* arena of cgroup paths */
	size_t paths_size, paths_used;
	char *exe_text;		/* executables' paths, as copied */
	size_t exe_size;
	const struct oomt_exe_table *exe;	/* during a walk; NULL: unknown */
	/* what the last walk found */
	bool kernel_leaving;	/* the kernel's own victim is gone, says the
				 * kernel, but not its last pages */
	u32 seen;		/* processes, kept or not */
	bool truncated;		/* tasks or cgroups did not fit */
	bool heaped;
	bool kernel_victim;	/* the kernel's own victim is not gone yet */
	bool cgroups;		/* as wanted */
	s64 dying;		/* bytes, anon: of processes that are about to
				 * give them back */
	bool foreign_mark;	/* swapoff or KSM asked to be killed first */
	struct mem_cgroup *hit;	/* as wanted; holds while the hook runs */
	u32 within;		/* the same in pic.cgroup, or OOMT_NONE */
};

struct oomt_want {
	u64 fields;		/* bit OOMT_F_x: beyond what is always told */
	pid_t executor;		/* tgid, 0: none */
	const nodemask_t *mems;	/* oom: who can give back there; NULL: all */
	struct mem_cgroup *within; /* memcg: only tasks in or below; or NULL */
	bool kthreads;		/* list them too (dumps) */
	bool cgroups;		/* what cgroups hold, those above tasks' too */
};

/* Allocates, may sleep: 0 or -ENOMEM. */
int oomt_facts_init(struct oomt_facts *facts, u32 tasks, u32 cgroups);
void oomt_facts_exit(struct oomt_facts *facts);

/* Takes the picture, metrics included.  Any context but interrupts. */
void oomt_facts_gather(struct oomt_facts *facts, const struct oomt_want *want);

/*
 * Metrics and cgroups only, all of them, without any task: for a look whether
 * a condition about cgroups holds.  The same contexts.
 */
void oomt_facts_look(struct oomt_facts *facts);

/* How many tasks and cgroups a table should hold now: twice what there is. */
void oomt_facts_capacity(u32 *tasks, u32 *cgroups);

#endif /* OOMT_KMOD_FACTS_H */

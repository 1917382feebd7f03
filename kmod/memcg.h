/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a cgroup holds, for conditions and memcg.* fields.  Any context, under
 * rcu_read_lock().
 */
#ifndef OOMT_KMOD_MEMCG_H
#define OOMT_KMOD_MEMCG_H

#include "../engine/picture.h"

struct cgroup;
struct mem_cgroup;
struct task_struct;

/*
 * memory.current, memory.max, memory.swap.current (page counters), PSI (as its
 * averages stand: a worker renews them every 2 s while something stalls),
 * memory.oom.group, and memory.anon if it was pushed lately.  A cgroup without a memory controller of its own knows
 * nothing but PSI.
 */
void oomt_memcg_fill(struct cgroup *cgrp, struct oomt_cgroup *cg);

/* How long a pushed value of a cgroup is believed. */
#define OOMT_ANON_FRESH_MS	5000

/*
 * Takes what only user space knows of the cgroup with this id: memory.anon, in
 * bytes.  0, or -EINVAL for another metric or a value out of range.
 */
int oomt_memcg_push(u64 id, u32 metric, s64 value);

/*
 * Its cgroup.  False: not in the unified hierarchy, of which rules speak.
 */
struct cgroup *oomt_memcg_cgroup(const struct mem_cgroup *memcg);
bool oomt_memcg_unified(const struct mem_cgroup *memcg);

/* So many pages can be charged to it (by now). */
bool oomt_memcg_room(struct mem_cgroup *memcg, int order);

/* The process, as the kernel's killer would find it, is in or below it. */
bool oomt_memcg_holds(struct mem_cgroup *memcg, struct task_struct *leader);

#endif /* OOMT_KMOD_MEMCG_H */

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
 * memory.oom.group.  A cgroup without a memory controller of its own knows
 * nothing but PSI.
 */
void oomt_memcg_fill(struct cgroup *cgrp, struct oomt_cgroup *cg);

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

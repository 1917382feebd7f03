/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a cgroup holds, for conditions and memcg.* fields.  Any context, under
 * rcu_read_lock().
 */
#ifndef OOMT_KMOD_MEMCG_H
#define OOMT_KMOD_MEMCG_H

#include "../engine/picture.h"

struct cgroup;

/*
 * memory.current, memory.max, memory.swap.current (page counters), PSI (as its
 * averages stand: a worker renews them every 2 s while something stalls),
 * memory.oom.group.  A cgroup without a memory controller of its own knows
 * nothing but PSI.
 */
void oomt_memcg_fill(struct cgroup *cgrp, struct oomt_cgroup *cg);

#endif /* OOMT_KMOD_MEMCG_H */

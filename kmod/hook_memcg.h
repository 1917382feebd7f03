/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hook memcg: a cgroup has hit its limit, and the kernel is about to choose
 * somebody in or below it.
 */
#ifndef OOMT_KMOD_HOOK_MEMCG_H
#define OOMT_KMOD_HOOK_MEMCG_H

#include <linux/types.h>

struct mem_cgroup;

/*
 * In the probe at the entry of out_of_memory(), with oom_lock held and
 * preemption off; the call is known (call.h).
 */
void oomt_hook_memcg(struct mem_cgroup *memcg, int order);

/* The hook can be had on this kernel, and works at this moment. */
bool oomt_hook_memcg_live(void);

/* In calm times, by one thread: says once if it has ceased or come back. */
void oomt_hook_memcg_look(void);

#endif /* OOMT_KMOD_HOOK_MEMCG_H */

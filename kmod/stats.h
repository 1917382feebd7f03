/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counts since the module was loaded, for STATUS.
 */
#ifndef OOMT_KMOD_STATS_H
#define OOMT_KMOD_STATS_H

#include <linux/atomic.h>
#include <linux/timekeeping.h>

struct oomt_stats {
	atomic64_t decisions;	/* with a victim */
	atomic64_t kills;	/* victims taken, by anyone */
	atomic64_t misses;	/* deadlines missed by the handler */
	atomic64_t killed_ns;	/* CLOCK_BOOTTIME of the last kill */
};

extern struct oomt_stats oomt_stats;	/* main.c */

/* In a cgroup at its limit: the machine's pressure is another one's. */
static inline void oomt_stats_kill_within(void)
{
	atomic64_inc(&oomt_stats.kills);
}

/* The next decision's number: per boot of the module, from 1. */
static inline u64 oomt_stats_decide(void)
{
	return atomic64_inc_return(&oomt_stats.decisions);
}

static inline void oomt_stats_kill(void)
{
	atomic64_inc(&oomt_stats.kills);
	atomic64_set(&oomt_stats.killed_ns, ktime_get_boottime_ns());
}

#endif /* OOMT_KMOD_STATS_H */

// SPDX-License-Identifier: GPL-2.0-only
/*
 * A deferrable timer on each CPU.  Memory is taken by a CPU that runs, and there
 * the timer fires; on an idle one it waits until something else wakes it.  So an
 * idle machine is never woken, and a busy one looks often.  In softirq: reads
 * counters, wakes, and nothing else.
 */
#include "compat.h"

#include <linux/cpuhotplug.h>
#include <linux/percpu.h>
#include <linux/pid_namespace.h>
#include <linux/spinlock.h>
#include <linux/swap.h>
#include <linux/tick.h>
#include <linux/timer.h>
#include <linux/vmstat.h>

#include "hooks.h"
#include "tick.h"

/* 200 MiB at 10 GiB/s: as often as hook low itself would look at the most. */
#define TICK_MS		20

static DEFINE_PER_CPU(struct timer_list, ticker);
static int hotplug = -1;	/* state; < 0: not live */
static DEFINE_SPINLOCK(lines_lock);
/* In pages: at or below one of them hook low is woken.  LONG_MIN: never. */
static struct {
	long available, free, swap;
} lines = { LONG_MIN, LONG_MIN, LONG_MIN };

static unsigned int many = UINT_MAX;	/* threads: a crowd */
static bool crowded;

static unsigned int threads(void)
{
	return READ_ONCE(init_pid_ns.pid_allocated) & (PIDNS_ADDING - 1);
}

void oomt_tick_count(void)
{
	WRITE_ONCE(many, threads() / 4 * 5 + 64);
}

bool oomt_tick_crowded(void)
{
	return xchg(&crowded, false);
}

static bool crossed(void)
{
	return threads() > READ_ONCE(many) ||
	       (READ_ONCE(lines.available) != LONG_MIN &&
		si_mem_available() <= READ_ONCE(lines.available)) ||
	       (READ_ONCE(lines.swap) != LONG_MIN &&
		get_nr_swap_pages() <= READ_ONCE(lines.swap)) ||
	       (READ_ONCE(lines.free) != LONG_MIN &&
		(long)global_zone_page_state(NR_FREE_PAGES) <=
		READ_ONCE(lines.free));
}

static void erase(void)
{
	lines.available = lines.free = lines.swap = LONG_MIN;
}

static void on_tick(struct timer_list *timer)
{
	bool woken = false;

	if (crossed()) {
		spin_lock(&lines_lock);
		/* Drawn anew meanwhile, or somebody else was faster? */
		woken = crossed();
		if (woken) {
			erase();
			crowded |= threads() > many;
			many = UINT_MAX;
		}
		spin_unlock(&lines_lock);
	}
	if (woken)
		oomt_hook_low_wake();
	mod_timer(timer, jiffies + msecs_to_jiffies(TICK_MS));
}

static long line(long pages, s64 bytes)
{
	return bytes == S64_MAX ? LONG_MIN :
	       max_t(long, pages - (long)(bytes >> PAGE_SHIFT), 0);
}

void oomt_tick_set(s64 bytes, bool free)
{
	long swap = get_nr_swap_pages();

	spin_lock_bh(&lines_lock);
	lines.available = line(si_mem_available(), bytes);
	/* Where there is none, none is taken. */
	lines.swap = swap > 0 ? line(swap, bytes) : LONG_MIN;
	lines.free = free ? line(global_zone_page_state(NR_FREE_PAGES), bytes) :
			    LONG_MIN;
	spin_unlock_bh(&lines_lock);
}

/* ---- CPUs ---------------------------------------------------------------- */

static int begin(unsigned int cpu)
{
	struct timer_list *timer = per_cpu_ptr(&ticker, cpu);

	timer_setup(timer, on_tick, TIMER_DEFERRABLE | TIMER_PINNED);
	timer->expires = jiffies + msecs_to_jiffies(TICK_MS);
	add_timer_on(timer, cpu);
	return 0;
}

static int end(unsigned int cpu)
{
	oomt_timer_end(per_cpu_ptr(&ticker, cpu));
	return 0;
}

/* A CPU without ticks may run for long and never see a deferrable timer. */
void oomt_tick_init(bool off)
{
	if (!off && !tick_nohz_full_enabled())
		hotplug = cpuhp_setup_state(CPUHP_AP_ONLINE_DYN,
					    "oomtables:tick", begin, end);
}

void oomt_tick_exit(void)
{
	if (hotplug >= 0)
		cpuhp_remove_state(hotplug);
	hotplug = -1;
}

bool oomt_tick_live(void)
{
	return hotplug >= 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The system's metrics.  Called by both hooks and by dumps; pushed by the
 * handler's device and by a commit.  Must never sleep or allocate: it runs
 * when memory is gone.
 */
#include "compat.h"

#include <linux/spinlock.h>
#include <linux/swap.h>
#include <linux/timekeeping.h>
#include <linux/vmstat.h>

#include "metrics.h"
#include "../engine/names.h"

static DEFINE_SPINLOCK(pushed_lock);
static struct {
	s64 value;
	u64 at_ns;		/* CLOCK_BOOTTIME, 0: never */
} pushed[OOMT_M_COUNT];

/* Told by the handler, and soon too old to be believed. */
static bool passes(u32 metric)
{
	return metric < OOMT_M_COUNT &&
	       (oomt_metric_type(metric) == OOMT_T_PERCENT ||
		metric == OOMT_M_ZRAM_USED || metric == OOMT_M_PGSCAN_RATE);
}

int oomt_metrics_push(u32 metric, s64 value, bool *news)
{
	if (!passes(metric) && metric != OOMT_M_SWAP_TOTAL)
		return -EINVAL;
	if (value < 0 ||
	    value > (oomt_metric_type(metric) == OOMT_T_PERCENT ?
		     10000 : OOMT_SIZE_MAX))
		return -EINVAL;
	spin_lock(&pushed_lock);
	*news = !pushed[metric].at_ns || pushed[metric].value != value;
	pushed[metric].value = value;
	pushed[metric].at_ns = ktime_get_boottime_ns();
	spin_unlock(&pushed_lock);
	return 0;
}

static bool believed(u32 metric, u64 now_ns)
{
	bool calm = oomt_metric_type(metric) == OOMT_T_PERCENT &&
		    pushed[metric].value < OOMT_PSI_CALM_BP;

	return pushed[metric].at_ns &&
	       now_ns - pushed[metric].at_ns <
	       (calm ? OOMT_PSI_CALM_MS : OOMT_PSI_FRESH_MS) * NSEC_PER_MSEC;
}

static void fill_pushed(struct oomt_picture *pic)
{
	u32 i;

	for (i = 0; i < OOMT_M_COUNT; i++) {
		if (passes(i) && believed(i, pic->now_ns))
			oomt_picture_set(pic, i, pushed[i].value);
	}
}

/*
 * Free swap is the kernel's figure, the total was told.  A total that is
 * smaller than what is free was told before a swapon.
 */
static void fill_swap(struct oomt_picture *pic)
{
	s64 free = (s64)get_nr_swap_pages() << PAGE_SHIFT;
	s64 total;

	oomt_picture_set(pic, OOMT_M_SWAP_FREE, free);
	if (!pushed[OOMT_M_SWAP_TOTAL].at_ns)
		return;
	total = max(pushed[OOMT_M_SWAP_TOTAL].value, free);
	oomt_picture_set(pic, OOMT_M_SWAP_TOTAL, total);
	oomt_picture_set(pic, OOMT_M_SWAP_USED, total - free);
}

/* As /proc/meminfo's Cached. */
static s64 cached_pages(const struct sysinfo *info)
{
	s64 cached = global_node_page_state(NR_FILE_PAGES);

#ifdef CONFIG_SWAP
	cached -= global_node_page_state(NR_SWAPCACHE);
#endif
	cached -= info->bufferram;
	return max_t(s64, cached, 0);
}

void oomt_metrics_fill(struct oomt_picture *pic)
{
	struct sysinfo info;

	si_meminfo(&info);
	pic->now_ns = ktime_get_boottime_ns();
	pic->metrics_known = 0;
	memset(pic->metric, 0, sizeof(pic->metric));
	oomt_picture_set(pic, OOMT_M_MEM_TOTAL,
			 (s64)info.totalram << PAGE_SHIFT);
	oomt_picture_set(pic, OOMT_M_MEM_FREE,
			 (s64)info.freeram << PAGE_SHIFT);
	oomt_picture_set(pic, OOMT_M_MEM_AVAILABLE,
			 (s64)max(si_mem_available(), 0L) << PAGE_SHIFT);
	oomt_picture_set(pic, OOMT_M_MEM_CACHED,
			 cached_pages(&info) << PAGE_SHIFT);
	spin_lock(&pushed_lock);
	fill_swap(pic);
	fill_pushed(pic);
	spin_unlock(&pushed_lock);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a cgroup holds, read where the kernel keeps it.  Called by facts.c and
 * hook_memcg.c; must never sleep, allocate or wait for a lock.
 */
#include "compat.h"

#include <linux/cgroup.h>
#include <linux/memcontrol.h>
#include <linux/hash.h>
#include <linux/page_counter.h>
#include <linux/psi_types.h>
#include <linux/sched/loadavg.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>

#include "memcg.h"

static void set(struct oomt_cgroup *cg, enum oomt_cgroup_metric metric,
		s64 value)
{
	cg->metric[metric] = value;
	cg->known |= 1U << metric;
}

#ifdef CONFIG_MEMCG
static s64 bytes_of(unsigned long pages)
{
	return pages >= PAGE_COUNTER_MAX ? OOMT_NO_LIMIT :
	       min_t(s64, (s64)pages << PAGE_SHIFT, OOMT_SIZE_MAX);
}

static void fill_memory(struct cgroup *cgrp, struct oomt_cgroup *cg)
{
	struct cgroup_subsys_state *css =
		rcu_dereference(cgrp->subsys[memory_cgrp_id]);
	struct mem_cgroup *memcg;

	/* The root keeps no counters of its own. */
	if (!css || !cgroup_parent(cgrp))
		return;
	memcg = mem_cgroup_from_css(css);
	set(cg, OOMT_CM_MEMORY_CURRENT,
	    bytes_of(page_counter_read(&memcg->memory)));
	set(cg, OOMT_CM_MEMORY_MAX, bytes_of(READ_ONCE(memcg->memory.max)));
	set(cg, OOMT_CM_SWAP_CURRENT,
	    bytes_of(page_counter_read(&memcg->swap)));
	cg->oom_group = READ_ONCE(memcg->oom_group);
}

struct cgroup *oomt_memcg_cgroup(const struct mem_cgroup *memcg)
{
	return memcg->css.cgroup;
}

bool oomt_memcg_unified(const struct mem_cgroup *memcg)
{
	return memcg->css.cgroup->root == &cgrp_dfl_root;
}

bool oomt_memcg_room(struct mem_cgroup *memcg, int order)
{
	unsigned long used = page_counter_read(&memcg->memory);
	unsigned long max = READ_ONCE(memcg->memory.max);

	return used < max && max - used >= 1UL << order;
}

bool oomt_memcg_holds(struct mem_cgroup *memcg, struct task_struct *leader)
{
	struct mem_cgroup *own;
	bool holds;

	rcu_read_lock();
	own = mem_cgroup_from_task(leader);
	holds = own && mem_cgroup_is_descendant(own, memcg);
	rcu_read_unlock();
	return holds;
}
#else
static void fill_memory(struct cgroup *cgrp, struct oomt_cgroup *cg)
{
}

struct cgroup *oomt_memcg_cgroup(const struct mem_cgroup *memcg)
{
	return &cgrp_dfl_root.cgrp;
}

bool oomt_memcg_unified(const struct mem_cgroup *memcg)
{
	return false;
}

bool oomt_memcg_room(struct mem_cgroup *memcg, int order)
{
	return false;
}

bool oomt_memcg_holds(struct mem_cgroup *memcg, struct task_struct *leader)
{
	return false;
}
#endif

#ifdef CONFIG_PSI
/* The kernel's fixed point of percent, in basis points. */
static s64 basis_points(unsigned long avg)
{
	return min_t(s64, ((s64)avg * 100) >> FSHIFT, 10000);
}

static void fill_psi(struct cgroup *cgrp, struct oomt_cgroup *cg)
{
	static const struct {
		u8 state, metric;
	} of[] = {
		{ PSI_MEM_SOME, OOMT_CM_PSI_SOME_AVG10 },
		{ PSI_MEM_FULL, OOMT_CM_PSI_FULL_AVG10 },
		{ PSI_IO_SOME, OOMT_CM_PSI_IO_SOME_AVG10 },
		{ PSI_IO_FULL, OOMT_CM_PSI_IO_FULL_AVG10 },
		{ PSI_CPU_SOME, OOMT_CM_PSI_CPU_SOME_AVG10 },
		{ PSI_CPU_FULL, OOMT_CM_PSI_CPU_FULL_AVG10 },
	};
	const struct psi_group *psi = cgrp->psi;
	u32 i, avg;

	if (!psi || !cgroup_parent(cgrp))
		return;
	for (i = 0; i < ARRAY_SIZE(of); i++)
		for (avg = 0; avg < 3; avg++)
			set(cg, of[i].metric + avg,
			    basis_points(READ_ONCE(psi->avg[of[i].state][avg])));
}
#else
static void fill_psi(struct cgroup *cgrp, struct oomt_cgroup *cg)
{
}
#endif

/* ---- told by user space ------------------------------------------------- */

/*
 * memory.anon, which the kernel keeps to itself.  A cgroup has WAYS places; in
 * a full row the value that was told longest ago makes room.
 */
#define ANON_BITS	8
#define WAYS		4

static DEFINE_SPINLOCK(anon_lock);
static struct told {
	u64 id;
	u64 at_ns;		/* CLOCK_BOOTTIME, 0: never */
	s64 value;
} anon[1 << ANON_BITS][WAYS];
static bool told_any;		/* else no reader has to look */

int oomt_memcg_push(u64 id, u32 metric, s64 value)
{
	struct told *row = anon[hash_64(id, ANON_BITS)], *at = row;
	int i;

	if (metric != OOMT_CM_MEMORY_ANON || value < 0 ||
	    value > OOMT_SIZE_MAX)
		return -EINVAL;
	WRITE_ONCE(told_any, true);
	spin_lock(&anon_lock);
	for (i = 0; i < WAYS; i++) {
		if (row[i].id == id) {
			at = &row[i];
			break;
		}
		if (row[i].at_ns < at->at_ns)
			at = &row[i];
	}
	*at = (struct told){ id, ktime_get_boottime_ns(), value };
	spin_unlock(&anon_lock);
	return 0;
}

static void fill_told(struct oomt_cgroup *cg)
{
	struct told *row;
	u64 now_ns;
	int i;

	/* An OOM that strikes in the middle of a push goes without. */
	if (!READ_ONCE(told_any) || !spin_trylock(&anon_lock))
		return;
	now_ns = ktime_get_boottime_ns();
	row = anon[hash_64(cg->id, ANON_BITS)];
	for (i = 0; i < WAYS; i++)
		if (row[i].id == cg->id && row[i].at_ns &&
		    now_ns - row[i].at_ns <
		    OOMT_ANON_FRESH_MS * NSEC_PER_MSEC)
			set(cg, OOMT_CM_MEMORY_ANON, row[i].value);
	spin_unlock(&anon_lock);
}

void oomt_memcg_fill(struct cgroup *cgrp, struct oomt_cgroup *cg)
{
	fill_memory(cgrp, cg);
	fill_psi(cgrp, cg);
	fill_told(cg);
}

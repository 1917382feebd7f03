// SPDX-License-Identifier: GPL-2.0-only
/*
 * Samples of every process's total: a ring of tables, hashed by pid.  Written
 * by one worker, read in any context; must never make a reader wait.
 *
 *	age   0 .. 2.5 .. 5 .. 7.5 .. 10 .. 12.5 s
 *	                              ^ the newest at least 10 s old counts
 */
#include "compat.h"

#include <linux/hash.h>
#include <linux/log2.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/seqlock.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>

#include "../engine/amount.h"
#include "growth.h"
#include "target.h"

#define SAMPLES		6
#define WINDOW_NS	(10 * NSEC_PER_SEC)

struct entry {
	u64 start_ns;
	s64 total;
	pid_t pid;		/* 0: free */
};

struct sample {
	u64 at_ns;		/* CLOCK_BOOTTIME, 0: none */
	seqcount_t seq;
	u32 count;
	struct entry *entry;	/* [slots] */
};

struct ring {
	u32 slots;		/* a power of two */
	u32 newest;
	struct sample sample[SAMPLES];
};

static struct ring __rcu *the_ring;	/* replaced by the worker */
static bool wanted;

/* ---- reading ------------------------------------------------------------ */

/* The task's total in a sample; false: it is not there, or just replaced. */
static bool look(const struct ring *ring, const struct sample *s,
		 const struct oomt_task *task, s64 *total, u64 *at_ns)
{
	u32 at = hash_32(task->pid, 32) & (ring->slots - 1), probes;
	unsigned int seq = raw_read_seqcount(&s->seq);
	bool found = false;

	if (seq & 1 || !s->at_ns)
		return false;
	for (probes = 0; probes < ring->slots; probes++) {
		const struct entry *e = &s->entry[at];

		if (!e->pid)
			break;
		if (e->pid == task->pid && e->start_ns == task->start_ns) {
			*total = e->total;
			*at_ns = s->at_ns;
			found = true;
			break;
		}
		at = (at + 1) & (ring->slots - 1);
	}
	return found && !read_seqcount_retry(&s->seq, seq);
}

static s64 rate(s64 change, u64 ns)
{
	return ns ? oomt_muldiv(change, NSEC_PER_SEC, ns) : 0;
}

void oomt_growth_fill(struct oomt_task *task, u64 now_ns)
{
	const struct ring *ring;
	u64 at_ns, found_ns = 0;
	s64 total, found = 0;
	u32 i;

	rcu_read_lock();
	ring = rcu_dereference(the_ring);
	/* From the newest back, until one is old enough. */
	for (i = 0; ring && i < SAMPLES; i++) {
		u32 nth = (READ_ONCE(ring->newest) + SAMPLES - i) % SAMPLES;

		if (!look(ring, &ring->sample[nth], task, &total, &at_ns))
			continue;
		found = total;
		found_ns = at_ns;
		if (now_ns - at_ns >= WINDOW_NS)
			break;
	}
	rcu_read_unlock();
	if (!found_ns || found_ns >= now_ns)
		return;
	task->growth = rate(oomt_task_weight(task) - found, now_ns - found_ns);
	task->known |= 1ULL << OOMT_F_GROWTH;
}

/* ---- sampling ----------------------------------------------------------- */

static void ring_free(struct ring *ring)
{
	u32 i;

	for (i = 0; ring && i < SAMPLES; i++)
		oomt_free(ring->sample[i].entry);
	oomt_free(ring);
}

static struct ring *ring_new(u32 tasks)
{
	struct ring *ring = oomt_alloc(1, sizeof(*ring));
	u32 i;

	if (!ring)
		return NULL;
	ring->slots = roundup_pow_of_two(2 * tasks + 2);
	for (i = 0; i < SAMPLES; i++) {
		seqcount_init(&ring->sample[i].seq);
		ring->sample[i].entry = oomt_alloc(ring->slots,
						   sizeof(struct entry));
		if (!ring->sample[i].entry) {
			ring_free(ring);
			return NULL;
		}
	}
	return ring;
}

static void ring_replace(struct ring *ring)
{
	struct ring *old = rcu_dereference_protected(the_ring, true);

	rcu_assign_pointer(the_ring, ring);
	if (!old)
		return;
	synchronize_rcu();
	ring_free(old);
}

static bool put(const struct ring *ring, struct sample *s, pid_t pid,
		u64 start_ns, s64 total)
{
	u32 at = hash_32(pid, 32) & (ring->slots - 1);

	if (s->count >= ring->slots / 4 * 3)
		return false;
	while (s->entry[at].pid)
		at = (at + 1) & (ring->slots - 1);
	s->entry[at] = (struct entry){ start_ns, total, pid };
	s->count++;
	return true;
}

static void add_up(struct task_struct *t, void *total)
{
	*(s64 *)total = ((s64)(get_mm_rss(t->mm) +
			       get_mm_counter(t->mm, MM_SWAPENTS))
			 << PAGE_SHIFT) + mm_pgtables_bytes(t->mm);
}

static s64 total_of(struct task_struct *p)
{
	s64 total = 0;

	oomt_task_look(p, add_up, &total);
	return total;
}

/* False: not everybody had a place. */
static bool take(struct ring *ring, u64 now_ns)
{
	u32 nth = (ring->newest + 1) % SAMPLES;
	struct sample *s = &ring->sample[nth];
	struct task_struct *p;
	bool all = true;

	/* Readers pass it over meanwhile; they never spin on it. */
	raw_write_seqcount_begin(&s->seq);
	memset(s->entry, 0, ring->slots * sizeof(*s->entry));
	s->count = 0;
	s->at_ns = now_ns;
	rcu_read_lock();
	for_each_process(p)
		if (!(p->flags & PF_KTHREAD))
			all &= put(ring, s, p->tgid, p->start_boottime,
				   total_of(p));
	rcu_read_unlock();
	raw_write_seqcount_end(&s->seq);
	WRITE_ONCE(ring->newest, nth);
	return all;
}

static void sample(struct work_struct *unused);
static DECLARE_DELAYED_WORK(sampling, sample);

static void sample(struct work_struct *unused)
{
	struct ring *ring = rcu_dereference_protected(the_ring, true);
	u64 now_ns = ktime_get_boottime_ns();

	if (!READ_ONCE(wanted)) {
		if (ring)
			ring_replace(NULL);
		return;
	}
	if (!ring || !take(ring, now_ns)) {
		/* More room, at the price of the history. */
		ring = ring_new(2 * oomt_process_count());
		if (ring) {
			take(ring, now_ns);
			ring_replace(ring);
		}
	}
	queue_delayed_work(OOMT_SYSTEM_WQ, &sampling,
			   msecs_to_jiffies(OOMT_GROWTH_SAMPLE_MS));
}

void oomt_growth_want(bool want)
{
	WRITE_ONCE(wanted, want);
	mod_delayed_work(OOMT_SYSTEM_WQ, &sampling, 0);
}

void oomt_growth_exit(void)
{
	WRITE_ONCE(wanted, false);
	cancel_delayed_work_sync(&sampling);
	ring_replace(NULL);
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The victim in flight.  Begun by hooks, looked at by hooks and by the
 * watching worker; the first that sees the end tells it.  Must never wait.
 */
#include "compat.h"

#include <linux/mm.h>
#include <linux/sched/mm.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>

#include "event.h"
#include "flight.h"
#include "watch.h"

/* For what was promised and never done: longer than any deadline. */
#define PROMISE_NS	((OOMT_DEADLINE_MS_MAX + OOMT_FLIGHT_MS) * \
			 (u64)NSEC_PER_MSEC)

/* News older than this are none: nobody was waiting for them. */
#define NEWS_NS		(500 * NSEC_PER_MSEC)

struct oomt_flight {
	bool flying;
	bool news;
	bool more;		/* others of its unit are not gone */
	u32 ending;
	u64 since_ns, landed_ns;
	u64 until_ns;		/* of its grace, 0: none */
	u64 killed_ns;		/* 0: not yet */
	s64 bytes;
	struct oomt_cargo {
		struct oomt_target target;
		struct mm_struct *rest[OOMT_FLIGHT_REST];	/* references */
		u32 rest_count;
	} cargo;
	struct oomt_decision decision;
};

static DEFINE_RAW_SPINLOCK(flight_lock);
static struct oomt_flight flights[OOMT_FLIGHTS];

static struct oomt_flight_last last;	/* flight_lock */

static void last_begin(const struct oomt_decision *d)
{
	const struct oomt_victim *v = &d->runner[0];

	last.id = d->id;
	last.at_ns = d->at_ns;
	last.hook = d->hook;
	last.line = v->line;
	last.pid = v->pid;
	last.start_ns = v->start_ns;
	last.ending = OOMT_END_PENDING;
	last.took_ns = 0;
	last.bytes = -1;
	last.action = v->kind;
	memcpy(last.comm, v->comm, sizeof(last.comm));
	memcpy(last.table, d->table, sizeof(last.table));
	memcpy(last.chain, d->chain, sizeof(last.chain));
	memcpy(last.file, v->file, sizeof(last.file));
}

void oomt_flight_last(struct oomt_flight_last *to)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&flight_lock, flags);
	*to = last;
	raw_spin_unlock_irqrestore(&flight_lock, flags);
}

void oomt_flight_last_begin(const struct oomt_decision *decision)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&flight_lock, flags);
	last_begin(decision);
	raw_spin_unlock_irqrestore(&flight_lock, flags);
}

void oomt_flight_last_end(u64 id, enum oomt_ending ending, u64 took_ns)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&flight_lock, flags);
	if (last.id == id) {
		last.ending = ending;
		last.took_ns = took_ns;
	}
	raw_spin_unlock_irqrestore(&flight_lock, flags);
}

/* Ends a flight.  Its target stays until someone who may free collects it. */
static void land(struct oomt_flight *f, enum oomt_ending ending)
{
	lockdep_assert_held(&flight_lock);
	/* Steered to, and gone before the kernel came to take it. */
	if (ending == OOMT_END_KERNEL_MARK &&
	    !tsk_is_oom_victim(f->cargo.target.task))
		ending = OOMT_END_GONE;
	f->landed_ns = ktime_get_boottime_ns();
	oomt_event_ending(&f->decision, ending, f->landed_ns - f->decision.at_ns,
			  f->bytes);
	f->flying = false;
	if (last.id != f->decision.id)
		return;
	last.ending = ending;
	last.took_ns = f->landed_ns - f->decision.at_ns;
	last.bytes = f->bytes;
}

/* The caller puts *old when the lock is dropped. */
static void collect(struct oomt_flight *f, struct oomt_cargo *old)
{
	lockdep_assert_held(&flight_lock);
	memset(old, 0, sizeof(*old));
	if (f->flying)
		return;
	*old = f->cargo;
	memset(&f->cargo, 0, sizeof(f->cargo));
}

static void put(struct oomt_cargo *cargo)
{
	oomt_target_put(&cargo->target);
	while (cargo->rest_count)
		mmdrop(cargo->rest[--cargo->rest_count]);
}

static bool gone(const struct oomt_flight *f)
{
	u32 i;

	if (f->more || !oomt_target_gone(&f->cargo.target))
		return false;
	for (i = 0; i < f->cargo.rest_count; i++)
		if (!oomt_mm_given_back(f->cargo.rest[i]))
			return false;
	return true;
}

static bool somebody_flies(void)
{
	int i;

	lockdep_assert_held(&flight_lock);
	for (i = 0; i < OOMT_CTX_MEMCG; i++)
		if (flights[i].flying && !gone(&flights[i]))
			return true;
	return false;
}

u32 oomt_flight_place(void)
{
	u32 place, oldest = OOMT_CTX_MEMCG;
	unsigned long flags;

	raw_spin_lock_irqsave(&flight_lock, flags);
	for (place = OOMT_CTX_MEMCG; place < OOMT_FLIGHTS; place++) {
		if (!flights[place].flying)
			break;
		if (flights[place].since_ns < flights[oldest].since_ns)
			oldest = place;
	}
	raw_spin_unlock_irqrestore(&flight_lock, flags);
	return place < OOMT_FLIGHTS ? place : oldest;
}

bool oomt_flight_begin(u32 place, const struct oomt_decision *decision,
		       struct oomt_target *target, bool force)
{
	struct oomt_flight *f = &flights[place];
	struct oomt_cargo old;
	unsigned long flags;

	raw_spin_lock_irqsave(&flight_lock, flags);
	if (!force && place < OOMT_CTX_MEMCG && somebody_flies()) {
		raw_spin_unlock_irqrestore(&flight_lock, flags);
		return false;
	}
	if (f->flying)
		land(f, gone(f) || place >= OOMT_CTX_MEMCG ? f->ending :
							    OOMT_END_STUCK);
	collect(f, &old);
	f->flying = true;
	f->news = false;
	f->more = false;
	f->ending = decision->runner[0].grace_ms ? OOMT_END_OBEYED :
						   OOMT_END_EXECUTOR;
	f->bytes = -1;
	f->since_ns = ktime_get_boottime_ns();
	f->until_ns = 0;
	f->killed_ns = 0;
	f->cargo.target = *target;
	f->decision = *decision;
	last_begin(decision);
	raw_spin_unlock_irqrestore(&flight_lock, flags);
	memset(target, 0, sizeof(*target));
	put(&old);
	oomt_watch_start();
	return true;
}

void oomt_flight_killed(u32 place, u64 id, enum oomt_ending ending)
{
	struct oomt_flight *f = &flights[place];
	unsigned long flags;

	raw_spin_lock_irqsave(&flight_lock, flags);
	if (f->flying && f->decision.id == id && !f->killed_ns) {
		f->ending = ending;
		f->killed_ns = ktime_get_boottime_ns();
	}
	raw_spin_unlock_irqrestore(&flight_lock, flags);
}

void oomt_flight_asked(u32 place, u64 id, u64 until_ns)
{
	struct oomt_flight *f = &flights[place];
	unsigned long flags;

	raw_spin_lock_irqsave(&flight_lock, flags);
	if (f->flying && f->decision.id == id && !f->killed_ns) {
		f->ending = OOMT_END_OBEYED;
		f->until_ns = until_ns;
	}
	raw_spin_unlock_irqrestore(&flight_lock, flags);
}

void oomt_flight_more(u32 place, u64 id, bool more)
{
	struct oomt_flight *f = &flights[place];
	unsigned long flags;

	raw_spin_lock_irqsave(&flight_lock, flags);
	if (f->flying && f->decision.id == id)
		f->more = more;
	raw_spin_unlock_irqrestore(&flight_lock, flags);
}

/* Whose place it gets, if all are taken: the smallest one's, if that is smaller. */
static u32 rest_place(const struct oomt_cargo *cargo, struct mm_struct *mm)
{
	u32 i, least = 0;

	if (cargo->rest_count < OOMT_FLIGHT_REST)
		return cargo->rest_count;
	for (i = 1; i < OOMT_FLIGHT_REST; i++)
		if (get_mm_rss(cargo->rest[i]) < get_mm_rss(cargo->rest[least]))
			least = i;
	return get_mm_rss(cargo->rest[least]) < get_mm_rss(mm) ?
	       least : OOMT_FLIGHT_REST;
}

void oomt_flight_rest(u32 place, u64 id, struct oomt_target *target)
{
	struct oomt_flight *f = &flights[place];
	struct oomt_cargo *cargo = &f->cargo;
	unsigned long flags;
	u32 at;

	if (!target->mm)
		return;
	raw_spin_lock_irqsave(&flight_lock, flags);
	at = f->flying && f->decision.id == id ?
	     rest_place(cargo, target->mm) : OOMT_FLIGHT_REST;
	if (at < OOMT_FLIGHT_REST) {
		if (at == cargo->rest_count)
			cargo->rest[cargo->rest_count++] = NULL;
		swap(cargo->rest[at], target->mm);
	}
	raw_spin_unlock_irqrestore(&flight_lock, flags);
}

void oomt_flight_bytes(u64 id, s64 bytes)
{
	unsigned long flags;
	int i;

	raw_spin_lock_irqsave(&flight_lock, flags);
	for (i = 0; i < OOMT_FLIGHTS; i++)
		if (flights[i].flying && flights[i].decision.id == id)
			flights[i].bytes = bytes;
	if (last.id == id)
		last.bytes = bytes;
	raw_spin_unlock_irqrestore(&flight_lock, flags);
}

/* Called in a probe too, so the target is left for the watch to collect. */
void oomt_flight_cancel(u32 place, u64 id, enum oomt_ending ending)
{
	struct oomt_flight *f = &flights[place];
	unsigned long flags;

	raw_spin_lock_irqsave(&flight_lock, flags);
	if (f->flying && f->decision.id == id)
		land(f, gone(f) ? OOMT_END_GONE : ending);
	raw_spin_unlock_irqrestore(&flight_lock, flags);
	oomt_watch_start();
}

static u64 age_of(const struct oomt_flight *f)
{
	return ktime_get_boottime_ns() - (f->killed_ns ?: f->since_ns);
}

static bool stuck(const struct oomt_flight *f)
{
	if (f->killed_ns)
		return age_of(f) > OOMT_FLIGHT_MS * NSEC_PER_MSEC;
	return ktime_get_boottime_ns() >
	       max(f->since_ns, f->until_ns) + PROMISE_NS;
}

enum oomt_phase oomt_flight_look(u32 place, bool news, u64 *age_ns)
{
	struct oomt_flight *f = &flights[place];
	enum oomt_phase phase = OOMT_PHASE_NONE;
	struct oomt_cargo old;
	unsigned long flags;

	*age_ns = 0;
	raw_spin_lock_irqsave(&flight_lock, flags);
	if (f->flying) {
		*age_ns = age_of(f);
		if (gone(f)) {
			land(f, f->ending);
			f->news = true;
		} else if (stuck(f)) {
			land(f, OOMT_END_STUCK);
		} else {
			phase = f->until_ns && !f->killed_ns ?
				OOMT_PHASE_GRACE : OOMT_PHASE_FLYING;
		}
	}
	if (f->news && news) {
		if (ktime_get_boottime_ns() - f->landed_ns < NEWS_NS)
			phase = OOMT_PHASE_NEWS;
		f->news = false;
	}
	collect(f, &old);
	raw_spin_unlock_irqrestore(&flight_lock, flags);
	put(&old);
	return phase;
}

bool oomt_flight_target(u32 place, struct oomt_target *target, u64 *id)
{
	struct oomt_flight *f = &flights[place];
	unsigned long flags;
	bool flying;

	raw_spin_lock_irqsave(&flight_lock, flags);
	flying = f->flying;
	if (flying)
		oomt_target_copy(&f->cargo.target, target);
	*id = f->decision.id;
	raw_spin_unlock_irqrestore(&flight_lock, flags);
	return flying;
}

void oomt_flight_exit(void)
{
	u64 age_ns;
	int i;

	for (i = 0; i < OOMT_FLIGHTS; i++) {
		oomt_flight_cancel(i, flights[i].decision.id,
				   flights[i].ending);
		oomt_flight_look(i, false, &age_ns);
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ring of events.  Filled by hooks, probes and commands; emptied by a
 * worker, which may allocate and may fail to: then it tries again later.
 */
#include "compat.h"

#include <linux/irq_work.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>

#include "event.h"
#include "genl.h"
#include "work.h"
#include "../engine/names.h"

#define RING		128
#define RETRY_MS	100

static DEFINE_RAW_SPINLOCK(ring_lock);
static struct oomt_event_record *ring;		/* [RING] */
static struct oomt_event_record *sending;	/* the worker's copy */
static u32 first, count;			/* ring_lock */
static u64 newest_seq;				/* ring_lock */
static struct delayed_work send_work;
static struct irq_work wake_work;

u64 oomt_event_seq(void)
{
	unsigned long flags;
	u64 seq;

	raw_spin_lock_irqsave(&ring_lock, flags);
	seq = newest_seq;
	raw_spin_unlock_irqrestore(&ring_lock, flags);
	return seq;
}

/* ---- filling ------------------------------------------------------------ */

static void put(const struct oomt_event_head *head,
		const struct oomt_decision *decision,
		const struct oomt_event_note *note)
{
	struct oomt_event_record *record;
	unsigned long flags;

	raw_spin_lock_irqsave(&ring_lock, flags);
	newest_seq++;
	if (count < RING) {
		record = &ring[(first + count++) % RING];
		record->head = *head;
		record->head.seq = newest_seq;
		record->head.at_ns = ktime_get_boottime_ns();
		if (decision)
			record->decision = *decision;
		if (note)
			record->note = *note;
	}
	raw_spin_unlock_irqrestore(&ring_lock, flags);
	irq_work_queue(&wake_work);
}

void oomt_event_decision(const struct oomt_decision *decision)
{
	const struct oomt_event_head head = { .type = OOMT_EV_DECISION };

	put(&head, decision, NULL);
}

void oomt_event_ending(const struct oomt_decision *decision,
		       enum oomt_ending ending, u64 took_ns, s64 bytes)
{
	const struct oomt_event_head head = {
		.type = OOMT_EV_ENDING,
		.ending = ending,
		.took_ns = took_ns,
		.bytes = bytes,
	};

	put(&head, decision, NULL);
}

void oomt_event_note(enum oomt_event type, const struct oomt_event_note *note)
{
	const struct oomt_event_head head = { .type = type };

	put(&head, NULL, note);
}

void oomt_event_tables(void)
{
	const struct oomt_event_head head = { .type = OOMT_EV_TABLES };

	put(&head, NULL, NULL);
}

void oomt_event_handler(enum oomt_handler_state state, pid_t tgid)
{
	const struct oomt_event_head head = {
		.type = OOMT_EV_HANDLER,
		.state = state,
		.pid = tgid,
	};

	put(&head, NULL, NULL);
}

void oomt_event_kernel_kill(pid_t pid, const char *comm)
{
	struct oomt_event_head head = {
		.type = OOMT_EV_KERNEL_KILL,
		.pid = pid,
	};

	memcpy(head.comm, comm, sizeof(head.comm));
	head.comm[sizeof(head.comm) - 1] = '\0';
	put(&head, NULL, NULL);
}

/* ---- emptying ----------------------------------------------------------- */

/* The kernel log's line: who, why, how it ended. */
static void tell_ending(const struct oomt_event_record *record)
{
	const struct oomt_decision *d = &record->decision;
	const struct oomt_victim *v = &d->runner[0];

	if (d->outcome != OOMT_OUT_VICTIM) {
		pr_info("%s: nobody may be taken by table %s, chain %s (%u tasks, %u exempt): %s\n",
			oomt_hook_name(d->hook), d->table, d->chain, d->tasks,
			d->exempt, oomt_ending_text(record->head.ending));
		return;
	}
	pr_info("%s: decision %llu: process %d (%*pE) uid %u rss %lldK by %s:%u (table %s, chain %s): %s, %llu ms\n",
		oomt_hook_name(d->hook), d->id, v->pid,
		(int)strnlen(v->comm, sizeof(v->comm)), v->comm, v->uid,
		v->rss >> 10, v->file, v->line, d->table, d->chain,
		oomt_ending_text(record->head.ending),
		record->head.took_ns / NSEC_PER_MSEC);
}

static void tell_log(const struct oomt_event_note *note)
{
	pr_info("%s: %*pE: %u passed %s:%u, the largest %d (%*pE) with %lldK\n",
		oomt_hook_name(note->hook), (int)strlen(note->text),
		note->text, note->tasks, note->file, note->line, note->pid,
		(int)strnlen(note->comm, sizeof(note->comm)), note->comm,
		note->bytes >> 10);
}

static void tell(const struct oomt_event_record *record)
{
	if (record->head.type == OOMT_EV_ENDING)
		tell_ending(record);
	else if (record->head.type == OOMT_EV_LOG)
		tell_log(&record->note);
}

static bool take_first(void)
{
	unsigned long flags;
	bool any;

	raw_spin_lock_irqsave(&ring_lock, flags);
	any = count;
	if (any)
		*sending = ring[first];
	raw_spin_unlock_irqrestore(&ring_lock, flags);
	return any;
}

static void drop_first(void)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&ring_lock, flags);
	first = (first + 1) % RING;
	count--;
	raw_spin_unlock_irqrestore(&ring_lock, flags);
}

static void send(struct work_struct *work)
{
	static u64 told;	/* the line is written once, the send retried */

	while (take_first()) {
		if (sending->head.seq > told) {
			told = sending->head.seq;
			tell(sending);
		}
		if (oomt_genl_event(sending) == -ENOMEM) {
			queue_delayed_work(oomt_wq, &send_work,
					   msecs_to_jiffies(RETRY_MS));
			return;
		}
		drop_first();
	}
}

static void wake(struct irq_work *work)
{
	mod_delayed_work(oomt_wq, &send_work, 0);
}

int oomt_event_init(void)
{
	ring = oomt_alloc(RING, sizeof(*ring));
	sending = oomt_alloc(1, sizeof(*sending));
	if (!ring || !sending) {
		oomt_free(ring);
		oomt_free(sending);
		return -ENOMEM;
	}
	INIT_DELAYED_WORK(&send_work, send);
	init_irq_work(&wake_work, wake);
	return 0;
}

void oomt_event_exit(void)
{
	irq_work_sync(&wake_work);
	flush_delayed_work(&send_work);
	cancel_delayed_work_sync(&send_work);
	oomt_free(ring);
	oomt_free(sending);
}

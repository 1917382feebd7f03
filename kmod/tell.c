// SPDX-License-Identifier: GPL-2.0-only
/*
 * `warn` and `log`.  Both hooks may be at it at the same time: what an
 * episode remembers is theirs together.
 */
#include "compat.h"

#include <linux/spinlock.h>
#include <linux/timekeeping.h>

#include "event.h"
#include "target.h"
#include "tell.h"
#include "../engine/episode.h"

#define WARNINGS_MAX	64	/* of one decision; the next one goes on */
#define TASKS_MAX	2048	/* that are remembered */
#define LEFT_MS		1000	/* "left to the kernel" is told this often */

static DEFINE_RAW_SPINLOCK(episode_lock);
static struct oomt_episode episode;

static void tick(bool held)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&episode_lock, flags);
	oomt_episode_tick(&episode, held, ktime_get_boottime_ns());
	raw_spin_unlock_irqrestore(&episode_lock, flags);
}

void oomt_tell_calm(void)
{
	tick(false);
}

/* ---- warn --------------------------------------------------------------- */

static bool warned(const struct oomt_task *task)
{
	unsigned long flags;
	bool has;

	raw_spin_lock_irqsave(&episode_lock, flags);
	has = oomt_episode_has(&episode, task->pid, task->start_ns,
			       OOMT_EPISODE_WARNED);
	raw_spin_unlock_irqrestore(&episode_lock, flags);
	return has;
}

/* False: the other hook was faster. */
static bool remember(const struct oomt_task *task)
{
	unsigned long flags;
	bool first;

	raw_spin_lock_irqsave(&episode_lock, flags);
	first = !oomt_episode_has(&episode, task->pid, task->start_ns,
				  OOMT_EPISODE_WARNED);
	oomt_episode_add(&episode, task->pid, task->start_ns, OOMT_EPISODE_WARNED);
	raw_spin_unlock_irqrestore(&episode_lock, flags);
	return first;
}

/* Of the rule: its table and place. */
static void place(const struct oomt_store *store, u32 table, u32 rule,
		  struct oomt_event_note *note)
{
	const struct oomt_table *t = store->rs.table[table];
	const struct oomt_loc *loc = &t->RULES[rule].loc;

	strscpy(note->table, oomt_table_name(t), sizeof(note->table));
	strscpy(note->file, oomt_table_string(t, loc->file),
		sizeof(note->file));
	note->line = loc->line;
}

static void whom(const struct oomt_task *task, struct oomt_event_note *note)
{
	note->pid = task->pid;
	note->start_ns = task->start_ns;
	memcpy(note->comm, task->comm, sizeof(note->comm));
}

/* By pid and start time: a process that is another one now hears nothing. */
static void send_signal(const struct oomt_task *task, int signal)
{
	struct oomt_target target;

	if (!signal || oomt_target_get(task->pid, task->start_ns, &target))
		return;
	oomt_target_signal(&target, signal);
	oomt_target_put(&target);
}

static void warn(const struct oomt_store *store,
		 const struct oomt_context *ctx, const struct oomt_task *task,
		 const struct oomt_verdict *v)
{
	struct oomt_event_note note = {
		.hook = ctx->decision.hook,
		.tasks = 1,
		.bytes = oomt_task_weight(task),
		.signal = v->warn_signal,
	};

	place(store, v->warn_table, v->warn, &note);
	whom(task, &note);
	oomt_event_note(OOMT_EV_WARN, &note);
	send_signal(task, v->warn_signal);
}

void oomt_tell_warnings(const struct oomt_store *store,
			struct oomt_context *ctx)
{
	const struct oomt_picture *pic = &ctx->facts.pic;
	u32 i, told = 0;

	tick(true);
	for (i = 0; i < pic->task_count && told < WARNINGS_MAX; i++) {
		const struct oomt_verdict *v = &ctx->ws.verdict[i];

		if (v->warn == OOMT_NONE || warned(&pic->task[i]) ||
		    !remember(&pic->task[i]))
			continue;
		warn(store, ctx, &pic->task[i], v);
		told++;
	}
}

/* ---- log ---------------------------------------------------------------- */

static const char *text_of(const struct oomt_table *table, u32 rule)
{
	const struct oomt_rule *r = &table->RULES[rule];
	u32 at;

	for (at = r->code; at < r->code + r->code_len; at++)
		if (table->INSNS[at].op == OOMT_OP_LOG)
			return oomt_table_string(table, table->INSNS[at].imm);
	return "";
}

static const struct oomt_task *task_of(const struct oomt_picture *pic, s32 pid)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].pid == pid)
			return &pic->task[i];
	return NULL;
}

static void log_rule(const struct oomt_store *store,
		     const struct oomt_context *ctx, u32 table, u32 rule)
{
	const struct oomt_log *log = &ctx->ws.log[table][rule];
	const struct oomt_task *task = task_of(&ctx->facts.pic,
					       log->largest_pid);
	struct oomt_event_note note = {
		.hook = ctx->decision.hook,
		.tasks = log->tasks,
		.bytes = log->largest_bytes,
	};

	place(store, table, rule, &note);
	strscpy(note.text, text_of(store->rs.table[table], rule),
		sizeof(note.text));
	if (task)
		whom(task, &note);
	oomt_event_note(OOMT_EV_LOG, &note);
}

void oomt_tell_logs(const struct oomt_store *store, struct oomt_context *ctx)
{
	u32 t, rule;

	for (t = 0; t < store->rs.table_count; t++) {
		if (!ctx->ws.log[t])
			continue;
		for (rule = 0; rule < store->rs.table[t]->RULES_count; rule++)
			if (ctx->ws.log[t][rule].tasks)
				log_rule(store, ctx, t, rule);
	}
}

/* ---- left to the kernel ------------------------------------------------- */

void oomt_tell_left(const struct oomt_store *store, struct oomt_context *ctx)
{
	const struct oomt_decision *d = &ctx->decision;
	static u64 told_ns[OOMT_HOOK_COUNT];	/* oom_lock */
	u64 *last = &told_ns[d->hook];

	if (*last && d->at_ns - *last < LEFT_MS * NSEC_PER_MSEC)
		return;
	*last = d->at_ns;
	oomt_event_decision(d);
	oomt_tell_logs(store, ctx);
	oomt_event_ending(d, OOMT_END_KERNEL_CHOICE, 0, -1);
}

/* ---- life --------------------------------------------------------------- */

int oomt_tell_init(void)
{
	return oomt_episode_init(&episode, TASKS_MAX);
}

void oomt_tell_exit(void)
{
	oomt_episode_exit(&episode);
}

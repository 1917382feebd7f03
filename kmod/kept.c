// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pictures that decisions were made by: kept by the hooks, which never wait,
 * and copied out for the dump TASK in calm times.  A hook counts before and
 * behind what it writes, and a copy that it has written into is thrown away.
 */
#include "compat.h"

#include <linux/sched.h>
#include <linux/seqlock.h>

#include "kept.h"

#define TRIES	16		/* of a copy that is written into meanwhile */

/* ---- keeping ------------------------------------------------------------- */

int oomt_kept_init(struct oomt_context *ctx, const struct oomt_ruleset *rs,
		   u32 tasks, u32 cgroups)
{
	int err;

	seqcount_init(&ctx->kept.seq);
	err = oomt_facts_init(&ctx->kept.facts, tasks, cgroups);
	if (err)
		return err;
	ctx->before = oomt_table_states_new(rs);
	ctx->kept.before = oomt_table_states_new(rs);
	return ctx->before && ctx->kept.before ? 0 : -ENOMEM;
}

void oomt_kept_exit(struct oomt_context *ctx, const struct oomt_ruleset *rs)
{
	oomt_facts_exit(&ctx->kept.facts);
	oomt_table_states_free(ctx->before, rs);
	oomt_table_states_free(ctx->kept.before, rs);
}

/* What was done to whom in this episode is no fact of a task, but decides. */
static void mark_spent(struct oomt_context *ctx)
{
	struct oomt_task *task = ctx->facts.pic.task;
	u32 i;

	for (i = 0; ctx->ws.episode && i < ctx->facts.pic.task_count; i++)
		if (oomt_episode_has(ctx->ws.episode, task[i].pid,
				     task[i].start_ns, OOMT_EPISODE_SPENT))
			task[i].flags |= OOMT_TASK_SPENT;
}

void oomt_kept_mark(const struct oomt_ruleset *rs, struct oomt_context *ctx)
{
	u32 i;

	if (!ctx->before)
		return;
	raw_write_seqcount_begin(&ctx->seq);
	for (i = 0; i < rs->table_count; i++)
		oomt_table_state_copy(&ctx->before[i], ctx->ws.state[i],
				      rs->table[i]);
	mark_spent(ctx);
	ctx->acts = true;
	raw_write_seqcount_end(&ctx->seq);
}

void oomt_kept_turn(struct oomt_context *ctx)
{
	if (!ctx->acts)
		return;
	raw_write_seqcount_begin(&ctx->kept.seq);
	swap(ctx->facts, ctx->kept.facts);
	swap(ctx->before, ctx->kept.before);
	ctx->kept.decision = ctx->decision;
	raw_write_seqcount_end(&ctx->kept.seq);
	ctx->acts = false;
}

/* ---- copying out --------------------------------------------------------- */

static const struct oomt_context *context_of(const struct oomt_store *store,
					     enum oomt_hook hook)
{
	switch (hook) {
	case OOMT_HOOK_LOW:
		return &store->ctx[OOMT_CTX_LOW];
	case OOMT_HOOK_OOM:
		return &store->ctx[OOMT_CTX_OOM];
	case OOMT_HOOK_MEMCG:
		return &store->ctx[OOMT_CTX_MEMCG];
	default:
		return NULL;
	}
}

/* Whatever is read meanwhile, nothing is written past the end. */
static int copy_facts(const struct oomt_facts *from, struct oomt_facts *to)
{
	u32 tasks = READ_ONCE(from->pic.task_count);
	u32 cgroups = READ_ONCE(from->pic.cgroup_count);
	size_t paths = READ_ONCE(from->paths_used);

	if (!from->pic.task)
		return -ENOENT;
	if (tasks > to->task_capacity || cgroups > to->cgroup_capacity ||
	    paths > to->paths_size || from->exe_size > to->exe_size)
		return -E2BIG;
	to->pic.now_ns = from->pic.now_ns;
	to->pic.metrics_known = from->pic.metrics_known;
	memcpy(to->pic.metric, from->pic.metric, sizeof(to->pic.metric));
	memcpy(to->pic.task, from->pic.task, tasks * sizeof(*to->pic.task));
	memcpy(to->pic.cgroup, from->pic.cgroup,
	       cgroups * sizeof(*to->pic.cgroup));
	memcpy(to->paths, from->paths, paths);
	memcpy(to->exe_text, from->exe_text, from->exe_size);
	to->pic.task_count = tasks;
	to->pic.cgroup_count = cgroups;
	to->within = from->within;
	return 0;
}

/* A text of the one, in the other. */
static const char *moved(const char *text, const char *from, const char *to)
{
	return text ? to + (text - from) : NULL;
}

static void move_texts(const struct oomt_facts *from, struct oomt_facts *to)
{
	struct oomt_picture *pic = &to->pic;
	u32 i;

	for (i = 0; i < pic->cgroup_count; i++)
		pic->cgroup[i].path = moved(pic->cgroup[i].path, from->paths,
					    to->paths);
	for (i = 0; i < pic->task_count; i++)
		pic->task[i].exe = moved(pic->task[i].exe, from->exe_text,
					 to->exe_text);
}

/* One of the two places that a picture can be in. */
struct place {
	const seqcount_t *seq;
	const struct oomt_facts *facts;
	const struct oomt_decision *decision;
	struct oomt_table_state *const *before;
	const bool *acts;
};

static void copy_states(const struct oomt_ruleset *rs,
			const struct oomt_table_state *from,
			struct oomt_table_state *to)
{
	u32 i;

	for (i = 0; i < rs->table_count; i++)
		oomt_table_state_copy(&to[i], &from[i], rs->table[i]);
}

static int copy_place(const struct oomt_store *store,
		      const struct place *from, u64 at_ns,
		      struct oomt_context *to)
{
	unsigned int seq = raw_read_seqcount(from->seq);
	int err;

	if (seq & 1)
		return -EAGAIN;
	if (!from->facts->pic.task || from->facts->pic.now_ns != at_ns)
		return -ENOENT;
	err = copy_facts(from->facts, &to->facts);
	to->decision = *from->decision;
	to->acts = READ_ONCE(*from->acts);
	if (to->acts)
		copy_states(&store->rs, READ_ONCE(*from->before), to->before);
	if (!err)
		move_texts(from->facts, &to->facts);
	return read_seqcount_retry(from->seq, seq) ? -EAGAIN : err;
}

/* It moves from the first place to the second, and not back. */
static int copy_once(const struct oomt_store *store,
		     const struct oomt_context *ctx, u64 at_ns,
		     struct oomt_context *to)
{
	static const bool acted = true;
	const struct place now = {
		.seq = &ctx->seq, .facts = &ctx->facts,
		.decision = &ctx->decision, .before = &ctx->before,
		.acts = &ctx->acts,
	};
	const struct place kept = {
		.seq = &ctx->kept.seq, .facts = &ctx->kept.facts,
		.decision = &ctx->kept.decision, .before = &ctx->kept.before,
		.acts = &acted,
	};
	int err, first = copy_place(store, &now, at_ns, to);

	if (first != -EAGAIN && first != -ENOENT)
		return first;
	err = ctx->kept.before ? copy_place(store, &kept, at_ns, to) : -ENOENT;
	return err == -ENOENT ? first : err;
}

int oomt_kept_copy(const struct oomt_store *store, enum oomt_hook hook,
		   u64 at_ns, struct oomt_context *to)
{
	const struct oomt_context *ctx = context_of(store, hook);
	int err = -EAGAIN, i;

	if (!ctx)
		return -EINVAL;
	for (i = 0; i < TRIES && err == -EAGAIN; i++) {
		if (i)
			schedule_timeout_idle(1);
		err = copy_once(store, ctx, at_ns, to);
	}
	return err;
}

void oomt_kept_capacity(const struct oomt_store *store, enum oomt_hook hook,
			u32 *tasks, u32 *cgroups)
{
	const struct oomt_context *ctx = context_of(store, hook);

	*tasks = ctx ? ctx->facts.task_capacity : 0;
	*cgroups = ctx ? ctx->facts.cgroup_capacity : 0;
}

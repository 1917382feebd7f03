// SPDX-License-Identifier: GPL-2.0-only
/*
 * Copies of the pictures that decisions were made by.  Called by the dump TASK,
 * in calm times.  A hook must not wait for a reader: it counts before and
 * behind what it writes, and a copy that it has written into is thrown away.
 */
#include "compat.h"

#include <linux/seqlock.h>

#include "kept.h"

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

int oomt_kept_copy(const struct oomt_store *store, enum oomt_hook hook,
		   u64 at_ns, struct oomt_context *ctx)
{
	const struct oomt_context *kept = context_of(store, hook);
	unsigned int seq;
	int err;

	if (!kept)
		return -EINVAL;
	seq = raw_read_seqcount(&kept->seq);
	if (seq & 1)
		return -EAGAIN;
	if (kept->facts.pic.now_ns != at_ns)
		return -ENOENT;
	err = copy_facts(&kept->facts, &ctx->facts);
	ctx->decision = kept->decision;
	if (read_seqcount_retry(&kept->seq, seq))
		return -ENOENT;
	if (!err)
		move_texts(&kept->facts, &ctx->facts);
	return err;
}

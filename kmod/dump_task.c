// SPDX-License-Identifier: GPL-2.0-only
/*
 * The dump TASK: takes the picture now, decides dry, and tells facts, verdict
 * and rank of every task, so that user space can check our figures and our
 * decision against its own.  Called by netlink; sleeps.  It has a context of
 * its own: no counter moves and no hook waits for it.  With AT_NS it tells the
 * picture that the hook's decision of that time was made by, its cgroups, and
 * what the tables knew before it was acted upon.
 */
#include "compat.h"

#include <linux/slab.h>
#include <linux/sort.h>

#include "choose.h"
#include "dump.h"
#include "dump_state.h"
#include "kept.h"
#include "../engine/fields.h"
#include "../engine/names.h"
#include "../engine/rank.h"

enum { ARG_PICTURE };

struct picture {
	struct oomt_store *store;
	struct oomt_context ctx;
	u32 *order;		/* candidates by rank */
	u32 *rank;		/* [task], from 1; 0: no candidate */
	u32 next;		/* task to tell; 0: the head first */
	bool head_told;
	bool kept;		/* of a decision, not of now */
	u32 next_cgroup;	/* kept: they come before the tasks */
	struct oomt_states states;	/* kept and acted upon: between them */
	u32 next_state;
};

/* ---- start and done ----------------------------------------------------- */

static void picture_free(struct picture *picture)
{
	oomt_workspace_exit(&picture->ctx.ws);
	oomt_facts_exit(&picture->ctx.facts);
	oomt_states_exit(&picture->states);
	if (picture->store)
		oomt_table_states_free(picture->ctx.before, &picture->store->rs);
	oomt_store_put(picture->store);
	kvfree(picture->order);
	kvfree(picture->rank);
	kvfree(picture);
}

static int compare_ranks(const void *a, const void *b, const void *ctx)
{
	const struct picture *picture = ctx;
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	if (oomt_rank_before(&picture->ctx.facts.pic, &picture->ctx.ws, x, y))
		return -1;
	return x != y;
}

static void rank_all(struct picture *picture)
{
	u32 count = 0, i;

	for (i = 0; i < picture->ctx.facts.pic.task_count; i++)
		if (picture->ctx.ws.verdict[i].kind == OOMT_V_CANDIDATE)
			picture->order[count++] = i;
	sort_r(picture->order, count, sizeof(*picture->order), compare_ranks,
	       NULL, picture);
	for (i = 0; i < count; i++)
		picture->rank[picture->order[i]] = i + 1;
}

/* Room for facts; and, unless they are kept ones, for deciding by them. */
static int picture_make(struct picture *picture, u32 tasks, u32 cgroups)
{
	int err;

	err = oomt_facts_init(&picture->ctx.facts, tasks, cgroups);
	if (err || picture->kept)
		return err;
	err = oomt_workspace_init(&picture->ctx.ws, &picture->store->rs, tasks,
				  cgroups);
	picture->order = kvcalloc(tasks, sizeof(u32), GFP_KERNEL);
	picture->rank = kvcalloc(tasks, sizeof(u32), GFP_KERNEL);
	if (!err && (!picture->order || !picture->rank))
		err = -ENOMEM;
	return err;
}

static int picture_take(struct picture *picture, enum oomt_hook hook)
{
	const struct oomt_choice choice = {
		.hook = hook,
		.steady = true,
		.everything = true,
	};
	struct oomt_target target;
	u32 tasks, cgroups;
	int err;

	oomt_facts_capacity(&tasks, &cgroups);
	err = picture_make(picture, tasks, cgroups);
	if (err)
		return err;
	oomt_choose(&picture->store->rs, &picture->ctx, &choice, &target);
	oomt_target_put(&target);
	rank_all(picture);
	return 0;
}

static int picture_recall(struct picture *picture, u32 hook, u64 at_ns)
{
	const struct oomt_store *store = picture->store;
	struct oomt_context *ctx = &picture->ctx;
	u32 tasks, cgroups;
	int err;

	picture->kept = true;
	oomt_kept_capacity(store, hook, &tasks, &cgroups);
	err = picture_make(picture, tasks, cgroups);
	if (err)
		return err;
	ctx->before = oomt_table_states_new(&store->rs);
	if (!ctx->before)
		return -ENOMEM;
	err = oomt_kept_copy(store, hook, at_ns, ctx);
	if (!err && ctx->acts)
		err = oomt_states_init(&picture->states, &store->rs,
				       ctx->before);
	return err;
}

int oomt_dump_task_start(struct netlink_callback *cb)
{
	struct nlattr *attr = oomt_dump_attrs(cb)[OOMT_A_HOOK];
	struct nlattr *at = oomt_dump_attrs(cb)[OOMT_A_AT_NS];
	u32 hook = attr ? nla_get_u32(attr) : OOMT_HOOK_LOW;
	struct picture *picture;
	int err = oomt_genl_allowed(cb->skb);

	if (err)
		return err;
	if (!at && hook != OOMT_HOOK_LOW && hook != OOMT_HOOK_OOM) {
		NL_SET_ERR_MSG(cb->extack, "hook is neither low nor oom");
		return -EINVAL;
	}
	picture = kvzalloc(sizeof(*picture), GFP_KERNEL);
	if (!picture)
		return -ENOMEM;
	picture->store = oomt_store_get();
	if (!picture->store) {
		NL_SET_ERR_MSG(cb->extack, "no table is loaded");
		err = -ENOENT;
	} else if (at) {
		err = picture_recall(picture, hook, nla_get_u64(at));
	} else {
		err = picture_take(picture, hook);
	}
	if (err) {
		picture_free(picture);
		return err;
	}
	cb->args[ARG_PICTURE] = (long)picture;
	return 0;
}

int oomt_dump_task_done(struct netlink_callback *cb)
{
	struct picture *picture = (struct picture *)cb->args[ARG_PICTURE];

	if (picture)
		picture_free(picture);
	return 0;
}

/* ---- telling ------------------------------------------------------------ */

static int put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, OOMT_A_PAD);
}

static int put_metrics(struct sk_buff *skb, const struct oomt_picture *pic)
{
	struct nlattr *nest = nla_nest_start(skb, OOMT_A_METRIC);
	u32 i;

	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < OOMT_M_COUNT; i++)
		if (oomt_picture_knows(pic, i) &&
		    nla_put_u64_64bit(skb, i + 1, pic->metric[i], 0))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* First message: the machine, and the decision as a whole. */
static int put_head(struct sk_buff *skb, const struct picture *picture)
{
	const struct oomt_context *ctx = &picture->ctx;
	int err = 0;

	if (picture->kept && ctx->acts)
		err = nla_put_u32(skb, OOMT_A_STATES, picture->states.count);
	return err ?: nla_put_u32(skb, OOMT_A_HOOK, ctx->decision.hook) ?:
	       put_u64(skb, OOMT_A_AT_NS, ctx->facts.pic.now_ns) ?:
	       put_u64(skb, OOMT_A_GENERATION, picture->store->rs.generation) ?:
	       put_metrics(skb, &ctx->facts.pic) ?:
	       nla_put(skb, OOMT_A_DATA, sizeof(ctx->decision),
		       &ctx->decision);
}

static int put_fields(struct sk_buff *skb, const struct oomt_picture *pic,
		      const struct oomt_task *task)
{
	struct nlattr *nest = nla_nest_start(skb, OOMT_A_FIELD);
	s64 value;
	u32 i;

	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < OOMT_F_COUNT; i++)
		if (!oomt_field_is_text(i) &&
		    oomt_field_get(pic, task, i, &value) &&
		    nla_put_u64_64bit(skb, i + 1, value, 0))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Where the verdict stands: its rule, or the policy of the chain that judged. */
static const struct oomt_loc *place_of(const struct picture *picture,
				       const struct oomt_verdict *v)
{
	const struct oomt_table *table = &picture->store->loaded[v->table]->table;
	const struct oomt_context *ctx = &picture->ctx;
	const struct oomt_base_chain *base;

	if (v->rule != OOMT_NONE)
		return &table->RULES[v->rule].loc;
	if (v->by != OOMT_BY_POLICY || ctx->ws.decided_base < 0)
		return NULL;
	base = &ctx->ws.vm.rs->base[ctx->decision.hook][ctx->ws.decided_base];
	return &table->CHAINS[base->chain].policy_loc;
}

static int put_place(struct sk_buff *skb, const struct picture *picture,
		     const struct oomt_verdict *v)
{
	const struct oomt_table *table = &picture->store->loaded[v->table]->table;
	const struct oomt_loc *loc = place_of(picture, v);

	if (!loc)
		return 0;
	return nla_put_string(skb, OOMT_A_TABLE, oomt_table_name(table)) ?:
	       nla_put_u32(skb, OOMT_A_RULE, v->rule) ?:
	       nla_put_string(skb, OOMT_A_FILE,
			      oomt_table_string(table, loc->file)) ?:
	       nla_put_u32(skb, OOMT_A_LINE, loc->line);
}

static int put_verdict(struct sk_buff *skb, const struct picture *picture,
		       u32 index)
{
	const struct oomt_verdict *v = &picture->ctx.ws.verdict[index];
	int err;

	err = nla_put_u32(skb, OOMT_A_VERDICT, v->kind) ?:
	      nla_put_u32(skb, OOMT_A_BY, v->by) ?:
	      put_u64(skb, OOMT_A_POINTS, v->points) ?:
	      put_place(skb, picture, v);
	if (!err && picture->rank[index])
		err = nla_put_u32(skb, OOMT_A_RANK, picture->rank[index]);
	return err;
}

static int put_task(struct sk_buff *skb, const struct picture *picture,
		    u32 index)
{
	const struct oomt_picture *pic = &picture->ctx.facts.pic;
	const struct oomt_task *task = &pic->task[index];
	const char *path = task->cgroup == OOMT_NONE ? NULL :
			   pic->cgroup[task->cgroup].path;
	int err;

	err = nla_put_u32(skb, OOMT_A_PID, task->pid) ?:
	      nla_put_string(skb, OOMT_A_COMM, task->comm) ?:
	      put_u64(skb, OOMT_A_START_NS, task->start_ns) ?:
	      put_u64(skb, OOMT_A_KNOWN, task->known) ?:
	      nla_put_u32(skb, OOMT_A_TASK_FLAGS, task->flags) ?:
	      put_fields(skb, pic, task);
	if (!err && path)
		err = nla_put_string(skb, OOMT_A_CGROUP, path);
	if (!err && picture->kept && task->exe)
		err = nla_put_string(skb, OOMT_A_TEXT, task->exe);
	if (err || picture->kept)
		return err;
	return put_verdict(skb, picture, index);
}

static int put_cgroup(struct sk_buff *skb, const struct oomt_cgroup *cgroup)
{
	struct nlattr *nest;
	u32 i;

	if (nla_put_string(skb, OOMT_A_CGROUP, cgroup->path ?: "") ||
	    put_u64(skb, OOMT_A_CGROUP_ID, cgroup->id) ||
	    nla_put_u32(skb, OOMT_A_FLAGS, cgroup->oom_group))
		return -EMSGSIZE;
	nest = nla_nest_start(skb, OOMT_A_METRIC);
	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < OOMT_CM_COUNT; i++)
		if (oomt_cgroup_knows(cgroup, i) &&
		    nla_put_u64_64bit(skb, i + 1, cgroup->metric[i], 0))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_next(struct sk_buff *skb, struct picture *picture)
{
	const struct oomt_picture *pic = &picture->ctx.facts.pic;
	int err;

	if (!picture->head_told) {
		err = put_head(skb, picture);
		picture->head_told = !err;
	} else if (picture->kept && picture->next_cgroup < pic->cgroup_count) {
		err = put_cgroup(skb, &pic->cgroup[picture->next_cgroup]);
		picture->next_cgroup += !err;
	} else if (picture->next_state < picture->states.count) {
		err = oomt_states_put(skb, &picture->states,
				      picture->next_state);
		picture->next_state += !err;
	} else {
		err = put_task(skb, picture, picture->next);
		picture->next += !err;
	}
	return err;
}

static int put_one(struct sk_buff *skb, struct netlink_callback *cb,
		   struct picture *picture)
{
	void *head = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				 cb->nlh->nlmsg_seq, &oomt_genl_family,
				 NLM_F_MULTI, OOMT_CMD_TASK);
	int err;

	if (!head)
		return -EMSGSIZE;
	err = put_next(skb, picture);
	if (err) {
		genlmsg_cancel(skb, head);
		return err;
	}
	genlmsg_end(skb, head);
	return 0;
}

int oomt_dump_task(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct picture *picture = (struct picture *)cb->args[ARG_PICTURE];

	while (!picture->head_told ||
	       picture->next < picture->ctx.facts.pic.task_count)
		if (put_one(skb, cb, picture))
			break;
	return skb->len;
}

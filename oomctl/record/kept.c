// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The dump TASK of a kept picture; see kept.h. */
#include <stdlib.h>
#include "kept.h"

void oomt_kept_init(struct oomt_kept *kept, u64 at_ns)
{
	memset(kept, 0, sizeof(*kept));
	kept->at_ns = at_ns;
}

void oomt_kept_exit(struct oomt_kept *kept)
{
	u32 i;

	for (i = 0; i < kept->pic.task_count; i++)
		free((char *)kept->pic.task[i].exe);
	for (i = 0; i < kept->pic.cgroup_count; i++)
		free((char *)kept->pic.cgroup[i].path);
	free(kept->pic.task);
	free(kept->pic.cgroup);
	free(kept->state);
	memset(kept, 0, sizeof(*kept));
}

/* Room for one more, zeroed; NULL: no memory. */
static void *add(void **array, u32 *count, u32 *room, size_t size)
{
	u32 larger = *room ? 2 * *room : 256;
	void *more;

	if (*count == *room) {
		more = reallocarray(*array, larger, size);
		if (!more)
			return NULL;
		*array = more;
		*room = larger;
	}
	return memset((char *)*array + *count * size, 0, size);
}

/* ---- head and cgroups ------------------------------------------------------ */

/* Of a nest: values by number, and which there are. */
static u64 take_values(struct nlattr *nest, s64 *value, int count)
{
	struct nlattr *at;
	u64 known = 0;
	int left, i;

	nla_for_each_nested(at, nest, left) {
		i = nla_type(at) - 1;
		if (i < 0 || i >= count || nla_len(at) < (int)sizeof(u64))
			continue;
		value[i] = nla_get_u64(at);
		known |= 1ULL << i;
	}
	return known;
}

static int take_head(struct oomt_kept *kept, struct nlattr **attr)
{
	struct oomt_picture *pic = &kept->pic;

	/* A module that keeps none tells what is now. */
	pic->now_ns = oomt_nl_u64(attr, OOMT_A_AT_NS);
	if (pic->now_ns != kept->at_ns)
		return -ENOENT;
	pic->metrics_known = take_values(attr[OOMT_A_METRIC], pic->metric,
					 OOMT_M_COUNT);
	kept->generation = oomt_nl_u64(attr, OOMT_A_GENERATION);
	kept->acted = attr[OOMT_A_STATES];
	kept->state_total = oomt_nl_u32(attr, OOMT_A_STATES);
	kept->begun = true;
	return 0;
}

static int take_cgroup(struct oomt_kept *kept, struct nlattr **attr)
{
	const char *path = oomt_nl_string(attr, OOMT_A_CGROUP);
	struct oomt_cgroup *cgroup;

	cgroup = add((void **)&kept->pic.cgroup, &kept->pic.cgroup_count,
		     &kept->cgroup_room, sizeof(*cgroup));
	if (!cgroup)
		return -ENOMEM;
	cgroup->path = *path ? strdup(path) : NULL;
	if (*path && !cgroup->path)
		return -ENOMEM;
	kept->pic.cgroup_count++;
	cgroup->id = oomt_nl_u64(attr, OOMT_A_CGROUP_ID);
	cgroup->oom_group = oomt_nl_u32(attr, OOMT_A_FLAGS);
	if (attr[OOMT_A_METRIC])
		cgroup->known = take_values(attr[OOMT_A_METRIC],
					    cgroup->metric, OOMT_CM_COUNT);
	return 0;
}

/* ---- tasks ------------------------------------------------------------------ */

/* What is not here the engine computes, or it is a text or the cgroup's. */
static void set_fields(struct oomt_task *task, const s64 *value)
{
	task->ppid = value[OOMT_F_PPID];
	task->pgrp = value[OOMT_F_PGRP];
	task->session = value[OOMT_F_SESSION];
	task->uid = value[OOMT_F_UID];
	task->gid = value[OOMT_F_GID];
	task->rss = value[OOMT_F_RSS];
	task->anon = value[OOMT_F_ANON];
	task->file = value[OOMT_F_FILE];
	task->shmem = value[OOMT_F_SHMEM];
	task->swap = value[OOMT_F_SWAP];
	task->pgtables = value[OOMT_F_PGTABLES];
	task->vsize = value[OOMT_F_VSIZE];
	task->oom_score_adj = value[OOMT_F_OOM_SCORE_ADJ];
	task->threads = value[OOMT_F_THREADS];
	task->children = value[OOMT_F_CHILDREN];
	task->growth = value[OOMT_F_GROWTH];
	task->tree_total = value[OOMT_F_TREE_TOTAL];
}

/* Those of one cgroup mostly come together: the one before is tried first. */
static u32 find_cgroup(const struct oomt_picture *pic, const char *path)
{
	u32 before = pic->task_count ?
		     pic->task[pic->task_count - 1].cgroup : 0, i, at;

	if (before >= pic->cgroup_count)
		before = 0;
	for (i = 0; i < pic->cgroup_count; i++) {
		at = (before + i) % pic->cgroup_count;
		if (pic->cgroup[at].path && !strcmp(pic->cgroup[at].path, path))
			return at;
	}
	return OOMT_NONE;
}

static int take_task(struct oomt_kept *kept, struct nlattr **attr)
{
	struct oomt_picture *pic = &kept->pic;
	s64 value[OOMT_F_COUNT] = { 0 };
	struct oomt_task *task;

	task = add((void **)&pic->task, &pic->task_count, &kept->task_room,
		   sizeof(*task));
	if (!task)
		return -ENOMEM;
	if (attr[OOMT_A_TEXT]) {
		task->exe = strdup(oomt_nl_string(attr, OOMT_A_TEXT));
		if (!task->exe)
			return -ENOMEM;
	}
	if (attr[OOMT_A_FIELD])
		take_values(attr[OOMT_A_FIELD], value, OOMT_F_COUNT);
	set_fields(task, value);
	task->pid = oomt_nl_u32(attr, OOMT_A_PID);
	task->known = oomt_nl_u64(attr, OOMT_A_KNOWN);
	task->flags = oomt_nl_u32(attr, OOMT_A_TASK_FLAGS);
	task->start_ns = oomt_nl_u64(attr, OOMT_A_START_NS);
	snprintf(task->comm, sizeof(task->comm), "%s",
		 oomt_nl_string(attr, OOMT_A_COMM));
	/* What is not known reads as in a snapshot that does not say it. */
	if (!oomt_task_knows(task, OOMT_F_PPID))
		task->ppid = task->pid != 1;
	if (!oomt_task_knows(task, OOMT_F_PGRP))
		task->pgrp = task->session = task->pid;
	task->cgroup = attr[OOMT_A_CGROUP] ?
		       find_cgroup(pic, oomt_nl_string(attr, OOMT_A_CGROUP)) :
		       OOMT_NONE;
	if (task->cgroup == OOMT_NONE)
		task->known &= ~(1ULL << OOMT_F_CGROUP);
	if (!task->exe)
		task->known &= ~(1ULL << OOMT_F_EXE);
	pic->task_count++;
	return 0;
}

/* ---- states ----------------------------------------------------------------- */

static int take_state(struct oomt_kept *kept, struct nlattr **attr)
{
	struct oomt_kept_state *state;

	state = add((void **)&kept->state, &kept->state_count,
		    &kept->state_room, sizeof(*state));
	if (!state)
		return -ENOMEM;
	kept->state_count++;
	state->kind = oomt_nl_u32(attr, OOMT_A_STATE);
	state->index = oomt_nl_u32(attr, OOMT_A_INDEX);
	state->nth = oomt_nl_u32(attr, OOMT_A_NTH);
	state->active = oomt_nl_u32(attr, OOMT_A_FLAGS);
	state->fruitless = oomt_nl_u32(attr, OOMT_A_FRUITLESS);
	state->cgroup = oomt_nl_u64(attr, OOMT_A_CGROUP_ID);
	state->at_ns = oomt_nl_u64(attr, OOMT_A_AT_NS);
	snprintf(state->table, sizeof(state->table), "%s",
		 oomt_nl_string(attr, OOMT_A_NAME));
	return 0;
}

static void set_chain(struct oomt_chain_state *chain,
		      const struct oomt_kept_state *told)
{
	chain->active = told->active;
	chain->fruitless = told->fruitless;
	chain->acted_ns = told->at_ns;
}

/* False: there is no such chain, or it has no such `for`. */
static bool set_each(const struct oomt_kept *kept,
		     const struct oomt_kept_state *told,
		     const struct oomt_table *table,
		     struct oomt_table_state *state)
{
	u64 now_ns = kept->pic.now_ns, *since;
	struct oomt_chain_state *chain;
	struct oomt_each *each;

	if (told->index >= table->CHAINS_count ||
	    !(table->CHAINS[told->index].flags & OOMT_CHAIN_EACH))
		return false;
	each = oomt_table_state_each(state, table, told->index);
	if (told->kind == OOMT_STATE_EACH_FOR && told->nth >= each->for_count)
		return false;
	each->sample_ns = now_ns;
	chain = oomt_each_get(each, told->cgroup, now_ns, &since);
	if (told->kind == OOMT_STATE_EACH)
		set_chain(chain, told);
	else
		since[told->nth] = told->at_ns;
	return true;
}

static bool set_state(const struct oomt_kept *kept,
		      const struct oomt_kept_state *told,
		      const struct oomt_table *table,
		      struct oomt_table_state *state)
{
	switch (told->kind) {
	case OOMT_STATE_CHAIN:
		if (told->index >= table->CHAINS_count)
			return false;
		set_chain(&state->chain[told->index], told);
		return true;
	case OOMT_STATE_FOR:
		if (told->index >= table->image->for_states)
			return false;
		state->since[told->index] = told->at_ns;
		return true;
	case OOMT_STATE_LIMIT:
		if (told->index >= table->LIMITS_count)
			return false;
		state->full_ns[told->index] = told->at_ns;
		return true;
	case OOMT_STATE_EACH:
	case OOMT_STATE_EACH_FOR:
		return set_each(kept, told, table, state);
	default:
		return false;
	}
}

int oomt_kept_states(const struct oomt_kept *kept,
		     const struct oomt_ruleset *rs,
		     struct oomt_table_state *state)
{
	u32 i, t;

	for (i = 0; i < kept->state_count; i++) {
		const struct oomt_kept_state *told = &kept->state[i];

		for (t = 0; t < rs->table_count; t++)
			if (!strcmp(oomt_table_name(rs->table[t]),
				    told->table))
				break;
		if (t == rs->table_count ||
		    !set_state(kept, told, rs->table[t], &state[t]))
			return -EINVAL;
	}
	return 0;
}

/* ---- the dump ---------------------------------------------------------------- */

int oomt_kept_take(struct nlattr **attr, void *arg)
{
	struct oomt_kept *kept = arg;

	if (attr[OOMT_A_METRIC] && !attr[OOMT_A_CGROUP])
		return take_head(kept, attr);
	if (!kept->begun)
		return -EPROTO;
	if (attr[OOMT_A_PID])
		return take_task(kept, attr);
	if (attr[OOMT_A_CGROUP])
		return take_cgroup(kept, attr);
	return attr[OOMT_A_STATE] ? take_state(kept, attr) : 0;
}

static int compare_pids(const void *a, const void *b)
{
	const struct oomt_task *left = a, *right = b;

	return left->pid < right->pid ? -1 : left->pid > right->pid;
}

int oomt_kept_finish(struct oomt_kept *kept)
{
	if (!kept->begun || kept->state_count != kept->state_total)
		return -EPROTO;
	if (kept->pic.task_count)
		qsort(kept->pic.task, kept->pic.task_count,
		      sizeof(*kept->pic.task), compare_pids);
	return 0;
}

int oomt_kept_read(struct oomt_nl *nl, enum oomt_hook hook,
		   struct oomt_kept *kept)
{
	struct nl_msg *request = oomt_nl_request(nl, OOMT_CMD_TASK, NLM_F_DUMP,
						 64);
	int err;

	if (!request)
		return -ENOMEM;
	if (nla_put_u32(request, OOMT_A_HOOK, hook) ||
	    nla_put_u64(request, OOMT_A_AT_NS, kept->at_ns)) {
		nlmsg_free(request);
		return -ENOMEM;
	}
	err = oomt_nl_call(nl, request, oomt_kept_take, kept);
	return err ? err : oomt_kept_finish(kept);
}

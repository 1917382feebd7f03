// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The workspace: memory for one ruleset and so many tasks, made at load, and
 * turning it to a picture.  Called by stores and loops (_init), by decide and
 * low (_look, which never allocates).
 */
#include "decide.h"

static int make_logs(struct oomt_workspace *ws, const struct oomt_ruleset *rs)
{
	u32 i;

	for (i = 0; i < rs->table_count; i++) {
		if (!rs->table[i]->logs)
			continue;
		ws->log[i] = oomt_alloc(rs->table[i]->RULES_count,
					sizeof(*ws->log[i]));
		if (!ws->log[i])
			return -ENOMEM;
	}
	return 0;
}

static int make_buckets(struct oomt_workspace *ws,
			const struct oomt_ruleset *rs)
{
	u32 i;

	for (i = 0; i < rs->table_count; i++) {
		if (!rs->table[i]->LIMITS_count)
			continue;
		ws->bucket[i] = oomt_alloc(rs->table[i]->LIMITS_count,
					   sizeof(*ws->bucket[i]));
		if (!ws->bucket[i])
			return -ENOMEM;
	}
	return 0;
}

/* Kinship, and a place for the classes of ancestors' strings. */
static int make_kin(struct oomt_workspace *ws, const struct oomt_ruleset *rs,
		    u32 tasks)
{
	u32 i;

	if (!rs->kin)
		return 0;
	if (oomt_kin_init(&ws->kin, tasks))
		return -ENOMEM;
	for (i = 0; i < rs->table_count; i++) {
		if (!rs->table[i]->ancestors)
			continue;
		ws->vm.kin_class[i] = oomt_alloc(tasks, 2 * sizeof(u32));
		if (!ws->vm.kin_class[i])
			return -ENOMEM;
	}
	return 0;
}

/* For chains that are about one cgroup at a time. */
static int make_runs(struct oomt_workspace *ws, const struct oomt_ruleset *rs,
		     u32 cgroups)
{
	if (rs->each) {
		ws->cgroup_order = oomt_alloc(cgroups, sizeof(u32));
		if (!ws->cgroup_order)
			return -ENOMEM;
	}
	if (rs->each || rs->base_count[OOMT_HOOK_MEMCG]) {
		ws->inside = oomt_alloc(cgroups, sizeof(*ws->inside));
		if (!ws->inside)
			return -ENOMEM;
	}
	return 0;
}

int oomt_workspace_init(struct oomt_workspace *ws,
			const struct oomt_ruleset *rs, u32 tasks, u32 cgroups)
{
	memset(ws, 0, sizeof(*ws));
	ws->verdict = oomt_alloc(tasks, sizeof(*ws->verdict));
	ws->guard = oomt_alloc(tasks, sizeof(*ws->guard));
	ws->vm.cgroup_class = oomt_alloc((size_t)rs->table_count * cgroups,
					 sizeof(*ws->vm.cgroup_class));
	if (!ws->verdict || !ws->guard || !ws->vm.cgroup_class ||
	    make_logs(ws, rs) || make_buckets(ws, rs) || make_kin(ws, rs, tasks)) {
		oomt_workspace_exit(ws);
		return -ENOMEM;
	}
	if (oomt_memo_init(&ws->memo, tasks) || make_runs(ws, rs, cgroups) ||
	    oomt_units_init(&ws->units, rs, tasks, cgroups)) {
		oomt_workspace_exit(ws);
		return -ENOMEM;
	}
	ws->task_capacity = tasks;
	ws->cgroup_capacity = cgroups;
	return 0;
}

void oomt_workspace_exit(struct oomt_workspace *ws)
{
	u32 i;

	oomt_free(ws->verdict);
	oomt_free(ws->guard);
	oomt_free(ws->vm.cgroup_class);
	oomt_memo_exit(&ws->memo);
	oomt_units_exit(&ws->units);
	oomt_kin_exit(&ws->kin);
	oomt_free(ws->cgroup_order);
	oomt_free(ws->inside);
	ws->cgroup_order = NULL;
	ws->inside = NULL;
	for (i = 0; i < OOMT_TABLES_MAX; i++) {
		oomt_free(ws->log[i]);
		ws->log[i] = NULL;
		oomt_free(ws->bucket[i]);
		ws->bucket[i] = NULL;
		oomt_free(ws->vm.kin_class[i]);
		ws->vm.kin_class[i] = NULL;
	}
	ws->verdict = NULL;
	ws->guard = NULL;
	ws->vm.cgroup_class = NULL;
}

static void link_kin(const struct oomt_ruleset *rs,
		     const struct oomt_picture *pic, struct oomt_workspace *ws)
{
	u32 i;

	ws->vm.kin = NULL;
	if (!ws->kin.capacity)
		return;
	oomt_kin_fill(&ws->kin, pic);
	ws->vm.kin = &ws->kin;
	for (i = 0; i < rs->table_count; i++)
		if (ws->vm.kin_class[i])
			memset(ws->vm.kin_class[i], 0xff,
			       pic->task_count * 2 * sizeof(u32));
}

void oomt_workspace_look(struct oomt_workspace *ws,
			 const struct oomt_ruleset *rs,
			 const struct oomt_picture *pic,
			 const struct oomt_ask *ask)
{
	u32 i, classes = rs->table_count * pic->cgroup_count;

	ws->vm.rs = rs;
	ws->vm.pic = pic;
	ws->vm.domain = oomt_domain_of(pic);
	link_kin(rs, pic, ws);
	if (ws->cgroup_order)
		oomt_each_sort(pic, ws->cgroup_order);
	for (i = 0; i < classes; i++)
		ws->vm.cgroup_class[i] = OOMT_CLASS_UNSET;
	for (i = 0; i < rs->table_count; i++)
		ws->counter[i] = ws->state[i] ? ws->state[i]->counter : NULL;
	ws->vm.counter = ask->again ? NULL : ws->counter;
	/* A forecast goes on with what its steps have left. */
	for (i = 0; i < rs->table_count && !ask->psi_relieved; i++)
		if (ws->bucket[i])
			oomt_buckets_fill(ws->bucket[i],
					  rs->table[i]->LIMITS_count,
					  ws->state[i] ?
					  ws->state[i]->full_ns : NULL);
	ws->vm.bucket = ws->bucket;
	for (i = 0; i < rs->table_count; i++)
		if (ws->log[i])
			memset(ws->log[i], 0, rs->table[i]->RULES_count *
					      sizeof(*ws->log[i]));
	ws->vm.log = ws->log;
}

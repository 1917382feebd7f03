// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Units.  Called by decide behind the judging of all tasks, and by whoever
 * acts on a victim; never allocates but in _init; linear in the tasks.
 */
#include "unit.h"
#include "amount.h"
#include "decide.h"
#include "names.h"
#include "rank.h"

#define OOM_SCORE_ADJ_MIN	(-1000)

static int make_kind(struct oomt_units *units, unsigned int kind, u32 tasks,
		     u32 cgroups)
{
	u32 sums = kind == OOMT_UNIT_GROUP ? cgroups : tasks;

	units->sum[kind] = oomt_alloc(sums, sizeof(*units->sum[kind]));
	if (!units->sum[kind])
		return -ENOMEM;
	if (kind == OOMT_UNIT_TREE)
		return 0;
	units->group[kind] = oomt_alloc(tasks, sizeof(*units->group[kind]));
	return units->group[kind] ? 0 : -ENOMEM;
}

int oomt_units_init(struct oomt_units *units, const struct oomt_ruleset *rs,
		    u32 tasks, u32 cgroups)
{
	u32 kinds = rs->units & ~(1U << OOMT_UNIT_PROCESS), kind;
	int err = 0;

	memset(units, 0, sizeof(*units));
	if (rs->base_count[OOMT_HOOK_MEMCG])
		kinds |= 1U << OOMT_UNIT_GROUP;
	if (!kinds)
		return 0;
	units->slots = 2;
	while (units->slots < tasks * 2ULL)
		units->slots *= 2;
	units->slot = oomt_alloc(units->slots, sizeof(*units->slot));
	units->of = oomt_alloc(tasks, sizeof(*units->of));
	units->top = oomt_alloc(cgroups, sizeof(*units->top));
	if (!units->slot || !units->of || !units->top)
		err = -ENOMEM;
	for (kind = 0; !err && kind < OOMT_UNIT_COUNT; kind++)
		if (kinds & 1U << kind)
			err = make_kind(units, kind, tasks, cgroups);
	if (err)
		oomt_units_exit(units);
	return err;
}

void oomt_units_exit(struct oomt_units *units)
{
	u32 kind;

	oomt_free(units->slot);
	oomt_free(units->of);
	oomt_free(units->top);
	for (kind = 0; kind < OOMT_UNIT_COUNT; kind++) {
		oomt_free(units->group[kind]);
		oomt_free(units->sum[kind]);
	}
	memset(units, 0, sizeof(*units));
}

/* ---- sums --------------------------------------------------------------- */

static u64 mix(u64 x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

static bool counts(const struct oomt_task *task)
{
	return !(task->flags & OOMT_TASK_EXITING);
}

/* Only exempt by policy, it dies with the others; else they spare it. */
static bool objects(const struct oomt_task *task, const struct oomt_verdict *v)
{
	if (v->kind == OOMT_V_CANDIDATE)
		return false;
	if (v->by == OOMT_BY_SPENT)
		return false;
	if (v->kind == OOMT_V_NONE || v->by != OOMT_BY_POLICY)
		return true;
	return oomt_task_knows(task, OOMT_F_OOM_SCORE_ADJ) &&
	       task->oom_score_adj == OOM_SCORE_ADJ_MIN;
}

static bool summed(enum oomt_field order)
{
	switch (order) {
	case OOMT_F_TREE_TOTAL:
	case OOMT_F_MEMCG_CURRENT:
	case OOMT_F_MEMCG_MAX:
		return false;
	default:
		return oomt_field_type(order) == OOMT_T_SIZE ||
		       oomt_field_type(order) == OOMT_T_RATE;
	}
}

static void sum_one(const struct oomt_workspace *ws, u32 index,
		    enum oomt_field order, struct oomt_unit_sum *sum)
{
	const struct oomt_picture *pic = ws->vm.pic;
	const struct oomt_task *task = &pic->task[index];
	s64 value;

	if (!counts(task))
		return;
	sum->members++;
	sum->broken |= objects(task, &ws->verdict[index]);
	sum->mark += mix(index + 1);
	if (summed(order) && oomt_field_get(pic, task, order, &value)) {
		sum->known = true;
		sum->value = oomt_add(sum->value, value);
	}
}

static void sum_trees(struct oomt_workspace *ws, enum oomt_field order)
{
	struct oomt_unit_sum *sum = ws->units.sum[OOMT_UNIT_TREE];
	u32 count = ws->vm.pic->task_count, i, at, up;

	memset(sum, 0, count * sizeof(*sum));
	for (i = 0; i < count; i++) {
		at = ws->kin.order[i];		/* children first */
		sum_one(ws, at, order, &sum[at]);
		up = ws->kin.parent[at];
		if (up == OOMT_NONE)
			continue;
		sum[up].members += sum[at].members;
		sum[up].broken |= sum[at].broken;
		sum[up].known |= sum[at].known;
		sum[up].mark += sum[at].mark;
		sum[up].value = oomt_add(sum[up].value, sum[at].value);
	}
}

/* ---- groups ------------------------------------------------------------- */

static u64 text_hash(const char *text)
{
	u64 hash = 14695981039346656037ULL;

	while (*text)
		hash = (hash ^ (u8)*text++) * 1099511628211ULL;
	return hash;
}

/* Whether the task is in a group of this kind, and the hash of its key. */
static bool group_key(const struct oomt_picture *pic,
		      const struct oomt_task *task, unsigned int kind, u64 *key)
{
	const struct oomt_cgroup *cgroup = oomt_task_cgroup(pic, task);

	if (!counts(task))
		return false;
	if (kind == OOMT_UNIT_PGRP) {
		*key = (u32)task->pgrp;
		return oomt_task_knows(task, OOMT_F_PGRP);
	}
	*key = task->cgroup;
	if (!cgroup || !cgroup->path)
		return false;
	if (kind == OOMT_UNIT_CGROUP)
		return cgroup->path[0] && cgroup->path[1];
	*key = mix(*key) + task->uid;
	*key = mix(*key) + text_hash(task->exe ? task->exe : task->comm);
	return oomt_task_knows(task, OOMT_F_UID);
}

static bool same_group(const struct oomt_task *a, const struct oomt_task *b,
		       unsigned int kind)
{
	if (kind == OOMT_UNIT_PGRP)
		return a->pgrp == b->pgrp;
	if (a->cgroup != b->cgroup || kind == OOMT_UNIT_CGROUP)
		return a->cgroup == b->cgroup;
	if (a->uid != b->uid || !a->exe != !b->exe)
		return false;
	return a->exe ? !strcmp(a->exe, b->exe) : !strcmp(a->comm, b->comm);
}

static void sum_groups(struct oomt_workspace *ws, unsigned int kind,
		       enum oomt_field order)
{
	const struct oomt_picture *pic = ws->vm.pic;
	struct oomt_units *units = &ws->units;
	u32 *group = units->group[kind], i, at, number = 0;
	u64 key;

	memset(units->slot, 0, units->slots * sizeof(*units->slot));
	for (i = 0; i < pic->task_count; i++) {
		group[i] = OOMT_NONE;
		if (!group_key(pic, &pic->task[i], kind, &key))
			continue;
		at = mix(key) & (units->slots - 1);
		while (units->slot[at] &&
		       !same_group(&pic->task[i],
				   &pic->task[units->slot[at] - 1], kind))
			at = (at + 1) & (units->slots - 1);
		if (units->slot[at]) {
			group[i] = group[units->slot[at] - 1];
		} else {
			units->slot[at] = i + 1;
			group[i] = number++;
			memset(&units->sum[kind][group[i]], 0,
			       sizeof(*units->sum[kind]));
		}
		sum_one(ws, i, order, &units->sum[kind][group[i]]);
	}
}

/*
 * memory.oom.group: the kernel kills what is in or below the highest such
 * cgroup inside of the one that was hit (mem_cgroup_get_oom_group()).
 */
static u32 oom_group_of(const struct oomt_workspace *ws, u32 cgroup)
{
	const struct oomt_picture *pic = ws->vm.pic;
	u32 i, best = OOMT_NONE;

	for (i = 0; i < pic->cgroup_count; i++) {
		if (!pic->cgroup[i].oom_group || !ws->inside[i] ||
		    !oomt_path_inside(pic->cgroup[cgroup].path,
				      pic->cgroup[i].path))
			continue;
		if (best == OOMT_NONE || strlen(pic->cgroup[i].path) <
					 strlen(pic->cgroup[best].path))
			best = i;
	}
	return best;
}

static void sum_oom_groups(struct oomt_workspace *ws, enum oomt_field order)
{
	const struct oomt_picture *pic = ws->vm.pic;
	u32 *group = ws->units.group[OOMT_UNIT_GROUP], *top = ws->units.top, i;
	struct oomt_unit_sum *sum = ws->units.sum[OOMT_UNIT_GROUP];
	bool any = false;

	memset(sum, 0, pic->cgroup_count * sizeof(*sum));
	for (i = 0; i < pic->cgroup_count; i++)
		any |= pic->cgroup[i].oom_group && ws->inside[i];
	for (i = 0; i < pic->cgroup_count; i++)
		top[i] = any && ws->inside[i] ? oom_group_of(ws, i) : OOMT_NONE;
	for (i = 0; i < pic->task_count; i++) {
		u32 cgroup = pic->task[i].cgroup;

		group[i] = OOMT_NONE;
		if (!counts(&pic->task[i]) || cgroup >= pic->cgroup_count ||
		    top[cgroup] == OOMT_NONE)
			continue;
		group[i] = top[cgroup];
		sum_one(ws, i, order, &sum[group[i]]);
	}
}

/* ---- candidates --------------------------------------------------------- */

static const struct oomt_unit_sum *sum_of(const struct oomt_units *units,
					  unsigned int kind, u32 task)
{
	u32 number = kind == OOMT_UNIT_TREE ? task : units->group[kind][task];

	return number == OOMT_NONE ? NULL : &units->sum[kind][number];
}

static void take_whole(struct oomt_workspace *ws,
		       const struct oomt_chain *chain, u32 task,
		       const struct oomt_unit_sum *sum)
{
	struct oomt_verdict *v = &ws->verdict[task];

	ws->units.of[task].members = sum->members;
	if (summed(chain->order))
		oomt_rank_value_of(&ws->vm.domain, chain, sum->known,
				   sum->value, v);
}

static void form_one(struct oomt_workspace *ws, const struct oomt_chain *chain,
		     const struct oomt_action *action, u32 task, bool groups)
{
	struct oomt_taken *unit = &ws->units.of[task];
	struct oomt_verdict *v = &ws->verdict[task];
	const struct oomt_unit_sum *sum;

	*unit = (struct oomt_taken){ .kind = OOMT_UNIT_PROCESS, .members = 1 };
	if (groups) {
		sum = sum_of(&ws->units, OOMT_UNIT_GROUP, task);
		if (sum && sum->broken) {
			v->kind = OOMT_V_EXEMPT;
			v->by = OOMT_BY_GROUP;
			v->rule = OOMT_NONE;
			return;
		}
		if (sum) {
			unit->kind = OOMT_UNIT_CGROUP;
			unit->group = true;
			take_whole(ws, chain, task, sum);
			return;
		}
	}
	if (action->unit == OOMT_UNIT_PROCESS)
		return;
	sum = sum_of(&ws->units, action->unit, task);
	if (!sum || sum->broken)
		return;
	unit->kind = action->unit;
	take_whole(ws, chain, task, sum);
}

static u64 mark_of(const struct oomt_units *units, u32 task)
{
	const struct oomt_taken *unit = &units->of[task];

	return sum_of(units, unit->group ? OOMT_UNIT_GROUP : unit->kind,
		      task)->mark;
}

/* Of candidates for the same set of processes the best stands for all. */
static void find_equal(struct oomt_workspace *ws)
{
	const struct oomt_picture *pic = ws->vm.pic;
	struct oomt_units *units = &ws->units;
	u32 i, at, other;
	u64 mark;

	memset(units->slot, 0, units->slots * sizeof(*units->slot));
	for (i = 0; i < pic->task_count; i++) {
		if (ws->verdict[i].kind != OOMT_V_CANDIDATE ||
		    units->of[i].members < 2)
			continue;
		mark = mark_of(units, i);
		at = mark & (units->slots - 1);
		while (units->slot[at] &&
		       mark_of(units, units->slot[at] - 1) != mark)
			at = (at + 1) & (units->slots - 1);
		other = units->slot[at] - 1;
		if (units->slot[at] && oomt_rank_before(pic, ws, other, i)) {
			units->of[i].equal = true;
			continue;
		}
		if (units->slot[at])
			units->of[other].equal = true;
		units->slot[at] = i + 1;
	}
}

void oomt_units_form(struct oomt_workspace *ws, const struct oomt_ruleset *rs,
		     const struct oomt_picture *pic,
		     const struct oomt_base_chain *base, enum oomt_hook hook)
{
	const struct oomt_table *table = rs->table[base->table];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
	bool groups = hook == OOMT_HOOK_MEMCG && ws->cgroup != OOMT_NONE;
	u32 kind, i;

	if (!ws->units.of)
		return;
	for (kind = OOMT_UNIT_PROCESS + 1; kind < OOMT_UNIT_COUNT; kind++) {
		if (!(table->units & 1U << kind))
			continue;
		if (kind == OOMT_UNIT_TREE)
			sum_trees(ws, chain->order);
		else
			sum_groups(ws, kind, chain->order);
	}
	if (groups)
		sum_oom_groups(ws, chain->order);
	for (i = 0; i < pic->task_count; i++)
		if (ws->verdict[i].kind == OOMT_V_CANDIDATE)
			form_one(ws, chain,
				 &table->ACTIONS[ws->verdict[i].action], i,
				 groups);
	find_equal(ws);
}

/* ---- members ------------------------------------------------------------ */

u32 oomt_units_next(const struct oomt_workspace *ws, u32 task, u32 at)
{
	const struct oomt_picture *pic = ws->vm.pic;
	const struct oomt_taken *unit;
	const u32 *group;

	if (at == OOMT_NONE)
		return task;
	if (!ws->units.of)
		return OOMT_NONE;
	unit = &ws->units.of[task];
	if (unit->kind == OOMT_UNIT_PROCESS)
		return OOMT_NONE;
	if (unit->kind == OOMT_UNIT_TREE) {
		do
			at = oomt_kin_next(&ws->kin, task, at);
		while (at != OOMT_NONE && !counts(&pic->task[at]));
		return at;
	}
	group = ws->units.group[unit->group ? OOMT_UNIT_GROUP : unit->kind];
	for (at = at == task ? 0 : at + 1; at < pic->task_count; at++)
		if (at != task && group[at] == group[task])
			return at;
	return OOMT_NONE;
}

void oomt_units_sizes(const struct oomt_workspace *ws, u32 task,
		      struct oomt_unit_sizes *sizes)
{
	u32 at;

	memset(sizes, 0, sizeof(*sizes));
	for (at = oomt_units_next(ws, task, OOMT_NONE); at != OOMT_NONE;
	     at = oomt_units_next(ws, task, at)) {
		const struct oomt_task *t = &ws->vm.pic->task[at];

		sizes->members++;
#define ADD(ID, size) sizes->size = oomt_add(sizes->size, \
				oomt_task_size(t, OOMT_F_##ID, t->size))
		ADD(RSS, rss);
		ADD(SWAP, swap);
		ADD(PGTABLES, pgtables);
		ADD(ANON, anon);
		ADD(SHMEM, shmem);
#undef ADD
	}
}

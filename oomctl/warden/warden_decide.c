// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The warden's decision.  Reading all sizes of all processes takes long, so
 * sizes come from statm first, which leaves swap and page tables of most
 * processes between bounds; then whoever could reach a rule's threshold
 * (census) or a place among the best (settle) is read exactly.  The decision
 * is thereby the one that reading everything would give.
 */
#include "amount.h"
#include "low.h"
#include "names.h"
#include "warden.h"

#define SIZE_ORDERS	(1ULL << OOMT_F_TOTAL | 1ULL << OOMT_F_SWAP |	\
			 1ULL << OOMT_F_PGTABLES)

/* ---- what rules compare sizes with --------------------------------------- */

static void lower(struct oomt_lowest *lowest, s64 value, bool percent)
{
	s64 *of = percent ? &lowest->bp : &lowest->bytes;

	if (value < *of)
		*of = value;
}

static struct oomt_lowest *lowest_of(struct oomt_warden *warden,
				     unsigned int field)
{
	switch (field) {
	case OOMT_F_TOTAL:
		return &warden->total;
	case OOMT_F_SWAP:
		return &warden->swap;
	case OOMT_F_PGTABLES:
		return &warden->pgtables;
	}
	return NULL;
}

static void take_set(struct oomt_lowest *lowest,
		     const struct oomt_table *table, s64 index)
{
	const struct oomt_set *set = &table->SETS[index];
	u32 i;

	for (i = set->first; i < set->first + set->count; i++)
		lower(lowest, table->RANGES[i].lo,
		      table->RANGES[i].flags & OOMT_RANGE_LO_PERCENT);
}

static void take_insn(struct oomt_warden *warden,
		      const struct oomt_table *table,
		      const struct oomt_insn *insn)
{
	struct oomt_lowest *lowest = lowest_of(warden, insn->field);

	if (!lowest)
		return;
	if (insn->op == OOMT_OP_MATCH_NUM)
		lower(lowest, insn->imm, insn->flags & OOMT_I_PERCENT);
	else if (insn->op == OOMT_OP_MATCH_SET)
		take_set(lowest, table, insn->imm);
}

void oomt_warden_thresholds(struct oomt_warden *warden)
{
	const struct oomt_lowest none = { S64_MAX, S64_MAX };
	u32 i, j;

	warden->total = warden->swap = warden->pgtables = none;
	for (i = 0; i < warden->rs->table_count; i++) {
		const struct oomt_table *table = warden->rs->table[i];

		for (j = 0; j < table->INSNS_count; j++)
			take_insn(warden, table, &table->INSNS[j]);
	}
}

static s64 resolve(const struct oomt_lowest *lowest, s64 base)
{
	s64 percent = lowest->bp == S64_MAX ? S64_MAX :
		      base < 0 ? 0 : oomt_percent_of(base, lowest->bp);

	return percent < lowest->bytes ? percent : lowest->bytes;
}

static s64 metric_or(const struct oomt_picture *pic, enum oomt_metric metric)
{
	return oomt_picture_knows(pic, metric) ? pic->metric[metric] : -1;
}

/* ---- deciding ------------------------------------------------------------ */

static void pass_over(struct oomt_warden *warden)
{
	u32 i, at;

	for (i = 0; i < warden->passed_count; i++) {
		const struct oomt_passed *passed = &warden->passed[i];
		struct oomt_task *task;

		at = oomt_census_find(&warden->census, passed->pid);
		if (at == OOMT_NONE)
			continue;
		task = &warden->census.pic.task[at];
		if (task->start_ns == passed->start_ns)
			task->flags |= OOMT_TASK_EXITING;
	}
}

/* Units and trees are judged by sums: no size may stay between bounds. */
#define SUM_UNITS	(~(1U << OOMT_UNIT_PROCESS))
#define SUM_FIELDS	(1ULL << OOMT_F_TREE_TOTAL | 1ULL << OOMT_F_GROWTH)
/* Who belongs to them changes. */
#define MOVING_UNITS	(1U << OOMT_UNIT_TREE | 1U << OOMT_UNIT_PGRP | \
			 1U << OOMT_UNIT_CGROUP)
#define MOVING_FIELDS	(1ULL << OOMT_F_TREE_TOTAL | \
			 1ULL << OOMT_F_CHILDREN)

int oomt_warden_gather(struct oomt_warden *warden)
{
	const struct oomt_ruleset *rs = warden->rs;
	struct oomt_picture *pic = &warden->census.pic;
	const u64 fields = rs->fields | rs->order_fields;
	const s64 mem = metric_or(pic, OOMT_M_MEM_TOTAL);
	const struct oomt_census_want want = {
		.fields = fields,
		.exact = rs->units & SUM_UNITS || fields & SUM_FIELDS,
		.anew = rs->units & MOVING_UNITS || rs->ancestors ||
			fields & MOVING_FIELDS,
		.total_from = resolve(&warden->total, mem),
		.swap_from = resolve(&warden->swap,
				     metric_or(pic, OOMT_M_SWAP_TOTAL)),
		.pgtables_from = resolve(&warden->pgtables, mem),
	};
	u64 begin_ns = oomt_now_ns();
	int err;

	if (warden->gathered_ns == pic->now_ns)
		return 0;
	err = oomt_census_gather(&warden->census, &want, pic->now_ns);
	if (err)
		return err;
	warden->gathered_ns = pic->now_ns;
	pass_over(warden);
	if (oomt_census_step_due(&warden->census, pic->now_ns))
		oomt_census_step(&warden->census, pic->now_ns);
	warden->facts_ns = oomt_now_ns() - begin_ns;
	return 0;
}

/* Conditions about cgroups and tasks, asked for real. */
static void fires_exactly(struct oomt_warden *warden)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };
	const struct oomt_ruleset *rs = warden->rs;
	struct oomt_picture *pic = &warden->census.pic;
	u32 i, at, cgroup;

	/* Unreadable: the decision fails, too, and is tried again. */
	if (rs->exists && oomt_warden_gather(warden))
		return;
	oomt_warden_read_cgroups(warden);
	oomt_workspace_look(&warden->ws, rs, pic, &ask);
	warden->asked_ns = pic->now_ns;
	for (i = 0; i < rs->base_count[OOMT_HOOK_LOW]; i++) {
		warden->fires[i] = false;
		for (at = 0; oomt_low_run(rs, &warden->ws, i, &at, &cgroup);)
			warden->fires[i] |= oomt_low_fires(rs, pic, &warden->ws,
							   i, cgroup, &ask);
	}
}

bool oomt_warden_fires(struct oomt_warden *warden, bool following)
{
	const struct oomt_ruleset *rs = warden->rs;
	bool any = false;
	u32 i, n = rs->base_count[OOMT_HOOK_LOW];

	for (i = 0; i < n; i++) {
		warden->fires[i] = oomt_low_may_fire(rs, &warden->census.pic,
						     &warden->ws, i);
		any |= warden->fires[i];
	}
	if (!any || following || !warden->exactly)
		return any;
	fires_exactly(warden);
	for (any = false, i = 0; i < n; i++)
		any |= warden->fires[i];
	return any;
}

int oomt_warden_decide(struct oomt_warden *warden)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };
	const struct oomt_ruleset *rs = warden->rs;
	struct oomt_picture *pic = &warden->census.pic;
	u64 begin_ns;
	int err = oomt_warden_gather(warden);

	if (err)
		return err;
	begin_ns = oomt_now_ns();
	oomt_warden_read_cgroups(warden);
	oomt_decide(rs, pic, &ask, &warden->ws, &warden->decision);
	oomt_warden_keep_notes(warden);
	oomt_warden_settle(warden);
	warden->decision.facts_ns = warden->facts_ns;
	warden->decision.decide_ns = oomt_now_ns() - begin_ns;
	if (warden->census.truncated)
		warden->decision.flags |= OOMT_DEC_TRUNCATED;
	return 0;
}

/* The chain has fired, for that cgroup or for OOMT_NONE. */
static void decide_base(struct oomt_warden *warden, u32 base, u32 cgroup,
			struct oomt_decision *decision)
{
	const struct oomt_ask ask = {
		.hook = OOMT_HOOK_LOW, .one_base = true, .base = base,
		.cgroup = cgroup + 1,
	};
	struct oomt_workspace *ws = &warden->ws;

	/* Without its state nothing is counted twice. */
	memcpy(warden->aside, ws->state, sizeof(ws->state));
	memset(ws->state, 0, sizeof(ws->state));
	oomt_decide(warden->rs, &warden->census.pic, &ask, ws, decision);
	memcpy(ws->state, warden->aside, sizeof(ws->state));
}

void oomt_warden_decide_again(struct oomt_warden *warden)
{
	const struct oomt_ask all = { .hook = OOMT_HOOK_LOW };
	struct oomt_decision *d = &warden->decision;
	struct oomt_reason reason[OOMT_REASONS];
	u32 flags = d->flags, facts_ns = d->facts_ns, decide_ns = d->decide_ns;
	u8 reason_count = d->reason_count;
	s32 base = warden->ws.decided_base;

	memcpy(reason, d->reason, sizeof(reason));
	decide_base(warden, base, warden->ws.decided_cgroup, d);
	if (d->outcome != OOMT_OUT_VICTIM) {
		oomt_decide(warden->rs, &warden->census.pic, &all,
			    &warden->ws, d);
	} else {
		/* Why it fired is known from the first time, with its state. */
		memcpy(d->reason, reason, sizeof(reason));
		d->reason_count = reason_count;
		d->flags = flags;
	}
	d->facts_ns = facts_ns;
	d->decide_ns = decide_ns;
}

void oomt_warden_judge_again(struct oomt_warden *warden)
{
	static struct oomt_decision scratch;

	decide_base(warden, warden->ws.decided_base,
		    warden->ws.decided_cgroup, &scratch);
}

bool oomt_warden_decide_dry(struct oomt_warden *warden, u32 base,
			    struct oomt_decision *decision)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };
	const struct oomt_ruleset *rs = warden->rs;
	struct oomt_picture *pic = &warden->census.pic;
	u32 at = 0, cgroup;

	oomt_workspace_look(&warden->ws, rs, pic, &ask);
	while (oomt_low_run(rs, &warden->ws, base, &at, &cgroup)) {
		if (!oomt_low_fires(rs, pic, &warden->ws, base, cgroup, &ask))
			continue;
		decide_base(warden, base, cgroup, decision);
		if (decision->outcome == OOMT_OUT_VICTIM)
			return true;
		oomt_workspace_look(&warden->ws, rs, pic, &ask);
	}
	return false;
}

/* ---- settling ------------------------------------------------------------ */

/* Whether the candidate's exact value could be that of one of the best. */
static bool could_matter(const struct oomt_warden *warden, u32 index, bool asc)
{
	const struct oomt_workspace *ws = &warden->ws;
	const struct oomt_person *person = &warden->census.person[index];
	const struct oomt_verdict *v = &ws->verdict[index], *bar;

	if (v->kind != OOMT_V_CANDIDATE || person->exact || person->gone)
		return false;
	if (ws->best_count < OOMT_RUNNERS)
		return true;
	bar = &ws->verdict[ws->best[OOMT_RUNNERS - 1]];
	if (v->prefer != bar->prefer)
		return v->prefer > bar->prefer;
	return oomt_add(v->value, asc ? person->below : person->above) >=
	       bar->value;
}

void oomt_warden_settle(struct oomt_warden *warden)
{
	const struct oomt_ruleset *rs = warden->rs;
	const struct oomt_chain *chain;
	u32 i, read;

	/* Each round reads somebody that was not exact: it ends. */
	while (warden->decision.outcome == OOMT_OUT_VICTIM) {
		chain = oomt_base_chain_get(rs,
			&rs->base[OOMT_HOOK_LOW][warden->ws.decided_base]);
		if (!((1ULL << chain->order) & SIZE_ORDERS))
			return;
		read = 0;
		for (i = 0; i < warden->census.pic.task_count; i++)
			if (could_matter(warden, i,
					 chain->flags & OOMT_CHAIN_ASC)) {
				oomt_census_exact(&warden->census, i);
				read++;
			}
		if (!read)
			return;
		oomt_warden_decide_again(warden);
	}
}

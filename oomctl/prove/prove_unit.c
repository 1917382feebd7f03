// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Who goes with a unit: a process that is exempt by the policy only, or a
 * candidate for something else, dies with the tree, group, cgroup or
 * application of a candidate.  Every such part is put beside every part that
 * is taken as a unit; what they must share, they share.
 */
#include "prove_parts.h"

#define PARTS_MAX	1024		/* of each kind, kept */

struct part {
	struct part *next;
	u32 unit;			/* of a candidate: enum oomt_unit */
	bool limit_empty;
	u64 box[];
};

struct parts {
	struct prover *p;
	struct part *first;
	u32 count;
	bool takers;			/* else: those who may go along */
};

static bool action_is_meant(const struct prover *p,
			    const struct oomt_action *action)
{
	return p->statement->kind == PROVE_ALWAYS_EXEMPT ||
	       action->kind == OOMT_ACT_KILL;
}

static bool is_kept(const struct parts *parts, const struct prove_leaf *leaf,
		    u32 *unit)
{
	const struct prover *p = parts->p;
	const struct oomt_action *action;

	*unit = OOMT_UNIT_PROCESS;
	if (leaf->end == PROVE_EXEMPT_POLICY)
		return !parts->takers;
	if (leaf->end != PROVE_CANDIDATE)
		return false;
	action = &p->world.table[leaf->table]->ACTIONS[leaf->action];
	*unit = action->unit;
	if (!parts->takers)
		return !action_is_meant(p, action);
	return action_is_meant(p, action) &&
	       (*unit != OOMT_UNIT_PROCESS || p->hook == OOMT_HOOK_MEMCG);
}

static int keep_leaf(void *ctx, const struct prove_leaf *leaf)
{
	struct parts *parts = ctx;
	struct prover *p = parts->p;
	size_t bytes = p->space.words * sizeof(u64);
	struct part *part;
	u32 unit;

	if (!is_kept(parts, leaf, &unit) || !prove_possible(p, leaf->box))
		return 0;
	if (parts->count++ == PARTS_MAX)
		return -E2BIG;
	part = malloc(sizeof(*part) + bytes);
	if (!part)
		return -ENOMEM;
	part->unit = unit;
	part->limit_empty = leaf->limit_empty;
	memcpy(part->box, leaf->box, bytes);
	part->next = parts->first;
	parts->first = part;
	return 0;
}

static void parts_free(struct parts *parts)
{
	while (parts->first) {
		struct part *next = parts->first->next;

		free(parts->first);
		parts->first = next;
	}
}

static int parts_walk(struct parts *parts, int side)
{
	struct prover *p = parts->p;
	u64 *box = prove_side_box(p, side);
	int err;

	if (!box)
		return -ENOMEM;
	p->walk.points = false;
	p->walk.leaf = keep_leaf;
	p->walk.ctx = parts;
	err = prove_possible(p, box) ? prove_walk_run(&p->walk, box) : 0;
	free(box);
	return err;
}

/* ---- what they share ----------------------------------------------------- */

/*
 * Both keep what they have in common of a field, or, with `one`, one cell of
 * it.  False: they have nothing in common.
 */
static bool share(const struct prove_space *space, u32 dim_index, u64 *a,
		  u64 *b, bool one)
{
	const struct prove_dim *dim;
	u32 cell;

	if (dim_index == OOMT_NONE)
		return true;
	dim = &space->dim[dim_index];
	prove_meet(a + dim->word, b + dim->word, dim->words);
	for (cell = 0; cell < dim->cells; cell++)
		if (prove_has(a + dim->word, cell))
			break;
	if (cell < dim->cells && one) {
		memset(a + dim->word, 0, dim->words * sizeof(u64));
		prove_put(a + dim->word, cell);
	}
	memcpy(b + dim->word, a + dim->word, dim->words * sizeof(u64));
	return cell < dim->cells;
}

/* Whether all of the box has no known executable: then the name counts. */
static bool exe_is_unknown(const struct prove_space *space, const u64 *box)
{
	const struct prove_dim *dim;
	u32 cell = 0, end;

	if (space->dim_of[OOMT_F_EXE] == OOMT_NONE)
		return false;
	dim = &space->dim[space->dim_of[OOMT_F_EXE]];
	return !prove_dim_run(dim, box, &cell, &end);
}

/* The root is never a unit. */
static bool leave_root(const struct prove_space *space, u64 *box)
{
	const struct prove_text *text = &space->world->text[OOMT_F_CGROUP];
	const struct prove_dim *dim =
		&space->dim[space->dim_of[OOMT_F_CGROUP]];
	u32 kind;

	for (kind = 0; kind < text->kinds; kind++)
		if (!text->example[kind][1])
			prove_drop(box + dim->word, kind);
	return !prove_empty(box + dim->word, dim->words);
}

/* Narrows both to what members of one unit have in common. */
static bool join(const struct prove_space *space, u32 unit, u64 *taker,
		 u64 *member, bool one)
{
	static const u8 of_cgroup[] = {
		OOMT_F_CGROUP, OOMT_F_MEMCG_CURRENT, OOMT_F_MEMCG_MAX,
	};
	const struct prove_dim *dim;
	u32 i, d;

	if (unit == OOMT_UNIT_TREE) {
		d = space->dim_of[OOMT_F_CHILDREN];
		if (d == OOMT_NONE)
			return true;
		dim = &space->dim[d];
		prove_drop(taker + dim->word,
			   prove_dim_cell(dim, 0, space->mem.lo,
					  space->swap.lo));
		return !prove_empty(taker + dim->word, dim->words);
	}
	if (unit == OOMT_UNIT_PGRP)
		return share(space, space->dim_of[OOMT_F_PGRP], taker,
			     member, one);
	/* A memory.oom.group holds cgroups below it, too. */
	if (unit == OOMT_UNIT_PROCESS && !one)
		return true;
	if (unit != OOMT_UNIT_APP && !leave_root(space, taker))
		return false;
	for (i = 0; i < ARRAY_SIZE(of_cgroup); i++)
		if (!share(space, space->dim_of[of_cgroup[i]], taker, member,
			   one))
			return false;
	if (!share(space, space->share, taker, member, one))
		return false;
	if (unit != OOMT_UNIT_APP)
		return true;
	return share(space, space->dim_of[OOMT_F_UID], taker, member, one) &&
	       share(space, space->dim_of[OOMT_F_EXE], taker, member, one) &&
	       (!exe_is_unknown(space, taker) ||
		share(space, space->dim_of[OOMT_F_COMM], taker, member, one));
}

/* In hook memcg a whole cgroup may go; else what the action says. */
static int try_unit(struct prover *p, u32 unit, const struct part *taker,
		    const struct part *member)
{
	const struct prove_space *space = &p->space;
	size_t bytes = space->words * sizeof(u64);
	u64 *a = malloc(2 * bytes), *b = a ? a + space->words : NULL;
	struct prove_cast cast[2] = {
		{ a, { OOMT_NONE, 0 } }, { b, { OOMT_NONE, 0 } },
	};
	const struct prove_dim *adj =
		&space->dim[space->dim_of[OOMT_F_OOM_SCORE_ADJ]];
	int err = 0;

	if (!a)
		return -ENOMEM;
	memcpy(a, taker->box, bytes);
	memcpy(b, member->box, bytes);
	/* oom_score_adj -1000 breaks the unit up. */
	prove_drop(b + adj->word, prove_dim_cell(adj, -1000, space->mem.lo,
						 space->swap.lo));
	if (!prove_empty(b + adj->word, adj->words) &&
	    join(space, unit, a, b, false) && prove_possible(p, a) &&
	    prove_possible(p, b)) {
		p->unit = unit;
		/* If one way to share fails, the try notes the doubt. */
		join(space, unit, a, b, true);
		err = prove_try(p, PROVE_CLAIM_MEMBER, cast, 2,
				taker->limit_empty || member->limit_empty);
	}
	free(a);
	return err;
}

int prove_members(struct prover *p)
{
	struct parts takers = { .p = p, .takers = true };
	struct parts members = { .p = p };
	const struct part *t, *m;
	int err = 0;

	if (!(p->code.units & ~(1ULL << OOMT_UNIT_PROCESS)) &&
	    p->hook != OOMT_HOOK_MEMCG)
		return 0;
	err = parts_walk(&members, 0);
	if (!err && members.first)
		err = parts_walk(&takers, -1);
	for (m = members.first; m && !err; m = m->next) {
		for (t = takers.first; t && !err; t = t->next) {
			if (prove_now_ns() > p->deadline_ns)
				err = -ETIME;
			if (!err && t->unit != OOMT_UNIT_PROCESS)
				err = try_unit(p, t->unit, t, m);
			if (!err && p->hook == OOMT_HOOK_MEMCG)
				err = try_unit(p, OOMT_UNIT_PROCESS, t, m);
		}
	}
	parts_free(&takers);
	parts_free(&members);
	return err;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What each match means in a space: the cells of its dimension in which it
 * holds.  Called when a space is made.
 */
#include "dfa.h"
#include "names.h"
#include "prove_space.h"

static bool atom_in_kind(const struct prove_space *space, u32 table, u32 atom,
			 u32 kind)
{
	const struct oomt_table *t = space->world->table[table];
	u32 field = t->ATOMS[atom].field;
	const struct prove_text *text = &space->world->text[field];

	return oomt_dfa_holds(t, &t->DFAS[t->dfa_of[field]],
			      text->cls[(size_t)kind * text->tables + table],
			      atom);
}

void prove_space_scope(const struct prove_space *space, u32 table, u32 atom,
		       u64 *mask)
{
	const struct prove_dim *dim =
		&space->dim[space->dim_of[OOMT_F_CGROUP]];
	u32 kind;

	memset(mask, 0, dim->words * sizeof(*mask));
	for (kind = 0; kind + 1 < dim->cells; kind++)
		if (atom_in_kind(space, table, atom, kind))
			prove_put(mask, kind);
}

static u32 cut_cell(const struct prove_space *space,
		    const struct prove_dim *dim, s64 imm, bool percent)
{
	struct prove_lin lin = { 0 };

	if (!percent || dim->kind == PROVE_SHARE)
		lin.c = imm;
	else if (oomt_field_base(dim->field) == OOMT_B_SWAP)
		lin.bs = imm;
	else
		lin.bm = imm;
	return prove_dim_cell(dim, prove_lin_at(&lin, space->mem.lo,
						space->swap.lo),
			      space->mem.lo, space->swap.lo);
}

static bool cell_compares(u32 cell, u8 cmp, u32 cut)
{
	switch (cmp) {
	case OOMT_CMP_EQ:
		return cell == cut;
	case OOMT_CMP_NE:
		return cell != cut;
	case OOMT_CMP_LT:
		return cell < cut;
	case OOMT_CMP_LE:
		return cell <= cut;
	case OOMT_CMP_GT:
		return cell > cut;
	default:
		return cell >= cut;
	}
}

/* The known cells of the operand's dimension in which the match holds. */
static void fill_known(const struct prove_space *space,
		       const struct prove_dim *dim, u32 table,
		       const struct oomt_insn *insn, u64 *mask)
{
	const struct oomt_table *t = space->world->table[table];
	const struct oomt_set *set;
	u32 cell, i, lo, hi, known = dim->cells - 1;

	if (insn->op == OOMT_OP_MATCH_STR) {
		for (cell = 0; cell < known; cell++)
			if (atom_in_kind(space, table, insn->imm, cell) ==
			    (insn->cmp == OOMT_CMP_EQ))
				prove_put(mask, cell);
		return;
	}
	if (insn->op == OOMT_OP_MATCH_NUM) {
		lo = cut_cell(space, dim, insn->imm,
			      insn->flags & OOMT_I_PERCENT);
		for (cell = 0; cell < known; cell++)
			if (cell_compares(cell, insn->cmp, lo))
				prove_put(mask, cell);
		return;
	}
	set = &t->SETS[insn->imm];
	for (i = set->first; i < set->first + set->count; i++) {
		const struct oomt_range *r = &t->RANGES[i];

		lo = cut_cell(space, dim, r->lo,
			      r->flags & OOMT_RANGE_LO_PERCENT);
		hi = cut_cell(space, dim, r->hi,
			      r->flags & OOMT_RANGE_HI_PERCENT);
		for (cell = lo; cell <= hi; cell++)
			prove_put(mask, cell);
	}
	if (insn->cmp != OOMT_CMP_EQ)
		for (i = 0; i < dim->words; i++)
			mask[i] = ~mask[i];
	for (cell = known; cell < dim->words * 64; cell++)
		prove_drop(mask, cell);
}

int prove_match_cells(const struct prove_space *space, struct prove_ref ref,
		      u64 **mask)
{
	const struct oomt_insn *insn =
		&space->world->table[ref.table]->INSNS[ref.insn];
	const struct prove_dim *dim = &space->dim[space->dim_of[insn->field]];

	*mask = calloc(dim->words, sizeof(**mask));
	if (!*mask)
		return -ENOMEM;
	fill_known(space, dim, ref.table, insn, *mask);
	if (insn->flags & OOMT_I_UNKNOWN_HOLDS)
		prove_put(*mask, dim->cells - 1);
	return 0;
}

/* Whether the match says who, rather than how large or how old. */
static bool is_naming(const struct prove_space *space,
		      const struct oomt_insn *insn,
		      const struct prove_match *match)
{
	const struct prove_dim *dim = &space->dim[match->dim];

	switch (insn->field) {
	case OOMT_F_COMM:
	case OOMT_F_EXE:
	case OOMT_F_CMDLINE:
	case OOMT_F_CGROUP:
	case OOMT_F_PID:
	case OOMT_F_PPID:
	case OOMT_F_PGRP:
	case OOMT_F_SESSION:
	case OOMT_F_UID:
	case OOMT_F_GID:
	case OOMT_F_OOM_SCORE_ADJ:
		break;
	default:
		return false;
	}
	/* "Not this one", and what all have, single out nobody. */
	return insn->cmp != OOMT_CMP_NE &&
	       !prove_within(space->full + dim->word, match->mask,
			     dim->words);
}

static int match_mask(struct prove_space *space, struct prove_match *match)
{
	const struct oomt_insn *insn =
		&space->world->table[match->ref.table]->INSNS[match->ref.insn];
	const struct prove_dim *dim = &space->dim[match->dim];

	if (dim->kind < PROVE_SHARE) {
		if (prove_match_cells(space, match->ref, &match->mask))
			return -ENOMEM;
	} else {
		match->mask = calloc(dim->words, sizeof(*match->mask));
		if (!match->mask)
			return -ENOMEM;
		if (dim->kind != PROVE_SHARE) {
			prove_put(match->mask, 1);
		} else {
			fill_known(space, dim, match->ref.table, insn,
				   match->mask);
			if (insn->flags & OOMT_I_UNKNOWN_HOLDS)
				prove_put(match->mask, dim->cells - 1);
		}
	}
	match->naming = is_naming(space, insn, match);
	return 0;
}

int prove_masks_make(struct prove_space *space)
{
	u32 i, j;
	int err = 0;

	for (i = 0; i < space->matches && !err; i++) {
		struct prove_match *match = &space->match[i];
		u32 table = match->ref.table;
		u32 insns = space->world->table[table]->INSNS_count;

		if (!space->match_of[table]) {
			space->match_of[table] =
				malloc(insns * sizeof(u32));
			if (!space->match_of[table])
				return -ENOMEM;
			for (j = 0; j < insns; j++)
				space->match_of[table][j] = OOMT_NONE;
		}
		space->match_of[table][match->ref.insn] = i;
		err = match_mask(space, match);
	}
	return err;
}

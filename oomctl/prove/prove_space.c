// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The space of all processes for one range of mem.total and swap.total; see
 * prove_space.h.
 */
#include "amount.h"
#include "dfa.h"
#include "names.h"
#include "prove_sizes.h"

#define NO_CUT	OOMT_NONE

int prove_world_init(struct prove_world *world)
{
	u32 f;
	int err = 0;

	for (f = 0; f < OOMT_TEXT_FIELDS && !err; f++)
		err = prove_text_init(&world->text[f], f, world->table,
				      world->tables);
	if (err)
		prove_world_exit(world);
	return err;
}

void prove_world_exit(struct prove_world *world)
{
	u32 f;

	for (f = 0; f < OOMT_TEXT_FIELDS; f++)
		prove_text_exit(&world->text[f]);
}

s64 prove_lin_at(const struct prove_lin *lin, s64 mem, s64 swap)
{
	return oomt_add(lin->c, oomt_add(oomt_percent_of(mem, lin->bm),
					 oomt_percent_of(swap, lin->bs)));
}

/* ---- numbers ------------------------------------------------------------- */

/* The least and the greatest value of a field; some lie between no others. */
static struct prove_range field_range(u32 field)
{
	switch (field) {
	case OOMT_F_PID:
	case OOMT_F_THREADS:
		return (struct prove_range){ 1, INT_MAX };
	case OOMT_F_PPID:
	case OOMT_F_PGRP:
	case OOMT_F_SESSION:
	case OOMT_F_CHILDREN:
		return (struct prove_range){ 0, INT_MAX };
	case OOMT_F_UID:
	case OOMT_F_GID:
		return (struct prove_range){ 0, (1LL << 32) - 1 };
	case OOMT_F_OOM_SCORE_ADJ:
		return (struct prove_range){ -1000, 1000 };
	case OOMT_F_OOM_SCORE:
	case OOMT_F_AGE:
		return (struct prove_range){ 0, 1LL << 60 };
	case OOMT_F_GROWTH:
		return (struct prove_range){ -OOMT_SIZE_MAX, OOMT_SIZE_MAX };
	case OOMT_F_TOTAL:
	case OOMT_F_TREE_TOTAL:
		return (struct prove_range){ 0, 4 * OOMT_SIZE_MAX };
	case OOMT_F_MEMCG_MAX:
		return (struct prove_range){ 0, OOMT_NO_LIMIT };
	default:
		return (struct prove_range){ 0, OOMT_SIZE_MAX };
	}
}

static bool may_be_unknown(const struct prove_dim *dim)
{
	switch (dim->field) {
	case OOMT_F_EXE:
	case OOMT_F_CMDLINE:
	case OOMT_F_GROWTH:
	case OOMT_F_MEMCG_CURRENT:
	case OOMT_F_MEMCG_MAX:
		return true;
	default:
		return false;
	}
}

static int cut_add(struct prove_dim *dim, struct prove_lin cut)
{
	struct prove_lin *bigger;

	/* Doubles whenever it is full: at powers of two. */
	if (!(dim->cuts & (dim->cuts - 1))) {
		bigger = reallocarray(dim->cut, dim->cuts ? dim->cuts * 2 : 1,
				      sizeof(*bigger));
		if (!bigger)
			return -ENOMEM;
		dim->cut = bigger;
	}
	dim->cut[dim->cuts++] = cut;
	return 0;
}

static struct prove_lin operand(const struct prove_dim *dim, s64 imm,
				bool percent)
{
	struct prove_lin lin = { 0 };

	if (!percent || dim->kind == PROVE_SHARE)
		lin.c = imm;
	else if (oomt_field_base(dim->field) == OOMT_B_SWAP)
		lin.bs = imm;
	else
		lin.bm = imm;
	lin.rounded = lin.bm || lin.bs;
	return lin;
}

static int match_cuts(struct prove_dim *dim, const struct oomt_table *t,
		      const struct oomt_insn *insn)
{
	const struct oomt_set *set;
	u32 i;
	int err = 0;

	if (insn->op == OOMT_OP_MATCH_NUM)
		return cut_add(dim, operand(dim, insn->imm,
					    insn->flags & OOMT_I_PERCENT));
	set = &t->SETS[insn->imm];
	for (i = set->first; !err && i < set->first + set->count; i++) {
		const struct oomt_range *r = &t->RANGES[i];

		err = cut_add(dim, operand(dim, r->lo, r->flags &
					   OOMT_RANGE_LO_PERCENT));
		if (!err)
			err = cut_add(dim, operand(dim, r->hi, r->flags &
						   OOMT_RANGE_HI_PERCENT));
	}
	return err;
}

struct order {
	s64 mem, swap;
};

static int compare_cuts(const void *a, const void *b, void *arg)
{
	const struct order *order = arg;
	s64 left = prove_lin_at(a, order->mem, order->swap);
	s64 right = prove_lin_at(b, order->mem, order->swap);

	return left < right ? -1 : left > right;
}

static void cuts_sort(struct prove_dim *dim, const struct prove_space *space)
{
	struct order order = { space->mem.lo, space->swap.lo };
	u32 i, n = 0;

	qsort_r(dim->cut, dim->cuts, sizeof(*dim->cut), compare_cuts, &order);
	for (i = 0; i < dim->cuts; i++) {
		if (!n || compare_cuts(&dim->cut[n - 1], &dim->cut[i], &order))
			dim->cut[n++] = dim->cut[i];
		else if (!dim->cut[i].rounded)	/* equal, and simpler */
			dim->cut[n - 1] = dim->cut[i];
	}
	dim->cuts = n;
	dim->cells = 2 * n + 2;
}

u32 prove_dim_cell(const struct prove_dim *dim, s64 value, s64 mem, s64 swap)
{
	u32 lo = 0, hi = dim->cuts;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;
		s64 cut = prove_lin_at(&dim->cut[mid], mem, swap);

		if (cut == value)
			return 2 * mid + 1;
		if (cut < value)
			lo = mid + 1;
		else
			hi = mid;
	}
	return 2 * lo;
}

bool prove_dim_values(const struct prove_dim *dim, u32 cell, s64 mem,
		      s64 swap, struct prove_range *values)
{
	u32 at = cell / 2;

	if (cell % 2) {
		values->lo = prove_lin_at(&dim->cut[at], mem, swap);
		values->hi = values->lo;
		return true;
	}
	values->lo = at ? prove_lin_at(&dim->cut[at - 1], mem, swap) + 1 :
			  S64_MIN;
	values->hi = at < dim->cuts ?
		     prove_lin_at(&dim->cut[at], mem, swap) - 1 : S64_MAX;
	return values->lo <= values->hi;
}

/* ---- dimensions ---------------------------------------------------------- */

static struct prove_dim *dim_add(struct prove_space *space,
				 enum prove_dim_kind kind, u32 field)
{
	struct prove_dim *dim =
		reallocarray(space->dim, space->dims + 1, sizeof(*dim));

	if (!dim)
		return NULL;
	space->dim = dim;
	dim += space->dims++;
	memset(dim, 0, sizeof(*dim));
	dim->kind = kind;
	dim->field = field;
	return dim;
}

/* The dimension of a field, made if it is not there; NULL: no memory. */
static struct prove_dim *field_dim(struct prove_space *space, u32 field)
{
	struct prove_range range = field_range(field);
	struct prove_dim *dim;

	if (space->dim_of[field] != OOMT_NONE)
		return &space->dim[space->dim_of[field]];
	space->dim_of[field] = space->dims;
	if (oomt_field_is_text(field)) {
		dim = dim_add(space, PROVE_TEXT, field);
		if (dim)
			dim->cells = space->world->text[field].kinds + 1;
		return dim;
	}
	dim = dim_add(space, PROVE_NUM, field);
	if (!dim || cut_add(dim, (struct prove_lin){ .c = range.lo }) ||
	    cut_add(dim, (struct prove_lin){ .c = range.hi }))
		return NULL;
	if (field == OOMT_F_MEMCG_MAX &&
	    cut_add(dim, (struct prove_lin){ .c = OOMT_SIZE_MAX }))
		return NULL;
	return dim;
}

static bool has_share(const struct oomt_table *t, const struct oomt_insn *insn)
{
	if (insn->op == OOMT_OP_MATCH_NUM)
		return insn->flags & OOMT_I_PERCENT;
	return insn->op == OOMT_OP_MATCH_SET &&
	       t->SETS[insn->imm].flags & OOMT_SET_LINEAR;
}

/* A set of which some end is a size: it is neither here nor there. */
static bool has_size(const struct oomt_table *t, const struct oomt_insn *insn)
{
	const struct oomt_set *set = &t->SETS[insn->imm];
	u32 i;

	if (insn->op == OOMT_OP_MATCH_NUM)
		return false;
	for (i = set->first; i < set->first + set->count; i++)
		if (!(t->RANGES[i].flags & OOMT_RANGE_LO_PERCENT) ||
		    !(t->RANGES[i].flags & OOMT_RANGE_HI_PERCENT))
			return true;
	return false;
}

/* The dimension of a field's shares; NULL: no memory. */
static struct prove_dim *share_dim(struct prove_space *space, u32 field)
{
	u32 *index = field == OOMT_F_MEMCG_CURRENT ? &space->share :
						     &space->share_of[field];

	if (*index != OOMT_NONE)
		return &space->dim[*index];
	*index = space->dims;
	return dim_add(space, PROVE_SHARE, field);
}

static bool same_kin(const struct prove_space *space,
		     const struct prove_dim *dim, const struct oomt_insn *insn,
		     u32 table)
{
	const struct oomt_insn *other =
		&space->world->table[dim->kin.table]->INSNS[dim->kin.insn];

	return dim->kin.table == table && other->op == insn->op &&
	       other->field == insn->field && other->cmp == insn->cmp &&
	       other->flags == insn->flags && other->imm == insn->imm;
}

static struct prove_dim *kin_dim(struct prove_space *space,
				 struct prove_ref ref,
				 const struct oomt_insn *insn)
{
	struct prove_dim *dim;
	u32 i;

	for (i = 0; i < space->dims; i++)
		if (space->dim[i].kind == PROVE_KIN &&
		    same_kin(space, &space->dim[i], insn, ref.table))
			return &space->dim[i];
	dim = dim_add(space, PROVE_KIN, insn->field);
	if (dim) {
		dim->cells = 2;
		dim->kin = ref;
	}
	return dim;
}

/* The dimensions that a match needs, with its values as cuts. */
static int match_dims(struct prove_space *space, struct prove_ref ref,
		      u32 *index)
{
	const struct oomt_table *t = space->world->table[ref.table];
	const struct oomt_insn *insn = &t->INSNS[ref.insn];
	struct prove_dim *dim;
	int err = 0;

	if (space->coarse && has_share(t, insn) && has_size(t, insn)) {
		dim = dim_add(space, PROVE_FREE, insn->field);
		if (!dim)
			return -ENOMEM;
		dim->cells = 2;
		*index = dim - space->dim;
		return 0;
	}
	if (has_share(t, insn) &&
	    (space->coarse || insn->field == OOMT_F_MEMCG_CURRENT))
		dim = share_dim(space, insn->field);
	else
		dim = field_dim(space, insn->field);
	if (!dim)
		return -ENOMEM;
	if (insn->op != OOMT_OP_MATCH_STR)
		err = match_cuts(dim, t, insn);
	if (!err && insn->flags & OOMT_I_ANCESTOR) {
		dim = kin_dim(space, ref, insn);
		err = dim ? 0 : -ENOMEM;
	}
	if (!err)
		*index = dim - space->dim;
	return err;
}

static int make_dims(struct prove_space *space, const struct prove_code *code)
{
	/* What the engine itself looks at, and what tells two apart. */
	static const u8 always[] = {
		OOMT_F_COMM, OOMT_F_CGROUP, OOMT_F_PID, OOMT_F_OOM_SCORE_ADJ,
	};
	u32 i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(always); i++)
		if (!field_dim(space, always[i]))
			return -ENOMEM;
	space->match = calloc(code->count + 1, sizeof(*space->match));
	if (!space->match)
		return -ENOMEM;
	for (i = 0; i < code->count && !err; i++) {
		space->match[i].ref = code->match[i];
		space->matches++;
		err = match_dims(space, code->match[i], &space->match[i].dim);
	}
	for (i = 0; i < space->dims && !err; i++) {
		struct prove_dim *dim = &space->dim[i];

		if (dim->kind == PROVE_NUM || dim->kind == PROVE_SHARE)
			cuts_sort(dim, space);
		dim->word = space->words;
		dim->words = (dim->cells + 63) / 64;
		space->words += dim->words;
	}
	return err;
}

/* Everything but what no process can have. */
static int make_full(struct prove_space *space)
{
	u32 i, cell;

	space->full = calloc(space->words, sizeof(*space->full));
	if (!space->full)
		return -ENOMEM;
	for (i = 0; i < space->dims; i++) {
		const struct prove_dim *dim = &space->dim[i];
		u64 *set = space->full + dim->word;
		bool num = dim->kind == PROVE_NUM;

		for (cell = 0; cell < dim->cells; cell++)
			prove_put(set, cell);
		if (num) {		/* outside of the field's range */
			prove_drop(set, 0);
			prove_drop(set, dim->cells - 2);
		}
		/* Between neighbours there is nothing. */
		for (cell = 2; num && cell < dim->cells - 2; cell += 2)
			if (!prove_may_fit(space, prove_dim_lo(dim, cell),
					   prove_dim_hi(dim, cell)))
				prove_drop(set, cell);
		if (dim->kind <= PROVE_SHARE && !may_be_unknown(dim))
			prove_drop(set, dim->cells - 1);
		/* Between the largest size and "no limit" there is nothing. */
		if (dim->field == OOMT_F_MEMCG_MAX)
			for (cell = prove_dim_cell(dim, OOMT_SIZE_MAX,
						   space->mem.lo,
						   space->swap.lo) + 1;
			     cell < prove_dim_cell(dim, OOMT_NO_LIMIT,
						   space->mem.lo,
						   space->swap.lo); cell++)
				prove_drop(set, cell);
	}
	return 0;
}

int prove_space_init(struct prove_space *space,
		     const struct prove_world *world,
		     const struct prove_code *code, struct prove_range mem,
		     struct prove_range swap, bool coarse)
{
	u32 f;
	int err;

	memset(space, 0, sizeof(*space));
	space->world = world;
	space->mem = mem;
	space->swap = swap;
	space->share = OOMT_NONE;
	space->coarse = coarse;
	for (f = 0; f < OOMT_F_COUNT; f++) {
		space->dim_of[f] = OOMT_NONE;
		space->share_of[f] = OOMT_NONE;
	}
	err = make_dims(space, code);
	if (!err)
		err = make_full(space);
	if (!err)
		err = prove_masks_make(space);
	if (err)
		prove_space_exit(space);
	return err;
}

void prove_space_exit(struct prove_space *space)
{
	u32 i;

	for (i = 0; i < space->dims; i++)
		free(space->dim[i].cut);
	for (i = 0; i < space->matches; i++)
		free(space->match[i].mask);
	for (i = 0; i < PROVE_TABLES; i++)
		free(space->match_of[i]);
	free(space->match);
	free(space->dim);
	free(space->full);
	memset(space, 0, sizeof(*space));
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * `A never before B`: all candidates that match A against all that match B.
 * One comes before another by prefer, then by its value, then by age and pid;
 * values are compared by their bounds, at all totals of the space.
 */
#include "amount.h"
#include "names.h"
#include "prove_parts.h"

#define SIDE_MAX	8192		/* candidates of one side, kept */
#define SIDE_FULL	(-EOVERFLOW)
#define VARIANTS_MAX	4
#define FAR		(4 * OOMT_SIZE_MAX)

struct candidate {
	struct candidate *next;
	s32 prefer;
	s64 points;
	bool limit_empty;
	u64 box[];
};

struct side {
	struct prover *p;
	struct candidate *first;
	u32 count;
};

static int keep_leaf(void *ctx, const struct prove_leaf *leaf)
{
	struct side *side = ctx;
	struct prover *p = side->p;
	size_t bytes = p->space.words * sizeof(u64);
	struct candidate *c;

	if (leaf->end != PROVE_CANDIDATE || !prove_possible(p, leaf->box))
		return 0;
	if (side->count++ == SIDE_MAX)
		return SIDE_FULL;
	c = malloc(sizeof(*c) + bytes);
	if (!c)
		return -ENOMEM;
	c->prefer = p->world.table[leaf->table]->ACTIONS[leaf->action].prefer;
	c->points = leaf->points;
	c->limit_empty = leaf->limit_empty;
	memcpy(c->box, leaf->box, bytes);
	c->next = side->first;
	side->first = c;
	return 0;
}

static void side_free(struct side *side)
{
	while (side->first) {
		struct candidate *next = side->first->next;

		free(side->first);
		side->first = next;
	}
}

static int side_walk(struct prover *p, struct side *side, int index)
{
	u64 *box = prove_side_box(p, index);
	int err;

	side->p = p;
	if (!box)
		return -ENOMEM;
	if (!prove_possible(p, box)) {
		free(box);
		return 0;
	}
	p->answer->vacuous = false;
	p->walk.points = true;
	p->walk.leaf = keep_leaf;
	p->walk.ctx = side;
	err = prove_walk_run(&p->walk, box);
	free(box);
	return err;
}

/* ---- bounds of a value --------------------------------------------------- */

/* Every one of them is a bound: that of the field, those of what it sums. */
struct bounds {
	struct prove_lin lo[VARIANTS_MAX], hi[VARIANTS_MAX];
	u32 lows, highs;
	bool known, unknown;		/* it may be */
};

static const struct prove_dim *dim_of(const struct prover *p, u32 field)
{
	u32 d = p->space.dim_of[field];

	return d == OOMT_NONE ? NULL : &p->space.dim[d];
}

static void hull(const struct prover *p, u32 field, const u64 *box,
		 struct prove_lin *lo, struct prove_lin *hi)
{
	const struct prove_dim *dim = dim_of(p, field);
	u32 cell = 0, end = 0;

	*lo = (struct prove_lin){ .c = field == OOMT_F_GROWTH ||
				    field == OOMT_F_OOM_SCORE_ADJ ? -FAR : 0 };
	*hi = (struct prove_lin){ .c = FAR };
	if (!dim || !prove_dim_run(dim, box, &cell, &end))
		return;
	*lo = prove_dim_lo(dim, cell);
	do {
		*hi = prove_dim_hi(dim, end - 1);
		cell = end;
	} while (prove_dim_run(dim, box, &cell, &end));
}

static struct prove_lin negated(struct prove_lin lin)
{
	return (struct prove_lin){ -lin.c, -lin.bm, -lin.bs, lin.rounded };
}

static void sum_bounds(const struct prover *p, const u8 *field, u32 n,
		       const u64 *box, struct bounds *b)
{
	struct prove_lin lo = { 0 }, hi = { 0 }, l, h;
	u32 i;

	for (i = 0; i < n; i++) {
		hull(p, field[i], box, &l, &h);
		lo = prove_lin_add(lo, l);
		hi = prove_lin_add(hi, h);
	}
	b->lo[b->lows++] = lo;
	b->hi[b->highs++] = hi;
}

static void field_bounds(const struct prover *p, u32 field, const u64 *box,
			 struct bounds *b)
{
	static const u8 parts[] = {
		OOMT_F_ANON, OOMT_F_FILE, OOMT_F_SHMEM, OOMT_F_SWAP,
		OOMT_F_PGTABLES,
	};
	static const u8 more[] = { OOMT_F_RSS, OOMT_F_SWAP, OOMT_F_PGTABLES };
	const struct prove_dim *dim = dim_of(p, field);

	memset(b, 0, sizeof(*b));
	hull(p, field, box, &b->lo[0], &b->hi[0]);
	b->lows = 1;
	b->highs = 1;
	if (field == OOMT_F_TOTAL || field == OOMT_F_TREE_TOTAL) {
		sum_bounds(p, more, ARRAY_SIZE(more), box, b);
		sum_bounds(p, parts, ARRAY_SIZE(parts), box, b);
	} else if (field == OOMT_F_RSS) {
		sum_bounds(p, parts, 3, box, b);
	}
	if (field == OOMT_F_TREE_TOTAL) {
		hull(p, OOMT_F_TOTAL, box, &b->lo[b->lows], &b->hi[1]);
		b->lows++;
		b->highs = 1;
	}
	b->known = true;
	if (dim) {
		b->unknown = prove_has(box + dim->word, dim->cells - 1);
		b->known = !prove_empty(box + dim->word, dim->words);
		if (b->unknown) {
			u32 cell = 0, end;

			b->known = prove_dim_run(dim, box, &cell, &end);
		}
	} else {
		b->unknown = field == OOMT_F_GROWTH ||
			     field == OOMT_F_MEMCG_CURRENT ||
			     field == OOMT_F_MEMCG_MAX;
	}
}

/* The points as part of the value: rank.h. */
static struct prove_lin points_lin(u32 order, s64 points)
{
	switch (oomt_field_type(order)) {
	case OOMT_T_SIZE:
	case OOMT_T_RATE:
		return (struct prove_lin){ 0, points * 10, 0, 1 };
	case OOMT_T_TIME:
		return (struct prove_lin){ .c = points * 1000000000 };
	default:
		return (struct prove_lin){ .c = points };
	}
}

struct order {
	u32 field;
	bool asc;
	bool summed;			/* units add it up */
};

static bool is_far(s64 points)
{
	return points > INT_MAX || points < -INT_MAX;
}

/* Whether a's value may be at least b's. */
static bool value_may_lead(const struct prover *p, const struct order *order,
			   const struct candidate *a,
			   const struct candidate *b)
{
	struct prove_lin lead = { 0 };
	struct bounds of_a, of_b;
	u32 i, j;

	/* Others of a unit can make it any size; and what is beyond bounds. */
	if (order->summed || is_far(a->points) || is_far(b->points))
		return true;
	if (a->points != b->points)
		lead = prove_lin_add(points_lin(order->field, a->points),
				     negated(points_lin(order->field,
							b->points)));
	field_bounds(p, order->field, a->box, &of_a);
	field_bounds(p, order->field, b->box, &of_b);
	if (of_b.unknown && (of_a.known || of_a.unknown))
		return true;
	if (!of_a.known || !of_b.known)
		return false;
	if (order->asc) {	/* -a + lead >= -b: a - lead <= b */
		for (i = 0; i < of_a.lows; i++)
			for (j = 0; j < of_b.highs; j++)
				if (!prove_may_fit(&p->space,
						   of_a.lo[i],
						   prove_lin_add(of_b.hi[j],
								 lead)))
					return false;
		return true;
	}
	for (i = 0; i < of_b.lows; i++)
		for (j = 0; j < of_a.highs; j++)
			if (!prove_may_fit(&p->space, of_b.lo[i],
					   prove_lin_add(of_a.hi[j], lead)))
				return false;
	return true;
}

/* ---- pairs --------------------------------------------------------------- */

/* What a must come near to, so that it leads b. */
static int try_pair(struct prover *p, const struct order *order,
		    const struct candidate *a, const struct candidate *b)
{
	static const s64 wants[] = {
		1LL << 30, 16LL << 30, 1LL << 40, FAR, 0,
	};
	struct prove_cast cast[2] = {
		{ a->box, { OOMT_NONE, 0 } }, { b->box, { OOMT_NONE, 0 } },
	};
	enum oomt_proof before = p->answer->proof;
	u32 i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(wants) && !err; i++) {
		cast[0].aim.field = order->field;
		cast[1].aim.field = order->field;
		cast[0].aim.want = order->asc ? 0 : wants[i];
		cast[1].aim.want = !order->asc ? 0 : wants[i];
		if (order->field == OOMT_F_OOM_SCORE) {
			cast[0].aim.field = OOMT_F_TOTAL;
			cast[1].aim.field = OOMT_F_TOTAL;
		}
		p->answer->proof = before;
		err = prove_try(p, PROVE_CLAIM_BEFORE, cast, 2,
				a->limit_empty || b->limit_empty);
		if (a->prefer > b->prefer)
			break;
	}
	return err;
}

static int compare_sides(struct prover *p, const struct side *as,
			 const struct side *bs)
{
	const struct oomt_chain *chain =
		oomt_base_chain_get(p->rs, &p->rs->base[p->hook][p->base]);
	struct order order = {
		.field = chain->order, .asc = chain->flags & OOMT_CHAIN_ASC,
	};
	const struct candidate *a, *b;
	u32 pairs = 0;
	int err;

	order.summed = (p->code.units & ~(1ULL << OOMT_UNIT_PROCESS) ||
			p->hook == OOMT_HOOK_MEMCG) &&
		       (oomt_field_type(order.field) == OOMT_T_SIZE ||
			oomt_field_type(order.field) == OOMT_T_RATE);
	for (a = as->first; a; a = a->next) {
		for (b = bs->first; b; b = b->next) {
			if (!(++pairs & 255) &&
			    prove_now_ns() > p->deadline_ns)
				return -ETIME;
			if (a->prefer < b->prefer)
				continue;
			if (a->prefer == b->prefer &&
			    !value_may_lead(p, &order, a, b))
				continue;
			err = try_pair(p, &order, a, b);
			if (err)
				return err;
		}
	}
	return 0;
}

int prove_before(struct prover *p)
{
	struct side a = { 0 }, b = { 0 };
	int err = side_walk(p, &a, 0), full = 0;

	if (err == SIDE_FULL)
		full = -E2BIG;
	if (!err || err == SIDE_FULL)
		err = side_walk(p, &b, 1);
	if (err == SIDE_FULL)
		full = -E2BIG;
	/* Those that are kept may speak against it; not for it. */
	if (!err || err == SIDE_FULL)
		err = compare_sides(p, &a, &b);
	if (!err)
		err = full;
	side_free(&a);
	side_free(&b);
	return err;
}

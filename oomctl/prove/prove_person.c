// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* One process of a box; see prove_person.h. */
#include "amount.h"
#include "names.h"
#include "prove_person.h"
#include "value.h"

/* The value of a cell nearest to what is preferred; ages in milliseconds. */
static bool cell_pick(const struct prove_dim *dim, u32 cell, s64 prefer,
		      s64 mem, s64 swap, s64 *value)
{
	struct prove_range r;

	if (!prove_dim_values(dim, cell, mem, swap, &r))
		return false;
	*value = prefer < r.lo ? r.lo : prefer > r.hi ? r.hi : prefer;
	if (dim->field != OOMT_F_AGE || !(*value % OOMT_NS_PER_MS))
		return true;
	*value = (*value / OOMT_NS_PER_MS + (*value == r.lo)) * OOMT_NS_PER_MS;
	return *value >= r.lo && *value <= r.hi;
}

static s64 distance(s64 a, s64 b)
{
	return a > b ? oomt_add(a, -b) : oomt_add(b, -a);
}

bool prove_dim_pick(const struct prove_dim *dim, const u64 *box, s64 prefer,
		    s64 mem, s64 swap, s64 *value)
{
	bool found = false;
	s64 best = 0, v;
	u32 cell;

	for (cell = 0; cell < dim->cells - 1; cell++) {
		if (!prove_has(box + dim->word, cell) ||
		    !cell_pick(dim, cell, prefer, mem, swap, &v))
			continue;
		if (found && distance(v, prefer) >= distance(best, prefer))
			continue;
		best = v;
		found = true;
	}
	*value = best;
	return found;
}

static bool knows(const struct prove_space *space, const u64 *box, u32 field)
{
	const struct prove_dim *dim;

	if (space->dim_of[field] == OOMT_NONE)
		return false;
	dim = &space->dim[space->dim_of[field]];
	return !prove_has(box + dim->word, dim->cells - 1);
}

static bool texts_find(const struct prove_space *space, const u64 *box,
		       struct prove_person *out)
{
	u32 f, d, cell;

	for (f = 0; f < OOMT_TEXT_FIELDS; f++) {
		const struct prove_text *text = &space->world->text[f];

		out->text[f] = NULL;
		d = space->dim_of[f];
		if (d == OOMT_NONE) {
			if (f == OOMT_F_COMM || f == OOMT_F_CGROUP)
				out->text[f] = text->example[0];
			continue;
		}
		/* What may be unknown is easiest left out. */
		if (!knows(space, box, f) && f != OOMT_F_COMM &&
		    f != OOMT_F_CGROUP)
			continue;
		for (cell = 0; cell < text->kinds; cell++)
			if (prove_has(box + space->dim[d].word, cell))
				break;
		if (cell == text->kinds)
			return false;
		out->text[f] = text->example[cell];
		out->known |= 1ULL << f;
	}
	return true;
}

/* What stands for itself, and what it is if there is a choice. */
static bool numbers_find(const struct prove_space *space, const u64 *box,
			 const struct prove_wish *wish,
			 struct prove_person *out)
{
	const struct {
		u8 field;
		s64 prefer;
	} plain[] = {
		{ OOMT_F_PID, wish->pid }, { OOMT_F_PGRP, wish->pid },
		{ OOMT_F_SESSION, wish->pid }, { OOMT_F_UID, 1000 },
		{ OOMT_F_GID, 1000 }, { OOMT_F_VSIZE, 0 },
		{ OOMT_F_AGE, wish->age_ns }, { OOMT_F_THREADS, 1 },
		{ OOMT_F_CHILDREN, 0 },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(plain); i++) {
		u32 f = plain[i].field, d = space->dim_of[f];
		s64 prefer = plain[i].prefer;

		if (wish->aim.field == f)
			prefer = wish->aim.want < 1 ? 1 :
				 wish->aim.want > INT_MAX && f != OOMT_F_AGE &&
				 f != OOMT_F_VSIZE ? INT_MAX :
				 wish->aim.want;
		out->value[f] = prefer;
		if (d != OOMT_NONE &&
		    !prove_dim_pick(&space->dim[d], box, prefer, wish->mem,
				    wish->swap, &out->value[f]))
			return false;
	}
	return true;
}

static bool sizes_find(const struct prove_space *space, const u64 *box,
		       const struct prove_wish *wish,
		       struct prove_person *out)
{
	struct prove_sizes sizes;
	s64 more;
	u32 d;

	if (!prove_sizes_solve(space, box, wish->mem, wish->swap, &wish->aim,
			       &sizes))
		return false;
#define X(id) out->value[OOMT_F_##id] = sizes.size[PROVE_S_##id];
	PROVE_SIZES(X)
#undef X
	out->value[OOMT_F_OOM_SCORE_ADJ] = sizes.adj;
	if (wish->aim.field == OOMT_F_OOM_SCORE_ADJ &&
	    space->dim_of[OOMT_F_OOM_SCORE] == OOMT_NONE)
		prove_dim_pick(&space->dim[space->dim_of[OOMT_F_OOM_SCORE_ADJ]],
			       box, wish->aim.want, wish->mem, wish->swap,
			        &out->value[OOMT_F_OOM_SCORE_ADJ]);
	/* What a tree has more than its root, a child has. */
	more = out->value[OOMT_F_TREE_TOTAL] - out->value[OOMT_F_TOTAL];
	if (more > OOMT_SIZE_MAX)
		return false;
	d = space->dim_of[OOMT_F_CHILDREN];
	if (more && !out->value[OOMT_F_CHILDREN]) {
		out->value[OOMT_F_CHILDREN] = 1;
		if (d != OOMT_NONE &&
		    !prove_dim_pick(&space->dim[d], box, 1, wish->mem,
				    wish->swap, &out->value[OOMT_F_CHILDREN]))
			return false;
		if (!out->value[OOMT_F_CHILDREN])
			return false;
	}
	return out->value[OOMT_F_CHILDREN] <= PROVE_CHILDREN_MAX;
}

static bool growth_find(const struct prove_space *space, const u64 *box,
			const struct prove_wish *wish,
			struct prove_person *out)
{
	u32 d = space->dim_of[OOMT_F_GROWTH];
	s64 prefer = 0;

	if (wish->aim.field == OOMT_F_GROWTH)
		prefer = wish->aim.want;
	else if (d == OOMT_NONE || !knows(space, box, OOMT_F_GROWTH))
		return true;
	out->value[OOMT_F_GROWTH] = prefer;
	if (d != OOMT_NONE &&
	    !prove_dim_pick(&space->dim[d], box, prefer, wish->mem,
			    wish->swap, &out->value[OOMT_F_GROWTH]))
		return false;
	out->known |= 1ULL << OOMT_F_GROWTH;
	/* It has grown from something that was not less than nothing. */
	return out->value[OOMT_F_GROWTH] <= out->value[OOMT_F_TOTAL];
}

/* ---- the cgroup's sizes -------------------------------------------------- */

/* The cell of a share, of current and max as the engine compares them. */
static u32 share_cell(const struct prove_dim *dim, s64 current, s64 base)
{
	u32 i;

	for (i = 0; i < dim->cuts; i++) {
		s64 at = oomt_percent_of(base, dim->cut[i].c);

		if (current == at)
			return 2 * i + 1;
		if (current < at)
			return 2 * i;
	}
	return 2 * dim->cuts;
}

static bool share_fits(const struct prove_space *space, const u64 *box,
		       s64 current, s64 base)
{
	const struct prove_dim *dim;

	if (space->share == OOMT_NONE)
		return true;
	dim = &space->dim[space->share];
	return prove_has(box + dim->word, share_cell(dim, current, base));
}

static bool field_pick(const struct prove_space *space, const u64 *box,
		       u32 field, s64 prefer, const struct prove_wish *wish,
		       s64 *value)
{
	u32 d = space->dim_of[field];

	*value = prefer;
	return d == OOMT_NONE ||
	       prove_dim_pick(&space->dim[d], box, prefer, wish->mem,
			      wish->swap, value);
}

static bool memcg_known_find(const struct prove_space *space, const u64 *box,
			     const struct prove_wish *wish,
			     struct prove_person *out)
{
	const s64 limits[] = {
		wish->mem / 4, 1LL << 30, 1LL << 36, OOMT_NO_LIMIT, 0,
	};
	s64 *current = &out->value[OOMT_F_MEMCG_CURRENT];
	s64 *max = &out->value[OOMT_F_MEMCG_MAX], base, prefer;
	u32 i, c;

	for (i = 0; i < ARRAY_SIZE(limits); i++) {
		if (!field_pick(space, box, OOMT_F_MEMCG_MAX, limits[i], wish,
				max))
			return false;
		base = *max == OOMT_NO_LIMIT ? wish->mem : *max;
		if (space->share == OOMT_NONE)
			return field_pick(space, box, OOMT_F_MEMCG_CURRENT,
					  base / 2, wish, current);
		for (c = 0; c <= 3 * space->dim[space->share].cuts; c++) {
			u32 cut = c / 3;

			prefer = cut < space->dim[space->share].cuts ?
				oomt_percent_of(base, space->dim[space->share]
						.cut[cut].c) + c % 3 - 1 :
				base + 1;
			if (prefer >= 0 &&
			    field_pick(space, box, OOMT_F_MEMCG_CURRENT,
				       prefer, wish, current) &&
			    share_fits(space, box, *current, base))
				return true;
		}
	}
	return false;
}

static bool memcg_find(const struct prove_space *space, const u64 *box,
		       const struct prove_wish *wish,
		       struct prove_person *out)
{
	bool current = knows(space, box, OOMT_F_MEMCG_CURRENT);
	bool max = knows(space, box, OOMT_F_MEMCG_MAX);
	const struct prove_dim *share = space->share == OOMT_NONE ? NULL :
					&space->dim[space->share];
	bool both = share && !prove_has(box + share->word, share->cells - 1);

	if (!current && !max && !both)
		return true;
	if (current && !max && !both) {
		out->known |= 1ULL << OOMT_F_MEMCG_CURRENT;
		if (field_pick(space, box, OOMT_F_MEMCG_CURRENT, 0, wish,
			       &out->value[OOMT_F_MEMCG_CURRENT]) &&
		    (!share || prove_has(box + share->word,
					 share->cells - 1)))
			return true;
	}
	if (max && !current && !both) {
		out->known |= 1ULL << OOMT_F_MEMCG_MAX;
		return field_pick(space, box, OOMT_F_MEMCG_MAX, wish->mem,
				  wish, &out->value[OOMT_F_MEMCG_MAX]);
	}
	out->known |= 1ULL << OOMT_F_MEMCG_CURRENT | 1ULL << OOMT_F_MEMCG_MAX;
	return memcg_known_find(space, box, wish, out);
}

bool prove_person_find(const struct prove_space *space, const u64 *box,
		       const struct prove_wish *wish,
		       struct prove_person *out)
{
	struct prove_wish own = *wish;

	memset(out, 0, sizeof(*out));
	if (!texts_find(space, box, out) ||
	    !numbers_find(space, box, wish, out))
		return false;
	/* Relatives and what follows go by the pid that it has now. */
	own.pid = out->value[OOMT_F_PID];
	if (space->dim_of[OOMT_F_PGRP] == OOMT_NONE)
		out->value[OOMT_F_PGRP] = own.pid;
	if (space->dim_of[OOMT_F_SESSION] == OOMT_NONE)
		out->value[OOMT_F_SESSION] = own.pid;
	if (!prove_kin_find(space, box, &own, out) ||
	    !sizes_find(space, box, &own, out))
		return false;
	if (!growth_find(space, box, &own, out)) {
		own.aim.field = OOMT_F_TOTAL;
		own.aim.want = out->value[OOMT_F_GROWTH];
		if (!sizes_find(space, box, &own, out) ||
		    !growth_find(space, box, wish, out))
			return false;
	}
	return memcg_find(space, box, &own, out);
}

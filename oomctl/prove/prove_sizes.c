// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Sizes that hang together; see prove_sizes.h. */
#include "amount.h"
#include "prove_sizes.h"

#define RUNS_MAX	32		/* of one field; more: taken as one */
#define CHOICES_MAX	4096		/* of runs, tried */
#define USUAL		(300LL << 20)	/* a total that looks familiar */

static const u8 field_of[PROVE_S_COUNT] = {
#define X(id) OOMT_F_##id,
	PROVE_SIZES(X)
#undef X
};

/* Cells first..last. */
struct run {
	u32 first, last;
};

/* For each size the runs of cells that the box holds. */
struct runs {
	const struct prove_dim *dim[PROVE_S_COUNT];	/* NULL: any value */
	struct run run[PROVE_S_COUNT][RUNS_MAX];
	u32 count[PROVE_S_COUNT];
	bool childless;
};

bool prove_dim_run(const struct prove_dim *dim, const u64 *box, u32 *cell,
		   u32 *end)
{
	const u64 *set = box + dim->word;
	u32 known = dim->cells - 1;

	while (*cell < known && !prove_has(set, *cell))
		(*cell)++;
	*end = *cell;
	while (*end < known && prove_has(set, *end))
		(*end)++;
	return *cell < known;
}

static const struct prove_dim *dim_of(const struct prove_space *space,
				      u32 field)
{
	u32 dim = space->dim_of[field];

	return dim == OOMT_NONE ? NULL : &space->dim[dim];
}

static bool runs_init(struct runs *runs, const struct prove_space *space,
		      const u64 *box)
{
	const struct prove_dim *children = dim_of(space, OOMT_F_CHILDREN);
	u32 s, cell, end;

	memset(runs, 0, sizeof(*runs));
	for (s = 0; s < PROVE_S_COUNT; s++) {
		const struct prove_dim *dim = dim_of(space, field_of[s]);

		runs->dim[s] = dim;
		if (!dim) {
			runs->count[s] = 1;
			continue;
		}
		for (cell = 0; prove_dim_run(dim, box, &cell, &end);
		     cell = end) {
			u32 n = runs->count[s];

			if (n == RUNS_MAX)
				n = --runs->count[s];
			else
				runs->run[s][n].first = cell;
			runs->run[s][n].last = end - 1;
			runs->count[s]++;
		}
		if (!runs->count[s])
			return false;
	}
	if (children) {
		cell = 0;
		if (!prove_dim_run(children, box, &cell, &end))
			return false;
		runs->childless = end - 1 == prove_dim_cell(children, 0,
							    space->mem.lo,
							    space->swap.lo);
		cell = end;
		if (prove_dim_run(children, box, &cell, &end))
			runs->childless = false;
	}
	return true;
}

/* Calls try() for every choice of a run each, at most CHOICES_MAX of them. */
static bool runs_any(const struct runs *runs,
		     bool (*try)(void *ctx, const struct run *choice),
		     void *ctx, bool *exhausted)
{
	u32 at[PROVE_S_COUNT] = { 0 }, s, tries;
	struct run choice[PROVE_S_COUNT];

	*exhausted = true;
	for (tries = 0; tries < CHOICES_MAX; tries++) {
		for (s = 0; s < PROVE_S_COUNT; s++)
			choice[s] = runs->run[s][at[s]];
		if (try(ctx, choice))
			return true;
		for (s = 0; s < PROVE_S_COUNT; s++) {
			if (++at[s] < runs->count[s])
				break;
			at[s] = 0;
		}
		if (s == PROVE_S_COUNT)
			return false;
	}
	*exhausted = false;
	return false;
}

/* ---- for all totals ------------------------------------------------------ */

struct prove_lin prove_lin_add(struct prove_lin a, struct prove_lin b)
{
	return (struct prove_lin){ a.c + b.c, a.bm + b.bm, a.bs + b.bs,
				   a.rounded + b.rounded };
}

struct prove_lin prove_dim_lo(const struct prove_dim *dim, u32 cell)
{
	struct prove_lin lin;

	if (cell % 2)
		return dim->cut[cell / 2];
	lin = dim->cut[cell / 2 - 1];
	lin.c++;
	return lin;
}

struct prove_lin prove_dim_hi(const struct prove_dim *dim, u32 cell)
{
	struct prove_lin lin = dim->cut[cell / 2];

	if (!(cell % 2))
		lin.c--;
	return lin;
}

static struct prove_lin run_lo(const struct prove_dim *dim, struct run run)
{
	return dim ? prove_dim_lo(dim, run.first) : (struct prove_lin){ 0 };
}

static struct prove_lin run_hi(const struct prove_dim *dim, struct run run)
{
	return dim ? prove_dim_hi(dim, run.last) :
		     (struct prove_lin){ .c = 4 * OOMT_SIZE_MAX };
}

bool prove_may_fit(const struct prove_space *space, struct prove_lin a,
		   struct prove_lin b)
{
	__int128 slack = (a.rounded + b.rounded) * 10000;
	int corner;

	/* The same share is rounded the same. */
	if (a.rounded == 1 && b.rounded == 1 && a.bm == b.bm && a.bs == b.bs)
		slack = 0;
	/* A linear function is largest at a corner. */
	for (corner = 0; corner < 4; corner++) {
		s64 mem = corner & 1 ? space->mem.hi : space->mem.lo;
		s64 swap = corner & 2 ? space->swap.hi : space->swap.lo;
		__int128 room = ((__int128)b.c - a.c) * 10000 +
				((__int128)b.bm - a.bm) * mem +
				((__int128)b.bs - a.bs) * swap;

		if (room >= -slack)
			return true;
	}
	return false;
}

struct possible {
	const struct prove_space *space;
	const struct runs *runs;
};

static bool choice_possible(void *ctx, const struct run *choice)
{
	const struct possible *p = ctx;
	struct prove_lin lo[PROVE_S_COUNT], hi[PROVE_S_COUNT];
	struct prove_lin parts_lo, parts_hi, more_lo, more_hi;
	bool fits = true;
	u32 s;

	for (s = 0; s < PROVE_S_COUNT; s++) {
		lo[s] = run_lo(p->runs->dim[s], choice[s]);
		hi[s] = run_hi(p->runs->dim[s], choice[s]);
		fits &= prove_may_fit(p->space, lo[s], hi[s]);
	}
#define FITS(a, b) (fits = fits && prove_may_fit(p->space, (a), (b)))
	parts_lo = prove_lin_add(prove_lin_add(lo[PROVE_S_ANON], lo[PROVE_S_FILE]),
			   lo[PROVE_S_SHMEM]);
	parts_hi = prove_lin_add(prove_lin_add(hi[PROVE_S_ANON], hi[PROVE_S_FILE]),
			   hi[PROVE_S_SHMEM]);
	FITS(parts_lo, hi[PROVE_S_RSS]);
	FITS(lo[PROVE_S_RSS], parts_hi);
	more_lo = prove_lin_add(lo[PROVE_S_SWAP], lo[PROVE_S_PGTABLES]);
	more_hi = prove_lin_add(hi[PROVE_S_SWAP], hi[PROVE_S_PGTABLES]);
	FITS(prove_lin_add(parts_lo, more_lo), hi[PROVE_S_TOTAL]);
	FITS(prove_lin_add(lo[PROVE_S_RSS], more_lo), hi[PROVE_S_TOTAL]);
	FITS(lo[PROVE_S_TOTAL], prove_lin_add(parts_hi, more_hi));
	FITS(lo[PROVE_S_TOTAL], prove_lin_add(hi[PROVE_S_RSS], more_hi));
	FITS(lo[PROVE_S_TOTAL], hi[PROVE_S_TREE_TOTAL]);
	FITS(prove_lin_add(parts_lo, more_lo), hi[PROVE_S_TREE_TOTAL]);
	FITS(prove_lin_add(lo[PROVE_S_RSS], more_lo), hi[PROVE_S_TREE_TOTAL]);
	if (p->runs->childless) {
		FITS(lo[PROVE_S_TREE_TOTAL], hi[PROVE_S_TOTAL]);
		FITS(lo[PROVE_S_TREE_TOTAL], prove_lin_add(parts_hi, more_hi));
		FITS(lo[PROVE_S_TREE_TOTAL],
		     prove_lin_add(hi[PROVE_S_RSS], more_hi));
	}
#undef FITS
	return fits;
}

/* Whatever its size, a process has about 2/3 x (1000 + adj) at least. */
static bool score_possible(const struct prove_space *space, const u64 *box)
{
	const struct prove_dim *score = dim_of(space, OOMT_F_OOM_SCORE);
	const struct prove_dim *adj = dim_of(space, OOMT_F_OOM_SCORE_ADJ);
	struct prove_range range;
	s64 mem = space->mem.lo, swap = space->swap.lo, most = -1, least;
	u32 cell, end;

	if (!score)
		return true;
	for (cell = 0; prove_dim_run(score, box, &cell, &end); cell = end)
		if (prove_dim_values(score, end - 1, mem, swap, &range))
			most = range.hi;
	cell = 0;
	if (!prove_dim_run(adj, box, &cell, &end))
		return false;
	prove_dim_values(adj, cell, mem, swap, &range);
	if (range.lo == -1000)
		return true;
	least = (1000 + range.lo) * 2 / 3 - 4;
	return most >= least;
}

bool prove_sizes_possible(const struct prove_space *space, const u64 *box)
{
	struct runs runs;
	struct possible possible = { space, &runs };
	bool exhausted;

	if (!runs_init(&runs, space, box) || !score_possible(space, box))
		return false;
	return runs_any(&runs, choice_possible, &possible, &exhausted) ||
	       !exhausted;
}

/* ---- at these totals ----------------------------------------------------- */

struct solve {
	const struct prove_space *space;
	const struct runs *runs;
	const u64 *box;
	s64 mem, swap;
	const struct prove_aim *aim;
	struct prove_sizes *out;
	struct prove_range r[PROVE_S_COUNT];
};

static bool narrow(struct prove_range *r, s64 lo, s64 hi)
{
	bool changed = lo > r->lo || hi < r->hi;

	if (lo > r->lo)
		r->lo = lo;
	if (hi < r->hi)
		r->hi = hi;
	return changed;
}

/* sum = parts[0] + .. + parts[n - 1], in bounds; whether some bound moved. */
static bool narrow_sum(struct prove_range *r, u32 sum, const u8 *part, u32 n)
{
	s64 lo = 0, hi = 0;
	bool changed;
	u32 i;

	for (i = 0; i < n; i++) {
		lo += r[part[i]].lo;
		hi += r[part[i]].hi;
	}
	changed = narrow(&r[sum], lo, hi);
	for (i = 0; i < n; i++) {
		struct prove_range *p = &r[part[i]];

		changed |= narrow(p, r[sum].lo - (hi - p->hi),
				  r[sum].hi - (lo - p->lo));
		hi = 0;
		lo = 0;
		for (u32 j = 0; j < n; j++) {
			lo += r[part[j]].lo;
			hi += r[part[j]].hi;
		}
	}
	return changed;
}

/* Bounds that fit together; false: there are none. */
static bool propagate(struct solve *solve)
{
	static const u8 rss[] = {
		PROVE_S_ANON, PROVE_S_FILE, PROVE_S_SHMEM,
	};
	static const u8 total[] = {
		PROVE_S_RSS, PROVE_S_SWAP, PROVE_S_PGTABLES,
	};
	struct prove_range *r = solve->r;
	bool changed = true;
	u32 s;

	while (changed) {
		for (s = 0; s < PROVE_S_COUNT; s++)
			if (r[s].lo > r[s].hi)
				return false;
		changed = narrow_sum(r, PROVE_S_RSS, rss, 3);
		changed |= narrow_sum(r, PROVE_S_TOTAL, total, 3);
		changed |= narrow(&r[PROVE_S_TREE_TOTAL], r[PROVE_S_TOTAL].lo,
				  S64_MAX);
		changed |= narrow(&r[PROVE_S_TOTAL], 0,
				  r[PROVE_S_TREE_TOTAL].hi);
		if (!solve->runs->childless)
			continue;
		changed |= narrow(&r[PROVE_S_TREE_TOTAL], 0,
				  r[PROVE_S_TOTAL].hi);
		changed |= narrow(&r[PROVE_S_TOTAL],
				  r[PROVE_S_TREE_TOTAL].lo, S64_MAX);
	}
	return true;
}

/* Fixes a size at what is wanted, as near as its bounds let it. */
static bool fix(struct solve *solve, u32 s, s64 wanted)
{
	struct prove_range *r = &solve->r[s];

	if (wanted < r->lo)
		wanted = r->lo;
	if (wanted > r->hi)
		wanted = r->hi;
	r->lo = wanted;
	r->hi = wanted;
	solve->out->size[s] = wanted;
	return propagate(solve);
}

/* As engine/fields.c computes it, of whole pages. */
static s64 score_of(const struct solve *solve, s64 total, s64 adj)
{
	s64 pages = solve->mem / 4096 + solve->swap / 4096;
	s64 points = total / 4096 + adj * (pages / 1000);

	if (adj == -1000 || !pages)
		return 0;
	return (1000 + oomt_muldiv(points, 1000, pages)) * 2 / 3;
}

/* The least total with at least that score. */
static s64 total_for(const struct solve *solve, s64 score, s64 adj)
{
	s64 lo = 0, hi = 3 * OOMT_SIZE_MAX;

	while (lo < hi) {
		s64 mid = lo + (hi - lo) / 2;

		if (score_of(solve, mid, adj) >= score)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

/* Narrows total to where oom_score is in a run of cells of its dimension. */
static bool narrow_score(struct solve *solve, const struct prove_dim *dim,
			 u32 first, u32 last, s64 adj)
{
	struct prove_range lo, hi;

	if (!prove_dim_values(dim, first, solve->mem, solve->swap, &lo))
		lo.lo = lo.hi + 1;
	if (!prove_dim_values(dim, last, solve->mem, solve->swap, &hi))
		hi.hi = hi.lo - 1;
	if (adj == -1000)
		return lo.lo <= 0 && hi.hi >= 0;
	narrow(&solve->r[PROVE_S_TOTAL], total_for(solve, lo.lo, adj),
	       hi.hi < 1LL << 40 ? total_for(solve, hi.hi + 1, adj) - 1 :
				   S64_MAX);
	return propagate(solve);
}

static int size_of_field(u32 field)
{
	u32 s;

	for (s = 0; s < PROVE_S_COUNT; s++)
		if (field_of[s] == field)
			return s;
	return -1;
}

static bool assign(struct solve *solve)
{
	int aim = size_of_field(solve->aim->field);

	if (aim >= 0 && !fix(solve, aim, solve->aim->want))
		return false;
	if (aim == PROVE_S_ANON || aim == PROVE_S_FILE ||
	    aim == PROVE_S_SHMEM || aim == PROVE_S_RSS)
		if (!fix(solve, PROVE_S_RSS, 0))
			return false;
	return fix(solve, PROVE_S_TOTAL, USUAL) &&
	       fix(solve, PROVE_S_SWAP, 0) &&
	       fix(solve, PROVE_S_PGTABLES, 0) &&
	       fix(solve, PROVE_S_RSS, 0) &&
	       fix(solve, PROVE_S_SHMEM, 0) && fix(solve, PROVE_S_FILE, 0) &&
	       fix(solve, PROVE_S_ANON, 0) &&
	       fix(solve, PROVE_S_TREE_TOTAL, 0);
}

/* With an oom_score_adj: every run of oom_score that the box holds. */
static bool solve_adj(struct solve *solve, s64 adj)
{
	const struct prove_dim *dim = dim_of(solve->space, OOMT_F_OOM_SCORE);
	struct prove_range kept[PROVE_S_COUNT];
	u32 cell, end;

	solve->out->adj = adj;
	if (!dim)
		return assign(solve);
	memcpy(kept, solve->r, sizeof(kept));
	for (cell = 0; prove_dim_run(dim, solve->box, &cell, &end);
	     cell = end) {
		memcpy(solve->r, kept, sizeof(kept));
		if (narrow_score(solve, dim, cell, end - 1, adj) &&
		    assign(solve))
			return true;
	}
	return false;
}

static bool choice_solve(void *ctx, const struct run *choice)
{
	struct solve *solve = ctx;
	const struct prove_dim *adj =
		dim_of(solve->space, OOMT_F_OOM_SCORE_ADJ);
	struct prove_range kept[PROVE_S_COUNT], range;
	u32 s, cell, end, zero;

	for (s = 0; s < PROVE_S_COUNT; s++) {
		struct prove_lin lo = run_lo(solve->runs->dim[s], choice[s]);
		struct prove_lin hi = run_hi(solve->runs->dim[s], choice[s]);

		kept[s].lo = prove_lin_at(&lo, solve->mem, solve->swap);
		kept[s].hi = prove_lin_at(&hi, solve->mem, solve->swap);
		if (s != PROVE_S_TOTAL && s != PROVE_S_TREE_TOTAL)
			narrow(&kept[s], 0, OOMT_SIZE_MAX);
	}
	memcpy(solve->r, kept, sizeof(kept));
	if (!propagate(solve))
		return false;
	memcpy(kept, solve->r, sizeof(kept));
	zero = prove_dim_cell(adj, 0, solve->mem, solve->swap);
	if (prove_has(solve->box + adj->word, zero) && solve_adj(solve, 0))
		return true;
	for (cell = 0; cell < adj->cells - 1; cell = end) {
		if (!prove_dim_run(adj, solve->box, &cell, &end))
			return false;
		end = cell + 1;
		if (!prove_dim_values(adj, cell, solve->mem, solve->swap,
				      &range))
			continue;
		memcpy(solve->r, kept, sizeof(kept));
		if (solve_adj(solve, range.lo))
			return true;
		memcpy(solve->r, kept, sizeof(kept));
		if (range.hi > range.lo && solve_adj(solve, range.hi))
			return true;
	}
	return false;
}

bool prove_sizes_solve(const struct prove_space *space, const u64 *box,
		       s64 mem, s64 swap, const struct prove_aim *aim,
		       struct prove_sizes *out)
{
	struct runs runs;
	struct solve solve = {
		.space = space, .runs = &runs, .box = box, .mem = mem,
		.swap = swap, .aim = aim, .out = out,
	};
	bool exhausted;

	return runs_init(&runs, space, box) &&
	       runs_any(&runs, choice_solve, &solve, &exhausted);
}

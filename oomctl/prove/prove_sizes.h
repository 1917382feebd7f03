/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The sizes of a process hang together: rss = anon + file + shmem, total = rss
 * + swap + pgtables, tree.total is at least total (and no more without
 * children), oom_score follows from total and oom_score_adj.  A box knows
 * nothing of that; here it is asked whether it holds such a process, and which.
 * Used by prove*.c only.
 */
#ifndef OOMT_OOMCTL_PROVE_SIZES_H
#define OOMT_OOMCTL_PROVE_SIZES_H

#include "prove_space.h"

/* X(member): what hangs together. */
#define PROVE_SIZES(X)	\
	X(ANON) X(FILE) X(SHMEM) X(RSS) X(SWAP) X(PGTABLES) X(TOTAL)	\
	X(TREE_TOTAL)

enum prove_size {
#define X(id) PROVE_S_##id,
	PROVE_SIZES(X)
#undef X
	PROVE_S_COUNT
};

/*
 * False: surely the box holds no process whose sizes fit together, whatever
 * the totals.  True: perhaps it does.
 */
bool prove_sizes_possible(const struct prove_space *space, const u64 *box);

/* A value that one field should come near to. */
struct prove_aim {
	u32 field;			/* OOMT_NONE: none */
	s64 want;
};

/* A process of the box at these totals, if one is found. */
struct prove_sizes {
	s64 size[PROVE_S_COUNT];
	s64 adj;
};

bool prove_sizes_solve(const struct prove_space *space, const u64 *box,
		       s64 mem, s64 swap, const struct prove_aim *aim,
		       struct prove_sizes *out);

/* The least and the greatest value of a cell that lies in the full box. */
struct prove_lin prove_dim_lo(const struct prove_dim *dim, u32 cell);
struct prove_lin prove_dim_hi(const struct prove_dim *dim, u32 cell);
struct prove_lin prove_lin_add(struct prove_lin a, struct prove_lin b);

/* False: at no totals of the space's ranges a <= b, rounding considered. */
bool prove_may_fit(const struct prove_space *space, struct prove_lin a,
		   struct prove_lin b);

/* The values of a NUM dimension that are in the box, as ranges of cells:
 * the next one at *cell or behind it; false: no more. */
bool prove_dim_run(const struct prove_dim *dim, const u64 *box, u32 *cell,
		   u32 *end);

#endif /* OOMT_OOMCTL_PROVE_SIZES_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The space of all processes, as prove sees it: for each thing that some match
 * looks at, finitely many cells that no match can tell apart; a set of
 * processes (a box) is a set of cells for each of them.
 *
 *	dimension	cells
 *	text field	the kinds of prove_text.h, and "unknown"
 *	number		around every value that it is compared with:
 *			(..t0) {t0} (t0..t1) {t1} .. (tn..), and "unknown"
 *	share		memcg.current as a share of memcg.max, likewise
 *	kin		an ancestor match: no ancestor passes it, or one does
 *	free		a match that may hold or not
 *
 * A percentage depends on mem.total and swap.total.  So a space is made for
 * one range of each, so narrow that the order of all values compared with is
 * the same throughout; prove_ranges() finds the ranges.  Or it is coarse, for
 * all machines at once: then a field's sizes and its shares are as if they had
 * nothing to do with each other.  That holds more processes than there can be,
 * so what is proved in it is proved, and nothing else is told by it.
 *
 * Used by prove*.c only.  Never prints.
 */
#ifndef OOMT_OOMCTL_PROVE_SPACE_H
#define OOMT_OOMCTL_PROVE_SPACE_H

#include "index.h"
#include "prove_text.h"

#define PROVE_TABLES		(OOMT_TABLES_MAX + 2)	/* and a statement's */
/* Machines that count: so much memory, and none or so much swap. */
#define PROVE_TOTAL_MIN		(1LL << 20)
#define PROVE_TOTAL_MAX		(1LL << 50)

/* All tables, and the kinds of their strings. */
struct prove_world {
	const struct oomt_table *table[PROVE_TABLES];
	u32 tables;
	struct prove_text text[OOMT_TEXT_FIELDS];	/* by field */
};

/* 0, -E2BIG (the automata are too large together), -ENOMEM. */
int prove_world_init(struct prove_world *world);
void prove_world_exit(struct prove_world *world);

/* c + mem.total * bm / 10000 + swap.total * bs / 10000 */
struct prove_lin {
	s64 c, bm, bs;
	u32 rounded;			/* shares in it, each rounded down */
};

/* Inclusive. */
struct prove_range {
	s64 lo, hi;
};

s64 prove_lin_at(const struct prove_lin *lin, s64 mem, s64 swap);

/* ---- what a question looks at -------------------------------------------- */

struct prove_ref {
	u32 table, insn;
};

/* The matches that can be met, and the scopes. */
struct prove_code {
	struct prove_ref *match;
	u32 count, capacity;
	bool *seen[PROVE_TABLES];	/* [insn] */
	struct prove_ref strange;	/* what a space cannot hold; insn
					 * OOMT_NONE: nothing */
	u64 units;			/* bit OOMT_UNIT_x of actions */
};

void prove_code_init(struct prove_code *code);

/* Adds what chain `chain` can meet, scopes and policy included.  0, -ENOMEM. */
int prove_code_add(struct prove_code *code, const struct prove_world *world,
		   u32 table, u32 chain);
void prove_code_exit(struct prove_code *code);

/*
 * The ranges of a total in which the order of all values compared with stays.
 * `base`: OOMT_B_MEM or OOMT_B_SWAP.  *range is an array to be freed.  0,
 * -ENOMEM.
 */
int prove_ranges(const struct prove_code *code,
		 const struct prove_world *world, enum oomt_base base,
		 struct prove_range **range, u32 *count);

/* ---- the space ----------------------------------------------------------- */

enum prove_dim_kind {
	PROVE_TEXT,
	PROVE_NUM,
	PROVE_SHARE,
	PROVE_KIN,
	PROVE_FREE,
};

struct prove_dim {
	enum prove_dim_kind kind;
	u32 field;			/* enum oomt_field */
	u32 cells;			/* the last one is "unknown"; KIN and
					 * FREE: 2 */
	u32 word, words;		/* in a box */
	struct prove_lin *cut;		/* NUM, SHARE (basis points), ascending */
	u32 cuts;
	struct prove_ref kin;		/* KIN: the match */
};

/* What a match means in the space: the cells in which it holds. */
struct prove_match {
	struct prove_ref ref;
	u32 dim;
	u64 *mask;			/* of the dimension */
	bool naming;			/* it singles out by who one is */
};

struct prove_space {
	const struct prove_world *world;
	struct prove_range mem, swap;
	struct prove_dim *dim;
	u32 dims;
	u32 dim_of[OOMT_F_COUNT];	/* NUM, TEXT; or OOMT_NONE */
	u32 share;			/* of memcg.current; or OOMT_NONE */
	bool coarse;
	u32 share_of[OOMT_F_COUNT];	/* coarse: of other fields */
	u32 words;			/* of a box */
	u64 *full;			/* box: every process that there can be */
	struct prove_match *match;	/* in the order of the code */
	u32 matches;
	u32 *match_of[PROVE_TABLES];	/* [insn]: in match, or OOMT_NONE */
};

/* `code` must outlive it.  0, -ENOMEM (then nothing is held). */
int prove_space_init(struct prove_space *space,
		     const struct prove_world *world,
		     const struct prove_code *code, struct prove_range mem,
		     struct prove_range swap, bool coarse);
void prove_space_exit(struct prove_space *space);

/* prove_mask.c: fills match[].mask and match_of[].  0, -ENOMEM. */
int prove_masks_make(struct prove_space *space);

/*
 * The cells of the match's field in which it holds, of an ancestor match those
 * of the ancestor's; *mask is to be freed.  Not of a share.  0, -ENOMEM.
 */
int prove_match_cells(const struct prove_space *space, struct prove_ref ref,
		      u64 **mask);

/* The cells of cgroup in which an atom of cgroup (a scope) holds. */
void prove_space_scope(const struct prove_space *space, u32 table, u32 atom,
		       u64 *mask);

/* The cell of a number, at totals within the space's ranges. */
u32 prove_dim_cell(const struct prove_dim *dim, s64 value, s64 mem, s64 swap);
/* What a cell of a NUM dimension holds; false: nothing. */
bool prove_dim_values(const struct prove_dim *dim, u32 cell, s64 mem,
		      s64 swap, struct prove_range *values);

/* ---- sets of cells ------------------------------------------------------- */

static inline bool prove_has(const u64 *set, u32 cell)
{
	return set[cell / 64] >> cell % 64 & 1;
}

static inline void prove_put(u64 *set, u32 cell)
{
	set[cell / 64] |= 1ULL << cell % 64;
}

static inline void prove_drop(u64 *set, u32 cell)
{
	set[cell / 64] &= ~(1ULL << cell % 64);
}

static inline bool prove_meets(const u64 *a, const u64 *b, u32 words)
{
	u32 i;

	for (i = 0; i < words; i++)
		if (a[i] & b[i])
			return true;
	return false;
}

static inline bool prove_within(const u64 *a, const u64 *b, u32 words)
{
	u32 i;

	for (i = 0; i < words; i++)
		if (a[i] & ~b[i])
			return false;
	return true;
}

static inline bool prove_empty(const u64 *a, u32 words)
{
	u32 i;

	for (i = 0; i < words; i++)
		if (a[i])
			return false;
	return true;
}

static inline void prove_meet(u64 *a, const u64 *b, u32 words)
{
	u32 i;

	for (i = 0; i < words; i++)
		a[i] &= b[i];
}

static inline void prove_take(u64 *a, const u64 *b, u32 words)
{
	u32 i;

	for (i = 0; i < words; i++)
		a[i] &= ~b[i];
}

#endif /* OOMT_OOMCTL_PROVE_SPACE_H */

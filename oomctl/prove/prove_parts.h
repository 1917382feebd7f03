/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the parts of prove share: the question as it stands while one program
 * (guards, then a chain or several) is looked at in one space.  Private to
 * prove.c, prove_try.c, prove_pair.c, prove_unit.c.
 */
#ifndef OOMT_OOMCTL_PROVE_PARTS_H
#define OOMT_OOMCTL_PROVE_PARTS_H

#include "prove.h"
#include "prove_scene.h"
#include "prove_walk.h"

/* Of leaf(), to stop. */
#define PROVE_FOUND	(-ECANCELED)	/* refuted */
#define PROVE_FINER	(-EAGAIN)	/* a coarse space does not tell */

struct prover {
	const struct oomt_ruleset *rs;
	const struct prove_statement *statement;
	struct oomt_prove_answer *answer;
	struct prove_world world;
	struct prove_code code;
	struct prove_space space;
	struct prove_walk walk;
	u64 deadline_ns;
	enum oomt_hook hook;
	u32 base;			/* of the chain; in rs->base[hook] */
	bool several;			/* all chains of the hook together */
	u32 unit;			/* CLAIM_MEMBER: enum oomt_unit */
	u32 unfired;			/* tries in which nothing fired */
	u32 lucky;			/* the metrics that fired last */
};

/* The first reason stands. */
__attribute__((format(printf, 2, 3)))
void prove_doubt(struct prover *p, const char *fmt, ...);

/* One person of a box, and what is wished of him. */
struct prove_cast {
	const u64 *box;
	struct prove_aim aim;
};

/*
 * Makes scenes of the cast until the engine confirms the claim.  PROVE_FOUND;
 * 0: none was, with the doubt noted; PROVE_FINER; -ENOMEM; -ETIME.
 */
int prove_try(struct prover *p, enum prove_claim claim,
	      const struct prove_cast *cast, u32 people, bool limit_empty);

/* Whether a box can be at all (sizes, ancestors). */
bool prove_possible(const struct prover *p, const u64 *box);

/* The statement's side, as a box; to be freed; NULL: no memory.  side -1: all. */
u64 *prove_side_box(const struct prover *p, int side);

/* prove_pair.c: `A never before B` in the space at hand. */
int prove_before(struct prover *p);

/* prove_unit.c: who dies with the unit of another, in the space at hand. */
int prove_members(struct prover *p);

#endif /* OOMT_OOMCTL_PROVE_PARTS_H */

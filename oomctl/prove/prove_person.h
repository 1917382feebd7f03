/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * From a box to one process of it: a value for everything, relatives where the
 * box asks for them.  Used by prove*.c only.
 */
#ifndef OOMT_OOMCTL_PROVE_PERSON_H
#define OOMT_OOMCTL_PROVE_PERSON_H

#include "prove_sizes.h"

#define PROVE_KIN_MAX		16	/* ancestors */
#define PROVE_CHILDREN_MAX	64

struct prove_ancestor {
	const char *comm, *cgroup;
	const char *exe;		/* NULL: unknown */
	s64 pid, uid;
};

struct prove_person {
	const char *text[OOMT_TEXT_FIELDS];	/* NULL: unknown */
	s64 value[OOMT_F_COUNT];
	u64 known;			/* bit OOMT_F_x */
	struct prove_ancestor kin[PROVE_KIN_MAX];	/* the parent first */
	u32 kins;
};

/* What a process of the box should be like, where it has the choice. */
struct prove_wish {
	s64 mem, swap;			/* totals */
	s64 pid;
	s64 age_ns;
	struct prove_aim aim;
};

/* Whether ancestors can be as the box asks.  False: surely not. */
bool prove_kin_possible(const struct prove_space *space, const u64 *box);

/* False: none was found.  Texts are borrowed from the space's world. */
bool prove_person_find(const struct prove_space *space, const u64 *box,
		       const struct prove_wish *wish,
		       struct prove_person *out);

/*
 * The person's value of the dimension nearest to `prefer`; false: there is
 * none (or it is unknown).
 */
bool prove_dim_pick(const struct prove_dim *dim, const u64 *box, s64 prefer,
		    s64 mem, s64 swap, s64 *value);

/* prove_kin.c: fills out->kin and the ppid.  False: not found. */
bool prove_kin_find(const struct prove_space *space, const u64 *box,
		    const struct prove_wish *wish, struct prove_person *out);

#endif /* OOMT_OOMCTL_PROVE_PERSON_H */

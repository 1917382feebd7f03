/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Units (language.md 4 and 9.6): which processes die with a candidate, and
 * what they are worth together.  Formed after every task has its verdict:
 *
 *	tree     the task and its descendants      broken up by a member that is
 *	pgrp     its process group                 exempt by a rule, a guard or
 *	cgroup   its leaf cgroup, never the root   always, or is out of scope:
 *	app      same uid, cgroup and exe (comm)   then the task alone
 *
 * Memory is made at load; any context; the owner of the workspace serialises.
 */
#ifndef OOMT_ENGINE_UNIT_H
#define OOMT_ENGINE_UNIT_H

#include "picture.h"
#include "table.h"

struct oomt_workspace;

/* The place of memory.oom.group among the kinds: hook memcg only. */
#define OOMT_UNIT_GROUP		OOMT_UNIT_PROCESS

struct oomt_unit_sum {
	u32 members;
	bool broken;
	bool known;		/* of some member the order-by value is known */
	s64 value;		/* sum of the order-by values that are */
	u64 mark;		/* tells sets of members apart */
};

/* What became of one candidate. */
struct oomt_taken {
	u8 kind;		/* enum oomt_unit: PROCESS where it is broken up */
	bool group;		/* it is a memory.oom.group */
	bool equal;		/* a better candidate stands for the same unit */
	u32 members;
};

struct oomt_units {
	u32 slots;		/* a power of two */
	u32 *slot;		/* scratch: task + 1, 0: free */
	u32 *group[OOMT_UNIT_COUNT];	/* [task]: number, or OOMT_NONE */
	/* [number]; TREE: [task]; GROUP: [cgroup] */
	struct oomt_unit_sum *sum[OOMT_UNIT_COUNT];
	u32 *top;		/* [cgroup]: the memory.oom.group it is of */
	struct oomt_taken *of;	/* [task]; NULL: everybody is a unit */
};

/* Allocates what the ruleset's units need: 0, -ENOMEM. */
int oomt_units_init(struct oomt_units *units, const struct oomt_ruleset *rs,
		    u32 tasks, u32 cgroups);
void oomt_units_exit(struct oomt_units *units);

/*
 * Forms the units of all candidates of a chain: changes their verdicts' values
 * to the unit's, and in hook memcg takes candidates out whose
 * memory.oom.group holds an exempt member.
 */
void oomt_units_form(struct oomt_workspace *ws, const struct oomt_ruleset *rs,
		     const struct oomt_picture *pic,
		     const struct oomt_base_chain *base, enum oomt_hook hook);

/* Whether the candidate stands for itself in the ranking. */
static inline bool oomt_units_ranks(const struct oomt_units *units, u32 task)
{
	return !units->of || !units->of[task].equal;
}

/*
 * The members of a candidate's unit, itself first: index behind `at` (begin
 * with `at` = OOMT_NONE), OOMT_NONE: no more.
 */
u32 oomt_units_next(const struct oomt_workspace *ws, u32 task, u32 at);

/* What a unit holds, as far as it is known. */
struct oomt_unit_sizes {
	u32 members;
	s64 rss, swap, pgtables, anon, shmem;
};

void oomt_units_sizes(const struct oomt_workspace *ws, u32 task,
		      struct oomt_unit_sizes *sizes);

#endif /* OOMT_ENGINE_UNIT_H */

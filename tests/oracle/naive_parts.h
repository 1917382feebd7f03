/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What the oracle's files (naive*.c) share; for nobody else. */
#ifndef OOMT_TESTS_NAIVE_PARTS_H
#define OOMT_TESTS_NAIVE_PARTS_H

#include "naive.h"

#define NAIVE_BASES	32	/* base chains of one hook */

struct naive {
	const struct naive_ask *ask;
	struct naive_answer *answer;
	/* the task and table at hand */
	const struct oomt_task *task;
	u32 table;
	bool counting;
	s32 parent[NAIVE_TASKS];	/* naive_kin(): index, -1: none */
	/* what its chains said */
	s64 points;
	const struct oomt_rule_node *rule;
	struct naive_warned warned;
};

static inline void naive_note(enum naive_note note)
{
	naive_notes[note]++;
}

/* A percentage: base x basis points / 10000, rounded down. */
static inline __int128 naive_percent(__int128 base, s64 bp)
{
	return base * bp / 10000;
}

enum naive_truth {
	NAIVE_FALSE,
	NAIVE_TRUE,
	NAIVE_NEUTRAL,
};

/* naive_cond.c: a condition, and what it is asked for. */
struct naive_question {
	const struct oomt_picture *pic;
	bool forecast;		/* psi.* reads 0, and the history stands */
	u64 *since;		/* [NAIVE_FORS]; NULL: a steady state */
	u32 fors;		/* how many were met */
};

enum naive_truth naive_cond(struct naive_question *q,
			    const struct oomt_expr *expr);
bool naive_compare(__int128 left, enum oomt_cmp cmp, __int128 right);

/* naive_glob.c: `path`: * ? and [...] do not cross a slash. */
bool naive_glob(const char *pattern, size_t pattern_len, const char *text,
		bool path);

static inline bool naive_is_size(int field)
{
	return (field >= OOMT_F_RSS && field <= OOMT_F_VSIZE) ||
	       field == OOMT_F_TOTAL;
}

/* naive_match.c */
bool naive_metric_known(const struct oomt_picture *pic, int metric);
bool naive_task_knows(const struct oomt_task *task, int field);
bool naive_read_field(const struct naive *n, const struct oomt_task *task,
		      int field, __int128 *value);
/* For sums: what is not known adds nothing. */
s64 naive_known_size(const struct oomt_task *task, int field, s64 size);
s64 naive_weight(const struct oomt_task *task);
/* The task at hand: in the scope of the table and of the chain. */
bool naive_in_scope(const struct naive *n, u32 table,
		    const struct oomt_chain_node *chain);
bool naive_rule_holds(const struct naive *n,
		      const struct oomt_rule_node *rule);

/* naive_kin.c: finds everybody's parent, for those below. */
void naive_kin(struct naive *n);
bool naive_descends(const struct naive *n, u32 task, u32 from);
u32 naive_children(const struct naive *n, u32 of);
s64 naive_tree_total(const struct naive *n, u32 of);

/* naive.c: base chains in the order in which they are asked. */
u32 naive_bases(const struct naive_ask *ask, enum oomt_hook hook, u32 room,
		u32 *table, const struct oomt_chain_node **chain);
/* Judges and ranks all tasks in one chain. */
void naive_ask_chain(struct naive *n, u32 table,
		     const struct oomt_chain_node *chain, bool count_guards);

#endif /* OOMT_TESTS_NAIVE_PARTS_H */

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
	bool counting, in_forecast;
	s32 parent[NAIVE_TASKS];	/* naive_kin(): index, -1: none */
	/* what its chains said */
	s64 points;
	const struct oomt_rule_node *rule;
	struct naive_warned warned;
	/* of the chain at hand */
	s32 cgroup;			/* it runs for, or that was hit; -1 */
	struct naive_bucket (*bucket)[NAIVE_LIMITS];	/* [table][limit] */
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
	struct naive *n;		/* for `exists` */
	const struct oomt_picture *pic;
	s32 cgroup;			/* that the chain runs for, or -1 */
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

/* What members of a unit have together. */
static inline bool naive_is_summed(int field)
{
	return (field >= OOMT_F_RSS && field <= OOMT_F_VSIZE) ||
	       field == OOMT_F_TOTAL || field == OOMT_F_GROWTH;
}

/* In bytes, or bytes per second. */
static inline bool naive_is_size(int field)
{
	return naive_is_summed(field) || field == OOMT_F_TREE_TOTAL ||
	       field == OOMT_F_MEMCG_CURRENT || field == OOMT_F_MEMCG_MAX;
}

/* naive_match.c */
bool naive_metric_known(const struct oomt_picture *pic, int metric);
bool naive_task_knows(const struct oomt_task *task, int field);
bool naive_read_field(const struct naive *n, const struct oomt_task *task,
		      int field, __int128 *value);
/* For sums: what is not known adds nothing. */
s64 naive_known_size(const struct oomt_task *task, int field, s64 size);
s64 naive_weight(const struct oomt_task *task);
/* Whether the cgroup, or one above it, is named by the scope. */
bool naive_below(const struct oomt_value *scope, const char *path);
/* The task at hand: in the scope of the table and of the chain. */
bool naive_in_scope(const struct naive *n, u32 table,
		    const struct oomt_chain_node *chain);
/* Whether a path is that of a cgroup, or below it. */
bool naive_path_below(const char *path, const char *above);
/* mem.total; in hook memcg the limit that was hit. */
bool naive_domain(const struct naive *n, __int128 *bytes);
/* What the cgroup's sizes are percentages of. */
bool naive_cgroup_base(const struct naive *n, const struct oomt_cgroup *cgroup,
		       __int128 *base);
bool naive_match_holds(const struct naive *n, const struct oomt_match *match,
		       bool in_doubt);
bool naive_rule_holds(const struct naive *n,
		      const struct oomt_rule_node *rule);

/* naive_kin.c: finds everybody's parent, for those below. */
void naive_kin(struct naive *n);
bool naive_descends(const struct naive *n, u32 task, u32 from);
u32 naive_children(const struct naive *n, u32 of);
s64 naive_tree_total(const struct naive *n, u32 of);

/* naive_limit.c: whether the n-th limit of a rule has a token. */
bool naive_limit_holds(const struct naive *n, const struct oomt_rule_node *rule,
		       const struct oomt_stmt *stmt);
/* The decision in n->answer acts. */
void naive_limits_take(struct naive *n);

/* naive_unit.c: for each candidate its unit; then its value. */
void naive_units(struct naive *n);
bool naive_unit_field(const struct naive *n, u64 members, u32 of, int field,
		      __int128 *value);

/* naive_regex.c */
bool naive_regex(const char *ere, size_t len, const char *text);

/* naive.c: base chains in the order in which they are asked. */
u32 naive_bases(const struct naive_ask *ask, enum oomt_hook hook, u32 room,
		u32 *table, const struct oomt_chain_node **chain);
/* Judges and ranks all tasks in one chain; behind naive_kin(). */
void naive_ask_chain(struct naive *n, u32 table,
		     const struct oomt_chain_node *chain, bool count_guards);

#endif /* OOMT_TESTS_NAIVE_PARTS_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The oracle: what a policy says about a picture, read straight from the typed
 * AST, as the language's text has it and as slowly as it likes.  It shares the
 * vocabulary (uapi header, picture.h, ast.h) with the engine and no code: what
 * both agree on was written twice.  For tests only.
 */
#ifndef OOMT_TESTS_NAIVE_H
#define OOMT_TESTS_NAIVE_H

#include "ast.h"
#include "picture.h"

#define NAIVE_TABLES	2
#define NAIVE_TASKS	64
#define NAIVE_CHAINS	20	/* of one policy */
#define NAIVE_FORS	8	/* of one condition */
#define NAIVE_LINES	1024	/* lines of one policy's text */

/* What happened along the way; a run in which some of it never happens
 * has not tested it.  X(ID, text) */
#define NAIVE_NOTES(X)						\
	X(FIRED,	  "a chain fired")			\
	X(QUIET,	  "no chain fired")			\
	X(VICTIM,	  "somebody is taken")			\
	X(NOBODY,	  "fired, but nobody may be taken")	\
	X(LATER_CHAIN,	  "a later chain decided")		\
	X(OTHER_TABLE,	  "the second table decided")		\
	X(PRIORITY,	  "a priority changed the order")	\
	X(DRY_CHAIN,	  "a dry chain fired")			\
	X(GUARD_EXEMPT,	  "exempt by a guard")			\
	X(GUARD_OTHER,	  "exempt by another table's guard")	\
	X(GUARD_DRY,	  "a dry guard would have exempted")	\
	X(GUARD_SCORE,	  "a guard's score")			\
	X(EXITING,	  "exiting")				\
	X(KTHREAD,	  "always: a kernel thread")		\
	X(PID_1,	  "always: pid 1")			\
	X(EXECUTOR,	  "always: the executor")		\
	X(ADJ_MIN,	  "always: oom_score_adj -1000")	\
	X(RULE_EXEMPT,	  "exempt by a rule")			\
	X(RULE_KILL,	  "candidate by a rule")		\
	X(POLICY_EXEMPT,  "exempt by the policy")		\
	X(POLICY_KILL,	  "candidate by the policy")		\
	X(JUMP,		  "jumped")				\
	X(JUMP_DEEP,	  "jumped from a called chain")		\
	X(FELL_BACK,	  "a called chain ended, the caller went on") \
	X(GOTO,		  "went to a chain")			\
	X(GOTO_DEEP,	  "went from a called chain to another") \
	X(CONTINUE,	  "a verdict that only counts")		\
	X(DRY_RULE,	  "a dry rule was met")			\
	X(OVERRIDE,	  "oom_score_adj -1000 overridden")	\
	X(GRACE,	  "a victim that is given a grace")	\
	X(GRACE_SIGNAL,	  "a grace with a signal of its own")	\
	X(WARN,		  "a warning")				\
	X(WARN_SIGNAL,	  "a warning with a signal")		\
	X(WARN_GUARD,	  "a warning by a guard")		\
	X(WARN_SECOND,	  "warned already")			\
	X(WARN_EXEMPT,	  "an exempt task is warned")		\
	X(LOG,		  "a log saw a task")			\
	X(LOG_LARGEST,	  "a log saw a larger one")		\
	X(DEFINE,	  "a value by a define")		\
	X(DEFINE_NESTED,  "a define in a define")		\
	X(DEFINE_LINES,	  "a define in place of several lines")	\
	X(INCLUDE,	  "a part of a file by an include")	\
	X(INCLUDE_NESTED, "an include in an include")		\
	X(INCLUDE_GLOB,	  "an include by a pattern")		\
	X(SCOPE_TABLE,	  "out of a table's scope")		\
	X(SCOPE_CHAIN,	  "out of a chain's scope")		\
	X(SCOPE_GUARD,	  "out of a guard's scope")		\
	X(SCOPE_BELOW,	  "below a cgroup that a scope names")	\
	X(OOM_SCORE,	  "an oom_score")			\
	X(CHILDREN,	  "children")				\
	X(KIN_CIRCLE,	  "a process descends from itself")	\
	X(KIN_EXITING,	  "a child that is exiting")		\
	X(RETURN,	  "returned from a called chain")	\
	X(RETURN_BASE,	  "returned to the policy")		\
	X(UNKNOWN_HOLDS,  "unknown, and the rule exempts")	\
	X(UNKNOWN_FALSE,  "unknown, and the rule does not")	\
	X(UNKNOWN_BASE,	  "a percentage of something unknown")	\
	X(EDGE,		  "a field equal to what it is compared with") \
	X(PERCENT_EDGE,	  "a field equal to a percentage")	\
	X(PERCENT_ROUND,  "a percentage that is rounded")	\
	X(SET_NUMBER,	  "a number in a set or list")		\
	X(SET_PERCENT,	  "a number in a set with percentages")	\
	X(SET_OUT,	  "not in a set, asked with !=")	\
	X(GLOB_COMM,	  "a pattern of comm matched")		\
	X(GLOB_PATH,	  "a pattern of cgroup matched")	\
	X(GLOB_DIR,	  "a final /" "** matched the directory itself") \
	X(GLOB_MIDDLE,	  "a /" "**" "/ matched")		\
	X(GLOB_SLASH,	  "a * stopped at a slash")		\
	X(GLOB_CLASS,	  "a [...] matched")			\
	X(GLOB_ESCAPE,	  "an escaped character matched")	\
	X(SCORE,	  "a score")				\
	X(SCORE_ROUND,	  "points that are rounded toward zero") \
	X(SCORE_DECIDED,  "a score changed who is first")	\
	X(PREFER_DECIDED, "prefer decided between two")		\
	X(VALUE_UNKNOWN,  "an unknown order-by value ranked last") \
	X(TIE_AGE,	  "a tie decided by age")		\
	X(TIE_PID,	  "a tie decided by pid")		\
	X(ASC,		  "ascending order")			\
	X(COND_UNKNOWN,	  "a condition on something unknown")	\
	X(COND_NEUTRAL,	  "a neutral swap comparison")		\
	X(COND_DROPPED,	  "a neutral part dropped out")		\
	X(COND_NOTHING,	  "a condition of which nothing is left") \
	X(COND_NOT,	  "not")				\
	X(COND_EDGE,	  "a metric equal to its threshold")	\
	X(COND_METRIC,	  "a metric compared with another")	\
	X(FOR_HELD,	  "for: held long enough")		\
	X(FOR_SHORT,	  "for: not yet long enough")		\
	X(FOR_EXACT,	  "for: held exactly that long")	\
	X(FOR_STEADY,	  "for: in a steady state")		\
	X(FOR_NEUTRAL,	  "for: neutral")			\
	X(FOR_FORECAST,	  "for: history stands in a forecast")	\
	X(COOLING,	  "a chain that cools down")		\
	X(COOLED,	  "a cooldown that is over")		\
	X(RELIEVED,	  "pressure read as 0 in a forecast")	\
	X(ACTIVE,	  "a chain went on until its stop line") \
	X(ACTIVE_ENDED,	  "a chain came to its stop line")	\
	X(FOLLOWED,	  "a second victim by forecast")	\
	X(STOP_UNTIL,	  "a forecast ended by until")		\
	X(STOP_WHEN,	  "a forecast ended by when")		\
	X(STOP_NEUTRAL,	  "a neutral until, so when")		\
	X(STOP_EMPTY,	  "a forecast took everybody")

enum naive_note {
#define X(id, text) NOTED_##id,
	NAIVE_NOTES(X)
#undef X
	NOTED_COUNT
};

extern u64 naive_notes[NOTED_COUNT];

/* A warning. */
struct naive_warned {
	const struct oomt_rule_node *rule;	/* NULL: none */
	u32 table;
	int signal;			/* 0: only tell */
};

struct naive_verdict {
	enum oomt_verdict_kind kind;
	enum oomt_by by;
	u32 table;			/* of the rule, or of the chain */
	const struct oomt_rule_node *rule; /* or NULL */
	struct naive_warned warned;
	const struct oomt_verdict_node *kill;	/* of a candidate */
	s32 prefer;
	bool value_known;
	s64 points;
	__int128 field;			/* order-by, in its unit; asc: negated */
	__int128 value;			/* with points */
};

/* What rules counted and logged, by the line of the rule. */
struct naive_count {
	u64 tasks, bytes, verdicts, verdict_bytes;
	u64 logged;
	s64 largest_bytes;
	s32 largest_pid;
};

struct naive_answer {
	bool fired;
	u32 table;			/* fired: of the chain */
	const struct oomt_chain_node *chain;
	u32 base;			/* its place among the hook's chains */
	struct naive_verdict verdict[NAIVE_TASKS];
	u32 ranking[NAIVE_TASKS];	/* candidates, indices of tasks */
	u32 ranked;
	s32 victim[NAIVE_TASKS];	/* pids: the victim, then the forecast */
	u32 victims;
	struct naive_count count[NAIVE_TABLES][NAIVE_LINES];
};

enum naive_condition {
	NAIVE_WHEN,
	NAIVE_UNTIL,
	NAIVE_CONDITIONS,
};

/* What a low chain remembers from one sample to the next. */
struct naive_chain_memory {
	bool active;		/* has killed, goes on until its stop line */
	u64 acted_ns;		/* its last kill; 0: none */
	/* by `for`, inner ones first: held at every sample since; 0: no */
	u64 since[NAIVE_CONDITIONS][NAIVE_FORS];
};

/* Chains are numbered as they appear in the text. */
struct naive_memory {
	struct naive_chain_memory chain[NAIVE_TABLES][NAIVE_CHAINS];
};

struct naive_ask {
	const struct oomt_policy *const *policy;
	u32 tables;
	const struct oomt_picture *pic;
	enum oomt_hook hook;
	bool steady;		/* every `for` has held */
	int dry;		/* what would this dry base chain do; else -1 */
};

/* The base chains of a hook, as they are asked.  Answers how many. */
u32 naive_base_chains(const struct naive_ask *ask, u32 room, u32 *table,
		      const struct oomt_chain_node **chain);

/* Decides.  `memory` is read and brought up to date. */
void naive_decide(const struct naive_ask *ask, struct naive_memory *memory,
		  struct naive_answer *answer);

/* The decision was acted upon. */
void naive_acted(const struct naive_answer *answer,
		 const struct naive_ask *ask, struct naive_memory *memory);

/* What the victim is sent first. */
int naive_signal(const struct naive_verdict *v);

/* The `score` of output: the value in thousandths of memory. */
__int128 naive_score(const struct naive_ask *ask,
		     const struct oomt_chain_node *chain,
		     const struct naive_verdict *v);

#endif /* OOMT_TESTS_NAIVE_H */

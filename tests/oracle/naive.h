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
#define NAIVE_LIMITS	64	/* of one policy */
#define NAIVE_CGROUPS	8	/* ids of cgroups are from 1 to below that */

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
	X(LIMIT_HELD,	  "a limit that has a token")		\
	X(LIMIT_EMPTY,	  "a limit that is used up")		\
	X(LIMIT_TAKEN,	  "a token is taken")			\
	X(LIMIT_FILLED,	  "a token came back")			\
	X(LIMIT_BURST,	  "a second token of a burst")		\
	X(LIMIT_FORECAST, "a forecast uses a limit up")		\
	X(LIMIT_DEBT,	  "acted by a rule whose limit is used up") \
	X(UNIT_TREE,	  "a whole tree")			\
	X(UNIT_PGRP,	  "a whole process group")		\
	X(UNIT_CGROUP,	  "a whole cgroup")			\
	X(UNIT_APP,	  "a whole app")			\
	X(UNIT_APP_COMM,  "an app of unknown executable")	\
	X(UNIT_ROOT,	  "the root cgroup is no unit")		\
	X(UNIT_BROKEN_RULE, "a unit broken up by an exempt member") \
	X(UNIT_BROKEN_SCOPE, "a unit broken up by one out of scope") \
	X(UNIT_BROKEN_ADJ, "a unit broken up by oom_score_adj -1000") \
	X(UNIT_POLICY,	  "a member exempt by policy goes along") \
	X(UNIT_EQUAL,	  "equal units, one candidate")		\
	X(UNIT_EQUAL_KINDS, "equal units of two kinds")		\
	X(UNIT_SUM_PART,  "a sum of which a part is unknown")	\
	X(UNIT_SUM_NONE,  "a sum of which all is unknown")	\
	X(UNIT_GROUP,	  "memory.oom.group makes a unit")	\
	X(UNIT_GROUP_ABOVE, "memory.oom.group of a cgroup above") \
	X(UNIT_GROUP_EXEMPT, "memory.oom.group with an exempt member") \
	X(FREEZE,	  "a freeze is chosen")			\
	X(RECLAIM,	  "a reclaim is chosen")		\
	X(EXEC,		  "an exec is chosen")			\
	X(SPENT,	  "frozen, asked or helped already")	\
	X(UNIT_SPENT,	  "a member that was acted upon goes along") \
	X(MEMCG_HIT,	  "a cgroup was hit")			\
	X(MEMCG_OUTSIDE,  "not in the cgroup that was hit")	\
	X(MEMCG_LIMIT,	  "a percentage of the limit that was hit") \
	X(MEMCG_SCOPE,	  "a scope does not name what was hit")	\
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
	X(GROWTH,	  "a growth")				\
	X(CMDLINE,	  "a pattern of cmdline matched")	\
	X(REGEX,	  "a regular expression matched")	\
	X(REGEX_NOT,	  "a regular expression did not match")	\
	X(ANCESTOR,	  "an ancestor matched")		\
	X(ANCESTOR_FAR,	  "an ancestor beyond the parent matched") \
	X(ANCESTOR_NONE,  "no ancestor matched")		\
	X(ANCESTOR_UNKNOWN, "an ancestor about whom it is unknown") \
	X(ANCESTOR_EXITING, "an ancestor that is exiting")	\
	X(MEMCG_CURRENT,  "a memcg.current")			\
	X(MEMCG_MAX,	  "a memcg.max")			\
	X(MEMCG_NO_LIMIT, "a memcg.max without a limit")	\
	X(MEMCG_PERCENT,  "a percentage of memcg.max")		\
	X(MEMCG_OF_ALL,	  "a percentage of memcg.max, without a limit") \
	X(CHILDREN,	  "children")				\
	X(TREE_TOTAL,	  "a tree of more than one")		\
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
	X(COND_LOWER,	  "the lower one of two thresholds")	\
	X(COND_HIGHER,	  "the higher one of two thresholds")	\
	X(COND_PICK_EDGE, "a metric equal to the one that was picked") \
	X(COND_CGROUP,	  "a cgroup's metric")			\
	X(COND_CGROUP_NONE, "a metric of a cgroup that is not there") \
	X(COND_CGROUP_PERCENT, "a percentage of a cgroup's limit") \
	X(COND_SCOPE,	  "a metric of a cgroup of the scope")	\
	X(EACH_FIRED,	  "a chain fired for a cgroup")		\
	X(EACH_SECOND,	  "a chain fired for a second cgroup")	\
	X(EACH_OUTSIDE,	  "not in the cgroup that a chain runs for") \
	X(EACH_GONE,	  "a cgroup that is gone breaks for")	\
	X(EXISTS,	  "a process exists")			\
	X(EXISTS_NOT,	  "no such process exists")		\
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
	u64 members;			/* of a candidate's unit: bits of tasks */
	bool same;			/* as a better candidate's unit */
	bool group;			/* by memory.oom.group */
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
	s32 cgroup;			/* it ran for, or that was hit; -1 */
	struct naive_verdict verdict[NAIVE_TASKS];
	u32 ranking[NAIVE_TASKS];	/* candidates, indices of tasks */
	u32 ranked;
	s32 victim[NAIVE_TASKS];	/* pids: the victim, then the forecast */
	u32 victim_members[NAIVE_TASKS];	/* of its unit */
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
	u64 seen_ns;		/* once per cgroup: its last sample with it */
	/* by `for`, inner ones first: held at every sample since; 0: no */
	u64 since[NAIVE_CONDITIONS][NAIVE_FORS];
};

/* A limit: full but for `missing_ns` worth of tokens, at `at_ns`. */
struct naive_bucket {
	u64 at_ns, missing_ns;
};

/*
 * Chains and limits are numbered as they appear in the text.  A chain that runs
 * once per cgroup remembers for each, by id; others have 0 there.
 */
struct naive_memory {
	struct naive_chain_memory chain[NAIVE_TABLES][NAIVE_CHAINS]
				       [NAIVE_CGROUPS];
	struct naive_bucket bucket[NAIVE_TABLES][NAIVE_LIMITS];
	u64 sampled_ns;		/* the last sample */
};

struct naive_ask {
	const struct oomt_policy *const *policy;
	u32 tables;
	const struct oomt_picture *pic;
	enum oomt_hook hook;
	bool steady;		/* every `for` has held */
	int dry;		/* what would this dry base chain do; else -1 */
	s32 dry_cgroup;		/* for this cgroup, or -1 */
	s32 hit;		/* hook memcg: index of the cgroup; else -1 */
	/* [pid]: frozen, asked for memory or helped in this episode */
	const bool *spent;
};

/* Whether the chain runs once per cgroup, and then: whether for this one. */
bool naive_runs_each(const struct oomt_chain_node *chain);
bool naive_runs_for(const struct naive_ask *ask, u32 table,
		    const struct oomt_chain_node *chain, u32 cgroup);
/* The number of the n-th limit of the rule at this line. */
u32 naive_limit_number(const struct oomt_policy *policy, u32 line, u32 n);
/* What the members hold together, as far as it is known. */
__int128 naive_unit_sum(const struct naive_ask *ask, u64 members, int field);
/* What is missing now. */
u64 naive_missing_ns(const struct naive_bucket *bucket, u64 now_ns);

/* The base chains of a hook, as they are asked.  Answers how many. */
u32 naive_base_chains(const struct naive_ask *ask, u32 room, u32 *table,
		      const struct oomt_chain_node **chain);

/* Decides.  `memory` is read and brought up to date. */
void naive_decide(const struct naive_ask *ask, struct naive_memory *memory,
		  struct naive_answer *answer);

/* The decision was acted upon. */
void naive_acted(struct naive_answer *answer, const struct naive_ask *ask,
		 struct naive_memory *memory);

/* What the victim is sent first. */
int naive_signal(const struct naive_verdict *v);

/* The `score` of output: the value in thousandths of memory. */
__int128 naive_score(const struct naive_ask *ask,
		     const struct oomt_chain_node *chain,
		     const struct naive_verdict *v);

#endif /* OOMT_TESTS_NAIVE_H */

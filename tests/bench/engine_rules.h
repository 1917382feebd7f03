/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The policies of the engine's benchmark: rules made up by a fixed sequence,
 * known both as text (for the compiler) and as data (for the loop by hand,
 * engine_hand.c), and processes that some of them match.
 */
#ifndef OOMT_TESTS_ENGINE_RULES_H
#define OOMT_TESTS_ENGINE_RULES_H

#include <regex.h>
#include "picture.h"

#define BENCH_TEXTS	6	/* of one match */
#define BENCH_TEXT	64
#define BENCH_PATHS	128	/* cgroups */

/* How a text of a rule is to be compared: what a person would call. */
enum bench_how {
	BENCH_EQUAL,		/* strcmp */
	BENCH_GLOB,		/* fnmatch */
	BENCH_BELOW,		/* "/a/" "**": the directory and all below */
	BENCH_REGEX,		/* regexec, compiled before */
};

struct bench_match {
	s8 field;		/* of a text; -1: none */
	u8 how;			/* enum bench_how, of all texts */
	u8 texts;		/* any of them */
	char **text;		/* [texts] */
	regex_t *regex;		/* [texts], if BENCH_REGEX */
};

enum bench_verdict {
	BENCH_EXEMPT,
	BENCH_KILL,
	BENCH_SCORE,		/* none: it goes on */
};

struct bench_rule {
	struct bench_match first, second;
	s64 uid;		/* -1: any */
	s64 rss_over;		/* -1: any */
	s64 adj_at_most;	/* S64_MAX: any */
	enum bench_verdict verdict;
	s32 number;		/* of prefer or score */
};

struct bench_rules {
	struct bench_rule *rule;
	u32 count;
};

/* What a rule says, in either world. */
struct bench_said {
	u32 rule;		/* that decided, or OOMT_NONE: the policy */
	enum bench_verdict verdict;
	s64 points;
};

/* `count` rules.  Aborts without memory. */
void bench_rules_init(struct bench_rules *rules, u32 count);
void bench_rules_exit(struct bench_rules *rules);
/* As a table; to be freed. */
char *bench_rules_text(const struct bench_rules *rules);

/*
 * `tasks` processes: one of three has a name that no rule knows, the others
 * one that some rule is about, though other matches of it may not hold.
 */
void bench_picture(const struct bench_rules *rules, struct oomt_picture *pic,
		   u32 tasks);
void bench_picture_exit(struct oomt_picture *pic);

/* engine_hand.c */
void bench_by_hand(const struct bench_rules *rules,
		   const struct oomt_picture *pic,
		   const struct oomt_task *task, struct bench_said *said);

#endif /* OOMT_TESTS_ENGINE_RULES_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What the printers of a why share: single steps in words.  why*.c only. */
#ifndef OOMT_OOMCTL_WHY_PARTS_H
#define OOMT_OOMCTL_WHY_PARTS_H

#include "why.h"

/* How it came out, for a mark in front of the words. */
enum oomt_why_mark {
	OOMT_WHY_HOLDS,
	OOMT_WHY_FAILS,
	OOMT_WHY_UNKNOWN,		/* unknown, and therefore false */
	OOMT_WHY_DOUBT,			/* unknown, and therefore true */
	OOMT_WHY_EFFECT,		/* a statement or a verdict */
};

enum oomt_why_mark oomt_why_mark(const struct oomt_why *why,
				 const struct oomt_why_step *step);

/* Both sides, or what it does; free() it.  NULL: out of memory. */
char *oomt_why_words(const struct oomt_why *why,
		     const struct oomt_why_step *step);

/* Parts of it: why_strings.c. */
void oomt_why_put_string(FILE *to, const struct oomt_why *why,
			 const struct oomt_why_step *step);
void oomt_why_put_ancestor(FILE *to, const struct oomt_why *why,
			   const struct oomt_why_step *step);
void oomt_why_put_quoted(FILE *to, const char *text);

/* Whether all matches of the rule held. */
bool oomt_why_matched(const struct oomt_why *why,
		      const struct oomt_why_visit *visit);

/* "kill tree, SIGTERM, SIGKILL after 5 s, prefer 10" */
char *oomt_why_action(const struct oomt_table *table, u32 action);

/* Where its verdict comes from, in words; free() it. */
char *oomt_why_verdict(const struct oomt_why *why);

/* How far ranks are apart: "+1.2G", "prefer 10", "younger"; free() it. */
char *oomt_why_distance(const struct oomt_why *why, u32 other);

/* Which of the ranking to show: [*first, *end). */
void oomt_why_around(const struct oomt_why *why, u32 *first, u32 *end);

static inline const struct oomt_table *
oomt_why_table(const struct oomt_why *why, u32 table)
{
	return why->eval->rs->table[table];
}

static inline const struct oomt_insn *
oomt_why_insn(const struct oomt_why *why, const struct oomt_why_step *step)
{
	return &oomt_why_table(why, step->table)->INSNS[step->insn];
}

static inline const struct oomt_task *
oomt_why_task(const struct oomt_why *why)
{
	return &why->eval->pic->task[why->task];
}

#endif /* OOMT_OOMCTL_WHY_PARTS_H */

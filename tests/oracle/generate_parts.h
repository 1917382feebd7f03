/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What the writing of random policies (generate_*.c) shares; for nobody else. */
#ifndef OOMT_TESTS_GENERATE_PARTS_H
#define OOMT_TESTS_GENERATE_PARTS_H

#include <stdio.h>
#include "generate.h"

#define GENERATE_SETS	4
#define GENERATE_CHAINS	18

struct generate_set {
	const char *name;
	int field;
};

struct generate_chain {
	const char *name;
	enum oomt_hook hook;
	bool spares;		/* plain: nothing but what a guard may say */
	bool graces;		/* plain: only hook low comes here */
	bool each;		/* low: runs once per cgroup */
};

struct generate_writer {
	struct generate *g;
	FILE *out;
	struct generate_set set[GENERATE_SETS];
	u32 sets;
	struct generate_chain chain[GENERATE_CHAINS];
	u32 chains;
	bool mild;		/* patterns with little in them but text */
	u32 fors;		/* in this condition */
	bool disguised;		/* values are marked, see disguise.h */
	bool scoped;		/* the table has a scope */
	bool each;		/* the condition may be about the scope, */
	bool about_scope;	/* and is */
};

#define below(w, n)	generate_below((w)->g, n)
#define chance(w, p)	generate_chance((w)->g, p)

/* Marks what is written between the two; false: not this time. */
bool generate_mark(struct generate_writer *w, char mark, u32 percent);
void generate_mark_end(struct generate_writer *w, bool marked);

/* A number of a field's world; percentages only if they may stand there. */
struct generate_number {
	bool percent;
	s64 value;
};

/* A field of the language's core. */
int generate_field(struct generate_writer *w);

void generate_size(struct generate_writer *w, s64 bytes);
void generate_percent(struct generate_writer *w, u32 bp);
struct generate_number generate_number_pick(struct generate_writer *w,
					    int field);
void generate_number(struct generate_writer *w, int field,
		     struct generate_number n);
/* A-B, of non-negative numbers; not backwards where that can be seen. */
void generate_range(struct generate_writer *w, int field);
/* In quotes; like a name or path of the world. */
void generate_pattern(struct generate_writer *w, int field);
/* An extended regular expression in quotes, like a text of the field. */
void generate_regex(struct generate_writer *w, int field);
void generate_list(struct generate_writer *w, int field);
/* A whole set; `again`: opened once more. */
void generate_set(struct generate_writer *w, const char *name, int field,
		  bool again);
/* A set that the field can be compared with, or NULL. */
const struct generate_set *generate_set_pick(struct generate_writer *w,
					     int field);

#endif /* OOMT_TESTS_GENERATE_PARTS_H */

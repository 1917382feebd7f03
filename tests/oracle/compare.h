/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * One case put to both, the engine and the naive reading of the AST, and their
 * answers compared.
 */
#ifndef OOMT_TESTS_COMPARE_H
#define OOMT_TESTS_COMPARE_H

#include "loaded.h"
#include "naive.h"

struct compare_case {
	char *text[GENERATE_TABLES];
	u32 tables;
	struct generate_picture picture;
	enum oomt_hook hook;
	s32 hit;			/* hook memcg: index of the cgroup */
	struct naive_memory memory;	/* of low chains, before the decision */
	bool spent[GENERATE_PIDS];	/* [pid]: acted upon in this episode */
	bool steady;
	bool act;			/* the decision is acted upon */
	bool reread;			/* the tables went by loaded_reread() */
};

/*
 * True: they agree, and c->memory is what it is afterwards.  Otherwise every
 * difference is printed to `out` (unless NULL), a line each, and c->memory is
 * as it was.
 */
bool compare_run(struct loaded *l, struct compare_case *c, FILE *out);

/* show.c: the case as text: policies, then the picture as a snapshot. */
void compare_show_texts(FILE *out, const struct compare_case *c);
void compare_show(FILE *out, const struct compare_case *c);

#endif /* OOMT_TESTS_COMPARE_H */

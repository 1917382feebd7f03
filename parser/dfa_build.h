/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A deterministic automaton while it is being made: rows of edges over columns
 * (classes of bytes that no pattern tells apart), with one `other` target per
 * row.  determinize.c makes it, minimize.c shrinks it, automaton.c packs it.
 */
#ifndef OOMT_PARSER_DFA_BUILD_H
#define OOMT_PARSER_DFA_BUILD_H

#include "nfa.h"

struct oomt_row_edge {
	u32 column;
	u32 next;
};

struct oomt_row {
	u32 edge, edges;	/* in oomt_rows.edge, by ascending column */
	u32 other;
	u32 cls;
};

struct oomt_rows {
	struct oomt_row *row;	/* [rows]; 0 is the start */
	struct oomt_row_edge *edge;
	u32 rows, edges, row_room, edge_room;
	u32 columns;
	u8 bytemap[256];
	struct oomt_intern classes;	/* u32[]: atoms, ascending */
};

void oomt_rows_exit(struct oomt_rows *rows);

/*
 * Adds a row; edge[0 .. edges) by ascending column.  Its `other` becomes the
 * target of most columns (of equals the smallest), so that equal rows look
 * equal.  0, -ENOMEM.
 */
int oomt_rows_add(struct oomt_rows *rows, const struct oomt_row_edge *edge,
		  u32 edges, u32 other, u32 cls);

/* -ENOMEM; -E2BIG: more states or work than an automaton may take. */
int oomt_determinize(const struct oomt_nfa *nfa, struct oomt_rows *rows);

/* Merges states that no string can tell apart.  0, -ENOMEM. */
int oomt_minimize(struct oomt_rows *rows);

#endif /* OOMT_PARSER_DFA_BUILD_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The patterns of one field as a nondeterministic automaton.  Patterns share
 * their common beginnings, so a hundred thousand literals are a trie.  Built
 * by automaton.c, read by determinize.c.  (Regular expressions will add nodes
 * and edges of the same kinds.)
 */
#ifndef OOMT_PARSER_NFA_H
#define OOMT_PARSER_NFA_H

#include "compat.h"
#include "intern.h"

/* Labels of edges: a byte, a set of bytes (256 + its number), or nothing. */
#define OOMT_NFA_SET		256U
#define OOMT_NFA_EMPTY		0xffffffffU

/* Whose patterns a node serves: one atom's (its number), or several. */
#define OOMT_NFA_UNOWNED	0xffffffffU
#define OOMT_NFA_SHARED		0xfffffffeU

struct oomt_nfa_edge {
	u32 next;		/* of the same node; 0: none */
	u32 target;
	u32 label;
	u32 role;		/* 0, or by which later patterns find it */
};

struct oomt_nfa_mark {
	u32 next;		/* of the same node; 0: none */
	u32 atom;
};

struct oomt_nfa_node {
	u32 edge;		/* first; 0: none */
	u32 accept;		/* first mark: a match ends here */
	u32 all;		/* first mark: whatever follows matches */
	u32 owner;
};

struct oomt_nfa {
	struct oomt_nfa_node *node;	/* 0 is the start */
	struct oomt_nfa_edge *edge;	/* 0 is unused */
	struct oomt_nfa_mark *mark;	/* 0 is unused */
	u32 nodes, edges, marks;
	u32 node_room, edge_room, mark_room;
	struct oomt_intern sets;	/* u64[4] each */
};

/* 0, -ENOMEM. */
int oomt_nfa_init(struct oomt_nfa *nfa);
void oomt_nfa_exit(struct oomt_nfa *nfa);

/* Adds a well-formed glob (globs.h) as one pattern of an atom.  0, -ENOMEM. */
int oomt_nfa_add_glob(struct oomt_nfa *nfa, u32 atom, const char *text,
		      size_t len, bool path);

static inline const u64 *oomt_nfa_set(const struct oomt_nfa *nfa, u32 label)
{
	return oomt_intern_bytes(&nfa->sets, label - OOMT_NFA_SET, NULL);
}

#endif /* OOMT_PARSER_NFA_H */

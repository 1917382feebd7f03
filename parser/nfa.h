/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The patterns of one field as a nondeterministic automaton.  Patterns share
 * their common beginnings, so a hundred thousand literals are a trie; regular
 * expressions add nodes and edges of the same kinds beside them.  Built by
 * linearize.c, read by determinize.c.
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

/* nfa_ere.c: the same of a regular expression.  -E2BIG: too large. */
int oomt_nfa_add_ere(struct oomt_nfa *nfa, u32 atom, const char *text,
		     size_t len);

/*
 * The parts, for nfa_ere.c.  A new node, or OOMT_NONE; an edge that no other
 * pattern walks; a mark: a match ends here, or (all) whatever follows matches.
 */
u32 oomt_nfa_node_add(struct oomt_nfa *nfa, u32 atom);
int oomt_nfa_edge_add(struct oomt_nfa *nfa, u32 from, u32 label, u32 target);
int oomt_nfa_mark_add(struct oomt_nfa *nfa, u32 node, bool all, u32 atom);
/* The label of a set: OOMT_NONE: out of memory. */
u32 oomt_nfa_label(struct oomt_nfa *nfa, const u64 set[4]);
/* The node behind any bytes from the start, which all patterns share. */
u32 oomt_nfa_anywhere(struct oomt_nfa *nfa, u32 atom);

static inline const u64 *oomt_nfa_set(const struct oomt_nfa *nfa, u32 label)
{
	return oomt_intern_bytes(&nfa->sets, label - OOMT_NFA_SET, NULL);
}

#endif /* OOMT_PARSER_NFA_H */

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Patterns to states.  A glob is a path from the start; where it repeats, it
 * loops:
 *
 *	"ab*c"	  0 -a-> 1 -b-> 2 -(nothing)-> 3 -c-> 4 (accepts)
 *					      3 -any-> 3
 *
 *	"/a/" "**" "/b"  (components)
 *		  2 -/-> 3 -[^/]-> 4 -/-> 5 -b-> 6 (accepts)
 *				   4 -[^/]-> 4,  4 -/-> 3
 *
 * A pattern that ends in "any bytes" ends in no loop but in a mark, `all`:
 * from there on its atom is decided, and determinize.c can forget the rest of
 * that atom's patterns.
 */
#include <stdlib.h>
#include <string.h>
#include "globs.h"
#include "nfa.h"

/* By which way a later pattern may walk an edge. */
enum role {
	ROLE_NONE,		/* loops: nobody's way */
	ROLE_STEP,
	ROLE_RUN,
	ROLE_COMPONENTS,
};

/* Room for one more element behind `count` of them. */
static int room_for_one(void **array, u32 *room, u32 count, size_t element)
{
	u32 want = *room ? *room * 2 : 256;
	void *more;

	if (count < *room)
		return 0;
	more = want > *room ? realloc(*array, want * element) : NULL;
	if (!more)
		return -ENOMEM;
	*array = more;
	*room = want;
	return 0;
}

#define ROOM_FOR(nfa, what)						\
	room_for_one((void **)&(nfa)->what, &(nfa)->what##_room,	\
		     (nfa)->what##s, sizeof(*(nfa)->what))

/* A new node, or OOMT_NONE. */
static u32 node_add(struct oomt_nfa *nfa)
{
	if (ROOM_FOR(nfa, node))
		return OOMT_NONE;
	nfa->node[nfa->nodes] = (struct oomt_nfa_node){
		.owner = OOMT_NFA_UNOWNED,
	};
	return nfa->nodes++;
}

static int edge_add(struct oomt_nfa *nfa, u32 from, u32 label, u32 target,
		    enum role role)
{
	if (ROOM_FOR(nfa, edge))
		return -ENOMEM;
	nfa->edge[nfa->edges] = (struct oomt_nfa_edge){
		.next = nfa->node[from].edge,
		.target = target,
		.label = label,
		.role = role,
	};
	nfa->node[from].edge = nfa->edges++;
	return 0;
}

/*
 * Marks a node for an atom.  Patterns come atom by atom, so one that is there
 * already is the newest.
 */
static int mark_node(struct oomt_nfa *nfa, u32 node, bool all, u32 atom)
{
	u32 *list;

	if (ROOM_FOR(nfa, mark))
		return -ENOMEM;
	list = all ? &nfa->node[node].all : &nfa->node[node].accept;
	if (*list && nfa->mark[*list].atom == atom)
		return 0;
	nfa->mark[nfa->marks] = (struct oomt_nfa_mark){ *list, atom };
	*list = nfa->marks++;
	return 0;
}

static u32 set_label(struct oomt_nfa *nfa, const u64 set[4])
{
	u32 number;

	if (oomt_intern(&nfa->sets, set, 4 * sizeof(*set), &number, NULL))
		return OOMT_NONE;
	return OOMT_NFA_SET + number;
}

/* Follows an edge of that role, or makes it with a new node behind. */
static u32 walk(struct oomt_nfa *nfa, u32 from, u32 label, enum role role,
		bool *is_new)
{
	u32 i, target;

	*is_new = false;
	if (from == OOMT_NONE || label == OOMT_NONE)
		return OOMT_NONE;
	for (i = nfa->node[from].edge; i; i = nfa->edge[i].next)
		if (nfa->edge[i].role == role && nfa->edge[i].label == label)
			return nfa->edge[i].target;
	target = node_add(nfa);
	if (target == OOMT_NONE || edge_add(nfa, from, label, target, role))
		return OOMT_NONE;
	*is_new = true;
	return target;
}

static u32 step(struct oomt_nfa *nfa, u32 from, u32 label)
{
	bool is_new;

	return walk(nfa, from, label, ROLE_STEP, &is_new);
}

/*
 * Any number of bytes of a set: a node of its own, entered for nothing.  All
 * runs of one node share the label "nothing", so the loop tells them apart.
 */
static u32 run(struct oomt_nfa *nfa, u32 from, u32 label)
{
	u32 i, target, loop;

	if (label == OOMT_NONE)
		return OOMT_NONE;
	for (i = nfa->node[from].edge; i; i = nfa->edge[i].next) {
		if (nfa->edge[i].role != ROLE_RUN)
			continue;
		target = nfa->edge[i].target;
		for (loop = nfa->node[target].edge; loop;
		     loop = nfa->edge[loop].next)
			if (nfa->edge[loop].target == target &&
			    nfa->edge[loop].label == label)
				return target;
	}
	target = node_add(nfa);
	if (target == OOMT_NONE ||
	    edge_add(nfa, from, OOMT_NFA_EMPTY, target, ROLE_RUN) ||
	    edge_add(nfa, target, label, target, ROLE_NONE))
		return OOMT_NONE;
	return target;
}

static void own(struct oomt_nfa *nfa, u32 node, u32 atom)
{
	u32 *owner = &nfa->node[node].owner;

	if (*owner == OOMT_NFA_UNOWNED)
		*owner = atom;
	else if (*owner != atom)
		*owner = OOMT_NFA_SHARED;
}

/* '/' and a component, once or more. */
static u32 components(struct oomt_nfa *nfa, u32 from, u32 label, u32 atom)
{
	bool is_new;
	u32 slash = walk(nfa, from, '/', ROLE_COMPONENTS, &is_new);
	u32 name = walk(nfa, slash, label, ROLE_STEP, &is_new);

	if (name == OOMT_NONE)
		return OOMT_NONE;
	own(nfa, slash, atom);
	if (!is_new)
		return name;
	if (edge_add(nfa, name, label, name, ROLE_NONE) ||
	    edge_add(nfa, name, '/', slash, ROLE_NONE))
		return OOMT_NONE;
	return name;
}

static bool is_any(const u64 set[4])
{
	return !~(set[0] & set[1] & set[2] & set[3]);
}

static const u64 not_slash[4] = {
	~(1ULL << '/'), ~0ULL, ~0ULL, ~0ULL,
};

int oomt_nfa_add_glob(struct oomt_nfa *nfa, u32 atom, const char *text,
		      size_t len, bool path)
{
	struct oomt_glob glob = { .text = text, .len = len, .path = path };
	struct oomt_glob_item item;
	u32 node = 0;

	own(nfa, node, atom);
	while (oomt_glob_next(&glob, &item) > 0) {
		switch (item.kind) {
		case OOMT_GLOB_BYTE:
			node = step(nfa, node, item.byte);
			break;
		case OOMT_GLOB_SET:
			node = step(nfa, node, set_label(nfa, item.set));
			break;
		case OOMT_GLOB_RUN:
			if (glob.at == glob.len && is_any(item.set))
				return mark_node(nfa, node, true, atom);
			node = run(nfa, node, set_label(nfa, item.set));
			break;
		case OOMT_GLOB_COMPONENTS:
			node = components(nfa, node,
					  set_label(nfa, not_slash), atom);
			break;
		case OOMT_GLOB_TAIL:
			if (mark_node(nfa, node, false, atom))
				return -ENOMEM;
			node = step(nfa, node, '/');
			if (node == OOMT_NONE)
				return -ENOMEM;
			own(nfa, node, atom);
			return mark_node(nfa, node, true, atom);
		}
		if (node == OOMT_NONE)
			return -ENOMEM;
		own(nfa, node, atom);
	}
	return mark_node(nfa, node, false, atom);
}

/* ---- for nfa_ere.c ------------------------------------------------------- */

u32 oomt_nfa_node_add(struct oomt_nfa *nfa, u32 atom)
{
	u32 node = node_add(nfa);

	if (node != OOMT_NONE)
		own(nfa, node, atom);
	return node;
}

int oomt_nfa_edge_add(struct oomt_nfa *nfa, u32 from, u32 label, u32 target)
{
	return edge_add(nfa, from, label, target, ROLE_NONE);
}

int oomt_nfa_mark_add(struct oomt_nfa *nfa, u32 node, bool all, u32 atom)
{
	own(nfa, node, atom);
	return mark_node(nfa, node, all, atom);
}

u32 oomt_nfa_label(struct oomt_nfa *nfa, const u64 set[4])
{
	return set_label(nfa, set);
}

u32 oomt_nfa_anywhere(struct oomt_nfa *nfa, u32 atom)
{
	static const u64 any[4] = { ~0ULL, ~0ULL, ~0ULL, ~0ULL };
	u32 node;

	own(nfa, 0, atom);
	node = run(nfa, 0, set_label(nfa, any));
	if (node != OOMT_NONE)
		own(nfa, node, atom);
	return node;
}

/* ---- the whole ----------------------------------------------------------- */

int oomt_nfa_init(struct oomt_nfa *nfa)
{
	memset(nfa, 0, sizeof(*nfa));
	nfa->edges = 1;
	nfa->marks = 1;
	return node_add(nfa) == OOMT_NONE ? -ENOMEM : 0;
}

void oomt_nfa_exit(struct oomt_nfa *nfa)
{
	free(nfa->node);
	free(nfa->edge);
	free(nfa->mark);
	oomt_intern_exit(&nfa->sets);
	memset(nfa, 0, sizeof(*nfa));
}

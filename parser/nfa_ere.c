// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Regular expressions to states.  First a small automaton of the expression's
 * own, with edges for nothing, for ^ and for $; then those of its nodes that
 * can still come to a match go into the field's, without anchors:
 *
 *   - a match may begin anywhere: its first node hangs on "any bytes"
 *   - ^ holds at the string's begin alone: what is behind it hangs on node 0
 *   - $ holds at the end alone: a node from which $ leads to the match accepts
 *   - what follows a match does not matter: its node accepts whatever follows
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "ere.h"
#include "nfa.h"

#define LABEL_BEGIN	0xfffffffeU
#define LABEL_END	0xfffffffdU

struct local_edge {
	u32 next;		/* of the same node; 0: none */
	u32 from, target, label;
};

struct local {
	struct oomt_nfa *nfa;
	const struct oomt_ere *ere;
	u32 atom;
	u32 *first;		/* [nodes]: edge; 0: none */
	struct local_edge *edge;	/* 0 is unused */
	u32 nodes, edges, node_room, edge_room;
	u32 start, final;
	u8 *flags;		/* [nodes] */
	u32 *place;		/* [nodes]: in the field's automaton */
	u32 *todo;		/* [nodes]: a stack */
	u32 todo_count;
	bool failed, too_large;
};

enum {
	LIVE	= 1 << 0,	/* can come to a match */
	ENDS	= 1 << 1,	/* is one if the string ends here */
	BEGINS	= 1 << 2,	/* can be reached at the string's begin */
	BEGUN	= 1 << 3,	/* the same, if it ends there, too */
	PLACED	= 1 << 4,
};

/* ---- the expression's own automaton -------------------------------------- */

static u32 local_node(struct local *l)
{
	if (l->nodes == l->node_room) {
		u32 room = l->node_room ? l->node_room * 2 : 64;
		u32 *more = realloc(l->first, room * sizeof(*more));

		if (!more) {
			l->failed = true;
			return 0;
		}
		l->first = more;
		l->node_room = room;
	}
	if (l->nodes > 4 * OOMT_ERE_STATES_MAX)
		l->too_large = true;
	l->first[l->nodes] = 0;
	return l->nodes++;
}

static void local_edge(struct local *l, u32 from, u32 label, u32 target)
{
	if (l->failed || from == target)
		return;
	if (l->edges + 1 >= l->edge_room) {
		u32 room = l->edge_room ? l->edge_room * 2 : 128;
		struct local_edge *more = realloc(l->edge,
						  room * sizeof(*more));

		if (!more) {
			l->failed = true;
			return;
		}
		l->edge = more;
		l->edge_room = room;
	}
	l->edge[++l->edges] = (struct local_edge){
		l->first[from], from, target, label,
	};
	l->first[from] = l->edges;
}

static u32 step(struct local *l, u32 from, u32 label)
{
	u32 to = local_node(l);

	local_edge(l, from, label, to);
	return to;
}

static u32 build(struct local *l, u32 index, u32 from);

/*
 * min times, then up to max.  A loop has a node of its own, so that nothing
 * else that leaves `from` can be reached by going round.
 */
static u32 build_repeat(struct local *l, const struct oomt_ere_node *node,
			u32 from)
{
	u32 i, end, loop;

	for (i = 0; i < node->min && !l->too_large; i++)
		from = build(l, node->child, from);
	if (node->max == U32_MAX) {
		loop = step(l, from, OOMT_NFA_EMPTY);
		end = build(l, node->child, loop);
		local_edge(l, end, OOMT_NFA_EMPTY, loop);
		return loop;
	}
	end = local_node(l);
	for (; i < node->max && !l->too_large; i++) {
		local_edge(l, from, OOMT_NFA_EMPTY, end);
		from = build(l, node->child, from);
	}
	local_edge(l, from, OOMT_NFA_EMPTY, end);
	return end;
}

/* The node behind a match of `index` from `from` on.  Recursion is bounded. */
static u32 build(struct local *l, u32 index, u32 from)
{
	const struct oomt_ere_node *node = &l->ere->node[index];
	u32 child, end, label;

	if (l->failed || l->too_large)
		return from;
	switch (node->kind) {
	case OOMT_ERE_SET:
		label = oomt_nfa_label(l->nfa, node->set);
		l->failed |= label == OOMT_NONE;
		return step(l, from, label);
	case OOMT_ERE_BEGIN:
		return step(l, from, LABEL_BEGIN);
	case OOMT_ERE_END:
		return step(l, from, LABEL_END);
	case OOMT_ERE_CAT:
		for (child = node->child; child;
		     child = l->ere->node[child].next)
			from = build(l, child, from);
		return from;
	case OOMT_ERE_ALT:
		if (!l->ere->node[node->child].next)
			return build(l, node->child, from);
		end = local_node(l);
		for (child = node->child; child;
		     child = l->ere->node[child].next)
			local_edge(l, build(l, child, from), OOMT_NFA_EMPTY,
				   end);
		return end;
	default:
		return build_repeat(l, node, from);
	}
}

/* ---- what can be reached ------------------------------------------------- */

static bool is_byte(u32 label)
{
	return label != OOMT_NFA_EMPTY && label < LABEL_END;
}

static void reach(struct local *l, u32 node, u8 flag)
{
	if (l->flags[node] & flag)
		return;
	l->flags[node] |= flag;
	l->todo[l->todo_count++] = node;
}

/* Forward from the start over nothing and ^, and $ if the string is empty. */
static void reach_begin(struct local *l, u8 flag, bool empty)
{
	u32 node, e;

	reach(l, l->start, flag);
	while (l->todo_count) {
		node = l->todo[--l->todo_count];
		for (e = l->first[node]; e; e = l->edge[e].next)
			if (l->edge[e].label == OOMT_NFA_EMPTY ||
			    l->edge[e].label == LABEL_BEGIN ||
			    (l->edge[e].label == LABEL_END && empty))
				reach(l, l->edge[e].target, flag);
	}
}

/* Backward from the match; `first` is the list of edges by their target. */
static void reach_final(struct local *l, u8 flag, const u32 *first,
			const u32 *next)
{
	u32 node, e;

	reach(l, l->final, flag);
	while (l->todo_count) {
		node = l->todo[--l->todo_count];
		for (e = first[node]; e; e = next[e]) {
			u32 label = l->edge[e].label;

			/* Behind the first byte no ^ holds. */
			if (label == LABEL_BEGIN ||
			    (flag == ENDS && is_byte(label)))
				continue;
			reach(l, l->edge[e].from, flag);
		}
	}
}

static int reach_all(struct local *l)
{
	u32 *first = calloc(l->nodes, sizeof(*first)), e;
	u32 *next = calloc(l->edges + 1, sizeof(*next));

	l->flags = calloc(l->nodes, sizeof(*l->flags));
	l->place = malloc(l->nodes * sizeof(*l->place));
	l->todo = malloc(l->nodes * sizeof(*l->todo));
	if (!first || !next || !l->flags || !l->place || !l->todo) {
		free(first);
		free(next);
		return -ENOMEM;
	}
	for (e = 1; e <= l->edges; e++) {
		next[e] = first[l->edge[e].target];
		first[l->edge[e].target] = e;
	}
	reach_final(l, LIVE, first, next);
	reach_final(l, ENDS, first, next);
	reach_begin(l, BEGINS, false);
	reach_begin(l, BEGUN, true);
	free(first);
	free(next);
	return 0;
}

/* ---- into the field's automaton ------------------------------------------ */

/* The node's place there; its edges follow when `todo` comes to it. */
static u32 place(struct local *l, u32 node)
{
	if (l->flags[node] & PLACED)
		return l->place[node];
	l->place[node] = oomt_nfa_node_add(l->nfa, l->atom);
	l->failed |= l->place[node] == OOMT_NONE;
	l->flags[node] |= PLACED;
	l->todo[l->todo_count++] = node;
	return l->place[node];
}

/* Edges from `at`, which stands for `node`; `bytes`: only those over bytes. */
static void place_edges(struct local *l, u32 node, u32 at, bool bytes)
{
	u32 e, target;

	for (e = l->first[node]; e && !l->failed; e = l->edge[e].next) {
		u32 label = l->edge[e].label;

		if (!is_byte(label) && (bytes || label != OOMT_NFA_EMPTY))
			continue;
		if (!(l->flags[l->edge[e].target] & LIVE))
			continue;
		target = place(l, l->edge[e].target);
		if (!l->failed)
			l->failed |= oomt_nfa_edge_add(l->nfa, at, label,
						       target);
	}
}

static void mark(struct local *l, u32 at, bool all)
{
	if (!l->failed)
		l->failed |= oomt_nfa_mark_add(l->nfa, at, all, l->atom);
}

/* What begins with ^. */
static void place_begin(struct local *l)
{
	u32 node, e;

	for (e = 1; e <= l->edges && l->edge[e].label != LABEL_BEGIN; e++)
		;
	if (e > l->edges)
		return;
	for (node = 0; node < l->nodes; node++)
		if (l->flags[node] & BEGINS)
			place_edges(l, node, 0, true);
	if (l->flags[l->final] & BEGINS)
		mark(l, 0, true);
	else if (l->flags[l->final] & BEGUN)
		mark(l, 0, false);
}

static void place_all(struct local *l)
{
	u32 anywhere = oomt_nfa_anywhere(l->nfa, l->atom), node, at;

	l->failed |= anywhere == OOMT_NONE;
	if (l->failed)
		return;
	if (l->flags[l->start] & LIVE) {
		at = place(l, l->start);
		if (!l->failed)
			l->failed |= oomt_nfa_edge_add(l->nfa, anywhere,
						       OOMT_NFA_EMPTY, at);
	}
	place_begin(l);
	while (l->todo_count && !l->failed) {
		node = l->todo[--l->todo_count];
		at = l->place[node];
		place_edges(l, node, at, false);
		if (node == l->final)
			mark(l, at, true);
		else if (l->flags[node] & ENDS)
			mark(l, at, false);
	}
}

int oomt_nfa_add_ere(struct oomt_nfa *nfa, u32 atom, const char *text,
		     size_t len)
{
	struct local l = { .nfa = nfa, .atom = atom };
	struct oomt_ere ere;
	int err = oomt_ere_parse(&ere, text, len);

	l.ere = &ere;
	if (!err) {
		l.start = local_node(&l);
		l.final = l.failed ? 0 : build(&l, ere.root, l.start);
		err = l.failed ? -ENOMEM : l.too_large ? -E2BIG : 0;
	}
	if (!err)
		err = reach_all(&l);
	if (!err)
		place_all(&l);
	if (!err && l.failed)
		err = -ENOMEM;
	free(l.first);
	free(l.edge);
	free(l.flags);
	free(l.place);
	free(l.todo);
	oomt_ere_exit(&ere);
	/* What is not well-formed was refused before. */
	return err == -EINVAL ? -E2BIG : err;
}

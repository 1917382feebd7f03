// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Subset construction.  A state is the sorted set of nodes that the patterns
 * can be in, plus nodes + a for every atom a that matches whatever follows.
 * Work is done for the bytes that some node of the set names; all others share
 * one `other` move, so a trie costs its edges, not states x 256.
 */
#include <stdlib.h>
#include <string.h>
#include "dfa_build.h"
#include "globs.h"

#define COLUMNS_MAX	256
#define SEVERAL		(1U << 31)
#define NO_STATE	0xffffffffU
#define ROWS_MAX	(2U << 20)	/* before minimizing */
/* Nodes put into sets; a fuzzer, being slow, allows fewer. */
#ifndef WORK_MAX
#define WORK_MAX	(16U << 20)
#endif

/* Nodes reached over one column, or over all that are not named. */
struct move {
	u32 *node;
	u32 count, room;
};

struct subset {
	const struct oomt_nfa *nfa;
	struct oomt_rows *rows;
	struct oomt_intern sets_made;	/* u32[]: the sets of several nodes */
	struct move set_state;		/* [set made]: its state */
	u32 *single;			/* [nodes + atoms]: state of this alone */
	struct move states;		/* node, or SEVERAL + set made */
	u8 byte_of[COLUMNS_MAX];	/* one byte of each column */
	u64 *wide;			/* [set]: bit: covers most columns */
	struct move by[COLUMNS_MAX];	/* over a byte edge */
	bool named[COLUMNS_MAX];	/* columns that a state names */
	u32 name[COLUMNS_MAX], names;	/* the same as a list */
	struct move sets;		/* pairs: label, target */
	struct move all;		/* atoms that are decided */
	struct move next;		/* the set being made */
	u32 *stamp;			/* [nodes + atoms]: in `next` if == turn */
	u32 turn;
	u64 work;
};

static int move_add(struct move *move, u32 node)
{
	if (move->count == move->room) {
		u32 room = move->room ? move->room * 2 : 16;
		u32 *more = realloc(move->node, room * sizeof(*more));

		if (!more)
			return -ENOMEM;
		move->node = more;
		move->room = room;
	}
	move->node[move->count++] = node;
	return 0;
}

/* ---- columns ------------------------------------------------------------- */

/* Splits the columns by a set of bytes. */
static void columns_split(u8 bytemap[256], u32 *columns, const u64 set[4])
{
	u32 inside[COLUMNS_MAX], i;
	bool has_in[COLUMNS_MAX] = { false }, has_out[COLUMNS_MAX] = { false };

	for (i = 0; i < 256; i++) {
		if (oomt_byte_in(set, i))
			has_in[bytemap[i]] = true;
		else
			has_out[bytemap[i]] = true;
	}
	for (i = 0; i < COLUMNS_MAX; i++)
		inside[i] = has_in[i] && has_out[i] ? (*columns)++ : i;
	for (i = 0; i < 256; i++)
		if (oomt_byte_in(set, i))
			bytemap[i] = inside[bytemap[i]];
}

static void columns_make(struct subset *s)
{
	struct oomt_rows *rows = s->rows;
	u64 used[4] = { 0 };
	u32 i;

	memset(rows->bytemap, 0, sizeof(rows->bytemap));
	rows->columns = 1;
	for (i = 1; i < s->nfa->edges; i++) {
		u32 label = s->nfa->edge[i].label;

		if (label < OOMT_NFA_SET)
			used[label >> 6] |= 1ULL << (label & 63);
	}
	for (i = 0; i < 256; i++) {
		u64 one[4] = { 0 };

		if (!oomt_byte_in(used, i))
			continue;
		one[i >> 6] = 1ULL << (i & 63);
		columns_split(rows->bytemap, &rows->columns, one);
	}
	for (i = 0; i < s->nfa->sets.count; i++)
		columns_split(rows->bytemap, &rows->columns,
			      oomt_nfa_set(s->nfa, OOMT_NFA_SET + i));
	for (i = 256; i-- > 0;)
		s->byte_of[rows->bytemap[i]] = i;
}

static bool set_covers(const struct subset *s, u32 label, u32 column)
{
	return oomt_byte_in(oomt_nfa_set(s->nfa, label), s->byte_of[column]);
}

static int wide_make(struct subset *s)
{
	u32 n = s->nfa->sets.count, i, c, covered;

	s->wide = calloc(n / 64 + 1, sizeof(*s->wide));
	if (!s->wide)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		for (c = 0, covered = 0; c < s->rows->columns; c++)
			covered += set_covers(s, OOMT_NFA_SET + i, c);
		if (covered * 2 >= s->rows->columns)
			s->wide[i >> 6] |= 1ULL << (i & 63);
	}
	return 0;
}

static bool is_wide(const struct subset *s, u32 label)
{
	u32 i = label - OOMT_NFA_SET;

	return s->wide[i >> 6] >> (i & 63) & 1;
}

/* ---- sets of nodes ------------------------------------------------------- */

static void next_begin(struct subset *s)
{
	s->turn++;
	s->next.count = 0;
}

/* Adds a node, or nodes + atom, once. */
static int next_add(struct subset *s, u32 node)
{
	if (s->stamp[node] == s->turn)
		return 0;
	s->stamp[node] = s->turn;
	if (++s->work > WORK_MAX)
		return -E2BIG;
	return move_add(&s->next, node);
}

/* What is reached for nothing, and the atoms that are decided here. */
static int next_close(struct subset *s)
{
	const struct oomt_nfa *nfa = s->nfa;
	u32 i, e, m;
	int err = 0;

	for (i = 0; i < s->next.count; i++) {
		u32 node = s->next.node[i];

		if (node >= nfa->nodes)
			continue;
		for (e = nfa->node[node].edge; e && !err; e = nfa->edge[e].next)
			if (nfa->edge[e].label == OOMT_NFA_EMPTY)
				err = next_add(s, nfa->edge[e].target);
		for (m = nfa->node[node].all; m && !err; m = nfa->mark[m].next)
			err = next_add(s, nfa->nodes + nfa->mark[m].atom);
		if (err)
			return err;
	}
	return 0;
}

/* Nodes that serve a decided atom alone have nothing left to say. */
static void next_prune(struct subset *s)
{
	const struct oomt_nfa *nfa = s->nfa;
	u32 i, kept = 0;

	for (i = 0; i < s->next.count; i++) {
		u32 node = s->next.node[i];
		u32 owner = node < nfa->nodes ? nfa->node[node].owner :
						OOMT_NFA_SHARED;

		if (owner < OOMT_NFA_SHARED &&
		    s->stamp[nfa->nodes + owner] == s->turn)
			continue;
		s->next.node[kept++] = node;
	}
	s->next.count = kept;
}

static int compare_u32(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

static int state_add(struct subset *s, u32 what, u32 *state)
{
	*state = s->states.count;
	if (s->states.count == ROWS_MAX)
		return -E2BIG;
	return move_add(&s->states, what);
}

/* Most sets of a trie are one node: they need no search. */
static int state_single(struct subset *s, u32 node, u32 *state)
{
	int err = 0;

	if (s->single[node] == NO_STATE) {
		err = state_add(s, node, state);
		s->single[node] = *state;
	}
	*state = s->single[node];
	return err;
}

/* The state of the set that was made. */
static int next_state(struct subset *s, u32 *state)
{
	int err = next_close(s);
	bool is_new;
	u32 set;

	if (err)
		return err;
	next_prune(s);
	if (s->next.count == 1)
		return state_single(s, s->next.node[0], state);
	qsort(s->next.node, s->next.count, sizeof(u32), compare_u32);
	err = oomt_intern(&s->sets_made, s->next.node,
			  s->next.count * sizeof(u32), &set, &is_new);
	if (!err && is_new)
		err = state_add(s, SEVERAL + set, state);
	if (!err && is_new)
		err = move_add(&s->set_state, *state);
	if (!err)
		*state = s->set_state.node[set];
	return err;
}

/* A copy of a state's nodes: making others moves them. */
static int state_nodes(const struct subset *s, u32 state, struct move *nodes)
{
	u32 what = s->states.node[state], i;
	const u32 *set;
	size_t len;
	int err = 0;

	nodes->count = 0;
	if (what < SEVERAL)
		return move_add(nodes, what);
	set = oomt_intern_bytes(&s->sets_made, what - SEVERAL, &len);
	for (i = 0; i < len / sizeof(*set) && !err; i++)
		err = move_add(nodes, set[i]);
	return err;
}

/* ---- a row --------------------------------------------------------------- */

static void column_name(struct subset *s, u32 column)
{
	if (s->named[column])
		return;
	s->named[column] = true;
	s->name[s->names++] = column;
}

/* Sorts the edges of a state's nodes: by column, sets, decided atoms. */
static int row_gather(struct subset *s, const u32 *node, u32 count)
{
	const struct oomt_nfa *nfa = s->nfa;
	u32 i, e, c;
	int err = 0;

	while (s->names) {
		c = s->name[--s->names];
		s->named[c] = false;
		s->by[c].count = 0;
	}
	s->sets.count = 0;
	s->all.count = 0;
	for (i = 0; i < count && !err; i++) {
		if (node[i] >= nfa->nodes) {
			err = move_add(&s->all, node[i]);
			continue;
		}
		for (e = nfa->node[node[i]].edge; e && !err;
		     e = nfa->edge[e].next) {
			u32 label = nfa->edge[e].label;

			if (label == OOMT_NFA_EMPTY)
				continue;
			if (label < OOMT_NFA_SET) {
				c = s->rows->bytemap[label];
				column_name(s, c);
				err = move_add(&s->by[c], nfa->edge[e].target);
				continue;
			}
			err = move_add(&s->sets, label);
			if (!err)
				err = move_add(&s->sets, nfa->edge[e].target);
		}
	}
	return err;
}

/* Columns that some set treats unlike the bulk of it. */
static void row_name_sets(struct subset *s)
{
	u32 i, c;

	for (i = 0; i < s->sets.count; i += 2) {
		u32 label = s->sets.node[i];
		bool wide = is_wide(s, label);

		if (i && label == s->sets.node[i - 2])
			continue;
		for (c = 0; c < s->rows->columns; c++)
			if (set_covers(s, label, c) != wide)
				column_name(s, c);
	}
}

/* The state behind one column, or (column < 0) behind all unnamed ones. */
static int row_target(struct subset *s, int column, u32 *state)
{
	u32 i;
	int err = 0;

	next_begin(s);
	for (i = 0; column >= 0 && i < s->by[column].count && !err; i++)
		err = next_add(s, s->by[column].node[i]);
	for (i = 0; i < s->sets.count && !err; i += 2) {
		u32 label = s->sets.node[i];

		if (column < 0 ? is_wide(s, label) :
				 set_covers(s, label, column))
			err = next_add(s, s->sets.node[i + 1]);
	}
	for (i = 0; i < s->all.count && !err; i++)
		err = next_add(s, s->all.node[i]);
	return err ? err : next_state(s, state);
}

/* The class: atoms that accept here. */
static int row_class(struct subset *s, const u32 *node, u32 count, u32 *cls)
{
	const struct oomt_nfa *nfa = s->nfa;
	u32 i, m, kept = 0;
	int err = 0;

	next_begin(s);
	for (i = 0; i < count && !err; i++) {
		if (node[i] >= nfa->nodes) {
			err = next_add(s, node[i]);
			continue;
		}
		for (m = nfa->node[node[i]].accept; m && !err;
		     m = nfa->mark[m].next)
			err = next_add(s, nfa->nodes + nfa->mark[m].atom);
	}
	if (err)
		return err;
	for (i = 0; i < s->next.count; i++)
		s->next.node[kept++] = s->next.node[i] - nfa->nodes;
	if (kept > 1)
		qsort(s->next.node, kept, sizeof(u32), compare_u32);
	return oomt_intern(&s->rows->classes, s->next.node,
			   kept * sizeof(u32), cls, NULL);
}

static int row_make(struct subset *s, const u32 *node, u32 count)
{
	struct oomt_row_edge edge[COLUMNS_MAX];
	u32 other, cls, edges;
	int err;

	err = row_class(s, node, count, &cls);
	if (!err)
		err = row_gather(s, node, count);
	if (err)
		return err;
	row_name_sets(s);
	if (s->names > 1)
		qsort(s->name, s->names, sizeof(*s->name), compare_u32);
	err = row_target(s, -1, &other);
	for (edges = 0; edges < s->names && !err; edges++) {
		edge[edges].column = s->name[edges];
		err = row_target(s, s->name[edges], &edge[edges].next);
	}
	return err ? err : oomt_rows_add(s->rows, edge, edges, other, cls);
}

static int subset_run(struct subset *s)
{
	struct move nodes = { 0 };
	u32 start, i;
	int err;

	columns_make(s);
	err = wide_make(s);
	if (err)
		return err;
	next_begin(s);
	err = next_add(s, 0);
	if (!err)
		err = next_state(s, &start);
	for (i = 0; i < s->states.count && !err; i++) {
		err = state_nodes(s, i, &nodes);
		if (!err)
			err = row_make(s, nodes.node, nodes.count);
	}
	free(nodes.node);
	return err;
}

static void subset_free(struct subset *s)
{
	u32 i;

	for (i = 0; i < COLUMNS_MAX; i++)
		free(s->by[i].node);
	free(s->sets.node);
	free(s->all.node);
	free(s->next.node);
	free(s->states.node);
	free(s->set_state.node);
	free(s->stamp);
	free(s->single);
	free(s->wide);
	oomt_intern_exit(&s->sets_made);
	free(s);
}

/* One more than any atom; one that matches nothing has nodes, but no mark. */
static u32 atoms_of(const struct oomt_nfa *nfa)
{
	u32 atoms = 0, i;

	for (i = 1; i < nfa->marks; i++)
		if (nfa->mark[i].atom >= atoms)
			atoms = nfa->mark[i].atom + 1;
	for (i = 0; i < nfa->nodes; i++)
		if (nfa->node[i].owner < OOMT_NFA_SHARED &&
		    nfa->node[i].owner >= atoms)
			atoms = nfa->node[i].owner + 1;
	return atoms;
}

int oomt_determinize(const struct oomt_nfa *nfa, struct oomt_rows *rows)
{
	struct subset *s = calloc(1, sizeof(*s));
	int err = -ENOMEM;
	size_t ids;

	memset(rows, 0, sizeof(*rows));
	if (!s)
		return -ENOMEM;
	s->nfa = nfa;
	s->rows = rows;
	ids = (size_t)nfa->nodes + atoms_of(nfa);
	s->stamp = calloc(ids, sizeof(*s->stamp));
	s->single = malloc(ids * sizeof(*s->single));
	if (s->stamp && s->single) {
		memset(s->single, 0xff, ids * sizeof(*s->single));
		err = ids < SEVERAL ? subset_run(s) : -E2BIG;
	}
	subset_free(s);
	return err;
}

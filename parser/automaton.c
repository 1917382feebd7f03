// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Packing an automaton into the image.  The rows of edges are laid over one
 * another (row displacement), so that no two take the same place:
 *
 *	row 1	. a . b . .		 base 0
 *	row 2	    c . d . e .	 base 2
 *	edges	. a c b d . e . .	 check says whose each one is
 *
 * Called by linearize.c.
 */
#include <stdlib.h>
#include <string.h>
#include "automaton.h"
#include "dfa_build.h"

struct pack {
	const struct oomt_rows *rows;
	struct oomt_edge *edge;
	u32 *free_from;		/* [room + 1]: a free place >= i, see find */
	u32 room;		/* places known to free_from */
	u32 end;		/* highest base + columns so far */
	u32 hint;		/* rows of as many edges fit only behind it */
	u32 hint_edges;
	u32 *base;		/* [rows] */
};

/* ---- free places --------------------------------------------------------- */

static int pack_grow(struct pack *pack, u32 want)
{
	u32 room = pack->room ? pack->room : 1024, i;
	struct oomt_edge *edge;
	u32 *from;

	if (want <= pack->room)
		return 0;
	while (room < want)
		room *= 2;
	edge = realloc(pack->edge, room * sizeof(*edge));
	if (edge)
		pack->edge = edge;
	from = realloc(pack->free_from, ((size_t)room + 1) * sizeof(*from));
	if (from)
		pack->free_from = from;
	if (!edge || !from)
		return -ENOMEM;
	for (i = pack->room; i < room; i++) {
		edge[i].check = OOMT_NONE;
		edge[i].next = 0;
		from[i] = i;
	}
	from[room] = room;
	pack->room = room;
	return 0;
}

/* The first free place from `at` on; each search shortens the next. */
static u32 free_find(struct pack *pack, u32 at)
{
	u32 found = at, next;

	if (at >= pack->room)
		return at;
	while (found < pack->room && pack->free_from[found] != found)
		found = pack->free_from[found];
	while (at != found && at < pack->room) {
		next = pack->free_from[at];
		pack->free_from[at] = found;
		at = next;
	}
	return found;
}

/* ---- rows ---------------------------------------------------------------- */

static bool row_fits(const struct pack *pack, const struct oomt_row *row,
		     u32 base)
{
	u32 i;

	for (i = 0; i < row->edges; i++) {
		u32 at = base + pack->rows->edge[row->edge + i].column;

		if (at < pack->room && pack->edge[at].check != OOMT_NONE)
			return false;
	}
	return true;
}

/*
 * A base at which no edge of the row meets another one.  Rows come by their
 * number of edges, most first; those of one number go through the places once,
 * and leave the gaps to the smaller ones.
 */
static u32 base_find(struct pack *pack, const struct oomt_row *row)
{
	u32 column = pack->rows->edge[row->edge].column, at;

	if (pack->hint_edges != row->edges) {
		pack->hint_edges = row->edges;
		pack->hint = 0;
	}
	at = pack->hint > column ? pack->hint : column;
	while (at < pack->room) {
		at = free_find(pack, at);
		if (row_fits(pack, row, at - column))
			break;
		at++;
	}
	pack->hint = at;
	return at - column;
}

static int row_place(struct pack *pack, u32 state)
{
	const struct oomt_row *row = &pack->rows->row[state];
	u32 base, i;

	if (!row->edges) {
		pack->base[state] = 0;
		return 0;
	}
	base = base_find(pack, row);
	if (pack_grow(pack, base + pack->rows->columns))
		return -ENOMEM;
	for (i = 0; i < row->edges; i++) {
		const struct oomt_row_edge *edge =
			&pack->rows->edge[row->edge + i];
		u32 at = base + edge->column;

		pack->edge[at].check = state;
		pack->edge[at].next = edge->next;
		pack->free_from[at] = at + 1;
	}
	pack->base[state] = base;
	if (base + pack->rows->columns > pack->end)
		pack->end = base + pack->rows->columns;
	return 0;
}

/* States by their number of edges, most first: large rows need room. */
static u32 *states_by_edges(const struct oomt_rows *rows)
{
	u32 *order = malloc(((size_t)rows->rows + 1) * sizeof(*order));
	u32 from[258] = { 0 }, i;

	if (!order)
		return NULL;
	for (i = 0; i < rows->rows; i++)
		from[257 - rows->row[i].edges]++;
	for (i = 1; i < 258; i++)
		from[i] += from[i - 1];
	/* from[k] is now the end of its group; filled from behind. */
	for (i = rows->rows; i-- > 0;)
		order[--from[257 - rows->row[i].edges]] = i;
	return order;
}

static int pack_run(struct pack *pack)
{
	const struct oomt_rows *rows = pack->rows;
	u32 *order = states_by_edges(rows), i;
	int err = 0;

	pack->base = malloc(((size_t)rows->rows + 1) * sizeof(*pack->base));
	if (!order || !pack->base)
		err = -ENOMEM;
	/* Also a state without edges looks at base + column. */
	if (!err)
		err = pack_grow(pack, rows->columns);
	pack->end = rows->columns;
	for (i = 0; !err && i < rows->rows; i++)
		err = row_place(pack, order[i]);
	free(order);
	return err;
}

/* ---- to the image -------------------------------------------------------- */

static int classes_add(struct oomt_image_out *out,
		       const struct oomt_rows *rows)
{
	u32 *first, *members, i;
	size_t len;

	first = oomt_image_add_CLASSES(out, rows->classes.count + 1);
	if (!first)
		return -ENOMEM;
	for (i = 0; i < rows->classes.count; i++) {
		const void *atoms = oomt_intern_bytes(&rows->classes, i, &len);

		first[i] = out->MEMBERS_count;
		members = oomt_image_add_MEMBERS(out, len / sizeof(u32));
		if (!members)
			return -ENOMEM;
		memcpy(members, atoms, len);
	}
	first[i] = out->MEMBERS_count;
	return 0;
}

static int rows_add(struct oomt_image_out *out, const struct pack *pack)
{
	const struct oomt_rows *rows = pack->rows;
	struct oomt_state_row *state;
	struct oomt_edge *edge;
	u8 *bytemap;
	u32 i;

	state = oomt_image_add_STATES(out, rows->rows);
	edge = oomt_image_add_EDGES(out, pack->end);
	bytemap = oomt_image_add_BYTEMAPS(out, 256);
	if (!state || !edge || !bytemap)
		return -ENOMEM;
	for (i = 0; i < rows->rows; i++) {
		state[i].base = pack->base[i];
		state[i].other = rows->row[i].other;
		state[i].cls = rows->row[i].cls;
	}
	memcpy(edge, pack->edge, pack->end * sizeof(*edge));
	memcpy(bytemap, rows->bytemap, 256);
	return 0;
}

static int automaton_write(struct oomt_image_out *out, unsigned int field,
			   const struct oomt_rows *rows)
{
	struct pack pack = { .rows = rows };
	struct oomt_dfa dfa = {
		.field = field,
		.state = out->STATES_count,
		.states = rows->rows,
		.edge = out->EDGES_count,
		.cls = out->CLASSES_count,
		.classes = rows->classes.count,
		.bytemap = out->BYTEMAPS_count,
		.columns = rows->columns,
	};
	struct oomt_dfa *place;
	int err = pack_run(&pack);

	dfa.edges = pack.end;
	if (!err)
		err = rows_add(out, &pack);
	if (!err)
		err = classes_add(out, rows);
	place = err ? NULL : oomt_image_add_DFAS(out, 1);
	if (place)
		*place = dfa;
	free(pack.edge);
	free(pack.free_from);
	free(pack.base);
	return place ? 0 : -ENOMEM;
}

int oomt_automaton_add(struct oomt_image_out *out, unsigned int field,
		       const struct oomt_nfa *nfa)
{
	struct oomt_rows rows;
	int err;

	err = oomt_determinize(nfa, &rows);
	if (!err)
		err = oomt_minimize(&rows);
	if (!err && rows.rows > OOMT_STATES_MAX)
		err = -E2BIG;
	if (!err)
		err = automaton_write(out, field, &rows);
	oomt_rows_exit(&rows);
	return err;
}

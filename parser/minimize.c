// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Fewer states.  Two passes, both by giving equal rows equal numbers:
 *
 *	fold	from the leaves up: a state whose targets are all known is
 *		equal to another with the same row.  Linear, and all there is
 *		to do for tries; it leaves what lies on circles.
 *	refine	all states of one class are equal until a row tells them apart
 *		(Moore), as long as something splits.  For what fold leaves, if
 *		that is not too much: an automaton that is not minimal is
 *		larger, not wrong.
 */
#include <stdlib.h>
#include <string.h>
#include "dfa_build.h"

#define REFINE_ROWS_MAX		20000
#define REFINE_ROUNDS_MAX	2000

#define UNKNOWN			0xffffffffU
#define SELF			0xfffffffeU

/* ---- rows ---------------------------------------------------------------- */

void oomt_rows_exit(struct oomt_rows *rows)
{
	free(rows->row);
	free(rows->edge);
	oomt_intern_exit(&rows->classes);
	memset(rows, 0, sizeof(*rows));
}

static int rows_room(struct oomt_rows *rows, u32 edges)
{
	if (rows->rows == rows->row_room) {
		u32 room = rows->row_room ? rows->row_room * 2 : 64;
		struct oomt_row *more = realloc(rows->row,
						room * sizeof(*more));

		if (!more)
			return -ENOMEM;
		rows->row = more;
		rows->row_room = room;
	}
	if (rows->edges + edges > rows->edge_room) {
		u32 room = (rows->edges + edges) * 2 + 64;
		struct oomt_row_edge *more = realloc(rows->edge,
						     room * sizeof(*more));

		if (!more)
			return -ENOMEM;
		rows->edge = more;
		rows->edge_room = room;
	}
	return 0;
}

/* The target of most columns; of equals the smallest. */
static u32 row_bulk(const struct oomt_row_edge *edge, u32 edges, u32 other,
		    u32 columns)
{
	u32 i, j, best = other, best_count = columns - edges;

	for (i = 0; i < edges; i++)
		best_count += edge[i].next == other;
	/* Usually nothing can outnumber it. */
	if (best_count * 2 > columns)
		return other;
	for (i = 0; i < edges; i++) {
		u32 count = 0;

		for (j = 0; j < edges; j++)
			count += edge[j].next == edge[i].next;
		if (edge[i].next != other &&
		    (count > best_count ||
		     (count == best_count && edge[i].next < best))) {
			best = edge[i].next;
			best_count = count;
		}
	}
	return best;
}

/*
 * Writes the row with `bulk` as its other target to out, which has room for
 * every column; answers its edges.
 */
static u32 row_turn(const struct oomt_row_edge *edge, u32 edges, u32 other,
		    u32 bulk, u32 columns, struct oomt_row_edge *out)
{
	u32 c, i = 0, n = 0;

	for (; bulk == other && i < edges; i++)
		if (edge[i].next != bulk)
			out[n++] = edge[i];
	if (bulk == other)
		return n;
	for (c = 0; c < columns; c++) {
		u32 next = other;

		if (i < edges && edge[i].column == c)
			next = edge[i++].next;
		if (next == bulk)
			continue;
		out[n].column = c;
		out[n++].next = next;
	}
	return n;
}

int oomt_rows_add(struct oomt_rows *rows, const struct oomt_row_edge *edge,
		  u32 edges, u32 other, u32 cls)
{
	u32 bulk = row_bulk(edge, edges, other, rows->columns);
	struct oomt_row *row;

	if (rows_room(rows, rows->columns))
		return -ENOMEM;
	row = &rows->row[rows->rows++];
	row->edge = rows->edges;
	row->edges = row_turn(edge, edges, other, bulk, rows->columns,
			      rows->edge + rows->edges);
	row->other = bulk;
	row->cls = cls;
	rows->edges += row->edges;
	return 0;
}

/* ---- renumbering --------------------------------------------------------- */

/* A row as a key: class, other, then the edges; targets as `number` says. */
static u32 row_key(const struct oomt_rows *rows, u32 at, const u32 *number,
		   bool self, u32 *key)
{
	const struct oomt_row *row = &rows->row[at];
	struct oomt_row_edge edge[256], turned[256];
	u32 other, bulk, n, i;

	for (i = 0; i < row->edges; i++) {
		u32 next = rows->edge[row->edge + i].next;

		edge[i].column = rows->edge[row->edge + i].column;
		edge[i].next = self && next == at ? SELF : number[next];
	}
	other = self && row->other == at ? SELF : number[row->other];
	bulk = row_bulk(edge, row->edges, other, rows->columns);
	n = row_turn(edge, row->edges, other, bulk, rows->columns, turned);
	key[0] = bulk;
	memcpy(key + 1, turned, n * sizeof(*turned));
	return 1 + 2 * n;
}

#define KEY_MAX	(2 + 2 * 256)

/*
 * Keeps one row per number: number[i] is the new number of row i, the start's
 * must be 0, and every number below `count` occurs.
 */
static int rows_renumber(struct oomt_rows *rows, const u32 *number, u32 count)
{
	struct oomt_rows fewer = { .columns = rows->columns };
	struct oomt_row_edge edge[256];
	u32 *first = malloc(((size_t)count + 1) * sizeof(*first)), i, n;
	int err = first ? 0 : -ENOMEM;

	for (i = rows->rows; first && i-- > 0;)
		first[number[i]] = i;
	for (n = 0; n < count && !err; n++) {
		const struct oomt_row *row = &rows->row[first[n]];

		for (i = 0; i < row->edges; i++) {
			edge[i] = rows->edge[row->edge + i];
			edge[i].next = number[edge[i].next];
		}
		err = oomt_rows_add(&fewer, edge, row->edges,
				    number[row->other], row->cls);
	}
	free(first);
	if (err) {
		free(fewer.row);
		free(fewer.edge);
		return err;
	}
	free(rows->row);
	free(rows->edge);
	rows->row = fewer.row;
	rows->edge = fewer.edge;
	rows->rows = fewer.rows;
	rows->edges = fewer.edges;
	rows->row_room = fewer.row_room;
	rows->edge_room = fewer.edge_room;
	return 0;
}

/*
 * Numbers in the order of first use from the start, so that the start is 0 and
 * equal automata look equal.
 */
static int numbers_order(struct oomt_rows *rows, u32 *number, u32 count)
{
	u32 *place = malloc(((size_t)count + 1) * sizeof(*place)), n = 0, i;

	if (!place)
		return -ENOMEM;
	memset(place, 0xff, ((size_t)count + 1) * sizeof(*place));
	for (i = 0; i < rows->rows; i++) {
		if (place[number[i]] == UNKNOWN)
			place[number[i]] = n++;
		number[i] = place[number[i]];
	}
	free(place);
	return 0;
}

/* ---- fold ---------------------------------------------------------------- */

struct fold {
	struct oomt_rows *rows;
	u32 *number;		/* [rows]: UNKNOWN until folded */
	u32 *waits;		/* [rows]: targets not folded yet */
	u32 *user, *user_at;	/* who waits for whom: users of i are
				 * user[user_at[i] .. user_at[i + 1]) */
	u32 *ready, ready_count;
	struct oomt_intern keys;
	u32 numbers;
};

/* Every target of a row but itself, with repetitions. */
static void users_count(struct fold *f, bool fill)
{
	const struct oomt_rows *rows = f->rows;
	u32 i, e;

	for (i = 0; i < rows->rows; i++) {
		const struct oomt_row *row = &rows->row[i];

		for (e = 0; e <= row->edges; e++) {
			u32 to = e < row->edges ?
				 rows->edge[row->edge + e].next : row->other;

			if (to == i)
				continue;
			if (fill)
				f->user[--f->user_at[to]] = i;
			else
				f->user_at[to]++;
			f->waits[i] += !fill;
		}
	}
}

static int fold_prepare(struct fold *f)
{
	u32 n = f->rows->rows, i;

	f->number = malloc(n * sizeof(u32));
	f->waits = calloc(n, sizeof(u32));
	f->user_at = calloc((size_t)n + 1, sizeof(u32));
	f->ready = malloc(n * sizeof(u32));
	if (!f->number || !f->waits || !f->user_at || !f->ready)
		return -ENOMEM;
	memset(f->number, 0xff, n * sizeof(u32));
	users_count(f, false);
	for (i = 1; i <= n; i++)
		f->user_at[i] += f->user_at[i - 1];
	f->user = malloc(((size_t)f->user_at[n] + 1) * sizeof(u32));
	if (!f->user)
		return -ENOMEM;
	users_count(f, true);
	for (i = 0; i < n; i++)
		if (!f->waits[i])
			f->ready[f->ready_count++] = i;
	return 0;
}

static int fold_run(struct fold *f)
{
	u32 key[KEY_MAX], i, j, len;
	bool is_new;

	for (i = 0; i < f->ready_count; i++) {
		u32 at = f->ready[i];

		key[0] = f->rows->row[at].cls;
		len = row_key(f->rows, at, f->number, true, key + 1) + 1;
		if (oomt_intern(&f->keys, key, len * sizeof(*key),
				&f->number[at], &is_new))
			return -ENOMEM;
		f->numbers += is_new;
		for (j = f->user_at[at]; j < f->user_at[at + 1]; j++)
			if (!--f->waits[f->user[j]])
				f->ready[f->ready_count++] = f->user[j];
	}
	/* What lies on a circle stays as it is. */
	for (i = 0; i < f->rows->rows; i++)
		if (f->number[i] == UNKNOWN)
			f->number[i] = f->numbers++;
	return 0;
}

static int rows_fold(struct oomt_rows *rows)
{
	struct fold f = { .rows = rows };
	int err = fold_prepare(&f);

	if (!err)
		err = fold_run(&f);
	if (!err)
		err = numbers_order(rows, f.number, f.numbers);
	if (!err)
		err = rows_renumber(rows, f.number, f.numbers);
	free(f.number);
	free(f.waits);
	free(f.user);
	free(f.user_at);
	free(f.ready);
	oomt_intern_exit(&f.keys);
	return err;
}

/* ---- refine -------------------------------------------------------------- */

/* One round: new[i] by the old number of i and of all its targets. */
static int refine_round(const struct oomt_rows *rows, const u32 *old, u32 *new,
			u32 *count)
{
	struct oomt_intern keys = { 0 };
	u32 key[KEY_MAX], i, len;
	int err = 0;

	for (i = 0; i < rows->rows && !err; i++) {
		key[0] = old[i];
		len = row_key(rows, i, old, false, key + 1) + 1;
		err = oomt_intern(&keys, key, len * sizeof(*key), &new[i],
				  NULL);
	}
	*count = keys.count;
	oomt_intern_exit(&keys);
	return err;
}

static int rows_refine(struct oomt_rows *rows)
{
	u32 n = rows->rows, count = 0, before, rounds, i;
	u32 *old = malloc(n * sizeof(u32)), *new = malloc(n * sizeof(u32));
	u32 *swap;
	int err = old && new ? 0 : -ENOMEM;

	for (i = 0; !err && i < n; i++)
		old[i] = rows->row[i].cls;
	for (rounds = 0; !err && rounds < REFINE_ROUNDS_MAX; rounds++) {
		before = count;
		err = refine_round(rows, old, new, &count);
		swap = old;
		old = new;
		new = swap;
		if (!err && count == before)
			break;
	}
	if (!err && rounds < REFINE_ROUNDS_MAX) {
		err = numbers_order(rows, old, count);
		if (!err)
			err = rows_renumber(rows, old, count);
	}
	free(old);
	free(new);
	return err;
}

int oomt_minimize(struct oomt_rows *rows)
{
	int err = rows_fold(rows);

	if (!err && rows->rows <= REFINE_ROWS_MAX)
		err = rows_refine(rows);
	return err;
}

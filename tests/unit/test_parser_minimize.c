// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Minimizing: random automata keep their language, and of what is left any two
 * states are told apart by some string.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "dfa_build.h"

#define STATES	12
#define COLUMNS	3

static unsigned int seed;

static u32 target(const struct oomt_rows *rows, u32 state, u32 column)
{
	const struct oomt_row *row = &rows->row[state];
	u32 i;

	for (i = 0; i < row->edges; i++)
		if (rows->edge[row->edge + i].column == column)
			return rows->edge[row->edge + i].next;
	return row->other;
}

static void rows_draw(struct oomt_rows *rows)
{
	struct oomt_row_edge edge[COLUMNS];
	u32 s, c, n, cls;

	memset(rows, 0, sizeof(*rows));
	rows->columns = COLUMNS;
	/* Two classes: nothing, and atom 0. */
	oomt_intern(&rows->classes, "", 0, &cls, NULL);
	oomt_intern(&rows->classes, "\0\0\0", 4, &cls, NULL);
	for (s = 0; s < STATES; s++) {
		for (n = 0, c = 0; c < COLUMNS; c++) {
			if (rand_r(&seed) % 2)
				continue;
			edge[n].column = c;
			edge[n++].next = rand_r(&seed) % STATES;
		}
		cr_assert_eq(oomt_rows_add(rows, edge, n,
					   rand_r(&seed) % STATES,
					   rand_r(&seed) % 3 == 0), 0);
	}
}

static u32 run(const struct oomt_rows *rows, const u8 *string, u32 len)
{
	u32 state = 0, i;

	for (i = 0; i < len; i++)
		state = target(rows, state, string[i]);
	return rows->row[state].cls;
}

/* By brute force: marks pairs until no more can be told apart. */
static bool all_differ(const struct oomt_rows *rows)
{
	static bool differ[STATES][STATES];
	bool more = true;
	u32 a, b, c;

	for (a = 0; a < rows->rows; a++)
		for (b = 0; b < rows->rows; b++)
			differ[a][b] = rows->row[a].cls != rows->row[b].cls;
	while (more) {
		more = false;
		for (a = 0; a < rows->rows; a++)
			for (b = 0; b < rows->rows; b++)
				for (c = 0; c < COLUMNS && !differ[a][b]; c++)
					if (differ[target(rows, a, c)]
						  [target(rows, b, c)])
						differ[a][b] = more = true;
	}
	for (a = 0; a < rows->rows; a++)
		for (b = 0; b < a; b++)
			if (!differ[a][b])
				return false;
	return true;
}

Test(parser_minimize, random)
{
	u8 string[8];
	u32 round, i, j, len;

	seed = time(NULL);
	fprintf(stderr, "# seed %u\n", seed);
	for (round = 0; round < 500; round++) {
		struct oomt_rows rows, before;
		unsigned int again = seed;

		rows_draw(&rows);
		seed = again;
		rows_draw(&before);
		cr_assert_eq(oomt_minimize(&rows), 0);
		cr_assert(all_differ(&rows), "round %u", round);
		for (i = 0; i < 60; i++) {
			len = rand_r(&seed) % 8;
			for (j = 0; j < len; j++)
				string[j] = rand_r(&seed) % COLUMNS;
			cr_assert_eq(run(&rows, string, len),
				     run(&before, string, len));
		}
		oomt_rows_exit(&rows);
		oomt_rows_exit(&before);
	}
}

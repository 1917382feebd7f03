/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * How things look: sizes for people, colours on a terminal only, aligned
 * tables, bars, and texts of strangers made harmless.  Every text that a
 * process chose itself goes through oomt_escape().
 */
#ifndef OOMT_OOMCTL_OUTPUT_H
#define OOMT_OOMCTL_OUTPUT_H

#include <stdio.h>
#include "compat.h"

enum oomt_style {
	OOMT_PLAIN,
	OOMT_BOLD,
	OOMT_DIM,
	OOMT_RED,
	OOMT_GREEN,
	OOMT_YELLOW,
	OOMT_STYLES
};

/* Where output goes and what it can show. */
struct oomt_out {
	FILE *to;
	bool colour;		/* a terminal, and NO_COLOR is not set */
	bool unicode;		/* the locale is UTF-8 */
};

void oomt_out_init(struct oomt_out *out, FILE *to);

/* Switches to a style (OOMT_PLAIN: back); nothing without colour. */
void oomt_out_style(const struct oomt_out *out, enum oomt_style style);
__attribute__((format(printf, 3, 4)))
void oomt_out_styled(const struct oomt_out *out, enum oomt_style style,
		     const char *fmt, ...);

#define OOMT_HUMAN_LEN	24

/* "5.2G", "300M", "0"; three digits at most before the point. */
void oomt_human_size(s64 bytes, char text[OOMT_HUMAN_LEN]);
/* "21 ms", "3.2 s", "12 us". */
void oomt_human_time(u64 ns, char text[OOMT_HUMAN_LEN]);

/*
 * Copies text[0..len) with control characters, backslashes and what is not
 * valid in the locale as \xHH (and \n, \t, \\).  Never writes more than `size`
 * bytes, the NUL included; cuts whole characters.  Returns the columns taken.
 */
size_t oomt_escape(char *to, size_t size, const char *text, size_t len);
/* The columns that an escaped text takes. */
size_t oomt_columns(const char *text);

/* A bar of `width` columns, `part` of `whole` filled. */
#define OOMT_BAR_LEN	160
void oomt_bar(const struct oomt_out *out, char text[OOMT_BAR_LEN], s64 part,
	      s64 whole, unsigned int width);

/* ---- tables -------------------------------------------------------------- */

#define OOMT_GRID_COLUMNS	12

/* Rows of texts, printed with every column as wide as it needs to be. */
struct oomt_grid {
	unsigned int columns;
	u32 right;			/* bit: align this column right */
	char **cell;			/* rows x columns, owned */
	enum oomt_style *style;		/* per row */
	unsigned int rows, capacity;
	bool failed;			/* out of memory: a row is missing */
};

void oomt_grid_init(struct oomt_grid *grid, unsigned int columns, u32 right);
void oomt_grid_exit(struct oomt_grid *grid);
/* Begins a row; its cells are empty. */
void oomt_grid_row(struct oomt_grid *grid, enum oomt_style style);
/* Sets a cell of the last row. */
__attribute__((format(printf, 3, 4)))
void oomt_grid_set(struct oomt_grid *grid, unsigned int column,
		   const char *fmt, ...);
void oomt_grid_print(const struct oomt_grid *grid,
		     const struct oomt_out *out, unsigned int indent);

#endif /* OOMT_OOMCTL_OUTPUT_H */

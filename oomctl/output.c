// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* How things look; see output.h.  Depends on the locale of main(). */
#include <langinfo.h>
#include <stdarg.h>
#include <unistd.h>
#include <wchar.h>
#include "output.h"

void oomt_out_init(struct oomt_out *out, FILE *to)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	out->to = to;
	out->colour = isatty(fileno(to)) && (!no_color || !*no_color) &&
		      (!term || strcmp(term, "dumb"));
	out->unicode = !strcmp(nl_langinfo(CODESET), "UTF-8");
}

void oomt_out_style(const struct oomt_out *out, enum oomt_style style)
{
	static const char *const codes[OOMT_STYLES] = {
		[OOMT_PLAIN] = "0", [OOMT_BOLD] = "1", [OOMT_DIM] = "2",
		[OOMT_RED] = "31", [OOMT_GREEN] = "32", [OOMT_YELLOW] = "33",
	};

	if (out->colour)
		fprintf(out->to, "\033[%sm", codes[style]);
}

void oomt_out_styled(const struct oomt_out *out, enum oomt_style style,
		     const char *fmt, ...)
{
	va_list args;

	oomt_out_style(out, style);
	va_start(args, fmt);
	vfprintf(out->to, fmt, args);
	va_end(args);
	oomt_out_style(out, OOMT_PLAIN);
}

/* One decimal below ten, none above: "5.2G", "12G", "1023M". */
void oomt_human_size(s64 bytes, char text[OOMT_HUMAN_LEN])
{
	static const char units[] = "KMGTPE";
	u64 value = bytes < 0 ? -(u64)bytes : (u64)bytes;
	const char *sign = bytes < 0 ? "-" : "";
	unsigned int unit = 0;
	u64 rest;

	if (value < 1024) {
		snprintf(text, OOMT_HUMAN_LEN, "%s%llu", sign,
			 (unsigned long long)value);
		return;
	}
	/* Whole units of 1024 and tenths of them, rounded down. */
	while (value >> 20 && units[unit + 1]) {
		value >>= 10;
		unit++;
	}
	rest = (value & 1023) * 10 / 1024;
	value >>= 10;
	if (value < 10 && rest)
		snprintf(text, OOMT_HUMAN_LEN, "%s%llu.%llu%c", sign,
			 (unsigned long long)value, (unsigned long long)rest,
			 units[unit]);
	else
		snprintf(text, OOMT_HUMAN_LEN, "%s%llu%c", sign,
			 (unsigned long long)value, units[unit]);
}

void oomt_human_time(u64 ns, char text[OOMT_HUMAN_LEN])
{
	static const struct {
		u64 factor;
		const char *name;
	} units[] = {
		{ 1000000000, "s" }, { 1000000, "ms" }, { 1000, "us" },
		{ 1, "ns" },
	};
	unsigned int i = 0;
	u64 whole, tenth;

	while (i + 1 < ARRAY_SIZE(units) && ns < units[i].factor)
		i++;
	whole = ns / units[i].factor;
	tenth = ns % units[i].factor * 10 / units[i].factor;
	if (whole < 10 && tenth)
		snprintf(text, OOMT_HUMAN_LEN, "%llu.%llu %s",
			 (unsigned long long)whole, (unsigned long long)tenth,
			 units[i].name);
	else
		snprintf(text, OOMT_HUMAN_LEN, "%llu %s",
			 (unsigned long long)whole, units[i].name);
}

/* One character of a text: its bytes and columns; 0: not to be shown. */
static size_t printable(const char *text, size_t len, int *columns)
{
	mbstate_t state = { 0 };
	wchar_t wide;
	size_t bytes = mbrtowc(&wide, text, len, &state);

	if (bytes == 0 || bytes > len)		/* also (size_t)-1 and -2 */
		return 0;
	*columns = wcwidth(wide);
	return *columns > 0 ? bytes : 0;
}

size_t oomt_escape(char *to, size_t size, const char *text, size_t len)
{
	size_t at = 0, used = 0, total = 0;

	while (at < len && size) {
		char piece[8];
		size_t bytes, taken = 1;
		int columns;

		bytes = printable(text + at, len - at, &columns);
		if (bytes == 1 && text[at] == '\\')
			columns = bytes = sprintf(piece, "\\\\");
		else if (bytes && bytes < sizeof(piece))
			memcpy(piece, text + at, taken = bytes);
		else if (text[at] == '\n')
			columns = bytes = sprintf(piece, "\\n");
		else if (text[at] == '\t')
			columns = bytes = sprintf(piece, "\\t");
		else
			columns = bytes = sprintf(piece, "\\x%02x",
						  (unsigned char)text[at]);
		if (used + bytes >= size)
			break;
		memcpy(to + used, piece, bytes);
		used += bytes;
		total += columns;
		at += taken;
	}
	if (size)
		to[used] = '\0';
	return total;
}

size_t oomt_columns(const char *text)
{
	size_t len = strlen(text), total = 0;

	while (len) {
		int columns = 1;
		size_t bytes = printable(text, len, &columns);

		if (!bytes) {
			bytes = 1;
			columns = 1;
		}
		text += bytes;
		len -= bytes;
		total += columns;
	}
	return total;
}

void oomt_bar(const struct oomt_out *out, char text[OOMT_BAR_LEN], s64 part,
	      s64 whole, unsigned int width)
{
	const char *full = out->unicode ? "█" : "#";
	const char *none = out->unicode ? "░" : ".";
	unsigned int filled = 0, i;
	size_t at = 0;

	if (width > 40)
		width = 40;
	if (part > whole)
		part = whole;
	if (part > 0 && whole > 0)
		filled = (unsigned __int128)part * width / whole;
	if (part > 0 && !filled && width)
		filled = 1;
	for (i = 0; i < width; i++)
		at += sprintf(text + at, "%s", i < filled ? full : none);
	text[at] = '\0';
}

void oomt_grid_init(struct oomt_grid *grid, unsigned int columns, u32 right)
{
	memset(grid, 0, sizeof(*grid));
	grid->columns = columns;
	grid->right = right;
}

void oomt_grid_exit(struct oomt_grid *grid)
{
	unsigned int i;

	for (i = 0; i < grid->rows * grid->columns; i++)
		free(grid->cell[i]);
	free(grid->cell);
	free(grid->style);
}

void oomt_grid_row(struct oomt_grid *grid, enum oomt_style style)
{
	unsigned int more = grid->capacity * 2 + 16;
	void *bigger;

	if (grid->failed)
		return;
	if (grid->rows == grid->capacity) {
		bigger = reallocarray(grid->cell, more * grid->columns,
				      sizeof(*grid->cell));
		if (bigger)
			grid->cell = bigger;
		else
			grid->failed = true;
		bigger = reallocarray(grid->style, more, sizeof(*grid->style));
		if (bigger)
			grid->style = bigger;
		else
			grid->failed = true;
		if (grid->failed)
			return;
		grid->capacity = more;
	}
	memset(&grid->cell[grid->rows * grid->columns], 0,
	       grid->columns * sizeof(*grid->cell));
	grid->style[grid->rows++] = style;
}

void oomt_grid_set(struct oomt_grid *grid, unsigned int column,
		   const char *fmt, ...)
{
	char **cell;
	va_list args;

	if (grid->failed)
		return;
	cell = &grid->cell[(grid->rows - 1) * grid->columns + column];
	free(*cell);
	va_start(args, fmt);
	if (vasprintf(cell, fmt, args) < 0) {
		*cell = NULL;
		grid->failed = true;
	}
	va_end(args);
}

static const char *grid_cell(const struct oomt_grid *grid, unsigned int row,
			     unsigned int column)
{
	const char *text = grid->cell[row * grid->columns + column];

	return text ? text : "";
}

static void print_row(const struct oomt_grid *grid, unsigned int row,
		      const size_t *width, const struct oomt_out *out)
{
	unsigned int column, last = 0;

	/* No blanks at the end of a line. */
	for (column = 0; column < grid->columns; column++)
		if (*grid_cell(grid, row, column))
			last = column;
	for (column = 0; column <= last; column++) {
		const char *text = grid_cell(grid, row, column);
		int fill = width[column] - oomt_columns(text);
		bool right = grid->right & (1U << column);

		if (column)
			fputs("  ", out->to);
		fprintf(out->to, "%*s%s", right ? fill : 0, "", text);
		if (!right && column < last)
			fprintf(out->to, "%*s", fill, "");
	}
}

void oomt_grid_print(const struct oomt_grid *grid,
		     const struct oomt_out *out, unsigned int indent)
{
	size_t width[OOMT_GRID_COLUMNS] = { 0 };
	unsigned int row, column;

	for (row = 0; row < grid->rows; row++)
		for (column = 0; column < grid->columns; column++) {
			size_t columns = oomt_columns(grid_cell(grid, row,
								column));

			if (columns > width[column])
				width[column] = columns;
		}
	for (row = 0; row < grid->rows; row++) {
		fprintf(out->to, "%*s", (int)indent, "");
		if (grid->style[row] != OOMT_PLAIN)
			oomt_out_style(out, grid->style[row]);
		print_row(grid, row, width, out);
		if (grid->style[row] != OOMT_PLAIN)
			oomt_out_style(out, OOMT_PLAIN);
		fputc('\n', out->to);
	}
	if (grid->failed)
		fputs("(out of memory: this table is not complete)\n",
		      out->to);
}

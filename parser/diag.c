// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Collecting and drawing diagnostics.  The parser adds, the tool draws; what
 * is drawn can come from a hostile file, so nothing of it reaches the terminal
 * that could steer it, and a line of ten megabytes is shown as a window.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "diag.h"

#define LINE_MAX_BYTES	240	/* shown of a source line */
#define LEAD_BYTES	100	/* shown before the span, if cut */

void oomt_diags_init(struct oomt_diags *diags)
{
	memset(diags, 0, sizeof(*diags));
}

void oomt_diags_exit(struct oomt_diags *diags)
{
	unsigned int i;

	for (i = 0; i < diags->count; i++)
		free(diags->diag[i].text);
	free(diags->diag);
	memset(diags, 0, sizeof(*diags));
}

static struct oomt_diag *diags_grow(struct oomt_diags *diags)
{
	if (diags->count == diags->capacity) {
		unsigned int capacity = diags->capacity ? diags->capacity * 2 :
							  16;
		struct oomt_diag *more = realloc(diags->diag,
						 capacity * sizeof(*more));

		if (!more)
			return NULL;
		diags->diag = more;
		diags->capacity = capacity;
	}
	return &diags->diag[diags->count];
}

void oomt_diag_add(struct oomt_diags *diags, enum oomt_severity severity,
		   const char *id, struct oomt_span span, const char *fmt, ...)
{
	struct oomt_diag *diag;
	va_list args, again;
	int n;

	if (severity == OOMT_ERROR)
		diags->errors++;
	else
		diags->warnings++;
	if (oomt_diags_full(diags)) {
		diags->more++;
		return;
	}
	diag = diags_grow(diags);
	if (!diag) {
		diags->out_of_memory = true;
		return;
	}
	va_start(args, fmt);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	diag->text = n < 0 ? NULL : malloc(n + 1);
	if (diag->text)
		vsnprintf(diag->text, n + 1, fmt, again);
	va_end(again);
	va_end(args);
	if (!diag->text) {
		diags->out_of_memory = true;
		return;
	}
	diag->severity = severity;
	diag->id = id;
	diag->span = span;
	diags->count++;
}

/* ---- order of place ------------------------------------------------------ */

static unsigned int source_depth(const struct oomt_source *source)
{
	unsigned int depth = 0;

	while (source && source->parent) {
		source = source->parent;
		depth++;
	}
	return depth;
}

/* A place, seen from `depth` includes deep: line and offset up there. */
struct place {
	const struct oomt_source *source;
	unsigned int line;
	size_t begin;
};

static struct place place_climb(struct place place, unsigned int by)
{
	while (by--) {
		place.line = place.source->parent_line;
		place.begin = 0;
		place.source = place.source->parent;
	}
	return place;
}

static int place_compare(const struct oomt_span *a, const struct oomt_span *b)
{
	unsigned int da = source_depth(a->source), db = source_depth(b->source);
	struct place pa = { a->source, a->line, a->begin };
	struct place pb = { b->source, b->line, b->begin };

	pa = place_climb(pa, da > db ? da - db : 0);
	pb = place_climb(pb, db > da ? db - da : 0);
	while (pa.source != pb.source && pa.source && pb.source &&
	       pa.source->parent && pb.source->parent) {
		pa = place_climb(pa, 1);
		pb = place_climb(pb, 1);
	}
	if (pa.source != pb.source)
		return 0;
	if (pa.line != pb.line)
		return pa.line < pb.line ? -1 : 1;
	if (pa.begin != pb.begin)
		return pa.begin < pb.begin ? -1 : 1;
	return 0;
}

static int diag_compare(const void *a, const void *b)
{
	const struct oomt_diag *const *da = a, *const *db = b;
	int order = place_compare(&(*da)->span, &(*db)->span);

	/* The array's order is the order of adding: it keeps the sort stable. */
	return order ? order : *da < *db ? -1 : *da > *db;
}

/* ---- drawing ------------------------------------------------------------- */

/* Decodes one character; 1 byte and *cp = -1 if it is not valid UTF-8. */
static size_t utf8_decode(const char *text, size_t len, int32_t *cp)
{
	const unsigned char *s = (const unsigned char *)text;
	static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = s[0] < 0x80 ? 1 : s[0] >= 0xf0 && s[0] < 0xf5 ? 4 :
		   s[0] >= 0xe0 && s[0] < 0xf0 ? 3 :
		   s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : 0;
	size_t i;

	*cp = -1;
	if (!n || n > len)
		return 1;
	if (n == 1) {
		*cp = s[0];
		return 1;
	}
	*cp = s[0] & (0x7f >> n);
	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80) {
			*cp = -1;
			return 1;
		}
		*cp = *cp << 6 | (s[i] & 0x3f);
	}
	if (*cp < least[n] || *cp > 0x10ffff ||
	    (*cp >= 0xd800 && *cp <= 0xdfff)) {
		*cp = -1;
		return 1;
	}
	return n;
}

struct width_range {
	int32_t first, last;
	int width;
};

/*
 * Columns on a terminal, without a locale: the blocks that matter, not every
 * character of Unicode.  A miss shifts a caret by one, no more.
 */
static int char_width(int32_t cp)
{
	static const struct width_range table[] = {
		{ 0x0300, 0x036f, 0 },	 { 0x200b, 0x200f, 0 },
		{ 0xfe00, 0xfe0f, 0 },	 { 0x1100, 0x115f, 2 },
		{ 0x2e80, 0x303e, 2 },	 { 0x3041, 0xa4cf, 2 },
		{ 0xac00, 0xd7a3, 2 },	 { 0xf900, 0xfaff, 2 },
		{ 0xfe30, 0xfe6f, 2 },	 { 0xff00, 0xff60, 2 },
		{ 0xffe0, 0xffe6, 2 },	 { 0x1f300, 0x1f64f, 2 },
		{ 0x1f900, 0x1f9ff, 2 }, { 0x20000, 0x3fffd, 2 },
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (cp >= table[i].first && cp <= table[i].last)
			return table[i].width;
	return 1;
}

/*
 * One character: to `line` if given, and `mark` once per column to `marks` if
 * given (a tab stays a tab).  Returns its bytes.
 */
static size_t put_char(FILE *line, FILE *marks, const char *text, size_t len,
		       char mark)
{
	int32_t cp;
	size_t n = utf8_decode(text, len, &cp);
	bool control = cp < 0x20 || cp == 0x7f || (cp >= 0x80 && cp < 0xa0) ||
		       (cp >= 0x202a && cp <= 0x202e) ||
		       (cp >= 0x2066 && cp <= 0x2069);
	int width = control ? 1 : char_width(cp);

	if (line) {
		if (cp == '\t')
			fputc('\t', line);
		else if (control)
			fputc('?', line);
		else
			fwrite(text, 1, n, line);
	}
	if (marks) {
		if (cp == '\t' && mark == ' ')
			fputc('\t', marks);
		else
			while (width-- > 0)
				fputc(mark, marks);
	}
	return n;
}

static void put_text(FILE *out, const char *text)
{
	size_t len = strlen(text);

	while (len) {
		size_t n = put_char(out, NULL, text, len, ' ');

		text += n;
		len -= n;
	}
}

/* The piece of a line that is shown: [*begin, *end), around column `at`. */
static void line_window(const char *text, size_t len, size_t at,
			size_t *begin, size_t *end)
{
	*begin = 0;
	*end = len;
	if (len <= LINE_MAX_BYTES)
		return;
	if (at > LEAD_BYTES)
		*begin = at - LEAD_BYTES;
	if (*end > *begin + LINE_MAX_BYTES)
		*end = *begin + LINE_MAX_BYTES;
	while (*begin < at && ((unsigned char)text[*begin] & 0xc0) == 0x80)
		++*begin;
	while (*end > at + 1 && *end < len &&
	       ((unsigned char)text[*end] & 0xc0) == 0x80)
		--*end;
}

static void draw_place(FILE *out, const struct oomt_span *span)
{
	size_t len, at = span->col - 1, begin, end, stop, i;
	const char *text = oomt_source_line(span->source, span->line, &len);
	bool first = true;

	if (!text)
		return;
	if (len && text[len - 1] == '\r')
		len--;
	line_window(text, len, at < len ? at : len, &begin, &end);
	fputs(begin ? "    ..." : "    ", out);
	for (i = begin; i < end;)
		i += put_char(out, NULL, text + i, end - i, ' ');
	fputs(end < len ? "...\n" : "\n", out);

	fputs(begin ? "       " : "    ", out);
	for (i = begin; i < end && i < at;)
		i += put_char(NULL, out, text + i, end - i, ' ');
	stop = at + (span->end > span->begin ? span->end - span->begin : 1);
	for (i = at; (i < end && i < stop) || first; first = false) {
		if (first)
			fputc('^', out);
		if (i >= end)
			break;
		if (first) {
			int32_t cp;
			size_t n = utf8_decode(text + i, end - i, &cp);

			if (cp >= 0x80 && char_width(cp) == 2)
				fputc('~', out);
			i += n;
		} else {
			i += put_char(NULL, out, text + i, end - i, '~');
		}
	}
	fputc('\n', out);
}

static void draw_includes(FILE *out, const struct oomt_source *source)
{
	const char *lead = "In file included from";

	for (; source->parent; source = source->parent) {
		fprintf(out, "%s ", lead);
		put_text(out, source->parent->name);
		fprintf(out, ":%u%s\n", source->parent_line,
			source->parent->parent ? "," : ":");
		lead = "                 from";
	}
}

static void draw_diag(FILE *out, const struct oomt_diag *diag)
{
	const struct oomt_span *span = &diag->span;

	if (span->source) {
		draw_includes(out, span->source);
		put_text(out, span->source->name);
		fprintf(out, ":%u:%u: ", span->line, span->col);
	}
	fputs(diag->severity == OOMT_ERROR ? "error: " : "warning: ", out);
	put_text(out, diag->text);
	fputc('\n', out);
	if (span->source)
		draw_place(out, span);
}

void oomt_diags_print(FILE *out, const struct oomt_diags *diags)
{
	const struct oomt_diag **sorted = calloc(diags->count + 1,
						 sizeof(*sorted));
	unsigned int i;

	if (sorted) {
		for (i = 0; i < diags->count; i++)
			sorted[i] = &diags->diag[i];
		qsort(sorted, diags->count, sizeof(*sorted), diag_compare);
	}
	for (i = 0; i < diags->count; i++)
		draw_diag(out, sorted ? sorted[i] : &diags->diag[i]);
	free(sorted);
	if (diags->more)
		fprintf(out, "... and %u more\n", diags->more);
	if (diags->out_of_memory)
		fprintf(out, "error: out of memory\n");
}

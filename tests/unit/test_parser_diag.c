// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * How diagnostics are drawn: the caret stands under what it is about, whatever
 * stands before it in the line.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "diag.h"

/* The span of the first `len` bytes at `what` in the source's text. */
static struct oomt_span span_of(const struct oomt_source *source,
				const char *what)
{
	struct oomt_span span = { .source = source, .line = 1, .col = 1 };
	const char *at = strstr(source->text, what), *p;

	cr_assert_not_null(at);
	span.begin = at - source->text;
	span.end = span.begin + strlen(what);
	for (p = source->text; p < at; p++) {
		span.col++;
		if (*p == '\n') {
			span.line++;
			span.col = 1;
		}
	}
	return span;
}

static char *printed(const struct oomt_diags *diags)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	oomt_diags_print(out, diags);
	fclose(out);
	return text;
}

static void expect(const char *text, const char *what, const char *drawn)
{
	struct oomt_source *source = oomt_source_text("d/x.oom", text,
						      strlen(text));
	struct oomt_diags diags;
	char *got;

	oomt_diags_init(&diags);
	oomt_diag_add(&diags, OOMT_ERROR, "id", span_of(source, what), "no");
	got = printed(&diags);
	cr_assert_str_eq(got, drawn, "%s", got);
	free(got);
	oomt_diags_exit(&diags);
	oomt_source_free(source);
}

Test(parser_diag, caret)
{
	expect("abc def\nghi", "def",
	       "d/x.oom:1:5: error: no\n"
	       "    abc def\n"
	       "        ^~~\n");
	expect("abc\nx", "x",
	       "d/x.oom:2:1: error: no\n"
	       "    x\n"
	       "    ^\n");
}

Test(parser_diag, tabs_stay_tabs)
{
	expect("a\t\tb\tc def", "def",
	       "d/x.oom:1:8: error: no\n"
	       "    a\t\tb\tc def\n"
	       "     \t\t \t  ^~~\n");
}

Test(parser_diag, wide_and_combining)
{
	/* Two columns for a CJK letter, none for a combining accent. */
	expect("\"\xe6\xbc\xa2\xe5\xad\x97\" bad", "bad",
	       "d/x.oom:1:10: error: no\n"
	       "    \"\xe6\xbc\xa2\xe5\xad\x97\" bad\n"
	       "           ^~~\n");
	expect("\"e\xcc\x81\" bad", "bad",
	       "d/x.oom:1:7: error: no\n"
	       "    \"e\xcc\x81\" bad\n"
	       "        ^~~\n");
	expect("x \"\xc3\xa4\xc3\xb6\" y", "\"\xc3\xa4\xc3\xb6\"",
	       "d/x.oom:1:3: error: no\n"
	       "    x \"\xc3\xa4\xc3\xb6\" y\n"
	       "      ^~~~\n");
}

Test(parser_diag, invalid_and_control_bytes)
{
	expect("\xff\xc3 \x1b[31m bad", "bad",
	       "d/x.oom:1:10: error: no\n"
	       "    ?? ?[31m bad\n"
	       "             ^~~\n");
	/* Text direction overrides do not reach the terminal either. */
	expect("\xe2\x80\xae bad", "bad",
	       "d/x.oom:1:5: error: no\n"
	       "    ? bad\n"
	       "      ^~~\n");
}

Test(parser_diag, end_of_line_and_crlf)
{
	struct oomt_source *source = oomt_source_text("x", "ab\r\ncd", 6);
	struct oomt_span span = { source, 2, 2, 1, 3 };
	struct oomt_diags diags;
	char *got;

	oomt_diags_init(&diags);
	oomt_diag_add(&diags, OOMT_WARNING, "id", span, "end");
	got = printed(&diags);
	cr_assert_str_eq(got, "x:1:3: warning: end\n    ab\n      ^\n");
	free(got);
	oomt_diags_exit(&diags);
	oomt_source_free(source);
}

Test(parser_diag, several_lines_are_cut)
{
	expect("a bcd\nefg", "bcd\nefg",
	       "d/x.oom:1:3: error: no\n"
	       "    a bcd\n"
	       "      ^~~\n");
}

/* Of a line of a megabyte a window is shown, with the place in it. */
Test(parser_diag, long_line)
{
	size_t size = 1 << 20;
	char *text = malloc(size + 1), *got, *line, *caret;
	struct oomt_source *source;
	struct oomt_diags diags;
	struct oomt_span span;

	memset(text, 'a', size);
	text[size] = '\0';
	memcpy(text + size / 2, "XYZ", 3);
	source = oomt_source_text("x", text, size);
	span = (struct oomt_span){ source, size / 2, size / 2 + 3, 1,
				   size / 2 + 1 };
	oomt_diags_init(&diags);
	oomt_diag_add(&diags, OOMT_ERROR, "id", span, "no");
	got = printed(&diags);
	cr_assert_lt(strlen(got), 1000);
	line = strchr(got, '\n') + 1;
	caret = strchr(line, '\n') + 1;
	cr_assert_eq(strchr(line, 'X') - line, strchr(caret, '^') - caret);
	free(got);
	oomt_diags_exit(&diags);
	oomt_source_free(source);
	free(text);
}

Test(parser_diag, order_and_includes)
{
	struct oomt_source *outer = oomt_source_text("outer", "1\n2\n3\n", 6);
	struct oomt_source *inner = oomt_source_text("inner", "x\ny\n", 4);
	struct oomt_source *third = oomt_source_text("third", "z\n", 2);
	struct oomt_diags diags;
	char *got;

	inner->parent = outer;
	inner->parent_line = 2;
	third->parent = inner;
	third->parent_line = 2;
	oomt_diags_init(&diags);
	oomt_diag_add(&diags, OOMT_ERROR, "id", span_of(outer, "3"), "third");
	oomt_diag_add(&diags, OOMT_ERROR, "id", span_of(third, "z"), "deep");
	oomt_diag_add(&diags, OOMT_ERROR, "id", span_of(inner, "x"), "second");
	oomt_diag_add(&diags, OOMT_ERROR, "id", span_of(outer, "1"), "first");
	oomt_diag_add(&diags, OOMT_WARNING, "id", span_of(outer, "1"), "again");
	got = printed(&diags);
	cr_assert_str_eq(got,
		"outer:1:1: error: first\n    1\n    ^\n"
		"outer:1:1: warning: again\n    1\n    ^\n"
		"In file included from outer:2:\n"
		"inner:1:1: error: second\n    x\n    ^\n"
		"In file included from inner:2,\n"
		"                 from outer:2:\n"
		"third:1:1: error: deep\n    z\n    ^\n"
		"outer:3:1: error: third\n    3\n    ^\n", "%s", got);
	cr_assert_eq(diags.errors, 4);
	cr_assert_eq(diags.warnings, 1);
	free(got);
	oomt_diags_exit(&diags);
	oomt_source_free(outer);
	oomt_source_free(inner);
	oomt_source_free(third);
}

Test(parser_diag, many_are_counted)
{
	struct oomt_span nowhere = { 0 };
	struct oomt_diags diags;
	unsigned int i;
	char *got;

	oomt_diags_init(&diags);
	for (i = 0; i < 5000; i++)
		oomt_diag_add(&diags, OOMT_ERROR, "id", nowhere, "no %u", i);
	cr_assert_eq(diags.errors, 5000);
	got = printed(&diags);
	cr_assert_str_eq(got + strlen(got) - strlen("... and 4000 more\n"),
			 "... and 4000 more\n");
	free(got);
	oomt_diags_exit(&diags);
}

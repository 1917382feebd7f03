// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The small helpers: sources, interning, suggestions, the arena. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include "arena.h"
#include "intern.h"
#include "source.h"
#include "suggest.h"

Test(parser_words, source_lines)
{
	struct oomt_source *source = oomt_source_text("d/x", "a\n\nbc", 5);
	const char *line;
	size_t len;

	cr_assert_str_eq(oomt_source_basename(source), "x");
	line = oomt_source_line(source, 1, &len);
	cr_assert(len == 1 && line[0] == 'a');
	oomt_source_line(source, 2, &len);
	cr_assert_eq(len, 0);
	line = oomt_source_line(source, 3, &len);
	cr_assert(len == 2 && line[0] == 'b');
	cr_assert_null(oomt_source_line(source, 0, &len));
	cr_assert_null(oomt_source_line(source, 4, &len));
	oomt_source_free(source);
	errno = 0;
	cr_assert_null(oomt_source_read("/nonexistent/x"));
	cr_assert_eq(errno, ENOENT);
	cr_assert_null(oomt_source_read("/"));
	cr_assert_eq(errno, EISDIR);
}

Test(parser_words, intern)
{
	struct oomt_intern intern = { 0 };
	uint32_t index, i;
	char text[16];
	bool is_new;
	size_t len;

	for (i = 0; i < 5000; i++) {
		len = snprintf(text, sizeof(text), "%x", i * 7919);
		cr_assert_eq(oomt_intern(&intern, text, len, &index, &is_new),
			     0);
		cr_assert(is_new && index == i);
	}
	for (i = 0; i < 5000; i++) {
		len = snprintf(text, sizeof(text), "%x", i * 7919);
		cr_assert(oomt_intern_find(&intern, text, len, &index));
		cr_assert_eq(index, i);
		oomt_intern(&intern, text, len, &index, &is_new);
		cr_assert(!is_new && index == i);
		cr_assert_arr_eq(oomt_intern_bytes(&intern, i, &len), text,
				 len);
	}
	cr_assert_not(oomt_intern_find(&intern, "nope", 4, &index));
	/* The empty string is one, too. */
	oomt_intern(&intern, "", 0, &index, &is_new);
	cr_assert(is_new && index == 5000);
	oomt_intern(&intern, "", 0, &index, &is_new);
	cr_assert_not(is_new);
	oomt_intern_exit(&intern);
}

static const char *nearest(const char *word)
{
	static const char *const known[] = {
		"comm", "cgroup", "exempt", "kill", "mem.available", "K",
		"policy", "total",
	};
	struct oomt_suggest suggest;
	size_t i;

	oomt_suggest_init(&suggest, word, strlen(word));
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		oomt_suggest_offer(&suggest, known[i]);
	return suggest.best ? suggest.best : "";
}

Test(parser_words, suggest)
{
	cr_assert_str_eq(nearest("conm"), "comm");
	cr_assert_str_eq(nearest("exmept"), "exempt");
	cr_assert_str_eq(nearest("KILL"), "kill");
	cr_assert_str_eq(nearest("mem.avail"), "mem.available");
	cr_assert_str_eq(nearest("pol"), "policy");
	cr_assert_str_eq(nearest("xyzzy"), "");
	cr_assert_str_eq(nearest("q"), "");
	/* A word longer than any known one is not measured at all. */
	cr_assert_str_eq(nearest("killkillkillkillkillkillkillkillkillkillkill"),
			 "");
}

Test(parser_words, arena)
{
	struct oomt_arena arena = { 0 };
	char *p, *text;
	size_t i, size;

	for (i = 0; i < 1000; i++) {
		size = i * 97 % 5000 + (i % 100 ? 0 : 100000);
		p = oomt_arena_alloc(&arena, size);
		cr_assert_not_null(p);
		cr_assert_eq((uintptr_t)p % _Alignof(max_align_t), 0);
		for (; size; size--)
			cr_assert_eq(p[size - 1], 0);
	}
	text = oomt_arena_copy(&arena, "abcdef", 3);
	cr_assert_str_eq(text, "abc");
	cr_assert_null(oomt_arena_alloc(&arena, SIZE_MAX));
	oomt_arena_exit(&arena);
}

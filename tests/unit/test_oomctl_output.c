// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* How things look: sizes, times, escapes, bars, tables; values of files. */
#include <criterion/criterion.h>
#include <locale.h>
#include "output.h"
#include "reason.h"
#include "value.h"

#define K	1024LL
#define M	(1LL << 20)
#define G	(1LL << 30)
#define T	(1LL << 40)

static void size_is(s64 bytes, const char *want)
{
	char text[OOMT_HUMAN_LEN];

	oomt_human_size(bytes, text);
	cr_assert_str_eq(text, want);
}

Test(output, sizes_for_people)
{
	size_is(0, "0");
	size_is(1023, "1023");
	size_is(1024, "1K");
	size_is(1536, "1.5K");
	size_is(5380 * M, "5.2G");
	size_is(10 * G - 1, "9.9G");
	size_is(10 * G, "10G");
	size_is(1023 * M, "1023M");
	size_is(1024 * M, "1G");
	size_is(3 * T, "3T");
	size_is(-1536, "-1.5K");
	size_is(S64_MAX, "7.9E");
	size_is(S64_MIN, "-8E");
}

static void time_is(u64 ns, const char *want)
{
	char text[OOMT_HUMAN_LEN];

	oomt_human_time(ns, text);
	cr_assert_str_eq(text, want);
}

Test(output, times_for_people)
{
	time_is(0, "0 ns");
	time_is(999, "999 ns");
	time_is(12300, "12 us");
	time_is(21000000, "21 ms");
	time_is(3200000000ULL, "3.2 s");
	time_is(1000000, "1 ms");
}

static void escape_is(const char *text, size_t len, const char *want)
{
	char out[64];

	oomt_escape(out, sizeof(out), text, len);
	cr_assert_str_eq(out, want);
}

Test(output, escapes)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	escape_is("plain name", 10, "plain name");
	escape_is("a\nb\tc", 5, "a\\nb\\tc");
	escape_is("\033[31mred", 8, "\\x1b[31mred");
	escape_is("back\\slash", 10, "back\\\\slash");
	escape_is("\xff\xfe", 2, "\\xff\\xfe");
	escape_is("\x00", 1, "\\x00");
	escape_is("\x7f", 1, "\\x7f");
	escape_is("größe", 7, "größe");
	/* C1 control, right-to-left override, half a character */
	escape_is("\xc2\x9b", 2, "\\xc2\\x9b");
	escape_is("\xe2\x80\xae", 3, "\\xe2\\x80\\xae");
	escape_is("a\xc3", 2, "a\\xc3");
}

Test(output, escapes_outside_of_utf8)
{
	setlocale(LC_CTYPE, "C");
	escape_is("gr\xc3\xb6\xc3\x9f" "e", 7, "gr\\xc3\\xb6\\xc3\\x9fe");
}

Test(output, escape_cuts_whole_characters)
{
	char out[6];

	setlocale(LC_CTYPE, "C.UTF-8");
	oomt_escape(out, sizeof(out), "abc\n\n", 5);
	cr_assert_str_eq(out, "abc\\n");
	oomt_escape(out, 5, "abc\n\n", 5);
	cr_assert_str_eq(out, "abc");
	oomt_escape(out, 1, "abc", 3);
	cr_assert_str_eq(out, "");
}

Test(output, columns)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	cr_assert_eq(oomt_columns(""), 0);
	cr_assert_eq(oomt_columns("größe"), 5);
	cr_assert_eq(oomt_columns("█░"), 2);
	cr_assert_eq(oomt_columns("日本"), 4);
}

Test(output, bars)
{
	struct oomt_out out = { .unicode = false };
	char bar[OOMT_BAR_LEN];

	oomt_bar(&out, bar, 0, 100, 10);
	cr_assert_str_eq(bar, "..........");
	oomt_bar(&out, bar, 1, 100, 10);
	cr_assert_str_eq(bar, "#.........");
	oomt_bar(&out, bar, 50, 100, 10);
	cr_assert_str_eq(bar, "#####.....");
	oomt_bar(&out, bar, 200, 100, 10);
	cr_assert_str_eq(bar, "##########");
	oomt_bar(&out, bar, 5, 0, 4);
	cr_assert_str_eq(bar, "....");
	oomt_bar(&out, bar, S64_MAX, S64_MAX, 4);
	cr_assert_str_eq(bar, "####");
	out.unicode = true;
	oomt_bar(&out, bar, 1, 2, 1000);
	cr_assert_eq(strlen(bar), 40 * strlen("█"));
}

Test(output, tables_align)
{
	struct oomt_grid grid;
	struct oomt_out out = { 0 };
	char *text;
	size_t size;

	setlocale(LC_CTYPE, "C.UTF-8");
	out.to = open_memstream(&text, &size);
	oomt_grid_init(&grid, 3, 1 << 1);
	oomt_grid_row(&grid, OOMT_BOLD);
	oomt_grid_set(&grid, 0, "name");
	oomt_grid_set(&grid, 1, "%d", 7);
	oomt_grid_row(&grid, OOMT_PLAIN);
	oomt_grid_set(&grid, 0, "größeres");
	oomt_grid_set(&grid, 1, "%d", 1234);
	oomt_grid_set(&grid, 2, "x");
	oomt_grid_print(&grid, &out, 1);
	oomt_grid_exit(&grid);
	fclose(out.to);
	cr_assert_str_eq(text, " name         7\n größeres  1234  x\n");
	free(text);
}

Test(output, no_colour_without_terminal)
{
	struct oomt_out out;
	char *text;
	size_t size;
	FILE *to = tmpfile();

	oomt_out_init(&out, to);
	cr_assert_not(out.colour);
	fclose(to);
	out.to = open_memstream(&text, &size);
	oomt_out_styled(&out, OOMT_RED, "%s", "x");
	fclose(out.to);
	cr_assert_str_eq(text, "x");
	free(text);
}

/* ---- values of files and options ----------------------------------------- */

static s64 size_of(const char *text)
{
	s64 value = -1;
	int err = oomt_value_size(text, strlen(text), &value);

	return err ? err : value;
}

Test(value, sizes)
{
	cr_assert_eq(size_of("512"), 512);
	cr_assert_eq(size_of("4K"), 4 * K);
	cr_assert_eq(size_of("4KiB"), 4 * K);
	cr_assert_eq(size_of("3M"), 3 * M);
	cr_assert_eq(size_of("32G"), 32 * G);
	cr_assert_eq(size_of("2TiB"), 2 * T);
	cr_assert_eq(size_of("65536T"), OOMT_SIZE_MAX);
	cr_assert_eq(size_of("65537T"), -ERANGE);
	cr_assert_eq(size_of("99999999999999999999"), -ERANGE);
	cr_assert_eq(size_of("9999999999999T"), -ERANGE);
	cr_assert_eq(size_of(""), -EINVAL);
	cr_assert_eq(size_of("K"), -EINVAL);
	cr_assert_eq(size_of("1.5G"), -EINVAL);
	cr_assert_eq(size_of("-1"), -EINVAL);
	cr_assert_eq(size_of("4k"), -EINVAL);
	cr_assert_eq(size_of("4 K"), -EINVAL);
}

static s64 percent_of(const char *text)
{
	s64 value = -1;
	int err = oomt_value_percent(text, strlen(text), &value);

	return err ? err : value;
}

Test(value, percents)
{
	cr_assert_eq(percent_of("12.5"), 1250);
	cr_assert_eq(percent_of("12.5%"), 1250);
	cr_assert_eq(percent_of("0.07"), 7);
	cr_assert_eq(percent_of("100%"), 10000);
	cr_assert_eq(percent_of("100.01"), -ERANGE);
	cr_assert_eq(percent_of("1.234"), -EINVAL);
	cr_assert_eq(percent_of("1."), -EINVAL);
	cr_assert_eq(percent_of("%"), -EINVAL);
	cr_assert_eq(percent_of("-1"), -EINVAL);
}

static s64 duration_of(const char *text)
{
	s64 value = -1;
	int err = oomt_value_duration(text, strlen(text), &value);

	return err ? err : value;
}

Test(value, durations)
{
	cr_assert_eq(duration_of("0"), 0);
	cr_assert_eq(duration_of("0s"), 0);
	cr_assert_eq(duration_of("250ms"), 250000000);
	cr_assert_eq(duration_of("2m"), 120 * OOMT_NS_PER_S);
	cr_assert_eq(duration_of("1d"), 86400 * OOMT_NS_PER_S);
	cr_assert_eq(duration_of("5"), -EINVAL);
	cr_assert_eq(duration_of("s"), -EINVAL);
	cr_assert_eq(duration_of("99999999999d"), -ERANGE);
}

Test(value, written_and_read_again)
{
	static const s64 sizes[] = {
		0, 1, 1023, 1024, 1025, 5380 * M, 32 * G, T, OOMT_SIZE_MAX,
	};
	static const s64 percents[] = { 0, 1, 7, 10, 99, 100, 1250, 10000 };
	static const s64 durations[] = {
		0, 1000000, 999000000, 1000000000, 1234000000,
		3600 * OOMT_NS_PER_S, 86400 * OOMT_NS_PER_S,
	};
	char text[OOMT_VALUE_LEN];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		oomt_value_size_text(sizes[i], text);
		cr_assert_eq(size_of(text), sizes[i], "%s", text);
	}
	for (i = 0; i < ARRAY_SIZE(percents); i++) {
		oomt_value_percent_text(percents[i], text);
		cr_assert_eq(percent_of(text), percents[i], "%s", text);
	}
	for (i = 0; i < ARRAY_SIZE(durations); i++) {
		oomt_value_duration_text(durations[i], text);
		cr_assert_eq(duration_of(text), durations[i], "%s", text);
	}
	oomt_value_size_text(5380 * M, text);
	cr_assert_str_eq(text, "5380M");
	oomt_value_duration_text(3600 * OOMT_NS_PER_S, text);
	cr_assert_str_eq(text, "1h");
}

/* ---- comparisons in words ------------------------------------------------ */

Test(reason, both_sides)
{
	struct oomt_reason reason = {
		.metric = OOMT_M_MEM_AVAILABLE, .cmp = OOMT_CMP_LT,
		.truth = OOMT_TRUE, .flags = OOMT_I_PERCENT,
		.lhs = 1200 * M, .rhs = 3276 * M, .imm = 1000,
	};
	char text[OOMT_REASON_LEN];

	oomt_reason_text(&reason, text);
	cr_assert_str_eq(text, "mem.available 1.1G < 3.1G (10%)");
	reason = (struct oomt_reason){
		.metric = OOMT_M_PSI_FULL_AVG10, .cmp = OOMT_CMP_GT,
		.lhs = 1250, .rhs = 4000,
	};
	oomt_reason_text(&reason, text);
	cr_assert_str_eq(text, "psi.full.avg10 12.5% > 40%");
	reason.flags = OOMT_I_UNKNOWN_HOLDS;
	oomt_reason_text(&reason, text);
	cr_assert_str_eq(text, "psi.full.avg10 unknown > 40%");
}

Test(reason, why_tells_what_held)
{
	struct oomt_decision decision = {
		.hook = OOMT_HOOK_LOW, .reason_count = 2,
		.reason = {
			{ .metric = OOMT_M_MEM_AVAILABLE, .cmp = OOMT_CMP_LT,
			  .truth = OOMT_TRUE, .lhs = M, .rhs = 2 * M },
			{ .metric = OOMT_M_MEM_FREE, .cmp = OOMT_CMP_LT,
			  .truth = OOMT_FALSE, .lhs = 9 * M, .rhs = M },
		},
	};
	char why[OOMT_WHY_LEN];

	oomt_decision_why(&decision, why);
	cr_assert_str_eq(why, "mem.available 1M < 2M");
	decision.flags = OOMT_DEC_UNTIL;
	oomt_decision_why(&decision, why);
	cr_assert_str_eq(why,
			 "its stop line is not reached: mem.free 9M < 1M");
	decision = (struct oomt_decision){ .hook = OOMT_HOOK_OOM };
	oomt_decision_why(&decision, why);
	cr_assert_str_eq(why, "the kernel ran out of memory");
}

Test(reason, json_of_what_is_not_utf8)
{
	json_t *value = oomt_json_text("a\xff");

	cr_assert_str_eq(json_string_value(value), "a\\xff");
	json_decref(value);
	value = oomt_json_text("gr\xc3\xb6\xc3\x9f");
	cr_assert_str_eq(json_string_value(value), "gr\xc3\xb6\xc3\x9f");
	json_decref(value);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Numbers with units, to and from text. */
#include <criterion/criterion.h>
#include "literal.h"

#define MS	1000000LL

struct sample {
	const char *text;
	enum oomt_literal_error error;
	enum oomt_literal_kind kind;
	s64 value;
};

static const struct sample samples[] = {
	{ "0", OOMT_LE_NONE, OOMT_L_NUMBER, 0 },
	{ "512", OOMT_LE_NONE, OOMT_L_NUMBER, 512 },
	{ "9223372036854775807", OOMT_LE_NONE, OOMT_L_NUMBER, S64_MAX },
	{ "9223372036854775808", OOMT_LE_RANGE, 0, 0 },
	{ "4K", OOMT_LE_NONE, OOMT_L_SIZE, 4096 },
	{ "4KiB", OOMT_LE_NONE, OOMT_L_SIZE, 4096 },
	{ "3M", OOMT_LE_NONE, OOMT_L_SIZE, 3LL << 20 },
	{ "3GiB", OOMT_LE_NONE, OOMT_L_SIZE, 3LL << 30 },
	{ "65536T", OOMT_LE_NONE, OOMT_L_SIZE, 1LL << 56 },
	{ "65537T", OOMT_LE_RANGE, 0, 0 },
	{ "25%", OOMT_LE_NONE, OOMT_L_PERCENT, 2500 },
	{ "2.5%", OOMT_LE_NONE, OOMT_L_PERCENT, 250 },
	{ "2.05%", OOMT_LE_NONE, OOMT_L_PERCENT, 205 },
	{ "2.555%", OOMT_LE_DIGITS, 0, 0 },
	{ "2.%", OOMT_LE_DIGITS, 0, 0 },
	{ "12.5", OOMT_LE_NONE, OOMT_L_DECIMAL, 1250 },
	{ "100ms", OOMT_LE_NONE, OOMT_L_TIME, 100 * MS },
	{ "5s", OOMT_LE_NONE, OOMT_L_TIME, 5000 * MS },
	{ "2m", OOMT_LE_NONE, OOMT_L_TIME, 120000 * MS },
	{ "3h", OOMT_LE_NONE, OOMT_L_TIME, 10800000 * MS },
	{ "1d", OOMT_LE_NONE, OOMT_L_TIME, 86400000 * MS },
	{ "106752d", OOMT_LE_RANGE, 0, 0 },
	{ "1.5G", OOMT_LE_FRACTION, 0, 0 },
	{ "5x", OOMT_LE_UNIT, 0, 0 },
	{ "5k", OOMT_LE_UNIT, 0, 0 },
	{ "5MB", OOMT_LE_UNIT, 0, 0 },
	{ "5%%", OOMT_LE_UNIT, 0, 0 },
	{ "", OOMT_LE_DIGITS, 0, 0 },
	{ "K", OOMT_LE_DIGITS, 0, 0 },
	{ "-5", OOMT_LE_DIGITS, 0, 0 },
};

Test(parser_literal, samples)
{
	enum oomt_literal_kind kind;
	size_t unit, i;
	s64 value;

	for (i = 0; i < ARRAY_SIZE(samples); i++) {
		const struct sample *s = &samples[i];

		cr_assert_eq(oomt_literal_parse(s->text, strlen(s->text),
						&kind, &value, &unit),
			     s->error, "%s", s->text);
		if (s->error)
			continue;
		cr_assert_eq(kind, s->kind, "%s", s->text);
		cr_assert_eq(value, s->value, "%s", s->text);
	}
}

/* What is printed reads back as the same value, in the largest unit. */
Test(parser_literal, texts)
{
	char buf[OOMT_LITERAL_TEXT];

	cr_assert_str_eq(oomt_size_text(0, buf), "0");
	cr_assert_str_eq(oomt_size_text(1023, buf), "1023");
	cr_assert_str_eq(oomt_size_text(1024, buf), "1K");
	cr_assert_str_eq(oomt_size_text(1536LL << 20, buf), "1536M");
	cr_assert_str_eq(oomt_size_text(1LL << 56, buf), "65536T");
	cr_assert_str_eq(oomt_percent_text(250, buf), "2.5%");
	cr_assert_str_eq(oomt_percent_text(205, buf), "2.05%");
	cr_assert_str_eq(oomt_percent_text(10000, buf), "100%");
	cr_assert_str_eq(oomt_time_text(0, buf), "0ms");
	cr_assert_str_eq(oomt_time_text(90000 * MS, buf), "90s");
	cr_assert_str_eq(oomt_time_text(172800000 * MS, buf), "2d");
	cr_assert_str_eq(oomt_time_text(1500 * MS, buf), "1500ms");
}

Test(parser_literal, texts_read_back)
{
	char buf[OOMT_LITERAL_TEXT];
	enum oomt_literal_kind kind;
	size_t unit;
	s64 value, v;

	for (v = 1; v < 1LL << 55; v = v * 3 + 1) {
		oomt_size_text(v, buf);
		cr_assert_eq(oomt_literal_parse(buf, strlen(buf), &kind,
						&value, &unit), OOMT_LE_NONE);
		cr_assert_eq(value, v, "%s", buf);
	}
	for (v = 0; v < 30000; v += 7) {
		oomt_percent_text(v, buf);
		cr_assert_eq(oomt_literal_parse(buf, strlen(buf), &kind,
						&value, &unit), OOMT_LE_NONE);
		cr_assert_eq(value, v, "%s", buf);
		oomt_time_text(v * MS, buf);
		cr_assert_eq(oomt_literal_parse(buf, strlen(buf), &kind,
						&value, &unit), OOMT_LE_NONE);
		cr_assert_eq(value, v * MS, "%s", buf);
	}
}

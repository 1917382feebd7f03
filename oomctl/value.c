// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Reading and writing sizes, percentages and durations.  Integer arithmetic
 * only; every overflow is an answer (-ERANGE), never a wrapped number.
 */
#include <stdio.h>
#include "value.h"

struct unit {
	const char *name;
	s64 factor;
};

static const struct unit size_units[] = {
	{ "T", 1LL << 40 }, { "G", 1LL << 30 }, { "M", 1LL << 20 },
	{ "K", 1LL << 10 }, { "", 1 },
	{ "TiB", 1LL << 40 }, { "GiB", 1LL << 30 }, { "MiB", 1LL << 20 },
	{ "KiB", 1LL << 10 },
};

static const struct unit duration_units[] = {
	{ "d", 86400 * OOMT_NS_PER_S }, { "h", 3600 * OOMT_NS_PER_S },
	{ "m", 60 * OOMT_NS_PER_S }, { "s", OOMT_NS_PER_S },
	{ "ms", OOMT_NS_PER_MS },
};

/* Digits at text; how many, or -EINVAL (none), -ERANGE. */
static int read_digits(const char *text, size_t len, s64 *value)
{
	s64 sum = 0;
	size_t i;

	for (i = 0; i < len && text[i] >= '0' && text[i] <= '9'; i++)
		if (__builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_add_overflow(sum, text[i] - '0', &sum))
			return -ERANGE;
	if (!i)
		return -EINVAL;
	*value = sum;
	return (int)i;
}

static int read_unit(const char *text, size_t len, const struct unit *unit,
		     size_t count, s64 *value)
{
	int digits = read_digits(text, len, value);
	size_t i;

	if (digits < 0)
		return digits;
	text += digits;
	len -= digits;
	for (i = 0; i < count; i++) {
		if (strlen(unit[i].name) != len ||
		    memcmp(unit[i].name, text, len))
			continue;
		if (__builtin_mul_overflow(*value, unit[i].factor, value))
			return -ERANGE;
		return 0;
	}
	return -EINVAL;
}

int oomt_value_number(const char *text, size_t len, s64 *value)
{
	bool negative = len && text[0] == '-';
	s64 sum;
	int digits;

	if (negative) {
		text++;
		len--;
	}
	digits = read_digits(text, len, &sum);
	if (digits < 0)
		return digits;
	if ((size_t)digits != len)
		return -EINVAL;
	*value = negative ? -sum : sum;
	return 0;
}

int oomt_value_size(const char *text, size_t len, s64 *bytes)
{
	s64 sum;
	int err = read_unit(text, len, size_units, ARRAY_SIZE(size_units),
			    &sum);

	if (err)
		return err;
	if (sum > OOMT_SIZE_MAX)
		return -ERANGE;
	*bytes = sum;
	return 0;
}

int oomt_value_percent(const char *text, size_t len, s64 *bp)
{
	s64 whole, part = 0;
	int digits;

	if (len && text[len - 1] == '%')
		len--;
	digits = read_digits(text, len, &whole);
	if (digits < 0)
		return digits;
	text += digits;
	len -= digits;
	if (len) {
		if (*text != '.')
			return -EINVAL;
		digits = read_digits(text + 1, len - 1, &part);
		if (digits < 0)
			return digits;
		if ((size_t)digits != len - 1 || digits > 2)
			return -EINVAL;
		if (digits == 1)
			part *= 10;
	}
	if (whole > 100 || whole * 100 + part > 10000)
		return -ERANGE;
	*bp = whole * 100 + part;
	return 0;
}

int oomt_value_duration(const char *text, size_t len, s64 *ns)
{
	s64 sum;
	int err;

	if (len == 1 && text[0] == '0') {
		*ns = 0;
		return 0;
	}
	err = read_unit(text, len, duration_units, ARRAY_SIZE(duration_units),
			&sum);
	if (!err)
		*ns = sum;
	return err;
}

void oomt_value_size_text(s64 bytes, char out[OOMT_VALUE_LEN])
{
	const struct unit *unit = size_units;

	while (unit->factor > 1 && (!bytes || bytes % unit->factor))
		unit++;
	snprintf(out, OOMT_VALUE_LEN, "%lld%s",
		 (long long)(bytes / unit->factor), unit->name);
}

void oomt_value_percent_text(s64 bp, char out[OOMT_VALUE_LEN])
{
	long long whole = bp / 100, part = bp % 100;

	if (!part)
		snprintf(out, OOMT_VALUE_LEN, "%lld", whole);
	else if (part % 10)
		snprintf(out, OOMT_VALUE_LEN, "%lld.%02lld", whole, part);
	else
		snprintf(out, OOMT_VALUE_LEN, "%lld.%lld", whole, part / 10);
}

void oomt_value_duration_text(s64 ns, char out[OOMT_VALUE_LEN])
{
	s64 ms = ns / OOMT_NS_PER_MS * OOMT_NS_PER_MS;
	const struct unit *unit = duration_units;

	if (!ms) {
		snprintf(out, OOMT_VALUE_LEN, "0s");
		return;
	}
	while (ms % unit->factor)
		unit++;
	snprintf(out, OOMT_VALUE_LEN, "%lld%s", (long long)(ms / unit->factor),
		 unit->name);
}

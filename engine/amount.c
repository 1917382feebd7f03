// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Integer arithmetic of sizes, percentages and points.
 * Called from fields, cond, vm and decide; any context.
 */
#include "amount.h"

static u64 magnitude(s64 value)
{
	return value < 0 ? 0 - (u64)value : (u64)value;
}

/* rest * mul / div for rest < div, bit by bit: the product may exceed 64 bits,
 * the remainder never exceeds 2 * div. */
static u64 muldiv_long(u64 rest, u64 mul, u64 div)
{
	u64 quotient = 0, acc = 0;
	int bit;

	for (bit = 63; bit >= 0; bit--) {
		quotient <<= 1;
		acc <<= 1;
		if (acc >= div) {
			acc -= div;
			quotient++;
		}
		if (mul >> bit & 1) {
			acc += rest;
			if (acc >= div) {
				acc -= div;
				quotient++;
			}
		}
	}
	return quotient;
}

s64 oomt_muldiv(s64 value, s64 mul, s64 div)
{
	u64 v = magnitude(value), m = magnitude(mul), d = div, whole, rest;
	u64 product;
	bool negative = (value < 0) != (mul < 0);

	if (!v || !m)
		return 0;
	whole = v / d;
	rest = v % d;
	if (__builtin_mul_overflow(whole, m, &whole) || whole > S64_MAX)
		return negative ? -S64_MAX : S64_MAX;
	if (__builtin_mul_overflow(rest, m, &product))
		rest = muldiv_long(rest, m, d);
	else
		rest = product / d;
	if (rest > S64_MAX - whole)
		return negative ? -S64_MAX : S64_MAX;
	whole += rest;
	return negative ? -(s64)whole : (s64)whole;
}

s64 oomt_add(s64 a, s64 b)
{
	s64 sum;

	if (__builtin_add_overflow(a, b, &sum))
		return a < 0 ? -S64_MAX : S64_MAX;
	return sum;
}

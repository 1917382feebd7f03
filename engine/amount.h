/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Integer arithmetic of sizes, percentages and points: no floating point, no
 * overflow.  Any context.
 */
#ifndef OOMT_ENGINE_AMOUNT_H
#define OOMT_ENGINE_AMOUNT_H

#include "compat.h"

/*
 * value * mul / div, truncated toward zero, saturated at +-S64_MAX.
 * 0 < div <= 2^62.  Exact whenever the result fits: quotient and remainder are
 * multiplied apart, and a product that would not fit is made bit by bit.
 */
s64 oomt_muldiv(s64 value, s64 mul, s64 div);

/* a + b, saturated. */
s64 oomt_add(s64 a, s64 b);

/* A percentage of a base: base * bp / 10000, rounded down (language.md 9.1). */
static inline s64 oomt_percent_of(s64 base, s64 bp)
{
	return oomt_muldiv(base, bp, 10000);
}

#endif /* OOMT_ENGINE_AMOUNT_H */

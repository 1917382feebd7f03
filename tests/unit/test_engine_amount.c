// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/amount.c: exactness, truncation, saturation. */
#include <criterion/criterion.h>
#include "amount.h"

Test(amount, truncates_toward_zero)
{
	cr_assert_eq(oomt_muldiv(7, 1, 2), 3);
	cr_assert_eq(oomt_muldiv(-7, 1, 2), -3);
	cr_assert_eq(oomt_muldiv(7, -1, 2), -3);
	cr_assert_eq(oomt_muldiv(-7, -1, 2), 3);
	cr_assert_eq(oomt_muldiv(0, 5, 3), 0);
}

Test(amount, percent_rounds_down)
{
	cr_assert_eq(oomt_percent_of(1000, 250), 25);
	cr_assert_eq(oomt_percent_of(999, 1000), 99);
	cr_assert_eq(oomt_percent_of(OOMT_SIZE_MAX, 10000), OOMT_SIZE_MAX);
	cr_assert_eq(oomt_percent_of(OOMT_SIZE_MAX, 5000), OOMT_SIZE_MAX / 2);
}

Test(amount, long_products_are_exact)
{
	/* Every product here needs more than 64 bits. */
	s64 div = OOMT_SIZE_MAX - 3, value = OOMT_SIZE_MAX - 4;
	unsigned __int128 product = (unsigned __int128)value * 1000;

	cr_assert_eq(oomt_muldiv(value, 1000, div), (s64)(product / div));
	product = (unsigned __int128)value * 999983;
	cr_assert_eq(oomt_muldiv(-value, 999983, div), -(s64)(product / div));
}

Test(amount, against_128_bits)
{
	u64 seed = 88172645463325252ULL;
	int i;

	for (i = 0; i < 100000; i++) {
		s64 v, m, d;
		__int128 exact;

		seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
		v = (s64)(seed >> (seed % 60));
		m = (s64)((seed * 7919) % 2000001) - 1000000;
		d = (s64)((seed * 104729) >> (2 + seed % 50) & (S64_MAX >> 1));
		d = d ? d : 1;
		if (d > 1LL << 62)
			d = 1LL << 62;
		exact = (__int128)v * m / d;
		if (exact > S64_MAX)
			exact = S64_MAX;
		if (exact < -(__int128)S64_MAX)
			exact = -(__int128)S64_MAX;
		cr_assert_eq(oomt_muldiv(v, m, d), (s64)exact,
			     "%lld * %lld / %lld", v, m, d);
	}
}

Test(amount, add_saturates)
{
	cr_assert_eq(oomt_add(S64_MAX, 1), S64_MAX);
	cr_assert_eq(oomt_add(-S64_MAX, -10), -S64_MAX);
	cr_assert_eq(oomt_add(2, -5), -3);
}

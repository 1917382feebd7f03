// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/names.c: words are found by name, and out-of-range numbers are not. */
#include <criterion/criterion.h>
#include "names.h"
#include "vm.h"

Test(names, every_field_is_found_by_its_name)
{
	unsigned int i;

	for (i = 0; i < OOMT_F_COUNT; i++) {
		const char *name = oomt_field_name(i);

		cr_assert_eq(oomt_field_find(name, strlen(name)), (int)i);
	}
	for (i = 0; i < OOMT_M_COUNT; i++) {
		const char *name = oomt_metric_name(i);

		cr_assert_eq(oomt_metric_find(name, strlen(name)), (int)i);
	}
}

Test(names, what_is_not_there)
{
	cr_assert_eq(oomt_field_find("rs", 2), -1);
	cr_assert_eq(oomt_field_find("rssx", 4), -1);
	cr_assert_eq(oomt_hook_find("", 0), -1, "HOOK_NONE has no name");
	cr_assert_str_eq(oomt_field_name(OOMT_F_COUNT), "?");
	cr_assert_str_eq(oomt_op_name(255), "?");
}

Test(names, text_fields_come_first)
{
	unsigned int i;

	for (i = 0; i < OOMT_F_COUNT; i++)
		cr_assert_eq(oomt_field_is_text(i), i < OOMT_TEXT_FIELDS);
}

Test(names, masks_hold_every_word)
{
	cr_assert_leq(OOMT_F_COUNT, 64);
	cr_assert_leq(OOMT_M_COUNT, 64);
	cr_assert_str_eq(oomt_metric_name(OOMT_M_PSI_IO_FULL_AVG60),
			 "psi.io.full.avg60");
}

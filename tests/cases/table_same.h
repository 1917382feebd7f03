/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Whether two tables say the same, for tests of what must not change one:
 * printing it as text and reading that again, or laying its text out anew.
 */
#ifndef OOMT_TESTS_TABLE_SAME_H
#define OOMT_TESTS_TABLE_SAME_H

#include "table.h"

/*
 * Everything but the places in the source.  NULL: they are the same; else the
 * name of the first section that differs (static).
 */
const char *table_differs(const struct oomt_table *a,
			  const struct oomt_table *b);

/* A verified table as text, malloced; NULL: it cannot be printed. */
char *table_text(const struct oomt_table *table, size_t *len);

#endif /* OOMT_TESTS_TABLE_SAME_H */

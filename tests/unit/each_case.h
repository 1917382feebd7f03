/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Every case of tests/cases/ that has a policy in order and a snapshot, for
 * tests that ask something of all of them.
 */
#ifndef OOMT_TESTS_EACH_CASE_H
#define OOMT_TESTS_EACH_CASE_H

#include "rules.h"
#include "snapshot/snapshot.h"

typedef void each_case_fn(const struct oomt_rules *rules,
			  struct oomt_snapshot *snapshot, const char *name);

/* False: $SRCDIR is not set, or no case was found. */
bool each_case(each_case_fn *fn);

#endif /* OOMT_TESTS_EACH_CASE_H */

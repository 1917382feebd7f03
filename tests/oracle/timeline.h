/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What follows a kill, over time: the engine's bookkeeping (after.h) against a
 * reading of the whole history at each moment.
 */
#ifndef OOMT_TESTS_TIMELINE_H
#define OOMT_TESTS_TIMELINE_H

#include <stdio.h>
#include "compat.h"

/*
 * `count` random timelines.  True: one of them was told differently; it is
 * printed to `complain` unless that is NULL.
 */
bool timelines_differ(u64 seed, u32 count, FILE *complain);

#endif /* OOMT_TESTS_TIMELINE_H */

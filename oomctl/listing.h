/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A table in force as rules again, with all that the text leaves out: as
 * comments, so that it is still the same rules.  For `oomctl list -a`.
 */
#ifndef OOMT_OOMCTL_LISTING_H
#define OOMT_OOMCTL_LISTING_H

#include <stdio.h>
#include "nl/nl.h"
#include "table.h"

/*
 * Before the table, of which load it is, how old and how large; behind each
 * chain where it stands in its file and the headers that were left out because
 * they are the defaults; behind each rule its counters and its place.
 * counter: one for each rule; info: of the table, generation 0: not known;
 * now_ns: CLOCK_BOOTTIME.  0 or -errno.
 */
int oomt_listing_print(FILE *to, const struct oomt_table *table,
		       const struct oomt_nl_counter *counter,
		       const struct oomt_nl_table *info, u64 now_ns);

#endif /* OOMT_OOMCTL_LISTING_H */

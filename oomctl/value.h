/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Numbers as people write them in snapshots and on the command line: sizes,
 * percentages, durations (language.md 2), and their inverse for files.
 * Called by the snapshot reader and writer and by options; never prints.
 */
#ifndef OOMT_OOMCTL_VALUE_H
#define OOMT_OOMCTL_VALUE_H

#include "compat.h"

#define OOMT_NS_PER_MS	1000000LL
#define OOMT_NS_PER_S	1000000000LL

/*
 * Each reads all of text[0..len).  0; -EINVAL: not of this form; -ERANGE: of
 * the form but beyond what can be kept.  *value is set only on 0.
 */
int oomt_value_number(const char *text, size_t len, s64 *value);
int oomt_value_size(const char *text, size_t len, s64 *bytes);
/* "12.5" or "12.5%", at most two decimals, 0 to 100, in basis points. */
int oomt_value_percent(const char *text, size_t len, s64 *bp);
/* "250ms", "10s", "5m", "3h", "1d"; "0" needs no unit. */
int oomt_value_duration(const char *text, size_t len, s64 *ns);

#define OOMT_VALUE_LEN	32	/* enough for any of these, with the NUL */

/* Exact, in the largest unit that divides: "5380M", "1023K", "17". */
void oomt_value_size_text(s64 bytes, char out[OOMT_VALUE_LEN]);
/* "12.5", "3", "0.07". */
void oomt_value_percent_text(s64 bp, char out[OOMT_VALUE_LEN]);
/* Whole milliseconds (rounded down), in the largest unit that divides. */
void oomt_value_duration_text(s64 ns, char out[OOMT_VALUE_LEN]);

#endif /* OOMT_OOMCTL_VALUE_H */

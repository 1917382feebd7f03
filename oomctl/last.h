/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The module's last decision that had a victim, in words.  For status. */
#ifndef OOMT_OOMCTL_LAST_H
#define OOMT_OOMCTL_LAST_H

#include <jansson.h>
#include "nl/nl.h"
#include "output.h"

/* One line; nothing if there was none.  now_ns: CLOCK_BOOTTIME. */
void oomt_last_print(const struct oomt_out *out,
		     const struct oomt_nl_last *last, u64 now_ns);
/* An object, or null if there was none. */
json_t *oomt_last_json(const struct oomt_nl_last *last);

#endif /* OOMT_OOMCTL_LAST_H */

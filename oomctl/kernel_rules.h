/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* The tables that are in force, fetched and verified.  For eval and list. */
#ifndef OOMT_OOMCTL_KERNEL_RULES_H
#define OOMT_OOMCTL_KERNEL_RULES_H

#include "nl/nl.h"
#include "rules.h"

/*
 * Adds every table (or with `name` only that one) to `rules`, in the order of
 * loading, all of one generation.  Prints what went wrong; an exit code.
 */
int oomt_kernel_rules_read(struct oomt_nl *nl, const char *name,
			   struct oomt_rules *rules);

/* The same without a word: 0 or -errno, as oomt_nl_explain() takes it. */
int oomt_kernel_rules_fetch(struct oomt_nl *nl, const char *name,
			    struct oomt_rules *rules);

#endif /* OOMT_OOMCTL_KERNEL_RULES_H */

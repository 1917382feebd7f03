/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The `log` lines of a decision: which statements were passed, by how many
 * tasks.  Used by eval and by the warden at the time of a decision: it
 * allocates nothing.
 */
#ifndef OOMT_OOMCTL_LOGS_H
#define OOMT_OOMCTL_LOGS_H

#include "decide.h"

/* One `log` that some task passed. */
struct oomt_log_line {
	u32 table;			/* in rs->table */
	u32 rule;			/* in that table's RULES */
	const char *text;		/* the table's own */
	struct oomt_log seen;
};

/* Where a walk stands; zeroed to begin. */
struct oomt_log_walk {
	u32 table, rule, insn;		/* insn: behind the rule's first */
};

/*
 * The next line of the last decision of `ws`, in the order of the tables and
 * their text.  False: there are no more.
 */
bool oomt_log_next(const struct oomt_ruleset *rs,
		   const struct oomt_workspace *ws,
		   struct oomt_log_walk *walk, struct oomt_log_line *line);

#endif /* OOMT_OOMCTL_LOGS_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The picture that the module made a decision by, as it keeps it until the
 * second decision after it, and what its tables knew before they acted: the
 * dump TASK with AT_NS, read.  For records.  Allocates and waits for the
 * module: calm threads only.  Never prints.
 */
#ifndef OOMT_OOMCTL_KEPT_H
#define OOMT_OOMCTL_KEPT_H

#include "nl/nl.h"
#include "picture.h"
#include "state.h"

/* What outlives decisions, as told: see enum oomt_state_kind. */
struct oomt_kept_state {
	u32 kind, index, nth, active, fruitless;
	u64 cgroup, at_ns;
	char table[OOMT_NAME_MAX];
};

struct oomt_kept {
	struct oomt_picture pic;	/* sorted by pid; owns its texts */
	u32 task_room, cgroup_room;
	u64 generation;			/* of the tables that decided */
	u64 at_ns;			/* asked for */
	bool begun;			/* the head is here */
	bool acted;			/* what the tables knew is told */
	struct oomt_kept_state *state;
	u32 state_count, state_room, state_total;
};

void oomt_kept_init(struct oomt_kept *kept, u64 at_ns);
void oomt_kept_exit(struct oomt_kept *kept);

/*
 * Asks for the picture of the decision.  0; -ENOENT: it is gone, or the module
 * does not keep any; -EAGAIN: it is being changed; other -errno.
 */
int oomt_kept_read(struct oomt_nl *nl, enum oomt_hook hook,
		   struct oomt_kept *kept);

/* One message of the answer (an oomt_nl_answer_fn), and when all are there. */
int oomt_kept_take(struct nlattr **attr, void *kept);
int oomt_kept_finish(struct oomt_kept *kept);

/*
 * The states of the tables, made as at load, as the decision found them.
 * 0; -EINVAL: they are of other tables.
 */
int oomt_kept_states(const struct oomt_kept *kept,
		     const struct oomt_ruleset *rs,
		     struct oomt_table_state *state);

#endif /* OOMT_OOMCTL_KEPT_H */

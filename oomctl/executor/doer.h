/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The doer: freezes, asks for memory and runs commands for the module.  The
 * killer hands it what is no kill, when it has acknowledged it.
 *
 *	killer ──errand──> doer ──OUTCOME──> module
 *	                    │ pidfds, start times: still the same?
 *	                    └──job──> printer
 */
#ifndef OOMT_OOMCTL_DOER_H
#define OOMT_OOMCTL_DOER_H

#include "proc/buffer.h"
#include "deeds.h"
#include "executor.h"

#define OOMT_ERRANDS	4		/* handed over and not begun */
#define OOMT_TOLD	8		/* done and not printed */

/* A decision as it was read. */
struct oomt_errand {
	struct oomt_decision decision;
	u64 read_ns;
	u32 count;
	struct oomt_member member[OOMT_MEMBERS_MAX];	/* the victim first */
};

struct oomt_doer {
	struct oomt_executor *ex;
	struct oomt_deeds deeds;
	struct oomt_members unit;	/* held meanwhile */
	struct oomt_job job;
	int processes;			/* /proc, to list it */
	int hierarchy;			/* of cgroups; -1: none */
	struct oomt_buffer buf;
	char text[65536];
};

/*
 * Makes what may not be made later: before the device is opened and before any
 * thread is made.  0 or -errno.
 */
int oomt_doer_init(struct oomt_doer *doer, struct oomt_executor *ex);
/* Thaws everybody. */
void oomt_doer_exit(struct oomt_doer *doer);

#endif /* OOMT_OOMCTL_DOER_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Steering: a process whose signal->oom_flag_origin is set is taken by the
 * kernel's own killer before any badness is looked at.  A mark that stays on
 * a process without memory makes the kernel pick it for ever, so a mark lives
 * from one return of a hook to the return of the same out_of_memory().
 */
#ifndef OOMT_KMOD_MARK_H
#define OOMT_KMOD_MARK_H

#include "target.h"

enum oomt_mark_fate {
	OOMT_MARK_NONE,		/* there was no mark */
	OOMT_MARK_TAKEN,	/* the kernel has made it its victim */
	OOMT_MARK_LEFT,		/* it has not */
};

/*
 * Marks.  0, or -ESRCH: nothing to mark (no mm, already reaped, in vfork).
 * One mark at a time; the caller holds oom_lock.
 */
int oomt_mark_set(const struct oomt_target *target);

/* Clears ours, never another's.  Any context, probes included. */
enum oomt_mark_fate oomt_mark_clear(void);

/* For the watch: clears a forgotten mark, drops the reference of a spent one.
 * True while a mark stands. */
bool oomt_mark_sweep(void);

#endif /* OOMT_KMOD_MARK_H */

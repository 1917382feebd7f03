/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Conditions (`when`, `until`): three-valued, over the metrics of the system
 * and of cgroups, and over what processes there are (neither kernel threads
 * nor exiting ones).
 * Language.md 3 and 9.8: a comparison with something unknown is false (and
 * `not` of it true); a swap comparison without swap is neutral and drops out.
 * Allocation-free, any context; one caller at a time per `since` array.
 */
#ifndef OOMT_ENGINE_COND_H
#define OOMT_ENGINE_COND_H

#include "vm.h"

/* What a condition is evaluated against, and where it leaves its traces. */
struct oomt_cond {
	const struct oomt_table *table;
	const struct oomt_picture *pic;
	/*
	 * `for`: since when each FOR's operand has held without a break, in
	 * CLOCK_BOOTTIME ns, 0: it does not hold.  NULL: a steady state, every
	 * `for` has held (language.md 6).
	 */
	u64 *since;
	u32 since_first;		/* the FOR that since[0] belongs to */
	/*
	 * For `exists` and cgroup metrics.  NULL: the picture has metrics only;
	 * what needs more may hold (OOMT_MAYBE).
	 */
	struct oomt_vm *vm;
	u32 vm_table;			/* of `table`, in vm->rs */
	u32 cgroup;			/* that a chain runs for, or OOMT_NONE */
	bool psi_relieved;		/* read psi.* as 0 (forecast) */
	bool history_stands;		/* forecast: do not touch `since` */
	struct oomt_reason *reason;	/* OOMT_REASONS of them, or NULL */
	u32 reason_count;
};

/*
 * Evaluates INSNS[first .. first + len).  Empty: OOMT_NEUTRAL.  OOMT_MAYBE only
 * without `vm`; then no answer is final in which a `for` is about tasks.
 */
enum oomt_truth oomt_cond_run(struct oomt_cond *cond, u32 first, u32 len);

#endif /* OOMT_ENGINE_COND_H */

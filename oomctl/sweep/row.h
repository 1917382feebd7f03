/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the kernel's half of a sweep (sweep.bpf.c) tells the other (sweep.c)
 * about one process.  Both are built together: no ABI.
 */
#ifndef OOMT_OOMCTL_SWEEP_ROW_H
#define OOMT_OOMCTL_SWEEP_ROW_H

#include <linux/types.h>

#define OOMT_ROW_KTHREAD	(1 << 0)
#define OOMT_ROW_MEMORY		(1 << 1)	/* it has an address space */

struct oomt_sweep_row {
	__u64 born_ns;			/* CLOCK_BOOTTIME */
	/* Another number when its program, credentials, cgroups or name are
	 * others than they were. */
	__u64 changes;
	__u64 memory;			/* whoever shares it has the same; 0: none */
	__s64 file, anon, swap, shmem;	/* pages; each can be a little below 0 */
	__s64 pgtables;			/* bytes */
	__u64 vsize;			/* pages */
	__s32 pid, ppid, pgrp, session;	/* of the initial namespace */
	__u32 threads;
	__s32 oom_score_adj;
	__u32 flags;			/* OOMT_ROW_x */
	__u32 unused;			/* the size is a multiple of 8 */
};

#endif /* OOMT_OOMCTL_SWEEP_ROW_H */

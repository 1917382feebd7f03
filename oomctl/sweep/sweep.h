/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A sweep: the sizes of all processes in one go, told by a BPF iterator, where
 * the kernel lets us have one (BTF, CAP_BPF and CAP_PERFMON, the initial pid
 * namespace).  For the proc backend's census, which reads /proc without it.
 *
 *	calm	oomt_sweep_open()	loads the program; allocates
 *		oomt_sweep_prepare()	all memory that the next ones need
 *	low	oomt_sweep_take()	the rows; nothing is allocated
 *
 * Sizes are what the kernel's OOM killer and the module go by (get_mm_counter):
 * since 6.2 each processor holds back less than 32 pages, or twice as many as
 * there are processors, of each counter; newer kernels add that up for /proc.
 *
 * One thread at a time.
 */
#ifndef OOMT_OOMCTL_SWEEP_H
#define OOMT_OOMCTL_SWEEP_H

#include "compat.h"
#include "row.h"

struct oomt_sweep;

/*
 * Room for `capacity` processes.  NULL: it cannot be had, and *why (static
 * text) says why.  What it tells of ourselves has been compared with /proc.
 */
struct oomt_sweep *oomt_sweep_open(u32 capacity, const char **why);
/* sweep may be NULL. */
void oomt_sweep_close(struct oomt_sweep *sweep);

/* For as many sweeps as may be taken before the next calm time, about. */
void oomt_sweep_prepare(struct oomt_sweep *sweep);

/*
 * Processes of now, ascending by pid; one of them, the first that the kernel
 * lists (init), is never among them.  The count; -ENOSPC: more than there is
 * room for; -EAGAIN: none is prepared; -errno.  The rows are good until the next
 * sweep.
 */
int oomt_sweep_take(struct oomt_sweep *sweep);
const struct oomt_sweep_row *oomt_sweep_rows(const struct oomt_sweep *sweep);

#endif /* OOMT_OOMCTL_SWEEP_H */

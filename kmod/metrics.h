/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The system's metrics: what a module may ask the kernel, and what it cannot
 * and is told by the handler (PSI, zram.used, pgscan.rate) or by the load
 * (swap.total).
 */
#ifndef OOMT_KMOD_METRICS_H
#define OOMT_KMOD_METRICS_H

#include "../engine/picture.h"

/*
 * How long a pushed value (not swap.total) is believed: pressure of less than
 * 1% longer, because the handler is woken when there is more.
 */
#define OOMT_PSI_FRESH_MS	10000
#define OOMT_PSI_CALM_MS	60000
#define OOMT_PSI_CALM_BP	100

/* Fills pic's time and metrics.  Any context that may take a spinlock. */
void oomt_metrics_fill(struct oomt_picture *pic);

/*
 * Takes a value that only user space knows: psi.* in basis points, swap.total
 * and zram.used in bytes, pgscan.rate in pages per second.  *news: it was not
 * known to be so.  0, or -EINVAL for another metric or a value out of range.
 */
int oomt_metrics_push(u32 metric, s64 value, bool *news);

#endif /* OOMT_KMOD_METRICS_H */

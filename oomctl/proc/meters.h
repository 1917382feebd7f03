/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Metrics that stand in files of their own: zram.used and pgscan.rate.  Read by
 * the warden, and by the feeder for the module, which cannot ask for them.
 * Opened in calm times; reading allocates nothing.
 */
#ifndef OOMT_OOMCTL_METERS_H
#define OOMT_OOMCTL_METERS_H

#include "pressure.h"

#define OOMT_ZRAM_MAX	8

struct oomt_meters {
	int zram[OOMT_ZRAM_MAX];	/* -1: not there */
	int vmstat;			/* for pgscan.rate; -1 */
	s64 scanned;			/* pages, when the rate was taken */
	s64 scan_rate;			/* -1: not known yet */
	u64 scanned_ns;
	char text[16384];
};

void oomt_meters_init(struct oomt_meters *meters);
void oomt_meters_exit(struct oomt_meters *meters);

/* Opens what is there and not open yet; `root` is where proc/ and sys/ are. */
void oomt_meters_open(struct oomt_meters *meters, const char *root);

/* Memory that zram takes; unknown without such a device. */
void oomt_meters_zram(struct oomt_meters *meters,
		      struct oomt_metrics *metrics);
/* Over a second at least; unknown until one has passed. */
void oomt_meters_pgscan(struct oomt_meters *meters, u64 now_ns,
			struct oomt_metrics *metrics);

#endif /* OOMT_OOMCTL_METERS_H */

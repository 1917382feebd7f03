// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* zram.used and pgscan.rate; see meters.h. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "amount.h"
#include "executor/executor.h"
#include "meters.h"
#include "value.h"

void oomt_meters_init(struct oomt_meters *meters)
{
	unsigned int i;

	memset(meters, 0, sizeof(*meters));
	for (i = 0; i < OOMT_ZRAM_MAX; i++)
		meters->zram[i] = -1;
	meters->vmstat = -1;
	meters->scan_rate = -1;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void oomt_meters_exit(struct oomt_meters *meters)
{
	unsigned int i;

	for (i = 0; i < OOMT_ZRAM_MAX; i++)
		close_fd(&meters->zram[i]);
	close_fd(&meters->vmstat);
}

void oomt_meters_open(struct oomt_meters *meters, const char *root)
{
	char path[PATH_MAX];
	unsigned int i;

	for (i = 0; i < OOMT_ZRAM_MAX; i++) {
		if (meters->zram[i] >= 0)
			continue;
		snprintf(path, sizeof(path), "%s/sys/block/zram%u/mm_stat",
			 root, i);
		meters->zram[i] = open(path, O_RDONLY | O_CLOEXEC);
	}
	if (meters->vmstat >= 0)
		return;
	snprintf(path, sizeof(path), "%s/proc/vmstat", root);
	meters->vmstat = open(path, O_RDONLY | O_CLOEXEC);
}

/* One that has been taken away is not read any more. */
void oomt_meters_zram(struct oomt_meters *meters,
		      struct oomt_metrics *metrics)
{
	long long column[3];
	bool any = false;
	s64 used = 0;
	u32 i;

	for (i = 0; i < OOMT_ZRAM_MAX; i++) {
		if (meters->zram[i] < 0)
			continue;
		if (oomt_read_static(meters->zram[i], meters->text,
				     sizeof(meters->text)) <= 0 ||
		    sscanf(meters->text, "%lld %lld %lld", &column[0],
			   &column[1], &column[2]) != 3) {
			close_fd(&meters->zram[i]);
			continue;
		}
		used += column[2];
		any = true;
	}
	if (!any)
		return;
	metrics->value[OOMT_M_ZRAM_USED] = used;
	metrics->known |= 1ULL << OOMT_M_ZRAM_USED;
}

/* What reclaim has looked at since boot, in pages. */
static s64 read_scanned(struct oomt_meters *meters)
{
	const char *at;
	s64 pages = 0;

	if (meters->vmstat < 0 ||
	    oomt_read_static(meters->vmstat, meters->text,
			     sizeof(meters->text)) <= 0)
		return -1;
	/* pgscan_kswapd, pgscan_direct, ...; not what is counted within. */
	for (at = strstr(meters->text, "\npgscan_"); at;
	     at = strstr(at + 1, "\npgscan_"))
		if (!strncmp(at + 8, "kswapd ", 7) ||
		    !strncmp(at + 8, "direct ", 7) ||
		    !strncmp(at + 8, "khugepaged ", 11))
			pages += strtoll(strchr(at + 1, ' '), NULL, 10);
	return pages;
}

void oomt_meters_pgscan(struct oomt_meters *meters, u64 now_ns,
			struct oomt_metrics *metrics)
{
	u64 passed_ms = (now_ns - meters->scanned_ns) / OOMT_NS_PER_MS;
	s64 pages;

	if (!meters->scanned_ns || passed_ms >= 1000) {
		pages = read_scanned(meters);
		if (pages < 0)
			return;
		if (meters->scanned_ns)
			meters->scan_rate = oomt_muldiv(pages - meters->scanned,
							1000, passed_ms);
		meters->scanned = pages;
		meters->scanned_ns = now_ns;
	}
	if (meters->scan_rate < 0)
		return;
	metrics->value[OOMT_M_PGSCAN_RATE] = meters->scan_rate;
	metrics->known |= 1ULL << OOMT_M_PGSCAN_RATE;
}

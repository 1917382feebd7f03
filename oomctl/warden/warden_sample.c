// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The warden's metrics, and how long it may sleep.  Reads open files into a
 * buffer of its own; allocates nothing.
 */
#include "amount.h"
#include "names.h"
#include "outlook.h"
#include "warden.h"

/* As the module's hook low: faster than memory can be filled, 10 GiB/s. */
#define FILL_BYTES_PER_MS	(10LL << 20)
#define SLEEP_MIN_MS		20
#define SLEEP_MAX_MS		1000
#define SLEEP_CGROUP_MS		250	/* conditions about cgroups, tasks */
#define SLEEP_GROWTH_MS		2500
#define SLEEP_CALM_MS		4000	/* a PSI trigger would wake us */

/* Metrics whose rise or fall the headroom and the trigger foretell. */
#define FORESEEABLE							\
	(1ULL << OOMT_M_MEM_TOTAL | 1ULL << OOMT_M_MEM_AVAILABLE |	\
	 1ULL << OOMT_M_SWAP_TOTAL | 1ULL << OOMT_M_SWAP_FREE |		\
	 0x3fULL << OOMT_M_PSI_SOME_AVG10)

void oomt_warden_foresee(struct oomt_warden *warden)
{
	warden->exactly = warden->rs->exists || warden->rs->each ||
			  warden->rs->cgroup_metrics;
	warden->foreseeable = !(warden->rs->metrics & ~FORESEEABLE) &&
			      !warden->exactly;
}

void oomt_warden_sample(struct oomt_warden *warden)
{
	struct oomt_picture *pic = &warden->census.pic;
	const struct oomt_executor *ex = warden->ex;
	struct oomt_metrics metrics = { 0 };
	unsigned int i;

	if (oomt_read_static(ex->meminfo, warden->text,
			     sizeof(warden->text)) > 0)
		oomt_meminfo_parse(warden->text, &metrics);
	for (i = 0; i < OOMT_PSI_FILES; i++)
		if (ex->psi[i] >= 0 &&
		    oomt_read_static(ex->psi[i], warden->text,
				     sizeof(warden->text)) > 0)
			oomt_psi_parse(warden->text, oomt_psi_files[i].first,
				       &metrics);
	if (warden->rs->metrics & 1ULL << OOMT_M_ZRAM_USED)
		oomt_meters_zram(&warden->meters, &metrics);
	pic->now_ns = oomt_now_ns();
	if (warden->rs->metrics & 1ULL << OOMT_M_PGSCAN_RATE)
		oomt_meters_pgscan(&warden->meters, pic->now_ns, &metrics);
	memcpy(pic->metric, metrics.value, sizeof(pic->metric));
	pic->metrics_known = metrics.known;
	warden->census.swap_used =
		metrics.known & (1ULL << OOMT_M_SWAP_USED) ?
		metrics.value[OOMT_M_SWAP_USED] : OOMT_SIZE_MAX;
	oomt_after_apply(&warden->after, pic);
}

/* How far the chains are from firing, as this sample was asked. */
static s64 room(const struct oomt_warden *warden, struct oomt_workspace *ws)
{
	const struct oomt_picture *pic = &warden->census.pic;
	const struct oomt_ruleset *rs = warden->rs;
	const struct oomt_ask ask = {
		.hook = OOMT_HOOK_LOW,
		.quick = warden->asked_ns != pic->now_ns,
	};
	struct oomt_outlook sum = { .bytes = S64_MAX }, one;
	u32 i, at, cgroup;

	for (i = 0; i < rs->base_count[OOMT_HOOK_LOW]; i++) {
		if (ask.quick) {
			oomt_low_outlook(rs, pic, ws, i, OOMT_NONE, &ask, 0,
					 &one);
			oomt_outlook_add(&sum, &one);
			continue;
		}
		for (at = 0; oomt_low_run(rs, ws, i, &at, &cgroup);) {
			oomt_low_outlook(rs, pic, ws, i, cgroup, &ask, 0,
					 &one);
			oomt_outlook_add(&sum, &one);
		}
	}
	return sum.bytes;
}

unsigned int oomt_warden_sleep_ms(struct oomt_warden *warden)
{
	s64 ms, most = SLEEP_MAX_MS;

	if (warden->foreseeable && warden->trigger)
		most = SLEEP_CALM_MS;
	if (warden->exactly)
		most = SLEEP_CGROUP_MS;
	/* A sample for growth is due every so often. */
	if (warden->census.learns & 1ULL << OOMT_F_GROWTH &&
	    most > SLEEP_GROWTH_MS)
		most = SLEEP_GROWTH_MS;
	ms = room(warden, &warden->ws) / FILL_BYTES_PER_MS;
	if (ms > most)
		return most;
	return ms < SLEEP_MIN_MS ? SLEEP_MIN_MS : ms;
}

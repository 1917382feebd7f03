// SPDX-License-Identifier: GPL-2.0-only
/*
 * The watch.  Started by flights and marks, stops by itself when there is
 * nothing left to watch.  Must never take what a hook may hold while waiting.
 */
#include "compat.h"

#include <linux/jiffies.h>

#include "flight.h"
#include "mark.h"
#include "watch.h"
#include "work.h"

#define PERIOD_MS	4	/* how exactly an ending is timed */
#define GRACE_MS	50	/* while a grace runs */

static struct delayed_work watch_work;

static void start(unsigned int ms)
{
	queue_delayed_work(oomt_wq, &watch_work, msecs_to_jiffies(ms));
}

static void watch(struct work_struct *work)
{
	bool soon = oomt_mark_sweep(), later = false;
	enum oomt_phase phase;
	u64 age_ns;
	int i;

	for (i = 0; i < OOMT_FLIGHTS; i++) {
		phase = oomt_flight_look(i, false, &age_ns);
		soon |= phase == OOMT_PHASE_FLYING;
		later |= phase == OOMT_PHASE_GRACE;
	}
	if (soon || later)
		start(soon ? PERIOD_MS : GRACE_MS);
}

void oomt_watch_start(void)
{
	start(PERIOD_MS);
}

void oomt_watch_init(void)
{
	INIT_DELAYED_WORK(&watch_work, watch);
}

/* What still flies is reported as it stands; no mark survives. */
void oomt_watch_exit(void)
{
	oomt_mark_clear();
	oomt_flight_exit();
	cancel_delayed_work_sync(&watch_work);
	oomt_mark_sweep();
}

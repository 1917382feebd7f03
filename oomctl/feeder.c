// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The feeder: tells the module what it cannot find out itself (PSI, the total of
 * swap, zram.used, pgscan.rate), at once when the kernel reports pressure and every two
 * seconds, and that we are alive, every second.
 */
#include <poll.h>
#include <stdio.h>
#include <unistd.h>
#include "executor.h"
#include "meters.h"

#define BEAT_NS		(1000ULL * 1000000)
#define FEED_NS		(2000ULL * 1000000)

/* A killer that has been busy for longer is not a reason to say "alive". */
#define BUSY_NS		(500ULL * 1000000)

/* Stall of 100 ms within 1 s: pressure that is felt. */
static const char trigger[] = "some 100000 1000000";

struct feeder {
	struct oomt_executor *ex;
	struct oomt_meters meters;
	char text[8192];
	bool trigger;			/* the kernel took it */
};

static void push(struct oomt_executor *ex,
		 const struct oomt_handler_msg *msg)
{
	/* If the module is gone, the killer notices. */
	if (write(ex->device, msg, sizeof(*msg)) < 0)
		return;
}

static void push_metric(struct oomt_executor *ex, unsigned int metric,
			s64 value)
{
	const struct oomt_handler_msg msg = {
		.type = OOMT_MSG_METRIC, .metric = metric, .value = value,
	};

	push(ex, &msg);
}

static void beat(struct oomt_executor *ex)
{
	const struct oomt_handler_msg msg = { .type = OOMT_MSG_HEARTBEAT };
	u64 busy = atomic_load(&ex->busy_ns);

	if (!busy || oomt_now_ns() - busy < BUSY_NS)
		push(ex, &msg);
}

static void feed(struct feeder *feeder)
{
	struct oomt_executor *ex = feeder->ex;
	struct oomt_metrics metrics = { 0 };
	unsigned int i;

	for (i = 0; i < OOMT_PSI_FILES; i++)
		if (ex->psi[i] >= 0 &&
		    oomt_read_static(ex->psi[i], feeder->text,
				     sizeof(feeder->text)) > 0)
			oomt_psi_parse(feeder->text, oomt_psi_files[i].first,
				       &metrics);
	/* A device may have come since. */
	oomt_meters_open(&feeder->meters, "");
	oomt_meters_zram(&feeder->meters, &metrics);
	oomt_meters_pgscan(&feeder->meters, oomt_now_ns(), &metrics);
	for (i = 0; i < OOMT_M_COUNT; i++)
		if (metrics.known & (1ULL << i))
			push_metric(ex, i, metrics.value[i]);
	memset(&metrics, 0, sizeof(metrics));
	if (oomt_read_static(ex->meminfo, feeder->text,
			     sizeof(feeder->text)) > 0)
		oomt_meminfo_parse(feeder->text, &metrics);
	if (metrics.known & (1ULL << OOMT_M_SWAP_TOTAL))
		push_metric(ex, OOMT_M_SWAP_TOTAL,
			    metrics.value[OOMT_M_SWAP_TOTAL]);
}

static int until_ms(u64 now, u64 then)
{
	return then <= now ? 0 : (int)((then - now) / 1000000 + 1);
}

static struct feeder the_feeder;

void *oomt_feeder_main(void *arg)
{
	struct feeder *feeder = &the_feeder;
	struct oomt_executor *ex = feeder->ex = arg;
	u64 next_beat = 0, next_feed = 0, now;
	struct pollfd wait[2];

	oomt_realtime(18);
	oomt_meters_init(&feeder->meters);
	feeder->trigger = ex->psi[0] >= 0 &&
		write(ex->psi[0], trigger, sizeof(trigger)) > 0;
	while (!atomic_load(&ex->stopping)) {
		now = oomt_now_ns();
		if (now >= next_feed) {
			feed(feeder);
			next_feed = now + FEED_NS;
		}
		if (now >= next_beat) {
			beat(ex);
			next_beat = now + BEAT_NS;
		}
		wait[0] = (struct pollfd){
			.fd = ex->stop_fd, .events = POLLIN,
		};
		wait[1] = (struct pollfd){
			.fd = feeder->trigger ? ex->psi[0] : -1,
			.events = POLLPRI,
		};
		if (poll(wait, 2, until_ms(now, next_beat < next_feed ?
					   next_beat : next_feed)) <= 0)
			continue;
		if (wait[1].revents & POLLERR)
			feeder->trigger = false;
		else if (wait[1].revents & POLLPRI)
			next_feed = 0;
	}
	oomt_meters_exit(&feeder->meters);
	return NULL;
}

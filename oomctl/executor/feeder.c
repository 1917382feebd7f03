// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The feeder: tells the module what it cannot find out itself (PSI, the total of
 * swap, zram.used, pgscan.rate), as far as its tables ask for it, and that we
 * are alive.  It sleeps as long as the kernel reports neither pressure nor
 * another swap, and the module does not find us late.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>
#include "executor.h"
#include "proc/meters.h"

#define SECOND_NS	(1000ULL * 1000000)
#define FEED_NS		(2 * SECOND_NS)
/* Well before the module forgets what it was told last. */
#define CALM_NS		(25 * SECOND_NS)
/* Less pressure than that is calm (basis points; as the module sees it). */
#define CALM_BP		100

/* A killer that has been busy for longer is not a reason to say "alive". */
#define BUSY_NS		(500ULL * 1000000)

/* Metrics of which the kernel does not tell when they change. */
#define UNTOLD	(1ULL << OOMT_M_ZRAM_USED | 1ULL << OOMT_M_PGSCAN_RATE | \
		 0xfffULL << OOMT_M_PSI_IO_SOME_AVG10)

/* Stall of 10 ms within 1 s: more than calm. */
static const char trigger[] = "some 10000 1000000";

struct feeder {
	struct oomt_executor *ex;
	struct oomt_meters meters;
	char text[8192];
	bool trigger;			/* the kernel took it */
	bool calm;			/* at the last look */
	bool gone;			/* the device */
	int swaps;			/* /proc/swaps; -1 */
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

/* False: somebody waits for the killer already, and too long. */
static bool beat(struct oomt_executor *ex)
{
	const struct oomt_handler_msg msg = { .type = OOMT_MSG_HEARTBEAT };
	u64 busy = atomic_load(&ex->busy_ns);

	if (busy && oomt_now_ns() - busy >= BUSY_NS)
		return false;
	push(ex, &msg);
	return true;
}

static void feed_swap(struct feeder *feeder)
{
	struct oomt_metrics metrics = { 0 };

	if (oomt_read_static(feeder->ex->meminfo, feeder->text,
			     sizeof(feeder->text)) > 0)
		oomt_meminfo_parse(feeder->text, &metrics);
	if (metrics.known & (1ULL << OOMT_M_SWAP_TOTAL))
		push_metric(feeder->ex, OOMT_M_SWAP_TOTAL,
			    metrics.value[OOMT_M_SWAP_TOTAL]);
}

static void read_metrics(struct feeder *feeder, u64 asked,
			 struct oomt_metrics *metrics)
{
	struct oomt_executor *ex = feeder->ex;
	unsigned int i;

	for (i = 0; i < OOMT_PSI_FILES; i++)
		if (ex->psi[i] >= 0 &&
		    asked >> oomt_psi_files[i].first & 0x3f &&
		    oomt_read_static(ex->psi[i], feeder->text,
				     sizeof(feeder->text)) > 0)
			oomt_psi_parse(feeder->text, oomt_psi_files[i].first,
				       metrics);
	/* A device may have come since. */
	if (asked & (1ULL << OOMT_M_ZRAM_USED | 1ULL << OOMT_M_PGSCAN_RATE))
		oomt_meters_open(&feeder->meters, "");
	if (asked & 1ULL << OOMT_M_ZRAM_USED)
		oomt_meters_zram(&feeder->meters, metrics);
	if (asked & 1ULL << OOMT_M_PGSCAN_RATE)
		oomt_meters_pgscan(&feeder->meters, oomt_now_ns(), metrics);
}

/* How long until the next time. */
static u64 feed(struct feeder *feeder)
{
	u64 asked = atomic_load(&feeder->ex->asked_for);
	struct oomt_metrics metrics = { 0 };
	unsigned int i;

	feeder->calm = true;
	read_metrics(feeder, asked, &metrics);
	for (i = 0; i < OOMT_M_COUNT; i++) {
		if (!(metrics.known & asked & 1ULL << i))
			continue;
		push_metric(feeder->ex, i, metrics.value[i]);
		if (i >= OOMT_M_PSI_SOME_AVG10 && metrics.value[i] >= CALM_BP)
			feeder->calm = false;
	}
	feed_swap(feeder);
	return feeder->trigger && feeder->calm && !(asked & UNTOLD) ? CALM_NS :
								      FEED_NS;
}

static int until_ms(u64 now, u64 then)
{
	return then <= now ? 0 : (int)((then - now) / 1000000 + 1);
}

/*
 * Answers when to beat (0: we are not late); *next_feed: sooner, if there is
 * news.  While the killer is busy the device would say "late" all the time.
 */
static u64 wait_for_news(struct feeder *feeder, u64 now, u64 late_ns,
			 u64 *next_feed)
{
	struct oomt_executor *ex = feeder->ex;
	u64 next = late_ns && late_ns < *next_feed ? late_ns : *next_feed;
	struct pollfd wait[] = {
		{ .fd = ex->stop_fd, .events = POLLIN },
		{ .fd = feeder->trigger ? ex->psi[0] : -1, .events = POLLPRI },
		{ .fd = feeder->swaps, .events = POLLPRI },
		{ .fd = late_ns || feeder->gone ? -1 : ex->device,
		  .events = POLLPRI },
		{ .fd = ex->asked_fd, .events = POLLIN },
	};

	if (poll(wait, ARRAY_SIZE(wait), until_ms(now, next)) <= 0)
		return late_ns;
	if (wait[1].revents & POLLERR)
		feeder->trigger = false;
	else if (wait[1].revents)
		*next_feed = 0;
	if (wait[2].revents)
		*next_feed = 0;
	if (wait[4].revents)
		oomt_asked_take(ex);
	/* Another has our place: the killer notices. */
	if (wait[3].revents & (POLLERR | POLLHUP))
		feeder->gone = true;
	return wait[3].revents & POLLPRI ? now : late_ns;
}

static struct feeder the_feeder;

void *oomt_feeder_main(void *arg)
{
	struct feeder *feeder = &the_feeder;
	struct oomt_executor *ex = feeder->ex = arg;
	u64 next_feed = 0, asked = 0, late_ns = 0, now;

	oomt_realtime(18);
	oomt_meters_init(&feeder->meters);
	feeder->swaps = open("/proc/swaps", O_RDONLY | O_CLOEXEC);
	feeder->trigger = ex->psi[0] >= 0 &&
		write(ex->psi[0], trigger, sizeof(trigger)) > 0;
	while (!atomic_load(&ex->stopping)) {
		now = oomt_now_ns();
		/* Other tables ask for something else. */
		if (now >= next_feed || asked != atomic_load(&ex->asked_for)) {
			asked = atomic_load(&ex->asked_for);
			next_feed = now + feed(feeder);
		}
		if (late_ns && now >= late_ns)
			late_ns = beat(ex) ? 0 : now + SECOND_NS;
		late_ns = wait_for_news(feeder, now, late_ns, &next_feed);
	}
	if (feeder->swaps >= 0)
		close(feeder->swaps);
	oomt_meters_exit(&feeder->meters);
	return NULL;
}

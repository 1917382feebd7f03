// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The listener: a thread of the executor that fetches the picture of whatever
 * the module decides, before it is gone, and keeps records of what the module
 * has carried out by itself, in hook memcg always, elsewhere where nobody was
 * there in time.  It never kills, and nobody waits for it; what it loses while
 * the machine is busy is not recorded.
 */
#include <poll.h>
#include <signal.h>
#include "executor.h"
#include "nl/nl.h"
#include "record/recorder.h"

struct listener {
	struct oomt_executor *ex;
	struct oomt_job job;
};

static struct listener the_listener;

/* By whom it was carried out, if not by us. */
static bool by_module(enum oomt_ending ending)
{
	return ending == OOMT_END_KERNEL_MARK ||
	       ending == OOMT_END_KERNEL_SIGNAL;
}

static int see(const struct oomt_nl_event *event, void *arg)
{
	struct listener *listener = arg;
	struct oomt_job *job = &listener->job;
	const struct oomt_decision *d = event->whole;

	if (atomic_load(&listener->ex->stopping))
		return -EINTR;
	if (!d || d->outcome != OOMT_OUT_VICTIM)
		return 0;
	if (event->event == OOMT_EV_DECISION && d->id)
		oomt_recorder_recall(listener->ex->recorder, d);
	if (event->event != OOMT_EV_ENDING || !by_module(event->ending))
		return 0;
	memset(job, 0, sizeof(*job));
	job->decision = *d;
	job->kind = OOMT_JOB_KILL;
	job->pidfd = -1;
	/* At once: deciding is all that was before it. */
	job->signalled_ns = d->at_ns + d->facts_ns + d->decide_ns;
	job->gone_ns = d->at_ns + event->took_ns;
	job->available = job->swap_free = -1;
	oomt_recorder_tell(listener->ex->recorder, job);
	return 0;
}

/* Until the end, or until nothing can be heard. */
static void hear(struct listener *listener, const sigset_t *mask)
{
	struct oomt_nl nl;
	int err = oomt_nl_open(&nl);

	if (err)
		return;
	err = oomt_nl_subscribe(&nl);
	while (!err && !atomic_load(&listener->ex->stopping)) {
		err = oomt_nl_listen(&nl, mask, see, listener);
		if (err == -EINTR || err == -ENOBUFS)
			err = 0;
	}
	oomt_nl_close(&nl);
}

void *oomt_listener_main(void *arg)
{
	struct timespec pause = { .tv_nsec = 0, .tv_sec = 1 };
	struct listener *listener = &the_listener;
	sigset_t mask;

	listener->ex = arg;
	/* The end comes as a signal, which is let in only while waiting. */
	sigfillset(&mask);
	sigdelset(&mask, OOMT_KICK_SIGNAL);
	while (!atomic_load(&listener->ex->stopping)) {
		hear(listener, &mask);
		ppoll(NULL, 0, &pause, &mask);
	}
	return NULL;
}

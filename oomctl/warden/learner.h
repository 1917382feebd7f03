/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Reads command lines for the census, in a thread of its own: to read one is
 * to look into the memory of its process, which can wait for that process
 * without end.  Then the rest stay unknown, and rules spare whom they do not
 * know.  The warden asks and collects in calm times and never waits.
 */
#ifndef OOMT_OOMCTL_LEARNER_H
#define OOMT_OOMCTL_LEARNER_H

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include "census.h"

#define OOMT_LESSONS		256		/* at once */
#define OOMT_LESSON_MAX		(64 << 10)	/* a longer one is unknown */

struct oomt_lesson {
	s32 pid;
	u64 start_ns, args;
	const char *cmdline;		/* NULL: it cannot be told */
};

struct oomt_learner {
	int proc;			/* borrowed */
	long hz;
	pthread_t thread;
	bool started;
	_Atomic bool stopping;
	sem_t asked;
	bool waiting;			/* lessons are asked for */
	struct oomt_lesson lesson[OOMT_LESSONS];
	u32 count;
	_Atomic u32 done;		/* of them, in order */
	u32 taken;
	u32 next;			/* whom to ask about again */
	struct oomt_buffer buf;
	char *text;			/* what lessons point into */
	size_t used;
};

/* 0 or -errno; on an error nothing is held. */
int oomt_learner_start(struct oomt_learner *learner,
		       const struct oomt_census *census);
/* Leaves a thread behind that does not come back from a process. */
void oomt_learner_stop(struct oomt_learner *learner);

/* Calm: takes what was read, and asks for more. */
void oomt_learner_turn(struct oomt_learner *learner,
		       struct oomt_census *census);

#endif /* OOMT_OOMCTL_LEARNER_H */

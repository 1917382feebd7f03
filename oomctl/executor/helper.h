/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Runs commands of `exec`: a process made at the start, because making one may
 * fail when memory is gone.  The warden sends a request and never waits; the
 * helper runs /bin/sh -c with OOMT_PID, OOMT_PIDS, OOMT_UNIT, OOMT_COMM and
 * OOMT_CGROUP in the environment, a few at a time, and kills what has not ended
 * after OOMT_HELPER_MS.
 */
#ifndef OOMT_OOMCTL_HELPER_H
#define OOMT_OOMCTL_HELPER_H

#include "compat.h"

#define OOMT_HELPER_MS		10000
#define OOMT_HELPER_RUNS	4	/* at a time */
#define OOMT_HELPER_PIDS	1024	/* told of a unit */

struct oomt_helper {
	s32 pid;			/* 0: none */
	int socket;
};

struct oomt_helper_request {
	u64 id;
	s32 pid;
	char command[OOMT_COMMAND_MAX];
	char unit[16], comm[OOMT_COMM_LEN], cgroup[OOMT_PATH_MAX];
	u32 pid_count;
	s32 pids[OOMT_HELPER_PIDS];
};

struct oomt_helper_reply {
	u64 id;
	int result;			/* 0; exit status; -errno: -ETIME, ... */
};

/* Before any thread is made.  0 or -errno. */
int oomt_helper_start(struct oomt_helper *helper);
/* Lets it go: it ends with its last command. */
void oomt_helper_stop(struct oomt_helper *helper);

/* 0 or -errno (-EAGAIN: it does not listen).  Never waits. */
int oomt_helper_ask(struct oomt_helper *helper,
		    const struct oomt_helper_request *request);
/* A command that has ended: true with *reply.  Never waits. */
bool oomt_helper_answer(struct oomt_helper *helper,
			struct oomt_helper_reply *reply);

#endif /* OOMT_OOMCTL_HELPER_H */

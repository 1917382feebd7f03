/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a soak's console says, by rounds: the module's decisions with their
 * pictures (witness.c), who died by wait status (supervise.c, hog.c), and what
 * the kernel printed.  No judgement here; that is soak_judge.c's.
 */
#ifndef OOMT_TESTS_SOAK_CONSOLE_H
#define OOMT_TESTS_SOAK_CONSOLE_H

#include <stdio.h>
#include "naive.h"

#define SOAK_DECISIONS	128	/* of one round */
#define SOAK_DEATHS	512
#define SOAK_DUMPS	128
#define SOAK_THREADS	256
#define SOAK_CGROUPS	16
#define SOAK_PATH	64

struct soak_picture {
	struct oomt_picture pic;	/* of the arrays below */
	struct oomt_task task[NAIVE_TASKS];
	struct oomt_cgroup cgroup[SOAK_CGROUPS];
	char path[SOAK_CGROUPS][SOAK_PATH];
	char exe[NAIVE_TASKS][SOAK_PATH];
	bool kept;			/* it is whole */
};

struct soak_decision {
	unsigned int hook, outcome, deadline_ms, candidates, exempt;
	u64 at_ns;
	char cgroup[SOAK_PATH];
	int runner[OOMT_RUNNERS];	/* pids */
	unsigned int runners;
	unsigned int ending;		/* OOMT_END_PENDING: nothing was said */
	struct soak_picture picture;
};

/* How a process came to its end. */
enum soak_end {
	SOAK_KILLED,			/* by signal 9, in the round */
	SOAK_LEFT,			/* by the supervisor, at the end */
};

struct soak_death {
	int pid, parent;		/* 0: not known */
	enum soak_end how;
	long at_ms;			/* 0: not known */
};

/* A row of the kernel's own dump; sizes in bytes. */
struct soak_row {
	int pid, adj;
	unsigned int uid;
	long long vsize, rss, pgtables, swap;
	char comm[OOMT_COMM_LEN];
};

struct soak_dump {
	int victim;
	long at_ms;			/* since boot, as decisions tell it */
	struct soak_row row[NAIVE_TASKS];
	unsigned int rows;
};

struct soak_seen {
	unsigned int number;
	bool over, still;		/* came to its end; nobody died */
	struct soak_decision *decision[SOAK_DECISIONS];
	unsigned int decisions;
	struct soak_death death[SOAK_DEATHS];
	unsigned int deaths;
	struct {
		char name[16];
		int pid;
	} start[NAIVE_TASKS];
	unsigned int starts;
	struct {
		int tid, pid;
	} thread[SOAK_THREADS];		/* beside the first ones */
	unsigned int threads;
	int killed[SOAK_DEATHS];	/* pids or tids: the kernel says it killed */
	unsigned int kills;
	struct soak_dump *dump[SOAK_DUMPS];
	unsigned int dumps;
	unsigned int missed;		/* events */
	unsigned int faults;		/* words that must not be there */
};

struct soak_consoles {
	struct soak_seen **round;	/* in order; freed with the process */
	unsigned int rounds;
	bool crowded;			/* something did not fit */
	bool done;			/* the last one read says so */
};

/* Adds what a console says.  False: it cannot be read. */
bool soak_console_read(struct soak_consoles *all, const char *path);

#endif /* OOMT_TESTS_SOAK_CONSOLE_H */

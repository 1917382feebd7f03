/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The census: who is there, for the proc backend.  What seldom changes (name,
 * uid, cgroup, executable, adjustment) is learnt in calm times and kept by
 * pid; when memory is low only sizes are read: all in one sweep, or, where that
 * cannot be had, from descriptors kept open.
 *
 *	calm	oomt_census_survey()	allocates, lists, learns, makes room
 *	low	oomt_census_gather()	sizes of all; new pids; nothing allocated
 *		oomt_census_exact()	one process: swap and page tables, too
 *		oomt_census_fresh()	one process: everything, anew
 *
 * census.pic.task[] is sorted by pid.  A size that was not read exactly since
 * the last gathering lies between what is there less oomt_person.below and
 * what is there plus oomt_person.above.
 */
#ifndef OOMT_OOMCTL_CENSUS_H
#define OOMT_OOMCTL_CENSUS_H

#include "picture.h"
#include "proc/process.h"
#include "sweep/sweep.h"
#include "proc/texts.h"

#define OOMT_PASTS	8

/* A sample that growth may count from. */
struct oomt_past {
	u64 at_ns;
	s64 total;
};

struct oomt_person {			/* beside pic.task[i] */
	int statm;			/* kept open; -1: no descriptor left */
	bool exact;			/* all sizes, since the last gathering */
	bool gone;			/* to be taken out */
	bool member;			/* the warden's mark */
	u64 learnt_ns;
	u64 swept_ns;			/* by which sweep its sizes are */
	u64 born_ns, changes, memory;	/* of its row then; 0: none yet */
	s64 below, above;		/* of total */
	s64 swap_most, pgtables_most;	/* upper bounds */
	u64 args;			/* of process.h: of which cmdline is */
	u8 past_first, past_count;	/* a ring */
	struct oomt_past past[OOMT_PASTS];
};

struct oomt_census {
	struct oomt_picture pic;	/* now_ns and metrics: the caller's */
	struct oomt_person *person;
	u32 capacity, cgroup_capacity;
	bool truncated;			/* room was missing at the last gathering */
	s32 executor, helper;		/* pids, to be marked; 0: none */
	/* Set before the first survey, as the rules ask for it. */
	u64 learns;			/* of CMDLINE, GROWTH */
	bool every_cgroup;		/* those without tasks, too */
	const char **named;		/* these cgroups, too; owned */
	u32 named_count;
	u64 reads;			/* status files read, for figures */
	struct oomt_sweep *sweep;	/* NULL: sizes are read from /proc */

	int proc, loadavg, hierarchy;
	long hz, page;
	s64 maps_max;			/* vm.max_map_count */
	s64 swap_used;			/* bytes, the bound of any swap */
	s32 last_pid;			/* when pids were last found; 0: unknown */
	u64 listed_ns;
	u32 next;			/* whom to learn anew, round robin */
	s32 *pid;			/* a listing */
	u32 pid_count;
	u32 opened, opened_max;		/* descriptors */
	u64 stepped_ns;			/* the last sample for growth */
	u32 texts_min;
	struct oomt_texts cgroups, exes, cmdlines;
	struct oomt_buffer buf;
	struct oomt_process_texts texts;
	char entries[32768] __attribute__((aligned(8)));
};

/* What a decision is to be about. */
struct oomt_census_want {
	u64 fields;			/* bit OOMT_F_x: of rules and orders */
	/* A task whose value may reach one of these is read exactly;
	 * S64_MAX: no rule looks at it. */
	s64 total_from, swap_from, pgtables_from;
	bool anew;			/* everything of everybody */
	bool exact;			/* all sizes of everybody */
};

/* root: where proc/ is.  0 or -errno. */
int oomt_census_init(struct oomt_census *census, const char *root);
/*
 * Calm, before the first survey, of the machine itself: from now on by sweeps.
 * False: it cannot be, and *why (static) says why; nothing else changes.
 */
bool oomt_census_use_sweep(struct oomt_census *census, const char **why);
void oomt_census_exit(struct oomt_census *census);

/* Calm: allocates.  0 or -errno (what was known stays). */
int oomt_census_survey(struct oomt_census *census, u64 now_ns);

/* Low.  0 or -errno (/proc cannot be listed). */
int oomt_census_gather(struct oomt_census *census,
		       const struct oomt_census_want *want, u64 now_ns);

/* Calm: cgroups that tasks need not be in.  0, -ENOSPC, -errno. */
int oomt_census_list_cgroups(struct oomt_census *census);

/* Low, index in pic.task.  False: it has gone (and is marked as exiting). */
bool oomt_census_exact(struct oomt_census *census, u32 index);
bool oomt_census_fresh(struct oomt_census *census, u32 index, u64 now_ns);

/*
 * Low: whether two tasks may share their memory: false only if the last sweep
 * told of both of them, and told that they do not.
 */
bool oomt_census_may_share(const struct oomt_census *census, u32 a, u32 b);

/*
 * Low: bytes, anon, that whoever is killed already is about to give back; of
 * the largest few, as the last gathering has them.  They are marked as exiting.
 */
s64 oomt_census_dying(struct oomt_census *census);

/* Low: whether it has an address space at this moment. */
bool oomt_census_has_memory(const struct oomt_census *census, u32 index);

/* Low: adds to the gathering who is new since.  0 or -errno. */
int oomt_census_find_new(struct oomt_census *census, u64 now_ns);

/* Low: metrics (cgroup_facts.h) of pic.cgroup[index]; false: not there. */
bool oomt_census_read_cgroup(struct oomt_census *census, u32 index, u32 want);

/*
 * Growth: whether it is time for a sample, and the sample, of a gathering that
 * was exact.  No-ops unless census->learns it.
 */
bool oomt_census_step_due(const struct oomt_census *census, u64 now_ns);
void oomt_census_step(struct oomt_census *census, u64 now_ns);

/* What the learner (learner.h) has read of task `index`. */
void oomt_census_learn_cmdline(struct oomt_census *census, u32 index,
			       const char *cmdline);

/* Its index; OOMT_NONE: not there. */
u32 oomt_census_find(const struct oomt_census *census, s32 pid);

#endif /* OOMT_OOMCTL_CENSUS_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The warden: hook low without the module.  It stands in the killer's place
 * (executor.h) and decides for itself:
 *
 *	PSI trigger ─┐
 *	timer ───────┼─> sample ─fires?─> census ─> decide ─> victim's facts anew
 *	victim gone ─┘     │ no                        ^          │ still the one?
 *	                   └> calm: survey             └── no ────┤ yes
 *	                                                          └> pidfd: signal
 *
 * From a firing condition to the signal it allocates nothing.  What it does
 * goes through the reaper to the printer, as with the module.
 */
#ifndef OOMT_OOMCTL_WARDEN_H
#define OOMT_OOMCTL_WARDEN_H

#include "after.h"
#include "census.h"
#include "proc/cgroup_watch.h"
#include "executor/deeds.h"
#include "episode.h"
#include "executor/executor.h"
#include "learner.h"
#include "executor/members.h"
#include "proc/meters.h"
#include "logs.h"
#include "executor/sharers.h"

#define OOMT_PASSED_MAX	64
#define OOMT_NOTES_MAX	16		/* of each kind, per decision */
#define OOMT_WARNED_MAX	8192		/* tasks per episode */

/* Not to be chosen again in this episode: no permission, or stuck. */
struct oomt_passed {
	s32 pid;
	u64 start_ns;
};

/* To be warned. */
struct oomt_warned {
	s32 pid;
	u64 start_ns;
	u32 table, rule;
	u8 signal;			/* 0: only to be told */
	bool gone;			/* or not to be warned any more */
	int pidfd, result;
};

/* The lowest value that some rule compares a field with. */
struct oomt_lowest {
	s64 bytes;			/* S64_MAX: none */
	s64 bp;				/* of the field's base; S64_MAX: none */
};

struct oomt_warden {
	struct oomt_executor *ex;
	const struct oomt_ruleset *rs;	/* borrowed */
	bool dry_run;

	struct oomt_table_state state[OOMT_TABLES_MAX];
	struct oomt_table_state *aside[OOMT_TABLES_MAX];
	struct oomt_workspace ws;
	struct oomt_census census;
	struct oomt_after after;
	struct oomt_decision decision;
	struct oomt_lowest total, swap, pgtables;
	bool foreseeable;		/* all conditions: memory, PSI trigger */
	bool exactly;			/* some ask for tasks or cgroups */
	bool *fires;			/* [base chains of low]: this sample */
	u64 asked_ns;			/* pic.now_ns that they were asked for real */
	u64 gathered_ns;		/* pic.now_ns that tasks are of */
	u32 facts_ns;			/* that it took */
	const char *no_sweep;		/* why sizes are read from /proc; NULL */
	struct oomt_learner learner;	/* if some rule asks for cmdline */

	bool reads_cgroups;
	u32 *named_want;		/* beside census.named */
	u32 *want;			/* [census.cgroup_capacity] */
	struct oomt_cgroup_watch watch;
	struct oomt_meters meters;

	struct oomt_job job;		/* of the victim in its grace */
	bool following, in_grace;
	u32 grace_cgroup;		/* that the chain ran for, then */
	struct oomt_members unit;	/* on its way out, the victim first */
	int pidfd;			/* of the victim, beside; -1 */
	struct oomt_sharers sharers;	/* of its memory, alive so far */
	struct oomt_deeds deeds;
	/* Apart from the warned: being full of those must not spare anybody. */
	struct oomt_episode spent;
	u64 deed_until_ns;		/* the last one may help till then */
	s32 deed_base;			/* of its chain */
	u64 decisions;
	struct oomt_passed passed[OOMT_PASSED_MAX];
	u32 passed_count;
	struct oomt_passed told;	/* the last that --dry-run told of */
	bool told_nobody;
	bool *told_dry;			/* [base chains of low] */
	struct oomt_episode episode;
	struct oomt_warned warned[OOMT_NOTES_MAX];
	struct oomt_log_line log[OOMT_NOTES_MAX];
	u32 warned_count, log_count;
	s32 noted_base;			/* the chain that they are from */
	struct oomt_job note;
	u64 fired_ns, surveyed_ns;	/* the last time */
	u64 survey_ns;			/* that the survey took */
	u64 suspended_ns;		/* boottime less monotonic */
	bool trigger;			/* the kernel took our PSI trigger */
	_Atomic u64 beat_ns;		/* when it last looked */
	char text[65536];
};

/*
 * Prepares: state, room, the first survey.  `root` is where proc/ and sys/
 * are; sweep: by sweeps if they can be had (else no_sweep says why; of the
 * machine itself only).  0 or -errno; on an error nothing is held.
 */
int oomt_warden_init(struct oomt_warden *warden, struct oomt_executor *ex,
		     const struct oomt_ruleset *rs, const char *root,
		     bool sweep);
void oomt_warden_exit(struct oomt_warden *warden);

/* One look; answers how long to sleep, in ms. */
unsigned int oomt_warden_look(struct oomt_warden *warden);

/* The thread's body; arg is the executor. */
void *oomt_warden_main(void *arg);

/* ---- its parts ----------------------------------------------------------- */

/* warden_sample.c: metrics into census.pic; with the last kill's effects. */
void oomt_warden_sample(struct oomt_warden *warden);
/* What the rules ask for, and so how long it may sleep. */
void oomt_warden_foresee(struct oomt_warden *warden);
unsigned int oomt_warden_sleep_ms(struct oomt_warden *warden);

/* warden_cgroup.c: which cgroups' metrics, and reading them. */
int oomt_warden_name_cgroups(struct oomt_warden *warden);
void oomt_warden_read_cgroups(struct oomt_warden *warden);
/* Calm: watches those that conditions are about, and where others appear. */
void oomt_warden_watch_cgroups(struct oomt_warden *warden);

/* warden_decide.c: what is read of processes depends on the rules. */
void oomt_warden_thresholds(struct oomt_warden *warden);
/*
 * Whether some chain may fire: fills warden->fires[].  Exact, but for chains
 * whose metrics alone forbid it, or while a victim is `following`.
 */
bool oomt_warden_fires(struct oomt_warden *warden, bool following);
/* Gathers what this sample asks for, once; 0 or -errno. */
int oomt_warden_gather(struct oomt_warden *warden);
/* Gathers and decides; 0 or -errno (/proc cannot be read). */
int oomt_warden_decide(struct oomt_warden *warden);
/* The same chain again without counting, or, if it has nobody, all chains. */
void oomt_warden_decide_again(struct oomt_warden *warden);
/* Reads exactly whoever could belong to the best of the decision. */
void oomt_warden_settle(struct oomt_warden *warden);
/* What a dry chain that fires would do: into *decision; false: nothing. */
bool oomt_warden_decide_dry(struct oomt_warden *warden, u32 base,
			    struct oomt_decision *decision);
/* Judges everybody again by the chain that decided, without counting. */
void oomt_warden_judge_again(struct oomt_warden *warden);

/*
 * warden_unit.c.  Holds the members of the best candidate's unit by pidfd, reads
 * them anew and asks the policy again: 0 if it is still the one to take, with
 * warden->unit; -EAGAIN: the decision is another one now; -errno.
 */
int oomt_warden_hold_unit(struct oomt_warden *warden);
/*
 * Stops the held ones and holds their children, until there are none.
 * `strict`: 0 or -EPERM, one of them must not die (all go on again); else it is
 * left out.
 */
int oomt_warden_chase(struct oomt_warden *warden, bool strict);
/* The directory of the cgroup of `pid`, if it is all held; -errno. */
int oomt_warden_unit_cgroup(struct oomt_warden *warden, s32 pid);

/* warden_note.c: keeps what a decision just made wants told; tells it. */
void oomt_warden_keep_notes(struct oomt_warden *warden);
void oomt_warden_tell_notes(struct oomt_warden *warden);

/* warden_deed.c.  Bits of enum oomt_action_kind, without KILL. */
u32 oomt_warden_deed_kinds(const struct oomt_ruleset *rs);
/* Does the decision at hand, of which warden->unit is held; false: it failed,
 * and was told. */
bool oomt_warden_deed(struct oomt_warden *warden);
/* Whether the decision at hand has to wait for what was done last. */
bool oomt_warden_deed_waits(const struct oomt_warden *warden);
/* Thaws, and tells what is done.  held: a condition holds. */
void oomt_warden_look_after_deeds(struct oomt_warden *warden, bool held);
void oomt_warden_tell_deeds(struct oomt_warden *warden);

/* warden_act.c: false if nobody can be taken. */
bool oomt_warden_act(struct oomt_warden *warden);
/* The victim on its way out; true: nobody else may be killed. */
bool oomt_warden_follow(struct oomt_warden *warden);
/* A job of the decision at hand and warden->unit, without a descriptor. */
void oomt_warden_new_job(struct oomt_warden *warden, struct oomt_job *job);
/* Not to be chosen again in this episode. */
void oomt_warden_pass(struct oomt_warden *warden, s32 pid, u64 start_ns);
/* Keeps what the decision at hand saw, for its record. */
void oomt_warden_catch(struct oomt_warden *warden);
/* Tells the printer; the job's pidfd goes with it. */
void oomt_warden_tell(struct oomt_warden *warden, enum oomt_job_kind kind,
		      struct oomt_job *job);

#endif /* OOMT_OOMCTL_WARDEN_H */

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
#include "episode.h"
#include "executor.h"
#include "logs.h"
#include "sharers.h"

#define OOMT_PASSED_MAX	64
#define OOMT_ZRAM_MAX	8
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

	struct oomt_job job;		/* of the victim in its grace */
	bool in_grace;
	int pidfd;			/* of the victim on its way out; -1 */
	struct oomt_sharers sharers;	/* of its memory, alive so far */
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
	u64 suspended_ns;		/* boottime less monotonic */
	bool trigger;			/* the kernel took our PSI trigger */
	int zram[OOMT_ZRAM_MAX];
	u32 zram_count;
	_Atomic u64 beat_ns;		/* when it last looked */
	char text[8192];
};

/*
 * Prepares: state, room, the first survey.  `root` is where proc/ and sys/
 * are.  0 or -errno; on an error nothing is held.
 */
int oomt_warden_init(struct oomt_warden *warden, struct oomt_executor *ex,
		     const struct oomt_ruleset *rs, const char *root);
void oomt_warden_exit(struct oomt_warden *warden);

/* One look; answers how long to sleep, in ms. */
unsigned int oomt_warden_look(struct oomt_warden *warden);

/* The thread's body; arg is the executor. */
void *oomt_warden_main(void *arg);

/* ---- its parts ----------------------------------------------------------- */

/* warden_sample.c: metrics into census.pic; with the last kill's effects. */
void oomt_warden_sample(struct oomt_warden *warden);
void oomt_warden_open_zram(struct oomt_warden *warden, const char *root);
unsigned int oomt_warden_sleep_ms(const struct oomt_warden *warden);

/* warden_decide.c: what is read of processes depends on the rules. */
void oomt_warden_thresholds(struct oomt_warden *warden);
/* Gathers and decides; 0 or -errno (/proc cannot be read). */
int oomt_warden_decide(struct oomt_warden *warden);
/* The same chain again without counting, or, if it has nobody, all chains. */
void oomt_warden_decide_again(struct oomt_warden *warden);
/* Reads exactly whoever could belong to the best of the decision. */
void oomt_warden_settle(struct oomt_warden *warden);
/* What a dry chain would do: into *decision; false: nothing. */
bool oomt_warden_decide_dry(struct oomt_warden *warden, u32 base,
			    struct oomt_decision *decision);

/* warden_note.c: keeps what a decision just made wants told; tells it. */
void oomt_warden_keep_notes(struct oomt_warden *warden);
void oomt_warden_tell_notes(struct oomt_warden *warden);

/* warden_act.c: false if nobody can be taken. */
bool oomt_warden_act(struct oomt_warden *warden);
/* The victim on its way out; true: nobody else may be killed. */
bool oomt_warden_follow(struct oomt_warden *warden);
/* Tells the printer; the job's pidfd goes with it. */
void oomt_warden_tell(struct oomt_warden *warden, enum oomt_job_kind kind,
		      struct oomt_job *job);

#endif /* OOMT_OOMCTL_WARDEN_H */

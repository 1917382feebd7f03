/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Between a decision and its record: what the decision saw is copied, in
 * memory made before, right behind the signal; the printer writes it when the
 * victim is gone.
 *
 *	warden   ──catch──> slot ──┐
 *	reaper   ──ring──> job ────┴─> printer: oomt_recorder_tell() ─> file
 *
 * With the module the picture is taken when the job is told: its own facts
 * are not to be had any more.  What the module did by itself the listener tells.
 */
#ifndef OOMT_OOMCTL_RECORDER_H
#define OOMT_OOMCTL_RECORDER_H

#include <pthread.h>
#include <stdatomic.h>
#include "record.h"

#define OOMT_RECORDER_SLOTS	2
#define OOMT_RECORDER_BEGUN	64
#define OOMT_RECORDER_SPENT	1024

enum oomt_slot_state {
	OOMT_SLOT_FREE,
	OOMT_SLOT_FULL,
	OOMT_SLOT_BUSY,			/* being filled or written */
};

struct oomt_recorder_slot {
	_Atomic int state;		/* enum oomt_slot_state */
	u64 id;				/* of the decision */
	struct oomt_picture pic;
	u32 tasks, cgroups;		/* room */
	bool *spent;			/* [task]: see record.h */
	char *text;			/* the paths of pic */
	size_t size, used;
	struct oomt_table_state before[OOMT_TABLES_MAX];
};

/* Whoever the module has acted upon, for the records that follow. */
struct oomt_recorder_spent {
	s32 pid;
	u64 start_ns, at_ns;		/* 0: free */
};

struct oomt_recorder {
	struct oomt_record_place place;
	const struct oomt_ruleset *rs;	/* NULL: the module decides */
	struct oomt_recorder_slot slot[OOMT_RECORDER_SLOTS];
	pthread_mutex_t writing;	/* told_missed, failed too */
	_Atomic u32 missed;		/* decisions without a free slot */
	u32 told_missed;
	bool failed;			/* said so */
	/* What is no kill is written at once, and added to: the newest. */
	struct oomt_record_name begun[OOMT_RECORDER_BEGUN];
	u32 begun_at;
	struct oomt_recorder_spent spent[OOMT_RECORDER_SPENT];
	u32 spent_at;
	_Atomic u64 calm_ns;		/* the last episode was over then */
};

/*
 * Opens the place: makes the directory if `make`.  0; -ENOENT: it is not there;
 * -errno.  rs: without the module.
 */
int oomt_recorder_init(struct oomt_recorder *recorder,
		       const struct oomt_record_place *place, bool make,
		       const struct oomt_ruleset *rs);
void oomt_recorder_exit(struct oomt_recorder *recorder);

/* Calm, by the thread that catches: room for a picture.  0 or -ENOMEM. */
int oomt_recorder_fit(struct oomt_recorder *recorder, u32 tasks, u32 cgroups);

/* Allocates nothing, never waits.  state: [table], before it acts. */
void oomt_recorder_catch(struct oomt_recorder *recorder, u64 id,
			 const struct oomt_picture *pic,
			 const struct oomt_table_state *state,
			 const struct oomt_episode *episode);

/*
 * The printer or the listener: a job.  Writes its record, or adds to that of
 * its decision what came of it.
 */
void oomt_recorder_tell(struct oomt_recorder *recorder,
			const struct oomt_job *job);

/* recorder_after.c: a record of a job of the module.  0 or -errno. */
int oomt_recorder_after(struct oomt_recorder *recorder,
			const struct oomt_job *job,
			struct oomt_record_name *name);

#endif /* OOMT_OOMCTL_RECORDER_H */

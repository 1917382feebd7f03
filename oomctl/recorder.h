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
	char *text;			/* the paths of pic */
	size_t size, used;
	struct oomt_table_state before[OOMT_TABLES_MAX];
};

struct oomt_recorder {
	struct oomt_record_place place;
	const struct oomt_ruleset *rs;	/* NULL: the module decides */
	struct oomt_recorder_slot slot[OOMT_RECORDER_SLOTS];
	pthread_mutex_t writing;	/* told_missed, failed too */
	_Atomic u32 missed;		/* decisions without a free slot */
	u32 told_missed;
	bool failed;			/* said so */
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
			 const struct oomt_table_state *state);

/* The printer or the listener: the record of a job that was carried out. */
void oomt_recorder_tell(struct oomt_recorder *recorder,
			const struct oomt_job *job);

/* recorder_after.c: a record of a job of the module.  0 or -errno. */
int oomt_record_after(const struct oomt_record_place *place,
		      const struct oomt_job *job);

#endif /* OOMT_OOMCTL_RECORDER_H */

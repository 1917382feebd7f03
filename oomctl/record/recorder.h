/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Between a decision and its record: what the decision saw is copied, in
 * memory made before, right behind the signal; the printer writes it when the
 * victim is gone.
 *
 *	warden   ──catch──> slot ──┐
 *	reaper   ──ring──> job ────┴─> printer: oomt_recorder_tell() ─> file
 *
 * With the module it is the module that keeps the picture, and the listener
 * fetches it as soon as it hears of the decision.  If it is gone by then, one
 * is taken when the job is told, and the record says so.  What the module did
 * by itself the listener tells.
 *
 *	listener ──recall──> kept ─┐
 *	reaper   ──ring──> job ────┴─> printer: oomt_recorder_tell() ─> file
 */
#ifndef OOMT_OOMCTL_RECORDER_H
#define OOMT_OOMCTL_RECORDER_H

#include <pthread.h>
#include <stdatomic.h>
#include "kept.h"
#include "record.h"

#define OOMT_RECORDER_SLOTS	2
#define OOMT_RECORDER_BEGUN	64
#define OOMT_RECORDER_SPENT	1024
#define OOMT_RECORDER_KEPT	4

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

/* What the module decided by, and the tables of then. */
struct oomt_recorder_kept {
	u64 id;				/* of the decision */
	struct oomt_kept picture;
	struct oomt_rules rules;	/* sealed */
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
	pthread_mutex_t keeping;	/* kept, kept_at */
	struct oomt_recorder_kept *kept[OOMT_RECORDER_KEPT];
	u32 kept_at;			/* the oldest */
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

/*
 * The listener: the module has decided this.  Asks it for the picture; waits,
 * allocates.  Whoever tells the decision's job meanwhile waits for it.
 */
void oomt_recorder_recall(struct oomt_recorder *recorder,
			  const struct oomt_decision *decision);

/*
 * recorder_kept.c: a record of a job of the module by the picture that was
 * kept.  0; -ENOENT: there is none; -errno.
 */
int oomt_recorder_kept(struct oomt_recorder *recorder,
		       const struct oomt_job *job,
		       struct oomt_record_name *name);
void oomt_recorder_kept_exit(struct oomt_recorder *recorder);

/*
 * recorder_later.c: writes it, with what /proc knows now of those who live and
 * the tables did not ask for.  As oomt_record_write().
 */
int oomt_recorder_write_later(const struct oomt_record_place *place,
			      const struct oomt_record *record,
			      struct oomt_record_name *name);

/*
 * Of that the part without /proc: by the picture `now`, both sorted by pid.
 * pic->cgroup has room for all of now's; *later: [task] what was filled in.
 */
void oomt_recorder_complete(struct oomt_picture *pic,
			    const struct oomt_ruleset *rs,
			    const struct oomt_picture *now, u64 *later);

/* recorder_after.c: the same by a picture taken now.  0 or -errno. */
int oomt_recorder_after(struct oomt_recorder *recorder,
			const struct oomt_job *job,
			struct oomt_record_name *name);

/* Whom the job was about, as far as they are in the picture, is spent now. */
void oomt_recorder_spend(struct oomt_recorder *recorder,
			 const struct oomt_job *job,
			 const struct oomt_picture *pic);

#endif /* OOMT_OOMCTL_RECORDER_H */

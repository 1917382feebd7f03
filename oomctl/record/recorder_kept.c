// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A record of what the module decided, by the picture that it keeps for a
 * while: fetched by the listener as soon as it hears of the decision, else by
 * whoever tells the job.  Calm threads only; nobody who kills waits for them.
 */
#include <stdlib.h>
#include <time.h>
#include "kernel_rules.h"
#include "recorder.h"

#define TRIES		5
#define PAUSE_NS	5000000		/* the module is looking just now */

/* ---- fetching ----------------------------------------------------------------- */

static int read_picture(struct oomt_nl *nl,
			const struct oomt_decision *decision,
			struct oomt_kept *kept)
{
	const struct timespec pause = { .tv_nsec = PAUSE_NS };
	int err = -EAGAIN, i;

	for (i = 0; i < TRIES && err == -EAGAIN; i++) {
		if (i)
			nanosleep(&pause, NULL);
		oomt_kept_exit(kept);
		oomt_kept_init(kept, decision->at_ns);
		err = oomt_kept_read(nl, decision->hook, kept);
	}
	return err;
}

/* The tables that it was decided by, or none. */
static int read_rules(struct oomt_nl *nl, struct oomt_recorder_kept *kept)
{
	struct oomt_nl_status status;
	int err = oomt_kernel_rules_fetch(nl, NULL, &kept->rules);

	if (!err)
		err = oomt_nl_status(nl, &status);
	if (!err && status.generation != kept->picture.generation)
		err = -ENOENT;
	return err ? err : oomt_rules_seal(&kept->rules);
}

static void drop(struct oomt_recorder_kept *kept)
{
	if (!kept)
		return;
	oomt_kept_exit(&kept->picture);
	oomt_rules_exit(&kept->rules);
	free(kept);
}

/* NULL: it is gone, or could not be had. */
static struct oomt_recorder_kept *fetch(const struct oomt_decision *decision)
{
	struct oomt_recorder_kept *kept = calloc(1, sizeof(*kept));
	struct oomt_nl nl;
	int err;

	if (!kept || oomt_nl_open(&nl)) {
		free(kept);
		return NULL;
	}
	kept->id = decision->id;
	oomt_rules_init(&kept->rules);
	err = read_picture(&nl, decision, &kept->picture);
	if (!err)
		err = read_rules(&nl, kept);
	oomt_nl_close(&nl);
	if (!err)
		return kept;
	drop(kept);
	return NULL;
}

/* ---- keeping ------------------------------------------------------------------ */

static struct oomt_recorder_kept **find(struct oomt_recorder *recorder, u64 id)
{
	u32 i;

	for (i = 0; i < OOMT_RECORDER_KEPT; i++)
		if (recorder->kept[i] && recorder->kept[i]->id == id)
			return &recorder->kept[i];
	return NULL;
}

void oomt_recorder_recall(struct oomt_recorder *recorder,
			  const struct oomt_decision *decision)
{
	struct oomt_recorder_kept *kept, **oldest;

	pthread_mutex_lock(&recorder->keeping);
	kept = find(recorder, decision->id) ? NULL : fetch(decision);
	if (kept) {
		oldest = &recorder->kept[recorder->kept_at++ %
					 OOMT_RECORDER_KEPT];
		drop(*oldest);
		*oldest = kept;
	}
	pthread_mutex_unlock(&recorder->keeping);
}

/* To be dropped by the caller. */
static struct oomt_recorder_kept *take(struct oomt_recorder *recorder,
				       const struct oomt_decision *decision)
{
	struct oomt_recorder_kept **place, *kept = NULL;

	pthread_mutex_lock(&recorder->keeping);
	place = find(recorder, decision->id);
	if (place) {
		kept = *place;
		*place = NULL;
	}
	pthread_mutex_unlock(&recorder->keeping);
	return kept ? kept : fetch(decision);
}

void oomt_recorder_kept_exit(struct oomt_recorder *recorder)
{
	u32 i;

	for (i = 0; i < OOMT_RECORDER_KEPT; i++)
		drop(recorder->kept[i]);
}

/* ---- writing ------------------------------------------------------------------ */

/* NULL: not known, or no memory, which is the same to the record. */
static struct oomt_table_state *states_of(const struct oomt_recorder_kept *kept)
{
	const struct oomt_ruleset *rs = &kept->rules.rs;
	struct oomt_table_state *state;

	if (!kept->picture.acted)
		return NULL;
	state = oomt_table_states_new(rs);
	if (state && !oomt_kept_states(&kept->picture, rs, state))
		return state;
	oomt_table_states_free(state, rs);
	return NULL;
}

static int write_kept(struct oomt_recorder *recorder,
		      const struct oomt_job *job,
		      const struct oomt_recorder_kept *kept,
		      struct oomt_record_name *name)
{
	const struct oomt_picture *pic = &kept->picture.pic;
	struct oomt_record record = {
		.job = job, .when = OOMT_RECORD_AT, .pic = pic,
		.rs = &kept->rules.rs,
	};
	bool *spent = calloc(pic->task_count + 1, sizeof(*spent));
	struct oomt_table_state *state;
	int err;
	u32 i;

	if (!spent)
		return -ENOMEM;
	for (i = 0; i < pic->task_count; i++)
		spent[i] = pic->task[i].flags & OOMT_TASK_SPENT;
	state = states_of(kept);
	record.state = state;
	record.spent = spent;
	err = oomt_recorder_write_later(&recorder->place, &record, name);
	oomt_recorder_spend(recorder, job, pic);
	oomt_table_states_free(state, record.rs);
	free(spent);
	return err;
}

int oomt_recorder_kept(struct oomt_recorder *recorder,
		       const struct oomt_job *job,
		       struct oomt_record_name *name)
{
	struct oomt_recorder_kept *kept = take(recorder, &job->decision);
	int err;

	if (!kept)
		return -ENOENT;
	err = write_kept(recorder, job, kept, name);
	drop(kept);
	return err;
}

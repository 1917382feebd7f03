// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Pictures kept until they are written; see recorder.h. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "recorder.h"

#define TEXT_PER_TASK	96		/* bytes: an executable's path */
#define TEXT_PER_CGROUP	256

static void slot_exit(struct oomt_recorder_slot *slot)
{
	u32 i;

	free(slot->pic.task);
	free(slot->pic.cgroup);
	free(slot->text);
	free(slot->spent);
	for (i = 0; i < OOMT_TABLES_MAX; i++)
		oomt_table_state_exit(&slot->before[i]);
}

int oomt_recorder_init(struct oomt_recorder *recorder,
		       const struct oomt_record_place *place, bool make,
		       const struct oomt_ruleset *rs)
{
	struct stat st;
	u32 s, i;
	int err = 0;

	memset(recorder, 0, sizeof(*recorder));
	pthread_mutex_init(&recorder->writing, NULL);
	pthread_mutex_init(&recorder->keeping, NULL);
	recorder->place = *place;
	recorder->rs = rs;
	if (make && mkdir(place->dir, 0700) && errno != EEXIST)
		return -errno;
	if (stat(place->dir, &st) || access(place->dir, W_OK | X_OK))
		return -errno;
	if (!S_ISDIR(st.st_mode))
		return -ENOTDIR;
	for (s = 0; rs && s < OOMT_RECORDER_SLOTS && !err; s++)
		for (i = 0; i < rs->table_count && !err; i++)
			err = oomt_table_state_init(
				&recorder->slot[s].before[i], rs->table[i]);
	if (err)
		oomt_recorder_exit(recorder);
	return err;
}

void oomt_recorder_exit(struct oomt_recorder *recorder)
{
	u32 s;

	for (s = 0; s < OOMT_RECORDER_SLOTS; s++)
		slot_exit(&recorder->slot[s]);
	oomt_recorder_kept_exit(recorder);
	memset(recorder, 0, sizeof(*recorder));
}

/* ---- the catching side ------------------------------------------------------ */

static bool claim(struct oomt_recorder_slot *slot, int from)
{
	return atomic_compare_exchange_strong(&slot->state, &from,
					      OOMT_SLOT_BUSY);
}

static int fit_slot(struct oomt_recorder_slot *slot, u32 tasks, u32 cgroups)
{
	struct oomt_task *task = calloc(tasks, sizeof(*task));
	struct oomt_cgroup *cgroup = calloc(cgroups, sizeof(*cgroup));
	size_t size = (size_t)tasks * TEXT_PER_TASK +
		      (size_t)cgroups * TEXT_PER_CGROUP;
	bool *spent = calloc(tasks, sizeof(*spent));
	char *text = malloc(size);

	if (!task || !cgroup || !text || !spent) {
		free(spent);
		free(task);
		free(cgroup);
		free(text);
		return -ENOMEM;
	}
	free(slot->pic.task);
	free(slot->pic.cgroup);
	free(slot->text);
	free(slot->spent);
	slot->spent = spent;
	slot->pic.task = task;
	slot->pic.cgroup = cgroup;
	slot->text = text;
	slot->size = size;
	slot->tasks = tasks;
	slot->cgroups = cgroups;
	return 0;
}

int oomt_recorder_fit(struct oomt_recorder *recorder, u32 tasks, u32 cgroups)
{
	u32 s;
	int err = 0;

	for (s = 0; s < OOMT_RECORDER_SLOTS && !err; s++) {
		struct oomt_recorder_slot *slot = &recorder->slot[s];

		if ((tasks <= slot->tasks && cgroups <= slot->cgroups) ||
		    !claim(slot, OOMT_SLOT_FREE))
			continue;
		err = fit_slot(slot, tasks, cgroups);
		atomic_store(&slot->state, OOMT_SLOT_FREE);
	}
	return err;
}

/* A copy in the slot's own memory; NULL: no room. */
static const char *copy_text(struct oomt_recorder_slot *slot, const char *text)
{
	size_t len;
	char *to;

	if (!text)
		return NULL;
	len = strlen(text) + 1;
	if (len > slot->size - slot->used)
		return NULL;
	to = slot->text + slot->used;
	slot->used += len;
	return memcpy(to, text, len);
}

/* False: the room is not enough for all of it. */
static bool copy_picture(struct oomt_recorder_slot *slot,
			 const struct oomt_picture *pic)
{
	struct oomt_task *task = slot->pic.task;
	struct oomt_cgroup *cgroup = slot->pic.cgroup;
	u32 i;

	if (pic->task_count > slot->tasks || pic->cgroup_count > slot->cgroups)
		return false;
	slot->used = 0;
	slot->pic = *pic;
	slot->pic.task = task;
	slot->pic.cgroup = cgroup;
	memcpy(task, pic->task, pic->task_count * sizeof(*task));
	memcpy(cgroup, pic->cgroup, pic->cgroup_count * sizeof(*cgroup));
	for (i = 0; i < pic->cgroup_count; i++) {
		cgroup[i].path = copy_text(slot, pic->cgroup[i].path);
		if (!cgroup[i].path && pic->cgroup[i].path)
			return false;
	}
	for (i = 0; i < pic->task_count; i++) {
		task[i].exe = copy_text(slot, pic->task[i].exe);
		task[i].cmdline = copy_text(slot, pic->task[i].cmdline);
		if ((!task[i].exe && pic->task[i].exe) ||
		    (!task[i].cmdline && pic->task[i].cmdline))
			return false;
	}
	return true;
}

static void copy_spent(struct oomt_recorder_slot *slot,
		       const struct oomt_episode *episode)
{
	u32 i;

	for (i = 0; i < slot->pic.task_count; i++)
		slot->spent[i] = episode &&
			oomt_episode_has(episode, slot->pic.task[i].pid,
					 slot->pic.task[i].start_ns,
					 OOMT_EPISODE_SPENT);
}

/* A free slot, else the older of those that nobody has asked for. */
static struct oomt_recorder_slot *take_slot(struct oomt_recorder *recorder)
{
	struct oomt_recorder_slot *oldest = NULL;
	u32 s;

	for (s = 0; s < OOMT_RECORDER_SLOTS; s++) {
		struct oomt_recorder_slot *slot = &recorder->slot[s];

		if (claim(slot, OOMT_SLOT_FREE))
			return slot;
		if (atomic_load(&slot->state) == OOMT_SLOT_FULL &&
		    (!oldest || slot->id < oldest->id))
			oldest = slot;
	}
	if (!oldest || !claim(oldest, OOMT_SLOT_FULL))
		return NULL;
	atomic_fetch_add(&recorder->missed, 1);
	return oldest;
}

void oomt_recorder_catch(struct oomt_recorder *recorder, u64 id,
			 const struct oomt_picture *pic,
			 const struct oomt_table_state *state,
			 const struct oomt_episode *episode)
{
	struct oomt_recorder_slot *slot = take_slot(recorder);
	u32 i;

	if (!slot || !copy_picture(slot, pic)) {
		atomic_fetch_add(&recorder->missed, 1);
		if (slot)
			atomic_store(&slot->state, OOMT_SLOT_FREE);
		return;
	}
	for (i = 0; i < recorder->rs->table_count; i++)
		oomt_table_state_copy(&slot->before[i], &state[i],
				      recorder->rs->table[i]);
	copy_spent(slot, episode);
	slot->id = id;
	atomic_store(&slot->state, OOMT_SLOT_FULL);
}

/* ---- the writing side ------------------------------------------------------- */

static int write_slot(struct oomt_recorder *recorder,
		      struct oomt_recorder_slot *slot,
		      const struct oomt_job *job,
		      struct oomt_record_name *name)
{
	struct oomt_record record = {
		.job = job, .when = OOMT_RECORD_AT, .pic = &slot->pic,
		.rs = recorder->rs, .state = slot->before,
		.spent = slot->spent,
	};

	return oomt_record_write(&recorder->place, &record, name);
}

static int write_caught(struct oomt_recorder *recorder,
			const struct oomt_job *job,
			struct oomt_record_name *name)
{
	int err = 0;
	u32 s;

	for (s = 0; s < OOMT_RECORDER_SLOTS; s++) {
		struct oomt_recorder_slot *slot = &recorder->slot[s];

		if (!claim(slot, OOMT_SLOT_FULL))
			continue;
		if (slot->id != job->decision.id) {
			atomic_store(&slot->state, OOMT_SLOT_FULL);
			continue;
		}
		err = write_slot(recorder, slot, job, name);
		atomic_store(&slot->state, OOMT_SLOT_FREE);
		break;
	}
	return err;
}

/* Of a deed that was begun; NULL: it has no record. */
static struct oomt_record_name *find_begun(struct oomt_recorder *recorder,
					   u64 id)
{
	u32 i;

	for (i = 0; i < OOMT_RECORDER_BEGUN; i++)
		if (recorder->begun[i].id == id)
			return &recorder->begun[i];
	return NULL;
}

static int write_new(struct oomt_recorder *recorder,
		     const struct oomt_job *job)
{
	struct oomt_record_name name = { 0 };
	int err;

	if (recorder->rs)
		err = write_caught(recorder, job, &name);
	else
		err = oomt_recorder_kept(recorder, job, &name);
	if (err == -ENOENT && !recorder->rs)
		err = oomt_recorder_after(recorder, job, &name);
	if (!err && name.id && (job->kind == OOMT_JOB_BEGUN ||
				job->kind == OOMT_JOB_DEED))
		recorder->begun[recorder->begun_at++ % OOMT_RECORDER_BEGUN] =
			name;
	return err;
}

/* A record that is gone meanwhile is not missed. */
static int write_more(struct oomt_recorder *recorder,
		      const struct oomt_record_name *name,
		      const struct oomt_job *job)
{
	int err = oomt_record_add(&recorder->place, name, job);

	return err == -ENOENT ? 0 : err;
}

/* What was done; what failed, was only told, or would be done is not kept. */
static bool is_kept(const struct oomt_job *job)
{
	switch (job->kind) {
	case OOMT_JOB_KILL:
		return !job->result;
	case OOMT_JOB_BEGUN:
	case OOMT_JOB_NOBODY:
		return true;
	case OOMT_JOB_DEED:
		return job->done_ns;
	case OOMT_JOB_WARN:
		return job->decision.outcome == OOMT_OUT_NO_CANDIDATE;
	default:
		return false;
	}
}

void oomt_recorder_tell(struct oomt_recorder *recorder,
			const struct oomt_job *job)
{
	const struct oomt_record_name *begun;
	u32 missed = atomic_load(&recorder->missed);
	int err = 0;

	pthread_mutex_lock(&recorder->writing);
	begun = find_begun(recorder, job->decision.id);
	if (job->kind == OOMT_JOB_THAW || (job->kind == OOMT_JOB_DEED && begun))
		err = begun ? write_more(recorder, begun, job) : 0;
	else if (is_kept(job))
		err = write_new(recorder, job);
	if (missed != recorder->told_missed)
		fprintf(stderr, "%u decisions could not be kept for a record\n",
			missed - recorder->told_missed);
	recorder->told_missed = missed;
	if (err && !recorder->failed)
		fprintf(stderr, "cannot write a record in %s: %s\n",
			recorder->place.dir, strerror(-err));
	recorder->failed = err;
	pthread_mutex_unlock(&recorder->writing);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the module was not asked for, for a record that other rules may be tried
 * on: its picture has only the fields that its own tables look at.  Of those
 * who still live /proc knows the others; the record says which came later.
 * Never a field that the tables do look at: the record decides as it did then.
 */
#include <stdlib.h>
#include "proc/facts_proc.h"
#include "recorder.h"

#define BIT_OF(f)	(1ULL << OOMT_F_##f)
#define FROM_PROC	(BIT_OF(PPID) | BIT_OF(PGRP) | BIT_OF(SESSION) | \
			 BIT_OF(GID) | BIT_OF(EXE) | BIT_OF(CGROUP))
#define START_NS	20000000	/* /proc tells it by clock ticks */

static bool is_same(const struct oomt_task *a, const struct oomt_task *b)
{
	s64 apart = a->start_ns - b->start_ns;

	return a->pid == b->pid && apart < START_NS && apart > -START_NS;
}

/* The cgroup of that path, added if it is not there yet; it has room. */
static u32 find_cgroup(struct oomt_picture *pic, const char *path)
{
	u32 i;

	for (i = 0; i < pic->cgroup_count; i++)
		if (pic->cgroup[i].path && !strcmp(pic->cgroup[i].path, path))
			return i;
	memset(&pic->cgroup[i], 0, sizeof(pic->cgroup[i]));
	pic->cgroup[i].path = path;
	pic->cgroup_count++;
	return i;
}

/* Those of the fields that are not known yet; a bit for each that is now. */
static u64 fill(struct oomt_picture *pic, struct oomt_task *task, u64 fields,
		const struct oomt_picture *now, const struct oomt_task *from)
{
	const struct oomt_cgroup *cgroup = oomt_task_cgroup(now, from);

	fields &= ~task->known & from->known;
	if (!from->exe)
		fields &= ~BIT_OF(EXE);
	if (!cgroup || !cgroup->path)
		fields &= ~BIT_OF(CGROUP);
	if (fields & BIT_OF(PPID))
		task->ppid = from->ppid;
	if (fields & BIT_OF(PGRP))
		task->pgrp = from->pgrp;
	if (fields & BIT_OF(SESSION))
		task->session = from->session;
	if (fields & BIT_OF(GID))
		task->gid = from->gid;
	if (fields & BIT_OF(EXE))
		task->exe = from->exe;
	if (fields & BIT_OF(CGROUP))
		task->cgroup = find_cgroup(pic, cgroup->path);
	task->known |= fields;
	return fields;
}

/* Both are sorted by pid. */
void oomt_recorder_complete(struct oomt_picture *pic,
			    const struct oomt_ruleset *rs,
			    const struct oomt_picture *now, u64 *later)
{
	u32 i, at = 0;

	for (i = 0; i < pic->task_count; i++) {
		while (at < now->task_count &&
		       now->task[at].pid < pic->task[i].pid)
			at++;
		later[i] = 0;
		if (at < now->task_count &&
		    is_same(&pic->task[i], &now->task[at]))
			later[i] = fill(pic, &pic->task[i],
					FROM_PROC & ~rs->gather, now,
					&now->task[at]);
	}
}

/* What belongs to `was` and to `now` stays theirs. */
static int copy(const struct oomt_picture *was,
		const struct oomt_picture *now, struct oomt_picture *to)
{
	*to = *was;
	to->task = calloc(was->task_count + 1, sizeof(*to->task));
	to->cgroup = calloc(was->cgroup_count + now->cgroup_count + 1,
			    sizeof(*to->cgroup));
	if (!to->task || !to->cgroup)
		return -ENOMEM;
	memcpy(to->task, was->task, was->task_count * sizeof(*to->task));
	if (was->cgroup_count)
		memcpy(to->cgroup, was->cgroup,
		       was->cgroup_count * sizeof(*to->cgroup));
	return 0;
}

static int write_with(const struct oomt_record_place *place,
		      const struct oomt_record *record,
		      const struct oomt_picture *now,
		      struct oomt_record_name *name)
{
	struct oomt_record more = *record;
	struct oomt_picture pic;
	u64 *later = calloc(record->pic->task_count + 1, sizeof(*later));
	int err = copy(record->pic, now, &pic);

	if (!err && later) {
		oomt_recorder_complete(&pic, record->rs, now, later);
		more.pic = &pic;
		more.later = later;
	}
	err = oomt_record_write(place, &more, name);
	free(later);
	free(pic.task);
	free(pic.cgroup);
	return err;
}

int oomt_recorder_write_later(const struct oomt_record_place *place,
			      const struct oomt_record *record,
			      struct oomt_record_name *name)
{
	struct oomt_facts *facts = oomt_facts_new("/", 0);
	struct oomt_picture *now;
	int err;

	if (facts && !oomt_facts_read(facts, &now))
		err = write_with(place, record, now, name);
	else
		err = oomt_record_write(place, record, name);
	oomt_facts_free(facts);
	return err;
}

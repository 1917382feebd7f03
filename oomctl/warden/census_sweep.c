// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The census by a sweep (sweep/sweep.h): sizes of all in one go, and by what
 * the kernel says of each whether what was learnt of it still holds.  When
 * memory is low: allocates nothing.
 */
#include "census_parts.h"
#include "value.h"

static s64 bytes_of(const struct oomt_census *census, s64 pages)
{
	return pages > 0 ? pages * census->page : 0;
}

static void take_sizes(const struct oomt_census *census,
		       const struct oomt_sweep_row *row, struct oomt_task *task,
		       struct oomt_person *person)
{
	task->file = bytes_of(census, row->file);
	task->anon = bytes_of(census, row->anon);
	task->shmem = bytes_of(census, row->shmem);
	task->rss = task->file + task->anon + task->shmem;
	task->swap = bytes_of(census, row->swap);
	task->pgtables = row->pgtables > 0 ? row->pgtables : 0;
	task->vsize = bytes_of(census, row->vsize);
	person->exact = true;
	person->above = person->below = 0;
	person->swap_most = task->swap;
	person->pgtables_most = task->pgtables;
}

/* What may change without any of the changes that a row tells. */
static void take_rest(const struct oomt_sweep_row *row, struct oomt_task *task)
{
	task->ppid = row->ppid;
	task->pgrp = row->pgrp;
	task->session = row->session;
	task->threads = row->threads;
	task->oom_score_adj = row->oom_score_adj;
}

/* The row is of the process that was learnt.  /proc tells its start in ticks. */
static bool is_of(const struct oomt_census *census,
		  const struct oomt_sweep_row *row,
		  const struct oomt_task *task,
		  const struct oomt_person *person)
{
	const u64 tick_ns = OOMT_NS_PER_S / census->hz;

	return person->born_ns ? person->born_ns == row->born_ns :
	       row->born_ns - row->born_ns % tick_ns == task->start_ns;
}

/*
 * Whether what was learnt holds.  At the first sweep after that one cannot
 * say; then it does of whoever has lived for a while.
 */
static bool holds(const struct oomt_census *census, u32 index,
		  const struct oomt_sweep_row *row)
{
	const struct oomt_person *person = &census->person[index];

	if (!is_of(census, row, &census->pic.task[index], person))
		return false;
	return person->changes ? person->changes == row->changes :
				 !oomt_census_young(census, index);
}

/* The row is older than the reading: a change since will be seen. */
static void adopt(struct oomt_person *person, const struct oomt_sweep_row *row,
		  u64 now_ns)
{
	person->born_ns = row->born_ns;
	person->changes = row->changes;
	person->memory = row->memory;
	person->swept_ns = now_ns;
}

static void take(struct oomt_census *census, u32 index,
		 const struct oomt_sweep_row *row, u64 now_ns)
{
	struct oomt_task *task = &census->pic.task[index];
	struct oomt_person *person = &census->person[index];
	bool sized = row->flags & (OOMT_ROW_MEMORY | OOMT_ROW_KTHREAD);

	/* Without memory: a zombie, or only its leader has exited. */
	if (!sized || !holds(census, index, row)) {
		oomt_census_fresh(census, index, now_ns);
	} else {
		take_rest(row, task);
		if (row->flags & OOMT_ROW_MEMORY)
			take_sizes(census, row, task, person);
		oomt_census_grow(census, index);
	}
	adopt(person, row, now_ns);
}

bool oomt_census_sweep(struct oomt_census *census, u64 now_ns)
{
	struct oomt_picture *pic = &census->pic;
	const struct oomt_sweep_row *row;
	u32 at = 0;
	int count, i;

	if (!census->sweep)
		return false;
	count = oomt_sweep_take(census->sweep);
	if (count < 0)
		return false;
	row = oomt_sweep_rows(census->sweep);
	for (i = 0; i < count; i++) {
		while (at < pic->task_count && pic->task[at].pid < row[i].pid)
			at++;
		if (at == pic->task_count || pic->task[at].pid != row[i].pid) {
			if (oomt_census_add(census, at, row[i].pid, now_ns))
				adopt(&census->person[at], &row[i], now_ns);
		} else if (census->person[at].learnt_ns == now_ns) {
			/* By the survey, before this row: the next one tells. */
			census->person[at].swept_ns = now_ns;
		} else {
			take(census, at, &row[i], now_ns);
		}
	}
	return true;
}

bool oomt_census_may_share(const struct oomt_census *census, u32 a, u32 b)
{
	const struct oomt_person *one = &census->person[a];
	const struct oomt_person *other = &census->person[b];

	return !one->memory || !other->memory ||
	       one->swept_ns != other->swept_ns ||
	       one->memory == other->memory;
}

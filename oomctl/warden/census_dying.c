// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Who is on his way out, killed by somebody else.  When memory is low:
 * allocates nothing.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "census_parts.h"
#include "after.h"
#include "proc/facts_proc.h"

/* The rest hold less than any of these: it would not be much. */
#define LOOKED_AT	32

/* The tasks with most anonymous memory, in order, by insertion. */
static u32 find_largest(const struct oomt_picture *pic, u32 largest[LOOKED_AT])
{
	u32 count = 0, i, at;

	for (i = 0; i < pic->task_count; i++) {
		s64 anon = pic->task[i].anon;

		if (anon < OOMT_CRUMBS ||
		    (count == LOOKED_AT &&
		     anon <= pic->task[largest[count - 1]].anon))
			continue;
		if (count < LOOKED_AT)
			count++;
		for (at = count - 1;
		     at && pic->task[largest[at - 1]].anon < anon; at--)
			largest[at] = largest[at - 1];
		largest[at] = i;
	}
	return count;
}

static bool is_dying(struct oomt_census *census, s32 pid)
{
	char name[32];

	snprintf(name, sizeof(name), "%d/stat", pid);
	return !oomt_buffer_read(&census->buf, census->proc, name) &&
	       oomt_stat_dying(census->buf.data, census->buf.len);
}

s64 oomt_census_dying(struct oomt_census *census)
{
	struct oomt_picture *pic = &census->pic;
	u32 largest[LOOKED_AT], count = find_largest(pic, largest), i;
	s64 sum = 0;

	for (i = 0; i < count; i++) {
		struct oomt_task *task = &pic->task[largest[i]];

		if (!is_dying(census, task->pid))
			continue;
		task->flags |= OOMT_TASK_EXITING;
		sum += task->anon;
	}
	return sum;
}

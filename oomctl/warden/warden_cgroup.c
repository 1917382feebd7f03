// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The warden's cgroups: which metrics of which cgroups conditions and rules
 * ask for, reading just these, and watching them, so that what happens there
 * wakes the warden in time.
 */
#include <stdio.h>
#include "proc/cgroup_wants.h"
#include "warden.h"

#define MEMCG_FIELDS	(1ULL << OOMT_F_MEMCG_CURRENT |	\
			 1ULL << OOMT_F_MEMCG_MAX)

static int name_cgroup(void *arg, const char *path, u32 want)
{
	struct oomt_warden *warden = arg;
	struct oomt_census *census = &warden->census;
	u32 n = census->named_count, i;
	void *bigger;

	for (i = 0; i < n && strcmp(census->named[i], path); i++)
		;
	if (i < n) {
		warden->named_want[i] |= want;
		return 0;
	}
	bigger = reallocarray(census->named, n + 1, sizeof(*census->named));
	if (!bigger)
		return -ENOMEM;
	census->named = bigger;
	bigger = reallocarray(warden->named_want, n + 1,
			      sizeof(*warden->named_want));
	if (!bigger)
		return -ENOMEM;
	warden->named_want = bigger;
	census->named[n] = path;
	warden->named_want[n] = want;
	census->named_count++;
	return 0;
}

int oomt_warden_name_cgroups(struct oomt_warden *warden)
{
	const struct oomt_ruleset *rs = warden->rs;
	int err = oomt_cgroup_wants_named(rs, name_cgroup, warden);

	warden->census.every_cgroup = rs->each;
	warden->reads_cgroups = rs->each || rs->cgroup_metrics ||
		(rs->fields | rs->order_fields) & MEMCG_FIELDS;
	return err;
}

/* ---- reading ------------------------------------------------------------- */

static void want_of_tasks(struct oomt_warden *warden)
{
	const struct oomt_picture *pic = &warden->census.pic;
	const u64 fields = warden->rs->fields | warden->rs->order_fields;
	u32 want = 1U << OOMT_CM_MEMORY_MAX, i;

	if (!(fields & MEMCG_FIELDS))
		return;
	if (fields & 1ULL << OOMT_F_MEMCG_CURRENT)
		want |= 1U << OOMT_CM_MEMORY_CURRENT;
	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].cgroup < pic->cgroup_count)
			warden->want[pic->task[i].cgroup] |= want;
}

void oomt_warden_read_cgroups(struct oomt_warden *warden)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };
	struct oomt_census *census = &warden->census;
	u32 i, number;

	if (!warden->reads_cgroups)
		return;
	oomt_workspace_look(&warden->ws, warden->rs, &census->pic, &ask);
	memset(warden->want, 0,
	       census->pic.cgroup_count * sizeof(*warden->want));
	for (i = 0; i < census->named_count; i++) {
		number = oomt_texts_add(&census->cgroups, census->named[i]);
		if (number < census->pic.cgroup_count)
			warden->want[number] |= warden->named_want[i];
	}
	if (warden->rs->each)
		oomt_cgroup_wants_each(warden->rs, &warden->ws, warden->want);
	want_of_tasks(warden);
	for (i = 0; i < census->pic.cgroup_count; i++)
		if (warden->want[i])
			oomt_census_read_cgroup(census, i, warden->want[i]);
}

/* ---- waking -------------------------------------------------------------- */

void oomt_warden_watch_cgroups(struct oomt_warden *warden)
{
	const struct oomt_picture *pic = &warden->census.pic;
	u32 i;

	if (!warden->rs->each && !warden->rs->cgroup_metrics)
		return;
	/* Whose id is read, and what is wanted of it. */
	oomt_warden_read_cgroups(warden);
	oomt_cgroup_watch_begin(&warden->watch);
	for (i = 0; i < warden->census.named_count; i++)
		oomt_cgroup_watch_way(&warden->watch,
				      warden->census.named[i]);
	for (i = 0; i < pic->cgroup_count; i++) {
		if (warden->rs->each)
			oomt_cgroup_watch_children(&warden->watch,
						   pic->cgroup[i].path);
		if (warden->want[i] && pic->cgroup[i].known)
			oomt_cgroup_watch_add(&warden->watch,
					      pic->cgroup[i].path,
					      pic->cgroup[i].id,
					      warden->want[i]);
	}
	oomt_cgroup_watch_end(&warden->watch);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The census of cgroups: those that tasks are in, those that conditions name,
 * and where a chain runs once per cgroup all there are.  Listed in calm times;
 * when memory is low only read.
 */
#include "census_parts.h"
#include "proc/cgroup_facts.h"

u32 oomt_census_cgroup(struct oomt_census *census, const char *path)
{
	struct oomt_picture *pic = &census->pic;
	u32 number = oomt_texts_add(&census->cgroups, path);

	if (number != OOMT_NONE && number == pic->cgroup_count)
		pic->cgroup[pic->cgroup_count++] = (struct oomt_cgroup){
			.path = oomt_texts_get(&census->cgroups, number),
			.id = oomt_text_id(path),
		};
	return number;
}

static int add_cgroup(void *arg, const char *path)
{
	return oomt_census_cgroup(arg, path) == OOMT_NONE ? -ENOSPC : 0;
}

int oomt_census_list_cgroups(struct oomt_census *census)
{
	u32 i;
	int err = 0;

	for (i = 0; !err && i < census->named_count; i++)
		err = add_cgroup(census, census->named[i]);
	if (!err && census->every_cgroup)
		err = oomt_cgroup_walk(census->hierarchy, add_cgroup, census);
	return err;
}

bool oomt_census_read_cgroup(struct oomt_census *census, u32 index, u32 want)
{
	return oomt_cgroup_read(census->hierarchy, want, &census->buf,
				&census->pic.cgroup[index]);
}

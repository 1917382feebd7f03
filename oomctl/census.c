// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The census in calm times: room, listing, learning; see census.h.  What is
 * done when memory is low is in census_low.c.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "census_parts.h"
#include "executor.h"
#include "value.h"

#define TASKS_MIN	256
#define TEXTS_MIN	64
#define TEXT_BYTES	64		/* room for one, on average */
#define BUFFER_BYTES	16384
#define SPARE_FDS	64		/* for everything else */
#define LEARN_AT_ONCE	64		/* known ones per survey */
#define OPENED_MAX	65536

/* ---- room ---------------------------------------------------------------- */

static int grow_tasks(struct oomt_census *census, u32 wanted)
{
	void *bigger;

	bigger = reallocarray(census->pic.task, wanted,
			      sizeof(*census->pic.task));
	if (!bigger)
		return -ENOMEM;
	census->pic.task = bigger;
	bigger = reallocarray(census->person, wanted, sizeof(*census->person));
	if (!bigger)
		return -ENOMEM;
	census->person = bigger;
	bigger = reallocarray(census->pid, wanted, sizeof(*census->pid));
	if (!bigger)
		return -ENOMEM;
	census->pid = bigger;
	census->capacity = wanted;
	return 0;
}

/* Copies what tasks refer to; OOMT_NONE if it does not fit. */
static u32 move_text(struct oomt_texts *to, const char *text)
{
	return text ? oomt_texts_add(to, text) : 0;
}

static int try_texts(struct oomt_census *census, struct oomt_texts *cgroups,
		     struct oomt_texts *exes, u32 max)
{
	const struct oomt_picture *pic = &census->pic;
	int err = oomt_texts_init(cgroups, max, (size_t)max * TEXT_BYTES);
	u32 i;

	if (!err)
		err = oomt_texts_init(exes, max, (size_t)max * TEXT_BYTES);
	for (i = 0; !err && i < pic->task_count; i++) {
		const struct oomt_task *task = &pic->task[i];

		if ((task->cgroup != OOMT_NONE &&
		     move_text(cgroups, pic->cgroup[task->cgroup].path) ==
		     OOMT_NONE) ||
		    move_text(exes, task->exe) == OOMT_NONE)
			err = -ENOSPC;
	}
	if (!err && (oomt_texts_tight(cgroups) || oomt_texts_tight(exes)))
		err = -ENOSPC;
	return err;
}

/* Tables with room to spare and without the texts of the dead. */
static int renew_texts(struct oomt_census *census)
{
	struct oomt_texts cgroups = { 0 }, exes = { 0 };
	struct oomt_picture *pic = &census->pic;
	struct oomt_cgroup *list;
	u32 max = TEXTS_MIN, i;
	int err;

	while ((err = try_texts(census, &cgroups, &exes, max)) == -ENOSPC) {
		oomt_texts_exit(&cgroups);
		oomt_texts_exit(&exes);
		max *= 2;
	}
	list = err ? NULL : calloc(max, sizeof(*list));
	if (!list) {
		oomt_texts_exit(&cgroups);
		oomt_texts_exit(&exes);
		return -ENOMEM;
	}
	for (i = 0; i < pic->task_count; i++) {
		struct oomt_task *task = &pic->task[i];

		if (task->cgroup != OOMT_NONE)
			task->cgroup = oomt_texts_add(&cgroups,
					pic->cgroup[task->cgroup].path);
		if (task->exe)
			task->exe = oomt_texts_get(&exes,
					oomt_texts_add(&exes, task->exe));
	}
	for (i = 0; i < cgroups.count; i++)
		list[i] = (struct oomt_cgroup){
			.path = oomt_texts_get(&cgroups, i), .id = i,
		};
	free(pic->cgroup);
	pic->cgroup = list;
	pic->cgroup_count = cgroups.count;
	census->cgroup_capacity = max;
	oomt_texts_exit(&census->cgroups);
	oomt_texts_exit(&census->exes);
	census->cgroups = cgroups;
	census->exes = exes;
	return 0;
}

static int make_room(struct oomt_census *census, u32 tasks)
{
	int err = 0;

	if (tasks + tasks / 2 + 64 > census->capacity)
		err = grow_tasks(census, 2 * tasks > TASKS_MIN ?
				 2 * tasks : TASKS_MIN);
	if (!err && (!census->cgroups.data ||
		     oomt_texts_tight(&census->cgroups) ||
		     oomt_texts_tight(&census->exes)))
		err = renew_texts(census);
	return err;
}

/* ---- beginning and end --------------------------------------------------- */

/* One descriptor a process, as far as we may. */
static u32 raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return 0;
	if (limit.rlim_cur < limit.rlim_max) {
		rlim_t before = limit.rlim_cur;

		limit.rlim_cur = limit.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &limit))
			limit.rlim_cur = before;
	}
	if (limit.rlim_cur > OPENED_MAX + SPARE_FDS)
		return OPENED_MAX;
	return limit.rlim_cur > SPARE_FDS ? limit.rlim_cur - SPARE_FDS : 0;
}

static s64 read_maps_max(struct oomt_census *census)
{
	if (oomt_buffer_read(&census->buf, census->proc,
			     "sys/vm/max_map_count"))
		return 65530;
	return strtoll(census->buf.data, NULL, 10);
}

int oomt_census_init(struct oomt_census *census, const char *root)
{
	const int how = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	int fd = open(root, how), err;

	memset(census, 0, sizeof(*census));
	census->proc = census->loadavg = -1;
	if (fd < 0)
		return -errno;
	census->proc = openat(fd, "proc", how);
	err = census->proc < 0 ? -errno : 0;
	close(fd);
	if (err)
		return err;
	census->loadavg = openat(census->proc, "loadavg",
				 O_RDONLY | O_CLOEXEC);
	census->hz = sysconf(_SC_CLK_TCK);
	census->page = sysconf(_SC_PAGESIZE);
	census->opened_max = raise_limit();
	census->buf.data = calloc(BUFFER_BYTES, 1);
	census->buf.capacity = BUFFER_BYTES;
	if (!census->buf.data)
		return -ENOMEM;
	return make_room(census, 0);
}

void oomt_census_exit(struct oomt_census *census)
{
	u32 i;

	for (i = 0; i < census->pic.task_count; i++)
		if (census->person[i].statm >= 0)
			close(census->person[i].statm);
	if (census->proc >= 0)
		close(census->proc);
	if (census->loadavg >= 0)
		close(census->loadavg);
	oomt_texts_exit(&census->cgroups);
	oomt_texts_exit(&census->exes);
	oomt_buffer_exit(&census->buf);
	free(census->pic.task);
	free(census->pic.cgroup);
	free(census->person);
	free(census->pid);
	memset(census, 0, sizeof(*census));
	census->proc = census->loadavg = -1;
}

/* ---- the survey ---------------------------------------------------------- */

/* The listing may be longer than there is room: then once more. */
static int list_all(struct oomt_census *census)
{
	int err;

	for (;;) {
		err = oomt_census_list(census);
		if (err || !census->truncated)
			return err;
		err = grow_tasks(census, census->capacity * 2);
		if (err)
			return err;
	}
}

int oomt_census_survey(struct oomt_census *census, u64 now_ns)
{
	struct oomt_picture *pic = &census->pic;
	u32 i, learnt = 0;
	int err;

	census->maps_max = read_maps_max(census);
	err = list_all(census);
	if (err)
		return err;
	/* Room first: then all that follows is as when memory is low. */
	err = make_room(census, census->pid_count);
	if (err)
		return err;
	oomt_census_merge(census, now_ns);
	for (i = 0; i < pic->task_count; i++)
		if (oomt_census_young(census, i))
			oomt_census_fresh(census, i, now_ns);
	for (; learnt < LEARN_AT_ONCE && learnt < pic->task_count; learnt++) {
		if (census->next >= pic->task_count)
			census->next = 0;
		oomt_census_fresh(census, census->next++, now_ns);
	}
	oomt_census_bury(census);
	return make_room(census, pic->task_count);
}

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
#include "proc/cgroup_facts.h"
#include "executor/executor.h"
#include "value.h"

#define TASKS_MIN	256
#define TEXTS_MIN	64
#define TEXT_BYTES	64		/* room for one, on average */
#define CMDLINE_BYTES	256
#define BUFFER_BYTES	16384
#define SPARE_FDS	64		/* for everything else */
#define LEARN_AT_ONCE	64		/* known ones per survey */
#define OPENED_MAX	65536
#define SWEEP_MIN	8192		/* rows of 104 bytes */
#define SWEEP_TIMES	4

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

/* What tasks refer to. */
struct tables {
	struct oomt_texts cgroups, exes, cmdlines;
};

static void tables_exit(struct tables *t)
{
	oomt_texts_exit(&t->cgroups);
	oomt_texts_exit(&t->exes);
	oomt_texts_exit(&t->cmdlines);
}

static bool tables_tight(const struct tables *t)
{
	return oomt_texts_tight(&t->cgroups) || oomt_texts_tight(&t->exes) ||
	       oomt_texts_tight(&t->cmdlines);
}

static int try_texts(struct oomt_census *census, struct tables *t, u32 max)
{
	const struct oomt_picture *pic = &census->pic;
	size_t size = (size_t)max * TEXT_BYTES;
	u32 i;
	int err = oomt_texts_init(&t->cgroups, max, size);

	if (!err)
		err = oomt_texts_init(&t->exes, max, size);
	if (!err)
		err = oomt_texts_init(&t->cmdlines, max,
				      census->learns & 1ULL << OOMT_F_CMDLINE ?
				      (size_t)max * CMDLINE_BYTES : size);
	for (i = 0; !err && i < pic->task_count; i++) {
		const struct oomt_task *task = &pic->task[i];

		if ((task->cgroup != OOMT_NONE &&
		     move_text(&t->cgroups, pic->cgroup[task->cgroup].path) ==
		     OOMT_NONE) ||
		    move_text(&t->exes, task->exe) == OOMT_NONE ||
		    move_text(&t->cmdlines, task->cmdline) == OOMT_NONE)
			err = -ENOSPC;
	}
	return !err && tables_tight(t) ? -ENOSPC : err;
}

static const char *moved_text(struct oomt_texts *to, const char *text)
{
	return text ? oomt_texts_get(to, oomt_texts_add(to, text)) : NULL;
}

/* Tables with room to spare and without the texts of the dead. */
static int renew_texts(struct oomt_census *census)
{
	struct oomt_picture *pic = &census->pic;
	struct tables t = { 0 };
	struct oomt_cgroup *list;
	u32 max = census->texts_min, i;
	int err;

	while ((err = try_texts(census, &t, max)) == -ENOSPC) {
		tables_exit(&t);
		max *= 2;
	}
	list = err ? NULL : calloc(max, sizeof(*list));
	if (!list) {
		tables_exit(&t);
		return -ENOMEM;
	}
	for (i = 0; i < pic->task_count; i++) {
		struct oomt_task *task = &pic->task[i];

		if (task->cgroup != OOMT_NONE)
			task->cgroup = oomt_texts_add(&t.cgroups,
					pic->cgroup[task->cgroup].path);
		task->exe = moved_text(&t.exes, task->exe);
		task->cmdline = moved_text(&t.cmdlines, task->cmdline);
	}
	for (i = 0; i < t.cgroups.count; i++) {
		list[i].path = oomt_texts_get(&t.cgroups, i);
		list[i].id = oomt_text_id(list[i].path);
	}
	free(pic->cgroup);
	pic->cgroup = list;
	pic->cgroup_count = t.cgroups.count;
	census->cgroup_capacity = max;
	oomt_texts_exit(&census->cgroups);
	oomt_texts_exit(&census->exes);
	oomt_texts_exit(&census->cmdlines);
	census->cgroups = t.cgroups;
	census->exes = t.exes;
	census->cmdlines = t.cmdlines;
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
		     oomt_texts_tight(&census->exes) ||
		     oomt_texts_tight(&census->cmdlines)))
		err = renew_texts(census);
	return err;
}

/* After everything that may move the tables. */
static int list_cgroups(struct oomt_census *census)
{
	int err;

	while ((err = oomt_census_list_cgroups(census)) == -ENOSPC ||
	       (!err && oomt_texts_tight(&census->cgroups))) {
		census->texts_min = 2 * census->cgroups.max;
		err = renew_texts(census);
		if (err)
			return err;
	}
	return err;
}

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
	census->proc = census->loadavg = census->hierarchy = -1;
	census->texts_min = TEXTS_MIN;
	if (fd < 0)
		return -errno;
	census->hierarchy = oomt_cgroup_hierarchy(fd);
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

/* Room for those who will be there later; a sweep that has none says so. */
bool oomt_census_use_sweep(struct oomt_census *census, const char **why)
{
	u32 room = SWEEP_MIN;

	*why = "/proc cannot be listed";
	if (list_all(census))
		return false;
	while (room < SWEEP_TIMES * census->pid_count)
		room *= 2;
	census->sweep = oomt_sweep_open(room, why);
	return census->sweep;
}

void oomt_census_exit(struct oomt_census *census)
{
	u32 i;

	oomt_sweep_close(census->sweep);
	for (i = 0; i < census->pic.task_count; i++)
		if (census->person[i].statm >= 0)
			close(census->person[i].statm);
	if (census->proc >= 0)
		close(census->proc);
	if (census->loadavg >= 0)
		close(census->loadavg);
	if (census->hierarchy >= 0)
		close(census->hierarchy);
	oomt_texts_exit(&census->cgroups);
	oomt_texts_exit(&census->exes);
	oomt_texts_exit(&census->cmdlines);
	oomt_buffer_exit(&census->buf);
	free(census->named);
	free(census->pic.task);
	free(census->pic.cgroup);
	free(census->person);
	free(census->pid);
	memset(census, 0, sizeof(*census));
	census->proc = census->loadavg = census->hierarchy = -1;
}

/* ---- the survey ---------------------------------------------------------- */

/* Whoever may have changed: the young, and some of the others in turn. */
static void learn_again(struct oomt_census *census, u64 now_ns)
{
	const struct oomt_picture *pic = &census->pic;
	u32 i, learnt = 0;

	for (i = 0; i < pic->task_count; i++)
		if (oomt_census_young(census, i))
			oomt_census_fresh(census, i, now_ns);
	for (; learnt < LEARN_AT_ONCE && learnt < pic->task_count; learnt++) {
		if (census->next >= pic->task_count)
			census->next = 0;
		oomt_census_fresh(census, census->next++, now_ns);
	}
}

int oomt_census_survey(struct oomt_census *census, u64 now_ns)
{
	struct oomt_picture *pic = &census->pic;
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
	if (!oomt_census_sweep(census, now_ns))
		learn_again(census, now_ns);
	oomt_census_bury(census);
	if (census->sweep)
		oomt_sweep_prepare(census->sweep);
	err = make_room(census, pic->task_count);
	return err ? err : list_cgroups(census);
}

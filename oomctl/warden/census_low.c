// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The census when memory is low: allocates nothing, opens as little as it
 * can.  See census.h for what it must not do.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "census_parts.h"
#include "executor/executor.h"
#include "value.h"

#define YOUNG_NS	(10 * OOMT_NS_PER_S)
#define LIST_NS		(1 * OOMT_NS_PER_S)	/* at least so often */
#define PROBE_MAX	128		/* new pids found without listing */

/* Fields that are read anew for everybody if some rule looks at them. */
#define MOVING_FIELDS	(1ULL << OOMT_F_PPID | 1ULL << OOMT_F_PGRP |	\
			 1ULL << OOMT_F_SESSION | 1ULL << OOMT_F_THREADS | \
			 1ULL << OOMT_F_CHILDREN)
/* Sizes that statm does not tell. */
#define STATUS_FIELDS	(1ULL << OOMT_F_FILE | 1ULL << OOMT_F_SHMEM |	\
			 1ULL << OOMT_F_OOM_SCORE | 1ULL << OOMT_F_GID)

u32 oomt_census_find(const struct oomt_census *census, s32 pid)
{
	const struct oomt_picture *pic = &census->pic;
	u32 lo = 0, hi = pic->task_count;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (pic->task[mid].pid < pid)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < pic->task_count && pic->task[lo].pid == pid ? lo :
								  OOMT_NONE;
}

/* ---- one process --------------------------------------------------------- */

static void mark_gone(struct oomt_census *census, u32 index)
{
	census->pic.task[index].flags |= OOMT_TASK_EXITING;
	census->person[index].gone = true;
}

static void set_exact(struct oomt_person *person, const struct oomt_task *task)
{
	person->exact = true;
	person->below = person->above = 0;
	person->swap_most = task->swap;
	person->pgtables_most = task->pgtables;
}

/* Paths and executables as numbers; without room they are unknown. */
static void attach_texts(struct oomt_census *census, struct oomt_task *task)
{
	u32 number = OOMT_NONE;

	if (census->texts.cgroup[0])
		number = oomt_census_cgroup(census, census->texts.cgroup);
	task->cgroup = number;
	if (number == OOMT_NONE)
		task->known &= ~(1ULL << OOMT_F_CGROUP);
	if (!census->texts.exe[0])
		return;
	number = oomt_texts_add(&census->exes, census->texts.exe);
	if (number == OOMT_NONE)
		return;
	task->exe = oomt_texts_get(&census->exes, number);
	task->known |= 1ULL << OOMT_F_EXE;
}

static int open_dir(const struct oomt_census *census, s32 pid)
{
	char name[16];

	snprintf(name, sizeof(name), "%d", pid);
	return openat(census->proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* Everything of process `pid` into a task and its person.  False: gone. */
static bool learn(struct oomt_census *census, s32 pid, u64 now_ns,
		  struct oomt_task *task, struct oomt_person *person)
{
	int dir = open_dir(census, pid);
	int err;

	if (dir < 0)
		return false;
	if (person->statm < 0 && census->opened < census->opened_max) {
		person->statm = openat(dir, "statm", O_RDONLY | O_CLOEXEC);
		census->opened += person->statm >= 0;
	}
	census->reads++;
	err = oomt_process_read(dir, census->hz, &census->buf, task,
				&census->texts);
	close(dir);
	if (err || task->pid != pid)
		return false;
	attach_texts(census, task);
	if (pid == census->executor || pid == census->helper)
		task->flags |= OOMT_TASK_EXECUTOR;
	person->args = census->texts.args;
	person->learnt_ns = now_ns;
	set_exact(person, task);
	return true;
}

static void drop_statm(struct oomt_census *census, struct oomt_person *person)
{
	if (person->statm < 0)
		return;
	close(person->statm);
	person->statm = -1;
	census->opened--;
}

/* A descriptor answers for its own process only, whoever has the pid now. */
static bool still_there(const struct oomt_person *person)
{
	char byte;

	return person->statm < 0 || pread(person->statm, &byte, 1, 0) >= 0;
}

/* Whether it runs the program that it ran before. */
static bool same_program(const struct oomt_task *task,
			 const struct oomt_task *before, u64 args,
			 u64 args_before)
{
	if (args && args_before)
		return args == args_before;
	return task->exe == before->exe && !strcmp(task->comm, before->comm);
}

/* What was known of it and is not read again when memory is low. */
static void keep_past(struct oomt_census *census, u32 index,
		      const struct oomt_task *before, u64 args_before)
{
	struct oomt_task *task = &census->pic.task[index];
	struct oomt_person *person = &census->person[index];

	if (task->start_ns != before->start_ns)
		person->past_count = 0;
	else if (before->cmdline &&
		 same_program(task, before, person->args, args_before))
		oomt_census_learn_cmdline(census, index, before->cmdline);
	oomt_census_grow(census, index);
}

void oomt_census_learn_cmdline(struct oomt_census *census, u32 index,
			       const char *cmdline)
{
	struct oomt_task *task = &census->pic.task[index];
	u32 number = oomt_texts_add(&census->cmdlines, cmdline);

	if (number == OOMT_NONE)
		return;
	task->cmdline = oomt_texts_get(&census->cmdlines, number);
	task->known |= 1ULL << OOMT_F_CMDLINE;
}

bool oomt_census_fresh(struct oomt_census *census, u32 index, u64 now_ns)
{
	struct oomt_task *task = &census->pic.task[index];
	struct oomt_person *person = &census->person[index];
	const struct oomt_task before = *task;
	u64 args = person->args;
	s32 pid = task->pid;

	if (!still_there(person))
		drop_statm(census, person);
	if (learn(census, pid, now_ns, task, person) && still_there(person)) {
		keep_past(census, index, &before, args);
		return true;
	}
	task->pid = pid;
	mark_gone(census, index);
	return false;
}

bool oomt_census_exact(struct oomt_census *census, u32 index)
{
	struct oomt_task *task = &census->pic.task[index];
	struct oomt_person *person = &census->person[index];
	int dir, err;

	/* Without a descriptor only a full reading knows whose facts it has. */
	if (person->statm < 0)
		return oomt_census_fresh(census, index, person->learnt_ns);
	dir = open_dir(census, task->pid);
	census->reads++;
	err = dir < 0 ? -errno :
			oomt_process_sizes(dir, &census->buf, task);
	if (dir >= 0)
		close(dir);
	if (err || !still_there(person)) {
		mark_gone(census, index);
		return false;
	}
	set_exact(person, task);
	oomt_census_grow(census, index);
	return true;
}

bool oomt_census_young(const struct oomt_census *census, u32 index)
{
	return census->person[index].learnt_ns <
	       census->pic.task[index].start_ns + YOUNG_NS;
}

/* ---- who is there -------------------------------------------------------- */

static int compare_pids(const void *a, const void *b)
{
	s32 left = *(const s32 *)a, right = *(const s32 *)b;

	return (left > right) - (left < right);
}

int oomt_census_list(struct oomt_census *census)
{
	bool sorted = true;
	long got, at;

	census->pid_count = 0;
	census->truncated = false;
	if (lseek(census->proc, 0, SEEK_SET) < 0)
		return -errno;
	while ((got = syscall(SYS_getdents64, census->proc, census->entries,
			      sizeof(census->entries))) > 0) {
		const struct dirent64 *entry;

		for (at = 0; at < got; at += entry->d_reclen) {
			s32 pid;

			entry = (const void *)(census->entries + at);
			if (!isdigit((unsigned char)entry->d_name[0]))
				continue;
			if (census->pid_count == census->capacity) {
				census->truncated = true;
				continue;
			}
			pid = strtol(entry->d_name, NULL, 10);
			if (census->pid_count &&
			    pid < census->pid[census->pid_count - 1])
				sorted = false;
			census->pid[census->pid_count++] = pid;
		}
	}
	/* The kernel lists in order; only a copy of /proc does not. */
	if (!sorted)
		qsort(census->pid, census->pid_count, sizeof(*census->pid),
		      compare_pids);
	return got < 0 ? -errno : 0;
}

/* A place for a new task at `at`; false: no room. */
static bool insert(struct oomt_census *census, u32 at)
{
	struct oomt_picture *pic = &census->pic;
	u32 behind = pic->task_count - at;

	if (pic->task_count == census->capacity) {
		census->truncated = true;
		return false;
	}
	memmove(&pic->task[at + 1], &pic->task[at],
		behind * sizeof(*pic->task));
	memmove(&census->person[at + 1], &census->person[at],
		behind * sizeof(*census->person));
	pic->task_count++;
	return true;
}

bool oomt_census_add(struct oomt_census *census, u32 at, s32 pid, u64 now_ns)
{
	struct oomt_person person = { .statm = -1 };
	struct oomt_task task;

	if (!learn(census, pid, now_ns, &task, &person) ||
	    !insert(census, at)) {
		drop_statm(census, &person);
		return false;
	}
	census->pic.task[at] = task;
	census->person[at] = person;
	return true;
}

void oomt_census_merge(struct oomt_census *census, u64 now_ns)
{
	struct oomt_picture *pic = &census->pic;
	u32 i, at = 0;

	for (i = 0; i < census->pid_count; i++) {
		s32 pid = census->pid[i];

		for (; at < pic->task_count && pic->task[at].pid < pid; at++)
			mark_gone(census, at);
		if ((at < pic->task_count && pic->task[at].pid == pid) ||
		    oomt_census_add(census, at, pid, now_ns))
			at++;
	}
	/* A listing that was cut says nothing about those behind it. */
	for (; at < pic->task_count && !census->truncated; at++)
		mark_gone(census, at);
	census->listed_ns = now_ns;
}

void oomt_census_bury(struct oomt_census *census)
{
	struct oomt_picture *pic = &census->pic;
	u32 i, kept = 0;

	for (i = 0; i < pic->task_count; i++) {
		if (census->person[i].gone) {
			drop_statm(census, &census->person[i]);
			continue;
		}
		if (kept != i) {
			pic->task[kept] = pic->task[i];
			census->person[kept] = census->person[i];
		}
		kept++;
	}
	pic->task_count = kept;
}

/* The pid that was given last: the fifth word of loadavg; 0: unknown. */
static s32 read_last_pid(const struct oomt_census *census)
{
	char text[128];
	const char *at;

	if (census->loadavg < 0 ||
	    oomt_read_static(census->loadavg, text, sizeof(text)) <= 0)
		return 0;
	at = strrchr(text, ' ');
	return at ? strtol(at, NULL, 10) : 0;
}

/* Between the last pid then and now stands every process that is new. */
static void probe(struct oomt_census *census, s32 last, u64 now_ns)
{
	struct oomt_picture *pic = &census->pic;
	s32 pid;
	u32 at;

	for (pid = census->last_pid + 1; pid <= last; pid++) {
		if (oomt_census_find(census, pid) != OOMT_NONE)
			continue;
		for (at = pic->task_count;
		     at && pic->task[at - 1].pid > pid; at--)
			;
		oomt_census_add(census, at, pid, now_ns);
	}
}

/*
 * New processes.  Pids are given in order, so that without a listing it is
 * known whether there can be new ones, and where.  Now and then it is listed
 * all the same (clone3 can be told a pid).
 */
int oomt_census_find_new(struct oomt_census *census, u64 now_ns)
{
	s32 last = read_last_pid(census);
	int err = 0;

	if (last && census->last_pid && last >= census->last_pid &&
	    last - census->last_pid <= PROBE_MAX &&
	    now_ns - census->listed_ns < LIST_NS) {
		probe(census, last, now_ns);
	} else {
		err = oomt_census_list(census);
		if (!err)
			oomt_census_merge(census, now_ns);
	}
	census->last_pid = last;
	return err;
}

/* ---- sizes --------------------------------------------------------------- */

static s64 read_number(const char **text)
{
	s64 value = 0;

	while (**text == ' ')
		(*text)++;
	while (**text >= '0' && **text <= '9' && value < (1LL << 40))
		value = value * 10 + (*(*text)++ - '0');
	return value;
}

static s64 least(s64 a, s64 b)
{
	return a < b ? a : b;
}

/*
 * Upper bounds of what statm does not tell.  A page is either resident or
 * swapped out.  A page table stands for a stretch of addresses that holds a
 * mapped page; each mapping can begin and end within one; above them are two
 * more levels, each with no more tables than the one below.
 */
static void bound(const struct oomt_census *census,
		  const struct oomt_task *task, struct oomt_person *person)
{
	const s64 page = census->page, stretch = page * (page / 8);
	s64 pages = task->vsize / page;
	s64 tables = least(pages, task->vsize / stretch +
				  2 * census->maps_max + 2);
	s64 swap = task->vsize - task->rss;

	person->swap_most = least(swap < 0 ? 0 : swap, census->swap_used);
	person->pgtables_most = 3 * page * tables;
}

/* What was read before stays as the likeliest value within the bounds. */
static void estimate(const struct oomt_census *census, struct oomt_task *task,
		     struct oomt_person *person)
{
	bound(census, task, person);
	task->swap = least(task->swap, person->swap_most);
	task->pgtables = least(task->pgtables, person->pgtables_most);
	person->below = task->swap + task->pgtables;
	person->above = person->swap_most + person->pgtables_most -
			person->below;
	person->exact = false;
}

/*
 * statm is one line, and a read has it whole: whoever asks thousands of them need
 * not ask each for its end, too.  What is no whole line is read until its end.
 */
static ssize_t read_one_line(int fd, char *text, size_t size)
{
	ssize_t got = pread(fd, text, size - 1, 0);

	if (got <= 0 || text[got - 1] != '\n')
		return oomt_read_static(fd, text, size);
	text[got] = '\0';
	return got;
}

/* statm: size resident shared ...  False: it says nothing. */
static bool read_statm(struct oomt_census *census, struct oomt_task *task,
		       const struct oomt_person *person)
{
	char text[128];
	const char *at = text;
	s64 shared;

	if (read_one_line(person->statm, text, sizeof(text)) <= 0)
		return false;
	task->vsize = read_number(&at) * census->page;
	task->rss = read_number(&at) * census->page;
	shared = read_number(&at) * census->page;
	task->anon = task->rss > shared ? task->rss - shared : 0;
	return task->vsize > 0;
}

bool oomt_census_has_memory(const struct oomt_census *census, u32 index)
{
	int fd = census->person[index].statm;
	char text[128];
	ssize_t got;

	if (fd >= 0) {
		got = read_one_line(fd, text, sizeof(text));
	} else {
		char name[32];

		snprintf(name, sizeof(name), "%d/statm",
			 census->pic.task[index].pid);
		fd = openat(census->proc, name, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return false;
		got = read_one_line(fd, text, sizeof(text));
		close(fd);
	}
	return got > 0 && text[0] != '0';
}

/*
 * A process without an address space is a zombie, or only its leader has
 * exited; one without a descriptor may be somebody else by now: read all.
 */
static void gather_one(struct oomt_census *census, u32 index, bool all,
		       u64 now_ns)
{
	struct oomt_task *task = &census->pic.task[index];
	struct oomt_person *person = &census->person[index];

	if (all || person->statm < 0 || oomt_census_young(census, index)) {
		/* Learnt just now, as a new one? */
		if (person->learnt_ns != now_ns)
			oomt_census_fresh(census, index, now_ns);
		return;
	}
	if (task->flags & OOMT_TASK_KTHREAD) {
		if (!still_there(person))
			mark_gone(census, index);
		return;
	}
	if (read_statm(census, task, person))
		estimate(census, task, person);
	else
		oomt_census_fresh(census, index, now_ns);
}

static bool wanted(const struct oomt_census_want *want,
		   const struct oomt_task *task,
		   const struct oomt_person *person)
{
	s64 total = oomt_task_weight(task) + person->above;

	return want->exact || want->fields & STATUS_FIELDS || total >= want->total_from ||
	       person->swap_most >= want->swap_from ||
	       person->pgtables_most >= want->pgtables_from;
}

int oomt_census_gather(struct oomt_census *census,
		       const struct oomt_census_want *want, u64 now_ns)
{
	struct oomt_picture *pic = &census->pic;
	bool all = want->anew || want->fields & MOVING_FIELDS;
	int err = 0;
	u32 i;

	oomt_census_bury(census);
	census->truncated = false;
	if (!oomt_census_sweep(census, now_ns))
		err = oomt_census_find_new(census, now_ns);
	if (err)
		return err;
	for (i = 0; i < pic->task_count; i++) {
		if (census->person[i].gone)
			continue;
		if (census->person[i].swept_ns == now_ns)
			continue;
		gather_one(census, i, all, now_ns);
		if (!census->person[i].exact && !census->person[i].gone &&
		    wanted(want, &pic->task[i], &census->person[i]))
			oomt_census_exact(census, i);
	}
	oomt_census_bury(census);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The texts of /proc/PID, without any file access: what the unit tests can
 * feed with every comm that somebody may choose.
 */
#include <signal.h>
#include "facts_proc.h"
#include "value.h"

/* Of include/linux/sched.h; part of the ABI of /proc/PID/stat. */
#define PF_EXITING	0x00000004
#define PF_SIGNALED	0x00000400
#define PF_KTHREAD	0x00200000

/* Fields of stat behind the comm, counted as proc(5) does. */
enum stat_field {
	STAT_STATE	= 3,
	STAT_PPID	= 4,
	STAT_PGRP	= 5,
	STAT_SESSION	= 6,
	STAT_FLAGS	= 9,
	STAT_THREADS	= 20,
	STAT_START	= 22,
	STAT_LAST	= STAT_START,
	STAT_PENDING	= 31,
	STAT_ARGS	= 48,
};

/*
 * The name is between the first '(' and the last ')': nothing behind it can
 * hold a parenthesis, whatever the process calls itself.
 */
int oomt_stat_parse(const char *text, size_t len, long hz,
		    struct oomt_task *task)
{
	const char *open = memchr(text, '(', len);
	const char *close = memrchr(text, ')', len);
	long long field[STAT_LAST + 1] = { 0 };
	size_t name;
	char *at, *end;
	char state;
	int i;

	if (!open || !close || close <= open)
		return -EINVAL;
	task->pid = strtol(text, &end, 10);
	if (end == text || task->pid <= 0)
		return -EINVAL;
	name = close - open - 1;
	if (name >= sizeof(task->comm))
		name = sizeof(task->comm) - 1;
	memcpy(task->comm, open + 1, name);
	task->comm[name] = '\0';

	if (close + 3 >= text + len)
		return -EINVAL;
	state = close[2];
	at = (char *)close + 3;
	for (i = STAT_PPID; i <= STAT_LAST; i++) {
		field[i] = strtoll(at, &end, 10);
		if (end == at)
			return -EINVAL;
		at = end;
	}
	task->ppid = field[STAT_PPID];
	task->pgrp = field[STAT_PGRP];
	task->session = field[STAT_SESSION];
	task->threads = field[STAT_THREADS];
	task->start_ns = field[STAT_START] * (OOMT_NS_PER_S / hz);
	task->flags = 0;
	if (field[STAT_FLAGS] & PF_KTHREAD)
		task->flags |= OOMT_TASK_KTHREAD;
	/* A leader may be gone while other threads go on. */
	if (((field[STAT_FLAGS] & PF_EXITING) || state == 'Z' ||
	     state == 'X') && task->threads <= 1)
		task->flags |= OOMT_TASK_EXITING;
	return 0;
}

/* A field behind the comm; 0: it is not there. */
static u64 stat_field(const char *text, size_t len, enum stat_field field)
{
	const char *at = memrchr(text, ')', len), *end = text + len;
	int i;

	for (i = STAT_STATE - 1; at && i < (int)field; i++) {
		at = memchr(at, ' ', end - at);
		if (at)
			at++;
	}
	return at ? strtoull(at, NULL, 10) : 0;
}

u64 oomt_stat_args(const char *text, size_t len)
{
	return stat_field(text, len, STAT_ARGS);
}

bool oomt_stat_dying(const char *text, size_t len)
{
	u64 flags = stat_field(text, len, STAT_FLAGS);

	if (flags & PF_KTHREAD)
		return false;
	if (flags & PF_EXITING)
		return flags & PF_SIGNALED ||
		       stat_field(text, len, STAT_THREADS) <= 1;
	return stat_field(text, len, STAT_PENDING) & 1 << (SIGKILL - 1);
}

bool oomt_stat_stopped(const char *text, size_t len)
{
	const char *at = memrchr(text, ')', len);

	return at && at + 2 < text + len && (at[2] == 'T' || at[2] == 't');
}

static bool read_kb(const struct oomt_buffer *status, const char *key,
		    s64 *bytes)
{
	const char *text = oomt_buffer_line(status, key);

	*bytes = 0;
	if (!text)
		return false;
	*bytes = strtoll(text, NULL, 10);
	*bytes = *bytes < 0 || *bytes > OOMT_SIZE_MAX / 1024 ?
		 OOMT_SIZE_MAX : *bytes * 1024;
	return true;
}

/* The second number of "Uid:" and "Gid:": the effective one. */
static u32 read_effective(const struct oomt_buffer *status, const char *key)
{
	const char *text = oomt_buffer_line(status, key);
	char *end;

	if (!text)
		return 0;
	strtoul(text, &end, 10);
	return strtoul(end, NULL, 10);
}

bool oomt_status_parse(const struct oomt_buffer *status,
		       struct oomt_task *task)
{
	bool has_mm = read_kb(status, "VmRSS:", &task->rss);

	read_kb(status, "RssAnon:", &task->anon);
	read_kb(status, "RssFile:", &task->file);
	read_kb(status, "RssShmem:", &task->shmem);
	read_kb(status, "VmSwap:", &task->swap);
	read_kb(status, "VmPTE:", &task->pgtables);
	read_kb(status, "VmSize:", &task->vsize);
	task->uid = read_effective(status, "Uid:");
	task->gid = read_effective(status, "Gid:");
	return has_mm;
}

const char *oomt_cgroup_parse(struct oomt_buffer *cgroup)
{
	static const char deleted[] = " (deleted)";
	char *path = (char *)oomt_buffer_line(cgroup, "0::");
	size_t len;

	if (!path || *path != '/')
		return "/";
	len = strcspn(path, "\n");
	/* What the kernel adds when the directory is gone. */
	if (len > sizeof(deleted) - 1 &&
	    !memcmp(path + len - (sizeof(deleted) - 1), deleted,
		    sizeof(deleted) - 1))
		len -= sizeof(deleted) - 1;
	path[len] = '\0';
	return path;
}

void oomt_cmdline_join(struct oomt_buffer *cmdline)
{
	size_t i;

	while (cmdline->len && !cmdline->data[cmdline->len - 1])
		cmdline->len--;
	for (i = 0; i < cmdline->len; i++)
		if (!cmdline->data[i])
			cmdline->data[i] = ' ';
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Reading one process; see process.h. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "facts_proc.h"
#include "process.h"

/* Kernel threads have no executable; others may hide theirs. */
static void read_exe(int dir, const struct oomt_task *task,
		     struct oomt_process_texts *texts)
{
	ssize_t len;

	texts->exe[0] = '\0';
	if (task->flags & OOMT_TASK_KTHREAD)
		return;
	len = readlinkat(dir, "exe", texts->exe, sizeof(texts->exe));
	if (len < 0 || (size_t)len == sizeof(texts->exe))
		len = 0;
	texts->exe[len] = '\0';
}

/* What stays while a process lives, or nearly so. */
static int read_identity(int dir, long hz, struct oomt_buffer *buf,
			 struct oomt_task *task,
			 struct oomt_process_texts *texts)
{
	const char *path;
	int err;

	err = oomt_buffer_read(buf, dir, "stat");
	if (!err)
		err = oomt_stat_parse(buf->data, buf->len, hz, task);
	if (err)
		return err;
	texts->args = oomt_stat_args(buf->data, buf->len);
	err = oomt_buffer_read(buf, dir, "cgroup");
	if (err)
		return err;
	path = oomt_buffer_line(buf, "0::") ? oomt_cgroup_parse(buf) : "";
	snprintf(texts->cgroup, sizeof(texts->cgroup), "%s", path);
	err = oomt_buffer_read(buf, dir, "oom_score_adj");
	if (err)
		return err;
	task->oom_score_adj = strtol(buf->data, NULL, 10);
	read_exe(dir, task, texts);
	return 0;
}

/* An exited leader shows no sizes: ask another thread. */
static void read_thread_sizes(int dir, struct oomt_buffer *buf,
			      struct oomt_task *task)
{
	char entries[2048] __attribute__((aligned(8))), path[300];
	int fd = openat(dir, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool found = false;
	long got, at;

	if (fd < 0)
		return;
	while (!found && (got = syscall(SYS_getdents64, fd, entries,
					sizeof(entries))) > 0) {
		const struct dirent64 *entry;

		for (at = 0; !found && at < got; at += entry->d_reclen) {
			entry = (const void *)(entries + at);
			if (!isdigit((unsigned char)entry->d_name[0]))
				continue;
			snprintf(path, sizeof(path), "%s/status",
				 entry->d_name);
			found = !oomt_buffer_read(buf, fd, path) &&
				oomt_status_parse(buf, task);
		}
	}
	close(fd);
}

int oomt_process_sizes(int dir, struct oomt_buffer *buf,
		       struct oomt_task *task)
{
	const char *group;
	int err = oomt_buffer_read(buf, dir, "status");

	if (err)
		return err;
	group = oomt_buffer_line(buf, "Tgid:");
	if (group && strtol(group, NULL, 10) != task->pid)
		return -ESRCH;
	if (!oomt_status_parse(buf, task) &&
	    !(task->flags & OOMT_TASK_KTHREAD) && task->threads > 1)
		read_thread_sizes(dir, buf, task);
	return 0;
}

int oomt_process_read(int dir, long hz, struct oomt_buffer *buf,
		      struct oomt_task *task, struct oomt_process_texts *texts)
{
	int err;

	memset(task, 0, sizeof(*task));
	task->known = OOMT_PROCESS_KNOWN;
	task->cgroup = OOMT_NONE;
	err = read_identity(dir, hz, buf, task, texts);
	return err ? err : oomt_process_sizes(dir, buf, task);
}

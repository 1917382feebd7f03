// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Walking /proc for a picture of all of it; one process: process.c. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "cgroup_facts.h"
#include "facts_proc.h"
#include "process.h"
#include "texts.h"
#include "value.h"

/* A text of the picture; freed with the next picture. */
struct facts_text {
	struct facts_text *next;
	char text[];
};

struct oomt_facts {
	int root, proc, cgroup;		/* directories; cgroup may be -1 */
	unsigned int flags;
	s32 executor;
	long hz;
	struct oomt_buffer buf;
	struct oomt_process_texts process;
	struct facts_text *texts;
	struct oomt_picture pic;
	/* Of task i's cgroup, while walking; behind them all others. */
	const char **path;
	u32 capacity;			/* tasks */
	u32 path_count, path_capacity;
};

struct oomt_facts *oomt_facts_new(const char *root, unsigned int flags)
{
	struct oomt_facts *facts = calloc(1, sizeof(*facts));
	const int how = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

	if (!facts)
		return NULL;
	facts->flags = flags;
	facts->hz = sysconf(_SC_CLK_TCK);
	facts->proc = facts->cgroup = -1;
	facts->root = open(root, how);
	if (facts->root >= 0)
		facts->proc = openat(facts->root, "proc", how);
	if (facts->proc < 0) {
		int err = errno;

		oomt_facts_free(facts);
		errno = err;
		return NULL;
	}
	facts->cgroup = oomt_cgroup_hierarchy(facts->root);
	return facts;
}

static void texts_free(struct oomt_facts *facts)
{
	while (facts->texts) {
		struct facts_text *next = facts->texts->next;

		free(facts->texts);
		facts->texts = next;
	}
}

void oomt_facts_free(struct oomt_facts *facts)
{
	if (!facts)
		return;
	if (facts->root >= 0)
		close(facts->root);
	if (facts->proc >= 0)
		close(facts->proc);
	if (facts->cgroup >= 0)
		close(facts->cgroup);
	texts_free(facts);
	oomt_buffer_exit(&facts->buf);
	free(facts->pic.task);
	free(facts->pic.cgroup);
	free(facts->path);
	free(facts);
}

void oomt_facts_set_executor(struct oomt_facts *facts, s32 pid)
{
	facts->executor = pid;
}

/* A copy that lives as long as the picture. */
static const char *keep_text(struct oomt_facts *facts, const char *text,
			     size_t len)
{
	struct facts_text *copy = malloc(sizeof(*copy) + len + 1);

	if (!copy)
		return NULL;
	memcpy(copy->text, text, len);
	copy->text[len] = '\0';
	copy->next = facts->texts;
	facts->texts = copy;
	return copy->text;
}

static int read_cmdline(struct oomt_facts *facts, int dir,
			struct oomt_task *task)
{
	if (!(facts->flags & OOMT_FACTS_CMDLINE) ||
	    (task->flags & OOMT_TASK_KTHREAD) ||
	    oomt_buffer_read(&facts->buf, dir, "cmdline"))
		return 0;
	oomt_cmdline_join(&facts->buf);
	task->cmdline = keep_text(facts, facts->buf.data, facts->buf.len);
	if (!task->cmdline)
		return -ENOMEM;
	task->known |= 1ULL << OOMT_F_CMDLINE;
	return 0;
}

/* The texts that outlive the reading. */
static int keep_texts(struct oomt_facts *facts, struct oomt_task *task)
{
	const struct oomt_process_texts *texts = &facts->process;

	if (!texts->exe[0])
		return 0;
	task->exe = keep_text(facts, texts->exe, strlen(texts->exe));
	if (!task->exe)
		return -ENOMEM;
	task->known |= 1ULL << OOMT_F_EXE;
	return 0;
}

/* Room for one more task.  0 or -ENOMEM. */
static int make_room(struct oomt_facts *facts)
{
	u32 more = facts->capacity ? facts->capacity * 2 : 512;
	void *bigger;

	if (facts->pic.task_count < facts->capacity)
		return 0;
	bigger = reallocarray(facts->pic.task, more, sizeof(*facts->pic.task));
	if (!bigger)
		return -ENOMEM;
	facts->pic.task = bigger;
	facts->capacity = more;
	return 0;
}

static int add_path(void *arg, const char *path)
{
	struct oomt_facts *facts = arg;
	u32 more = facts->path_capacity ? facts->path_capacity * 2 : 512;
	void *bigger;

	if (facts->path_count == facts->path_capacity) {
		bigger = reallocarray(facts->path, more, sizeof(*facts->path));
		if (!bigger)
			return -ENOMEM;
		facts->path = bigger;
		facts->path_capacity = more;
	}
	path = keep_text(facts, path, strlen(path));
	if (!path)
		return -ENOMEM;
	facts->path[facts->path_count++] = path;
	return 0;
}

/* Adds the process `name`; one that is gone or hidden is left out. */
static int read_process(struct oomt_facts *facts, const char *name)
{
	struct oomt_task *task;
	int dir, err;

	err = make_room(facts);
	if (err)
		return err;
	dir = openat(facts->proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return errno == EMFILE || errno == ENFILE ? -errno : 0;
	task = &facts->pic.task[facts->pic.task_count];
	err = oomt_process_read(dir, facts->hz, &facts->buf, task,
				&facts->process);
	if (!err)
		err = keep_texts(facts, task);
	if (!err)
		err = read_cmdline(facts, dir, task);
	close(dir);
	if (!err)
		err = add_path(facts, facts->process.cgroup[0] ?
				      facts->process.cgroup : "/");
	if (!err) {
		if (facts->executor && task->pid == facts->executor)
			task->flags |= OOMT_TASK_EXECUTOR;
		facts->pic.task_count++;
	}
	return err == -ENOMEM || err == -EMFILE || err == -ENFILE ? err : 0;
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Each path once, in order; then every task's index. */
static int index_cgroups(struct oomt_facts *facts)
{
	struct oomt_picture *pic = &facts->pic;
	u32 n = facts->path_count, i, count = 0;
	const char **sorted = calloc(n + 1, sizeof(*sorted));
	struct oomt_cgroup *cgroup;

	cgroup = reallocarray(pic->cgroup, n + 1, sizeof(*cgroup));
	if (cgroup)
		pic->cgroup = cgroup;
	if (!sorted || !cgroup) {
		free(sorted);
		return -ENOMEM;
	}
	if (n)
		memcpy(sorted, facts->path, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), compare_paths);
	for (i = 0; i < n; i++)
		if (!i || strcmp(sorted[i], sorted[i - 1]))
			sorted[count++] = sorted[i];
	for (i = 0; i < count; i++)
		cgroup[i] = (struct oomt_cgroup){
			.path = sorted[i], .id = oomt_text_id(sorted[i]),
		};
	pic->cgroup_count = count;
	for (i = 0; i < pic->task_count; i++) {
		const char **at = bsearch(&facts->path[i], sorted, count,
					  sizeof(*sorted), compare_paths);

		pic->task[i].cgroup = at - sorted;
	}
	free(sorted);
	return 0;
}

static void read_cgroups(struct oomt_facts *facts)
{
	u32 i;

	if (!(facts->flags & OOMT_FACTS_CGROUPS) || facts->cgroup < 0)
		return;
	for (i = 0; i < facts->pic.cgroup_count; i++)
		oomt_cgroup_read(facts->cgroup, OOMT_CGROUP_ALL, &facts->buf,
				 &facts->pic.cgroup[i]);
}

static int compare_tasks(const void *a, const void *b)
{
	const struct oomt_task *left = a, *right = b;

	return (left->pid > right->pid) - (left->pid < right->pid);
}

static int walk(struct oomt_facts *facts)
{
	int fd = openat(facts->proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent *entry;
	int err = 0;
	DIR *dir;

	if (fd < 0)
		return -errno;
	dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return -ENOMEM;
	}
	while (!err && (entry = readdir(dir)))
		if (isdigit((unsigned char)entry->d_name[0]))
			err = read_process(facts, entry->d_name);
	closedir(dir);
	return err;
}

int oomt_facts_read(struct oomt_facts *facts, struct oomt_picture **pic)
{
	struct oomt_metrics metrics;
	struct timespec now;
	int err;

	texts_free(facts);
	facts->pic.task_count = facts->pic.cgroup_count = 0;
	facts->path_count = 0;
	err = oomt_facts_system(facts->root, &facts->buf, &metrics);
	if (!err)
		err = walk(facts);
	if (!err && facts->flags & OOMT_FACTS_CGROUPS)
		err = oomt_cgroup_walk(facts->cgroup, add_path, facts);
	if (!err)
		err = index_cgroups(facts);
	if (err)
		return err;
	/* Paths are looked up by task index: sort only behind that. */
	if (facts->pic.task_count)
		qsort(facts->pic.task, facts->pic.task_count,
		      sizeof(*facts->pic.task), compare_tasks);
	memcpy(facts->pic.metric, metrics.value, sizeof(facts->pic.metric));
	facts->pic.metrics_known = metrics.known;
	read_cgroups(facts);
	/* Read last: nothing in the picture is younger than now. */
	clock_gettime(CLOCK_BOOTTIME, &now);
	facts->pic.now_ns = (u64)now.tv_sec * OOMT_NS_PER_S +
			    now.tv_nsec / OOMT_NS_PER_MS * OOMT_NS_PER_MS;
	*pic = &facts->pic;
	return 0;
}

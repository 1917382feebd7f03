// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Loading the iterator, and reading it.  See sweep.h.  libbpf, because finding
 * fields in a kernel's BTF is a linker's work; the program is embedded by
 * bpftool.
 */
#include <config.h>
#include "sweep.h"

#ifdef HAVE_LIBBPF

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "sweep/sweep.skel.h"

#define SWEEPS_READY	8		/* 32 KB of the kernel's each */
#define READS_MAX	16		/* a million tasks each */
/* /proc/self/ns/pid of the initial namespace: PROC_PID_INIT_INO. */
#define INITIAL_NS	"pid:[4026531836]"
/* A processor holds back less than this of a counter: percpu_counter_batch. */
#define BATCH_MIN	32
#define TRIES		3
#define RSS_STEP	64		/* pages that we take meanwhile */

struct oomt_sweep {
	struct sweep_bpf *program;
	struct bpf_link *link;
	const struct oomt_sweep_row *row;
	u32 capacity;
	int fd[SWEEPS_READY];
	u32 ready;			/* of them */
};

const struct oomt_sweep_row *oomt_sweep_rows(const struct oomt_sweep *sweep)
{
	return sweep->row;
}

/* ---- a sweep ------------------------------------------------------------------ */

/*
 * The kernel allocates at the first read, and a read of one byte ends behind
 * the task that gave it: the first.
 */
static int prepare_one(const struct oomt_sweep *sweep)
{
	int fd = bpf_iter_create(bpf_link__fd(sweep->link));
	char byte;

	if (fd < 0 || read(fd, &byte, 1) == 1)
		return fd;
	close(fd);
	return -1;
}

void oomt_sweep_prepare(struct oomt_sweep *sweep)
{
	int fd = 0;

	while (fd >= 0 && sweep->ready < SWEEPS_READY) {
		fd = prepare_one(sweep);
		if (fd >= 0)
			sweep->fd[sweep->ready++] = fd;
	}
}

int oomt_sweep_take(struct oomt_sweep *sweep)
{
	struct sweep_bpf__bss *told = sweep->program->bss;
	u32 reads = 0;
	ssize_t got;
	char byte;
	int fd;

	if (!sweep->ready)
		return -EAGAIN;
	fd = sweep->fd[--sweep->ready];
	told->count = told->lost = 0;
	do
		got = read(fd, &byte, 1);
	while (got && (got > 0 || errno == EAGAIN || errno == EINTR) &&
	       ++reads < READS_MAX);
	close(fd);
	if (got)
		return -EIO;
	return told->lost ? -ENOSPC : (int)told->count;
}

/* ---- beginning and end ---------------------------------------------------------- */

void oomt_sweep_close(struct oomt_sweep *sweep)
{
	if (!sweep)
		return;
	while (sweep->ready)
		close(sweep->fd[--sweep->ready]);
	if (sweep->row)
		munmap((void *)sweep->row,
		       sweep->capacity * sizeof(*sweep->row));
	bpf_link__destroy(sweep->link);
	sweep_bpf__destroy(sweep->program);
	free(sweep);
}

static bool in_initial_namespace(void)
{
	char text[64];
	ssize_t len = readlink("/proc/self/ns/pid", text, sizeof(text) - 1);

	if (len < 0)
		return false;
	text[len] = '\0';
	return !strcmp(text, INITIAL_NS);
}

static const char *load(struct oomt_sweep *sweep)
{
	void *row;

	sweep->program = sweep_bpf__open();
	if (!sweep->program)
		return "the program cannot be opened";
	bpf_map__set_max_entries(sweep->program->maps.rows, sweep->capacity);
	if (sweep_bpf__load(sweep->program))
		return errno == EPERM ? "not permitted (CAP_BPF, CAP_PERFMON)" :
					"the kernel does not take the program (no BTF?)";
	sweep->link = bpf_program__attach_iter(
			sweep->program->progs.oomt_sweep_task, NULL);
	if (!sweep->link)
		return "the kernel has no iterator over tasks";
	row = mmap(NULL, sweep->capacity * sizeof(*sweep->row), PROT_READ,
		   MAP_SHARED, bpf_map__fd(sweep->program->maps.rows), 0);
	if (row == MAP_FAILED)
		return "no memory";
	sweep->row = row;
	oomt_sweep_prepare(sweep);
	return NULL;
}

/* Pages, from /proc. */
struct own {
	long long vsize, rss;
};

static bool read_own(struct own *own)
{
	FILE *from = fopen("/proc/self/statm", "r");
	bool read = from && fscanf(from, "%lld %lld", &own->vsize,
				   &own->rss) == 2;

	if (from)
		fclose(from);
	return read;
}

static bool agrees(const struct oomt_sweep_row *row, const struct own *own)
{
	const s64 cpus = libbpf_num_possible_cpus();
	const s64 batch = 2 * cpus > BATCH_MIN ? 2 * cpus : BATCH_MIN;
	const s64 rss = row->file + row->anon + row->shmem;

	return row->ppid == getppid() && row->pgrp == getpgrp() &&
	       row->session == getsid(0) && row->threads >= 1 &&
	       row->flags == OOMT_ROW_MEMORY && row->memory &&
	       (s64)row->vsize == own->vsize && row->pgtables > 0 &&
	       llabs(rss - own->rss) <= 3 * batch * cpus + RSS_STEP;
}

static const char *try_self(struct oomt_sweep *sweep)
{
	struct own own;
	int count, i;

	count = oomt_sweep_take(sweep);
	if (count == -ENOSPC)
		return "too many processes";
	if (count < 0 || !read_own(&own))
		return "it cannot be read";
	for (i = 0; i < count; i++)
		if (sweep->row[i].pid == getpid())
			return agrees(&sweep->row[i], &own) ? NULL :
			       "what it tells of ourselves is not so";
	return "it does not tell of ourselves";
}

/*
 * Whether it tells the truth about the process that can best say so.  Another
 * thread may map something between the two looks: more than once.
 */
static const char *compare_self(struct oomt_sweep *sweep)
{
	const char *why = NULL;
	int i;

	for (i = 0; i < TRIES; i++) {
		why = try_self(sweep);
		if (!why)
			break;
	}
	return why;
}

struct oomt_sweep *oomt_sweep_open(u32 capacity, const char **why)
{
	struct oomt_sweep *sweep;

	*why = "not in the initial pid namespace";
	if (!in_initial_namespace())
		return NULL;
	*why = "no memory";
	sweep = calloc(1, sizeof(*sweep));
	if (!sweep)
		return NULL;
	sweep->capacity = capacity;
	libbpf_set_print(NULL);
	*why = load(sweep);
	if (!*why)
		*why = compare_self(sweep);
	/* The kernel's types took megabytes for a moment. */
	malloc_trim(0);
	if (!*why)
		return sweep;
	oomt_sweep_close(sweep);
	return NULL;
}

#else /* !HAVE_LIBBPF */

struct oomt_sweep *oomt_sweep_open(u32 capacity, const char **why)
{
	*why = "built without libbpf";
	return NULL;
}

void oomt_sweep_close(struct oomt_sweep *sweep)
{
}

void oomt_sweep_prepare(struct oomt_sweep *sweep)
{
}

int oomt_sweep_take(struct oomt_sweep *sweep)
{
	return -ENOSYS;
}

const struct oomt_sweep_row *oomt_sweep_rows(const struct oomt_sweep *sweep)
{
	return NULL;
}

#endif /* HAVE_LIBBPF */

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The kernel's half of a sweep: a BPF iterator over all tasks writes a row for
 * each process into an array that user space has mapped.  Nothing is allocated
 * and no lock taken; what is read of a process that is just ending may be
 * anything.  Fields are found by their names in the running kernel's BTF.
 */
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include "row.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

/* ---- the kernel, as far as it is looked at --------------------------------- */

#pragma clang attribute push(__attribute__((preserve_access_index)), \
			     apply_to = record)

#define PF_KTHREAD	0x00200000
enum { PIDTYPE_PGID = 2, PIDTYPE_SID = 3 };
enum { MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES, MM_COUNTERS };

typedef struct { __s64 counter; } atomic64_t;
typedef atomic64_t atomic_long_t;

struct percpu_counter {
	__s64 count;
};

/* Up to 6.1. */
struct mm_rss_stat {
	atomic_long_t count[MM_COUNTERS];
};

struct mm_struct___one {
	struct mm_rss_stat rss_stat;
};

/* Since 6.2: each processor may hold back a little (percpu_counter_batch). */
struct mm_struct {
	unsigned long total_vm;
	atomic_long_t pgtables_bytes;
	struct percpu_counter rss_stat[MM_COUNTERS];
};

struct upid {
	int nr;
};

struct pid {
	struct upid numbers[1];
};

struct signal_struct {
	int nr_threads;
	short oom_score_adj;
	struct pid *pids[4];
};

struct cred {
	int unused;
};

struct css_set {
	int unused;
};

struct task_struct {
	unsigned int flags;
	int pid, tgid;
	__u64 start_boottime, self_exec_id;
	struct mm_struct *mm;
	struct task_struct *real_parent;
	struct signal_struct *signal;
	const struct cred *real_cred;
	struct css_set *cgroups;
	char comm[16];
};

struct seq_file {
	void *private;
};

struct bpf_iter_meta {
	struct seq_file *seq;
	__u64 session_id, seq_num;
};

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

#pragma clang attribute pop

/* ---- the rows --------------------------------------------------------------- */

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);		/* sweep.c says how many */
	__type(key, __u32);
	__type(value, struct oomt_sweep_row);
} rows SEC(".maps");

/* User space begins a sweep with count = lost = 0. */
__u32 count, lost;

static __u64 mix(__u64 sum, __u64 more)
{
	sum = (sum ^ more) * 0x9e3779b97f4a7c15ULL;
	return sum ^ sum >> 29;
}

/* Addresses as plain numbers: the verifier lets nobody reckon with pointers. */
#define ADDRESS(task, field) ({					\
	__u64 address = 0;					\
	bpf_core_read(&address, sizeof(address), &(task)->field);	\
	address;						\
})

static __u64 changes_of(struct task_struct *task)
{
	__u64 name[2] = { 0, 0 }, sum;

	bpf_core_read(name, sizeof(name), &task->comm);
	sum = mix(task->self_exec_id, ADDRESS(task, real_cred));
	sum = mix(sum, ADDRESS(task, cgroups));
	sum = mix(mix(sum, name[0]), name[1]);
	return sum ? sum : 1;
}

static void read_sizes(struct oomt_sweep_row *row, struct mm_struct *mm,
		       __u64 address)
{
	row->flags |= OOMT_ROW_MEMORY;
	row->memory = mix(0, address);
	row->vsize = mm->total_vm;
	row->pgtables = mm->pgtables_bytes.counter;
	if (bpf_core_type_exists(struct mm_rss_stat)) {
		struct mm_struct___one *one = (void *)mm;
		__s64 pages[MM_COUNTERS] = { 0 };

		bpf_core_read(pages, sizeof(pages), &one->rss_stat);
		row->file = pages[MM_FILEPAGES];
		row->anon = pages[MM_ANONPAGES];
		row->swap = pages[MM_SWAPENTS];
		row->shmem = pages[MM_SHMEMPAGES];
	} else {
		row->file = mm->rss_stat[MM_FILEPAGES].count;
		row->anon = mm->rss_stat[MM_ANONPAGES].count;
		row->swap = mm->rss_stat[MM_SWAPENTS].count;
		row->shmem = mm->rss_stat[MM_SHMEMPAGES].count;
	}
}

SEC("iter/task")
int oomt_sweep_task(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct oomt_sweep_row *row;
	struct signal_struct *signal;
	struct mm_struct *mm;
	__u32 at = count;

	/*
	 * The first task alone gives something to read: so a read of one byte
	 * in calm times ends behind it, with all memory allocated that a sweep
	 * needs.  It has no row.
	 */
	if (task && !ctx->meta->seq_num) {
		char byte = 0;

		bpf_seq_write(ctx->meta->seq, &byte, 1);
		return 0;
	}
	if (!task || task->pid != task->tgid)
		return 0;
	row = bpf_map_lookup_elem(&rows, &at);
	if (!row) {
		lost++;
		return 0;
	}
	count = at + 1;
	signal = task->signal;
	row->memory = 0;
	row->born_ns = task->start_boottime;
	row->changes = changes_of(task);
	row->pid = task->pid;
	row->ppid = task->real_parent->tgid;
	row->pgrp = signal->pids[PIDTYPE_PGID]->numbers[0].nr;
	row->session = signal->pids[PIDTYPE_SID]->numbers[0].nr;
	row->threads = signal->nr_threads;
	row->oom_score_adj = signal->oom_score_adj;
	row->flags = task->flags & PF_KTHREAD ? OOMT_ROW_KTHREAD : 0;
	mm = task->mm;
	if (mm && !row->flags)
		read_sizes(row, mm, ADDRESS(task, mm));
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The learner of executables.  A worker makes tables, two in turn; facts.c looks
 * into the one in force, at OOM time too.  Must never make a reader wait, and
 * never keep a file (its file system could not be unmounted).
 */
#include "compat.h"

#include <linux/dcache.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/hash.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/rcupdate.h>
#include <linux/stringhash.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>

#include "exe.h"
#include "target.h"

#define LOOK_MS		1000
#define SHARE		50		/* at most one part in so many is spent */
#define TASKS_MAX	65536
#define TEXT_PER_TASK	64		/* one path is kept once */
#define TEXT_MAX	(1U << 20)

/* What file it is, without its name. */
struct identity {
	u64 ino;
	dev_t dev;
	u32 generation;
};

struct entry {
	u64 start_ns;
	struct identity file;
	pid_t pid;			/* 0: free */
	u32 text;			/* offset */
};

struct oomt_exe_table {
	u32 slots;			/* of both hashes; a power of two */
	u32 count, names;
	struct entry *entry;		/* by pid */
	u32 *name;			/* of texts: offset + 1, 0: free */
	char *text;
	u32 size, used;
};

static struct oomt_exe_table __rcu *the_table;	/* replaced by the worker */
static struct oomt_exe_table *spare;		/* the worker's */
static char path[PATH_MAX];			/* the worker's */
static bool wanted;

static struct identity identity_of(const struct file *file)
{
	const struct inode *inode = file_inode(file);

	return (struct identity){
		.ino = inode->i_ino, .dev = inode->i_sb->s_dev,
		.generation = inode->i_generation,
	};
}

static bool same(const struct identity *a, const struct identity *b)
{
	return a->ino == b->ino && a->dev == b->dev &&
	       a->generation == b->generation;
}

/* ---- reading ------------------------------------------------------------ */

const struct oomt_exe_table *oomt_exe_open(char *text, size_t size)
{
	const struct oomt_exe_table *table = rcu_dereference(the_table);

	if (table)
		memcpy(text, table->text, min_t(size_t, table->used, size));
	return table;
}

static const struct entry *find(const struct oomt_exe_table *table, pid_t pid,
				u64 start_ns)
{
	u32 at = hash_32(pid, 32) & (table->slots - 1);

	/* There are more slots than entries, so an empty one is met. */
	for (; table->entry[at].pid; at = (at + 1) & (table->slots - 1))
		if (table->entry[at].pid == pid &&
		    table->entry[at].start_ns == start_ns)
			return &table->entry[at];
	return NULL;
}

void oomt_exe_fill(const struct oomt_exe_table *table, const char *text,
		   size_t size, struct mm_struct *mm, struct oomt_task *task)
{
	const struct entry *e = table ? find(table, task->pid,
					     task->start_ns) : NULL;
	struct identity now;
	struct file *file;

	if (!e || e->text + strlen(table->text + e->text) >= size)
		return;
	file = oomt_mm_exe_get(mm);
	if (!file)
		return;
	now = identity_of(file);
	fput(file);		/* the last one is put by a worker, later */
	if (!same(&now, &e->file))
		return;
	task->exe = text + e->text;
	task->known |= 1ULL << OOMT_F_EXE;
}

/* ---- learning ----------------------------------------------------------- */

static void table_free(struct oomt_exe_table *table)
{
	if (!table)
		return;
	oomt_free(table->entry);
	oomt_free(table->name);
	oomt_free(table->text);
	oomt_free(table);
}

static struct oomt_exe_table *table_new(u32 tasks)
{
	struct oomt_exe_table *table = oomt_alloc(1, sizeof(*table));

	if (!table)
		return NULL;
	tasks = min_t(u32, tasks, TASKS_MAX);
	table->slots = roundup_pow_of_two(2 * tasks + 2);
	table->size = clamp_t(u32, tasks * TEXT_PER_TASK, 4 * PATH_MAX,
			      TEXT_MAX);
	table->entry = oomt_alloc(table->slots, sizeof(*table->entry));
	table->name = oomt_alloc(table->slots, sizeof(*table->name));
	table->text = oomt_alloc(table->size, 1);
	if (table->entry && table->name && table->text)
		return table;
	table_free(table);
	return NULL;
}

/* The text's offset, kept once; -ENOSPC. */
static s64 add_text(struct oomt_exe_table *table, const char *text)
{
	u32 len = strlen(text) + 1, at;

	at = full_name_hash(NULL, text, len - 1) & (table->slots - 1);
	for (; table->name[at]; at = (at + 1) & (table->slots - 1))
		if (!strcmp(table->text + table->name[at] - 1, text))
			return table->name[at] - 1;
	if (len > table->size - table->used ||
	    table->names >= table->slots / 4 * 3)
		return -ENOSPC;
	memcpy(table->text + table->used, text, len);
	table->name[at] = table->used + 1;
	table->names++;
	table->used += len;
	return table->used - len;
}

/* False: it has no place. */
static bool add(struct oomt_exe_table *table, struct task_struct *p,
		struct file *file)
{
	u32 at = hash_32(p->tgid, 32) & (table->slots - 1);
	const char *name = d_path(&file->f_path, path, sizeof(path));
	s64 text;

	/* Too long to be known. */
	if (IS_ERR(name))
		return true;
	text = add_text(table, name);
	if (text < 0 || table->count >= table->slots / 4 * 3)
		return false;
	while (table->entry[at].pid)
		at = (at + 1) & (table->slots - 1);
	table->entry[at] = (struct entry){
		.start_ns = p->start_boottime, .file = identity_of(file),
		.pid = p->tgid, .text = text,
	};
	table->count++;
	return true;
}

static void get_file_of(struct task_struct *t, void *file)
{
	*(struct file **)file = oomt_mm_exe_get(t->mm);
}

static struct file *file_of(struct task_struct *p)
{
	struct file *file = NULL;

	oomt_task_look(p, get_file_of, &file);
	return file;
}

/* False: not everybody had a place. */
static bool take(struct oomt_exe_table *table)
{
	struct task_struct *p;
	struct file *file;
	bool all = true;

	memset(table->entry, 0, table->slots * sizeof(*table->entry));
	memset(table->name, 0, table->slots * sizeof(*table->name));
	table->count = table->names = table->used = 0;
	rcu_read_lock();
	for_each_process(p) {
		file = p->flags & PF_KTHREAD ? NULL : file_of(p);
		if (!file)
			continue;
		all &= add(table, p, file);
		fput(file);
	}
	rcu_read_unlock();
	return all;
}

/* The old one is the spare when nobody looks into it any more. */
static void publish(struct oomt_exe_table *table)
{
	struct oomt_exe_table *old = rcu_dereference_protected(the_table, true);

	rcu_assign_pointer(the_table, table);
	synchronize_rcu();
	spare = old;
}

static void learn(struct work_struct *unused);
static DECLARE_DELAYED_WORK(learning, learn);

static void forget(void)
{
	publish(NULL);
	table_free(spare);
	spare = NULL;
}

static void learn(struct work_struct *unused)
{
	struct oomt_exe_table *table = spare, *larger;
	u64 begin_ns = ktime_get_ns();
	u32 ms;

	if (!READ_ONCE(wanted)) {
		table_free(spare);
		spare = NULL;
		forget();
		return;
	}
	spare = NULL;
	if (!table || !take(table)) {
		larger = table_new(2 * oomt_process_count());
		/* Without memory: as many as there is room for. */
		if (larger) {
			table_free(table);
			table = larger;
			take(table);
		}
	}
	ms = (ktime_get_ns() - begin_ns) * SHARE / NSEC_PER_MSEC;
	if (table)
		publish(table);
	queue_delayed_work(OOMT_SYSTEM_WQ, &learning,
			   msecs_to_jiffies(max_t(u32, ms, LOOK_MS)));
}

void oomt_exe_want(bool want)
{
	bool first = want && !READ_ONCE(wanted);

	if (want == READ_ONCE(wanted))
		return;
	WRITE_ONCE(wanted, want);
	mod_delayed_work(OOMT_SYSTEM_WQ, &learning, 0);
	if (first)
		flush_delayed_work(&learning);
}

void oomt_exe_exit(void)
{
	WRITE_ONCE(wanted, false);
	cancel_delayed_work_sync(&learning);
	table_free(spare);
	spare = NULL;
	forget();
}

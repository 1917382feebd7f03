// SPDX-License-Identifier: GPL-2.0-only
/*
 * The picture of this machine.  Called by both hooks (hook oom inside the
 * page allocator, with nothing left) and by dumps.  Must never allocate, take
 * a sleeping lock or touch user memory.
 *
 *	for_each_process ── a thread with an mm ── task_lock ── counters
 *	                └── css_set ── cgroup id ── hash ── path, once per cgroup
 */
#include "compat.h"

#include <linux/cgroup.h>
#include <linux/cred.h>
#include <linux/hash.h>
#include <linux/log2.h>
#include <linux/pid.h>
#include <linux/rcupdate.h>

#include "exe.h"
#include "facts.h"
#include "growth.h"
#include "memcg.h"
#include "metrics.h"
#include "target.h"

#define BIT_OF(f)	(1ULL << OOMT_F_##f)
#define ALWAYS		(BIT_OF(COMM) | BIT_OF(PID) | BIT_OF(UID) | \
			 BIT_OF(OOM_SCORE_ADJ) | BIT_OF(THREADS))
#define OF_MM		(BIT_OF(RSS) | BIT_OF(ANON) | BIT_OF(FILE) | \
			 BIT_OF(SHMEM) | BIT_OF(SWAP) | BIT_OF(PGTABLES) | \
			 BIT_OF(VSIZE))

#define PATH_BYTES	160	/* of the arena, per cgroup */
#define EXE_BYTES	16384	/* of paths, each once */
#define EXE_PER_TASK	32

int oomt_facts_init(struct oomt_facts *facts, u32 tasks, u32 cgroups)
{
	u32 slots = roundup_pow_of_two(2 * cgroups);

	memset(facts, 0, sizeof(*facts));
	facts->paths_size = (size_t)cgroups * PATH_BYTES;
	facts->pic.task = oomt_alloc(tasks, sizeof(*facts->pic.task));
	facts->pic.cgroup = oomt_alloc(cgroups, sizeof(*facts->pic.cgroup));
	facts->heap = oomt_alloc(tasks, sizeof(*facts->heap));
	facts->slot = oomt_alloc(slots, sizeof(*facts->slot));
	facts->exe_size = EXE_BYTES + tasks * EXE_PER_TASK;
	facts->exe_text = oomt_alloc(facts->exe_size, 1);
	facts->paths = oomt_alloc(facts->paths_size, 1);
	if (!facts->pic.task || !facts->pic.cgroup || !facts->heap ||
	    !facts->slot || !facts->paths || !facts->exe_text) {
		oomt_facts_exit(facts);
		return -ENOMEM;
	}
	facts->task_capacity = tasks;
	facts->cgroup_capacity = cgroups;
	facts->slot_mask = slots - 1;
	return 0;
}

void oomt_facts_exit(struct oomt_facts *facts)
{
	oomt_free(facts->pic.task);
	oomt_free(facts->pic.cgroup);
	oomt_free(facts->heap);
	oomt_free(facts->slot);
	oomt_free(facts->paths);
	oomt_free(facts->exe_text);
	memset(facts, 0, sizeof(*facts));
}

void oomt_facts_capacity(u32 *tasks, u32 *cgroups)
{
	*tasks = 2 * oomt_process_count() + 1024;
	*cgroups = 2 * atomic_read(&cgrp_dfl_root.nr_cgrps) + 256;
}

/* ---- cgroups ------------------------------------------------------------ */

/* The path, or NULL (unknown) when the arena is full. */
static const char *path_add(struct oomt_facts *facts, struct cgroup *cgrp)
{
	char *to = facts->paths + facts->paths_used;
	size_t room = facts->paths_size - facts->paths_used;
	int len;

	if (!room)
		return NULL;
	len = cgroup_path(cgrp, to, room);
	if (len < 0 || len >= room)
		return NULL;
	facts->paths_used += len + 1;
	return to;
}

static u32 cgroup_add(struct oomt_facts *facts, struct cgroup *cgrp,
		      struct oomt_facts_slot *slot)
{
	struct oomt_picture *pic = &facts->pic;
	struct oomt_cgroup *cg;

	if (pic->cgroup_count == facts->cgroup_capacity) {
		facts->truncated = true;
		return OOMT_NONE;
	}
	cg = &pic->cgroup[pic->cgroup_count];
	cg->id = cgroup_id(cgrp);
	cg->path = path_add(facts, cgrp);
	cg->known = 0;
	cg->oom_group = false;
	if (facts->cgroups)
		oomt_memcg_fill(cgrp, cg);
	if (!cg->path)
		facts->truncated = true;
	slot->cgrp = cgrp;
	slot->index = pic->cgroup_count++;
	return slot->index;
}

static u32 cgroup_find(struct oomt_facts *facts, struct cgroup *cgrp)
{
	u32 at = hash_ptr(cgrp, 32) & facts->slot_mask;
	struct oomt_facts_slot *slot;

	/* There are more slots than entries, so an empty one is met. */
	for (;; at = (at + 1) & facts->slot_mask) {
		slot = &facts->slot[at];
		if (slot->cgrp == cgrp)
			return slot->index;
		if (!slot->cgrp)
			return cgroup_add(facts, cgrp, slot);
	}
}

/* With those above it, if somebody asks: they may be limited, too. */
static u32 cgroup_index(struct oomt_facts *facts, struct cgroup *cgrp)
{
	u32 known = facts->pic.cgroup_count, index = cgroup_find(facts, cgrp);
	u32 above = index;

	while (facts->cgroups && above != OOMT_NONE && above >= known &&
	       cgroup_parent(cgrp)) {
		known = facts->pic.cgroup_count;
		cgrp = cgroup_parent(cgrp);
		above = cgroup_find(facts, cgrp);
	}
	return index;
}

/* ---- one process -------------------------------------------------------- */

static void read_mm(struct oomt_task *task, struct mm_struct *mm)
{
	s64 file = get_mm_counter(mm, MM_FILEPAGES);
	s64 anon = get_mm_counter(mm, MM_ANONPAGES);
	s64 shmem = get_mm_counter(mm, MM_SHMEMPAGES);

	task->file = file << PAGE_SHIFT;
	task->anon = anon << PAGE_SHIFT;
	task->shmem = shmem << PAGE_SHIFT;
	task->rss = (file + anon + shmem) << PAGE_SHIFT;
	task->swap = (s64)get_mm_counter(mm, MM_SWAPENTS) << PAGE_SHIFT;
	task->pgtables = mm_pgtables_bytes(mm);
	task->vsize = (s64)mm->total_vm << PAGE_SHIFT;
	task->known |= OF_MM;
}

static void no_memory(struct oomt_task *task)
{
	task->rss = 0;
	task->file = 0;
	task->anon = 0;
	task->shmem = 0;
	task->swap = 0;
	task->pgtables = 0;
	task->vsize = 0;
	task->known |= OF_MM;
}

/*
 * Dying, and so neither a candidate nor counted.  A process that dumps core
 * is not: that can take as long as it likes, and SIGKILL ends it.
 */
static bool group_exiting(const struct task_struct *p)
{
	const struct signal_struct *sig = p->signal;

	return sig->flags & SIGNAL_GROUP_EXIT && !READ_ONCE(sig->core_state);
}

static void read_ids(struct oomt_task *task, struct task_struct *p, u64 fields)
{
	const struct cred *cred = __task_cred(p);

	task->pid = p->tgid;
	task->uid = from_kuid(&init_user_ns, cred->euid);
	if (fields & BIT_OF(GID)) {
		task->gid = from_kgid(&init_user_ns, cred->egid);
		task->known |= BIT_OF(GID);
	}
	if (fields & BIT_OF(PPID)) {
		task->ppid = rcu_dereference(p->real_parent)->tgid;
		task->known |= BIT_OF(PPID);
	}
	if (fields & (BIT_OF(PGRP) | BIT_OF(SESSION))) {
		task->pgrp = task_pgrp_nr_ns(p, &init_pid_ns);
		task->session = task_session_nr_ns(p, &init_pid_ns);
		task->known |= BIT_OF(PGRP) | BIT_OF(SESSION);
	}
}

struct reading {
	const struct oomt_facts *facts;
	struct oomt_task *task;
};

static void read_thread(struct task_struct *t, void *arg)
{
	const struct reading *reading = arg;
	const struct oomt_facts *facts = reading->facts;

	read_mm(reading->task, t->mm);
	oomt_exe_fill(facts->exe, facts->exe_text, facts->exe_size, t->mm,
		      reading->task);
	if (oomt_task_untakable(t))
		reading->task->flags |= OOMT_TASK_EXITING;
}

static void read_memory(const struct oomt_facts *facts, struct oomt_task *task,
			struct task_struct *p)
{
	struct reading reading = { .facts = facts, .task = task };

	if (oomt_task_look(p, read_thread, &reading))
		return;
	no_memory(task);
	task->flags |= OOMT_TASK_EXITING;
}

static void read_task(struct oomt_facts *facts, const struct oomt_want *want,
		      struct task_struct *p, struct oomt_task *task)
{
	/* What `known` does not name is never read: no need to clear it all. */
	task->known = ALWAYS;
	task->flags = 0;
	task->exe = NULL;
	task->cmdline = NULL;
	read_ids(task, p, want->fields);
	task->start_ns = p->start_boottime;
	task->oom_score_adj = p->signal->oom_score_adj;
	task->threads = get_nr_threads(p);
	task->cgroup = OOMT_NONE;
	memcpy(task->comm, p->comm, sizeof(task->comm));
	task->comm[sizeof(task->comm) - 1] = '\0';
	if (p->flags & PF_KTHREAD) {
		task->flags = OOMT_TASK_KTHREAD;
		no_memory(task);
		return;
	}
	if (task->pid == want->executor)
		task->flags |= OOMT_TASK_EXECUTOR;
	if (group_exiting(p))
		task->flags |= OOMT_TASK_EXITING;
	if (want->fields & BIT_OF(CGROUP)) {
		task->cgroup = cgroup_index(facts, task_dfl_cgroup(p));
		if (task->cgroup != OOMT_NONE &&
		    facts->pic.cgroup[task->cgroup].path)
			task->known |= BIT_OF(CGROUP);
	}
	read_memory(facts, task, p);
	if (group_exiting(p))
		facts->dying += task->anon;
	if (want->fields & BIT_OF(GROWTH))
		oomt_growth_fill(task, facts->pic.now_ns);
}

/* ---- top-N, when there are more processes than places ------------------- */

static s64 weight(const struct oomt_facts *facts, u32 index)
{
	const struct oomt_task *task = &facts->pic.task[index];

	return task->rss + task->swap + task->pgtables;
}

static void sift_down(struct oomt_facts *facts, u32 at)
{
	u32 n = facts->task_capacity, child;

	for (; (child = 2 * at + 1) < n; at = child) {
		if (child + 1 < n &&
		    weight(facts, facts->heap[child + 1]) <
		    weight(facts, facts->heap[child]))
			child++;
		if (weight(facts, facts->heap[at]) <=
		    weight(facts, facts->heap[child]))
			return;
		swap(facts->heap[at], facts->heap[child]);
	}
}

/* The smallest on top. */
static void heap_make(struct oomt_facts *facts)
{
	u32 i;

	for (i = 0; i < facts->task_capacity; i++)
		facts->heap[i] = i;
	for (i = facts->task_capacity / 2; i-- > 0; )
		sift_down(facts, i);
	facts->heaped = true;
}

/* Takes the place of the smallest one, if it is larger. */
static void replace_smallest(struct oomt_facts *facts,
			     const struct oomt_task *task)
{
	facts->truncated = true;
	if (!facts->heaped)
		heap_make(facts);
	if (task->rss + task->swap + task->pgtables <=
	    weight(facts, facts->heap[0]))
		return;
	facts->pic.task[facts->heap[0]] = *task;
	sift_down(facts, 0);
}

/* ---- the walk ----------------------------------------------------------- */

static void reset(struct oomt_facts *facts)
{
	facts->pic.task_count = 0;
	facts->pic.cgroup_count = 0;
	memset(facts->slot, 0,
	       (facts->slot_mask + 1) * sizeof(*facts->slot));
	facts->paths_used = 0;
	facts->seen = 0;
	facts->truncated = false;
	facts->heaped = false;
	facts->kernel_victim = false;
	facts->kernel_leaving = false;
	facts->foreign_mark = false;
	facts->dying = 0;
	facts->hit = NULL;
	facts->within = OOMT_NONE;
}

/* Whether the process's memory can lie where it is wanted. */
static bool mems_fit(const struct task_struct *p, const nodemask_t *mems)
{
	const nodemask_t *own = oomt_task_mems(p);

	return !mems || !own || nodes_intersects(*own, *mems);
}

static void note_kernel(struct oomt_facts *facts, struct task_struct *p)
{
	struct mm_struct *mm = READ_ONCE(p->signal->oom_mm);

	if (mm && !oomt_mm_skipped(mm))
		facts->kernel_victim = true;
	else if (mm && !oomt_mm_given_back(mm))
		facts->kernel_leaving = true;
	if (oom_task_origin(p))
		facts->foreign_mark = true;
}

void oomt_facts_gather(struct oomt_facts *facts, const struct oomt_want *want)
{
	struct oomt_picture *pic = &facts->pic;
	struct oomt_task spare, *task;
	struct task_struct *p;

	reset(facts);
	facts->cgroups = want->cgroups;
	oomt_metrics_fill(pic);
	rcu_read_lock();
	facts->exe = want->fields & BIT_OF(EXE) ?
		     oomt_exe_open(facts->exe_text, facts->exe_size) : NULL;
	facts->hit = want->within;
	if (want->within)
		facts->within = cgroup_index(facts,
					     oomt_memcg_cgroup(want->within));
	for_each_process(p) {
		if (p->flags & PF_KTHREAD && !want->kthreads)
			continue;
		facts->seen++;
		if (want->within && !oomt_memcg_holds(want->within, p))
			continue;
		if (!mems_fit(p, want->mems))
			continue;
		note_kernel(facts, p);
		task = pic->task_count < facts->task_capacity ?
		       &pic->task[pic->task_count] : &spare;
		read_task(facts, want, p, task);
		if (task != &spare)
			pic->task_count++;
		else
			replace_smallest(facts, task);
	}
	rcu_read_unlock();
}

void oomt_facts_look(struct oomt_facts *facts)
{
	struct cgroup_subsys_state *css;

	reset(facts);
	facts->cgroups = true;
	oomt_metrics_fill(&facts->pic);
	rcu_read_lock();
	/* A cgroup comes before those below it. */
	css_for_each_descendant_pre(css, &cgrp_dfl_root.cgrp.self) {
		cgroup_find(facts, css->cgroup);
		if (facts->truncated)
			break;
	}
	rcu_read_unlock();
}

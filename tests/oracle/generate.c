// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The random source, the world, and pictures of it.
 */
#include <stdio.h>
#include "generate.h"

#define NS_PER_MS	1000000ULL
#define NOW_NS		(200000ULL * 1000 * NS_PER_MS)

const char *const generate_exe[GENERATE_EXES] = {
	"/usr/bin/a", "/usr/lib/a/b", "/opt/x*y", "/bin/ab", "/a",
};

const char *const generate_cmdline[GENERATE_CMDLINES] = {
	"", "a", "a -b --c=/b", "b a.py", "/bin/ab -a", "c  a",
};

/* ---- the random source -------------------------------------------------- */

void generate_init(struct generate *g, u64 seed)
{
	memset(g, 0, sizeof(*g));
	/* Neighbouring seeds shall not make neighbouring sequences. */
	g->state = seed * 0x9e3779b97f4a7c15ULL + 0x2545f4914f6cdd1dULL;
	if (!g->state)
		g->state = 1;
	generate_next(g);
	generate_next(g);
}

u64 generate_next(struct generate *g)
{
	g->state ^= g->state >> 12;
	g->state ^= g->state << 25;
	g->state ^= g->state >> 27;
	return g->state * 0x2545f4914f6cdd1dULL;
}

u32 generate_below(struct generate *g, u32 below)
{
	return (generate_next(g) >> 32) % below;
}

bool generate_chance(struct generate *g, u32 percent)
{
	return generate_below(g, 100) < percent;
}

/* ---- the world ---------------------------------------------------------- */

static void make_comm(struct generate *g, char *comm)
{
	static const char alphabet[] = "aabbcc-. *[\\\xc3\xa9?";
	u32 len = generate_chance(g, 10) ? OOMT_COMM_LEN - 1 :
					   1 + generate_below(g, 5), i;

	for (i = 0; i < len; i++)
		comm[i] = alphabet[generate_below(g, sizeof(alphabet) - 1)];
	comm[len] = '\0';
}

static void make_path(struct generate *g, char *path)
{
	static const char *const part[] = {
		"a", "b", "ab", "a.slice", "b.scope", "aab", "x*y",
	};
	u32 depth = generate_below(g, 5), at = 0, i;

	for (i = 0; i < depth; i++)
		at += sprintf(path + at, "/%s",
			      part[generate_below(g, ARRAY_SIZE(part))]);
	if (!depth)
		strcpy(path, "/");
}

/* No two cgroups have the same path. */
static void make_paths(struct generate *g, struct generate_world *w)
{
	u32 i, k;

	for (i = 0; i < GENERATE_CGROUPS; i++)
		do {
			/* Some are below another one. */
			if (i && generate_chance(g, 40) &&
			    strlen(w->path[i - 1]) < GENERATE_PATH / 2 &&
			    w->path[i - 1][1])
				snprintf(w->path[i], GENERATE_PATH, "%s/%s",
					 w->path[i - 1],
					 generate_chance(g, 50) ? "a" : "b");
			else
				make_path(g, w->path[i]);
			for (k = 0; k < i; k++)
				if (!strcmp(w->path[i], w->path[k]))
					break;
		} while (k < i);
}

static s64 share(s64 base, u32 bp)
{
	return (__int128)base * bp / 10000;
}

static s64 near_by(struct generate *g, s64 value)
{
	if (generate_chance(g, 70))
		return value;
	return generate_chance(g, 50) || !value ? value + 1 : value - 1;
}

void generate_world(struct generate *g)
{
	static const s64 mem[] = {
		1000LL << 20, 4LL << 30, 7777777777LL, 32LL << 30, 536870913,
	};
	static const s64 swap[] = { 1000LL << 20, 2LL << 30, 3333333333LL };
	static const u64 age_ms[] = {
		0, 1, 999, 1000, 60000, 61000, 3600000, 7200000, 86400000,
	};
	struct generate_world *w = &g->world;
	u32 i;

	memset(w, 0, sizeof(*w));
	g->now_ns = NOW_NS;
	w->mem_total = mem[generate_below(g, ARRAY_SIZE(mem))];
	w->swap_total = swap[generate_below(g, ARRAY_SIZE(swap))];
	for (i = 0; i < GENERATE_SIZES; i++) {
		w->bp[i] = generate_chance(g, 30) ?
				   generate_below(g, 101) * 100 :
				   generate_below(g, 3001);
		w->size[i] = near_by(g, share(w->mem_total, w->bp[i]));
		w->swap[i] = near_by(g, share(w->swap_total, w->bp[i]));
		if (generate_chance(g, 30))
			w->size[i] = (s64)generate_below(g, 900) << 20;
	}
	for (i = 0; i < ARRAY_SIZE(w->psi); i++)
		w->psi[i] = generate_below(g, 10001);
	for (i = 0; i < GENERATE_AGES; i++)
		w->age_ms[i] = age_ms[generate_below(g, ARRAY_SIZE(age_ms))];
	for (i = 0; i < GENERATE_COMMS; i++)
		make_comm(g, w->comm[i]);
	make_paths(g, w);
	for (i = 0; i < GENERATE_SIZES; i++)
		w->growth[i] = generate_chance(g, 20) ? 0 :
			       w->size[i] / (generate_chance(g, 50) ? 64 : 1) *
			       (generate_chance(g, 30) ? -1 : 1);
}

/* ---- pictures ----------------------------------------------------------- */

#define BIT(field)	(1ULL << OOMT_F_##field)
#define OF_MM		(BIT(RSS) | BIT(ANON) | BIT(FILE) | BIT(SHMEM) | \
			 BIT(SWAP) | BIT(PGTABLES) | BIT(VSIZE) | BIT(TOTAL))

static s64 pick_size(struct generate *g, const s64 *pool)
{
	return pool[generate_below(g, GENERATE_SIZES)];
}

/* What is not known keeps some value: nobody may look at it. */
static void forget(struct generate *g, struct oomt_task *task)
{
	static const u64 alone[] = {
		BIT(RSS), BIT(SWAP), BIT(PGTABLES), BIT(ANON), BIT(UID),
		BIT(OOM_SCORE_ADJ), BIT(GID), BIT(PPID), BIT(PGRP),
		BIT(SESSION), BIT(THREADS), BIT(FILE), BIT(GROWTH),
	};

	if (generate_chance(g, 4))
		task->known &= ~OF_MM;
	if (generate_chance(g, 6))
		task->known &= ~alone[generate_below(g, ARRAY_SIZE(alone))];
	if (!oomt_task_knows(task, OOMT_F_OOM_SCORE_ADJ) &&
	    task->oom_score_adj == -1000)
		task->oom_score_adj = -999;
}

/*
 * Mostly somebody of a lower pid.  Now and then anybody: it may be nobody, or
 * a circle.
 */
static s32 pick_parent(struct generate *g, const struct generate_picture *out,
		       const struct oomt_task *task)
{
	u32 i, at = generate_below(g, out->pic.task_count);

	if (generate_chance(g, 15))
		return generate_below(g, 100);
	for (i = 0; i < out->pic.task_count; i++) {
		s32 pid = out->task[(at + i) % out->pic.task_count].pid;

		if (pid < task->pid)
			return pid;
	}
	return generate_below(g, 2);
}

static void make_task(struct generate *g, struct generate_picture *out,
		      struct oomt_task *task)
{
	static const s32 adj[] = { 0, 0, 0, 0, -1000, -999, -500, 300, 1000 };
	static const u32 uid[] = { 0, 1000, 1000, 1001, 65534, 4294967294U };
	const struct generate_world *w = &g->world;

	task->known = (1ULL << OOMT_F_COUNT) - 1 - BIT(EXE) - BIT(CMDLINE);
	if (generate_chance(g, 80)) {
		task->exe = generate_exe[generate_below(g, GENERATE_EXES)];
		task->known |= BIT(EXE);
	}
	task->ppid = pick_parent(g, out, task);
	task->pgrp = generate_below(g, generate_chance(g, 70) ? 12 : 100);
	if (generate_chance(g, 80)) {
		task->cmdline = generate_cmdline[generate_below(g,
						GENERATE_CMDLINES)];
		task->known |= BIT(CMDLINE);
	}
	task->growth = pick_size(g, w->growth);
	task->session = generate_below(g, 100);
	task->threads = generate_below(g, 4);
	task->gid = uid[generate_below(g, ARRAY_SIZE(uid))];
	task->uid = uid[generate_below(g, ARRAY_SIZE(uid))];
	task->oom_score_adj = adj[generate_below(g, ARRAY_SIZE(adj))];
	task->start_ns = out->pic.now_ns -
			 w->age_ms[generate_below(g, GENERATE_AGES)] *
			 NS_PER_MS;
	if (generate_chance(g, 3))
		task->start_ns += generate_chance(g, 50) ? 1 : -1;
	task->rss = pick_size(g, w->size);
	if (generate_chance(g, 10))
		task->rss = generate_below(g, 1U << 30);
	task->anon = generate_chance(g, 50) ? task->rss : task->rss / 2;
	task->file = task->rss - task->anon;
	task->shmem = generate_chance(g, 20) ? pick_size(g, w->size) : 0;
	task->vsize = pick_size(g, w->size) + task->rss;
	if (generate_chance(g, 30))
		task->swap = pick_size(g, w->swap);
	if (generate_chance(g, 20))
		task->pgtables = generate_below(g, 64) * 4096;
	memcpy(task->comm, w->comm[generate_below(g, GENERATE_COMMS)],
	       sizeof(task->comm));
	task->cgroup = generate_below(g, out->pic.cgroup_count + 1);
	if (task->cgroup == out->pic.cgroup_count)
		task->cgroup = OOMT_NONE;
	if (task->cgroup == OOMT_NONE || !out->cgroup[task->cgroup].path)
		task->known &= ~BIT(CGROUP);
	if (generate_chance(g, 4))
		task->flags |= OOMT_TASK_EXITING;
	if (generate_chance(g, 4))
		task->flags |= OOMT_TASK_KTHREAD;
	if (generate_chance(g, 2))
		task->flags |= OOMT_TASK_EXECUTOR;
	forget(g, task);
}

/* Like somebody before it, but for its pid and a thing or two. */
static void make_twin(struct generate *g, struct generate_picture *out,
		      struct oomt_task *task)
{
	struct oomt_task other = { .known = 0 };
	struct oomt_task *of = &out->task[generate_below(g, task -
							     out->task)];
	s32 pid = task->pid;

	make_task(g, out, &other);
	*task = *of;
	task->pid = pid;
	switch (generate_below(g, 12)) {
	case 0:
		task->rss = other.rss;
		break;
	case 1:
		task->rss += task->rss && generate_chance(g, 50) ? -1 : 1;
		break;
	case 2:
		task->swap = other.swap;
		break;
	case 3:
		task->uid = other.uid;
		break;
	case 4:
		task->oom_score_adj = other.oom_score_adj;
		break;
	case 5:
		task->start_ns = other.start_ns;
		break;
	case 6:
		memcpy(task->comm, other.comm, sizeof(task->comm));
		break;
	case 7:
		task->cgroup = other.cgroup;
		task->known = (task->known & ~BIT(CGROUP)) |
			      (other.known & BIT(CGROUP));
		break;
	case 8:
		task->exe = other.exe;
		task->known = (task->known & ~BIT(EXE)) |
			      (other.known & BIT(EXE));
		break;
	case 9:
		task->ppid = other.ppid;
		break;
	case 10:
		forget(g, task);
		break;
	default:
		break;
	}
}

static void make_cgroup(struct generate *g, struct oomt_cgroup *cgroup)
{
	const struct generate_world *w = &g->world;
	u32 m;

	for (m = 0; m < OOMT_CM_COUNT; m++) {
		cgroup->metric[m] = m < OOMT_CM_PSI_SOME_AVG10 ?
			pick_size(g, w->size) :
			(s64)w->psi[generate_below(g, ARRAY_SIZE(w->psi))];
		if (generate_chance(g, 90))
			cgroup->known |= 1U << m;
	}
	if (generate_chance(g, 35))
		cgroup->metric[OOMT_CM_MEMORY_MAX] = OOMT_NO_LIMIT;
	cgroup->oom_group = generate_chance(g, 25) && cgroup->path &&
			    cgroup->path[1];
}

static void make_metrics(struct generate *g, struct oomt_picture *pic)
{
	const struct generate_world *w = &g->world;
	s64 swap_total = generate_chance(g, 25) ? 0 : w->swap_total, swap_free;
	u32 m;

	oomt_picture_set(pic, OOMT_M_MEM_TOTAL, w->mem_total);
	for (m = OOMT_M_MEM_AVAILABLE; m <= OOMT_M_MEM_CACHED; m++)
		oomt_picture_set(pic, m, pick_size(g, w->size));
	swap_free = pick_size(g, w->swap);
	if (swap_free > swap_total)
		swap_free = swap_total;
	oomt_picture_set(pic, OOMT_M_SWAP_TOTAL, swap_total);
	oomt_picture_set(pic, OOMT_M_SWAP_FREE, swap_free);
	oomt_picture_set(pic, OOMT_M_SWAP_USED, swap_total - swap_free);
	oomt_picture_set(pic, OOMT_M_ZRAM_USED, pick_size(g, w->size));
	for (m = OOMT_M_PGSCAN_RATE; m < OOMT_M_COUNT; m++)
		oomt_picture_set(pic, m,
				 w->psi[generate_below(g, ARRAY_SIZE(w->psi))]);
	for (m = OOMT_M_MEM_AVAILABLE; m < OOMT_M_COUNT; m++)
		if (generate_chance(g, 4))
			pic->metrics_known &= ~(1ULL << m);
	if (generate_chance(g, 2))
		pic->metrics_known &= ~(1ULL << OOMT_M_MEM_TOTAL);
}

/* Different pids, in no order. */
static void make_pids(struct generate *g, struct oomt_task *task, u32 count)
{
	bool used[100] = { false };
	u32 i;

	for (i = 0; i < count; i++) {
		u32 pid = 1 + generate_below(g, 99);

		while (used[pid])
			pid = pid % 99 + 1;
		used[pid] = true;
		task[i].pid = pid;
	}
}

void generate_picture(struct generate *g, struct generate_picture *out)
{
	static const u64 pass_ms[] = { 1, 100, 1000, 1000, 5000, 10000, 30000 };
	struct oomt_picture *pic = &out->pic;
	u32 i;

	memset(out, 0, sizeof(*out));
	pic->now_ns = g->now_ns;
	g->now_ns += pass_ms[generate_below(g, ARRAY_SIZE(pass_ms))] *
		     NS_PER_MS;
	pic->task = out->task;
	pic->cgroup = out->cgroup;
	pic->cgroup_count = 1 + generate_below(g, GENERATE_CGROUPS);
	for (i = 0; i < pic->cgroup_count; i++) {
		memcpy(out->path[i], g->world.path[i], GENERATE_PATH);
		out->cgroup[i].id = i + 1;
		if (!generate_chance(g, 5))
			out->cgroup[i].path = out->path[i];
		make_cgroup(g, &out->cgroup[i]);
	}
	pic->task_count = generate_chance(g, 70) ?
				  5 + generate_below(g, 11) :
				  5 + generate_below(g, GENERATE_TASKS - 4);
	make_pids(g, out->task, pic->task_count);
	for (i = 0; i < pic->task_count; i++)
		if (i && generate_chance(g, 40))
			make_twin(g, out, &out->task[i]);
		else
			make_task(g, out, &out->task[i]);
	make_metrics(g, pic);
}

void generate_picture_copy(struct generate_picture *to,
			   const struct generate_picture *from)
{
	u32 i;

	*to = *from;
	to->pic.task = to->task;
	to->pic.cgroup = to->cgroup;
	for (i = 0; i < to->pic.cgroup_count; i++)
		if (to->cgroup[i].path)
			to->cgroup[i].path = to->path[i];
}

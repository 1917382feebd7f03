// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A timeline: kills, with a grace or without; looks at the victim, which goes or
 * does not; metrics that others change.  The naive side keeps every kill and
 * asks the list; it has no state that could be forgotten.
 */
#include <string.h>
#include "after.h"
#include "loaded.h"
#include "low.h"
#include "names.h"
#include "timeline.h"

#define STEPS		24
#define SECOND		1000000000ULL
#define MEM_TOTAL	(1000LL << 20)

static char text[] =
	"chain one {\nhook low\nwhen mem.available < 1M\npolicy kill\n}\n"
	"chain two {\nhook low\nwhen swap.free < 1M\npolicy kill\n}\n";

struct kill {
	u64 asked, grace;	/* ns */
	u64 sigkill;		/* 0: not yet */
	bool gone, stuck;	/* seen to be */
	s64 mem, swap, available, swap_free;
	u32 base;
};

struct timeline {
	struct generate g;
	struct loaded *l;
	struct oomt_after after;
	struct oomt_picture pic;
	struct oomt_task task;
	struct kill kill[STEPS];
	u32 kills;
	u64 now;
	FILE *complain;
};

/* ---- the naive reading --------------------------------------------------- */

static enum oomt_after_phase phase_of(struct timeline *t, bool gone)
{
	struct kill *k = t->kills ? &t->kill[t->kills - 1] : NULL;

	if (!k || k->gone || k->stuck)
		return OOMT_AFTER_IDLE;
	if (gone) {
		k->gone = true;
		if (!k->sigkill)
			k->sigkill = t->now;
		return OOMT_AFTER_IDLE;
	}
	if (!k->sigkill)
		return t->now < k->asked + k->grace ? OOMT_AFTER_GRACE :
						      OOMT_AFTER_GRACE_OVER;
	if (t->now < k->sigkill + 2 * SECOND)
		return OOMT_AFTER_PENDING;
	k->stuck = true;
	return OOMT_AFTER_STUCK;
}

/* The last that had its SIGKILL. */
static const struct kill *last_killed(const struct timeline *t)
{
	u32 i;

	for (i = t->kills; i-- > 0;)
		if (t->kill[i].sigkill)
			return &t->kill[i];
	return NULL;
}

/* As much as is missing yet of what it is about to give back. */
static s64 still_coming(s64 value, s64 before, s64 gift)
{
	s64 missing = before + gift - value;

	return missing < 0 ? 0 : missing > gift ? gift : missing;
}

static void see(const struct timeline *t, s64 *metric)
{
	const struct kill *k = last_killed(t);
	s64 swap;
	u32 m;

	if (!k)
		return;
	for (m = 0; m < OOMT_M_COUNT; m++) {
		const char *avg = strstr(oomt_metric_name(m), ".avg");
		unsigned int seconds;

		if (avg && sscanf(avg, ".avg%u", &seconds) == 1 &&
		    t->now < k->sigkill + seconds * SECOND)
			metric[m] = 0;
	}
	if (k->stuck || t->now >= k->sigkill + 2 * SECOND)
		return;
	if (oomt_picture_knows(&t->pic, OOMT_M_MEM_AVAILABLE))
		metric[OOMT_M_MEM_AVAILABLE] +=
			still_coming(metric[OOMT_M_MEM_AVAILABLE],
				     k->available, k->mem);
	if (!oomt_picture_knows(&t->pic, OOMT_M_SWAP_FREE))
		return;
	swap = still_coming(metric[OOMT_M_SWAP_FREE], k->swap_free, k->swap);
	metric[OOMT_M_SWAP_FREE] += swap;
	if (oomt_picture_knows(&t->pic, OOMT_M_SWAP_USED))
		metric[OOMT_M_SWAP_USED] -= swap;
}

/* Kills of the chain in a row that gave back nearly nothing, three at most. */
static u32 fruitless(const struct timeline *t, u32 base)
{
	u32 i, row = 0;

	for (i = 0; i < t->kills; i++) {
		const struct kill *k = &t->kill[i];

		if (k->base != base || !(k->gone || k->stuck))
			continue;
		if (k->stuck || k->mem + k->swap < MEM_TOTAL / 1000)
			row++;
		else
			row = 0;
		if (row > 3)
			row = 3;
	}
	return row;
}

/* ---- one step ------------------------------------------------------------ */

static s64 some_bytes(struct timeline *t)
{
	static const u32 most[] = { 1, 1 << 20, 1 << 22, 300 << 20 };

	return generate_below(&t->g, most[generate_below(&t->g, 4)]);
}

static void pass_time(struct timeline *t)
{
	static const u32 ms[] = { 0, 1, 20, 500, 999, 1000, 1001, 1999, 2000,
				  2001, 8000, 9999, 10000, 50000, 240000 };

	t->now += ms[generate_below(&t->g, ARRAY_SIZE(ms))] * 1000000ULL;
}

static void change_metrics(struct timeline *t)
{
	u32 m;

	t->pic.metrics_known = 0;
	for (m = 0; m < OOMT_M_COUNT; m++) {
		t->pic.metric[m] = oomt_metric_type(m) == OOMT_T_PERCENT ?
				   generate_below(&t->g, 10001) :
				   some_bytes(t);
		if (generate_chance(&t->g, 85))
			t->pic.metrics_known |= 1ULL << m;
	}
	t->pic.now_ns = t->now;
}

static s64 known_or_zero(const struct timeline *t, enum oomt_metric metric)
{
	return oomt_picture_knows(&t->pic, metric) ? t->pic.metric[metric] : 0;
}

static void kill_one(struct timeline *t)
{
	struct oomt_workspace *ws = &t->l->ws;
	struct kill *k = &t->kill[t->kills++];
	bool last_shmem = generate_chance(&t->g, 30);
	u32 grace_ms = generate_chance(&t->g, 50) ? 0 : 1 + generate_below(&t->g, 5000);

	t->task.anon = some_bytes(t);
	t->task.shmem = some_bytes(t);
	t->task.swap = some_bytes(t);
	t->task.pgtables = some_bytes(t);
	memset(k, 0, sizeof(*k));
	k->asked = t->now;
	k->grace = grace_ms * 1000000ULL;
	k->sigkill = grace_ms ? 0 : t->now;
	k->base = generate_below(&t->g, 2);
	k->mem = t->task.anon + t->task.pgtables +
		 (last_shmem ? t->task.shmem : 0);
	k->swap = t->task.swap;
	k->available = known_or_zero(t, OOMT_M_MEM_AVAILABLE);
	k->swap_free = known_or_zero(t, OOMT_M_SWAP_FREE);
	ws->decided_base = k->base;
	ws->decided_cgroup = OOMT_NONE;
	oomt_after_killed(&t->after, &t->l->rs, ws, &t->pic, 0, last_shmem,
			  grace_ms, t->now);
}

static void escalate(struct timeline *t)
{
	t->kill[t->kills - 1].sigkill = t->now;
	oomt_after_escalated(&t->after, t->now);
}

static bool differ(struct timeline *t, const char *what, s64 naive, s64 engine)
{
	u32 i;

	if (naive == engine)
		return false;
	if (!t->complain)
		return true;
	fprintf(t->complain, "at %llu ms %s is %lld, says the engine %lld\n",
		(unsigned long long)t->now / 1000000, what, (long long)naive,
		(long long)engine);
	for (i = 0; i < t->kills; i++)
		fprintf(t->complain,
			"  chain %u asked at %llu ms, grace %llu ms, SIGKILL at %llu ms%s, %lld + %lld swap\n",
			t->kill[i].base,
			(unsigned long long)t->kill[i].asked / 1000000,
			(unsigned long long)t->kill[i].grace / 1000000,
			(unsigned long long)t->kill[i].sigkill / 1000000,
			t->kill[i].gone ? ", gone" :
			t->kill[i].stuck ? ", stuck" : "",
			(long long)t->kill[i].mem, (long long)t->kill[i].swap);
	return true;
}

static bool metrics_differ(struct timeline *t)
{
	s64 naive[OOMT_M_COUNT];
	u32 m;

	change_metrics(t);
	memcpy(naive, t->pic.metric, sizeof(naive));
	see(t, naive);
	oomt_after_apply(&t->after, &t->pic);
	for (m = 0; m < OOMT_M_COUNT; m++)
		if (differ(t, oomt_metric_name(m), naive[m], t->pic.metric[m]))
			return true;
	return false;
}

static bool step_differs(struct timeline *t)
{
	bool gone = generate_chance(&t->g, 30);
	enum oomt_after_phase naive = phase_of(t, gone);
	u32 base;

	if (differ(t, "the phase", naive,
		   oomt_after_look(&t->after, gone, MEM_TOTAL, t->now)))
		return true;
	for (base = 0; base < 2; base++)
		if (differ(t, "the chain's fruitless kills",
			   fruitless(t, base),
			   oomt_low_state(&t->l->rs, &t->l->ws, OOMT_HOOK_LOW,
					  base, OOMT_NONE)->fruitless))
			return true;
	/* Its SIGKILL comes when it is due, later, or sooner. */
	if ((naive == OOMT_AFTER_GRACE_OVER && generate_chance(&t->g, 80)) ||
	    (naive == OOMT_AFTER_GRACE && generate_chance(&t->g, 20)))
		escalate(t);
	if (metrics_differ(t))
		return true;
	if ((naive == OOMT_AFTER_IDLE || naive == OOMT_AFTER_STUCK) &&
	    t->kills < STEPS && generate_chance(&t->g, 50))
		kill_one(t);
	return false;
}

static bool one_differs(struct loaded *l, u64 seed, FILE *complain)
{
	static const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };
	struct timeline t = { .l = l, .complain = complain, .now = SECOND };
	u32 i;

	generate_init(&t.g, seed);
	t.pic.task = &t.task;
	t.pic.task_count = 1;
	t.task.known = ~0ULL;
	oomt_workspace_look(&l->ws, &l->rs, &t.pic, &ask);
	for (i = 0; i < 2; i++)
		oomt_low_state(&l->rs, &l->ws, OOMT_HOOK_LOW, i,
			       OOMT_NONE)->fruitless = 0;
	for (i = 0; i < STEPS; i++) {
		pass_time(&t);
		if (step_differs(&t))
			return true;
	}
	return false;
}

bool timelines_differ(u64 seed, u32 count, FILE *complain)
{
	char *texts[] = { text };
	static struct loaded l;
	bool differ = !loaded_init(&l, texts, 1, complain);
	u32 i;

	for (i = 0; i < count && !differ; i++)
		differ = one_differs(&l, seed + i, complain);
	loaded_exit(&l);
	return differ;
}

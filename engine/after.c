// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What follows a kill.  Called by the loops that act on low chains, between
 * decisions; pure bookkeeping.
 */
#include "after.h"
#include "amount.h"
#include "low.h"
#include "names.h"

static s64 metric_of(const struct oomt_picture *pic, enum oomt_metric metric)
{
	return oomt_picture_knows(pic, metric) ? pic->metric[metric] : 0;
}

void oomt_after_killed(struct oomt_after *after,
		       const struct oomt_ruleset *rs,
		       struct oomt_workspace *ws,
		       const struct oomt_picture *pic, u32 victim,
		       bool last_shmem, u32 grace_ms, u64 now_ns)
{
	struct oomt_gift *asked = &after->asked;
	struct oomt_unit_sizes sizes;

	after->pending = true;
	after->base = ws->decided_base;
	after->grace_until_ns = grace_ms ? now_ns + grace_ms * 1000000ULL : 0;
	oomt_units_sizes(ws, victim, &sizes);
	asked->mem = oomt_add(sizes.anon, sizes.pgtables);
	if (last_shmem)
		asked->mem = oomt_add(asked->mem, sizes.shmem);
	asked->swap = sizes.swap;
	asked->mem_goal = oomt_add(metric_of(pic, OOMT_M_MEM_AVAILABLE),
				   asked->mem);
	asked->swap_goal = oomt_add(metric_of(pic, OOMT_M_SWAP_FREE),
				    asked->swap);
	if (!grace_ms)
		oomt_after_escalated(after, now_ns);
	after->chain = NULL;
	if (ws->decided_base < 0)
		return;
	after->chain = oomt_low_state(rs, ws, OOMT_HOOK_LOW, ws->decided_base,
				      ws->decided_cgroup);
}

void oomt_after_escalated(struct oomt_after *after, u64 now_ns)
{
	after->killed_ns = now_ns;
	after->grace_until_ns = 0;
	after->credited = true;
	/* Not before: who was only asked gives nothing back yet. */
	after->gift = after->asked;
}

bool oomt_after_grace_ends(const struct oomt_after *after,
			   const struct oomt_workspace *ws,
			   const struct oomt_decision *decision)
{
	return after->pending && after->grace_until_ns &&
	       decision->outcome == OOMT_OUT_VICTIM &&
	       decision->runner[0].kind == OOMT_ACT_KILL &&
	       !decision->runner[0].grace_ms &&
	       ws->decided_base >= 0 && (u32)ws->decided_base < after->base;
}

/*
 * A kill is fruitless when the victim does not go, or held less than a point
 * of score: a thousandth of memory.  (What the metrics say is no measure:
 * others allocate meanwhile.)
 */
static void judge_fruit(struct oomt_after *after, bool gone, s64 mem_total)
{
	s64 release = oomt_add(after->gift.mem, after->gift.swap);

	if (!after->chain)
		return;
	if (gone && release >= mem_total / 1000)
		after->chain->fruitless = 0;
	else if (after->chain->fruitless < OOMT_FRUITLESS_MAX)
		after->chain->fruitless++;
}

enum oomt_after_phase oomt_after_look(struct oomt_after *after, bool gone,
				      s64 mem_total, u64 now_ns)
{
	if (!after->pending)
		return OOMT_AFTER_IDLE;
	if (gone) {
		if (after->grace_until_ns)
			oomt_after_escalated(after, now_ns);
		after->pending = false;
		judge_fruit(after, true, mem_total);
		return OOMT_AFTER_IDLE;
	}
	if (after->grace_until_ns)
		return now_ns < after->grace_until_ns ? OOMT_AFTER_GRACE :
							OOMT_AFTER_GRACE_OVER;
	if (now_ns - after->killed_ns < OOMT_AFTER_NS)
		return OOMT_AFTER_PENDING;
	after->pending = false;
	after->credited = false;
	after->others.stuck = true;
	judge_fruit(after, false, mem_total);
	return OOMT_AFTER_STUCK;
}

/* The metric is at least what it will be, short of `release` at most. */
static s64 credit(struct oomt_picture *pic, enum oomt_metric metric, s64 goal,
		  s64 release)
{
	s64 missing = goal - metric_of(pic, metric);

	if (!oomt_picture_knows(pic, metric) || missing <= 0)
		return 0;
	if (missing > release)
		missing = release;
	pic->metric[metric] += missing;
	return missing;
}

static u64 averaging_ns(unsigned int metric)
{
	const char *name = oomt_metric_name(metric);
	size_t len = strlen(name);

	if (oomt_metric_type(metric) != OOMT_T_PERCENT)
		return 0;
	if (!strcmp(name + len - 2, "10"))
		return 10 * 1000000000ULL;
	if (!strcmp(name + len - 2, "60"))
		return 60 * 1000000000ULL;
	return 300 * 1000000000ULL;
}

static bool others_count(const struct oomt_others *others, u64 now_ns)
{
	return others->since_ns && now_ns - others->since_ns < OOMT_AFTER_NS;
}

void oomt_after_apply(struct oomt_after *after, struct oomt_picture *pic)
{
	const struct oomt_others *others = &after->others;
	const struct oomt_gift *gift = &after->gift;
	u64 age = pic->now_ns - after->killed_ns;
	unsigned int m;
	s64 swap;

	if (others_count(others, pic->now_ns))
		credit(pic, OOMT_M_MEM_AVAILABLE, others->gift.mem_goal,
		       others->gift.mem);
	if (!after->killed_ns)
		return;
	for (m = 0; m < OOMT_M_COUNT; m++)
		if (age < averaging_ns(m))
			pic->metric[m] = 0;
	if (age >= OOMT_AFTER_NS)
		after->credited = false;
	if (!after->credited)
		return;
	credit(pic, OOMT_M_MEM_AVAILABLE, gift->mem_goal, gift->mem);
	swap = credit(pic, OOMT_M_SWAP_FREE, gift->swap_goal, gift->swap);
	if (oomt_picture_knows(pic, OOMT_M_SWAP_USED))
		pic->metric[OOMT_M_SWAP_USED] -= swap;
}

bool oomt_after_others(struct oomt_after *after, const struct oomt_picture *pic,
		       s64 dying)
{
	struct oomt_others *others = &after->others;
	s64 fresh;

	if (others_count(others, pic->now_ns))
		return false;
	if (others->since_ns || others->stuck || dying < others->given_up)
		others->given_up = dying;
	others->since_ns = 0;
	others->stuck = false;
	fresh = dying - others->given_up;
	if (fresh <= 0 || !oomt_picture_knows(pic, OOMT_M_MEM_AVAILABLE))
		return false;
	others->since_ns = pic->now_ns;
	others->gift.mem = fresh;
	others->gift.mem_goal = oomt_add(metric_of(pic, OOMT_M_MEM_AVAILABLE),
					 fresh);
	return true;
}

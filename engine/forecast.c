// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The forecast of a low chain, victim by victim.
 * Called by eval and by policy tests; user space only.
 */
#include "forecast.h"
#include "amount.h"
#include "low.h"

static void credit(struct oomt_picture *pic, enum oomt_metric metric,
		   s64 bytes)
{
	if (!oomt_picture_knows(pic, metric))
		return;
	bytes = oomt_add(pic->metric[metric], bytes);
	pic->metric[metric] = bytes < 0 ? 0 : bytes;
}

/*
 * Takes the victim's unit away.  A kill gives back anon + pgtables, and swap;
 * what another action gives back nobody can tell.
 */
static void take(struct oomt_picture *pic, const struct oomt_workspace *ws,
		 bool kills)
{
	struct oomt_unit_sizes sizes;
	u32 victim = ws->best[0], at;

	oomt_units_sizes(ws, victim, &sizes);
	for (at = oomt_units_next(ws, victim, OOMT_NONE); at != OOMT_NONE;
	     at = oomt_units_next(ws, victim, at))
		pic->task[at].flags |= OOMT_TASK_EXITING;
	if (!kills)
		return;
	credit(pic, OOMT_M_MEM_AVAILABLE,
	       oomt_add(sizes.anon, sizes.pgtables));
	credit(pic, OOMT_M_SWAP_FREE, sizes.swap);
	credit(pic, OOMT_M_SWAP_USED, -sizes.swap);
}

bool oomt_forecast_next(const struct oomt_ruleset *rs,
			struct oomt_picture *pic, struct oomt_workspace *ws,
			const struct oomt_ask *ask,
			struct oomt_decision *decision)
{
	struct oomt_ask next = *ask;

	if (ask->hook != OOMT_HOOK_LOW ||
	    decision->outcome != OOMT_OUT_VICTIM || ws->decided_base < 0)
		return false;
	oomt_limits_take(rs, ws, pic->now_ns);
	take(pic, ws, decision->runner[0].kind == OOMT_ACT_KILL);
	next.one_base = true;
	next.base = ws->decided_base;
	next.cgroup = ws->decided_cgroup + 1;
	next.psi_relieved = true;
	oomt_workspace_look(ws, rs, pic, &next);
	if (oomt_low_stopped(rs, pic, ws, &next))
		return false;
	oomt_decide(rs, pic, &next, ws, decision);
	return decision->outcome == OOMT_OUT_VICTIM;
}

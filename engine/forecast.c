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

/* Takes the victim away; it gives back anon + pgtables, and its swap. */
static bool take(struct oomt_picture *pic, s32 pid)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++) {
		struct oomt_task *task = &pic->task[i];
		s64 swap = oomt_task_size(task, OOMT_F_SWAP, task->swap);

		if (task->pid != pid || task->flags & OOMT_TASK_EXITING)
			continue;
		task->flags |= OOMT_TASK_EXITING;
		credit(pic, OOMT_M_MEM_AVAILABLE,
		       oomt_task_size(task, OOMT_F_ANON, task->anon) +
		       oomt_task_size(task, OOMT_F_PGTABLES, task->pgtables));
		credit(pic, OOMT_M_SWAP_FREE, swap);
		credit(pic, OOMT_M_SWAP_USED, -swap);
		return true;
	}
	return false;
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
	if (!take(pic, decision->runner[0].pid))
		return false;
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

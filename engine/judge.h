/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Judging all tasks of a picture, private to the engine: decide.c asks, the
 * answers stand in the workspace.  Any context.
 */
#ifndef OOMT_ENGINE_JUDGE_H
#define OOMT_ENGINE_JUDGE_H

#include "decide.h"

/*
 * Fills ws->verdict[] of every task, ws->best[], ws->candidates, ws->exempt:
 * what the base chain says in the domain and within the cgroup that the
 * workspace has.  The `first` chain of a decision asks the guards too.
 */
void oomt_judge_all(const struct oomt_ruleset *rs,
		    const struct oomt_picture *pic, struct oomt_workspace *ws,
		    const struct oomt_base_chain *base, enum oomt_hook hook,
		    bool first);

/* No chain has judged anybody. */
void oomt_judge_nobody(const struct oomt_picture *pic,
		       struct oomt_workspace *ws);

#endif /* OOMT_ENGINE_JUDGE_H */

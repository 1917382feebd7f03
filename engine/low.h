/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Low chains: `when` starts one; after it has acted it goes on until `until`
 * holds; `cooldown` keeps it quiet.  Allocation-free; the owner of the
 * workspace serialises.
 */
#ifndef OOMT_ENGINE_LOW_H
#define OOMT_ENGINE_LOW_H

#include "decide.h"

/*
 * A low chain's state of affairs, of the sample in `pic`: whether it fires.
 * With state, every call is a sample: call it once per picture and chain
 * (oomt_decide() does).  `base` is an index in rs->base[OOMT_HOOK_LOW].
 */
bool oomt_low_fires(const struct oomt_ruleset *rs,
		    const struct oomt_picture *pic, struct oomt_workspace *ws,
		    u32 base, const struct oomt_ask *ask);

/*
 * Takes a sample without deciding: every `for` of every low chain sees it.
 * For pictures between decisions.
 */
void oomt_low_sample(const struct oomt_ruleset *rs,
		     const struct oomt_picture *pic,
		     struct oomt_workspace *ws);

/* Why it fired: fills out->reason[] with the comparisons of `when`, or, where
 * only `until` keeps it going, of `until` (OOMT_DEC_UNTIL in out->flags). */
void oomt_low_explain(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws, u32 base,
		      const struct oomt_ask *ask, struct oomt_decision *out);

/*
 * The last decision acted at `now_ns`: the rule that gave the victim its
 * verdict, and those that warned and logged, use up a token of each of their
 * limits, in the workspace only.  For a forecast; oomt_decision_acted() does
 * it, and remembers it.
 */
void oomt_limits_take(const struct oomt_ruleset *rs,
		      struct oomt_workspace *ws, u64 now_ns);

/* The decision was carried out at `now_ns`: until-mode, cooldown, limits. */
void oomt_decision_acted(const struct oomt_ruleset *rs,
			 struct oomt_workspace *ws, enum oomt_hook hook,
			 u64 now_ns);

#endif /* OOMT_ENGINE_LOW_H */

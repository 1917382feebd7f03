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
 * A low chain's state of affairs, of the sample in `pic`: whether it fires, for
 * pic->cgroup[cgroup] if it runs once per cgroup (else OOMT_NONE).  With state,
 * every call is a sample: call it once per picture, chain and cgroup
 * (oomt_decide() does).  `base` is an index in rs->base[OOMT_HOOK_LOW].  The
 * workspace looks at the picture, unless ask->quick.
 */
bool oomt_low_fires(const struct oomt_ruleset *rs,
		    const struct oomt_picture *pic, struct oomt_workspace *ws,
		    u32 base, u32 cgroup, const struct oomt_ask *ask);

/*
 * The same for a picture that has metrics only, a sample too: false if
 * oomt_decide() could not fire the chain, whatever tasks and cgroups there
 * are.
 */
bool oomt_low_may_fire(const struct oomt_ruleset *rs,
		       const struct oomt_picture *pic,
		       struct oomt_workspace *ws, u32 base);

/* The stop line of the decided chain: `until`, else that `when` is over.  For
 * a forecast: changes nothing. */
bool oomt_low_stopped(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws, const struct oomt_ask *ask);

/* The state of a base chain (of its run for a cgroup); NULL: there is none. */
struct oomt_chain_state *oomt_low_state(const struct oomt_ruleset *rs,
					struct oomt_workspace *ws,
					enum oomt_hook hook, u32 base,
					u32 cgroup);

/*
 * The runs of a low chain: one, for no cgroup, or one for each cgroup that the
 * scope names, in order of path.  Begin with *at = 0; false: no more.
 */
bool oomt_low_run(const struct oomt_ruleset *rs, struct oomt_workspace *ws,
		  u32 base, u32 *at, u32 *cgroup);

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
		      struct oomt_workspace *ws, u32 base, u32 cgroup,
		      const struct oomt_ask *ask, struct oomt_decision *out);

/*
 * What `when` says about the picture, for display: changes nothing.  Fills
 * reason[OOMT_REASONS]; of a chain that runs once per cgroup it is about
 * *cgroup, the first for which it holds, else the last.
 */
enum oomt_truth oomt_low_when(const struct oomt_ruleset *rs,
			      const struct oomt_picture *pic,
			      struct oomt_workspace *ws, u32 base,
			      const struct oomt_ask *ask,
			      struct oomt_reason *reason, u32 *count,
			      u32 *cgroup);

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

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The forecast: who would follow, each after the credit for those before it,
 * until the chain's stop line (language.md 7 and 9.3).  User space only.
 */
#ifndef OOMT_ENGINE_FORECAST_H
#define OOMT_ENGINE_FORECAST_H

#include "decide.h"

/*
 * One step beyond *decision, which oomt_decide() (or this) made for `pic` in
 * hook low: takes its victim out of the picture, credits what it gives back,
 * and decides again in the same chain with psi.* read as 0.  Changes `pic`
 * (give it a copy) and *decision.  True: *decision holds the next victim;
 * false: the stop line is reached, or nobody is left.
 */
bool oomt_forecast_next(const struct oomt_ruleset *rs,
			struct oomt_picture *pic, struct oomt_workspace *ws,
			const struct oomt_ask *ask,
			struct oomt_decision *decision);

#endif /* OOMT_ENGINE_FORECAST_H */

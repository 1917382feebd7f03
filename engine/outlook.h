/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * How far a condition is from holding, for who wants to sleep until it can.
 * Called by the module's hook low and by the warden between looks.
 * Allocation-free, any context.
 */
#ifndef OOMT_ENGINE_OUTLOOK_H
#define OOMT_ENGINE_OUTLOOK_H

#include "low.h"

struct oomt_outlook {
	/*
	 * Bytes that must be taken (of the machine's memory or swap, or by one
	 * of the cgroups it asks about) before it can hold.  0: it holds;
	 * S64_MAX: bytes alone do not bring it about.
	 */
	s64 bytes;
	/* It may come to hold otherwise: look again before long. */
	bool blind;
};

/*
 * The outlook of INSNS[first .. first + len), evaluated with *cond, of which
 * history_stands and the reasons are overwritten.  `told`: bit OOMT_M_x, whose
 * changes wake the caller anyway.
 */
void oomt_outlook(struct oomt_cond *cond, u32 first, u32 len, u64 told,
		  struct oomt_outlook *out);

/*
 * The outlook of a low chain's `when`, of its run for pic->cgroup[cgroup] (else
 * OOMT_NONE); with ask->quick whatever asks for tasks or cgroups is blind, else
 * the workspace looks at the picture.
 */
void oomt_low_outlook(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws, u32 base, u32 cgroup,
		      const struct oomt_ask *ask, u64 told,
		      struct oomt_outlook *out);

/* Of several, any of which is waited for: adds one to *sum. */
void oomt_outlook_add(struct oomt_outlook *sum,
		      const struct oomt_outlook *one);

#endif /* OOMT_ENGINE_OUTLOOK_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The out_of_memory() that runs now, seen from inside: what it is about, and
 * what the kernel may still do in it after hook oom has returned.
 *
 *	out_of_memory(oc)
 *	 ├─ probe, entry ──── no mark may stand
 *	 ├─ notifier ──────── hook oom: holds it, or steers it, or neither
 *	 ├─ current dying? ── then current gets the reserves, and that is all
 *	 ├─ held? ─────────── then nobody is killed
 *	 ├─ selection ─────── steered: the marked one, or nobody
 *	 └─ probe, return ─── was it taken?  mark and claim are cleared
 *
 * All but init, exit and _probed: in the notifier, with oom_lock held.
 */
#ifndef OOMT_KMOD_CALL_H
#define OOMT_KMOD_CALL_H

#include "target.h"

struct oomt_call {
	bool known;		/* the probe has seen it */
	bool sysrq;
	bool no_fs;		/* the kernel will not kill for it */
	bool bound;		/* only some nodes have run out */
	bool may_wait;		/* current can be made to wait */
};

int oomt_call_init(void);	/* an error: OOMs are not known, see below */
void oomt_call_exit(void);
/* It is probed, and the last call was seen by the probe. */
bool oomt_call_probed(void);

struct oomt_call oomt_call_look(void);

/*
 * Whether the kernel will grant current, who is dying, the reserves: then it
 * must not be kept from that, and needs no victim.
 */
bool oomt_call_current_frees(void);

/*
 * The kernel kills nobody in this call; a dying current gets the reserves all
 * the same.  False: the call is not known, nothing is done.
 */
bool oomt_call_hold(void);

/*
 * The kernel takes the target or, should that vanish before it looks, nobody.
 * `id`: the decision that is cancelled if it was not taken; 0: none.
 * 0; -ESRCH nothing to mark (mark.h).
 */
int oomt_call_steer(const struct oomt_target *target, u64 id);

#endif /* OOMT_KMOD_CALL_H */

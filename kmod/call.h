/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The out_of_memory() that runs now, seen from inside: what it is about, and
 * what the kernel may still do in it after a hook has returned.
 *
 *	out_of_memory(oc)
 *	 ├─ probe, entry ──── no mark may stand; hook memcg, if it is a cgroup's
 *	 ├─ notifier ──────── hook oom: holds it, or steers it, or neither
 *	 ├─ current dying? ── then current gets the reserves, and that is all
 *	 ├─ held? ─────────── then nobody is killed
 *	 ├─ selection ─────── steered: the marked one, or nobody
 *	 └─ probe, return ─── was it taken?  mark and claim are cleared
 *
 * All but init, exit and _probed: in a hook, with oom_lock held.
 */
#ifndef OOMT_KMOD_CALL_H
#define OOMT_KMOD_CALL_H

#include "store.h"
#include "target.h"

struct oomt_call {
	bool known;		/* the probe has seen it */
	bool sysrq;
	bool no_fs;		/* the kernel will not kill for it */
	bool bound;		/* only some nodes have run out */
	bool may_wait;		/* current can be made to wait */
	bool may_ask;		/* ... for the handler, too: it is not part of it */
};

/* While the notifier is registered.  An error: OOMs are not known, see below. */
int oomt_call_init(void);
void oomt_call_exit(void);
/* It is probed, and probes work at this moment.  Any context. */
bool oomt_call_probed(void);

struct oomt_call oomt_call_look(void);

/*
 * Whether the kernel will grant current, who is dying, the reserves: then it
 * must not be kept from that, and needs no victim.
 */
bool oomt_call_current_frees(void);

/*
 * The kernel kills nobody in this call; a dying current gets the reserves all
 * the same (not for a cgroup's limit).  False: the call is not known, nothing
 * is done.
 */
bool oomt_call_hold(void);

/*
 * In the notifier: the call is a cgroup's that was held, and is told that
 * memory was freed.
 */
bool oomt_call_passes(void);

/*
 * The kernel looks, but takes nobody, unless it comes upon a dying current or
 * a victim of its own that is not gone yet.  In its log it may say of process
 * 0 that it is exiting already.
 */
void oomt_call_nobody(void);

/*
 * The kernel takes the target or, should that vanish before it looks, nobody.
 * `id`: the decision that is cancelled if it was not taken, in its `place`
 * (flight.h); 0: none.
 * 0; -ESRCH nothing to mark (mark.h).
 */
int oomt_call_steer(const struct oomt_target *target, u32 place, u64 id);

/*
 * When the kernel has taken the target, and only then, the other members of
 * the unit that the context has chosen get SIGKILL.  Until then the context
 * must stay as it is.
 */
void oomt_call_take_rest(struct oomt_store *store, enum oomt_context_id ctx);

#endif /* OOMT_KMOD_CALL_H */

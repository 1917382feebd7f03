/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What follows a kill (language.md 4): nothing else is killed until the
 * victim is gone, at most 2 s; what it is about to give back counts as given;
 * PSI does not count until its averaging time has passed; a chain whose kills
 * give back nearly nothing is paused.
 *
 * Used by whoever acts on low chains: the module's thread, the proc backend.
 * Plain data, one per such loop; no allocation, any context.
 *
 *	killed ──> PENDING ──gone──> credit until it shows, 2 s at most ──> over
 *	  │            └────2 s────> STUCK: passed over, no credit
 *	  └─grace─> GRACE ──over, or an earlier chain fires──> SIGKILL ─> PENDING
 */
#ifndef OOMT_ENGINE_AFTER_H
#define OOMT_ENGINE_AFTER_H

#include "decide.h"

#define OOMT_AFTER_NS		2000000000ULL	/* for the victim to go */
#define OOMT_FRUITLESS_MAX	3		/* kills in a row */
/* Less than that others give back, and nobody waits for it, nor counts it. */
#define OOMT_CRUMBS		(1 << 20)

/* What a victim gives back, in bytes; and the metrics once it is all back. */
struct oomt_gift {
	s64 mem, swap;
	s64 mem_goal, swap_goal;
};

/* What others give back: whom another daemon, an administrator, the kernel kills. */
struct oomt_others {
	u64 since_ns;		/* CLOCK_BOOTTIME, that it counts; 0: it does not */
	struct oomt_gift gift;
	s64 given_up;		/* bytes that did not come back in time */
	bool stuck;		/* our own victim is among them now */
};

struct oomt_after {
	u64 killed_ns;		/* CLOCK_BOOTTIME of the SIGKILL; 0: never */
	u64 grace_until_ns;	/* its SIGKILL is due then; 0: no grace runs */
	u32 base;		/* chain: index in rs->base[OOMT_HOOK_LOW] */
	bool pending;		/* it is not gone yet */
	bool credited;		/* its release still counts as given */
	struct oomt_gift gift;	/* of the last that had its SIGKILL */
	struct oomt_gift asked;	/* of the last: what it will give then */
	struct oomt_chain_state *chain;	/* that killed; may be NULL */
	struct oomt_others others;
};

enum oomt_after_phase {
	OOMT_AFTER_IDLE,	/* nobody is on his way out */
	OOMT_AFTER_GRACE,	/* wait, but see oomt_after_grace_ends() */
	OOMT_AFTER_GRACE_OVER,	/* send SIGKILL, and oomt_after_escalated() */
	OOMT_AFTER_PENDING,	/* wait: kill nobody */
	OOMT_AFTER_STUCK,	/* said once: it did not go in time */
};

/*
 * The victim (index in pic->task) was sent its signal at `now_ns`, by the chain
 * that ws->decided_base tells: SIGKILL, or with a grace another one.  What it will give back is what the
 * picture says it holds: anon, pgtables, and shmem only with `last_shmem`;
 * and its swap.
 */
void oomt_after_killed(struct oomt_after *after,
		       const struct oomt_ruleset *rs,
		       struct oomt_workspace *ws,
		       const struct oomt_picture *pic, u32 victim,
		       bool last_shmem, u32 grace_ms, u64 now_ns);

/* SIGKILL was sent at `now_ns`: the grace is over, the 2 s begin. */
void oomt_after_escalated(struct oomt_after *after, u64 now_ns);

/*
 * While a grace runs: whether a decision just made ends it early, because an
 * earlier chain kills at once.  (Then SIGKILL the victim in flight; the
 * decision itself is not carried out.)
 */
bool oomt_after_grace_ends(const struct oomt_after *after,
			   const struct oomt_workspace *ws,
			   const struct oomt_decision *decision);

/*
 * A look at the victim: whether it may be killed now.  Counts fruitless kills
 * when the victim goes, or does not go in time.
 */
enum oomt_after_phase oomt_after_look(struct oomt_after *after, bool gone,
				      s64 mem_total, u64 now_ns);

/*
 * Changes the metrics of `pic` to what a decision at pic->now_ns is to see:
 * the release as given, young PSI averages as relieved.
 */
void oomt_after_apply(struct oomt_after *after, struct oomt_picture *pic);

/*
 * A decision to kill, before it is carried out: `dying` bytes are held by who is
 * on his way out, killed by somebody else or by himself.  True: they count as
 * given from now on, which may do: look again first.  2 s at most; what is still
 * not back then does not count any more.
 */
bool oomt_after_others(struct oomt_after *after, const struct oomt_picture *pic,
		       s64 dying);

#endif /* OOMT_ENGINE_AFTER_H */

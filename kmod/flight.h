/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The victim in flight: from the moment it is promised until its memory, and
 * that of the others of its unit, is back, at most 2 s after its SIGKILL.  While
 * one flies nobody else is killed.  One place for hook low and one for hook oom,
 * which heeds both.  Hook memcg has several, as many cgroups may be at their
 * limits; whom they are for nobody else waits, and the kernel itself waits for
 * them.
 *
 *	begin ── killed ──> gone: ending told, NEWS for hook oom once
 *	  └─ asked ─┘ └──── 2 s: STUCK told, passed over
 */
#ifndef OOMT_KMOD_FLIGHT_H
#define OOMT_KMOD_FLIGHT_H

#include "store.h"
#include "target.h"

#define OOMT_FLIGHT_MS	2000	/* language.md, After a kill */

/* Places: OOMT_CTX_LOW, OOMT_CTX_OOM, and of memcg from OOMT_CTX_MEMCG on. */
#define OOMT_FLIGHTS	(OOMT_CTX_MEMCG + 8)

enum oomt_phase {
	OOMT_PHASE_NONE,
	OOMT_PHASE_FLYING,
	OOMT_PHASE_GRACE,	/* asked to go, and not killed yet */
	OOMT_PHASE_NEWS,	/* it has landed and nobody was told yet */
};

/*
 * Takes the target's references over.  False, and nothing is taken: somebody
 * else flies.  With `force` (a sysrq waits for nobody) it begins in any case,
 * and one that still flew in this context is reported as stuck.
 */
bool oomt_flight_begin(u32 place, const struct oomt_decision *decision,
		       struct oomt_target *target, bool force);
/* The place for a memcg's next one: free, or the oldest, whose end is told as
 * it stands. */
u32 oomt_flight_place(void);
/* SIGKILL was sent, or is this moment: by whom; the 2 s begin. */
void oomt_flight_killed(u32 place, u64 id, enum oomt_ending ending);
/* The first signal of a grace was sent; its SIGKILL is due then. */
void oomt_flight_asked(u32 place, u64 id, u64 until_ns);
/* Others of its unit are on their way out, too: it is not over without them. */
void oomt_flight_more(u32 place, u64 id, bool more);
/*
 * This is one of them: from now on it flies with the victim.  So many are
 * followed, those with the most memory; target->mm is taken over, or another
 * one left there for the caller to put.
 */
#define OOMT_FLIGHT_REST	32
void oomt_flight_rest(u32 place, u64 id, struct oomt_target *target);
/* The outcome that the executor measured. */
void oomt_flight_bytes(u64 id, s64 bytes);
/* It did not come to a kill: the place is free again, `ending` is told. */
void oomt_flight_cancel(u32 place, u64 id, enum oomt_ending ending);

/*
 * NEWS is told once, to the one that asks with `news`.  age_ns: since its
 * SIGKILL, or since it began.
 */
enum oomt_phase oomt_flight_look(u32 place, bool news, u64 *age_ns);
/* Another reference to what flies; false: nothing does. */
bool oomt_flight_target(u32 place, struct oomt_target *target, u64 *id);

/* The last decision with a victim, for STATUS. */
struct oomt_flight_last {
	u64 id, at_ns;		/* id 0: there was none */
	u32 hook, line, action;
	s32 pid;
	u64 start_ns;
	enum oomt_ending ending;
	u64 took_ns;		/* unless PENDING */
	s64 bytes;		/* given back; -1: not known */
	char comm[OOMT_COMM_LEN];
	char table[OOMT_NAME_MAX], chain[OOMT_NAME_MAX], file[OOMT_NAME_MAX];
};
void oomt_flight_last(struct oomt_flight_last *last);
/* For decisions without a flight; any context. */
void oomt_flight_last_begin(const struct oomt_decision *decision);
void oomt_flight_last_end(u64 id, enum oomt_ending ending, u64 took_ns);

void oomt_flight_exit(void);	/* after the hooks: drops what it holds */

#endif /* OOMT_KMOD_FLIGHT_H */

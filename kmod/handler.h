/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The declared handler: /dev/oomtables (see the uapi header for its side).
 *
 *	hook ── ask ──> place ── read ──> handler ── SIGKILL, ACK ──> hook
 *	                  └── deadline: late, and not waited for any more until
 *	                      its heartbeat
 */
#ifndef OOMT_KMOD_HANDLER_H
#define OOMT_KMOD_HANDLER_H

#include "store.h"

int oomt_handler_init(void);
void oomt_handler_exit(void);

/* For tests: a pushed metric does not wake hook low. */
void oomt_handler_deaf(bool on);

enum oomt_handler_state oomt_handler_state(void);
/* A decision can be handed over: ready or busy. */
bool oomt_handler_listens(void);
pid_t oomt_handler_tgid(void);		/* 0: nobody */

/*
 * Hands a decision over and waits for the ACK, at most the decision's
 * deadline; a fatal signal to current ends the wait too.  `member`: of the
 * victim's unit, `count` of them, behind the decision.  Sleeps; allocates
 * nothing.
 *
 * 0		acknowledged; *result is what it said (0 or -errno)
 * -ENODEV	nobody there, late, or lost while we waited
 * -ETIMEDOUT	the deadline passed; the handler is late from now on
 * -EINTR	current is dying; the handler has not read it and will not
 * -EINPROGRESS	current is dying; the handler has read it and may act
 */
int oomt_handler_ask(enum oomt_context_id ctx,
		     const struct oomt_decision *decision,
		     const struct oomt_member *member, u32 count, int *result);

/*
 * Takes back what context LOW has asked, if the handler has not read it yet:
 * its asker gets -ENODEV.  True: it was taken back.
 */
bool oomt_handler_withdraw(void);

#endif /* OOMT_KMOD_HANDLER_H */

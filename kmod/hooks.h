/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two hooks and the tracepoints that feed them.  init/exit sleep.
 */
#ifndef OOMT_KMOD_HOOKS_H
#define OOMT_KMOD_HOOKS_H

#include <linux/types.h>

/* Memory is getting low: a thread of our own. */
int oomt_hook_low_init(bool no_timer);	/* true: for tests */
void oomt_hook_low_exit(void);
void oomt_hook_low_wake(void);	/* look now; any context */

/* The kernel has run out: inside out_of_memory(). */
int oomt_hook_oom_init(void);
void oomt_hook_oom_exit(void);

/* Optional: what is missing is told by _live and done without. */
void oomt_trace_init(bool reclaim);	/* false: only mark_victim */
void oomt_trace_exit(void);
bool oomt_trace_live(void);	/* kswapd's wake-ups are heard */

#endif /* OOMT_KMOD_HOOKS_H */

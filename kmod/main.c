// SPDX-License-Identifier: GPL-2.0-only
/*
 * oomtables: netfilter for the OOM decision.  Ordered init, mirrored exit:
 * what is asked by others starts last and stops first, what hooks use is
 * there before them and goes after them.
 */
#include "compat.h"

#include <linux/module.h>

#include "event.h"
#include "exe.h"
#include "genl.h"
#include "growth.h"
#include "handler.h"
#include "hooks.h"
#include "stats.h"
#include "store.h"
#include "tell.h"
#include "tick.h"
#include "watch.h"
#include "work.h"

/* For tests: each of them can be missing, and hook low still acts in time. */
static bool no_trace, no_tick, no_psi, no_timer;
module_param(no_trace, bool, 0444);
MODULE_PARM_DESC(no_trace, "do not listen to tracepoints of reclaim");
module_param(no_tick, bool, 0444);
MODULE_PARM_DESC(no_tick, "do not glance at free memory on busy processors");
module_param(no_psi, bool, 0444);
MODULE_PARM_DESC(no_psi, "do not look because pressure was told");

module_param(no_timer, bool, 0444);
MODULE_PARM_DESC(no_timer, "do not look but when something wakes hook low");

struct workqueue_struct *oomt_wq;
struct oomt_stats oomt_stats;

/*
 *	queue ─ events ─ store ─ tell ─ watch ─ trace
 *	      ─ hook low ─ hook oom ─ netlink ─ device
 *
 * The device pins the module, so at exit nobody is registered.
 */
static int __init oomt_init(void)
{
	int err = -ENOMEM;

	oomt_wq = alloc_workqueue("oomtables", WQ_MEM_RECLAIM | WQ_UNBOUND, 0);
	if (!oomt_wq)
		return err;
	err = oomt_event_init();
	if (err)
		goto no_event;
	err = oomt_store_init();
	if (err)
		goto no_store;
	err = oomt_tell_init();
	if (err)
		goto no_tell;
	oomt_watch_init();
	err = oomt_hook_low_init(no_timer);
	if (err)
		goto no_low;
	oomt_trace_init(!no_trace);
	oomt_tick_init(no_tick);
	oomt_handler_deaf(no_psi);
	err = oomt_hook_oom_init();
	if (err)
		goto no_oom;
	err = oomt_genl_init();
	if (err)
		goto no_genl;
	err = oomt_handler_init();
	if (err)
		goto no_handler;
	return 0;

no_handler:
	oomt_genl_exit();
no_genl:
	oomt_hook_oom_exit();
no_oom:
	oomt_tick_exit();
	oomt_trace_exit();
	oomt_hook_low_exit();
no_low:
	oomt_watch_exit();
	oomt_tell_exit();
no_tell:
	oomt_store_exit();
	oomt_growth_exit();
	oomt_exe_exit();
no_store:
	oomt_event_exit();
no_event:
	destroy_workqueue(oomt_wq);
	return err;
}

static void __exit oomt_exit(void)
{
	oomt_handler_exit();
	oomt_genl_exit();
	oomt_hook_oom_exit();
	oomt_tick_exit();
	oomt_trace_exit();
	oomt_hook_low_exit();
	oomt_watch_exit();
	oomt_tell_exit();
	oomt_store_exit();
	oomt_growth_exit();
	oomt_exe_exit();
	oomt_event_exit();
	destroy_workqueue(oomt_wq);
}

module_init(oomt_init);
module_exit(oomt_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Firewall-like rules for the OOM decision");
MODULE_VERSION("0.1.0");

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
#include "watch.h"
#include "work.h"

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
	err = oomt_hook_low_init();
	if (err)
		goto no_low;
	oomt_trace_init();
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

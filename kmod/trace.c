// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tracepoints, found by name: kswapd's wake-up and a task that has to reclaim
 * by itself make hook low look at once, mark_victim tells of the kernel's own kills.  Probes run in any context and
 * do nothing but wake and note.
 */
#include "compat.h"

#include <linux/tracepoint.h>

#include "event.h"
#include "hooks.h"

static void on_kswapd_wake(void *data, int nid, int zid, int order)
{
	oomt_hook_low_wake();
}

/* What it tells differs between the kernels, and is not asked for. */
static void on_direct_reclaim(void *data)
{
	oomt_hook_low_wake();
}

static void on_victim_task(void *data, struct task_struct *task, uid_t uid)
{
	oomt_event_kernel_kill(task->tgid, task->comm);
}

static void on_victim_pid(void *data, int pid)
{
	oomt_event_kernel_kill(pid, "");
}

static struct probe {
	const char *name;
	void *call;
	struct tracepoint *tp;		/* found */
	bool live;
} probes[] = {
	{ .name = "mm_vmscan_kswapd_wake", .call = on_kswapd_wake },
	{ .name = "mm_vmscan_direct_reclaim_begin", .call = on_direct_reclaim },
	{ .name = "mark_victim",
	  .call = OOMT_MARK_VICTIM_TELLS_TASK ? (void *)on_victim_task :
						(void *)on_victim_pid },
};

static void find(struct tracepoint *tp, void *data)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(probes); i++)
		if (!strcmp(tp->name, probes[i].name))
			probes[i].tp = tp;
}

void oomt_trace_init(bool reclaim)
{
	int i;

	for_each_kernel_tracepoint(find, NULL);
	for (i = 0; i < ARRAY_SIZE(probes); i++)
		probes[i].live = probes[i].tp &&
			(reclaim || i == ARRAY_SIZE(probes) - 1) &&
			!tracepoint_probe_register(probes[i].tp,
						   probes[i].call, NULL);
}

void oomt_trace_exit(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(probes); i++)
		if (probes[i].live)
			tracepoint_probe_unregister(probes[i].tp,
						    probes[i].call, NULL);
	tracepoint_synchronize_unregister();
}

bool oomt_trace_live(void)
{
	return probes[0].live || probes[1].live;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Asking the module how it is. */
#include <netlink/netlink.h>
#include "nl.h"

static void read_metrics(struct nlattr *nested, struct oomt_nl_status *status)
{
	struct nlattr *at;
	int left;

	nla_for_each_nested(at, nested, left) {
		int metric = nla_type(at) - 1;

		if (metric < 0 || metric >= OOMT_M_COUNT ||
		    nla_len(at) < (int)sizeof(u64))
			continue;
		status->metric[metric] = (s64)nla_get_u64(at);
		status->metrics_known |= 1ULL << metric;
	}
}

static int on_status(struct nlattr **attr, void *arg)
{
	struct oomt_nl_status *status = arg;

	status->generation = oomt_nl_u64(attr, OOMT_A_GENERATION);
	status->handler = oomt_nl_u32(attr, OOMT_A_HANDLER);
	status->handler_pid = oomt_nl_u32(attr, OOMT_A_HANDLER_PID);
	status->hooks = oomt_nl_u32(attr, OOMT_A_HOOKS);
	status->flags = oomt_nl_u32(attr, OOMT_A_FLAGS);
	status->task_capacity = oomt_nl_u32(attr, OOMT_A_TASK_CAPACITY);
	status->decisions = oomt_nl_u64(attr, OOMT_A_DECISIONS);
	status->kills = oomt_nl_u64(attr, OOMT_A_KILLS);
	status->misses = oomt_nl_u64(attr, OOMT_A_MISSES);
	status->swap_total = oomt_nl_u64(attr, OOMT_A_SWAP_TOTAL);
	if (attr[OOMT_A_METRIC])
		read_metrics(attr[OOMT_A_METRIC], status);
	return 0;
}

int oomt_nl_status(struct oomt_nl *nl, struct oomt_nl_status *status)
{
	struct nl_msg *request = oomt_nl_request(nl, OOMT_CMD_STATUS,
						 NLM_F_ACK, 0);

	memset(status, 0, sizeof(*status));
	if (!request)
		return -ENOMEM;
	return oomt_nl_call(nl, request, on_status, status);
}

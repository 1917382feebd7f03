// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Asking the module how it is. */
#include <netlink/netlink.h>
#include <stdio.h>
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

static void read_last(struct nlattr *nested, struct oomt_nl_last *last)
{
	struct nlattr *attr[OOMT_A_MAX + 1];

	if (nla_parse_nested(attr, OOMT_A_MAX, nested, NULL))
		return;
	last->id = oomt_nl_u64(attr, OOMT_A_DECISION);
	last->at_ns = oomt_nl_u64(attr, OOMT_A_AT_NS);
	last->start_ns = oomt_nl_u64(attr, OOMT_A_START_NS);
	last->took_ns = oomt_nl_u64(attr, OOMT_A_TOOK_NS);
	last->hook = oomt_nl_u32(attr, OOMT_A_HOOK);
	last->line = oomt_nl_u32(attr, OOMT_A_LINE);
	last->pid = oomt_nl_u32(attr, OOMT_A_PID);
	last->ending = oomt_nl_u32(attr, OOMT_A_ENDING);
	last->action = oomt_nl_u32(attr, OOMT_A_ACTION);
	last->bytes = attr[OOMT_A_BYTES] ?
		      (s64)oomt_nl_u64(attr, OOMT_A_BYTES) : -1;
	snprintf(last->table, sizeof(last->table), "%s",
		 oomt_nl_string(attr, OOMT_A_TABLE));
	snprintf(last->chain, sizeof(last->chain), "%s",
		 oomt_nl_string(attr, OOMT_A_CHAIN));
	snprintf(last->file, sizeof(last->file), "%s",
		 oomt_nl_string(attr, OOMT_A_FILE));
	snprintf(last->comm, sizeof(last->comm), "%s",
		 oomt_nl_string(attr, OOMT_A_COMM));
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
	if (attr[OOMT_A_LAST])
		read_last(attr[OOMT_A_LAST], &status->last);
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

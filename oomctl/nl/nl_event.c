// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The multicast group of events. */
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <poll.h>
#include <stdio.h>
#include "nl.h"

int oomt_nl_subscribe(struct oomt_nl *nl)
{
	int group = genl_ctrl_resolve_grp(nl->sock, OOMT_GENL_NAME,
					  OOMT_GENL_GROUP_EVENTS);

	if (group < 0)
		return -ENOENT;
	/* Events answer nobody's question. */
	nl_socket_disable_seq_check(nl->sock);
	return nl_socket_add_membership(nl->sock, group) ? -EPERM : 0;
}

struct listen {
	int (*see)(const struct oomt_nl_event *event, void *arg);
	void *arg;
	int result;
	struct oomt_decision whole;	/* a copy: attributes are not aligned */
};

static void copy_string(char *to, size_t size, struct nlattr **attr,
			enum oomt_attr which)
{
	snprintf(to, size, "%s", oomt_nl_string(attr, which));
}

static void read_event(struct nlattr **attr, struct oomt_nl_event *event)
{
	memset(event, 0, sizeof(*event));
	event->seq = oomt_nl_u64(attr, OOMT_A_SEQ);
	event->at_ns = oomt_nl_u64(attr, OOMT_A_AT_NS);
	event->generation = oomt_nl_u64(attr, OOMT_A_GENERATION);
	event->event = oomt_nl_u32(attr, OOMT_A_EVENT);
	event->decision = oomt_nl_u64(attr, OOMT_A_DECISION);
	event->hook = oomt_nl_u32(attr, OOMT_A_HOOK);
	event->line = oomt_nl_u32(attr, OOMT_A_LINE);
	event->pid = oomt_nl_u32(attr, attr[OOMT_A_PID] ? OOMT_A_PID :
						  OOMT_A_HANDLER_PID);
	event->ending = oomt_nl_u32(attr, OOMT_A_ENDING);
	event->action = oomt_nl_u32(attr, OOMT_A_ACTION);
	event->handler = oomt_nl_u32(attr, OOMT_A_HANDLER);
	event->start_ns = oomt_nl_u64(attr, OOMT_A_START_NS);
	event->took_ns = oomt_nl_u64(attr, OOMT_A_TOOK_NS);
	event->bytes = attr[OOMT_A_BYTES] ?
		       (s64)oomt_nl_u64(attr, OOMT_A_BYTES) : -1;
	event->tasks = oomt_nl_u64(attr, OOMT_A_TASKS);
	event->signal = oomt_nl_u32(attr, OOMT_A_SIGNAL);
	copy_string(event->text, sizeof(event->text), attr, OOMT_A_TEXT);
	copy_string(event->table, sizeof(event->table), attr, OOMT_A_TABLE);
	copy_string(event->chain, sizeof(event->chain), attr, OOMT_A_CHAIN);
	copy_string(event->file, sizeof(event->file), attr, OOMT_A_FILE);
	copy_string(event->comm, sizeof(event->comm), attr, OOMT_A_COMM);
}

static int on_event(struct nl_msg *msg, void *arg)
{
	struct genlmsghdr *head = nlmsg_data(nlmsg_hdr(msg));
	struct nlattr *attr[OOMT_A_MAX + 1];
	struct listen *listen = arg;
	struct oomt_nl_event event;

	if (listen->result || head->cmd != OOMT_CMD_EVENT ||
	    genlmsg_parse(nlmsg_hdr(msg), 0, attr, OOMT_A_MAX, NULL))
		return NL_OK;
	read_event(attr, &event);
	if (attr[OOMT_A_DATA] &&
	    nla_len(attr[OOMT_A_DATA]) == (int)sizeof(listen->whole)) {
		memcpy(&listen->whole, nla_data(attr[OOMT_A_DATA]),
		       sizeof(listen->whole));
		event.whole = &listen->whole;
	}
	listen->result = listen->see(&event, listen->arg);
	return NL_OK;
}

int oomt_nl_hear(struct oomt_nl *nl,
		 int (*see)(const struct oomt_nl_event *event, void *arg),
		 void *arg)
{
	struct listen listen = { .see = see, .arg = arg };
	int err;

	nl_socket_modify_cb(nl->sock, NL_CB_VALID, NL_CB_CUSTOM, on_event,
			    &listen);
	err = nl_recvmsgs_default(nl->sock);
	/* An overrun of the socket comes as "out of memory". */
	if (err < 0 && !listen.result)
		return err == -NLE_NOMEM ? -ENOBUFS : -EIO;
	return listen.result;
}

int oomt_nl_listen(struct oomt_nl *nl, const sigset_t *mask,
		   int (*see)(const struct oomt_nl_event *event, void *arg),
		   void *arg)
{
	struct pollfd wait = {
		.fd = oomt_nl_fd(nl), .events = POLLIN,
	};
	int err = 0;

	while (!err) {
		/* libnl goes on after a signal: wait before asking it. */
		if (ppoll(&wait, 1, NULL, mask) < 0)
			return -errno;
		err = oomt_nl_hear(nl, see, arg);
	}
	return err;
}

int oomt_nl_fd(const struct oomt_nl *nl)
{
	return nl_socket_get_fd(nl->sock);
}

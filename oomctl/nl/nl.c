// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Generic netlink through libnl-3.  Extended acks are switched on and read by
 * hand: libnl up to 3.7 knows nothing of them.
 */
#include <linux/netlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <stdio.h>
#include <sys/socket.h>
#include "cli.h"
#include "nl.h"

#define RECEIVE_BYTES	(1 << 20)

/* libnl's own error numbers, where they matter to us. */
static int errno_of(int nlerr)
{
	switch (-nlerr) {
	case NLE_OBJ_NOTFOUND:
		return -ENOENT;
	case NLE_PERM:
	case NLE_NOACCESS:
		return -EPERM;
	case NLE_NOMEM:
		return -ENOMEM;
	case NLE_INTR:
		return -EINTR;
	case NLE_DUMP_INTR:
		return -EAGAIN;
	case NLE_PROTO_MISMATCH:
	case NLE_AF_NOSUPPORT:
		return -EPROTONOSUPPORT;
	default:
		return -EIO;
	}
}

int oomt_nl_open(struct oomt_nl *nl)
{
	int on = 1, err;

	memset(nl, 0, sizeof(*nl));
	nl->sock = nl_socket_alloc();
	if (!nl->sock)
		return -ENOMEM;
	err = genl_connect(nl->sock);
	if (err)
		goto fail;
	setsockopt(nl_socket_get_fd(nl->sock), SOL_NETLINK, NETLINK_EXT_ACK,
		   &on, sizeof(on));
	nl_socket_set_buffer_size(nl->sock, RECEIVE_BYTES, 0);
	nl_socket_enable_msg_peek(nl->sock);
	err = genl_ctrl_resolve(nl->sock, OOMT_GENL_NAME);
	if (err < 0)
		goto fail;
	nl->family = err;
	return 0;
fail:
	oomt_nl_close(nl);
	return errno_of(err);
}

void oomt_nl_close(struct oomt_nl *nl)
{
	nl_socket_free(nl->sock);
	nl->sock = NULL;
}

int oomt_nl_explain(const struct oomt_nl *nl, int err, const char *what)
{
	if (!nl->sock && (err == -ENOENT || err == -EPROTONOSUPPORT))
		return oomt_cli_no_module(what);
	if (err == -EPERM || err == -EACCES)
		return oomt_cli_no_permission(what);
	oomt_cli_error("%s: %s", what, nl->text[0] ? nl->text :
		       strerror(-err));
	return OOMT_EXIT_REFUSED;
}

struct nl_msg *oomt_nl_request(const struct oomt_nl *nl, enum oomt_cmd cmd,
			       int flags, size_t room)
{
	struct nl_msg *msg = nlmsg_alloc_size(NLMSG_HDRLEN + GENL_HDRLEN +
					      room + 64);

	if (!msg)
		return NULL;
	if (!genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, nl->family, 0, flags,
			 cmd, OOMT_GENL_VERSION)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/* The state of one call, for libnl's callbacks. */
struct call {
	struct oomt_nl *nl;
	oomt_nl_answer_fn *answer;
	void *arg;
	int err;
	bool done;
};

static int on_message(struct nl_msg *msg, void *arg)
{
	struct nlattr *attr[OOMT_A_MAX + 1];
	struct call *call = arg;

	if (call->err || !call->answer)
		return NL_OK;
	if (genlmsg_parse(nlmsg_hdr(msg), 0, attr, OOMT_A_MAX, NULL))
		call->err = -EPROTO;
	else
		call->err = call->answer(attr, call->arg);
	return NL_OK;
}

/* The end of a dump; a dump that failed midway says so here. */
static int on_finish(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *head = nlmsg_hdr(msg);
	struct call *call = arg;
	int err = 0;

	if (nlmsg_datalen(head) >= (int)sizeof(err))
		memcpy(&err, nlmsg_data(head), sizeof(err));
	if (err < 0 && !call->err)
		call->err = err;
	call->done = true;
	return NL_STOP;
}

static int on_ack(struct nl_msg *msg, void *arg)
{
	struct call *call = arg;

	call->done = true;
	return NL_STOP;
}

/* The attributes behind an error message: text and cookie. */
static void read_ext_ack(struct oomt_nl *nl, const struct nlmsghdr *head,
			 const struct nlmsgerr *error)
{
	size_t skip = sizeof(*error);
	const char *base = (const char *)error;
	struct nlattr *at;
	int left;

	if (!(head->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(head->nlmsg_flags & NLM_F_CAPPED))
		skip += NLMSG_ALIGN(error->msg.nlmsg_len) -
			sizeof(struct nlmsghdr);
	left = (int)head->nlmsg_len - NLMSG_HDRLEN - (int)skip;
	if (left <= 0)
		return;
	nla_for_each_attr(at, (struct nlattr *)(base + skip), left, left) {
		if (nla_type(at) == NLMSGERR_ATTR_MSG) {
			nla_strlcpy(nl->text, at, sizeof(nl->text));
		} else if (nla_type(at) == NLMSGERR_ATTR_COOKIE &&
			   nla_len(at) >= (int)sizeof(nl->cookie)) {
			memcpy(&nl->cookie, nla_data(at), sizeof(nl->cookie));
			nl->has_cookie = true;
		}
	}
}

static int on_error(struct sockaddr_nl *who, struct nlmsgerr *error, void *arg)
{
	/* libnl hands out the payload; its header is right before. */
	const struct nlmsghdr *head = (const struct nlmsghdr *)
		((const char *)error - NLMSG_HDRLEN);
	struct call *call = arg;

	if (!call->err)
		call->err = error->error;
	read_ext_ack(call->nl, head, error);
	call->done = true;
	return NL_STOP;
}

int oomt_nl_call(struct oomt_nl *nl, struct nl_msg *request,
		 oomt_nl_answer_fn *answer, void *arg)
{
	struct call call = { .nl = nl, .answer = answer, .arg = arg };
	struct nl_cb *cb;
	int err;

	nl->text[0] = '\0';
	nl->has_cookie = false;
	cb = nl_cb_alloc(NL_CB_DEFAULT);
	if (!cb) {
		nlmsg_free(request);
		return -ENOMEM;
	}
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_message, &call);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, on_finish, &call);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_ack, &call);
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, &call);
	err = nl_send_auto(nl->sock, request);
	nlmsg_free(request);
	while (err >= 0 && !call.done) {
		err = nl_recvmsgs(nl->sock, cb);
		if (err == -NLE_INTR)
			err = 0;
	}
	nl_cb_put(cb);
	if (call.err)
		return call.err;
	return err < 0 && !call.done ? errno_of(err) : 0;
}

u32 oomt_nl_u32(struct nlattr **attr, enum oomt_attr which)
{
	return attr[which] && nla_len(attr[which]) >= (int)sizeof(u32) ?
	       nla_get_u32(attr[which]) : 0;
}

u64 oomt_nl_u64(struct nlattr **attr, enum oomt_attr which)
{
	return attr[which] && nla_len(attr[which]) >= (int)sizeof(u64) ?
	       nla_get_u64(attr[which]) : 0;
}

const char *oomt_nl_string(struct nlattr **attr, enum oomt_attr which)
{
	if (!attr[which] || nla_len(attr[which]) < 1 ||
	    ((char *)nla_data(attr[which]))[nla_len(attr[which]) - 1])
		return "";
	return nla_get_string(attr[which]);
}

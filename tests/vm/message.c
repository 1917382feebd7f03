// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: building, sending and reading messages.  Called by forge and
 * netfuzz; judges nothing.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "message.h"

struct message msg;
int sock = -1;
uint16_t family;
uint32_t group;
unsigned char answer[1 << 18];
void (*on_message)(const struct nlmsghdr *head);

/* ---- building ------------------------------------------------------------ */

void put(unsigned int type, const void *data, unsigned int len)
{
	struct nlattr *a = (struct nlattr *)(msg.bytes + msg.len);

	a->nla_type = type;
	a->nla_len = NLA_HDRLEN + len;
	memset(a + 1, 0, ALIGN4(len));
	if (data)
		memcpy(a + 1, data, len);
	msg.len += NLA_HDRLEN + ALIGN4(len);
	msg.head.nlmsg_len = msg.len;
}

void put_u32(unsigned int type, uint32_t value)
{
	put(type, &value, sizeof(value));
}

void put_name(const char *name)
{
	put(OOMT_A_NAME, name, strlen(name) + 1);
}

struct nlattr *begin(uint16_t type, uint8_t cmd, uint16_t flags)
{
	static uint32_t sequence;
	struct genlmsghdr *genl;

	memset(msg.bytes, 0, 64);
	msg.len = NLMSG_HDRLEN + GENL_HDRLEN;
	msg.head.nlmsg_len = msg.len;
	msg.head.nlmsg_type = type;
	msg.head.nlmsg_flags = NLM_F_REQUEST | flags;
	msg.head.nlmsg_seq = ++sequence;
	genl = (struct genlmsghdr *)(msg.bytes + NLMSG_HDRLEN);
	genl->cmd = cmd;
	genl->version = OOMT_GENL_VERSION;
	return (struct nlattr *)(msg.bytes + msg.len);
}

struct nlattr *request(uint8_t cmd)
{
	return begin(family, cmd, NLM_F_ACK);
}

struct nlattr *dump(uint8_t cmd)
{
	return begin(family, cmd, NLM_F_DUMP);
}

/* ---- sending ------------------------------------------------------------- */

void reopen(void)
{
	int size = 1 << 20;

	if (sock >= 0)
		close(sock);
	sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	setsockopt(sock, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
}

/*
 * 1: an error or the end, in *result.  What is spoiled can be two messages, and
 * the second's answer is not that of what is said next.
 */
static int read_answer(const unsigned char *at, ssize_t got, int *result)
{
	const struct nlmsghdr *head;

	while (got >= NLMSG_HDRLEN) {
		head = (const struct nlmsghdr *)at;
		if (head->nlmsg_type == NLMSG_ERROR ||
		    head->nlmsg_type == NLMSG_DONE) {
			if (head->nlmsg_seq == msg.head.nlmsg_seq) {
				*result = *(const int *)(at + NLMSG_HDRLEN);
				return 1;
			}
		} else if (on_message) {
			on_message(head);
		}
		at += NLMSG_ALIGN(head->nlmsg_len);
		got -= NLMSG_ALIGN(head->nlmsg_len);
	}
	return 0;
}

/*
 * The kernel works on a message within send(): when that returns, the answer
 * is there, or there will be none.
 */
int talk(void)
{
	int result = SILENCE;
	ssize_t got;

	if (send(sock, msg.bytes, msg.len, 0) < 0)
		return -errno;
	for (;;) {
		got = recv(sock, answer, sizeof(answer), MSG_DONTWAIT);
		if (got < 0)
			return errno == EAGAIN ? result : -errno;
		if (read_answer(answer, got, &result))
			return result;
	}
}

/* ---- the family ---------------------------------------------------------- */

static void take_family(struct nlattr *a, int left);

static void take_groups(struct nlattr *nest)
{
	struct nlattr *entry = nest + 1;

	take_family(entry + 1, entry->nla_len - NLA_HDRLEN);
}

static void take_family(struct nlattr *a, int left)
{
	for (; left >= NLA_HDRLEN && a->nla_len >= NLA_HDRLEN;
	     left -= ALIGN4(a->nla_len),
	     a = (struct nlattr *)((char *)a + ALIGN4(a->nla_len))) {
		if (a->nla_type == CTRL_ATTR_MCAST_GRP_ID &&
		    a->nla_len == NLA_HDRLEN + 4 && family)
			group = *(uint32_t *)(a + 1);
		if (a->nla_type == CTRL_ATTR_FAMILY_ID &&
		    a->nla_len == NLA_HDRLEN + 2)
			family = *(uint16_t *)(a + 1);
		if (a->nla_type == CTRL_ATTR_MCAST_GROUPS)
			take_groups(a);
	}
}

bool find_family(void)
{
	const char name[] = OOMT_GENL_NAME;
	struct nlmsghdr *head = (struct nlmsghdr *)answer;
	ssize_t got;

	reopen();
	begin(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	put(CTRL_ATTR_FAMILY_NAME, name, sizeof(name));
	send(sock, msg.bytes, msg.len, 0);
	got = recv(sock, answer, sizeof(answer), 0);
	if (got < 0 || head->nlmsg_type == NLMSG_ERROR)
		return false;
	take_family((struct nlattr *)(answer + NLMSG_HDRLEN + GENL_HDRLEN),
		    got - NLMSG_HDRLEN - GENL_HDRLEN);
	return true;
}

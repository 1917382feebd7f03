// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: netlink messages as no library would send them, each with the
 * answer that the module owes.  Bytes are put together by hand here, so that
 * they can be wrong.
 *
 *	forge messages IMAGE	cut, repeated, oversized, of wrong type, out of
 *				order; loads IMAGE once, in the right order
 *	forge random SEED N	N messages with random damage; none may crash,
 *				hang or load anything
 *	forge nobody		every command without the rights for it
 *
 * Says FORGE ok CASE or FORGE BAD CASE: ..., and at the end FORGE done COUNT.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "message.h"

#define NOBODY		65534

static unsigned char image[65536];
static unsigned int image_size, cases;

static void judge(const char *what, int got, int want)
{
	cases++;
	if (got == want)
		printf("FORGE ok %s\n", what);
	else
		printf("FORGE BAD %s: %d, not %d\n", what, got, want);
}

static void expect(const char *what, int want)
{
	judge(what, talk(), want);
}

/* ---- cases --------------------------------------------------------------- */

static void headers(void)
{
	request(OOMT_CMD_STATUS);
	expect("a good status", 0);
	request(OOMT_CMD_STATUS);
	msg.head.nlmsg_len = 4096;
	expect("longer than what was sent", SILENCE);
	request(OOMT_CMD_STATUS);
	msg.head.nlmsg_len = 3;
	expect("shorter than a header", SILENCE);
	request(OOMT_CMD_STATUS);
	msg.len = 7;
	expect("half a header", SILENCE);
	request(OOMT_CMD_STATUS);
	msg.len = msg.head.nlmsg_len = NLMSG_HDRLEN;
	expect("no generic header", -EINVAL);
	request(200);
	expect("command 200", -EOPNOTSUPP);
	request(OOMT_CMD_UNSPEC);
	expect("command 0", -EOPNOTSUPP);
	request(OOMT_CMD_EVENT);
	expect("the event command", -EOPNOTSUPP);
	begin(family, OOMT_CMD_LOAD_BEGIN, NLM_F_DUMP);
	put_u32(OOMT_A_SIZE, 100);
	expect("a begin as dump", -EOPNOTSUPP);
	request(OOMT_CMD_TASK);
	put_u32(OOMT_A_HOOK, OOMT_HOOK_LOW);
	expect("a dump as request", -EOPNOTSUPP);
}

static void attributes(void)
{
	struct nlattr *a;

	request(OOMT_CMD_LOAD_BEGIN);
	expect("begin without size", -EINVAL);
	request(OOMT_CMD_LOAD_BEGIN);
	put(OOMT_A_SIZE, "\1", 1);
	expect("size of one byte", -EINVAL);
	request(OOMT_CMD_LOAD_BEGIN);
	put(OOMT_A_SIZE, "\1\0\0\0\0\0\0", 8);
	expect("size of eight bytes", -EINVAL);
	request(OOMT_CMD_LOAD_BEGIN);
	put(OOMT_A_SIZE, NULL, 0);
	expect("size of no bytes", -EINVAL);
	a = request(OOMT_CMD_LOAD_BEGIN);
	put_u32(OOMT_A_SIZE, 100);
	a->nla_len = 4000;
	expect("attribute longer than its message", -EINVAL);
	a = request(OOMT_CMD_LOAD_BEGIN);
	put_u32(OOMT_A_SIZE, 100);
	a->nla_len = 3;
	expect("attribute shorter than its header", -EINVAL);
	request(OOMT_CMD_LOAD_BEGIN);
	put_u32(OOMT_A_SIZE | NLA_F_NESTED, 100);
	expect("size as a nest", -EINVAL);
	request(OOMT_CMD_LOAD_BEGIN);
	put_u32(OOMT_A_SIZE, 100);
	put_u32(500, 1);
	expect("attribute 500", -EINVAL);
	request(OOMT_CMD_LOAD_BEGIN);
	put_u32(OOMT_A_SIZE, 100);
	put_u32(OOMT_A_GENERATION, 1);
	expect("an attribute that only answers have", -EINVAL);
	request(OOMT_CMD_LOAD_BEGIN);
	put_u32(OOMT_A_SIZE, 0);
	expect("size 0", -EINVAL);
	request(OOMT_CMD_LOAD_BEGIN);
	put_u32(OOMT_A_SIZE, UINT32_MAX);
	expect("size 4 GiB", -E2BIG);
}

static void names(void)
{
	static char longer[4096];

	memset(longer, 'x', sizeof(longer) - 1);
	request(OOMT_CMD_FLUSH);
	put(OOMT_A_NAME, "good", 4);
	expect("a name without its end", -EINVAL);
	request(OOMT_CMD_FLUSH);
	put(OOMT_A_NAME, "", 1);
	expect("an empty name", -ENOENT);
	request(OOMT_CMD_FLUSH);
	put(OOMT_A_NAME, NULL, 0);
	expect("a name of no bytes", -EINVAL);
	request(OOMT_CMD_FLUSH);
	put_name(longer);
	expect("a name of 4 KiB", -EINVAL);
	request(OOMT_CMD_FLUSH);
	put_name("../../good");
	expect("a name that is not there", -ENOENT);
	dump(OOMT_CMD_IMAGE);
	expect("images of no name: all", 0);
	dump(OOMT_CMD_IMAGE);
	put_name("nothere");
	expect("an image that is not there: none", 0);
	dump(OOMT_CMD_COUNTER);
	put_name("nothere");
	expect("counters that are not there: none", 0);
	dump(OOMT_CMD_TASK);
	expect("tasks for no hook: low", 0);
	dump(OOMT_CMD_TASK);
	put_u32(OOMT_A_HOOK, 99);
	expect("tasks for hook 99", -EINVAL);
}

static int send_begin(uint32_t size)
{
	request(OOMT_CMD_LOAD_BEGIN);
	put_u32(OOMT_A_SIZE, size);
	return talk();
}

static int send_chunk(uint32_t offset, uint32_t len)
{
	request(OOMT_CMD_LOAD_CHUNK);
	put_u32(OOMT_A_OFFSET, offset);
	put(OOMT_A_DATA, image, len);
	return talk();
}

static int send_commit(void)
{
	request(OOMT_CMD_LOAD_COMMIT);
	return talk();
}

static void loads(void)
{
	judge("a chunk before any begin", send_chunk(0, 100), -ENOENT);
	judge("a commit before any begin", send_commit(), -ENOENT);
	judge("begin", send_begin(image_size), 0);
	judge("a chunk that is not the next", send_chunk(64, 64), -EINVAL);
	judge("a chunk far away", send_chunk(UINT32_MAX - 3, 64), -EINVAL);
	judge("a chunk of nothing", send_chunk(0, 0), 0);
	judge("the first bytes", send_chunk(0, 64), 0);
	judge("the same again", send_chunk(0, 64), -EINVAL);
	judge("more than was announced", send_chunk(64, image_size), -EINVAL);
	judge("a chunk above the limit", send_chunk(64, OOMT_CHUNK_MAX + 1),
	      -ERANGE);
	judge("a commit in the middle", send_commit(), -EINVAL);
	judge("the rest after that", send_chunk(64, 64), -ENOENT);
	request(OOMT_CMD_LOAD_CHUNK);
	put(OOMT_A_DATA, image, 64);
	expect("a chunk without offset", -EINVAL);
	request(OOMT_CMD_LOAD_CHUNK);
	put_u32(OOMT_A_OFFSET, 0);
	expect("a chunk without data", -EINVAL);
	send_begin(image_size);
	judge("begin again", send_begin(image_size), 0);
	judge("the image", send_chunk(0, image_size), 0);
	judge("commit", send_commit(), 0);
	judge("commit twice", send_commit(), -ENOENT);
	send_begin(image_size);
	send_chunk(0, image_size);
	reopen();
	judge("a commit from another socket", send_commit(), -ENOENT);
}

static void crowded(void)
{
	int open[4], i, own;

	for (i = 0; i < 4; i++) {
		own = sock;
		sock = -1;
		reopen();
		open[i] = sock;
		judge("one of four loads", send_begin(4 << 20), 0);
		sock = own;
	}
	judge("a fifth load", send_begin(100), -EBUSY);
	for (i = 0; i < 4; i++)
		close(open[i]);
	judge("after they are closed", send_begin(100), 0);
	reopen();
}

/* The same message many times in one datagram, and one that is far too long. */
static void repeated(void)
{
	unsigned int one, i, acks = 0;
	struct nlmsghdr *head;
	ssize_t got, at;

	request(OOMT_CMD_STATUS);
	one = msg.len;
	for (i = 1; i < 50; i++)
		memcpy(msg.bytes + i * one, msg.bytes, one);
	if (send(sock, msg.bytes, 50 * one, 0) < 0)
		perror("send");
	while ((got = recv(sock, answer, sizeof(answer), MSG_DONTWAIT)) > 0)
		for (at = 0; at < got; at += NLMSG_ALIGN(head->nlmsg_len)) {
			head = (struct nlmsghdr *)(answer + at);
			acks += head->nlmsg_type == NLMSG_ERROR;
		}
	judge("fifty in one", acks, 50);
	reopen();
	request(OOMT_CMD_LOAD_CHUNK);
	put_u32(OOMT_A_OFFSET, 0);
	for (i = 0; i < 4; i++)
		put(OOMT_A_DATA, NULL, 65000);
	expect("a message of 256 KiB", -ERANGE);
}

/* Dumps that nobody reads to the end. */
static void abandoned(void)
{
	static const uint8_t cmds[] = {
		OOMT_CMD_TABLE, OOMT_CMD_IMAGE, OOMT_CMD_COUNTER, OOMT_CMD_TASK,
	};
	unsigned int i;
	ssize_t sent = 0;

	for (i = 0; i < 40 && sent >= 0; i++) {
		dump(cmds[i % 4]);
		if (cmds[i % 4] == OOMT_CMD_TASK)
			put_u32(OOMT_A_HOOK, OOMT_HOOK_LOW);
		else
			put_name("good");
		sent = send(sock, msg.bytes, msg.len, 0);
		reopen();
	}
	judge("forty abandoned dumps", sent < 0 ? -errno : 0, 0);
}

/* ---- random damage -------------------------------------------------------- */

static uint32_t rnd_state;

static uint32_t rnd(uint32_t below)
{
	rnd_state = rnd_state * 1664525 + 1013904223;
	return (rnd_state >> 8) % below;
}

static void anything(void)
{
	switch (rnd(7)) {
	case 0:
		request(OOMT_CMD_LOAD_BEGIN);
		put_u32(OOMT_A_SIZE, 1 + rnd(5000));
		break;
	case 1:
		request(OOMT_CMD_LOAD_CHUNK);
		put_u32(OOMT_A_OFFSET, rnd(2) ? 0 : rnd(5000));
		put(OOMT_A_DATA, image, rnd(3000));
		break;
	case 2:
		request(OOMT_CMD_LOAD_COMMIT);
		break;
	case 3:
		request(OOMT_CMD_STATUS);
		break;
	case 4:
		dump(OOMT_CMD_TASK);
		put_u32(OOMT_A_HOOK, rnd(6));
		break;
	default:
		dump(OOMT_CMD_TABLE + rnd(3));
		put_name("good");
	}
}

static void damage(void)
{
	unsigned int at;

	if (msg.len <= NLMSG_HDRLEN)
		return;
	at = NLMSG_HDRLEN + rnd(msg.len - NLMSG_HDRLEN);
	switch (rnd(6)) {
	case 0:
	case 1:
		msg.bytes[at] ^= 1 << rnd(8);
		break;
	case 2:
		msg.bytes[at] = rnd(256);
		break;
	case 3:
		msg.len = at;
		msg.head.nlmsg_len = msg.len;
		break;
	case 4:
		msg.head.nlmsg_len = rnd(msg.len + 40);
		break;
	default:
		msg.len = ALIGN4(msg.len);
		put(rnd(70), image + rnd(4000), rnd(60));
	}
}

static void random_damage(uint32_t seed, unsigned int count)
{
	unsigned int i, j, answered = 0;
	int result;

	rnd_state = seed;
	for (i = 0; i < sizeof(image); i++)
		image[i] = rnd(256);
	for (i = 0; i < count; i++) {
		anything();
		for (j = rnd(4); j; j--)
			damage();
		/* A flush would be obeyed. */
		if (msg.bytes[NLMSG_HDRLEN] == OOMT_CMD_FLUSH)
			continue;
		msg.head.nlmsg_type = family;
		result = talk();
		answered += result != SILENCE;
		if (rnd(20) == 0)
			reopen();
	}
	printf("FORGE random seed %u: %u of %u answered\n", seed, answered,
	       count);
	reopen();
	request(OOMT_CMD_STATUS);
	expect("a good status after it", 0);
}

/* ---- without the rights ---------------------------------------------------- */

static void all_refused(const char *who)
{
	static const uint8_t requests[] = {
		OOMT_CMD_LOAD_BEGIN, OOMT_CMD_LOAD_CHUNK, OOMT_CMD_LOAD_COMMIT,
		OOMT_CMD_FLUSH, OOMT_CMD_STATUS,
	};
	char what[64];
	unsigned int i;
	int fd;

	reopen();
	for (i = 0; i < sizeof(requests); i++) {
		request(requests[i]);
		if (requests[i] == OOMT_CMD_LOAD_BEGIN)
			put_u32(OOMT_A_SIZE, 100);
		if (requests[i] == OOMT_CMD_LOAD_CHUNK) {
			put_u32(OOMT_A_OFFSET, 0);
			put(OOMT_A_DATA, image, 100);
		}
		snprintf(what, sizeof(what), "%s: request %u", who,
			 requests[i]);
		expect(what, -EPERM);
	}
	for (i = OOMT_CMD_TABLE; i <= OOMT_CMD_TASK; i++) {
		dump(i);
		put_name("good");
		if (i == OOMT_CMD_TASK)
			put_u32(OOMT_A_HOOK, OOMT_HOOK_LOW);
		snprintf(what, sizeof(what), "%s: dump %u", who, i);
		expect(what, -EPERM);
	}
	snprintf(what, sizeof(what), "%s: the device", who);
	fd = open(OOMT_DEVICE, O_RDWR);
	judge(what, fd < 0 && (errno == EACCES || errno == EPERM), 1);
	snprintf(what, sizeof(what), "%s: the device, to read", who);
	fd = open(OOMT_DEVICE, O_RDONLY);
	judge(what, fd < 0 && (errno == EACCES || errno == EPERM), 1);
}

static void no_events(const char *who)
{
	char what[64];
	int err;

	err = setsockopt(sock, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group,
			 sizeof(group)) ? -errno : 0;
	snprintf(what, sizeof(what), "%s: events", who);
	judge(what, err, -EPERM);
}

/* Only these of the capabilities, still as root. */
static void keep_capabilities(uint32_t low)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2] = {
		{ .effective = low, .permitted = low, .inheritable = 0 },
	};

	if (syscall(SYS_capset, &head, data))
		perror("capset");
}

static void become_nobody(void)
{
	if (setgid(NOBODY) || setuid(NOBODY))
		perror("setuid");
}

static void as_nobody(void)
{
	become_nobody();
	all_refused("nobody");
	no_events("nobody");
}

/* Root of a user namespace of its own, in the machine's network. */
static void as_own_root(void)
{
	become_nobody();
	if (unshare(CLONE_NEWUSER)) {
		printf("FORGE note: no user namespaces for nobody\n");
		return;
	}
	all_refused("root of its own");
	no_events("root of its own");
}

static void as_own_network(void)
{
	become_nobody();
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		return;
	judge("network of its own: the family", find_family(), false);
}

static void as_net_admin(void)
{
	keep_capabilities(1 << CAP_NET_ADMIN);
	all_refused("CAP_NET_ADMIN only");
}

static void as_no_killer(void)
{
	keep_capabilities(~(1U << CAP_KILL));
	all_refused("all but CAP_KILL");
}

/* In a child: rights do not come back. */
static void apart(void (*what)(void))
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		cases = 0;
		what();
		fflush(stdout);
		_exit(cases);
	}
	waitpid(pid, &status, 0);
	cases += WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	FILE *f;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 2 || !find_family()) {
		printf("FORGE BAD no family\n");
		return 1;
	}
	if (!strcmp(argv[1], "messages") && argc == 3) {
		f = fopen(argv[2], "r");
		image_size = f ? fread(image, 1, sizeof(image), f) : 0;
		headers();
		attributes();
		names();
		loads();
		crowded();
		repeated();
		abandoned();
	} else if (!strcmp(argv[1], "random") && argc == 4) {
		random_damage(strtoul(argv[2], NULL, 10),
			      strtoul(argv[3], NULL, 10));
	} else if (!strcmp(argv[1], "nobody")) {
		apart(as_nobody);
		apart(as_own_root);
		apart(as_own_network);
		apart(as_net_admin);
		apart(as_no_killer);
	} else {
		return 2;
	}
	printf("FORGE done %s %u\n", argv[1], cases);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: random and mutated input to every command, every attribute and
 * the device, for a bounded time.  Whatever comes, the tables in force are those
 * of the last commit that was accepted, and nobody without the rights changes
 * anything.
 *
 *	netfuzz root SEED SECONDS IMAGE		as root: whole loads of mutated
 *						images, too; whatever is changed
 *						is put right again from IMAGE
 *	netfuzz nobody SEED SECONDS IMAGE	as nobody, as root of a user
 *						namespace, and with a socket that
 *						root has opened or will use
 *	netfuzz device SEED SECONDS		reads, writes, and what a device
 *						has no business with
 *
 * Says FUZZ MODE seed S: ... changes N, or FUZZ BAD: ...; never chosen itself
 * (oom_score_adj -1000), since a mutated policy may be a valid one.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "image.h"
#include "message.h"

#define NOBODY		65534
#define LOOK_EVERY	200	/* messages between two looks at the tables */

static union image mutant;
static struct timespec until;
static struct count {
	unsigned long sent, answered, refused, changes, loads;
} *count;			/* the children's, too */
static uint64_t generation, bytes_seen;	/* of the last answer, of a dump */

static void bad(const char *what, long got, long want)
{
	printf("FUZZ BAD: %s: %ld, not %ld\n", what, got, want);
}

/* ---- chance -------------------------------------------------------------- */

static uint64_t rnd_state;

static uint32_t rnd(uint32_t below)
{
	rnd_state = rnd_state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (rnd_state >> 33) % below;
}

static bool one_in(uint32_t n)
{
	return !rnd(n);
}

static bool time_left(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec < until.tv_sec;
}

static void give_time(unsigned int seconds)
{
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += seconds;
}

static uint64_t number(void)
{
	static const uint64_t edges[] = {
		0, 1, 2, 63, 64, 255, OOMT_CHUNK_MAX, OOMT_CHUNK_MAX + 1,
		OOMT_IMAGE_MAX, OOMT_IMAGE_MAX + 1, OOMT_TXN_MAX,
		OOMT_TXN_MAX + 1, INT32_MAX, UINT32_MAX, INT64_MAX, UINT64_MAX,
	};

	if (one_in(3))
		return edges[rnd(sizeof(edges) / sizeof(*edges))];
	return one_in(2) ? rnd(image_size + 64) : rnd(INT32_MAX);
}

static void noise(void *to, unsigned int len)
{
	unsigned char *at = to;

	while (len--)
		*at++ = rnd(256);
}

/* ---- messages ------------------------------------------------------------- */

/* What the kernel's policy allows it to be, mostly. */
static void put_known(void)
{
	static const char *const names[] = {
		"good", "", "nothere", "go", "goodgood", "../good",
	};
	uint64_t value = number();

	switch (rnd(6)) {
	case 0:
		put_name(names[rnd(6)]);
		break;
	case 1:
		put_u32(OOMT_A_SIZE, value);
		break;
	case 2:
		put_u32(OOMT_A_OFFSET, value);
		break;
	case 3:
		put(OOMT_A_DATA, image.bytes, rnd(image_size));
		break;
	case 4:
		put(OOMT_A_SWAP_TOTAL, &value, sizeof(value));
		break;
	default:
		put_u32(OOMT_A_HOOK, one_in(4) ? value : rnd(8));
	}
}

static void put_any(void)
{
	static unsigned char data[65500];
	unsigned int type = rnd(OOMT_A_MAX + 8);
	unsigned int len = one_in(30) ? rnd(sizeof(data)) : rnd(80);

	noise(data, len < 200 ? len : 200);
	if (one_in(6))
		type |= NLA_F_NESTED;
	if (one_in(10))
		type |= NLA_F_NET_BYTEORDER;
	if (one_in(20))
		type = rnd(65536);
	put(type, data, len);
}

static void spoil(void)
{
	unsigned int at = NLMSG_HDRLEN + rnd(msg.len - NLMSG_HDRLEN);

	switch (rnd(5)) {
	case 0:
		msg.bytes[at] ^= 1 << rnd(8);
		break;
	case 1:
		noise(msg.bytes + at, 1 + rnd(4));
		break;
	case 2:
		msg.head.nlmsg_len = rnd(msg.len + 40);
		break;
	case 3:
		msg.head.nlmsg_flags = rnd(65536) | NLM_F_REQUEST;
		break;
	default:
		msg.len = at;
		msg.head.nlmsg_len = at;
	}
}

static void any_message(void)
{
	static const uint16_t flags[] = {
		NLM_F_ACK, NLM_F_ACK, 0, NLM_F_DUMP, NLM_F_DUMP | NLM_F_ACK,
		NLM_F_ROOT, NLM_F_ECHO, NLM_F_ATOMIC,
	};
	unsigned int attributes = rnd(6);

	begin(family, one_in(10) ? rnd(256) : rnd(OOMT_CMD_MAX_PLUS_1 + 1),
	      flags[rnd(8)]);
	while (attributes--)
		if (one_in(4))
			put_any();
		else
			put_known();
	while (one_in(3) && msg.len > NLMSG_HDRLEN)
		spoil();
	memset(msg.bytes + msg.len, 0, 64);
}

/* ---- what comes back ------------------------------------------------------- */

static void take(const struct nlmsghdr *head)
{
	const struct genlmsghdr *genl = NLMSG_DATA(head);
	const struct nlattr *a = (const void *)(genl + 1);
	const unsigned char *end = (const unsigned char *)head +
				   head->nlmsg_len;
	uint64_t now = generation;

	count->answered++;
	if (head->nlmsg_type != family)
		return;
	if (a->nla_type == OOMT_A_GENERATION)
		memcpy(&now, a + 1, sizeof(now));
	/* Only what succeeded is answered; a flush of nothing changes nothing. */
	if (genl->cmd == OOMT_CMD_LOAD_COMMIT || genl->cmd == OOMT_CMD_FLUSH)
		count->changes += now != generation;
	generation = now;
	for (; (const unsigned char *)(a + 1) <= end && a->nla_len >= NLA_HDRLEN;
	     a = (const void *)((const char *)a + ALIGN4(a->nla_len)))
		if (genl->cmd == OOMT_CMD_IMAGE && a->nla_type == OOMT_A_DATA &&
		    a->nla_len - NLA_HDRLEN <= (int)(IMAGE_ROOM - bytes_seen)) {
			memcpy(mutant.bytes + bytes_seen, a + 1,
			       a->nla_len - NLA_HDRLEN);
			bytes_seen += a->nla_len - NLA_HDRLEN;
		}
}

static int say(void)
{
	int result;

	count->sent++;
	result = talk();
	if (result < 0)
		count->refused++;
	return result;
}

/* ---- loads ----------------------------------------------------------------- */

static void mutate(void)
{
	unsigned int n = 1 + rnd(4), at;

	memcpy(mutant.bytes, image.bytes, image_size);
	while (n--) {
		at = rnd(image_size);
		if (one_in(2))
			mutant.bytes[at] ^= 1 << rnd(8);
		else
			noise(mutant.bytes + at, 1 + rnd(4));
	}
	if (!one_in(5))
		image_sign(&mutant);
}

static int load(const unsigned char *bytes)
{
	unsigned int at = 0, some;
	int err;

	request(OOMT_CMD_LOAD_BEGIN);
	put_u32(OOMT_A_SIZE, image_size);
	err = say();
	for (; !err && at < image_size; at += some) {
		some = 1 + rnd(image_size);
		if (some > image_size - at)
			some = image_size - at;
		request(OOMT_CMD_LOAD_CHUNK);
		put_u32(OOMT_A_OFFSET, at);
		put(OOMT_A_DATA, bytes + at, some);
		err = say();
	}
	if (err)
		return err;
	request(OOMT_CMD_LOAD_COMMIT);
	count->loads++;
	return say();
}

/* ---- as root ----------------------------------------------------------------- */

static void look_again(void)
{
	reopen();
	request(OOMT_CMD_STATUS);
	if (say())
		bad("a good status", 1, 0);
}

/* The table stands as it was loaded. */
static void look_at_table(uint64_t expected)
{
	look_again();
	if (generation != expected)
		bad("generation", generation, expected);
	bytes_seen = 0;
	dump(OOMT_CMD_IMAGE);
	put_name("good");
	say();
	if (bytes_seen != image_size ||
	    memcmp(mutant.bytes, image.bytes, image_size))
		bad("the table in force", bytes_seen, image_size);
}

/* Whatever a mutant has put into force goes, under whatever name. */
static void put_right(void)
{
	reopen();
	request(OOMT_CMD_FLUSH);
	if (say())
		bad("flush", 1, 0);
	if (load(image.bytes))
		bad("the good load", 1, 0);
}

static void fuzz_root(void)
{
	unsigned long changes;
	uint64_t base;
	unsigned int i;

	put_right();
	base = generation - count->changes;
	for (i = 1; time_left(); i++) {
		changes = count->changes;
		if (one_in(10)) {
			mutate();
			load(mutant.bytes);
		} else {
			any_message();
			say();
		}
		if (one_in(30))
			reopen();
		if (changes != count->changes)
			put_right();
		if (i % LOOK_EVERY == 0)
			look_at_table(base + count->changes);
	}
	look_at_table(base + count->changes);
}

/* ---- as somebody else ---------------------------------------------------------- */

static void only_refused(const char *who)
{
	unsigned long changes = count->changes;
	unsigned int i;
	int result;

	for (i = 0; i < 400 && time_left(); i++) {
		any_message();
		msg.head.nlmsg_type = family;
		result = say();
		if (result == 0 && msg.head.nlmsg_flags & NLM_F_ACK)
			bad(who, result, -EPERM);
		if (one_in(50))
			mutate(), load(mutant.bytes);
	}
	request(OOMT_CMD_FLUSH);
	result = say();
	if (result != -EPERM)
		bad(who, result, -EPERM);
	dump(OOMT_CMD_IMAGE);
	result = say();
	if (result != -EPERM)
		bad(who, result, -EPERM);
	if (count->changes != changes)
		bad(who, count->changes, changes);
}

static void become_nobody(void)
{
	if (setgid(NOBODY) || setuid(NOBODY))
		bad("setuid", errno, 0);
}

static void map_root(void)
{
	int fd;

	prctl(PR_SET_DUMPABLE, 1);	/* or its files are root's */
	fd = open("/proc/self/uid_map", O_WRONLY);
	if (fd < 0 || write(fd, "0 65534 1", 9) != 9)
		bad("uid_map", errno, 0);
	close(fd);
}

static void plain_nobody(void)
{
	become_nobody();
	reopen();
	only_refused("nobody");
}

static void own_root(void)
{
	become_nobody();
	if (unshare(CLONE_NEWUSER)) {
		printf("FUZZ note: no user namespaces for nobody\n");
		return;
	}
	map_root();
	reopen();
	only_refused("root of its own");
}

/* Opened by root, used by nobody. */
static void lent_socket(void)
{
	reopen();
	become_nobody();
	only_refused("nobody with root's socket");
}

/* Opened by nobody, used by root: a privileged program that is fooled. */
static void foreign_socket(void)
{
	if (setegid(NOBODY) || seteuid(NOBODY))
		bad("seteuid", errno, 0);
	reopen();
	if (seteuid(0) || setegid(0))
		bad("seteuid", errno, 0);
	only_refused("root with nobody's socket");
}

static void apart(void (*what)(void))
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		rnd_state ^= getpid();
		what();
		fflush(stdout);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	if (status)
		bad("the end of a child", status, 0);
}

static void fuzz_nobody(void)
{
	static void (*const who[])(void) = {
		plain_nobody, own_root, lent_socket, foreign_socket,
	};
	unsigned int i;

	for (i = 0; i < 4 || time_left(); i++)
		apart(who[i % 4]);
}

/* ---- the device ------------------------------------------------------------------ */

/* What must not be taken. */
static bool wrong(const struct oomt_handler_msg *m, size_t size)
{
	return size != sizeof(*m) || m->type > OOMT_MSG_METRIC ||
	       (m->type == OOMT_MSG_METRIC && m->metric >= OOMT_M_COUNT) ||
	       m->type == OOMT_MSG_ACK;	/* nothing was asked */
}

static void write_any(int fd)
{
	union {
		struct oomt_handler_msg m;
		unsigned char bytes[128];
	} u;
	size_t size = one_in(5) ? rnd(sizeof(u)) : sizeof(u.m);
	ssize_t got;

	noise(&u, sizeof(u));
	if (!one_in(5))
		u.m.type = rnd(4);
	if (!one_in(3))
		u.m.metric = rnd(OOMT_M_COUNT);
	if (one_in(3))
		u.m.result = 0;
	if (one_in(3))
		u.m.id = rnd(4);
	got = write(fd, one_in(50) ? NULL : (void *)&u, size);
	if (got >= 0 && wrong(&u.m, size))
		bad("a write was taken", u.m.type, -EINVAL);
}

static void read_any(int fd)
{
	static char buf[1 << 17];
	struct iovec parts[2] = {
		{ buf, rnd(5000) }, { one_in(9) ? NULL : buf, rnd(9000) },
	};
	ssize_t got = one_in(2) ? read(fd, one_in(20) ? NULL : buf,
				       rnd(sizeof(buf))) :
				  readv(fd, parts, 2);

	if (got > 0)
		bad("a read without decision", got, -EAGAIN);
}

static void anything_else(int fd)
{
	struct pollfd p = { .fd = fd, .events = rnd(65536) };
	void *at;

	switch (rnd(7)) {
	case 0:
		poll(&p, 1, 0);
		break;
	case 1:
		if (!ioctl(fd, rnd(UINT32_MAX), number()))
			bad("ioctl", 0, -ENOTTY);
		break;
	case 2:
		at = mmap(NULL, 1 + rnd(65536), rnd(8), one_in(2) ?
			  MAP_SHARED : MAP_PRIVATE, fd, 4096 * rnd(8));
		if (at != MAP_FAILED)
			bad("mmap", 0, -ENODEV);
		break;
	case 3:
		if (lseek(fd, rnd(100), rnd(6)) > 0)
			bad("lseek", 1, -ESPIPE);
		break;
	case 4:
		if (open(OOMT_DEVICE, O_RDWR) >= 0)
			bad("a second open", 0, -EBUSY);
		break;
	case 5:
		if (open(OOMT_DEVICE, O_RDWR | O_TRUNC) >= 0)
			bad("taking over from oneself", 0, -EBUSY);
		break;
	default:
		if (!ftruncate(fd, rnd(100)) || !fsync(fd))
			bad("ftruncate or fsync", 0, -EINVAL);
	}
}

static void fuzz_device(void)
{
	int fd = open(OOMT_DEVICE, O_RDWR | O_NONBLOCK);

	if (fd < 0) {
		bad("open", errno, 0);
		return;
	}
	for (; time_left(); count->sent++) {
		if (one_in(2))
			write_any(fd);
		else if (one_in(2))
			read_any(fd);
		else
			anything_else(fd);
		/* A fresh handler now and then. */
		if (one_in(500)) {
			close(fd);
			fd = open(OOMT_DEVICE, O_RDWR | O_NONBLOCK |
					       (one_in(2) ? O_TRUNC : 0));
			if (fd < 0)
				bad("open again", errno, 0);
		}
	}
	close(fd);
}

/* ---------------------------------------------------------------------------------- */

static void never_chosen(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY);

	if (fd < 0 || write(fd, "-1000", 5) != 5)
		bad("oom_score_adj", errno, 0);
	close(fd);
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 4 || (argc > 4 && !image_read(argv[4])))
		return 2;
	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (count == MAP_FAILED)
		return 2;
	never_chosen();
	rnd_state = strtoul(argv[2], NULL, 10) * 2 + 1;
	give_time(strtoul(argv[3], NULL, 10));
	on_message = take;
	if (!strcmp(argv[1], "device"))
		fuzz_device();
	else if (!image_size || !find_family())
		bad("the family", 0, 1);
	else if (!strcmp(argv[1], "root"))
		fuzz_root();
	else
		fuzz_nobody();
	printf("FUZZ %s seed %s: sent %lu answered %lu refused %lu loads %lu changes %lu\n",
	       argv[1], argv[2], count->sent, count->answered, count->refused,
	       count->loads, count->changes);
	return 0;
}

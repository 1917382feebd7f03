// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: more than the module is meant for, and descriptors where they
 * do not belong.
 *
 *	strain listeners N	N sockets in the group of events that are never
 *				read; STRAIN listeners N, then stays
 *	strain oversize IMAGE	tables and loads beyond the stated limits, and
 *				loads left in the middle
 *	strain nth IMAGE	begin, chunk, commit and flush, each with its 1st,
 *				2nd, 3rd ... allocation failing (a kernel with
 *				fail-nth); whatever fails has changed nothing
 *	strain insert MODULE	the same of inserting the module, which is not there
 *	strain descriptors	the device's descriptor forked, passed, inherited
 *				over exec, duplicated, shared with a process that
 *				outlives its opener
 *
 * Says STRAIN ok CASE or STRAIN BAD CASE: ..., at the end STRAIN done COUNT.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "image.h"
#include "message.h"
#include "strain.h"

static unsigned int cases;

void judge(const char *what, long got, long want)
{
	cases++;
	if (got == want)
		printf("STRAIN ok %s\n", what);
	else
		printf("STRAIN BAD %s: %ld, not %ld\n", what, got, want);
}

/* ---- listeners ----------------------------------------------------------- */

static void listeners(unsigned int n)
{
	const struct rlimit room = { n + 64, n + 64 };
	unsigned int i;

	if (setrlimit(RLIMIT_NOFILE, &room))
		perror("setrlimit");
	for (i = 0; i < n; i++) {
		sock = -1;
		reopen();
		if (setsockopt(sock, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
			       &group, sizeof(group)))
			break;
	}
	printf("STRAIN listeners %u\n", i);
	for (;;)
		pause();
}

/* ---- sizes ---------------------------------------------------------------- */

int send_begin(uint32_t size)
{
	request(OOMT_CMD_LOAD_BEGIN);
	put_u32(OOMT_A_SIZE, size);
	return talk();
}

int send_chunk(uint32_t offset, const void *data, uint32_t len)
{
	request(OOMT_CMD_LOAD_CHUNK);
	put_u32(OOMT_A_OFFSET, offset);
	put(OOMT_A_DATA, data, len);
	return talk();
}

int send_commit(void)
{
	request(OOMT_CMD_LOAD_COMMIT);
	return talk();
}

int send_flush(void)
{
	request(OOMT_CMD_FLUSH);
	return talk();
}

/* `n` tables with names of their own in one load. */
static int load_tables(unsigned int n)
{
	char *name = (char *)image.bytes +
		     image.head.section[OOMT_S_STRINGS].offset +
		     image.head.name;
	unsigned int i;
	int err = send_begin(n * image_size);

	for (i = 0; i < n && !err; i++) {
		name[0] = 'a' + i % 26;
		name[1] = 'a' + i / 26;
		image_sign(&image);
		err = send_chunk(i * image_size, image.bytes, image_size);
	}
	return err ? err : send_commit();
}

/* All that may be announced, filled with `byte` behind the image. */
static int load_bytes(uint32_t size, int byte)
{
	static unsigned char block[OOMT_CHUNK_MAX];
	uint32_t at = 0, some;
	int err = send_begin(size);

	memset(block, byte, sizeof(block));
	for (; at < size && !err; at += some) {
		some = size - at < sizeof(block) ? size - at : sizeof(block);
		err = send_chunk(at, block, some);
	}
	return err;
}

/* What the module holds of the kernel's large memory. */
static unsigned long held(void)
{
	FILE *f = fopen("/proc/vmallocinfo", "r");
	unsigned long size, sum = 0;
	char line[512];

	while (f && fgets(line, sizeof(line), f))
		if (strstr(line, "[oomtables]") &&
		    sscanf(line, "%*s %lu", &size) == 1)
			sum += size;
	if (f)
		fclose(f);
	return sum;
}

static void oversize(const char *path)
{
	struct oomt_image whole;
	unsigned long before;

	judge("an image", image_read(path), true);
	judge("flush", send_flush(), 0);
	before = held();
	whole = image.head;
	judge("as many tables as may be", load_tables(OOMT_TABLES_MAX), 0);
	judge("flush of them", send_flush(), 0);
	judge("one table more", load_tables(OOMT_TABLES_MAX + 1), -E2BIG);
	judge("a load above the limit", send_begin(OOMT_TXN_MAX + 1), -E2BIG);
	judge("a load at the limit", load_bytes(OOMT_TXN_MAX, 0), 0);
	judge("which is held", held() > OOMT_TXN_MAX, true);
	judge("which is nothing but zeroes", send_commit(), -EINVAL);
	image.head.size = OOMT_IMAGE_MAX + 8;
	image_sign(&image);
	send_begin(OOMT_IMAGE_MAX + 8);
	send_chunk(0, image.bytes, image_size);
	judge("an image that is not all there", send_commit(), -EINVAL);
	send_begin(image_size);
	send_chunk(0, image.bytes, image_size);
	judge("an image above the limit, in few bytes", send_commit(), -EINVAL);
	image.head = whole;
	image.head.section[OOMT_S_CHAINS].count = OOMT_CHAINS_MAX + 1;
	image_sign(&image);
	send_begin(image_size);
	send_chunk(0, image.bytes, image_size);
	judge("more chains than there are", send_commit(), -EINVAL);
	image.head = whole;
	judge("the good one after that", load_tables(1), 0);
	judge("a load left in the middle", load_bytes(OOMT_TXN_MAX, 1), 0);
	reopen();
	judge("flush at the end", send_flush(), 0);
	judge("what is held at the end", held(), before);
}

/* ---- descriptors ------------------------------------------------------------ */

static const struct oomt_handler_msg heartbeat = {
	.type = OOMT_MSG_HEARTBEAT,
};

/* Nothing that the opener may do, whoever else has it. */
static void foreign(const char *who, int fd)
{
	static char buf[8192];
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char what[64];

	snprintf(what, sizeof(what), "%s: read", who);
	judge(what, read(fd, buf, sizeof(buf)) < 0 ? -errno : 0, -EPERM);
	snprintf(what, sizeof(what), "%s: write", who);
	judge(what, write(fd, &heartbeat, sizeof(heartbeat)) < 0 ? -errno : 0,
	      -EPERM);
	snprintf(what, sizeof(what), "%s: poll", who);
	judge(what, poll(&p, 1, 0) == 1 && p.revents == POLLERR, 1);
	close(fd);
}

/* In a child; its cases count, too. */
static void apart(void (*what)(const char *who, int fd), const char *who, int fd)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		cases = 0;
		what(who, fd);
		_exit(cases);
	}
	waitpid(pid, &status, 0);
	cases += WEXITSTATUS(status);
}

static void execs(const char *who, int fd)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", fd);
	fcntl(fd, F_SETFD, 0);
	execl("/proc/self/exe", "strain", "inherited", number, NULL);
	judge(who, errno, 0);
}

static void pass(int to, int fd)
{
	char control[CMSG_SPACE(sizeof(int))] = {}, byte = 0;
	struct iovec part = { &byte, 1 };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1,
			    .msg_control = control,
			    .msg_controllen = sizeof(control) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	if (sendmsg(to, &m, 0) != 1)
		perror("sendmsg");
}

static int passed(int from)
{
	char control[CMSG_SPACE(sizeof(int))], byte;
	struct iovec part = { &byte, 1 };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1,
			    .msg_control = control,
			    .msg_controllen = sizeof(control) };
	int fd = -1;

	if (recvmsg(from, &m, 0) == 1 && CMSG_FIRSTHDR(&m))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(fd));
	return fd;
}

static void receives(const char *who, int from)
{
	foreign(who, passed(from));
}

/* The receiver is there before the device is open: it has no copy of its own. */
static int pass_to_child(void)
{
	int ends[2], status, fd;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		perror("socketpair");
	pid = fork();
	if (!pid) {
		cases = 0;
		receives("passed", ends[1]);
		_exit(cases);
	}
	fd = open(OOMT_DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	pass(ends[0], fd);
	waitpid(pid, &status, 0);
	cases += WEXITSTATUS(status);
	close(ends[0]);
	close(ends[1]);
	return fd;
}

static long beats(int fd)
{
	return write(fd, &heartbeat, sizeof(heartbeat)) ==
		sizeof(heartbeat) ? 0 : -errno;
}

static void *in_thread(void *arg)
{
	return (void *)beats(*(int *)arg);
}

static int outlive(void *arg)
{
	(void)arg;
	usleep(1500000);
	return 0;
}

static void dies_with_files_shared(const char *who, int unused)
{
	static char stack[65536] __attribute__((aligned(16)));
	int fd = open(OOMT_DEVICE, O_RDWR | O_CLOEXEC);

	(void)unused;
	judge(who, fd >= 0, 1);
	if (clone(outlive, stack + sizeof(stack), CLONE_FILES, NULL) < 0)
		judge("clone", errno, 0);
}

static void descriptors(void)
{
	int fd = pass_to_child(), again;
	pthread_t thread;
	void *result;

	judge("the opener, after that", beats(fd), 0);
	apart(foreign, "forked", fd);
	apart(execs, "execs", fd);
	judge("the opener, after those", beats(fd), 0);
	pthread_create(&thread, NULL, in_thread, &fd);
	pthread_join(thread, &result);
	judge("another thread", (long)result, 0);
	again = dup(fd);
	judge("a duplicate", beats(again), 0);
	close(again);
	judge("the first one, when a duplicate is closed", beats(fd), -EPERM);
	again = open(OOMT_DEVICE, O_RDWR | O_NONBLOCK);
	judge("a new one beside it", again >= 0, 1);
	judge("the new one", beats(again), 0);
	judge("the old one, still the same process", beats(fd), -EPERM);
	close(fd);
	judge("the new one, when the old is closed", beats(again), 0);
	close(again);
	apart(dies_with_files_shared, "opened by one that dies", 0);
	fd = open(OOMT_DEVICE, O_RDWR);
	judge("while its child has the files", fd < 0 ? -errno : 0, -EBUSY);
	fd = open(OOMT_DEVICE, O_RDWR | O_TRUNC);
	judge("taking over from the dead", fd >= 0, 1);
	judge("... and to be heard", beats(fd), 0);
	close(fd);
	sleep(2);
	fd = open(OOMT_DEVICE, O_RDWR);
	judge("when nobody has it", fd >= 0, 1);
	close(fd);
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 2)
		return 2;
	if (!strcmp(argv[1], "inherited")) {
		foreign("inherited over exec", atoi(argv[2]));
		return cases;
	}
	if (!strcmp(argv[1], "descriptors"))
		descriptors();
	else if (!strcmp(argv[1], "insert"))
		strain_insert(argv[2]);
	else if (!find_family())
		judge("the family", 0, 1);
	else if (!strcmp(argv[1], "listeners"))
		listeners(atoi(argv[2]));
	else if (!strcmp(argv[1], "oversize"))
		oversize(argv[2]);
	else if (!strcmp(argv[1], "nth"))
		strain_nth(argv[2]);
	printf("STRAIN done %s %u\n", argv[1], cases);
	return 0;
}

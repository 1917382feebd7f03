// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: a handler that can be told to misbehave, where the real
 * executor would not.
 *
 *	handle [--no-read] [--delay MS] [--lie] [--fail] [--count N]
 *	       [--heartbeat] [--crash] [--child] [--psi BP]
 *	       [--takeover MS] [--suspend]
 *
 *	--no-read	registers and never reads
 *	--delay MS	sleeps between read and kill: misses a deadline
 *	--lie		acknowledges without killing
 *	--fail		acknowledges with -EPERM
 *	--crash		exits between read and kill
 *	--child		a child inherits the descriptor, tries to read, and stays
 *	--psi BP	first pushes psi.full.avg10, in basis points
 *	--takeover MS	after that time takes the place of another handler
 *	--suspend	the machine is told to suspend when a decision has been
 *			read, by another process: SUSPEND written 3 at MS
 *	--heartbeat	sends one after every decision
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <linux/oomtables.h>

static struct {
	bool no_read, lie, fail, crash, heartbeat, child, suspend;
	unsigned long delay_ms, count, psi_bp, takeover_ms;
} opt;
static struct oomt_decision decision;
static int suspender = -1;	/* written to: it is time */

static int kill_victim(const struct oomt_victim *victim)
{
	int fd = syscall(SYS_pidfd_open, victim->pid, 0), err = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0))
		err = -errno;
	close(fd);
	return err;
}

static void tell(int fd, const struct oomt_handler_msg *msg)
{
	if (write(fd, msg, sizeof(*msg)) != sizeof(*msg))
		printf("HANDLE write: %s\n", strerror(errno));
}

static void answer(int fd)
{
	struct oomt_handler_msg msg = {
		.type = OOMT_MSG_ACK,
		.id = decision.id,
	};

	if (opt.suspend && write(suspender, "", 1) != 1)
		perror("suspend");
	if (opt.delay_ms)
		usleep(opt.delay_ms * 1000);
	if (opt.crash)
		_exit(3);
	if (opt.fail)
		msg.result = -EPERM;
	else if (!opt.lie)
		msg.result = kill_victim(&decision.runner[0]);
	tell(fd, &msg);
	printf("HANDLE %s pid %d (%s) result %d\n",
	       decision.hook == OOMT_HOOK_LOW ? "low" : "oom",
	       decision.runner[0].pid, decision.runner[0].comm, msg.result);
	if (opt.heartbeat) {
		msg.type = OOMT_MSG_HEARTBEAT;
		tell(fd, &msg);
	}
}

static void read_options(int argc, char **argv)
{
	static const struct option options[] = {
		{ "no-read", 0, NULL, 'n' }, { "delay", 1, NULL, 'd' },
		{ "lie", 0, NULL, 'l' }, { "fail", 0, NULL, 'f' },
		{ "psi", 1, NULL, 'p' }, { "crash", 0, NULL, 'c' },
		{ "child", 0, NULL, 'C' },
		{ "takeover", 1, NULL, 't' },
		{ "suspend", 0, NULL, 's' },
		{ "heartbeat", 0, NULL, 'h' },
		{ "count", 1, NULL, 'N' }, { NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'n': opt.no_read = true; break;
		case 'd': opt.delay_ms = strtoul(optarg, NULL, 10); break;
		case 'l': opt.lie = true; break;
		case 'f': opt.fail = true; break;
		case 'p': opt.psi_bp = strtoul(optarg, NULL, 10); break;
		case 'c': opt.crash = true; break;
		case 'C': opt.child = true; break;
		case 's': opt.suspend = true; break;
		case 'h': opt.heartbeat = true; break;
		case 't': opt.takeover_ms = strtoul(optarg, NULL, 10); break;
		case 'N': opt.count = strtoul(optarg, NULL, 10); break;
		default: exit(2);
		}
	}
}

static void push_psi(int fd)
{
	const struct oomt_handler_msg msg = {
		.type = OOMT_MSG_METRIC,
		.metric = OOMT_M_PSI_FULL_AVG10,
		.value = opt.psi_bp,
	};

	tell(fd, &msg);
}

static void fork_child(int fd)
{
	if (fork())
		return;
	if (read(fd, &decision, sizeof(decision)) < 0)
		printf("HANDLE child read: %s\n", strerror(errno));
	for (;;)
		pause();
}

/* Waits in the read; what it needs then is made before, and locked. */
static void fork_suspender(void)
{
	struct timespec now;
	char poke;
	int ends[2], state;
	ssize_t got;

	if (pipe2(ends, O_CLOEXEC))
		exit(1);
	suspender = ends[1];
	if (fork())
		return;
	mlockall(MCL_CURRENT | MCL_FUTURE);
	state = open("/sys/power/state", O_WRONLY | O_CLOEXEC);
	while (read(ends[0], &poke, 1) == 1) {
		got = write(state, "mem", 3);
		clock_gettime(CLOCK_MONOTONIC, &now);
		printf("SUSPEND written %zd %s at %ld ms\n", got,
		       got < 0 ? strerror(errno) : "",
		       now.tv_sec * 1000 + now.tv_nsec / 1000000);
	}
	_exit(0);
}

int main(int argc, char **argv)
{
	unsigned long done;
	ssize_t got;
	int fd;

	read_options(argc, argv);
	setvbuf(stdout, NULL, _IOLBF, 0);
	mlockall(MCL_CURRENT | MCL_FUTURE);
	if (opt.suspend)
		fork_suspender();
	usleep(opt.takeover_ms * 1000);
	fd = open(OOMT_DEVICE, O_RDWR | O_CLOEXEC |
			       (opt.takeover_ms ? O_TRUNC : 0));
	if (fd < 0) {
		printf("HANDLE open: %s\n", strerror(errno));
		return 1;
	}
	printf("HANDLE ready\n");
	if (opt.psi_bp)
		push_psi(fd);
	if (opt.child)
		fork_child(fd);
	while (opt.no_read)
		pause();
	for (done = 0; !opt.count || done < opt.count; done++) {
		got = read(fd, &decision, sizeof(decision));
		if (!got) {
			printf("HANDLE replaced\n");
			return 0;
		}
		if (got != sizeof(decision)) {
			printf("HANDLE read: %zd %s\n", got, strerror(errno));
			return 1;
		}
		answer(fd);
	}
	return 0;
}

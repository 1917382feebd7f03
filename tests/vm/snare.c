// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: catches the executor at a chosen step between the event and its
 * ACK, and does it harm there.  It traces all its threads (it sees each of their
 * system calls), and lets them go when the harm is done.
 *
 *	snare PID STEP HARM
 *
 *	STEP	read	a decision has been read, nothing is done yet
 *		open	before pidfd_open of the victim
 *		kill	before the signal
 *		killed	after it, before the ACK
 *		ack	before the ACK is written
 *		acked	after it
 *	HARM	stop	SIGSTOP, for good
 *		kill	SIGKILL
 *		freeze	the cgroup /sys/fs/cgroup/executor, in which it is
 *		slow	a second and a half goes by
 *		hold	stays there, traced: a debugger that was left open
 *
 * Says SNARE ready, then SNARE STEP HARM, or SNARE holds it.  Locked, never chosen: it works
 * while there is no memory.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/oomtables.h>
#include <linux/ptrace.h>

#define THREADS	32

static const struct step {
	const char *name;
	long number;
	bool after;
} steps[] = {
	{ "read", SYS_read, true },
	{ "open", SYS_pidfd_open, false },
	{ "kill", SYS_pidfd_send_signal, false },
	{ "killed", SYS_pidfd_send_signal, true },
	{ "ack", SYS_write, false },
	{ "acked", SYS_write, true },
};

static struct thread {
	pid_t tid;
	long number;		/* of the call that it is in */
	unsigned long long args[3];
	bool let_go;
} threads[THREADS];
static unsigned int count;
static pid_t pid;
static int freezer = -1;

static void say(const char *a, const char *b)
{
	char line[128];
	int len = snprintf(line, sizeof(line), "SNARE %s %s\n", a, b);

	if (write(1, line, len) != len)
		_exit(1);
}

static void seize_all(void)
{
	char path[64];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)) && count < THREADS) {
		pid_t tid = atoi(entry->d_name);

		if (tid <= 0)
			continue;
		if (ptrace(PTRACE_SEIZE, tid, NULL, PTRACE_O_TRACESYSGOOD) ||
		    ptrace(PTRACE_INTERRUPT, tid, NULL, NULL)) {
			say("BAD seize", strerror(errno));
			continue;
		}
		threads[count++].tid = tid;
	}
	if (dir)
		closedir(dir);
}

static struct thread *find(pid_t tid)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (threads[i].tid == tid)
			return &threads[i];
	return NULL;
}

/* Of the device's reads and writes only those that are about a decision. */
static bool meant(const struct step *step, const struct ptrace_syscall_info *in,
		  struct thread *thread)
{
	struct oomt_handler_msg msg = { 0 };
	unsigned int i;

	if (thread->number != step->number)
		return false;
	if (in->op == PTRACE_SYSCALL_INFO_ENTRY)
		memcpy(thread->args, in->entry.args, sizeof(thread->args));
	if (step->number == SYS_read)
		return in->op == PTRACE_SYSCALL_INFO_EXIT &&
		       in->exit.rval >= (long)sizeof(struct oomt_decision);
	if (step->number == SYS_write) {
		for (i = 0; i < sizeof(msg) / sizeof(long); i++)
			((long *)&msg)[i] = ptrace(PTRACE_PEEKDATA, thread->tid,
						   thread->args[1] +
						   i * sizeof(long), NULL);
		if (thread->args[2] != sizeof(msg) || msg.type != OOMT_MSG_ACK)
			return false;
	}
	return in->op == (step->after ? PTRACE_SYSCALL_INFO_EXIT :
					PTRACE_SYSCALL_INFO_ENTRY);
}

static void let_go(struct thread *thread)
{
	ptrace(PTRACE_DETACH, thread->tid, NULL, NULL);
	thread->let_go = true;
}

/* The one in the snare is stopped; the others are asked to stop for it. */
static void let_all_go(struct thread *caught)
{
	unsigned int i;
	int status;

	let_go(caught);
	for (i = 0; i < count; i++) {
		if (threads[i].let_go)
			continue;
		ptrace(PTRACE_INTERRUPT, threads[i].tid, NULL, NULL);
		if (waitpid(threads[i].tid, &status, __WALL) > 0 &&
		    WIFSTOPPED(status))
			let_go(&threads[i]);
	}
}

static void harm(const char *what, struct thread *caught)
{
	if (!strcmp(what, "stop"))
		kill(pid, SIGSTOP);
	else if (!strcmp(what, "kill")) {
		/* Nobody is left to be let go. */
		kill(pid, SIGKILL);
		return;
	} else if (!strcmp(what, "freeze") && write(freezer, "1", 1) != 1)
		say("BAD freeze", strerror(errno));
	else if (!strcmp(what, "slow"))
		usleep(1500000);
	else if (!strcmp(what, "hold"))
		for (say("holds", "it"); ; )
			pause();
	let_all_go(caught);
}

static bool caught(const struct step *step, struct thread *thread)
{
	struct ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, thread->tid, sizeof(info),
		   &info) <= 0)
		return false;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		thread->number = info.entry.nr;
	return meant(step, &info, thread);
}

static void watch(const struct step *step, const char *what)
{
	struct thread *thread;
	int status;
	pid_t tid;

	while ((tid = waitpid(-1, &status, __WALL)) > 0) {
		thread = find(tid);
		if (!thread || !WIFSTOPPED(status))
			continue;
		if (WSTOPSIG(status) == (SIGTRAP | 0x80) &&
		    caught(step, thread)) {
			harm(what, thread);
			say(step->name, what);
			return;
		}
		/* A stop of the tracer's own asking carries no signal. */
		ptrace(PTRACE_SYSCALL, tid, NULL,
		       status >> 16 || WSTOPSIG(status) == (SIGTRAP | 0x80) ?
		       0 : WSTOPSIG(status));
	}
	say("BAD", "it has ended by itself");
}

int main(int argc, char **argv)
{
	const struct step *step = NULL;
	unsigned int i;
	int fd = open("/proc/self/oom_score_adj", O_WRONLY);

	if (argc != 4 || fd < 0 || write(fd, "-1000", 5) != 5)
		return 2;
	close(fd);
	for (i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (!strcmp(argv[2], steps[i].name))
			step = &steps[i];
	pid = atoi(argv[1]);
	if (!step || pid <= 0)
		return 2;
	freezer = open("/sys/fs/cgroup/executor/cgroup.freeze", O_WRONLY);
	mlockall(MCL_CURRENT | MCL_FUTURE);
	seize_all();
	say("ready", argv[2]);
	watch(step, argv[3]);
	return 0;
}

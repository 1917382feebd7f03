// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: a process that takes memory, in the ways that matter to an
 * OOM decision.  Started by the supervisor (supervise.c); holds what it has until
 * it is killed.
 *
 *	hog [--name COMM] [--mb N] [--rate MB/s] [--after MS] [--threads K]
 *	    [--fork] [--breed K] [--vfork] [--share NAME] [--ignore-term] [--uid N]
 *	    [--leave] [--shmem] [--mlock] [--own-group] [--sync FILE] [--fifo N]
 *
 *	--name COMM	\\xHH in it is that byte, \\x00 its end
 *	--mb 0		without end (the default)
 *	--fork		forks (and reaps) all the time while it allocates
 *	--breed K	K children at a time, each with 2 MiB for a moment
 *	--shmem		takes shared memory; --mlock: locks what it takes
 *	--fifo N	takes it in real time, with that priority
 *	--own-group	is a process group of its own
 *	--sync FILE	writes to it all the time, and waits until it is on the disk
 *	--vfork		keeps a vfork'ed child that never execs
 *	--share NAME	another process of that name on the same memory
 *	--threads K	K threads allocate
 *	--leave		... and the first thread, whose name and pid are the
 *			process's, is none of them: it has ended
 *
 * Says CHILD PID parent PID signal N of a child that did not end by itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MB	(1UL << 20)

static struct {
	char *name;
	const char *share, *sync;
	unsigned long mb, rate, after_ms, threads, uid, breed, fifo;
	bool forks, vforks, ignore_term, leaves, shmem, mlocks, own_group;
} opt = { .threads = 1 };

static void sleep_ms(unsigned long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	while (nanosleep(&t, &t) && errno == EINTR)
		;
}

static void take_mb(void)
{
	char *p = mmap(NULL, MB, PROT_READ | PROT_WRITE,
		       (opt.shmem ? MAP_SHARED : MAP_PRIVATE) | MAP_ANONYMOUS,
		       -1, 0);
	size_t i;

	if (p == MAP_FAILED) {
		sleep_ms(10);
		return;
	}
	for (i = 0; i < MB; i += 4096)
		p[i] = 1 + i / 4096;
	if (opt.breed)
		madvise(p, MB, MADV_DONTFORK);
	if (opt.mlocks && mlock(p, MB))
		opt.mlocks = false;
}

static void *take_all(void *unused)
{
	unsigned long share = opt.mb / opt.threads, taken;

	for (taken = 0; !opt.mb || taken < share; taken++) {
		take_mb();
		if (opt.rate)
			sleep_ms(1000 / opt.rate);
	}
	return unused;
}

static void tell_child(pid_t pid, int status)
{
	char line[80];
	int len;

	if (pid <= 0 || !WIFSIGNALED(status))
		return;
	len = snprintf(line, sizeof(line), "CHILD %d parent %d signal %d\n",
		       pid, getpid(), WTERMSIG(status));
	if (write(STDOUT_FILENO, line, len) != len)
		_exit(1);
}

/* A child that writes a little and goes, again and again. */
static void *fork_all(void *unused)
{
	int status = 0;

	for (;;) {
		pid_t pid = fork();

		if (!pid)
			_exit(0);
		if (pid > 0) {
			pid = waitpid(pid, &status, 0);
			tell_child(pid, status);
		} else {
			sleep_ms(10);
		}
	}
	return unused;
}

/* The children inherit no memory worth speaking of, and each takes its own. */
static void *breed(void *unused)
{
	unsigned long alive = 0;
	int status = 0;
	pid_t pid;

	for (;;) {
		pid = alive < opt.breed ? fork() : 0;
		if (alive < opt.breed && !pid) {
			take_mb();
			take_mb();
			sleep_ms(200);
			_exit(0);
		}
		if (pid > 0) {
			alive++;
			continue;
		}
		if (!alive) {
			sleep_ms(10);
			continue;
		}
		pid = waitpid(-1, &status, 0);
		tell_child(pid, status);
		alive -= pid > 0;
	}
	return unused;
}

/* The parent thread sleeps in the kernel until the child execs: never. */
static void *vfork_one(void *unused)
{
	pid_t pid = vfork();

	if (!pid) {
		for (;;)
			pause();
	}
	waitpid(pid, NULL, 0);
	return unused;
}

static void *sync_all(void *unused)
{
	int fd = open(opt.sync, O_CREAT | O_WRONLY, 0600);

	if (fd < 0)
		perror(opt.sync);
	/* The length is in the journal each time. */
	while (fd >= 0 && write(fd, "x", 1) == 1 && !fsync(fd))
		if (lseek(fd, 0, SEEK_CUR) >= 1 << 20)
			fd = ftruncate(fd, 0) ? -1 : fd;
	return unused;
}

static int sharer(void *name)
{
	prctl(PR_SET_NAME, name);
	for (;;)
		pause();
	return 0;
}

static void share_memory(void)
{
	static char stack[65536] __attribute__((aligned(16)));

	if (clone(sharer, stack + sizeof(stack), CLONE_VM | SIGCHLD,
		  (void *)opt.share) < 0)
		perror("clone");
}

/*
 * Of this thread only: nobody but root may signal the supervisor.  Both uids: the
 * kernel's dump of tasks tells the real one, and an OOM may come in between.
 */
static void tell_full(void)
{
	if (opt.uid)
		syscall(SYS_setresuid, 0, 0, -1);
	kill(getppid(), SIGRTMIN);
	if (opt.uid)
		syscall(SYS_setresuid, opt.uid, opt.uid, -1);
}

/* The last thread that is full says so, by a signal that queues. */
static void *take_and_tell(void *unused)
{
	static _Atomic unsigned long full;

	take_all(NULL);
	if (++full == opt.threads && getenv("OOMT_SUPERVISED"))
		tell_full();
	for (;;)
		pause();
	return unused;
}

static void run_threads(void)
{
	pthread_t thread;
	unsigned long i;

	if (opt.vforks && pthread_create(&thread, NULL, vfork_one, NULL))
		perror("pthread_create");
	if (opt.breed && pthread_create(&thread, NULL, breed, NULL))
		perror("pthread_create");
	if (opt.sync && pthread_create(&thread, NULL, sync_all, NULL))
		perror("pthread_create");
	if (opt.forks && pthread_create(&thread, NULL, fork_all, NULL))
		perror("pthread_create");
	for (i = opt.leaves ? 0 : 1; i < opt.threads; i++)
		if (pthread_create(&thread, NULL, take_and_tell, NULL))
			perror("pthread_create");
	if (opt.leaves)
		pthread_exit(NULL);
	take_and_tell(NULL);
}

/* \xHH */
static void unescape(char *text)
{
	char *to = text;
	char hex[3] = "";

	for (; *text; text++) {
		if (text[0] == '\\' && text[1] == 'x' && text[2] && text[3]) {
			memcpy(hex, text + 2, 2);
			*to++ = strtoul(hex, NULL, 16);
			text += 3;
		} else {
			*to++ = *text;
		}
	}
	*to = '\0';
}

static void read_options(int argc, char **argv)
{
	static const struct option options[] = {
		{ "name", 1, NULL, 'n' },  { "mb", 1, NULL, 'm' },
		{ "rate", 1, NULL, 'r' },  { "after", 1, NULL, 'a' },
		{ "threads", 1, NULL, 't' }, { "fork", 0, NULL, 'f' },
		{ "vfork", 0, NULL, 'v' }, { "share", 1, NULL, 's' },
		{ "ignore-term", 0, NULL, 'i' }, { "uid", 1, NULL, 'u' },
		{ "leave", 0, NULL, 'l' }, { "breed", 1, NULL, 'b' },
		{ "shmem", 0, NULL, 'S' }, { "mlock", 0, NULL, 'L' },
		{ "own-group", 0, NULL, 'g' }, { "sync", 1, NULL, 'y' },
		{ "fifo", 1, NULL, 'F' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case 'n': opt.name = optarg; break;
		case 'm': opt.mb = strtoul(optarg, NULL, 10); break;
		case 'r': opt.rate = strtoul(optarg, NULL, 10); break;
		case 'y': opt.sync = optarg; break;
		case 'a': opt.after_ms = strtoul(optarg, NULL, 10); break;
		case 't': opt.threads = strtoul(optarg, NULL, 10); break;
		case 'F': opt.fifo = strtoul(optarg, NULL, 10); break;
		case 'u': opt.uid = strtoul(optarg, NULL, 10); break;
		case 's': opt.share = optarg; break;
		case 'f': opt.forks = true; break;
		case 'v': opt.vforks = true; break;
		case 'i': opt.ignore_term = true; break;
		case 'l': opt.leaves = true; break;
		case 'b': opt.breed = strtoul(optarg, NULL, 10); break;
		case 'S': opt.shmem = true; break;
		case 'L': opt.mlocks = true; break;
		case 'g': opt.own_group = true; break;
		default: exit(2);
		}
	}
	if (!opt.threads)
		opt.threads = 1;
}

static void run_in_real_time(void)
{
	const struct sched_param param = { .sched_priority = opt.fifo };

	if (sched_setscheduler(0, SCHED_FIFO, &param))
		perror("sched_setscheduler");
}

int main(int argc, char **argv)
{
	read_options(argc, argv);
	if (opt.name) {
		unescape(opt.name);
		prctl(PR_SET_NAME, opt.name);
	}
	if (opt.ignore_term)
		signal(SIGTERM, SIG_IGN);
	if (opt.own_group)
		setpgid(0, 0);
	/* The saved one stays, for tell_full(). */
	if (opt.uid && setresuid(opt.uid, opt.uid, 0))
		perror("setresuid");
	if (opt.share)
		share_memory();
	sleep_ms(opt.after_ms);
	if (opt.fifo)
		run_in_real_time();
	run_threads();
}

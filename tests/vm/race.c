// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest, for the bench: how long memory and swap stay used up, whoever is
 * there to see to it.
 *
 *	race LABEL ROUNDS PERCENT
 *
 * A round: `resting` has memory, `growing` takes more, fast at first, then
 * GROWTH_MB a second, until one of them dies.  The clock runs from when less
 * than PERCENT of both memory (MemAvailable) and swap are left until the first
 * of them has been taken down, its memory given back.
 *
 * Says RACE LABEL us N NAME by kernel|others lowest N (MemAvailable, kB).
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MB		(1UL << 20)
#define RESTING_MB	120
#define GROWTH_MB	15
#define ROUND_US	60000000LL
#define SAMPLE_US	2000
#define CGROUPS		"/sys/fs/cgroup/work.slice/"

struct left {
	long mem, mem_total, swap, swap_total;	/* kB */
};

static int meminfo, vmstat;
static long percent;

static long long now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void sleep_us(long us)
{
	struct timespec t = { us / 1000000, us % 1000000 * 1000 };

	while (nanosleep(&t, &t) && errno == EINTR)
		;
}

/* The number behind `name`, in a file that stays open. */
static void read_open(int fd, char *text, size_t size)
{
	ssize_t len = pread(fd, text, size - 1, 0);

	text[len > 0 ? len : 0] = '\0';
}

static long number(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at ? atol(at + strlen(name)) : 0;
}

static struct left look(void)
{
	char text[4096];

	read_open(meminfo, text, sizeof(text));
	return (struct left){
		.mem = number(text, "MemAvailable:"),
		.mem_total = number(text, "MemTotal:"),
		.swap = number(text, "SwapFree:"),
		.swap_total = number(text, "SwapTotal:"),
	};
}

static bool below(const struct left *left, long part)
{
	return left->mem * 100 < left->mem_total * part &&
	       left->swap * 100 <= left->swap_total * part;
}

static long kernel_kills(void)
{
	static char text[16384];

	read_open(vmstat, text, sizeof(text));
	return number(text, "\noom_kill ");
}

static void take_mb(void)
{
	char *p = mmap(NULL, MB, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t i;

	for (i = 0; p != MAP_FAILED && i < MB; i += 4096)
		p[i] = 1 + i / 4096;
}

static void enter(const char *name)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), CGROUPS "%s/cgroup.procs", name);
	fd = open(path, O_WRONLY);
	if (fd < 0 || write(fd, "0", 1) != 1)
		_exit(1);
	close(fd);
}

static pid_t begin(const char *name, bool grows, int ready)
{
	struct left left;
	pid_t pid = fork();
	int i, fd;

	if (pid)
		return pid;
	prctl(PR_SET_NAME, name);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	enter(name);
	fd = open("/proc/self/oom_score_adj", O_WRONLY);
	if (fd < 0 || write(fd, "0", 1) != 1)
		_exit(1);
	close(fd);
	for (i = 0; i < RESTING_MB; i++)
		take_mb();
	if (write(ready, "", 1) != 1)
		_exit(1);
	close(ready);
	while (grows) {
		left = look();
		sleep_us(below(&left, percent * 2) ? 1000000 / GROWTH_MB : 2000);
		take_mb();
	}
	for (;;)
		pause();
}

static void wait_ready(int fd)
{
	char byte;

	while (read(fd, &byte, 1) < 0 && errno == EINTR)
		;
}

static void round_of(const char *label)
{
	long long began = now_us(), crossed = 0, us;
	long lowest = -1, kills = kernel_kills();
	pid_t resting, growing, ended;
	int ready[2], status = 0;
	struct left left;

	if (pipe(ready))
		exit(1);
	resting = begin("resting", false, ready[1]);
	wait_ready(ready[0]);
	growing = begin("growing", true, ready[1]);
	close(ready[1]);
	for (;;) {
		ended = waitpid(-1, &status, WNOHANG);
		if (ended > 0 || now_us() - began > ROUND_US)
			break;
		left = look();
		if (!crossed && below(&left, percent))
			crossed = now_us();
		if (lowest < 0 || left.mem < lowest)
			lowest = left.mem;
		sleep_us(SAMPLE_US);
	}
	us = ended > 0 && crossed ? now_us() - crossed : 0;
	close(ready[0]);
	if (ended > 0 && !WIFSIGNALED(status) && WEXITSTATUS(status) == 1)
		printf("FAULT a process of race could not begin\n");
	printf("RACE %s us %lld %s by %s lowest %ld\n", label, us,
	       ended == resting ? "resting" : ended == growing ? "growing" : "nobody",
	       kernel_kills() > kills ? "kernel" : "others", lowest);
	kill(resting, SIGKILL);
	kill(growing, SIGKILL);
	while (wait(NULL) > 0)
		;
}

int main(int argc, char **argv)
{
	int i;

	if (argc != 4)
		return 2;
	percent = atol(argv[3]);
	meminfo = open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
	vmstat = open("/proc/vmstat", O_RDONLY | O_CLOEXEC);
	if (meminfo < 0 || vmstat < 0 || mlockall(MCL_CURRENT | MCL_FUTURE))
		return 1;
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (i = 0; i < atoi(argv[2]); i++) {
		round_of(argv[1]);
		sleep_us(1500000);
	}
	return 0;
}

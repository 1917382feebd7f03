// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: many processes for the bench.
 *
 *	crowd N CGROUPS		N children, each with a little memory of its
 *				own and a name, spread over CGROUPS cgroups
 *	crowd N -1		N at once: processes on one memory
 *
 * Says CROWD N when all are there, and stays.
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT	"/sys/fs/cgroup/crowd.slice"

static void enter(const char *dir)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/cgroup.procs", dir);
	fd = open(path, O_WRONLY);
	if (fd < 0 || write(fd, "0", 1) != 1)
		perror(path);
	close(fd);
}

static void child(int number, int groups)
{
	char name[16], dir[96];
	char *p;

	snprintf(name, sizeof(name), "worker-%d", number % 100);
	prctl(PR_SET_NAME, name);
	if (groups) {
		snprintf(dir, sizeof(dir), ROOT "/app-%d.scope",
			 number % groups);
		enter(dir);
	}
	p = mmap(NULL, 16384, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p != MAP_FAILED)
		memset(p, 1, 4096 * (1 + number % 4));
	for (;;)
		pause();
}

static int idle(void *unused)
{
	for (;;)
		pause();
	return unused != NULL;
}

/* No memory to copy: fast enough to be there before anybody has noticed. */
static void crowd_at_once(int count)
{
	char *stacks = mmap(NULL, (size_t)count * 4096, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int i;

	if (stacks == MAP_FAILED)
		return;
	for (i = 0; i < count; i++)
		if (clone(idle, stacks + (size_t)(i + 1) * 4096,
			  CLONE_VM | SIGCHLD, NULL) < 0)
			perror("clone");
}

int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 100;
	int groups = argc > 2 ? atoi(argv[2]) : 0, i;
	char dir[96];

	signal(SIGCHLD, SIG_IGN);
	if (groups < 0) {
		crowd_at_once(count);
		count = 0;
	}
	mkdir(ROOT, 0755);
	for (i = 0; i < groups; i++) {
		snprintf(dir, sizeof(dir), ROOT "/app-%d.scope", i);
		mkdir(dir, 0755);
	}
	for (i = 0; i < count; i++) {
		pid_t pid = fork();

		if (!pid)
			child(i, groups);
		if (pid < 0) {
			perror("fork");
			return 1;
		}
	}
	sleep(2);
	printf("CROWD %d\n", count);
	fflush(stdout);
	for (;;)
		pause();
}

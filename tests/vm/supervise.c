// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: the supervisor.  Starts named processes and tells how each one
 * ended, from its wait status: the only witness of who died that a test
 * believes.  Locked, never chosen (oom_score_adj -1000), allocates nothing
 * once it runs.
 *
 * Reads commands from stdin, all of them before the first is done:
 *
 *	spawn NAME ADJ CMD...	starts CMD with that oom_score_adj
 *	sleep MS		... and tells of ends meanwhile
 *	until NAME MS		sleeps until NAME has ended, at most that long
 *				(and longer: see PATIENCE)
 *	either NAME NAME MS	... or until the other has
 *	orphans			those of children are mine: ORPHAN is said
 *	any MS			sleeps until somebody has ended
 *	full NAME MS		sleeps until a hog has what it was to take
 *	alive NAME		ALIVE NAME / DEAD NAME
 *	signal NAME SIGNUM
 *	write PATH TEXT
 *	run CMD...		waits for it
 *	pid NAME PATH [WORD WORD]	writes its pid into a file, between the words
 *	end			SIGKILL for whoever is left; also at the end
 *
 * Says	 START NAME pid PID · THREAD NAME tid TID (when it is full: all but the
 *	 first) · EXIT NAME signal 9 at 1234 ms ·
 *	 EXIT NAME status 0 at 1234 ms · LEFT NAME (killed at the end)
 *	 ORPHAN PID signal 9 at 1234 ms (a child of one that has ended)
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
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

/*
 * Guests are emulated, beside others: what takes a second takes ten at times.
 * For how long something is waited for is no finding (`apart` and the records
 * tell that), it only ends a scenario which has failed.  OOMT_SLOW times that
 * where the kernel itself is slow (see slowness in lib.sh).
 */
#define PATIENCE	4
#define NAMES	64
#define WORDS	32

static struct child {
	char name[32];
	pid_t pid;	/* 0: has ended */
	volatile sig_atomic_t full;
	bool killed;	/* by SIGKILL */
} children[NAMES];
static unsigned int child_count;
static long patience = PATIENCE;
static bool ending;
static unsigned int ended_count;
static char script[65536];

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* One write per line, so that nothing of the kernel's comes between. */
__attribute__((format(printf, 1, 2)))
static void say(const char *format, ...)
{
	char line[256];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (write(STDOUT_FILENO, line, len) != len)
		_exit(1);
}

/* A hog says that it is full. */
static void on_full(int signal, siginfo_t *info, void *context)
{
	unsigned int i;

	(void)signal;
	(void)context;
	for (i = 0; i < child_count; i++)
		if (children[i].pid == info->si_pid)
			children[i].full = 1;
}

static struct child *find(const char *name)
{
	unsigned int i;

	for (i = child_count; i-- > 0; )
		if (!strcmp(children[i].name, name))
			return &children[i];
	say("FAULT no process %s\n", name);
	_exit(1);
}

static void reap(void)
{
	unsigned int i;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		for (i = 0; i < child_count && children[i].pid != pid; i++)
			;
		if (i == child_count) {
			if (!ending && WIFSIGNALED(status))
				say("ORPHAN %d signal %d at %ld ms\n", pid,
				    WTERMSIG(status), now_ms());
			continue;
		}
		ended_count++;
		children[i].pid = 0;
		children[i].killed = WIFSIGNALED(status) &&
				     WTERMSIG(status) == SIGKILL;
		if (ending)
			say("LEFT %s\n", children[i].name);
		else if (WIFSIGNALED(status))
			say("EXIT %s signal %d at %ld ms\n", children[i].name,
			    WTERMSIG(status), now_ms());
		else
			say("EXIT %s status %d at %ld ms\n", children[i].name,
			    WEXITSTATUS(status), now_ms());
	}
}

/* Until the child is known nobody may say that it is full. */
static void hold_signals(int how)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(how, &set, NULL);
}

static void set_adj(const char *adj)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY);

	if (fd < 0 || write(fd, adj, strlen(adj)) < 0)
		say("FAULT oom_score_adj: %s\n", strerror(errno));
	close(fd);
}

static void spawn(char **words)
{
	struct child *c = &children[child_count];
	pid_t pid;

	if (child_count == NAMES)
		_exit(1);
	hold_signals(SIG_BLOCK);
	pid = fork();
	if (!pid) {
		hold_signals(SIG_UNBLOCK);
		set_adj(words[2]);
		execvp(words[3], words + 3);
		say("FAULT %s: %s\n", words[3], strerror(errno));
		_exit(127);
	}
	if (pid < 0) {
		say("FAULT fork: %s\n", strerror(errno));
		hold_signals(SIG_UNBLOCK);
		return;
	}
	snprintf(c->name, sizeof(c->name), "%s", words[1]);
	c->pid = pid;
	child_count++;
	hold_signals(SIG_UNBLOCK);
	say("START %s pid %d\n", c->name, pid);
}

/* `a` and `b` may be NULL; without either it just sleeps. */
static void sleep_until(const char *a, const char *b, long ms)
{
	struct child *ca = a ? find(a) : NULL, *cb = b ? find(b) : NULL;
	long end = now_ms() + ms;

	for (;;) {
		reap();
		if ((ca && !ca->pid) || (cb && !cb->pid))
			return;
		if (now_ms() >= end)
			break;
		poll(NULL, 0, 5);
	}
	if (a)
		say("STILL %s at %ld ms\n", a, now_ms());
}

static void sleep_until_any(long ms)
{
	unsigned int before = ended_count;
	long end = now_ms() + ms;

	while (ended_count == before && now_ms() < end) {
		poll(NULL, 0, 5);
		reap();
	}
	if (ended_count == before)
		say("STILL all at %ld ms\n", now_ms());
}

static void run(char **words)
{
	pid_t pid = fork();
	int status = -1;

	if (!pid) {
		execvp(words[1], words + 1);
		say("FAULT %s: %s\n", words[1], strerror(errno));
		_exit(127);
	}
	waitpid(pid, &status, 0);
	say("RAN %s status %d\n", words[1], WEXITSTATUS(status));
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		say("FAULT %s: %s\n", path, strerror(errno));
	close(fd);
}

/* The kernel may name any of them when it kills. */
static void say_threads(const struct child *c)
{
	static char entries[4096] __attribute__((aligned(8)));
	const struct dirent64 *entry;
	char path[32];
	long got, at;
	int dir;

	snprintf(path, sizeof(path), "/proc/%d/task", c->pid);
	dir = open(path, O_RDONLY | O_DIRECTORY);
	while (dir >= 0 && (got = syscall(SYS_getdents64, dir, entries,
					  sizeof(entries))) > 0)
		for (at = 0; at < got; at += entry->d_reclen) {
			entry = (const void *)(entries + at);
			if (atoi(entry->d_name) && atoi(entry->d_name) != c->pid)
				say("THREAD %s tid %s\n", c->name,
				    entry->d_name);
		}
	close(dir);
}

/* Who was killed before is told by its EXIT. */
static void sleep_until_full(struct child *c, long ms)
{
	long end = now_ms() + ms;

	while (!c->full && c->pid && now_ms() < end) {
		poll(NULL, 0, 5);
		reap();
	}
	if (c->full && c->pid)
		say_threads(c);
	else if (!c->full && !c->killed)
		say("FAULT %s is not full\n", c->name);
}

static void end_all(void)
{
	unsigned int i;

	reap();
	ending = true;
	for (i = 0; i < child_count; i++)
		if (children[i].pid)
			kill(children[i].pid, SIGKILL);
	for (i = 0; i < child_count; i++)
		if (children[i].pid)
			sleep_until(children[i].name, NULL,
				    patience / PATIENCE * 3000);
	ending = false;
}

/* Who is gone has pid 0, which would be all of us. */
static void signal_child(const struct child *child, int signal)
{
	if (child->pid)
		kill(child->pid, signal);
}

static void write_pid(const struct child *child, char **words)
{
	char text[64];

	snprintf(text, sizeof(text), words[3] ? "%s %d %s" : "%s%d",
		 words[3] ? words[3] : "", child->pid,
		 words[3] && words[4] ? words[4] : "");
	if (child->pid)
		write_file(words[2], text);
}

static void obey(char **words)
{
	if (!strcmp(words[0], "spawn")) {
		spawn(words);
	} else if (!strcmp(words[0], "sleep")) {
		sleep_until(NULL, NULL, atol(words[1]));
	} else if (!strcmp(words[0], "until")) {
		sleep_until(words[1], NULL, patience * atol(words[2]));
	} else if (!strcmp(words[0], "either")) {
		sleep_until(words[1], words[2], patience * atol(words[3]));
	} else if (!strcmp(words[0], "orphans")) {
		prctl(PR_SET_CHILD_SUBREAPER, 1);
	} else if (!strcmp(words[0], "any")) {
		sleep_until_any(patience / PATIENCE * atol(words[1]));
	} else if (!strcmp(words[0], "full")) {
		sleep_until_full(find(words[1]), patience * atol(words[2]));
	} else if (!strcmp(words[0], "alive")) {
		reap();
		say("%s %s\n", find(words[1])->pid ? "ALIVE" : "DEAD",
		    words[1]);
	} else if (!strcmp(words[0], "signal")) {
		signal_child(find(words[1]), atoi(words[2]));
	} else if (!strcmp(words[0], "write")) {
		write_file(words[1], words[2]);
	} else if (!strcmp(words[0], "pid")) {
		write_pid(find(words[1]), words);
	} else if (!strcmp(words[0], "run")) {
		run(words);
	} else if (!strcmp(words[0], "end")) {
		end_all();
	} else {
		say("FAULT what is %s?\n", words[0]);
		_exit(2);
	}
}

static void obey_line(char *line)
{
	char *words[WORDS + 4] = { NULL };
	char *save = NULL, *word;
	int count = 0;

	for (word = strtok_r(line, " \t", &save); word && count < WORDS;
	     word = strtok_r(NULL, " \t", &save))
		words[count++] = word;
	if (count && words[0][0] != '#')
		obey(words);
}

int main(void)
{
	const struct sigaction full = {
		.sa_sigaction = on_full, .sa_flags = SA_SIGINFO | SA_RESTART,
	};
	const char *slow = getenv("OOMT_SLOW");
	char *line, *save = NULL;
	size_t got = 0;
	ssize_t n;

	while ((n = read(STDIN_FILENO, script + got,
			 sizeof(script) - 1 - got)) > 0)
		got += n;
	if (slow && atol(slow) > 1)
		patience *= atol(slow);
	setenv("OOMT_SUPERVISED", "1", 1);
	sigaction(SIGRTMIN, &full, NULL);
	set_adj("-1000");
	prctl(PR_SET_NAME, "supervise");
	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		say("FAULT mlockall: %s\n", strerror(errno));
	for (line = strtok_r(script, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		obey_line(line);
	end_all();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The process that runs commands, and asking it; see helper.h. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "executor.h"
#include "helper.h"

#define LOOK_MS		50

struct run {
	pid_t pid;			/* 0: free */
	u64 id, end_ns;
	bool late;
};

struct runs {
	struct run run[OOMT_HELPER_RUNS];
	int socket;
	bool asked_to_end;
};

static void reply(const struct runs *runs, u64 id, int result)
{
	const struct oomt_helper_reply reply = { .id = id, .result = result };

	/* Nobody listens any more: it is the last we do. */
	if (send(runs->socket, &reply, sizeof(reply),
		 MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		return;
}

static void set_pids(const struct oomt_helper_request *request)
{
	static char text[OOMT_HELPER_PIDS * 12];
	size_t len = 0;
	u32 i;

	text[0] = '\0';
	for (i = 0; i < request->pid_count && i < OOMT_HELPER_PIDS; i++)
		len += snprintf(text + len, sizeof(text) - len, "%s%d",
				i ? " " : "", request->pids[i]);
	setenv("OOMT_PIDS", text, 1);
}

/* What it inherits of us: no descriptor, no protection, no signal mask. */
static void run_command(const struct oomt_helper_request *request)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), adj;
	sigset_t none;
	char pid[16];

	setpgid(0, 0);
	if (null >= 0) {
		dup2(null, 0);
		dup2(null, 1);
	}
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	adj = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	if (adj >= 0 && write(adj, "0", 1) != 1)
		_exit(126);
	snprintf(pid, sizeof(pid), "%d", request->pid);
	setenv("OOMT_PID", pid, 1);
	setenv("OOMT_UNIT", request->unit, 1);
	setenv("OOMT_COMM", request->comm, 1);
	setenv("OOMT_CGROUP", request->cgroup, 1);
	set_pids(request);
	execl("/bin/sh", "sh", "-c", request->command, NULL);
	_exit(127);
}

static void begin(struct runs *runs, const struct oomt_helper_request *request)
{
	struct run *run = NULL;
	unsigned int i;

	for (i = 0; i < OOMT_HELPER_RUNS && !run; i++)
		if (!runs->run[i].pid)
			run = &runs->run[i];
	if (!run) {
		reply(runs, request->id, -EBUSY);
		return;
	}
	*run = (struct run){
		.id = request->id,
		.end_ns = oomt_now_ns() + OOMT_HELPER_MS * 1000000ULL,
	};
	run->pid = fork();
	if (!run->pid)
		run_command(request);
	if (run->pid < 0) {
		run->pid = 0;
		reply(runs, request->id, -errno);
	}
}

static void end(struct runs *runs, struct run *run, int status)
{
	int result = WIFEXITED(status) ? WEXITSTATUS(status) :
					 128 + WTERMSIG(status);

	reply(runs, run->id, run->late ? -ETIME : result);
	run->pid = 0;
}

/* How many go on. */
static unsigned int look_after(struct runs *runs)
{
	unsigned int i, alive = 0;
	int status;

	for (i = 0; i < OOMT_HELPER_RUNS; i++) {
		struct run *run = &runs->run[i];

		if (!run->pid)
			continue;
		if (waitpid(run->pid, &status, WNOHANG) == run->pid) {
			end(runs, run, status);
			continue;
		}
		alive++;
		if (oomt_now_ns() < run->end_ns)
			continue;
		run->late = true;
		kill(-run->pid, SIGKILL);
		kill(run->pid, SIGKILL);
	}
	return alive;
}

static void helper_main(int socket)
{
	static struct oomt_helper_request request;
	static struct runs runs;
	struct pollfd wait = { .events = POLLIN };
	unsigned int alive;
	ssize_t got;

	runs.socket = socket;
	for (;;) {
		alive = look_after(&runs);
		if (runs.asked_to_end && !alive)
			_exit(0);
		wait.fd = runs.asked_to_end ? -1 : socket;
		if (poll(&wait, 1, alive ? LOOK_MS : -1) <= 0)
			continue;
		got = recv(socket, &request, sizeof(request), MSG_DONTWAIT);
		if (got == (ssize_t)sizeof(request))
			begin(&runs, &request);
		else if (!got || (errno != EAGAIN && errno != EINTR))
			runs.asked_to_end = true;
	}
}

int oomt_helper_start(struct oomt_helper *helper)
{
	int pair[2], err;

	helper->pid = 0;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return -errno;
	helper->pid = fork();
	if (!helper->pid) {
		/* Ends with us, not with a signal that is meant for us. */
		signal(SIGTERM, SIG_IGN);
		signal(SIGINT, SIG_IGN);
		close(pair[0]);
		/* What is there stays; what we share is not copied. */
		mlockall(MCL_CURRENT | MCL_ONFAULT);
		helper_main(pair[1]);
	}
	err = helper->pid < 0 ? -errno : 0;
	close(pair[1]);
	helper->socket = pair[0];
	if (err) {
		close(pair[0]);
		helper->pid = 0;
	}
	return err;
}

void oomt_helper_stop(struct oomt_helper *helper)
{
	if (!helper->pid)
		return;
	close(helper->socket);
	waitpid(helper->pid, NULL, WNOHANG);
	helper->pid = 0;
}

int oomt_helper_ask(struct oomt_helper *helper,
		    const struct oomt_helper_request *request)
{
	if (!helper->pid)
		return -EOPNOTSUPP;
	return send(helper->socket, request, sizeof(*request),
		    MSG_NOSIGNAL | MSG_DONTWAIT) < 0 ? -errno : 0;
}

bool oomt_helper_answer(struct oomt_helper *helper,
			struct oomt_helper_reply *reply)
{
	return helper->pid &&
	       recv(helper->socket, reply, sizeof(*reply), MSG_DONTWAIT) ==
	       (ssize_t)sizeof(*reply);
}

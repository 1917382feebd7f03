// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The executor against a device that is a socket: the test plays the module.
 * Victims are real processes, and whether they died is read from their wait
 * status.
 */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "executor/doer.h"
#include "proc/facts_proc.h"

static struct oomt_executor executor;
static struct oomt_doer doer;
static bool has_doer;		/* the one who freezes, ... */

struct stage {
	int module;			/* our end of the device */
	int out;			/* the executor's standard output */
	pid_t executor;
};

static void be_executor(int device, int out)
{
	int err;

	dup2(out, STDOUT_FILENO);
	err = oomt_executor_init(&executor);
	executor.device = device;
	if (!err && has_doer)
		err = oomt_doer_init(&doer, &executor);
	if (!err)
		err = oomt_executor_run(&executor);
	oomt_doer_exit(&doer);
	oomt_executor_exit(&executor);
	_exit(err ? 1 : 0);
}

static struct stage raise_curtain(void)
{
	int device[2], out[2];
	struct stage stage;

	cr_assert_eq(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, device), 0);
	cr_assert_eq(pipe(out), 0);
	stage.executor = fork();
	if (!stage.executor) {
		close(device[0]);
		close(out[0]);
		be_executor(device[1], out[1]);
	}
	close(device[1]);
	close(out[1]);
	stage.module = device[0];
	stage.out = out[0];
	return stage;
}

/* Ends the executor as a service manager does; its exit status. */
static int drop_curtain(struct stage *stage)
{
	int status = 0;

	kill(stage->executor, SIGTERM);
	cr_assert_eq(waitpid(stage->executor, &status, 0), stage->executor);
	close(stage->module);
	close(stage->out);
	return status;
}

/* The next message of a type, within 15 s (a busy machine); others are passed over. */
static bool next_message(struct stage *stage, u32 type,
			 struct oomt_handler_msg *msg)
{
	struct pollfd wait = { .fd = stage->module, .events = POLLIN };
	u64 end = oomt_now_ns() + 15000000000ULL;

	while (oomt_now_ns() < end) {
		if (poll(&wait, 1, 100) <= 0)
			continue;
		if (read(stage->module, msg, sizeof(*msg)) !=
		    (ssize_t)sizeof(*msg))
			return false;
		if (msg->type == type)
			return true;
	}
	return false;
}

static pid_t start_victim(void)
{
	pid_t pid = fork();

	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	return pid;
}

static u64 start_ns_of(pid_t pid)
{
	struct oomt_facts *facts = oomt_facts_new("/", 0);
	struct oomt_picture *pic;
	u64 start = 0;
	u32 i;

	cr_assert_eq(oomt_facts_read(facts, &pic), 0);
	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].pid == pid)
			start = pic->task[i].start_ns;
	oomt_facts_free(facts);
	cr_assert_neq(start, 0);
	return start;
}

static struct oomt_decision decide_on(pid_t pid, u64 id)
{
	struct oomt_decision d = {
		.size = sizeof(d), .hook = OOMT_HOOK_LOW,
		.outcome = OOMT_OUT_VICTIM, .runner_count = 1,
		.reason_count = 1, .id = id, .at_ns = oomt_now_ns(),
		.deadline_ms = 1000, .table = "test", .chain = "early",
		.metrics_known = 1ULL << OOMT_M_MEM_AVAILABLE,
		.reason = { { .metric = OOMT_M_MEM_AVAILABLE,
			      .cmp = OOMT_CMP_LT, .truth = OOMT_TRUE,
			      .lhs = 5 << 20, .rhs = 9 << 20 } },
		.runner = { {
			.pid = pid, .unit = OOMT_UNIT_PROCESS,
			.kind = OOMT_ACT_KILL, .signal = SIGKILL,
			.comm = "vic\ntim", .file = "test.oom", .line = 31,
		} },
	};

	d.metric[OOMT_M_MEM_AVAILABLE] = 5 << 20;
	d.runner[0].start_ns = start_ns_of(pid);
	return d;
}

static void send_decision(struct stage *stage, const struct oomt_decision *d)
{
	cr_assert_eq(write(stage->module, d, sizeof(*d)),
		     (ssize_t)sizeof(*d));
}

/* With the members of its unit. */
static void send_unit(struct stage *stage, const struct oomt_decision *d,
		      const pid_t *pid, u32 count)
{
	struct {
		struct oomt_decision decision;
		struct oomt_member member[4];
	} parcel = { .decision = *d };
	size_t size = sizeof(*d) + count * sizeof(parcel.member[0]);
	u32 i;

	for (i = 0; i < count; i++) {
		parcel.member[i].pid = pid[i];
		parcel.member[i].start_ns = start_ns_of(pid[i]);
	}
	cr_assert_eq(write(stage->module, &parcel, size), (ssize_t)size);
}

/* The signal that ended it; 0: it lives (and is ended now). */
static int fate_of(pid_t pid)
{
	int status;

	usleep(100000);
	if (waitpid(pid, &status, WNOHANG) == pid)
		return WIFSIGNALED(status) ? WTERMSIG(status) : -1;
	kill(pid, SIGTERM);
	waitpid(pid, &status, 0);
	return 0;
}

/* What the printer has said up to now. */
static void read_out(struct stage *stage, char *text, size_t size)
{
	struct pollfd wait = { .fd = stage->out, .events = POLLIN };
	size_t len = 0;
	ssize_t got;

	while (len + 1 < size && poll(&wait, 1, 500) > 0) {
		got = read(stage->out, text + len, size - len - 1);
		if (got <= 0)
			break;
		len += got;
	}
	text[len] = '\0';
}

Test(executor, kills_acknowledges_and_tells)
{
	struct stage stage = raise_curtain();
	pid_t victim = start_victim();
	struct oomt_decision d = decide_on(victim, 7);
	struct oomt_handler_msg msg;
	char text[4096];

	send_decision(&stage, &d);
	cr_assert(next_message(&stage, OOMT_MSG_ACK, &msg));
	cr_assert_eq(msg.id, 7);
	cr_assert_eq(msg.result, 0);
	cr_assert(next_message(&stage, OOMT_MSG_OUTCOME, &msg));
	cr_assert_eq(msg.id, 7);
	cr_assert_eq(msg.result, 0);
	cr_assert_gt(msg.took_ns, 0);
	cr_assert_eq(fate_of(victim), SIGKILL);
	read_out(&stage, text, sizeof(text));
	cr_assert_not_null(strstr(text, "mem.available 5M < 9M"), "%s", text);
	cr_assert_not_null(strstr(text, "(vic\\ntim)"), "%s", text);
	cr_assert_not_null(strstr(text, "by test.oom:31"), "%s", text);
	cr_assert_not_null(strstr(text, "SIGKILL after"), "%s", text);
	cr_assert_not_null(strstr(text, "gone after"), "%s", text);
	cr_assert_eq(drop_curtain(&stage), 0);
}

/* The module kills the others: what is told is the end of the unit. */
Test(executor, a_unit_is_gone_when_all_of_it_is)
{
	struct stage stage = raise_curtain();
	pid_t unit[3] = { start_victim(), start_victim(), start_victim() };
	struct oomt_decision d = decide_on(unit[0], 8);
	struct oomt_handler_msg msg;
	char text[4096];

	d.runner[0].unit = OOMT_UNIT_TREE;
	d.runner[0].members = 3;
	d.runner[0].grace_ms = 5000;
	d.runner[0].signal = SIGTERM;
	send_unit(&stage, &d, unit, 3);
	cr_assert(next_message(&stage, OOMT_MSG_ACK, &msg));
	cr_assert_eq(msg.result, 0);
	cr_assert_eq(fate_of(unit[0]), SIGTERM);
	cr_assert_eq(kill(unit[1], SIGTERM), 0);
	cr_assert_eq(fate_of(unit[1]), SIGTERM);
	usleep(400000);
	cr_assert_eq(kill(unit[2], SIGTERM), 0);
	cr_assert_eq(fate_of(unit[2]), SIGTERM);
	cr_assert(next_message(&stage, OOMT_MSG_OUTCOME, &msg));
	cr_assert_eq(msg.id, 8);
	cr_assert_eq(msg.result, 0);
	cr_assert_gt(msg.took_ns, 400000000ULL, "%llu ns",
		     (unsigned long long)msg.took_ns);
	read_out(&stage, text, sizeof(text));
	cr_assert_not_null(strstr(text, "gone after"), "%s", text);
	cr_assert_eq(drop_curtain(&stage), 0);
}

Test(executor, the_ack_comes_before_the_outcome)
{
	struct stage stage = raise_curtain();
	pid_t victim = start_victim();
	struct oomt_decision d = decide_on(victim, 1);
	struct oomt_handler_msg msg;

	send_decision(&stage, &d);
	do {
		cr_assert_eq(read(stage.module, &msg, sizeof(msg)),
			     (ssize_t)sizeof(msg));
	} while (msg.type != OOMT_MSG_ACK && msg.type != OOMT_MSG_OUTCOME);
	cr_assert_eq(msg.type, OOMT_MSG_ACK);
	cr_assert_eq(fate_of(victim), SIGKILL);
	cr_assert_eq(drop_curtain(&stage), 0);
}

/* What it must not do: each is answered with an error, and nobody dies. */
static void refuses(void (*spoil)(struct oomt_decision *d), int want)
{
	struct stage stage = raise_curtain();
	pid_t victim = start_victim();
	struct oomt_decision d = decide_on(victim, 3);
	struct oomt_handler_msg msg;

	spoil(&d);
	send_decision(&stage, &d);
	cr_assert(next_message(&stage, OOMT_MSG_ACK, &msg));
	cr_assert_eq(msg.id, 3);
	cr_assert_eq(msg.result, want, "result %d", msg.result);
	cr_assert_eq(fate_of(victim), 0);
	cr_assert_eq(drop_curtain(&stage), 0);
}

static void make_late(struct oomt_decision *d)
{
	d->at_ns -= 1500000000ULL;
}

Test(executor, does_nothing_after_the_deadline)
{
	refuses(make_late, -ETIME);
}

static void make_other(struct oomt_decision *d)
{
	d->at_ns -= 300000000ULL;
	d->runner[0].start_ns -= 20000000;
}

Test(executor, spares_another_process_of_the_same_pid)
{
	refuses(make_other, -ESRCH);
}

static void make_freeze(struct oomt_decision *d)
{
	d->runner[0].kind = OOMT_ACT_FREEZE;
}

Test(executor, refuses_what_it_cannot_do)
{
	refuses(make_freeze, -EOPNOTSUPP);
}

/* ---- what is no kill ------------------------------------------------------ */

static char state_now(pid_t pid)
{
	char path[32], line[256], state = '?';
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "r");
	if (file && fgets(line, sizeof(line), file))
		state = strrchr(line, ')')[2];
	if (file)
		fclose(file);
	return state;
}

/* A signal is seen when its process runs: not T, S for a while is that. */
static char state_of(pid_t pid, char want)
{
	unsigned int i;
	char state = '?';

	for (i = 0; i < 200 && (state = state_now(pid)) != want; i++)
		usleep(10000);
	return state;
}

static struct oomt_decision deed_on(pid_t pid, u64 id,
				    enum oomt_action_kind kind)
{
	struct oomt_decision d = decide_on(pid, id);
	char path[32];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	file = fopen(path, "r");
	cr_assert_not_null(file);
	cr_assert_not_null(fgets(d.runner[0].comm, sizeof(d.runner[0].comm),
				 file));
	d.runner[0].comm[strcspn(d.runner[0].comm, "\n")] = '\0';
	fclose(file);
	d.runner[0].kind = kind;
	d.runner[0].signal = 0;
	return d;
}

/* Acknowledged at once, done, told; its result. */
static int done(struct stage *stage, const struct oomt_decision *d)
{
	struct oomt_handler_msg msg;

	send_decision(stage, d);
	cr_assert(next_message(stage, OOMT_MSG_ACK, &msg));
	cr_assert_eq(msg.id, d->id);
	cr_assert_eq(msg.result, 0);
	cr_assert(next_message(stage, OOMT_MSG_OUTCOME, &msg));
	cr_assert_eq(msg.id, d->id);
	return msg.result;
}

Test(executor, freezes_until_the_episode_is_over)
{
	struct stage stage;
	pid_t victim = start_victim();
	struct oomt_decision d = deed_on(victim, 11, OOMT_ACT_FREEZE);
	struct oomt_handler_msg msg;
	char text[4096];

	has_doer = true;
	stage = raise_curtain();
	cr_assert_eq(done(&stage, &d), 0);
	cr_assert_eq(state_of(victim, 'T'), 'T');
	read_out(&stage, text, sizeof(text));
	cr_assert_not_null(strstr(text, "frozen, 1 process, until"), "%s",
			   text);
	d = (struct oomt_decision){
		.size = sizeof(d), .hook = OOMT_HOOK_LOW,
		.flags = OOMT_DEC_CALM, .at_ns = oomt_now_ns(),
		.deadline_ms = 1000,
	};
	send_decision(&stage, &d);
	cr_assert(next_message(&stage, OOMT_MSG_ACK, &msg));
	cr_assert_eq(msg.result, 0);
	cr_assert_eq(state_of(victim, 'S'), 'S');
	cr_assert_eq(fate_of(victim), 0);
	cr_assert_eq(drop_curtain(&stage), 0);
}

Test(executor, thaws_when_it_ends)
{
	struct stage stage;
	pid_t victim = start_victim();
	struct oomt_decision d = deed_on(victim, 12, OOMT_ACT_FREEZE);

	has_doer = true;
	stage = raise_curtain();
	cr_assert_eq(done(&stage, &d), 0);
	cr_assert_eq(state_of(victim, 'T'), 'T');
	cr_assert_eq(drop_curtain(&stage), 0);
	cr_assert_eq(state_of(victim, 'S'), 'S');
	cr_assert_eq(fate_of(victim), 0);
}

Test(executor, does_nothing_to_another_process_or_program)
{
	struct stage stage;
	pid_t victim = start_victim();
	struct oomt_decision d = deed_on(victim, 13, OOMT_ACT_FREEZE);

	has_doer = true;
	stage = raise_curtain();
	d.runner[0].start_ns -= 50000000;
	cr_assert_eq(done(&stage, &d), -ESRCH);
	d = deed_on(victim, 14, OOMT_ACT_FREEZE);
	d.runner[0].comm[0] ^= 1;
	cr_assert_eq(done(&stage, &d), -ESRCH);
	cr_assert_eq(state_of(victim, 'S'), 'S');
	cr_assert_eq(fate_of(victim), 0);
	cr_assert_eq(drop_curtain(&stage), 0);
}

Test(executor, a_unit_is_frozen_with_whom_it_has_forked)
{
	struct {
		struct oomt_decision decision;
		struct oomt_member member[2];
	} parcel;
	struct stage stage;
	pid_t victim = start_victim(), mate, other, child;
	struct oomt_decision *d = &parcel.decision;
	struct oomt_handler_msg msg;
	int report[2], now[2];

	cr_assert_eq(pipe(now), 0);
	cr_assert_eq(pipe(report), 0);
	other = start_victim();
	*d = deed_on(victim, 15, OOMT_ACT_FREEZE);
	d->runner[0].unit = OOMT_UNIT_TREE;
	d->runner[0].members = 2;
	parcel.member[0] = (struct oomt_member){
		.pid = victim, .start_ns = start_ns_of(victim) };
	/* A member that forks after the decision. */
	mate = fork();
	if (!mate) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (read(now[0], &child, 1) != 1)
			_exit(1);
		child = fork();
		if (!child)
			prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (child && write(report[1], &child, sizeof(child)) < 0)
			_exit(1);
		for (;;)
			pause();
	}
	parcel.member[1] = (struct oomt_member){
		.pid = mate, .start_ns = start_ns_of(mate) };
	has_doer = true;
	stage = raise_curtain();
	d->at_ns = oomt_now_ns();
	cr_assert_eq(write(now[1], "x", 1), 1);
	cr_assert_eq(read(report[0], &child, sizeof(child)),
		     (ssize_t)sizeof(child));
	cr_assert_eq(write(stage.module, &parcel, sizeof(parcel)),
		     (ssize_t)sizeof(parcel));
	cr_assert(next_message(&stage, OOMT_MSG_OUTCOME, &msg));
	cr_assert_eq(msg.result, 0);
	cr_assert_eq(state_of(victim, 'T'), 'T');
	cr_assert_eq(state_of(mate, 'T'), 'T');
	cr_assert_eq(state_of(child, 'T'), 'T');
	cr_assert_eq(state_of(other, 'S'), 'S');
	cr_assert_eq(drop_curtain(&stage), 0);
	cr_assert_eq(state_of(child, 'S'), 'S');
	kill(child, SIGKILL);
	kill(mate, SIGKILL);
	fate_of(other);
	fate_of(victim);
}

Test(executor, runs_a_command)
{
	struct stage stage;
	pid_t victim = start_victim();
	struct oomt_decision d = deed_on(victim, 16, OOMT_ACT_EXEC);
	char text[4096];

	strcpy(d.command, "exit 7");
	has_doer = true;
	stage = raise_curtain();
	cr_assert_eq(done(&stage, &d), 0);
	read_out(&stage, text, sizeof(text));
	cr_assert_not_null(strstr(text, "the command ended with 7"), "%s",
			   text);
	cr_assert_eq(fate_of(victim), 0);
	cr_assert_eq(drop_curtain(&stage), 0);
}

static void make_init(struct oomt_decision *d)
{
	d->runner[0].pid = 1;
}

Test(executor, never_takes_init)
{
	refuses(make_init, -EINVAL);
}

static void make_nobody(struct oomt_decision *d)
{
	d->outcome = OOMT_OUT_NO_CANDIDATE;
}

Test(executor, takes_nobody_without_a_victim)
{
	refuses(make_nobody, -EOPNOTSUPP);
}

Test(executor, never_takes_itself)
{
	struct stage stage = raise_curtain();
	struct oomt_decision d = decide_on(stage.executor, 5);
	struct oomt_handler_msg msg;

	send_decision(&stage, &d);
	cr_assert(next_message(&stage, OOMT_MSG_ACK, &msg));
	cr_assert_eq(msg.result, -EINVAL);
	cr_assert_eq(drop_curtain(&stage), 0);
}

/* Read late but in time, and still the same process: it is taken. */
Test(executor, makes_sure_of_a_victim_when_read_late)
{
	struct stage stage = raise_curtain();
	pid_t victim = start_victim();
	struct oomt_decision d = decide_on(victim, 9);
	struct oomt_handler_msg msg;

	d.at_ns -= 300000000ULL;
	send_decision(&stage, &d);
	cr_assert(next_message(&stage, OOMT_MSG_ACK, &msg));
	cr_assert_eq(msg.result, 0);
	cr_assert_eq(fate_of(victim), SIGKILL);
	cr_assert_eq(drop_curtain(&stage), 0);
}

Test(executor, says_that_the_victim_is_gone)
{
	struct stage stage = raise_curtain();
	pid_t victim = start_victim();
	struct oomt_decision d = decide_on(victim, 2);
	struct oomt_handler_msg msg;

	kill(victim, SIGTERM);
	waitpid(victim, NULL, 0);
	d.at_ns = oomt_now_ns();
	send_decision(&stage, &d);
	cr_assert(next_message(&stage, OOMT_MSG_ACK, &msg));
	cr_assert_eq(msg.result, -ESRCH);
	cr_assert_eq(drop_curtain(&stage), 0);
}

/* That it says to live when it is late, guests show: a socket has no POLLPRI. */
Test(executor, feeds_again_and_again)
{
	struct stage stage = raise_curtain();
	struct oomt_handler_msg msg;
	bool swap = false, psi = false;
	unsigned int i;

	for (i = 0; i < 30 && !(swap && psi) &&
	     next_message(&stage, OOMT_MSG_METRIC, &msg); i++) {
		swap |= msg.metric == OOMT_M_SWAP_TOTAL;
		psi |= msg.metric == OOMT_M_PSI_SOME_AVG10;
	}
	cr_assert(swap);
	cr_assert(psi || access("/proc/pressure/memory", R_OK));
	for (i = 0, swap = false; i < 60 && !swap &&
	     next_message(&stage, OOMT_MSG_METRIC, &msg); i++)
		swap = msg.metric == OOMT_M_SWAP_TOTAL;
	cr_assert(swap);
	cr_assert_eq(drop_curtain(&stage), 0);
}

/*
 * Nobody reads its output and the pipe is full: the killer goes on, and it
 * can still be ended.
 */
Test(executor, a_blocked_output_does_not_stop_it)
{
	struct stage stage = raise_curtain();
	struct oomt_handler_msg msg;
	unsigned int i;
	int status;

	cr_assert_geq(fcntl(stage.out, F_SETPIPE_SZ, 4096), 4096);
	for (i = 1; i <= 40; i++) {
		pid_t victim = start_victim();
		struct oomt_decision d = decide_on(victim, i);

		send_decision(&stage, &d);
		cr_assert(next_message(&stage, OOMT_MSG_ACK, &msg));
		cr_assert_eq(msg.id, i);
		cr_assert_eq(msg.result, 0);
		cr_assert_eq(waitpid(victim, &status, 0), victim);
		cr_assert(WIFSIGNALED(status));
	}
	cr_assert_eq(drop_curtain(&stage), 0);
}

/* What read() answers then is the end of the file. */
Test(executor, ends_well_when_its_place_is_taken)
{
	struct stage stage = raise_curtain();
	int status;

	close(stage.module);
	cr_assert_eq(waitpid(stage.executor, &status, 0), stage.executor);
	cr_assert(WIFEXITED(status));
	cr_assert_eq(WEXITSTATUS(status), 0);
	close(stage.out);
}

Test(executor, ends_badly_when_the_device_speaks_nonsense)
{
	struct stage stage = raise_curtain();
	int status;

	cr_assert_eq(write(stage.module, "x", 1), 1);
	cr_assert_eq(waitpid(stage.executor, &status, 0), stage.executor);
	cr_assert(WIFEXITED(status));
	cr_assert_eq(WEXITSTATUS(status), 1);
	close(stage.module);
	close(stage.out);
}

/* ---- the sandbox --------------------------------------------------------- */

static void *forbidden(void *arg)
{
	int *done = arg, fd;

	if (oomt_sandbox_enter())
		return NULL;
	done[0] = 1;
	done[1] = fork() < 0 && errno == EPERM;
	fd = open("/proc/self/stat", O_RDONLY);
	done[2] = fd >= 0;
	done[3] = open("/dev/null", O_WRONLY) < 0 && errno == EPERM;
	done[4] = fsync(fd) < 0 && errno == EPERM;
	done[5] = execl("/bin/true", "true", NULL) < 0 && errno == EPERM;
	close(fd);
	return NULL;
}

Test(executor, the_killer_cannot_fork_exec_or_write)
{
	int done[6] = { 0 };
	pthread_attr_t attr;
	pthread_t thread;

	/* As small as the killer's: sanitizers map memory for large ones. */
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 512 * 1024);
	cr_assert_eq(pthread_create(&thread, &attr, forbidden, done), 0);
	pthread_attr_destroy(&attr);
	pthread_join(thread, NULL);
	cr_assert(done[0], "no seccomp");
	cr_assert(done[1], "fork");
	cr_assert(done[2], "read");
	cr_assert(done[3], "write");
	cr_assert(done[4], "fsync");
	cr_assert(done[5], "exec");
	/* and only that thread */
	cr_assert_geq(open("/dev/null", O_WRONLY), 0);
}

/* ---- the ring ------------------------------------------------------------ */

static struct oomt_ring ring;

Test(ring, order_and_fullness)
{
	struct oomt_job *job;
	unsigned int i;

	cr_assert_eq(oomt_ring_init(&ring, OOMT_RING_SLOTS,
				    sizeof(struct oomt_job)), 0);
	cr_assert_null(oomt_ring_take(&ring));
	for (i = 0; i < OOMT_RING_SLOTS; i++) {
		job = oomt_ring_slot(&ring);
		job->decision.id = i;
		oomt_ring_publish(&ring);
	}
	cr_assert_null(oomt_ring_slot(&ring));
	for (i = 0; i < OOMT_RING_SLOTS; i++) {
		job = oomt_ring_take(&ring);
		cr_assert_eq(job->decision.id, i);
		oomt_ring_release(&ring);
	}
	cr_assert_null(oomt_ring_take(&ring));
	cr_assert_not_null(oomt_ring_slot(&ring));
	oomt_ring_exit(&ring);
}

#define JOBS	20000

static void *produce(void *arg)
{
	struct oomt_job *job;
	u64 i;

	for (i = 1; i <= JOBS; i++) {
		while (!(job = oomt_ring_slot(&ring)))
			sched_yield();
		job->decision.id = i;
		job->decision.at_ns = ~i;
		oomt_ring_publish(&ring);
	}
	return NULL;
}

Test(ring, two_threads_see_every_job_whole_and_in_order)
{
	struct oomt_job *job;
	pthread_t producer;
	u64 next = 1;

	cr_assert_eq(oomt_ring_init(&ring, OOMT_RING_SLOTS,
				    sizeof(struct oomt_job)), 0);
	cr_assert_eq(pthread_create(&producer, NULL, produce, NULL), 0);
	while (next <= JOBS) {
		job = oomt_ring_take(&ring);
		if (!job) {
			sched_yield();
			continue;
		}
		cr_assert_eq(job->decision.id, next);
		cr_assert_eq(job->decision.at_ns, ~next);
		oomt_ring_release(&ring);
		next++;
	}
	pthread_join(producer, NULL);
	oomt_ring_exit(&ring);
}

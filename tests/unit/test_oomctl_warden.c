// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The proc backend on a /proc of our own making.  Processes that are to die
 * are children of the test; everybody else exists on paper only.
 */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "low.h"
#include "rules.h"
#include "warden/warden.h"

#define MB	(1LL << 20)
#define SIZE_MB	1024			/* of the machine, without swap used */

static char root[] = "/tmp/oomtables-warden.XXXXXX";
static struct oomt_executor executor;
static struct oomt_warden warden;
static struct oomt_rules rules;

/* ---- the tree ------------------------------------------------------------ */

__attribute__((format(printf, 2, 3)))
static void write_file(const char *name, const char *fmt, ...)
{
	char path[300];
	va_list args;
	FILE *to;

	snprintf(path, sizeof(path), "%s/%s", root, name);
	to = fopen(path, "w");
	cr_assert(to, "%s", path);
	va_start(args, fmt);
	vfprintf(to, fmt, args);
	va_end(args);
	fclose(to);
}

struct body {
	s32 pid;
	const char *comm, *cgroup;
	u64 start;			/* ticks */
	s64 vsize, rss, swap, pgtables;	/* kB */
};

static void write_sizes(const struct body *body)
{
	char name[64];

	snprintf(name, sizeof(name), "proc/%d/statm", body->pid);
	write_file(name, "%lld %lld 0 1 0 1 0\n", (long long)body->vsize / 4,
		   (long long)body->rss / 4);
	snprintf(name, sizeof(name), "proc/%d/status", body->pid);
	write_file(name, "Name:\t%s\nTgid:\t%d\nUid:\t0 1000 0 0\nGid:\t0 100 0 0\nVmSize:\t%lld kB\nVmRSS:\t%lld kB\nRssAnon:\t%lld kB\nVmSwap:\t%lld kB\nVmPTE:\t%lld kB\n",
		   body->comm, body->pid, (long long)body->vsize,
		   (long long)body->rss, (long long)body->rss,
		   (long long)body->swap, (long long)body->pgtables);
}

/* The first words of stat, and SIGKILL if it has been `killed` by somebody. */
static void write_stat(const struct body *body, bool killed)
{
	char name[64];

	snprintf(name, sizeof(name), "proc/%d/stat", body->pid);
	write_file(name, "%d (%s) S 1 1 1 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 %llu 0 0 0 0 0 0 0 0 %d 0\n",
		   body->pid, body->comm, (unsigned long long)body->start,
		   killed ? 1 << (SIGKILL - 1) : 0);
}

static void write_body(const struct body *body)
{
	char name[64];

	snprintf(name, sizeof(name), "%s/proc/%d", root, body->pid);
	mkdir(name, 0700);
	write_stat(body, false);
	snprintf(name, sizeof(name), "proc/%d/cgroup", body->pid);
	write_file(name, "1:cpu:/x\n0::%s\n",
		   body->cgroup ? body->cgroup : "/");
	snprintf(name, sizeof(name), "proc/%d/oom_score_adj", body->pid);
	write_file(name, "0\n");
	write_sizes(body);
}

static void remove_body(s32 pid)
{
	char command[200];

	snprintf(command, sizeof(command), "rm -r %s/proc/%d", root, pid);
	cr_assert_eq(system(command), 0);
}

static void write_machine(s64 available_mb, s64 swap_used_mb)
{
	write_file("proc/meminfo", "MemTotal: %lld kB\nMemFree: %lld kB\nMemAvailable: %lld kB\nSwapTotal: %lld kB\nSwapFree: %lld kB\n",
		   SIZE_MB * 1024LL, (long long)available_mb * 1024,
		   (long long)available_mb * 1024, (long long)4096 * 1024,
		   (long long)(4096 - swap_used_mb) * 1024);
}

static void begin(const char *policy)
{
	char path[300];

	cr_assert(mkdtemp(root));
	snprintf(path, sizeof(path), "%s/proc", root);
	mkdir(path, 0700);
	write_machine(100, 0);
	write_file("p.oom", "table t\n%s", policy);
	snprintf(path, sizeof(path), "%s/p.oom", root);
	oomt_rules_init(&rules);
	cr_assert_eq(oomt_rules_add(&rules, path, 0), 0);
	cr_assert_eq(oomt_rules_seal(&rules), 0);
	memset(&executor, 0, sizeof(executor));
	executor.pid = getpid();
	executor.device = -1;
	executor.psi[0] = executor.psi[1] = executor.psi[2] = -1;
	snprintf(path, sizeof(path), "%s/proc/meminfo", root);
	executor.meminfo = open(path, O_RDONLY);
	cr_assert_eq(oomt_ring_init(&executor.killed, OOMT_RING_SLOTS,
				    sizeof(struct oomt_job)), 0);
}

static void prepare(void)
{
	cr_assert_eq(oomt_warden_init(&warden, &executor, &rules.rs, root,
				      false), 0);
}

static void end(void)
{
	char command[200];

	oomt_warden_exit(&warden);
	oomt_ring_exit(&executor.killed);
	close(executor.meminfo);
	oomt_rules_exit(&rules);
	snprintf(command, sizeof(command), "rm -rf %s", root);
	cr_assert_eq(system(command), 0);
}

/* The next thing told, or NULL. */
static const struct oomt_job *told(void)
{
	static struct oomt_job job;
	struct oomt_job *slot = oomt_ring_take(&executor.killed);

	if (!slot)
		return NULL;
	job = *slot;
	oomt_ring_release(&executor.killed);
	if (job.pidfd >= 0)
		close(job.pidfd);
	return &job;
}

static pid_t child(bool deaf)
{
	int ready[2];
	char byte;
	pid_t pid;

	cr_assert_eq(pipe(ready), 0);
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGTERM, deaf ? SIG_IGN : SIG_DFL);
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	cr_assert_eq(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

/* The signal it died of; 0: it lives. */
static int died_by_now(pid_t pid)
{
	int status;

	return waitpid(pid, &status, WNOHANG) == pid ? WTERMSIG(status) : 0;
}

/* The same; on a busy machine, under ASan, dying takes its time. */
static int died_of(pid_t pid)
{
	int i, signal = 0;

	for (i = 0; i < 200 && !signal; i++) {
		signal = died_by_now(pid);
		if (!signal)
			usleep(10000);
	}
	return signal;
}

/* By the kernel's own /proc. */
static bool is_stopped(pid_t pid)
{
	char path[32], text[256] = "", *end;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY);
	cr_assert_geq(fd, 0);
	cr_assert_gt(read(fd, text, sizeof(text) - 1), 0);
	close(fd);
	end = strrchr(text, ')');
	cr_assert_not_null(end);
	return end[2] == 'T';
}

static void end_child(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static const char plain[] =
	"chain low {\nhook low\nwhen mem.available < 20%\norder by total\npolicy kill\ncomm \"spared\" exempt\n}\n";

/* ---- texts --------------------------------------------------------------- */

Test(warden, texts_are_kept_once)
{
	struct oomt_texts texts;
	char text[16];
	u32 i;

	cr_assert_eq(oomt_texts_init(&texts, 100, 1000), 0);
	for (i = 0; i < 200; i++) {
		snprintf(text, sizeof(text), "t%u", i % 100);
		cr_assert_eq(oomt_texts_add(&texts, text), i % 100);
		cr_assert_str_eq(oomt_texts_get(&texts, i % 100), text);
	}
	cr_assert(oomt_texts_tight(&texts));
	cr_assert_eq(oomt_texts_add(&texts, "one more"), OOMT_NONE);
	cr_assert_eq(oomt_texts_add(&texts, "t7"), 7);
	oomt_texts_exit(&texts);
	cr_assert_eq(oomt_texts_init(&texts, 100, 8), 0);
	cr_assert_eq(oomt_texts_add(&texts, "1234567"), 0);
	cr_assert_eq(oomt_texts_add(&texts, ""), OOMT_NONE);
	oomt_texts_exit(&texts);
}

/* ---- the census ---------------------------------------------------------- */

static const struct oomt_census_want nothing = {
	.total_from = S64_MAX, .swap_from = S64_MAX, .pgtables_from = S64_MAX,
};

Test(warden, census_follows_who_is_there)
{
	struct body a = { 300, "a", "/x", 1, 8192, 4096, 0, 64 };
	struct body b = { 70, "b) (", NULL, 1, 8192, 4096, 0, 64 };
	const u64 later = 1000ULL * 1000000000;
	struct oomt_census *census = &warden.census;

	begin(plain);
	write_body(&a);
	write_body(&b);
	prepare();
	cr_assert_eq(census->pic.task_count, 2);
	cr_assert_eq(census->pic.task[0].pid, 70);
	cr_assert_str_eq(census->pic.task[0].comm, "b) (");
	cr_assert_eq(census->pic.task[1].uid, 1000);
	cr_assert_str_eq(census->pic.cgroup[census->pic.task[1].cgroup].path,
			 "/x");
	remove_body(70);
	a.rss = 6000;
	write_sizes(&a);
	b.pid = 100;
	b.cgroup = "/new";
	write_body(&b);
	cr_assert_eq(oomt_census_gather(census, &nothing, later), 0);
	cr_assert_eq(census->pic.task_count, 2);
	cr_assert_eq(oomt_census_find(census, 70), OOMT_NONE);
	cr_assert_eq(oomt_census_find(census, 100), 0);
	cr_assert_str_eq(census->pic.cgroup[census->pic.task[0].cgroup].path,
			 "/new");
	cr_assert_eq(census->pic.task[1].rss, 6000 * 1024);
	end();
}

Test(warden, census_without_descriptors)
{
	struct body a = { 300, "a", "/x", 1, 8192, 4096, 0, 64 };

	begin(plain);
	write_body(&a);
	prepare();
	end();
	strcpy(root, "/tmp/oomtables-warden.XXXXXX");
	begin(plain);
	write_body(&a);
	cr_assert_eq(oomt_census_init(&warden.census, root), 0);
	warden.census.opened_max = 0;
	cr_assert_eq(oomt_census_survey(&warden.census, 1), 0);
	cr_assert_eq(warden.census.person[0].statm, -1);
	a.rss = 5000;
	a.pgtables = 100;
	write_sizes(&a);
	cr_assert_eq(oomt_census_gather(&warden.census, &nothing, 2), 0);
	cr_assert_eq(warden.census.pic.task[0].rss, 5000 * 1024);
	cr_assert_eq(warden.census.pic.task[0].pgtables, 100 * 1024);
	oomt_census_exit(&warden.census);
	end();
}

Test(warden, census_grows_and_forgets_texts)
{
	struct body body = { .comm = "x", .vsize = 4096, .rss = 1024 };
	char path[64];
	s32 i;

	begin(plain);
	prepare();
	body.cgroup = path;
	for (i = 0; i < 600; i++) {
		body.pid = 1000 + i;
		snprintf(path, sizeof(path), "/a-long-name-of-a-cgroup/%d", i);
		write_body(&body);
	}
	/* Without room nothing is overrun, and it is told. */
	cr_assert_eq(oomt_census_gather(&warden.census, &nothing, 1), 0);
	cr_assert(warden.census.truncated);
	cr_assert_leq(warden.census.pic.task_count, warden.census.capacity);
	cr_assert_eq(oomt_census_survey(&warden.census, 2), 0);
	cr_assert_eq(oomt_census_survey(&warden.census, 3), 0);
	cr_assert_eq(warden.census.pic.task_count, 600);
	for (i = 0; i < 600; i++) {
		const struct oomt_task *task = &warden.census.pic.task[i];

		snprintf(path, sizeof(path), "/a-long-name-of-a-cgroup/%d",
			 task->pid - 1000);
		/* Those that came when there was no room: by their turn. */
		if (task->cgroup != OOMT_NONE)
			cr_assert_str_eq(warden.census.pic.cgroup
					 [task->cgroup].path, path);
	}
	end();
}

/* ---- the same decision as with all facts --------------------------------- */

static u32 seed = 1;

static u32 dice(u32 sides)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % sides;
}

static void roll(struct body *body)
{
	body->rss = 4 * (1 + dice(dice(4) ? 3000 : 60000));
	body->swap = dice(2) ? 4 * dice(dice(3) ? 500 : 20000) : 0;
	body->vsize = body->rss + body->swap + 4 * dice(4000);
	body->pgtables = 4 * dice(body->vsize / 4 < 200 ?
				  body->vsize / 4 : 200);
}

static const char *const policies[] = {
	"chain low {\nhook low\nwhen mem.available < 20%\norder by total\npolicy kill\n}\n",
	"chain low {\nhook low\nwhen mem.available < 20%\norder by swap\npolicy kill\nrss > 1M score +3\n}\n",
	"chain low {\nhook low\nwhen mem.available < 20%\norder by total asc\npolicy kill\ncomm \"p1*\" kill prefer 3\n}\n",
	"chain low {\nhook low\nwhen mem.available < 20%\norder by total\npolicy kill\ntotal > 5% score -40\ntotal { 10M-11M, 30M-40M } exempt\n}\n",
	"chain low {\nhook low\nwhen mem.available < 20%\norder by rss\npolicy exempt\nswap > 1M kill\n}\n",
	"chain low {\nhook low\nwhen mem.available < 20%\norder by pid\npolicy exempt\npgtables > 200K kill\n}\n",
};

#define BODIES	60

static void same_as_with_all(const char *policy)
{
	static struct body body[BODIES];
	static char comm[BODIES][16];
	struct oomt_decision lazy, full;
	u32 round, i;

	strcpy(root, "/tmp/oomtables-warden.XXXXXX");
	begin(policy);
	for (i = 0; i < BODIES; i++) {
		snprintf(comm[i], sizeof(comm[i]), "p%u", i);
		body[i] = (struct body){ .pid = 100 + i, .comm = comm[i] };
		roll(&body[i]);
		write_body(&body[i]);
	}
	write_machine(100, 300);
	prepare();
	for (round = 0; round < 30; round++) {
		for (i = 0; i < BODIES; i++) {
			roll(&body[i]);
			write_sizes(&body[i]);
		}
		oomt_warden_sample(&warden);
		cr_assert_eq(oomt_warden_decide(&warden), 0);
		lazy = warden.decision;
		for (i = 0; i < BODIES; i++)
			oomt_census_exact(&warden.census, i);
		oomt_warden_decide_again(&warden);
		full = warden.decision;
		cr_assert_eq(lazy.outcome, full.outcome);
		cr_assert_eq(lazy.runner_count, full.runner_count);
		cr_assert_eq(lazy.candidates, full.candidates);
		for (i = 0; i < full.runner_count; i++) {
			cr_assert_eq(lazy.runner[i].pid, full.runner[i].pid,
				     "%s round %u rank %u", policy, round, i);
			cr_assert_eq(lazy.runner[i].value,
				     full.runner[i].value);
		}
	}
	end();
}

Test(warden, the_decision_is_that_of_all_facts, .timeout = 120)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(policies); i++)
		same_as_with_all(policies[i]);
}

Test(warden, small_processes_are_not_read)
{
	static char comm[200][16];
	struct body body = { .vsize = 4096, .rss = 1024, .pgtables = 40 };
	u32 i;

	begin(plain);
	for (i = 0; i < 200; i++) {
		snprintf(comm[i], sizeof(comm[i]), "p%u", i);
		body.comm = comm[i];
		body.pid = 100 + i;
		body.vsize = body.rss = i < 10 ? 80 * 1024 : 1024;
		write_body(&body);
	}
	prepare();
	warden.census.reads = 0;
	oomt_warden_sample(&warden);
	cr_assert_eq(oomt_warden_decide(&warden), 0);
	cr_assert_eq(warden.decision.candidates, 200);
	cr_assert_leq(warden.census.reads, 10);
	end();
}

/* ---- taking -------------------------------------------------------------- */

Test(warden, kills_and_follows)
{
	struct body big = { child(true), "big", NULL, 5, 99999, 90000, 0, 9 };
	struct body small = { 5, "small", NULL, 5, 9999, 9000, 0, 9 };
	const struct oomt_job *job;

	begin(plain);
	write_body(&big);
	write_body(&small);
	prepare();
	oomt_warden_look(&warden);
	job = told();
	cr_assert(job);
	cr_assert_eq(job->kind, OOMT_JOB_KILL);
	cr_assert_eq(job->result, 0);
	cr_assert_eq(job->decision.runner[0].pid, big.pid);
	usleep(50000);
	cr_assert_eq(died_of(big.pid), SIGKILL);
	cr_assert_eq(warden.unit.count, 1);
	/* Gone: it is let go, and what it held counts as given. */
	remove_body(big.pid);
	remove_body(small.pid);
	oomt_warden_look(&warden);
	cr_assert_eq(warden.unit.count, 0);
	cr_assert_geq(warden.census.pic.metric[OOMT_M_MEM_AVAILABLE],
		      100 * MB + 90000 * 1024);
	end();
}

Test(warden, what_others_have_killed_counts_as_given)
{
	struct body other = { 5, "spared", NULL, 5, 199999, 150000, 0, 9 };
	struct body big = { child(true), "big", NULL, 5, 99999, 90000, 0, 9 };

	begin(plain);
	write_body(&other);
	write_stat(&other, true);
	write_body(&big);
	prepare();
	oomt_warden_look(&warden);
	cr_assert_null(told(), "150 MB are about to come back");
	oomt_warden_look(&warden);
	cr_assert_geq(warden.census.pic.metric[OOMT_M_MEM_AVAILABLE],
		      100 * MB + 150000 * 1024);
	cr_assert_null(told());
	/* They do not: it is stuck. */
	usleep(2100000);
	oomt_warden_look(&warden);
	cr_assert_eq(told()->decision.runner[0].pid, big.pid);
	usleep(50000);
	cr_assert_eq(died_of(big.pid), SIGKILL);
	end();
}

Test(warden, who_has_been_killed_is_not_chosen)
{
	struct body first = { child(true), "first", NULL, 5, 99999, 90000, 0, 9 };
	struct body next = { child(true), "next", NULL, 5, 99999, 50000, 0, 9 };

	begin(plain);
	write_body(&first);
	write_stat(&first, true);
	write_body(&next);
	prepare();
	oomt_warden_look(&warden);
	cr_assert_null(told());
	usleep(2100000);
	oomt_warden_look(&warden);
	cr_assert_eq(told()->decision.runner[0].pid, next.pid);
	usleep(50000);
	cr_assert_eq(died_of(next.pid), SIGKILL);
	cr_assert_eq(died_by_now(first.pid), 0);
	end_child(first.pid);
	end();
}

Test(warden, asks_the_policy_again)
{
	struct body big = { child(true), "big", NULL, 5, 99999, 90000, 0, 9 };

	begin(plain);
	write_body(&big);
	prepare();
	oomt_warden_sample(&warden);
	cr_assert_eq(oomt_warden_decide(&warden), 0);
	cr_assert_eq(warden.decision.outcome, OOMT_OUT_VICTIM);
	/* It execs into something that the policy spares. */
	big.comm = "spared";
	write_body(&big);
	cr_assert_not(oomt_warden_act(&warden));
	cr_assert_null(told());
	cr_assert_eq(warden.decision.outcome, OOMT_OUT_NO_CANDIDATE);
	cr_assert_eq(died_by_now(big.pid), 0);
	end_child(big.pid);
	end();
}

Test(warden, takes_the_next_if_the_first_has_shrunk)
{
	struct body big = { child(true), "big", NULL, 5, 99999, 90000, 0, 9 };
	struct body next = { child(true), "next", NULL, 5, 99999, 50000, 0, 9 };

	begin(plain);
	write_body(&big);
	write_body(&next);
	prepare();
	oomt_warden_sample(&warden);
	cr_assert_eq(oomt_warden_decide(&warden), 0);
	cr_assert_eq(warden.decision.runner[0].pid, big.pid);
	big.rss = 1000;
	write_sizes(&big);
	cr_assert(oomt_warden_act(&warden));
	cr_assert_eq(told()->decision.runner[0].pid, next.pid);
	usleep(50000);
	cr_assert_eq(died_by_now(big.pid), 0);
	cr_assert_eq(died_of(next.pid), SIGKILL);
	end_child(big.pid);
	end();
}

Test(warden, a_pid_given_to_another_is_not_the_victim)
{
	struct body big = { child(true), "big", NULL, 5, 99999, 90000, 0, 9 };

	begin(plain);
	write_body(&big);
	prepare();
	oomt_warden_sample(&warden);
	cr_assert_eq(oomt_warden_decide(&warden), 0);
	/* Dead and reaped: the pid is nobody's. */
	end_child(big.pid);
	cr_assert_not(oomt_warden_act(&warden));
	cr_assert_null(told());
	end();
}

Test(warden, a_dry_run_tells_once)
{
	struct body big = { child(true), "big", NULL, 5, 99999, 90000, 0, 9 };

	begin(plain);
	write_body(&big);
	prepare();
	warden.dry_run = true;
	oomt_warden_look(&warden);
	oomt_warden_look(&warden);
	cr_assert_eq(told()->kind, OOMT_JOB_DRY);
	cr_assert_null(told());
	usleep(50000);
	cr_assert_eq(died_by_now(big.pid), 0);
	end_child(big.pid);
	end();
}

/* ---- shared memory ------------------------------------------------------- */

/* Not bound to its parent's life; nor for ever, should a test fail. */
static int stay(void *arg)
{
	alarm(60);
	for (;;)
		pause();
	return 0;
}

/* A child that has another one, in its memory if `shared`, in *other. */
static pid_t child_with_another(bool shared, pid_t *other)
{
	static char stack[16384] __attribute__((aligned(16)));
	int ready[2];
	pid_t pid;

	cr_assert_eq(pipe(ready), 0);
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGTERM, SIG_IGN);
		*other = clone(stay, stack + sizeof(stack),
			       (shared ? CLONE_VM : 0) | SIGCHLD, NULL);
		if (write(ready[1], other, sizeof(*other)) < 0)
			_exit(1);
		for (;;)
			pause();
	}
	cr_assert_eq(read(ready[0], other, sizeof(*other)), sizeof(*other));
	cr_assert_gt(*other, 0);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

/* Our grandchild: its parent is dead, and we are not told. */
static bool is_gone(pid_t pid)
{
	char path[64], text[200] = "", *at;
	int fd, i;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	for (i = 0; i < 100; i++, usleep(10000)) {
		fd = open(path, O_RDONLY);
		if (fd < 0)
			return true;
		if (read(fd, text, sizeof(text) - 1) < 0)
			text[0] = '\0';
		close(fd);
		at = strrchr(text, ')');
		if (!at || at[2] == 'Z' || at[2] == 'X')
			return true;
	}
	return false;
}

static bool can_compare(pid_t a, pid_t b)
{
	return syscall(SYS_kcmp, a, b, KCMP_VM, 0, 0) >= 0;
}

Test(warden, who_shares_the_memory_dies_with_it)
{
	pid_t other, pid = child_with_another(true, &other);
	struct body big = { pid, "big", NULL, 5, 99999, 90000, 0, 9 };
	struct body twin = { other, "twin", NULL, 5, 99999, 80000, 0, 9 };

	if (!can_compare(pid, other))
		cr_skip_test("kcmp is not to be had");
	begin(plain);
	write_body(&big);
	write_body(&twin);
	prepare();
	oomt_warden_look(&warden);
	cr_assert_eq(told()->decision.runner[0].pid, pid);
	cr_assert(is_gone(pid));
	cr_assert(is_gone(other));
	cr_assert_eq(warden.sharers.count, 0);
	end();
}

Test(warden, a_sharer_that_is_exempt_saves_both)
{
	pid_t other, pid = child_with_another(true, &other);
	struct body big = { pid, "big", NULL, 5, 99999, 90000, 0, 9 };
	struct body twin = { other, "spared", NULL, 5, 99999, 80000, 0, 9 };
	struct body next = { child(true), "next", NULL, 5, 9999, 5000, 0, 9 };
	const struct oomt_job *job;

	if (!can_compare(pid, other))
		cr_skip_test("kcmp is not to be had");
	begin(plain);
	write_body(&big);
	write_body(&twin);
	write_body(&next);
	prepare();
	oomt_warden_look(&warden);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_SHARED);
	cr_assert_eq(job->decision.runner[0].pid, pid);
	cr_assert_eq(job->decision.runner[1].pid, other);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_KILL);
	cr_assert_eq(job->decision.runner[0].pid, next.pid);
	usleep(50000);
	cr_assert_eq(died_of(next.pid), SIGKILL);
	cr_assert_eq(died_by_now(pid), 0);
	cr_assert_eq(kill(other, SIGKILL), 0);
	end_child(pid);
	end();
}

/* Without CLONE_VM it is a process of its own, whatever it looks like. */
Test(warden, a_forked_twin_lives)
{
	pid_t other, pid = child_with_another(false, &other);
	struct body big = { pid, "big", NULL, 5, 99999, 90000, 0, 9 };
	struct body twin = { other, "spared", NULL, 5, 99999, 90000, 0, 9 };

	begin(plain);
	write_body(&big);
	write_body(&twin);
	prepare();
	oomt_sharers_find(&warden.sharers, &warden.census, &warden.ws,
			  oomt_census_find(&warden.census, pid));
	cr_assert_eq(warden.sharers.count, 0);
	oomt_warden_look(&warden);
	cr_assert_eq(told()->kind, OOMT_JOB_KILL);
	usleep(50000);
	cr_assert_eq(died_of(pid), SIGKILL);
	cr_assert_eq(kill(other, SIGKILL), 0);
	end();
}

static const char patient[] =
	"chain low {\nhook low\nwhen mem.available < 20%\npolicy kill grace 100ms\n}\n";

/* Within the grace the sharer execs: it is not the victim's any more. */
Test(warden, a_sharer_that_leaves_in_the_grace_lives)
{
	pid_t other, pid = child_with_another(true, &other);
	pid_t apart = child(true);
	struct body big = { pid, "big", NULL, 5, 99999, 90000, 0, 9 };
	struct body twin = { other, "twin", NULL, 5, 99999, 80000, 0, 9 };

	if (!can_compare(pid, other))
		cr_skip_test("kcmp is not to be had");
	begin(patient);
	write_body(&big);
	write_body(&twin);
	prepare();
	oomt_sharers_find(&warden.sharers, &warden.census, &warden.ws,
			  oomt_census_find(&warden.census, pid));
	cr_assert_eq(warden.sharers.count, 1);
	oomt_sharers_check(&warden.sharers, pid);
	cr_assert_eq(warden.sharers.count, 1);
	oomt_sharers_check(&warden.sharers, apart);
	cr_assert_eq(warden.sharers.count, 0);
	oomt_sharers_kill(&warden.sharers);
	cr_assert_not(is_gone(other));
	kill(other, SIGKILL);
	end_child(pid);
	end_child(apart);
	end();
}

Test(warden, who_shares_the_memory_dies_after_the_grace)
{
	pid_t other, pid = child_with_another(true, &other);
	struct body big = { pid, "big", NULL, 5, 99999, 90000, 0, 9 };
	struct body twin = { other, "twin", NULL, 5, 99999, 80000, 0, 9 };
	const struct oomt_job *job;
	u32 i;

	if (!can_compare(pid, other))
		cr_skip_test("kcmp is not to be had");
	begin(patient);
	write_body(&big);
	write_body(&twin);
	prepare();
	oomt_warden_look(&warden);
	cr_assert_eq(warden.sharers.count, 1);
	cr_assert_eq(kill(other, 0), 0);
	cr_assert_eq(told()->kind, OOMT_JOB_ASKED);
	for (i = 0; i < 50 && warden.in_grace; i++) {
		usleep(10000);
		oomt_warden_look(&warden);
	}
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_KILL);
	cr_assert_eq(job->decision.runner[0].pid, pid);
	cr_assert(is_gone(other));
	end();
	waitpid(pid, NULL, WNOHANG);
}

/* ---- warnings and logs --------------------------------------------------- */

static const char warning[] =
	"chain low {\nhook low\nwhen mem.available < 20%\npolicy exempt\n"
	"total > 50M warn signal TERM log \"over 50M\"\ncomm \"small\" warn\n}\n";

Test(warden, warns_once_per_task_and_episode)
{
	struct body big = { child(false), "big", NULL, 5, 99999, 90000, 0, 9 };
	struct body small = { 4000001, "small", NULL, 5, 9999, 9000, 0, 9 };
	const struct oomt_job *job;

	begin(warning);
	write_body(&big);
	write_body(&small);
	prepare();
	oomt_warden_look(&warden);
	cr_assert_eq(told()->kind, OOMT_JOB_NOBODY);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_LOG);
	cr_assert_str_eq(job->text, "over 50M");
	cr_assert_eq(job->decision.candidates, 1);
	cr_assert_eq(job->decision.runner[0].pid, big.pid);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_WARN);
	cr_assert_eq(job->decision.runner_count, 2);
	cr_assert_eq(job->decision.runner[0].pid, big.pid);
	cr_assert_eq(job->decision.runner[0].signal, SIGTERM);
	cr_assert_str_eq(job->decision.runner[0].file, "p.oom");
	cr_assert_eq(job->decision.runner[0].line, 6);
	cr_assert_eq(job->decision.runner[1].pid, small.pid);
	cr_assert_eq(job->decision.runner[1].signal, 0);
	usleep(50000);
	cr_assert_eq(died_of(big.pid), SIGTERM);
	/* It is as if it lived on; but nobody is told twice. */
	big.pid = child(false);
	oomt_warden_look(&warden);
	cr_assert_null(told());
	/* A new process, and then a new episode. */
	write_body(&big);
	oomt_warden_look(&warden);
	cr_assert_eq(told()->kind, OOMT_JOB_WARN);
	usleep(50000);
	cr_assert_eq(died_of(big.pid), SIGTERM);
	cr_assert(oomt_episode_has(&warden.episode, small.pid,
				   warden.census.pic.task[oomt_census_find(
				   &warden.census, small.pid)].start_ns,
				   OOMT_EPISODE_WARNED));
	warden.episode.held_ns -= OOMT_EPISODE_NS;
	oomt_warden_look(&warden);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_WARN);
	cr_assert_eq(job->decision.runner[job->decision.runner_count - 1].pid,
		     small.pid);
	end();
}

/* Between decision and signal it becomes another program. */
Test(warden, a_warning_makes_sure_of_whom_it_signals)
{
	struct body big = { child(false), "big", NULL, 5, 99999, 90000, 0, 9 };

	begin(warning);
	write_body(&big);
	prepare();
	oomt_warden_sample(&warden);
	cr_assert_eq(oomt_warden_decide(&warden), 0);
	cr_assert_eq(warden.warned_count, 1);
	big.rss = big.vsize = 4000;
	write_body(&big);
	oomt_warden_tell_notes(&warden);
	cr_assert_null(told());
	usleep(50000);
	cr_assert_eq(died_by_now(big.pid), 0);
	end_child(big.pid);
	end();
}

Test(warden, a_dry_run_warns_without_a_signal)
{
	struct body big = { child(false), "big", NULL, 5, 99999, 90000, 0, 9 };
	const struct oomt_job *job;

	begin(warning);
	write_body(&big);
	prepare();
	warden.dry_run = true;
	oomt_warden_look(&warden);
	cr_assert_eq(told()->kind, OOMT_JOB_NOBODY);
	cr_assert_eq(told()->kind, OOMT_JOB_LOG);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_WARN);
	cr_assert_eq(job->decision.runner[0].signal, 0);
	usleep(50000);
	cr_assert_eq(died_by_now(big.pid), 0);
	end_child(big.pid);
	end();
}

/* ---- grace --------------------------------------------------------------- */

static const char graceful[] =
	"chain first {\nhook low\nwhen mem.available < 5%\npolicy exempt\ncomm \"big\" kill\n}\n"
	"chain low {\nhook low\nwhen mem.available < 20%\npolicy exempt\ncomm \"big\" kill grace 300ms\n}\n";

Test(warden, grace_runs_out_on_time)
{
	struct body big = { child(true), "big", NULL, 5, 99999, 90000, 0, 9 };
	const struct oomt_job *job;
	u64 begin_ns;
	u32 i;

	begin(graceful);
	write_body(&big);
	prepare();
	begin_ns = oomt_now_ns();
	for (i = 0; i < 200 && !died_by_now(big.pid); i++) {
		oomt_warden_look(&warden);
		usleep(10000);
	}
	cr_assert_lt(i, 200);
	cr_assert_gt(oomt_now_ns() - begin_ns, 290000000ULL);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_ASKED);
	cr_assert_eq(job->decision.runner[0].signal, SIGTERM);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_KILL);
	cr_assert_geq(job->signalled_ns - job->asked_ns, 300000000ULL);
	cr_assert_lt(job->signalled_ns - job->asked_ns, 1000000000ULL);
	end();
}

Test(warden, grace_ends_early_by_an_earlier_chain)
{
	struct body big = { child(true), "big", NULL, 5, 99999, 90000, 0, 9 };
	const struct oomt_job *job;

	begin(graceful);
	write_body(&big);
	prepare();
	oomt_warden_look(&warden);
	cr_assert(warden.in_grace);
	oomt_warden_look(&warden);
	cr_assert(warden.in_grace);
	write_machine(20, 0);
	oomt_warden_look(&warden);
	cr_assert_not(warden.in_grace);
	usleep(50000);
	cr_assert_eq(died_of(big.pid), SIGKILL);
	cr_assert_eq(told()->kind, OOMT_JOB_ASKED);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_KILL);
	cr_assert_lt(job->signalled_ns - job->asked_ns, 300000000ULL);
	end();
}

/* ---- time ---------------------------------------------------------------- */

Test(warden, a_suspend_restarts_for)
{
	struct body big = { child(true), "big", NULL, 5, 99999, 90000, 0, 9 };

	begin("chain low {\nhook low\nwhen mem.available < 20% for 100ms\npolicy kill\n}\n");
	write_body(&big);
	prepare();
	oomt_warden_look(&warden);
	usleep(150000);
	/* As if the machine had slept in between. */
	warden.suspended_ns -= 5000000000ULL;
	oomt_warden_look(&warden);
	cr_assert_null(told());
	usleep(150000);
	oomt_warden_look(&warden);
	cr_assert_eq(told()->kind, OOMT_JOB_KILL);
	usleep(50000);
	cr_assert_eq(died_of(big.pid), SIGKILL);
	end();
}

Test(warden, sleeps_by_headroom)
{
	begin(plain);
	prepare();
	/* 20% of 1 GiB is 204.8 MB: 295 MB above it at 10 GB/s. */
	write_machine(500, 0);
	oomt_warden_sample(&warden);
	cr_assert_eq(oomt_warden_sleep_ms(&warden), 29);
	write_machine(210, 0);
	oomt_warden_sample(&warden);
	cr_assert_eq(oomt_warden_sleep_ms(&warden), 20);
	end();
}

Test(warden, three_fruitless_kills_raise_an_alarm)
{
	struct body body = { .comm = "tiny", .start = 5, .vsize = 40, .rss = 4 };
	const struct oomt_job *job;
	u32 i, alarms = 0;

	begin(plain);
	prepare();
	for (i = 0; i < 4; i++) {
		body.pid = child(true);
		write_body(&body);
		oomt_warden_look(&warden);
		usleep(50000);
		oomt_warden_follow(&warden);
		if (died_of(body.pid) != SIGKILL)
			break;
		remove_body(body.pid);
	}
	cr_assert_eq(i, 3, "the fourth lives");
	end_child(body.pid);
	while ((job = told()))
		alarms += job->kind == OOMT_JOB_ALARM;
	cr_assert_eq(alarms, 1);
	end();
}

/* ---- the whole language -------------------------------------------------- */

/* A process on paper with its parent, its group and its cgroup. */
static void write_kin(const struct body *body, s32 ppid, s32 pgrp)
{
	char name[64];

	write_body(body);
	snprintf(name, sizeof(name), "proc/%d/stat", body->pid);
	write_file(name, "%d (%s) S %d %d 1 0 -1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 %llu 0 0\n",
		   body->pid, body->comm, ppid, pgrp,
		   (unsigned long long)body->start);
}

static void make_dir(const char *name)
{
	char command[400];

	snprintf(command, sizeof(command), "mkdir -p %s/%s", root, name);
	cr_assert_eq(system(command), 0);
}

static void write_cgroup(const char *path, const char *file, const char *text)
{
	char name[200];

	snprintf(name, sizeof(name), "sys/fs/cgroup%s", path);
	make_dir(name);
	write_file("sys/fs/cgroup/cgroup.controllers", "memory\n");
	snprintf(name, sizeof(name), "sys/fs/cgroup%s/%s", path, file);
	write_file(name, "%s\n", text);
}

static bool dies_of(pid_t pid, int signal)
{
	int i, got = 0;

	for (i = 0; i < 100 && !got; i++, usleep(10000))
		got = died_by_now(pid);
	return got == signal;
}

static const char trees[] =
	"chain low {\nhook low\nwhen mem.available < 20%\npolicy exempt\ncomm \"spared\" exempt\ncomm \"root\" kill tree\n}\n";

Test(warden, a_tree_dies_whole)
{
	struct body top = { child(true), "root", NULL, 5, 9999, 5000, 0, 9 };
	struct body kid = { child(true), "kid", NULL, 5, 9999, 7000, 0, 9 };
	struct body grand = { child(true), "grand", NULL, 5, 9999, 900, 0, 9 };
	struct body other = { child(true), "kid", NULL, 5, 9999, 9000, 0, 9 };
	const struct oomt_job *job;

	begin(trees);
	write_kin(&top, 1, 1);
	write_kin(&kid, top.pid, 1);
	write_kin(&grand, kid.pid, 1);
	write_kin(&other, 1, 1);
	prepare();
	oomt_warden_look(&warden);
	job = told();
	cr_assert(job);
	cr_assert_eq(job->kind, OOMT_JOB_KILL);
	cr_assert_eq(job->result, 0);
	cr_assert_eq(job->decision.runner[0].unit, OOMT_UNIT_TREE);
	cr_assert_eq(job->decision.runner[0].members, 3);
	cr_assert_eq(job->decision.runner[0].rss, 12900 * 1024);
	cr_assert_eq(job->pid_count, 3);
	cr_assert_eq(job->pid[0], top.pid);
	cr_assert(dies_of(top.pid, SIGKILL));
	cr_assert(dies_of(kid.pid, SIGKILL));
	cr_assert(dies_of(grand.pid, SIGKILL));
	cr_assert_eq(died_by_now(other.pid), 0);
	/* Followed until all are gone; what all held counts as given. */
	oomt_warden_look(&warden);
	cr_assert_not(warden.following);
	cr_assert_geq(warden.census.pic.metric[OOMT_M_MEM_AVAILABLE],
		      100 * MB + 12900 * 1024);
	end_child(other.pid);
	end();
}

/* Exempt by a rule, a member saves the others but the one that was matched. */
Test(warden, a_tree_with_a_spared_one_is_broken_up)
{
	struct body top = { child(true), "root", NULL, 5, 9999, 5000, 0, 9 };
	struct body kid = { child(true), "spared", NULL, 5, 9999, 7000, 0, 9 };
	const struct oomt_job *job;

	begin(trees);
	write_kin(&top, 1, 1);
	write_kin(&kid, top.pid, 1);
	prepare();
	oomt_warden_look(&warden);
	job = told();
	cr_assert_eq(job->decision.runner[0].unit, OOMT_UNIT_PROCESS);
	cr_assert_eq(job->pid_count, 1);
	cr_assert(dies_of(top.pid, SIGKILL));
	cr_assert_eq(died_by_now(kid.pid), 0);
	end_child(kid.pid);
	end();
}

/* A child that appears when its parent is held already. */
Test(warden, who_is_forked_meanwhile_dies_too)
{
	struct body top = { child(true), "root", NULL, 5, 9999, 5000, 0, 9 };
	struct body kid = { child(true), "kid", NULL, 5, 9999, 7000, 0, 9 };
	struct body late = { child(true), "late", NULL, 5, 9999, 900, 0, 9 };

	begin(trees);
	write_kin(&top, 1, 1);
	write_kin(&kid, top.pid, 1);
	prepare();
	oomt_warden_sample(&warden);
	cr_assert_eq(oomt_warden_decide(&warden), 0);
	write_kin(&late, kid.pid, 1);
	cr_assert(oomt_warden_act(&warden));
	cr_assert_eq(told()->pid_count, 3);
	cr_assert(dies_of(late.pid, SIGKILL));
	cr_assert(dies_of(kid.pid, SIGKILL));
	cr_assert(dies_of(top.pid, SIGKILL));
	end();
}

Test(warden, a_spared_child_forked_meanwhile_saves_the_others)
{
	struct body top = { child(true), "root", NULL, 5, 9999, 5000, 0, 9 };
	struct body kid = { child(true), "kid", NULL, 5, 9999, 7000, 0, 9 };
	struct body late = { child(true), "spared", NULL, 5, 9999, 9, 0, 9 };

	begin(trees);
	write_kin(&top, 1, 1);
	write_kin(&kid, top.pid, 1);
	prepare();
	oomt_warden_sample(&warden);
	cr_assert_eq(oomt_warden_decide(&warden), 0);
	write_kin(&late, kid.pid, 1);
	cr_assert(oomt_warden_act(&warden));
	cr_assert_eq(told()->decision.runner[0].unit, OOMT_UNIT_PROCESS);
	cr_assert(dies_of(top.pid, SIGKILL));
	cr_assert_eq(died_by_now(late.pid), 0);
	/* If it was stopped, it goes on (a stop can be taken back unseen). */
	usleep(50000);
	cr_assert_eq(died_by_now(kid.pid), 0);
	cr_assert(!is_stopped(kid.pid));
	end_child(kid.pid);
	end_child(late.pid);
	end();
}

Test(warden, a_unit_in_its_grace)
{
	struct body top = { child(true), "root", NULL, 5, 9999, 5000, 0, 9 };
	struct body kid = { child(false), "kid", NULL, 5, 9999, 7000, 0, 9 };
	const struct oomt_job *job;
	u32 i;

	begin("chain low {\nhook low\nwhen mem.available < 20%\npolicy exempt\ncomm \"root\" kill pgrp grace 100ms\n}\n");
	write_kin(&top, 1, 77);
	write_kin(&kid, 1, 77);
	prepare();
	oomt_warden_look(&warden);
	cr_assert(warden.in_grace);
	cr_assert(dies_of(kid.pid, SIGTERM));
	cr_assert_eq(died_by_now(top.pid), 0);
	for (i = 0; i < 50 && warden.in_grace; i++, usleep(10000))
		oomt_warden_look(&warden);
	cr_assert(dies_of(top.pid, SIGKILL));
	cr_assert_eq(told()->kind, OOMT_JOB_ASKED);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_KILL);
	cr_assert_geq(job->signalled_ns - job->asked_ns, 100000000ULL);
	end();
}

Test(warden, growth_counts_from_ten_seconds_ago)
{
	struct body body = { 300, "a", NULL, 1, 999999, 1000, 0, 0 };
	struct oomt_census *census = &warden.census;
	const u64 s = 1000000000ULL, t = 1000 * s;
	struct oomt_census_want want = nothing;
	u32 i;

	want.exact = true;
	begin("chain low {\nhook low\nwhen mem.available < 20%\norder by growth\npolicy kill\n}\n");
	write_body(&body);
	prepare();
	for (i = 0; i <= 10; i++) {
		body.rss = 1000 + i * i * 100;		/* kB, at 2.5 s each */
		write_sizes(&body);
		census->pic.now_ns = t + i * 5 * s / 2;
		cr_assert_eq(oomt_census_gather(census, &want,
						census->pic.now_ns), 0);
		if (!i)
			cr_assert_not(oomt_task_knows(&census->pic.task[0],
						      OOMT_F_GROWTH));
		if (i == 2)		/* from the oldest, 5 s ago */
			cr_assert_eq(census->pic.task[0].growth,
				     400 * 1024 / 5);
		if (i == 10)		/* from 4 steps ago */
			cr_assert_eq(census->pic.task[0].growth,
				     (10000 - 3600) * 1024 / 10);
		cr_assert_eq(oomt_census_step_due(census, census->pic.now_ns),
			     true);
		oomt_census_step(census, census->pic.now_ns);
		cr_assert_not(oomt_census_step_due(census,
						   census->pic.now_ns + s));
	}
	/* Another process with that pid has no past. */
	body.start = 7;
	write_body(&body);
	census->pic.now_ns += s;
	cr_assert(oomt_census_fresh(census, 0, census->pic.now_ns));
	cr_assert_not(oomt_task_knows(&census->pic.task[0], OOMT_F_GROWTH));
	end();
}

Test(warden, command_lines_are_learnt_aside)
{
	struct body body = { 300, "a", NULL, 1, 9999, 1000, 0, 0 };
	struct oomt_census *census = &warden.census;
	u32 i;

	begin("chain low {\nhook low\nwhen mem.available < 1%\npolicy exempt\ncmdline \"*x y*\" kill\n}\n");
	write_body(&body);
	write_file("proc/300/cmdline", "/bin/a -x y%c", 'z');
	prepare();
	for (i = 0; i < 200 && !census->pic.task[0].cmdline; i++) {
		usleep(10000);
		oomt_learner_turn(&warden.learner, census);
	}
	cr_assert_str_eq(census->pic.task[0].cmdline, "/bin/a -x yz");
	/* Kept when all is read anew, but not over an exec. */
	cr_assert(oomt_census_fresh(census, 0, 5));
	cr_assert(oomt_task_knows(&census->pic.task[0], OOMT_F_CMDLINE));
	cr_assert_str_eq(census->pic.task[0].cmdline, "/bin/a -x yz");
	body.comm = "b";
	write_body(&body);
	cr_assert(oomt_census_fresh(census, 0, 6));
	cr_assert_not(oomt_task_knows(&census->pic.task[0], OOMT_F_CMDLINE));
	end();
}

Test(warden, a_condition_on_a_cgroup_and_who_is_there)
{
	struct body big = { child(true), "big", "/a", 5, 99999, 90000, 0, 9 };
	struct body tiny = { 9, "tiny", NULL, 5, 999, 90, 0, 9 };

	begin("chain low {\nhook low\nwhen cgroup \"/b\" memory.current > 50% and exists comm \"tiny\"\npolicy kill\n}\n");
	write_cgroup("/b", "memory.current", "4000");
	write_cgroup("/b", "memory.max", "10000");
	write_body(&big);
	prepare();
	oomt_warden_look(&warden);
	cr_assert_null(told());
	write_cgroup("/b", "memory.current", "5001");
	oomt_warden_look(&warden);
	cr_assert_null(told());
	cr_assert_eq(died_by_now(big.pid), 0);
	write_body(&tiny);
	oomt_warden_look(&warden);
	cr_assert_eq(told()->decision.runner[0].pid, big.pid);
	cr_assert(dies_of(big.pid, SIGKILL));
	end();
}

Test(warden, a_chain_per_cgroup)
{
	struct body a = { child(true), "a", "/p/a", 5, 99999, 90000, 0, 9 };
	struct body b = { child(true), "b", "/p/b", 5, 99999, 9000, 0, 9 };
	const struct oomt_job *job;

	begin("chain low {\nhook low\nscope cgroup \"/p/*\"\nwhen scope memory.current > 1M\nmode dry\npolicy kill\n}\n"
	      "chain real {\nhook low\nscope cgroup \"/p/*\"\nwhen scope memory.current > 1M and exists comm \"b\"\npolicy kill\n}\n");
	write_cgroup("/p/a", "memory.current", "1000");
	write_cgroup("/p/b", "memory.current", "1000");
	write_cgroup("/p/empty", "memory.current", "9000000");
	write_body(&a);
	write_body(&b);
	prepare();
	/* Nobody is in the only one for which it holds. */
	oomt_warden_look(&warden);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_NOBODY);
	cr_assert_str_eq(job->decision.cgroup, "/p/empty");
	cr_assert_null(told());
	write_cgroup("/p/empty", "memory.current", "9");
	oomt_warden_look(&warden);
	cr_assert_null(told());
	write_cgroup("/p/b", "memory.current", "2000000");
	oomt_warden_look(&warden);
	job = told();
	cr_assert_eq(job->kind, OOMT_JOB_KILL);
	cr_assert_str_eq(job->decision.cgroup, "/p/b");
	cr_assert_eq(job->decision.runner[0].pid, b.pid);
	cr_assert(dies_of(b.pid, SIGKILL));
	cr_assert_eq(died_by_now(a.pid), 0);
	end_child(a.pid);
	end();
}

/* Its when may hold by the metrics alone, but nobody of that name is there. */
Test(warden, a_dry_chain_is_asked_for_real)
{
	struct body a = { 300, "a", "/", 5, 99999, 90000, 0, 9 };
	struct body b = { 301, "b", "/", 5, 99999, 90000, 0, 9 };

	begin("chain low {\nhook low\nwhen mem.available < 20% and exists comm \"b\"\nmode dry\npolicy kill\n}\n");
	write_body(&a);
	prepare();
	oomt_warden_look(&warden);
	cr_assert_null(told());
	write_body(&b);
	oomt_warden_look(&warden);
	cr_assert_eq(told()->kind, OOMT_JOB_DRY);
	cr_assert_null(told());
	end();
}

Test(warden, reclaim_is_known_after_a_second)
{
	begin("chain low {\nhook low\nwhen pgscan.rate > 100\npolicy kill\n}\n");
	write_file("proc/vmstat", "nr_free_pages 1\npgscan_kswapd 1000\npgscan_direct 500\npgscan_direct_throttle 99999\npgscan_anon 9999\n");
	prepare();
	oomt_warden_sample(&warden);
	cr_assert_not(oomt_picture_knows(&warden.census.pic,
					 OOMT_M_PGSCAN_RATE));
	write_file("proc/vmstat", "nr_free_pages 1\npgscan_kswapd 5000\npgscan_direct 1500\n");
	warden.meters.scanned_ns -= 10000000000ULL;
	oomt_warden_sample(&warden);
	cr_assert_leq(warden.census.pic.metric[OOMT_M_PGSCAN_RATE], 500);
	cr_assert_geq(warden.census.pic.metric[OOMT_M_PGSCAN_RATE], 400);
	end();
}

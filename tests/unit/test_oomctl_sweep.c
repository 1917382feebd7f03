// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A sweep of this machine beside what its /proc says of children of our own,
 * and the census that goes by it.  Skipped where the kernel gives us none.
 */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "warden/census_parts.h"
#include "executor/executor.h"

#define MB	(1LL << 20)

static struct oomt_census census;
static int order[2], answer[2];

/* ---- a child that does what it is told ------------------------------------- */

enum { RENAME = 'r', EXEC = 'e', GROW = 'g', MOVE = 'm', HIDE = 'h' };

static void child(void)
{
	char what;

	while (read(order[0], &what, 1) == 1) {
		if (what == RENAME)
			prctl(PR_SET_NAME, "renamed");
		if (what == GROW)
			memset(mmap(NULL, 32 * MB, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
			       1, 32 * MB);
		if (what == MOVE)
			setsid();
		if (what == HIDE && setresuid(65534, 65534, 65534))
			break;
		if (what == EXEC) {
			dup2(order[0], 0);
			execl("/bin/cat", "cat", NULL);
		}
		if (write(answer[1], &what, 1) != 1)
			break;
	}
	_exit(0);
}

static pid_t spawn(void)
{
	pid_t pid;

	cr_assert_eq(pipe(order) | pipe(answer), 0);
	pid = fork();
	if (!pid)
		child();
	cr_assert_gt(pid, 0);
	return pid;
}

static void tell(char what)
{
	char said = 0;

	cr_assert_eq(write(order[1], &what, 1), 1);
	cr_assert_eq(read(answer[0], &said, 1), 1);
	cr_assert_eq(said, what);
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* ---- the rows ----------------------------------------------------------------- */

static struct oomt_sweep *sweep_of(u32 capacity)
{
	const char *why;
	struct oomt_sweep *sweep = oomt_sweep_open(capacity, &why);

	if (!sweep)
		cr_skip_test("no sweeps here: %s", why);
	return sweep;
}

static const struct oomt_sweep_row *row_of(struct oomt_sweep *sweep, s32 pid)
{
	const struct oomt_sweep_row *row;
	int i, count;

	oomt_sweep_prepare(sweep);
	count = oomt_sweep_take(sweep);
	cr_assert_gt(count, 1, "%d", count);
	row = oomt_sweep_rows(sweep);
	for (i = 1; i < count; i++)
		cr_assert_gt(row[i].pid, row[i - 1].pid);
	for (i = 0; i < count; i++)
		if (row[i].pid == pid)
			return &row[i];
	return NULL;
}

static long long status_of(pid_t pid, const char *key)
{
	char name[64], line[256];
	long long value = -1;
	FILE *from;

	snprintf(name, sizeof(name), "/proc/%d/status", pid);
	from = fopen(name, "r");
	cr_assert(from);
	while (fgets(line, sizeof(line), from))
		if (!strncmp(line, key, strlen(key)))
			value = strtoll(line + strlen(key), NULL, 10);
	fclose(from);
	return value;
}

static void assert_near(s64 pages, long long kb)
{
	const s64 slack = 64 * sysconf(_SC_NPROCESSORS_CONF) + 64;

	cr_assert_leq(llabs(pages - kb * 1024 / sysconf(_SC_PAGESIZE)), slack,
		      "%lld pages, %lld kB", (long long)pages, kb);
}

Test(sweep, tells_what_proc_tells)
{
	struct oomt_sweep *sweep = sweep_of(65536);
	pid_t pid = spawn();
	const struct oomt_sweep_row *row;

	tell(GROW);
	row = row_of(sweep, pid);
	cr_assert(row);
	cr_assert_eq(row->flags, OOMT_ROW_MEMORY);
	cr_assert_eq(row->ppid, getpid());
	cr_assert_eq(row->pgrp, getpgid(pid));
	cr_assert_eq(row->session, getsid(pid));
	cr_assert_eq(row->threads, 1);
	cr_assert_eq((long long)row->vsize * sysconf(_SC_PAGESIZE),
		     status_of(pid, "VmSize:") * 1024);
	cr_assert_eq(row->pgtables, status_of(pid, "VmPTE:") * 1024);
	assert_near(row->anon, status_of(pid, "RssAnon:"));
	assert_near(row->file, status_of(pid, "RssFile:"));
	assert_near(row->shmem, status_of(pid, "RssShmem:"));
	assert_near(row->swap, status_of(pid, "VmSwap:"));
	cr_assert_geq(row->anon * sysconf(_SC_PAGESIZE), 31 * MB);
	tell(MOVE);
	cr_assert_eq(row_of(sweep, pid)->session, pid);
	end(pid);
	cr_assert_null(row_of(sweep, pid));
	oomt_sweep_close(sweep);
}

Test(sweep, tells_changes_and_nothing_else)
{
	struct oomt_sweep *sweep = sweep_of(65536);
	pid_t pid = spawn();
	u64 first, named, hidden;

	first = row_of(sweep, pid)->changes;
	tell(GROW);
	cr_assert_eq(row_of(sweep, pid)->changes, first);
	tell(RENAME);
	named = row_of(sweep, pid)->changes;
	cr_assert_neq(named, first);
	cr_assert_eq(row_of(sweep, pid)->changes, named);
	tell(HIDE);
	hidden = row_of(sweep, pid)->changes;
	cr_assert_neq(hidden, named);
	end(pid);
	oomt_sweep_close(sweep);
}

static int stay(void *arg)
{
	for (;;)
		pause();
	return 0;
}

Test(sweep, tells_who_shares_memory_and_who_has_none)
{
	struct oomt_sweep *sweep = sweep_of(65536);
	u64 ours = row_of(sweep, getpid())->memory;
	static char stack[16384] __attribute__((aligned(16)));
	pid_t pid = spawn(), other, dead;

	cr_assert_neq(ours, 0);
	cr_assert_neq(row_of(sweep, pid)->memory, ours);
	end(pid);
	other = clone(stay, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL);
	cr_assert_gt(other, 0);
	cr_assert_eq(row_of(sweep, other)->memory, ours);
	end(other);
	dead = fork();
	if (!dead)
		_exit(0);
	waitid(P_PID, dead, &(siginfo_t){ 0 }, WEXITED | WNOWAIT);
	cr_assert_eq(row_of(sweep, dead)->flags, 0);
	waitpid(dead, NULL, 0);
	/* In the initial namespace the kernel's own come first. */
	cr_assert_eq(oomt_sweep_rows(sweep)[0].flags, OOMT_ROW_KTHREAD);
	oomt_sweep_close(sweep);
}

Test(sweep, without_room_it_says_so)
{
	const char *why;

	oomt_sweep_close(sweep_of(65536));
	cr_assert_null(oomt_sweep_open(1, &why));
	cr_assert_str_eq(why, "too many processes");
}

/* Where memory is low none is made: what was prepared is all there is. */
Test(sweep, takes_only_what_was_prepared)
{
	struct oomt_sweep *sweep = sweep_of(65536);
	int i, taken = 0;

	oomt_sweep_prepare(sweep);
	for (i = 0; i < 100 && oomt_sweep_take(sweep) > 0; i++)
		taken++;
	cr_assert_gt(taken, 1);
	cr_assert_lt(taken, 100);
	cr_assert_eq(oomt_sweep_take(sweep), -EAGAIN);
	oomt_sweep_prepare(sweep);
	cr_assert_gt(oomt_sweep_take(sweep), 0);
	oomt_sweep_close(sweep);
}

/* ---- the census ------------------------------------------------------------------ */

static const struct oomt_census_want nothing = {
	.total_from = S64_MAX, .swap_from = S64_MAX, .pgtables_from = S64_MAX,
};

static void begin(void)
{
	const char *why;

	cr_assert_eq(oomt_census_init(&census, "/"), 0);
	if (!oomt_census_use_sweep(&census, &why)) {
		oomt_census_exit(&census);
		cr_skip_test("no sweeps here: %s", why);
	}
	cr_assert_eq(oomt_census_survey(&census, oomt_now_ns()), 0);
}

static const struct oomt_task *gathered(pid_t pid)
{
	u32 at;

	if (census.sweep)
		oomt_sweep_prepare(census.sweep);
	cr_assert_eq(oomt_census_gather(&census, &nothing, oomt_now_ns()), 0);
	at = oomt_census_find(&census, pid);
	return at == OOMT_NONE ? NULL : &census.pic.task[at];
}

Test(sweep, census_follows_what_changes)
{
	pid_t pid = spawn(), late;
	const struct oomt_task *task;
	char name[64];
	FILE *to;

	begin();
	task = gathered(pid);
	cr_assert(task);
	cr_assert_lt(task->anon, 16 * MB);
	tell(GROW);
	cr_assert_geq(gathered(pid)->anon, 31 * MB);
	tell(RENAME);
	cr_assert_str_eq(gathered(pid)->comm, "renamed");
	snprintf(name, sizeof(name), "/proc/%d/oom_score_adj", pid);
	to = fopen(name, "w");
	cr_assert(to && fputs("77", to) > 0 && !fclose(to));
	cr_assert_eq(gathered(pid)->oom_score_adj, 77);
	tell(MOVE);
	cr_assert_eq(gathered(pid)->session, pid);
	late = fork();
	if (!late)
		pause();
	cr_assert(gathered(late));
	cr_assert_eq(gathered(late)->ppid, getpid());
	end(late);
	cr_assert_null(gathered(late));
	tell(HIDE);
	cr_assert_eq(gathered(pid)->uid, 65534);
	end(pid);
	oomt_census_exit(&census);
}

Test(sweep, census_sees_another_program)
{
	pid_t pid = spawn();
	char what = EXEC;
	int i;

	begin();
	cr_assert(gathered(pid));
	cr_assert_eq(write(order[1], &what, 1), 1);
	for (i = 0; i < 500 && strcmp(gathered(pid)->comm, "cat"); i++)
		usleep(10000);
	cr_assert_str_eq(gathered(pid)->comm, "cat");
	cr_assert(strstr(gathered(pid)->exe, "cat"));
	end(pid);
	oomt_census_exit(&census);
}

/* Who has not changed is not read, young or not; nor is anybody twice. */
Test(sweep, census_reads_only_who_changed)
{
	const struct oomt_census_want all = { .anew = true, .exact = true };
	pid_t pid = spawn();

	begin();
	cr_assert(gathered(pid));
	census.reads = 0;
	tell(RENAME);
	cr_assert_eq(oomt_census_gather(&census, &all, oomt_now_ns()), 0);
	/* It, init (which has no row), and what else happens on the machine. */
	cr_assert_geq(census.reads, 1);
	cr_assert_leq(census.reads, census.pic.task_count / 2 + 8);
	end(pid);
	oomt_census_exit(&census);
}

/* As in a survey: it is learnt, changes, and only then is the sweep taken. */
Test(sweep, census_sees_a_change_between_learning_and_sweep)
{
	pid_t pid;
	u64 now_ns;

	begin();
	pid = spawn();
	now_ns = oomt_now_ns();
	cr_assert_eq(oomt_census_list(&census), 0);
	oomt_census_merge(&census, now_ns);
	tell(RENAME);
	cr_assert(oomt_census_sweep(&census, now_ns));
	cr_assert_str_eq(gathered(pid)->comm, "renamed");
	end(pid);
	oomt_census_exit(&census);
}

/* Nothing is lost when a sweep fails in the middle of its life. */
Test(sweep, census_reads_proc_without_one)
{
	pid_t pid = spawn();

	begin();
	cr_assert(gathered(pid));
	oomt_sweep_close(census.sweep);
	census.sweep = NULL;
	tell(GROW);
	cr_assert_geq(gathered(pid)->rss, 31 * MB);
	end(pid);
	oomt_census_exit(&census);
}

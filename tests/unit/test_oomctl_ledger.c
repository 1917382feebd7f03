// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Whom a killed executor leaves frozen: real processes, and a real death. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "executor/deeds.h"
#include "executor/executor.h"

static char dir[64], file[96];
static int proc;

static void set_up(void)
{
	strcpy(dir, "/tmp/oomtables-ledger.XXXXXX");
	cr_assert(mkdtemp(dir));
	snprintf(file, sizeof(file), "%s/run/frozen", dir);
	proc = open("/proc", O_RDONLY | O_DIRECTORY);
	cr_assert_geq(proc, 0);
}

static void tear_down(void)
{
	char path[128];

	unlink(file);
	snprintf(path, sizeof(path), "%s/run", dir);
	rmdir(path);
	rmdir(dir);
	close(proc);
}

TestSuite(ledger, .init = set_up, .fini = tear_down);

static void open_ledger(struct oomt_ledger *ledger)
{
	cr_assert_eq(oomt_ledger_open(ledger, file, proc,
				      sysconf(_SC_CLK_TCK)), 0);
}

static pid_t sleeper(void)
{
	pid_t pid = fork();

	while (!pid)
		pause();
	cr_assert_gt(pid, 0);
	return pid;
}

/* The state's letter, once it is (or is not) a stopped one. */
static bool stopped(pid_t pid, bool want)
{
	char path[32], text[2048];
	ssize_t len;
	int i, fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	for (i = 0; i < 200; i++) {
		fd = open(path, O_RDONLY);
		cr_assert_geq(fd, 0);
		len = oomt_read_static(fd, text, sizeof(text));
		close(fd);
		cr_assert_gt(len, 0);
		if (strstr(text, ") T") ? want : !want)
			return want;
		usleep(10000);
	}
	return !want;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static struct oomt_deeds deeds, other;
static struct oomt_members unit;

/* An executor that freezes `pid` until until_ns, and is killed. */
static void freeze_and_die(pid_t pid, u64 until_ns)
{
	pid_t executor = fork();
	int status;

	if (!executor) {
		struct oomt_job job = { .decision.id = 1 };
		struct oomt_ledger ledger;

		open_ledger(&ledger);
		unit.ledger = deeds.ledger = &ledger;
		oomt_members_add(&unit, pid);
		oomt_members_stop(&unit, proc);
		if (until_ns != OOMT_LEDGER_AT_ONCE)
			oomt_deeds_keep(&deeds, &unit, until_ns, &job);
		raise(SIGKILL);
	}
	waitpid(executor, &status, 0);
	cr_assert(WIFSIGNALED(status));
	cr_assert(stopped(pid, true));
}

Test(ledger, a_killed_executors_frozen_are_thawed_in_time_by_the_next)
{
	u64 now_ns = oomt_now_ns(), until_ns = now_ns + 3600 * 1000000000ULL;
	struct oomt_ledger ledger;
	pid_t pid = sleeper();

	freeze_and_die(pid, until_ns);
	open_ledger(&ledger);
	deeds.ledger = &ledger;
	cr_assert_eq(oomt_deeds_adopt(&deeds, proc, false, 5), 1);
	cr_assert_eq(oomt_deeds_adopt(&deeds, proc, false, 5), 0);
	oomt_deeds_thaw(&deeds, true, until_ns - 1);
	cr_assert(stopped(pid, true));
	oomt_deeds_thaw(&deeds, false, until_ns);
	cr_assert_not(stopped(pid, false));
	cr_assert_eq(deeds.frozen_count, 0);
	oomt_ledger_close(&ledger);
	end(pid);
}

Test(ledger, who_was_stopped_and_not_yet_kept_goes_on_at_once)
{
	struct oomt_ledger ledger;
	pid_t pid = sleeper();

	freeze_and_die(pid, OOMT_LEDGER_AT_ONCE);
	open_ledger(&ledger);
	deeds.ledger = &ledger;
	cr_assert_eq(oomt_deeds_adopt(&deeds, proc, false, 0), 1);
	oomt_deeds_thaw(&deeds, false, oomt_now_ns());
	cr_assert_not(stopped(pid, false));
	oomt_ledger_close(&ledger);
	end(pid);
}

Test(ledger, without_a_time_it_is_what_the_next_one_says)
{
	struct oomt_ledger ledger;
	pid_t pid = sleeper();

	freeze_and_die(pid, 0);
	open_ledger(&ledger);
	deeds.ledger = &ledger;
	cr_assert_eq(oomt_deeds_adopt(&deeds, proc, false, 77), 1);
	cr_assert_eq(deeds.frozen[0].until_ns, 77);
	oomt_deeds_let_go(&deeds, oomt_now_ns());
	cr_assert_not(stopped(pid, false));
	oomt_ledger_close(&ledger);
	end(pid);
}

Test(ledger, nobody_takes_from_the_living_but_who_stands_in_for_them)
{
	struct oomt_job job = { .decision.id = 1 };
	struct oomt_ledger ledger, theirs;
	pid_t pid = sleeper(), next;
	int status;

	open_ledger(&ledger);
	unit.ledger = deeds.ledger = &ledger;
	cr_assert_eq(oomt_members_add(&unit, pid), 0);
	cr_assert_eq(oomt_members_stop(&unit, proc), 0);
	cr_assert_eq(oomt_deeds_keep(&deeds, &unit, 0, &job), 0);
	next = fork();
	if (!next) {
		open_ledger(&theirs);
		other.ledger = &theirs;
		if (oomt_deeds_adopt(&other, proc, false, 0))
			_exit(1);
		_exit(oomt_deeds_adopt(&other, proc, true, 0) == 1 ? 0 : 2);
	}
	waitpid(next, &status, 0);
	cr_assert_eq(status, 0);
	/* It is the other's now: our end thaws nobody. */
	oomt_deeds_let_go(&deeds, oomt_now_ns());
	cr_assert(stopped(pid, true));
	/* But the other has ended, too. */
	cr_assert_eq(oomt_deeds_adopt(&deeds, proc, false, 0), 1);
	oomt_deeds_let_go(&deeds, oomt_now_ns());
	cr_assert_not(stopped(pid, false));
	oomt_ledger_close(&ledger);
	end(pid);
}

Test(ledger, a_pid_that_is_another_process_now_is_struck_out)
{
	struct oomt_ledger ledger;
	pid_t pid = sleeper(), executor = fork();

	if (!executor) {
		open_ledger(&ledger);
		oomt_ledger_process(&ledger, pid, 12345);
		_exit(0);
	}
	waitpid(executor, NULL, 0);
	kill(pid, SIGSTOP);
	cr_assert(stopped(pid, true));
	open_ledger(&ledger);
	deeds.ledger = &ledger;
	cr_assert_eq(oomt_deeds_adopt(&deeds, proc, false, 0), 0);
	cr_assert(stopped(pid, true));
	oomt_ledger_close(&ledger);
	end(pid);
}

Test(ledger, a_directory_that_is_another_one_now_is_struck_out)
{
	struct oomt_ledger ledger;
	pid_t executor = fork();
	u32 slot = 0;
	struct oomt_ledger_entry entry;
	int fd;

	if (!executor) {
		open_ledger(&ledger);
		fd = open(dir, O_RDONLY | O_DIRECTORY);
		slot = oomt_ledger_cgroup(&ledger, fd);
		_exit(slot == OOMT_NONE);
	}
	waitpid(executor, NULL, 0);
	open_ledger(&ledger);
	cr_assert(oomt_ledger_adopt(&ledger, false, &slot, &entry));
	cr_assert_eq(entry.pid, 0);
	cr_assert_str_eq(entry.path, dir);
	cr_assert_not(oomt_ledger_adopt(&ledger, false, &slot, &entry));
	oomt_ledger_strike(&ledger, entry.slot);
	oomt_ledger_close(&ledger);
}

Test(ledger, a_file_of_somebody_else_or_of_another_layout_is_not_used)
{
	struct oomt_ledger ledger;
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/run", dir);
	cr_assert_eq(mkdir(path, 0700), 0);
	fd = open(file, O_RDWR | O_CREAT, 0666);
	cr_assert_eq(fchmod(fd, 0666), 0);
	cr_assert_eq(oomt_ledger_open(&ledger, file, proc, 100), -EPERM);
	cr_assert_eq(fchmod(fd, 0600), 0);
	cr_assert_eq(write(fd, "another layout", 14), 14);
	cr_assert_eq(oomt_ledger_open(&ledger, file, proc, 100), -EINVAL);
	close(fd);
	cr_assert_null(ledger.page);
	/* And nothing needs it. */
	cr_assert_eq(oomt_ledger_process(&ledger, 1, 1), OOMT_NONE);
	oomt_ledger_strike(&ledger, OOMT_NONE);
}

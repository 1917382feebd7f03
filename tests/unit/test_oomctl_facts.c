// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Facts of /proc: every text that somebody may choose, and this machine. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "proc/facts_proc.h"

static const char tail[] =
	" S 7 8 9 0 -1 4194304 104 0 0 0 0 0 0 0 20 0 3 0 147070 2998272 427 0\n";

static int parse_stat(const char *comm, const char *rest,
		      struct oomt_task *task)
{
	char text[600];
	int len = snprintf(text, sizeof(text), "4242 (%s)%s", comm, rest);

	memset(task, 0, sizeof(*task));
	return oomt_stat_parse(text, len, 100, task);
}

Test(facts, stat_with_every_kind_of_name)
{
	static const char *const names[] = {
		"plain", "Web Content", "a) S 1 1 1", "((", "))", ")", "",
		"new\nline", "(sd-pam)", "1 2 3) R 0", "\xff\xfe", "12345678901234",
	};
	struct oomt_task task;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		cr_assert_eq(parse_stat(names[i], tail, &task), 0, "%s",
			     names[i]);
		cr_assert_str_eq(task.comm, names[i]);
		cr_assert_eq(task.pid, 4242);
		cr_assert_eq(task.ppid, 7);
		cr_assert_eq(task.pgrp, 8);
		cr_assert_eq(task.session, 9);
		cr_assert_eq(task.threads, 3);
		cr_assert_eq(task.start_ns, 1470700000000ULL);
		cr_assert_eq(task.flags, 0);
	}
}

Test(facts, stat_long_worker_name_is_cut)
{
	struct oomt_task task;

	cr_assert_eq(parse_stat("kworker/u4:3-events_unbound", tail, &task),
		     0);
	cr_assert_str_eq(task.comm, "kworker/u4:3-ev");
}

Test(facts, stat_flags)
{
	struct oomt_task task;

	cr_assert_eq(parse_stat("kthreadd", " S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 0 0 0 0\n", &task), 0);
	cr_assert_eq(task.flags, OOMT_TASK_KTHREAD);
	cr_assert_eq(parse_stat("z", " Z 1 1 1 0 -1 4228108 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0 0\n", &task), 0);
	cr_assert_eq(task.flags, OOMT_TASK_EXITING);
	/* the leader is gone, two threads go on */
	cr_assert_eq(parse_stat("z", " Z 1 1 1 0 -1 4228108 0 0 0 0 0 0 0 0 20 0 3 0 5 0 0 0\n", &task), 0);
	cr_assert_eq(task.flags, 0);
}

/* `flags`, how many threads, and the pending signals of the first. */
static bool is_dying(unsigned int flags, int threads, unsigned int pending)
{
	char text[300];
	int len;

	len = snprintf(text, sizeof(text), "42 (a) b) D 1 1 1 0 -1 %u 0 0 0 0 0 0 0 0 20 0 %d 0 5 0 0 0 0 0 0 0 0 %u 0 0 0 0 0 0 17\n",
		       flags, threads, pending);
	return oomt_stat_dying(text, len);
}

Test(facts, stat_of_who_has_been_killed)
{
	const unsigned int exiting = 0x4, signaled = 0x400, kthread = 0x200000;

	cr_assert_not(is_dying(0x400000, 1, 0));
	cr_assert(is_dying(0x400000, 1, 1 << 8));
	cr_assert(is_dying(0x400000, 3, 1 << 8 | 1 << 14));
	cr_assert_not(is_dying(0x400000, 3, 1 << 14), "SIGTERM it may not heed");
	cr_assert(is_dying(exiting, 1, 0), "it waits for a lock");
	cr_assert_not(is_dying(exiting, 3, 0), "the leader has left");
	cr_assert(is_dying(exiting | signaled, 3, 0));
	cr_assert_not(is_dying(signaled, 3, 0), "it dumps core first");
	cr_assert_not(is_dying(exiting | kthread, 1, 1 << 8));
	cr_assert_not(oomt_stat_dying("42 (a) D 1 1", 12));
	cr_assert_not(oomt_stat_dying("", 0));
}

Test(facts, stat_refuses_half_a_text)
{
	struct oomt_task task;

	cr_assert_eq(parse_stat("x", "", &task), -EINVAL);
	cr_assert_eq(parse_stat("x", " S 1 2", &task), -EINVAL);
	cr_assert_eq(oomt_stat_parse("", 0, 100, &task), -EINVAL);
	cr_assert_eq(oomt_stat_parse("5 x", 3, 100, &task), -EINVAL);
	cr_assert_eq(oomt_stat_parse("x (y) S", 7, 100, &task), -EINVAL);
}

static struct oomt_buffer buffer(const char *text)
{
	struct oomt_buffer buf = {
		.data = strdup(text), .len = strlen(text),
		.capacity = strlen(text) + 1,
	};

	return buf;
}

Test(facts, status_sizes_and_effective_ids)
{
	struct oomt_buffer buf = buffer(
		"Name:\tVmRSS:\t9 kB\nUid:\t1\t1000\t2\t3\nGid:\t4\t50\t6\t7\n"
		"VmSize:\t  800 kB\nVmRSS:\t 300 kB\nRssAnon:\t 100 kB\n"
		"RssFile:\t 150 kB\nRssShmem:\t  50 kB\nVmPTE:\t 8 kB\n"
		"VmSwap:\t 4 kB\n");
	struct oomt_task task = { 0 };

	cr_assert(oomt_status_parse(&buf, &task));
	cr_assert_eq(task.uid, 1000);
	cr_assert_eq(task.gid, 50);
	cr_assert_eq(task.rss, 300 * 1024);
	cr_assert_eq(task.anon, 100 * 1024);
	cr_assert_eq(task.file, 150 * 1024);
	cr_assert_eq(task.shmem, 50 * 1024);
	cr_assert_eq(task.swap, 4 * 1024);
	cr_assert_eq(task.pgtables, 8 * 1024);
	cr_assert_eq(task.vsize, 800 * 1024);
	oomt_buffer_exit(&buf);
}

Test(facts, status_without_memory)
{
	struct oomt_buffer buf = buffer("Name:\tkthreadd\nUid:\t0\t0\t0\t0\n");
	struct oomt_task task = { .rss = 5 };

	cr_assert_not(oomt_status_parse(&buf, &task));
	cr_assert_eq(task.rss, 0);
	oomt_buffer_exit(&buf);
}

static void cgroup_is(const char *text, const char *want)
{
	struct oomt_buffer buf = buffer(text);

	cr_assert_str_eq(oomt_cgroup_parse(&buf), want);
	oomt_buffer_exit(&buf);
}

Test(facts, cgroup_of_the_unified_hierarchy)
{
	cgroup_is("0::/user.slice/a b.scope\n", "/user.slice/a b.scope");
	cgroup_is("4:memory:/old\n1:cpu:/x\n0::/new\n", "/new");
	cgroup_is("4:memory:/0::/trap\n0::/\n", "/");
	cgroup_is("4:memory:/old\n", "/");
	cgroup_is("", "/");
	cgroup_is("0::/gone.service (deleted)\n", "/gone.service");
}

Test(facts, cmdline_is_joined)
{
	struct oomt_buffer buf = { .data = malloc(8), .len = 7,
				   .capacity = 8 };

	memcpy(buf.data, "a\0b c\0\0", 8);
	oomt_cmdline_join(&buf);
	cr_assert_eq(buf.len, 5);
	cr_assert_eq(memcmp(buf.data, "a b c", 5), 0);
	oomt_buffer_exit(&buf);
}

Test(facts, psi_text)
{
	struct oomt_metrics m = { 0 };

	oomt_psi_parse("some avg10=1.05 avg60=12.50 avg300=100.00 total=1\n"
		       "full avg10=0.00 avg60=3.00 avg300=0.99 total=5\n",
		       OOMT_M_PSI_SOME_AVG10, &m);
	cr_assert_eq(m.value[OOMT_M_PSI_SOME_AVG10], 105);
	cr_assert_eq(m.value[OOMT_M_PSI_SOME_AVG60], 1250);
	cr_assert_eq(m.value[OOMT_M_PSI_SOME_AVG300], 10000);
	cr_assert_eq(m.value[OOMT_M_PSI_FULL_AVG60], 300);
	cr_assert_eq(m.value[OOMT_M_PSI_FULL_AVG300], 99);
	memset(&m, 0, sizeof(m));
	/* an old kernel's cpu file has no full line */
	oomt_psi_parse("some avg10=1.00 avg60=1.00 avg300=1.00 total=1\n",
		       OOMT_M_PSI_CPU_SOME_AVG10, &m);
	cr_assert_eq(m.known, 7ULL << OOMT_M_PSI_CPU_SOME_AVG10);
}

Test(facts, meminfo_text)
{
	struct oomt_metrics m = { 0 };

	oomt_meminfo_parse("MemTotal:       2048 kB\nMemFree: 100 kB\n"
			   "MemAvailable: 1000 kB\nCached:  7 kB\n"
			   "SwapCached: 99 kB\nSwapTotal: 10 kB\nSwapFree: 4 kB\n",
			   &m);
	cr_assert_eq(m.value[OOMT_M_MEM_TOTAL], 2048 * 1024);
	cr_assert_eq(m.value[OOMT_M_MEM_FREE], 100 * 1024);
	cr_assert_eq(m.value[OOMT_M_MEM_AVAILABLE], 1000 * 1024);
	cr_assert_eq(m.value[OOMT_M_MEM_CACHED], 7 * 1024);
	cr_assert_eq(m.value[OOMT_M_SWAP_TOTAL], 10 * 1024);
	cr_assert_eq(m.value[OOMT_M_SWAP_USED], 6 * 1024);
	cr_assert_not(m.known & (1ULL << OOMT_M_ZRAM_USED));
}

/* ---- a machine made of files -------------------------------------------- */

static void put(const char *root, const char *path, const char *text)
{
	char full[400], *slash;
	FILE *to;

	snprintf(full, sizeof(full), "%s/%s", root, path);
	for (slash = strchr(full + strlen(root) + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(full, 0755);
		*slash = '/';
	}
	to = fopen(full, "w");
	cr_assert_not_null(to, "%s", full);
	fputs(text, to);
	fclose(to);
}

Test(facts, a_machine_made_of_files)
{
	char root[] = "/tmp/oomt-facts-XXXXXX", remove[64];
	const struct oomt_cgroup *a;
	u64 ids[2];
	struct oomt_facts *facts;
	struct oomt_picture *pic;

	cr_assert_not_null(mkdtemp(root));
	put(root, "proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 10 kB\n"
	    "SwapTotal: 0 kB\nSwapFree: 0 kB\n");
	put(root, "proc/20/stat", "20 (b) S 1 20 20 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0 0\n");
	put(root, "proc/20/status", "Uid:\t0\t5\t0\t0\nGid:\t0\t6\t0\t0\nVmRSS:\t7 kB\n");
	put(root, "proc/20/cgroup", "0::/z\n");
	put(root, "proc/20/oom_score_adj", "-17\n");
	/* the leader has exited, a thread goes on */
	put(root, "proc/3/stat", "3 (a) Z 1 3 3 0 -1 4 0 0 0 0 0 0 0 0 20 0 2 0 50 0 0 0\n");
	put(root, "proc/3/status", "Uid:\t0\t0\t0\t0\n");
	put(root, "proc/3/task/4/status", "Uid:\t0\t9\t0\t0\nVmRSS:\t55 kB\nVmSwap:\t1 kB\n");
	put(root, "proc/3/cgroup", "0::/a\n");
	put(root, "proc/3/oom_score_adj", "0\n");
	/* vanished in the middle of reading */
	put(root, "proc/8/stat", "8 (gone) S 1 8 8 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 9 0 0 0\n");
	put(root, "proc/8/cgroup", "0::/z\n");
	put(root, "proc/9/stat", "nonsense");
	put(root, "sys/fs/cgroup/a/memory.current", "4096\n");
	put(root, "sys/fs/cgroup/a/memory.max", "max\n");
	put(root, "sys/fs/cgroup/a/memory.stat", "file 1\nanon 2048\n");
	put(root, "sys/fs/cgroup/a/memory.oom.group", "1\n");
	put(root, "sys/fs/cgroup/cgroup.controllers", "memory\n");
	put(root, "sys/fs/cgroup/empty/one/memory.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=1.50 avg300=0.00 total=1\n");
	put(root, "sys/block/zram0/mm_stat", "100 50 8192 0 0 0 0 0\n");

	facts = oomt_facts_new(root, OOMT_FACTS_CGROUPS);
	cr_assert_not_null(facts);
	oomt_facts_set_executor(facts, 20);
	cr_assert_eq(oomt_facts_read(facts, &pic), 0);
	cr_assert_eq(pic->task_count, 2);
	cr_assert_eq(pic->task[0].pid, 3);
	cr_assert_eq(pic->task[0].rss, 55 * 1024);
	cr_assert_eq(pic->task[0].swap, 1024);
	cr_assert_eq(pic->task[0].flags, 0);
	cr_assert_eq(pic->task[1].pid, 20);
	cr_assert_eq(pic->task[1].uid, 5);
	cr_assert_eq(pic->task[1].gid, 6);
	cr_assert_eq(pic->task[1].oom_score_adj, -17);
	cr_assert_eq(pic->task[1].start_ns, 1000000000);
	cr_assert_eq(pic->task[1].flags, OOMT_TASK_EXECUTOR);
	cr_assert_not(oomt_task_knows(&pic->task[1], OOMT_F_EXE));
	cr_assert_str_eq(pic->cgroup[pic->task[0].cgroup].path, "/a");
	cr_assert_str_eq(pic->cgroup[pic->task[1].cgroup].path, "/z");
	/* Those of tasks, and those without any. */
	cr_assert_eq(pic->cgroup_count, 5);
	cr_assert_str_eq(pic->cgroup[0].path, "/");
	a = &pic->cgroup[1];
	cr_assert_str_eq(a->path, "/a");
	cr_assert_eq(a->metric[OOMT_CM_MEMORY_CURRENT], 4096);
	cr_assert_eq(a->metric[OOMT_CM_MEMORY_ANON], 2048);
	cr_assert_eq(a->metric[OOMT_CM_MEMORY_MAX], OOMT_NO_LIMIT);
	cr_assert_not(oomt_cgroup_knows(a, OOMT_CM_SWAP_CURRENT));
	cr_assert(a->oom_group);
	cr_assert_str_eq(pic->cgroup[3].path, "/empty/one");
	cr_assert_eq(pic->cgroup[3].metric[OOMT_CM_PSI_FULL_AVG60], 150);
	cr_assert_not(oomt_cgroup_knows(&pic->cgroup[3],
					OOMT_CM_PSI_IO_SOME_AVG10));
	cr_assert_str_eq(pic->cgroup[4].path, "/z");
	cr_assert_eq(pic->cgroup[4].known, 0);
	ids[0] = a->id;
	ids[1] = pic->cgroup[3].id;
	put(root, "sys/fs/cgroup/_first/memory.current", "1\n");
	cr_assert_eq(oomt_facts_read(facts, &pic), 0);
	cr_assert_eq(pic->cgroup_count, 6);
	cr_assert_eq(pic->cgroup[2].id, ids[0]);
	cr_assert_eq(pic->cgroup[4].id, ids[1]);
	cr_assert_eq(pic->metric[OOMT_M_ZRAM_USED], 8192);
	cr_assert_not(oomt_picture_knows(pic, OOMT_M_PSI_SOME_AVG10));
	oomt_facts_free(facts);
	snprintf(remove, sizeof(remove), "rm -rf %s", root);
	cr_assert_eq(system(remove), 0);
}

/* ---- this machine -------------------------------------------------------- */

static const struct oomt_task *find(const struct oomt_picture *pic, int pid)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].pid == pid)
			return &pic->task[i];
	return NULL;
}

Test(facts, this_machine)
{
	struct oomt_facts *facts = oomt_facts_new("/", OOMT_FACTS_CMDLINE);
	const struct oomt_task *self;
	struct oomt_picture *pic;
	char exe[PATH_MAX] = "";
	u32 i;

	cr_assert_not_null(facts);
	prctl(PR_SET_NAME, "evil) R\n1");
	cr_assert_gt(readlink("/proc/self/exe", exe, sizeof(exe) - 1), 0);
	cr_assert_eq(oomt_facts_read(facts, &pic), 0);
	self = find(pic, getpid());
	cr_assert_not_null(self);
	cr_assert_str_eq(self->comm, "evil) R\n1");
	cr_assert_eq(self->ppid, getppid());
	cr_assert_eq(self->uid, geteuid());
	cr_assert_str_eq(self->exe, exe);
	cr_assert_not_null(self->cmdline);
	cr_assert_gt(self->rss, 0);
	cr_assert_eq(self->rss, self->anon + self->file + self->shmem);
	cr_assert_gt(pic->now_ns, self->start_ns);
	cr_assert_gt(pic->metric[OOMT_M_MEM_TOTAL], 0);
	for (i = 1; i < pic->task_count; i++)
		cr_assert_lt(pic->task[i - 1].pid, pic->task[i].pid);
	for (i = 0; i < pic->task_count; i++)
		cr_assert_lt(pic->task[i].cgroup, pic->cgroup_count);
	oomt_facts_free(facts);
}

Test(facts, a_zombie_is_exiting)
{
	struct oomt_facts *facts = oomt_facts_new("/", 0);
	const struct oomt_task *zombie;
	struct oomt_picture *pic;
	siginfo_t info;
	pid_t child = fork();

	if (!child)
		_exit(0);
	cr_assert_eq(waitid(P_PID, child, &info, WEXITED | WNOWAIT), 0);
	cr_assert_eq(oomt_facts_read(facts, &pic), 0);
	zombie = find(pic, child);
	cr_assert_not_null(zombie);
	cr_assert_eq(zombie->flags, OOMT_TASK_EXITING);
	cr_assert_eq(zombie->rss, 0);
	waitpid(child, NULL, 0);
	oomt_facts_free(facts);
}

Test(facts, again_and_again_while_processes_come_and_go)
{
	struct oomt_facts *facts = oomt_facts_new("/", 0);
	struct oomt_picture *pic;
	int i;

	for (i = 0; i < 30; i++) {
		pid_t child = fork();

		if (!child)
			_exit(0);
		cr_assert_eq(oomt_facts_read(facts, &pic), 0);
		cr_assert_not_null(find(pic, getpid()));
		waitpid(child, NULL, 0);
	}
	oomt_facts_free(facts);
}

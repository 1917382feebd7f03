// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The snapshot format, in and out (language.md 6 and 9.12). */
#include <criterion/criterion.h>
#include <stdio.h>
#include "proc/facts_proc.h"
#include "snapshot/snapshot.h"

#define S_NS	1000000000LL
#define M	(1LL << 20)
#define G	(1LL << 30)

static char *write_text(const struct oomt_picture *pic,
			unsigned int flags);

struct read {
	struct oomt_snapshot *snap;
	struct oomt_diags diags;
};

static struct read read_text(const char *text)
{
	struct read r;

	oomt_diags_init(&r.diags);
	r.snap = oomt_snapshot_read(oomt_source_text("x.snap", text,
						     strlen(text)),
				    &r.diags);
	cr_assert_not_null(r.snap);
	return r;
}

static void done(struct read *r)
{
	oomt_diags_exit(&r->diags);
	oomt_snapshot_free(r->snap);
}

static const struct oomt_picture *picture(struct read *r, u64 at_ns)
{
	const struct oomt_picture *pic = NULL;

	if (r->diags.errors)
		oomt_diags_print(stderr, &r->diags);
	cr_assert_eq(r->diags.errors, 0);
	cr_assert_eq(oomt_snapshot_picture(r->snap, at_ns, &pic), 0);
	return pic;
}

static const struct oomt_task *task(const struct oomt_picture *pic, int pid)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].pid == pid)
			return &pic->task[i];
	cr_assert_fail("no task %d", pid);
	return NULL;
}

static const char *cgroup_of(const struct oomt_picture *pic, int pid)
{
	return pic->cgroup[task(pic, pid)->cgroup].path;
}

static const char example[] =
	"snapshot 1\n"
	"at 0s\n"
	"system mem.total=32G mem.available=1200M swap.total=0 psi.full.avg10=12.5\n"
	"cgroup path=\"/user.slice/a.scope\" memory.current=6G memory.max=max psi.full.avg10=3\n"
	"process pid=101 ppid=1 comm=code uid=1000 cgroup=\"/user.slice/a.scope\" exe=\"/usr/bin/code\" rss=5M oom_score_adj=200 age=3h\n"
	"process pid=202 ppid=101 comm=\"Web Content\" uid=1000 rss=5380M\n"
	"at 10s\n"
	"system mem.available=900M\n"
	"process pid=202 rss=5600M\n"
	"process pid=101 gone\n";

Test(snapshot, example_first_sample)
{
	struct read r = read_text(example);
	const struct oomt_picture *pic = picture(&r, 0);
	const struct oomt_task *code = task(pic, 101);

	cr_assert_eq(oomt_snapshot_samples(r.snap), 2);
	cr_assert_not(oomt_snapshot_is_steady(r.snap));
	cr_assert_eq(pic->task_count, 2);
	cr_assert_eq(pic->metric[OOMT_M_MEM_TOTAL], 32 * G);
	cr_assert_eq(pic->metric[OOMT_M_MEM_AVAILABLE], 1200 * M);
	cr_assert_eq(pic->metric[OOMT_M_PSI_FULL_AVG10], 1250);
	cr_assert_str_eq(code->comm, "code");
	cr_assert_str_eq(code->exe, "/usr/bin/code");
	cr_assert_eq(code->rss, 5 * M);
	cr_assert_eq(code->oom_score_adj, 200);
	cr_assert_eq(pic->now_ns - code->start_ns, (u64)(3 * 3600 * S_NS));
	cr_assert_str_eq(cgroup_of(pic, 101), "/user.slice/a.scope");
	cr_assert_str_eq(cgroup_of(pic, 202), "/");
	cr_assert_not(oomt_task_knows(code, OOMT_F_GROWTH));
	done(&r);
}

Test(snapshot, example_last_sample_carries_over)
{
	struct read r = read_text(example);
	const struct oomt_picture *pic = picture(&r, OOMT_SNAPSHOT_LAST);
	const struct oomt_task *web = task(pic, 202);

	cr_assert_eq(pic->task_count, 1);
	cr_assert_eq(pic->metric[OOMT_M_MEM_TOTAL], 32 * G);
	cr_assert_eq(pic->metric[OOMT_M_MEM_AVAILABLE], 900 * M);
	cr_assert_eq(pic->metric[OOMT_M_PSI_FULL_AVG10], 1250);
	cr_assert_str_eq(web->comm, "Web Content");
	cr_assert_eq(web->uid, 1000);
	cr_assert_eq(web->rss, 5600 * M);
	cr_assert_eq(pic->now_ns - web->start_ns, (u64)(3610 * S_NS));
	cr_assert(oomt_task_knows(web, OOMT_F_GROWTH));
	cr_assert_eq(web->growth, 22 * M);
	done(&r);
}

Test(snapshot, defaults)
{
	struct read r = read_text("snapshot 1\n"
		"system mem.total=8G swap.total=2G swap.free=1500M\n"
		"process pid=1 comm=init\n"
		"process pid=7 comm=x rss=10M file=2M shmem=1M\n");
	const struct oomt_picture *pic = picture(&r, OOMT_SNAPSHOT_LAST);
	const struct oomt_task *x = task(pic, 7);

	cr_assert(oomt_snapshot_is_steady(r.snap));
	cr_assert_eq(pic->metric[OOMT_M_MEM_AVAILABLE], 8 * G);
	cr_assert_eq(pic->metric[OOMT_M_SWAP_USED], 548 * M);
	cr_assert(oomt_picture_knows(pic, OOMT_M_PSI_IO_SOME_AVG60));
	cr_assert_eq(pic->metric[OOMT_M_PSI_IO_SOME_AVG60], 0);
	cr_assert_not(oomt_picture_knows(pic, OOMT_M_MEM_FREE));
	cr_assert_not(oomt_picture_knows(pic, OOMT_M_PGSCAN_RATE));
	cr_assert_eq(task(pic, 1)->ppid, 0);
	cr_assert_eq(x->ppid, 1);
	cr_assert_eq(x->pgrp, 7);
	cr_assert_eq(x->session, 7);
	cr_assert_eq(x->anon, 7 * M);
	cr_assert_eq(x->threads, 1);
	cr_assert_eq(x->uid, 0);
	cr_assert_eq(pic->now_ns - x->start_ns, (u64)(3600 * S_NS));
	cr_assert_not(oomt_task_knows(x, OOMT_F_EXE));
	cr_assert_not(oomt_task_knows(x, OOMT_F_CMDLINE));
	cr_assert_not(oomt_task_knows(x, OOMT_F_GROWTH));
	done(&r);
}

Test(snapshot, nothing_at_all_has_no_swap)
{
	struct read r = read_text("snapshot 1\n");
	const struct oomt_picture *pic = picture(&r, OOMT_SNAPSHOT_LAST);

	cr_assert_eq(pic->task_count, 0);
	cr_assert_not(oomt_picture_knows(pic, OOMT_M_MEM_TOTAL));
	cr_assert(oomt_picture_knows(pic, OOMT_M_SWAP_TOTAL));
	cr_assert_eq(pic->metric[OOMT_M_SWAP_FREE], 0);
	done(&r);
}

Test(snapshot, shares_of_totals)
{
	struct read r = read_text("snapshot 1\n"
		"system mem.available=12.5% swap.free=50%  mem.total=8G swap.total=1G\n");
	const struct oomt_picture *pic = picture(&r, OOMT_SNAPSHOT_LAST);

	cr_assert_eq(pic->metric[OOMT_M_MEM_AVAILABLE], G);
	cr_assert_eq(pic->metric[OOMT_M_SWAP_FREE], 512 * M);
	done(&r);
}

Test(snapshot, flags_and_texts)
{
	struct read r = read_text("snapshot 1\r\n"
		"# a comment\n"
		"\n"
		"process pid=2 comm=kthreadd ppid=0 kthread	# behind\n"
		"process pid=3 comm=oomctl executor\n"
		"process pid=4 comm=\"a\\\"b\\\\c\\n\\x41\" exiting cmdline='it is \"raw\\'\n"
		"process pid=5 comm=\"\" cmdline=\"\"\n");
	const struct oomt_picture *pic = picture(&r, OOMT_SNAPSHOT_LAST);

	cr_assert_eq(task(pic, 2)->flags, OOMT_TASK_KTHREAD);
	cr_assert_eq(task(pic, 3)->flags, OOMT_TASK_EXECUTOR);
	cr_assert_eq(task(pic, 4)->flags, OOMT_TASK_EXITING);
	cr_assert_str_eq(task(pic, 4)->comm, "a\"b\\c\nA");
	cr_assert_str_eq(task(pic, 4)->cmdline, "it is \"raw\\");
	cr_assert_str_eq(task(pic, 5)->comm, "");
	cr_assert(oomt_task_knows(task(pic, 5), OOMT_F_CMDLINE));
	done(&r);
}

Test(snapshot, cgroups)
{
	struct read r = read_text("snapshot 1\n"
		"cgroup path=/b memory.current=1M memory.max=max memory.oom.group=1 psi.some.avg60=7.25\n"
		"cgroup path=/a memory.anon=3M memory.swap.current=4K\n"
		"at 5s\n"
		"cgroup path=/b memory.current=2M memory.oom.group=0\n"
		"cgroup path=/_\n");
	const struct oomt_picture *pic = picture(&r, OOMT_SNAPSHOT_LAST);
	u64 a, b;

	/* They are in the picture although nobody is in them. */
	cr_assert_eq(pic->cgroup_count, 3);
	cr_assert_eq(pic->task_count, 0);
	cr_assert_str_eq(pic->cgroup[0].path, "/_");
	cr_assert_str_eq(pic->cgroup[1].path, "/a");
	cr_assert_eq(pic->cgroup[1].metric[OOMT_CM_MEMORY_ANON], 3 * M);
	cr_assert_eq(pic->cgroup[1].metric[OOMT_CM_SWAP_CURRENT], 4096);
	cr_assert_not(oomt_cgroup_knows(&pic->cgroup[1],
					OOMT_CM_MEMORY_CURRENT));
	cr_assert_not(pic->cgroup[1].oom_group);
	cr_assert_eq(pic->cgroup[2].metric[OOMT_CM_MEMORY_CURRENT], 2 * M);
	cr_assert_eq(pic->cgroup[2].metric[OOMT_CM_MEMORY_MAX],
		     OOMT_NO_LIMIT);
	cr_assert_not(pic->cgroup[2].oom_group);
	cr_assert_eq(pic->cgroup[2].metric[OOMT_CM_PSI_SOME_AVG60], 725);
	a = pic->cgroup[1].id;
	b = pic->cgroup[2].id;
	cr_assert_neq(a, b);
	/* Known by their ids in every sample. */
	pic = picture(&r, 0);
	cr_assert_eq(pic->cgroup_count, 2);
	cr_assert_eq(pic->cgroup[0].id, a);
	cr_assert_eq(pic->cgroup[1].id, b);
	cr_assert(pic->cgroup[1].oom_group);
	done(&r);
}

Test(snapshot, growth_counts_from_ten_seconds_ago)
{
	struct read r = read_text("snapshot 1\n"
		"at 0s\nprocess pid=9 comm=g rss=100M\n"
		"at 4s\nprocess pid=9 rss=200M\n"
		"at 12s\nprocess pid=9 rss=300M swap=100M\n"
		"process pid=10 comm=late rss=1M\n"
		"at 14s\nprocess pid=9 rss=500M\n");

	/* newest sample at least 10 s old: at 0 s for 12 s, 4 s for 14 s */
	cr_assert_eq(task(picture(&r, 12 * S_NS), 9)->growth, 300 * M / 12);
	cr_assert_eq(task(picture(&r, 14 * S_NS), 9)->growth, 400 * M / 10);
	/* none is: the oldest */
	cr_assert_eq(task(picture(&r, 4 * S_NS), 9)->growth, 25 * M);
	cr_assert_eq(task(picture(&r, 14 * S_NS), 10)->growth, 0);
	cr_assert_not(oomt_task_knows(task(picture(&r, 12 * S_NS), 10),
				      OOMT_F_GROWTH));
	/* between samples */
	cr_assert_eq(task(picture(&r, 9 * S_NS), 9)->rss, 200 * M);
	done(&r);
}

Test(snapshot, shrinking_is_truncated_toward_zero)
{
	struct read r = read_text("snapshot 1\n"
		"at 0s\nprocess pid=9 comm=g rss=100\n"
		"at 3s\nprocess pid=9 rss=90\n");

	cr_assert_eq(task(picture(&r, 3 * S_NS), 9)->growth, -3);
	done(&r);
}

Test(snapshot, a_pid_used_again_is_another_process)
{
	struct read r = read_text("snapshot 1\n"
		"at 0s\nprocess pid=9 comm=old rss=100M age=5h uid=7\n"
		"at 20s\nprocess pid=9 gone\nprocess pid=9 comm=new rss=1M age=1s\n");
	const struct oomt_task *new = task(picture(&r, 20 * S_NS), 9);

	cr_assert_str_eq(new->comm, "new");
	cr_assert_eq(new->uid, 0);
	cr_assert_not(oomt_task_knows(new, OOMT_F_GROWTH));
	done(&r);
}

Test(snapshot, resume_from_suspend)
{
	struct read r = read_text("snapshot 1\nat 0s\nat 60s suspended\n");

	cr_assert_not(oomt_snapshot_sample_resumed(r.snap, 0));
	cr_assert(oomt_snapshot_sample_resumed(r.snap, 1));
	cr_assert_eq(oomt_snapshot_sample_ns(r.snap, 1), (u64)(60 * S_NS));
	done(&r);
}

Test(snapshot, before_the_first_sample)
{
	struct read r = read_text("snapshot 1\nat 5s\n");
	const struct oomt_picture *pic;

	cr_assert_eq(oomt_snapshot_picture(r.snap, 4 * S_NS, &pic), -ENOENT);
	done(&r);
}

Test(snapshot, set_changes_the_last_sample)
{
	struct read r = read_text(example);
	static const char line[] = "process pid=202 rss=6M";
	const struct oomt_picture *pic;

	cr_assert_eq(oomt_snapshot_set(r.snap, oomt_source_text("t", line,
						strlen(line)), &r.diags), 0);
	pic = picture(&r, OOMT_SNAPSHOT_LAST);
	cr_assert_eq(task(pic, 202)->rss, 6 * M);
	cr_assert_eq(task(picture(&r, 0), 202)->rss, 5380 * M);
	done(&r);
}

/* ---- refusals: the text, the id, the place ------------------------------ */

struct refusal {
	const char *text;
	const char *id;
	unsigned int line, col;
};

static const struct refusal refusals[] = {
	{ "", "header", 1, 1 },
	{ "snapshot 2\n", "header", 1, 1 },
	{ "at 0s\n", "header", 1, 1 },
	{ "snapshot 1\nsystem mem.totl=1G\n", "unknown-key", 2, 8 },
	{ "snapshot 1\nsystem mem.total=1Q\n", "bad-value", 2, 18 },
	{ "snapshot 1\nsystem mem.total=90%\n", "bad-value", 2, 18 },
	{ "snapshot 1\nsystem mem.total=99999999999999999999\n",
	  "bad-value", 2, 18 },
	{ "snapshot 1\nsystem mem.total=9999999T\n", "bad-value", 2, 18 },
	{ "snapshot 1\nsystem psi.full.avg10=101\n", "bad-value", 2, 23 },
	{ "snapshot 1\nsystem psi.full.avg10=1.234\n", "bad-value", 2, 23 },
	{ "snapshot 1\nsystem mem.free\n", "missing-value", 2, 8 },
	{ "snapshot 1\nsystem mem.free=\n", "missing-value", 2, 8 },
	{ "snapshot 1\nsystem mem.free=1M mem.free=2M\n",
	  "duplicate-key", 2, 20 },
	{ "snapshot 1\nprocess comm=x\n", "missing-key", 2, 1 },
	{ "snapshot 1\nprocess pid=3\n", "missing-key", 2, 1 },
	{ "snapshot 1\nprocess pid=0 comm=x\n", "bad-value", 2, 13 },
	{ "snapshot 1\nprocess pid=3 comm=abcdefghijklmnop\n",
	  "bad-value", 2, 20 },
	{ "snapshot 1\nprocess pid=3 comm=x growth=1\n",
	  "unknown-key", 2, 22 },
	{ "snapshot 1\nprocess pid=3 comm=x total=1M\n",
	  "unknown-key", 2, 22 },
	{ "snapshot 1\nprocess pid=3 comm=x kthread=1\n", "bad-word", 2, 22 },
	{ "snapshot 1\nprocess pid=3 comm=x oom_score_adj=-1001\n",
	  "bad-value", 2, 36 },
	{ "snapshot 1\nprocess pid=3 comm=x cgroup=a\n",
	  "bad-value", 2, 29 },
	{ "snapshot 1\nprocess pid=3 comm=x cgroup=/a/\n",
	  "bad-value", 2, 29 },
	{ "snapshot 1\nprocess pid=3 comm=x age=3\n", "bad-value", 2, 26 },
	{ "snapshot 1\nprocess pid=3 comm=x age=999999999d\n",
	  "bad-value", 2, 26 },
	{ "snapshot 1\nprocess pid=3 gone\n", "gone", 2, 1 },
	{ "snapshot 1\nprocess pid=3 comm=x\nat 1s\nprocess pid=3 gone rss=1\n",
	  "gone", 4, 1 },
	{ "snapshot 1\nprocess pid=3 comm=\"x\n", "bad-string", 2, 20 },
	{ "snapshot 1\nprocess pid=3 comm=\"\\q\"\n", "bad-string", 2, 21 },
	{ "snapshot 1\nprocess pid=3 comm=\"\\x00\"\n",
	  "bad-string", 2, 21 },
	{ "snapshot 1\nprocess pid=3 comm=\"x\"y\n", "bad-string", 2, 23 },
	{ "snapshot 1\nprocess pid=3 comm=x =5\n", "bad-word", 2, 22 },
	{ "snapshot 1\ncgroup memory.max=1M\n", "missing-key", 2, 1 },
	{ "snapshot 1\ncgroup path=/a mem.total=1M\n",
	  "unknown-key", 2, 16 },
	{ "snapshot 1\ncgroup path=/a memory.oom.group=2\n",
	  "bad-value", 2, 33 },
	{ "snapshot 1\nat\n", "bad-at", 2, 1 },
	{ "snapshot 1\nat 5\n", "bad-value", 2, 4 },
	{ "snapshot 1\nat 5s now\n", "unknown-key", 2, 7 },
	{ "snapshot 1\nat 5s\nat 5s\n", "time-order", 3, 4 },
	{ "snapshot 1\nmachine a=1\n", "unknown-line", 2, 1 },
	{ "snapshot 1\nprocess=1\n", "unknown-line", 2, 1 },
};

Test(snapshot, refusals_name_their_place)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(refusals); i++) {
		const struct refusal *want = &refusals[i];
		struct read r = read_text(want->text);
		const struct oomt_diag *got = r.diags.diag;

		cr_assert_eq(r.diags.errors, 1, "%s: %u errors", want->text,
			     r.diags.errors);
		cr_expect_str_eq(got->id, want->id, "%s: %s", want->text,
				 got->id);
		cr_expect_eq(got->span.line, want->line, "%s: line %u",
			     want->text, got->span.line);
		cr_expect_eq(got->span.col, want->col, "%s: column %u",
			     want->text, got->span.col);
		done(&r);
	}
}

Test(snapshot, every_error_of_a_text_is_told)
{
	struct read r = read_text("snapshot 1\n"
		"system a=1 b=2 mem.total=x\n"
		"process pid=x comm=ok uid=-1\n"
		"what\n");

	cr_assert_eq(r.diags.errors, 6);
	done(&r);
}

Test(snapshot, a_bad_line_of_a_set)
{
	struct read r = read_text(example);
	static const char line[] = "at 5s";

	cr_assert_eq(oomt_snapshot_set(r.snap, oomt_source_text("t", line,
					strlen(line)), &r.diags), -EINVAL);
	cr_assert_eq(r.diags.errors, 1);
	done(&r);
}

/*
 * Whatever a text holds, reading it ends in errors or in a picture that can be
 * written and read again; the sanitizers watch.
 */
Test(snapshot, mutated_texts)
{
	static const char bytes[] = "\n \"'\\=#0159%KMGT.-x@\0\xff";
	char text[sizeof(example)], *again;
	unsigned int seed = 20261121, i, j, at, good = 0;

	for (i = 0; i < 20000; i++) {
		struct read r = { 0 };
		const struct oomt_picture *pic;

		memcpy(text, example, sizeof(text));
		for (j = 0; j < 1 + i % 4; j++) {
			at = rand_r(&seed) % (sizeof(text) - 1);
			text[at] = rand_r(&seed) % 3 ?
				bytes[rand_r(&seed) % sizeof(bytes)] :
				text[rand_r(&seed) % (sizeof(text) - 1)];
		}
		oomt_diags_init(&r.diags);
		r.snap = oomt_snapshot_read(oomt_source_text("m", text,
						sizeof(text) - 1), &r.diags);
		cr_assert_not_null(r.snap);
		if (!r.diags.errors) {
			good++;
			cr_assert_eq(oomt_snapshot_picture(r.snap,
					OOMT_SNAPSHOT_LAST, &pic), 0);
			again = write_text(pic, 0);
			free(again);
		}
		done(&r);
	}
	cr_assert_gt(good, 100);
	cr_assert_lt(good, 19000);
}

/* ---- writing ------------------------------------------------------------ */

static char *write_text(const struct oomt_picture *pic,
			unsigned int flags)
{
	char *text;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	cr_assert_eq(oomt_snapshot_write(to, pic, flags), 0);
	fclose(to);
	return text;
}

static void same_task(const struct oomt_picture *a, const struct oomt_task *x,
		      const struct oomt_picture *b, const struct oomt_task *y)
{
	const u64 ages = 1ULL << OOMT_F_GROWTH;

	cr_assert_eq(x->known & ~ages, y->known & ~ages);
#define SAME(member) cr_assert_eq(x->member, y->member, #member " of %d", x->pid)
	SAME(pid);
	SAME(ppid);
	SAME(pgrp);
	SAME(session);
	SAME(uid);
	SAME(gid);
	SAME(rss);
	SAME(anon);
	SAME(file);
	SAME(shmem);
	SAME(swap);
	SAME(pgtables);
	SAME(vsize);
	SAME(oom_score_adj);
	SAME(threads);
	SAME(flags);
#undef SAME
	cr_assert_eq(a->now_ns - x->start_ns, b->now_ns - y->start_ns);
	cr_assert_str_eq(x->comm, y->comm);
	cr_assert_str_eq(a->cgroup[x->cgroup].path, b->cgroup[y->cgroup].path);
	if (oomt_task_knows(x, OOMT_F_EXE))
		cr_assert_str_eq(x->exe, y->exe);
	if (oomt_task_knows(x, OOMT_F_CMDLINE))
		cr_assert_str_eq(x->cmdline, y->cmdline);
}

static void same_picture(const struct oomt_picture *a,
			 const struct oomt_picture *b)
{
	u32 i;

	for (i = 0; i < OOMT_M_COUNT; i++)
		if (oomt_picture_knows(a, i))
			cr_assert_eq(a->metric[i], b->metric[i]);
	cr_assert_eq(a->task_count, b->task_count);
	for (i = 0; i < a->task_count; i++)
		same_task(a, &a->task[i], b, &b->task[i]);
}

Test(snapshot, round_trip_of_odd_texts)
{
	struct read r = read_text("snapshot 1\n"
		"system mem.total=32G mem.available=1023K mem.free=17 swap.total=3G swap.free=1G pgscan.rate=7 psi.io.some.avg300=0.07 zram.used=1M\n"
		"cgroup path=\"/a b\" memory.current=5M memory.max=max psi.full.avg10=3 memory.oom.group=1\n"
		"process pid=1 comm=systemd exe=/sbin/init cmdline=\"/sbin/init splash\"\n"
		"process pid=9 comm=\"a) \\\"\\\\\\n\\x01\" cgroup=\"/a b\" uid=4294967295 gid=5 rss=10M anon=3M file=1M shmem=7 swap=9 pgtables=4K vsize=1T age=1234ms threads=9 pgrp=3 session=2 oom_score_adj=-1000\n"
		"process pid=12 ppid=9 comm=\"\" exiting age=0\n"
		"process pid=13 ppid=2 comm=kworker kthread age=9d\n");
	const struct oomt_picture *first = picture(&r, OOMT_SNAPSHOT_LAST);
	char *text = write_text(first, 0);
	struct read again = read_text(text);
	const struct oomt_picture *second = picture(&again,
						    OOMT_SNAPSHOT_LAST);
	char *text2 = write_text(second, 0);

	same_picture(first, second);
	cr_assert_str_eq(text, text2);
	cr_assert(second->cgroup[1].oom_group);
	free(text);
	free(text2);
	done(&r);
	done(&again);
}

Test(snapshot, round_trip_of_this_machine)
{
	struct oomt_facts *facts = oomt_facts_new("/", OOMT_FACTS_CGROUPS |
						  OOMT_FACTS_CMDLINE);
	struct oomt_picture *first;
	struct read again;
	char *text;

	cr_assert_not_null(facts);
	cr_assert_eq(oomt_facts_read(facts, &first), 0);
	text = write_text(first, 0);
	again = read_text(text);
	same_picture(first, picture(&again, OOMT_SNAPSHOT_LAST));
	free(text);
	done(&again);
	oomt_facts_free(facts);
}

Test(snapshot, redacted_names_are_gone)
{
	struct read r = read_text("snapshot 1\n"
		"process pid=1 comm=systemd exe=/sbin/init\n"
		"process pid=2 comm=kthreadd kthread ppid=0\n"
		"process pid=5 comm=secret exe=/opt/alice/secret cmdline=\"secret --key\" cgroup=/user.slice/alice.scope rss=7M\n"
		"process pid=6 comm=secret cgroup=/user.slice/alice.scope\n");
	char *text = write_text(picture(&r, OOMT_SNAPSHOT_LAST),
				OOMT_SNAPSHOT_REDACT);
	struct read again = read_text(text);
	const struct oomt_picture *pic = picture(&again, OOMT_SNAPSHOT_LAST);

	cr_assert_null(strstr(text, "secret"));
	cr_assert_null(strstr(text, "alice"));
	cr_assert_null(strstr(text, "cmdline"));
	cr_assert_not_null(strstr(text, "systemd"));
	cr_assert_not_null(strstr(text, "kthreadd"));
	cr_assert_str_eq(task(pic, 5)->comm, task(pic, 6)->comm);
	cr_assert_eq(task(pic, 5)->rss, 7 * M);
	cr_assert_eq(task(pic, 5)->cgroup, task(pic, 6)->cgroup);
	cr_assert_eq(strncmp(cgroup_of(pic, 5), "/user.slice/x", 13), 0);
	free(text);
	done(&r);
	done(&again);
}

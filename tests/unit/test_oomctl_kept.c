// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A kept picture as the module tells it: whole, in any order of tasks, and
 * nothing that is not there; what the tables knew comes to its place.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include "record/kept.h"
#include "rules.h"

#define AT	5000000000000ULL

static struct oomt_kept kept;
static struct nl_msg *msg;

static void begin(void)
{
	oomt_kept_init(&kept, AT);
}

static void end(void)
{
	oomt_kept_exit(&kept);
}

TestSuite(kept, .init = begin, .fini = end, .timeout = 60);

/* ---- telling ---------------------------------------------------------------- */

static void message(void)
{
	msg = nlmsg_alloc_simple(0, 0);
	cr_assert_not_null(msg);
}

static int tell(void)
{
	struct nlattr *attr[OOMT_A_MAX + 1];
	int err;

	cr_assert_eq(nlmsg_parse(nlmsg_hdr(msg), 0, attr, OOMT_A_MAX, NULL),
		     0);
	err = oomt_kept_take(attr, &kept);
	nlmsg_free(msg);
	return err;
}

static void value(int i, s64 number)
{
	nla_put_u64(msg, i + 1, number);
}

static int head(u64 at_ns, int states)
{
	struct nlattr *nest;

	message();
	if (states >= 0)
		nla_put_u32(msg, OOMT_A_STATES, states);
	nla_put_u64(msg, OOMT_A_AT_NS, at_ns);
	nla_put_u64(msg, OOMT_A_GENERATION, 7);
	nest = nla_nest_start(msg, OOMT_A_METRIC);
	value(OOMT_M_MEM_TOTAL, 1LL << 33);
	value(OOMT_M_PSI_SOME_AVG10, 1250);
	value(1000, 1);				/* of a later version */
	nla_nest_end(msg, nest);
	return tell();
}

static int cgroup(const char *path, u64 id, bool group)
{
	struct nlattr *nest;

	message();
	nla_put_string(msg, OOMT_A_CGROUP, path);
	nla_put_u64(msg, OOMT_A_CGROUP_ID, id);
	nla_put_u32(msg, OOMT_A_FLAGS, group);
	nest = nla_nest_start(msg, OOMT_A_METRIC);
	value(OOMT_CM_MEMORY_MAX, 60 << 20);
	nla_nest_end(msg, nest);
	return tell();
}

static int task(s32 pid, const char *path, const char *exe, u32 flags)
{
	const u64 known = 1ULL << OOMT_F_COMM | 1ULL << OOMT_F_PID |
			  1ULL << OOMT_F_RSS | 1ULL << OOMT_F_GROWTH |
			  1ULL << OOMT_F_CGROUP | 1ULL << OOMT_F_EXE |
			  1ULL << OOMT_F_OOM_SCORE_ADJ;
	struct nlattr *nest;

	message();
	nla_put_u32(msg, OOMT_A_PID, pid);
	nla_put_string(msg, OOMT_A_COMM, "a \"b");
	nla_put_u64(msg, OOMT_A_START_NS, AT - pid);
	nla_put_u64(msg, OOMT_A_KNOWN, known);
	nla_put_u32(msg, OOMT_A_TASK_FLAGS, flags);
	nest = nla_nest_start(msg, OOMT_A_FIELD);
	value(OOMT_F_RSS, (s64)pid << 20);
	value(OOMT_F_GROWTH, -5);
	value(OOMT_F_OOM_SCORE_ADJ, -900);
	nla_nest_end(msg, nest);
	if (path)
		nla_put_string(msg, OOMT_A_CGROUP, path);
	if (exe)
		nla_put_string(msg, OOMT_A_TEXT, exe);
	return tell();
}

static int state(u32 kind, const char *table, u32 index, u32 nth, u64 at_ns)
{
	message();
	nla_put_u32(msg, OOMT_A_STATE, kind);
	nla_put_string(msg, OOMT_A_NAME, table);
	nla_put_u32(msg, OOMT_A_INDEX, index);
	nla_put_u64(msg, OOMT_A_AT_NS, at_ns);
	nla_put_u32(msg, OOMT_A_FLAGS, 1);
	nla_put_u32(msg, OOMT_A_FRUITLESS, 2);
	nla_put_u64(msg, OOMT_A_CGROUP_ID, 77);
	nla_put_u32(msg, OOMT_A_NTH, nth);
	return tell();
}

/* ---- the picture ------------------------------------------------------------ */

Test(kept, is_what_was_told)
{
	const struct oomt_picture *pic = &kept.pic;
	const struct oomt_task *t;

	cr_assert_eq(head(AT, -1), 0);
	cr_assert_eq(cgroup("/a", 77, true), 0);
	cr_assert_eq(cgroup("", 78, false), 0);
	cr_assert_eq(cgroup("/b", 79, false), 0);
	cr_assert_eq(task(30, "/b", NULL, 0), 0);
	cr_assert_eq(task(10, "/a", "/usr/bin/x", OOMT_TASK_SPENT), 0);
	cr_assert_eq(task(20, NULL, NULL, OOMT_TASK_EXITING), 0);
	cr_assert_eq(oomt_kept_finish(&kept), 0);
	cr_expect_eq(kept.generation, 7);
	cr_expect_not(kept.acted);
	cr_expect_eq(pic->now_ns, AT);
	cr_expect_eq(pic->metrics_known, 1ULL << OOMT_M_MEM_TOTAL |
					 1ULL << OOMT_M_PSI_SOME_AVG10);
	cr_expect_eq(pic->metric[OOMT_M_PSI_SOME_AVG10], 1250);
	cr_assert_eq(pic->cgroup_count, 3);
	cr_expect(pic->cgroup[0].oom_group);
	cr_expect_null(pic->cgroup[1].path);
	cr_expect_eq(pic->cgroup[2].id, 79);
	cr_expect_eq(pic->cgroup[2].known, 1U << OOMT_CM_MEMORY_MAX);
	cr_assert_eq(pic->task_count, 3);
	t = &pic->task[0];
	cr_expect_eq(t->pid, 10);
	cr_expect_eq(t->flags, OOMT_TASK_SPENT);
	cr_expect_str_eq(t->exe, "/usr/bin/x");
	cr_expect_str_eq(t->comm, "a \"b");
	cr_expect_eq(t->rss, 10 << 20);
	cr_expect_eq(t->growth, -5);
	cr_expect_eq(t->oom_score_adj, -900);
	cr_expect_eq(t->start_ns, AT - 10);
	cr_expect_eq(t->cgroup, 0);
	cr_expect_eq(t->ppid, 1, "as where nothing is said");
	cr_expect_eq(t->pgrp, 10);
	cr_expect_not(oomt_task_knows(t, OOMT_F_PPID));
	cr_expect_eq(pic->task[1].pid, 20);
	cr_expect_eq(pic->task[1].cgroup, OOMT_NONE);
	cr_expect_not(oomt_task_knows(&pic->task[1], OOMT_F_CGROUP));
	cr_expect_not(oomt_task_knows(&pic->task[1], OOMT_F_EXE));
	cr_expect_eq(pic->task[2].cgroup, 2);
}

Test(kept, of_another_time_is_none)
{
	cr_expect_eq(head(AT + 1, -1), -ENOENT);
}

Test(kept, without_its_head_is_none)
{
	cr_expect_eq(task(10, NULL, NULL, 0), -EPROTO);
	cr_expect_eq(oomt_kept_finish(&kept), -EPROTO);
}

Test(kept, needs_all_states)
{
	cr_assert_eq(head(AT, 2), 0);
	cr_assert_eq(state(OOMT_STATE_FOR, "t", 0, 0, AT - 5), 0);
	cr_expect_eq(oomt_kept_finish(&kept), -EPROTO);
	cr_assert_eq(state(OOMT_STATE_LIMIT, "t", 0, 0, AT + 5), 0);
	cr_expect_eq(oomt_kept_finish(&kept), 0);
	cr_expect(kept.acted);
}

Test(kept, none_is_a_state_too)
{
	cr_assert_eq(head(AT, 0), 0);
	cr_expect_eq(oomt_kept_finish(&kept), 0);
	cr_expect(kept.acted);
}

Test(kept, many_tasks)
{
	s32 i;

	cr_assert_eq(head(AT, -1), 0);
	for (i = 3000; i; i--)
		cr_assert_eq(task(i, NULL, NULL, 0), 0);
	cr_assert_eq(oomt_kept_finish(&kept), 0);
	cr_assert_eq(kept.pic.task_count, 3000);
	for (i = 0; i < 3000; i++)
		cr_assert_eq(kept.pic.task[i].pid, i + 1);
}

/* ---- what the tables knew ------------------------------------------------------ */

static struct oomt_rules rules;
static struct oomt_table_state before;

static void tables(void)
{
	static const char text[] =
		"table t\nchain early {\nhook low\n"
		"when mem.available < 10% for 30s\npolicy exempt\n"
		"pid 11 limit rate 1/minute kill\n}\n"
		"chain each {\nhook low\nscope cgroup \"/**\"\n"
		"when scope memory.current > 1M for 30s\npolicy kill\n}\n";
	char path[] = "/tmp/oomtables-kept.XXXXXX";
	int fd = mkstemp(path);

	cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	oomt_rules_init(&rules);
	cr_assert_eq(oomt_rules_add(&rules, path, 0), 0);
	oomt_rules_print(&rules);
	cr_assert_eq(oomt_rules_seal(&rules), 0);
	unlink(path);
	cr_assert_eq(oomt_table_state_init(&before, rules.rs.table[0]), 0);
}

static void tables_end(void)
{
	oomt_table_state_exit(&before);
	oomt_rules_exit(&rules);
}

Test(kept, states_come_to_their_place)
{
	struct oomt_chain_state *chain;
	u64 *since;

	tables();
	cr_assert_eq(head(AT, 5), 0);
	cr_assert_eq(state(OOMT_STATE_CHAIN, "t", 0, 0, AT - 9), 0);
	cr_assert_eq(state(OOMT_STATE_FOR, "t", 0, 0, AT - 8), 0);
	cr_assert_eq(state(OOMT_STATE_LIMIT, "t", 0, 0, AT + 7), 0);
	cr_assert_eq(state(OOMT_STATE_EACH, "t", 1, 0, AT - 6), 0);
	cr_assert_eq(state(OOMT_STATE_EACH_FOR, "t", 1, 0, AT - 5), 0);
	cr_assert_eq(oomt_kept_finish(&kept), 0);
	cr_assert_eq(oomt_kept_states(&kept, &rules.rs, &before), 0);
	cr_expect(before.chain[0].active);
	cr_expect_eq(before.chain[0].fruitless, 2);
	cr_expect_eq(before.chain[0].acted_ns, AT - 9);
	cr_expect_eq(before.chain[1].acted_ns, 0);
	cr_expect_eq(before.since[0], AT - 8);
	cr_expect_eq(before.full_ns[0], AT + 7);
	chain = oomt_each_get(&before.each[0], 77, AT, &since);
	cr_expect(chain->active);
	cr_expect_eq(chain->acted_ns, AT - 6);
	cr_expect_eq(since[0], AT - 5);
	chain = oomt_each_get(&before.each[0], 78, AT, &since);
	cr_expect_not(chain->active);
	tables_end();
}

static void refused(u32 kind, const char *table, u32 index, u32 nth)
{
	oomt_kept_exit(&kept);
	oomt_kept_init(&kept, AT);
	cr_assert_eq(head(AT, 1), 0);
	cr_assert_eq(state(kind, table, index, nth, AT), 0);
	cr_assert_eq(oomt_kept_finish(&kept), 0);
	cr_expect_eq(oomt_kept_states(&kept, &rules.rs, &before), -EINVAL,
		     "kind %u of %s, %u, %u", kind, table, index, nth);
}

Test(kept, states_of_other_tables_are_refused)
{
	tables();
	refused(OOMT_STATE_FOR, "u", 0, 0);
	refused(OOMT_STATE_CHAIN, "t", 2, 0);
	refused(OOMT_STATE_FOR, "t", 2, 0);
	refused(OOMT_STATE_LIMIT, "t", 1, 0);
	refused(OOMT_STATE_EACH, "t", 0, 0);
	refused(OOMT_STATE_EACH, "t", 2, 0);
	refused(OOMT_STATE_EACH_FOR, "t", 1, 1);
	refused(OOMT_STATE_COUNT, "t", 0, 0);
	tables_end();
}

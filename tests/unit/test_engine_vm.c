// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/vm.c: matches, verdicts, calls, unknowns, counters. */
#include <criterion/criterion.h>
#include "assemble.h"

#define M (1LL << 20)
#define G (1LL << 30)

static struct asm_table a;
static struct oomt_picture pic;
static struct oomt_task task[1];
static struct oomt_ruleset rs;
static struct oomt_vm vm;
static struct oomt_vm_out out;

static void begin(void)
{
	asm_init(&a, "t");
	asm_picture(&pic, task, 1, 32 * G);
	asm_chain(&a, "base", OOMT_HOOK_OOM);
}

static void end(void)
{
	oomt_ruleset_exit(&rs);
	asm_free(&a);
}

TestSuite(vm, .fini = end);

static void run(void)
{
	oomt_ruleset_exit(&rs);
	asm_ruleset(&a, &rs);
	vm.rs = &rs;
	vm.pic = &pic;
	vm.domain = oomt_domain_of(&pic);
	oomt_vm_task(&vm);
	oomt_vm_run(&vm, 0, 0, task, &out);
}

static void verdict(enum oomt_op op, u32 rule, s64 imm)
{
	asm_insn(&a, op, 0, 0, 0, rule, imm);
}

Test(vm, falls_through_to_the_policy, .init = begin)
{
	asm_end(&a);
	run();
	cr_assert_eq(out.result, OOMT_VM_POLICY);
	cr_assert_eq(out.rule, OOMT_NONE);
}

Test(vm, first_verdict_decides, .init = begin)
{
	u32 kill = asm_kill(&a, 0, 0), rule;

	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_RSS, OOMT_CMP_GT, 10 * M, 0, 1);
	verdict(OOMT_OP_EXEMPT, rule, 0);
	rule = asm_rule(&a);
	verdict(OOMT_OP_KILL, rule, kill);
	asm_end(&a);
	task->rss = 10 * M;
	run();
	cr_assert_eq(out.result, OOMT_VM_KILL);
	cr_assert_eq(out.rule, 1);
	task->rss = 10 * M + 1;
	run();
	cr_assert_eq(out.result, OOMT_VM_EXEMPT);
	cr_assert_eq(out.rule, 0);
}

Test(vm, percent_of_memory, .init = begin)
{
	u32 rule = asm_rule(&a);

	asm_num(&a, OOMT_F_RSS, OOMT_CMP_GE, 2500, OOMT_I_PERCENT, 1);
	verdict(OOMT_OP_EXEMPT, rule, 0);
	asm_end(&a);
	task->rss = 8 * G;
	run();
	cr_assert_eq(out.result, OOMT_VM_EXEMPT);
	task->rss = 8 * G - 1;
	run();
	cr_assert_eq(out.result, OOMT_VM_POLICY);
}

Test(vm, unknown_is_false_but_spares, .init = begin)
{
	u32 rule = asm_rule(&a), kill = asm_kill(&a, 0, 0);

	asm_num(&a, OOMT_F_GROWTH, OOMT_CMP_NE, 5, 0, 1);
	verdict(OOMT_OP_KILL, rule, kill);
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_GROWTH, OOMT_CMP_EQ, 5, OOMT_I_UNKNOWN_HOLDS, 1);
	verdict(OOMT_OP_EXEMPT, rule, 0);
	asm_end(&a);
	task->known &= ~(1ULL << OOMT_F_GROWTH);
	run();
	cr_assert_eq(out.result, OOMT_VM_EXEMPT);
	cr_assert_eq(out.rule, 1);
}

Test(vm, sets_of_numbers, .init = begin)
{
	static const struct { u32 uid; bool in; } probe[] = {
		{ 0, true }, { 1, false }, { 999, false }, { 1000, true },
		{ 1500, true }, { 2000, true }, { 2001, false },
		{ 65534, true }, { 65535, false },
	};
	u32 rule = asm_rule(&a), i;

	a.range[0] = (struct oomt_range) { .lo = 0, .hi = 0 };
	a.range[1] = (struct oomt_range) { .lo = 1000, .hi = 2000 };
	a.range[2] = (struct oomt_range) { .lo = 65534, .hi = 65534 };
	a.range_count = 3;
	a.set[0].count = 3;
	a.set_count = 1;
	asm_insn(&a, OOMT_OP_MATCH_SET, OOMT_F_UID, OOMT_CMP_EQ, 0, 2, 0);
	verdict(OOMT_OP_EXEMPT, rule, 0);
	asm_end(&a);
	for (i = 0; i < ARRAY_SIZE(probe); i++) {
		task->uid = probe[i].uid;
		run();
		cr_assert_eq(out.result == OOMT_VM_EXEMPT, probe[i].in,
			     "uid %u", probe[i].uid);
	}
}

Test(vm, sets_with_percentages, .init = begin)
{
	u32 rule = asm_rule(&a);

	a.range[0] = (struct oomt_range) { .lo = 1000, .hi = 2000, .flags =
		OOMT_RANGE_LO_PERCENT | OOMT_RANGE_HI_PERCENT };
	a.range[1] = (struct oomt_range) { .lo = 1 * M, .hi = 2 * M };
	a.range_count = 2;
	a.set[0].count = 2;
	a.set[0].flags = OOMT_SET_LINEAR;
	a.set_count = 1;
	asm_insn(&a, OOMT_OP_MATCH_SET, OOMT_F_RSS, OOMT_CMP_NE, 0, 2, 0);
	verdict(OOMT_OP_EXEMPT, rule, 0);
	asm_end(&a);
	task->rss = 4 * G;
	run();
	cr_assert_eq(out.result, OOMT_VM_POLICY, "12.5%% is in the set");
	task->rss = 2 * M;
	run();
	cr_assert_eq(out.result, OOMT_VM_POLICY);
	task->rss = 2 * M + 1;
	run();
	cr_assert_eq(out.result, OOMT_VM_EXEMPT);
}

Test(vm, words, .init = begin)
{
	u32 word = asm_word(&a, OOMT_F_COMM, "sshd"), rule = asm_rule(&a);

	asm_insn(&a, OOMT_OP_MATCH_STR, OOMT_F_COMM, OOMT_CMP_EQ, 0, 2, word);
	verdict(OOMT_OP_EXEMPT, rule, 0);
	asm_end(&a);
	run();
	cr_assert_eq(out.result, OOMT_VM_POLICY);
	strcpy(task->comm, "sshd");
	run();
	cr_assert_eq(out.result, OOMT_VM_EXEMPT);
}

Test(vm, unknown_exe_spares_only_where_it_may, .init = begin)
{
	u32 word = asm_word(&a, OOMT_F_EXE, "/bin/x"), rule = asm_rule(&a);
	u32 kill = asm_kill(&a, 0, 0);

	asm_insn(&a, OOMT_OP_MATCH_STR, OOMT_F_EXE, OOMT_CMP_NE, 0, 2, word);
	verdict(OOMT_OP_KILL, rule, kill);
	rule = asm_rule(&a);
	asm_insn(&a, OOMT_OP_MATCH_STR, OOMT_F_EXE, OOMT_CMP_EQ,
		 OOMT_I_UNKNOWN_HOLDS, 2, word);
	verdict(OOMT_OP_EXEMPT, rule, 0);
	asm_end(&a);
	run();
	cr_assert_eq(out.result, OOMT_VM_EXEMPT);
	task->exe = "/bin/y";
	run();
	cr_assert_eq(out.result, OOMT_VM_KILL);
}

/* base: jump A; exempt.  A: rss > 1M return; goto B.  B: rss > 1K kill. */
static void nested(void)
{
	u32 kill, rule;

	begin();
	kill = asm_kill(&a, 0, 0);
	rule = asm_rule(&a);
	verdict(OOMT_OP_JUMP, rule, 1);
	rule = asm_rule(&a);
	verdict(OOMT_OP_EXEMPT, rule, 0);
	asm_end(&a);
	asm_chain(&a, "A", OOMT_HOOK_NONE);
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_RSS, OOMT_CMP_GT, M, 0, 1);
	verdict(OOMT_OP_RETURN, rule, 0);
	rule = asm_rule(&a);
	verdict(OOMT_OP_GOTO, rule, 2);
	rule = asm_rule(&a);
	verdict(OOMT_OP_KILL, rule, kill);
	asm_end(&a);
	asm_chain(&a, "B", OOMT_HOOK_NONE);
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_RSS, OOMT_CMP_GT, 1024, 0, 1);
	verdict(OOMT_OP_KILL, rule, kill);
	asm_end(&a);
}

Test(vm, jump_and_return, .init = nested)
{
	task->rss = 2 * M;
	run();
	cr_assert_eq(out.result, OOMT_VM_EXEMPT, "returned to the caller");
	cr_assert_eq(out.rule, 1);
}

Test(vm, verdict_in_a_called_chain, .init = nested)
{
	task->rss = M;
	run();
	cr_assert_eq(out.result, OOMT_VM_KILL);
	cr_assert_eq(out.rule, 5);
}

Test(vm, goto_does_not_come_back_to_where_it_left, .init = nested)
{
	task->rss = 0;
	run();
	cr_assert_eq(out.result, OOMT_VM_EXEMPT, "rule 4 is skipped");
	cr_assert_eq(out.rule, 1);
}

Test(vm, return_in_a_base_chain_is_the_policy, .init = begin)
{
	u32 rule = asm_rule(&a);

	verdict(OOMT_OP_RETURN, rule, 0);
	rule = asm_rule(&a);
	verdict(OOMT_OP_EXEMPT, rule, 0);
	asm_end(&a);
	run();
	cr_assert_eq(out.result, OOMT_VM_POLICY);
}

Test(vm, scores_add_up_and_dry_goes_on, .init = begin)
{
	struct oomt_counter counter[4] = { 0 };
	struct oomt_counter *counters[] = { counter };
	u32 rule = asm_rule(&a);

	verdict(OOMT_OP_SCORE, rule, 300);
	rule = asm_rule(&a);
	verdict(OOMT_OP_SCORE, rule, -20);
	verdict(OOMT_OP_COUNTER, rule, 0);
	rule = asm_rule(&a);
	verdict(OOMT_OP_DRY, rule, OOMT_OP_EXEMPT);
	rule = asm_rule(&a);
	verdict(OOMT_OP_CONTINUE, rule, 0);
	asm_end(&a);
	task->rss = 5;
	task->swap = 6;
	task->pgtables = 7;
	vm.counter = counters;
	run();
	cr_assert_eq(out.result, OOMT_VM_POLICY);
	cr_assert_eq(out.points, 280);
	cr_assert_eq(counter[0].tasks, 0);
	cr_assert_eq(counter[1].tasks, 1);
	cr_assert_eq(counter[1].bytes, 18);
	cr_assert_eq(counter[2].verdicts, 1);
	cr_assert_eq(counter[2].verdict_bytes, 18);
	cr_assert_eq(counter[3].verdicts, 1);
	vm.counter = NULL;
}

Test(vm, a_cgroup_is_matched_once)
{
	struct oomt_cgroup cgroup[] = { { .path = "/a" }, { .path = NULL } };
	u32 classes[2] = { OOMT_CLASS_UNSET, OOMT_CLASS_UNSET }, word, rule;

	begin();
	word = asm_word(&a, OOMT_F_CGROUP, "/a");
	rule = asm_rule(&a);
	asm_insn(&a, OOMT_OP_MATCH_STR, OOMT_F_CGROUP, OOMT_CMP_EQ, 0, 2, word);
	verdict(OOMT_OP_EXEMPT, rule, 0);
	asm_end(&a);
	pic.cgroup = cgroup;
	pic.cgroup_count = 2;
	vm.cgroup_class = classes;
	task->cgroup = 0;
	run();
	cr_assert_eq(out.result, OOMT_VM_EXEMPT);
	cr_assert_neq(classes[0], OOMT_CLASS_UNSET);
	cgroup[0].path = "/b";		/* the class stands */
	run();
	cr_assert_eq(out.result, OOMT_VM_EXEMPT);
	task->cgroup = 1;
	run();
	cr_assert_eq(out.result, OOMT_VM_POLICY, "an unknown path");
	vm.cgroup_class = NULL;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * engine/index.c and the walk of engine/vm.c: an indexed chain says the same
 * as the same rules walked one by one.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include "assemble.h"
#include "vm.h"

#define RULES 40

static struct asm_table a;
static struct oomt_picture pic;
static struct oomt_task task[1];
static struct oomt_ruleset rs;
static struct oomt_vm vm;
static char words[8][4];

/* Rules of all kinds: by word, by word and number, by number, by `not`. */
static void begin(void)
{
	u32 i, kill, rule;

	asm_init(&a, "t");
	asm_picture(&pic, task, 1, 1LL << 30);
	kill = asm_kill(&a, 0, 0);
	for (i = 0; i < 8; i++) {
		snprintf(words[i], sizeof(words[i]), "w%u", i);
		asm_word(&a, OOMT_F_COMM, words[i]);
	}
	asm_chain(&a, "base", OOMT_HOOK_OOM);
	for (i = 0; i < RULES; i++) {
		rule = asm_rule(&a);
		if (i % 5 == 4)
			asm_num(&a, OOMT_F_UID, OOMT_CMP_EQ, i, 0, 1);
		else
			asm_insn(&a, OOMT_OP_MATCH_STR, OOMT_F_COMM,
				 i % 7 == 6 ? OOMT_CMP_NE : OOMT_CMP_EQ,
				 i % 3 ? 0 : OOMT_I_UNKNOWN_HOLDS,
				 i % 4 == 3 ? 3 : 2, i % 8);
		if (i % 5 != 4 && i % 4 == 3)
			asm_num(&a, OOMT_F_GID, OOMT_CMP_GT, i, 0, 1);
		if (i % 6 == 5)
			asm_insn(&a, OOMT_OP_KILL, 0, 0, 0, rule, kill);
		else if (i % 11 == 10)
			asm_insn(&a, OOMT_OP_EXEMPT, 0, 0, 0, rule, 0);
		else
			asm_insn(&a, OOMT_OP_SCORE, 0, 0, 0, rule, 1 << i % 18);
	}
	asm_end(&a);
	asm_ruleset(&a, &rs);
	vm.rs = &rs;
	vm.pic = &pic;
	vm.domain = oomt_domain_of(&pic);
}

static void end(void)
{
	oomt_ruleset_exit(&rs);
	asm_free(&a);
}

TestSuite(index, .init = begin, .fini = end);

static struct oomt_vm_out run(bool indexed)
{
	struct oomt_vm_out out;

	rs.index[0].chain[0].indexed = indexed;
	oomt_vm_task(&vm);
	oomt_vm_run(&vm, 0, 0, task, &out);
	return out;
}

Test(index, this_chain_is_indexed)
{
	const struct oomt_chain_index *ci = &rs.index[0].chain[0];

	cr_assert(ci->indexed);
	cr_assert_eq(ci->fields, 2);
	cr_assert_eq(ci->field[0], OOMT_F_COMM);
	cr_assert_eq(ci->field[1], OOMT_F_UID);
	cr_assert_lt(ci->generic_count, RULES / 4);
	cr_assert_gt(ci->generic_count, 0);
}

Test(index, says_the_same_as_the_plain_walk)
{
	u32 word, uid, gid, killed = 0, spared = 0, passed = 0;

	for (word = 0; word < 10; word++)
		for (uid = 0; uid < RULES; uid += 1)
			for (gid = 0; gid < RULES; gid += 3) {
				struct oomt_vm_out with, without;

				task->uid = uid;
				task->gid = gid;
				snprintf(task->comm, sizeof(task->comm), "w%u",
					 word);
				with = run(true);
				without = run(false);
				cr_assert_eq(with.result, without.result);
				cr_assert_eq(with.rule, without.rule);
				cr_assert_eq(with.action, without.action);
				cr_assert_eq(with.points, without.points);
				killed += with.result == OOMT_VM_KILL;
				spared += with.result == OOMT_VM_EXEMPT;
				passed += with.result == OOMT_VM_POLICY;
			}
	cr_assert(killed && spared && passed, "%u %u %u", killed, spared,
		  passed);
}

/* ---- the classes of numbers --------------------------------------------- */

Test(index, cuts_tell_apart_what_the_rules_tell_apart)
{
	const struct oomt_cuts *cuts = &rs.index[0].cuts;
	u32 uid;

	/* uid 4, 9, 14, ... 39: two cuts each; gid > 3, > 7, ... */
	cr_assert_eq(oomt_cuts_classes(cuts, OOMT_F_UID), 17);
	cr_assert_eq(oomt_cuts_classes(cuts, OOMT_F_PID), 1);
	cr_assert_eq(oomt_cuts_class(cuts, OOMT_F_PID, S64_MAX), 0);
	cr_assert_eq(oomt_cuts_class(cuts, OOMT_F_UID, S64_MIN), 0);
	cr_assert_eq(oomt_cuts_class(cuts, OOMT_F_UID, S64_MAX), 16);
	for (uid = 0; uid < RULES; uid++)
		cr_assert_eq(oomt_cuts_class(cuts, OOMT_F_UID, uid),
			     uid / 5 * 2 + (uid % 5 == 4), "%u", uid);
}

Test(index, ranges_of_matches)
{
	static const struct {
		u32 cmp;
		s64 imm, lo, hi;
		bool any;
	} want[] = {
		{ OOMT_CMP_EQ, 5, 5, 5, true },
		{ OOMT_CMP_LT, 5, S64_MIN, 4, true },
		{ OOMT_CMP_LE, 5, S64_MIN, 5, true },
		{ OOMT_CMP_GT, 5, 6, S64_MAX, true },
		{ OOMT_CMP_GE, 5, 5, S64_MAX, true },
		{ OOMT_CMP_LT, S64_MIN, 0, 0, false },
		{ OOMT_CMP_GT, S64_MAX, 0, 0, false },
		{ OOMT_CMP_LE, S64_MAX, S64_MIN, S64_MAX, true },
	};
	struct oomt_insn insn = { .op = OOMT_OP_MATCH_NUM, .field = OOMT_F_RSS };
	s64 lo, hi;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(want); i++) {
		insn.cmp = want[i].cmp;
		insn.imm = want[i].imm;
		cr_assert_eq(oomt_cuts_ranges(&a.table, &insn), 1);
		cr_assert_eq(oomt_cuts_range(&a.table, &insn, 0, &lo, &hi),
			     want[i].any, "%zu", i);
		if (want[i].any)
			cr_assert(lo == want[i].lo && hi == want[i].hi, "%zu",
				  i);
	}
	insn.cmp = OOMT_CMP_NE;
	cr_assert_eq(oomt_cuts_ranges(&a.table, &insn), 0);
	insn.cmp = OOMT_CMP_GT;
	insn.flags = OOMT_I_PERCENT;
	cr_assert_eq(oomt_cuts_ranges(&a.table, &insn), 0);
	insn.flags = OOMT_I_ANCESTOR;
	cr_assert_eq(oomt_cuts_ranges(&a.table, &insn), 0);
}

/*
 * Prefixes times suffixes make many classes; every rule is looked up all the
 * same, as long as the index stays in proportion to the table.
 */
Test(index, a_key_may_have_many_classes)
{
	const struct oomt_chain_index *ci = &rs.index[0].chain[0];
	u32 i, lists = 0;

	for (i = 0; i < ci->fields; i++)
		lists += oomt_index_classes(&rs.index[0], &a.table,
					    ci->field[i]) + 1;
	cr_assert_leq(lists, 4 * a.table.DFAS[0].classes + 64 * RULES);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/verify*.c: each reason for refusal; nothing bad is accepted. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "names.h"

static struct asm_table a;

/* A sound table: two chains, every kind of section in use. */
static void begin(void)
{
	u32 rule, kill, word;

	asm_init(&a, "sound");
	a.range[0] = (struct oomt_range) { .lo = 1, .hi = 2 };
	a.range[1] = (struct oomt_range) { .lo = 5, .hi = 9 };
	a.range_count = 2;
	a.set[0].count = 2;
	a.set_count = 1;
	kill = asm_kill(&a, 0, 0);
	word = asm_word(&a, OOMT_F_COMM, "sshd");
	asm_insn(&a, OOMT_OP_CMP, OOMT_M_MEM_FREE, OOMT_CMP_LT, 0, 0, 5);
	asm_insn(&a, OOMT_OP_NOT, 0, 0, 0, 0, 0);
	asm_chain(&a, "base", OOMT_HOOK_LOW);
	a.chain[0].when_len = 2;
	rule = asm_rule(&a);
	asm_num(&a, OOMT_F_RSS, OOMT_CMP_GT, 100, OOMT_I_PERCENT, 3);
	asm_insn(&a, OOMT_OP_MATCH_SET, OOMT_F_UID, OOMT_CMP_EQ, 0, 3, 0);
	asm_insn(&a, OOMT_OP_SCORE, 0, 0, 0, rule, 5);
	asm_insn(&a, OOMT_OP_JUMP, 0, 0, 0, rule, 1);
	asm_end(&a);
	asm_chain(&a, "sub", OOMT_HOOK_NONE);
	rule = asm_rule(&a);
	asm_insn(&a, OOMT_OP_MATCH_STR, OOMT_F_COMM, OOMT_CMP_EQ, 0, 2, word);
	asm_insn(&a, OOMT_OP_KILL, 0, 0, 0, rule, kill);
	asm_end(&a);
}

static void end(void)
{
	asm_free(&a);
}

TestSuite(verify, .fini = end);

static void refused(enum oomt_refusal want)
{
	cr_assert_eq(asm_verify(&a), -EINVAL);
	cr_assert_eq(a.why.refusal, want, "got \"%s\", want \"%s\"",
		     oomt_refusal_text(a.why.refusal),
		     oomt_refusal_text(want));
}

/* Changed after layout: verified as it stands. */
static void refused_image(size_t size, enum oomt_refusal want)
{
	int err = oomt_verify(a.image, size, OOMT_FOR_USER, &a.table, &a.why);

	cr_assert_eq(err, -EINVAL);
	cr_assert_eq(a.why.refusal, want, "got \"%s\", want \"%s\"",
		     oomt_refusal_text(a.why.refusal),
		     oomt_refusal_text(want));
}

Test(verify, accepts_what_is_sound, .init = begin)
{
	cr_assert_eq(asm_verify(&a), 0, "%s",
		     oomt_refusal_text(a.why.refusal));
	cr_assert_gt(a.table.steps[OOMT_HOOK_LOW], 0);
	cr_assert(a.table.fields & 1ULL << OOMT_F_COMM);
	cr_assert(a.table.metrics & 1ULL << OOMT_M_MEM_FREE);
}

Test(verify, header, .init = begin)
{
	struct oomt_image *head;

	asm_layout(&a);
	head = a.image;
	refused_image(sizeof(*head) - 1, OOMT_REFUSE_TRUNCATED);
	refused_image(a.size - 8, OOMT_REFUSE_TRUNCATED);
	head->magic++;
	refused_image(a.size, OOMT_REFUSE_MAGIC);
	head->magic--;
	head->version++;
	refused_image(a.size, OOMT_REFUSE_VERSION);
	head->version--;
	head->reserved = 1;
	refused_image(a.size, OOMT_REFUSE_RESERVED);
	head->reserved = 0;
	((char *)a.image)[a.size - 1] ^= 1;
	refused_image(a.size, OOMT_REFUSE_CHECKSUM);
	((char *)a.image)[a.size - 1] ^= 1;
	head->section[OOMT_S_INSNS].offset = a.size + 8;
	asm_seal(&a);
	refused_image(a.size, OOMT_REFUSE_SECTION);
	head->section[OOMT_S_INSNS].offset = 4;
	asm_seal(&a);
	refused_image(a.size, OOMT_REFUSE_SECTION);
}

Test(verify, sections_that_overflow, .init = begin)
{
	struct oomt_image *head;

	asm_layout(&a);
	head = a.image;
	head->section[OOMT_S_RULES].count = 0x20000000;	/* x 40 wraps */
	asm_seal(&a);
	refused_image(a.size, OOMT_REFUSE_SECTION);
}

Test(verify, names, .init = begin)
{
	a.chain[0].name = 0;		/* "" */
	refused(OOMT_REFUSE_NAME);
	a.chain[0].name = 100000;
	refused(OOMT_REFUSE_NAME);
}

static void refused_name(const char *name)
{
	a.chain[0].name = asm_string(&a, name);
	refused(OOMT_REFUSE_NAME);
}

Test(verify, names_are_words, .init = begin)
{
	refused_name("a b");
	refused_name("9a");
	refused_name("-a");
	refused_name("../a");
	refused_name("a\n");
	refused_name("\xc3\xa4");
	a.chain[0].name = asm_string(&a, "_Az-9_");
	cr_assert_eq(asm_verify(&a), 0, "%s",
		     oomt_refusal_text(a.why.refusal));
}

Test(verify, chain_headers, .init = begin)
{
	a.chain[0].when_len = 0;
	refused(OOMT_REFUSE_CHAIN);
	a.chain[0].when_len = 2;
	a.chain[0].hook = OOMT_HOOK_COUNT;
	refused(OOMT_REFUSE_CHAIN);
	a.chain[0].hook = OOMT_HOOK_OOM;	/* no `when` there */
	refused(OOMT_REFUSE_CHAIN);
	a.chain[0].hook = OOMT_HOOK_LOW;
	a.chain[0].order = OOMT_F_COMM;
	refused(OOMT_REFUSE_CHAIN);
	a.chain[0].order = OOMT_F_TOTAL;
	a.chain[0].deadline_ms = OOMT_DEADLINE_MS_MAX + 1;
	refused(OOMT_REFUSE_CHAIN);
	a.chain[0].deadline_ms = 0;
	a.chain[0].policy = OOMT_POLICY_KILL;	/* without an action */
	refused(OOMT_REFUSE_CHAIN);
	a.chain[0].policy = OOMT_POLICY_EXEMPT;
	a.chain[0].scope = 0;			/* an atom of comm */
	refused(OOMT_REFUSE_CHAIN);
	a.chain[0].scope = OOMT_NONE;
	a.chain[0].code = 0xfffffff0;
	refused(OOMT_REFUSE_CHAIN);
}

Test(verify, rules_tile_their_chain, .init = begin)
{
	a.rule[0].code_len--;
	refused(OOMT_REFUSE_FALL);
	a.rule[0].code_len += 2;
	refused(OOMT_REFUSE_RULE);
	a.rule[0].code_len--;
	a.rule[1].chain = 0;
	refused(OOMT_REFUSE_RULE);
}

Test(verify, a_match_stays_in_its_rule, .init = begin)
{
	a.insn[2].arg = 5;
	refused(OOMT_REFUSE_JUMP);
	a.insn[2].arg = 0;
	refused(OOMT_REFUSE_JUMP);
	a.insn[2].arg = 0xffffffff;
	refused(OOMT_REFUSE_JUMP);
}

Test(verify, calls_go_forward_to_plain_chains, .init = begin)
{
	a.insn[5].imm = 0;
	refused(OOMT_REFUSE_CALL);
	a.insn[5].imm = 2;
	refused(OOMT_REFUSE_CALL);
	a.insn[5].imm = -1;
	refused(OOMT_REFUSE_CALL);
}

Test(verify, operands, .init = begin)
{
	a.insn[2].field = OOMT_F_COMM;
	refused(OOMT_REFUSE_FIELD);
	a.insn[2].field = OOMT_F_COUNT;
	refused(OOMT_REFUSE_FIELD);
	a.insn[2].field = OOMT_F_PID;	/* no percentage of a pid */
	refused(OOMT_REFUSE_OPERAND);
	a.insn[2].field = OOMT_F_RSS;
	a.insn[2].cmp = OOMT_CMP_COUNT;
	refused(OOMT_REFUSE_OPERAND);
	a.insn[2].cmp = OOMT_CMP_GT;
	a.insn[2].flags = 0x80;
	refused(OOMT_REFUSE_OPERAND);
	a.insn[2].flags = OOMT_I_METRIC;
	refused(OOMT_REFUSE_OPERAND);
	a.insn[2].flags = 0;
	a.insn[3].imm = 1;
	refused(OOMT_REFUSE_SET);
	a.insn[3].imm = 0;
	a.insn[4].imm = 1000001;
	refused(OOMT_REFUSE_OPERAND);
	a.insn[4].imm = 0;
	a.insn[4].arg = 1;	/* another rule's counter */
	refused(OOMT_REFUSE_OPERAND);
	a.insn[4].arg = 0;
	a.insn[7].imm = 1;
	refused(OOMT_REFUSE_ATOM);
	a.insn[7].imm = 0;
	a.insn[8].imm = 1;
	refused(OOMT_REFUSE_ACTION);
	a.insn[8].imm = 0;
	a.insn[8].op = OOMT_OP_CMP;
	refused(OOMT_REFUSE_OP);
	a.insn[8].op = 200;
	refused(OOMT_REFUSE_OP);
}

Test(verify, a_verdict_ends_its_rule, .init = begin)
{
	a.insn[4].op = OOMT_OP_EXEMPT;
	a.insn[4].imm = 0;
	refused(OOMT_REFUSE_OP);
}

Test(verify, matches_come_before_statements, .init = begin)
{
	a.insn[2] = a.insn[4];
	refused(OOMT_REFUSE_OP);
	cr_assert_eq(a.why.index, 3, "the match behind it");
}

Test(verify, guards_do_not_kill, .init = begin)
{
	a.chain[0].hook = OOMT_HOOK_GUARD;
	a.chain[0].policy = OOMT_POLICY_NONE;
	a.chain[0].when_len = 0;
	refused(OOMT_REFUSE_HOOK);
}

Test(verify, conditions, .init = begin)
{
	a.insn[0].op = OOMT_OP_NOT;
	refused(OOMT_REFUSE_COND);
	a.insn[0].op = OOMT_OP_EXEMPT;
	refused(OOMT_REFUSE_OP);
	a.insn[0].op = OOMT_OP_CMP;
	a.insn[1].op = OOMT_OP_AND;
	refused(OOMT_REFUSE_COND);
	a.insn[1] = a.insn[0];
	refused(OOMT_REFUSE_COND);	/* two values left */
	a.insn[1].op = OOMT_OP_FOR;	/* without a state */
	refused(OOMT_REFUSE_COND);
	a.insn[1].op = OOMT_OP_NOT;
	a.insn[0].field = OOMT_M_COUNT;
	refused(OOMT_REFUSE_COND);
	a.insn[0].field = OOMT_M_PSI_FULL_AVG10;
	a.insn[0].flags = OOMT_I_PERCENT;
	refused(OOMT_REFUSE_COND);
}

Test(verify, sets, .init = begin)
{
	a.range[1].lo = 2;
	refused(OOMT_REFUSE_SET);
	a.range[1].lo = 5;
	a.range[0].lo = 3;
	refused(OOMT_REFUSE_SET);
	a.range[0].lo = 1;
	a.set[0].count = 3;
	refused(OOMT_REFUSE_SET);
	a.set[0].count = 2;
	a.range[0].flags = OOMT_RANGE_LO_PERCENT;
	refused(OOMT_REFUSE_SET);
}

Test(verify, actions, .init = begin)
{
	a.action[0].signal = 15;	/* no grace, yet not SIGKILL */
	refused(OOMT_REFUSE_ACTION);
	a.action[0].signal = 9;
	a.action[0].kind = OOMT_ACT_COUNT;
	refused(OOMT_REFUSE_ACTION);
	a.action[0].kind = OOMT_ACT_KILL;
	a.action[0].unit = OOMT_UNIT_COUNT;
	refused(OOMT_REFUSE_ACTION);
	a.action[0].unit = 0;
	a.action[0].reserved = 1;
	refused(OOMT_REFUSE_ACTION);
}

/* One damaged place of the automaton at a time. */
Test(verify, automata, .init = begin)
{
	struct oomt_dfa *dfa;
	struct oomt_state_row *row;
	struct oomt_edge *edge;
	struct oomt_image *head;
	u32 i;

	for (i = 0; i < 8; i++) {
		asm_layout(&a);
		head = a.image;
#define AT(id) ((void *)((char *)a.image + head->section[OOMT_S_##id].offset))
		dfa = AT(DFAS);
		row = AT(STATES);
		edge = AT(EDGES);
		switch (i) {
		case 0: dfa->start = dfa->states; break;
		case 1: dfa->states = 1000; break;
		case 2: dfa->columns = 1; break;	/* bytes beyond it */
		case 3: row[2].base = dfa->edges; break;
		case 4: row[1].other = dfa->states; break;
		case 5: row[0].cls = dfa->classes; break;
		case 6: edge[5].next = dfa->states; break;
		case 7: *(u32 *)AT(MEMBERS) = 7; break;
		}
		asm_seal(&a);
		refused_image(a.size, OOMT_REFUSE_DFA);
	}
}

Test(verify, depth_and_steps)
{
	u32 i, rule;

	asm_init(&a, "deep");
	for (i = 0; i < OOMT_CALL_DEPTH_MAX + 1; i++) {
		char name[] = { 'a' + i, 0 };

		asm_chain(&a, name, i ? OOMT_HOOK_NONE : OOMT_HOOK_OOM);
		rule = asm_rule(&a);
		if (i < OOMT_CALL_DEPTH_MAX)
			asm_insn(&a, OOMT_OP_JUMP, 0, 0, 0, rule, i + 1);
		else
			asm_insn(&a, OOMT_OP_RETURN, 0, 0, 0, rule, 0);
		asm_end(&a);
	}
	refused(OOMT_REFUSE_DEPTH);
	asm_free(&a);
	/* Four calls a chain, ten chains deep: 4^10 steps. */
	asm_init(&a, "wide");
	for (i = 0; i < 11; i++) {
		char name[] = { 'a' + i, 0 };
		u32 n;

		asm_chain(&a, name, i ? OOMT_HOOK_NONE : OOMT_HOOK_OOM);
		for (n = 0; n < 4 && i < 10; n++) {
			rule = asm_rule(&a);
			asm_insn(&a, OOMT_OP_JUMP, 0, 0, 0, rule, i + 1);
		}
		asm_end(&a);
	}
	refused(OOMT_REFUSE_STEPS);
}

/* Sound for user space, and not for the module. */
static void user_only(void)
{
	cr_assert_eq(asm_verify(&a), 0, "refusal %u at %u", a.why.refusal,
		     a.why.index);
	cr_assert_eq(oomt_verify(a.image, a.size, OOMT_FOR_KERNEL, &a.table,
				 &a.why), -EINVAL);
	cr_assert_eq(a.why.refusal, OOMT_REFUSE_KERNEL);
}

/* What takes time has none where the kernel has run out, jumps included. */
Test(verify, only_hook_low_has_time, .init = begin)
{
	a.action[0].grace_ms = 1000;
	cr_assert_eq(asm_verify(&a), 0);
	a.chain[0].hook = OOMT_HOOK_OOM;
	a.chain[0].when_len = 0;
	refused(OOMT_REFUSE_HOOK);
	a.action[0].grace_ms = 0;
	cr_assert_eq(asm_verify(&a), 0);
	a.action[0].kind = OOMT_ACT_FREEZE;
	a.action[0].signal = 0;
	refused(OOMT_REFUSE_HOOK);
}

Test(verify, the_kernel_refuses_what_it_cannot_do, .init = begin)
{
	asm_layout(&a);
	cr_assert_eq(oomt_verify(a.image, a.size, OOMT_FOR_KERNEL, &a.table,
				 &a.why), 0, "sound for both");
	a.action[0].kind = OOMT_ACT_FREEZE;
	a.action[0].signal = 0;
	asm_layout(&a);
	cr_assert_eq(oomt_verify(a.image, a.size, OOMT_FOR_KERNEL, &a.table,
				 &a.why), 0, "the executor can");
	a.action[0].kind = OOMT_ACT_KILL;
	a.action[0].signal = 9;
	a.action[0].unit = OOMT_UNIT_TREE;
	asm_layout(&a);
	cr_assert_eq(oomt_verify(a.image, a.size, OOMT_FOR_KERNEL, &a.table,
				 &a.why), 0);
	a.action[0].grace_ms = 1000;
	asm_layout(&a);
	cr_assert_eq(oomt_verify(a.image, a.size, OOMT_FOR_KERNEL, &a.table,
				 &a.why), 0);
	a.action[0].grace_ms = 0;
	a.word_field = OOMT_F_CMDLINE;
	a.insn[7].field = OOMT_F_CMDLINE;
	user_only();
	a.word_field = OOMT_F_COMM;
	a.insn[7].field = OOMT_F_COMM;
	a.insn[4].op = OOMT_OP_WARN;
	cr_assert_eq(asm_verify(&a), 0);
	cr_assert_eq(oomt_verify(a.image, a.size, OOMT_FOR_KERNEL, &a.table,
				 &a.why), 0, "a warning is for both");
}

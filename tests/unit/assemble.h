/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A small assembler of table images for the engine's tests, independent of
 * the parser: tests say instructions, not text.  Limits are asserted; memory
 * lives until asm_free().
 */
#ifndef OOMT_TESTS_ASSEMBLE_H
#define OOMT_TESTS_ASSEMBLE_H

#include "decide.h"
#include "verify.h"

#define ASM_MAX 64

struct asm_table {
	char strings[1024];
	u32 string_count;
	struct oomt_chain chain[ASM_MAX];
	u32 chain_count;
	struct oomt_rule rule[ASM_MAX];
	u32 rule_count;
	struct oomt_insn insn[256];
	u32 insn_count;
	struct oomt_action action[ASM_MAX];
	u32 action_count;
	struct oomt_set set[ASM_MAX];
	u32 set_count;
	struct oomt_range range[ASM_MAX];
	u32 range_count;
	struct oomt_limit limit[ASM_MAX];
	u32 limit_count;
	u32 scope;
	u32 for_states;
	/* one automaton, of comm: asm_word() adds a literal and its atom */
	const char *word[ASM_MAX];
	u32 word_count;
	u8 word_field;

	void *image;
	size_t size;
	struct oomt_table table;
	struct oomt_refused why;
};

void asm_init(struct asm_table *a, const char *name);
void asm_free(struct asm_table *a);

u32 asm_string(struct asm_table *a, const char *text);
/* Opens a chain; asm_end() closes it (and its last rule). */
struct oomt_chain *asm_chain(struct asm_table *a, const char *name,
			     enum oomt_hook hook);
void asm_end(struct asm_table *a);
/* Opens a rule of the chain; instructions follow. */
u32 asm_rule(struct asm_table *a);
u32 asm_kill(struct asm_table *a, s32 prefer, u8 flags);
void asm_insn(struct asm_table *a, enum oomt_op op, u8 field, u8 cmp, u8 flags,
	      u32 arg, s64 imm);
/* `field cmp imm`, skipping to the rule's end (`behind` instructions left). */
void asm_num(struct asm_table *a, u8 field, u8 cmp, s64 imm, u8 flags,
	     u32 behind);
u32 asm_word(struct asm_table *a, u8 field, const char *word);

/* Lays the image out (fresh memory) with a right checksum; no verification. */
void asm_layout(struct asm_table *a);
/* Puts the checksum right after a test changed the image. */
void asm_seal(struct asm_table *a);
/* asm_layout + oomt_verify for user space. */
int asm_verify(struct asm_table *a);

/* asm_verify, and a ruleset of this one table; neither may fail. */
void asm_ruleset(struct asm_table *a, struct oomt_ruleset *rs);

/* A picture with `count` tasks: pid 101.., comm "t101".., everything known. */
void asm_picture(struct oomt_picture *pic, struct oomt_task *task, u32 count,
		 s64 mem_total);

#endif /* OOMT_TESTS_ASSEMBLE_H */

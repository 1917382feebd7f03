// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A small assembler of table images, for the engine's tests only.
 */
#include <assert.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include "assemble.h"

u32 asm_string(struct asm_table *a, const char *text)
{
	u32 at = a->string_count, len = strlen(text) + 1;

	assert(at + len <= sizeof(a->strings));
	memcpy(a->strings + at, text, len);
	a->string_count += len;
	return at;
}

void asm_init(struct asm_table *a, const char *name)
{
	memset(a, 0, sizeof(*a));
	asm_string(a, "");
	asm_string(a, name);
	asm_string(a, "t.oom");
	a->scope = OOMT_NONE;
}

void asm_free(struct asm_table *a)
{
	free(a->image);
	a->image = NULL;
}

struct oomt_chain *asm_chain(struct asm_table *a, const char *name,
			     enum oomt_hook hook)
{
	struct oomt_chain *chain = &a->chain[a->chain_count++];

	assert(a->chain_count <= ASM_MAX);
	chain->name = asm_string(a, name);
	chain->hook = hook;
	chain->order = OOMT_F_TOTAL;
	chain->policy_action = OOMT_NONE;
	chain->scope = OOMT_NONE;
	chain->code = a->insn_count;
	chain->rule = a->rule_count;
	chain->deadline_ms = 1000;
	chain->policy_loc.line = 900 + a->chain_count;
	if (hook >= OOMT_HOOK_LOW)
		chain->policy = OOMT_POLICY_EXEMPT;
	return chain;
}

static void close_rule(struct asm_table *a)
{
	struct oomt_chain *chain = &a->chain[a->chain_count - 1];
	struct oomt_rule *rule;

	if (!chain->rule_count)
		return;
	rule = &a->rule[a->rule_count - 1];
	rule->code_len = a->insn_count - rule->code;
}

void asm_end(struct asm_table *a)
{
	struct oomt_chain *chain = &a->chain[a->chain_count - 1];

	close_rule(a);
	asm_insn(a, OOMT_OP_END, 0, 0, 0, 0, 0);
	chain->code_len = a->insn_count - chain->code;
}

u32 asm_rule(struct asm_table *a)
{
	struct oomt_chain *chain = &a->chain[a->chain_count - 1];
	struct oomt_rule *rule;

	close_rule(a);
	assert(a->rule_count < ASM_MAX);
	rule = &a->rule[a->rule_count];
	rule->chain = a->chain_count - 1;
	rule->code = a->insn_count;
	rule->loc.line = 10 + a->rule_count;
	chain->rule_count++;
	return a->rule_count++;
}

u32 asm_kill(struct asm_table *a, s32 prefer, u8 flags)
{
	struct oomt_action *action = &a->action[a->action_count];

	action->signal = 9;
	action->prefer = prefer;
	action->flags = flags;
	return a->action_count++;
}

void asm_insn(struct asm_table *a, enum oomt_op op, u8 field, u8 cmp, u8 flags,
	      u32 arg, s64 imm)
{
	assert(a->insn_count < 256);
	a->insn[a->insn_count++] = (struct oomt_insn) {
		.op = op, .field = field, .cmp = cmp, .flags = flags,
		.arg = arg, .imm = imm,
	};
}

void asm_num(struct asm_table *a, u8 field, u8 cmp, s64 imm, u8 flags,
	     u32 behind)
{
	asm_insn(a, OOMT_OP_MATCH_NUM, field, cmp, flags, behind + 1, imm);
}

u32 asm_word(struct asm_table *a, u8 field, const char *word)
{
	a->word_field = field;
	a->word[a->word_count] = word;
	return a->word_count++;
}

/* ---- layout ------------------------------------------------------------- */

struct layout {
	struct oomt_image head;
	unsigned char *data;
	size_t size;
};

static void put(struct layout *l, unsigned int section, const void *data,
		u32 count, size_t element)
{
	size_t bytes = count * element, padded = (bytes + 7) / 8 * 8;

	l->data = realloc(l->data, l->size + padded);
	assert(l->data);
	memset(l->data + l->size, 0, padded);
	if (bytes)
		memcpy(l->data + l->size, data, bytes);
	l->head.section[section].offset = l->size;
	l->head.section[section].count = count;
	l->size += padded;
}

/*
 * The words' automaton, the plain way: a trie with 256 columns and a full row
 * of edges for each state; state 0 is dead.  Class 0: no word; i + 1: word i.
 */
static void put_words(struct asm_table *a, struct layout *l)
{
	static struct oomt_state_row row[256];
	static struct oomt_edge edge[256 * 256];
	struct oomt_atom atom[ASM_MAX] = { 0 };
	struct oomt_pattern pattern[ASM_MAX] = { 0 };
	u32 cls[ASM_MAX + 2] = { 0 }, member[ASM_MAX], states = 2, i, c;
	u8 map[256];

	memset(row, 0, sizeof(row));
	memset(edge, 0, sizeof(edge));
	for (i = 0; i < a->word_count; i++) {
		u32 s = 1;
		const char *p;

		for (p = a->word[i]; *p; p++) {
			struct oomt_edge *e = &edge[s * 256 + (u8)*p];

			if (!e->next)
				e->next = states++;
			s = e->next;
			assert(states < 256);
		}
		row[s].cls = i + 1;
		atom[i].field = a->word_field;
		atom[i].first = i;
		atom[i].count = 1;
		pattern[i].text = asm_string(a, a->word[i]);
		cls[i + 1] = i;
		member[i] = i;
	}
	cls[a->word_count + 1] = a->word_count;
	for (i = 0; i < states; i++) {
		row[i].base = i * 256;
		for (c = 0; c < 256; c++)
			edge[i * 256 + c].check = i;
	}
	for (c = 0; c < 256; c++)
		map[c] = c;
	put(l, OOMT_S_ATOMS, atom, a->word_count, sizeof(atom[0]));
	put(l, OOMT_S_PATTERNS, pattern, a->word_count, sizeof(pattern[0]));
	put(l, OOMT_S_DFAS, &(struct oomt_dfa) {
		.field = a->word_field, .start = 1, .states = states,
		.edges = states * 256, .classes = a->word_count + 1,
		.columns = 256,
	}, a->word_count ? 1 : 0, sizeof(struct oomt_dfa));
	put(l, OOMT_S_STATES, row, states, sizeof(row[0]));
	put(l, OOMT_S_EDGES, edge, states * 256, sizeof(edge[0]));
	put(l, OOMT_S_CLASSES, cls, a->word_count + 2, sizeof(cls[0]));
	put(l, OOMT_S_MEMBERS, member, a->word_count, sizeof(member[0]));
	put(l, OOMT_S_BYTEMAPS, map, 256, 1);
}

void asm_layout(struct asm_table *a)
{
	struct layout l = { .size = sizeof(struct oomt_image) };

	l.data = calloc(1, l.size);
	assert(l.data);
	put_words(a, &l);
	put(&l, OOMT_S_STRINGS, a->strings, a->string_count, 1);
	put(&l, OOMT_S_CHAINS, a->chain, a->chain_count, sizeof(a->chain[0]));
	put(&l, OOMT_S_RULES, a->rule, a->rule_count, sizeof(a->rule[0]));
	put(&l, OOMT_S_INSNS, a->insn, a->insn_count, sizeof(a->insn[0]));
	put(&l, OOMT_S_ACTIONS, a->action, a->action_count,
	    sizeof(a->action[0]));
	put(&l, OOMT_S_SETS, a->set, a->set_count, sizeof(a->set[0]));
	put(&l, OOMT_S_RANGES, a->range, a->range_count, sizeof(a->range[0]));
	put(&l, OOMT_S_LIMITS, a->limit, a->limit_count, sizeof(a->limit[0]));
	l.head.magic = OOMT_MAGIC;
	l.head.version = OOMT_VERSION;
	l.head.sections = OOMT_S_COUNT;
	l.head.size = l.size;
	l.head.name = 1;
	l.head.scope = a->scope;
	l.head.for_states = a->for_states;
	memcpy(l.data, &l.head, sizeof(l.head));
	free(a->image);
	a->image = l.data;
	a->size = l.size;
	asm_seal(a);
}

void asm_seal(struct asm_table *a)
{
	struct oomt_image *head = a->image;

	head->checksum = oomt_image_checksum(a->image, a->size);
}

int asm_verify(struct asm_table *a)
{
	asm_layout(a);
	return oomt_verify(a->image, a->size, OOMT_FOR_USER, &a->table,
			   &a->why);
}

void asm_ruleset(struct asm_table *a, struct oomt_ruleset *rs)
{
	cr_assert_eq(asm_verify(a), 0, "refusal %u at %u", a->why.refusal,
		     a->why.index);
	memset(rs, 0, sizeof(*rs));
	rs->table_count = 1;
	rs->table[0] = &a->table;
	cr_assert_eq(oomt_ruleset_init(rs), 0);
}

void asm_picture(struct oomt_picture *pic, struct oomt_task *task, u32 count,
		 s64 mem_total)
{
	u32 i;

	memset(pic, 0, sizeof(*pic));
	memset(task, 0, count * sizeof(*task));
	pic->now_ns = 3600ULL * 1000000000;
	pic->task = task;
	pic->task_count = count;
	oomt_picture_set(pic, OOMT_M_MEM_TOTAL, mem_total);
	oomt_picture_set(pic, OOMT_M_MEM_AVAILABLE, mem_total);
	oomt_picture_set(pic, OOMT_M_SWAP_TOTAL, 0);
	oomt_picture_set(pic, OOMT_M_SWAP_FREE, 0);
	for (i = 0; i < count; i++) {
		task[i].known = ~0ULL;
		task[i].pid = 101 + i;
		task[i].ppid = 1;
		task[i].threads = 1;
		task[i].cgroup = OOMT_NONE;
		snprintf(task[i].comm, sizeof(task[i].comm), "t%u", 101 + i);
	}
}

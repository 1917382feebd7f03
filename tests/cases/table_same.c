// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Two tables, section by section.  Offsets in STRINGS may differ, since names
 * of files are texts, too: they are followed, everything else is compared byte
 * by byte.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ruleset.h"
#include "table_same.h"

char *table_text(const struct oomt_table *table, size_t *len)
{
	struct oomt_policy *policy = oomt_policy_from_table(table);
	char *text = NULL;
	FILE *out;
	int err;

	if (!policy)
		return NULL;
	out = open_memstream(&text, len);
	err = out ? oomt_policy_print(out, policy) : -1;
	oomt_policy_free(policy);
	if (out && fclose(out))
		err = -1;
	if (!err)
		return text;
	free(text);
	return NULL;
}

/* Equal texts get one offset, so that what is around them can be compared. */
static void follow(const struct oomt_table *a, const struct oomt_table *b,
		   u32 *x, const u32 *y)
{
	if (!strcmp(oomt_table_string(a, *x), oomt_table_string(b, *y)))
		*x = *y;
}

static const struct oomt_loc nowhere;

static bool chain_same(const struct oomt_table *a, struct oomt_chain x,
		       const struct oomt_table *b, struct oomt_chain y)
{
	follow(a, b, &x.name, &y.name);
	x.loc = x.policy_loc = y.loc = y.policy_loc = nowhere;
	return !memcmp(&x, &y, sizeof(x));
}

static bool rule_same(const struct oomt_table *a, struct oomt_rule x,
		      const struct oomt_table *b, struct oomt_rule y)
{
	follow(a, b, &x.comment, &y.comment);
	x.loc = y.loc = nowhere;
	return !memcmp(&x, &y, sizeof(x));
}

static bool insn_same(const struct oomt_table *a, struct oomt_insn x,
		      const struct oomt_table *b, struct oomt_insn y)
{
	if (x.op == OOMT_OP_LOG && y.op == OOMT_OP_LOG &&
	    !strcmp(oomt_table_string(a, x.imm), oomt_table_string(b, y.imm)))
		x.imm = y.imm;
	if (x.op == OOMT_OP_CMP_CGROUP && y.op == OOMT_OP_CMP_CGROUP)
		follow(a, b, &x.arg, &y.arg);
	return !memcmp(&x, &y, sizeof(x));
}

static bool action_same(const struct oomt_table *a, struct oomt_action x,
			const struct oomt_table *b, struct oomt_action y)
{
	follow(a, b, &x.text, &y.text);
	return !memcmp(&x, &y, sizeof(x));
}

static bool set_same(const struct oomt_table *a, struct oomt_set x,
		     const struct oomt_table *b, struct oomt_set y)
{
	follow(a, b, &x.name, &y.name);
	return !memcmp(&x, &y, sizeof(x));
}

static bool atom_same(const struct oomt_table *a, struct oomt_atom x,
		      const struct oomt_table *b, struct oomt_atom y)
{
	follow(a, b, &x.name, &y.name);
	return !memcmp(&x, &y, sizeof(x));
}

static bool pattern_same(const struct oomt_table *a, struct oomt_pattern x,
			 const struct oomt_table *b, struct oomt_pattern y)
{
	follow(a, b, &x.text, &y.text);
	return !memcmp(&x, &y, sizeof(x));
}

static bool head_same(const struct oomt_table *a, const struct oomt_table *b)
{
	return !strcmp(oomt_table_name(a), oomt_table_name(b)) &&
	       a->image->scope == b->image->scope &&
	       a->image->for_states == b->image->for_states;
}

const char *table_differs(const struct oomt_table *a,
			  const struct oomt_table *b)
{
	u32 i;

	if (!head_same(a, b))
		return "head";
#define COUNT(id)							\
	if (a->id##_count != b->id##_count)				\
		return #id "_count"
#define EACH(id, same)							\
	COUNT(id);							\
	for (i = 0; i < a->id##_count; i++)				\
		if (!same(a, a->id[i], b, b->id[i]))			\
			return #id
#define BYTES(id)							\
	COUNT(id);							\
	if (a->id##_count &&						\
	    memcmp(a->id, b->id, a->id##_count * sizeof(*a->id)))	\
		return #id
	EACH(CHAINS, chain_same);
	EACH(RULES, rule_same);
	EACH(INSNS, insn_same);
	EACH(ACTIONS, action_same);
	EACH(SETS, set_same);
	BYTES(RANGES);
	EACH(ATOMS, atom_same);
	EACH(PATTERNS, pattern_same);
	BYTES(DFAS);
	BYTES(STATES);
	BYTES(EDGES);
	BYTES(CLASSES);
	BYTES(MEMBERS);
	BYTES(BYTEMAPS);
	BYTES(LIMITS);
#undef BYTES
#undef EACH
#undef COUNT
	return NULL;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Making the index of a table's rules, in passes over the same code: how many
 * lists, how long each is, what stands in them.  Called when a ruleset is
 * made; never at OOM time.
 */
#include "index.h"

#define KEYED_MIN	2	/* rules by one field that are worth an index */
#define LARGER		4	/* than the table's own, the index may become */
#define PER_RULE	64	/* and that much for each rule */

enum pass {
	PASS_LISTS,
	PASS_COUNT,
	PASS_FILL,
};

/* What is being made, and what the passes share. */
struct make {
	const struct oomt_table *table;
	struct oomt_table_index *index;
	u32 *holds;		/* CSR: atom -> the classes that hold it */
	u32 *holds_first;	/* [ATOMS_count + 1] */
	u32 *at;		/* where the next rule of a list goes */
	u32 firsts;		/* lists used so far */
	size_t lists, entries;	/* that there may be yet */
	enum pass pass;
};

u32 oomt_index_classes(const struct oomt_table_index *index,
		       const struct oomt_table *table, u32 field)
{
	return field < OOMT_TEXT_FIELDS ?
		       table->DFAS[table->dfa_of[field]].classes :
		       oomt_cuts_classes(&index->cuts, field);
}

static u32 classes_of(const struct make *make, u32 field)
{
	return oomt_index_classes(make->index, make->table, field);
}

/* The classes of each atom: MEMBERS turned around. */
static void invert(const struct oomt_table *table, u32 *first, u32 *holds)
{
	u32 d, c, m, a;

	for (d = 0; d < table->DFAS_count; d++)
		for (m = table->CLASSES[table->DFAS[d].cls];
		     m < table->CLASSES[table->DFAS[d].cls +
					table->DFAS[d].classes]; m++)
			first[table->MEMBERS[m] + 1]++;
	for (a = 0; a < table->ATOMS_count; a++)
		first[a + 1] += first[a];
	for (d = 0; d < table->DFAS_count; d++) {
		const u32 *cls = table->CLASSES + table->DFAS[d].cls;

		for (c = 0; c < table->DFAS[d].classes; c++)
			for (m = cls[c]; m < cls[c + 1]; m++)
				holds[first[table->MEMBERS[m]]++] = c;
	}
	for (a = table->ATOMS_count; a > 0; a--)
		first[a] = first[a - 1];
	first[0] = 0;
}

/* The classes of one range of numbers; false: none. */
static bool range_classes(const struct make *make,
			  const struct oomt_insn *insn, u32 i, u32 *lo, u32 *hi)
{
	const struct oomt_cuts *cuts = &make->index->cuts;
	s64 first, last;

	if (!oomt_cuts_range(make->table, insn, i, &first, &last))
		return false;
	*lo = oomt_cuts_class(cuts, insn->field, first);
	*hi = oomt_cuts_class(cuts, insn->field, last);
	return true;
}

/* In how many classes of its field a match can hold; OOMT_NONE: it is no key. */
static u32 class_count(const struct make *make, const struct oomt_insn *insn)
{
	u32 i, lo, hi, ranges, count = 0;

	if (insn->op == OOMT_OP_MATCH_STR)
		return insn->cmp != OOMT_CMP_EQ ||
		       insn->flags & OOMT_I_ANCESTOR ?
			       OOMT_NONE :
			       make->holds_first[insn->imm + 1] -
				       make->holds_first[insn->imm];
	ranges = oomt_cuts_ranges(make->table, insn);
	if (!ranges)
		return OOMT_NONE;
	for (i = 0; i < ranges; i++)
		if (range_classes(make, insn, i, &lo, &hi))
			count += hi - lo + 1;
	return count;
}

/* It leaves out half of the classes: "*" is no key. */
static bool is_selective(const struct make *make, const struct oomt_insn *insn,
			 u32 count)
{
	u32 classes = classes_of(make, insn->field);

	return count < classes && count <= (classes + 1) / 2;
}

/* The rule's key: the positive match with the smallest part of the classes. */
static const struct oomt_insn *key_of(const struct make *make, u32 rule,
				      const bool allowed[OOMT_F_COUNT])
{
	const struct oomt_table *table = make->table;
	const struct oomt_rule *r = &table->RULES[rule];
	const struct oomt_insn *best = NULL;
	u64 least = 0;
	u32 i;

	for (i = r->code; i < r->code + r->code_len; i++) {
		const struct oomt_insn *insn = &table->INSNS[i];
		u32 count;

		if ((insn->op != OOMT_OP_MATCH_STR &&
		     insn->op != OOMT_OP_MATCH_NUM &&
		     insn->op != OOMT_OP_MATCH_SET) ||
		    (allowed && !allowed[insn->field]))
			continue;
		count = class_count(make, insn);
		if (!is_selective(make, insn, count))
			continue;
		if (!best || count * (u64)classes_of(make, best->field) <
			     least * classes_of(make, insn->field)) {
			least = count;
			best = insn;
		}
	}
	return best;
}

/* Counts what each field would key, in `keyed`, and allows all of them. */
static void count_keys(const struct make *make, const struct oomt_chain *chain,
		       u32 keyed[OOMT_F_COUNT])
{
	u32 i;

	for (i = chain->rule; i < chain->rule + chain->rule_count; i++) {
		const struct oomt_insn *key = key_of(make, i, NULL);

		if (key)
			keyed[key->field]++;
	}
}

/*
 * The fields that are worth lists in this chain, those that key most first,
 * as long as there may be more lists.
 */
static bool choose_fields(struct make *make, const struct oomt_chain *chain,
			  bool worth[OOMT_F_COUNT])
{
	u32 keyed[OOMT_F_COUNT] = { 0 }, f, n, best;

	memset(worth, 0, OOMT_F_COUNT * sizeof(*worth));
	count_keys(make, chain, keyed);
	for (n = 0; n < OOMT_INDEX_FIELDS; n++) {
		best = OOMT_F_COUNT;
		for (f = 0; f < OOMT_F_COUNT; f++)
			if (!worth[f] && keyed[f] >= KEYED_MIN &&
			    classes_of(make, f) + 2 <= make->lists &&
			    (best == OOMT_F_COUNT || keyed[f] > keyed[best]))
				best = f;
		if (best == OOMT_F_COUNT)
			break;
		worth[best] = true;
		make->lists -= classes_of(make, best) + 1;
	}
	make->lists -= n > 0;		/* the generic one */
	return n > 0;
}

/* Puts a rule into a list, or counts it. */
static void put(struct make *make, u32 list, u32 rule)
{
	if (make->pass == PASS_FILL)
		make->index->rule[make->at[list]++] = rule;
	else if (make->pass == PASS_COUNT)
		make->at[list + 1]++;
}

static void put_keyed(struct make *make, const struct oomt_insn *key,
		      u32 list, u32 rule)
{
	u32 i, cls, lo, hi;

	if (key->op == OOMT_OP_MATCH_STR)
		for (i = make->holds_first[key->imm];
		     i < make->holds_first[key->imm + 1]; i++)
			put(make, list + make->holds[i], rule);
	else
		for (i = 0; i < oomt_cuts_ranges(make->table, key); i++)
			if (range_classes(make, key, i, &lo, &hi))
				for (cls = lo; cls <= hi; cls++)
					put(make, list + cls, rule);
	if (key->flags & OOMT_I_UNKNOWN_HOLDS)
		put(make, list + classes_of(make, key->field), rule);
}

/* There may be so many entries yet; then there may be fewer. */
static bool fits(struct make *make, const struct oomt_insn *key)
{
	size_t entries = class_count(make, key) + 1;

	if (entries > make->entries)
		return false;
	make->entries -= entries;
	return true;
}

/*
 * One chain.  Lists are numbered through: the generic one first, then a list
 * per class (and one for the unknown) of each field that is worth it.
 */
static void make_chain(struct make *make, u32 c)
{
	const struct oomt_chain *chain = &make->table->CHAINS[c];
	struct oomt_chain_index *index = &make->index->chain[c];
	u32 generic, i, f, list[OOMT_F_COUNT];
	bool worth[OOMT_F_COUNT];

	index->fields = 0;
	index->indexed = choose_fields(make, chain, worth);
	if (!index->indexed)
		return;
	generic = make->firsts++;
	for (f = 0; f < OOMT_F_COUNT; f++) {
		if (!worth[f])
			continue;
		list[f] = make->firsts;
		index->field[index->fields] = f;
		index->first[index->fields++] = make->firsts;
		make->firsts += classes_of(make, f) + 1;
	}
	for (i = chain->rule; i < chain->rule + chain->rule_count; i++) {
		const struct oomt_insn *key = key_of(make, i, worth);

		if (key && fits(make, key))
			put_keyed(make, key, list[key->field], i);
		else
			put(make, generic, i);
	}
	if (make->pass == PASS_FILL) {
		index->generic = make->index->first[generic];
		index->generic_count = make->index->first[generic + 1] -
				       index->generic;
	}
}

/* The same in each pass. */
static void make_all(struct make *make)
{
	const struct oomt_table *table = make->table;
	size_t classes = 0, d, c;

	for (d = 0; d < table->DFAS_count; d++)
		classes += table->DFAS[d].classes;
	make->firsts = 0;
	make->lists = LARGER * classes + PER_RULE * table->RULES_count;
	make->entries = LARGER * (size_t)table->MEMBERS_count +
			PER_RULE * table->RULES_count;
	for (c = 0; c < table->CHAINS_count; c++)
		make_chain(make, c);
}

static int make_lists(struct make *make)
{
	size_t lists, i;

	make_all(make);
	lists = make->firsts;
	make->at = oomt_alloc(lists + 1, sizeof(*make->at));
	make->index->first = oomt_alloc(lists + 1, sizeof(*make->at));
	if (!make->at || !make->index->first)
		return -ENOMEM;
	make->pass = PASS_COUNT;
	make_all(make);
	for (i = 0; i < lists; i++)
		make->at[i + 1] += make->at[i];
	memcpy(make->index->first, make->at, (lists + 1) * sizeof(*make->at));
	make->index->rule = oomt_alloc(make->at[lists], sizeof(u32));
	if (!make->index->rule)
		return -ENOMEM;
	make->pass = PASS_FILL;
	make_all(make);
	return 0;
}

int oomt_table_index_init(struct oomt_table_index *index,
			  const struct oomt_table *table)
{
	struct make make = { .table = table, .index = index };
	int err = -ENOMEM;

	memset(index, 0, sizeof(*index));
	index->chain = oomt_alloc(table->CHAINS_count, sizeof(*index->chain));
	make.holds_first = oomt_alloc((size_t)table->ATOMS_count + 1,
				      sizeof(u32));
	make.holds = oomt_alloc(table->MEMBERS_count, sizeof(u32));
	if (index->chain && make.holds_first && make.holds)
		err = oomt_cuts_init(&index->cuts, table);
	if (!err) {
		invert(table, make.holds_first, make.holds);
		err = make_lists(&make);
	}
	oomt_free(make.holds);
	oomt_free(make.holds_first);
	oomt_free(make.at);
	if (err)
		oomt_table_index_exit(index);
	return err;
}

void oomt_table_index_exit(struct oomt_table_index *index)
{
	oomt_cuts_exit(&index->cuts);
	oomt_free(index->chain);
	oomt_free(index->first);
	oomt_free(index->rule);
	memset(index, 0, sizeof(*index));
}

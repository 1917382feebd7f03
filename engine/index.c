// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Making the index of a table's rules: first the plan, which rule is found by
 * which of its matches, then the lists, how long each is and what stands in
 * it.  Called when a ruleset is made; never at OOM time.
 */
#include "index.h"

#define KEYED_MIN	2	/* rules by one field that are worth an index */
#define LARGER		4	/* than the table's own, the index may become */
#define PER_RULE	64	/* and that much for each rule */

/* What is being made. */
struct make {
	const struct oomt_table *table;
	struct oomt_table_index *index;
	u32 *holds;		/* CSR: atom -> the classes that hold it */
	u32 *holds_first;	/* [ATOMS_count + 1] */
	/* the plan */
	u32 *load;		/* by field and class: rules it can matter to */
	u32 load_first[OOMT_F_COUNT + 1];
	u32 *key;		/* [rule]: in INSNS; OOMT_NONE: generic */
	size_t lists, entries;	/* that there may be yet */
	/* the lists */
	u32 *at;		/* where the next rule of a list goes */
	u32 firsts;		/* lists used so far */
	bool fill;
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

/* ---- matches as keys ---------------------------------------------------- */

typedef void class_fn(struct make *make, u32 field, u32 cls, void *arg);

/* Tells each class of its field in which a match can hold. */
static void each_class(struct make *make, const struct oomt_insn *insn,
		       class_fn *tell, void *arg)
{
	const struct oomt_cuts *cuts = &make->index->cuts;
	u32 i, cls, last;
	s64 lo, hi;

	if (insn->op == OOMT_OP_MATCH_STR) {
		for (i = make->holds_first[insn->imm];
		     i < make->holds_first[insn->imm + 1]; i++)
			tell(make, insn->field, make->holds[i], arg);
		return;
	}
	for (i = 0; i < oomt_cuts_ranges(make->table, insn); i++) {
		if (!oomt_cuts_range(make->table, insn, i, &lo, &hi))
			continue;
		last = oomt_cuts_class(cuts, insn->field, hi);
		for (cls = oomt_cuts_class(cuts, insn->field, lo); cls <= last;
		     cls++)
			tell(make, insn->field, cls, arg);
	}
}

static void count_class(struct make *make, u32 field, u32 cls, void *arg)
{
	++*(u32 *)arg;
}

static void load_class(struct make *make, u32 field, u32 cls, void *arg)
{
	make->load[make->load_first[field] + cls]++;
}

static void most_loaded(struct make *make, u32 field, u32 cls, void *arg)
{
	u32 load = make->load[make->load_first[field] + cls], *most = arg;

	if (load > *most)
		*most = load;
}

static u32 class_count(struct make *make, const struct oomt_insn *insn)
{
	u32 count = 0;

	each_class(make, insn, count_class, &count);
	return count;
}

/* A positive match that leaves out half of the classes: "*" is no key. */
static bool is_key(struct make *make, const struct oomt_insn *insn)
{
	u32 classes, count;

	if (insn->op == OOMT_OP_MATCH_STR) {
		if (insn->cmp != OOMT_CMP_EQ || insn->flags & OOMT_I_ANCESTOR)
			return false;
	} else if ((insn->op != OOMT_OP_MATCH_NUM &&
		    insn->op != OOMT_OP_MATCH_SET) ||
		   !oomt_cuts_ranges(make->table, insn)) {
		return false;
	}
	classes = classes_of(make, insn->field);
	count = class_count(make, insn);
	return count < classes && count <= (classes + 1) / 2;
}

/* ---- the plan ----------------------------------------------------------- */

static void load_rule(struct make *make, u32 rule)
{
	const struct oomt_rule *r = &make->table->RULES[rule];
	u32 i;

	for (i = r->code; i < r->code + r->code_len; i++)
		if (is_key(make, &make->table->INSNS[i]))
			each_class(make, &make->table->INSNS[i], load_class,
				   NULL);
}

/* The rule's key: what shares its classes with the fewest rules, if any. */
static u32 key_of(struct make *make, u32 rule, const bool *allowed)
{
	const struct oomt_rule *r = &make->table->RULES[rule];
	u32 i, load, least = OOMT_NONE, best = OOMT_NONE;

	for (i = r->code; i < r->code + r->code_len; i++) {
		const struct oomt_insn *insn = &make->table->INSNS[i];

		if (!is_key(make, insn) || (allowed && !allowed[insn->field]))
			continue;
		load = 0;
		each_class(make, insn, most_loaded, &load);
		if (load < least) {
			least = load;
			best = i;
		}
	}
	return best;
}

/* How many rules of the chain each field would key. */
static void count_keys(struct make *make, const struct oomt_chain *chain,
		       u32 keyed[OOMT_F_COUNT])
{
	u32 i, key;

	memset(make->load, 0,
	       make->load_first[OOMT_F_COUNT] * sizeof(*make->load));
	for (i = chain->rule; i < chain->rule + chain->rule_count; i++)
		load_rule(make, i);
	for (i = chain->rule; i < chain->rule + chain->rule_count; i++) {
		key = key_of(make, i, NULL);
		if (key != OOMT_NONE)
			keyed[make->table->INSNS[key].field]++;
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

/* There may be so many entries yet; then there may be fewer. */
static bool fits(struct make *make, const struct oomt_insn *key)
{
	size_t entries = class_count(make, key) + 1;

	if (entries > make->entries)
		return false;
	make->entries -= entries;
	return true;
}

/* Lists are numbered through later: how many there are shows in `fields`. */
static void plan_chain(struct make *make, u32 c)
{
	const struct oomt_chain *chain = &make->table->CHAINS[c];
	struct oomt_chain_index *index = &make->index->chain[c];
	bool worth[OOMT_F_COUNT];
	u32 i, f;

	index->indexed = chain->rule_count >= KEYED_MIN &&
			 choose_fields(make, chain, worth);
	if (!index->indexed)
		return;
	for (f = 0; f < OOMT_F_COUNT; f++)
		if (worth[f])
			index->field[index->fields++] = f;
	for (i = chain->rule; i < chain->rule + chain->rule_count; i++) {
		u32 key = key_of(make, i, worth);

		make->key[i] = key != OOMT_NONE &&
			       fits(make, &make->table->INSNS[key]) ?
				       key : OOMT_NONE;
	}
}

static int plan(struct make *make)
{
	const struct oomt_table *table = make->table;
	size_t classes = 0, d;
	u32 c, f;

	for (f = 0; f < OOMT_F_COUNT; f++)
		make->load_first[f + 1] = make->load_first[f] +
			(f < OOMT_TEXT_FIELDS && table->dfa_of[f] == OOMT_NONE ?
				 0 : classes_of(make, f));
	make->load = oomt_alloc(make->load_first[OOMT_F_COUNT], sizeof(u32));
	make->key = oomt_alloc(table->RULES_count, sizeof(u32));
	if (!make->load || !make->key)
		return -ENOMEM;
	for (d = 0; d < table->DFAS_count; d++)
		classes += table->DFAS[d].classes;
	make->lists = LARGER * classes + PER_RULE * (size_t)table->RULES_count;
	make->entries = LARGER * (size_t)table->MEMBERS_count +
			PER_RULE * (size_t)table->RULES_count;
	for (c = 0; c < table->CHAINS_count; c++)
		plan_chain(make, c);
	return 0;
}

/* ---- the lists ---------------------------------------------------------- */

/* One rule on its way into the lists of a field. */
struct entry {
	u32 list;		/* of the field's first class */
	u32 rule;
};

/* Puts a rule into a list, or counts it. */
static void put(struct make *make, u32 list, u32 rule)
{
	if (make->fill)
		make->index->rule[make->at[list]++] = rule;
	else
		make->at[list + 1]++;
}

static void put_class(struct make *make, u32 field, u32 cls, void *arg)
{
	const struct entry *entry = arg;

	put(make, entry->list + cls, entry->rule);
}

static void put_keyed(struct make *make, const struct oomt_insn *key,
		      u32 list, u32 rule)
{
	struct entry entry = { .list = list, .rule = rule };

	each_class(make, key, put_class, &entry);
	if (key->flags & OOMT_I_UNKNOWN_HOLDS)
		put(make, list + classes_of(make, key->field), rule);
}

/*
 * One chain.  Lists are numbered through: the generic one first, then a list
 * per class (and one for the unknown) of each field that has lists.
 */
static void make_chain(struct make *make, u32 c)
{
	const struct oomt_chain *chain = &make->table->CHAINS[c];
	struct oomt_chain_index *index = &make->index->chain[c];
	u32 generic, i, list[OOMT_F_COUNT];

	if (!index->indexed)
		return;
	generic = make->firsts++;
	for (i = 0; i < index->fields; i++) {
		list[index->field[i]] = make->firsts;
		index->first[i] = make->firsts;
		make->firsts += classes_of(make, index->field[i]) + 1;
	}
	for (i = chain->rule; i < chain->rule + chain->rule_count; i++) {
		const struct oomt_insn *key = make->key[i] == OOMT_NONE ?
			NULL : &make->table->INSNS[make->key[i]];

		if (key)
			put_keyed(make, key, list[key->field], i);
		else
			put(make, generic, i);
	}
	if (make->fill) {
		index->generic = make->index->first[generic];
		index->generic_count = make->index->first[generic + 1] -
				       index->generic;
	}
}

static void make_all(struct make *make)
{
	u32 c;

	make->firsts = 0;
	for (c = 0; c < make->table->CHAINS_count; c++)
		make_chain(make, c);
}

static size_t count_lists(const struct make *make)
{
	size_t lists = 0;
	u32 c, i;

	for (c = 0; c < make->table->CHAINS_count; c++) {
		const struct oomt_chain_index *index = &make->index->chain[c];

		lists += index->indexed;
		for (i = 0; i < index->fields; i++)
			lists += classes_of(make, index->field[i]) + 1;
	}
	return lists;
}

static int make_lists(struct make *make)
{
	size_t lists = count_lists(make), i;

	make->at = oomt_alloc(lists + 1, sizeof(*make->at));
	make->index->first = oomt_alloc(lists + 1, sizeof(*make->at));
	if (!make->at || !make->index->first)
		return -ENOMEM;
	make_all(make);
	for (i = 0; i < lists; i++)
		make->at[i + 1] += make->at[i];
	memcpy(make->index->first, make->at, (lists + 1) * sizeof(*make->at));
	make->index->rule = oomt_alloc(make->at[lists], sizeof(u32));
	if (!make->index->rule)
		return -ENOMEM;
	make->fill = true;
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
		err = plan(&make);
	}
	if (!err)
		err = make_lists(&make);
	oomt_free(make.load);
	oomt_free(make.key);
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

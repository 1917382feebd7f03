// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What a question looks at: the matches that its chains can meet, and the
 * totals of memory at which the order of what they compare with changes.
 */
#include "amount.h"
#include "names.h"
#include "prove_space.h"

static int match_add(struct prove_code *code, const struct oomt_table *t,
		     u32 table, u32 insn)
{
	u32 more = code->capacity ? code->capacity * 2 : 64;
	struct prove_ref *bigger;

	/* What several chains call is met several times. */
	if (!code->seen[table])
		code->seen[table] = calloc(t->INSNS_count, sizeof(bool));
	if (!code->seen[table])
		return -ENOMEM;
	if (code->seen[table][insn])
		return 0;
	code->seen[table][insn] = true;
	if (code->count == code->capacity) {
		bigger = reallocarray(code->match, more, sizeof(*bigger));
		if (!bigger)
			return -ENOMEM;
		code->match = bigger;
		code->capacity = more;
	}
	code->match[code->count++] = (struct prove_ref){ table, insn };
	return 0;
}

static void action_add(struct prove_code *code, const struct oomt_table *t,
		       u32 action)
{
	if (action == OOMT_NONE)
		return;
	code->units |= 1ULL << t->ACTIONS[action].unit;
}

/* What the space cannot hold. */
static bool is_strange(const struct oomt_table *t,
		       const struct oomt_insn *insn)
{
	const struct oomt_set *set;
	u32 i, fixed = 0;

	/* Ends that are shares beside ends that are sizes: of memcg.current
	 * the one is no function of the other. */
	if (insn->op != OOMT_OP_MATCH_SET ||
	    insn->field != OOMT_F_MEMCG_CURRENT)
		return false;
	set = &t->SETS[insn->imm];
	for (i = set->first; i < set->first + set->count; i++)
		fixed += !(t->RANGES[i].flags & OOMT_RANGE_LO_PERCENT) +
			 !(t->RANGES[i].flags & OOMT_RANGE_HI_PERCENT);
	return set->flags & OOMT_SET_LINEAR && fixed;
}

/* The chain's own code; what it calls is marked in `reached`. */
static int chain_add(struct prove_code *code, const struct oomt_table *t,
		     u32 table, const struct oomt_chain *chain, bool *reached)
{
	u32 i;
	int err = 0;

	for (i = chain->code; !err && i < chain->code + chain->code_len; i++) {
		const struct oomt_insn *insn = &t->INSNS[i];

		switch (insn->op) {
		case OOMT_OP_MATCH_NUM:
		case OOMT_OP_MATCH_SET:
		case OOMT_OP_MATCH_STR:
			err = match_add(code, t, table, i);
			if (is_strange(t, insn))
				code->strange = (struct prove_ref){ table, i };
			break;
		case OOMT_OP_JUMP:
		case OOMT_OP_GOTO:
			reached[insn->imm] = true;
			break;
		case OOMT_OP_KILL:
			action_add(code, t, insn->imm);
			break;
		case OOMT_OP_END:
		case OOMT_OP_LIMIT:
		case OOMT_OP_COUNTER:
		case OOMT_OP_SCORE:
		case OOMT_OP_WARN:
		case OOMT_OP_LOG:
		case OOMT_OP_EXEMPT:
		case OOMT_OP_RETURN:
		case OOMT_OP_CONTINUE:
		case OOMT_OP_DRY:
			break;
		default:
			code->strange = (struct prove_ref){ table, i };
		}
	}
	return err;
}

void prove_code_init(struct prove_code *code)
{
	memset(code, 0, sizeof(*code));
	code->strange.insn = OOMT_NONE;
}

int prove_code_add(struct prove_code *code, const struct prove_world *world,
		   u32 table, u32 chain)
{
	const struct oomt_table *t = world->table[table];
	bool *reached = calloc(t->CHAINS_count, sizeof(*reached));
	u32 i;
	int err = 0;

	if (!reached)
		return -ENOMEM;
	reached[chain] = true;
	/* A chain calls only chains behind it. */
	for (i = chain; !err && i < t->CHAINS_count; i++)
		if (reached[i])
			err = chain_add(code, t, table, &t->CHAINS[i],
					reached);
	free(reached);
	if (t->CHAINS[chain].policy == OOMT_POLICY_KILL)
		action_add(code, t, t->CHAINS[chain].policy_action);
	return err;
}

void prove_code_exit(struct prove_code *code)
{
	u32 t;

	for (t = 0; t < PROVE_TABLES; t++)
		free(code->seen[t]);
	free(code->match);
	prove_code_init(code);
}

/* ---- ranges of a total --------------------------------------------------- */

struct values {
	s64 *value;
	u32 count, capacity;
};

static int value_add(struct values *values, s64 value)
{
	u32 more = values->capacity ? values->capacity * 2 : 64;
	s64 *bigger;

	if (values->count == values->capacity) {
		bigger = reallocarray(values->value, more, sizeof(*bigger));
		if (!bigger)
			return -ENOMEM;
		values->value = bigger;
		values->capacity = more;
	}
	values->value[values->count++] = value;
	return 0;
}

static int compare_values(const void *a, const void *b)
{
	s64 left = *(const s64 *)a, right = *(const s64 *)b;

	return left < right ? -1 : left > right;
}

static void values_sort(struct values *values)
{
	u32 i, n = 0;

	if (!values->count)
		return;
	qsort(values->value, values->count, sizeof(*values->value),
	      compare_values);
	for (i = 0; i < values->count; i++)
		if (!n || values->value[n - 1] != values->value[i])
			values->value[n++] = values->value[i];
	values->count = n;
}

/* What a match compares with: shares and fixed values of one field. */
static int match_values(const struct oomt_table *t,
			const struct oomt_insn *insn, struct values *share,
			struct values *fixed)
{
	const struct oomt_set *set;
	u32 i;
	int err = 0;

	if (insn->op == OOMT_OP_MATCH_NUM)
		return value_add(insn->flags & OOMT_I_PERCENT ? share : fixed,
				 insn->imm);
	set = &t->SETS[insn->imm];
	for (i = set->first; !err && i < set->first + set->count; i++) {
		const struct oomt_range *r = &t->RANGES[i];

		err = value_add(r->flags & OOMT_RANGE_LO_PERCENT ? share :
				fixed, r->lo);
		if (!err)
			err = value_add(r->flags & OOMT_RANGE_HI_PERCENT ?
					share : fixed, r->hi);
	}
	return err;
}

/* The least total of which `bp` is at least `value`; beyond all: none. */
static s64 least_total(s64 value, s64 bp)
{
	__int128 total = ((__int128)value * 10000 + bp - 1) / bp;

	return total > PROVE_TOTAL_MAX ? PROVE_TOTAL_MAX + 1 : (s64)total;
}

static int add_crossings(struct values *crossing, const struct values *share,
			 const struct values *fixed)
{
	u32 i, j;
	int err = 0;

	for (i = 0; !err && i < share->count; i++) {
		for (j = 0; !err && j < fixed->count; j++) {
			if (share->value[i] <= 0 || fixed->value[j] < 0)
				continue;
			err = value_add(crossing,
					least_total(fixed->value[j],
						    share->value[i]));
			if (!err && fixed->value[j] < S64_MAX)
				err = value_add(crossing,
						least_total(fixed->value[j] + 1,
							    share->value[i]));
		}
	}
	return err;
}

static int field_crossings(const struct prove_code *code,
			   const struct prove_world *world, u32 field,
			   struct values *crossing, bool *shares)
{
	struct values share = { 0 }, fixed = { 0 };
	u32 i;
	int err = 0;

	for (i = 0; !err && i < code->count; i++) {
		const struct oomt_table *t =
			world->table[code->match[i].table];
		const struct oomt_insn *insn = &t->INSNS[code->match[i].insn];

		if (insn->op != OOMT_OP_MATCH_STR && insn->field == field)
			err = match_values(t, insn, &share, &fixed);
	}
	values_sort(&share);
	values_sort(&fixed);
	*shares |= share.count;
	if (!err)
		err = add_crossings(crossing, &share, &fixed);
	free(share.value);
	free(fixed.value);
	return err;
}

int prove_ranges(const struct prove_code *code,
		 const struct prove_world *world, enum oomt_base base,
		 struct prove_range **range, u32 *count)
{
	struct values crossing = { 0 };
	struct prove_range *r = NULL;
	bool shares = false;
	u32 f, i, n = 0;
	int err = 0;

	for (f = 0; !err && f < OOMT_F_COUNT; f++)
		if (oomt_field_base(f) == base)
			err = field_crossings(code, world, f, &crossing,
					      &shares);
	values_sort(&crossing);
	if (!err)
		r = calloc(crossing.count + 2, sizeof(*r));
	if (!r) {
		free(crossing.value);
		return -ENOMEM;
	}
	/* Where nothing is a share of swap, any amount of it is the same. */
	if (base == OOMT_B_SWAP && shares)
		r[n++] = (struct prove_range){ 0, 0 };
	r[n++] = (struct prove_range){
		base == OOMT_B_SWAP && !shares ? 0 : PROVE_TOTAL_MIN,
		PROVE_TOTAL_MAX
	};
	for (i = 0; i < crossing.count; i++) {
		s64 at = crossing.value[i];

		if (at <= PROVE_TOTAL_MIN || at > PROVE_TOTAL_MAX)
			continue;
		r[n - 1].hi = at - 1;
		r[n++] = (struct prove_range){ at, PROVE_TOTAL_MAX };
	}
	free(crossing.value);
	*range = r;
	*count = n;
	return 0;
}

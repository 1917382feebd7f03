// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The verifier's second part: names, places in the source, headers of chains
 * and rules, actions, sets of numbers.
 */
#include "names.h"
#include "verify_parts.h"

#define PREFER_MAX	1000000
#define GRACE_MS_MAX	(24 * 3600 * 1000U)
#define LIMIT_PER_MAX	(3600 * 1000000000ULL)

static bool word_char(char c, bool first)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_')
		return true;
	return !first && ((c >= '0' && c <= '9') || c == '-');
}

/* [A-Za-z_][A-Za-z0-9_-]*: names are printed, sent, and made into paths. */
static bool name_ok(const struct oomt_verify *v, u32 offset)
{
	const char *name;
	size_t i;

	if (!oomt_verify_string(v, offset))
		return false;
	name = oomt_table_string(v->table, offset);
	for (i = 0; name[i]; i++)
		if (!word_char(name[i], !i) || i + 1 >= OOMT_NAME_MAX)
			return false;
	return i;
}

static bool loc_ok(const struct oomt_verify *v, const struct oomt_loc *loc)
{
	return oomt_verify_string(v, loc->file);
}

static bool scope_ok(const struct oomt_verify *v, u32 atom)
{
	return atom == OOMT_NONE ||
	       (atom < v->table->ATOMS_count &&
		v->table->ATOMS[atom].field == OOMT_F_CGROUP);
}

static bool policy_ok(const struct oomt_verify *v,
		      const struct oomt_chain *chain)
{
	bool deciding = chain->hook >= OOMT_HOOK_LOW;

	if (!loc_ok(v, &chain->policy_loc))
		return false;
	switch (chain->policy) {
	case OOMT_POLICY_NONE:
		return !deciding && chain->policy_action == OOMT_NONE;
	case OOMT_POLICY_EXEMPT:
		return deciding && chain->policy_action == OOMT_NONE;
	case OOMT_POLICY_KILL:
		return deciding &&
		       chain->policy_action < v->table->ACTIONS_count;
	default:
		return false;
	}
}

static bool header_ok(const struct oomt_verify *v,
		      const struct oomt_chain *chain)
{
	u32 insns = v->table->INSNS_count;

	if (chain->hook >= OOMT_HOOK_COUNT ||
	    chain->flags & ~OOMT_CHAIN_FLAGS ||
	    chain->order >= OOMT_F_COUNT || oomt_field_is_text(chain->order))
		return false;
	if (!loc_ok(v, &chain->loc) || !policy_ok(v, chain) ||
	    !scope_ok(v, chain->scope))
		return false;
	if (chain->deadline_ms > OOMT_DEADLINE_MS_MAX)
		return false;
	if (!oomt_verify_inside(chain->code, chain->code_len, insns) || !chain->code_len ||
	    !oomt_verify_inside(chain->when, chain->when_len, insns) ||
	    !oomt_verify_inside(chain->until, chain->until_len, insns) ||
	    !oomt_verify_inside(chain->rule, chain->rule_count, v->table->RULES_count))
		return false;
	/* Once per cgroup: of which ones, the scope names. */
	if (chain->flags & OOMT_CHAIN_EACH &&
	    (chain->hook != OOMT_HOOK_LOW ||
	     (chain->scope == OOMT_NONE &&
	      v->table->image->scope == OOMT_NONE)))
		return false;
	if (chain->flags & OOMT_CHAIN_EACH ? chain->each == OOMT_NONE ||
					     !scope_ok(v, chain->each) :
					     chain->each)
		return false;
	/* `when` and `until` belong to low, and low needs its `when`. */
	if (chain->hook == OOMT_HOOK_LOW)
		return chain->when_len;
	return !chain->when_len && !chain->until_len && !chain->cooldown_ms;
}

static int verify_chains(const struct oomt_verify *v)
{
	const struct oomt_table *table = v->table;
	bool plain = false;
	u32 i, rules = 0;

	for (i = 0; i < table->CHAINS_count; i++) {
		const struct oomt_chain *chain = &table->CHAINS[i];

		if (!name_ok(v, chain->name))
			return oomt_refuse(v, OOMT_REFUSE_NAME, i, OOMT_NONE);
		if (!header_ok(v, chain))
			return oomt_refuse(v, OOMT_REFUSE_CHAIN, i, OOMT_NONE);
		v->table->each |= chain->flags & OOMT_CHAIN_EACH;
		plain |= chain->hook == OOMT_HOOK_NONE;
		if (plain && chain->hook != OOMT_HOOK_NONE)
			return oomt_refuse(v, OOMT_REFUSE_CHAIN, i, OOMT_NONE);
		if (chain->rule != rules)
			return oomt_refuse(v, OOMT_REFUSE_CHAIN, i, OOMT_NONE);
		rules += chain->rule_count;
	}
	if (rules != table->RULES_count)
		return oomt_refuse(v, OOMT_REFUSE_RULE, rules, OOMT_NONE);
	return 0;
}

/* The rules of a chain tile its code, but for the END behind the last. */
static int verify_rules(const struct oomt_verify *v, u32 c)
{
	const struct oomt_chain *chain = &v->table->CHAINS[c];
	u32 at = chain->code, i;

	for (i = chain->rule; i < chain->rule + chain->rule_count; i++) {
		const struct oomt_rule *rule = &v->table->RULES[i];

		if (rule->chain != c || rule->code != at || !rule->code_len ||
		    !oomt_verify_inside(rule->code - chain->code, rule->code_len,
			    chain->code_len - 1))
			return oomt_refuse(v, OOMT_REFUSE_RULE, i, i);
		if (!loc_ok(v, &rule->loc) ||
		    !oomt_verify_string(v, rule->comment))
			return oomt_refuse(v, OOMT_REFUSE_STRING, i, i);
		at += rule->code_len;
	}
	if (at != chain->code + chain->code_len - 1 ||
	    v->table->INSNS[at].op != OOMT_OP_END)
		return oomt_refuse(v, OOMT_REFUSE_FALL, at, OOMT_NONE);
	return 0;
}

/* Each kind has its own operand, and no other. */
static bool other_action_ok(const struct oomt_verify *v,
			    const struct oomt_action *action)
{
	size_t len = strlen(oomt_table_string(v->table, action->text));

	switch (action->kind) {
	case OOMT_ACT_RECLAIM:
		return action->amount && !len &&
		       action->amount <= OOMT_SIZE_MAX;
	case OOMT_ACT_EXEC:
		return !action->amount && len && len < OOMT_COMMAND_MAX;
	default:
		return !len;
	}
}

static bool action_ok(const struct oomt_verify *v,
		      const struct oomt_action *action)
{
	if (action->kind >= OOMT_ACT_COUNT || action->unit >= OOMT_UNIT_COUNT ||
	    action->flags & ~OOMT_ACT_FLAGS || action->reserved ||
	    action->reserved2)
		return false;
	if (action->prefer > PREFER_MAX || action->prefer < -PREFER_MAX ||
	    action->amount < 0 || action->grace_ms > GRACE_MS_MAX ||
	    !oomt_verify_string(v, action->text))
		return false;
	if (action->kind != OOMT_ACT_KILL)
		return !action->grace_ms && !action->signal &&
		       other_action_ok(v, action);
	if (action->amount || action->text)
		return false;
	if (!action->grace_ms && action->signal != 9)
		return false;
	return action->signal && action->signal <= OOMT_SIGNAL_MAX;
}

static int verify_actions(const struct oomt_verify *v)
{
	u32 i;

	for (i = 0; i < v->table->ACTIONS_count; i++) {
		const struct oomt_action *action = &v->table->ACTIONS[i];

		if (!action_ok(v, action))
			return oomt_refuse(v, OOMT_REFUSE_ACTION, i,
					   OOMT_NONE);
		v->table->units |= 1U << action->unit;
	}
	return 0;
}

static bool range_ok(const struct oomt_range *range, bool linear)
{
	const u32 both = OOMT_RANGE_LO_PERCENT | OOMT_RANGE_HI_PERCENT;

	if (range->reserved || range->flags & ~both)
		return false;
	if (range->flags && !linear)
		return false;
	return range->flags || range->lo <= range->hi;
}

static int verify_sets(const struct oomt_verify *v)
{
	const struct oomt_table *table = v->table;
	u32 s, i;

	for (s = 0; s < table->SETS_count; s++) {
		const struct oomt_set *set = &table->SETS[s];
		bool linear = set->flags & OOMT_SET_LINEAR;

		if (set->flags & ~(u32)OOMT_SET_LINEAR ||
		    !oomt_verify_inside(set->first, set->count, table->RANGES_count) ||
		    !oomt_verify_string(v, set->name))
			return oomt_refuse(v, OOMT_REFUSE_SET, s, OOMT_NONE);
		for (i = set->first; i < set->first + set->count; i++) {
			const struct oomt_range *range = &table->RANGES[i];

			if (!range_ok(range, linear) ||
			    (!linear && i > set->first &&
			     range->lo <= range[-1].hi))
				return oomt_refuse(v, OOMT_REFUSE_SET, s,
						   OOMT_NONE);
		}
	}
	return 0;
}

static int verify_limits(const struct oomt_verify *v)
{
	u32 i;

	if (v->table->LIMITS_count > OOMT_LIMITS_MAX)
		return oomt_refuse(v, OOMT_REFUSE_LIMIT, 0, OOMT_NONE);
	for (i = 0; i < v->table->LIMITS_count; i++) {
		const struct oomt_limit *limit = &v->table->LIMITS[i];

		if (!limit->count || limit->per_ns < limit->count ||
		    limit->per_ns > LIMIT_PER_MAX || !limit->burst ||
		    limit->burst > OOMT_BURST_MAX)
			return oomt_refuse(v, OOMT_REFUSE_LIMIT, i, OOMT_NONE);
	}
	return 0;
}

int oomt_verify_records(const struct oomt_verify *v)
{
	u32 i;
	int err;

	if (!name_ok(v, v->table->image->name))
		return oomt_refuse(v, OOMT_REFUSE_NAME, 0, OOMT_NONE);
	if (!scope_ok(v, v->table->image->scope))
		return oomt_refuse(v, OOMT_REFUSE_ATOM, 0, OOMT_NONE);
	err = verify_actions(v);
	if (!err)
		err = verify_chains(v);
	for (i = 0; !err && i < v->table->CHAINS_count; i++)
		err = verify_rules(v, i);
	if (!err)
		err = verify_sets(v);
	return err ? err : verify_limits(v);
}

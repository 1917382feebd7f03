// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The verifier's last part: every instruction, the calls between chains, and
 * the bound.  A chain calls only chains behind it, so one pass from the last
 * chain to the first knows the cost, the depth and the contents of whatever is
 * called before it is needed.
 */
#include "each.h"
#include "names.h"
#include "verify_parts.h"

/*
 * The fields that the module gathers.  A rule about another one is refused
 * there at load: unknown would mean that it spares everybody, or nobody.
 */
#define BIT_OF(f)	(1ULL << OOMT_F_##f)
#define KERNEL_FIELDS							\
	(BIT_OF(COMM) | BIT_OF(EXE) | BIT_OF(CGROUP) | BIT_OF(PID) |	\
	 BIT_OF(PPID) | BIT_OF(PGRP) | BIT_OF(SESSION) | BIT_OF(UID) |	\
	 BIT_OF(GID) |							\
	 BIT_OF(RSS) | BIT_OF(ANON) | BIT_OF(FILE) | BIT_OF(SHMEM) |	\
	 BIT_OF(SWAP) | BIT_OF(PGTABLES) | BIT_OF(VSIZE) |		\
	 BIT_OF(TOTAL) | BIT_OF(OOM_SCORE_ADJ) | BIT_OF(OOM_SCORE) |	\
	 BIT_OF(AGE) | BIT_OF(THREADS) | BIT_OF(CHILDREN) |		\
	 BIT_OF(TREE_TOTAL) | BIT_OF(MEMCG_CURRENT) |			\
	 BIT_OF(MEMCG_MAX) | BIT_OF(GROWTH))

static bool kernel_knows(const struct oomt_verify *v, u32 field)
{
	return v->whom != OOMT_FOR_KERNEL || KERNEL_FIELDS & 1ULL << field;
}

/* Takes time, or an executor: only in hook low there is some. */
static bool takes_time(const struct oomt_action *action)
{
	return action->kind != OOMT_ACT_KILL || action->grace_ms;
}

/* What a chain may come to, calls included. */
struct chain_sum {
	u32 steps;
	u32 depth;
	bool kills;		/* holds a kill or another non-guard verdict */
	bool slow;		/* and one that only hook low has time for */
};

static u32 log2_up(u32 n)
{
	u32 steps = 1;

	while (n >>= 1)
		steps++;
	return steps;
}

static u32 add_steps(u32 a, u32 b)
{
	return a > OOMT_STEPS_MAX || b > OOMT_STEPS_MAX ? OOMT_STEPS_MAX + 1 :
							  a + b;
}

static bool number_field(u32 field)
{
	return field < OOMT_F_COUNT && !oomt_field_is_text(field);
}

static bool ancestor_field(u32 field)
{
	return field == OOMT_F_COMM || field == OOMT_F_EXE ||
	       field == OOMT_F_CGROUP || field == OOMT_F_PID ||
	       field == OOMT_F_UID;
}

/* A match that leads to `end` where it does not hold. */
static int verify_match(const struct oomt_verify *v, u32 at, u32 rule,
			u32 end)
{
	struct oomt_table *table = v->table;
	const struct oomt_insn *insn = &table->INSNS[at];
	u64 imm = insn->imm;

	if (insn->flags & OOMT_I_METRIC || insn->cmp >= OOMT_CMP_COUNT)
		return oomt_refuse(v, OOMT_REFUSE_OPERAND, at, rule);
	if (insn->arg != end - at)
		return oomt_refuse(v, OOMT_REFUSE_JUMP, at, rule);
	if (insn->flags & OOMT_I_ANCESTOR) {
		if (!ancestor_field(insn->field))
			return oomt_refuse(v, OOMT_REFUSE_FIELD, at, rule);
		table->ancestors = true;
	}
	if (insn->op == OOMT_OP_MATCH_STR) {
		if (imm >= table->ATOMS_count ||
		    table->ATOMS[imm].field != insn->field)
			return oomt_refuse(v, OOMT_REFUSE_ATOM, at, rule);
	} else if (!number_field(insn->field)) {
		return oomt_refuse(v, OOMT_REFUSE_FIELD, at, rule);
	}
	if (insn->op == OOMT_OP_MATCH_SET && imm >= table->SETS_count)
		return oomt_refuse(v, OOMT_REFUSE_SET, at, rule);
	if (insn->op != OOMT_OP_MATCH_NUM &&
	    (insn->cmp > OOMT_CMP_NE || insn->flags & OOMT_I_PERCENT))
		return oomt_refuse(v, OOMT_REFUSE_OPERAND, at, rule);
	if (insn->flags & OOMT_I_PERCENT &&
	    oomt_field_base(insn->field) == OOMT_B_NONE)
		return oomt_refuse(v, OOMT_REFUSE_OPERAND, at, rule);
	if (!kernel_knows(v, insn->field))
		return oomt_refuse(v, OOMT_REFUSE_KERNEL, at, rule);
	table->fields |= 1ULL << insn->field;
	return 0;
}

static int verify_limit(const struct oomt_verify *v, u32 at, u32 rule, u32 end)
{
	const struct oomt_insn *insn = &v->table->INSNS[at];

	if (insn->flags || insn->field || insn->cmp)
		return oomt_refuse(v, OOMT_REFUSE_OPERAND, at, rule);
	if (insn->arg != end - at)
		return oomt_refuse(v, OOMT_REFUSE_JUMP, at, rule);
	if ((u64)insn->imm >= v->table->LIMITS_count)
		return oomt_refuse(v, OOMT_REFUSE_LIMIT, at, rule);
	return 0;
}

static u32 match_steps(const struct oomt_table *table,
		       const struct oomt_insn *insn)
{
	const struct oomt_set *set;

	if (insn->op == OOMT_OP_MATCH_NUM)
		return 1;
	if (insn->op == OOMT_OP_MATCH_STR)
		return log2_up(table->members_max[insn->field]);
	set = &table->SETS[insn->imm];
	return set->flags & OOMT_SET_LINEAR ? add_steps(set->count, 1) :
					      log2_up(set->count);
}

/* JUMP, GOTO: forward, to a plain chain. */
static int verify_call(const struct oomt_verify *v, u32 at, u32 rule,
		       u64 target, struct chain_sum *sums,
		       struct chain_sum *own)
{
	u32 chain = v->table->RULES[rule].chain;

	if (target >= v->table->CHAINS_count || target <= chain ||
	    v->table->CHAINS[target].hook != OOMT_HOOK_NONE)
		return oomt_refuse(v, OOMT_REFUSE_CALL, at, rule);
	own->steps = add_steps(own->steps, sums[target].steps);
	if (sums[target].depth + 1 > own->depth)
		own->depth = sums[target].depth + 1;
	own->kills |= sums[target].kills;
	own->slow |= sums[target].slow;
	return 0;
}

/* `imm` of verdict `op`; a dry one's, too, so that it can be said again. */
static int verify_verdict(const struct oomt_verify *v, u32 at, u32 rule,
			  u32 op, u64 imm, struct chain_sum *sums,
			  struct chain_sum *own)
{
	switch (op) {
	case OOMT_OP_JUMP:
	case OOMT_OP_GOTO:
		return verify_call(v, at, rule, imm, sums, own);
	case OOMT_OP_KILL:
		own->kills = true;
		if (imm >= v->table->ACTIONS_count)
			return oomt_refuse(v, OOMT_REFUSE_ACTION, at, rule);
		own->slow |= takes_time(&v->table->ACTIONS[imm]);
		return 0;
	case OOMT_OP_EXEMPT:
	case OOMT_OP_RETURN:
	case OOMT_OP_CONTINUE:
		return imm ? oomt_refuse(v, OOMT_REFUSE_OPERAND, at, rule) : 0;
	default:
		return oomt_refuse(v, OOMT_REFUSE_OP, at, rule);
	}
}

/* A verdict or statement; a verdict must be its rule's last instruction. */
static int verify_act(const struct oomt_verify *v, u32 at, u32 rule,
		      struct chain_sum *sums, struct chain_sum *own)
{
	const struct oomt_table *table = v->table;
	const struct oomt_insn *insn = &table->INSNS[at];
	const struct oomt_rule *r = &table->RULES[rule];
	bool last = at == r->code + r->code_len - 1;
	u64 imm = insn->imm;

	if (insn->arg != rule || insn->flags || insn->field || insn->cmp)
		return oomt_refuse(v, OOMT_REFUSE_OPERAND, at, rule);
	switch (insn->op) {
	case OOMT_OP_SCORE:
		if (insn->imm > 1000000 || insn->imm < -1000000)
			return oomt_refuse(v, OOMT_REFUSE_OPERAND, at, rule);
		return 0;
	case OOMT_OP_WARN:
		if (imm > OOMT_SIGNAL_MAX)
			return oomt_refuse(v, OOMT_REFUSE_OPERAND, at, rule);
		return 0;
	case OOMT_OP_LOG:
		if (imm >= table->STRINGS_count)
			return oomt_refuse(v, OOMT_REFUSE_STRING, at, rule);
		v->table->logs++;
		return 0;
	case OOMT_OP_COUNTER:
		return imm ? oomt_refuse(v, OOMT_REFUSE_OPERAND, at, rule) : 0;
	default:
		break;
	}
	if (!last)
		return oomt_refuse(v, OOMT_REFUSE_OP, at, rule);
	if (insn->op == OOMT_OP_DRY)
		return verify_verdict(v, at, rule, imm & 0xff, imm >> 8, sums,
				      own);
	return verify_verdict(v, at, rule, insn->op, imm, sums, own);
}

static int verify_rule(const struct oomt_verify *v, u32 rule,
		       struct chain_sum *sums, struct chain_sum *own)
{
	const struct oomt_rule *r = &v->table->RULES[rule];
	bool acted = false;
	u32 at;
	int err;

	for (at = r->code; at < r->code + r->code_len; at++) {
		const struct oomt_insn *insn = &v->table->INSNS[at];

		own->steps = add_steps(own->steps, 1);
		if (insn->flags & ~OOMT_I_FLAGS)
			return oomt_refuse(v, OOMT_REFUSE_OPERAND, at, rule);
		switch (insn->op) {
		case OOMT_OP_MATCH_NUM:
		case OOMT_OP_MATCH_SET:
		case OOMT_OP_MATCH_STR:
			/* The index may skip the rule for any of its matches. */
			if (acted)
				return oomt_refuse(v, OOMT_REFUSE_OP, at, rule);
			err = verify_match(v, at, rule,
					   r->code + r->code_len);
			if (!err)
				own->steps = add_steps(own->steps,
						match_steps(v->table, insn));
			break;
		case OOMT_OP_LIMIT:
			acted = true;
			err = verify_limit(v, at, rule,
					   r->code + r->code_len);
			break;
		default:
			acted = true;
			err = verify_act(v, at, rule, sums, own);
			break;
		}
		if (err)
			return err;
	}
	return 0;
}

/* ---- conditions --------------------------------------------------------- */

static int verify_cmp(const struct oomt_verify *v, u32 at)
{
	const struct oomt_insn *insn = &v->table->INSNS[at];

	if (insn->field >= OOMT_M_COUNT || insn->cmp >= OOMT_CMP_COUNT ||
	    insn->arg || insn->flags & OOMT_I_UNKNOWN_HOLDS)
		return oomt_refuse(v, OOMT_REFUSE_COND, at, OOMT_NONE);
	if (insn->flags & OOMT_I_METRIC &&
	    (insn->flags & OOMT_I_PERCENT || (u64)insn->imm >= OOMT_M_COUNT))
		return oomt_refuse(v, OOMT_REFUSE_COND, at, OOMT_NONE);
	if (insn->flags & OOMT_I_PERCENT &&
	    oomt_metric_base(insn->field) == OOMT_B_NONE)
		return oomt_refuse(v, OOMT_REFUSE_COND, at, OOMT_NONE);
	v->table->metrics |= 1ULL << insn->field;
	if (insn->flags & OOMT_I_METRIC)
		v->table->metrics |= 1ULL << insn->imm;
	return 0;
}

static int verify_cmp_cgroup(const struct oomt_verify *v, u32 at,
			     const struct oomt_chain *chain)
{
	const struct oomt_insn *insn = &v->table->INSNS[at];
	bool size = insn->field < OOMT_CM_COUNT &&
		    oomt_cgroup_metric_type(insn->field) == OOMT_T_SIZE;

	if (insn->field >= OOMT_CM_COUNT || insn->cmp >= OOMT_CMP_COUNT ||
	    insn->flags & ~(OOMT_I_PERCENT | OOMT_I_METRIC) ||
	    (insn->flags && !size))
		return oomt_refuse(v, OOMT_REFUSE_COND, at, OOMT_NONE);
	if (insn->flags & OOMT_I_METRIC &&
	    (insn->flags & OOMT_I_PERCENT || (u64)insn->imm >= OOMT_M_COUNT))
		return oomt_refuse(v, OOMT_REFUSE_COND, at, OOMT_NONE);
	if (!oomt_verify_string(v, insn->arg) ||
	    (!v->table->STRINGS[insn->arg] && !(chain->flags & OOMT_CHAIN_EACH)))
		return oomt_refuse(v, OOMT_REFUSE_COND, at, OOMT_NONE);
	v->table->cgroup_metrics |= 1U << insn->field;
	if (insn->flags & OOMT_I_METRIC)
		v->table->metrics |= 1ULL << insn->imm;
	return 0;
}

/* Nothing but matches, each leading to the end. */
static int verify_exists(const struct oomt_verify *v, u32 at)
{
	const struct oomt_insn *insn = &v->table->INSNS[at];
	u64 first = insn->imm;
	int err = 0;
	u32 i;

	if (insn->flags || insn->field || insn->cmp || !insn->arg ||
	    first > v->table->INSNS_count ||
	    !oomt_verify_inside(first, insn->arg, v->table->INSNS_count))
		return oomt_refuse(v, OOMT_REFUSE_COND, at, OOMT_NONE);
	for (i = first; !err && i < first + insn->arg; i++) {
		u8 op = v->table->INSNS[i].op;

		if (op != OOMT_OP_MATCH_NUM && op != OOMT_OP_MATCH_SET &&
		    op != OOMT_OP_MATCH_STR)
			return oomt_refuse(v, OOMT_REFUSE_OP, i, OOMT_NONE);
		err = verify_match(v, i, OOMT_NONE, first + insn->arg);
	}
	v->table->exists = true;
	return err;
}

/* A postfix program: it never underflows, and leaves exactly one value. */
static int verify_cond(const struct oomt_verify *v,
		       const struct oomt_chain *chain, u32 first, u32 len)
{
	u32 depth = 0, at;

	if (len > OOMT_COND_INSNS_MAX)
		return oomt_refuse(v, OOMT_REFUSE_COND, first, OOMT_NONE);
	for (at = first; at < first + len; at++) {
		const struct oomt_insn *insn = &v->table->INSNS[at];

		switch (insn->op) {
		case OOMT_OP_CMP:
			if (verify_cmp(v, at))
				return -EINVAL;
			depth++;
			break;
		case OOMT_OP_CMP_CGROUP:
			if (verify_cmp_cgroup(v, at, chain))
				return -EINVAL;
			depth++;
			break;
		case OOMT_OP_EXISTS:
			if (verify_exists(v, at))
				return -EINVAL;
			depth++;
			break;
		case OOMT_OP_NOT:
		case OOMT_OP_FOR:
			if (!depth || insn->imm < 0 ||
			    (insn->op == OOMT_OP_FOR &&
			     insn->arg >= v->table->image->for_states))
				return oomt_refuse(v, OOMT_REFUSE_COND, at,
						   OOMT_NONE);
			break;
		case OOMT_OP_AND:
		case OOMT_OP_OR:
			if (depth < 2)
				return oomt_refuse(v, OOMT_REFUSE_COND, at,
						   OOMT_NONE);
			depth--;
			break;
		default:
			return oomt_refuse(v, OOMT_REFUSE_OP, at, OOMT_NONE);
		}
		if (depth > OOMT_COND_DEPTH_MAX)
			return oomt_refuse(v, OOMT_REFUSE_COND, at, OOMT_NONE);
	}
	if (len && depth != 1)
		return oomt_refuse(v, OOMT_REFUSE_COND, first, OOMT_NONE);
	return 0;
}

/* ---- chains, last to first ---------------------------------------------- */

static int verify_chain(const struct oomt_verify *v, u32 c,
			struct chain_sum *sums)
{
	const struct oomt_chain *chain = &v->table->CHAINS[c];
	struct oomt_table *table = v->table;
	struct chain_sum *own = &sums[c];
	int err = 0;
	u32 i;

	own->steps = 1;
	own->depth = 1;
	if (!kernel_knows(v, chain->order))
		return oomt_refuse(v, OOMT_REFUSE_KERNEL, c, OOMT_NONE);
	if (chain->policy == OOMT_POLICY_KILL)
		own->slow = takes_time(&table->ACTIONS[chain->policy_action]);
	for (i = 0; !err && i < chain->rule_count; i++)
		err = verify_rule(v, chain->rule + i, sums, own);
	if (!err)
		err = verify_cond(v, chain, chain->when, chain->when_len);
	if (!err)
		err = verify_cond(v, chain, chain->until,
				  chain->until_len);
	if (err)
		return err;
	if (chain->flags & OOMT_CHAIN_EACH &&
	    oomt_each_fors(table, chain, &i) > OOMT_EACH_FORS_MAX)
		return oomt_refuse(v, OOMT_REFUSE_COND, chain->when, OOMT_NONE);
	if (own->depth > OOMT_CALL_DEPTH_MAX)
		return oomt_refuse(v, OOMT_REFUSE_DEPTH, c, OOMT_NONE);
	if ((chain->hook == OOMT_HOOK_GUARD && own->kills) ||
	    (chain->hook != OOMT_HOOK_NONE && chain->hook != OOMT_HOOK_LOW &&
	     own->slow))
		return oomt_refuse(v, OOMT_REFUSE_HOOK, c, OOMT_NONE);
	if (chain->scope != OOMT_NONE)
		table->fields |= 1ULL << OOMT_F_CGROUP;
	table->steps[chain->hook] =
		add_steps(table->steps[chain->hook], own->steps);
	if (own->steps > OOMT_STEPS_MAX ||
	    (chain->hook != OOMT_HOOK_NONE &&
	     table->steps[chain->hook] > OOMT_STEPS_MAX))
		return oomt_refuse(v, OOMT_REFUSE_STEPS, c, OOMT_NONE);
	return 0;
}

int oomt_verify_code(const struct oomt_verify *v)
{
	struct oomt_table *table = v->table;
	struct chain_sum *sums;
	int err = 0;
	u32 i;

	if (table->image->for_states > OOMT_INSNS_MAX)
		return oomt_refuse(v, OOMT_REFUSE_COND, 0, OOMT_NONE);
	sums = oomt_alloc(table->CHAINS_count, sizeof(*sums));
	if (!sums)
		return -ENOMEM;
	for (i = table->CHAINS_count; !err && i-- > 0;)
		err = verify_chain(v, i, sums);
	if (table->image->scope != OOMT_NONE)
		table->fields |= 1ULL << OOMT_F_CGROUP;
	oomt_free(sums);
	return err;
}

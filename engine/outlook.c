// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The condition's postfix program once more, over distances instead of truths.
 * A comparison is as far as bytes are from its threshold; `and` waits for the
 * farther one, `or` for the nearer.
 */
#include "outlook.h"
#include "names.h"

/*
 * Of a part of the condition: bytes until it holds by bytes alone (`sure`), and
 * bytes from which on it may hold any moment (`blind`).  S64_MAX: never.
 */
struct distance {
	s64 sure, blind;
	bool neutral;		/* drops out */
};

static const struct distance never = { S64_MAX, S64_MAX, false };
static const struct distance any_moment = { S64_MAX, 0, false };

static s64 lesser(s64 a, s64 b)
{
	return a < b ? a : b;
}

static s64 larger(s64 a, s64 b)
{
	return a > b ? a : b;
}

static bool falls(const struct oomt_insn *insn)
{
	return insn->cmp == OOMT_CMP_LT || insn->cmp == OOMT_CMP_LE;
}

static bool rises(const struct oomt_insn *insn)
{
	return insn->cmp == OOMT_CMP_GT || insn->cmp == OOMT_CMP_GE;
}

/* Whether taking bytes brings the comparison nearer, one for one. */
static bool by_bytes(const struct oomt_insn *insn)
{
	if (insn->flags & OOMT_I_METRIC)
		return false;
	if (insn->op == OOMT_OP_CMP_CGROUP)
		return rises(insn) && (insn->field == OOMT_CM_MEMORY_CURRENT ||
				       insn->field == OOMT_CM_MEMORY_ANON ||
				       insn->field == OOMT_CM_SWAP_CURRENT);
	switch (insn->field) {
	case OOMT_M_MEM_AVAILABLE:
	case OOMT_M_MEM_FREE:
	case OOMT_M_SWAP_FREE:
		return falls(insn);
	case OOMT_M_SWAP_USED:
		return rises(insn);
	}
	return false;
}

static bool is_told(const struct oomt_insn *insn, u64 told)
{
	return insn->op == OOMT_OP_CMP && told & 1ULL << insn->field &&
	       !(insn->flags & OOMT_I_METRIC && !(told & 1ULL << insn->imm));
}

/* One comparison; `exists` is always a matter of the moment. */
static struct distance of_one(struct oomt_cond *cond, u32 at, u64 told)
{
	const struct oomt_insn *insn = &cond->table->INSNS[at];
	struct oomt_reason reason = { 0 };
	enum oomt_truth truth;
	s64 far;

	if (insn->op == OOMT_OP_EXISTS)
		return any_moment;
	cond->reason = &reason;
	truth = oomt_cond_run(cond, at, 1);
	cond->reason = NULL;
	if (truth == OOMT_NEUTRAL)
		return (struct distance){ .neutral = true };
	if (truth == OOMT_TRUE)
		return (struct distance){ 0, S64_MAX, false };
	if (is_told(insn, told))
		return never;
	/* What is not known may be known any moment. */
	if (truth == OOMT_MAYBE || reason.flags & OOMT_R_UNKNOWN ||
	    !by_bytes(insn))
		return any_moment;
	/* Nothing goes below zero. */
	if (falls(insn) && reason.rhs < 0)
		return never;
	far = falls(insn) ? reason.lhs - reason.rhs : reason.rhs - reason.lhs;
	return (struct distance){ larger(far, 1), S64_MAX, false };
}

static struct distance both(const struct distance *a, const struct distance *b)
{
	s64 blind = lesser(larger(a->sure, b->blind), larger(a->blind, b->sure));

	return (struct distance){
		.sure = larger(a->sure, b->sure),
		.blind = lesser(blind, larger(a->blind, b->blind)),
	};
}

static struct distance either(const struct distance *a,
			      const struct distance *b)
{
	return (struct distance){
		.sure = lesser(a->sure, b->sure),
		.blind = lesser(a->blind, b->blind),
	};
}

static struct distance join(u8 op, const struct distance *a,
			    const struct distance *b)
{
	if (a->neutral)
		return *b;
	if (b->neutral)
		return *a;
	return op == OOMT_OP_AND ? both(a, b) : either(a, b);
}

/* `not`: bytes that are given back; `for`: time, once its operand holds. */
static struct distance of_unary(u8 op, const struct distance *operand)
{
	if (operand->neutral)
		return *operand;
	if (op == OOMT_OP_NOT && operand->sure)
		return (struct distance){ 0, S64_MAX, false };
	if (op == OOMT_OP_FOR && operand->sure)
		return *operand;
	return any_moment;
}

void oomt_outlook(struct oomt_cond *cond, u32 first, u32 len, u64 told,
		  struct oomt_outlook *out)
{
	struct distance stack[OOMT_COND_DEPTH_MAX];
	u32 depth = 0, i;

	cond->history_stands = true;
	stack[0] = never;
	for (i = first; i < first + len; i++) {
		const struct oomt_insn *insn = &cond->table->INSNS[i];

		switch (insn->op) {
		case OOMT_OP_CMP:
		case OOMT_OP_CMP_CGROUP:
		case OOMT_OP_EXISTS:
			stack[depth++] = of_one(cond, i, told);
			break;
		case OOMT_OP_NOT:
		case OOMT_OP_FOR:
			stack[depth - 1] = of_unary(insn->op,
						    &stack[depth - 1]);
			break;
		default:
			depth--;
			stack[depth - 1] = join(insn->op, &stack[depth - 1],
						&stack[depth]);
			break;
		}
	}
	if (stack[0].neutral)
		stack[0] = never;
	out->blind = !stack[0].blind;
	out->bytes = out->blind ? stack[0].sure :
				  lesser(stack[0].sure, stack[0].blind);
}

void oomt_low_outlook(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws, u32 index, u32 cgroup,
		      const struct oomt_ask *ask, u64 told,
		      struct oomt_outlook *out)
{
	const struct oomt_base_chain *base = &rs->base[OOMT_HOOK_LOW][index];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
	struct oomt_cond cond = {
		.table = rs->table[base->table],
		.pic = pic,
		.vm = ask->quick ? NULL : &ws->vm,
		.vm_table = base->table,
		.cgroup = cgroup,
	};

	oomt_outlook(&cond, chain->when, chain->when_len, told, out);
}

void oomt_outlook_add(struct oomt_outlook *sum, const struct oomt_outlook *one)
{
	sum->bytes = lesser(sum->bytes, one->bytes);
	sum->blind |= one->blind;
}

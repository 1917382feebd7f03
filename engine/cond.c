// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Conditions: a postfix program over a stack of {false, true, neutral}.
 * Called from decide (when, until) and by outlook.c; allocation-free.
 */
#include "cond.h"
#include "amount.h"
#include "fields.h"
#include "names.h"

static bool is_swap(unsigned int metric)
{
	return oomt_metric_base(metric) == OOMT_B_SWAP;
}

static bool is_psi(unsigned int metric)
{
	return oomt_metric_type(metric) == OOMT_T_PERCENT;
}

static bool metric_get(const struct oomt_cond *cond, unsigned int metric,
		       s64 *value)
{
	*value = 0;
	if (!oomt_picture_knows(cond->pic, metric))
		return false;
	if (!(is_psi(metric) && cond->psi_relieved))
		*value = cond->pic->metric[metric];
	return true;
}

/* The right side of a comparison, resolved to the metric's unit. */
static bool operand_get(const struct oomt_cond *cond,
			const struct oomt_insn *insn, s64 *value)
{
	struct oomt_domain domain;
	s64 base;

	if (insn->flags & OOMT_I_METRIC)
		return metric_get(cond, insn->imm, value);
	*value = insn->imm;
	if (!(insn->flags & OOMT_I_PERCENT))
		return true;
	domain = oomt_domain_of(cond->pic);
	base = is_swap(insn->field) ? domain.swap_total : domain.mem_total;
	*value = oomt_percent_of(base, insn->imm);
	return base >= 0;
}

static bool no_swap(const struct oomt_picture *pic)
{
	return oomt_picture_knows(pic, OOMT_M_SWAP_TOTAL) &&
	       !pic->metric[OOMT_M_SWAP_TOTAL];
}

static bool without_swap(const struct oomt_cond *cond,
			 const struct oomt_insn *insn)
{
	bool about_swap = is_swap(insn->field) ||
			  (insn->flags & OOMT_I_METRIC && is_swap(insn->imm));

	return about_swap && no_swap(cond->pic);
}

static void tell(struct oomt_cond *cond, const struct oomt_insn *insn,
		 u8 flags, enum oomt_truth truth, s64 lhs, s64 rhs)
{
	struct oomt_reason *reason;

	if (!cond->reason || cond->reason_count >= OOMT_REASONS)
		return;
	reason = &cond->reason[cond->reason_count++];
	memset(reason, 0, sizeof(*reason));
	reason->metric = insn->field;
	reason->cmp = insn->cmp;
	reason->truth = truth;
	reason->flags = insn->flags | flags;
	reason->path = flags & OOMT_R_CGROUP ? insn->arg : 0;
	reason->lhs = lhs;
	reason->rhs = rhs;
	reason->imm = insn->imm;
}

static enum oomt_truth run_cmp(struct oomt_cond *cond,
			       const struct oomt_insn *insn)
{
	enum oomt_truth truth = OOMT_FALSE;
	s64 lhs, rhs = 0;
	bool known;

	known = metric_get(cond, insn->field, &lhs);
	known &= operand_get(cond, insn, &rhs);
	if (without_swap(cond, insn))
		truth = OOMT_NEUTRAL;
	else if (known && oomt_compare(lhs, insn->cmp, rhs))
		truth = OOMT_TRUE;
	tell(cond, insn, known ? 0 : OOMT_R_UNKNOWN, truth, lhs, rhs);
	return truth;
}

/* ---- cgroups and tasks -------------------------------------------------- */

static const struct oomt_cgroup *cgroup_of(const struct oomt_cond *cond,
					   const struct oomt_insn *insn)
{
	const char *path = oomt_table_string(cond->table, insn->arg);
	const struct oomt_picture *pic = cond->pic;
	u32 i;

	if (!*path)
		return cond->cgroup < pic->cgroup_count ?
			       &pic->cgroup[cond->cgroup] : NULL;
	for (i = 0; i < pic->cgroup_count; i++)
		if (pic->cgroup[i].path && !strcmp(pic->cgroup[i].path, path))
			return &pic->cgroup[i];
	return NULL;
}

static bool cgroup_metric_get(const struct oomt_cond *cond,
			      const struct oomt_cgroup *cgroup,
			      unsigned int metric, s64 *value)
{
	*value = 0;
	if (!cgroup || !oomt_cgroup_knows(cgroup, metric))
		return false;
	if (!(oomt_cgroup_metric_type(metric) == OOMT_T_PERCENT &&
	      cond->psi_relieved))
		*value = cgroup->metric[metric];
	return true;
}

static bool cgroup_operand_get(const struct oomt_cond *cond,
			       const struct oomt_cgroup *cgroup,
			       const struct oomt_insn *insn, s64 *value)
{
	struct oomt_domain domain;
	s64 base;

	if (insn->flags & OOMT_I_METRIC)
		return metric_get(cond, insn->imm, value);
	*value = insn->imm;
	if (!(insn->flags & OOMT_I_PERCENT))
		return true;
	domain = oomt_domain_of(cond->pic);
	if (!cgroup || !oomt_cgroup_base_get(&domain, cgroup, &base))
		return false;
	*value = oomt_percent_of(base, insn->imm);
	return true;
}

static enum oomt_truth run_cmp_cgroup(struct oomt_cond *cond,
				      const struct oomt_insn *insn)
{
	enum oomt_truth truth = OOMT_FALSE;
	const struct oomt_cgroup *cgroup;
	s64 lhs, rhs = 0;
	bool known;

	if (!cond->vm)
		return OOMT_MAYBE;
	cgroup = cgroup_of(cond, insn);
	known = cgroup_metric_get(cond, cgroup, insn->field, &lhs);
	known &= cgroup_operand_get(cond, cgroup, insn, &rhs);
	if (insn->flags & OOMT_I_METRIC && is_swap(insn->imm) &&
	    no_swap(cond->pic))
		truth = OOMT_NEUTRAL;
	else if (known && oomt_compare(lhs, insn->cmp, rhs))
		truth = OOMT_TRUE;
	tell(cond, insn, OOMT_R_CGROUP | (known ? 0 : OOMT_R_UNKNOWN), truth,
	     lhs, rhs);
	return truth;
}

static enum oomt_truth run_exists(struct oomt_cond *cond,
				  const struct oomt_insn *insn)
{
	enum oomt_truth truth = OOMT_FALSE;
	u32 task;

	if (!cond->vm)
		return OOMT_MAYBE;
	task = oomt_vm_exists(cond->vm, cond->vm_table, insn->imm, insn->arg);
	if (task != OOMT_NONE)
		truth = OOMT_TRUE;
	tell(cond, insn, OOMT_R_EXISTS, truth,
	     task == OOMT_NONE ? 0 : cond->pic->task[task].pid, 0);
	return truth;
}

static enum oomt_truth run_for(struct oomt_cond *cond,
			       const struct oomt_insn *insn,
			       enum oomt_truth operand)
{
	u32 index = insn->arg - cond->since_first;
	u64 now = cond->pic->now_ns, since;

	if (!cond->since || operand == OOMT_NEUTRAL || operand == OOMT_MAYBE)
		return operand;
	since = cond->since[index];
	if (operand == OOMT_FALSE)
		since = 0;
	else if (!since && !cond->history_stands)
		since = now ? now : 1;
	if (!cond->history_stands)
		cond->since[index] = since;
	return since && now - since >= (u64)insn->imm ? OOMT_TRUE : OOMT_FALSE;
}

static enum oomt_truth join(enum oomt_op op, enum oomt_truth a,
			    enum oomt_truth b)
{
	if (a == OOMT_NEUTRAL)
		return b;
	if (b == OOMT_NEUTRAL)
		return a;
	if (op == OOMT_OP_AND) {
		if (a == OOMT_FALSE || b == OOMT_FALSE)
			return OOMT_FALSE;
	} else if (a == OOMT_TRUE || b == OOMT_TRUE) {
		return OOMT_TRUE;
	}
	if (a == OOMT_MAYBE || b == OOMT_MAYBE)
		return OOMT_MAYBE;
	return op == OOMT_OP_AND;	/* both true, or both false */
}

/* A `for` about tasks must see every sample: then nothing is told early. */
static enum oomt_truth settle(enum oomt_truth truth, bool maybe_for)
{
	return maybe_for ? OOMT_MAYBE : truth;
}

enum oomt_truth oomt_cond_run(struct oomt_cond *cond, u32 first, u32 len)
{
	enum oomt_truth stack[OOMT_COND_DEPTH_MAX] = { OOMT_FALSE };
	bool maybe_for = false;
	u32 depth = 0, i;

	cond->reason_count = 0;
	for (i = first; i < first + len; i++) {
		const struct oomt_insn *insn = &cond->table->INSNS[i];

		switch (insn->op) {
		case OOMT_OP_CMP:
			stack[depth++] = run_cmp(cond, insn);
			break;
		case OOMT_OP_CMP_CGROUP:
			stack[depth++] = run_cmp_cgroup(cond, insn);
			break;
		case OOMT_OP_EXISTS:
			stack[depth++] = run_exists(cond, insn);
			break;
		case OOMT_OP_NOT:
			if (stack[depth - 1] <= OOMT_TRUE)
				stack[depth - 1] = !stack[depth - 1];
			break;
		case OOMT_OP_FOR:
			maybe_for |= stack[depth - 1] == OOMT_MAYBE;
			stack[depth - 1] =
				run_for(cond, insn, stack[depth - 1]);
			break;
		default:
			depth--;
			stack[depth - 1] = join(insn->op, stack[depth - 1],
						stack[depth]);
			break;
		}
	}
	return len ? settle(stack[0], maybe_for) : OOMT_NEUTRAL;
}

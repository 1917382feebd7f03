// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Conditions, from the tree (language.md 3 and 9.8): something unknown
 * compares false; a swap comparison without swap drops out of the expression;
 * `for` counts from sample to sample (9.9).
 */
#include <assert.h>
#include "naive_parts.h"

bool naive_compare(__int128 left, enum oomt_cmp cmp, __int128 right)
{
	switch (cmp) {
	case OOMT_CMP_EQ: return left == right;
	case OOMT_CMP_NE: return left != right;
	case OOMT_CMP_LT: return left < right;
	case OOMT_CMP_LE: return left <= right;
	case OOMT_CMP_GT: return left > right;
	default: return left >= right;
	}
}

static bool about_swap(int metric)
{
	return metric == OOMT_M_SWAP_TOTAL || metric == OOMT_M_SWAP_USED ||
	       metric == OOMT_M_SWAP_FREE;
}

static bool read_metric(const struct oomt_picture *pic, int metric,
			bool psi_relieved, __int128 *value)
{
	if (!(pic->metrics_known >> metric & 1))
		return false;
	*value = pic->metric[metric];
	if (psi_relieved && metric >= OOMT_M_PSI_SOME_AVG10) {
		naive_note(NOTED_RELIEVED);
		*value = 0;
	}
	return true;
}

/* By path, or the one that the chain runs for. */
static const struct oomt_cgroup *find_cgroup(const struct naive_question *q,
					     const struct oomt_expr *expr)
{
	u32 i;

	if (expr->of == OOMT_OF_SCOPE)
		return q->cgroup < 0 ? NULL : &q->pic->cgroup[q->cgroup];
	for (i = 0; i < q->pic->cgroup_count; i++)
		if (q->pic->cgroup[i].path &&
		    !strcmp(q->pic->cgroup[i].path, expr->path.text))
			return &q->pic->cgroup[i];
	return NULL;
}

static bool read_cgroup(const struct naive_question *q,
			const struct oomt_expr *expr, __int128 *value)
{
	const struct oomt_cgroup *cgroup = find_cgroup(q, expr);

	if (!cgroup || !(cgroup->known >> expr->metric & 1)) {
		naive_note(NOTED_COND_CGROUP_NONE);
		return false;
	}
	*value = cgroup->metric[expr->metric];
	if (q->forecast && expr->metric >= OOMT_CM_PSI_SOME_AVG10)
		*value = 0;
	naive_note(expr->of == OOMT_OF_SCOPE ? NOTED_COND_SCOPE :
					       NOTED_COND_CGROUP);
	return true;
}

static bool read_left(const struct naive_question *q,
		      const struct oomt_expr *expr, __int128 *value)
{
	return expr->of == OOMT_OF_SYSTEM ?
		       read_metric(q->pic, expr->metric, q->forecast, value) :
		       read_cgroup(q, expr, value);
}

static bool read_operand(const struct naive_question *q,
			 const struct oomt_expr *expr, __int128 *value)
{
	__int128 base;

	switch (expr->operand) {
	case OOMT_OPERAND_METRIC:
		naive_note(NOTED_COND_METRIC);
		return read_metric(q->pic, expr->imm, q->forecast, value);
	case OOMT_OPERAND_PERCENT:
		if (expr->of != OOMT_OF_SYSTEM) {
			if (!naive_cgroup_base(q->n, find_cgroup(q, expr),
					       &base))
				return false;
			naive_note(NOTED_COND_CGROUP_PERCENT);
		} else if (!read_metric(q->pic, about_swap(expr->metric) ?
					OOMT_M_SWAP_TOTAL : OOMT_M_MEM_TOTAL,
					false, &base)) {
			return false;
		}
		*value = naive_percent(base, expr->imm);
		return true;
	default:
		*value = expr->imm;
		return true;
	}
}

static enum naive_truth compare(const struct naive_question *q,
				const struct oomt_expr *expr)
{
	bool swapless = q->pic->metrics_known >> OOMT_M_SWAP_TOTAL & 1 &&
			q->pic->metric[OOMT_M_SWAP_TOTAL] == 0;
	__int128 left = 0, right = 0;

	if (swapless &&
	    ((expr->of == OOMT_OF_SYSTEM && about_swap(expr->metric)) ||
	     (expr->operand == OOMT_OPERAND_METRIC &&
	      about_swap(expr->imm)))) {
		naive_note(NOTED_COND_NEUTRAL);
		return NAIVE_NEUTRAL;
	}
	if (!read_left(q, expr, &left) || !read_operand(q, expr, &right)) {
		naive_note(NOTED_COND_UNKNOWN);
		return NAIVE_FALSE;
	}
	if (left == right)
		naive_note(NOTED_COND_EDGE);
	return naive_compare(left, expr->cmp, right);
}

/*
 * One threshold is not known.  Below the lower of two means below both, and
 * that is not known; below the higher means below one of them, and the other
 * may tell.  Above, the other way round.
 */
static enum naive_truth compare_doubtful(const struct oomt_expr *expr,
					 __int128 left, bool known,
					 __int128 other)
{
	bool lower = expr->pick == OOMT_PICK_LOWER;

	if (!known)
		return NAIVE_FALSE;
	switch (expr->cmp) {
	case OOMT_CMP_LT:
	case OOMT_CMP_LE:
		return !lower && naive_compare(left, expr->cmp, other);
	case OOMT_CMP_GT:
	case OOMT_CMP_GE:
		return lower && naive_compare(left, expr->cmp, other);
	case OOMT_CMP_NE:
		return lower ? left > other : left < other;
	default:
		return NAIVE_FALSE;
	}
}

/*
 * Against the lower or the higher one of two thresholds.  They stand in the
 * comparisons that the tree has in its place, the first of which is the
 * leftmost.
 */
static enum naive_truth compare_pick(const struct naive_question *q,
				     const struct oomt_expr *expr)
{
	const struct oomt_expr *a = expr, *b;
	__int128 left = 0, one = 0, other = 0, picked;
	bool knows_one, knows_other;

	while (a->child)
		a = a->child;
	b = a->next;
	if (compare(q, a) == NAIVE_NEUTRAL)
		return NAIVE_NEUTRAL;
	if (!read_left(q, a, &left))
		return NAIVE_FALSE;
	knows_one = read_operand(q, a, &one);
	knows_other = read_operand(q, b, &other);
	if (!knows_one || !knows_other)
		return compare_doubtful(expr, left, knows_one || knows_other,
					knows_one ? one : other);
	picked = (one < other) == (expr->pick == OOMT_PICK_LOWER) ? one : other;
	naive_note(expr->pick == OOMT_PICK_LOWER ? NOTED_COND_LOWER :
						   NOTED_COND_HIGHER);
	if (left == picked && one != other)
		naive_note(NOTED_COND_PICK_EDGE);
	return naive_compare(left, expr->cmp, picked);
}

/* Some process, neither a kernel thread nor exiting, passes all matches. */
static enum naive_truth exists(struct naive_question *q,
			       const struct oomt_expr *expr)
{
	struct naive n = *q->n;
	const struct oomt_match *match;
	u32 i;

	for (i = 0; i < q->pic->task_count; i++) {
		n.task = &q->pic->task[i];
		if (n.task->flags & (OOMT_TASK_KTHREAD | OOMT_TASK_EXITING))
			continue;
		for (match = expr->match; match; match = match->next)
			if (!naive_match_holds(&n, match, false))
				break;
		if (!match) {
			naive_note(NOTED_EXISTS);
			return NAIVE_TRUE;
		}
	}
	naive_note(NOTED_EXISTS_NOT);
	return NAIVE_FALSE;
}

/* Held at every sample from some sample at least that long ago until now. */
static enum naive_truth held_for(struct naive_question *q,
				 const struct oomt_expr *expr)
{
	enum naive_truth truth = naive_cond(q, expr->child);
	u64 now = q->pic->now_ns, since = 0;
	u32 number = q->fors++;

	assert(number < NAIVE_FORS);
	if (truth == NAIVE_NEUTRAL) {
		naive_note(NOTED_FOR_NEUTRAL);
		return truth;
	}
	if (!q->since) {
		naive_note(NOTED_FOR_STEADY);
		return truth;
	}
	if (truth == NAIVE_TRUE) {
		since = q->since[number];
		if (q->forecast)
			naive_note(NOTED_FOR_FORECAST);
		else if (!since)
			since = now;
	}
	if (!q->forecast)
		q->since[number] = since;
	if (!since)
		return NAIVE_FALSE;
	if (now - since == (u64)expr->for_ns)
		naive_note(NOTED_FOR_EXACT);
	naive_note(now - since >= (u64)expr->for_ns ? NOTED_FOR_HELD :
						      NOTED_FOR_SHORT);
	return now - since >= (u64)expr->for_ns;
}

enum naive_truth naive_cond(struct naive_question *q,
			    const struct oomt_expr *expr)
{
	const struct oomt_expr *child;
	u32 parts = 0, held = 0, dropped = 0;

	if (expr->kind == OOMT_EXPR_CMP)
		return compare(q, expr);
	if (expr->pick)
		return compare_pick(q, expr);
	if (expr->kind == OOMT_EXPR_EXISTS)
		return exists(q, expr);
	if (expr->kind == OOMT_EXPR_FOR)
		return held_for(q, expr);
	for (child = expr->child; child; child = child->next) {
		enum naive_truth truth = naive_cond(q, child);

		if (truth == NAIVE_NEUTRAL) {
			dropped++;
			continue;
		}
		parts++;
		held += truth == NAIVE_TRUE;
	}
	if (!parts)
		return NAIVE_NEUTRAL;
	if (dropped)
		naive_note(NOTED_COND_DROPPED);
	if (expr->kind == OOMT_EXPR_NOT) {
		naive_note(NOTED_COND_NOT);
		return !held;
	}
	return expr->kind == OOMT_EXPR_AND ? held == parts : held > 0;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The oracle's reading of matches: fields, unknowns, percentages, sets
 * (language.md 4, 9.1 and 9.8).  Sums are 128 bits wide.
 */
#include <assert.h>
#include "naive_parts.h"

bool naive_metric_known(const struct oomt_picture *pic, int metric)
{
	return pic->metrics_known >> metric & 1;
}

bool naive_task_knows(const struct oomt_task *task, int field)
{
	return task->known >> field & 1;
}

/* For sums: what is not known adds nothing. */
s64 naive_known_size(const struct oomt_task *task, int field, s64 size)
{
	return naive_task_knows(task, field) ? size : 0;
}

static bool read_total(const struct oomt_task *task, __int128 *value)
{
	if (!naive_task_knows(task, OOMT_F_RSS) ||
	    !naive_task_knows(task, OOMT_F_SWAP) ||
	    !naive_task_knows(task, OOMT_F_PGTABLES))
		return false;
	*value = (__int128)task->rss + task->swap + task->pgtables;
	return true;
}

bool naive_read_field(const struct oomt_picture *pic,
		       const struct oomt_task *task, int field,
		       __int128 *value)
{
	*value = 0;
	switch (field) {
	case OOMT_F_TOTAL:
		return read_total(task, value);
	case OOMT_F_AGE:
		if (pic->now_ns > task->start_ns)
			*value = pic->now_ns - task->start_ns;
		return true;
	case OOMT_F_PID:
		*value = task->pid;
		break;
	case OOMT_F_UID:
		*value = task->uid;
		break;
	case OOMT_F_RSS:
		*value = task->rss;
		break;
	case OOMT_F_SWAP:
		*value = task->swap;
		break;
	case OOMT_F_OOM_SCORE_ADJ:
		*value = task->oom_score_adj;
		break;
	default:
		assert(!"a field of this language's core");
	}
	return naive_task_knows(task, field);
}

static const char *read_text(const struct oomt_picture *pic,
			     const struct oomt_task *task, int field)
{
	if (field == OOMT_F_COMM)
		return task->comm;
	assert(field == OOMT_F_CGROUP);
	return task->cgroup < pic->cgroup_count ?
		       pic->cgroup[task->cgroup].path : NULL;
}

/* One side of a comparison: a number, or a percentage of the field's base. */
static bool read_bound(const struct oomt_picture *pic, int field, s64 value,
		       bool percent, __int128 *bound)
{
	int base = field == OOMT_F_SWAP ? OOMT_M_SWAP_TOTAL : OOMT_M_MEM_TOTAL;

	*bound = value;
	if (!percent)
		return true;
	if (!naive_metric_known(pic, base)) {
		naive_note(NOTED_UNKNOWN_BASE);
		return false;
	}
	*bound = naive_percent(pic->metric[base], value);
	if (*bound * 10000 != (__int128)pic->metric[base] * value)
		naive_note(NOTED_PERCENT_ROUND);
	return true;
}

static enum naive_truth maybe(bool known, bool truth)
{
	return known ? truth : NAIVE_NEUTRAL;	/* here: unknown */
}

static enum naive_truth match_text(const struct naive *n,
				   const struct oomt_match *match)
{
	const char *text = read_text(n->ask->pic, n->task, match->field);
	bool path = match->field == OOMT_F_CGROUP, found = false;
	const struct oomt_elem *elem;

	if (!text)
		return maybe(false, false);
	for (elem = oomt_value_elems(match->value); elem && !found;
	     elem = elem->next)
		found = naive_glob(elem->lit.text, elem->lit.len, text, path);
	if (found)
		naive_note(path ? NOTED_GLOB_PATH : NOTED_GLOB_COMM);
	return maybe(true, found == (match->cmp == OOMT_CMP_EQ));
}

static enum naive_truth match_single(const struct naive *n,
				     const struct oomt_match *match,
				     __int128 value)
{
	const struct oomt_elem *elem = oomt_value_elems(match->value);
	__int128 bound;

	if (!read_bound(n->ask->pic, match->field, elem->lo, elem->lo_percent,
			&bound))
		return maybe(false, false);
	if (value == bound)
		naive_note(elem->lo_percent ? NOTED_PERCENT_EDGE : NOTED_EDGE);
	return maybe(true, naive_compare(value, match->cmp, bound));
}

static enum naive_truth match_set(const struct naive *n,
				  const struct oomt_match *match,
				  __int128 value)
{
	bool known = true, found = false, percent = false;
	const struct oomt_elem *elem;

	for (elem = oomt_value_elems(match->value); elem; elem = elem->next) {
		__int128 lo, hi;

		percent |= elem->lo_percent || elem->hi_percent;
		if (!read_bound(n->ask->pic, match->field, elem->lo,
				elem->lo_percent, &lo) ||
		    !read_bound(n->ask->pic, match->field, elem->hi,
				elem->hi_percent, &hi))
			known = false;
		else if (lo <= value && value <= hi)
			found = true;
	}
	if (found)
		naive_note(percent ? NOTED_SET_PERCENT : NOTED_SET_NUMBER);
	else if (match->cmp == OOMT_CMP_NE)
		naive_note(NOTED_SET_OUT);
	return maybe(known || found, found == (match->cmp == OOMT_CMP_EQ));
}

static enum naive_truth match_number(const struct naive *n,
				     const struct oomt_match *match)
{
	__int128 value;

	if (!naive_read_field(n->ask->pic, n->task, match->field, &value))
		return maybe(false, false);
	if (match->value->kind == OOMT_VALUE_LITERAL)
		return match_single(n, match, value);
	return match_set(n, match, value);
}

bool naive_rule_holds(const struct naive *n,
		       const struct oomt_rule_node *rule)
{
	bool exempts = rule->verdict.word == OOMT_VERDICT_EXEMPT;
	const struct oomt_match *match;

	for (match = rule->match; match; match = match->next) {
		bool text = match->field == OOMT_F_COMM ||
			    match->field == OOMT_F_CGROUP;
		enum naive_truth truth = text ? match_text(n, match) :
						match_number(n, match);

		if (truth == NAIVE_NEUTRAL) {
			naive_note(exempts ? NOTED_UNKNOWN_HOLDS :
					     NOTED_UNKNOWN_FALSE);
			truth = exempts;
		}
		if (truth == NAIVE_FALSE)
			return false;
	}
	return true;
}

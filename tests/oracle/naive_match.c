// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The oracle's reading of matches: fields, unknowns, percentages, sets
 * (language.md 4, 9.1 and 9.8).  Sums are 128 bits wide.
 */
#include <assert.h>
#include <stdio.h>
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

s64 naive_weight(const struct oomt_task *task)
{
	return naive_known_size(task, OOMT_F_RSS, task->rss) +
	       naive_known_size(task, OOMT_F_SWAP, task->swap) +
	       naive_known_size(task, OOMT_F_PGTABLES, task->pgtables);
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

/*
 * As Linux 6.1 shows it (language.md 9.10): badness in pages of 4 KiB, each
 * division truncated.
 */
static bool read_oom_score(const struct oomt_picture *pic,
			   const struct oomt_task *task, __int128 *value)
{
	__int128 total, pages, badness;

	if (!naive_metric_known(pic, OOMT_M_MEM_TOTAL) ||
	    !naive_metric_known(pic, OOMT_M_SWAP_TOTAL))
		return false;
	if (task->flags & OOMT_TASK_KTHREAD || task->pid == 1)
		return true;
	if (!naive_task_knows(task, OOMT_F_OOM_SCORE_ADJ))
		return false;
	if (task->oom_score_adj == -1000)
		return true;
	if (!read_total(task, &total))
		return false;
	pages = pic->metric[OOMT_M_MEM_TOTAL] / 4096 +
		pic->metric[OOMT_M_SWAP_TOTAL] / 4096;
	badness = task->rss / 4096 + task->swap / 4096 + task->pgtables / 4096;
	badness += task->oom_score_adj * (pages / 1000);
	*value = (1000 + badness * 1000 / pages) * 2 / 3;
	naive_note(NOTED_OOM_SCORE);
	return true;
}

bool naive_read_field(const struct naive *n, const struct oomt_task *task,
		      int field, __int128 *value)
{
	const struct oomt_picture *pic = n->ask->pic;

	*value = 0;
	switch (field) {
	case OOMT_F_TOTAL:
		return read_total(task, value);
	case OOMT_F_AGE:
		if (pic->now_ns > task->start_ns)
			*value = pic->now_ns - task->start_ns;
		return true;
	case OOMT_F_OOM_SCORE:
		return read_oom_score(pic, task, value);
	case OOMT_F_CHILDREN:
		*value = naive_children(n, task - pic->task);
		return true;
	case OOMT_F_TREE_TOTAL:
		*value = naive_tree_total(n, task - pic->task);
		return true;
#define X(FIELD, member)		\
	case OOMT_F_##FIELD:		\
		*value = task->member;	\
		break;
	X(PID, pid) X(PPID, ppid) X(PGRP, pgrp) X(SESSION, session)
	X(UID, uid) X(GID, gid) X(THREADS, threads)
	X(RSS, rss) X(ANON, anon) X(FILE, file) X(SHMEM, shmem)
	X(SWAP, swap) X(PGTABLES, pgtables) X(VSIZE, vsize)
	X(OOM_SCORE_ADJ, oom_score_adj)
#undef X
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
	if (field == OOMT_F_EXE)
		return task->exe;
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
	bool path = match->field != OOMT_F_COMM, found = false;
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

	if (!naive_read_field(n, n->task, match->field, &value))
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
			    match->field == OOMT_F_EXE ||
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

/* Whether the cgroup or one above it matches (language.md 9.5). */
static bool below_match(const struct oomt_value *scope, const char *path)
{
	const struct oomt_elem *elem;
	char above[256];
	size_t len = strlen(path), at;

	assert(len < sizeof(above));
	for (elem = oomt_value_elems(scope); elem; elem = elem->next) {
		if (naive_glob(elem->lit.text, elem->lit.len, path, true))
			return true;
		for (at = 0; at < len; at++) {
			if (path[at] != '/')
				continue;
			/* "/" is above all, "/a" above "/a/b" */
			snprintf(above, sizeof(above), "%.*s",
				 at ? (int)at : 1, path);
			if (naive_glob(elem->lit.text, elem->lit.len, above,
				       true)) {
				naive_note(NOTED_SCOPE_BELOW);
				return true;
			}
		}
	}
	return false;
}

bool naive_in_scope(const struct naive *n, u32 table,
		    const struct oomt_chain_node *chain)
{
	const struct oomt_value *scopes[] = {
		n->ask->policy[table]->scope, chain->header.scope,
	};
	const char *path = read_text(n->ask->pic, n->task, OOMT_F_CGROUP);
	u32 i;

	for (i = 0; i < ARRAY_SIZE(scopes); i++)
		if (scopes[i] && (!path || !below_match(scopes[i], path)))
			return false;
	return true;
}

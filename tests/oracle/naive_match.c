// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The oracle's reading of matches: fields, unknowns, percentages, sets
 * (language.md 4, 9.1 and 9.8).  Sums are 128 bits wide.
 */
#include <assert.h>
#include <stdio.h>
#include "naive_parts.h"
#include "names.h"

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

/* Of the task's own cgroup; no limit is larger than any size. */
static bool read_memcg(const struct oomt_picture *pic,
		       const struct oomt_task *task, int field,
		       __int128 *value)
{
	int metric = field == OOMT_F_MEMCG_MAX ? OOMT_CM_MEMORY_MAX :
						 OOMT_CM_MEMORY_CURRENT;
	const struct oomt_cgroup *cgroup;

	if (task->cgroup >= pic->cgroup_count)
		return false;
	cgroup = &pic->cgroup[task->cgroup];
	if (!(cgroup->known >> metric & 1))
		return false;
	*value = cgroup->metric[metric];
	naive_note(field == OOMT_F_MEMCG_CURRENT ? NOTED_MEMCG_CURRENT :
		   *value == OOMT_NO_LIMIT ? NOTED_MEMCG_NO_LIMIT :
					     NOTED_MEMCG_MAX);
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
	case OOMT_F_GROWTH:
		if (!naive_task_knows(task, field))
			return false;
		naive_note(NOTED_GROWTH);
		*value = task->growth;
		return true;
	case OOMT_F_MEMCG_CURRENT:
	case OOMT_F_MEMCG_MAX:
		return read_memcg(pic, task, field, value);
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

static const struct oomt_cgroup *cgroup_of(const struct oomt_picture *pic,
					    const struct oomt_task *task)
{
	return task->cgroup < pic->cgroup_count ? &pic->cgroup[task->cgroup] :
						  NULL;
}

static const char *read_text(const struct oomt_picture *pic,
			     const struct oomt_task *task, int field)
{
	const struct oomt_cgroup *cgroup = cgroup_of(pic, task);

	if (field == OOMT_F_COMM)
		return task->comm;
	if (field == OOMT_F_EXE)
		return task->exe;
	if (field == OOMT_F_CMDLINE)
		return task->cmdline;
	assert(field == OOMT_F_CGROUP);
	return cgroup ? cgroup->path : NULL;
}

/* ---- what percentages are of -------------------------------------------- */

bool naive_domain(const struct naive *n, __int128 *bytes)
{
	const struct oomt_picture *pic = n->ask->pic;
	const struct oomt_cgroup *hit;

	*bytes = pic->metric[OOMT_M_MEM_TOTAL];
	if (n->ask->hook == OOMT_HOOK_MEMCG) {
		hit = &pic->cgroup[n->ask->hit];
		if (hit->known >> OOMT_CM_MEMORY_MAX & 1 &&
		    hit->metric[OOMT_CM_MEMORY_MAX] < OOMT_NO_LIMIT) {
			*bytes = hit->metric[OOMT_CM_MEMORY_MAX];
			naive_note(NOTED_MEMCG_LIMIT);
			return true;
		}
	}
	return naive_metric_known(pic, OOMT_M_MEM_TOTAL);
}

bool naive_cgroup_base(const struct naive *n, const struct oomt_cgroup *cgroup,
		       __int128 *base)
{
	if (!cgroup || !(cgroup->known >> OOMT_CM_MEMORY_MAX & 1))
		return false;
	*base = cgroup->metric[OOMT_CM_MEMORY_MAX];
	if (*base < OOMT_NO_LIMIT)
		return true;
	return naive_domain(n, base);
}

static bool read_base(const struct naive *n, const struct oomt_task *task,
		      int field, __int128 *base)
{
	const struct oomt_picture *pic = n->ask->pic;
	const struct oomt_cgroup *cgroup = cgroup_of(pic, task);

	if (field == OOMT_F_SWAP) {
		*base = pic->metric[OOMT_M_SWAP_TOTAL];
		return naive_metric_known(pic, OOMT_M_SWAP_TOTAL);
	}
	if (field != OOMT_F_MEMCG_CURRENT)
		return naive_domain(n, base);
	if (!naive_cgroup_base(n, cgroup, base))
		return false;
	naive_note(cgroup->metric[OOMT_CM_MEMORY_MAX] < OOMT_NO_LIMIT ?
		   NOTED_MEMCG_PERCENT : NOTED_MEMCG_OF_ALL);
	return true;
}

/* One side of a comparison: a number, or a percentage of the field's base. */
static bool read_bound(const struct naive *n, const struct oomt_task *task,
		       int field, s64 value, bool percent, __int128 *bound)
{
	__int128 base;

	*bound = value;
	if (!percent)
		return true;
	if (!read_base(n, task, field, &base)) {
		naive_note(NOTED_UNKNOWN_BASE);
		return false;
	}
	*bound = naive_percent(base, value);
	if (*bound * 10000 != base * value)
		naive_note(NOTED_PERCENT_ROUND);
	return true;
}

/* ---- matches ------------------------------------------------------------ */

static enum naive_truth maybe(bool known, bool truth)
{
	return known ? truth : NAIVE_NEUTRAL;	/* here: unknown */
}

static enum naive_truth match_text(const struct naive *n,
				   const struct oomt_task *task,
				   const struct oomt_match *match)
{
	const char *text = read_text(n->ask->pic, task, match->field);
	bool path = match->field == OOMT_F_CGROUP ||
		    match->field == OOMT_F_EXE, found = false;
	const struct oomt_elem *elem;

	if (!text)
		return maybe(false, false);
	for (elem = oomt_value_elems(match->value); elem && !found;
	     elem = elem->next)
		found = match->regex ?
			naive_regex(elem->lit.text, elem->lit.len, text) :
			naive_glob(elem->lit.text, elem->lit.len, text, path);
	if (match->regex)
		naive_note(found ? NOTED_REGEX : NOTED_REGEX_NOT);
	else if (found)
		naive_note(path ? NOTED_GLOB_PATH :
			   match->field == OOMT_F_COMM ? NOTED_GLOB_COMM :
							 NOTED_CMDLINE);
	return maybe(true, found == (match->cmp == OOMT_CMP_EQ));
}

static enum naive_truth match_single(const struct naive *n,
				     const struct oomt_task *task,
				     const struct oomt_match *match,
				     __int128 value)
{
	const struct oomt_elem *elem = oomt_value_elems(match->value);
	__int128 bound;

	if (!read_bound(n, task, match->field, elem->lo, elem->lo_percent,
			&bound))
		return maybe(false, false);
	if (value == bound)
		naive_note(elem->lo_percent ? NOTED_PERCENT_EDGE : NOTED_EDGE);
	return maybe(true, naive_compare(value, match->cmp, bound));
}

static enum naive_truth match_set(const struct naive *n,
				  const struct oomt_task *task,
				  const struct oomt_match *match,
				  __int128 value)
{
	bool known = true, found = false, percent = false;
	const struct oomt_elem *elem;

	for (elem = oomt_value_elems(match->value); elem; elem = elem->next) {
		__int128 lo, hi;

		percent |= elem->lo_percent || elem->hi_percent;
		if (!read_bound(n, task, match->field, elem->lo,
				elem->lo_percent, &lo) ||
		    !read_bound(n, task, match->field, elem->hi,
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

static enum naive_truth match_one(const struct naive *n,
				  const struct oomt_task *task,
				  const struct oomt_match *match)
{
	__int128 value;

	if (oomt_field_is_text(match->field))
		return match_text(n, task, match);
	if (!naive_read_field(n, task, match->field, &value))
		return maybe(false, false);
	if (match->value->kind == OOMT_VALUE_LITERAL)
		return match_single(n, task, match, value);
	return match_set(n, task, match, value);
}

/* Some ancestor below pid 1: surely, or perhaps. */
static enum naive_truth match_ancestor(const struct naive *n,
				       const struct oomt_match *match)
{
	const struct oomt_picture *pic = n->ask->pic;
	enum naive_truth truth, all = NAIVE_FALSE;
	u32 steps = 0;
	s32 at;

	for (at = n->parent[n->task - pic->task]; at >= 0 &&
	     pic->task[at].pid > 1; at = n->parent[at]) {
		truth = match_one(n, &pic->task[at], match);
		if (truth == NAIVE_TRUE) {
			naive_note(steps ? NOTED_ANCESTOR_FAR :
					   NOTED_ANCESTOR);
			if (pic->task[at].flags & OOMT_TASK_EXITING)
				naive_note(NOTED_ANCESTOR_EXITING);
			return truth;
		}
		if (truth == NAIVE_NEUTRAL) {
			naive_note(NOTED_ANCESTOR_UNKNOWN);
			all = truth;
		}
		steps++;
	}
	naive_note(NOTED_ANCESTOR_NONE);
	return all;
}

bool naive_match_holds(const struct naive *n, const struct oomt_match *match,
		       bool in_doubt)
{
	enum naive_truth truth = match->ancestor ? match_ancestor(n, match) :
				 match_one(n, n->task, match);

	if (truth == NAIVE_NEUTRAL) {
		naive_note(in_doubt ? NOTED_UNKNOWN_HOLDS :
				      NOTED_UNKNOWN_FALSE);
		return in_doubt;
	}
	return truth == NAIVE_TRUE;
}

bool naive_rule_holds(const struct naive *n,
		       const struct oomt_rule_node *rule)
{
	bool exempts = rule->verdict.word == OOMT_VERDICT_EXEMPT;
	const struct oomt_match *match;

	for (match = rule->match; match; match = match->next)
		if (!naive_match_holds(n, match, exempts))
			return false;
	return true;
}

/* ---- scopes ------------------------------------------------------------- */

bool naive_path_below(const char *path, const char *above)
{
	size_t len = strlen(above);

	if (!strcmp(above, "/"))
		return true;
	return !strncmp(path, above, len) && (!path[len] || path[len] == '/');
}

/* Whether the cgroup or one above it matches (language.md 9.5). */
bool naive_below(const struct oomt_value *scope, const char *path)
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
		if (scopes[i] && (!path || !naive_below(scopes[i], path)))
			return false;
	return true;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A policy as somebody would write it in C: rule by rule, the first verdict
 * decides.  Cheap comparisons come first, expressions and percentages were
 * dealt with beforehand, nothing is allocated; but a rule is a rule, and all
 * before the one that decides are looked at.
 */
#include <fnmatch.h>
#include <string.h>
#include "engine_rules.h"

static bool text_matches(const struct bench_match *m, u32 i, const char *text)
{
	size_t len;

	switch (m->how) {
	case BENCH_EQUAL:
		return !strcmp(text, m->text[i]);
	case BENCH_GLOB:
		return !fnmatch(m->text[i], text, m->field == OOMT_F_COMM ? 0 :
							FNM_PATHNAME);
	case BENCH_BELOW:
		len = strlen(m->text[i]) - strlen("/**");
		return !strncmp(text, m->text[i], len) &&
		       (!text[len] || text[len] == '/');
	default:
		return !regexec(&m->regex[i], text, 0, NULL, 0);
	}
}

static bool match_holds(const struct bench_match *m,
			const struct oomt_picture *pic,
			const struct oomt_task *task)
{
	const char *text = m->field == OOMT_F_COMM ? task->comm :
			   m->field == OOMT_F_EXE ? task->exe :
			   pic->cgroup[task->cgroup].path;
	u32 i;

	for (i = 0; i < m->texts; i++)
		if (text_matches(m, i, text))
			return true;
	return false;
}

static bool rule_holds(const struct bench_rule *rule,
		       const struct oomt_picture *pic,
		       const struct oomt_task *task)
{
	if (rule->uid >= 0 && task->uid != rule->uid)
		return false;
	if (task->rss <= rule->rss_over)
		return false;
	if (task->oom_score_adj > rule->adj_at_most)
		return false;
	if (rule->first.field >= 0 && !match_holds(&rule->first, pic, task))
		return false;
	return rule->second.field < 0 || match_holds(&rule->second, pic, task);
}

void bench_by_hand(const struct bench_rules *rules,
		   const struct oomt_picture *pic,
		   const struct oomt_task *task, struct bench_said *said)
{
	u32 i;

	said->rule = OOMT_NONE;
	said->verdict = BENCH_KILL;
	said->points = 0;
	for (i = 0; i < rules->count; i++) {
		const struct bench_rule *rule = &rules->rule[i];

		if (!rule_holds(rule, pic, task))
			continue;
		if (rule->verdict == BENCH_SCORE) {
			said->points += rule->number;
			continue;
		}
		said->rule = i;
		said->verdict = rule->verdict;
		return;
	}
}

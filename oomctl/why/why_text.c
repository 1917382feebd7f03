// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A why for people: who it is, the guards, the chain rule by rule, the verdict
 * and who stands around it.
 */
#include "names.h"
#include "reason.h"
#include "rule_text.h"
#include "value.h"
#include "why_parts.h"

#define RULE_COLUMNS	110

static void put_line(const struct oomt_out *out, unsigned int indent,
		     enum oomt_style style, char *text)
{
	fprintf(out->to, "%*s", (int)indent, "");
	if (style != OOMT_PLAIN)
		oomt_out_styled(out, style, "%s", text ? text : "");
	else
		fputs(text ? text : "", out->to);
	fputc('\n', out->to);
	free(text);
}

static void print_who(const struct oomt_out *out, const struct oomt_why *why)
{
	const struct oomt_picture *pic = why->eval->pic;
	const struct oomt_task *task = oomt_why_task(why);
	char comm[64], size[OOMT_HUMAN_LEN], age[OOMT_VALUE_LEN];
	char path[200];
	s64 age_ns = 0;

	oomt_escape(comm, sizeof(comm), task->comm, strlen(task->comm));
	oomt_human_size(oomt_task_weight(task), size);
	oomt_out_styled(out, OOMT_BOLD, "pid %d (%s)", task->pid, comm);
	fprintf(out->to, " uid %u, total %s", task->uid, size);
	if (pic->now_ns > task->start_ns)
		age_ns = pic->now_ns - task->start_ns;
	oomt_value_duration_text(age_ns - age_ns % OOMT_NS_PER_S, age);
	fprintf(out->to, ", age %s, oom_score_adj %d", age,
		task->oom_score_adj);
	if (task->cgroup < pic->cgroup_count) {
		const char *cgroup = pic->cgroup[task->cgroup].path;

		oomt_escape(path, sizeof(path), cgroup, strlen(cgroup));
		fprintf(out->to, ", in %s", path);
	}
	fputc('\n', out->to);
}

static const struct oomt_base_chain *judged_base(const struct oomt_why *why)
{
	return &why->eval->rs->base[why->eval->hook][why->judged->base];
}

static void put_chain_name(const struct oomt_out *out,
			   const struct oomt_why *why,
			   const struct oomt_base_chain *base)
{
	const struct oomt_table *table = oomt_why_table(why, base->table);
	const struct oomt_chain *chain = &table->CHAINS[base->chain];

	oomt_out_styled(out, OOMT_BOLD, "%s/%s", oomt_table_name(table),
			oomt_table_string(table, chain->name));
	fprintf(out->to, ", hook %s", oomt_hook_name(chain->hook));
	if (chain->flags & OOMT_CHAIN_DRY)
		fputs(", dry: it takes no effect", out->to);
}

static void print_mark(const struct oomt_out *out, enum oomt_why_mark mark,
		       unsigned int indent)
{
	static const struct {
		const char *unicode, *ascii;
		enum oomt_style style;
	} marks[] = {
		[OOMT_WHY_HOLDS]   = { "✓", "yes", OOMT_GREEN },
		[OOMT_WHY_FAILS]   = { "✗", "no ", OOMT_RED },
		[OOMT_WHY_UNKNOWN] = { "?", "?  ", OOMT_YELLOW },
		[OOMT_WHY_DOUBT]   = { "?", "?  ", OOMT_GREEN },
		[OOMT_WHY_EFFECT]  = { "→", "-> ", OOMT_BOLD },
	};

	fprintf(out->to, "%*s", (int)indent, "");
	oomt_out_styled(out, marks[mark].style, "%s", out->unicode ?
			marks[mark].unicode : marks[mark].ascii);
}

/* Hook memcg: what brought us here. */
static void print_hit(const struct oomt_out *out, const struct oomt_why *why)
{
	char path[200], limit[OOMT_HUMAN_LEN];

	oomt_escape(path, sizeof(path), why->eval->hit,
		    strlen(why->eval->hit));
	oomt_human_size(why->judged->domain.mem_total, limit);
	print_mark(out, OOMT_WHY_HOLDS, 2);
	fprintf(out->to, " %s has hit its limit of %s\n", path, limit);
}

static void print_condition(const struct oomt_out *out,
			    const struct oomt_why *why)
{
	const struct oomt_eval *eval = why->eval;
	const struct oomt_firing *firing;

	if (eval->hook == OOMT_HOOK_MEMCG && eval->hit)
		print_hit(out, why);
	if (eval->hook != OOMT_HOOK_LOW ||
	    (u32)why->judged->base >= eval->firing_count)
		return;
	firing = &eval->firing[why->judged->base];
	if (!eval->judged.fired)
		fputs("  nothing fires, nothing dies; this is as if it did\n",
		      out->to);
	oomt_reasons_print_of(out, firing->reason, firing->reason_count,
			      oomt_why_table(why, judged_base(why)->table),
			      oomt_firing_path(eval, firing), 2);
}

static void print_step(const struct oomt_out *out, const struct oomt_why *why,
		       const struct oomt_why_step *step, unsigned int indent)
{
	enum oomt_why_mark mark = oomt_why_mark(why, step);
	char *words = oomt_why_words(why, step);

	print_mark(out, mark, indent);
	fprintf(out->to, " %s\n", words ? words : "");
	free(words);
}

static void print_visit(const struct oomt_out *out, const struct oomt_why *why,
			const struct oomt_why_visit *visit)
{
	const struct oomt_table *table = oomt_why_table(why, visit->table);
	const struct oomt_loc *loc = &table->RULES[visit->rule].loc;
	char *text = oomt_rule_text_get(&why->text[visit->table], visit->rule);
	unsigned int indent = 2 + 2 * visit->depth;
	char line[4 * RULE_COLUMNS], place[OOMT_RULE_LEN];
	size_t len = text ? strlen(text) : 0;
	u32 i;

	snprintf(place, sizeof(place), "%.*s:%u", OOMT_NAME_MAX - 1,
		 oomt_table_string(table, loc->file), loc->line);
	oomt_escape(line, sizeof(line), text ? text : "",
		    len > RULE_COLUMNS ? RULE_COLUMNS : len);
	fprintf(out->to, "%*s", (int)indent, "");
	oomt_out_styled(out, oomt_why_matched(why, visit) ? OOMT_BOLD :
			OOMT_DIM, "%s  %s%s", place, line,
			len > RULE_COLUMNS ? " ..." : "");
	fputc('\n', out->to);
	for (i = 0; i < visit->step_count; i++)
		print_step(out, why, &why->step[visit->step + i], indent + 4);
	free(text);
}

static bool is_of(const struct oomt_why_visit *visit,
		  const struct oomt_base_chain *base)
{
	return visit->table == base->table && visit->chain == base->chain;
}

/* Why a guard chain says nothing about the process. */
static const char *silent_text(const struct oomt_why *why,
			       const struct oomt_base_chain *base, bool before)
{
	const struct oomt_verdict *v = &why->judged->verdict[why->task];

	if (!oomt_base_chain_get(why->eval->rs, base)->rule_count)
		return "  no rules\n";
	if (v->by == OOMT_BY_ALWAYS || v->kind == OOMT_V_NONE)
		return "  not asked\n";
	if (!before && v->by == OOMT_BY_GUARD)
		return "  not asked: a guard has exempted it already\n";
	return "  the process is outside of its scope\n";
}

/* The way through one base chain; true: a visit was printed. */
static bool print_chain(const struct oomt_out *out, const struct oomt_why *why,
			const struct oomt_base_chain *base)
{
	bool any = false;
	u32 i;

	for (i = 0; i < why->visit_count; i++) {
		if (!is_of(&why->visit[i], base))
			continue;
		print_visit(out, why, &why->visit[i]);
		any = true;
	}
	return any;
}

static void print_guards(const struct oomt_out *out,
			 const struct oomt_why *why)
{
	const struct oomt_ruleset *rs = why->eval->rs;
	bool over = false;
	u32 i, n = rs->base_count[OOMT_HOOK_GUARD], last = 0;

	for (i = 0; i < why->visit_count; i++)
		if (!why->visit[i].depth)
			last = i;
	for (i = 0; i < n; i++) {
		const struct oomt_base_chain *base =
			&rs->base[OOMT_HOOK_GUARD][i];

		put_chain_name(out, why, base);
		fputc('\n', out->to);
		if (!print_chain(out, why, base))
			fputs(silent_text(why, base, !over), out->to);
		else
			over |= is_of(&why->visit[last], base);
		fputc('\n', out->to);
	}
}

static void print_policy(const struct oomt_out *out,
			 const struct oomt_why *why)
{
	const struct oomt_verdict *v = &why->judged->verdict[why->task];
	const struct oomt_base_chain *base = judged_base(why);
	const struct oomt_table *table = oomt_why_table(why, base->table);
	const struct oomt_chain *chain = &table->CHAINS[base->chain];
	char *action = NULL;

	if (v->by != OOMT_BY_POLICY)
		return;
	if (chain->policy == OOMT_POLICY_KILL)
		action = oomt_why_action(table, chain->policy_action);
	fprintf(out->to, "  %s:%u  no rule decided: policy %s\n",
		oomt_table_string(table, chain->policy_loc.file),
		chain->policy_loc.line,
		chain->policy == OOMT_POLICY_KILL ? action ? action : "" :
						    "exempt");
	free(action);
}

/* "score 268: total 5.3G is 168, score statements 100" */
static void print_score(const struct oomt_out *out, const struct oomt_why *why)
{
	const struct oomt_judgement *judged = why->judged;
	const struct oomt_verdict *v = &judged->verdict[why->task];
	const struct oomt_table *table;
	const struct oomt_chain *chain =
		oomt_judgement_chain(why->eval, judged, &table);
	s64 score = oomt_judgement_score(why->eval, judged, why->task);
	const char *whose = why->pid_count > 1 ? "the unit's " : "";

	fprintf(out->to, "%-8s ", "score");
	if (!v->value_known)
		fprintf(out->to, "%s is unknown: behind all others\n",
			oomt_field_name(chain->order));
	else if (!v->points)
		fprintf(out->to, "%lld, of %s%s\n", (long long)score, whose,
			oomt_field_name(chain->order));
	else
		fprintf(out->to, "%lld: %lld of %s%s, %+lld by score statements\n",
			(long long)score, (long long)(score - v->points), whose,
			oomt_field_name(chain->order), (long long)v->points);
	if (why->stands != OOMT_NONE)
		fprintf(out->to, "%-8s pid %d stands for the same unit\n",
			"rank", why->eval->pic->task[why->stands].pid);
	else
		fprintf(out->to, "%-8s %u of %u%s\n", "rank", why->rank,
			judged->ranking_count, why->rank != 1 ? "" :
			why->eval->judged.fired ? ": it is the victim" :
						  ": it would be the victim");
}

#define PIDS_SHOWN	12

/* What its unit holds, all members together. */
static s64 unit_total(const struct oomt_why *why)
{
	const struct oomt_picture *pic = why->eval->pic;
	s64 total = 0;
	u32 i, at;

	for (i = 0; i < why->pid_count; i++)
		for (at = 0; at < pic->task_count; at++)
			if (pic->task[at].pid == why->pid[i])
				total += oomt_task_weight(&pic->task[at]);
	return total;
}

/* Who dies with it. */
static void print_unit(const struct oomt_out *out, const struct oomt_why *why)
{
	char total[OOMT_HUMAN_LEN];
	u32 i;

	if (why->broken)
		fprintf(out->to, "%-8s broken up by a member that is exempt or out of scope: it alone\n",
			"unit");
	if (why->pid_count < 2)
		return;
	oomt_human_size(unit_total(why), total);
	fprintf(out->to, "%-8s %u processes, %s together:", "unit",
		why->pid_count, total);
	for (i = 0; i < why->pid_count && i < PIDS_SHOWN; i++)
		fprintf(out->to, " %d", why->pid[i]);
	fputs(i < why->pid_count ? " ...\n" : "\n", out->to);
}

static void around_row(const struct oomt_why *why, u32 at,
		       struct oomt_grid *grid)
{
	u32 other = why->judged->ranking[at];
	const struct oomt_task *task = &why->eval->pic->task[other];
	char comm[64], size[OOMT_HUMAN_LEN], rule[OOMT_RULE_LEN];
	char *distance = oomt_why_distance(why, other);
	bool own = other == why->task;

	oomt_escape(comm, sizeof(comm), task->comm, strlen(task->comm));
	oomt_human_size(oomt_task_weight(task), size);
	oomt_judgement_rule(why->eval, why->judged, other, rule);
	oomt_grid_row(grid, own ? OOMT_BOLD : OOMT_PLAIN);
	oomt_grid_set(grid, 0, "%s", own ? ">" : "");
	oomt_grid_set(grid, 1, "%u", at + 1);
	oomt_grid_set(grid, 2, "%d", task->pid);
	oomt_grid_set(grid, 3, "%s", comm);
	oomt_grid_set(grid, 4, "%s", size);
	oomt_grid_set(grid, 5, "%lld", (long long)oomt_judgement_score(
			      why->eval, why->judged, other));
	oomt_grid_set(grid, 6, "%s", why->rank && distance ? distance : "");
	oomt_grid_set(grid, 7, "%s", rule);
	free(distance);
}

static void print_around(const struct oomt_out *out,
			 const struct oomt_why *why)
{
	static const char *const heads[] = {
		"", "rank", "pid", "comm", "total", "score", "apart", "rule",
	};
	struct oomt_grid grid;
	u32 first, end, i;

	if (!why->judged->ranking_count)
		return;
	oomt_why_around(why, &first, &end);
	oomt_grid_init(&grid, ARRAY_SIZE(heads),
		       1 << 1 | 1 << 2 | 1 << 4 | 1 << 5 | 1 << 6);
	oomt_grid_row(&grid, OOMT_BOLD);
	for (i = 0; i < ARRAY_SIZE(heads); i++)
		oomt_grid_set(&grid, i, "%s", i == 6 && !why->rank ? "" :
					      heads[i]);
	for (i = first; i < end; i++)
		around_row(why, i, &grid);
	fputc('\n', out->to);
	oomt_grid_print(&grid, out, 0);
	oomt_grid_exit(&grid);
}

void oomt_why_print(const struct oomt_out *out, const struct oomt_why *why)
{
	const struct oomt_verdict *v = &why->judged->verdict[why->task];

	print_who(out, why);
	fputc('\n', out->to);
	print_guards(out, why);
	put_chain_name(out, why, judged_base(why));
	fputc('\n', out->to);
	print_condition(out, why);
	if (v->by == OOMT_BY_GUARD || (v->by == OOMT_BY_ALWAYS &&
				       !why->visit_count))
		fputs("  not asked\n", out->to);
	print_chain(out, why, judged_base(why));
	print_policy(out, why);
	fputc('\n', out->to);
	fprintf(out->to, "%-8s ", "verdict");
	put_line(out, 0, v->kind == OOMT_V_CANDIDATE ? OOMT_RED :
		 OOMT_GREEN, oomt_why_verdict(why));
	if (v->kind == OOMT_V_CANDIDATE) {
		print_unit(out, why);
		print_score(out, why);
	}
	print_around(out, why);
}

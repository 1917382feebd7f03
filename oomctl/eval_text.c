// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * An evaluation for people: what fires and why, who dies, the ranking with
 * bars, and who is protected by what.
 */
#include "eval_print.h"
#include "names.h"
#include "reason.h"

#define BAR_WIDTH	20

static const struct oomt_chain *firing_chain(const struct oomt_eval *eval,
					     u32 base,
					     const struct oomt_table **table)
{
	const struct oomt_base_chain *at = &eval->rs->base[eval->hook][base];

	*table = eval->rs->table[at->table];
	return &(*table)->CHAINS[at->chain];
}

/* Every low chain's condition, both sides of each comparison. */
static void print_firings(const struct oomt_out *out,
			  const struct oomt_eval *eval)
{
	const struct oomt_table *table;
	u32 i;

	for (i = 0; i < eval->firing_count; i++) {
		const struct oomt_firing *firing = &eval->firing[i];
		const struct oomt_chain *chain =
			firing_chain(eval, i, &table);
		bool fires = firing->truth == OOMT_TRUE;

		oomt_out_styled(out, OOMT_BOLD, "%s/%s",
				oomt_table_name(table),
				oomt_table_string(table, chain->name));
		fputs(chain->flags & OOMT_CHAIN_DRY ? " (dry) " : " ",
		      out->to);
		oomt_out_styled(out, fires ? OOMT_RED : OOMT_GREEN, "%s",
				fires ? "fires" : "does not fire");
		fputc('\n', out->to);
		oomt_reasons_print_of(out, firing->reason,
				      firing->reason_count, table,
				      oomt_firing_path(eval, firing), 2);
	}
}

static void print_victims(const struct oomt_out *out,
			  const struct oomt_judgement *judged)
{
	char comm[64], signal[OOMT_HUMAN_LEN], size[OOMT_HUMAN_LEN];
	struct oomt_grid grid;
	u32 i;

	if (!judged->victim_count) {
		fputs("nobody may be taken\n", out->to);
		return;
	}
	oomt_grid_init(&grid, 7, 1 << 1 | 1 << 4);
	for (i = 0; i < judged->victim_count; i++) {
		const struct oomt_victim *victim = &judged->victim[i];

		oomt_escape(comm, sizeof(comm), victim->comm,
			    strlen(victim->comm));
		oomt_signal_text(victim->signal, signal);
		oomt_human_size(victim->rss + victim->swap + victim->pgtables,
				size);
		oomt_grid_row(&grid, i ? OOMT_DIM : OOMT_RED);
		oomt_grid_set(&grid, 0, "%s", i ? "then" : "victim");
		oomt_grid_set(&grid, 1, "%d", victim->pid);
		oomt_grid_set(&grid, 2, victim->members > 1 ? "%s +%u" : "%s",
			      comm, victim->members - 1);
		oomt_grid_set(&grid, 3, "%s %s",
			      oomt_action_name(victim->kind),
			      oomt_unit_name(victim->unit));
		oomt_grid_set(&grid, 4, "%s", size);
		if (victim->kind == OOMT_ACT_KILL)
			oomt_grid_set(&grid, 5, "SIG%s", signal);
		oomt_grid_set(&grid, 6, "by %s:%u", victim->file,
			      victim->line);
	}
	oomt_grid_print(&grid, out, 0);
	oomt_grid_exit(&grid);
}

static s64 total_of(const struct oomt_task *task)
{
	return task->rss + task->swap + task->pgtables;
}

/* One row of the ranking; the bar shows the task's total. */
static void ranking_row(const struct oomt_out *out,
			const struct oomt_eval *eval,
			const struct oomt_judgement *judged, u32 rank,
			s64 largest, struct oomt_grid *grid)
{
	u32 at = judged->ranking[rank];
	const struct oomt_task *task = &eval->pic->task[at];
	const struct oomt_verdict *v = &judged->verdict[at];
	char size[OOMT_HUMAN_LEN], comm[64], bar[OOMT_BAR_LEN];
	char rule[OOMT_RULE_LEN];

	oomt_human_size(total_of(task), size);
	oomt_escape(comm, sizeof(comm), task->comm, strlen(task->comm));
	oomt_bar(out, bar, total_of(task), largest, BAR_WIDTH);
	oomt_judgement_rule(eval, judged, at, rule);
	oomt_grid_row(grid, rank ? OOMT_PLAIN : OOMT_RED);
	oomt_grid_set(grid, 0, "%u", rank + 1);
	oomt_grid_set(grid, 1, "%d", task->pid);
	oomt_grid_set(grid, 2, "%u", task->uid);
	oomt_grid_set(grid, 3, "%s", comm);
	oomt_grid_set(grid, 4, "%s", size);
	oomt_grid_set(grid, 5, "%s", bar);
	oomt_grid_set(grid, 6, "%lld", (long long)oomt_judgement_score(
			      eval, judged, at));
	if (v->prefer)
		oomt_grid_set(grid, 7, "%d", v->prefer);
	oomt_grid_set(grid, 8, "%s", rule);
}

static void print_ranking(const struct oomt_out *out,
			  const struct oomt_eval *eval,
			  const struct oomt_judgement *judged,
			  unsigned int rows)
{
	static const char *const heads[] = {
		"rank", "pid", "uid", "comm", "total", "", "score", "prefer",
		"rule",
	};
	struct oomt_grid grid;
	s64 largest = 0;
	u32 i, n = judged->ranking_count;

	if (!n)
		return;
	if (rows && n > rows)
		n = rows;
	for (i = 0; i < n; i++) {
		s64 total = total_of(&eval->pic->task[judged->ranking[i]]);

		if (total > largest)
			largest = total;
	}
	oomt_grid_init(&grid, ARRAY_SIZE(heads),
		       1 << 0 | 1 << 1 | 1 << 2 | 1 << 4 | 1 << 6 | 1 << 7);
	oomt_grid_row(&grid, OOMT_BOLD);
	for (i = 0; i < ARRAY_SIZE(heads); i++)
		oomt_grid_set(&grid, i, "%s", heads[i]);
	for (i = 0; i < n; i++)
		ranking_row(out, eval, judged, i, largest, &grid);
	oomt_grid_print(&grid, out, 0);
	oomt_grid_exit(&grid);
	if (n < judged->ranking_count)
		fprintf(out->to, "... and %u more (-a shows all)\n",
			judged->ranking_count - n);
}

/* Kernel threads are always protected and of no interest. */
static bool worth_showing(const struct oomt_task *task)
{
	return !(task->flags & OOMT_TASK_KTHREAD);
}

static void print_exempt(const struct oomt_out *out,
			 const struct oomt_eval *eval,
			 const struct oomt_judgement *judged,
			 unsigned int rows)
{
	char size[OOMT_HUMAN_LEN], comm[64], rule[OOMT_RULE_LEN];
	u32 i, shown = 0, hidden = 0, more = 0;
	struct oomt_grid grid;

	oomt_grid_init(&grid, 6, 1 << 1 | 1 << 2 | 1 << 4);
	for (i = 0; i < judged->exempt_count; i++) {
		const struct oomt_task *task =
			&eval->pic->task[judged->exempt[i]];

		if (!worth_showing(task)) {
			hidden++;
			continue;
		}
		if (rows && shown == rows) {
			more++;
			continue;
		}
		oomt_human_size(total_of(task), size);
		oomt_escape(comm, sizeof(comm), task->comm,
			    strlen(task->comm));
		oomt_judgement_rule(eval, judged, judged->exempt[i], rule);
		oomt_grid_row(&grid, OOMT_PLAIN);
		oomt_grid_set(&grid, 1, "%d", task->pid);
		oomt_grid_set(&grid, 2, "%u", task->uid);
		oomt_grid_set(&grid, 3, "%s", comm);
		oomt_grid_set(&grid, 4, "%s", size);
		oomt_grid_set(&grid, 5, "%s", rule);
		shown++;
	}
	if (shown || hidden) {
		oomt_out_styled(out, OOMT_GREEN, "protected");
		fprintf(out->to, " %u", judged->exempt_count);
		if (hidden)
			fprintf(out->to, ", %u of them kernel threads",
				hidden);
		fputc('\n', out->to);
	}
	oomt_grid_print(&grid, out, 0);
	oomt_grid_exit(&grid);
	if (more)
		fprintf(out->to, "... and %u more (-a shows all)\n", more);
}

static void print_warned(const struct oomt_out *out,
			 const struct oomt_eval *eval,
			 const struct oomt_judgement *judged,
			 unsigned int rows)
{
	char size[OOMT_HUMAN_LEN], comm[64], rule[OOMT_RULE_LEN];
	char signal[OOMT_HUMAN_LEN];
	u32 i, n = judged->warned_count;
	struct oomt_grid grid;

	if (!n)
		return;
	if (rows && n > rows)
		n = rows;
	oomt_grid_init(&grid, 7, 1 << 1 | 1 << 2 | 1 << 4);
	for (i = 0; i < n; i++) {
		u32 at = judged->warned[i];
		const struct oomt_task *task = &eval->pic->task[at];
		const struct oomt_verdict *v = &judged->verdict[at];

		oomt_human_size(total_of(task), size);
		oomt_escape(comm, sizeof(comm), task->comm,
			    strlen(task->comm));
		oomt_judgement_warn_rule(eval, judged, at, rule);
		oomt_grid_row(&grid, OOMT_PLAIN);
		oomt_grid_set(&grid, 1, "%d", task->pid);
		oomt_grid_set(&grid, 2, "%u", task->uid);
		oomt_grid_set(&grid, 3, "%s", comm);
		oomt_grid_set(&grid, 4, "%s", size);
		oomt_grid_set(&grid, 5, "%s", rule);
		if (!v->warn_signal)
			continue;
		oomt_signal_text(v->warn_signal, signal);
		oomt_grid_set(&grid, 6, "SIG%s", signal);
	}
	oomt_out_styled(out, OOMT_YELLOW, "warned");
	fprintf(out->to, " %u\n", judged->warned_count);
	oomt_grid_print(&grid, out, 0);
	oomt_grid_exit(&grid);
	if (n < judged->warned_count)
		fprintf(out->to, "... and %u more (-a shows all)\n",
			judged->warned_count - n);
}

static void print_logs(const struct oomt_out *out,
		       const struct oomt_eval *eval,
		       const struct oomt_judgement *judged)
{
	char text[256], size[OOMT_HUMAN_LEN], rule[OOMT_RULE_LEN];
	u32 i;

	for (i = 0; i < judged->log_count; i++) {
		const struct oomt_log_line *line = &judged->log[i];

		oomt_escape(text, sizeof(text), line->text,
			    strlen(line->text));
		oomt_human_size(line->seen.largest_bytes, size);
		oomt_log_line_rule(eval, line, rule);
		fprintf(out->to,
			"log \"%s\" by %s: %u passed, the largest %d with %s\n",
			text, rule, line->seen.tasks, line->seen.largest_pid,
			size);
	}
}

static void print_judgement(const struct oomt_out *out,
			    const struct oomt_eval *eval,
			    const struct oomt_judgement *judged,
			    unsigned int rows)
{
	print_victims(out, judged);
	fputc('\n', out->to);
	print_ranking(out, eval, judged, rows);
	fputc('\n', out->to);
	print_exempt(out, eval, judged, rows);
	print_warned(out, eval, judged, rows);
	print_logs(out, eval, judged);
}

void oomt_eval_print(const struct oomt_out *out, const struct oomt_eval *eval,
		     unsigned int rows)
{
	const struct oomt_judgement *judged = &eval->judged;
	u32 i;

	print_firings(out, eval);
	if (judged->fired) {
		fprintf(out->to, "hook %s, table %s, chain %s decides\n",
			oomt_hook_name(eval->hook), judged->decision.table,
			judged->decision.chain);
		print_judgement(out, eval, judged, rows);
	} else if (eval->idle.fired) {
		fprintf(out->to, "nothing dies; if %s/%s fired:\n",
			eval->idle.decision.table, eval->idle.decision.chain);
		print_judgement(out, eval, &eval->idle, rows);
	} else {
		fprintf(out->to, "nothing dies: no chain of hook %s\n",
			oomt_hook_name(eval->hook));
	}
	for (i = 0; i < eval->dry_count; i++) {
		fprintf(out->to, "\nchain %s/%s is dry; it would have said:\n",
			eval->dry[i].decision.table,
			eval->dry[i].decision.chain);
		print_judgement(out, eval, &eval->dry[i], rows);
	}
}

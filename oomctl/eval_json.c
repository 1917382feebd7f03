// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * An evaluation as JSON.  The keys are a contract (language.md 7 and 9.4):
 * add, never rename.
 */
#include "eval_print.h"
#include "names.h"
#include "reason.h"

static json_t *ranking_json(const struct oomt_eval *eval,
			    const struct oomt_judgement *judged)
{
	json_t *array = json_array();
	char rule[OOMT_RULE_LEN];
	u32 i;

	for (i = 0; i < judged->ranking_count; i++) {
		u32 at = judged->ranking[i];
		const struct oomt_task *task = &eval->pic->task[at];
		const struct oomt_verdict *v = &judged->verdict[at];

		oomt_judgement_rule(eval, judged, at, rule);
		json_array_append_new(array,
			json_pack("{s:i, s:o, s:s, s:I, s:i, s:s}",
				  "pid", task->pid,
				  "comm", oomt_json_text(task->comm),
				  "unit", oomt_unit_name(judged->unit ?
					  judged->unit[at].kind :
					  OOMT_UNIT_PROCESS),
				  "score", (json_int_t)oomt_judgement_score(
					  eval, judged, at),
				  "prefer", v->prefer,
				  "rule", rule));
	}
	return array;
}

static json_t *exempt_json(const struct oomt_eval *eval,
			   const struct oomt_judgement *judged)
{
	json_t *array = json_array();
	char rule[OOMT_RULE_LEN];
	u32 i;

	for (i = 0; i < judged->exempt_count; i++) {
		const struct oomt_task *task =
			&eval->pic->task[judged->exempt[i]];

		oomt_judgement_rule(eval, judged, judged->exempt[i], rule);
		json_array_append_new(array,
			json_pack("{s:i, s:o, s:s}", "pid", task->pid,
				  "comm", oomt_json_text(task->comm),
				  "rule", rule));
	}
	return array;
}

static json_t *warned_json(const struct oomt_eval *eval,
			   const struct oomt_judgement *judged)
{
	char rule[OOMT_RULE_LEN], signal[OOMT_HUMAN_LEN];
	json_t *array = json_array(), *object;
	u32 i;

	for (i = 0; i < judged->warned_count; i++) {
		u32 at = judged->warned[i];
		const struct oomt_task *task = &eval->pic->task[at];
		const struct oomt_verdict *v = &judged->verdict[at];

		oomt_judgement_warn_rule(eval, judged, at, rule);
		object = json_pack("{s:i, s:o, s:s}", "pid", task->pid,
				   "comm", oomt_json_text(task->comm),
				   "rule", rule);
		if (v->warn_signal) {
			oomt_signal_text(v->warn_signal, signal);
			json_object_set_new(object, "signal",
					    json_string(signal));
		}
		json_array_append_new(array, object);
	}
	return array;
}

static const char *comm_of(const struct oomt_eval *eval, s32 pid)
{
	u32 i;

	for (i = 0; i < eval->pic->task_count; i++)
		if (eval->pic->task[i].pid == pid)
			return eval->pic->task[i].comm;
	return "";
}

static json_t *logs_json(const struct oomt_eval *eval,
			 const struct oomt_judgement *judged)
{
	json_t *array = json_array();
	char rule[OOMT_RULE_LEN];
	u32 i;

	for (i = 0; i < judged->log_count; i++) {
		const struct oomt_log_line *line = &judged->log[i];
		s32 pid = line->seen.largest_pid;

		oomt_log_line_rule(eval, line, rule);
		json_array_append_new(array,
			json_pack("{s:o, s:s, s:I, s:{s:i, s:o, s:I}}",
				  "text", oomt_json_text(line->text),
				  "rule", rule,
				  "tasks", (json_int_t)line->seen.tasks,
				  "largest", "pid", pid,
				  "comm", oomt_json_text(comm_of(eval, pid)),
				  "bytes",
				  (json_int_t)line->seen.largest_bytes));
	}
	return array;
}

static json_t *victim_json(const struct oomt_judgement *judged, u32 index)
{
	json_t *object = oomt_victim_json(&judged->victim[index]);
	const struct oomt_pids *pids = &judged->pids[index];
	json_t *all = json_array();
	u32 i;

	for (i = 0; i < pids->count; i++)
		json_array_append_new(all, json_integer(pids->pid[i]));
	json_object_set_new(object, "pids", all);
	return object;
}

static json_t *judgement_json(const struct oomt_eval *eval,
			      const struct oomt_judgement *judged)
{
	const struct oomt_decision *decision = &judged->decision;
	char why[OOMT_WHY_LEN] = "nothing fires";
	json_t *object, *victims = json_array();
	u32 i;

	if (judged->fired)
		oomt_decision_why(decision, why);
	for (i = 0; i < judged->victim_count; i++)
		json_array_append_new(victims, victim_json(judged, i));
	object = json_pack("{s:s, s:o, s:o, s:b, s:o, s:o}",
			   "hook", oomt_hook_name(eval->hook),
			   "table", judged->fired ?
				oomt_json_text(decision->table) : json_null(),
			   "chain", judged->fired ?
				oomt_json_text(decision->chain) : json_null(),
			   "fired", judged->fired,
			   "reason", oomt_json_text(why),
			   "victims", victims);
	if (!object)
		return NULL;
	json_object_set_new(object, "ranking", ranking_json(eval, judged));
	json_object_set_new(object, "exempt", exempt_json(eval, judged));
	json_object_set_new(object, "warned", warned_json(eval, judged));
	json_object_set_new(object, "logs", logs_json(eval, judged));
	return object;
}

json_t *oomt_eval_json(const struct oomt_eval *eval)
{
	json_t *object = judgement_json(eval, &eval->judged);
	json_t *dry = json_array();
	u32 i;

	for (i = 0; i < eval->dry_count; i++)
		json_array_append_new(dry,
				      judgement_json(eval, &eval->dry[i]));
	if (object)
		json_object_set_new(object, "dry", dry);
	else
		json_decref(dry);
	return object;
}

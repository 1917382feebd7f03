// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* A why as JSON; the keys are documented in oomctl(8).  Add, never rename. */
#include "names.h"
#include "reason.h"
#include "rule_text.h"
#include "why_parts.h"

static json_t *words_json(char *text)
{
	json_t *value = oomt_json_text(text ? text : "");

	free(text);
	return value;
}

static json_t *step_json(const struct oomt_why *why,
			 const struct oomt_why_step *step)
{
	const struct oomt_insn *insn = oomt_why_insn(why, step);
	bool effect = oomt_why_mark(why, step) == OOMT_WHY_EFFECT;
	json_t *object = json_pack("{s:s, s:o}", "what",
				   oomt_op_name(insn->op), "text",
				   words_json(oomt_why_words(why, step)));

	if (!object || effect)
		return object;
	json_object_set_new(object, "holds", json_boolean(step->holds));
	if (insn->op == OOMT_OP_LIMIT)
		return object;
	json_object_set_new(object, "field",
			    json_string(oomt_field_name(insn->field)));
	json_object_set_new(object, "known", json_boolean(step->known));
	if (insn->op == OOMT_OP_MATCH_STR || !step->known)
		return object;
	json_object_set_new(object, "value", json_integer(step->lhs));
	if (insn->op != OOMT_OP_MATCH_NUM)
		return object;
	json_object_set_new(object, "cmp",
			    json_string(oomt_cmp_name(insn->cmp)));
	json_object_set_new(object, "against", json_integer(step->rhs));
	return object;
}

static json_t *visit_json(const struct oomt_why *why,
			  const struct oomt_why_visit *visit)
{
	const struct oomt_table *table = oomt_why_table(why, visit->table);
	const struct oomt_rule *rule = &table->RULES[visit->rule];
	char place[OOMT_RULE_LEN];
	json_t *steps = json_array();
	u32 i;

	snprintf(place, sizeof(place), "%.*s:%u", OOMT_NAME_MAX - 1,
		 oomt_table_string(table, rule->loc.file), rule->loc.line);
	for (i = 0; i < visit->step_count; i++)
		json_array_append_new(steps, step_json(why,
					&why->step[visit->step + i]));
	return json_pack("{s:o, s:o, s:s, s:i, s:s, s:o, s:b, s:o}",
			 "table", oomt_json_text(oomt_table_name(table)),
			 "chain", oomt_json_text(oomt_table_string(table,
					table->CHAINS[rule->chain].name)),
			 "hook", oomt_hook_name(
					table->CHAINS[visit->chain].hook),
			 "depth", (int)visit->depth,
			 "rule", place,
			 "text", words_json(oomt_rule_text_get(
					&why->text[visit->table],
					visit->rule)),
			 "matched", oomt_why_matched(why, visit),
			 "steps", steps);
}

static json_t *around_json(const struct oomt_why *why)
{
	json_t *array = json_array();
	char rule[OOMT_RULE_LEN];
	u32 first, end, i;

	oomt_why_around(why, &first, &end);
	for (i = first; i < end; i++) {
		u32 other = why->judged->ranking[i];
		const struct oomt_task *task = &why->eval->pic->task[other];

		oomt_judgement_rule(why->eval, why->judged, other, rule);
		json_array_append_new(array,
			json_pack("{s:i, s:i, s:o, s:I, s:i, s:s}",
				  "rank", (int)i + 1, "pid", task->pid,
				  "comm", oomt_json_text(task->comm),
				  "score", (json_int_t)oomt_judgement_score(
					why->eval, why->judged, other),
				  "prefer",
				  why->judged->verdict[other].prefer,
				  "rule", rule));
	}
	return array;
}

static json_t *rules_json(const struct oomt_why *why)
{
	json_t *array = json_array();
	u32 i;

	for (i = 0; i < why->visit_count; i++)
		json_array_append_new(array, visit_json(why, &why->visit[i]));
	return array;
}

static void add_candidate(json_t *object, const struct oomt_why *why)
{
	const struct oomt_verdict *v = &why->judged->verdict[why->task];
	const struct oomt_table *table;
	json_t *pids = json_array();
	u32 i;

	oomt_judgement_chain(why->eval, why->judged, &table);
	json_object_set_new(object, "action",
			    words_json(oomt_why_action(table, v->action)));
	json_object_set_new(object, "score", json_integer(
			    oomt_judgement_score(why->eval, why->judged,
						 why->task)));
	json_object_set_new(object, "points", json_integer(v->points));
	json_object_set_new(object, "prefer", json_integer(v->prefer));
	json_object_set_new(object, "rank", why->rank ?
			    json_integer(why->rank) : json_null());
	for (i = 0; i < why->pid_count; i++)
		json_array_append_new(pids, json_integer(why->pid[i]));
	json_object_set_new(object, "pids", pids);
}

json_t *oomt_why_json(const struct oomt_why *why)
{
	static const char *const kinds[] = {
		[OOMT_V_NONE] = "none", [OOMT_V_EXEMPT] = "exempt",
		[OOMT_V_CANDIDATE] = "candidate",
	};
	static const char *const by[] = {
		[OOMT_BY_RULE] = "rule", [OOMT_BY_POLICY] = "policy",
		[OOMT_BY_GUARD] = "guard", [OOMT_BY_ALWAYS] = "always",
		[OOMT_BY_SCOPE] = "scope", [OOMT_BY_EXITING] = "exiting",
		[OOMT_BY_GROUP] = "group", [OOMT_BY_SPENT] = "spent",
	};
	const struct oomt_verdict *v = &why->judged->verdict[why->task];
	const struct oomt_task *task = oomt_why_task(why);
	const struct oomt_table *table;
	const struct oomt_chain *chain =
		oomt_judgement_chain(why->eval, why->judged, &table);
	char rule[OOMT_RULE_LEN];
	json_t *object;

	oomt_judgement_rule(why->eval, why->judged, why->task, rule);
	object = json_pack("{s:i, s:o, s:I, s:s, s:o, s:o, s:b, s:s, s:s, s:o, s:o}",
			   "pid", task->pid,
			   "comm", oomt_json_text(task->comm),
			   "uid", (json_int_t)task->uid,
			   "hook", oomt_hook_name(why->eval->hook),
			   "table", oomt_json_text(oomt_table_name(table)),
			   "chain", oomt_json_text(oomt_table_string(table,
							chain->name)),
			   "fired", why->eval->judged.fired,
			   "verdict", kinds[v->kind],
			   "by", by[v->by],
			   "rule", v->kind == OOMT_V_NONE ? json_null() :
				   oomt_json_text(rule),
			   "text", words_json(oomt_why_verdict(why)));
	if (!object)
		return NULL;
	if (v->kind == OOMT_V_CANDIDATE)
		add_candidate(object, why);
	json_object_set_new(object, "candidates",
			    json_integer(why->judged->ranking_count));
	json_object_set_new(object, "rules", rules_json(why));
	json_object_set_new(object, "around", around_json(why));
	return object;
}

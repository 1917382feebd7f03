// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What it came to: the verdict in words, and how far others stand away. */
#include "amount.h"
#include "names.h"
#include "value.h"
#include "why_parts.h"

static const char *always_text(const struct oomt_task *task)
{
	if (task->flags & OOMT_TASK_KTHREAD)
		return "a kernel thread is always exempt";
	if (task->pid == 1)
		return "pid 1 is always exempt";
	if (task->flags & OOMT_TASK_EXECUTOR)
		return "the executor is always exempt";
	return "oom_score_adj -1000 is always exempt (without override)";
}

static char *exempt_text(const struct oomt_why *why, const char *rule)
{
	const struct oomt_verdict *v = &why->judged->verdict[why->task];
	char *text;
	int n;

	switch (v->by) {
	case OOMT_BY_ALWAYS:
		n = asprintf(&text, "exempt: %s",
			     always_text(oomt_why_task(why)));
		break;
	case OOMT_BY_GUARD:
		n = asprintf(&text, "exempt by a guard, %s", rule);
		break;
	case OOMT_BY_POLICY:
		n = asprintf(&text, "exempt by the policy, %s", rule);
		break;
	case OOMT_BY_GROUP:
		n = asprintf(&text, "exempt: a member of its memory.oom.group is, and the kernel takes such a group whole");
		break;
	case OOMT_BY_SPENT:
		n = asprintf(&text, "exempt: something was done with it already in this episode");
		break;
	default:
		n = asprintf(&text, "exempt by %s", rule);
	}
	return n < 0 ? NULL : text;
}

static bool is_below(const char *path, const char *top)
{
	size_t len = strlen(top);

	return !strcmp(top, "/") ||
	       (path && !strncmp(path, top, len) &&
		(!path[len] || path[len] == '/'));
}

/* A chain that runs for one cgroup looks at nobody else. */
static char *scope_text(const struct oomt_why *why)
{
	const struct oomt_picture *pic = why->eval->pic;
	const struct oomt_task *task = oomt_why_task(why);
	const char *own = task->cgroup < pic->cgroup_count ?
				  pic->cgroup[task->cgroup].path : NULL;
	bool memcg = why->eval->hook == OOMT_HOOK_MEMCG;
	const char *top = memcg ? why->eval->hit :
			  why->judged->cgroup < pic->cgroup_count ?
				  pic->cgroup[why->judged->cgroup].path : NULL;
	char path[200], *text;

	if (!top || is_below(own, top))
		return strdup("not looked at: outside of the chain's scope");
	oomt_escape(path, sizeof(path), top, strlen(top));
	return asprintf(&text, "not looked at: outside of %s, which %s", path,
			memcg ? "has hit its limit" :
				"the chain runs for") < 0 ? NULL : text;
}

char *oomt_why_verdict(const struct oomt_why *why)
{
	const struct oomt_verdict *v = &why->judged->verdict[why->task];
	const struct oomt_table *table;
	char rule[OOMT_RULE_LEN], *text, *action;
	int n;

	if (v->kind == OOMT_V_NONE)
		return v->by == OOMT_BY_EXITING ?
			strdup("not looked at: it is exiting already") :
			scope_text(why);
	oomt_judgement_rule(why->eval, why->judged, why->task, rule);
	if (v->kind == OOMT_V_EXEMPT)
		return exempt_text(why, rule);
	oomt_judgement_chain(why->eval, why->judged, &table);
	action = oomt_why_action(table, v->action);
	n = asprintf(&text, "candidate by %s%s: %s",
		     v->by == OOMT_BY_POLICY ? "the policy, " : "", rule,
		     action ? action : "");
	free(action);
	return n < 0 ? NULL : text;
}

/* A difference of order-by values, signed. */
static char *value_distance(u32 field, s64 apart)
{
	char text[OOMT_VALUE_LEN], *all;
	const char *sign = apart < 0 ? "-" : "+";
	u64 size = apart < 0 ? -(u64)apart : (u64)apart;
	int n;

	switch (oomt_field_type(field)) {
	case OOMT_T_SIZE:
	case OOMT_T_RATE:
		oomt_human_size(size, text);
		n = asprintf(&all, "%s%s%s", sign, text,
			     oomt_field_type(field) == OOMT_T_RATE ? "/s" :
								     "");
		break;
	case OOMT_T_TIME:
		oomt_value_duration_text(size, text);
		n = asprintf(&all, "%s%s", sign, text);
		break;
	default:
		n = asprintf(&all, "%s%llu", sign, (unsigned long long)size);
	}
	return n < 0 ? NULL : all;
}

char *oomt_why_distance(const struct oomt_why *why, u32 other)
{
	const struct oomt_verdict *mine = &why->judged->verdict[why->task];
	const struct oomt_verdict *its = &why->judged->verdict[other];
	const struct oomt_task *task = oomt_why_task(why);
	const struct oomt_task *against = &why->eval->pic->task[other];
	const struct oomt_table *table;
	char *text;

	if (other == why->task)
		return strdup("");
	if (its->prefer != mine->prefer)
		return asprintf(&text, "prefer %d", its->prefer) < 0 ? NULL :
								       text;
	if (its->value_known != mine->value_known)
		return strdup(its->value_known ? "is known" : "unknown");
	if (its->value != mine->value)
		return value_distance(oomt_judgement_chain(why->eval,
					why->judged, &table)->order,
				      oomt_add(its->value, -mine->value));
	if (against->start_ns != task->start_ns)
		return strdup(against->start_ns > task->start_ns ? "younger" :
								   "older");
	return strdup(against->pid > task->pid ? "higher pid" : "lower pid");
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The words of the uapi header's X-lists as tables.
 * Called from everywhere; constant data.
 */
#include "names.h"

struct word {
	const char *name;
	u8 type, base;
};

static const struct word fields[] = {
#define X(id, name, type, base) { name, OOMT_T_##type, OOMT_B_##base },
	OOMT_FIELDS(X)
#undef X
};

static const struct word metrics[] = {
#define X(id, name, type, base) { name, OOMT_T_##type, OOMT_B_##base },
	OOMT_METRICS(X)
#undef X
};

static const struct word cgroup_metrics[] = {
#define X(id, name, type, base) { name, OOMT_T_##type, OOMT_B_##base },
	OOMT_CGROUP_METRICS(X)
#undef X
};

#define X2(id, name) name,
#define X3(id, name, kind) name,
static const char *const hooks[] = { OOMT_HOOKS(X2) };
static const char *const cmps[] = { OOMT_CMPS(X2) };
static const char *const ops[] = { OOMT_OPS(X3) };
static const char *const actions[] = { OOMT_ACTIONS(X2) };
static const char *const units[] = { OOMT_UNITS(X2) };
static const char *const refusals[] = { OOMT_REFUSALS(X2) };
static const char *const endings[] = { OOMT_ENDINGS(X2) };
static const char *const events[] = { OOMT_EVENTS(X2) };
static const char *const handlers[] = { OOMT_HANDLER_STATES(X2) };
#undef X2
#undef X3

static bool equal(const char *name, const char *word, size_t len)
{
	return strlen(name) == len && !memcmp(name, word, len);
}

static int find_word(const struct word *words, unsigned int count,
		     const char *word, size_t len)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (equal(words[i].name, word, len))
			return i;
	return -1;
}

static int find_name(const char *const *names, unsigned int count,
		     const char *word, size_t len)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (len && equal(names[i], word, len))
			return i;
	return -1;
}

#define NAME_OF(table, index) \
	((index) < ARRAY_SIZE(table) ? (table)[index] : "?")

const char *oomt_field_name(unsigned int field)
{
	return field < ARRAY_SIZE(fields) ? fields[field].name : "?";
}

enum oomt_type oomt_field_type(unsigned int field)
{
	return field < ARRAY_SIZE(fields) ? fields[field].type : OOMT_T_NUMBER;
}

enum oomt_base oomt_field_base(unsigned int field)
{
	return field < ARRAY_SIZE(fields) ? fields[field].base : OOMT_B_NONE;
}

bool oomt_field_is_text(unsigned int field)
{
	return oomt_field_type(field) <= OOMT_T_PATH;
}

int oomt_field_find(const char *word, size_t len)
{
	return find_word(fields, ARRAY_SIZE(fields), word, len);
}

const char *oomt_metric_name(unsigned int metric)
{
	return metric < ARRAY_SIZE(metrics) ? metrics[metric].name : "?";
}

enum oomt_type oomt_metric_type(unsigned int metric)
{
	return metric < ARRAY_SIZE(metrics) ? metrics[metric].type :
					      OOMT_T_NUMBER;
}

enum oomt_base oomt_metric_base(unsigned int metric)
{
	return metric < ARRAY_SIZE(metrics) ? metrics[metric].base :
					      OOMT_B_NONE;
}

int oomt_metric_find(const char *word, size_t len)
{
	return find_word(metrics, ARRAY_SIZE(metrics), word, len);
}

const char *oomt_cgroup_metric_name(unsigned int metric)
{
	return metric < ARRAY_SIZE(cgroup_metrics) ?
		       cgroup_metrics[metric].name : "?";
}

enum oomt_type oomt_cgroup_metric_type(unsigned int metric)
{
	return metric < ARRAY_SIZE(cgroup_metrics) ?
		       cgroup_metrics[metric].type : OOMT_T_NUMBER;
}

int oomt_cgroup_metric_find(const char *word, size_t len)
{
	return find_word(cgroup_metrics, ARRAY_SIZE(cgroup_metrics), word,
			 len);
}

const char *oomt_hook_name(unsigned int hook)
{
	return NAME_OF(hooks, hook);
}

int oomt_hook_find(const char *word, size_t len)
{
	return find_name(hooks, ARRAY_SIZE(hooks), word, len);
}

const char *oomt_cmp_name(unsigned int cmp)
{
	return NAME_OF(cmps, cmp);
}

const char *oomt_op_name(unsigned int op)
{
	return NAME_OF(ops, op);
}

const char *oomt_action_name(unsigned int kind)
{
	return NAME_OF(actions, kind);
}

const char *oomt_unit_name(unsigned int unit)
{
	return NAME_OF(units, unit);
}

int oomt_action_find(const char *word, size_t len)
{
	return find_name(actions, ARRAY_SIZE(actions), word, len);
}

int oomt_unit_find(const char *word, size_t len)
{
	return find_name(units, ARRAY_SIZE(units), word, len);
}

const char *oomt_refusal_text(unsigned int refusal)
{
	return NAME_OF(refusals, refusal);
}

const char *oomt_ending_text(unsigned int ending)
{
	return NAME_OF(endings, ending);
}

const char *oomt_event_name(unsigned int event)
{
	return NAME_OF(events, event);
}

const char *oomt_handler_name(unsigned int state)
{
	return NAME_OF(handlers, state);
}

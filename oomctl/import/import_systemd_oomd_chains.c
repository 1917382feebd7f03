// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What systemd-oomd does as chains; see import_systemd_oomd.h. */
#include "import_systemd_oomd.h"
#include "import_unit.h"
#include "literal.h"

#define NS_PER_S	1000000000LL

/* ---- chains -------------------------------------------------------------- */

static void put_quoted(FILE *to, const char *text)
{
	oomt_import_string(to, text, strlen(text));
}

static void put_scope(FILE *to, const struct oomt_systemd_unit *unit)
{
	if (strcmp(unit->cgroup, "/")) {
		fputs("scope cgroup ", to);
		put_quoted(to, unit->cgroup);
		fputc('\n', to);
	}
}

/* Whether a cgroup may lie within a scope, by its first part. */
static bool may_be_in(const char *cgroup, const char *scope)
{
	size_t part = 1 + strcspn(scope + 1, "/");

	if (part == 1 || strcspn(scope, "*") < part ||
	    strcspn(cgroup, "*") < part)
		return true;
	return !strncmp(cgroup, scope, part) &&
	       (!cgroup[part] || cgroup[part] == '/');
}

/*
 * ManagedOOMPreference= of all units: it is the cgroup itself that carries it,
 * not what is below.  `only`: the match that makes a candidate, or "".
 */
static void put_preferences(struct oomt_systemd *s, FILE *to,
			    const struct oomt_systemd_unit *of,
			    const char *only)
{
	const struct oomt_systemd_unit *unit;
	unsigned int i;

	for (i = 0; i < s->units; i++) {
		unit = &s->unit[i];
		if (!unit->preference.span.source || !unit->preference.value ||
		    !may_be_in(unit->cgroup, of->cgroup))
			continue;
		oomt_import_original(to, unit->preference.span);
		fputs("cgroup ", to);
		put_quoted(to, unit->cgroup);
		if (unit->preference.value == OOMT_SYSTEMD_OMIT)
			fputs(" exempt\n", to);
		else
			fprintf(to, "%s kill cgroup prefer -1\n", only);
	}
}

static void begin_chain(struct oomt_systemd *s, enum oomt_systemd_chain kind)
{
	static const char *const names[] = { "rule", "pressure", "swap" };
	FILE *to = s->imp->body;

	fprintf(to, "chain %s", names[kind]);
	if (s->chains[kind]++)
		fprintf(to, "-%u", s->chains[kind]);
	fputs(" {\nhook low\n", to);
}

/*
 * By swap: whoever holds none is no candidate, but dies with its cgroup.  So
 * nobody is one on a machine without swap, as there.
 */
static void put_swap_body(struct oomt_systemd *s, FILE *to,
			  const struct oomt_systemd_unit *unit)
{
	fputs("order by swap\npolicy exempt\n\n", to);
	put_preferences(s, to, unit, " swap > 0");
	fputs("swap > 0 kill cgroup\n}\n\n", to);
}

static void put_pressure_body(struct oomt_systemd *s, FILE *to,
			      const struct oomt_systemd_unit *unit)
{
	fputs("policy kill cgroup\n\n", to);
	put_preferences(s, to, unit, "");
	fputs("}\n\n", to);
	if (!s->ranked)
		oomt_import_no_equal(s->imp, (struct oomt_span){ 0 },
			"by pressure systemd-oomd takes the cgroup with the most reclaim (pgscan), and only one that was reclaimed from; here it is the one that holds most");
	s->ranked = true;
}

static void put_swap_chain(struct oomt_systemd *s,
			   const struct oomt_systemd_unit *unit)
{
	s64 limit = s->swap.span.source ? s->swap.value : 9000;
	char text[OOMT_LITERAL_TEXT];
	FILE *to = s->imp->body;

	if (limit == 10000) {
		oomt_import_not_policy(s->imp,
			"SwapUsedLimit=100%% is never reached");
		return;
	}
	oomt_import_comment(to, unit->name, strlen(unit->name));
	oomt_import_original(to, unit->swap.span);
	if (s->swap.span.source)
		oomt_import_original(to, s->swap.span);
	begin_chain(s, OOMT_SYSTEMD_SWAP);
	put_scope(to, unit);
	oomt_percent_text(10000 - limit, text);
	fprintf(to, "when mem.available < %s and swap.free < %s\n", text, text);
	put_swap_body(s, to, unit);
}

static void put_pressure(FILE *to, const struct oomt_systemd_unit *unit,
			 s64 above)
{
	char text[OOMT_LITERAL_TEXT];

	fprintf(to, "%spsi.full.avg10 > %s",
		strcmp(unit->cgroup, "/") ? "scope " : "",
		oomt_percent_text(above, text));
}

static void put_pressure_chain(struct oomt_systemd *s,
			       const struct oomt_systemd_unit *unit)
{
	const struct oomt_given *limit =
		unit->limit.span.source && unit->limit.value ? &unit->limit
							     : &s->limit;
	const struct oomt_given *duration = unit->duration.span.source ?
				       &unit->duration : &s->duration;
	s64 time = duration->span.source ? duration->value : 30 * NS_PER_S;
	char text[OOMT_LITERAL_TEXT];
	FILE *to = s->imp->body;

	oomt_import_comment(to, unit->name, strlen(unit->name));
	oomt_import_original(to, unit->pressure.span);
	if (limit->span.source)
		oomt_import_original(to, limit->span);
	if (duration->span.source)
		oomt_import_original(to, duration->span);
	begin_chain(s, OOMT_SYSTEMD_PRESSURE);
	put_scope(to, unit);
	fputs("when ", to);
	put_pressure(to, unit, limit->span.source ? limit->value : 6000);
	fprintf(to, " for %s\ncooldown 15s\n", oomt_time_text(time, text));
	put_pressure_body(s, to, unit);
}

/* ---- OOMRules= ----------------------------------------------------------- */

static void put_rule_when(struct oomt_systemd *s,
			  const struct oomt_systemd_unit *unit,
			  const struct oomt_systemd_rule *rule)
{
	bool both = rule->above.span.source && rule->swap.span.source;
	char text[OOMT_LITERAL_TEXT];
	FILE *to = s->imp->body;

	fputs(both ? "when (" : "when ", to);
	if (rule->above.span.source)
		put_pressure(to, unit, rule->above.value);
	if (rule->swap.span.source)
		fprintf(to, "%sswap.free < %s", both ? " and " : "",
			oomt_percent_text(10000 - rule->swap.value, text));
	fputs(both ? ")" : "", to);
	if (rule->lasting.span.source)
		fprintf(to, " for %s", oomt_time_text(rule->lasting.value, text));
	fputc('\n', to);
}

static void put_rule_chain(struct oomt_systemd *s,
			   const struct oomt_systemd_unit *unit,
			   const struct oomt_systemd_rule *rule)
{
	const struct oomt_given *each[] = { &rule->above, &rule->swap,
				       &rule->lasting, &rule->action };
	FILE *to = s->imp->body;
	unsigned int i;
	char text[512];

	if (!rule->action.span.source) {
		oomt_import_not_policy(s->imp,
			"%s.oomrule has no Action=, so that it is ignored",
			rule->name);
		return;
	}
	if (!rule->above.span.source && !rule->swap.span.source) {
		oomt_import_no_equal(s->imp, rule->action.span,
			"%s.oomrule has no condition: it would kill at once, over and over; left out",
			rule->name);
		return;
	}
	snprintf(text, sizeof(text), "%s: %s.oomrule", unit->name, rule->name);
	oomt_import_comment(to, text, strlen(text));
	for (i = 0; i < ARRAY_SIZE(each); i++)
		if (each[i]->span.source)
			oomt_import_original(to, each[i]->span);
	begin_chain(s, OOMT_SYSTEMD_RULE);
	put_scope(to, unit);
	put_rule_when(s, unit, rule);
	if (rule->action.value == OOMT_SYSTEMD_BY_SWAP) {
		put_swap_body(s, to, unit);
		return;
	}
	if (rule->action.value == OOMT_SYSTEMD_KILL_ALL)
		oomt_import_no_equal(s->imp, rule->action.span,
			"kill-all takes the unit's cgroup with all below it, here one leaf after another goes");
	put_pressure_body(s, to, unit);
}

static void put_rules(struct oomt_systemd *s,
		      const struct oomt_systemd_unit *unit)
{
	const char *at = unit->rules;
	size_t len;
	unsigned int i;

	for (; at && *at; at += len) {
		at += strspn(at, " \t");
		len = strcspn(at, " \t");
		for (i = 0; i < s->rules; i++)
			if (strlen(s->rule[i].name) == len &&
			    !memcmp(s->rule[i].name, at, len))
				break;
		if (i < s->rules)
			put_rule_chain(s, unit, &s->rule[i]);
		else if (len)
			oomt_import_no_equal(s->imp, unit->rules_span,
				"%.*s.oomrule is not among the files", (int)len,
				at);
	}
}

/* ---- all ----------------------------------------------------------------- */

static bool kills(const struct oomt_given *mode)
{
	return mode->span.source && mode->value;
}

void oomt_systemd_chains(struct oomt_systemd *s)
{
	unsigned int i;

	for (i = 0; i < s->units; i++) {
		struct oomt_systemd_unit *unit = &s->unit[i];

		unit->cgroup = oomt_unit_cgroup(unit->name, unit->slice,
						unit->users);
		if (!unit->cgroup) {
			s->imp->diags->out_of_memory = true;
			return;
		}
	}
	for (i = 0; i < s->units; i++) {
		if (kills(&s->unit[i].pressure))
			put_pressure_chain(s, &s->unit[i]);
		put_rules(s, &s->unit[i]);
	}
	for (i = 0; i < s->units; i++)
		if (kills(&s->unit[i].swap))
			put_swap_chain(s, &s->unit[i]);
	if (s->chains[OOMT_SYSTEMD_SWAP])
		oomt_import_differs(s->imp,
			"systemd-oomd passes over a cgroup that holds 5%% of swap or less; here the one with the most goes");
	if (!s->chains[OOMT_SYSTEMD_RULE] &&
	    !s->chains[OOMT_SYSTEMD_PRESSURE] && !s->chains[OOMT_SYSTEMD_SWAP])
		oomt_import_no_equal(s->imp, (struct oomt_span){ 0 },
			"no unit among these files asks for it (ManagedOOMSwap=kill, ManagedOOMMemoryPressure=kill), so that nothing is killed; name the units' files, too");
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * systemd-oomd: oomd.conf, *.oomrule, and the units and drop-ins that ask for
 * it (ManagedOOMSwap=, ManagedOOMMemoryPressure=, ...).  It kills whole
 * cgroups, leaves only; by swap over the machine, or by the pressure of a
 * unit's cgroup.  As of systemd 261.
 */
#include <ctype.h>
#include "import_systemd_oomd.h"
#include "import_unit.h"

#define NS_PER_S	1000000000LL

/* KEY=VALUE in a section; the value is not terminated. */
struct entry {
	struct oomt_systemd *s;
	char section[32];
	const char *key, *value;
	size_t key_len, len;
	struct oomt_span span;		/* of the value */
	struct oomt_span line;
	struct oomt_systemd_unit *unit;
	struct oomt_systemd_rule *rule;
	bool failed;			/* not such a file at all */
};

/* ---- values -------------------------------------------------------------- */

static bool is(const struct entry *e, const char *key)
{
	return e->key_len == strlen(key) && !memcmp(e->key, key, e->key_len);
}

static bool says(const struct entry *e, const char *value)
{
	return e->len == strlen(value) && !memcmp(e->value, value, e->len);
}

/* 60%, 600 permille, 6000 permyriad; to basis points. */
static void read_share(struct entry *e, struct oomt_given *given)
{
	static const struct { const char *sign; s64 per; } signs[] = {
		{ "%", 1 }, { "\xe2\x80\xb0", 10 }, { "\xe2\x80\xb1", 100 },
	};
	s64 value = 0;
	bool cut;
	size_t used = oomt_import_decimal(e->value, e->len, &value, &cut);
	unsigned int i;

	given->span = (struct oomt_span){ 0 };
	if (!e->len)
		return;		/* back to the default */
	for (i = 0; i < ARRAY_SIZE(signs); i++)
		if (used && e->len - used == strlen(signs[i].sign) &&
		    !memcmp(e->value + used, signs[i].sign, e->len - used))
			break;
	if (i == ARRAY_SIZE(signs) || value / signs[i].per > 10000) {
		oomt_import_error(e->s->imp, e->span,
				  "a share from 0%% to 100%% is expected");
		return;
	}
	given->value = value / signs[i].per;
	given->span = e->line;
}

/* "1min 30s", "500ms", "20"; systemd.time(7). */
static bool read_span(const char *text, size_t len, s64 *ns)
{
	static const struct { const char *name; s64 ns; } units[] = {
		{ "s", NS_PER_S }, { "sec", NS_PER_S }, { "second", NS_PER_S },
		{ "seconds", NS_PER_S }, { "", NS_PER_S },
		{ "ms", 1000000 }, { "msec", 1000000 },
		{ "us", 1000 }, { "usec", 1000 },
		{ "m", 60 * NS_PER_S }, { "min", 60 * NS_PER_S },
		{ "minute", 60 * NS_PER_S }, { "minutes", 60 * NS_PER_S },
		{ "h", 3600 * NS_PER_S }, { "hr", 3600 * NS_PER_S },
		{ "hour", 3600 * NS_PER_S }, { "hours", 3600 * NS_PER_S },
		{ "d", 86400 * NS_PER_S }, { "day", 86400 * NS_PER_S },
		{ "days", 86400 * NS_PER_S },
	};
	size_t at = 0, used, name;
	unsigned int i;
	s64 value;
	bool cut;

	*ns = 0;
	while (at < len) {
		used = oomt_import_decimal(text + at, len - at, &value, &cut);
		if (!used || value > 100LL * 1000000)
			return false;
		at += used;
		while (at < len && isspace((unsigned char)text[at]))
			at++;
		for (name = at;
		     name < len && isalpha((unsigned char)text[name]);)
			name++;
		for (i = 0; i < ARRAY_SIZE(units); i++)
			if (strlen(units[i].name) == name - at &&
			    !memcmp(units[i].name, text + at, name - at))
				break;
		if (i == ARRAY_SIZE(units) || value > S64_MAX / 4 / units[i].ns)
			return false;
		*ns += value * units[i].ns / 100;
		for (at = name; at < len && isspace((unsigned char)text[at]);)
			at++;
		if (*ns > 86400 * 365 * NS_PER_S)
			return false;
	}
	return len;
}

static void read_duration(struct entry *e, struct oomt_given *given)
{
	given->span = (struct oomt_span){ 0 };
	if (!e->len)
		return;
	if (!read_span(e->value, e->len, &given->value))
		oomt_import_error(e->s->imp, e->span,
				  "a time is expected, such as 30s or \"1min 30s\"");
	else if (given->value)
		given->span = e->line;
}

static void read_word(struct entry *e, struct oomt_given *given,
		      const char *const words[])
{
	s64 i;

	given->span = (struct oomt_span){ 0 };
	if (!e->len)
		return;
	for (i = 0; words[i]; i++)
		if (says(e, words[i])) {
			given->value = i;
			given->span = e->line;
			return;
		}
	oomt_import_error(e->s->imp, e->span, "%s%s%s%s%s expected", words[0],
			  words[2] ? ", " : " or ", words[1],
			  words[2] ? " or " : "", words[2] ? words[2] : "");
}

static void keep_text(struct entry *e, char **text)
{
	free(*text);
	*text = e->len ? strndup(e->value, e->len) : NULL;
	if (e->len && !*text)
		e->s->imp->diags->out_of_memory = true;
}

/* ---- entries ------------------------------------------------------------- */

static void oom_entry(struct entry *e)
{
	struct oomt_systemd *s = e->s;

	if (is(e, "SwapUsedLimit"))
		read_share(e, &s->swap);
	else if (is(e, "DefaultMemoryPressureLimit"))
		read_share(e, &s->limit);
	else if (is(e, "DefaultMemoryPressureDurationSec"))
		read_duration(e, &s->duration);
	else if (is(e, "PrekillHookTimeoutSec"))
		oomt_import_no_equal(s->imp, e->span,
			"PrekillHookTimeoutSec: nobody is asked before a kill (the executor's events tell of it)");
	else
		oomt_import_no_equal(s->imp, e->span,
			"%.*s: this is not known", (int)e->key_len, e->key);
}

static void rule_entry(struct entry *e)
{
	static const char *const actions[] = {
		"kill-all", "kill-by-pgscan", "kill-by-swap", NULL
	};

	if (is(e, "MemoryPressureAbove"))
		read_share(e, &e->rule->above);
	else if (is(e, "SwapUsageMax"))
		read_share(e, &e->rule->swap);
	else if (is(e, "Action"))
		read_word(e, &e->rule->action, actions);
	else if (is(e, "LastingSec"))
		read_duration(e, &e->rule->lasting);
	else
		oomt_import_no_equal(e->s->imp, e->span,
			"%.*s: this is not known", (int)e->key_len, e->key);
}

static void unit_entry(struct entry *e)
{
	static const char *const modes[] = { "auto", "kill", NULL };
	static const char *const preferences[] = {
		"none", "avoid", "omit", NULL
	};
	struct oomt_systemd_unit *unit = e->unit;

	if (is(e, "ManagedOOMSwap"))
		read_word(e, &unit->swap, modes);
	else if (is(e, "ManagedOOMMemoryPressure"))
		read_word(e, &unit->pressure, modes);
	else if (is(e, "ManagedOOMMemoryPressureLimit"))
		read_share(e, &unit->limit);
	else if (is(e, "ManagedOOMMemoryPressureDurationSec"))
		read_duration(e, &unit->duration);
	else if (is(e, "ManagedOOMPreference"))
		read_word(e, &unit->preference, preferences);
	else if (is(e, "Slice"))
		keep_text(e, &unit->slice);
	else if (is(e, "OOMRules")) {
		keep_text(e, &unit->rules);
		unit->rules_span = e->span;
	} else if (e->key_len >= 10 && !memcmp(e->key, "ManagedOOM", 10)) {
		oomt_import_no_equal(e->s->imp, e->span,
			"%.*s: this is not known", (int)e->key_len, e->key);
	} else {
		return;		/* of no concern: a unit says much else */
	}
	e->s->settings++;
}

static void one_entry(struct entry *e)
{
	if (!strcmp(e->section, "OOM")) {
		e->s->settings++;
		oom_entry(e);
	} else if (!strcmp(e->section, "Rule") && e->rule) {
		e->s->settings++;
		rule_entry(e);
	} else if (e->unit) {
		unit_entry(e);
	} else {
		oomt_import_error(e->s->imp, e->line, "[%s]: neither oomd.conf nor a unit's file (user@.service, user@.service.d/10-oomd.conf)",
				  e->section);
	}
}

/* ---- files --------------------------------------------------------------- */

static struct oomt_systemd_unit *find_unit(struct oomt_systemd *s, char *name,
					   bool users)
{
	struct oomt_systemd_unit *more;
	unsigned int i;

	for (i = 0; i < s->units; i++)
		if (!strcmp(s->unit[i].name, name) &&
		    s->unit[i].users == users) {
			free(name);
			return &s->unit[i];
		}
	more = realloc(s->unit, (s->units + 1) * sizeof(*more));
	if (!more) {
		free(name);
		return NULL;
	}
	s->unit = more;
	more += s->units++;
	*more = (struct oomt_systemd_unit){ .name = name, .users = users };
	return more;
}

static struct oomt_systemd_rule *add_rule(struct oomt_systemd *s,
					  const char *name, size_t len)
{
	struct oomt_systemd_rule *more = realloc(s->rule,
					 (s->rules + 1) * sizeof(*more));

	if (!more)
		return NULL;
	s->rule = more;
	more += s->rules;
	*more = (struct oomt_systemd_rule){ .name = strndup(name, len) };
	if (!more->name)
		return NULL;
	s->rules++;
	return more;
}

/* What the name of the file makes of it.  False: out of memory. */
static bool begin_file(struct entry *e, const struct oomt_source *source)
{
	const char *base = oomt_source_basename(source);
	size_t len = strlen(base);
	char *name;

	e->unit = NULL;
	e->rule = NULL;
	*e->section = '\0';
	if (len > 8 && !strcmp(base + len - 8, ".oomrule")) {
		e->rule = add_rule(e->s, base, len - 8);
		return e->rule;
	}
	if (!oomt_unit_of_file(source->name, &name))
		return true;
	e->unit = name ? find_unit(e->s, name,
				   oomt_unit_is_users(source->name)) : NULL;
	return e->unit;
}

static void read_unit_line(struct entry *e, const struct oomt_import_line *line)
{
	const char *text = line->text, *equal;
	size_t len = line->len;

	while (len && isspace((unsigned char)*text)) {
		text++;
		len--;
	}
	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	if (!len || strchr("#;", *text))
		return;
	e->line = oomt_import_piece(line, text, len);
	if (*text == '[' && text[len - 1] == ']') {
		snprintf(e->section, sizeof(e->section), "%.*s",
			 (int)(len - 2), text + 1);
		return;
	}
	equal = memchr(text, '=', len);
	if (!equal || !*e->section) {
		oomt_import_error(e->s->imp, e->line, equal ?
			"a [Section] has to stand before this" :
			"KEY=VALUE or [Section] is expected");
		e->failed = !*e->section;
		return;
	}
	e->key = text;
	for (e->key_len = equal - text; e->key_len &&
	     isspace((unsigned char)text[e->key_len - 1]);)
		e->key_len--;
	e->value = equal + 1;
	e->len = text + len - e->value;
	while (e->len && isspace((unsigned char)*e->value)) {
		e->value++;
		e->len--;
	}
	e->span = oomt_import_piece(line, e->value, e->len);
	if (!e->len)
		e->span = e->line;
	one_entry(e);
}

/* A backslash at the end carries a line on: of no concern but for Exec lines.
 */
static void read_file(struct oomt_systemd *s, const struct oomt_source *source)
{
	struct entry e = { .s = s };
	struct oomt_import_line line = { 0 };
	bool goes_on = false, skip;

	if (!begin_file(&e, source)) {
		s->imp->diags->out_of_memory = true;
		return;
	}
	while (!e.failed && oomt_import_next(source, &line)) {
		skip = goes_on;
		goes_on = line.len && line.text[line.len - 1] == '\\' &&
			  (skip || !strchr("#;", *line.text));
		if (!skip)
			read_unit_line(&e, &line);
	}
}

void oomt_import_systemd_oomd(struct oomt_import *imp)
{
	struct oomt_systemd s = { .imp = imp };
	unsigned int i;

	for (i = 0; i < imp->count; i++)
		read_file(&s, imp->source[i]);
	if (!s.settings && !imp->diags->errors)
		oomt_import_error(imp, oomt_import_span(imp->source[0], 0, 0),
				  "there is nothing of systemd-oomd's here");
	if (!imp->diags->errors && !imp->diags->out_of_memory)
		oomt_systemd_chains(&s);
	for (i = 0; i < s.units; i++) {
		free(s.unit[i].name);
		free(s.unit[i].cgroup);
		free(s.unit[i].slice);
		free(s.unit[i].rules);
	}
	for (i = 0; i < s.rules; i++)
		free(s.rule[i].name);
	free(s.unit);
	free(s.rule);
}

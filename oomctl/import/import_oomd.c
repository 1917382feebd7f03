// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Meta's oomd: rulesets of detectors and actions in JSON.  A ruleset becomes a
 * base chain: one of its groups of detectors holds, all of each; its actions
 * are tried in order, so that each further one is a chain behind it.
 */
#include <jansson.h>
#include <ctype.h>
#include "globs.h"
#include "import.h"
#include "import_oomd.h"
#include "literal.h"

/* ---- places -------------------------------------------------------------- */

/*
 * jansson does not keep places.  Names of plugins are met in the order of the
 * text: the next one in it is the one.
 */
struct oomt_span oomt_oomd_find(struct oomt_oomd *o, const char *name)
{
	char *quoted, *at;
	struct oomt_span span = { 0 };

	if (asprintf(&quoted, "\"%s\"", name) < 0)
		return span;
	at = memmem(o->text + o->at, o->size - o->at, quoted, strlen(quoted));
	if (at) {
		size_t begin = at - o->text;

		span = oomt_import_span(o->source, begin,
					begin + strlen(quoted));
		o->at = begin + 1;
	}
	free(quoted);
	return span;
}

/* A plugin, as the JSON has it, in one comment. */
static void put_plugin(FILE *to, const json_t *plugin)
{
	char *text = json_dumps(plugin, JSON_COMPACT | JSON_ENCODE_ANY);

	if (text)
		oomt_import_comment(to, text, strlen(text));
	free(text);
}

/* ---- arguments ----------------------------------------------------------- */

const char *oomt_oomd_arg(const struct oomt_plugin *plugin, const char *key)
{
	return json_string_value(json_object_get(plugin->args, key));
}

bool oomt_oomd_arg_true(const struct oomt_plugin *plugin, const char *key)
{
	const char *text = oomt_oomd_arg(plugin, key);

	return text && (!strcmp(text, "true") || !strcmp(text, "True") ||
			!strcmp(text, "1"));
}

bool oomt_oomd_arg_number(struct oomt_oomd *o, const struct oomt_plugin *plugin,
			  const char *key, s64 max, s64 *hundredths)
{
	const char *text = oomt_oomd_arg(plugin, key);
	size_t used = 0;
	bool cut;

	if (text)
		used = oomt_import_decimal(text, strlen(text), hundredths,
					   &cut);
	if (used && !text[used] && *hundredths <= max * 100) {
		if (cut)
			oomt_import_differs(o->imp, "%s: \"%s\" is rounded to hundredths",
					    plugin->name, key);
		return true;
	}
	oomt_import_error(o->imp, plugin->span, "%s: \"%s\" %s", plugin->name,
			  key, !text ? "is missing (a string is expected)" :
			  used && !text[used] ? "is too large" :
			  "has to be a number");
	return false;
}

/* Arguments that nobody here looks at are told, not lost. */
static void check_args(struct oomt_oomd *o, struct oomt_plugin *plugin,
		       const char *const known[])
{
	const char *key;
	json_t *value;
	unsigned int i;

	json_object_foreach(plugin->args, key, value) {
		for (i = 0; known[i] && strcmp(known[i], key); i++)
			;
		if (!known[i]) {
			oomt_import_no_equal(o->imp, plugin->span,
				"%s: the argument \"%s\" is not known",
				plugin->name, key);
			plugin->strange = true;
		} else if (!json_is_string(value))
			oomt_import_error(o->imp, plugin->span,
				"%s: \"%s\" has to be a string", plugin->name,
				key);
	}
}

bool oomt_oomd_plugin(struct oomt_oomd *o, json_t *json,
		      struct oomt_plugin *plugin)
{
	static const char *const known[] = {
		"cgroup", "resource", "threshold", "threshold_anon",
		"duration", "threshold_pct", "negate", "count", "lte",
		"always", "fast_fall_ratio", "size_threshold",
		"min_growth_ratio", "growing_size_percentile",
		"post_action_delay", "dry", "debug", "service", "cgroup_fs",
		"meminfo_location", NULL
	};

	*plugin = (struct oomt_plugin){ .json = json };
	plugin->name = json_string_value(json_object_get(json, "name"));
	plugin->args = json_object_get(json, "args");
	if (!plugin->name || (plugin->args && !json_is_object(plugin->args))) {
		oomt_import_error(o->imp, o->ruleset,
			"in this ruleset: a plugin is {\"name\": \"...\", \"args\": {...}}");
		return false;
	}
	plugin->span = oomt_oomd_find(o, plugin->name);
	check_args(o, plugin, known);
	return true;
}

/* ---- paths --------------------------------------------------------------- */

bool oomt_oomd_path(const char **at, const char **path, size_t *len)
{
	while (**at == ',')
		(*at)++;
	*path = *at;
	*len = strcspn(*at, ",");
	*at += *len;
	return *len;
}

/* Whether it stands for one cgroup only. */
bool oomt_oomd_path_plain(const char *path, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (strchr("*?[\\", path[i]))
			return false;
	return true;
}

/* glob(3) negates by ^, too, and takes a [ that does not end as it is. */
static char *our_glob(const char *text, size_t len, bool brackets)
{
	char *made = NULL;
	size_t made_len, i;
	FILE *to = open_memstream(&made, &made_len);

	if (!to)
		return NULL;
	for (i = 0; i < len; i++) {
		if (text[i] == '[' && !brackets)
			fputc('\\', to);
		if (i && text[i] == '^' && text[i - 1] == '[' && brackets)
			fputc('!', to);
		else
			fputc(text[i], to);
	}
	fclose(to);
	return made;
}

void oomt_oomd_put_path(FILE *to, const char *path, size_t len,
			const char *below)
{
	bool slash = len && *path == '/', brackets = true;
	char *text, *glob;

	while (len > 1 && path[len - 1] == '/')
		len--;
	if (asprintf(&text, "%s%.*s%s", slash ? "" : "/", (int)len, path,
		     below) < 0)
		return;
	for (;; brackets = false) {
		glob = our_glob(text, strlen(text), brackets);
		if (!glob || !oomt_glob_facts(glob, strlen(glob), true).error ||
		    !brackets)
			break;
		free(glob);
	}
	/* What is no pattern at all can only be a name. */
	if (glob && !oomt_glob_facts(glob, strlen(glob), true).error)
		oomt_import_string(to, glob, strlen(glob));
	else
		oomt_import_plain(to, text, strlen(text));
	free(glob);
	free(text);
}

/* ---- actions ------------------------------------------------------------- */

/* Which cgroups may be killed: the chain's scope. */
static void put_scope(FILE *to, const char *cgroups)
{
	const char *at = cgroups, *path;
	unsigned int count = 0;
	size_t len;

	while (oomt_oomd_path(&at, &path, &len))
		count++;
	if (!count || (count == 1 && !strcmp(cgroups, "/")))
		return;
	fputs(count > 1 ? "scope cgroup { " : "scope cgroup ", to);
	for (at = cgroups, count = 0; oomt_oomd_path(&at, &path, &len);) {
		fputs(count++ ? ", " : "", to);
		oomt_oomd_put_path(to, path, len, "");
	}
	fputs(strchr(cgroups, ',') ? " }\n" : "\n", to);
}

static void put_cooldown(struct oomt_oomd *o, const struct oomt_plugin *plugin)
{
	char text[OOMT_LITERAL_TEXT];
	s64 delay = 1500;

	if (oomt_oomd_arg(plugin, "post_action_delay"))
		oomt_oomd_arg_number(o, plugin, "post_action_delay", 1 << 20,
				     &delay);
	if (delay)
		fprintf(o->imp->body, "cooldown %s\n",
			oomt_time_text(delay * 10000000, text));
}

/* `until` is not said: oomd kills once, and looks again after the delay. */
static void put_kill(struct oomt_oomd *o, const struct oomt_plugin *plugin)
{
	FILE *to = o->imp->body;

	put_cooldown(o, plugin);
	if (strcmp(plugin->name, "kill_by_swap_usage"))
		fputs("policy kill cgroup\n", to);
	else
		fputs("order by swap\npolicy exempt\n", to);
	if (oomt_oomd_arg_true(plugin, "dry"))
		fputs("mode dry\n", to);
	if (!strcmp(plugin->name, "kill_by_swap_usage"))
		fputs("\nswap > 0 kill cgroup\n", to);
	fputs("}\n\n", to);
}

/* The name of a unit, and short enough for a command. */
static bool is_unit_name(const char *text)
{
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				  ":-_.\\@");

	return !text[len] && len < OOMT_COMMAND_MAX - 32;
}

/* As a pattern for paths: only a backslash means something there. */
static void put_unit_pattern(FILE *to, const char *unit)
{
	fputs("\"/**/", to);
	for (; *unit; unit++)
		fputs(*unit == '\\' ? "\\\\\\\\" : (char[]){ *unit, '\0' }, to);
	fputc('"', to);
}

static void put_restart(struct oomt_oomd *o, const struct oomt_plugin *plugin)
{
	const char *service = oomt_oomd_arg(plugin, "service");
	FILE *to = o->imp->body;
	char *text = NULL;

	if (!service || !*service) {
		oomt_import_error(o->imp, plugin->span,
				  "%s: \"service\" is missing", plugin->name);
		service = "x";
	}
	put_cooldown(o, plugin);
	fputs("policy exempt\n", to);
	if (oomt_oomd_arg_true(plugin, "dry"))
		fputs("mode dry\n", to);
	fputs("\ncgroup ", to);
	put_unit_pattern(to, service);
	fputs(" exec ", to);
	if (asprintf(&text, "systemctl restart -- '%s'", service) >= 0)
		oomt_import_string(to, text, strlen(text));
	free(text);
	fputs("\n}\n\n", to);
	if (!is_unit_name(service))
		oomt_import_error(o->imp, plugin->span,
				  "%s: this is no service", plugin->name);
	oomt_import_differs(o->imp,
		"%s: the service is restarted only while a process of it is there",
		plugin->name);
}

static const struct action {
	const char *name;
	void (*put)(struct oomt_oomd *o, const struct oomt_plugin *plugin);
	const char *differs;		/* or, without `put`, why not */
} actions[] = {
	{ "kill_by_memory_size_or_growth", put_kill,
	  "among the largest cgroups oomd may take the one that grows fastest, and it subtracts memory.low; here the largest goes" },
	{ "kill_by_swap_usage", put_kill, NULL },
	{ "kill_by_pressure", put_kill,
	  "oomd takes the cgroup under the most pressure; here the largest goes" },
	{ "kill_by_io_cost", put_kill,
	  "oomd takes the cgroup with the highest io cost; here the largest goes" },
	{ "kill_by_pg_scan", put_kill,
	  "oomd takes the cgroup that is reclaimed from most; here the largest goes" },
	{ "systemd_restart", put_restart, NULL },
	{ "senpai", NULL, "memory is not reclaimed before it is short" },
	{ "adjust_cgroup", NULL, "a cgroup's size is not changed for the choice" },
};

static const struct action *find_action(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(actions); i++)
		if (!strcmp(actions[i].name, name))
			return &actions[i];
	return NULL;
}

static void put_chain_name(struct oomt_oomd *o)
{
	FILE *to = o->imp->body;
	const char *name = o->name ? o->name : "";

	fputs("chain ", to);
	oomt_import_name(to, name, strlen(name));
	/* Names need not differ, and each action is a chain. */
	fprintf(to, "-%u {\nhook low\n", ++o->chains);
}

static void put_action(struct oomt_oomd *o, const struct oomt_plugin *plugin,
		       const struct action *action, const char *when)
{
	const char *cgroups = oomt_oomd_arg(plugin, "cgroup");
	FILE *to = o->imp->body;

	if (action->differs)
		oomt_import_no_equal(o->imp, plugin->span, "%s: %s",
				     action->name, action->differs);
	if (!cgroups && action->put == put_kill) {
		oomt_import_error(o->imp, plugin->span,
				  "%s: \"cgroup\" is missing", plugin->name);
		return;
	}
	oomt_import_comment(to, o->name ? o->name : "", o->name ?
			    strlen(o->name) : 0);
	fwrite(o->detector_text, 1, o->detector_len, to);
	put_plugin(to, plugin->json);
	put_chain_name(o);
	if (action->put == put_kill)
		put_scope(to, cgroups);
	fprintf(to, "when %s\n", when);
	action->put(o, plugin);
}

static void read_actions(struct oomt_oomd *o, json_t *list, const char *when)
{
	struct oomt_plugin plugin;
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one) {
		const struct action *action;

		if (!oomt_oomd_plugin(o, one, &plugin))
			return;
		action = find_action(plugin.name);
		if (!strcmp(plugin.name, "continue") ||
		    !strncmp(plugin.name, "dump_", 5))
			continue;
		if (!strcmp(plugin.name, "stop"))
			return;		/* what follows is never done */
		if (!action)
			oomt_import_no_equal(o->imp, plugin.span,
				"%s: this action is not known", plugin.name);
		else if (!action->put)
			oomt_import_no_equal(o->imp, plugin.span, "%s: %s",
				plugin.name, action->differs);
		else
			put_action(o, &plugin, action, when);
	}
}

/* ---- rulesets ------------------------------------------------------------ */

static void check_ruleset(struct oomt_oomd *o, json_t *ruleset)
{
	const char *key;
	json_t *value;

	json_object_foreach(ruleset, key, value) {
		if (!strcmp(key, "name") || !strcmp(key, "detectors") ||
		    !strcmp(key, "actions") || !strcmp(key, "cgroup"))
			continue;
		if (!strncmp(key, "drop-in", 7) ||
		    !strcmp(key, "disable-on-drop-in") ||
		    !strcmp(key, "silence-logs"))
			oomt_import_not_policy(o->imp, "\"%s\"", key);
		else
			oomt_import_no_equal(o->imp, o->ruleset,
				"in this ruleset: \"%s\" is not known", key);
	}
}

static void read_ruleset(struct oomt_oomd *o, json_t *ruleset)
{
	json_t *detectors = json_object_get(ruleset, "detectors");
	json_t *list = json_object_get(ruleset, "actions");
	char *when;

	o->name = json_string_value(json_object_get(ruleset, "name"));
	o->ruleset = o->name ? oomt_oomd_find(o, o->name) :
			       oomt_import_span(o->source, 0, 0);
	if (!json_is_object(ruleset) || !json_is_array(detectors) ||
	    !json_is_array(list)) {
		oomt_import_error(o->imp, o->ruleset,
			"a ruleset is {\"name\": ..., \"detectors\": [[...]], \"actions\": [...]}");
		return;
	}
	check_ruleset(o, ruleset);
	if (json_object_get(ruleset, "cgroup")) {
		oomt_import_no_equal(o->imp, o->ruleset,
			"a ruleset for each of several cgroups is left out");
		return;
	}
	when = oomt_oomd_when(o, detectors);
	if (when)
		read_actions(o, list, when);
	else
		oomt_import_no_equal(o->imp, o->ruleset,
			"nothing is left of the detectors of this ruleset: it is left out");
	free(when);
}

/* jansson knows no comments, oomd does: blanks instead, so that places stay. */
static void blank_comments(char *text, size_t size)
{
	bool string = false;
	size_t i;

	for (i = 0; i < size; i++) {
		if (string && text[i] == '\\' && i + 1 < size) {
			i++;
		} else if (text[i] == '"') {
			string = !string;
		} else if (!string && text[i] == '/' && i + 1 < size &&
			   text[i + 1] == '/') {
			while (i < size && text[i] != '\n')
				text[i++] = ' ';
		} else if (!string && text[i] == '/' && i + 1 < size &&
			   text[i + 1] == '*') {
			for (; i < size; i++) {
				bool end = text[i] == '/' && i &&
					   text[i - 1] == '\x01';

				if (text[i] == '*')
					text[i] = '\x01';
				else if (text[i] != '\n')
					text[i] = ' ';
				if (end)
					break;
			}
		}
	}
	for (i = 0; i < size; i++)
		if (text[i] == '\x01')
			text[i] = ' ';
}

static void read_file(struct oomt_oomd *o)
{
	json_error_t error;
	json_t *root, *rulesets, *one;
	size_t i;

	blank_comments(o->text, o->size);
	root = json_loadb(o->text, o->size, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		size_t at = error.position < 0 ? 0 : (size_t)error.position;

		at = at > o->size ? o->size : at;
		oomt_import_error(o->imp, oomt_import_span(o->source,
				  at ? at - 1 : 0, at), "%s", error.text);
		return;
	}
	rulesets = json_object_get(root, "rulesets");
	if (!json_is_array(rulesets))
		oomt_import_error(o->imp, oomt_import_span(o->source, 0, 0),
				  "there are no \"rulesets\" here");
	json_array_foreach(rulesets, i, one)
		read_ruleset(o, one);
	if (json_object_get(root, "prekill_hooks"))
		oomt_import_no_equal(o->imp, oomt_oomd_find(o, "prekill_hooks"),
			"prekill_hooks: nothing runs before a kill");
	json_decref(root);
}

void oomt_import_oomd(struct oomt_import *imp)
{
	struct oomt_oomd o = { .imp = imp };
	unsigned int i;

	for (i = 0; i < imp->count; i++) {
		o.source = imp->source[i];
		o.size = o.source->size;
		o.at = 0;
		o.text = malloc(o.size + 1);
		if (!o.text) {
			imp->diags->out_of_memory = true;
			break;
		}
		memcpy(o.text, o.source->text, o.size);
		read_file(&o);
		free(o.text);
	}
	free(o.detector_text);
	if (!o.chains && !imp->diags->errors)
		oomt_import_no_equal(imp, (struct oomt_span){ 0 },
				     "nothing is left: this kills nobody");
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl check: is this policy in order?  Loads nothing. */
#include <stdio.h>
#include "cli.h"
#include "reason.h"
#include "rules.h"

struct args {
	bool strict, json;
	char **file;
	unsigned int count;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 's':
		args->strict = true;
		return 0;
	case 'j':
		args->json = true;
		return 0;
	case ARGP_KEY_ARGS:
		args->file = state->argv + state->next;
		args->count = state->argc - state->next;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "a rule file is needed");
	}
	return ARGP_ERR_UNKNOWN;
}

static void print_counts(const struct oomt_rules *rules)
{
	unsigned int i;

	for (i = 0; i < rules->count; i++) {
		const struct oomt_table *table = &rules->file[i].table;

		printf("%s: table %s, %u chain%s, %u rule%s, %u instruction%s\n",
		       rules->file[i].path, oomt_table_name(table),
		       table->CHAINS_count, table->CHAINS_count == 1 ? "" : "s",
		       table->RULES_count, table->RULES_count == 1 ? "" : "s",
		       table->INSNS_count, table->INSNS_count == 1 ? "" : "s");
	}
}

static json_t *tables_json(const struct oomt_rules *rules)
{
	json_t *array = json_array();
	unsigned int i;

	for (i = 0; i < rules->count; i++) {
		const struct oomt_table *table = &rules->file[i].table;

		if (!rules->file[i].ready)
			continue;
		json_array_append_new(array,
			json_pack("{s:o, s:s, s:i, s:i, s:i, s:I}",
				  "file", oomt_json_text(rules->file[i].path),
				  "name", oomt_table_name(table),
				  "chains", (int)table->CHAINS_count,
				  "rules", (int)table->RULES_count,
				  "instructions", (int)table->INSNS_count,
				  "bytes",
				  (json_int_t)rules->file[i].image.size));
	}
	return array;
}

static json_t *diagnostics_json(const struct oomt_diags *diags)
{
	json_t *array = json_array();
	unsigned int i;

	for (i = 0; i < diags->count; i++) {
		const struct oomt_diag *diag = &diags->diag[i];
		const struct oomt_span *span = &diag->span;

		json_array_append_new(array,
			json_pack("{s:o, s:i, s:i, s:s, s:s, s:o}",
				  "file", span->source ?
					  oomt_json_text(span->source->name) :
					  json_null(),
				  "line", (int)span->line,
				  "column", (int)span->col,
				  "severity", diag->severity == OOMT_ERROR ?
					      "error" : "warning",
				  "id", diag->id,
				  "text", oomt_json_text(diag->text)));
	}
	return array;
}

static int print_json(const struct oomt_rules *rules, int code)
{
	int printed = oomt_cli_json(json_pack("{s:b, s:o, s:o}",
					      "ok", code == OOMT_EXIT_DONE,
					      "tables", tables_json(rules),
					      "diagnostics",
					      diagnostics_json(&rules->diags)));

	return code ? code : printed;
}

int oomt_cmd_check(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "strict", 's', NULL, 0, "A warning fails", 0 },
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .args_doc = "FILE...",
		.doc = "Parse, resolve and lint rule files; load nothing.",
	};
	struct args args = { 0 };
	struct oomt_rules rules;
	int code;

	oomt_cli_parse(&argp, argc, argv, &args);
	oomt_rules_init(&rules);
	code = oomt_rules_read(&rules, args.file, args.count, 0, false);
	if (!code && args.strict && rules.diags.warnings)
		code = OOMT_EXIT_REFUSED;
	if (args.json) {
		code = print_json(&rules, code);
	} else if (!code) {
		print_counts(&rules);
		code = oomt_cli_finish();
	}
	oomt_rules_exit(&rules);
	return code;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl check: is this policy in order?  Loads nothing. */
#include <stdio.h>
#include "cli.h"
#include "rules.h"

struct args {
	bool strict;
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

int oomt_cmd_check(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "strict", 's', NULL, 0, "A warning fails", 0 },
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
	if (!code) {
		print_counts(&rules);
		code = oomt_cli_finish();
	}
	oomt_rules_exit(&rules);
	return code;
}

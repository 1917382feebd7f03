// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * oomctl list: the tables in force as rules again.  The text comes from the
 * kernel's image, not from any file.
 */
#include <stdio.h>
#include <time.h>
#include "cli.h"
#include "kernel_rules.h"
#include "output.h"
#include "reason.h"

struct args {
	const char *name;
	bool counters, json;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 'a':
		args->counters = true;
		return 0;
	case 'j':
		args->json = true;
		return 0;
	case ARGP_KEY_ARG:
		if (args->name)
			argp_error(state, "one table at a time, or none for all");
		args->name = arg;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* A table's text; NULL: out of memory.  free() it. */
static char *table_text(const struct oomt_table *table, size_t *size)
{
	struct oomt_policy *policy = oomt_policy_from_table(table);
	char *text = NULL;
	FILE *to;
	int err;

	if (!policy)
		return NULL;
	to = open_memstream(&text, size);
	if (!to) {
		oomt_policy_free(policy);
		return NULL;
	}
	err = oomt_policy_print(to, policy);
	oomt_policy_free(policy);
	if (fclose(to) || err) {
		free(text);
		return NULL;
	}
	return text;
}

static void print_count(const char *what, u64 count, u64 bytes)
{
	char text[OOMT_HUMAN_LEN];

	oomt_human_size(bytes, text);
	printf("  # %llu %s", (unsigned long long)count, what);
	if (count)
		printf(", %s", text);
}

/* The counters of the rule that ends on a line, as a comment. */
static void print_counter(const struct oomt_nl_counter *counter)
{
	if (counter->tasks)
		print_count("passed", counter->tasks, counter->bytes);
	print_count("verdicts", counter->verdicts, counter->verdict_bytes);
}

/*
 * Where each rule ends is found by reading the text again: its rules are the
 * table's, in the same order.
 */
static int print_with_counters(const struct oomt_table *table,
			       const struct oomt_nl_counter *counter,
			       const char *text, size_t size)
{
	struct oomt_source *source = oomt_source_text("list", text, size);
	struct oomt_policy *policy;
	struct oomt_diags diags;
	const char *line = text;
	u32 rule;

	if (!source)
		return -ENOMEM;
	oomt_diags_init(&diags);
	policy = oomt_policy_parse(source, 0, &diags);
	if (!policy) {
		oomt_diags_exit(&diags);
		return -ENOMEM;
	}
	while (line < text + size) {
		const char *end = strchrnul(line, '\n');

		fwrite(line, 1, end - line, stdout);
		for (rule = 0; rule < table->RULES_count; rule++) {
			struct oomt_span span =
				oomt_policy_rule_span(policy, rule);

			if (span.source && text + span.end > line &&
			    text + span.end <= end)
				print_counter(&counter[rule]);
		}
		putchar('\n');
		line = *end ? end + 1 : end;
	}
	oomt_policy_free(policy);
	oomt_diags_exit(&diags);
	return 0;
}

static int print_table(struct oomt_nl *nl, const struct args *args,
		       const struct oomt_table *table)
{
	struct oomt_nl_counter *counter;
	size_t size;
	char *text = table_text(table, &size);
	int err;

	if (!text)
		return oomt_cli_nomem();
	if (!args->counters) {
		fwrite(text, 1, size, stdout);
		free(text);
		return OOMT_EXIT_DONE;
	}
	counter = calloc(table->RULES_count + 1, sizeof(*counter));
	err = counter ? oomt_nl_counters(nl, oomt_table_name(table), counter,
					 table->RULES_count) : -ENOMEM;
	if (!err)
		err = print_with_counters(table, counter, text, size);
	free(counter);
	free(text);
	if (err)
		return oomt_nl_explain(nl, err, "cannot read the counters");
	return OOMT_EXIT_DONE;
}

static json_t *table_json(const struct oomt_table *table)
{
	size_t size;
	char *text = table_text(table, &size);
	json_t *object;

	if (!text)
		return NULL;
	object = json_pack("{s:o, s:i, s:i, s:i, s:o}",
			   "name", oomt_json_text(oomt_table_name(table)),
			   "chains", (int)table->CHAINS_count,
			   "rules", (int)table->RULES_count,
			   "bytes", (int)table->image->size,
			   "text", oomt_json_text(text));
	free(text);
	return object;
}

static int print_json(const struct oomt_rules *rules)
{
	json_t *array = json_array();
	unsigned int i;

	for (i = 0; i < rules->count; i++)
		json_array_append_new(array,
				      table_json(&rules->file[i].table));
	return oomt_cli_json(json_pack("{s:o}", "tables", array));
}

int oomt_cmd_list(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "all", 'a', NULL, 0, "Show the counters, too", 0 },
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .args_doc = "[TABLE]",
		.doc = "Print the tables in force as rules.",
	};
	struct args args = { 0 };
	struct oomt_rules rules;
	struct oomt_nl nl;
	unsigned int i;
	int code, err;

	oomt_cli_parse(&argp, argc, argv, &args);
	err = oomt_nl_open(&nl);
	if (err)
		return oomt_nl_explain(&nl, err, "cannot list");
	oomt_rules_init(&rules);
	code = oomt_kernel_rules_read(&nl, args.name, &rules);
	if (!code && args.json)
		code = print_json(&rules);
	for (i = 0; !code && !args.json && i < rules.count; i++) {
		if (i)
			putchar('\n');
		code = print_table(&nl, &args, &rules.file[i].table);
	}
	oomt_rules_exit(&rules);
	oomt_nl_close(&nl);
	return code ? code : oomt_cli_finish();
}

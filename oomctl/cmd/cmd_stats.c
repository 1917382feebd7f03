// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl stats: the rules' counters, each beside the rule's text. */
#include <stdio.h>
#include "cli.h"
#include "kernel_rules.h"
#include "output.h"
#include "reason.h"

struct args {
	const char *name;
	bool json;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
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

/* One table: what the kernel counted, and the text that it stands for. */
struct stats {
	const struct oomt_table *table;
	struct oomt_nl_counter *counter;
	struct oomt_policy *policy;	/* read again from `text` */
	struct oomt_diags diags;
	char *text;
};

static void stats_exit(struct stats *stats)
{
	oomt_policy_free(stats->policy);
	oomt_diags_exit(&stats->diags);
	free(stats->counter);
	free(stats->text);
}

/* The table as text, and that text read again: its rules have places. */
static int read_text(struct stats *stats)
{
	struct oomt_policy *policy = oomt_policy_from_table(stats->table);
	struct oomt_source *source;
	size_t size;
	FILE *to;
	int err;

	if (!policy)
		return -errno;
	to = open_memstream(&stats->text, &size);
	err = to ? oomt_policy_print(to, policy) : -ENOMEM;
	oomt_policy_free(policy);
	if (to && fclose(to))
		err = -ENOMEM;
	if (err)
		return err;
	source = oomt_source_text("stats", stats->text, size);
	if (!source)
		return -ENOMEM;
	stats->policy = oomt_policy_parse(source, 0, &stats->diags);
	return stats->policy ? 0 : -ENOMEM;
}

static int stats_init(struct stats *stats, struct oomt_nl *nl,
		      const struct oomt_table *table)
{
	int err;

	memset(stats, 0, sizeof(*stats));
	oomt_diags_init(&stats->diags);
	stats->table = table;
	stats->counter = calloc(table->RULES_count + 1,
				sizeof(*stats->counter));
	err = stats->counter ? oomt_nl_counters(nl, oomt_table_name(table),
						stats->counter,
						table->RULES_count) : -ENOMEM;
	return err ? err : read_text(stats);
}

/* The rule's text, on one line; free() it. */
static char *rule_text(const struct stats *stats, u32 rule)
{
	struct oomt_span span = oomt_policy_rule_span(stats->policy, rule);
	char *text, *at;

	if (!span.source || span.end < span.begin)
		return strdup("");
	text = strndup(stats->text + span.begin, span.end - span.begin);
	for (at = text; at && *at; at++)
		if (*at == '\n' || *at == '\t')
			*at = ' ';
	return text;
}

static const struct oomt_chain *chain_of(const struct stats *stats, u32 rule)
{
	return &stats->table->CHAINS[stats->table->RULES[rule].chain];
}

static void print_stats(const struct oomt_out *out, const struct stats *stats)
{
	static const char *const heads[] = {
		"chain", "verdicts", "bytes", "passed", "bytes", "rule",
	};
	char bytes[OOMT_HUMAN_LEN], passed[OOMT_HUMAN_LEN];
	struct oomt_grid grid;
	unsigned int i;
	u32 rule;

	oomt_grid_init(&grid, ARRAY_SIZE(heads), 0x1e);
	oomt_grid_row(&grid, OOMT_BOLD);
	for (i = 0; i < ARRAY_SIZE(heads); i++)
		oomt_grid_set(&grid, i, "%s", heads[i]);
	for (rule = 0; rule < stats->table->RULES_count; rule++) {
		const struct oomt_nl_counter *counter = &stats->counter[rule];
		char *text = rule_text(stats, rule);

		oomt_human_size(counter->verdict_bytes, bytes);
		oomt_human_size(counter->bytes, passed);
		oomt_grid_row(&grid, counter->verdicts || counter->tasks ?
			      OOMT_PLAIN : OOMT_DIM);
		oomt_grid_set(&grid, 0, "%s", oomt_table_string(stats->table,
					chain_of(stats, rule)->name));
		oomt_grid_set(&grid, 1, "%llu",
			      (unsigned long long)counter->verdicts);
		oomt_grid_set(&grid, 2, "%s", bytes);
		oomt_grid_set(&grid, 3, "%llu",
			      (unsigned long long)counter->tasks);
		oomt_grid_set(&grid, 4, "%s", passed);
		oomt_grid_set(&grid, 5, "%s", text ? text : "");
		free(text);
	}
	fputs("table ", out->to);
	oomt_out_styled(out, OOMT_BOLD, "%s\n", oomt_table_name(stats->table));
	oomt_grid_print(&grid, out, 2);
	oomt_grid_exit(&grid);
}

static json_t *rule_json(const struct stats *stats, u32 rule)
{
	const struct oomt_nl_counter *counter = &stats->counter[rule];
	const struct oomt_loc *loc = &stats->table->RULES[rule].loc;
	char *text = rule_text(stats, rule), place[OOMT_NAME_MAX + 16];
	json_t *object;

	snprintf(place, sizeof(place), "%s:%u",
		 oomt_table_string(stats->table, loc->file), loc->line);
	object = json_pack("{s:o, s:o, s:o, s:I, s:I, s:I, s:I}",
		"chain", oomt_json_text(oomt_table_string(stats->table,
					chain_of(stats, rule)->name)),
		"rule", oomt_json_text(place),
		"text", oomt_json_text(text ? text : ""),
		"verdicts", (json_int_t)counter->verdicts,
		"verdict_bytes", (json_int_t)counter->verdict_bytes,
		"passed", (json_int_t)counter->tasks,
		"passed_bytes", (json_int_t)counter->bytes);
	free(text);
	return object;
}

static json_t *stats_json(const struct stats *stats)
{
	json_t *rules = json_array();
	u32 rule;

	for (rule = 0; rule < stats->table->RULES_count; rule++)
		json_array_append_new(rules, rule_json(stats, rule));
	return json_pack("{s:o, s:o}", "name",
			 oomt_json_text(oomt_table_name(stats->table)),
			 "rules", rules);
}

static int show(struct oomt_nl *nl, const struct args *args,
		const struct oomt_rules *rules)
{
	json_t *tables = args->json ? json_array() : NULL;
	struct oomt_out out;
	struct stats stats;
	unsigned int i;
	int err = 0;

	oomt_out_init(&out, stdout);
	for (i = 0; !err && i < rules->count; i++) {
		err = stats_init(&stats, nl, &rules->file[i].table);
		if (!err && args->json) {
			json_array_append_new(tables, stats_json(&stats));
		} else if (!err) {
			if (i)
				putchar('\n');
			print_stats(&out, &stats);
		}
		stats_exit(&stats);
	}
	if (err) {
		json_decref(tables);
		return oomt_nl_explain(nl, err, "cannot read the counters");
	}
	return args->json ? oomt_cli_json(json_pack("{s:o}", "tables",
						    tables)) :
			    oomt_cli_finish();
}

int oomt_cmd_stats(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .args_doc = "[TABLE]",
		.doc = "Show how many processes each rule of the tables in force decided about, and how many passed its counters.",
	};
	struct args args = { 0 };
	struct oomt_rules rules;
	struct oomt_nl nl;
	int code, err;

	oomt_cli_parse(&argp, argc, argv, &args);
	err = oomt_nl_open(&nl);
	if (err)
		return oomt_nl_explain(&nl, err, "no counters");
	oomt_rules_init(&rules);
	code = oomt_kernel_rules_read(&nl, args.name, &rules);
	if (!code)
		code = show(&nl, &args, &rules);
	oomt_rules_exit(&rules);
	oomt_nl_close(&nl);
	return code;
}

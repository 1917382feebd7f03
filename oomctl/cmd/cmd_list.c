// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * oomctl list: the tables in force as rules again.  The text comes from the
 * kernel's image, not from any file.
 */
#include <stdio.h>
#include <time.h>
#include "cli.h"
#include "kernel_rules.h"
#include "listing.h"
#include "reason.h"
#include "value.h"

struct args {
	const char *name;
	bool all, json;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 'a':
		args->all = true;
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

static u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (u64)now.tv_sec * OOMT_NS_PER_S + now.tv_nsec;
}

/* What the module says of the table besides its image. */
struct more {
	struct oomt_nl_table info;
	struct oomt_nl_counter *counter;
};

static int read_more(struct oomt_nl *nl, const struct oomt_table *table,
		     struct more *more)
{
	struct oomt_nl_table *tables;
	u32 count, i;
	int err;

	memset(more, 0, sizeof(*more));
	more->counter = calloc(table->RULES_count + 1, sizeof(*more->counter));
	if (!more->counter)
		return -ENOMEM;
	err = oomt_nl_counters(nl, oomt_table_name(table), more->counter,
			       table->RULES_count);
	if (!err)
		err = oomt_nl_tables(nl, &tables, &count);
	if (err)
		return err;
	/* It may have been replaced just now: then there is no age to tell. */
	for (i = 0; i < count; i++)
		if (!strcmp(tables[i].name, oomt_table_name(table)))
			more->info = tables[i];
	free(tables);
	return 0;
}

static int print_table(struct oomt_nl *nl, const struct args *args,
		       const struct oomt_table *table)
{
	struct more more;
	size_t size;
	char *text;
	int err;

	if (!args->all) {
		text = table_text(table, &size);
		if (!text)
			return oomt_cli_nomem();
		fwrite(text, 1, size, stdout);
		free(text);
		return OOMT_EXIT_DONE;
	}
	err = read_more(nl, table, &more);
	if (!err)
		err = oomt_listing_print(stdout, table, more.counter,
					 &more.info, now_ns());
	free(more.counter);
	return err ? oomt_nl_explain(nl, err, "cannot list everything") :
		     OOMT_EXIT_DONE;
}

static json_t *rule_json(const struct oomt_table *table, u32 rule,
			 const struct oomt_nl_counter *counter)
{
	const struct oomt_loc *loc = &table->RULES[rule].loc;
	const struct oomt_chain *chain = &table->CHAINS[table->RULES[rule].chain];

	return json_pack("{s:o, s:o, s:i, s:I, s:I, s:I, s:I}",
		"chain", oomt_json_text(oomt_table_string(table, chain->name)),
		"file", oomt_json_text(oomt_table_string(table, loc->file)),
		"line", (int)loc->line,
		"verdicts", (json_int_t)counter->verdicts,
		"verdict_bytes", (json_int_t)counter->verdict_bytes,
		"passed", (json_int_t)counter->tasks,
		"passed_bytes", (json_int_t)counter->bytes);
}

/* With --all: generation, load time, and each rule with its counters. */
static int add_more(struct oomt_nl *nl, const struct oomt_table *table,
		    json_t *object)
{
	json_t *list = json_array();
	struct more more;
	int err = read_more(nl, table, &more);
	u32 rule;

	for (rule = 0; !err && rule < table->RULES_count; rule++)
		json_array_append_new(list, rule_json(table, rule,
						      &more.counter[rule]));
	if (!err) {
		json_object_set_new(object, "generation",
			json_integer((json_int_t)more.info.generation));
		json_object_set_new(object, "loaded_ns",
			json_integer((json_int_t)more.info.loaded_ns));
		json_object_set(object, "counters", list);
	}
	json_decref(list);
	free(more.counter);
	return err;
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

static int print_json(struct oomt_nl *nl, const struct args *args,
		      const struct oomt_rules *rules)
{
	json_t *array = json_array(), *object;
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < rules->count; i++) {
		object = table_json(&rules->file[i].table);
		if (object && args->all)
			err = add_more(nl, &rules->file[i].table, object);
		json_array_append_new(array, object);
	}
	if (!err)
		return oomt_cli_json(json_pack("{s:o}", "tables", array));
	json_decref(array);
	return oomt_nl_explain(nl, err, "cannot list everything");
}

int oomt_cmd_list(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "all", 'a', NULL, 0, "Show counters, places, defaults, generation and age, too", 0 },
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
		code = print_json(&nl, &args, &rules);
	for (i = 0; !code && !args.json && i < rules.count; i++) {
		if (i)
			putchar('\n');
		code = print_table(&nl, &args, &rules.file[i].table);
	}
	oomt_rules_exit(&rules);
	oomt_nl_close(&nl);
	return code ? code : oomt_cli_finish();
}

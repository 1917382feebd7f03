// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * oomctl test: unit tests of policies.  For people, as TAP, or as JSON; a
 * failure shows why the process at fault has the verdict it has.
 */
#include <stdio.h>
#include "cli.h"
#include "policy_test/policy_test.h"
#include "reason.h"
#include "why/why.h"

struct args {
	char **path;
	unsigned int count;
	bool tap, json;
};

/* All of it, so far. */
struct run {
	const struct args *args;
	struct oomt_out out;
	json_t *tests;			/* -j */
	unsigned int number, failed;
	bool broken;			/* a file could not be run */
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 't':
		args->tap = true;
		return 0;
	case 'j':
		args->json = true;
		return 0;
	case ARGP_KEY_ARGS:
		args->path = state->argv + state->next;
		args->count = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (!args->count)
			argp_error(state, "which tests? a FILE is missing");
		if (args->tap && args->json)
			argp_error(state, "either --tap or --json");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* A text with `margin` before each of its lines. */
static void put_margin(FILE *to, const char *margin, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		fprintf(to, "%.*s%.*s\n", (int)(len ? strlen(margin) :
				strspn(margin, "#")), margin, (int)len, text);
		text += len + (text[len] == '\n');
	}
}

/* The expectation where it stands, and what is so instead. */
static void put_place(FILE *to, const struct oomt_test_failure *failure)
{
	struct oomt_diags diags;

	oomt_diags_init(&diags);
	oomt_diag_add(&diags, OOMT_ERROR, "expectation",
		      failure->expect->span, "%s", failure->text);
	oomt_diags_print(to, &diags);
	oomt_diags_exit(&diags);
}

static void print_failure(struct run *run, struct oomt_policy_tests *tests,
			  struct oomt_test_result *result, unsigned int at)
{
	const struct oomt_test_failure *failure = &result->failure[at];
	struct oomt_out out = run->out;
	struct oomt_why why;
	size_t size;
	char *text;

	out.to = open_memstream(&text, &size);
	if (!out.to)
		return;
	put_place(out.to, failure);
	/* Once is enough. */
	if (failure->task != OOMT_NONE &&
	    (!at || failure->task != failure[-1].task) &&
	    !oomt_why_init(&why, &result->eval, &tests->rules,
			   failure->task)) {
		fputs("\nwhy\n", out.to);
		oomt_why_print(&out, &why);
		oomt_why_exit(&why);
	}
	if (!fclose(out.to))
		put_margin(run->out.to, run->args->tap ? "#   " : "      ",
			   text);
	free(text);
}

static json_t *failure_json(struct oomt_policy_tests *tests,
			    struct oomt_test_result *result,
			    const struct oomt_test_failure *failure)
{
	json_t *reason = json_null();
	struct oomt_why why;

	if (failure->task != OOMT_NONE &&
	    !oomt_why_init(&why, &result->eval, &tests->rules,
			   failure->task)) {
		reason = oomt_why_json(&why);
		oomt_why_exit(&why);
	}
	return json_pack("{s:i, s:o, s:o}", "line",
			 (int)failure->expect->span.line, "text",
			 oomt_json_text(failure->text), "why", reason);
}

static void add_json(struct run *run, struct oomt_policy_tests *tests,
		     const struct oomt_policy_test *test,
		     struct oomt_test_result *result, bool ok)
{
	json_t *failures = json_array();
	unsigned int i;

	for (i = 0; i < result->failure_count; i++)
		json_array_append_new(failures,
				failure_json(tests, result,
					     &result->failure[i]));
	json_array_append_new(run->tests,
		json_pack("{s:o, s:i, s:o, s:b, s:b, s:o}",
			  "file", oomt_json_text(tests->source->name),
			  "line", (int)test->span.line,
			  "name", oomt_json_text(test->name),
			  "ok", ok, "invalid", result->invalid,
			  "failures", failures));
}

/* A name for one line of output. */
static void safe_name(const struct oomt_policy_test *test, char *text,
		      size_t size)
{
	oomt_escape(text, size, test->name, strlen(test->name));
}

static void report(struct run *run, struct oomt_policy_tests *tests,
		   const struct oomt_policy_test *test,
		   struct oomt_test_result *result)
{
	bool ok = !result->invalid && !result->failure_count;
	unsigned int i;
	char name[200];

	run->number++;
	run->failed += !ok;
	if (run->args->json) {
		add_json(run, tests, test, result, ok);
		return;
	}
	safe_name(test, name, sizeof(name));
	if (run->args->tap) {
		/* A '#' would begin a TAP directive. */
		for (i = 0; name[i]; i++)
			if (name[i] == '#')
				name[i] = '*';
		printf("%sok %u - %s: %s\n", ok ? "" : "not ", run->number,
		       oomt_source_basename(tests->source), name);
	} else {
		fputs("  ", stdout);
		oomt_out_styled(&run->out, ok ? OOMT_GREEN : OOMT_RED, "%s",
				ok ? "ok    " : "FAILED");
		printf("  %s\n", name);
	}
	for (i = 0; i < result->failure_count; i++)
		print_failure(run, tests, result, i);
}

/* What was said about it since; to standard error. */
static void print_diags(struct oomt_diags *diags)
{
	fflush(stdout);
	oomt_diags_print(stderr, diags);
	oomt_diags_exit(diags);
	oomt_diags_init(diags);
}

static int run_tests(struct run *run, struct oomt_policy_tests *tests)
{
	const struct oomt_policy_test *test;
	struct oomt_test_result result;
	int err = 0;

	if (!run->args->tap && !run->args->json)
		printf("%s\n", tests->source->name);
	for (test = tests->test; test && !err; test = test->next) {
		err = oomt_policy_test_run(tests, test, &result);
		if (!err)
			report(run, tests, test, &result);
		print_diags(&result.snapshot_diags);
		print_diags(&tests->diags);
		oomt_test_result_exit(&result);
	}
	return err;
}

static int run_file(struct run *run, const char *path)
{
	struct oomt_policy_tests tests;
	int err = oomt_policy_tests_init(&tests, path);

	if (err && err != -ENOMEM) {
		oomt_cli_error("%s: %s", path, strerror(-err));
		run->broken = true;
		err = 0;
	} else if (!err && (tests.diags.errors || tests.rules.diags.errors)) {
		fflush(stdout);
		oomt_diags_print(stderr, &tests.diags);
		oomt_rules_print(&tests.rules);
		run->broken = true;
		if (run->args->tap)
			printf("not ok %u - %s: it can be read\n",
			       ++run->number, path);
	} else if (!err) {
		err = run_tests(run, &tests);
	}
	oomt_policy_tests_exit(&tests);
	return err;
}

static int finish(struct run *run)
{
	bool fine = !run->failed && !run->broken;
	int code;

	if (run->args->json) {
		code = oomt_cli_json(json_pack("{s:b, s:i, s:i, s:o}",
					       "ok", fine, "passed",
					       (int)(run->number -
						     run->failed),
					       "failed", (int)run->failed,
					       "tests", run->tests));
	} else {
		if (run->args->tap)
			printf("1..%u\n", run->number);
		else
			printf("%u test%s, %u failed\n", run->number,
			       run->number == 1 ? "" : "s", run->failed);
		code = oomt_cli_finish();
	}
	return code ? code : fine ? OOMT_EXIT_DONE : OOMT_EXIT_REFUSED;
}

int oomt_cmd_test(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "tap", 't', NULL, 0, "Print TAP, for a test harness", 0 },
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .args_doc = "FILE...",
		.doc = "Run the unit tests of policies; a failure shows why.",
	};
	struct args args = { 0 };
	struct run run = { .args = &args };
	unsigned int i;
	int err = 0;

	oomt_cli_parse(&argp, argc, argv, &args);
	oomt_out_init(&run.out, stdout);
	run.tests = args.json ? json_array() : NULL;
	for (i = 0; i < args.count && !err; i++)
		err = run_file(&run, args.path[i]);
	if (err) {
		json_decref(run.tests);
		return oomt_cli_nomem();
	}
	return finish(&run);
}

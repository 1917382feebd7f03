// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl run: the executor, in the foreground. */
#include <stdio.h>
#include "cli.h"
#include "executor.h"
#include "load.h"

struct args {
	char **rules;
	unsigned int rules_count;
	bool proc, json;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 'b':
		if (!strcmp(arg, "proc"))
			args->proc = true;
		else if (strcmp(arg, "auto") && strcmp(arg, "kmod"))
			argp_error(state, "--backend is auto, kmod or proc");
		return 0;
	case 'r':
		args->rules = reallocarray(args->rules, args->rules_count + 1,
					   sizeof(*args->rules));
		if (!args->rules)
			return ENOMEM;
		args->rules[args->rules_count++] = arg;
		return 0;
	case 'j':
		args->json = true;
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "unexpected argument: %s", arg);
	}
	return ARGP_ERR_UNKNOWN;
}

static int explain_open(int err)
{
	switch (err) {
	case -ENOENT:
	case -ENXIO:
	case -ENODEV:
		return oomt_cli_no_module(OOMT_DEVICE);
	case -EPERM:
	case -EACCES:
		return oomt_cli_no_permission(OOMT_DEVICE);
	case -EBUSY:
		oomt_cli_error("%s: another executor is running; \"oomctl status\" shows its pid",
			       OOMT_DEVICE);
		return OOMT_EXIT_REFUSED;
	}
	oomt_cli_error("%s: %s", OOMT_DEVICE, strerror(-err));
	return OOMT_EXIT_REFUSED;
}

/* Static: it is locked into memory with the program, and it is large. */
static struct oomt_executor executor;

static int run(const struct args *args)
{
	int err = oomt_executor_init(&executor);
	int code;

	executor.json = args->json;
	if (err) {
		oomt_cli_error("cannot prepare: %s", strerror(-err));
		code = OOMT_EXIT_ENV;
	} else if ((err = oomt_executor_open(&executor))) {
		code = explain_open(err);
	} else if ((err = oomt_executor_run(&executor))) {
		oomt_cli_error("the device is lost: %s", strerror(-err));
		code = OOMT_EXIT_REFUSED;
	} else {
		code = OOMT_EXIT_DONE;
	}
	oomt_executor_exit(&executor);
	return code;
}

int oomt_cmd_run(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "backend", 'b', "BACKEND", 0,
		  "auto (default), kmod or proc", 0 },
		{ "rules", 'r', "FILE", 0,
		  "Load this file first (may stand several times)", 0 },
		{ "json", 'j', NULL, 0,
		  "Print a JSON object per decision", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse,
		.doc = "Carry out the module's decisions until SIGTERM or SIGINT, and say what was done and why.",
	};
	struct args args = { 0 };
	int code = OOMT_EXIT_DONE;

	oomt_cli_parse(&argp, argc, argv, &args);
	if (args.proc) {
		oomt_cli_error("--backend proc is not supported yet");
		code = OOMT_EXIT_REFUSED;
	}
	if (!code && args.rules_count)
		code = oomt_load_files(args.rules, args.rules_count);
	free(args.rules);
	return code ? code : run(&args);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl run: the executor, in the foreground. */
#include <stdio.h>
#include <unistd.h>
#include "cli.h"
#include "executor.h"
#include "load.h"
#include "rules.h"
#include "warden.h"

enum backend { BACKEND_AUTO, BACKEND_KMOD, BACKEND_PROC };

struct args {
	char **rules;
	unsigned int rules_count;
	enum backend backend;
	bool json, dry_run, takeover;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 'b':
		if (!strcmp(arg, "proc"))
			args->backend = BACKEND_PROC;
		else if (!strcmp(arg, "kmod"))
			args->backend = BACKEND_KMOD;
		else if (strcmp(arg, "auto"))
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
	case 'n':
		args->dry_run = true;
		return 0;
	case 't':
		args->takeover = true;
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
		oomt_cli_error("%s: another executor is running (\"oomctl status\" shows its pid); --takeover replaces it",
			       OOMT_DEVICE);
		return OOMT_EXIT_REFUSED;
	}
	oomt_cli_error("%s: %s", OOMT_DEVICE, strerror(-err));
	return OOMT_EXIT_REFUSED;
}

/* Static: it is locked into memory with the program, and it is large. */
static struct oomt_executor executor;

static struct oomt_warden warden;

static int run_kmod(const struct args *args)
{
	int code = OOMT_EXIT_DONE, err;

	if (args->rules_count)
		code = oomt_load_files(args->rules, args->rules_count);
	if (code)
		return code;
	err = oomt_executor_init(&executor);
	executor.json = args->json;
	if (err) {
		oomt_cli_error("cannot prepare: %s", strerror(-err));
		code = OOMT_EXIT_ENV;
	} else if ((err = oomt_executor_open(&executor, args->takeover))) {
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

static int run_warden(const struct oomt_rules *rules, const struct args *args)
{
	int err = oomt_executor_init(&executor);

	executor.json = args->json;
	if (!err)
		err = oomt_warden_init(&warden, &executor, &rules->rs, "/");
	warden.dry_run = args->dry_run;
	executor.warden = &warden;
	if (!err)
		err = oomt_executor_run(&executor);
	if (err)
		oomt_cli_error("cannot prepare: %s", strerror(-err));
	oomt_warden_exit(&warden);
	oomt_executor_exit(&executor);
	return err ? OOMT_EXIT_ENV : OOMT_EXIT_DONE;
}

static int run_proc(const struct args *args)
{
	struct oomt_rules rules;
	int code;

	if (!args->rules_count) {
		oomt_cli_error("without the module the rules must be named: --rules FILE");
		return args->backend == BACKEND_PROC ? OOMT_EXIT_USAGE :
						       OOMT_EXIT_ENV;
	}
	oomt_rules_init(&rules);
	code = oomt_rules_read(&rules, args->rules, args->rules_count,
			       OOMT_PARSE_FOR_LOAD, true);
	if (!code)
		code = run_warden(&rules, args);
	oomt_rules_exit(&rules);
	return code;
}

static int run(struct args *args)
{
	if (args->backend == BACKEND_AUTO && args->rules_count &&
	    access(OOMT_DEVICE, F_OK)) {
		fprintf(stderr, "%s: %s is not there: acting without the module\n",
			oomt_cli_name, OOMT_DEVICE);
		return run_proc(args);
	}
	if (args->backend == BACKEND_PROC)
		return run_proc(args);
	if (args->dry_run) {
		oomt_cli_error("--dry-run is for --backend proc; in the module a chain can be \"mode dry\"");
		return OOMT_EXIT_USAGE;
	}
	return run_kmod(args);
}

int oomt_cmd_run(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "backend", 'b', "BACKEND", 0,
		  "auto (default), kmod or proc", 0 },
		{ "rules", 'r', "FILE", 0,
		  "Load this file first (may stand several times)", 0 },
		{ "dry-run", 'n', NULL, 0,
		  "Decide and tell, act on nothing (backend proc)", 0 },
		{ "takeover", 't', NULL, 0,
		  "Take the place of the executor that runs (backend kmod)", 0 },
		{ "json", 'j', NULL, 0,
		  "Print a JSON object per decision", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse,
		.doc = "Carry out the module's decisions (backend kmod), or decide and act without it on hook low (backend proc), until SIGTERM or SIGINT, and say what was done and why.",
	};
	struct args args = { 0 };
	int code;

	oomt_cli_parse(&argp, argc, argv, &args);
	code = run(&args);
	free(args.rules);
	return code;
}

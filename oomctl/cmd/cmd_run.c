// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl run: the executor, in the foreground. */
#include <stdio.h>
#include <unistd.h>
#include "cli.h"
#include "executor/doer.h"
#include "load.h"
#include "record/recorder.h"
#include "rules.h"
#include "value.h"
#include "warden/warden.h"

enum facts { FACTS_AUTO, FACTS_BPF, FACTS_PROC };
enum backend { BACKEND_AUTO, BACKEND_KMOD, BACKEND_PROC };

struct args {
	char **rules;
	unsigned int rules_count;
	enum backend backend;
	enum facts facts;
	struct oomt_record_place place;
	bool make_place;		/* it was asked for */
	bool json, dry_run, takeover;
};

/* "100", "100,64M", "none": how many records, and how large together. */
static bool parse_bounds(const char *text, struct oomt_record_place *place)
{
	size_t len = strcspn(text, ",");
	s64 files, bytes = place->bytes;

	if (!strcmp(text, "none")) {
		place->dir = NULL;
		return true;
	}
	if (oomt_value_number(text, len, &files) || files < 1 ||
	    files > 1000000 ||
	    (text[len] && (oomt_value_size(text + len + 1,
					   strlen(text + len + 1), &bytes) ||
			   bytes < 1)))
		return false;
	place->files = files;
	place->bytes = bytes;
	return true;
}

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
	case 'f':
		if (!strcmp(arg, "bpf"))
			args->facts = FACTS_BPF;
		else if (!strcmp(arg, "proc"))
			args->facts = FACTS_PROC;
		else if (strcmp(arg, "auto"))
			argp_error(state, "--facts is auto, bpf or proc");
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
	case 'd':
		args->place.dir = arg;
		args->make_place = true;
		return 0;
	case 'm':
		if (!parse_bounds(arg, &args->place))
			argp_error(state, "--record-max is N, N,SIZE or none");
		return 0;
	case 'R':
		args->place.redact = true;
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

static struct oomt_doer doer;
static struct oomt_warden warden;
static struct oomt_recorder recorder;

/*
 * Records, if there is a place for them.  The usual one is made by who
 * installs; only one that was asked for is made here, and must be had.
 */
static int open_records(const struct args *args,
			const struct oomt_ruleset *rs)
{
	int err;

	if (!args->place.dir)
		return OOMT_EXIT_DONE;
	err = oomt_recorder_init(&recorder, &args->place, args->make_place,
				 rs);
	if (!err) {
		executor.recorder = &recorder;
		return OOMT_EXIT_DONE;
	}
	if (err == -ENOMEM)
		return oomt_cli_nomem();
	if (args->make_place) {
		oomt_cli_error("%s: %s", args->place.dir, strerror(-err));
		return OOMT_EXIT_ENV;
	}
	fprintf(stderr, "%s: no records of decisions are kept: %s: %s\n",
		oomt_cli_name, args->place.dir, strerror(-err));
	return OOMT_EXIT_DONE;
}

/* For whom a killed executor froze till the end of an episode. */
#define ADOPTED_NS	(60 * 1000000000ULL)

/* Without it everything works, but a killed executor's frozen stay so. */
static void open_ledger(void)
{
	char file[4096];

	if (oomt_ledger_place(file, sizeof(file)))
		oomt_ledger_open(&executor.ledger, file, executor.proc,
				 executor.hz);
}

static void adopt(struct oomt_deeds *deeds, bool replaced, u64 until_ns)
{
	u32 count = oomt_deeds_adopt(deeds, executor.proc, replaced, until_ns);

	if (count)
		fprintf(stderr, "%s: %u frozen by %s: thawed when their time is over\n",
			oomt_cli_name, count,
			replaced ? "the executor before" :
				   "an executor that was killed");
}

static int serve(bool takeover)
{
	int err = oomt_executor_open(&executor, takeover);

	if (err)
		return explain_open(err);
	adopt(&doer.deeds, takeover, oomt_now_ns() + ADOPTED_NS);
	err = oomt_executor_run(&executor);
	if (!err)
		return OOMT_EXIT_DONE;
	oomt_cli_error("the device is lost: %s", strerror(-err));
	return OOMT_EXIT_REFUSED;
}

static int run_kmod(const struct args *args)
{
	int code = OOMT_EXIT_DONE, err;

	if (args->rules_count)
		code = oomt_load_files(args->rules, args->rules_count);
	if (code)
		return code;
	err = oomt_executor_init(&executor);
	executor.json = args->json;
	if (!err)
		err = oomt_doer_init(&doer, &executor);
	if (!err)
		open_ledger();
	if (!err)
		code = open_records(args, NULL);
	if (err) {
		oomt_cli_error("cannot prepare: %s", strerror(-err));
		code = OOMT_EXIT_ENV;
	} else if (!code) {
		code = serve(args->takeover);
	}
	oomt_doer_exit(&doer);
	oomt_executor_exit(&executor);
	oomt_recorder_exit(&recorder);
	return code;
}

static int watch(const struct oomt_rules *rules, const struct args *args)
{
	int err = oomt_warden_init(&warden, &executor, &rules->rs, "/",
				   args->facts != FACTS_PROC);

	if (!err && args->facts == FACTS_BPF && warden.no_sweep) {
		oomt_cli_error("--facts bpf cannot be had: %s",
			       warden.no_sweep);
		return OOMT_EXIT_ENV;
	}
	warden.dry_run = args->dry_run;
	executor.warden = &warden;
	if (!err && !args->dry_run) {
		open_ledger();
		adopt(&warden.deeds, false, 0);
	}
	if (!err)
		err = oomt_executor_run(&executor);
	if (err)
		oomt_cli_error("cannot prepare: %s", strerror(-err));
	return err ? OOMT_EXIT_ENV : OOMT_EXIT_DONE;
}

static int run_warden(const struct oomt_rules *rules, const struct args *args)
{
	int code, err = oomt_executor_init(&executor);

	executor.json = args->json;
	if (err) {
		oomt_cli_error("cannot prepare: %s", strerror(-err));
		code = OOMT_EXIT_ENV;
	} else {
		code = open_records(args, &rules->rs);
	}
	if (!code)
		code = watch(rules, args);
	oomt_warden_exit(&warden);
	oomt_executor_exit(&executor);
	oomt_recorder_exit(&recorder);
	return code;
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
	if (args->facts) {
		oomt_cli_error("--facts is for --backend proc; the module has its own");
		return OOMT_EXIT_USAGE;
	}
	return run_kmod(args);
}

int oomt_cmd_run(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "backend", 'b', "BACKEND", 0,
		  "auto (default), kmod or proc", 0 },
		{ "facts", 'f', "WAY", 0,
		  "Whence sizes come: auto (default), bpf or proc (backend proc)", 0 },
		{ "rules", 'r', "FILE", 0,
		  "Load this file first (may stand several times)", 0 },
		{ "dry-run", 'n', NULL, 0,
		  "Decide and tell, act on nothing (backend proc)", 0 },
		{ "takeover", 't', NULL, 0,
		  "Take the place of the executor that runs (backend kmod)", 0 },
		{ "record-dir", 'd', "DIR", 0,
		  "Keep records of decisions there (default: " OOMT_RECORD_DIR ", if it is there)",
		  0 },
		{ "record-max", 'm', "N[,SIZE]", 0,
		  "At most so many, and so large together (default: 100,64M); or none",
		  0 },
		{ "redact", 'R', NULL, 0,
		  "Records without names (they cannot be replayed)", 0 },
		{ "json", 'j', NULL, 0,
		  "Print a JSON object per decision", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse,
		.doc = "Carry out the module's decisions (backend kmod), or decide and act without it on hook low (backend proc), until SIGTERM or SIGINT, and say what was done and why.",
	};
	struct args args = {
		.place = {
			.dir = OOMT_RECORD_DIR, .files = OOMT_RECORD_FILES,
			.bytes = OOMT_RECORD_BYTES,
		},
	};
	int code;

	oomt_cli_parse(&argp, argc, argv, &args);
	code = run(&args);
	free(args.rules);
	return code;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl snapshot: a picture of this machine as text. */
#include <stdio.h>
#include "cli.h"
#include "proc/facts_proc.h"
#include "snapshot/snapshot.h"

struct args {
	const char *out;
	bool redact;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 'o':
		args->out = arg;
		return 0;
	case 'r':
		args->redact = true;
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "unexpected argument: %s", arg);
	}
	return ARGP_ERR_UNKNOWN;
}

/* Written whole before the file is touched: never half a picture. */
static int write_picture(const struct args *args, const char *text,
			 size_t size)
{
	FILE *out = args->out && strcmp(args->out, "-") ?
		    fopen(args->out, "we") : stdout;
	int err = 0;

	if (!out) {
		oomt_cli_error("%s: %s", args->out, strerror(errno));
		return OOMT_EXIT_REFUSED;
	}
	if (fwrite(text, 1, size, out) != size || fflush(out))
		err = errno;
	if (out != stdout && fclose(out) && !err)
		err = errno;
	if (!err)
		return OOMT_EXIT_DONE;
	oomt_cli_error("%s: %s", args->out ? args->out : "standard output",
		       strerror(err));
	return OOMT_EXIT_REFUSED;
}

static int take_picture(const struct args *args, struct oomt_facts *facts)
{
	struct oomt_picture *pic;
	char *text = NULL;
	size_t size;
	FILE *to;
	int err = oomt_facts_read(facts, &pic);

	if (err) {
		oomt_cli_error("cannot read this machine's facts: %s",
			       strerror(-err));
		return OOMT_EXIT_ENV;
	}
	to = open_memstream(&text, &size);
	if (!to)
		return oomt_cli_nomem();
	err = oomt_snapshot_write(to, pic,
				  args->redact ? OOMT_SNAPSHOT_REDACT : 0);
	if (fclose(to) || err) {
		free(text);
		return oomt_cli_nomem();
	}
	err = write_picture(args, text, size);
	free(text);
	return err;
}

int oomt_cmd_snapshot(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "output", 'o', "FILE", 0,
		  "Write there instead of to standard output", 0 },
		{ "redact", 'r', NULL, 0,
		  "Replace names by placeholders and leave command lines out",
		  0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse,
		.doc = "Write a picture of this machine, for \"eval --snapshot\", tests and bug reports.",
	};
	struct args args = { 0 };
	struct oomt_facts *facts;
	int code;

	oomt_cli_parse(&argp, argc, argv, &args);
	facts = oomt_facts_new("/", OOMT_FACTS_CGROUPS |
			       (args.redact ? 0 : OOMT_FACTS_CMDLINE));
	if (!facts) {
		oomt_cli_error("/proc: %s", strerror(errno));
		return OOMT_EXIT_ENV;
	}
	code = take_picture(&args, facts);
	oomt_facts_free(facts);
	return code;
}

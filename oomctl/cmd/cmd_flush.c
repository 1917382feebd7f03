// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl flush: removes one table, or all. */
#include "cli.h"
#include "nl/nl.h"

static error_t parse(int key, char *arg, struct argp_state *state)
{
	const char **name = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (*name)
		argp_error(state, "one table at a time, or none for all");
	*name = arg;
	return 0;
}

int oomt_cmd_flush(int argc, char **argv)
{
	static const struct argp argp = {
		.parser = parse, .args_doc = "[TABLE]",
		.doc = "Remove a table, or all of them.",
	};
	const char *name = NULL;
	struct oomt_nl nl;
	int code, err;

	oomt_cli_parse(&argp, argc, argv, &name);
	err = oomt_nl_open(&nl);
	if (err)
		return oomt_nl_explain(&nl, err, "cannot flush");
	err = oomt_nl_flush(&nl, name);
	if (err == -ENOENT && name && !nl.text[0]) {
		oomt_cli_error("there is no table \"%s\"", name);
		code = OOMT_EXIT_REFUSED;
	} else {
		code = err ? oomt_nl_explain(&nl, err, "cannot flush") :
			     OOMT_EXIT_DONE;
	}
	oomt_nl_close(&nl);
	return code;
}

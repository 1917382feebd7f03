// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * oomctl eval: who would die now, and the ranking.  Rules from files or from
 * the kernel; facts from a snapshot or from this machine.
 */
#include <stdio.h>
#include "eval_print.h"
#include "inquiry.h"

#define ROWS	20

struct args {
	struct oomt_inquiry q;
	bool json, all;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &args->q;
		return 0;
	case 'j':
		args->json = true;
		return 0;
	case 'a':
		args->all = true;
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "unexpected argument: %s (rule files go with --rules)",
			   arg);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int show(const struct args *args, const struct oomt_eval *eval)
{
	struct oomt_out out;

	if (args->json)
		return oomt_cli_json(oomt_eval_json(eval));
	oomt_out_init(&out, stdout);
	oomt_eval_print(&out, eval, args->all ? 0 : ROWS);
	return oomt_cli_finish();
}

int oomt_cmd_eval(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ "all", 'a', NULL, 0, "Show every row of the ranking", 0 },
		{ 0 }
	};
	static const struct argp_child children[] = {
		{ &oomt_inquiry_argp, 0, NULL, 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .children = children,
		.doc = "Show who would die now, why, and who would follow.",
	};
	struct args args = { 0 };
	struct oomt_eval eval;
	int code;

	oomt_inquiry_init(&args.q);
	oomt_cli_parse(&argp, argc, argv, &args);
	code = oomt_inquiry_rules(&args.q);
	if (!code)
		code = oomt_inquiry_eval(&args.q, &eval);
	if (!code) {
		code = show(&args, &eval);
		oomt_eval_exit(&eval);
	}
	oomt_inquiry_exit(&args.q);
	return code;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * oomctl why: every rule that a process met, what was compared with what, and
 * what came of it.
 */
#include <stdio.h>
#include "inquiry.h"
#include "reason.h"
#include "value.h"
#include "why.h"

struct args {
	struct oomt_inquiry q;
	const char *subject;
	bool json;
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
	case ARGP_KEY_ARG:
		if (args->subject)
			argp_error(state, "one process at a time");
		args->subject = arg;
		return 0;
	case ARGP_KEY_END:
		if (!args->subject)
			argp_error(state, "whose? a PID is missing");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* pic->task is sorted by pid, but a few are looked through as fast. */
static bool find_pid(const struct oomt_picture *pic, s64 pid, u32 *task)
{
	for (*task = 0; *task < pic->task_count; (*task)++)
		if (pic->task[*task].pid == pid)
			return true;
	return false;
}

static int explain(const struct args *args, struct oomt_eval *eval, u32 task)
{
	struct oomt_why why;
	struct oomt_out out;
	int code, err;

	err = oomt_why_init(&why, eval, &args->q.rules, task);
	if (err == -ENOENT) {
		oomt_cli_error("no chain of this hook judges anybody");
		return OOMT_EXIT_REFUSED;
	}
	if (err == -EIO)
		oomt_cli_error("internal error: asked twice, the engine gave two verdicts");
	if (err)
		return err == -EIO ? OOMT_EXIT_REFUSED : oomt_cli_nomem();
	if (args->json) {
		code = oomt_cli_json(oomt_why_json(&why));
	} else {
		oomt_out_init(&out, stdout);
		oomt_why_print(&out, &why);
		code = oomt_cli_finish();
	}
	oomt_why_exit(&why);
	return code;
}

static int why_pid(struct args *args, s64 pid)
{
	struct oomt_eval eval;
	int code = oomt_inquiry_rules(&args->q);
	u32 task;

	if (!code)
		code = oomt_inquiry_eval(&args->q, &eval);
	if (code)
		return code;
	if (find_pid(eval.pic, pid, &task)) {
		code = explain(args, &eval, task);
	} else {
		oomt_cli_error("there is no process %lld%s%s", (long long)pid,
			       args->q.snapshot_path ? " in " : "",
			       args->q.snapshot_path ? args->q.snapshot_path :
						       "");
		code = OOMT_EXIT_REFUSED;
	}
	oomt_eval_exit(&eval);
	return code;
}

int oomt_cmd_why(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ 0 }
	};
	static const struct argp_child children[] = {
		{ &oomt_inquiry_argp, 0, NULL, 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .children = children,
		.args_doc = "PID",
		.doc = "Show every rule that a process meets, both sides of each comparison, the verdict, and who stands around it.",
	};
	struct args args = { 0 };
	s64 pid;
	int code;

	oomt_inquiry_init(&args.q);
	oomt_cli_parse(&argp, argc, argv, &args);
	if (!oomt_value_number(args.subject, strlen(args.subject), &pid)) {
		code = why_pid(&args, pid);
	} else {
		oomt_cli_error("\"%s\" is no pid", args.subject);
		code = OOMT_EXIT_USAGE;
	}
	oomt_inquiry_exit(&args.q);
	return code;
}

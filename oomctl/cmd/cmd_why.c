// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * oomctl why: every rule that a process met, what was compared with what, and
 * what came of it.
 */
#include <stdio.h>
#include "inquiry.h"
#include "reason.h"
#include "record/record.h"
#include "value.h"
#include "why/why.h"

struct args {
	struct oomt_inquiry q;
	const char *subject;		/* a pid, a record, or "last" */
	const char *dir;
	s64 pid;			/* of a record: another than its victim */
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
	case 'd':
		args->dir = arg;
		return 0;
	case 'p':
		if (oomt_value_number(arg, strlen(arg), &args->pid))
			argp_error(state, "--pid takes a number");
		return 0;
	case ARGP_KEY_ARG:
		if (args->subject)
			argp_error(state, "one process at a time");
		args->subject = arg;
		return 0;
	case ARGP_KEY_END:
		if (!args->subject)
			argp_error(state, "whose? a PID, a RECORD or \"last\" is missing");
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

static int explain(const struct args *args, struct oomt_eval *eval,
		   const struct oomt_rules *rules, u32 task)
{
	struct oomt_why why;
	struct oomt_out out;
	int code, err;

	err = oomt_why_init(&why, eval, rules, task);
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
		code = explain(args, &eval, &args->q.rules, task);
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

/* What is said about a record before its why. */
static void print_record(const struct oomt_record_file *record)
{
	char result[OOMT_RECORD_RESULT_LEN];

	oomt_record_result(record, result);
	printf("decision %llu, %s: %s%s%s\n\n",
	       (unsigned long long)record->id, record->at ? record->at : "",
	       result, record->when == OOMT_RECORD_AFTER ?
	       "; the picture was taken afterwards" : "",
	       record->redacted ? "; redacted: names are gone" : "");
}

static int why_record(struct args *args)
{
	const struct oomt_rules *rules;
	struct oomt_record_file record;
	struct oomt_eval eval;
	int code = oomt_cli_record(args->subject, args->dir, &record), err;
	u32 task;

	rules = args->q.path_count ? &args->q.rules : &record.rules;
	if (!code && args->q.path_count)
		code = oomt_inquiry_rules(&args->q);
	if (!code && !record.victim && !args->pid) {
		oomt_cli_error("nobody was chosen; --pid PID asks about somebody");
		code = OOMT_EXIT_REFUSED;
	}
	if (code)
		goto out;
	err = oomt_record_eval(&record, &rules->rs, &eval);
	if (err) {
		code = err == -ENOMEM ? oomt_cli_nomem() : OOMT_EXIT_REFUSED;
		if (err != -ENOMEM)
			oomt_cli_error("the cgroup %s is not in its picture",
				       record.cgroup);
		goto out;
	}
	if (!find_pid(eval.pic, args->pid ? args->pid : record.pid, &task)) {
		oomt_cli_error("there is no process %lld in the record",
			       (long long)(args->pid ? args->pid :
						       record.pid));
		code = OOMT_EXIT_REFUSED;
	} else {
		if (!args->json)
			print_record(&record);
		code = explain(args, &eval, rules, task);
	}
	oomt_eval_exit(&eval);
out:
	oomt_record_exit(&record);
	return code;
}

int oomt_cmd_why(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "record-dir", 'd', "DIR", 0,
		  "Where \"last\" is looked for (default: " OOMT_RECORD_DIR ")",
		  0 },
		{ "pid", 'p', "PID", 0,
		  "Of a record: about this process instead of its victim", 0 },
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ 0 }
	};
	static const struct argp_child children[] = {
		{ &oomt_inquiry_argp, 0, NULL, 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .children = children,
		.args_doc = "PID|last|RECORD",
		.doc = "Show every rule that a process meets, both sides of each comparison, the verdict, and who stands around it.",
	};
	struct args args = { .dir = OOMT_RECORD_DIR };
	s64 pid;
	int code;

	oomt_inquiry_init(&args.q);
	oomt_cli_parse(&argp, argc, argv, &args);
	if (!oomt_value_number(args.subject, strlen(args.subject), &pid))
		code = why_pid(&args, pid);
	else
		code = why_record(&args);
	oomt_inquiry_exit(&args.q);
	return code;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * oomctl eval: who would die now, and the ranking.  Rules from files or from
 * the kernel; facts from a snapshot or from this machine.
 */
#include <stdio.h>
#include "cli.h"
#include "eval.h"
#include "eval_print.h"
#include "proc/facts_proc.h"
#include "kernel_rules.h"
#include "value.h"

#define ROWS	20

struct args {
	char **rules;
	unsigned int rules_count;
	const char *snapshot;
	enum oomt_hook hook;
	const char *cgroup;		/* of --hook memcg:/path */
	u64 at_ns;
	bool at, json, all;
};

static void parse_hook(struct argp_state *state, struct args *args,
		       const char *text)
{
	if (!strcmp(text, "low"))
		args->hook = OOMT_HOOK_LOW;
	else if (!strcmp(text, "oom"))
		args->hook = OOMT_HOOK_OOM;
	else if (!strncmp(text, "memcg:/", 7)) {
		args->hook = OOMT_HOOK_MEMCG;
		args->cgroup = text + 6;
	} else {
		argp_error(state, "--hook is low, oom or memcg:/path");
	}
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;
	s64 ns;

	switch (key) {
	case 'r':
		args->rules = reallocarray(args->rules, args->rules_count + 1,
					   sizeof(*args->rules));
		if (!args->rules)
			return ENOMEM;
		args->rules[args->rules_count++] = arg;
		return 0;
	case 's':
		args->snapshot = arg;
		return 0;
	case 'k':
		parse_hook(state, args, arg);
		return 0;
	case 't':
		if (oomt_value_duration(arg, strlen(arg), &ns))
			argp_error(state, "--at takes a time such as 10s");
		args->at_ns = ns;
		args->at = true;
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
	case ARGP_KEY_END:
		if (args->at && !args->snapshot)
			argp_error(state, "--at needs --snapshot");
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

static int no_cgroup(const struct args *args)
{
	oomt_cli_error("there is no cgroup %s%s%s", args->cgroup,
		       args->snapshot ? " in " : "",
		       args->snapshot ? args->snapshot : "");
	return OOMT_EXIT_REFUSED;
}

static int eval_snapshot(const struct args *args,
			 const struct oomt_ruleset *rs)
{
	struct oomt_source *source = oomt_source_read(args->snapshot);
	struct oomt_snapshot *snap;
	struct oomt_diags diags;
	struct oomt_eval eval;
	int code, err;

	if (!source) {
		oomt_cli_error("%s: %s", args->snapshot, strerror(errno));
		return OOMT_EXIT_REFUSED;
	}
	oomt_diags_init(&diags);
	snap = oomt_snapshot_read(source, &diags);
	if (!snap) {
		oomt_diags_exit(&diags);
		return oomt_cli_nomem();
	}
	oomt_diags_print(stderr, &diags);
	code = diags.errors ? OOMT_EXIT_REFUSED : OOMT_EXIT_DONE;
	if (!code) {
		err = args->cgroup ?
		      oomt_eval_snapshot_memcg(rs, snap, args->at_ns,
					       args->cgroup, &eval) :
		      oomt_eval_snapshot(rs, snap, args->at_ns, args->hook,
					 &eval);
		if (err == -ESRCH) {
			code = no_cgroup(args);
		} else if (err == -ENOENT) {
			oomt_cli_error("%s begins only after that time",
				       args->snapshot);
			code = OOMT_EXIT_REFUSED;
		} else if (err) {
			code = oomt_cli_nomem();
		} else {
			code = show(args, &eval);
			oomt_eval_exit(&eval);
		}
	}
	oomt_diags_exit(&diags);
	oomt_snapshot_free(snap);
	return code;
}

static int eval_picture(const struct args *args, const struct oomt_ruleset *rs,
			const struct oomt_picture *pic)
{
	struct oomt_eval eval;
	int code, err;

	err = args->cgroup ?
	      oomt_eval_picture_memcg(rs, pic, args->cgroup, &eval) :
	      oomt_eval_picture(rs, pic, args->hook, &eval);
	if (err == -ESRCH)
		return no_cgroup(args);
	if (err)
		return oomt_cli_nomem();
	code = show(args, &eval);
	oomt_eval_exit(&eval);
	return code;
}

static int eval_machine(const struct args *args, const struct oomt_ruleset *rs,
			s32 executor)
{
	struct oomt_facts *facts;
	struct oomt_picture *pic;
	int code, err;

	facts = oomt_facts_new("/", oomt_facts_flags(rs));
	if (!facts) {
		oomt_cli_error("/proc: %s", strerror(errno));
		return OOMT_EXIT_ENV;
	}
	oomt_facts_set_executor(facts, executor);
	err = oomt_facts_read(facts, &pic);
	if (err) {
		oomt_cli_error("cannot read this machine's facts: %s",
			       strerror(-err));
		code = OOMT_EXIT_ENV;
	} else {
		code = eval_picture(args, rs, pic);
	}
	oomt_facts_free(facts);
	return code;
}

/* The rules from files, or those in force; *executor: if the module knows. */
static int get_rules(const struct args *args, struct oomt_rules *rules,
		     s32 *executor)
{
	struct oomt_nl_status status;
	struct oomt_nl nl;
	int code, err;

	*executor = 0;
	if (args->rules_count)
		return oomt_rules_read(rules, args->rules, args->rules_count,
				       0, true);
	err = oomt_nl_open(&nl);
	if (err) {
		code = oomt_nl_explain(&nl, err, "cannot read the tables");
		if (err == -ENOENT)
			oomt_cli_error("--rules FILE evaluates a file instead");
		return code;
	}
	if (!oomt_nl_status(&nl, &status))
		*executor = status.handler_pid;
	code = oomt_kernel_rules_read(&nl, NULL, rules);
	oomt_nl_close(&nl);
	if (!code && oomt_rules_seal(rules))
		code = oomt_cli_nomem();
	return code;
}

int oomt_cmd_eval(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "rules", 'r', "FILE", 0,
		  "Evaluate this file (may stand several times; default: the tables in force)",
		  0 },
		{ "snapshot", 's', "FILE", 0,
		  "The facts (default: this machine)", 0 },
		{ "hook", 'k', "HOOK", 0,
		  "low (default), oom or memcg:/path", 0 },
		{ "at", 't', "TIME", 0,
		  "A time of the snapshot (default: its last)", 0 },
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ "all", 'a', NULL, 0, "Show every row of the ranking", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse,
		.doc = "Show who would die now, why, and who would follow.",
	};
	struct args args = {
		.hook = OOMT_HOOK_LOW, .at_ns = OOMT_SNAPSHOT_LAST,
	};
	struct oomt_rules rules;
	s32 executor;
	int code;

	oomt_cli_parse(&argp, argc, argv, &args);
	oomt_rules_init(&rules);
	code = get_rules(&args, &rules, &executor);
	if (!code)
		code = args.snapshot ?
		       eval_snapshot(&args, &rules.rs) :
		       eval_machine(&args, &rules.rs, executor);
	oomt_rules_exit(&rules);
	free(args.rules);
	return code;
}

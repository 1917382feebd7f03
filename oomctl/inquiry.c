// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Rules and facts for the commands that explain; see inquiry.h. */
#include <stdio.h>
#include "inquiry.h"
#include "kernel_rules.h"
#include "value.h"

void oomt_inquiry_init(struct oomt_inquiry *q)
{
	memset(q, 0, sizeof(*q));
	q->hook = OOMT_HOOK_LOW;
	q->at_ns = OOMT_SNAPSHOT_LAST;
	oomt_rules_init(&q->rules);
	oomt_diags_init(&q->diags);
}

void oomt_inquiry_exit(struct oomt_inquiry *q)
{
	oomt_diags_exit(&q->diags);
	oomt_snapshot_free(q->snapshot);
	oomt_facts_free(q->facts);
	oomt_rules_exit(&q->rules);
	free(q->path);
}

bool oomt_inquiry_hook(struct oomt_inquiry *q, const char *text)
{
	q->cgroup = NULL;
	if (!strcmp(text, "low")) {
		q->hook = OOMT_HOOK_LOW;
	} else if (!strcmp(text, "oom")) {
		q->hook = OOMT_HOOK_OOM;
	} else if (!strncmp(text, "memcg:/", 7)) {
		q->hook = OOMT_HOOK_MEMCG;
		q->cgroup = text + 6;
	} else {
		return false;
	}
	return true;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct oomt_inquiry *q = state->input;
	s64 ns;

	switch (key) {
	case 'r':
		q->path = reallocarray(q->path, q->path_count + 1,
				       sizeof(*q->path));
		if (!q->path)
			return ENOMEM;
		q->path[q->path_count++] = arg;
		return 0;
	case 's':
		q->snapshot_path = arg;
		return 0;
	case 'k':
		if (!oomt_inquiry_hook(q, arg))
			argp_error(state,
				   "--hook is low, oom or memcg:/path");
		return 0;
	case 't':
		if (oomt_value_duration(arg, strlen(arg), &ns))
			argp_error(state, "--at takes a time such as 10s");
		q->at_ns = ns;
		q->at = true;
		return 0;
	case ARGP_KEY_END:
		if (q->at && !q->snapshot_path)
			argp_error(state, "--at needs --snapshot");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_option options[] = {
	{ "rules", 'r', "FILE", 0,
	  "By these rules (may stand several times; default: the tables in force)",
	  0 },
	{ "snapshot", 's', "FILE", 0,
	  "The facts (default: this machine)", 0 },
	{ "hook", 'k', "HOOK", 0,
	  "low (default), oom or memcg:/path", 0 },
	{ "at", 't', "TIME", 0,
	  "A time of the snapshot (default: its last)", 0 },
	{ 0 }
};

const struct argp oomt_inquiry_argp = {
	.options = options, .parser = parse,
};

/* The rules in force. */
static int read_kernel(struct oomt_inquiry *q)
{
	struct oomt_nl_status status;
	struct oomt_nl nl;
	int code, err = oomt_nl_open(&nl);

	if (err) {
		code = oomt_nl_explain(&nl, err, "cannot read the tables");
		if (err == -ENOENT)
			oomt_cli_error("--rules FILE takes a file instead");
		return code;
	}
	if (!oomt_nl_status(&nl, &status))
		q->executor = status.handler_pid;
	code = oomt_kernel_rules_read(&nl, NULL, &q->rules);
	oomt_nl_close(&nl);
	if (!code && oomt_rules_seal(&q->rules))
		code = oomt_cli_nomem();
	return code;
}

int oomt_inquiry_rules(struct oomt_inquiry *q)
{
	if (!q->path_count)
		return read_kernel(q);
	return oomt_rules_read(&q->rules, q->path, q->path_count, 0, true);
}

int oomt_inquiry_snapshot(struct oomt_inquiry *q, const char *path)
{
	struct oomt_source *source = oomt_source_read(path);

	if (!source) {
		oomt_cli_error("%s: %s", path, strerror(errno));
		return OOMT_EXIT_REFUSED;
	}
	oomt_diags_exit(&q->diags);
	oomt_diags_init(&q->diags);
	oomt_snapshot_free(q->snapshot);
	q->snapshot = oomt_snapshot_read(source, &q->diags);
	if (!q->snapshot)
		return oomt_cli_nomem();
	oomt_diags_print(stderr, &q->diags);
	return q->diags.errors ? OOMT_EXIT_REFUSED : OOMT_EXIT_DONE;
}

/* What came of evaluating: an exit code, and said why. */
static int eval_code(const struct oomt_inquiry *q, int err)
{
	if (!err)
		return OOMT_EXIT_DONE;
	if (err == -ENOENT)
		oomt_cli_error("%s begins only after that time",
			       q->snapshot_path);
	else if (err == -ESRCH)
		oomt_cli_error("there is no cgroup %s%s%s", q->cgroup,
			       q->snapshot_path ? " in " : "",
			       q->snapshot_path ? q->snapshot_path : "");
	else
		return oomt_cli_nomem();
	return OOMT_EXIT_REFUSED;
}

static int eval_snapshot(struct oomt_inquiry *q, struct oomt_eval *eval)
{
	int code = OOMT_EXIT_DONE, err;

	if (!q->snapshot)
		code = oomt_inquiry_snapshot(q, q->snapshot_path);
	if (code)
		return code;
	if (q->hook == OOMT_HOOK_MEMCG)
		err = oomt_eval_snapshot_memcg(&q->rules.rs, q->snapshot,
					       q->at_ns, q->cgroup, eval);
	else
		err = oomt_eval_snapshot(&q->rules.rs, q->snapshot, q->at_ns,
					 q->hook, eval);
	return eval_code(q, err);
}

static int eval_machine(struct oomt_inquiry *q, struct oomt_eval *eval)
{
	struct oomt_picture *pic;
	int err;

	q->facts = oomt_facts_new("/", oomt_facts_flags(&q->rules.rs));
	if (!q->facts) {
		oomt_cli_error("/proc: %s", strerror(errno));
		return OOMT_EXIT_ENV;
	}
	oomt_facts_set_executor(q->facts, q->executor);
	err = oomt_facts_read(q->facts, &pic);
	if (err) {
		oomt_cli_error("cannot read this machine's facts: %s",
			       strerror(-err));
		return OOMT_EXIT_ENV;
	}
	if (q->hook == OOMT_HOOK_MEMCG)
		err = oomt_eval_picture_memcg(&q->rules.rs, pic, q->cgroup,
					      eval);
	else
		err = oomt_eval_picture(&q->rules.rs, pic, q->hook, eval);
	return eval_code(q, err);
}

int oomt_inquiry_eval(struct oomt_inquiry *q, struct oomt_eval *eval)
{
	return q->snapshot_path ? eval_snapshot(q, eval) :
				  eval_machine(q, eval);
}

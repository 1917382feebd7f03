// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * oomctl replay: a recorded decision again, under the rules of then, which
 * must say the same, or under other ones.
 */
#include <stdio.h>
#include "cli.h"
#include "eval_print.h"
#include "names.h"
#include "reason.h"
#include "record/record.h"

#define ROWS	20

struct args {
	const char *record, *dir;
	char **rules;
	unsigned int count;
	bool json, all;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 'r':
		args->rules = reallocarray(args->rules, args->count + 1,
					   sizeof(*args->rules));
		if (!args->rules)
			return ENOMEM;
		args->rules[args->count++] = arg;
		return 0;
	case 'd':
		args->dir = arg;
		return 0;
	case 'j':
		args->json = true;
		return 0;
	case 'a':
		args->all = true;
		return 0;
	case ARGP_KEY_ARG:
		if (args->record)
			argp_error(state, "one record at a time");
		args->record = arg;
		return 0;
	case ARGP_KEY_END:
		if (!args->record)
			argp_error(state, "which decision? a RECORD is missing");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* Who dies now. */
struct answer {
	bool victim;
	s32 pid;
	char comm[64], rule[OOMT_RULE_LEN];
};

static void get_answer(const struct oomt_eval *eval, struct answer *answer)
{
	const struct oomt_task *task;

	memset(answer, 0, sizeof(*answer));
	answer->victim = eval->judged.victim_count;
	if (!answer->victim)
		return;
	task = &eval->pic->task[eval->judged.ranking[0]];
	answer->pid = task->pid;
	oomt_escape(answer->comm, sizeof(answer->comm), task->comm,
		    strlen(task->comm));
	oomt_judgement_rule(eval, &eval->judged, eval->judged.ranking[0],
			    answer->rule);
}

static bool is_same(const struct oomt_record_file *record,
		    const struct answer *answer)
{
	return record->victim == answer->victim &&
	       record->pid == answer->pid;
}

static const char *safe(const char *text, char buf[200])
{
	oomt_escape(buf, 200, text ? text : "", text ? strlen(text) : 0);
	return buf;
}

static void print_then(const struct oomt_record_file *record)
{
	char comm[200], rule[200], text[OOMT_RECORD_RESULT_LEN];

	printf("record   decision %llu, %s, hook %s, %s/%s\n",
	       (unsigned long long)record->id, record->at ? record->at : "",
	       oomt_hook_name(record->hook), safe(record->table, comm),
	       safe(record->chain, rule));
	printf("reason   %s\n", safe(record->reason, comm));
	if (record->when == OOMT_RECORD_AFTER)
		puts("picture  taken afterwards: what the module saw is not to be had");
	if (record->redacted)
		puts("redacted names are gone: rules about them match nobody");
	oomt_record_result(record, text);
	if (record->victim)
		printf("then     pid %d (%s) by %s: %s\n", record->pid,
		       safe(record->comm, comm), safe(record->rule, rule),
		       text);
	else
		printf("then     nobody: %s\n", text);
}

static void print_now(const struct oomt_out *out, const struct args *args,
		      const struct answer *answer, bool same)
{
	const char *when = args->count ? "by these" : "again";

	if (answer->victim)
		printf("%-8s pid %d (%s) by %s: ", when, answer->pid,
		       answer->comm, answer->rule);
	else
		printf("%-8s nobody: ", when);
	oomt_out_styled(out, same ? OOMT_GREEN : OOMT_YELLOW, "%s",
			same ? "the same" : "another decision");
	fputs("\n\n", stdout);
}

static json_t *answer_json(const struct oomt_record_file *record,
			   const struct oomt_eval *eval, bool same)
{
	json_t *then = record->victim ?
		json_pack("{s:i, s:o, s:o}", "pid", record->pid, "comm",
			  oomt_json_text(record->comm ? record->comm : ""),
			  "rule",
			  oomt_json_text(record->rule ? record->rule : "")) :
		json_null();

	return json_pack("{s:I, s:o, s:s, s:o, s:o, s:o, s:s, s:b, s:b, s:o, s:o}",
			 "decision", (json_int_t)record->id, "at",
			 oomt_json_text(record->at ? record->at : ""),
			 "hook", oomt_hook_name(record->hook),
			 "result", oomt_json_text(record->result ?
						  record->result : ""),
			 "action", record->action ?
				   oomt_json_text(record->action) : json_null(),
			 "thawed_ns", record->thawed_ns < 0 ? json_null() :
				      json_integer(record->thawed_ns),
			 "picture", record->when == OOMT_RECORD_AT ? "at" :
								     "after",
			 "redacted", record->redacted,
			 "same", same,
			 "then", then, "now", oomt_eval_json(eval));
}

static int show(const struct args *args,
		const struct oomt_record_file *record,
		const struct oomt_eval *eval)
{
	struct answer answer;
	struct oomt_out out;
	bool same;
	int code;

	get_answer(eval, &answer);
	same = is_same(record, &answer);
	if (args->json) {
		code = oomt_cli_json(answer_json(record, eval, same));
	} else {
		oomt_out_init(&out, stdout);
		print_then(record);
		print_now(&out, args, &answer, same);
		oomt_eval_print(&out, eval, args->all ? 0 : ROWS);
		code = oomt_cli_finish();
	}
	if (code || same || args->count)
		return code;
	oomt_cli_error("the same rules take somebody else%s",
		       record->when == OOMT_RECORD_AFTER ?
		       " (the picture was taken afterwards)" :
		       record->redacted ? " (the record is redacted)" : "");
	return OOMT_EXIT_REFUSED;
}

static int evaluate(const struct args *args,
		    const struct oomt_record_file *record,
		    const struct oomt_ruleset *rs)
{
	struct oomt_eval eval;
	int code, err = oomt_record_eval(record, rs, &eval);

	if (err == -ESRCH) {
		oomt_cli_error("%s: the cgroup %s is not in its picture",
			       args->record, record->cgroup);
		return OOMT_EXIT_REFUSED;
	}
	if (err)
		return oomt_cli_nomem();
	code = show(args, record, &eval);
	oomt_eval_exit(&eval);
	return code;
}

static int replay(struct args *args, const struct oomt_record_file *record)
{
	struct oomt_rules rules;
	int code;

	if (!args->count)
		return evaluate(args, record, &record->rules.rs);
	oomt_rules_init(&rules);
	code = oomt_rules_read(&rules, args->rules, args->count, 0, true);
	if (!code)
		code = evaluate(args, record, &rules.rs);
	oomt_rules_exit(&rules);
	return code;
}

int oomt_cmd_replay(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "rules", 'r', "FILE", 0,
		  "By these rules (may stand several times; default: those of then)",
		  0 },
		{ "record-dir", 'd', "DIR", 0,
		  "Where \"last\" is looked for (default: " OOMT_RECORD_DIR ")",
		  0 },
		{ "all", 'a', NULL, 0, "Show every row of the ranking", 0 },
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .args_doc = "RECORD|last",
		.doc = "Make a recorded decision again.",
	};
	struct args args = { .dir = OOMT_RECORD_DIR };
	struct oomt_record_file record;
	int code;

	oomt_cli_parse(&argp, argc, argv, &args);
	code = oomt_cli_record(args.record, args.dir, &record);
	if (!code)
		code = replay(&args, &record);
	oomt_record_exit(&record);
	free(args.rules);
	return code;
}

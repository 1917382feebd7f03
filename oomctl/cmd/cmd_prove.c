// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl prove: a statement, decided for all processes that there can be. */
#include <stdio.h>
#include "cli.h"
#include "names.h"
#include "prove/prove.h"
#include "reason.h"
#include "rules.h"
#include "value.h"

struct args {
	char **rules;
	unsigned int count;
	const char *statement;
	s64 timeout_ns;
	bool json;
};

static int add_file(struct args *args, char *path)
{
	char **bigger = reallocarray(args->rules, args->count + 1,
				     sizeof(*bigger));

	if (!bigger)
		return ENOMEM;
	args->rules = bigger;
	args->rules[args->count++] = path;
	return 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 'r':
		return add_file(args, arg);
	case 't':
		if (oomt_value_duration(arg, strlen(arg), &args->timeout_ns))
			argp_error(state, "--timeout takes a time such as 10s");
		return 0;
	case 'j':
		args->json = true;
		return 0;
	case ARGP_KEY_ARG:
		if (state->arg_num == 0)
			return add_file(args, arg);
		if (state->arg_num > 1)
			argp_error(state, "one statement, in quotes");
		args->statement = arg;
		return 0;
	case ARGP_KEY_END:
		if (!args->statement)
			argp_error(state, "a rule file and a statement are needed");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const char *const proofs[] = {
	[OOMT_PROVED] = "proved",
	[OOMT_REFUTED] = "refuted",
	[OOMT_CANNOT_TELL] = "cannot tell",
};

static json_t *answer_json(const struct args *args,
			   const struct oomt_prove_answer *answer)
{
	bool refuted = answer->proof == OOMT_REFUTED;

	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I}",
			 "result", proofs[answer->proof],
			 "statement", oomt_json_text(args->statement),
			 "reason", answer->proof == OOMT_PROVED ? json_null() :
				   oomt_json_text(answer->reason),
			 "hook", refuted ?
				 json_string(oomt_hook_name(answer->hook)) :
				 json_null(),
			 "cgroup", answer->hit[0] ?
				   oomt_json_text(answer->hit) : json_null(),
			 "table", refuted ? json_string(answer->table) :
				  json_null(),
			 "chain", refuted ? json_string(answer->chain) :
				  json_null(),
			 "rule", refuted ? oomt_json_text(answer->rule) :
				 json_null(),
			 "snapshot", refuted ?
				 oomt_json_text(answer->snapshot) :
				 json_null(),
			 "chains", (json_int_t)answer->chains);
}

/* A refutation is a snapshot as a whole: all else are comments in it. */
static void print_answer(const struct args *args,
			 const struct oomt_prove_answer *answer)
{
	const char *head = answer->proof == OOMT_REFUTED ? "# " : "";
	struct oomt_out out;

	oomt_out_init(&out, stdout);
	fputs(head, stdout);
	oomt_out_styled(&out, answer->proof == OOMT_PROVED ? OOMT_GREEN :
			answer->proof == OOMT_REFUTED ? OOMT_RED : OOMT_YELLOW,
			"%s", proofs[answer->proof]);
	if (answer->proof == OOMT_PROVED && answer->vacuous)
		fputs(": no process that could be taken matches", stdout);
	if (answer->proof == OOMT_CANNOT_TELL)
		printf(": %s", answer->reason);
	putchar('\n');
	if (answer->proof != OOMT_REFUTED)
		return;
	printf("# hook %s%s%s, chain %s of %s: %s\n",
	       oomt_hook_name(answer->hook), answer->hit[0] ? ":" : "",
	       answer->hit, answer->chain, answer->table, answer->reason);
	fputs(answer->snapshot, stdout);
}

static int prove(const struct args *args, const struct oomt_ruleset *rs,
		 const struct prove_statement *statement)
{
	struct oomt_prove_answer answer;
	int code;

	if (oomt_prove(rs, statement, args->timeout_ns, &answer))
		return oomt_cli_nomem();
	if (!answer.chains) {
		oomt_cli_error(statement->chain ?
			       "there is no such chain that acts: %s" :
			       "no chain that acts has such a hook",
			       statement->chain);
		oomt_prove_exit(&answer);
		return OOMT_EXIT_REFUSED;
	}
	if (args->json) {
		code = oomt_cli_json(answer_json(args, &answer));
	} else {
		print_answer(args, &answer);
		code = oomt_cli_finish();
	}
	if (!code && answer.proof != OOMT_PROVED)
		code = OOMT_EXIT_REFUSED;
	oomt_prove_exit(&answer);
	return code;
}

static int read_statement(const struct args *args,
			  struct prove_statement *statement)
{
	struct oomt_diags diags;
	const char *why;
	int err;

	oomt_diags_init(&diags);
	err = prove_statement_read(statement, args->statement, &diags, &why);
	oomt_diags_print(stderr, &diags);
	oomt_diags_exit(&diags);
	if (err == -ENOMEM)
		return oomt_cli_nomem();
	if (err && why)
		oomt_cli_error("%s", why);
	return err ? OOMT_EXIT_USAGE : OOMT_EXIT_DONE;
}

int oomt_cmd_prove(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "rules", 'r', "FILE", 0,
		  "These rules are in force too (may stand several times)", 0 },
		{ "timeout", 't', "TIME", 0,
		  "Give up after this time (default: 10s)", 0 },
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse,
		.args_doc = "FILE STATEMENT",
		.doc = "Decide a statement for all processes that there can be.\v"
		       "MATCH... never kill\n"
		       "MATCH... always exempt\n"
		       "MATCH... never before MATCH...\n"
		       "some kill\n\n"
		       "Each may end in \"hook low|oom|memcg\" and \"chain NAME\".",
	};
	struct args args = { .timeout_ns = 10 * OOMT_NS_PER_S };
	struct prove_statement statement = { 0 };
	struct oomt_rules rules;
	int code;

	oomt_cli_parse(&argp, argc, argv, &args);
	oomt_rules_init(&rules);
	code = read_statement(&args, &statement);
	if (!code)
		code = oomt_rules_read(&rules, args.rules, args.count, 0,
				       true);
	if (!code)
		code = prove(&args, &rules.rs, &statement);
	prove_statement_exit(&statement);
	oomt_rules_exit(&rules);
	free(args.rules);
	return code;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * oomctl diff: whose verdict, rule or rank changes between two policies, over
 * one or many snapshots, or on this machine.  Made for a pull request.
 */
#include <stdio.h>
#include "inquiry.h"
#include "names.h"
#include "output.h"
#include "reason.h"

struct args {
	struct oomt_inquiry q[2];	/* A and B; options stand in A's */
	const char *file[2];
	unsigned int files;
	char **snapshot;
	unsigned int snapshots;
	const char *common[64];
	unsigned int commons;
	bool json, exit_code;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 's':
		args->snapshot = reallocarray(args->snapshot,
					      args->snapshots + 1,
					      sizeof(*args->snapshot));
		if (!args->snapshot)
			return ENOMEM;
		args->snapshot[args->snapshots++] = arg;
		return 0;
	case 'r':
		if (args->commons == ARRAY_SIZE(args->common))
			argp_error(state, "too many --rules");
		args->common[args->commons++] = arg;
		return 0;
	case 'k':
		if (!oomt_inquiry_hook(&args->q[0], arg))
			argp_error(state, "--hook is low, oom or memcg:/path");
		return 0;
	case 'e':
		args->exit_code = true;
		return 0;
	case 'j':
		args->json = true;
		return 0;
	case ARGP_KEY_ARG:
		if (args->files == 2)
			argp_error(state, "two policies, A and B");
		args->file[args->files++] = arg;
		return 0;
	case ARGP_KEY_END:
		if (args->files != 2)
			argp_error(state, "two policies are needed, A and B");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* What a policy says about a task. */
struct said {
	const char *verdict;		/* "dies", "candidate", "exempt", "-" */
	u32 rank;			/* from 1; 0: none */
	char rule[OOMT_RULE_LEN];
};

static u32 rank_of(const struct oomt_judgement *shown, u32 task)
{
	u32 i;

	for (i = 0; i < shown->ranking_count; i++)
		if (shown->ranking[i] == task)
			return i + 1;
	return 0;
}

static void ask(const struct oomt_eval *eval, u32 task, struct said *said)
{
	const struct oomt_judgement *shown = oomt_eval_shown(eval);
	const struct oomt_verdict *v;

	memset(said, 0, sizeof(*said));
	said->verdict = "-";
	if (!shown)
		return;
	v = &shown->verdict[task];
	if (v->kind == OOMT_V_NONE)
		return;
	oomt_judgement_rule(eval, shown, task, said->rule);
	if (v->kind == OOMT_V_EXEMPT) {
		said->verdict = "exempt";
		return;
	}
	said->rank = rank_of(shown, task);
	said->verdict = said->rank == 1 && eval->judged.fired ? "dies" :
								"candidate";
}

static bool same(const struct said *a, const struct said *b)
{
	return !strcmp(a->verdict, b->verdict) && a->rank == b->rank &&
	       !strcmp(a->rule, b->rule);
}

/* "candidate #2 a.oom:5" */
static void said_text(const struct said *said, char *text, size_t size)
{
	if (said->rank)
		snprintf(text, size, "%s #%u %s", said->verdict, said->rank,
			 said->rule);
	else
		snprintf(text, size, "%s %s", said->verdict, said->rule);
}

static json_t *said_json(const struct said *said)
{
	return json_pack("{s:s, s:o, s:o}", "verdict", said->verdict, "rank",
			 said->rank ? json_integer(said->rank) : json_null(),
			 "rule", said->rule[0] ? oomt_json_text(said->rule) :
						 json_null());
}

/* The differences of one picture; how many. */
static unsigned int compare(const struct args *args,
			    const struct oomt_eval eval[2],
			    struct oomt_grid *grid, json_t *changes)
{
	const struct oomt_picture *pic = eval[0].pic;
	char comm[64], size[OOMT_HUMAN_LEN], text[OOMT_RULE_LEN + 40];
	struct said said[2];
	unsigned int count = 0;
	u32 i;

	for (i = 0; i < pic->task_count; i++) {
		const struct oomt_task *task = &pic->task[i];

		ask(&eval[0], i, &said[0]);
		ask(&eval[1], i, &said[1]);
		if (same(&said[0], &said[1]))
			continue;
		count++;
		if (args->json) {
			json_array_append_new(changes,
				json_pack("{s:i, s:o, s:o, s:o}",
					  "pid", task->pid, "comm",
					  oomt_json_text(task->comm),
					  "old", said_json(&said[0]),
					  "new", said_json(&said[1])));
			continue;
		}
		oomt_escape(comm, sizeof(comm), task->comm,
			    strlen(task->comm));
		oomt_human_size(oomt_task_weight(task), size);
		oomt_grid_row(grid, !strcmp(said[1].verdict, "dies") ?
			      OOMT_RED : !strcmp(said[0].verdict, "dies") ?
			      OOMT_GREEN : OOMT_PLAIN);
		oomt_grid_set(grid, 0, "%d", task->pid);
		oomt_grid_set(grid, 1, "%s", comm);
		oomt_grid_set(grid, 2, "%s", size);
		said_text(&said[0], text, sizeof(text));
		oomt_grid_set(grid, 3, "%s", text);
		oomt_grid_set(grid, 4, "->");
		said_text(&said[1], text, sizeof(text));
		oomt_grid_set(grid, 5, "%s", text);
	}
	return count;
}

static void report(const struct args *args, const char *name,
		   const struct oomt_eval eval[2], json_t *pictures,
		   unsigned int *total)
{
	static const char *const heads[] = {
		"pid", "comm", "total", "old", "", "new",
	};
	json_t *changes = args->json ? json_array() : NULL;
	struct oomt_grid grid;
	struct oomt_out out;
	unsigned int i, count;

	oomt_out_init(&out, stdout);
	oomt_grid_init(&grid, ARRAY_SIZE(heads), 1 << 0 | 1 << 2);
	oomt_grid_row(&grid, OOMT_BOLD);
	for (i = 0; i < ARRAY_SIZE(heads); i++)
		oomt_grid_set(&grid, i, "%s", heads[i]);
	count = compare(args, eval, &grid, changes);
	*total += count;
	if (args->json) {
		json_array_append_new(pictures,
			json_pack("{s:o, s:i, s:o}", "snapshot",
				  oomt_json_text(name), "processes",
				  (int)eval[0].pic->task_count,
				  "changes", changes));
	} else {
		printf("%s: %u of %u processes change%s\n", name, count,
		       eval[0].pic->task_count, !count ? "" :
		       eval[0].judged.fired != eval[1].judged.fired ?
		       eval[1].judged.fired ? "; now it fires" :
					      "; it does not fire any more" :
		       "");
		if (count)
			oomt_grid_print(&grid, &out, 2);
	}
	oomt_grid_exit(&grid);
}

/* Both policies over the same facts. */
static int one_picture(struct args *args, const char *snapshot,
		       json_t *pictures, unsigned int *total)
{
	struct oomt_inquiry *q = args->q;
	struct oomt_eval eval[2];
	int code;

	q[0].snapshot_path = snapshot;
	if (snapshot) {
		code = oomt_inquiry_snapshot(&q[0], snapshot);
		if (code)
			return code;
	}
	code = oomt_inquiry_eval(&q[0], &eval[0]);
	if (code)
		return code;
	/* The same picture, not another one of the same machine. */
	if ((q[0].hook == OOMT_HOOK_MEMCG ?
	     oomt_eval_picture_memcg(&q[1].rules.rs, eval[0].pic, q[0].cgroup,
				     &eval[1]) :
	     snapshot ? oomt_eval_snapshot(&q[1].rules.rs, q[0].snapshot,
					   OOMT_SNAPSHOT_LAST, q[0].hook,
					   &eval[1]) :
	     oomt_eval_picture(&q[1].rules.rs, eval[0].pic, q[0].hook,
			       &eval[1]))) {
		oomt_eval_exit(&eval[0]);
		return oomt_cli_nomem();
	}
	report(args, snapshot ? snapshot : "this machine", eval, pictures,
	       total);
	oomt_eval_exit(&eval[1]);
	oomt_eval_exit(&eval[0]);
	return OOMT_EXIT_DONE;
}

/* The rules of A or B, and those common to both. */
static int read_rules(struct args *args, unsigned int which)
{
	struct oomt_inquiry *q = &args->q[which];
	unsigned int i;

	q->path = calloc(args->commons + 1, sizeof(*q->path));
	if (!q->path)
		return oomt_cli_nomem();
	for (i = 0; i < args->commons; i++)
		q->path[q->path_count++] = (char *)args->common[i];
	q->path[q->path_count++] = (char *)args->file[which];
	return oomt_inquiry_rules(q);
}

static int diff(struct args *args)
{
	json_t *pictures = args->json ? json_array() : NULL;
	unsigned int i, total = 0;
	int code = read_rules(args, 0);

	if (!code)
		code = read_rules(args, 1);
	if (!code && !args->snapshots)
		code = one_picture(args, NULL, pictures, &total);
	for (i = 0; i < args->snapshots && !code; i++)
		code = one_picture(args, args->snapshot[i], pictures, &total);
	if (code) {
		json_decref(pictures);
		return code;
	}
	code = args->json ?
	       oomt_cli_json(json_pack("{s:i, s:o}", "changes", (int)total,
				       "snapshots", pictures)) :
	       oomt_cli_finish();
	if (code)
		return code;
	return args->exit_code && total ? OOMT_EXIT_REFUSED : OOMT_EXIT_DONE;
}

int oomt_cmd_diff(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "snapshot", 's', "FILE", 0,
		  "The facts (may stand several times; default: this machine)",
		  0 },
		{ "rules", 'r', "FILE", 0,
		  "In force beside both (may stand several times)", 0 },
		{ "hook", 'k', "HOOK", 0,
		  "low (default), oom or memcg:/path", 0 },
		{ "exit-code", 'e', NULL, 0,
		  "Exit with 1 if anything changes", 0 },
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .args_doc = "A B",
		.doc = "Show whose verdict, rule or rank changes from policy A to policy B.",
	};
	struct args args = { 0 };
	int code;

	oomt_inquiry_init(&args.q[0]);
	oomt_inquiry_init(&args.q[1]);
	oomt_cli_parse(&argp, argc, argv, &args);
	code = diff(&args);
	oomt_inquiry_exit(&args.q[1]);
	oomt_inquiry_exit(&args.q[0]);
	free(args.snapshot);
	return code;
}

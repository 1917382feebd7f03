// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What one process costs the engine, for policies of 10 to 10,000 rules with
 * names, globs, expressions, cgroups and numbers, beside a loop by hand over
 * the same rules (engine_hand.c).  Both must say the same about every process
 * before anything is timed.  `make bench-engine`, in a build without
 * sanitizers.
 *
 *	engine [RULES]...	default: 10 100 1000 10000
 *
 * engine	oomt_vm_run() of the policy's chain, classes of texts included
 * decide	all that a decision costs: judging, ranking, choosing
 * compile	the policy's text to a verified table, milliseconds
 *
 * Nanoseconds a process: the median of RUNS sweeps over all processes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "decide.h"
#include "engine_rules.h"
#include "names.h"
#include "ruleset.h"
#include "verify.h"

#define TASKS	1000
#define RUNS	31
#define SLOW_NS	300000000ULL	/* a sweep by hand beyond that: fewer runs */

struct bench {
	struct bench_rules rules;
	struct oomt_picture pic;
	struct oomt_policy *policy;
	struct oomt_diags diags;
	struct oomt_blob image;
	struct oomt_table table;
	struct oomt_table_state state;
	struct oomt_ruleset rs;
	struct oomt_workspace ws;
	u64 compile_ns;
};

static u64 now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "engine: %s\n", what);
	exit(1);
}

/* ---- making it -------------------------------------------------------------- */

static void compile(struct bench *b)
{
	char *text = bench_rules_text(&b->rules);
	struct oomt_refused why;
	u64 begin = now_ns();
	int err;

	must(text, "memory");
	oomt_diags_init(&b->diags);
	b->policy = oomt_policy_parse(oomt_source_text("bench.oom", text,
						       strlen(text)),
				      0, &b->diags);
	must(b->policy, "memory");
	if (b->diags.errors ||
	    oomt_policy_compile(b->policy, &b->image, &b->diags)) {
		oomt_diags_print(stderr, &b->diags);
		exit(1);
	}
	err = oomt_verify(b->image.data, b->image.size, OOMT_FOR_USER,
			  &b->table, &why);
	must(!err, oomt_refusal_text(why.refusal));
	b->compile_ns = now_ns() - begin;
	free(text);
}

static void bench_init(struct bench *b, u32 count)
{
	memset(b, 0, sizeof(*b));
	bench_rules_init(&b->rules, count);
	bench_picture(&b->rules, &b->pic, TASKS);
	compile(b);
	b->rs.table_count = 1;
	b->rs.table[0] = &b->table;
	must(!oomt_ruleset_init(&b->rs) &&
	     !oomt_table_state_init(&b->state, &b->table) &&
	     !oomt_workspace_init(&b->ws, &b->rs, TASKS, BENCH_PATHS),
	     "memory");
	b->ws.state[0] = &b->state;
}

static void bench_exit(struct bench *b)
{
	oomt_workspace_exit(&b->ws);
	oomt_ruleset_exit(&b->rs);
	oomt_table_state_exit(&b->state);
	oomt_blob_exit(&b->image);
	oomt_policy_free(b->policy);
	oomt_diags_exit(&b->diags);
	bench_picture_exit(&b->pic);
	bench_rules_exit(&b->rules);
}

/* ---- the three ways --------------------------------------------------------- */

/* So that no answer is thrown away. */
static volatile s64 heard;

static void by_hand(struct bench *b)
{
	struct bench_said said;
	u32 i;

	for (i = 0; i < TASKS; i++) {
		bench_by_hand(&b->rules, &b->pic, &b->pic.task[i], &said);
		heard += said.rule + said.points;
	}
}

static void by_engine(struct bench *b)
{
	struct oomt_ask ask = { .hook = OOMT_HOOK_OOM, .steady = true };
	struct oomt_vm_out said;
	u32 i;

	oomt_workspace_look(&b->ws, &b->rs, &b->pic, &ask);
	for (i = 0; i < TASKS; i++) {
		oomt_vm_task(&b->ws.vm);
		oomt_vm_run(&b->ws.vm, 0, b->rs.base[OOMT_HOOK_OOM][0].chain,
			    &b->pic.task[i], &said);
		heard += said.rule + said.points;
	}
}

static void by_decision(struct bench *b)
{
	static struct oomt_decision decision;
	struct oomt_ask ask = { .hook = OOMT_HOOK_OOM, .steady = true };

	oomt_decide(&b->rs, &b->pic, &ask, &b->ws, &decision);
	heard += decision.candidates;
}

/* Answers how many processes some rule decided. */
static u32 check_same(struct bench *b)
{
	struct oomt_ask ask = { .hook = OOMT_HOOK_OOM, .steady = true };
	struct bench_said hand;
	struct oomt_vm_out said;
	u32 i, decided = 0;

	oomt_workspace_look(&b->ws, &b->rs, &b->pic, &ask);
	for (i = 0; i < TASKS; i++) {
		bench_by_hand(&b->rules, &b->pic, &b->pic.task[i], &hand);
		oomt_vm_task(&b->ws.vm);
		oomt_vm_run(&b->ws.vm, 0, b->rs.base[OOMT_HOOK_OOM][0].chain,
			    &b->pic.task[i], &said);
		must(said.rule == hand.rule && said.points == hand.points &&
		     (said.result == OOMT_VM_EXEMPT) ==
		     (hand.verdict == BENCH_EXEMPT), "they disagree");
		decided += said.rule != OOMT_NONE;
	}
	return decided;
}

/* ---- timing ----------------------------------------------------------------- */

static int compare_u64(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

/* Nanoseconds a process. */
static double sweep(struct bench *b, void (*way)(struct bench *b))
{
	u64 took[RUNS], begin;
	u32 n = 0;

	way(b);
	do {
		begin = now_ns();
		way(b);
		took[n++] = now_ns() - begin;
	} while (n < RUNS && (took[0] < SLOW_NS || n < 3));
	qsort(took, n, sizeof(*took), compare_u64);
	return (double)took[n / 2] / TASKS;
}

static void run(u32 count)
{
	static struct bench b;
	double hand, engine, decide;
	u32 decided;

	bench_init(&b, count);
	decided = check_same(&b);
	hand = sweep(&b, by_hand);
	engine = sweep(&b, by_engine);
	decide = sweep(&b, by_decision);
	printf("%7u %9u %9.0f %9.0f %9.0f %8.1fx %10.1f %8zu\n", count,
	       decided, hand, engine, decide, hand / engine,
	       b.compile_ns / 1e6, b.image.size >> 10);
	fflush(stdout);
	bench_exit(&b);
}

int main(int argc, char **argv)
{
	static const u32 counts[] = { 10, 100, 1000, 10000 };
	u32 i;

#ifdef __SANITIZE_ADDRESS__
	fputs("engine: built with sanitizers, the figures say nothing\n",
	      stderr);
#endif
	printf("%d processes; nanoseconds a process\n%7s %9s %9s %9s %9s %9s %10s %8s\n",
	       TASKS, "rules", "by rule", "by hand", "engine", "decide",
	       "ratio", "compile ms", "table KB");
	for (i = 1; i < (u32)argc; i++)
		run(strtoul(argv[i], NULL, 0));
	for (i = 0; argc < 2 && i < ARRAY_SIZE(counts); i++)
		run(counts[i]);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Verifies an image; runs, lists and prints it if that is accepted. */
#include <stdio.h>
#include "disasm.h"
#include "forecast.h"
#include "image_check.h"
#include "index.h"
#include "outlook.h"
#include "ruleset.h"
#include "verify.h"

#define FORECASTS	3

void image_seal(void *image, size_t size)
{
	struct oomt_image *head = image;

	if (size >= sizeof(*head))
		head->checksum = oomt_image_checksum(image, size);
}

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "the image breaks a promise: %s\n", what);
	abort();
}

/* ---- the bound ---------------------------------------------------------- */

struct steps {
	struct oomt_vm_trace trace;	/* first */
	const struct oomt_table *table;
	u64 instructions, steps;
};

static u32 search_steps(u32 count)
{
	u32 steps = 0;

	for (; count; count /= 2)
		steps++;
	return steps;
}

static void count_step(struct oomt_vm_trace *trace, u32 table, u32 at,
		       bool known, s64 lhs, s64 rhs, bool holds)
{
	struct steps *steps = (struct steps *)trace;
	const struct oomt_table *t = steps->table;
	const struct oomt_insn *insn;
	const struct oomt_set *set;

	must(at < t->INSNS_count, "an instruction inside the table");
	insn = &t->INSNS[at];
	steps->instructions++;
	steps->steps++;
	if (insn->op == OOMT_OP_MATCH_SET && known) {
		set = &t->SETS[insn->imm];
		steps->steps += set->flags & OOMT_SET_LINEAR ?
				set->count : search_steps(set->count);
	}
	must(steps->steps <= OOMT_STEPS_MAX, "an end");
}

/* Without the index every rule is walked past: nothing may come of it. */
static void run_unindexed(struct oomt_workspace *ws,
			  const struct oomt_ruleset *rs, u32 chain,
			  const struct oomt_task *task,
			  const struct oomt_vm_out *indexed)
{
	struct oomt_chain_index *index = rs->index[0].chain;
	struct oomt_counter **counter = ws->vm.counter;
	bool was[OOMT_CHAINS_MAX];
	struct oomt_vm_out said;
	u32 c, count = rs->table[0]->CHAINS_count;

	for (c = 0; c < count; c++) {
		was[c] = index[c].indexed;
		index[c].indexed = false;
	}
	ws->vm.counter = NULL;
	oomt_vm_run(&ws->vm, 0, chain, task, &said);
	ws->vm.counter = counter;
	for (c = 0; c < count; c++)
		index[c].indexed = was[c];
	must(said.result == indexed->result && said.rule == indexed->rule &&
	     said.action == indexed->action && said.points == indexed->points,
	     "the index leaves out nothing that matters");
}

/* All base chains of a hook over one task: what table->steps speaks of. */
static void run_task(struct oomt_workspace *ws, const struct oomt_ruleset *rs,
		     enum oomt_hook hook, const struct oomt_task *task,
		     struct image_stats *stats)
{
	const struct oomt_table *table = rs->table[0];
	struct steps steps = { .trace = { .step = count_step },
			       .table = table };
	u64 bound = table->steps[hook];
	struct oomt_vm_out said;
	u32 i, chain;

	oomt_vm_task(&ws->vm);
	for (i = 0; i < rs->base_count[hook]; i++) {
		chain = rs->base[hook][i].chain;
		ws->vm.trace = &steps.trace;
		oomt_vm_run(&ws->vm, 0, chain, task, &said);
		ws->vm.trace = NULL;
		/* Without a listener the walk goes by the index. */
		oomt_vm_run(&ws->vm, 0, chain, task, &said);
		run_unindexed(ws, rs, chain, task, &said);
		must(said.rule == OOMT_NONE || said.rule < table->RULES_count,
		     "a rule of the table");
		must(said.result != OOMT_VM_KILL ||
		     said.action < table->ACTIONS_count,
		     "an action of the table");
		must(hook != OOMT_HOOK_GUARD || said.result != OOMT_VM_KILL,
		     "a guard does not kill");
		stats->runs++;
	}
	must(steps.steps <= bound, "no more steps than promised");
	stats->instructions += steps.instructions;
	if (bound && steps.steps * 1000 / bound > stats->fullest_permille)
		stats->fullest_permille = steps.steps * 1000 / bound;
}

/* ---- evaluating --------------------------------------------------------- */

static void decide(const struct oomt_ruleset *rs, struct oomt_workspace *ws,
		   struct generate_picture *picture, struct oomt_ask ask,
		   struct image_stats *stats)
{
	static struct generate_picture copy;
	static struct oomt_decision decision;
	u32 i;

	generate_picture_copy(&copy, picture);
	oomt_decide(rs, &copy.pic, &ask, ws, &decision);
	must(decision.outcome != OOMT_OUT_VICTIM || decision.runner_count,
	     "a victim has a name");
	stats->decided += decision.outcome == OOMT_OUT_VICTIM;
	for (i = 0; i < FORECASTS; i++) {
		if (!oomt_forecast_next(rs, &copy.pic, ws, &ask, &decision))
			break;
		stats->forecast++;
	}
}

static void evaluate(const struct oomt_ruleset *rs, struct oomt_workspace *ws,
		     struct generate_picture *picture,
		     struct image_stats *stats)
{
	const struct oomt_table *table = rs->table[0];
	enum oomt_hook hook;
	u32 i, c;

	for (hook = OOMT_HOOK_LOW; hook < OOMT_HOOK_COUNT; hook++) {
		decide(rs, ws, picture, (struct oomt_ask){
			.hook = hook, .steady = true }, stats);
		decide(rs, ws, picture, (struct oomt_ask){ .hook = hook },
		       stats);
		for (i = 0; i < rs->base_count[hook]; i++)
			decide(rs, ws, picture, (struct oomt_ask){
				.hook = hook, .one_base = true, .base = i },
			       stats);
	}
	/* What oomt_decide() prepared stands: the same picture once more. */
	ws->vm.pic = &picture->pic;
	for (hook = OOMT_HOOK_GUARD; hook < OOMT_HOOK_COUNT; hook++)
		for (i = 0; i < picture->pic.task_count; i++)
			run_task(ws, rs, hook, &picture->task[i], stats);
	for (c = 0; c < table->CHAINS_count; c++) {
		struct oomt_cond cond = {
			.table = table, .pic = &picture->pic, .vm = &ws->vm,
			.cgroup = OOMT_NONE,
		};
		struct oomt_outlook outlook;

		oomt_outlook(&cond, table->CHAINS[c].when,
			     table->CHAINS[c].when_len, 0, &outlook);
	}
}

/* Texts that the core's fields do not reach, but an image can ask for. */
static void give_texts(struct generate *g, struct generate_picture *picture)
{
	static const char *const exe[] = {
		NULL, "", "/usr/bin/a", "/a/b/c", "a", "\xff\x01",
	};
	u32 i;

	for (i = 0; i < picture->pic.task_count; i++) {
		struct oomt_task *task = &picture->task[i];

		task->exe = exe[generate_below(g, ARRAY_SIZE(exe))];
		task->cmdline = exe[generate_below(g, ARRAY_SIZE(exe))];
		task->growth = generate_next(g);
		task->known |= generate_next(g);
	}
}

/* Enough of them, but the costliest tables shall not take all the time. */
static u32 tasks_for(const struct oomt_table *table)
{
	u32 hook, steps = 0;

	for (hook = 0; hook < OOMT_HOOK_COUNT; hook++)
		if (table->steps[hook] > steps)
			steps = table->steps[hook];
	return steps > 2000 ? 1 : 5;
}

static void check_evaluation(const struct oomt_table *table,
			     struct generate *g, struct image_stats *stats)
{
	static struct generate_picture picture;
	struct oomt_table_state state;
	struct oomt_workspace ws;
	struct oomt_ruleset rs = { .table_count = 1, .table = { table } };

	generate_picture(g, &picture);
	picture.pic.task_count = tasks_for(table);
	give_texts(g, &picture);
	must(!oomt_table_state_init(&state, table), "memory");
	must(!oomt_ruleset_init(&rs), "memory");
	must(!oomt_workspace_init(&ws, &rs, GENERATE_TASKS, GENERATE_CGROUPS),
	     "memory");
	ws.state[0] = &state;
	evaluate(&rs, &ws, &picture, stats);
	oomt_workspace_exit(&ws);
	oomt_ruleset_exit(&rs);
	oomt_table_state_exit(&state);
}

static void check_listing(const struct oomt_table *table)
{
	static FILE *nowhere;
	struct oomt_policy *policy;

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	must(nowhere != NULL, "somewhere to write to");
	oomt_disasm(nowhere, table, NULL, NULL);
	policy = oomt_policy_from_table(table);
	if (policy)
		oomt_policy_print(nowhere, policy);
	oomt_policy_free(policy);
}

void image_check(const void *image, size_t size, struct generate *g,
		 struct image_stats *stats)
{
	void *copy = malloc(size ? size : 1);	/* exact: nothing behind it */
	struct oomt_table table;
	struct oomt_refused why, user;
	int kernel_err, err;

	must(copy != NULL, "memory");
	memcpy(copy, image, size);
	kernel_err = oomt_verify(copy, size, OOMT_FOR_KERNEL, &table, &why);
	err = oomt_verify(copy, size, OOMT_FOR_USER, &table, &user);
	must(err == 0 || err == -EINVAL, "accepted or refused");
	must(why.refusal < OOMT_REFUSE_COUNT, "a reason that has a name");
	must(!err == (user.refusal == OOMT_REFUSE_OK), "a reason to refuse");
	must(kernel_err || !err, "the kernel accepts nothing of its own");
	stats->images++;
	stats->refused[user.refusal]++;
	if (!err && kernel_err) {
		stats->user_only++;
		stats->refused[why.refusal]++;
	}
	if (!err) {
		check_evaluation(&table, g, stats);
		check_listing(&table);
	}
	free(copy);
}

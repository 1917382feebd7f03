// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Running a policy test: the snapshot with what the test sets, one
 * evaluation, and each expectation compared with it.  Where nothing fires,
 * candidates, exemptions and the order are those of the first chain as if it
 * had fired, as `eval` shows them.
 */
#include <stdarg.h>
#include "output.h"
#include "policy_test.h"
#include "why/why_parts.h"

/* ---- the machine ---------------------------------------------------------- */

static struct oomt_source *snapshot_source(struct oomt_policy_tests *tests,
					   const struct oomt_policy_test *test)
{
	static const char empty[] = "snapshot 1\n";
	struct oomt_source *source;
	char *path;

	if (!test->snapshot)
		return oomt_source_text("(no snapshot)", empty,
					sizeof(empty) - 1);
	path = oomt_policy_test_path(tests, test->snapshot->text);
	if (!path)
		return NULL;
	source = oomt_source_read(path);
	if (!source && errno != ENOMEM)
		oomt_diag_add(&tests->diags, OOMT_ERROR, "unreadable",
			      test->snapshot->span, "%s: %s", path,
			      strerror(errno));
	free(path);
	return source;
}

/* One `set`: the snapshot's own reader, and its errors where they stand. */
static int apply_set(struct oomt_policy_tests *tests,
		     struct oomt_snapshot *snapshot,
		     const struct oomt_test_text *set)
{
	unsigned int first = tests->diags.count;
	struct oomt_source *source = oomt_source_text("set", set->text,
						      strlen(set->text));
	int err;

	if (!source)
		return -ENOMEM;
	err = oomt_snapshot_set(snapshot, source, &tests->diags);
	oomt_diags_move(&tests->diags, first, source, 0, strlen(set->text),
			set->span);
	return err;
}

static int make_machine(struct oomt_policy_tests *tests,
			const struct oomt_policy_test *test,
			struct oomt_test_result *result)
{
	struct oomt_source *source = snapshot_source(tests, test);
	const struct oomt_test_text *set;
	int err = 0;

	if (!source)
		return errno == ENOMEM ? -ENOMEM : -EINVAL;
	result->snapshot = oomt_snapshot_read(source,
					      &result->snapshot_diags);
	if (!result->snapshot)
		return -ENOMEM;
	if (result->snapshot_diags.errors)
		return -EINVAL;
	for (set = test->set; set && !err; set = set->next)
		err = apply_set(tests, result->snapshot, set);
	return err;
}

static int evaluate(struct oomt_policy_tests *tests,
		    const struct oomt_policy_test *test,
		    struct oomt_test_result *result)
{
	int err = make_machine(tests, test, result);

	if (err)
		return err;
	if (test->hook == OOMT_HOOK_MEMCG)
		err = oomt_eval_snapshot_memcg(&tests->rules.rs,
					       result->snapshot, test->at_ns,
					       test->cgroup, &result->eval);
	else
		err = oomt_eval_snapshot(&tests->rules.rs, result->snapshot,
					 test->at_ns, test->hook,
					 &result->eval);
	if (err == -ESRCH)
		oomt_diag_add(&tests->diags, OOMT_ERROR, "no-cgroup",
			      test->span, "there is no cgroup %s",
			      test->cgroup);
	else if (err == -ENOENT)
		oomt_diag_add(&tests->diags, OOMT_ERROR, "time", test->span,
			      "the snapshot begins only after that time");
	else
		return err;
	return -EINVAL;
}

/* ---- expectations --------------------------------------------------------- */

/* Adds a failure; `at_fault` may be OOMT_NONE.  0 or -ENOMEM. */
__attribute__((format(printf, 4, 5)))
static int add_failure(struct oomt_test_result *result,
		       const struct oomt_expect *expect, u32 at_fault,
		       const char *fmt, ...)
{
	struct oomt_test_failure *bigger =
		reallocarray(result->failure, result->failure_count + 1,
			     sizeof(*bigger));
	va_list args;
	int n;

	if (!bigger)
		return -ENOMEM;
	result->failure = bigger;
	bigger += result->failure_count;
	bigger->expect = expect;
	bigger->task = at_fault;
	va_start(args, fmt);
	n = vasprintf(&bigger->text, fmt, args);
	va_end(args);
	if (n < 0)
		return -ENOMEM;
	result->failure_count++;
	return 0;
}

#define NAME_LEN	96

/* "pid 202 (Web Content)" */
static const char *name_of(const struct oomt_eval *eval, u32 task,
			   char text[NAME_LEN])
{
	const struct oomt_task *t = &eval->pic->task[task];
	char comm[64];

	oomt_escape(comm, sizeof(comm), t->comm, strlen(t->comm));
	snprintf(text, NAME_LEN, "pid %d (%s)", t->pid, comm);
	return text;
}

/* The task that dies first; OOMT_NONE: nobody. */
static u32 victim_of(const struct oomt_eval *eval)
{
	return eval->judged.victim_count ? eval->judged.ranking[0] : OOMT_NONE;
}

static const char *nobody_text(const struct oomt_eval *eval)
{
	return eval->judged.fired ? "there is no candidate" :
				    "nothing fires, nobody dies";
}

static void victim_rule(const struct oomt_eval *eval, char text[OOMT_RULE_LEN])
{
	oomt_judgement_rule(eval, &eval->judged, victim_of(eval), text);
}

/* The first task that matches; OOMT_NONE: none.  0 or -ENOMEM. */
static int first_match(const struct oomt_eval *eval, struct oomt_probe *probe,
		       u32 *task)
{
	u32 which;

	for (*task = 0; *task < eval->pic->task_count; (*task)++) {
		if (oomt_probe_ask(probe, eval->pic, *task, &which))
			return -ENOMEM;
		if (which != OOMT_NONE)
			return 0;
	}
	*task = OOMT_NONE;
	return 0;
}

static int check_victim(struct oomt_test_result *result,
			const struct oomt_expect *expect)
{
	const struct oomt_eval *eval = &result->eval;
	u32 victim = victim_of(eval), which = OOMT_NONE, wanted;
	char name[NAME_LEN], rule[OOMT_RULE_LEN];
	int err;

	if (victim != OOMT_NONE &&
	    oomt_probe_ask(expect->probe[0], eval->pic, victim, &which))
		return -ENOMEM;
	if (which != OOMT_NONE)
		return 0;
	if (victim != OOMT_NONE) {
		victim_rule(eval, rule);
		return add_failure(result, expect, victim,
				   "%s dies, by %s",
				   name_of(eval, victim, name), rule);
	}
	err = first_match(eval, expect->probe[0], &wanted);
	return err ? err : add_failure(result, expect, wanted, "%s",
				       nobody_text(eval));
}

/* What a task is, in the chain that is shown; or whether the decision takes it. */
static bool task_is(const struct oomt_eval *eval, u32 task,
		    enum oomt_expectation what)
{
	const struct oomt_judgement *shown = oomt_eval_shown(eval);
	bool goes = oomt_judgement_takes(&eval->judged,
					 eval->pic->task[task].pid);

	if (what == OOMT_EXPECT_DIES || what == OOMT_EXPECT_LIVES)
		return goes == (what == OOMT_EXPECT_DIES);
	if (!shown)
		return false;
	switch (what) {
	case OOMT_EXPECT_CANDIDATE:
		return shown->verdict[task].kind == OOMT_V_CANDIDATE;
	case OOMT_EXPECT_EXEMPT:
		return shown->verdict[task].kind == OOMT_V_EXEMPT;
	default:
		return eval->judged.fired &&
		       shown->verdict[task].warn != OOMT_NONE;
	}
}

/* It goes and should not, or the other way round. */
static int fail_goes(struct oomt_test_result *result,
		     const struct oomt_expect *expect, u32 task)
{
	const struct oomt_eval *eval = &result->eval;
	char name[NAME_LEN], rule[OOMT_RULE_LEN];

	name_of(eval, task, name);
	if (victim_of(eval) == OOMT_NONE)
		return add_failure(result, expect, task, "%s stays: %s", name,
				   nobody_text(eval));
	victim_rule(eval, rule);
	return add_failure(result, expect, task, "%s %s, by %s", name,
			   expect->what == OOMT_EXPECT_DIES ?
			   "is not among who dies" : "dies", rule);
}

static int fail_task(struct oomt_test_result *result,
		     const struct oomt_expect *expect, u32 task)
{
	const struct oomt_eval *eval = &result->eval;
	const struct oomt_judgement *shown = oomt_eval_shown(eval);
	char name[NAME_LEN], rule[OOMT_RULE_LEN];

	if (expect->what == OOMT_EXPECT_DIES ||
	    expect->what == OOMT_EXPECT_LIVES)
		return fail_goes(result, expect, task);
	name_of(eval, task, name);
	if (!shown)
		return add_failure(result, expect, task,
				   "no chain of this hook judges %s", name);
	if (expect->what == OOMT_EXPECT_WARN)
		return add_failure(result, expect, task, "%s is not warned%s",
				   name, eval->judged.fired ? "" :
				   ": nothing fires");
	if (shown->verdict[task].kind == OOMT_V_NONE)
		return add_failure(result, expect, task,
				   "%s is not looked at (scope, or exiting)",
				   name);
	oomt_judgement_rule(eval, shown, task, rule);
	return add_failure(result, expect, task, "%s is %s, by %s", name,
			   shown->verdict[task].kind == OOMT_V_CANDIDATE ?
			   "a candidate" : "exempt", rule);
}

/* Everybody who matches, and somebody does. */
static int check_all(struct oomt_test_result *result,
		     const struct oomt_expect *expect)
{
	const struct oomt_eval *eval = &result->eval;
	bool any = false;
	u32 i, which;

	for (i = 0; i < eval->pic->task_count; i++) {
		if (oomt_probe_ask(expect->probe[0], eval->pic, i, &which))
			return -ENOMEM;
		if (which == OOMT_NONE)
			continue;
		any = true;
		if (!task_is(eval, i, expect->what))
			return fail_task(result, expect, i);
	}
	return any ? 0 : add_failure(result, expect, OOMT_NONE,
				     "no process matches");
}

static int check_none(struct oomt_test_result *result,
		      const struct oomt_expect *expect)
{
	const struct oomt_eval *eval = &result->eval;
	char name[NAME_LEN], rule[OOMT_RULE_LEN];
	u32 victim = victim_of(eval);

	if (victim == OOMT_NONE)
		return 0;
	victim_rule(eval, rule);
	return add_failure(result, expect, victim, "%s dies, by %s",
			   name_of(eval, victim, name), rule);
}

/* The best rank (from 0) of a candidate that matches; OOMT_NONE: none. */
static int best_rank(const struct oomt_eval *eval, struct oomt_probe *probe,
		     u32 *rank)
{
	const struct oomt_judgement *shown = oomt_eval_shown(eval);
	u32 which;

	for (*rank = 0; shown && *rank < shown->ranking_count; (*rank)++) {
		if (oomt_probe_ask(probe, eval->pic, shown->ranking[*rank],
				   &which))
			return -ENOMEM;
		if (which != OOMT_NONE)
			return 0;
	}
	*rank = OOMT_NONE;
	return 0;
}

static int check_order(struct oomt_test_result *result,
		       const struct oomt_expect *expect)
{
	const struct oomt_eval *eval = &result->eval;
	char before[NAME_LEN], after[NAME_LEN];
	u32 last = 0, rank, task;
	unsigned int i;

	for (i = 0; i < expect->count; i++, last = rank) {
		if (best_rank(eval, expect->probe[i], &rank))
			return -ENOMEM;
		if (rank == OOMT_NONE) {
			if (first_match(eval, expect->probe[i], &task))
				return -ENOMEM;
			return add_failure(result, expect, task,
					   "no candidate matches number %u",
					   i + 1);
		}
		if (!i || rank > last)
			continue;
		task = oomt_eval_shown(eval)->ranking[rank];
		if (rank == last)
			return add_failure(result, expect, task,
					   "numbers %u and %u are both %s",
					   i, i + 1,
					   name_of(eval, task, before));
		name_of(eval, task, before);
		name_of(eval, oomt_eval_shown(eval)->ranking[last], after);
		return add_failure(result, expect, task,
				   "%s, rank %u, comes before %s, rank %u",
				   before, rank + 1, after, last + 1);
	}
	return 0;
}

static int check_rule(struct oomt_test_result *result,
		      const struct oomt_expect *expect)
{
	const struct oomt_eval *eval = &result->eval;
	char name[NAME_LEN], rule[OOMT_RULE_LEN];
	u32 victim = victim_of(eval);

	if (victim == OOMT_NONE)
		return add_failure(result, expect, OOMT_NONE, "%s",
				   nobody_text(eval));
	victim_rule(eval, rule);
	if (!strcmp(rule, expect->rule))
		return 0;
	return add_failure(result, expect, victim, "%s dies, by %s",
			   name_of(eval, victim, name), rule);
}

/* ---- what is done -------------------------------------------------------- */

static int check_action(struct oomt_test_result *result,
			const struct oomt_expect *expect)
{
	const struct oomt_eval *eval = &result->eval;
	const struct oomt_table *table;
	u32 victim = victim_of(eval);
	char *action;
	int err = 0;

	if (victim == OOMT_NONE)
		return add_failure(result, expect, OOMT_NONE, "%s",
				   nobody_text(eval));
	oomt_judgement_chain(eval, &eval->judged, &table);
	action = oomt_why_action(table, eval->judged.verdict[victim].action);
	if (!action)
		return -ENOMEM;
	if (strcmp(action, expect->rule))
		err = add_failure(result, expect, victim, "it is: %s", action);
	free(action);
	return err;
}

static int check(struct oomt_test_result *result,
		 const struct oomt_expect *expect)
{
	switch (expect->what) {
	case OOMT_EXPECT_VICTIM:
		return check_victim(result, expect);
	case OOMT_EXPECT_NONE:
		return check_none(result, expect);
	case OOMT_EXPECT_ORDER:
		return check_order(result, expect);
	case OOMT_EXPECT_RULE:
		return check_rule(result, expect);
	case OOMT_EXPECT_ACTION:
		return check_action(result, expect);
	default:
		return check_all(result, expect);
	}
}

int oomt_policy_test_run(struct oomt_policy_tests *tests,
			 const struct oomt_policy_test *test,
			 struct oomt_test_result *result)
{
	const struct oomt_expect *expect;
	int err;

	memset(result, 0, sizeof(*result));
	oomt_diags_init(&result->snapshot_diags);
	err = evaluate(tests, test, result);
	if (err == -EINVAL)
		result->invalid = true;
	if (err)
		return err == -EINVAL ? 0 : err;
	for (expect = test->expect; expect && !err; expect = expect->next)
		err = check(result, expect);
	return err;
}

void oomt_test_result_exit(struct oomt_test_result *result)
{
	unsigned int i;

	for (i = 0; i < result->failure_count; i++)
		free(result->failure[i].text);
	free(result->failure);
	if (result->eval.rs)
		oomt_eval_exit(&result->eval);
	oomt_diags_exit(&result->snapshot_diags);
	oomt_snapshot_free(result->snapshot);
	memset(result, 0, sizeof(*result));
}

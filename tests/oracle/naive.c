// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The oracle's reading of chains, verdicts and ranking (language.md 3 and 4).
 * As plain as possible: chains are walked recursively, the ranking is sorted
 * by looking for the best again and again.
 */
#include <assert.h>
#include <signal.h>
#include "naive_parts.h"

#define NS_PER_S	1000000000

u64 naive_notes[NOTED_COUNT];

/* ---- chains ------------------------------------------------------------- */

enum said {
	SAID_NOTHING,
	SAID_EXEMPT,
	SAID_KILL,
};

static struct naive_count *count_of(const struct naive *n,
				    const struct oomt_rule_node *rule)
{
	return &n->answer->count[n->table][
		rule->span.line < NAIVE_LINES ? rule->span.line : 0];
}

static void count(const struct naive *n, const struct oomt_rule_node *rule,
		  bool verdict)
{
	struct naive_count *c = count_of(n, rule);
	s64 total = naive_weight(n->task);

	if (!n->counting)
		return;
	if (verdict) {
		c->verdicts++;
		c->verdict_bytes += total;
	} else {
		c->tasks++;
		c->bytes += total;
	}
}

/* One line of a rule per decision, however many texts it has. */
static void log_task(const struct naive *n, const struct oomt_rule_node *rule)
{
	struct naive_count *c = count_of(n, rule);
	s64 total = naive_weight(n->task);

	if (!n->counting)
		return;
	naive_note(NOTED_LOG);
	if (c->logged && total > c->largest_bytes)
		naive_note(NOTED_LOG_LARGEST);
	if (!c->logged || total > c->largest_bytes) {
		c->largest_bytes = total;
		c->largest_pid = n->task->pid;
	}
	c->logged++;
}

/* The first warning stands. */
static void warn(struct naive_warned *warned, struct naive_warned by)
{
	if (!by.rule)
		return;
	if (warned->rule)
		naive_note(NOTED_WARN_SECOND);
	else
		*warned = by;
}

/* What a rule that holds does, but for its verdict.  False: a limit is used
 * up, and the rule does not go on. */
static bool run_stmts(struct naive *n, const struct oomt_rule_node *rule)
{
	const struct oomt_stmt *stmt;
	bool logged = false;

	for (stmt = rule->stmt; stmt; stmt = stmt->next) {
		if (stmt->kind == OOMT_STMT_COUNTER)
			count(n, rule, false);
		else if (rule->verdict.dry)
			continue;
		else if (stmt->kind == OOMT_STMT_SCORE)
			n->points += stmt->points;
		else if (stmt->kind == OOMT_STMT_WARN)
			warn(&n->warned, (struct naive_warned){
				rule, n->table, stmt->signal });
		else if (stmt->kind == OOMT_STMT_LOG && !logged) {
			log_task(n, rule);
			logged = true;
		} else if (stmt->kind == OOMT_STMT_LIMIT &&
			   !naive_limit_holds(n, rule, stmt)) {
			return false;
		}
	}
	return true;
}

static enum said run_chain(struct naive *n, const struct oomt_chain_node *chain,
			   u32 depth)
{
	const struct oomt_rule_node *rule;
	enum said said;

	for (rule = chain->rule; rule; rule = rule->next) {
		if (!naive_rule_holds(n, rule) || !run_stmts(n, rule))
			continue;
		if (rule->verdict.word != OOMT_VERDICT_NONE)
			count(n, rule, true);
		if (rule->verdict.dry) {
			naive_note(NOTED_DRY_RULE);
			continue;
		}
		switch (rule->verdict.word) {
		case OOMT_VERDICT_EXEMPT:
			n->rule = rule;
			return SAID_EXEMPT;
		case OOMT_VERDICT_KILL:
			n->rule = rule;
			return SAID_KILL;
		case OOMT_VERDICT_JUMP:
			naive_note(depth ? NOTED_JUMP_DEEP : NOTED_JUMP);
			said = run_chain(n, rule->verdict.target, depth + 1);
			if (said != SAID_NOTHING)
				return said;
			naive_note(NOTED_FELL_BACK);
			break;
		case OOMT_VERDICT_RETURN:
			naive_note(depth ? NOTED_RETURN : NOTED_RETURN_BASE);
			return SAID_NOTHING;
		case OOMT_VERDICT_GOTO:
			naive_note(depth ? NOTED_GOTO_DEEP : NOTED_GOTO);
			return run_chain(n, rule->verdict.target, depth);
		case OOMT_VERDICT_CONTINUE:
			naive_note(NOTED_CONTINUE);
			break;
		case OOMT_VERDICT_NONE:
			break;
		}
	}
	return SAID_NOTHING;
}

static enum said run_base(struct naive *n, u32 table,
			  const struct oomt_chain_node *chain)
{
	n->table = table;
	n->points = 0;
	n->rule = NULL;
	n->warned.rule = NULL;
	return run_chain(n, chain, 0);
}

/* Lowest priority first, then tables as loaded, then place in the text. */
u32 naive_bases(const struct naive_ask *ask, enum oomt_hook hook,
		       u32 room, u32 *table,
		       const struct oomt_chain_node **chain)
{
	const struct oomt_chain_node *c;
	u32 count_all = 0, t, at;

	for (t = 0; t < ask->tables; t++) {
		for (c = ask->policy[t]->chain; c; c = c->next) {
			if (c->header.hook != hook)
				continue;
			assert(count_all < room);
			at = count_all++;
			while (at && chain[at - 1]->header.priority >
				     c->header.priority) {
				naive_note(NOTED_PRIORITY);
				table[at] = table[at - 1];
				chain[at] = chain[at - 1];
				at--;
			}
			table[at] = t;
			chain[at] = c;
		}
	}
	return count_all;
}

u32 naive_base_chains(const struct naive_ask *ask, u32 room, u32 *table,
		      const struct oomt_chain_node **chain)
{
	return naive_bases(ask, ask->hook, room, table, chain);
}

/* ---- verdicts ----------------------------------------------------------- */

/* What guards say: whether exempt (table and rule then), and their points. */
struct guarded {
	bool exempt;
	u32 table;
	const struct oomt_rule_node *rule;
	s64 points;
	struct naive_warned warned;
};

static struct guarded ask_guards(struct naive *n)
{
	const struct oomt_chain_node *chain[NAIVE_BASES];
	struct guarded guarded = { .exempt = false };
	u32 table[NAIVE_BASES], i, bases;

	bases = naive_bases(n->ask, OOMT_HOOK_GUARD, NAIVE_BASES, table, chain);
	for (i = 0; i < bases && !guarded.exempt; i++) {
		enum said said;

		if (!naive_in_scope(n, table[i], chain[i])) {
			naive_note(NOTED_SCOPE_GUARD);
			continue;
		}
		said = run_base(n, table[i], chain[i]);
		if (chain[i]->header.dry) {
			if (said == SAID_EXEMPT)
				naive_note(NOTED_GUARD_DRY);
			continue;
		}
		if (n->points)
			naive_note(NOTED_GUARD_SCORE);
		guarded.points += n->points;
		warn(&guarded.warned, n->warned);
		guarded.exempt = said == SAID_EXEMPT;
		guarded.table = table[i];
		guarded.rule = n->rule;
	}
	return guarded;
}

static bool always(const struct oomt_task *task)
{
	if (task->flags & OOMT_TASK_KTHREAD)
		naive_note(NOTED_KTHREAD);
	else if (task->pid == 1)
		naive_note(NOTED_PID_1);
	else if (task->flags & OOMT_TASK_EXECUTOR)
		naive_note(NOTED_EXECUTOR);
	else
		return false;
	return true;
}

/* The order-by value: (asc: negated) field + points in its unit. */
static void value_of(const struct naive *n, const struct oomt_header *header,
		     u32 task, struct naive_verdict *v)
{
	__int128 points = v->points, domain;

	v->value_known = naive_unit_field(n, v->members, task, header->order,
					  &v->value);
	if (!v->value_known)
		v->value = 0;
	if (header->asc)
		v->value = -v->value;
	v->field = v->value;
	if (header->order == OOMT_F_AGE) {
		points *= NS_PER_S;
	} else if (naive_is_size(header->order)) {
		points *= naive_domain(n, &domain) ? domain : 0;
		if (points % 1000)
			naive_note(NOTED_SCORE_ROUND);
		points /= 1000;
	}
	v->value += points;
}

__int128 naive_score(const struct naive_ask *ask,
		     const struct oomt_chain_node *chain,
		     const struct naive_verdict *v)
{
	const struct naive n = { .ask = ask };
	__int128 domain;

	if (chain->header.order == OOMT_F_AGE)
		return v->value / NS_PER_S;
	if (!naive_is_size(chain->header.order))
		return v->value;
	return naive_domain(&n, &domain) && domain ?
		       v->value * 1000 / domain : 0;
}

int naive_signal(const struct naive_verdict *v)
{
	if (v->kill->action.kind != OOMT_ACT_KILL)
		return 0;
	if (!(v->kill->given & OOMT_KILL_GRACE))
		return SIGKILL;
	naive_note(NOTED_GRACE);
	if (!(v->kill->given & OOMT_KILL_SIGNAL))
		return SIGTERM;
	naive_note(NOTED_GRACE_SIGNAL);
	return v->kill->action.signal;
}

static void exempt(struct naive_verdict *v, enum oomt_by by,
		   enum naive_note note)
{
	v->kind = OOMT_V_EXEMPT;
	v->by = by;
	naive_note(note);
}

static void judge(struct naive *n, u32 table,
		  const struct oomt_chain_node *chain,
		  const struct guarded *guarded, struct naive_verdict *v)
{
	const struct oomt_header *header = &chain->header;
	const struct oomt_action *action;
	enum said said;

	said = run_base(n, table, chain);
	warn(&v->warned, n->warned);
	v->rule = n->rule;
	if (said == SAID_EXEMPT) {
		exempt(v, OOMT_BY_RULE, NOTED_RULE_EXEMPT);
		return;
	}
	if (said == SAID_NOTHING &&
	    header->policy.word == OOMT_VERDICT_EXEMPT) {
		exempt(v, OOMT_BY_POLICY, NOTED_POLICY_EXEMPT);
		return;
	}
	v->kill = said == SAID_KILL ? &n->rule->verdict : &header->policy;
	action = &v->kill->action;
	if (naive_task_knows(n->task, OOMT_F_OOM_SCORE_ADJ) &&
	    n->task->oom_score_adj == -1000 &&
	    !(action->flags & OOMT_ACT_OVERRIDE)) {
		exempt(v, OOMT_BY_ALWAYS, NOTED_ADJ_MIN);
		v->rule = NULL;
		return;
	}
	if (action->kind != OOMT_ACT_KILL && n->ask->spent[n->task->pid]) {
		exempt(v, OOMT_BY_SPENT, NOTED_SPENT);
		return;
	}
	if (n->task->oom_score_adj == -1000)
		naive_note(NOTED_OVERRIDE);
	v->kind = OOMT_V_CANDIDATE;
	v->by = said == SAID_KILL ? OOMT_BY_RULE : OOMT_BY_POLICY;
	naive_note(said == SAID_KILL ? NOTED_RULE_KILL : NOTED_POLICY_KILL);
	v->prefer = action->prefer;
	v->points = guarded->points + n->points;
}

/* In or below the cgroup that the chain is about, if it is about one. */
static bool inside(const struct naive *n)
{
	const struct oomt_picture *pic = n->ask->pic;

	if (n->cgroup < 0)
		return true;
	if (n->task->cgroup < pic->cgroup_count &&
	    pic->cgroup[n->task->cgroup].path &&
	    naive_path_below(pic->cgroup[n->task->cgroup].path,
			     pic->cgroup[n->cgroup].path))
		return true;
	naive_note(n->ask->hook == OOMT_HOOK_MEMCG ? NOTED_MEMCG_OUTSIDE :
						     NOTED_EACH_OUTSIDE);
	return false;
}

static void judge_task(struct naive *n, u32 table,
		       const struct oomt_chain_node *chain, bool count_guards,
		       struct naive_verdict *v)
{
	struct guarded guarded = { .exempt = false };
	bool counting = n->counting, spared;

	memset(v, 0, sizeof(*v));
	v->table = table;
	if (n->task->flags & OOMT_TASK_EXITING) {
		v->kind = OOMT_V_NONE;
		v->by = OOMT_BY_EXITING;
		naive_note(NOTED_EXITING);
		return;
	}
	spared = always(n->task);
	/* Guards come before every decision, whatever its chain looks at. */
	n->counting = counting && count_guards;
	if (!spared && (n->ask->hook != OOMT_HOOK_MEMCG || inside(n)))
		guarded = ask_guards(n);
	n->counting = counting;
	if (!inside(n) || !naive_in_scope(n, table, chain)) {
		v->kind = OOMT_V_NONE;
		v->by = OOMT_BY_SCOPE;
		naive_note(n->ask->policy[table]->scope ? NOTED_SCOPE_TABLE :
							  NOTED_SCOPE_CHAIN);
	} else if (spared) {
		v->kind = OOMT_V_EXEMPT;
		v->by = OOMT_BY_ALWAYS;
	} else if (guarded.exempt) {
		exempt(v, OOMT_BY_GUARD, NOTED_GUARD_EXEMPT);
		v->table = guarded.table;
		v->rule = guarded.rule;
		v->warned = guarded.warned;
		if (guarded.table != table)
			naive_note(NOTED_GUARD_OTHER);
	} else {
		v->warned = guarded.warned;
		judge(n, table, chain, &guarded, v);
	}
	if (!v->warned.rule)
		return;
	naive_note(v->warned.signal ? NOTED_WARN_SIGNAL : NOTED_WARN);
	if (v->warned.rule == guarded.warned.rule)
		naive_note(NOTED_WARN_GUARD);
	if (v->kind == OOMT_V_EXEMPT)
		naive_note(NOTED_WARN_EXEMPT);
}

/* ---- ranking ------------------------------------------------------------ */

static bool before(const struct naive *n, u32 a, u32 b)
{
	const struct naive_verdict *va = &n->answer->verdict[a];
	const struct naive_verdict *vb = &n->answer->verdict[b];
	const struct oomt_task *ta = &n->ask->pic->task[a];
	const struct oomt_task *tb = &n->ask->pic->task[b];

	if (va->prefer != vb->prefer) {
		naive_note(NOTED_PREFER_DECIDED);
		return va->prefer > vb->prefer;
	}
	if (va->value_known != vb->value_known) {
		naive_note(NOTED_VALUE_UNKNOWN);
		return va->value_known;
	}
	if (va->value != vb->value)
		return va->value > vb->value;
	if (ta->start_ns != tb->start_ns) {
		naive_note(NOTED_TIE_AGE);
		return ta->start_ns > tb->start_ns;	/* younger */
	}
	naive_note(NOTED_TIE_PID);
	return ta->pid > tb->pid;
}

/* Of equal units the best stands for all. */
static void join_equal(struct naive *n)
{
	struct naive_verdict *v = n->answer->verdict;
	u32 i, k;

	for (i = 0; i < n->ask->pic->task_count; i++)
		for (k = 0; k < n->ask->pic->task_count; k++) {
			if (i == k || v[i].kind != OOMT_V_CANDIDATE ||
			    v[k].kind != OOMT_V_CANDIDATE ||
			    v[i].members != v[k].members || !before(n, k, i))
				continue;
			v[i].same = true;
			naive_note(NOTED_UNIT_EQUAL);
			if (v[i].kill->action.unit != v[k].kill->action.unit)
				naive_note(NOTED_UNIT_EQUAL_KINDS);
		}
}

/* The best first: again and again the best of those that are left. */
static void rank(struct naive *n)
{
	struct naive_answer *answer = n->answer;
	bool taken[NAIVE_TASKS] = { false };
	u32 i;

	answer->ranked = 0;
	for (;;) {
		s64 best = -1;

		for (i = 0; i < n->ask->pic->task_count; i++)
			if (!taken[i] && !answer->verdict[i].same &&
			    answer->verdict[i].kind == OOMT_V_CANDIDATE &&
			    (best < 0 || before(n, i, best)))
				best = i;
		if (best < 0)
			return;
		taken[best] = true;
		answer->ranking[answer->ranked++] = best;
	}
}

/* Whether without its score another candidate would have come first. */
static void note_score(const struct naive_answer *answer)
{
	const struct naive_verdict *first = &answer->verdict[answer->ranking[0]];
	u32 i;

	for (i = 1; i < answer->ranked; i++) {
		const struct naive_verdict *v =
			&answer->verdict[answer->ranking[i]];

		if (v->prefer == first->prefer && v->field > first->field) {
			naive_note(NOTED_SCORE_DECIDED);
			return;
		}
	}
}

static void note_action(const struct naive_verdict *victim)
{
	switch (victim->kill->action.kind) {
	case OOMT_ACT_FREEZE:
		naive_note(NOTED_FREEZE);
		break;
	case OOMT_ACT_RECLAIM:
		naive_note(NOTED_RECLAIM);
		break;
	case OOMT_ACT_EXEC:
		naive_note(NOTED_EXEC);
		break;
	default:
		break;
	}
}

/* Judges and ranks all tasks in one chain. */
void naive_ask_chain(struct naive *n, u32 table,
		      const struct oomt_chain_node *chain, bool count_guards)
{
	struct naive_answer *answer = n->answer;
	u32 i;

	assert(n->ask->pic->task_count <= NAIVE_TASKS);
	for (i = 0; i < n->ask->pic->task_count; i++) {
		n->task = &n->ask->pic->task[i];
		judge_task(n, table, chain, count_guards, &answer->verdict[i]);
		if (answer->verdict[i].points)
			naive_note(NOTED_SCORE);
	}
	naive_units(n);
	for (i = 0; i < n->ask->pic->task_count; i++)
		if (answer->verdict[i].kind == OOMT_V_CANDIDATE)
			value_of(n, &chain->header, i, &answer->verdict[i]);
	join_equal(n);
	rank(n);
	if (answer->ranked) {
		note_score(answer);
		note_action(&answer->verdict[answer->ranking[0]]);
	}
	if (answer->ranked > 1 && chain->header.asc)
		naive_note(NOTED_ASC);
}

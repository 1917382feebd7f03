// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The oracle's reading of rules, verdicts, ranking and forecast (language.md
 * 3, 4 and 9).  As plain as possible: chains are walked recursively, sums are
 * 128 bits wide, the ranking is sorted by looking for the best again and
 * again.
 */
#include <assert.h>
#include "naive.h"

#define NS_PER_S	1000000000

u64 naive_notes[NOTED_COUNT];

struct naive {
	const struct naive_ask *ask;
	struct naive_answer *answer;
	/* the task and table at hand */
	const struct oomt_task *task;
	u32 table;
	bool counting;
	/* what its chains said */
	s64 points;
	const struct oomt_rule_node *rule;
};

/* ---- matches -------------------------------------------------------------- */

static bool metric_known(const struct oomt_picture *pic, int metric)
{
	return pic->metrics_known >> metric & 1;
}

static bool task_knows(const struct oomt_task *task, int field)
{
	return task->known >> field & 1;
}

/* For sums: what is not known adds nothing. */
static s64 known_size(const struct oomt_task *task, int field, s64 size)
{
	return task_knows(task, field) ? size : 0;
}

static bool read_total(const struct oomt_task *task, __int128 *value)
{
	if (!task_knows(task, OOMT_F_RSS) || !task_knows(task, OOMT_F_SWAP) ||
	    !task_knows(task, OOMT_F_PGTABLES))
		return false;
	*value = (__int128)task->rss + task->swap + task->pgtables;
	return true;
}

static bool read_field(const struct oomt_picture *pic,
		       const struct oomt_task *task, int field,
		       __int128 *value)
{
	*value = 0;
	switch (field) {
	case OOMT_F_TOTAL:
		return read_total(task, value);
	case OOMT_F_AGE:
		if (pic->now_ns > task->start_ns)
			*value = pic->now_ns - task->start_ns;
		return true;
	case OOMT_F_PID:
		*value = task->pid;
		break;
	case OOMT_F_UID:
		*value = task->uid;
		break;
	case OOMT_F_RSS:
		*value = task->rss;
		break;
	case OOMT_F_SWAP:
		*value = task->swap;
		break;
	case OOMT_F_OOM_SCORE_ADJ:
		*value = task->oom_score_adj;
		break;
	default:
		assert(!"a field of this language's core");
	}
	return task_knows(task, field);
}

static const char *read_text(const struct oomt_picture *pic,
			     const struct oomt_task *task, int field)
{
	if (field == OOMT_F_COMM)
		return task->comm;
	assert(field == OOMT_F_CGROUP);
	return task->cgroup < pic->cgroup_count ?
		       pic->cgroup[task->cgroup].path : NULL;
}

/* One side of a comparison: a number, or a percentage of the field's base. */
static bool read_bound(const struct oomt_picture *pic, int field, s64 value,
		       bool percent, __int128 *bound)
{
	int base = field == OOMT_F_SWAP ? OOMT_M_SWAP_TOTAL : OOMT_M_MEM_TOTAL;

	*bound = value;
	if (!percent)
		return true;
	if (!metric_known(pic, base)) {
		naive_note(NOTED_UNKNOWN_BASE);
		return false;
	}
	*bound = naive_percent(pic->metric[base], value);
	if (*bound * 10000 != (__int128)pic->metric[base] * value)
		naive_note(NOTED_PERCENT_ROUND);
	return true;
}

static enum naive_truth maybe(bool known, bool truth)
{
	return known ? truth : NAIVE_NEUTRAL;	/* here: unknown */
}

static enum naive_truth match_text(const struct naive *n,
				   const struct oomt_match *match)
{
	const char *text = read_text(n->ask->pic, n->task, match->field);
	bool path = match->field == OOMT_F_CGROUP, found = false;
	const struct oomt_elem *elem;

	if (!text)
		return maybe(false, false);
	for (elem = oomt_value_elems(match->value); elem && !found;
	     elem = elem->next)
		found = naive_glob(elem->lit.text, elem->lit.len, text, path);
	if (found)
		naive_note(path ? NOTED_GLOB_PATH : NOTED_GLOB_COMM);
	return maybe(true, found == (match->cmp == OOMT_CMP_EQ));
}

static enum naive_truth match_single(const struct naive *n,
				     const struct oomt_match *match,
				     __int128 value)
{
	const struct oomt_elem *elem = oomt_value_elems(match->value);
	__int128 bound;

	if (!read_bound(n->ask->pic, match->field, elem->lo, elem->lo_percent,
			&bound))
		return maybe(false, false);
	if (value == bound)
		naive_note(elem->lo_percent ? NOTED_PERCENT_EDGE : NOTED_EDGE);
	return maybe(true, naive_compare(value, match->cmp, bound));
}

static enum naive_truth match_set(const struct naive *n,
				  const struct oomt_match *match,
				  __int128 value)
{
	bool known = true, found = false, percent = false;
	const struct oomt_elem *elem;

	for (elem = oomt_value_elems(match->value); elem; elem = elem->next) {
		__int128 lo, hi;

		percent |= elem->lo_percent || elem->hi_percent;
		if (!read_bound(n->ask->pic, match->field, elem->lo,
				elem->lo_percent, &lo) ||
		    !read_bound(n->ask->pic, match->field, elem->hi,
				elem->hi_percent, &hi))
			known = false;
		else if (lo <= value && value <= hi)
			found = true;
	}
	if (found)
		naive_note(percent ? NOTED_SET_PERCENT : NOTED_SET_NUMBER);
	else if (match->cmp == OOMT_CMP_NE)
		naive_note(NOTED_SET_OUT);
	return maybe(known || found, found == (match->cmp == OOMT_CMP_EQ));
}

static enum naive_truth match_number(const struct naive *n,
				     const struct oomt_match *match)
{
	__int128 value;

	if (!read_field(n->ask->pic, n->task, match->field, &value))
		return maybe(false, false);
	if (match->value->kind == OOMT_VALUE_LITERAL)
		return match_single(n, match, value);
	return match_set(n, match, value);
}

static bool rule_holds(const struct naive *n,
		       const struct oomt_rule_node *rule)
{
	bool exempts = rule->verdict.word == OOMT_VERDICT_EXEMPT;
	const struct oomt_match *match;

	for (match = rule->match; match; match = match->next) {
		bool text = match->field == OOMT_F_COMM ||
			    match->field == OOMT_F_CGROUP;
		enum naive_truth truth = text ? match_text(n, match) :
						match_number(n, match);

		if (truth == NAIVE_NEUTRAL) {
			naive_note(exempts ? NOTED_UNKNOWN_HOLDS :
					     NOTED_UNKNOWN_FALSE);
			truth = exempts;
		}
		if (truth == NAIVE_FALSE)
			return false;
	}
	return true;
}

/* ---- chains --------------------------------------------------------------- */

enum said {
	SAID_NOTHING,
	SAID_EXEMPT,
	SAID_KILL,
};

static void count(const struct naive *n, const struct oomt_rule_node *rule,
		  bool verdict)
{
	struct naive_count *c = &n->answer->count[n->table][
		rule->span.line < NAIVE_LINES ? rule->span.line : 0];
	s64 total = known_size(n->task, OOMT_F_RSS, n->task->rss) +
		    known_size(n->task, OOMT_F_SWAP, n->task->swap) +
		    known_size(n->task, OOMT_F_PGTABLES, n->task->pgtables);

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

static enum said run_chain(struct naive *n, const struct oomt_chain_node *chain,
			   u32 depth)
{
	const struct oomt_rule_node *rule;
	const struct oomt_stmt *stmt;
	enum said said;

	for (rule = chain->rule; rule; rule = rule->next) {
		if (!rule_holds(n, rule))
			continue;
		for (stmt = rule->stmt; stmt; stmt = stmt->next) {
			if (stmt->kind == OOMT_STMT_COUNTER)
				count(n, rule, false);
			else
				n->points += stmt->points;
		}
		if (rule->verdict.word != OOMT_VERDICT_NONE)
			count(n, rule, true);
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
		default:
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
	return run_chain(n, chain, 0);
}

/* Lowest priority first, then tables as loaded, then place in the text. */
static u32 base_chains(const struct naive_ask *ask, enum oomt_hook hook,
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
	return base_chains(ask, ask->hook, room, table, chain);
}

/* ---- verdicts ------------------------------------------------------------- */

#define BASES	32

/* What guards say: whether exempt (table and rule then), and their points. */
struct guarded {
	bool exempt;
	u32 table;
	const struct oomt_rule_node *rule;
	s64 points;
};

static struct guarded ask_guards(struct naive *n)
{
	const struct oomt_chain_node *chain[BASES];
	struct guarded guarded = { .exempt = false };
	u32 table[BASES], i, bases;

	bases = base_chains(n->ask, OOMT_HOOK_GUARD, BASES, table, chain);
	for (i = 0; i < bases && !guarded.exempt; i++) {
		enum said said = run_base(n, table[i], chain[i]);

		if (chain[i]->header.dry) {
			if (said == SAID_EXEMPT)
				naive_note(NOTED_GUARD_DRY);
			continue;
		}
		if (n->points)
			naive_note(NOTED_GUARD_SCORE);
		guarded.points += n->points;
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
		     struct naive_verdict *v)
{
	const struct oomt_picture *pic = n->ask->pic;
	__int128 points = v->points;

	v->value_known = read_field(pic, n->task, header->order, &v->value);
	if (!v->value_known)
		v->value = 0;
	if (header->asc)
		v->value = -v->value;
	v->field = v->value;
	switch (header->order) {
	case OOMT_F_RSS:
	case OOMT_F_SWAP:
	case OOMT_F_TOTAL:
		if (!metric_known(pic, OOMT_M_MEM_TOTAL)) {
			points = 0;
			break;
		}
		points *= pic->metric[OOMT_M_MEM_TOTAL];
		if (points % 1000)
			naive_note(NOTED_SCORE_ROUND);
		points /= 1000;
		break;
	case OOMT_F_AGE:
		points *= NS_PER_S;
		break;
	default:
		break;
	}
	v->value += points;
}

__int128 naive_score(const struct naive_ask *ask,
		     const struct oomt_chain_node *chain,
		     const struct naive_verdict *v)
{
	const struct oomt_picture *pic = ask->pic;

	switch (chain->header.order) {
	case OOMT_F_RSS:
	case OOMT_F_SWAP:
	case OOMT_F_TOTAL:
		if (!metric_known(pic, OOMT_M_MEM_TOTAL))
			return 0;
		return v->value * 1000 / pic->metric[OOMT_M_MEM_TOTAL];
	case OOMT_F_AGE:
		return v->value / NS_PER_S;
	default:
		return v->value;
	}
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
	action = said == SAID_KILL ? &n->rule->verdict.action :
				     &header->policy.action;
	if (task_knows(n->task, OOMT_F_OOM_SCORE_ADJ) &&
	    n->task->oom_score_adj == -1000 &&
	    !(action->flags & OOMT_ACT_OVERRIDE)) {
		exempt(v, OOMT_BY_ALWAYS, NOTED_ADJ_MIN);
		v->rule = NULL;
		return;
	}
	v->kind = OOMT_V_CANDIDATE;
	v->by = said == SAID_KILL ? OOMT_BY_RULE : OOMT_BY_POLICY;
	naive_note(said == SAID_KILL ? NOTED_RULE_KILL : NOTED_POLICY_KILL);
	v->prefer = action->prefer;
	v->points = guarded->points + n->points;
	value_of(n, header, v);
}

static void judge_task(struct naive *n, u32 table,
		       const struct oomt_chain_node *chain, bool count_guards,
		       struct naive_verdict *v)
{
	struct guarded guarded;
	bool counting = n->counting;

	memset(v, 0, sizeof(*v));
	v->table = table;
	if (n->task->flags & OOMT_TASK_EXITING) {
		v->kind = OOMT_V_NONE;
		v->by = OOMT_BY_EXITING;
		naive_note(NOTED_EXITING);
		return;
	}
	if (always(n->task)) {
		v->kind = OOMT_V_EXEMPT;
		v->by = OOMT_BY_ALWAYS;
		return;
	}
	n->counting = counting && count_guards;
	guarded = ask_guards(n);
	n->counting = counting;
	if (guarded.exempt) {
		exempt(v, OOMT_BY_GUARD, NOTED_GUARD_EXEMPT);
		v->table = guarded.table;
		v->rule = guarded.rule;
		if (guarded.table != table)
			naive_note(NOTED_GUARD_OTHER);
		return;
	}
	judge(n, table, chain, &guarded, v);
}

/* ---- ranking -------------------------------------------------------------- */

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
			if (!taken[i] && answer->verdict[i].kind ==
					 OOMT_V_CANDIDATE &&
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

/* Judges and ranks all tasks in one chain. */
static void ask_chain(struct naive *n, u32 table,
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
	rank(n);
	if (answer->ranked)
		note_score(answer);
	if (answer->ranked > 1 && chain->header.asc)
		naive_note(NOTED_ASC);
}

/* ---- low: when, until ------------------------------------------------------ */

static u32 number_of(const struct naive_ask *ask, u32 table,
		     const struct oomt_chain_node *chain)
{
	const struct oomt_chain_node *c = ask->policy[table]->chain;
	u32 number = 0;

	for (; c != chain; c = c->next)
		number++;
	return number;
}

static s64 active_find(const struct naive_memory *memory, u32 table, u32 chain)
{
	u32 i;

	for (i = 0; i < memory->count; i++)
		if (memory->active[i].table == table &&
		    memory->active[i].chain == chain)
			return i;
	return -1;
}

/* The stop line; a neutral `until` is as if it were not there. */
static bool stop_line(const struct oomt_picture *pic,
		      const struct oomt_header *header, bool psi_relieved)
{
	enum naive_truth until = NAIVE_NEUTRAL;

	if (header->until) {
		until = naive_cond(pic, header->until, psi_relieved);
		if (until == NAIVE_NEUTRAL)
			naive_note(NOTED_STOP_NEUTRAL);
	}
	if (until != NAIVE_NEUTRAL)
		return until == NAIVE_TRUE;
	return naive_cond(pic, header->when, psi_relieved) != NAIVE_TRUE;
}

static bool fires(const struct naive_ask *ask, struct naive_memory *memory,
		  u32 table, const struct oomt_chain_node *chain)
{
	enum naive_truth when;
	s64 at;

	if (ask->hook != OOMT_HOOK_LOW)
		return true;
	when = naive_cond(ask->pic, chain->header.when, false);
	if (when == NAIVE_NEUTRAL)
		naive_note(NOTED_COND_NOTHING);
	at = active_find(memory, table, number_of(ask, table, chain));
	if (at >= 0 && stop_line(ask->pic, &chain->header, false)) {
		memory->active[at] = memory->active[--memory->count];
		naive_note(NOTED_ACTIVE_ENDED);
		at = -1;
	}
	if (at >= 0 && when != NAIVE_TRUE)
		naive_note(NOTED_ACTIVE);
	return when == NAIVE_TRUE || at >= 0;
}

void naive_acted(const struct naive_answer *answer,
		 const struct naive_ask *ask, struct naive_memory *memory)
{
	u32 chain = number_of(ask, answer->table, answer->chain);

	if (active_find(memory, answer->table, chain) >= 0)
		return;
	assert(memory->count < NAIVE_ACTIVE);
	memory->active[memory->count].table = answer->table;
	memory->active[memory->count++].chain = chain;
}

/* ---- forecast -------------------------------------------------------------- */

static void credit(struct oomt_picture *pic, int metric, s64 bytes)
{
	if (!metric_known(pic, metric))
		return;
	pic->metric[metric] += bytes;
	if (pic->metric[metric] < 0)
		pic->metric[metric] = 0;
}

static void take(struct oomt_picture *pic, struct oomt_task *task)
{
	s64 swap = known_size(task, OOMT_F_SWAP, task->swap);

	credit(pic, OOMT_M_MEM_AVAILABLE,
	       known_size(task, OOMT_F_ANON, task->anon) +
	       known_size(task, OOMT_F_PGTABLES, task->pgtables));
	credit(pic, OOMT_M_SWAP_FREE, swap);
	credit(pic, OOMT_M_SWAP_USED, -swap);
	task->flags |= OOMT_TASK_EXITING;
}

/* Who follows, each after the credit for those before, in the same chain. */
static void forecast(const struct naive_ask *ask, struct naive_answer *answer)
{
	static struct naive_answer next;
	struct oomt_task task[NAIVE_TASKS];
	struct oomt_picture pic = *ask->pic;
	struct naive_ask then = *ask;
	struct naive n = { .ask = &then, .answer = &next };
	u32 victim = answer->ranking[0];

	memcpy(task, pic.task, pic.task_count * sizeof(*task));
	pic.task = task;
	then.pic = &pic;
	for (;;) {
		take(&pic, &task[victim]);
		if (stop_line(&pic, &answer->chain->header, true)) {
			naive_note(answer->chain->header.until ?
				   NOTED_STOP_UNTIL : NOTED_STOP_WHEN);
			return;
		}
		ask_chain(&n, answer->table, answer->chain, false);
		if (!next.ranked) {
			naive_note(NOTED_STOP_EMPTY);
			return;
		}
		naive_note(NOTED_FOLLOWED);
		victim = next.ranking[0];
		answer->victim[answer->victims++] = task[victim].pid;
	}
}

/* ---- the decision ---------------------------------------------------------- */

static void settle(struct naive *n, u32 base, u32 table,
		   const struct oomt_chain_node *chain)
{
	n->answer->fired = true;
	n->answer->base = base;
	n->answer->table = table;
	n->answer->chain = chain;
}

void naive_decide(const struct naive_ask *ask, struct naive_memory *memory,
		  struct naive_answer *answer)
{
	const struct oomt_chain_node *chain[BASES];
	struct naive n = { .ask = ask, .answer = answer, .counting = true };
	u32 table[BASES], i, bases, first = BASES;
	bool count_guards = true, is_decided = false;

	memset(answer, 0, sizeof(*answer));
	for (i = 0; i < NAIVE_TASKS; i++)
		answer->verdict[i].by = OOMT_BY_SCOPE;
	bases = naive_base_chains(ask, BASES, table, chain);
	for (i = 0; i < bases; i++) {
		bool held = ask->dry >= 0 ? i == (u32)ask->dry :
			    fires(ask, memory, table[i], chain[i]);

		if (!held || is_decided)
			continue;
		ask_chain(&n, table[i], chain[i], count_guards);
		count_guards = false;
		if (chain[i]->header.dry && ask->dry < 0) {
			naive_note(NOTED_DRY_CHAIN);
			continue;
		}
		if (first == BASES)
			first = i;
		is_decided = answer->ranked;
		if (is_decided) {
			settle(&n, i, table[i], chain[i]);
			if (i != first)
				naive_note(NOTED_LATER_CHAIN);
		}
	}
	if (first == BASES) {
		naive_note(NOTED_QUIET);
		for (i = 0; i < NAIVE_TASKS; i++) {
			memset(&answer->verdict[i], 0,
			       sizeof(answer->verdict[i]));
			answer->verdict[i].by = OOMT_BY_SCOPE;
		}
		answer->ranked = 0;
		return;
	}
	naive_note(NOTED_FIRED);
	if (!is_decided) {
		n.counting = false;
		ask_chain(&n, table[first], chain[first], false);
		settle(&n, first, table[first], chain[first]);
		naive_note(NOTED_NOBODY);
		return;
	}
	naive_note(NOTED_VICTIM);
	if (answer->table)
		naive_note(NOTED_OTHER_TABLE);
	answer->victim[answer->victims++] =
		ask->pic->task[answer->ranking[0]].pid;
	if (ask->hook == OOMT_HOOK_LOW)
		forecast(ask, answer);
}

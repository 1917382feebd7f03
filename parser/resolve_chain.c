// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Chains: which header lines a hook asks for and allows, who calls whom, and
 * the order in which chains are compiled: base chains as they stand in the
 * text, then plain ones so that a chain calls only chains behind it, and as
 * near to the text's order as that allows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "each.h"
#include "names.h"
#include "resolve.h"
#include "suggest.h"

#define fail(r, id, span, ...) \
	oomt_diag_add((r)->diags, OOMT_ERROR, id, span, __VA_ARGS__)

#define DEADLINE_DEFAULT_MS	1000
#define COOLDOWN_MS_MAX		(24 * 3600 * 1000LL)
#define NS_PER_MS		1000000LL

/* ---- headers ------------------------------------------------------------- */

static void header_lines(struct oomt_resolve *r, struct oomt_chain_node *chain)
{
	struct oomt_header *header = &chain->header;
	unsigned int line;

	for (line = 0; line < OOMT_H_COUNT; line++) {
		if (!oomt_header_given(header, line) ||
		    oomt_header_hooks(line) & 1U << header->hook)
			continue;
		if (header->hook == OOMT_HOOK_NONE)
			fail(r, "needs-hook", header->span[line],
			     "%s belongs to a base chain: chain %s has no hook",
			     oomt_header_name(line), chain->name);
		else
			fail(r, "wrong-hook", header->span[line],
			     "%s cannot stand in hook %s",
			     oomt_header_name(line),
			     oomt_hook_name(header->hook));
	}
}

static void header_required(struct oomt_resolve *r,
			    struct oomt_chain_node *chain)
{
	struct oomt_header *header = &chain->header;

	if (header->hook == OOMT_HOOK_LOW &&
	    !oomt_header_given(header, OOMT_H_WHEN))
		fail(r, "missing-line", chain->name_span,
		     "chain %s needs a when line: hook low acts when its condition holds",
		     chain->name);
	if (header->hook >= OOMT_HOOK_LOW &&
	    !oomt_header_given(header, OOMT_H_POLICY))
		fail(r, "missing-line", chain->name_span,
		     "chain %s needs a policy line: policy exempt or policy kill",
		     chain->name);
}

/* In ms; `otherwise` if it is not given, or wrong. */
static u32 duration_of(struct oomt_resolve *r, const struct oomt_header *header,
		       enum oomt_header_line line,
		       const struct oomt_literal *lit, s64 max_ms,
		       u32 otherwise)
{
	char max[OOMT_LITERAL_TEXT];

	if (!oomt_header_given(header, line) || lit->kind == OOMT_L_BAD)
		return otherwise;
	if (lit->kind != OOMT_L_TIME || lit->negative)
		fail(r, "type", lit->span, "%s takes a duration, like 500ms",
		     oomt_header_name(line));
	else if (lit->value > max_ms * NS_PER_MS)
		fail(r, "too-large", lit->span, "a %s is at most %s",
		     oomt_header_name(line),
		     oomt_time_text(max_ms * NS_PER_MS, max));
	else
		return lit->value / NS_PER_MS;
	return otherwise;
}

static void durations_resolve(struct oomt_resolve *r,
			      struct oomt_header *header)
{
	bool acts = header->hook == OOMT_HOOK_LOW ||
		    header->hook == OOMT_HOOK_OOM ||
		    header->hook == OOMT_HOOK_MEMCG;

	header->deadline_ms = duration_of(r, header, OOMT_H_DEADLINE,
					  &header->deadline,
					  OOMT_DEADLINE_MS_MAX,
					  acts ? DEADLINE_DEFAULT_MS : 0);
	header->cooldown_ms = duration_of(r, header, OOMT_H_COOLDOWN,
					  &header->cooldown, COOLDOWN_MS_MAX,
					  0);
}

static int cond_resolve(struct oomt_resolve *r, struct oomt_expr *expr)
{
	if (!expr)
		return 0;
	if (expr->insns > OOMT_COND_INSNS_MAX)
		fail(r, "too-large", expr->span,
		     "a condition has at most %d comparisons and operators",
		     OOMT_COND_INSNS_MAX);
	return oomt_resolve_expr(r, expr);
}

static u32 fors_count(const struct oomt_expr *expr)
{
	const struct oomt_expr *child;
	u32 count;

	if (!expr)
		return 0;
	count = expr->kind == OOMT_EXPR_FOR;
	for (child = expr->child; child; child = child->next)
		count += fors_count(child);
	return count;
}

/* `scope M` asks about the cgroups that a scope names, one by one. */
static void each_check(struct oomt_resolve *r,
		       const struct oomt_header *header)
{
	const struct oomt_expr *when = oomt_expr_of_scope(header->when);
	const struct oomt_expr *until = oomt_expr_of_scope(header->until);

	if (until && !when && header->when)
		fail(r, "scope-metric", until->span,
		     "the chain does not run for each cgroup: its when asks about none");
	else if ((when || until) && !header->scope && !r->policy->scope)
		fail(r, "scope-metric", when ? when->span : until->span,
		     "neither the chain nor the table has a scope: of which cgroups?");
	else if (when && fors_count(header->when) +
			 fors_count(header->until) > OOMT_EACH_FORS_MAX)
		fail(r, "too-large", when->span,
		     "a chain that runs for each cgroup has at most %d for",
		     OOMT_EACH_FORS_MAX);
}

int oomt_resolve_header(struct oomt_resolve *r, struct oomt_chain_node *chain)
{
	struct oomt_header *header = &chain->header;

	if (!oomt_header_given(header, OOMT_H_FALLBACK))
		header->fallback_kernel = header->hook == OOMT_HOOK_LOW;
	durations_resolve(r, header);
	if (header->scope)
		oomt_resolve_scope(r, header->scope);
	each_check(r, header);
	if (cond_resolve(r, header->when) || cond_resolve(r, header->until))
		return -ENOMEM;
	/* What an unreadable line may have said is not asked for again. */
	if (chain->broken && header->hook == OOMT_HOOK_NONE)
		return 0;
	header_lines(r, chain);
	if (!chain->broken)
		header_required(r, chain);
	return 0;
}

/* ---- calls --------------------------------------------------------------- */

static void target_unknown(struct oomt_resolve *r,
			   const struct oomt_verdict_node *verdict)
{
	const struct oomt_chain_node *chain;
	char did_you[OOMT_SUGGEST_TEXT];
	struct oomt_suggest suggest;

	oomt_suggest_init(&suggest, verdict->target_name,
			  strlen(verdict->target_name));
	for (chain = r->policy->chain; chain && !oomt_diags_full(r->diags);
	     chain = chain->next)
		if (chain->header.hook == OOMT_HOOK_NONE)
			oomt_suggest_offer(&suggest, chain->name);
	fail(r, "unknown-chain", verdict->target_span,
	     "there is no chain %.40s%s", verdict->target_name,
	     oomt_suggest_text(&suggest, did_you));
}

static void target_find(struct oomt_resolve *r,
			struct oomt_verdict_node *verdict)
{
	struct oomt_chain_node *target;

	if (verdict->word != OOMT_VERDICT_JUMP &&
	    verdict->word != OOMT_VERDICT_GOTO)
		return;
	target = oomt_chain_find(r->policy, verdict->target_name,
				 strlen(verdict->target_name));
	if (!target) {
		target_unknown(r, verdict);
	} else if (oomt_header_given(&target->header, OOMT_H_HOOK)) {
		fail(r, "base-chain", verdict->target_span,
		     "%s is a base chain: it is entered by its hook, not by a jump",
		     target->name);
	} else {
		verdict->target = target;
		target->calls++;
	}
}

/* The walk over the calls; [chain->index] is the chain's place in the text. */
struct walk {
	struct oomt_resolve *r;
	u8 *colour;			/* WHITE, GREY: on the path, BLACK */
	u32 *depth;			/* chains deep from here, itself too */
	struct oomt_chain_node *path[OOMT_CHAINS_MAX];
	u32 path_len;
	bool circle, deep;
};

enum { WHITE, GREY, BLACK };

static void circle_report(struct walk *walk, const struct oomt_rule_node *rule)
{
	const struct oomt_chain_node *to = rule->verdict.target;
	char text[200];
	size_t at = 0;
	u32 i = 0;

	while (walk->path[i] != to)
		i++;
	for (; i < walk->path_len && at < sizeof(text); i++)
		at += snprintf(text + at, sizeof(text) - at, "%s -> ",
			       walk->path[i]->name);
	fail(walk->r, "circle", rule->verdict.target_span,
	     "chains call each other in a circle: %.*s%s",
	     (int)sizeof(text) - 1, text, to->name);
	walk->circle = true;
}

/* Recursion: at most one level per chain, and chains are limited. */
static void walk_chain(struct walk *walk, struct oomt_chain_node *chain)
{
	const struct oomt_rule_node *rule;
	u32 deepest = 0;

	walk->colour[chain->index] = GREY;
	walk->path[walk->path_len++] = chain;
	for (rule = chain->rule; rule; rule = rule->next) {
		struct oomt_chain_node *to = rule->verdict.target;

		if (!to)
			continue;
		if (walk->colour[to->index] == GREY) {
			circle_report(walk, rule);
			continue;
		}
		if (walk->colour[to->index] == WHITE)
			walk_chain(walk, to);
		if (walk->depth[to->index] > deepest)
			deepest = walk->depth[to->index];
		if (walk->depth[to->index] == OOMT_CALL_DEPTH_MAX &&
		    !walk->deep) {
			fail(walk->r, "too-deep", rule->verdict.target_span,
			     "chains call each other more than %d deep",
			     OOMT_CALL_DEPTH_MAX);
			walk->deep = true;
		}
	}
	walk->path_len--;
	walk->colour[chain->index] = BLACK;
	walk->depth[chain->index] = deepest + 1;
}

/* false: there is a circle (or memory is out: *err). */
static bool calls_walk(struct oomt_resolve *r, int *err)
{
	struct oomt_chain_node *chain;
	struct walk *walk = calloc(1, sizeof(*walk));
	u32 n = r->policy->chain_count;
	bool circle = true;

	*err = -ENOMEM;
	if (!walk)
		return false;
	walk->r = r;
	walk->colour = calloc(n + 1, sizeof(*walk->colour));
	walk->depth = calloc(n + 1, sizeof(*walk->depth));
	if (walk->colour && walk->depth) {
		*err = 0;
		for (chain = r->policy->chain; chain; chain = chain->next)
			if (walk->colour[chain->index] == WHITE)
				walk_chain(walk, chain);
		circle = walk->circle;
	}
	free(walk->colour);
	free(walk->depth);
	free(walk);
	return !circle;
}

/* ---- order --------------------------------------------------------------- */

static bool is_base(const struct oomt_chain_node *chain)
{
	return chain->header.hook != OOMT_HOOK_NONE;
}

/* Counts the calls of a chain that is placed as done. */
static void calls_done(const struct oomt_chain_node *chain, u32 *waiting)
{
	const struct oomt_rule_node *rule;

	for (rule = chain->rule; rule; rule = rule->next)
		if (rule->verdict.target)
			waiting[rule->verdict.target->index]--;
}

static int chains_order(struct oomt_resolve *r)
{
	struct oomt_policy *policy = r->policy;
	u32 n = policy->chain_count, placed = 0, i;
	struct oomt_chain_node **order, *chain;
	u32 *waiting = calloc(n + 1, sizeof(*waiting));
	u8 *done = calloc(n + 1, sizeof(*done));

	order = oomt_arena_alloc(&policy->arena, (n + 1) * sizeof(*order));
	if (!waiting || !done || !order) {
		free(waiting);
		free(done);
		return -ENOMEM;
	}
	for (chain = policy->chain; chain; chain = chain->next) {
		waiting[chain->index] = chain->calls;
		if (!is_base(chain))
			continue;
		order[placed++] = chain;
		done[chain->index] = 1;
	}
	for (i = 0; i < placed; i++)
		calls_done(order[i], waiting);
	while (placed < n) {
		for (chain = policy->chain; chain; chain = chain->next)
			if (!done[chain->index] && !waiting[chain->index])
				break;
		order[placed++] = chain;
		done[chain->index] = 1;
		calls_done(chain, waiting);
	}
	for (i = 0; i < n; i++)
		order[i]->index = i;
	policy->order = order;
	free(waiting);
	free(done);
	return 0;
}

/* ---- what may stand where ------------------------------------------------ */

/* [chain->index]: the base chain by which a chain is reached from a hook. */
struct reach {
	const struct oomt_chain_node *guard, *oom;
};

/* Grace is for low: where the kernel has run out there is no time for it. */
static void grace_check(struct oomt_resolve *r,
			const struct oomt_chain_node *chain,
			const struct oomt_chain_node *oom,
			const struct oomt_verdict_node *verdict)
{
	if (oom == chain)
		fail(r, "wrong-hook", verdict->grace_span,
		     "grace is for hook low: in hook %s there is no time for it",
		     oomt_hook_name(chain->header.hook));
	else
		fail(r, "wrong-hook", verdict->grace_span,
		     "grace cannot stand in chain %s: chain %s of hook %s comes here",
		     chain->name, oom->name,
		     oomt_hook_name(oom->header.hook));
}

/* A candidate, in hook oom or memcg. */
static void kill_check(struct oomt_resolve *r,
		       const struct oomt_chain_node *chain,
		       const struct oomt_chain_node *oom,
		       const struct oomt_verdict_node *verdict)
{
	const struct oomt_action *action = &verdict->action;

	if (!oom || verdict->word != OOMT_VERDICT_KILL)
		return;
	if (action->kind == OOMT_ACT_KILL) {
		if (action->grace_ms)
			grace_check(r, chain, oom, verdict);
		return;
	}
	if (oom == chain)
		fail(r, "wrong-hook", verdict->span,
		     "%s is for hook low: in hook %s somebody has to die",
		     oomt_action_name(action->kind),
		     oomt_hook_name(chain->header.hook));
	else
		fail(r, "wrong-hook", verdict->span,
		     "%s cannot stand in chain %s: chain %s of hook %s comes here",
		     oomt_action_name(action->kind), chain->name, oom->name,
		     oomt_hook_name(oom->header.hook));
}

static void guard_refuse(struct oomt_resolve *r,
			 const struct oomt_chain_node *chain,
			 const struct oomt_chain_node *guard,
			 struct oomt_span span, const char *word)
{
	if (guard == chain)
		fail(r, "wrong-hook", span,
		     "%s cannot stand in hook guard: it only spares", word);
	else
		fail(r, "wrong-hook", span,
		     "%s cannot stand in chain %s: guard chain %s comes here",
		     word, chain->name, guard->name);
}

static void guard_check(struct oomt_resolve *r,
			const struct oomt_chain_node *chain,
			const struct oomt_chain_node *guard,
			const struct oomt_rule_node *rule)
{
	const struct oomt_verdict_node *verdict = &rule->verdict;
	const struct oomt_stmt *stmt;

	if (!guard)
		return;
	for (stmt = rule->stmt; stmt; stmt = stmt->next)
		if (stmt->kind == OOMT_STMT_LIMIT)
			guard_refuse(r, chain, guard, stmt->span, "limit");
	if (verdict->word == OOMT_VERDICT_KILL)
		guard_refuse(r, chain, guard, verdict->span,
			     oomt_action_name(verdict->action.kind));
}

static int hooks_check(struct oomt_resolve *r)
{
	struct oomt_policy *policy = r->policy;
	const struct oomt_rule_node *rule;
	struct reach *reach, *to;
	u32 i;

	reach = calloc(policy->chain_count + 1, sizeof(*reach));
	if (!reach)
		return -ENOMEM;
	for (i = 0; i < policy->chain_count; i++) {
		const struct oomt_chain_node *chain = policy->order[i];
		enum oomt_hook hook = chain->header.hook;

		if (hook == OOMT_HOOK_GUARD)
			reach[i].guard = chain;
		if (hook == OOMT_HOOK_OOM || hook == OOMT_HOOK_MEMCG)
			reach[i].oom = chain;
		if (chain->header.policy.action.kind == OOMT_ACT_KILL)
			kill_check(r, chain, reach[i].oom,
				   &chain->header.policy);
		for (rule = chain->rule; rule; rule = rule->next) {
			if (rule->verdict.target) {
				to = &reach[rule->verdict.target->index];
				to->guard = reach[i].guard ? : to->guard;
				to->oom = reach[i].oom ? : to->oom;
			}
			guard_check(r, chain, reach[i].guard, rule);
			kill_check(r, chain, reach[i].oom, &rule->verdict);
		}
	}
	free(reach);
	return 0;
}

int oomt_resolve_calls(struct oomt_resolve *r)
{
	struct oomt_chain_node *chain;
	struct oomt_rule_node *rule;
	u32 index = 0;
	int err;

	if (r->policy->chain_count > OOMT_CHAINS_MAX)
		return 0;
	for (chain = r->policy->chain; chain; chain = chain->next) {
		chain->index = index++;
		for (rule = chain->rule; rule; rule = rule->next)
			target_find(r, &rule->verdict);
	}
	if (!calls_walk(r, &err))
		return err;
	err = chains_order(r);
	return err ? err : hooks_check(r);
}

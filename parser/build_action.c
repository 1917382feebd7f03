// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The operands of freeze, reclaim and exec, which may happen to a candidate
 * instead of a kill, and of limit.  Called by the grammar's actions.
 */
#include <stdio.h>
#include <string.h>
#include "parse.h"

#define NS_PER_S	1000000000ULL

static void action_kind(struct oomt_verdict_node *verdict,
			enum oomt_action_kind kind)
{
	verdict->action.kind = kind;
	verdict->action.signal = 0;	/* a kill alone has one */
}

void oomt_build_freeze(struct oomt_parse *p, const struct oomt_literal *time,
		       struct oomt_verdict_node *verdict)
{
	action_kind(verdict, OOMT_ACT_FREEZE);
	if (!time->span.source || p->reported)
		return;
	verdict->action.amount = oomt_build_duration(p, "for", time);
	if (!verdict->action.amount && !p->reported)
		oomt_parse_error(p, "bad-number", time->span,
				 "a freeze for no time: leave it out to freeze for good");
}

void oomt_build_reclaim(struct oomt_parse *p, const struct oomt_literal *size,
			struct oomt_verdict_node *verdict)
{
	action_kind(verdict, OOMT_ACT_RECLAIM);
	verdict->action.amount = 1;
	if (size->kind == OOMT_L_BAD)
		return;
	if (size->negative ||
	    (size->kind != OOMT_L_SIZE && size->kind != OOMT_L_NUMBER))
		oomt_parse_error(p, "type", size->span,
				 "reclaim takes a size, like 512M");
	else if (!size->value)
		oomt_parse_error(p, "bad-number", size->span,
				 "to reclaim nothing is to do nothing");
	else if (size->value > OOMT_SIZE_MAX)
		oomt_parse_error(p, "too-large", size->span,
				 "this amount is too large");
	else
		verdict->action.amount = size->value;
}

int oomt_build_exec(struct oomt_parse *p, struct oomt_span command,
		    struct oomt_verdict_node *verdict)
{
	struct oomt_literal lit;

	action_kind(verdict, OOMT_ACT_EXEC);
	if (oomt_build_string(p, command, &lit))
		return -ENOMEM;
	verdict->command = lit.text;
	verdict->command_len = lit.len;
	if (!lit.len && !p->reported)
		oomt_parse_error(p, "bad-command", command,
				 "exec takes the command to run");
	else if (lit.len >= OOMT_COMMAND_MAX)
		oomt_parse_error(p, "too-large", command,
				 "a command has at most %d bytes",
				 OOMT_COMMAND_MAX - 1);
	return 0;
}

/* ---- limit --------------------------------------------------------------- */

/* A plain number from 1 to max; else 1 and an error. */
static u32 plain_count(struct oomt_parse *p, struct oomt_span span,
		       const char *what, u32 max)
{
	struct oomt_literal lit = oomt_build_number(p, span, 0, span);

	if (lit.kind == OOMT_L_BAD)
		return 1;
	if (lit.kind == OOMT_L_NUMBER && lit.value && lit.value <= max)
		return lit.value;
	oomt_parse_error(p, "bad-number", span,
			 "%s takes a plain number from 1 to %u", what, max);
	return 1;
}

void oomt_build_limit(struct oomt_parse *p, struct oomt_span rate,
		      struct oomt_stmt *stmt)
{
	static const char *const known[] = { "second", "minute", "hour",
					     NULL };
	static const u64 seconds[] = { 1, 60, 3600 };
	struct oomt_span count, per;
	unsigned int i;
	size_t len;

	oomt_build_quotient(rate, &count, &per);
	len = per.end - per.begin;
	stmt->limit.count = plain_count(p, count, "limit rate",
					OOMT_BURST_MAX);
	stmt->limit.burst = 1;
	for (i = 0; known[i]; i++)
		if (strlen(known[i]) == len &&
		    !memcmp(known[i], oomt_span_text(per), len))
			break;
	if (known[i])
		stmt->limit.per_ns = seconds[i] * NS_PER_S;
	else
		oomt_parse_unknown(p, "time of a rate", per, known);
}

void oomt_build_burst(struct oomt_parse *p, struct oomt_span burst,
		      struct oomt_stmt *stmt)
{
	stmt->limit.burst = plain_count(p, burst, "burst", OOMT_BURST_MAX);
}

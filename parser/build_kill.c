// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The words behind kill, and the other operands of verdicts and statements:
 * signals, durations, `dry`.  Called by the grammar's actions.
 */
#include <signal.h>
#include "names.h"
#include "parse.h"

#define PREFER_MAX	1000000		/* engine/verify_records.c */
#define GRACE_MS_MAX	(24 * 3600 * 1000)	/* there, too */
#define NS_PER_MS	1000000LL

/* false: the word stands a second time. */
static bool word_once(struct oomt_parse *p, struct oomt_span words,
		      enum oomt_kill_word word, const char *name,
		      struct oomt_verdict_node *verdict)
{
	if (verdict->given & word) {
		oomt_parse_error(p, "duplicate", words,
				 "%s is given already", name);
		return false;
	}
	verdict->given |= word;
	return true;
}

void oomt_build_prefer(struct oomt_parse *p, struct oomt_span words,
		       const struct oomt_literal *lit,
		       struct oomt_verdict_node *verdict)
{
	if (!word_once(p, words, OOMT_KILL_PREFER, "prefer", verdict) ||
	    lit->kind == OOMT_L_BAD)
		return;
	if (lit->kind != OOMT_L_NUMBER || lit->value > PREFER_MAX) {
		oomt_parse_error(p, "bad-number", lit->span,
				 "prefer takes a plain number, at most %d",
				 PREFER_MAX);
		return;
	}
	verdict->action.prefer = lit->negative ? -lit->value : lit->value;
}

s64 oomt_build_duration(struct oomt_parse *p, const char *what,
			const struct oomt_literal *lit)
{
	if (lit->kind == OOMT_L_BAD)
		return 0;
	if (lit->kind == OOMT_L_TIME && !lit->negative)
		return lit->value;
	oomt_parse_error(p, "type", lit->span, "%s takes a duration, like 5s",
			 what);
	return 0;
}

void oomt_build_grace(struct oomt_parse *p, struct oomt_span words,
		      const struct oomt_literal *lit,
		      struct oomt_verdict_node *verdict)
{
	s64 ms;

	if (!word_once(p, words, OOMT_KILL_GRACE, "grace", verdict))
		return;
	verdict->grace_span = words;
	if (p->reported)
		return;
	ms = oomt_build_duration(p, "grace", lit) / NS_PER_MS;
	if (p->reported)
		return;
	if (ms > GRACE_MS_MAX)
		oomt_parse_error(p, "too-large", lit->span,
				 "a grace is at most %dh",
				 GRACE_MS_MAX / 3600000);
	else if (!ms)
		oomt_parse_error(p, "bad-number", lit->span,
				 "a grace of nothing: leave it out to kill at once");
	else
		verdict->action.grace_ms = ms;
}

/* 0: an error was reported. */
static int signal_of(struct oomt_parse *p, struct oomt_span span)
{
	static const char *const known[] = {
		"HUP", "INT", "QUIT", "ABRT", "KILL", "USR1", "USR2", "TERM",
		"CONT", "STOP", "SIGHUP", "SIGINT", "SIGQUIT", "SIGABRT",
		"SIGKILL", "SIGUSR1", "SIGUSR2", "SIGTERM", NULL,
	};
	const char *text = oomt_span_text(span);
	enum oomt_literal_kind kind;
	size_t unit_at;
	int signal;
	s64 value;

	if (text[0] < '0' || text[0] > '9') {
		signal = oomt_signal_find(text, span.end - span.begin);
		if (!signal)
			oomt_parse_unknown(p, "signal", span, known);
		return signal;
	}
	if (!oomt_literal_parse(text, span.end - span.begin, &kind, &value,
				&unit_at) &&
	    kind == OOMT_L_NUMBER && value && value <= OOMT_SIGNAL_MAX)
		return value;
	oomt_parse_error(p, "bad-number", span,
			 "a signal's number is from 1 to %d", OOMT_SIGNAL_MAX);
	return 0;
}

void oomt_build_kill_signal(struct oomt_parse *p, struct oomt_span words,
			    struct oomt_span signal,
			    struct oomt_verdict_node *verdict)
{
	if (!word_once(p, words, OOMT_KILL_SIGNAL, "signal", verdict))
		return;
	if (!(verdict->given & OOMT_KILL_GRACE))
		verdict->grace_span = words;
	verdict->action.signal = signal_of(p, signal);
}

int oomt_build_warn_signal(struct oomt_parse *p, struct oomt_span span)
{
	int signal = signal_of(p, span);

	if (signal == SIGKILL || signal == SIGSTOP)
		oomt_parse_error(p, "bad-signal", span,
				 "warn only tells: no process can tell what %s wants of it",
				 oomt_signal_name(signal));
	return signal;
}

void oomt_build_override(struct oomt_parse *p, struct oomt_span word,
			 struct oomt_verdict_node *verdict)
{
	if (word_once(p, word, OOMT_KILL_OVERRIDE, "override", verdict))
		verdict->action.flags |= OOMT_ACT_OVERRIDE;
}

void oomt_build_kill(struct oomt_parse *p, struct oomt_verdict_node *verdict)
{
	if (!(verdict->given & OOMT_KILL_GRACE)) {
		if (verdict->given & OOMT_KILL_SIGNAL && !p->reported)
			oomt_parse_error(p, "bad-signal", verdict->grace_span,
					 "without a grace the signal is KILL: write grace DURATION signal NAME");
		verdict->action.signal = SIGKILL;
	} else if (!(verdict->given & OOMT_KILL_SIGNAL)) {
		verdict->action.signal = SIGTERM;
	}
}

void oomt_build_dry(struct oomt_parse *p, struct oomt_span word,
		    struct oomt_verdict_node *verdict)
{
	if (verdict->dry)
		oomt_parse_error(p, "duplicate", word, "dry is given already");
	verdict->dry = true;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Comparisons and decisions in words, and in JSON; see reason.h. */
#include <signal.h>
#include "names.h"
#include "reason.h"
#include "value.h"

void oomt_metric_text(unsigned int metric, s64 value,
		      char text[OOMT_HUMAN_LEN])
{
	char percent[OOMT_VALUE_LEN];

	switch (oomt_metric_type(metric)) {
	case OOMT_T_SIZE:
		oomt_human_size(value, text);
		return;
	case OOMT_T_PERCENT:
		oomt_value_percent_text(value, percent);
		snprintf(text, OOMT_HUMAN_LEN, "%.20s%%", percent);
		return;
	default:
		snprintf(text, OOMT_HUMAN_LEN, "%lld", (long long)value);
	}
}

/* How the right side was written, if that differs from its value. */
static void written_text(const struct oomt_reason *reason, char *text,
			 size_t size)
{
	char percent[OOMT_VALUE_LEN];

	text[0] = '\0';
	if (reason->flags & OOMT_I_METRIC) {
		snprintf(text, size, " (%s)", oomt_metric_name(reason->imm));
	} else if (reason->flags & OOMT_I_PERCENT) {
		oomt_value_percent_text(reason->imm, percent);
		snprintf(text, size, " (%s%%)", percent);
	}
}

/* One side, in the unit of its metric: of a cgroup, or of the machine. */
static void side_text(const struct oomt_reason *reason, s64 value,
		      char text[OOMT_HUMAN_LEN])
{
	bool size = oomt_cgroup_metric_type(reason->metric) == OOMT_T_SIZE;

	if (reason->flags & OOMT_R_CGROUP)
		oomt_metric_text(size ? OOMT_M_MEM_TOTAL :
					OOMT_M_PSI_SOME_AVG10, value, text);
	else
		oomt_metric_text(reason->metric, value, text);
}

#define PATH_SHOWN	60	/* bytes; of a longer one the end */
#define SUBJECT_LEN	(PATH_SHOWN + 20)

/* What a comparison is about: the machine, or a cgroup by its path. */
static void subject_text(const struct oomt_reason *reason,
			 const struct oomt_table *table, const char *each,
			 char text[SUBJECT_LEN])
{
	const char *path = each, *word = "cgroup", *cut = "";
	char escaped[PATH_SHOWN + 1];
	size_t len;

	text[0] = '\0';
	if (!(reason->flags & OOMT_R_CGROUP))
		return;
	if (table)
		word = reason->path ? "cgroup" : "scope";
	if (table && reason->path)
		path = oomt_table_string(table, reason->path);
	if (!table || !path) {
		snprintf(text, SUBJECT_LEN, "%s ", word);
		return;
	}
	len = strlen(path);
	if (len > PATH_SHOWN) {
		path += len - PATH_SHOWN;
		cut = "...";
	}
	oomt_escape(escaped, sizeof(escaped), path, strlen(path));
	snprintf(text, SUBJECT_LEN, "%s \"%s%s\" ", word, cut, escaped);
}

void oomt_reason_text_of(const struct oomt_reason *reason,
			 const struct oomt_table *table, const char *each,
			 char text[OOMT_REASON_LEN])
{
	char lhs[OOMT_HUMAN_LEN], rhs[OOMT_HUMAN_LEN], written[64];
	char subject[SUBJECT_LEN];
	bool cgroup = reason->flags & OOMT_R_CGROUP;

	if (reason->flags & OOMT_R_EXISTS) {
		if (reason->truth == OOMT_TRUE)
			snprintf(text, OOMT_REASON_LEN, "exists: pid %lld",
				 (long long)reason->lhs);
		else
			strcpy(text, "exists: nobody");
		return;
	}
	/* The engine's mark: one of the sides was not known. */
	if (reason->flags & OOMT_I_UNKNOWN_HOLDS)
		strcpy(lhs, "unknown");
	else
		side_text(reason, reason->lhs, lhs);
	side_text(reason, reason->rhs, rhs);
	written_text(reason, written, sizeof(written));
	subject_text(reason, table, each, subject);
	snprintf(text, OOMT_REASON_LEN, "%s%s %s %s %s%s", subject,
		 cgroup ? oomt_cgroup_metric_name(reason->metric) :
			  oomt_metric_name(reason->metric), lhs,
		 oomt_cmp_name(reason->cmp), rhs, written);
}

void oomt_reason_text(const struct oomt_reason *reason,
		      char text[OOMT_REASON_LEN])
{
	oomt_reason_text_of(reason, NULL, NULL, text);
}

void oomt_reasons_print_of(const struct oomt_out *out,
			   const struct oomt_reason *reason,
			   unsigned int count, const struct oomt_table *table,
			   const char *each, unsigned int indent)
{
	static const struct {
		const char *unicode, *ascii;
		enum oomt_style style;
	} marks[] = {
		[OOMT_FALSE]   = { "✗", "no ", OOMT_RED },
		[OOMT_TRUE]    = { "✓", "yes", OOMT_GREEN },
		[OOMT_NEUTRAL] = { "–", "-  ", OOMT_DIM },
	};
	char text[OOMT_REASON_LEN];
	unsigned int i, truth;

	for (i = 0; i < count; i++) {
		truth = reason[i].truth <= OOMT_NEUTRAL ? reason[i].truth :
							  OOMT_FALSE;
		oomt_reason_text_of(&reason[i], table, each, text);
		fprintf(out->to, "%*s", (int)indent, "");
		oomt_out_styled(out, marks[truth].style, "%s",
				out->unicode ? marks[truth].unicode :
					       marks[truth].ascii);
		fprintf(out->to, " %s%s\n", text, truth == OOMT_NEUTRAL ?
			"  (no swap: this part does not count)" : "");
	}
}

void oomt_reasons_print(const struct oomt_out *out,
			const struct oomt_reason *reason, unsigned int count,
			unsigned int indent)
{
	oomt_reasons_print_of(out, reason, count, NULL, NULL, indent);
}

void oomt_decision_why(const struct oomt_decision *decision,
		       char text[OOMT_WHY_LEN])
{
	bool until = decision->flags & OOMT_DEC_UNTIL;
	char one[OOMT_REASON_LEN];
	const char *between = "";
	unsigned int i;
	size_t at = 0;

	text[0] = '\0';
	if (decision->hook == OOMT_HOOK_OOM) {
		at = snprintf(text, OOMT_WHY_LEN,
			      decision->flags & OOMT_DEC_SYSRQ ?
			      "somebody asked for it (sysrq)" :
			      "the kernel ran out of memory");
		between = ", ";
	} else if (decision->hook == OOMT_HOOK_MEMCG) {
		at = snprintf(text, OOMT_WHY_LEN, "%.*s has hit its limit",
			      OOMT_PATH_MAX, decision->cgroup);
		between = ", ";
	}
	if (until)
		at += snprintf(text + at, OOMT_WHY_LEN - at,
			       "its stop line is not reached: ");
	for (i = 0; i < decision->reason_count && at + 1 < OOMT_WHY_LEN; i++) {
		/* What keeps it going: `when` that holds, `until` that not. */
		if ((decision->reason[i].truth == OOMT_TRUE) == until)
			continue;
		oomt_reason_text(&decision->reason[i], one);
		at += snprintf(text + at, OOMT_WHY_LEN - at, "%s%s", between,
			       one);
		between = ", ";
	}
}

void oomt_signal_text(unsigned int signal, char text[OOMT_HUMAN_LEN])
{
	const char *name = sigabbrev_np(signal);

	if (name)
		snprintf(text, OOMT_HUMAN_LEN, "%s", name);
	else
		snprintf(text, OOMT_HUMAN_LEN, "%u", signal);
}

json_t *oomt_json_text(const char *text)
{
	json_t *value = json_string(text);
	char safe[4096];
	size_t at = 0;

	if (value)
		return value;
	for (; *text && at + 5 < sizeof(safe); text++) {
		if ((unsigned char)*text < 0x80)
			safe[at++] = *text;
		else
			at += sprintf(safe + at, "\\x%02x",
				      (unsigned char)*text);
	}
	safe[at] = '\0';
	return json_string(safe);
}

json_t *oomt_victim_json(const struct oomt_victim *victim)
{
	char signal[OOMT_HUMAN_LEN], rule[OOMT_NAME_MAX + 16];

	oomt_signal_text(victim->signal, signal);
	if (victim->kind != OOMT_ACT_KILL)
		signal[0] = '\0';
	snprintf(rule, sizeof(rule), "%.*s:%u", OOMT_NAME_MAX - 1,
		 victim->file, victim->line);
	return json_pack("{s:i, s:o, s:s, s:[i], s:s, s:s, s:i, s:s, s:I}",
			 "pid", victim->pid,
			 "comm", oomt_json_text(victim->comm),
			 "unit", oomt_unit_name(victim->unit),
			 "pids", victim->pid,
			 "action", oomt_action_name(victim->kind),
			 "signal", signal,
			 "grace_ms", (int)victim->grace_ms,
			 "rule", rule,
			 "score", (json_int_t)victim->score);
}

bool oomt_json_print(json_t *value, FILE *to)
{
	bool fine = value && !json_dumpf(value, to, JSON_COMPACT |
					 JSON_PRESERVE_ORDER);

	fputc('\n', to);
	json_decref(value);
	return fine && !fflush(to);
}

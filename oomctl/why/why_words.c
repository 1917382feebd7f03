// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Single steps of a why in words: both sides of a comparison with their units,
 * what a statement did.  Strings are in why_strings.c.
 */
#include "names.h"
#include "reason.h"
#include "value.h"
#include "why_parts.h"

#define RANGES_SHOWN	4	/* of a set without a name */

/* ---- values --------------------------------------------------------------- */

static void exact_text(u32 field, s64 value, char *text, size_t size)
{
	char exact[OOMT_VALUE_LEN];

	switch (oomt_field_type(field)) {
	case OOMT_T_SIZE:
	case OOMT_T_RATE:
		oomt_value_size_text(value < 0 ? -value : value, exact);
		break;
	case OOMT_T_TIME:
		oomt_value_duration_text(value, exact);
		break;
	default:
		snprintf(text, size, "%lld", (long long)value);
		return;
	}
	snprintf(text, size, "%s%.24s%s", value < 0 ? "-" : "", exact,
		 oomt_field_type(field) == OOMT_T_RATE ? "/s" : "");
}

static void rough_text(u32 field, s64 value, char *text, size_t size)
{
	char human[OOMT_HUMAN_LEN];

	switch (oomt_field_type(field)) {
	case OOMT_T_SIZE:
	case OOMT_T_RATE:
		oomt_human_size(value, human);
		snprintf(text, size, "%s%s", human,
			 oomt_field_type(field) == OOMT_T_RATE ? "/s" : "");
		return;
	case OOMT_T_TIME:
		/* "1h": the largest whole unit is enough to compare. */
		exact_text(field, value - value % OOMT_NS_PER_S, text, size);
		return;
	default:
		exact_text(field, value, text, size);
	}
}

#define EXACT_SHOWN	6	/* columns: "5380M", "-1023K" */

/* Two values side by side: short ones exactly, and never two as one. */
static void both_texts(u32 field, s64 lhs, s64 rhs, char left[OOMT_VALUE_LEN],
		       char right[OOMT_VALUE_LEN])
{
	exact_text(field, lhs, left, OOMT_VALUE_LEN);
	exact_text(field, rhs, right, OOMT_VALUE_LEN);
	if (strlen(left) > EXACT_SHOWN)
		rough_text(field, lhs, left, OOMT_VALUE_LEN);
	if (strlen(right) > EXACT_SHOWN)
		rough_text(field, rhs, right, OOMT_VALUE_LEN);
	if (lhs == rhs || strcmp(left, right))
		return;
	exact_text(field, lhs, left, OOMT_VALUE_LEN);
	exact_text(field, rhs, right, OOMT_VALUE_LEN);
}

static const char *base_name(u32 field, enum oomt_hook hook)
{
	switch (oomt_field_base(field)) {
	case OOMT_B_SWAP:
		return "swap.total";
	case OOMT_B_MEMCG:
		return "memcg.max";
	default:
		return hook == OOMT_HOOK_MEMCG ? "the limit hit" :
						 "mem.total";
	}
}

/* ---- matches -------------------------------------------------------------- */

static void put_number(FILE *to, const struct oomt_why *why,
		       const struct oomt_why_step *step)
{
	const struct oomt_insn *insn = oomt_why_insn(why, step);
	char left[OOMT_VALUE_LEN], right[OOMT_VALUE_LEN];
	char percent[OOMT_VALUE_LEN];

	both_texts(insn->field, step->lhs, step->rhs, left, right);
	if (insn->flags & OOMT_I_PERCENT) {
		oomt_value_percent_text(insn->imm, percent);
		fprintf(to, "%s %s %s%% of %s = %s", left,
			oomt_cmp_name(insn->cmp), percent,
			base_name(insn->field, why->eval->hook), right);
		return;
	}
	fprintf(to, "%s %s %s", left, oomt_cmp_name(insn->cmp), right);
}

static void put_bound(FILE *to, u32 field, s64 value, bool percent)
{
	char text[OOMT_VALUE_LEN];

	if (percent) {
		oomt_value_percent_text(value, text);
		fprintf(to, "%s%%", text);
		return;
	}
	exact_text(field, value, text, sizeof(text));
	fputs(text, to);
}

static void put_set(FILE *to, const struct oomt_why *why,
		    const struct oomt_why_step *step)
{
	const struct oomt_table *table = oomt_why_table(why, step->table);
	const struct oomt_insn *insn = oomt_why_insn(why, step);
	const struct oomt_set *set = &table->SETS[insn->imm];
	char left[OOMT_VALUE_LEN];
	bool in = step->holds == (insn->cmp == OOMT_CMP_EQ);
	u32 i;

	exact_text(insn->field, step->lhs, left, sizeof(left));
	fprintf(to, "%s %s ", left, in ? "is in" : "is not in");
	if (set->name) {
		fprintf(to, "@%s", oomt_table_string(table, set->name));
		return;
	}
	fputs("{ ", to);
	for (i = 0; i < set->count && i < RANGES_SHOWN; i++) {
		const struct oomt_range *range =
			&table->RANGES[set->first + i];

		fputs(i ? ", " : "", to);
		put_bound(to, insn->field, range->lo,
			  range->flags & OOMT_RANGE_LO_PERCENT);
		if (range->lo == range->hi)
			continue;
		fputc('-', to);
		put_bound(to, insn->field, range->hi,
			  range->flags & OOMT_RANGE_HI_PERCENT);
	}
	fputs(i < set->count ? ", ... }" : " }", to);
}

static void put_match(FILE *to, const struct oomt_why *why,
		      const struct oomt_why_step *step)
{
	const struct oomt_insn *insn = oomt_why_insn(why, step);

	if (insn->op == OOMT_OP_LIMIT) {
		fputs(step->holds ? "limit: it has a token left" :
				    "limit: its rate is used up", to);
		return;
	}
	if (insn->flags & OOMT_I_ANCESTOR) {
		oomt_why_put_ancestor(to, why, step);
		return;
	}
	fprintf(to, "%s ", oomt_field_name(insn->field));
	if (!step->known)
		fputs(step->holds ? "unknown: in doubt, spare" :
				    "unknown: no match", to);
	else if (insn->op == OOMT_OP_MATCH_STR)
		oomt_why_put_string(to, why, step);
	else if (insn->op == OOMT_OP_MATCH_SET)
		put_set(to, why, step);
	else
		put_number(to, why, step);
}

/* ---- statements and verdicts ---------------------------------------------- */

char *oomt_why_action(const struct oomt_table *table, u32 index)
{
	const struct oomt_action *action = &table->ACTIONS[index];
	char signal[OOMT_HUMAN_LEN], grace[OOMT_VALUE_LEN];
	char amount[OOMT_VALUE_LEN];
	size_t size;
	char *text;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		return NULL;
	oomt_signal_text(action->signal, signal);
	fprintf(to, "%s %s", oomt_action_name(action->kind),
		oomt_unit_name(action->unit));
	if (action->kind == OOMT_ACT_FREEZE && action->amount) {
		oomt_value_duration_text(action->amount, amount);
		fprintf(to, " for %s", amount);
	} else if (action->kind == OOMT_ACT_RECLAIM) {
		oomt_value_size_text(action->amount, amount);
		fprintf(to, ", %s", amount);
	}
	if (action->grace_ms) {
		oomt_value_duration_text(action->grace_ms * OOMT_NS_PER_MS,
					 grace);
		fprintf(to, ", SIG%s, SIGKILL after %s", signal, grace);
	}
	if (action->prefer)
		fprintf(to, ", prefer %d", action->prefer);
	if (action->flags & OOMT_ACT_OVERRIDE)
		fputs(", override", to);
	return fclose(to) ? NULL : text;
}

static void put_kill(FILE *to, const struct oomt_table *table, u32 action)
{
	char *text = oomt_why_action(table, action);

	fprintf(to, "a candidate: %s", text ? text : "");
	free(text);
}

static void put_effect(FILE *to, const struct oomt_table *table,
		       const struct oomt_why_step *step)
{
	const struct oomt_insn *insn = &table->INSNS[step->insn];
	char signal[OOMT_HUMAN_LEN];

	switch (insn->op) {
	case OOMT_OP_COUNTER:
		fputs("counted", to);
		return;
	case OOMT_OP_SCORE:
		fprintf(to, "score %+lld, in this chain %+lld",
			(long long)insn->imm, (long long)step->lhs);
		return;
	case OOMT_OP_WARN:
		fputs("warned", to);
		if (!insn->imm)
			return;
		oomt_signal_text(insn->imm, signal);
		fprintf(to, ", SIG%s", signal);
		return;
	case OOMT_OP_LOG:
		fputs("logged as ", to);
		oomt_why_put_quoted(to, oomt_table_string(table, insn->imm));
		return;
	case OOMT_OP_KILL:
		put_kill(to, table, insn->imm);
		return;
	case OOMT_OP_JUMP:
	case OOMT_OP_GOTO:
		fprintf(to, "%s %s", oomt_op_name(insn->op),
			oomt_table_string(table,
					  table->CHAINS[insn->imm].name));
		return;
	case OOMT_OP_DRY:
		fputs("dry: counted, and as if the rule were not there", to);
		return;
	default:
		fputs(oomt_op_name(insn->op), to);
	}
}

static bool is_match(const struct oomt_insn *insn)
{
	return insn->op == OOMT_OP_MATCH_NUM ||
	       insn->op == OOMT_OP_MATCH_SET ||
	       insn->op == OOMT_OP_MATCH_STR || insn->op == OOMT_OP_LIMIT;
}

char *oomt_why_words(const struct oomt_why *why,
		     const struct oomt_why_step *step)
{
	size_t size;
	char *text;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		return NULL;
	if (is_match(oomt_why_insn(why, step)))
		put_match(to, why, step);
	else
		put_effect(to, oomt_why_table(why, step->table), step);
	return fclose(to) ? NULL : text;
}

enum oomt_why_mark oomt_why_mark(const struct oomt_why *why,
				 const struct oomt_why_step *step)
{
	if (!is_match(oomt_why_insn(why, step)))
		return OOMT_WHY_EFFECT;
	if (!step->known)
		return step->holds ? OOMT_WHY_DOUBT : OOMT_WHY_UNKNOWN;
	return step->holds ? OOMT_WHY_HOLDS : OOMT_WHY_FAILS;
}

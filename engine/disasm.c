// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A table's listing.  Called by `oomctl compile --disasm` and by test goldens;
 * user space only.
 */
#include "disasm.h"
#include "names.h"

/* A text as it would be written: a byte of it never ends the line. */
static void print_text(FILE *out, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	fputc('"', out);
	for (; *at; at++) {
		if (*at == '"' || *at == '\\')
			fprintf(out, "\\%c", *at);
		else if (*at == '\n')
			fputs("\\n", out);
		else if (*at == '\t')
			fputs("\\t", out);
		else if (*at < 0x20 || *at == 0x7f)
			fprintf(out, "\\x%02x", *at);
		else
			fputc(*at, out);
	}
	fputc('"', out);
}

static void print_percent(FILE *out, s64 bp)
{
	if (bp % 100)
		fprintf(out, "%lld.%02lld%%", bp / 100, bp % 100);
	else
		fprintf(out, "%lld%%", bp / 100);
}

static void print_amount(FILE *out, s64 value, bool percent)
{
	if (percent)
		print_percent(out, value);
	else
		fprintf(out, "%lld", value);
}

static void print_atom(FILE *out, const struct oomt_table *table, u32 index)
{
	const struct oomt_atom *atom = &table->ATOMS[index];
	u32 i;

	if (atom->name) {
		fprintf(out, "@%s", oomt_table_string(table, atom->name));
		return;
	}
	fputc('{', out);
	for (i = 0; i < atom->count; i++) {
		const struct oomt_pattern *pattern =
			&table->PATTERNS[atom->first + i];

		fprintf(out, "%s%s", i ? ", " : " ",
			pattern->kind == OOMT_PAT_REGEX ? "~ " : "");
		print_text(out, oomt_table_string(table, pattern->text));
	}
	fputs(" }", out);
}

static void print_set(FILE *out, const struct oomt_table *table, u32 index)
{
	const struct oomt_set *set = &table->SETS[index];
	u32 i;

	if (set->name) {
		fprintf(out, "@%s", oomt_table_string(table, set->name));
		return;
	}
	fputc('{', out);
	for (i = 0; i < set->count; i++) {
		const struct oomt_range *range =
			&table->RANGES[set->first + i];

		fputs(i ? ", " : " ", out);
		print_amount(out, range->lo,
			     range->flags & OOMT_RANGE_LO_PERCENT);
		if (range->lo == range->hi && (!range->flags ||
		    range->flags == (OOMT_RANGE_LO_PERCENT |
				     OOMT_RANGE_HI_PERCENT)))
			continue;
		fputc('-', out);
		print_amount(out, range->hi,
			     range->flags & OOMT_RANGE_HI_PERCENT);
	}
	fputs(" }", out);
}

static void print_match(FILE *out, const struct oomt_table *table,
			const struct oomt_insn *insn)
{
	if (insn->flags & OOMT_I_ANCESTOR)
		fputs("ancestor ", out);
	fprintf(out, "%s ", oomt_field_name(insn->field));
	if (insn->op == OOMT_OP_MATCH_NUM) {
		fprintf(out, "%s ", oomt_cmp_name(insn->cmp));
		print_amount(out, insn->imm, insn->flags & OOMT_I_PERCENT);
	} else {
		fputs(insn->cmp == OOMT_CMP_EQ ? "in " : "not in ", out);
		if (insn->op == OOMT_OP_MATCH_STR)
			print_atom(out, table, insn->imm);
		else
			print_set(out, table, insn->imm);
	}
	if (insn->flags & OOMT_I_UNKNOWN_HOLDS)
		fputs(" or unknown", out);
	fprintf(out, "  else +%u", insn->arg);
}

static void print_cmp(FILE *out, const struct oomt_insn *insn)
{
	fprintf(out, "%s %s ", oomt_metric_name(insn->field),
		oomt_cmp_name(insn->cmp));
	if (insn->flags & OOMT_I_METRIC)
		fputs(oomt_metric_name(insn->imm), out);
	else
		print_amount(out, insn->imm, insn->flags & OOMT_I_PERCENT ||
			     oomt_metric_type(insn->field) == OOMT_T_PERCENT);
}

static void print_cmp_cgroup(FILE *out, const struct oomt_table *table,
			     const struct oomt_insn *insn)
{
	const char *path = oomt_table_string(table, insn->arg);

	if (*path)
		fprintf(out, "\"%s\" ", path);
	else
		fputs("scope ", out);
	fprintf(out, "%s %s ", oomt_cgroup_metric_name(insn->field),
		oomt_cmp_name(insn->cmp));
	if (insn->flags & OOMT_I_METRIC)
		fputs(oomt_metric_name(insn->imm), out);
	else
		print_amount(out, insn->imm, insn->flags & OOMT_I_PERCENT ||
			     oomt_cgroup_metric_type(insn->field) ==
				     OOMT_T_PERCENT);
}

static void print_limit(FILE *out, const struct oomt_table *table,
			const struct oomt_insn *insn)
{
	const struct oomt_limit *limit = &table->LIMITS[insn->imm];

	fprintf(out, "%u per %llus burst %u  else +%u", limit->count,
		limit->per_ns / 1000000000, limit->burst, insn->arg);
}

static void print_action(FILE *out, const struct oomt_table *table, u32 index)
{
	const struct oomt_action *action = &table->ACTIONS[index];

	fprintf(out, "%s %s", oomt_action_name(action->kind),
		oomt_unit_name(action->unit));
	if (action->grace_ms)
		fprintf(out, " grace %ums signal %u", action->grace_ms,
			action->signal);
	if (action->prefer)
		fprintf(out, " prefer %d", action->prefer);
	if (action->flags & OOMT_ACT_OVERRIDE)
		fputs(" override", out);
	if (action->kind == OOMT_ACT_FREEZE && action->amount)
		fprintf(out, " for %lldms", action->amount / 1000000);
	if (action->kind == OOMT_ACT_RECLAIM)
		fprintf(out, " %lld", action->amount);
	if (action->kind == OOMT_ACT_EXEC)
		fputc(' ', out);
	if (action->kind == OOMT_ACT_EXEC)
		print_text(out, oomt_table_string(table, action->text));
}

static void print_chain_name(FILE *out, const struct oomt_table *table,
			     u32 index)
{
	fputs(oomt_table_string(table, table->CHAINS[index].name), out);
}

/* The verdict that stands behind `dry`. */
static void print_dry(FILE *out, const struct oomt_table *table, s64 imm)
{
	u32 op = imm & 0xff;

	if (op == OOMT_OP_KILL) {
		print_action(out, table, imm >> 8);
		return;
	}
	fputs(oomt_op_name(op), out);
	if (op == OOMT_OP_JUMP || op == OOMT_OP_GOTO) {
		fputc(' ', out);
		print_chain_name(out, table, imm >> 8);
	}
}

void oomt_disasm_insn(FILE *out, const struct oomt_table *table, u32 index)
{
	const struct oomt_insn *insn = &table->INSNS[index];

	switch (insn->op) {
	case OOMT_OP_KILL:
		print_action(out, table, insn->imm);
		return;
	default:
		break;
	}
	fprintf(out, "%-9s ", oomt_op_name(insn->op));
	switch (insn->op) {
	case OOMT_OP_MATCH_NUM:
	case OOMT_OP_MATCH_SET:
	case OOMT_OP_MATCH_STR:
		print_match(out, table, insn);
		break;
	case OOMT_OP_SCORE:
		fprintf(out, "%+lld", insn->imm);
		break;
	case OOMT_OP_WARN:
		if (insn->imm)
			fprintf(out, "signal %lld", insn->imm);
		break;
	case OOMT_OP_LOG:
		print_text(out, oomt_table_string(table, insn->imm));
		break;
	case OOMT_OP_JUMP:
	case OOMT_OP_GOTO:
		print_chain_name(out, table, insn->imm);
		break;
	case OOMT_OP_DRY:
		print_dry(out, table, insn->imm);
		break;
	case OOMT_OP_CMP:
		print_cmp(out, insn);
		break;
	case OOMT_OP_CMP_CGROUP:
		print_cmp_cgroup(out, table, insn);
		break;
	case OOMT_OP_EXISTS:
		fprintf(out, "%u from %lld", insn->arg, insn->imm);
		break;
	case OOMT_OP_LIMIT:
		print_limit(out, table, insn);
		break;
	case OOMT_OP_FOR:
		fprintf(out, "%lldms", insn->imm / 1000000);
		break;
	default:
		break;
	}
}

static void print_code(FILE *out, const struct oomt_table *table, u32 first,
		       u32 len)
{
	u32 i;

	for (i = first; i < first + len; i++) {
		fprintf(out, "%8u  ", i);
		oomt_disasm_insn(out, table, i);
		fputc('\n', out);
	}
}

/* A condition, and behind it the matches of its `exists`. */
static void print_cond(FILE *out, const struct oomt_table *table,
		       const char *name, u32 first, u32 len)
{
	u32 i;

	if (!len)
		return;
	fprintf(out, "    %s\n", name);
	print_code(out, table, first, len);
	for (i = first; i < first + len; i++)
		if (table->INSNS[i].op == OOMT_OP_EXISTS)
			print_code(out, table, table->INSNS[i].imm,
				   table->INSNS[i].arg);
}

static void print_policy(FILE *out, const struct oomt_table *table,
			 const struct oomt_chain *chain)
{
	if (chain->policy == OOMT_POLICY_NONE)
		return;
	fputs("  policy ", out);
	if (chain->policy == OOMT_POLICY_EXEMPT)
		fputs("exempt", out);
	else
		print_action(out, table, chain->policy_action);
}

static void print_scope(FILE *out, const struct oomt_table *table, u32 scope)
{
	if (scope == OOMT_NONE)
		return;
	fputs("  scope ", out);
	print_atom(out, table, scope);
}

static void print_head(FILE *out, const struct oomt_table *table,
		       const struct oomt_chain *chain)
{
	fprintf(out, "chain %s", oomt_table_string(table, chain->name));
	if (chain->hook == OOMT_HOOK_NONE) {
		fputc('\n', out);
		return;
	}
	fprintf(out, "  hook %s priority %d", oomt_hook_name(chain->hook),
		chain->priority);
	print_policy(out, table, chain);
	if (chain->hook != OOMT_HOOK_GUARD)
		fprintf(out, "  order %s%s", oomt_field_name(chain->order),
			chain->flags & OOMT_CHAIN_ASC ? " asc" : "");
	if (chain->hook == OOMT_HOOK_LOW || chain->hook == OOMT_HOOK_OOM)
		fprintf(out, "  deadline %ums  fallback %s",
			chain->deadline_ms,
			chain->flags & OOMT_CHAIN_FALLBACK_KERNEL ?
				"kernel" : "policy");
	if (chain->cooldown_ms)
		fprintf(out, "  cooldown %ums", chain->cooldown_ms);
	if (chain->flags & OOMT_CHAIN_EACH)
		fputs("  each", out);
	if (chain->flags & OOMT_CHAIN_DRY)
		fputs("  mode dry", out);
	print_scope(out, table, chain->flags & OOMT_CHAIN_EACH ?
				chain->each : chain->scope);
	fputc('\n', out);
}

static void print_place(FILE *out, const struct oomt_table *table,
			const struct oomt_loc *loc, const char *text)
{
	fprintf(out, "    %s:%u", oomt_table_string(table, loc->file),
		loc->line);
	if (text)
		fprintf(out, "  %s", text + strspn(text, " \t"));
	fputc('\n', out);
}

static void print_chain(FILE *out, const struct oomt_table *table,
			const struct oomt_chain *chain,
			const char *(*source_line)(void *ctx,
						   const struct oomt_loc *loc),
			void *ctx)
{
	u32 i;

	print_head(out, table, chain);
	print_cond(out, table, "when", chain->when, chain->when_len);
	print_cond(out, table, "until", chain->until, chain->until_len);
	for (i = chain->rule; i < chain->rule + chain->rule_count; i++) {
		const struct oomt_rule *rule = &table->RULES[i];

		print_place(out, table, &rule->loc,
			    source_line ? source_line(ctx, &rule->loc) : NULL);
		if (rule->comment) {
			fputs("          comment ", out);
			print_text(out, oomt_table_string(table,
							  rule->comment));
			fputc('\n', out);
		}
		print_code(out, table, rule->code, rule->code_len);
	}
	print_code(out, table, chain->code + chain->code_len - 1, 1);
}

static void print_dfa(FILE *out, const struct oomt_table *table,
		      const struct oomt_dfa *dfa)
{
	fprintf(out, "automaton %s  %u states, %u edges, %u columns, "
		"%u classes\n", oomt_field_name(dfa->field), dfa->states,
		dfa->edges, dfa->columns, dfa->classes);
}

void oomt_disasm(FILE *out, const struct oomt_table *table,
		 const char *(*source_line)(void *ctx,
					    const struct oomt_loc *loc),
		 void *ctx)
{
	u32 i;

	fprintf(out, "table %s  format %u", oomt_table_name(table),
		table->image->version);
	print_scope(out, table, table->image->scope);
	fputc('\n', out);
	for (i = 0; i < table->DFAS_count; i++)
		print_dfa(out, table, &table->DFAS[i]);
	for (i = 0; i < table->CHAINS_count; i++)
		print_chain(out, table, &table->CHAINS[i], source_line, ctx);
}

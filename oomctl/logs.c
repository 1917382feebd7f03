// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Walking over the `log` lines of a decision.  See logs.h. */
#include "logs.h"

/* The next LOG of the rule at hand; a rule may have several. */
static const struct oomt_insn *next_log(const struct oomt_table *table,
					struct oomt_log_walk *walk)
{
	const struct oomt_rule *rule = &table->RULES[walk->rule];

	while (walk->insn < rule->code_len) {
		const struct oomt_insn *insn =
			&table->INSNS[rule->code + walk->insn++];

		if (insn->op == OOMT_OP_LOG)
			return insn;
	}
	return NULL;
}

bool oomt_log_next(const struct oomt_ruleset *rs,
		   const struct oomt_workspace *ws,
		   struct oomt_log_walk *walk, struct oomt_log_line *line)
{
	for (; walk->table < rs->table_count; walk->table++, walk->rule = 0) {
		const struct oomt_table *table = rs->table[walk->table];
		const struct oomt_log *log = ws->log[walk->table];

		for (; log && walk->rule < table->RULES_count;
		     walk->rule++, walk->insn = 0) {
			const struct oomt_insn *insn;

			if (!log[walk->rule].tasks)
				continue;
			insn = next_log(table, walk);
			if (!insn)
				continue;
			line->table = walk->table;
			line->rule = walk->rule;
			line->text = oomt_table_string(table, insn->imm);
			line->seen = log[walk->rule];
			return true;
		}
	}
	return false;
}

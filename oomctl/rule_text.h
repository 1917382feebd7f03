/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The text of each rule of a table: from its file, or, for a table that came
 * without one, from its bytecode.  For why and whoever shows rules.
 */
#ifndef OOMT_OOMCTL_RULE_TEXT_H
#define OOMT_OOMCTL_RULE_TEXT_H

#include "rules.h"

struct oomt_rule_text {
	const struct oomt_policy *policy;	/* that has the places */
	struct oomt_policy *own;		/* made from bytecode, or NULL */
	struct oomt_diags diags;
};

/*
 * Prepares for one table; `file` must stay.  0 or -ENOMEM; a table that cannot
 * be written as text has no texts, which is not an error.
 */
int oomt_rule_text_init(struct oomt_rule_text *text,
			const struct oomt_rules_table *file);
void oomt_rule_text_exit(struct oomt_rule_text *text);

/*
 * Rule `rule` (index in RULES) on one line, blanks and comments squeezed;
 * free() it.  "": there is no text.  NULL: out of memory.
 */
char *oomt_rule_text_get(const struct oomt_rule_text *text, u32 rule);

#endif /* OOMT_OOMCTL_RULE_TEXT_H */

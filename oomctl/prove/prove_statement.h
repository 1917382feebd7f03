/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Statements that can be proved:
 *
 *	MATCH... never kill		some kill
 *	MATCH... always exempt		MATCH... never before MATCH...
 *
 * and behind each `hook low|oom|memcg` and `chain NAME`, which narrow it.
 * Matches are compiled by the parser as a rule's are; each side is a table of
 * one chain of hook oom that takes whom the matches are about.
 */
#ifndef OOMT_OOMCTL_PROVE_STATEMENT_H
#define OOMT_OOMCTL_PROVE_STATEMENT_H

#include "ruleset.h"
#include "verify.h"

enum prove_kind {
	PROVE_NEVER_KILL,
	PROVE_ALWAYS_EXEMPT,
	PROVE_SOME_KILL,
	PROVE_NEVER_BEFORE,
};

/* One side's matches. */
struct prove_side {
	struct oomt_policy *policy;
	struct oomt_blob image;
	struct oomt_table table;
	struct oomt_ruleset rs;		/* of this table alone */
};

struct prove_statement {
	enum prove_kind kind;
	struct prove_side side[2];
	u32 sides;
	u32 hooks;			/* bits 1 << OOMT_HOOK_x */
	char *chain;			/* NULL: every one */
};

/*
 * Reads a statement.  0; -EINVAL: `diags` tells what is wrong with a match,
 * *why (static) what is wrong with the rest, NULL if it is a match; -ENOMEM.
 * To be freed either way.  diags must be printed before that.
 */
int prove_statement_read(struct prove_statement *statement, const char *text,
			 struct oomt_diags *diags, const char **why);
void prove_statement_exit(struct prove_statement *statement);

#endif /* OOMT_OOMCTL_PROVE_STATEMENT_H */

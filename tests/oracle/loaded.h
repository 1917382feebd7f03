/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Texts that went all the way: parsed, compiled, verified, made a ruleset with
 * its states and a workspace.  For the oracle and the verifier's fuzzer.
 */
#ifndef OOMT_TESTS_LOADED_H
#define OOMT_TESTS_LOADED_H

#include "decide.h"
#include "generate.h"
#include "ruleset.h"
#include "verify.h"

struct loaded {
	struct oomt_diags diags[GENERATE_TABLES];
	struct oomt_policy *policy[GENERATE_TABLES];
	/* what the engine has is of the text with defines and includes, what
	 * the oracle reads in `policy` of the text without (disguise.h) */
	struct oomt_policy *disguised[GENERATE_TABLES];
	struct oomt_blob image[GENERATE_TABLES];
	struct oomt_table table[GENERATE_TABLES];
	/* after loaded_reread(): the tables that RULES' places are read from */
	struct oomt_blob reread_image[GENERATE_TABLES];
	struct oomt_table written[GENERATE_TABLES];
	bool reread;
	struct oomt_table_state state[GENERATE_TABLES];
	struct oomt_ruleset rs;
	struct oomt_workspace ws;
};

/*
 * Loads `tables` texts.  False: a text was refused, or memory is out; why is
 * printed to `complain` unless that is NULL.  loaded_exit() either way.
 */
bool loaded_init(struct loaded *l, char *const *text, u32 tables,
		 FILE *complain);

/*
 * Replaces each table by what comes of it on the long way: table -> AST ->
 * text -> AST -> table.  It must decide the same.  False: the text it was
 * printed as was refused.
 */
bool loaded_reread(struct loaded *l, FILE *complain);

/* Refused for nothing but its worst case or the size of an automaton. */
bool loaded_too_large(const struct loaded *l);
void loaded_exit(struct loaded *l);

#endif /* OOMT_TESTS_LOADED_H */

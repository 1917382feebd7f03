/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Typed AST -> table image.  Internal to parser/; the face is ruleset.h.
 */
#ifndef OOMT_PARSER_LINEARIZE_H
#define OOMT_PARSER_LINEARIZE_H

#include "ast.h"
#include "image.h"

struct oomt_linearize {
	const struct oomt_policy *policy;
	struct oomt_diags *diags;
	struct oomt_image_out out;
	/* equal ones are shared: the key is what they hold */
	struct oomt_intern atoms, sets, actions;
	/* what a named set became for a field: key -> operand[number] */
	struct oomt_intern named;
	u32 *operand;
	u32 operand_room;
	/* [atom]: where it stands in the text, for errors */
	const struct oomt_value **atom_value;
	u32 atom_room;
	/* of the condition being written: those with matches to come */
	const struct oomt_expr *exists[OOMT_COND_INSNS_MAX];
	u32 exists_at[OOMT_COND_INSNS_MAX];	/* its instruction */
	u32 exists_count;
	struct oomt_arena arena;	/* texts that are made up */
	bool failed;			/* out of memory */
};

/* linearize_value.c: the operand of a match. */

/* The atom of a text field's value, or OOMT_NONE: out of memory. */
u32 oomt_linearize_atom(struct oomt_linearize *lin, unsigned int field,
			bool regex, const struct oomt_value *value);
/*
 * The atom of a scope: what a glob of it matches, and all that is below; so it
 * has no name, even if the scope is a set.
 */
u32 oomt_linearize_scope(struct oomt_linearize *lin,
			 const struct oomt_value *value);
/*
 * The set of a numeric field's value, or OOMT_NONE: out of memory, or (then
 * *single holds it) the value is but one number.
 */
u32 oomt_linearize_set(struct oomt_linearize *lin,
		       const struct oomt_value *value,
		       struct oomt_range *single, bool *is_single);

#endif /* OOMT_PARSER_LINEARIZE_H */

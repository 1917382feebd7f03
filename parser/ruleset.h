/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The parser's face: from a text to a table image, and back to text.
 *
 *   text --parse--> AST --resolve--> typed AST --lint--> warnings
 *                                        |
 *                                        +--linearize--> image (uapi header)
 *   text <--format-- AST <--delinearize------------------- image
 *
 * Nothing here prints.  Not for OOM time: everything allocates.
 */
#ifndef OOMT_PARSER_RULESET_H
#define OOMT_PARSER_RULESET_H

#include "diag.h"
#include "table.h"

struct oomt_policy;			/* one table as an AST: ast.h */

/* A compiled table; data is 8-byte aligned; free with oomt_blob_exit. */
struct oomt_blob {
	void *data;
	size_t size;
};

void oomt_blob_exit(struct oomt_blob *blob);

enum oomt_parse_flags {
	OOMT_PARSE_FOR_LOAD	= 1 << 0,	/* an unknown user is an error */
};

/*
 * Parses and resolves a text into a typed AST.  Takes `source` over (also on
 * failure: the policy owns it, so that diagnostics can show it).  Always
 * returns a policy unless memory is out; it may be compiled only if
 * diags->errors is 0.  All errors are reported, not only the first.
 * `diags` must be printed before the policy is freed.
 */
struct oomt_policy *oomt_policy_parse(struct oomt_source *source,
				      unsigned int flags,
				      struct oomt_diags *diags);
void oomt_policy_free(struct oomt_policy *policy);

const char *oomt_policy_name(const struct oomt_policy *policy);

/* Adds the warnings of language.md section 5. */
void oomt_policy_lint(const struct oomt_policy *policy,
		      struct oomt_diags *diags);

/*
 * Compiles.  0, -EINVAL (diags has errors: the AST's own, or a limit that the
 * table exceeds), -ENOMEM.  The image passes oomt_verify().
 */
int oomt_policy_compile(const struct oomt_policy *policy,
			struct oomt_blob *image, struct oomt_diags *diags);

/*
 * The inverse: an AST from a verified table, as if it had been parsed.  NULL
 * with errno: ENOMEM, or EOPNOTSUPP for what this build cannot write as text.
 */
struct oomt_policy *oomt_policy_from_table(const struct oomt_table *table);

/* Canonical text.  0 or -errno of the stream. */
int oomt_policy_print(FILE *out, const struct oomt_policy *policy);

/*
 * The span of rule `rule` (index in RULES of the compiled table) or, with
 * OOMT_NONE, of the table's head: for refusals by the verifier or kernel.
 */
struct oomt_span oomt_policy_rule_span(const struct oomt_policy *policy,
				       unsigned int rule);

/* The same of a refusal without a rule that is about chain `index`. */
struct oomt_span oomt_policy_refusal_span(const struct oomt_policy *policy,
					  enum oomt_refusal refusal,
					  unsigned int index,
					  unsigned int rule);

/* The text of a source line of the policy, for listings; borrowed or NULL. */
const char *oomt_policy_source_line(const struct oomt_policy *policy,
				    const char *file, unsigned int line,
				    size_t *len);

#endif /* OOMT_PARSER_RULESET_H */

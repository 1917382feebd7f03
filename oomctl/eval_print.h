/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Showing an evaluation: to people, and as the JSON of language.md 7. */
#ifndef OOMT_OOMCTL_EVAL_PRINT_H
#define OOMT_OOMCTL_EVAL_PRINT_H

#include <jansson.h>
#include "eval.h"
#include "output.h"

/* `rows`: of the ranking at most; 0: all. */
void oomt_eval_print(const struct oomt_out *out, const struct oomt_eval *eval,
		     unsigned int rows);

/* The object; NULL: out of memory.  The caller owns it. */
json_t *oomt_eval_json(const struct oomt_eval *eval);

#endif /* OOMT_OOMCTL_EVAL_PRINT_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Canonical layout of a rule file's text.  Words, comments and the order of
 * everything stay; spaces, indentation and blank lines are laid out anew.  For
 * `oomctl fmt` and for what import writes.  Never prints.
 */
#ifndef OOMT_OOMCTL_FMT_H
#define OOMT_OOMCTL_FMT_H

#include "compat.h"

/*
 * `text` must parse.  *out is a new string, the caller's.  0; -ENOMEM;
 * -EUCLEAN: the result would not say the same (then nothing is made).
 */
int oomt_fmt(const char *text, size_t len, char **out, size_t *out_len);

#endif /* OOMT_OOMCTL_FMT_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The automaton of one text field: all patterns of all atoms of the field at
 * once.  One pass over a string tells its class, and a class is the set of
 * atoms that match.  See struct oomt_dfa in the uapi header for the format.
 *
 *	patterns -> nfa.c -> determinize.c -> minimize.c -> here: packed rows
 */
#ifndef OOMT_PARSER_AUTOMATON_H
#define OOMT_PARSER_AUTOMATON_H

#include "image.h"
#include "nfa.h"

/*
 * Adds the automaton of `nfa` to the image, for atoms of `field`.  0, -ENOMEM;
 * -E2BIG: the patterns need more states than an automaton may have.
 */
int oomt_automaton_add(struct oomt_image_out *out, unsigned int field,
		       const struct oomt_nfa *nfa);

#endif /* OOMT_PARSER_AUTOMATON_H */

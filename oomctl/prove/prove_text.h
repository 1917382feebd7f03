/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * All strings a text field can have, as finitely many kinds: two strings are of
 * one kind if every automaton of the field, of whatever table, puts them into
 * the same class.  Each kind has an example.  Made by a breadth-first walk
 * through the product of the automata; used by prove only.
 */
#ifndef OOMT_OOMCTL_PROVE_TEXT_H
#define OOMT_OOMCTL_PROVE_TEXT_H

#include "table.h"

/* A table's automaton for the field has the index of its place in table[]. */
struct prove_text {
	u32 field;			/* enum oomt_field */
	u32 tables;
	u32 kinds;
	u32 *cls;			/* [kind * tables + table]; OOMT_NONE
					 * where the table has no automaton */
	char **example;			/* [kind], shortest, not empty if it can */
};

/*
 * Which strings count: a comm has at most 15 bytes; an exe and a cgroup are
 * absolute paths without empty parts; a cmdline is any string.
 * 0; -E2BIG: too many states or kinds; -ENOMEM.  Then nothing is held.
 */
int prove_text_init(struct prove_text *text, u32 field,
		    const struct oomt_table *const *table, u32 tables);
void prove_text_exit(struct prove_text *text);

#endif /* OOMT_OOMCTL_PROVE_TEXT_H */

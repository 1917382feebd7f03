/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Two ways to write one policy: as it is, and with defines and includes.  The
 * generator marks in its text what is to be replaced:
 *
 *	DISGUISE_DEFINE value DISGUISE_END	$d0, and `define d0 = value`
 *	DISGUISE_INCLUDE text DISGUISE_END	include "t0-00.oom"
 *
 * Marks may nest.  What is replaced keeps its line, so that a rule is known by
 * the same line in both.
 */
#ifndef OOMT_TESTS_DISGUISE_H
#define OOMT_TESTS_DISGUISE_H

#include <stdbool.h>

#define DISGUISE_DEFINE		'\001'
#define DISGUISE_INCLUDE	'\002'
#define DISGUISE_END		'\003'

/* Whether anything is marked. */
bool disguise_marked(const char *text);

/* The text as it is, without marks.  To be freed; NULL: memory is out. */
char *disguise_off(const char *text);

/*
 * The text with defines and includes; the files that it includes are written
 * to disguise_dir(), as PREFIX-NN.oom.  To be freed; NULL: out of memory, a
 * file could not be written, or the marks are not in pairs.
 */
char *disguise_on(const char *text, const char *prefix);

/* A directory of this process, removed when it ends. */
const char *disguise_dir(void);

#endif /* OOMT_TESTS_DISGUISE_H */

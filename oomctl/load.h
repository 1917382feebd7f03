/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Putting rule files in force: for load, and for run --rules. */
#ifndef OOMT_OOMCTL_LOAD_H
#define OOMT_OOMCTL_LOAD_H

/*
 * Compiles the files for the kernel, verifies them, and loads all or nothing.
 * Prints what is wrong, the module's refusal at the rule it is about.  An exit
 * code.
 */
int oomt_load_files(char **paths, unsigned int count);

#endif /* OOMT_OOMCTL_LOAD_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What fuzzing begins with, made from the tree's own cases, policies and
 * snapshots ($SRCDIR): DIR/policy, DIR/image, DIR/snapshot, DIR/record,
 * DIR/import.
 */
#ifndef OOMT_TESTS_SEEDS_H
#define OOMT_TESTS_SEEDS_H

/* Fills a directory that exists.  Aborts if it cannot. */
void seeds_make(const char *dir);

#endif /* OOMT_TESTS_SEEDS_H */

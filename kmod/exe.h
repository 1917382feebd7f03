/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Executables' paths, learnt in calm times: to say a path at OOM time could
 * wait, to compare what file it is cannot.  A process that has exec'd since
 * has another file than the one that was learnt, and its path is unknown until
 * the next look.  There only while some table asks for it.
 *
 *	worker ── every second ── pid, start, file's identity, path ──> table
 *	hook ──── pid, start, file's identity now ── the same? ──> path
 */
#ifndef OOMT_KMOD_EXE_H
#define OOMT_KMOD_EXE_H

#include "../engine/picture.h"

struct mm_struct;
struct oomt_exe_table;

/* Sleeps; the first time until it has looked. */
void oomt_exe_want(bool want);
void oomt_exe_exit(void);

/*
 * In an RCU section, for all of which the answer stands (NULL: nothing is
 * learnt).  Copies the paths, as far as there is room, so that they outlive it.
 */
const struct oomt_exe_table *oomt_exe_open(char *text, size_t size);

/*
 * Fills task->exe, if it is known; points into `text` as it was copied.  mm is
 * the task's, under task_lock.  Allocates nothing, waits for nobody.
 */
void oomt_exe_fill(const struct oomt_exe_table *table, const char *text,
		   size_t size, struct mm_struct *mm, struct oomt_task *task);

#endif /* OOMT_KMOD_EXE_H */

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How fast each process grows (language.md 9.7): samples of everybody's total,
 * taken by a worker every SAMPLE_MS while a rule asks for growth.  Readers
 * never wait: a sample that is being replaced is passed over.
 */
#ifndef OOMT_KMOD_GROWTH_H
#define OOMT_KMOD_GROWTH_H

#include "../engine/picture.h"

#define OOMT_GROWTH_SAMPLE_MS	2500

/* Fills task->growth where an earlier sample has the task.  Any context. */
void oomt_growth_fill(struct oomt_task *task, u64 now_ns);

/*
 * Begins or ends the sampling: at every change of the tables.  What memory
 * there is not, is not known: growth without samples.
 */
void oomt_growth_want(bool wanted);
void oomt_growth_exit(void);	/* may sleep */

#endif /* OOMT_KMOD_GROWTH_H */

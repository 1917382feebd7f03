/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The module's own queue: everything that hooks must not do themselves is
 * done here.  It has a rescuer (WQ_MEM_RECLAIM), so it moves when no worker
 * can be made.
 */
#ifndef OOMT_KMOD_WORK_H
#define OOMT_KMOD_WORK_H

#include <linux/workqueue.h>

extern struct workqueue_struct *oomt_wq;	/* main.c */

#endif /* OOMT_KMOD_WORK_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Who descends from whom in a picture: parents, `children`, `tree.total`, and
 * the walk over a tree.  Made anew for each decision that needs it, in memory
 * that was allocated before; any context.
 */
#ifndef OOMT_ENGINE_KIN_H
#define OOMT_ENGINE_KIN_H

#include "picture.h"

struct oomt_kin {
	u32 capacity;		/* tasks */
	u32 slots;		/* of the table of pids, a power of two */
	u32 *slot;		/* task + 1, 0: free */
	u32 *parent;		/* [task]: index, OOMT_NONE: not in the picture */
	u32 *child;		/* [task]: one of its children, or OOMT_NONE */
	u32 *sibling;		/* [task]: the next child of its parent */
	u32 *order;		/* all tasks, children before their parents */
	u32 *waiting;		/* scratch */
};

/* Allocates (load time, calm times): 0, -ENOMEM (then nothing is held). */
int oomt_kin_init(struct oomt_kin *kin, u32 tasks);
void oomt_kin_exit(struct oomt_kin *kin);

/*
 * Links the tasks of `pic` (at most `capacity`) by pid and ppid, and fills
 * their children and tree_total.  Exiting ones count in neither, but remain
 * parents.  Who descends from himself (a picture may be hostile) has no
 * parent.
 */
void oomt_kin_fill(struct oomt_kin *kin, const struct oomt_picture *pic);

/* The task of this pid, or OOMT_NONE.  After oomt_kin_fill(). */
u32 oomt_kin_find(const struct oomt_kin *kin, const struct oomt_picture *pic,
		  s32 pid);

/* The next ancestor below pid 1, or OOMT_NONE. */
static inline u32 oomt_kin_ancestor(const struct oomt_kin *kin,
				    const struct oomt_picture *pic, u32 task)
{
	u32 parent = kin->parent[task];

	return parent != OOMT_NONE && pic->task[parent].pid > 1 ? parent :
								  OOMT_NONE;
}

/*
 * Walks the tree of `root`: the task behind `at`, parents before children;
 * OOMT_NONE at the end.  Begin with at = root.
 */
u32 oomt_kin_next(const struct oomt_kin *kin, u32 root, u32 at);

#endif /* OOMT_ENGINE_KIN_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Who descends from whom: fills children and tree_total of a picture's tasks.
 * For providers of pictures in user space, in calm times: it allocates.
 */
#ifndef OOMT_OOMCTL_FAMILY_H
#define OOMT_OOMCTL_FAMILY_H

#include "picture.h"

/*
 * pic->task[] must be sorted by pid.  A task in a circle of parents (a forged
 * snapshot) gets no tree_total.  0 or -ENOMEM.
 */
int oomt_family_link(struct oomt_picture *pic);

#endif /* OOMT_OOMCTL_FAMILY_H */

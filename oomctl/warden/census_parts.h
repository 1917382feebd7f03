/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* What census.c and census_low.c share; nobody else's. */
#ifndef OOMT_OOMCTL_CENSUS_PARTS_H
#define OOMT_OOMCTL_CENSUS_PARTS_H

#include "census.h"

/* census->pid: all pids, ascending.  truncated: there are more than room. */
int oomt_census_list(struct oomt_census *census);
/* Brings the tasks in line with the listing: learns the new, marks the gone. */
void oomt_census_merge(struct oomt_census *census, u64 now_ns);
/* Learns `pid`, which is not known, at the place `at`.  False: it has gone. */
bool oomt_census_add(struct oomt_census *census, u32 at, s32 pid, u64 now_ns);
/*
 * Sizes of all, the new among them, and anew who changed; person.swept_ns is
 * now_ns of whom it told.  False: it cannot be had at this moment.
 */
bool oomt_census_sweep(struct oomt_census *census, u64 now_ns);
/* Learnt so soon after its start that it may have become another program. */
bool oomt_census_young(const struct oomt_census *census, u32 index);
/* The number of a cgroup, a new one if need be; OOMT_NONE: no room. */
u32 oomt_census_cgroup(struct oomt_census *census, const char *path);
/* Fills growth from what is there. */
void oomt_census_grow(struct oomt_census *census, u32 index);
/* Takes out who is marked as gone. */
void oomt_census_bury(struct oomt_census *census);

#endif /* OOMT_OOMCTL_CENSUS_PARTS_H */

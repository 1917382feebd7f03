/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Waits for what happens in cgroups, behind one descriptor: pressure (a PSI
 * trigger on memory.pressure), memory.events (a limit was hit), and cgroups
 * that are made and removed.  Used by the warden and the watcher.
 *
 *	begin ── add, add, ... ── end	in calm times: allocates
 *	fd is readable ── turn		any time: allocates nothing
 */
#ifndef OOMT_OOMCTL_CGROUP_WATCH_H
#define OOMT_OOMCTL_CGROUP_WATCH_H

#include "compat.h"

#define OOMT_WATCHED_MAX	1024	/* cgroups: each holds two descriptors */

/* What a turn found. */
#define OOMT_WATCH_NEWS		(1U << 0)	/* in some cgroup */
#define OOMT_WATCH_TREE		(1U << 1)	/* others are there: add anew */

struct oomt_watched {
	u64 id;			/* as oomt_cgroup_read() tells it */
	int pressure, events;	/* -1: not there, or not asked for */
	bool kept;
};

struct oomt_cgroup_watch {
	int hierarchy;			/* borrowed */
	int fd;				/* to poll; -1: nothing is watched */
	int inotify;
	struct oomt_watched *one;
	u32 count, room;
	char base[256];			/* where the hierarchy is mounted */
};

/* hierarchy: cgroup_facts.h, may be -1.  Without descriptors it watches
 * nothing. */
void oomt_cgroup_watch_init(struct oomt_cgroup_watch *watch, int hierarchy);
void oomt_cgroup_watch_exit(struct oomt_cgroup_watch *watch);

void oomt_cgroup_watch_begin(struct oomt_cgroup_watch *watch);
/* A cgroup of which conditions ask `want` (bits OOMT_CM_x). */
void oomt_cgroup_watch_add(struct oomt_cgroup_watch *watch, const char *path,
			   u64 id, u32 want);
/* Cgroups made or removed in this one are of interest. */
void oomt_cgroup_watch_children(struct oomt_cgroup_watch *watch,
				const char *path);
/* A named one may be made later, anywhere on its way: all that lead to it. */
void oomt_cgroup_watch_way(struct oomt_cgroup_watch *watch, const char *path);
/* Who was not added again is not watched any more. */
void oomt_cgroup_watch_end(struct oomt_cgroup_watch *watch);

/* Takes what there is: OOMT_WATCH_x. */
u32 oomt_cgroup_watch_turn(struct oomt_cgroup_watch *watch);

/* Asks an open PSI file to wake who polls it. */
bool oomt_pressure_arm(int fd);

#endif /* OOMT_OOMCTL_CGROUP_WATCH_H */

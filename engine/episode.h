/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * An episode of low memory: it begins when a condition holds and ends when none
 * has held for a minute.  It remembers what has been done to whom, because a
 * task is warned once per episode, and frozen, asked for memory or helped once.
 * Memory is made at load; any context; the owner serialises.
 */
#ifndef OOMT_ENGINE_EPISODE_H
#define OOMT_ENGINE_EPISODE_H

#include "compat.h"

#define OOMT_EPISODE_NS		60000000000ULL

enum oomt_episode_what {
	OOMT_EPISODE_WARNED,
	OOMT_EPISODE_SPENT,	/* freeze, reclaim, exec */
};

struct oomt_episode_entry {
	u64 start_ns;		/* with pid: the identity */
	s32 pid;		/* 0: free */
	u8 what;		/* bits 1 << enum oomt_episode_what */
};

struct oomt_episode {
	u64 held_ns;		/* when a condition held last, 0: never */
	u32 slots;		/* a power of two */
	u32 count;
	struct oomt_episode_entry *entry;
};

/* For `tasks` tasks.  Allocates (load time): 0, -ENOMEM. */
int oomt_episode_init(struct oomt_episode *episode, u32 tasks);
void oomt_episode_exit(struct oomt_episode *episode);

/* A look at the conditions: forgets everything when the episode is over. */
void oomt_episode_tick(struct oomt_episode *episode, bool held, u64 now_ns);

/*
 * Whether it was done to the task in this episode.  When the memory is full,
 * whoever is not in it counts as if: better told too little than acted twice.
 */
bool oomt_episode_has(const struct oomt_episode *episode, s32 pid,
		      u64 start_ns, enum oomt_episode_what what);
void oomt_episode_add(struct oomt_episode *episode, s32 pid, u64 start_ns,
		      enum oomt_episode_what what);

#endif /* OOMT_ENGINE_EPISODE_H */

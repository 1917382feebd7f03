// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What an episode of low memory remembers.  Called by the loops that act on
 * low chains, and by judge; never allocates but in _init.
 */
#include "episode.h"

int oomt_episode_init(struct oomt_episode *episode, u32 tasks)
{
	memset(episode, 0, sizeof(*episode));
	episode->slots = 2;
	while (episode->slots < tasks * 2ULL)
		episode->slots *= 2;
	episode->entry = oomt_alloc(episode->slots, sizeof(*episode->entry));
	return episode->entry ? 0 : -ENOMEM;
}

void oomt_episode_exit(struct oomt_episode *episode)
{
	oomt_free(episode->entry);
	memset(episode, 0, sizeof(*episode));
}

void oomt_episode_tick(struct oomt_episode *episode, bool held, u64 now_ns)
{
	if (episode->held_ns && now_ns - episode->held_ns >= OOMT_EPISODE_NS) {
		memset(episode->entry, 0,
		       episode->slots * sizeof(*episode->entry));
		episode->count = 0;
		episode->held_ns = 0;
	}
	if (held)
		episode->held_ns = now_ns ? now_ns : 1;
}

/* The task's entry, or the free one where it would stand. */
static struct oomt_episode_entry *find(const struct oomt_episode *episode,
				       s32 pid, u64 start_ns)
{
	u32 at = ((u32)pid * 2654435761U + (u32)start_ns) &
		 (episode->slots - 1);

	while (episode->entry[at].pid &&
	       (episode->entry[at].pid != pid ||
		episode->entry[at].start_ns != start_ns))
		at = (at + 1) & (episode->slots - 1);
	return &episode->entry[at];
}

static bool full(const struct oomt_episode *episode)
{
	return episode->count >= episode->slots / 4 * 3;
}

bool oomt_episode_has(const struct oomt_episode *episode, s32 pid,
		      u64 start_ns, enum oomt_episode_what what)
{
	const struct oomt_episode_entry *entry =
		find(episode, pid, start_ns);

	return entry->pid ? entry->what & 1U << what : full(episode);
}

void oomt_episode_add(struct oomt_episode *episode, s32 pid, u64 start_ns,
		      enum oomt_episode_what what)
{
	struct oomt_episode_entry *entry = find(episode, pid, start_ns);

	if (!entry->pid) {
		if (full(episode))
			return;
		entry->pid = pid;
		entry->start_ns = start_ns;
		episode->count++;
	}
	entry->what |= 1U << what;
}

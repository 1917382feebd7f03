// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/episode.c: once per task and episode. */
#include <criterion/criterion.h>
#include "episode.h"

#define S 1000000000ULL

static struct oomt_episode episode;

static void begin(void)
{
	cr_assert_eq(oomt_episode_init(&episode, 100), 0);
}

static void end(void)
{
	oomt_episode_exit(&episode);
}

TestSuite(episode, .init = begin, .fini = end);

Test(episode, remembers_each_thing_of_each_task)
{
	oomt_episode_add(&episode, 7, 70, OOMT_EPISODE_WARNED);
	cr_assert(oomt_episode_has(&episode, 7, 70, OOMT_EPISODE_WARNED));
	cr_assert_not(oomt_episode_has(&episode, 7, 70, OOMT_EPISODE_SPENT));
	cr_assert_not(oomt_episode_has(&episode, 7, 71, OOMT_EPISODE_WARNED),
		      "another process with the same number");
	oomt_episode_add(&episode, 7, 70, OOMT_EPISODE_SPENT);
	cr_assert(oomt_episode_has(&episode, 7, 70, OOMT_EPISODE_SPENT));
	cr_assert(oomt_episode_has(&episode, 7, 70, OOMT_EPISODE_WARNED));
}

Test(episode, ends_when_nothing_held_for_a_minute)
{
	oomt_episode_tick(&episode, true, 10 * S);
	oomt_episode_add(&episode, 7, 70, OOMT_EPISODE_WARNED);
	oomt_episode_tick(&episode, false, 69 * S);
	oomt_episode_tick(&episode, true, 70 * S - 1);
	cr_assert(oomt_episode_has(&episode, 7, 70, OOMT_EPISODE_WARNED));
	oomt_episode_tick(&episode, false, 129 * S);
	cr_assert(oomt_episode_has(&episode, 7, 70, OOMT_EPISODE_WARNED));
	oomt_episode_tick(&episode, false, 130 * S);
	cr_assert_not(oomt_episode_has(&episode, 7, 70, OOMT_EPISODE_WARNED));
}

/* It was full: who is not in it counts as remembered, nothing is lost. */
Test(episode, a_full_memory_never_acts_twice)
{
	s32 pid;

	for (pid = 1; pid <= 1000; pid++)
		oomt_episode_add(&episode, pid, pid, OOMT_EPISODE_SPENT);
	for (pid = 1; pid <= 1000; pid++)
		cr_assert(oomt_episode_has(&episode, pid, pid,
					   OOMT_EPISODE_SPENT));
	cr_assert_not(oomt_episode_has(&episode, 1, 1, OOMT_EPISODE_WARNED));
	oomt_episode_tick(&episode, true, S);
	oomt_episode_tick(&episode, false, 62 * S);
	cr_assert_not(oomt_episode_has(&episode, 900, 900,
				       OOMT_EPISODE_SPENT));
}

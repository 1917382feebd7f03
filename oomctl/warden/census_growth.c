// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Growth (language.md 9.7) for the proc backend: total now less total at the
 * newest sample at least 10 s old, else at the oldest, per second.  The
 * samples of a process stand beside it; nothing is allocated.
 */
#include "amount.h"
#include "census_parts.h"
#include "value.h"

#define STEP_NS		(2500 * OOMT_NS_PER_MS)
#define WINDOW_NS	(10 * OOMT_NS_PER_S)

static bool counts(const struct oomt_task *task)
{
	return !(task->flags & OOMT_TASK_KTHREAD);
}

/* The sample to count from, or NULL. */
static const struct oomt_past *past_of(const struct oomt_person *person,
				       u64 now_ns)
{
	const struct oomt_past *best = NULL;
	u32 i;

	/* Oldest first. */
	for (i = 0; i < person->past_count; i++) {
		const struct oomt_past *past =
			&person->past[(person->past_first + i) % OOMT_PASTS];

		if (past->at_ns >= now_ns ||
		    (best && now_ns - past->at_ns < (u64)WINDOW_NS))
			break;
		best = past;
	}
	return best;
}

void oomt_census_grow(struct oomt_census *census, u32 index)
{
	struct oomt_task *task = &census->pic.task[index];
	const u64 now_ns = census->pic.now_ns;
	const struct oomt_past *past;
	u64 passed_ms;

	task->known &= ~(1ULL << OOMT_F_GROWTH);
	if (!(census->learns & 1ULL << OOMT_F_GROWTH) || !counts(task))
		return;
	past = past_of(&census->person[index], now_ns);
	if (!past)
		return;
	passed_ms = (now_ns - past->at_ns) / OOMT_NS_PER_MS;
	task->growth = oomt_muldiv(oomt_task_weight(task) - past->total, 1000,
				   passed_ms ? passed_ms : 1);
	task->known |= 1ULL << OOMT_F_GROWTH;
}

bool oomt_census_step_due(const struct oomt_census *census, u64 now_ns)
{
	return census->learns & 1ULL << OOMT_F_GROWTH &&
	       (!census->stepped_ns ||
		now_ns - census->stepped_ns >= (u64)STEP_NS);
}

void oomt_census_step(struct oomt_census *census, u64 now_ns)
{
	const struct oomt_picture *pic = &census->pic;
	u32 i, at;

	for (i = 0; i < pic->task_count; i++) {
		struct oomt_person *person = &census->person[i];

		if (!person->exact || !counts(&pic->task[i]))
			continue;
		at = (person->past_first + person->past_count) % OOMT_PASTS;
		if (person->past_count == OOMT_PASTS)
			person->past_first = (at + 1) % OOMT_PASTS;
		else
			person->past_count++;
		person->past[at] = (struct oomt_past){
			now_ns, oomt_task_weight(&pic->task[i]),
		};
	}
	census->stepped_ns = now_ns;
}

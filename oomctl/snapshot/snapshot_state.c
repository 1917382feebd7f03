// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The machine that a snapshot's lines build up: what is carried over from one
 * sample to the next.  Called by snapshot.c, and by the parser to find what
 * only the whole tells (a first mention without comm).
 */
#include "snapshot_line.h"
#include "value.h"

#define GROWTH_WINDOW_NS	(10 * OOMT_NS_PER_S)
#define DEFAULT_AGE_NS		(3600 * OOMT_NS_PER_S)

void snap_state_init(struct snap_state *state)
{
	memset(state, 0, sizeof(*state));
}

void snap_state_exit(struct snap_state *state)
{
	free(state->process);
	free(state->cgroup);
	snap_state_init(state);
}

/* Room for one more of `size` bytes in *array.  0 or -ENOMEM. */
static int make_room(void **array, unsigned int count, unsigned int *capacity,
		     size_t size)
{
	unsigned int more = *capacity ? *capacity * 2 : 64;
	void *bigger;

	if (count < *capacity)
		return 0;
	bigger = reallocarray(*array, more, size);
	if (!bigger)
		return -ENOMEM;
	*array = bigger;
	*capacity = more;
	return 0;
}

/* Where pid is, or would be. */
static unsigned int process_place(const struct snap_state *state, s32 pid)
{
	unsigned int lo = 0, hi = state->process_count;

	/* Files are written in order of pid: look at the end first. */
	if (hi && state->process[hi - 1].task.pid < pid)
		return hi;
	while (lo < hi) {
		unsigned int mid = lo + (hi - lo) / 2;

		if (state->process[mid].task.pid < pid)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Copies the fields that `from` gives. */
static void process_merge(struct snap_process *to,
			  const struct snap_process *from, u64 at_ns)
{
	const struct oomt_task *in = &from->task;
	struct oomt_task *task = &to->task;

#define COPY(id, member)						\
	if (from->given & (1ULL << OOMT_F_##id))			\
		task->member = in->member
	COPY(PPID, ppid);
	COPY(PGRP, pgrp);
	COPY(SESSION, session);
	COPY(EXE, exe);
	COPY(CMDLINE, cmdline);
	COPY(UID, uid);
	COPY(GID, gid);
	COPY(RSS, rss);
	COPY(ANON, anon);
	COPY(FILE, file);
	COPY(SHMEM, shmem);
	COPY(SWAP, swap);
	COPY(PGTABLES, pgtables);
	COPY(VSIZE, vsize);
	COPY(OOM_SCORE_ADJ, oom_score_adj);
	COPY(THREADS, threads);
#undef COPY
	if (from->given & (1ULL << OOMT_F_COMM))
		memcpy(task->comm, in->comm, sizeof(task->comm));
	if (from->given & (1ULL << OOMT_F_CGROUP))
		to->cgroup = from->cgroup;
	if (from->given & (1ULL << OOMT_F_AGE)) {
		to->age_ns = from->age_ns;
		to->seen_ns = at_ns;
	}
	task->flags |= in->flags;
	to->given |= from->given;
}

static int apply_process(struct snap_state *state,
			 const struct snap_process *from, u64 at_ns,
			 enum snap_fault *fault)
{
	unsigned int i = process_place(state, from->task.pid);
	bool there = i < state->process_count &&
		     state->process[i].task.pid == from->task.pid;
	struct snap_process *to;
	int err;

	if (from->gone) {
		if (!there) {
			*fault = SNAP_NOT_THERE;
			return 0;
		}
		state->process_count--;
		memmove(&state->process[i], &state->process[i + 1],
			(state->process_count - i) * sizeof(*to));
		return 0;
	}
	if (!there) {
		if (!(from->given & (1ULL << OOMT_F_COMM)))
			*fault = SNAP_NO_COMM;	/* go on: one error is enough */
		err = make_room((void **)&state->process, state->process_count,
				&state->process_capacity, sizeof(*to));
		if (err)
			return err;
		to = &state->process[i];
		memmove(to + 1, to,
			(state->process_count - i) * sizeof(*to));
		memset(to, 0, sizeof(*to));
		to->task.pid = from->task.pid;
		to->task.threads = 1;
		to->task.ppid = from->task.pid == 1 ? 0 : 1;
		to->cgroup = "/";
		to->age_ns = DEFAULT_AGE_NS;
		to->seen_ns = at_ns;
		state->process_count++;
	}
	process_merge(&state->process[i], from, at_ns);
	return 0;
}

struct snap_cgroup *snap_state_cgroup(struct snap_state *state,
				      const char *path)
{
	unsigned int lo = 0, hi = state->cgroup_count;
	struct snap_cgroup *cgroup;

	while (lo < hi) {
		unsigned int mid = lo + (hi - lo) / 2;
		int order = strcmp(state->cgroup[mid].is.path, path);

		if (!order)
			return &state->cgroup[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (make_room((void **)&state->cgroup, state->cgroup_count,
		      &state->cgroup_capacity, sizeof(*cgroup)))
		return NULL;
	cgroup = &state->cgroup[lo];
	memmove(cgroup + 1, cgroup,
		(state->cgroup_count - lo) * sizeof(*cgroup));
	memset(cgroup, 0, sizeof(*cgroup));
	cgroup->is.path = path;
	state->cgroup_count++;
	return cgroup;
}

static int apply_cgroup(struct snap_state *state,
			const struct snap_cgroup *from)
{
	struct snap_cgroup *to = snap_state_cgroup(state, from->is.path);
	unsigned int i;

	if (!to)
		return -ENOMEM;
	for (i = 0; i < OOMT_CM_COUNT; i++)
		if (oomt_cgroup_knows(&from->is, i))
			to->is.metric[i] = from->is.metric[i];
	to->is.known |= from->is.known;
	if (from->oom_group_given)
		to->is.oom_group = from->is.oom_group;
	return 0;
}

static void apply_system(struct snap_state *state,
			 const struct snap_system *from)
{
	struct snap_system *to = &state->system;
	unsigned int i;

	for (i = 0; i < OOMT_M_COUNT; i++)
		if (from->given & (1ULL << i))
			to->value[i] = from->value[i];
	to->percent = (to->percent & ~from->given) | from->percent;
	to->given |= from->given;
}

int snap_state_apply(struct snap_state *state, const struct snap_line *line,
		     u64 at_ns, enum snap_fault *fault)
{
	*fault = SNAP_FINE;
	switch (line->kind) {
	case SNAP_SYSTEM:
		apply_system(state, &line->system);
		return 0;
	case SNAP_CGROUP:
		return apply_cgroup(state, &line->cgroup);
	case SNAP_PROCESS:
		return apply_process(state, &line->process, at_ns, fault);
	}
	return 0;
}

/*
 * Language.md 9.7: growth counts from the newest sample at least 10 s old,
 * else from the oldest.  Samples come in order, so the last that is old enough
 * wins, and without one the first stays.
 */
void snap_state_remember(struct snap_state *state, u64 at_ns, u64 now_ns)
{
	bool old = now_ns - at_ns >= (u64)GROWTH_WINDOW_NS;
	struct snap_process *process;
	unsigned int i;

	for (i = 0; i < state->process_count; i++) {
		process = &state->process[i];
		if (process->has_past && !old)
			continue;
		process->has_past = true;
		process->past_ns = at_ns;
		process->past_total = process->task.rss + process->task.swap +
				      process->task.pgtables;
	}
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A snapshot: its lines, and pictures made of them by replaying them up to a
 * time.  Replaying is the only way to make a picture, so one of a later time
 * cannot differ from what the file says.
 */
#include "amount.h"
#include "names.h"
#include "snapshot.h"
#include "snapshot_line.h"
#include "proc/texts.h"

/* Where `at 0s` lies on the invented clock: no age reaches back before 0. */
#define EPOCH_NS	(1ULL << 62)

struct oomt_snapshot {
	struct oomt_source *source;	/* a list: with what was `set` */
	struct snap_lines lines;
	struct snap_state state;	/* of the picture */
	struct oomt_picture pic;
	unsigned int task_capacity, cgroup_capacity;
};

/* Applies the lines of samples 0 .. last, seen from now_ns. */
static int replay(struct oomt_snapshot *snap, unsigned int last, u64 now_ns,
		  struct oomt_diags *diags)
{
	const struct snap_lines *lines = &snap->lines;
	unsigned int i, sample = 0;
	enum snap_fault fault;
	int err;

	snap_state_exit(&snap->state);
	for (i = 0; i <= lines->count; i++) {
		/* Behind the last one; a file may have none at all. */
		const struct snap_line *line =
			i < lines->count ? &lines->line[i] : NULL;
		unsigned int upto = line && line->sample <= last ?
				    line->sample : last;

		/* Samples that end before this line. */
		for (; sample < upto; sample++)
			snap_state_remember(&snap->state,
					    lines->sample[sample].at_ns,
					    now_ns);
		if (!line || line->sample > last)
			break;
		err = snap_state_apply(&snap->state, line,
				       lines->sample[line->sample].at_ns,
				       &fault);
		if (err)
			return err;
		if (!diags || fault == SNAP_FINE)
			continue;
		if (fault == SNAP_NO_COMM)
			oomt_diag_add(diags, OOMT_ERROR, "missing-key",
				      line->span,
				      "process %d is new and needs comm=",
				      line->process.task.pid);
		else
			oomt_diag_add(diags, OOMT_ERROR, "gone", line->span,
				      "process %d was not there",
				      line->process.task.pid);
	}
	if (now_ns > lines->sample[last].at_ns)
		snap_state_remember(&snap->state, lines->sample[last].at_ns,
				    now_ns);
	return 0;
}

struct oomt_snapshot *oomt_snapshot_read(struct oomt_source *source,
					 struct oomt_diags *diags)
{
	struct oomt_snapshot *snap = calloc(1, sizeof(*snap));
	unsigned int last;
	int err;

	if (!snap) {
		oomt_source_free(source);
		return NULL;
	}
	snap->source = source;
	err = snap_parse(&snap->lines, source, false, diags);
	if (!err) {
		last = snap->lines.sample_count - 1;
		err = replay(snap, last, snap->lines.sample[last].at_ns,
			     diags);
	}
	if (err == -ENOMEM) {
		oomt_snapshot_free(snap);
		return NULL;
	}
	return snap;
}

int oomt_snapshot_set(struct oomt_snapshot *snap, struct oomt_source *source,
		      struct oomt_diags *diags)
{
	unsigned int errors = diags->errors;
	unsigned int last = snap->lines.sample_count - 1;
	struct oomt_source **end = &snap->source;
	int err;

	while (*end)
		end = &(*end)->next;
	*end = source;
	err = snap_parse(&snap->lines, source, true, diags);
	if (!err)
		err = replay(snap, last, snap->lines.sample[last].at_ns,
			     diags);
	if (!err && diags->errors > errors)
		err = -EINVAL;
	return err;
}

void oomt_snapshot_free(struct oomt_snapshot *snap)
{
	if (!snap)
		return;
	snap_state_exit(&snap->state);
	snap_lines_exit(&snap->lines);
	oomt_source_free(snap->source);
	free(snap->pic.task);
	free(snap->pic.cgroup);
	free(snap);
}

unsigned int oomt_snapshot_samples(const struct oomt_snapshot *snap)
{
	return snap->lines.sample_count;
}

u64 oomt_snapshot_sample_ns(const struct oomt_snapshot *snap, unsigned int i)
{
	return snap->lines.sample[i].at_ns;
}

bool oomt_snapshot_sample_resumed(const struct oomt_snapshot *snap,
				  unsigned int i)
{
	return snap->lines.sample[i].resumed;
}

static s64 not_below_0(s64 value)
{
	return value > 0 ? value : 0;
}

/* A default: set only if the file did not say it. */
static void set_default(struct oomt_picture *pic, enum oomt_metric metric,
			s64 value)
{
	if (!oomt_picture_knows(pic, metric))
		oomt_picture_set(pic, metric, value);
}

static void build_system(struct oomt_picture *pic,
			 const struct snap_system *sys)
{
	static const u8 totals_first[] = {
		OOMT_M_MEM_TOTAL, OOMT_M_SWAP_TOTAL,
	};
	unsigned int i;
	s64 value, base;

	pic->metrics_known = 0;
	memset(pic->metric, 0, sizeof(pic->metric));
	for (i = 0; i < ARRAY_SIZE(totals_first); i++)
		if (sys->given & (1ULL << totals_first[i]))
			oomt_picture_set(pic, totals_first[i],
					 sys->value[totals_first[i]]);
	set_default(pic, OOMT_M_SWAP_TOTAL, 0);
	for (i = 0; i < OOMT_M_COUNT; i++) {
		if (!(sys->given & (1ULL << i))) {
			if (oomt_metric_type(i) == OOMT_T_PERCENT)
				oomt_picture_set(pic, i, 0);
			continue;
		}
		value = sys->value[i];
		if (sys->percent & (1ULL << i)) {
			bool swap = oomt_metric_base(i) == OOMT_B_SWAP;

			if (!swap &&
			    !oomt_picture_knows(pic, OOMT_M_MEM_TOTAL))
				continue;	/* a share of nothing known */
			base = pic->metric[swap ? OOMT_M_SWAP_TOTAL :
					   OOMT_M_MEM_TOTAL];
			value = oomt_percent_of(base, value);
		}
		oomt_picture_set(pic, i, value);
	}
	if (oomt_picture_knows(pic, OOMT_M_MEM_TOTAL))
		set_default(pic, OOMT_M_MEM_AVAILABLE,
			    pic->metric[OOMT_M_MEM_TOTAL]);
	value = pic->metric[OOMT_M_SWAP_TOTAL];
	if (oomt_picture_knows(pic, OOMT_M_SWAP_USED))
		set_default(pic, OOMT_M_SWAP_FREE,
			    not_below_0(value - pic->metric[OOMT_M_SWAP_USED]));
	else
		set_default(pic, OOMT_M_SWAP_FREE, value);
	set_default(pic, OOMT_M_SWAP_USED,
		    not_below_0(value - pic->metric[OOMT_M_SWAP_FREE]));
}

static void build_task(struct oomt_task *task, const struct snap_process *from,
		       u64 now_ns, bool steady)
{
	const u64 computed = (1ULL << OOMT_F_COUNT) - 1 -
		((1ULL << OOMT_F_EXE) | (1ULL << OOMT_F_CMDLINE) |
		 (1ULL << OOMT_F_GROWTH) | (1ULL << OOMT_F_CHILDREN) |
		 (1ULL << OOMT_F_TREE_TOTAL) |
		 (1ULL << OOMT_F_MEMCG_CURRENT) | (1ULL << OOMT_F_MEMCG_MAX));
	u64 given = from->given;

	*task = from->task;
	task->known = computed |
		(given & ((1ULL << OOMT_F_EXE) | (1ULL << OOMT_F_CMDLINE)));
	if (!(given & (1ULL << OOMT_F_PGRP)))
		task->pgrp = task->pid;
	if (!(given & (1ULL << OOMT_F_SESSION)))
		task->session = task->pid;
	if (!(given & (1ULL << OOMT_F_ANON)))
		task->anon = not_below_0(task->rss - task->file - task->shmem);
	task->start_ns = EPOCH_NS + from->seen_ns - from->age_ns;
	if (!steady && from->has_past) {
		u64 passed = now_ns - from->past_ns;

		task->growth = oomt_muldiv(task->rss + task->swap +
					   task->pgtables - from->past_total,
					   1000, passed / 1000000 ?
					   passed / 1000000 : 1);
		task->known |= 1ULL << OOMT_F_GROWTH;
	}
}

/* Room in the picture for the state's processes and cgroups. */
static int make_room(struct oomt_snapshot *snap)
{
	struct oomt_picture *pic = &snap->pic;
	unsigned int tasks = snap->state.process_count + 1;
	unsigned int cgroups = snap->state.cgroup_count + 1;
	void *bigger;

	if (tasks > snap->task_capacity) {
		bigger = reallocarray(pic->task, tasks, sizeof(*pic->task));
		if (!bigger)
			return -ENOMEM;
		pic->task = bigger;
		snap->task_capacity = tasks;
	}
	if (cgroups > snap->cgroup_capacity) {
		bigger = reallocarray(pic->cgroup, cgroups,
				      sizeof(*pic->cgroup));
		if (!bigger)
			return -ENOMEM;
		pic->cgroup = bigger;
		snap->cgroup_capacity = cgroups;
	}
	return 0;
}

static int build_picture(struct oomt_snapshot *snap, u64 now_ns)
{
	struct snap_state *state = &snap->state;
	struct oomt_picture *pic = &snap->pic;
	unsigned int i;
	int err;

	/* Every path first: making one moves those behind it. */
	for (i = 0; i < state->process_count; i++)
		if (!snap_state_cgroup(state, state->process[i].cgroup))
			return -ENOMEM;
	err = make_room(snap);
	if (err)
		return err;
	pic->now_ns = EPOCH_NS + now_ns;
	build_system(pic, &state->system);
	pic->cgroup_count = state->cgroup_count;
	for (i = 0; i < state->cgroup_count; i++) {
		pic->cgroup[i] = state->cgroup[i].is;
		pic->cgroup[i].id = oomt_text_id(pic->cgroup[i].path);
	}
	pic->task_count = state->process_count;
	for (i = 0; i < state->process_count; i++) {
		build_task(&pic->task[i], &state->process[i], now_ns,
			   oomt_snapshot_is_steady(snap));
		pic->task[i].cgroup =
			snap_state_cgroup(state, state->process[i].cgroup) -
			state->cgroup;
	}
	return 0;
}

int oomt_snapshot_picture(struct oomt_snapshot *snap, u64 at_ns,
			  const struct oomt_picture **pic)
{
	const struct snap_lines *lines = &snap->lines;
	unsigned int last = lines->sample_count - 1;
	int err;

	if (at_ns == OOMT_SNAPSHOT_LAST)
		at_ns = lines->sample[last].at_ns;
	while (lines->sample[last].at_ns > at_ns) {
		if (!last)
			return -ENOENT;
		last--;
	}
	err = replay(snap, last, at_ns, NULL);
	if (!err)
		err = build_picture(snap, at_ns);
	if (!err)
		*pic = &snap->pic;
	return err;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Ancestors: which ancestor matches can hold together.  Each that holds needs
 * an ancestor that passes it, and none may pass one that does not hold.
 */
#include "prove_person.h"

/* What ancestors may be and must be. */
struct kin {
	const struct prove_space *space;
	u64 *allowed;			/* box: what all of them must be in */
	u64 **needed;			/* [i]: cells of needed_dim[i] */
	u32 *needed_dim;
	u32 count;
	bool failed;			/* out of memory */
};

static void kin_exit(struct kin *kin)
{
	while (kin->count)
		free(kin->needed[--kin->count]);
	free(kin->needed);
	free(kin->needed_dim);
	free(kin->allowed);
}

static void kin_init(struct kin *kin, const struct prove_space *space,
		     const u64 *box)
{
	const struct prove_dim *pid = &space->dim[space->dim_of[OOMT_F_PID]];
	u64 *mask;
	u32 i;

	memset(kin, 0, sizeof(*kin));
	kin->space = space;
	kin->allowed = malloc(space->words * sizeof(u64));
	kin->needed = calloc(space->dims, sizeof(*kin->needed));
	kin->needed_dim = calloc(space->dims, sizeof(*kin->needed_dim));
	kin->failed = !kin->allowed || !kin->needed || !kin->needed_dim;
	if (kin->failed)
		return;
	memcpy(kin->allowed, space->full, space->words * sizeof(u64));
	prove_drop(kin->allowed + pid->word,
		   prove_dim_cell(pid, 1, space->mem.lo, space->swap.lo));
	for (i = 0; i < space->dims && !kin->failed; i++) {
		const struct prove_dim *dim = &space->dim[i], *of;
		const u64 *holds = box + dim->word;

		if (dim->kind != PROVE_KIN || *holds == 3)
			continue;
		of = &space->dim[space->dim_of[dim->field]];
		if (prove_match_cells(space, dim->kin, &mask)) {
			kin->failed = true;
		} else if (*holds == 1) {
			prove_take(kin->allowed + of->word, mask, of->words);
			free(mask);
		} else {
			kin->needed[kin->count] = mask;
			kin->needed_dim[kin->count++] = of - space->dim;
		}
	}
}

/* The cells of a needed ancestor's dimension, or NULL: there are none. */
static const u64 *kin_cells(struct kin *kin, u32 i)
{
	const struct prove_dim *dim = &kin->space->dim[kin->needed_dim[i]];

	prove_meet(kin->needed[i], kin->allowed + dim->word, dim->words);
	return prove_empty(kin->needed[i], dim->words) ? NULL :
							 kin->needed[i];
}

static bool all_can_be(struct kin *kin)
{
	static const u8 field[] = {
		OOMT_F_COMM, OOMT_F_EXE, OOMT_F_CGROUP, OOMT_F_PID, OOMT_F_UID,
	};
	u32 i;

	if (!kin->count)
		return true;
	for (i = 0; i < ARRAY_SIZE(field); i++) {
		u32 d = kin->space->dim_of[field[i]];
		const struct prove_dim *dim;

		if (d == OOMT_NONE)
			continue;
		dim = &kin->space->dim[d];
		if (prove_empty(kin->allowed + dim->word, dim->words))
			return false;
	}
	for (i = 0; i < kin->count; i++)
		if (!kin_cells(kin, i))
			return false;
	return true;
}

/* Whether somebody below pid 1 may be the parent. */
static bool may_have_parent(const struct prove_space *space, const u64 *box)
{
	u32 d = space->dim_of[OOMT_F_PPID];
	s64 parent;

	if (d == OOMT_NONE)
		return true;
	return prove_dim_pick(&space->dim[d], box, INT_MAX - 1,
			      space->mem.lo, space->swap.lo, &parent) &&
	       parent > 1;
}

bool prove_kin_possible(const struct prove_space *space, const u64 *box)
{
	struct kin kin;
	bool possible;

	kin_init(&kin, space, box);
	possible = kin.failed || !kin.count ||
		   (all_can_be(&kin) && may_have_parent(space, box));
	kin_exit(&kin);
	return possible;
}

/* ---- one way to have them ------------------------------------------------ */

static u32 first_cell(const u64 *set, u32 cells)
{
	u32 cell = 0;

	while (cell < cells && !prove_has(set, cell))
		cell++;
	return cell;
}

static const char *text_pick(const struct kin *kin, u32 field, const u64 *box)
{
	const struct prove_text *text = &kin->space->world->text[field];
	u32 d = kin->space->dim_of[field];
	u32 cell = d == OOMT_NONE ? 0 :
		   first_cell(box + kin->space->dim[d].word, text->kinds);

	return cell < text->kinds ? text->example[cell] : NULL;
}

/* A number of an ancestor; `parent`: it must also be the child's ppid. */
static bool number_pick(const struct kin *kin, u32 field, const u64 *box,
			const struct prove_wish *wish, s64 prefer, s64 *value)
{
	u32 d = kin->space->dim_of[field];

	*value = prefer;
	return d == OOMT_NONE ||
	       prove_dim_pick(&kin->space->dim[d], box, prefer, wish->mem,
			      wish->swap, value);
}

/* A pid that the parent can have and the child's ppid can be. */
static bool parent_pid(const struct kin *kin, const u64 *child, const u64 *box,
		       const struct prove_wish *wish, s64 *pid)
{
	const struct prove_space *space = kin->space;
	const struct prove_dim *own = &space->dim[space->dim_of[OOMT_F_PID]];
	u32 d = space->dim_of[OOMT_F_PPID], i;

	if (!number_pick(kin, OOMT_F_PID, box, wish, wish->pid + 1000, pid))
		return false;
	if (d == OOMT_NONE)
		return true;
	for (i = 0; i < 4; i++) {
		s64 tries[] = { *pid, wish->pid + 1000, INT_MAX - 1, 2 };
		u32 cell;

		if (!prove_dim_pick(&space->dim[d], child, tries[i],
				    wish->mem, wish->swap, pid))
			return false;
		cell = prove_dim_cell(own, *pid, wish->mem, wish->swap);
		if (*pid > 1 && *pid != wish->pid &&
		    prove_has(box + own->word, cell))
			return true;
	}
	return false;
}

static bool one_find(struct kin *kin, u32 i, const u64 *child,
		     const struct prove_wish *wish, struct prove_person *out)
{
	const struct prove_space *space = kin->space;
	const struct prove_dim *dim = &space->dim[kin->needed_dim[i]];
	struct prove_ancestor *a = &out->kin[out->kins];
	u64 *box = malloc(space->words * sizeof(*box));
	bool found = false;

	if (!box)
		return false;
	memcpy(box, kin->allowed, space->words * sizeof(*box));
	memcpy(box + dim->word, kin->needed[i], dim->words * sizeof(*box));
	a->comm = text_pick(kin, OOMT_F_COMM, box);
	a->exe = text_pick(kin, OOMT_F_EXE, box);
	if (space->dim_of[OOMT_F_EXE] == OOMT_NONE)
		a->exe = NULL;
	a->cgroup = text_pick(kin, OOMT_F_CGROUP, box);
	if (a->comm && a->cgroup &&
	    number_pick(kin, OOMT_F_UID, box, wish, 1000, &a->uid))
		found = out->kins ?
			number_pick(kin, OOMT_F_PID, box, wish,
				    wish->pid + 1000 + out->kins, &a->pid) :
			parent_pid(kin, child, box, wish, &a->pid);
	free(box);
	out->kins += found;
	return found;
}

bool prove_kin_find(const struct prove_space *space, const u64 *box,
		    const struct prove_wish *wish, struct prove_person *out)
{
	struct kin kin;
	bool found;
	u32 i;

	out->kins = 0;
	kin_init(&kin, space, box);
	found = !kin.failed && all_can_be(&kin) && kin.count <= PROVE_KIN_MAX;
	for (i = 0; i < kin.count && found; i++)
		found = one_find(&kin, i, box, wish, out);
	kin_exit(&kin);
	if (found && out->kins) {
		out->value[OOMT_F_PPID] = out->kin[0].pid;
	} else if (found && space->dim_of[OOMT_F_PPID] != OOMT_NONE) {
		found = prove_dim_pick(&space->dim[space->dim_of[OOMT_F_PPID]],
				       box, 1, wish->mem, wish->swap,
				       &out->value[OOMT_F_PPID]);
	} else {
		out->value[OOMT_F_PPID] = 1;
	}
	return found;
}

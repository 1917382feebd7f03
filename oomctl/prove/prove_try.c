// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * From a part that speaks against a statement to a machine on which the engine
 * agrees: several totals, metrics and relatives are tried.
 */
#include <stdarg.h>
#include <stdio.h>
#include "prove_parts.h"
#include "value.h"

#define UNFIRED_MAX	4	/* then conditions are not tried any more */

void prove_doubt(struct prover *p, const char *fmt, ...)
{
	va_list args;

	if (p->answer->proof != OOMT_PROVED)
		return;
	p->answer->proof = OOMT_CANNOT_TELL;
	va_start(args, fmt);
	vsnprintf(p->answer->reason, sizeof(p->answer->reason), fmt, args);
	va_end(args);
}

bool prove_possible(const struct prover *p, const u64 *box)
{
	const struct prove_space *space = &p->space;
	u32 i;

	for (i = 0; i < space->dims; i++)
		if (prove_empty(box + space->dim[i].word, space->dim[i].words))
			return false;
	return prove_sizes_possible(&p->space, box) &&
	       prove_kin_possible(&p->space, box);
}

/* The root has no limit that could be hit. */
static void leave_root(const struct prove_space *space, u64 *box)
{
	const struct prove_text *text = &space->world->text[OOMT_F_CGROUP];
	const struct prove_dim *dim =
		&space->dim[space->dim_of[OOMT_F_CGROUP]];
	u32 kind;

	for (kind = 0; kind < text->kinds; kind++)
		if (!text->example[kind][1])
			prove_drop(box + dim->word, kind);
}

u64 *prove_side_box(const struct prover *p, int side)
{
	const struct prove_space *space = &p->space;
	const struct prove_dim *pid = &space->dim[space->dim_of[OOMT_F_PID]];
	u64 *box = malloc(space->words * sizeof(*box));
	u32 i, table;

	if (!box)
		return NULL;
	memcpy(box, space->full, space->words * sizeof(*box));
	/* Process 1 is never taken. */
	prove_drop(box + pid->word, prove_dim_cell(pid, 1, space->mem.lo,
						   space->swap.lo));
	if (p->hook == OOMT_HOOK_MEMCG)
		leave_root(space, box);
	if (side < 0)
		return box;
	table = p->rs->table_count + side;
	for (i = 0; i < space->matches; i++) {
		const struct prove_match *match = &space->match[i];
		const struct prove_dim *dim = &space->dim[match->dim];

		if (match->ref.table == table)
			prove_meet(box + dim->word, match->mask, dim->words);
	}
	return box;
}

/* ---- scenes -------------------------------------------------------------- */

struct attempt {
	struct prover *p;
	struct prove_scene scene;
	const struct prove_cast *cast;
	bool made;			/* some scene could be written */
	bool fired;			/* and in some the chain fired */
};

static const char *chain_name(const struct prover *p)
{
	const struct oomt_base_chain *base = &p->rs->base[p->hook][p->base];

	return oomt_table_string(p->rs->table[base->table],
				 oomt_base_chain_get(p->rs, base)->name);
}

static void tell_what(struct prover *p, const struct prove_scene *scene,
		      const struct prove_confirmed *confirmed)
{
	struct oomt_prove_answer *answer = p->answer;
	long long pid = scene->person[0].value[OOMT_F_PID];
	long long pid2 = scene->person[1].value[OOMT_F_PID];
	size_t size = sizeof(answer->reason);

	switch (scene->claim) {
	case PROVE_CLAIM_VICTIM:
		snprintf(answer->reason, size,
			 "process %lld is taken, by %s", pid, confirmed->rule);
		break;
	case PROVE_CLAIM_NOBODY:
		snprintf(answer->reason, size,
			 "process %lld is not taken, by %s, and nobody else is left",
			 pid, confirmed->rule);
		break;
	case PROVE_CLAIM_BEFORE:
		snprintf(answer->reason, size,
			 "process %lld, by %s, comes before process %lld, by %s",
			 pid, confirmed->rule, pid2, confirmed->rule2);
		break;
	case PROVE_CLAIM_MEMBER:
		snprintf(answer->reason, size,
			 "process %lld goes with the %s of process %lld, taken by %s",
			 pid2, confirmed->unit, pid, confirmed->rule);
		break;
	}
	snprintf(answer->rule, sizeof(answer->rule), "%s", confirmed->rule);
}

static void refute(struct prover *p, const struct prove_scene *scene,
		   char *text, const struct prove_confirmed *confirmed)
{
	struct oomt_prove_answer *answer = p->answer;
	const struct oomt_base_chain *base = &p->rs->base[p->hook][p->base];

	answer->proof = OOMT_REFUTED;
	answer->snapshot = text;
	answer->hook = p->hook;
	snprintf(answer->table, sizeof(answer->table), "%s",
		 oomt_table_name(p->rs->table[base->table]));
	snprintf(answer->chain, sizeof(answer->chain), "%s", chain_name(p));
	if (p->hook == OOMT_HOOK_MEMCG)
		prove_scene_hit(scene, answer->hit);
	tell_what(p, scene, confirmed);
}

/* The scene as it stands, under one kind of metrics after the other. */
static int try_metrics(struct attempt *a)
{
	struct prover *p = a->p;
	struct prove_confirmed confirmed;
	u32 i, n;
	int err;

	for (i = 0;; i++) {
		char *text;

		/* What has fired before comes first. */
		n = i ? i - 1 : p->lucky;
		if (i > 1 && p->unfired >= UNFIRED_MAX)
			return 0;
		if (!prove_scene_metrics(&a->scene, n))
			return 0;
		if (prove_now_ns() > p->deadline_ns)
			return -ETIME;
		text = prove_scene_text(&a->scene);
		if (!text)
			return -ENOMEM;
		err = prove_scene_confirm(&a->scene, text, &confirmed);
		a->made |= !err;
		if (!err && confirmed.claim) {
			p->lucky = n;
			refute(p, &a->scene, text, &confirmed);
			return PROVE_FOUND;
		}
		free(text);
		if (err == -ENOMEM)
			return err;
		if (!err && confirmed.fired) {
			a->fired = true;
			p->lucky = n;
			/* It is not the metrics. */
			if (a->scene.claim != PROVE_CLAIM_NOBODY || i > 8)
				return 0;
		}
	}
}

/* Points of a verdict are not known here: pairs wish for what they need. */
static bool people_find(struct attempt *a)
{
	const struct prove_space *space = &a->p->space;
	u32 i;

	for (i = 0; i < a->scene.people; i++) {
		struct prove_wish wish = {
			.mem = a->scene.mem, .swap = a->scene.swap,
			/* The first is the younger one, with the higher pid. */
			.pid = i ? 4242 : 4711,
			.age_ns = (i ? 7200 : 3600) * OOMT_NS_PER_S,
			.aim = a->cast[i].aim,
		};

		if (!prove_person_find(space, a->cast[i].box, &wish,
				       &a->scene.person[i]))
			return false;
	}
	if (a->scene.claim == PROVE_CLAIM_MEMBER)
		prove_scene_join(&a->scene);
	return a->scene.people < 2 ||
	       a->scene.person[0].value[OOMT_F_PID] !=
	       a->scene.person[1].value[OOMT_F_PID];
}

static bool in_range(const struct prove_range *range, s64 value)
{
	return range->lo <= value && value <= range->hi;
}

/* The n-th total to try within a range; -1: no more. */
static s64 total_try(const struct prove_range *range, u32 n)
{
	static const s64 usual[] = {
		8LL << 30, 32LL << 30, 1LL << 30, 512LL << 30, 4LL << 40,
	};
	u32 i, met = 0;

	for (i = 0; i < ARRAY_SIZE(usual); i++)
		if (in_range(range, usual[i]) && met++ == n)
			return usual[i];
	n -= met;
	switch (n) {
	case 0:
		return range->lo + (range->hi - range->lo) / 2;
	case 1:
		return range->lo;
	case 2:
		return range->hi;
	case 3:		/* where the range is wide, it is mostly high */
		return range->lo + (range->hi - range->lo) / 64;
	default:
		return -1;
	}
}

static int try_totals(struct attempt *a)
{
	const struct prove_space *space = &a->p->space;
	struct prove_range some = { 2LL << 30, 2LL << 30 };
	u32 m, s;
	int err;

	for (m = 0; (a->scene.mem = total_try(&space->mem, m)) >= 0; m++) {
		for (s = 0; s < 4; s++) {
			/* With no swap first, if that is in the range. */
			if (!s && !in_range(&space->swap, 0))
				continue;
			if (s == 1 && !in_range(&space->swap, some.lo))
				continue;
			a->scene.swap = !s ? 0 : s == 1 ? some.lo :
					total_try(&space->swap, s);
			if (a->scene.swap < 0 || !people_find(a))
				continue;
			err = try_metrics(a);
			if (!err && a->made && !a->fired &&
			    a->scene.hook == OOMT_HOOK_LOW && s < 2)
				continue;
			if (err || a->fired || (a->made && m > 1))
				return err;
		}
	}
	return 0;
}

static bool has_relatives(const struct prove_scene *scene)
{
	u32 i;

	for (i = 0; i < scene->people; i++)
		if (scene->person[i].kins ||
		    scene->person[i].value[OOMT_F_CHILDREN])
			return true;
	return false;
}

static void note_doubt(struct attempt *a, bool limit_empty)
{
	struct prover *p = a->p;

	if (limit_empty)
		prove_doubt(p, "chain %s: it depends on a limit that is used up",
			    chain_name(p));
	else if (!a->made)
		prove_doubt(p, "chain %s: no process was found that is as it would have to be",
			    chain_name(p));
	else if (!a->fired)
		prove_doubt(p, "no machine was found on which chain %s fires%s",
			    chain_name(p),
			    a->scene.claim == PROVE_CLAIM_NOBODY ?
			    " and no other takes somebody" : "");
	else
		prove_doubt(p, "chain %s: the engine did not confirm any counterexample",
			    chain_name(p));
	p->unfired += a->made && !a->fired;
}

int prove_try(struct prover *p, enum prove_claim claim,
	      const struct prove_cast *cast, u32 people, bool limit_empty)
{
	struct attempt a = {
		.p = p, .cast = cast,
		.scene = {
			.rs = p->rs, .hook = p->hook, .base = p->base,
			.any_base = p->several, .claim = claim,
			.any_action =
				p->statement->kind == PROVE_ALWAYS_EXEMPT,
			.people = people, .unit = p->unit,
		},
	};
	u32 i;
	int err;

	if (p->space.coarse)
		return PROVE_FINER;
	if (claim == PROVE_CLAIM_MEMBER)
		a.scene.about[1] = &p->statement->side[0].rs;
	for (i = 0; i < people && i < p->statement->sides &&
		    claim != PROVE_CLAIM_MEMBER; i++)
		a.scene.about[i] = &p->statement->side[i].rs;
	err = try_totals(&a);
	if (!err && a.made && has_relatives(&a.scene)) {
		a.scene.spare_by_kthread = true;
		err = try_totals(&a);
	}
	if (!err)
		note_doubt(&a, limit_empty);
	return err;
}

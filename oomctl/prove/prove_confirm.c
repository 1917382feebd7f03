// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Asking the engine whether a counterexample is one: the text is read as any
 * snapshot is, and evaluated as eval does it.
 */
#include "names.h"
#include "prove_scene.h"

static s32 person_pid(const struct prove_scene *scene, u32 i)
{
	return scene->person[i].value[OOMT_F_PID];
}

static u32 find_task(const struct oomt_picture *pic, s32 pid)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].pid == pid)
			return i;
	return OOMT_NONE;
}

/* Whether each person is one that the statement is about. */
static int check_about(const struct prove_scene *scene,
		       struct oomt_snapshot *snap, bool *about)
{
	struct oomt_eval eval;
	u32 i, task;
	int err;

	*about = true;
	for (i = 0; i < scene->people; i++) {
		if (!scene->about[i])
			continue;
		err = oomt_eval_snapshot(scene->about[i], snap,
					 OOMT_SNAPSHOT_LAST, OOMT_HOOK_OOM,
					 &eval);
		if (err)
			return err;
		task = find_task(eval.pic, person_pid(scene, i));
		*about &= task != OOMT_NONE &&
			  eval.judged.verdict[task].kind == OOMT_V_CANDIDATE;
		oomt_eval_exit(&eval);
	}
	return 0;
}

static bool chain_is_meant(const struct prove_scene *scene,
			   const struct oomt_judgement *judged)
{
	return judged->fired &&
	       (scene->any_base || judged->base == (s32)scene->base);
}

static bool action_is_meant(const struct prove_scene *scene,
			    const struct oomt_victim *victim)
{
	return scene->any_action || victim->kind == OOMT_ACT_KILL;
}

/* Both rank: equal units are one candidate, and none of them comes first. */
static bool comes_before(const struct oomt_judgement *judged, u32 first,
			 u32 second)
{
	u32 i = 0;

	while (i < judged->ranking_count && judged->ranking[i] != first)
		i++;
	while (i < judged->ranking_count && judged->ranking[i] != second)
		i++;
	return i < judged->ranking_count;
}

static bool claim_holds(const struct prove_scene *scene,
			const struct oomt_eval *eval, u32 first, u32 second)
{
	const struct oomt_judgement *judged = &eval->judged;
	const struct oomt_victim *victim = &judged->decision.runner[0];

	switch (scene->claim) {
	case PROVE_CLAIM_VICTIM:
		return judged->decision.outcome == OOMT_OUT_VICTIM &&
		       victim->pid == person_pid(scene, 0) &&
		       action_is_meant(scene, victim);
	case PROVE_CLAIM_NOBODY:
		return judged->decision.outcome == OOMT_OUT_NO_CANDIDATE &&
		       judged->verdict[first].kind == OOMT_V_EXEMPT &&
		       judged->verdict[first].by != OOMT_BY_ALWAYS;
	case PROVE_CLAIM_BEFORE:
		if (judged->verdict[first].kind != OOMT_V_CANDIDATE ||
		    judged->verdict[second].kind != OOMT_V_CANDIDATE)
			return false;
		return comes_before(judged, first, second);
	case PROVE_CLAIM_MEMBER:
		if (judged->decision.outcome != OOMT_OUT_VICTIM ||
		    victim->pid != person_pid(scene, 0) ||
		    !action_is_meant(scene, victim))
			return false;
		return oomt_judgement_takes(judged, person_pid(scene, 1));
	}
	return false;
}

static int confirm(const struct prove_scene *scene,
		   struct oomt_snapshot *snap, struct prove_confirmed *out)
{
	char path[OOMT_PATH_MAX];
	struct oomt_eval eval;
	u32 first, second = OOMT_NONE;
	bool about;
	int err;

	if (scene->hook != OOMT_HOOK_MEMCG)
		err = oomt_eval_snapshot(scene->rs, snap, OOMT_SNAPSHOT_LAST,
					 scene->hook, &eval);
	else if (prove_scene_hit(scene, path))
		err = oomt_eval_snapshot_memcg(scene->rs, snap,
					       OOMT_SNAPSHOT_LAST, path,
					       &eval);
	else
		err = -EINVAL;
	if (err)
		return err;
	out->fired = chain_is_meant(scene, &eval.judged);
	first = find_task(eval.pic, person_pid(scene, 0));
	if (scene->people > 1)
		second = find_task(eval.pic, person_pid(scene, 1));
	out->claim = out->fired && first != OOMT_NONE &&
		     (scene->people < 2 || second != OOMT_NONE) &&
		     claim_holds(scene, &eval, first, second);
	if (out->claim) {
		oomt_judgement_rule(&eval, &eval.judged, first, out->rule);
		if (second != OOMT_NONE)
			oomt_judgement_rule(&eval, &eval.judged, second,
					    out->rule2);
		out->unit = oomt_unit_name(eval.judged.decision.runner[0]
					   .unit);
	}
	oomt_eval_exit(&eval);
	if (!out->claim)
		return 0;
	err = check_about(scene, snap, &about);
	out->claim = !err && about;
	return err;
}

int prove_scene_confirm(const struct prove_scene *scene, const char *text,
			struct prove_confirmed *out)
{
	struct oomt_source *source = oomt_source_text("counterexample", text,
						      strlen(text));
	struct oomt_snapshot *snap;
	struct oomt_diags diags;
	int err;

	memset(out, 0, sizeof(*out));
	if (!source)
		return -ENOMEM;
	oomt_diags_init(&diags);
	snap = oomt_snapshot_read(source, &diags);
	if (!snap) {
		oomt_diags_exit(&diags);
		return -ENOMEM;
	}
	err = diags.errors ? -EINVAL : confirm(scene, snap, out);
	oomt_diags_exit(&diags);
	oomt_snapshot_free(snap);
	return err;
}

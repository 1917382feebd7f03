// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Deciding statements; see prove.h. */
#include <stdio.h>
#include "prove_parts.h"

#define USUAL_MEM	(16LL << 30)

/* ---- verdicts that speak against a statement ----------------------------- */

static const struct oomt_action *leaf_action(const struct prover *p,
					     const struct prove_leaf *leaf)
{
	return &p->world.table[leaf->table]->ACTIONS[leaf->action];
}

/* `never kill`, `always exempt`: whoever is a candidate can be the victim. */
static int taken_leaf(void *ctx, const struct prove_leaf *leaf)
{
	struct prover *p = ctx;
	struct prove_cast cast = { leaf->box, { OOMT_NONE, 0 } };
	const struct oomt_action *action;

	if (leaf->end != PROVE_CANDIDATE || !prove_possible(p, leaf->box))
		return 0;
	action = leaf_action(p, leaf);
	if (p->statement->kind == PROVE_NEVER_KILL &&
	    action->kind != OOMT_ACT_KILL) {
		if (action->kind == OOMT_ACT_EXEC && p->space.coarse)
			return PROVE_FINER;
		if (action->kind == OOMT_ACT_EXEC)
			prove_doubt(p, "what the command \"%s\" does is not known",
				    oomt_table_string(p->world.table
						      [leaf->table],
						      action->text));
		return 0;
	}
	return prove_try(p, PROVE_CLAIM_VICTIM, &cast, 1, leaf->limit_empty);
}

/* The part of a box that some chain of the program looks at. */
static bool box_is_seen(const struct prover *p, const u64 *box)
{
	const struct prove_dim *dim =
		&p->space.dim[p->space.dim_of[OOMT_F_CGROUP]];
	u32 i;

	for (i = 0; i < p->walk.stages; i++)
		if (!p->walk.stage[i].guard &&
		    (!p->walk.stage[i].scope ||
		     prove_meets(box + dim->word, p->walk.stage[i].scope,
				 dim->words)))
			return true;
	return false;
}

/* A guard's exemption, in the scope of each chain that sees it. */
static int spared_by_guard(struct prover *p, const struct prove_leaf *leaf)
{
	const struct prove_space *space = &p->space;
	const struct prove_dim *dim =
		&space->dim[space->dim_of[OOMT_F_CGROUP]];
	u64 *box = malloc(space->words * sizeof(*box));
	struct prove_cast cast = { box, { OOMT_NONE, 0 } };
	int err = 0;
	u32 i;

	if (!box)
		return -ENOMEM;
	for (i = 0; i < p->walk.stages && !err; i++) {
		if (p->walk.stage[i].guard)
			continue;
		memcpy(box, leaf->box, space->words * sizeof(*box));
		if (p->walk.stage[i].scope)
			prove_meet(box + dim->word, p->walk.stage[i].scope,
				   dim->words);
		if (!prove_empty(box + dim->word, dim->words) &&
		    prove_possible(p, box))
			err = prove_try(p, PROVE_CLAIM_NOBODY, &cast, 1,
					leaf->limit_empty);
	}
	free(box);
	return err;
}

/* `some kill`: an ordinary process that no chain of the program takes. */
static int spared_leaf(void *ctx, const struct prove_leaf *leaf)
{
	struct prover *p = ctx;
	struct prove_cast cast = { leaf->box, { OOMT_NONE, 0 } };

	switch (leaf->end) {
	case PROVE_CANDIDATE:
	case PROVE_EXEMPT_ALWAYS:
		return 0;
	case PROVE_EXEMPT_GUARD:
		return leaf->naming ? 0 : spared_by_guard(p, leaf);
	case PROVE_EXEMPT_RULE:
	case PROVE_EXEMPT_POLICY:
		return !leaf->naming;
	case PROVE_OUT_OF_SCOPE:
		return 1;
	default:
		break;
	}
	if (!box_is_seen(p, leaf->box) || !prove_possible(p, leaf->box))
		return 0;
	return prove_try(p, PROVE_CLAIM_NOBODY, &cast, 1, leaf->limit_empty);
}

/* ---- one program in one space -------------------------------------------- */

static int make_scopes(struct prover *p)
{
	const struct prove_space *space = &p->space;
	const struct prove_dim *dim =
		&space->dim[space->dim_of[OOMT_F_CGROUP]];
	u64 *own = malloc(dim->words * sizeof(*own));
	u32 i;

	if (!own)
		return -ENOMEM;
	for (i = 0; i < p->walk.stages; i++) {
		struct prove_stage *stage = &p->walk.stage[i];
		const struct oomt_table *t = p->world.table[stage->table];
		u32 atom = t->CHAINS[stage->chain].scope;

		free(stage->scope);
		stage->scope = NULL;
		if (t->image->scope == OOMT_NONE && atom == OOMT_NONE)
			continue;
		stage->scope = malloc(dim->words * sizeof(u64));
		if (!stage->scope) {
			free(own);
			return -ENOMEM;
		}
		memset(stage->scope, 0xff, dim->words * sizeof(u64));
		if (t->image->scope != OOMT_NONE) {
			prove_space_scope(space, stage->table,
					  t->image->scope, own);
			prove_meet(stage->scope, own, dim->words);
		}
		if (atom != OOMT_NONE) {
			prove_space_scope(space, stage->table, atom, own);
			prove_meet(stage->scope, own, dim->words);
		}
	}
	free(own);
	return 0;
}

static int run_space(struct prover *p)
{
	bool some = p->statement->kind == PROVE_SOME_KILL;
	u64 *box;
	int err;

	if (p->statement->kind == PROVE_NEVER_BEFORE)
		return prove_before(p);
	box = prove_side_box(p, some ? -1 : 0);
	if (!box)
		return -ENOMEM;
	if (!prove_possible(p, box)) {
		free(box);
		return 0;
	}
	p->answer->vacuous = false;
	p->walk.points = false;
	p->walk.leaf = some ? spared_leaf : taken_leaf;
	p->walk.ctx = p;
	err = prove_walk_run(&p->walk, box);
	free(box);
	if (!err && !some)
		err = prove_members(p);
	return err;
}

static int run_one(struct prover *p, struct prove_range mem,
		   struct prove_range swap, bool coarse)
{
	int err;

	if (prove_now_ns() > p->deadline_ns)
		return -ETIME;
	err = prove_space_init(&p->space, &p->world, &p->code, mem, swap,
			       coarse);
	if (err)
		return err;
	p->walk.space = &p->space;
	err = make_scopes(p);
	if (!err)
		err = run_space(p);
	prove_space_exit(&p->space);
	return err;
}

/*
 * Every space of the program: each range of mem.total and of swap.total.  That
 * of a usual machine first: its counterexamples are the plainest.
 */
static int run_ranges(struct prover *p)
{
	struct prove_range *mem, *swap = NULL;
	u32 mems, swaps = 0, usual = 0, m, s;
	int err;

	err = prove_ranges(&p->code, &p->world, OOMT_B_MEM, &mem, &mems);
	if (err)
		return err;
	err = prove_ranges(&p->code, &p->world, OOMT_B_SWAP, &swap, &swaps);
	/* Where there are many, perhaps one coarse look is enough. */
	if (!err && mems * swaps > 2) {
		bool vacuous = p->answer->vacuous;

		err = run_one(p, (struct prove_range){ PROVE_TOTAL_MIN,
						       PROVE_TOTAL_MAX },
			      (struct prove_range){ 0, PROVE_TOTAL_MAX },
			      true);
		if (err != PROVE_FINER && err != -E2BIG) {
			mems = 0;
		} else {
			p->answer->vacuous = vacuous;
			err = 0;
		}
	}
	while (usual + 1 < mems && mem[usual].hi < USUAL_MEM)
		usual++;
	for (m = 0; m < mems && !err; m++)
		for (s = 0; s < swaps && !err; s++)
			err = run_one(p, mem[(m + usual) % mems], swap[s],
				      false);
	free(mem);
	free(swap);
	return err;
}

/* ---- programs ------------------------------------------------------------ */

static int stage_add(struct prover *p, u32 table, u32 chain, bool guard)
{
	struct prove_stage *bigger =
		reallocarray(p->walk.stage, p->walk.stages + 1,
			     sizeof(*bigger));

	if (!bigger)
		return -ENOMEM;
	p->walk.stage = bigger;
	bigger[p->walk.stages++] = (struct prove_stage){
		.table = table, .chain = chain, .guard = guard,
	};
	return prove_code_add(&p->code, &p->world, table, chain);
}

static int begin_program(struct prover *p)
{
	const struct oomt_ruleset *rs = p->rs;
	u32 i;
	int err = 0;

	prove_code_init(&p->code);
	p->walk.stages = 0;
	p->unfired = 0;
	for (i = 0; i < rs->base_count[OOMT_HOOK_GUARD] && !err; i++) {
		const struct oomt_base_chain *base =
			&rs->base[OOMT_HOOK_GUARD][i];

		/* A dry guard exempts nobody and its scores do not count. */
		if (!(oomt_base_chain_get(rs, base)->flags & OOMT_CHAIN_DRY))
			err = stage_add(p, base->table, base->chain, true);
	}
	for (i = 0; i < p->statement->sides && !err; i++)
		err = prove_code_add(&p->code, &p->world,
				     rs->table_count + i, 0);
	return err;
}

static void end_program(struct prover *p)
{
	u32 i;

	for (i = 0; i < p->walk.stages; i++)
		free(p->walk.stage[i].scope);
	free(p->walk.stage);
	p->walk.stage = NULL;
	p->walk.stages = 0;
	prove_code_exit(&p->code);
}

static void strange_doubt(struct prover *p)
{
	const struct oomt_table *t = p->world.table[p->code.strange.table];
	u32 i, insn = p->code.strange.insn;

	for (i = 0; i < t->RULES_count; i++)
		if (insn - t->RULES[i].code < t->RULES[i].code_len)
			break;
	if (i < t->RULES_count)
		prove_doubt(p, "%s:%u says something that prove does not understand",
			    oomt_table_string(t, t->RULES[i].loc.file),
			    t->RULES[i].loc.line);
	else
		prove_doubt(p, "a chain says something that prove does not understand");
}

static int run_program(struct prover *p)
{
	int err;

	if (p->code.strange.insn != OOMT_NONE) {
		strange_doubt(p);
		return 0;
	}
	err = run_ranges(p);
	if (err == -ETIME) {
		prove_doubt(p, "the time is up");
		return 0;
	}
	if (err == -E2BIG) {
		prove_doubt(p, "the rules fall into too many cases");
		return 0;
	}
	return err;
}

/* Whether the statement is about this base chain. */
static bool is_meant(const struct prover *p, const struct oomt_base_chain *base)
{
	const struct oomt_chain *chain = oomt_base_chain_get(p->rs, base);
	const char *name = oomt_table_string(p->rs->table[base->table],
					     chain->name);

	/* A dry chain acts on nobody. */
	if (chain->flags & OOMT_CHAIN_DRY)
		return false;
	return !p->statement->chain || !strcmp(name, p->statement->chain);
}

/* `some kill` where all chains are asked, one after the other. */
static int run_together(struct prover *p, enum oomt_hook hook)
{
	u32 i, chains = 0;
	int err = begin_program(p);

	for (i = 0; i < p->rs->base_count[hook] && !err; i++) {
		const struct oomt_base_chain *base = &p->rs->base[hook][i];

		if (!is_meant(p, base))
			continue;
		if (!chains++)
			p->base = i;
		err = stage_add(p, base->table, base->chain, false);
	}
	p->several = true;
	p->answer->chains += chains;
	if (!err && chains)
		err = run_program(p);
	end_program(p);
	return err;
}

static int run_hook(struct prover *p, enum oomt_hook hook)
{
	u32 i;
	int err = 0;

	p->hook = hook;
	p->lucky = 0;
	if (p->statement->kind == PROVE_SOME_KILL && hook != OOMT_HOOK_LOW)
		return run_together(p, hook);
	p->several = false;
	for (i = 0; i < p->rs->base_count[hook] && !err; i++) {
		const struct oomt_base_chain *base = &p->rs->base[hook][i];

		if (!is_meant(p, base))
			continue;
		p->base = i;
		p->answer->chains++;
		err = begin_program(p);
		if (!err)
			err = stage_add(p, base->table, base->chain, false);
		if (!err)
			err = run_program(p);
		end_program(p);
	}
	return err;
}

static int run_hooks(struct prover *p)
{
	static const u8 hooks[] = {
		OOMT_HOOK_LOW, OOMT_HOOK_OOM, OOMT_HOOK_MEMCG,
	};
	u32 i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(hooks) && !err; i++)
		if (p->statement->hooks >> hooks[i] & 1)
			err = run_hook(p, hooks[i]);
	return err == PROVE_FOUND ? 0 : err;
}

int oomt_prove(const struct oomt_ruleset *rs,
	       const struct prove_statement *statement, u64 timeout_ns,
	       struct oomt_prove_answer *answer)
{
	struct prover *p = calloc(1, sizeof(*p));
	u32 i;
	int err;

	memset(answer, 0, sizeof(*answer));
	if (!p)
		return -ENOMEM;
	p->rs = rs;
	p->statement = statement;
	p->answer = answer;
	p->deadline_ns = prove_now_ns() + timeout_ns;
	p->walk.deadline_ns = p->deadline_ns;
	for (i = 0; i < rs->table_count; i++)
		p->world.table[p->world.tables++] = rs->table[i];
	for (i = 0; i < statement->sides; i++)
		p->world.table[p->world.tables++] = &statement->side[i].table;
	answer->vacuous = true;
	err = prove_world_init(&p->world);
	if (err == -E2BIG) {
		prove_doubt(p, "the patterns fall into too many cases");
		err = 0;
	} else if (!err) {
		err = run_hooks(p);
		answer->steps = p->walk.steps;
		prove_world_exit(&p->world);
	}
	if (err)
		oomt_prove_exit(answer);
	free(p);
	return err;
}

void oomt_prove_exit(struct oomt_prove_answer *answer)
{
	free(answer->snapshot);
	answer->snapshot = NULL;
}

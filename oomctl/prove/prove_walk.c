// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Leading boxes through chains; see prove_walk.h.  What a rule does is what
 * engine/vm.c does, for many processes in place of one.
 */
#include <time.h>
#include "amount.h"
#include "prove_walk.h"

#define PARTS_BYTES_MAX		(512ULL << 20)
#define ENTER			OOMT_NONE	/* rule: the stage begins */

/* Where a `jump` goes on. */
struct back {
	u32 chain, rule;
	bool naming;
};

struct part {
	struct part *next;
	u32 stage, chain, rule, depth;
	struct back back[OOMT_CALL_DEPTH_MAX];
	s64 points;
	bool naming, limit_empty;
	u64 box[];
};

struct run {
	struct prove_walk *walk;
	struct part *todo, *spare;
	u64 bytes;
};

u64 prove_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (u64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static size_t part_size(const struct run *run)
{
	return sizeof(struct part) + run->walk->space->words * sizeof(u64);
}

static struct part *part_new(struct run *run, int *err)
{
	struct part *part = run->spare;

	if (part) {
		run->spare = part->next;
		return part;
	}
	*err = -E2BIG;
	run->bytes += part_size(run);
	if (run->bytes > PARTS_BYTES_MAX)
		return NULL;
	*err = -ENOMEM;
	return malloc(part_size(run));
}

static void part_drop(struct run *run, struct part *part)
{
	part->next = run->spare;
	run->spare = part;
}

/* A copy that waits for its turn. */
static struct part *part_fork(struct run *run, const struct part *part,
			      int *err)
{
	struct part *copy = part_new(run, err);

	if (!copy)
		return NULL;
	memcpy(copy, part, part_size(run));
	copy->next = run->todo;
	run->todo = copy;
	*err = 0;
	return copy;
}

static void parts_free(struct part *part)
{
	while (part) {
		struct part *next = part->next;

		free(part);
		part = next;
	}
}

static const struct oomt_table *part_table(const struct run *run,
					   const struct part *part)
{
	return run->walk->space->world->table[run->walk->stage[part->stage]
						      .table];
}

/* ---- ends ---------------------------------------------------------------- */

static void to_next_stage(struct part *part)
{
	part->stage++;
	part->rule = ENTER;
	part->depth = 0;
	part->naming = false;
}

/* Tells.  1: the part goes on; 0: it is done; negative: stop. */
static int tell(struct run *run, struct part *part, enum prove_end end,
		u32 rule, u32 action, bool naming)
{
	struct prove_leaf leaf = {
		.end = end, .stage = part->stage, .rule = rule,
		.action = action, .points = part->points,
		.naming = naming || part->naming,
		.limit_empty = part->limit_empty, .box = part->box,
	};
	int more;

	if (part->stage < run->walk->stages)
		leaf.table = run->walk->stage[part->stage].table;
	more = run->walk->leaf(run->walk->ctx, &leaf);
	if (more > 0) {
		if (end == PROVE_PASSED)
			return 0;
		to_next_stage(part);
	}
	return more;
}

/* A candidate, but for those with oom_score_adj -1000. */
static int tell_candidate(struct run *run, struct part *part, u32 rule,
			  u32 action, bool naming)
{
	const struct prove_space *space = run->walk->space;
	const struct prove_dim *dim =
		&space->dim[space->dim_of[OOMT_F_OOM_SCORE_ADJ]];
	u32 cell = prove_dim_cell(dim, -1000, space->mem.lo, space->swap.lo);
	const struct oomt_action *act =
		&part_table(run, part)->ACTIONS[action];
	struct part *never;
	int err;

	if (act->flags & OOMT_ACT_OVERRIDE ||
	    !prove_has(part->box + dim->word, cell))
		return tell(run, part, PROVE_CANDIDATE, rule, action, naming);
	never = part_new(run, &err);
	if (!never)
		return err;
	memcpy(never, part, part_size(run));
	memset(never->box + dim->word, 0, dim->words * sizeof(u64));
	prove_put(never->box + dim->word, cell);
	err = tell(run, never, PROVE_EXEMPT_ALWAYS, rule, action, naming);
	if (err > 0) {
		never->next = run->todo;
		run->todo = never;
	} else {
		part_drop(run, never);
	}
	if (err < 0)
		return err;
	prove_drop(part->box + dim->word, cell);
	if (prove_empty(part->box + dim->word, dim->words))
		return 0;
	return tell(run, part, PROVE_CANDIDATE, rule, action, naming);
}

static int tell_policy(struct run *run, struct part *part)
{
	const struct prove_stage *stage = &run->walk->stage[part->stage];
	const struct oomt_chain *chain =
		&part_table(run, part)->CHAINS[stage->chain];

	if (stage->guard) {
		to_next_stage(part);
		return 1;
	}
	part->naming = false;
	if (chain->policy == OOMT_POLICY_KILL)
		return tell_candidate(run, part, OOMT_NONE,
				      chain->policy_action, false);
	return tell(run, part, PROVE_EXEMPT_POLICY, OOMT_NONE, OOMT_NONE,
		    false);
}

/* ---- stages -------------------------------------------------------------- */

/* What is out of scope passes a guard by, and a chain does not see it. */
static int enter(struct run *run, struct part *part)
{
	const struct prove_space *space = run->walk->space;
	const struct prove_stage *stage;
	const struct prove_dim *dim =
		&space->dim[space->dim_of[OOMT_F_CGROUP]];
	struct part *out;
	int err;

	if (part->stage == run->walk->stages)
		return tell(run, part, PROVE_PASSED, OOMT_NONE, OOMT_NONE,
			    false);
	stage = &run->walk->stage[part->stage];
	part->chain = stage->chain;
	part->rule = part_table(run, part)->CHAINS[stage->chain].rule;
	if (!stage->scope || prove_within(part->box + dim->word, stage->scope,
					  dim->words))
		return 1;
	out = part_new(run, &err);
	if (!out)
		return err;
	memcpy(out, part, part_size(run));
	prove_take(out->box + dim->word, stage->scope, dim->words);
	if (stage->guard) {
		to_next_stage(out);
		err = 1;
	} else {
		err = tell(run, out, PROVE_OUT_OF_SCOPE, OOMT_NONE, OOMT_NONE,
			   false);
	}
	if (err > 0) {
		out->next = run->todo;
		run->todo = out;
	} else {
		part_drop(run, out);
	}
	if (err < 0)
		return err;
	prove_meet(part->box + dim->word, stage->scope, dim->words);
	return !prove_empty(part->box + dim->word, dim->words);
}

/* ---- rules --------------------------------------------------------------- */

static const struct prove_match *match_of(const struct run *run,
					  const struct part *part, u32 insn)
{
	const struct prove_space *space = run->walk->space;
	u32 table = run->walk->stage[part->stage].table;

	return &space->match[space->match_of[table][insn]];
}

static bool is_match(const struct oomt_insn *insn)
{
	return insn->op == OOMT_OP_MATCH_NUM ||
	       insn->op == OOMT_OP_MATCH_SET || insn->op == OOMT_OP_MATCH_STR;
}

/* Whether it can matter: it does something, and no match fails for all. */
static bool rule_matters(const struct run *run, const struct part *part,
			 const struct oomt_rule *rule)
{
	const struct oomt_table *t = part_table(run, part);
	bool acts = false;
	u32 i;

	for (i = rule->code; i < rule->code + rule->code_len; i++) {
		const struct oomt_insn *insn = &t->INSNS[i];
		const struct prove_match *match;
		const struct prove_dim *dim;

		switch (insn->op) {
		case OOMT_OP_SCORE:
			acts |= run->walk->points && insn->imm;
			continue;
		case OOMT_OP_EXEMPT:
		case OOMT_OP_KILL:
		case OOMT_OP_JUMP:
		case OOMT_OP_GOTO:
		case OOMT_OP_RETURN:
			acts = true;
			continue;
		}
		if (!is_match(insn))
			continue;
		match = match_of(run, part, i);
		dim = &run->walk->space->dim[match->dim];
		if (!prove_meets(part->box + dim->word, match->mask,
				 dim->words))
			return false;
	}
	return acts;
}

/* Those for whom the match does not hold go on behind the rule. */
static int split(struct run *run, struct part *part,
		 const struct prove_match *match)
{
	const struct prove_dim *dim = &run->walk->space->dim[match->dim];
	u64 *set = part->box + dim->word;
	struct part *others;
	int err;

	if (prove_within(set, match->mask, dim->words))
		return 1;
	others = part_fork(run, part, &err);
	if (!others)
		return err;
	others->rule++;
	prove_take(others->box + dim->word, match->mask, dim->words);
	prove_meet(set, match->mask, dim->words);
	return !prove_empty(set, dim->words);
}

static int verdict(struct run *run, struct part *part,
		   const struct oomt_insn *insn, bool naming)
{
	bool guard = run->walk->stage[part->stage].guard;
	u32 rule = part->rule;

	switch (insn->op) {
	case OOMT_OP_EXEMPT:
		return tell(run, part, guard ? PROVE_EXEMPT_GUARD :
			    PROVE_EXEMPT_RULE, rule, OOMT_NONE, naming);
	case OOMT_OP_KILL:
		return tell_candidate(run, part, rule, insn->imm, naming);
	case OOMT_OP_JUMP:
		part->back[part->depth++] = (struct back){
			part->chain, rule + 1, part->naming
		};
		/* fall through */
	case OOMT_OP_GOTO:
		part->chain = insn->imm;
		part->rule = part_table(run, part)->CHAINS[insn->imm].rule;
		part->naming |= naming;
		return 1;
	case OOMT_OP_RETURN:
		part->rule = OOMT_NONE - 1;	/* behind every rule */
		return 1;
	default:			/* continue, dry */
		part->rule++;
		return 1;
	}
}

static int run_rule(struct run *run, struct part *part)
{
	const struct oomt_table *t = part_table(run, part);
	const struct oomt_rule *rule = &t->RULES[part->rule];
	bool naming = false;
	struct part *others;
	u32 i;
	int err;

	if (!rule_matters(run, part, rule)) {
		part->rule++;
		return 1;
	}
	for (i = rule->code; i < rule->code + rule->code_len; i++) {
		const struct oomt_insn *insn = &t->INSNS[i];

		if (is_match(insn)) {
			const struct prove_match *match =
				match_of(run, part, i);

			err = split(run, part, match);
			if (err <= 0)
				return err;
			naming |= match->naming;
			continue;
		}
		switch (insn->op) {
		case OOMT_OP_LIMIT:	/* it may have a token, or not */
			others = part_fork(run, part, &err);
			if (!others)
				return err;
			others->rule++;
			others->limit_empty = true;
			break;
		case OOMT_OP_SCORE:
			part->points = oomt_add(part->points, insn->imm);
			break;
		case OOMT_OP_COUNTER:
		case OOMT_OP_WARN:
		case OOMT_OP_LOG:
			break;
		default:
			return verdict(run, part, insn, naming);
		}
	}
	part->rule++;
	return 1;
}

/* One step.  1: go on; 0: the part is done; negative: stop. */
static int step(struct run *run, struct part *part)
{
	const struct oomt_chain *chain;

	if (part->rule == ENTER)
		return enter(run, part);
	chain = &part_table(run, part)->CHAINS[part->chain];
	if (part->rule < chain->rule + chain->rule_count)
		return run_rule(run, part);
	if (!part->depth)
		return tell_policy(run, part);
	part->depth--;
	part->chain = part->back[part->depth].chain;
	part->rule = part->back[part->depth].rule;
	part->naming = part->back[part->depth].naming;
	return 1;
}

int prove_walk_run(struct prove_walk *walk, const u64 *box)
{
	struct run run = { .walk = walk };
	struct part *part;
	int err = 0;

	part = part_new(&run, &err);
	if (!part)
		return err;
	memset(part, 0, sizeof(*part));
	part->rule = ENTER;
	memcpy(part->box, box, walk->space->words * sizeof(*box));
	run.todo = part;
	err = 0;
	while (run.todo && err >= 0) {
		part = run.todo;
		run.todo = part->next;
		do {
			if (!(++walk->steps & 255) &&
			    prove_now_ns() > walk->deadline_ns)
				err = -ETIME;
			else
				err = step(&run, part);
		} while (err > 0);
		part_drop(&run, part);
	}
	parts_free(run.todo);
	parts_free(run.spare);
	return err;
}

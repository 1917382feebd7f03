/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Choosing: from a ruleset and a picture to one decision.  The module, the
 * proc backend, eval, tests and replay all call this, so they cannot disagree.
 * Allocation-free and bounded by tasks x steps; any context; the caller owns
 * and serialises the workspace.
 *
 *   picture --+                    +-> verdict of every task (workspace)
 *   ruleset --+-> oomt_decide() ---+
 *   state   --+                    +-> struct oomt_decision
 */
#ifndef OOMT_ENGINE_DECIDE_H
#define OOMT_ENGINE_DECIDE_H

#include "cond.h"
#include "episode.h"
#include "memo.h"
#include "state.h"
#include "unit.h"

/* The verdict of one task in the chain that decided (or fired first). */
struct oomt_verdict {
	u8  kind;		/* enum oomt_verdict_kind */
	u8  by;			/* enum oomt_by */
	u8  value_known;	/* the order-by field has a value */
	u8  table;		/* that `rule` belongs to */
	u32 rule;		/* index in the table, or OOMT_NONE */
	u32 action;		/* candidate: in ACTIONS of the chain's table */
	s32 prefer;
	s64 points;
	s64 value;		/* (asc: negated) field + points x base / 1000 */
	u32 warn;		/* first rule that warned, or OOMT_NONE */
	u8  warn_table;		/* that `warn` belongs to */
	u8  warn_signal;	/* 0: only tell */
};

/* What the guard chains of all tables said about one task. */
struct oomt_guarded {
	bool exempt;
	u8  table;
	u32 rule;
	s64 points;
	u32 warn;		/* as in the verdict */
	u8  warn_table, warn_signal;
};

/* Scratch of one context, sized for a ruleset and a number of tasks. */
struct oomt_workspace {
	struct oomt_vm vm;
	struct oomt_memo memo;
	struct oomt_verdict *verdict;	/* [task_capacity] */
	struct oomt_guarded *guard;	/* [task_capacity] */
	struct oomt_units units;
	/* What was done in this episode; NULL: nothing.  The owner's. */
	const struct oomt_episode *episode;
	struct oomt_kin kin;		/* nothing where no rule asks for it */
	u32 task_capacity;
	u32 cgroup_capacity;
	/* [table]: NULL pointers for a ruleset without state (eval) */
	struct oomt_table_state *state[OOMT_TABLES_MAX];
	struct oomt_counter *counter[OOMT_TABLES_MAX];
	/* [table][rule], of the last decision; NULL: the table logs nothing */
	struct oomt_log *log[OOMT_TABLES_MAX];
	/* [table][limit], as the state has them, then as a forecast uses them
	 * up; NULL: the table limits nothing */
	struct oomt_bucket *bucket[OOMT_TABLES_MAX];
	u32 *cgroup_order;		/* by path; NULL: no chain runs so */
	u8 *inside;			/* [cgroup]: in or below the one that
					 * the chain runs for; NULL: no chain
					 * is about one */
	u32 cgroup;			/* that it runs for, or OOMT_NONE */
	u32 best[OOMT_RUNNERS];		/* best candidates, tasks by rank */
	u32 best_count;
	u32 candidates, exempt;
	s32 decided_base;		/* index in rs->base[hook], or -1 */
	u32 decided_cgroup;		/* that it ran for, or OOMT_NONE */
	struct oomt_vm_trace *trace;	/* of `why`; in the kernel always NULL */
	u32 traced;			/* whose way it sees: in pic->task */
};

/* Allocates (load time, calm times): 0, -ENOMEM. */
int oomt_workspace_init(struct oomt_workspace *ws,
			const struct oomt_ruleset *rs,
			u32 tasks, u32 cgroups);
void oomt_workspace_exit(struct oomt_workspace *ws);

struct oomt_ask;

/*
 * Makes the workspace look at the picture.  oomt_decide() and
 * oomt_low_sample() do it by themselves.
 */
void oomt_workspace_look(struct oomt_workspace *ws,
			 const struct oomt_ruleset *rs,
			 const struct oomt_picture *pic,
			 const struct oomt_ask *ask);

struct oomt_ask {
	enum oomt_hook hook;	/* LOW, OOM or MEMCG */
	bool steady;		/* every `for` has held (a single picture) */
	bool psi_relieved;	/* forecast: psi.* reads 0 */
	bool quick;		/* metrics only: what asks for tasks or cgroups
				 * may hold */
	/*
	 * The cgroup that was hit (MEMCG) or that one_base is to run for:
	 * index in pic->cgroup plus one; 0: none.
	 */
	u32 cgroup;
	bool again;		/* counters have counted already */
	bool one_base;		/* this base chain only, and it has fired */
	u32 base;		/* its index in rs->base[hook] */
};

/*
 * Decides.  Of the picture's tasks it changes what kin.h fills.  pic->task_count and pic->cgroup_count must not exceed the
 * workspace's capacities.  Fills *out whole except id and the times of
 * gathering, and ws->verdict[] for every task of the picture.
 *
 * With state (ws->state): `for`, cooldown and the until-mode of low chains are
 * honoured; oomt_decision_acted() records that a decision was acted upon.  A
 * `mode dry` chain is evaluated and counted, but decides nothing; asked for
 * as ask->base it tells what it would have done.
 */
void oomt_decide(const struct oomt_ruleset *rs, const struct oomt_picture *pic,
		 const struct oomt_ask *ask, struct oomt_workspace *ws,
		 struct oomt_decision *out);

#endif /* OOMT_ENGINE_DECIDE_H */

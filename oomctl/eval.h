/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a ruleset says about a picture, whole: the decision, everybody's
 * verdict, the ranking, the forecast, and what dry chains would have done.
 * Made by the engine; printed by eval_text.c and eval_json.c.  Used by eval
 * and by whoever asks for more than a decision.  Allocates; never prints.
 */
#ifndef OOMT_OOMCTL_EVAL_H
#define OOMT_OOMCTL_EVAL_H

#include "decide.h"
#include "logs.h"
#include "snapshot/snapshot.h"

/* The processes of a victim's unit, itself first. */
struct oomt_pids {
	s32 *pid;
	u32 count;
};

/* Of one base chain that was judged. */
struct oomt_judgement {
	s32 base;			/* index in rs->base[hook]; -1: none */
	u32 cgroup;			/* that it ran for, or OOMT_NONE */
	bool fired;
	struct oomt_decision decision;
	struct oomt_domain domain;	/* what scores are thousandths of */
	struct oomt_verdict *verdict;	/* [pic->task_count] */
	u32 *ranking, ranking_count;	/* candidates, the victim first */
	u32 *exempt, exempt_count;	/* in order of pid */
	u32 *warned, warned_count;	/* in order of pid */
	struct oomt_log_line *log;	/* of all chains that were asked */
	u32 log_count;
	struct oomt_victim *victim;	/* the first dies, others may follow */
	struct oomt_pids *pids;		/* [victim_count]: of its unit */
	u32 victim_count;
	struct oomt_taken *unit;	/* [pic->task_count]: of candidates;
					 * NULL: everybody is one */
};

/* Whether it is the first victim, or of its unit. */
bool oomt_judgement_takes(const struct oomt_judgement *judged, s32 pid);

/* Why a base chain of hook low fires or not. */
struct oomt_firing {
	u32 base;
	u32 cgroup;			/* that it is about, or OOMT_NONE */
	enum oomt_truth truth;		/* of its `when` */
	struct oomt_reason reason[OOMT_REASONS];
	u32 reason_count;
};

/* The path of its cgroup, or NULL. */
struct oomt_eval;
const char *oomt_firing_path(const struct oomt_eval *eval,
			     const struct oomt_firing *firing);

struct oomt_eval_context;		/* the engine's working set */

struct oomt_eval {
	const struct oomt_ruleset *rs;	/* borrowed */
	const struct oomt_picture *pic;	/* borrowed */
	enum oomt_hook hook;
	const char *hit;		/* memcg: path of the cgroup; borrowed */
	struct oomt_judgement judged;	/* that decides */
	/* If nothing fired: the first enforcing chain, as if it had. */
	struct oomt_judgement idle;
	struct oomt_judgement *dry;	/* dry chains that fire */
	u32 dry_count;
	struct oomt_firing *firing;	/* hook low: every base chain */
	u32 firing_count;
	struct oomt_eval_context *context;
};

/* Of one picture, a steady state.  0 or -ENOMEM (then *eval is empty). */
int oomt_eval_picture(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic, enum oomt_hook hook,
		      struct oomt_eval *eval);

/*
 * Of a snapshot at `at_ns`: with several samples, those before are history.
 * 0, -ENOENT (before the first sample), -ENOMEM.
 */
int oomt_eval_snapshot(const struct oomt_ruleset *rs,
		       struct oomt_snapshot *snap, u64 at_ns,
		       enum oomt_hook hook, struct oomt_eval *eval);

/* The same for hook memcg, when `path` has hit its limit; -ESRCH: there is no
 * such cgroup in the picture. */
int oomt_eval_picture_memcg(const struct oomt_ruleset *rs,
			    const struct oomt_picture *pic, const char *path,
			    struct oomt_eval *eval);
int oomt_eval_snapshot_memcg(const struct oomt_ruleset *rs,
			     struct oomt_snapshot *snap, u64 at_ns,
			     const char *path, struct oomt_eval *eval);

/*
 * Of one picture and what outlived earlier decisions: recall() fills the state
 * of a table and answers true, or false: it is in a steady state.  hit: of
 * hook memcg, else NULL.  spent: what was done in this episode (borrowed), or
 * NULL.
 */
typedef bool oomt_eval_recall_fn(const struct oomt_table *table,
				 struct oomt_table_state *state, void *arg);
int oomt_eval_recalled(const struct oomt_ruleset *rs,
		       const struct oomt_picture *pic, enum oomt_hook hook,
		       const char *hit, const struct oomt_episode *spent,
		       oomt_eval_recall_fn *recall, void *arg,
		       struct oomt_eval *eval);

void oomt_eval_exit(struct oomt_eval *eval);

/* What there is to show: what decided, else the idle one; NULL: no chain. */
static inline const struct oomt_judgement *
oomt_eval_shown(const struct oomt_eval *eval)
{
	if (eval->judged.fired)
		return &eval->judged;
	return eval->idle.fired ? &eval->idle : NULL;
}

/*
 * Judges everybody again as for oomt_eval_shown(), and lets `trace` see the
 * way of one task (index in pic->task).  0; -ENOENT: nothing is shown; -EIO:
 * the verdict is not the one that was kept, which must not be.
 */
int oomt_eval_trace(struct oomt_eval *eval, u32 task,
		    struct oomt_vm_trace *trace);

/*
 * After it: the members of a candidate's unit, itself first.  Index behind
 * `at` (begin with OOMT_NONE); OOMT_NONE: no more.
 */
u32 oomt_eval_member(const struct oomt_eval *eval, u32 task, u32 at);

/* The chain that was judged, and its table. */
const struct oomt_chain *
oomt_judgement_chain(const struct oomt_eval *eval,
		     const struct oomt_judgement *judged,
		     const struct oomt_table **table);

/* Where a task's verdict comes from: "desktop.oom:31", "always". */
#define OOMT_RULE_LEN	(OOMT_NAME_MAX + 16)
void oomt_judgement_rule(const struct oomt_eval *eval,
			 const struct oomt_judgement *judged, u32 task,
			 char text[OOMT_RULE_LEN]);

/* The rule that warns of a task: "desktop.oom:31". */
void oomt_judgement_warn_rule(const struct oomt_eval *eval,
			      const struct oomt_judgement *judged, u32 task,
			      char text[OOMT_RULE_LEN]);

/* The rule of a log line. */
void oomt_log_line_rule(const struct oomt_eval *eval,
			const struct oomt_log_line *line,
			char text[OOMT_RULE_LEN]);

/* A candidate's score in thousandths. */
s64 oomt_judgement_score(const struct oomt_eval *eval,
			 const struct oomt_judgement *judged, u32 task);

#endif /* OOMT_OOMCTL_EVAL_H */

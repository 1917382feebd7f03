/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Deciding a statement for all processes that there can be: the chains are run
 * over sets of processes (prove_walk.h), and whatever speaks against the
 * statement is made a machine and put to the engine (prove_scene.h).
 *
 *	statement + tables --> space --> walk --> part that speaks against it
 *	                                            |      |
 *	            none: proved                cannot be  made a scene, and the
 *	                                        (sizes)    engine agrees: refuted
 *	                                                   else: cannot tell
 *
 * "Proved" and "refuted" are never wrong about what the engine does; what is
 * neither is said to be so, with the reason.  Allocates; never prints.
 */
#ifndef OOMT_OOMCTL_PROVE_H
#define OOMT_OOMCTL_PROVE_H

#include "eval.h"
#include "prove_statement.h"

enum oomt_proof {
	OOMT_PROVED,
	OOMT_REFUTED,
	OOMT_CANNOT_TELL,
};

#define OOMT_PROVE_TEXT	512

struct oomt_prove_answer {
	enum oomt_proof proof;
	char reason[OOMT_PROVE_TEXT];	/* refuted: what happens; cannot tell:
					 * why */
	char *snapshot;			/* refuted; else NULL */
	enum oomt_hook hook;		/* refuted: by which chain */
	char hit[OOMT_PATH_MAX];	/* hook memcg: the cgroup */
	char table[OOMT_NAME_MAX], chain[OOMT_NAME_MAX];
	char rule[OOMT_RULE_LEN];
	bool vacuous;			/* proved: no process can match */
	u32 chains;			/* that were looked at */
	u64 steps;			/* rules that parts met */
};

/* 0, -ENOMEM.  oomt_prove_exit() after 0. */
int oomt_prove(const struct oomt_ruleset *rs,
	       const struct prove_statement *statement, u64 timeout_ns,
	       struct oomt_prove_answer *answer);
void oomt_prove_exit(struct oomt_prove_answer *answer);

#endif /* OOMT_OOMCTL_PROVE_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A counterexample as a machine: a few processes, totals and metrics, written
 * as a snapshot; and the question to the engine whether it is one.  Nothing is
 * called refuted that has not come back from here confirmed.
 * Used by prove*.c only.
 */
#ifndef OOMT_OOMCTL_PROVE_SCENE_H
#define OOMT_OOMCTL_PROVE_SCENE_H

#include "eval.h"
#include "prove_person.h"

#define PROVE_PEOPLE_MAX	2

enum prove_claim {
	PROVE_CLAIM_VICTIM,	/* the first person is taken */
	PROVE_CLAIM_NOBODY,	/* a chain fires, and takes nobody */
	PROVE_CLAIM_BEFORE,	/* the first is ranked before the second */
	PROVE_CLAIM_MEMBER,	/* the second goes with the unit of the first */
};

struct prove_scene {
	const struct oomt_ruleset *rs;
	enum oomt_hook hook;
	u32 base;			/* the chain; index in rs->base[hook] */
	bool any_base;			/* NOBODY: whichever chain fires */
	enum prove_claim claim;
	bool any_action;		/* VICTIM, MEMBER: not only kills */
	struct prove_person person[PROVE_PEOPLE_MAX];
	u32 people;
	u32 unit;			/* MEMBER: enum oomt_unit; PROCESS: a
					 * memory.oom.group */
	/* [person]: a ruleset of which hook oom takes whom the statement is
	 * about, or NULL: about anybody */
	const struct oomt_ruleset *about[PROVE_PEOPLE_MAX];
	s64 mem, swap;
	u64 metrics;			/* bits of what is given */
	s64 metric[OOMT_M_COUNT];
	bool pressed;			/* cgroups are at their limits */
	bool spare_by_kthread;		/* relatives are kernel threads */
};

/*
 * Makes metrics; the n-th way.  False: no further one.  The first are those of
 * a machine in need, later ones lie around what conditions compare with.
 */
bool prove_scene_metrics(struct prove_scene *scene, u32 n);

/*
 * Lets the second person be of the first one's unit, after both were found;
 * their boxes share what members share.
 */
void prove_scene_join(struct prove_scene *scene);

/* Hook memcg: the cgroup that hits its limit; false: it would be the root. */
bool prove_scene_hit(const struct prove_scene *scene, char path[OOMT_PATH_MAX]);

/* The snapshot, to be freed; NULL: no memory. */
char *prove_scene_text(const struct prove_scene *scene);

struct prove_confirmed {
	bool fired;			/* the chain, or some chain */
	bool claim;			/* it is so */
	char rule[OOMT_RULE_LEN];	/* of the first person's verdict */
	char rule2[OOMT_RULE_LEN];	/* of the second's */
	const char *unit;		/* name of the victim's */
};

/* Asks the engine about the text.  0; -EINVAL: it cannot be read; -ENOMEM. */
int prove_scene_confirm(const struct prove_scene *scene, const char *text,
			struct prove_confirmed *out);

#endif /* OOMT_OOMCTL_PROVE_SCENE_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a snapshot or this machine knows of a cgroup (language.md 3, cgroup
 * metrics): kept beside the engine's picture, index by index.
 */
#ifndef OOMT_OOMCTL_CGROUP_FACTS_H
#define OOMT_OOMCTL_CGROUP_FACTS_H

#include "picture.h"

/* X(ID, name): the metrics that are sizes; psi.* come from OOMT_METRICS. */
#define OOMT_CGROUP_SIZES(X)				\
	X(CURRENT,	"memory.current")		\
	X(MAX,		"memory.max")			\
	X(ANON,		"memory.anon")			\
	X(SWAP_CURRENT,	"memory.swap.current")

enum oomt_cgroup_size {
#define X(id, name) OOMT_CG_##id,
	OOMT_CGROUP_SIZES(X)
#undef X
	OOMT_CG_COUNT
};

#define OOMT_CG_UNLIMITED	(-1LL)	/* memory.max: `max` */

struct oomt_cgroup_facts {
	u32 sizes_known;		/* bit OOMT_CG_x */
	bool oom_group_known, oom_group;
	u64 psi_known;			/* bit OOMT_M_x, only psi.* */
	s64 size[OOMT_CG_COUNT];	/* bytes */
	s64 psi[OOMT_M_COUNT];		/* basis points */
};

static inline bool oomt_metric_is_psi(unsigned int metric)
{
	return metric >= OOMT_M_PSI_SOME_AVG10 && metric < OOMT_M_COUNT;
}

/* Puts them into the engine's picture. */
void oomt_cgroup_facts_tell(const struct oomt_cgroup_facts *facts,
			    struct oomt_cgroup *cgroup);

const char *oomt_cgroup_size_name(unsigned int size);
int oomt_cgroup_size_find(const char *word, size_t len);	/* or -1 */

#endif /* OOMT_OOMCTL_CGROUP_FACTS_H */

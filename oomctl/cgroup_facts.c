// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The names of the cgroup metrics, from their X-list. */
#include "cgroup_facts.h"

static const char *const size_names[] = {
#define X(id, name) name,
	OOMT_CGROUP_SIZES(X)
#undef X
};

static void tell(struct oomt_cgroup *cgroup, enum oomt_cgroup_metric metric,
		 s64 value)
{
	cgroup->metric[metric] = value;
	cgroup->known |= 1U << metric;
}

void oomt_cgroup_facts_tell(const struct oomt_cgroup_facts *facts,
			    struct oomt_cgroup *cgroup)
{
	static const u8 metric_of[OOMT_CG_COUNT] = {
		[OOMT_CG_CURRENT] = OOMT_CM_MEMORY_CURRENT,
		[OOMT_CG_MAX] = OOMT_CM_MEMORY_MAX,
		[OOMT_CG_ANON] = OOMT_CM_MEMORY_ANON,
		[OOMT_CG_SWAP_CURRENT] = OOMT_CM_SWAP_CURRENT,
	};
	unsigned int i;

	cgroup->oom_group = facts->oom_group_known && facts->oom_group;
	for (i = 0; i < OOMT_CG_COUNT; i++)
		if (facts->sizes_known & 1U << i)
			tell(cgroup, metric_of[i],
			     facts->size[i] == OOMT_CG_UNLIMITED ?
				     OOMT_NO_LIMIT : facts->size[i]);
	for (i = OOMT_M_PSI_SOME_AVG10; i < OOMT_M_COUNT; i++)
		if (facts->psi_known & 1ULL << i)
			tell(cgroup, OOMT_CM_PSI_SOME_AVG10 + i -
				     OOMT_M_PSI_SOME_AVG10, facts->psi[i]);
}

const char *oomt_cgroup_size_name(unsigned int size)
{
	return size < OOMT_CG_COUNT ? size_names[size] : "?";
}

int oomt_cgroup_size_find(const char *word, size_t len)
{
	int i;

	for (i = 0; i < OOMT_CG_COUNT; i++)
		if (strlen(size_names[i]) == len &&
		    !memcmp(size_names[i], word, len))
			return i;
	return -1;
}

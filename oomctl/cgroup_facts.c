// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The names of the cgroup metrics, from their X-list. */
#include "cgroup_facts.h"

static const char *const size_names[] = {
#define X(id, name) name,
	OOMT_CGROUP_SIZES(X)
#undef X
};

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

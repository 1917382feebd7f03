// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The list of fuzz targets, by name. */
#include "fuzz.h"

const struct fuzz_target fuzz_targets[] = {
#define X(target, kind) { #target, #kind, fuzz_##target },
	FUZZ_TARGETS(X)
#undef X
	{ NULL, NULL, NULL }
};

const struct fuzz_target *fuzz_target_find(const char *name)
{
	const struct fuzz_target *target;

	for (target = fuzz_targets; target->name; target++)
		if (!strcmp(target->name, name))
			return target;
	return NULL;
}

FILE *fuzz_nowhere(void)
{
	static FILE *nowhere;

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	FUZZ_DEMAND(nowhere);
	return nowhere;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * libFuzzer's entry: the target that $FUZZ_TARGET names.  One program for all
 * of them, so that all is compiled once; see local.mk.
 */
#include "fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const struct fuzz_target *target;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = getenv("FUZZ_TARGET");

	target = name ? fuzz_target_find(name) : NULL;
	if (target)
		return 0;
	fputs("FUZZ_TARGET is to name one of:", stderr);
	for (target = fuzz_targets; target->name; target++)
		fprintf(stderr, " %s", target->name);
	fputc('\n', stderr);
	exit(2);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	target->run(data, size);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What must be true of any bytes whatever that claim to be a table: the
 * verifier answers without looking outside; what it accepts can be evaluated,
 * listed and printed, and a task never costs more than it promised.  Anything
 * else aborts (or a sanitizer does).  For fuzz_verify and the libFuzzer entry.
 */
#ifndef OOMT_TESTS_IMAGE_CHECK_H
#define OOMT_TESTS_IMAGE_CHECK_H

#include "generate.h"

struct image_stats {
	u64 images;
	u64 refused[OOMT_REFUSE_COUNT];	/* for user space; [OK]: accepted */
	u64 user_only;			/* of these: refused for the kernel */
	u64 runs;			/* a base chain over a task */
	u64 instructions;
	u64 fullest_permille;		/* of the bound, the most ever used */
	u64 decided, forecast;
};

/* The picture comes from g.  `size` bytes are copied. */
void image_check(const void *image, size_t size, struct generate *g,
		 struct image_stats *stats);

/* Puts the checksum right, if there is room for one. */
void image_seal(void *image, size_t size);

#endif /* OOMT_TESTS_IMAGE_CHECK_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The verifier: proves at load what evaluation trusts at run time.  After it
 * accepts, no index is out of range, every jump goes forward, calls cannot
 * form a circle, strings end, and one task costs at most table->steps[hook]
 * steps.  Called by the module on commit and by every user of an image.
 */
#ifndef OOMT_ENGINE_VERIFY_H
#define OOMT_ENGINE_VERIFY_H

#include "table.h"

struct oomt_refused {
	u32 refusal;		/* enum oomt_refusal */
	u32 index;		/* of the instruction, chain, set, ... */
	u32 rule;		/* index, or OOMT_NONE */
};

enum oomt_verify_for {
	OOMT_FOR_USER,		/* all of the format */
	OOMT_FOR_KERNEL,	/* without what the kernel cannot know */
};

/*
 * Verifies `size` bytes at `image` (8-byte aligned) and fills *table.
 * 0, or -EINVAL with *why filled, or -ENOMEM (it allocates a few bytes per
 * chain; may sleep).  On failure *table is not to be used.
 *
 * A step is one instruction, one element of a linear set, or one step of a
 * binary search; strings are not counted: they are matched once per task and
 * field, in time linear in their length.
 */
int oomt_verify(const void *image, size_t size, enum oomt_verify_for whom,
		struct oomt_table *table, struct oomt_refused *why);

/* The checksum of an image: FNV-1a, 32 bits, over the bytes with the checksum
 * field taken as 0.  It finds damage, not malice. */
u32 oomt_image_checksum(const void *image, size_t size);

#endif /* OOMT_ENGINE_VERIFY_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Damaging table images so that much of them stays right: the nearer a wrong
 * image is to a right one, the further it gets into the verifier.
 */
#ifndef OOMT_TESTS_IMAGE_MUTATE_H
#define OOMT_TESTS_IMAGE_MUTATE_H

#include "generate.h"

struct image_bytes {
	u8 *data;		/* malloc'ed, `room` bytes */
	size_t size, room;
};

/* Some changes at random, with parts of `donor` perhaps.  *image may grow. */
void image_mutate(struct generate *g, struct image_bytes *image,
		  const struct image_bytes *donor);

#endif /* OOMT_TESTS_IMAGE_MUTATE_H */

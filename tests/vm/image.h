/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * In the guest: one table image from a file, to be spoilt and signed again, so
 * that the checksum is not all that refuses it.
 */
#ifndef OOMT_TESTS_VM_IMAGE_H
#define OOMT_TESTS_VM_IMAGE_H

#include <linux/oomtables.h>
#include <stdbool.h>
#include <stdint.h>

#define IMAGE_ROOM	65536

union image {
	struct oomt_image head;
	unsigned char bytes[IMAGE_ROOM];
};

extern union image image;
extern unsigned int image_size;

bool image_read(const char *path);
void image_sign(union image *spoilt);	/* of the size of `image` */

#endif /* OOMT_TESTS_VM_IMAGE_H */

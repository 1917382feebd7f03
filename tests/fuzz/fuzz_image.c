// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as a table image: verified, and what is accepted is run over a
 * picture within the steps that the verifier promised, listed and printed
 * (tests/oracle/image_check.h).  The checksum is put right first: it would keep
 * everything else out.
 */
#include "fuzz.h"
#include "image_check.h"

/* The picture hangs on the whole of the image, so that pictures differ. */
static u64 seed_of(const unsigned char *data, size_t size)
{
	u64 seed = size;
	size_t i;

	for (i = 0; i < size; i++)
		seed = (seed ^ data[i]) * 0x100000001b3ULL;
	return seed;
}

void fuzz_image(const unsigned char *data, size_t size)
{
	static struct image_stats stats;
	struct generate g;
	u8 *copy = malloc(size + 1);

	FUZZ_DEMAND(copy);
	memcpy(copy, data, size);
	image_seal(copy, size);
	generate_init(&g, seed_of(data, size));
	generate_world(&g);
	image_check(copy, size, &g, &stats);
	free(copy);
}

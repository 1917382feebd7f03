// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * libFuzzer: any bytes as a table image (make fuzz-image; see
 * tests/oracle/local.mk).  The checksum is put right first: it would keep
 * everything else out.
 */
#include "image_check.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	static struct image_stats stats;
	struct generate g;
	u8 *copy = malloc(size + 1);

	if (!copy)
		return 0;
	memcpy(copy, data, size);
	image_seal(copy, size);
	generate_init(&g, size);
	generate_world(&g);
	image_check(copy, size, &g, &stats);
	free(copy);
	return 0;
}

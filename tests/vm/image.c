// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: reading and signing an image.  Called by netfuzz and strain.
 */
#include <stdio.h>
#include "image.h"

union image image;
unsigned int image_size;

bool image_read(const char *path)
{
	FILE *f = fopen(path, "r");

	image_size = f ? fread(image.bytes, 1, IMAGE_ROOM, f) : 0;
	if (f)
		fclose(f);
	return image_size && image_size < IMAGE_ROOM;
}

/* FNV-1a with the field itself 0, as the wire header says. */
void image_sign(union image *spoilt)
{
	uint32_t hash = 2166136261U;
	unsigned int i;

	spoilt->head.checksum = 0;
	for (i = 0; i < image_size; i++)
		hash = (hash ^ spoilt->bytes[i]) * 16777619U;
	spoilt->head.checksum = hash;
}

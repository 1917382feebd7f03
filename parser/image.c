// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Writing a table image, section by section; see image.h. */
#include <stdlib.h>
#include <string.h>
#include "image.h"
#include "verify.h"

/* Elements of one section; more could not be sent anyway. */
#define SECTION_BYTES_MAX	((size_t)OOMT_IMAGE_MAX * 4)

static void *section_add(struct oomt_image_out *out, void *array, u32 *count,
			 u32 *room, u32 more, size_t element)
{
	size_t want = (size_t)*count + more;
	char *bytes = array;

	if (want * element > SECTION_BYTES_MAX) {
		out->too_large = true;
		out->failed = true;
	}
	if (out->failed)
		return NULL;
	if (want > *room || !array) {
		size_t capacity = want * 2 + 16;

		bytes = realloc(array, capacity * element);
		if (!bytes) {
			out->failed = true;
			return NULL;
		}
		*room = capacity;
	}
	memset(bytes + *count * element, 0, more * element);
	*count = want;
	return bytes;
}

#define X(id, type)							\
type *oomt_image_add_##id(struct oomt_image_out *out, u32 count)	\
{									\
	type *array = section_add(out, out->id, &out->id##_count,	\
				  &out->id##_room, count, sizeof(type)); \
									\
	if (!array)							\
		return NULL;						\
	out->id = array;						\
	return array + out->id##_count - count;				\
}
OOMT_SECTIONS(X)
#undef X

void oomt_image_init(struct oomt_image_out *out)
{
	memset(out, 0, sizeof(*out));
	oomt_image_text(out, "", 0);
}

void oomt_image_exit(struct oomt_image_out *out)
{
#define X(id, type) free(out->id);
	OOMT_SECTIONS(X)
#undef X
	oomt_intern_exit(&out->texts);
	free(out->text_at);
	memset(out, 0, sizeof(*out));
}

u32 oomt_image_text(struct oomt_image_out *out, const char *text, size_t len)
{
	bool is_new;
	u32 number;
	char *place;

	if (out->failed ||
	    oomt_intern(&out->texts, text, len, &number, &is_new)) {
		out->failed = true;
		return 0;
	}
	if (!is_new)
		return out->text_at[number];
	if (number >= out->text_room) {
		u32 room = out->text_room * 2 + 64;
		u32 *more = realloc(out->text_at, room * sizeof(*more));

		if (!more) {
			out->failed = true;
			return 0;
		}
		out->text_at = more;
		out->text_room = room;
	}
	out->text_at[number] = 0;
	place = oomt_image_add_STRINGS(out, len + 1);
	if (!place)
		return 0;
	memcpy(place, text, len);
	out->text_at[number] = place - out->STRINGS;
	return out->text_at[number];
}

static size_t align8(size_t n)
{
	return (n + 7) & ~(size_t)7;
}

int oomt_image_finish(struct oomt_image_out *out, struct oomt_blob *blob)
{
	size_t size = sizeof(struct oomt_image), at = size;
	struct oomt_image *image;

	if (out->failed)
		return out->too_large ? -E2BIG : -ENOMEM;
#define X(id, type) size += align8(out->id##_count * sizeof(type));
	OOMT_SECTIONS(X)
#undef X
	if (size > OOMT_IMAGE_MAX)
		return -E2BIG;
	image = calloc(1, size);
	if (!image)
		return -ENOMEM;
	image->magic = OOMT_MAGIC;
	image->version = OOMT_VERSION;
	image->sections = OOMT_S_COUNT;
	image->size = size;
	image->name = out->name;
	image->scope = out->scope;
	image->for_states = out->for_states;
#define X(id, type)							\
	image->section[OOMT_S_##id].offset = at;			\
	image->section[OOMT_S_##id].count = out->id##_count;		\
	if (out->id##_count)						\
		memcpy((char *)image + at, out->id,			\
		       out->id##_count * sizeof(type));			\
	at += align8(out->id##_count * sizeof(type));
	OOMT_SECTIONS(X)
#undef X
	image->checksum = oomt_image_checksum(image, size);
	blob->data = image;
	blob->size = size;
	return 0;
}

void oomt_blob_exit(struct oomt_blob *blob)
{
	free(blob->data);
	blob->data = NULL;
	blob->size = 0;
}

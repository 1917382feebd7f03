// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The verifier's door: the image as such, then its parts in order.
 * Called when a table is loaded, in the module and in user space.
 * It must never read outside the image, whatever the image says.
 */
#include "verify_parts.h"

int oomt_refuse(const struct oomt_verify *v, enum oomt_refusal refusal,
		u32 index, u32 rule)
{
	v->why->refusal = refusal;
	v->why->index = index;
	v->why->rule = rule;
	return -EINVAL;
}

u32 oomt_image_checksum(const void *image, size_t size)
{
	const size_t at = offsetof(struct oomt_image, checksum);
	const u8 *bytes = image;
	u32 hash = 2166136261U;
	size_t i;

	for (i = 0; i < size; i++) {
		bool own = i >= at && i < at + sizeof(u32);

		hash = (hash ^ (own ? 0 : bytes[i])) * 16777619U;
	}
	return hash;
}

static int verify_header(const struct oomt_verify *v, size_t size)
{
	const struct oomt_image *image = v->table->image;

	if (size < sizeof(*image))
		return oomt_refuse(v, OOMT_REFUSE_TRUNCATED, 0, OOMT_NONE);
	if (image->magic != OOMT_MAGIC)
		return oomt_refuse(v, OOMT_REFUSE_MAGIC, 0, OOMT_NONE);
	if (image->version != OOMT_VERSION ||
	    image->sections != OOMT_S_COUNT)
		return oomt_refuse(v, OOMT_REFUSE_VERSION, 0, OOMT_NONE);
	if (image->size > OOMT_IMAGE_MAX)
		return oomt_refuse(v, OOMT_REFUSE_TOO_LARGE, 0, OOMT_NONE);
	if (image->size != size || size % 8)
		return oomt_refuse(v, OOMT_REFUSE_TRUNCATED, 0, OOMT_NONE);
	if (image->reserved)
		return oomt_refuse(v, OOMT_REFUSE_RESERVED, 0, OOMT_NONE);
	if (oomt_image_checksum(image, size) != image->checksum)
		return oomt_refuse(v, OOMT_REFUSE_CHECKSUM, 0, OOMT_NONE);
	return 0;
}

static bool section_fits(const struct oomt_image *image, unsigned int index,
			 size_t element)
{
	const struct oomt_image_section *s = &image->section[index];

	return s->offset % 8 == 0 && s->offset >= sizeof(*image) &&
	       s->offset <= image->size &&
	       s->count <= (image->size - s->offset) / element;
}

static int verify_sections(const struct oomt_verify *v)
{
	struct oomt_table *table = v->table;
	const char *image = (const char *)table->image;

#define X(id, type)							\
	if (!section_fits(table->image, OOMT_S_##id, sizeof(type)))	\
		return oomt_refuse(v, OOMT_REFUSE_SECTION,		\
				   OOMT_S_##id, OOMT_NONE);		\
	table->id = (const type *)(image +				\
			table->image->section[OOMT_S_##id].offset);	\
	table->id##_count = table->image->section[OOMT_S_##id].count;
	OOMT_SECTIONS(X)
#undef X
	if (table->CHAINS_count > OOMT_CHAINS_MAX)
		return oomt_refuse(v, OOMT_REFUSE_CHAINS_MAX, 0, OOMT_NONE);
	if (table->RULES_count > OOMT_RULES_MAX)
		return oomt_refuse(v, OOMT_REFUSE_RULES_MAX, 0, OOMT_NONE);
	if (table->INSNS_count > OOMT_INSNS_MAX)
		return oomt_refuse(v, OOMT_REFUSE_INSNS_MAX, 0, OOMT_NONE);
	if (table->ATOMS_count > OOMT_ATOMS_MAX)
		return oomt_refuse(v, OOMT_REFUSE_TOO_LARGE, 0, OOMT_NONE);
	if (!table->STRINGS_count || table->STRINGS[0] ||
	    table->STRINGS[table->STRINGS_count - 1])
		return oomt_refuse(v, OOMT_REFUSE_STRING, 0, OOMT_NONE);
	return 0;
}

int oomt_verify(const void *image, size_t size, enum oomt_verify_for whom,
		struct oomt_table *table, struct oomt_refused *why)
{
	const struct oomt_verify v = { table, whom, why };
	int err;

	memset(table, 0, sizeof(*table));
	memset(why, 0, sizeof(*why));
	why->rule = OOMT_NONE;
	table->image = image;
	err = verify_header(&v, size);
	if (!err)
		err = verify_sections(&v);
	if (!err)
		err = oomt_verify_records(&v);
	if (!err)
		err = oomt_verify_text(&v);
	if (!err)
		err = oomt_verify_code(&v);
	return err;
}

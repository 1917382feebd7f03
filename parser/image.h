/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A table image while it is being written: one growing array per section.
 * Used by linearize.c and automaton.c.  Memory that runs out is remembered
 * (`failed`) and said once, by oomt_image_finish().
 */
#ifndef OOMT_PARSER_IMAGE_H
#define OOMT_PARSER_IMAGE_H

#include "compat.h"
#include "intern.h"
#include "ruleset.h"

struct oomt_image_out {
#define X(id, type) type *id; u32 id##_count, id##_room;
	OOMT_SECTIONS(X)
#undef X
	struct oomt_intern texts;	/* STRINGS: text -> number */
	u32 *text_at;			/* [number]: offset in STRINGS */
	u32 text_room;
	u32 name;			/* of the table: STRINGS */
	u32 scope;			/* of the table: atom, or OOMT_NONE */
	u32 for_states;			/* FOR instructions so far */
	bool failed;			/* out of memory */
	bool too_large;			/* beyond any image: then failed, too */
};

void oomt_image_init(struct oomt_image_out *out);
void oomt_image_exit(struct oomt_image_out *out);

/*
 * `count` new zeroed elements at the end of a section; NULL: out of memory,
 * or beyond what an image can hold (both are remembered).
 */
#define X(id, type) type *oomt_image_add_##id(struct oomt_image_out *out, u32 count);
OOMT_SECTIONS(X)
#undef X

/* The offset of a text in STRINGS; equal texts are kept once; "" is 0. */
u32 oomt_image_text(struct oomt_image_out *out, const char *text, size_t len);

/*
 * Joins the sections to an image with its checksum.  0, -ENOMEM, or -E2BIG
 * when it is larger than OOMT_IMAGE_MAX.
 */
int oomt_image_finish(struct oomt_image_out *out, struct oomt_blob *blob);

#endif /* OOMT_PARSER_IMAGE_H */

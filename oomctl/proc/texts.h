/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Texts kept once each, by number: cgroup paths and executables of the proc
 * backend.  Room is made in calm times; adding never allocates and never moves
 * a text.
 */
#ifndef OOMT_OOMCTL_TEXTS_H
#define OOMT_OOMCTL_TEXTS_H

#include "compat.h"

struct oomt_texts {
	char *data;			/* NUL-terminated, one behind another */
	size_t used, size;
	u32 *at;			/* [max] offsets in data */
	u32 count, max;
	u32 *bucket;			/* [buckets]: number + 1; 0: free */
	u32 buckets;			/* a power of two, at least 2 * max */
};

/* Room for `max` texts of `size` bytes together.  0 or -ENOMEM. */
int oomt_texts_init(struct oomt_texts *texts, u32 max, size_t size);
void oomt_texts_exit(struct oomt_texts *texts);

/* A number that stays with a text: of a cgroup that has none of its own. */
u64 oomt_text_id(const char *text);

/* The number of the text; OOMT_NONE: it is new and there is no room. */
u32 oomt_texts_add(struct oomt_texts *texts, const char *text);

static inline const char *oomt_texts_get(const struct oomt_texts *texts,
					 u32 number)
{
	return texts->data + texts->at[number];
}

/* Whether room is getting scarce: time for another, larger one. */
static inline bool oomt_texts_tight(const struct oomt_texts *texts)
{
	return texts->count > texts->max / 4 * 3 ||
	       texts->used > texts->size / 4 * 3;
}

#endif /* OOMT_OOMCTL_TEXTS_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Equal byte strings become equal numbers: 0, 1, 2, ... in the order of their
 * first appearance.  For names, texts of an image, sets of states.  Near
 * constant time, whatever the input: the hash is keyed per process.
 */
#ifndef OOMT_PARSER_INTERN_H
#define OOMT_PARSER_INTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct oomt_intern {
	struct oomt_intern_key *key;	/* [count] */
	unsigned char *bytes;		/* all of them, one after the other */
	uint32_t *slot;			/* hash table: index + 1, 0: free */
	uint32_t count, capacity, slots;
	size_t used, size;		/* of bytes */
};

struct oomt_intern_key {
	size_t offset;
	uint32_t len;
	uint32_t hash;
};

/* All zero is an empty one. */
void oomt_intern_exit(struct oomt_intern *intern);

/* The number of `len` bytes, made if new; *is_new may be NULL.  -ENOMEM. */
int oomt_intern(struct oomt_intern *intern, const void *bytes, size_t len,
		uint32_t *index, bool *is_new);
/* The same without making it: false if it is not there. */
bool oomt_intern_find(const struct oomt_intern *intern, const void *bytes,
		      size_t len, uint32_t *index);

/* The bytes of `index`; valid until the next oomt_intern(). */
const void *oomt_intern_bytes(const struct oomt_intern *intern, uint32_t index,
			      size_t *len);

#endif /* OOMT_PARSER_INTERN_H */

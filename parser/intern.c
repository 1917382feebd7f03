// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Open addressing with linear probing over keyed hashes.  The key is drawn
 * once per process, so that no text can be written whose words all collide.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include "intern.h"

static uint64_t hash_key(void)
{
	static uint64_t key;

	if (!key && getrandom(&key, sizeof(key), GRND_NONBLOCK) !=
		    (ssize_t)sizeof(key))
		key = 0x9e3779b97f4a7c15ULL;
	return key | 1;
}

static uint32_t hash_bytes(const unsigned char *p, size_t len)
{
	uint64_t h = hash_key() ^ len * 0xff51afd7ed558ccdULL, word;

	for (; len >= 8; len -= 8, p += 8) {
		memcpy(&word, p, 8);
		h = (h ^ word) * 0xc4ceb9fe1a85ec53ULL;
		h ^= h >> 29;
	}
	word = 0;
	if (len)
		memcpy(&word, p, len);
	h = (h ^ word) * 0xc4ceb9fe1a85ec53ULL;
	h ^= h >> 32;
	return h * 0xff51afd7ed558ccdULL >> 32;
}

void oomt_intern_exit(struct oomt_intern *intern)
{
	free(intern->key);
	free(intern->bytes);
	free(intern->slot);
	memset(intern, 0, sizeof(*intern));
}

static bool intern_lookup(const struct oomt_intern *intern, const void *bytes,
			  size_t len, uint32_t hash, uint32_t *slot)
{
	uint32_t mask = intern->slots - 1, i;

	for (i = hash & mask; intern->slot[i]; i = (i + 1) & mask) {
		const struct oomt_intern_key *key =
			&intern->key[intern->slot[i] - 1];

		if (key->hash == hash && key->len == len &&
		    (!len ||
		     !memcmp(intern->bytes + key->offset, bytes, len))) {
			*slot = i;
			return true;
		}
	}
	*slot = i;
	return false;
}

static int intern_rehash(struct oomt_intern *intern)
{
	uint32_t slots = intern->slots ? intern->slots * 2 : 64, i, at;
	uint32_t *slot = calloc(slots, sizeof(*slot));

	if (!slot)
		return -ENOMEM;
	for (i = 0; i < intern->count; i++) {
		at = intern->key[i].hash & (slots - 1);
		while (slot[at])
			at = (at + 1) & (slots - 1);
		slot[at] = i + 1;
	}
	free(intern->slot);
	intern->slot = slot;
	intern->slots = slots;
	return 0;
}

static int intern_reserve(struct oomt_intern *intern, size_t len)
{
	if (intern->count * 2 >= intern->slots && intern_rehash(intern))
		return -ENOMEM;
	if (intern->count == intern->capacity) {
		uint32_t capacity = intern->capacity ? intern->capacity * 2 :
						       32;
		struct oomt_intern_key *more = realloc(intern->key, capacity *
						       sizeof(*more));

		if (!more)
			return -ENOMEM;
		intern->key = more;
		intern->capacity = capacity;
	}
	if (!intern->bytes || intern->size - intern->used < len) {
		size_t size = (intern->used + len) * 2 + 256;
		unsigned char *more = realloc(intern->bytes, size);

		if (!more)
			return -ENOMEM;
		intern->bytes = more;
		intern->size = size;
	}
	return 0;
}

int oomt_intern(struct oomt_intern *intern, const void *bytes, size_t len,
		uint32_t *index, bool *is_new)
{
	uint32_t hash = hash_bytes(bytes, len), slot;
	struct oomt_intern_key *key;

	if (len > UINT32_MAX)
		return -ENOMEM;
	if (is_new)
		*is_new = false;
	if (intern->slots &&
	    intern_lookup(intern, bytes, len, hash, &slot)) {
		*index = intern->slot[slot] - 1;
		return 0;
	}
	if (intern_reserve(intern, len))
		return -ENOMEM;
	intern_lookup(intern, bytes, len, hash, &slot);
	key = &intern->key[intern->count];
	key->offset = intern->used;
	key->len = len;
	key->hash = hash;
	if (len)
		memcpy(intern->bytes + intern->used, bytes, len);
	intern->used += len;
	*index = intern->count++;
	intern->slot[slot] = intern->count;
	if (is_new)
		*is_new = true;
	return 0;
}

bool oomt_intern_find(const struct oomt_intern *intern, const void *bytes,
		      size_t len, uint32_t *index)
{
	uint32_t slot;

	if (!intern->slots ||
	    !intern_lookup(intern, bytes, len, hash_bytes(bytes, len), &slot))
		return false;
	*index = intern->slot[slot] - 1;
	return true;
}

const void *oomt_intern_bytes(const struct oomt_intern *intern, uint32_t index,
			      size_t *len)
{
	if (len)
		*len = intern->key[index].len;
	return intern->bytes + intern->key[index].offset;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The memory of a policy; see arena.h. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "arena.h"

#define BLOCK_SIZE	65536

struct oomt_arena_block {
	struct oomt_arena_block *next;
	max_align_t data[];
};

void *oomt_arena_alloc(struct oomt_arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	struct oomt_arena_block *block;
	void *p;

	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + align - 1) & ~(align - 1);
	if (!arena->block || arena->size - arena->used < size) {
		size_t want = size > BLOCK_SIZE ? size : BLOCK_SIZE;

		block = calloc(1, sizeof(*block) + want);
		if (!block)
			return NULL;
		block->next = arena->block;
		arena->block = block;
		arena->size = want;
		arena->used = 0;
	}
	p = (char *)arena->block->data + arena->used;
	arena->used += size;
	return p;
}

char *oomt_arena_copy(struct oomt_arena *arena, const char *text, size_t len)
{
	char *copy = oomt_arena_alloc(arena, len + 1);

	if (copy && len)
		memcpy(copy, text, len);
	return copy;
}

void oomt_arena_exit(struct oomt_arena *arena)
{
	struct oomt_arena_block *block = arena->block;

	while (block) {
		struct oomt_arena_block *next = block->next;

		free(block);
		block = next;
	}
	memset(arena, 0, sizeof(*arena));
}

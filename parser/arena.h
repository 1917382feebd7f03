/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Memory that lives as long as a policy: allocated piece by piece, freed as a
 * whole.  Used by the AST only; not thread-safe.
 */
#ifndef OOMT_PARSER_ARENA_H
#define OOMT_PARSER_ARENA_H

#include <stddef.h>

struct oomt_arena {
	struct oomt_arena_block *block;
	size_t used, size;		/* of the newest block */
};

/* Zeroed, aligned for everything.  NULL: out of memory. */
void *oomt_arena_alloc(struct oomt_arena *arena, size_t size);
/* A copy of `len` bytes with a NUL behind.  NULL: out of memory. */
char *oomt_arena_copy(struct oomt_arena *arena, const char *text, size_t len);
void oomt_arena_exit(struct oomt_arena *arena);

#endif /* OOMT_PARSER_ARENA_H */

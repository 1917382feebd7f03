/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The verifier's parts, private to verify*.c.  Each answers 0, -EINVAL with
 * *why filled, or -ENOMEM, and may rely on what the parts before it proved:
 *
 *	image -> records (names, places, actions, sets) -> text -> code
 */
#ifndef OOMT_ENGINE_VERIFY_PARTS_H
#define OOMT_ENGINE_VERIFY_PARTS_H

#include "verify.h"

struct oomt_verify {
	struct oomt_table *table;
	enum oomt_verify_for whom;
	struct oomt_refused *why;
};

/* Fills *why; always -EINVAL. */
int oomt_refuse(const struct oomt_verify *v, enum oomt_refusal refusal,
		u32 index, u32 rule);

/* Whether `offset` is a text of STRINGS (which ends in NUL). */
static inline bool oomt_verify_string(const struct oomt_verify *v, u32 offset)
{
	return offset < v->table->STRINGS_count;
}

/* [first, first + count) lies in [0, limit). */
static inline bool oomt_verify_inside(u32 first, u32 count, u32 limit)
{
	return first <= limit && count <= limit - first;
}

int oomt_verify_records(const struct oomt_verify *v);
int oomt_verify_text(const struct oomt_verify *v);
int oomt_verify_code(const struct oomt_verify *v);

#endif /* OOMT_ENGINE_VERIFY_PARTS_H */

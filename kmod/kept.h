/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The picture that a decision was made by stays where it is until the same
 * hook takes the next one.  Here it is copied out, for dumps.
 */
#ifndef OOMT_KMOD_KEPT_H
#define OOMT_KMOD_KEPT_H

#include "store.h"

/*
 * Copies picture and decision of the hook, if they are still those of `at_ns`
 * (CLOCK_BOOTTIME), into ctx, whose facts have room of their own.  0; -ENOENT:
 * another one is there; -EAGAIN: one is just being taken; -E2BIG: no room.
 */
int oomt_kept_copy(const struct oomt_store *store, enum oomt_hook hook,
		   u64 at_ns, struct oomt_context *ctx);

#endif /* OOMT_KMOD_KEPT_H */

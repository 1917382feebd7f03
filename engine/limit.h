/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * `limit rate N/unit burst M`: a bucket of M tokens that gets a new one every
 * unit / N.  Kept as the time at which the bucket will be full again (the
 * generic cell rate algorithm, ITU-T I.371), so that nothing has to tick.
 * Any context; the owner serialises.
 */
#ifndef OOMT_ENGINE_LIMIT_H
#define OOMT_ENGINE_LIMIT_H

#include "compat.h"

struct oomt_bucket {
	u64 full_ns;		/* CLOCK_BOOTTIME; in the past: full */
	bool taken;		/* by this decision: once is enough */
};

/* Whether it has a token at `now_ns`. */
bool oomt_bucket_holds(const struct oomt_bucket *bucket,
		       const struct oomt_limit *limit, u64 now_ns);

/* Takes one, if there is one and `taken` is not set, and sets it. */
void oomt_bucket_take(struct oomt_bucket *bucket,
		      const struct oomt_limit *limit, u64 now_ns);

/* From what outlives decisions (NULL: all full), and back to it. */
void oomt_buckets_fill(struct oomt_bucket *bucket, u32 count,
		       const u64 *full_ns);
void oomt_buckets_keep(const struct oomt_bucket *bucket, u32 count,
		       u64 *full_ns);

#endif /* OOMT_ENGINE_LIMIT_H */

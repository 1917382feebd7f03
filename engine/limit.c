// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Token buckets.  Called by vm (whether) and low (taking); plain arithmetic:
 * the verifier bounds burst x unit to far below 2^63.
 */
#include "limit.h"

static u64 token_ns(const struct oomt_limit *limit)
{
	return limit->per_ns / limit->count;
}

bool oomt_bucket_holds(const struct oomt_bucket *bucket,
		       const struct oomt_limit *limit, u64 now_ns)
{
	return bucket->full_ns <= now_ns + (limit->burst - 1) * token_ns(limit);
}

void oomt_bucket_take(struct oomt_bucket *bucket,
		      const struct oomt_limit *limit, u64 now_ns)
{
	/* What acts before it comes to its limit leaves no debt. */
	if (bucket->taken || !oomt_bucket_holds(bucket, limit, now_ns))
		return;
	bucket->taken = true;
	if (bucket->full_ns < now_ns)
		bucket->full_ns = now_ns;
	bucket->full_ns += token_ns(limit);
}

void oomt_buckets_fill(struct oomt_bucket *bucket, u32 count,
		       const u64 *full_ns)
{
	u32 i;

	for (i = 0; i < count; i++)
		bucket[i].full_ns = full_ns ? full_ns[i] : 0;
}

void oomt_buckets_keep(const struct oomt_bucket *bucket, u32 count,
		       u64 *full_ns)
{
	u32 i;

	for (i = 0; i < count; i++)
		full_ns[i] = bucket[i].full_ns;
}

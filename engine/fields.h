/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Reading a picture: the value of a field of a task, the base of a
 * percentage, a comparison.  Any context, no side effects.
 */
#ifndef OOMT_ENGINE_FIELDS_H
#define OOMT_ENGINE_FIELDS_H

#include "picture.h"

/*
 * The domain of a decision: what percentages are of.  For `low`, `oom` and
 * `guard` the machine; for `memcg` the limit that was hit.
 */
struct oomt_domain {
	s64 mem_total;		/* bytes; -1: unknown */
	s64 swap_total;		/* bytes; -1: unknown */
};

struct oomt_domain oomt_domain_of(const struct oomt_picture *pic);

/* The value of a numeric field; false: unknown (*value is 0). */
bool oomt_field_get(const struct oomt_picture *pic,
		    const struct oomt_task *task, enum oomt_field field,
		    s64 *value);

/* What a percentage of the task's field is of; false: unknown. */
bool oomt_field_base_get(const struct oomt_domain *domain,
			 const struct oomt_picture *pic,
			 const struct oomt_task *task, enum oomt_field field,
			 s64 *base);

/*
 * What a percentage of the cgroup's sizes is of: memory.max, without a limit
 * mem.total; false: unknown.
 */
bool oomt_cgroup_base_get(const struct oomt_domain *domain,
			  const struct oomt_cgroup *cgroup, s64 *base);

bool oomt_compare(s64 lhs, enum oomt_cmp cmp, s64 rhs);

/*
 * /proc/PID/oom_score as Linux 6.1 computes it (mm/oom_kill.c:oom_badness,
 * fs/proc/base.c:proc_oom_score; language.md 9.10): false when mem.total,
 * swap.total, the task's total or its oom_score_adj is unknown.
 */
bool oomt_oom_score(const struct oomt_picture *pic,
		    const struct oomt_task *task, s64 *score);

#endif /* OOMT_ENGINE_FIELDS_H */

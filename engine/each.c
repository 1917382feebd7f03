// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Chains that run once per cgroup.  Called by state (memory), low (state) and
 * decide (order); never allocates but in _init.
 */
#include "each.h"

#define PROBES	16		/* slots that a cgroup may stand in */

/* Widens [*lo, *hi) by the FORs of one condition. */
static void widen(const struct oomt_table *table, u32 first, u32 len, u32 *lo,
		  u32 *hi)
{
	u32 i, arg;

	for (i = first; i < first + len; i++) {
		if (table->INSNS[i].op != OOMT_OP_FOR)
			continue;
		arg = table->INSNS[i].arg;
		if (arg < *lo)
			*lo = arg;
		if (arg >= *hi)
			*hi = arg + 1;
	}
}

u32 oomt_each_fors(const struct oomt_table *table,
		   const struct oomt_chain *chain, u32 *first)
{
	u32 lo = OOMT_NONE, hi = 0;

	widen(table, chain->when, chain->when_len, &lo, &hi);
	widen(table, chain->until, chain->until_len, &lo, &hi);
	*first = hi ? lo : 0;
	return hi ? hi - lo : 0;
}

int oomt_each_init(struct oomt_each *each, const struct oomt_table *table,
		   const struct oomt_chain *chain)
{
	each->for_count = oomt_each_fors(table, chain, &each->for_first);
	each->cgroup = oomt_alloc(OOMT_EACH_SLOTS, sizeof(*each->cgroup));
	each->since = oomt_alloc((size_t)OOMT_EACH_SLOTS * each->for_count,
				 sizeof(*each->since));
	if (!each->cgroup || !each->since) {
		oomt_each_exit(each);
		return -ENOMEM;
	}
	return 0;
}

void oomt_each_exit(struct oomt_each *each)
{
	oomt_free(each->cgroup);
	oomt_free(each->since);
	memset(each, 0, sizeof(*each));
}

struct oomt_chain_state *oomt_each_get(struct oomt_each *each, u64 id,
				       u64 now_ns, u64 **since)
{
	u32 home = (id * 0x9e3779b97f4a7c15ULL) >> 32, i, at, oldest = 0;
	struct oomt_each_cgroup *cgroup;

	for (i = 0; i < PROBES; i++) {
		at = (home + i) & (OOMT_EACH_SLOTS - 1);
		cgroup = &each->cgroup[at];
		if (cgroup->seen_ns && cgroup->id == id)
			goto found;
		if (!i || cgroup->seen_ns < each->cgroup[oldest].seen_ns)
			oldest = at;
	}
	at = oldest;
	cgroup = &each->cgroup[at];
	memset(cgroup, 0, sizeof(*cgroup));
	memset(each->since + (size_t)at * each->for_count, 0,
	       each->for_count * sizeof(*each->since));
	cgroup->id = id;
found:
	*since = each->since + (size_t)at * each->for_count;
	if (cgroup->seen_ns < each->before_ns)
		memset(*since, 0, each->for_count * sizeof(**since));
	cgroup->seen_ns = now_ns ? now_ns : 1;
	return &cgroup->chain;
}

void oomt_each_sample(struct oomt_each *each, u64 now_ns)
{
	if (each->sample_ns == now_ns)
		return;
	each->before_ns = each->sample_ns;
	each->sample_ns = now_ns;
}

/* ---- order -------------------------------------------------------------- */

static int compare(const struct oomt_picture *pic, u32 a, u32 b)
{
	const char *left = pic->cgroup[a].path, *right = pic->cgroup[b].path;

	if (!left || !right)
		return !left - !right;		/* the unknown last */
	return strcmp(left, right);
}

static void sink(const struct oomt_picture *pic, u32 *order, u32 at, u32 count)
{
	u32 child, kept = order[at];

	for (; (child = 2 * at + 1) < count; at = child) {
		if (child + 1 < count &&
		    compare(pic, order[child], order[child + 1]) < 0)
			child++;
		if (compare(pic, kept, order[child]) >= 0)
			break;
		order[at] = order[child];
	}
	order[at] = kept;
}

/* A heap: no memory of its own, and never quadratic. */
void oomt_each_sort(const struct oomt_picture *pic, u32 *order)
{
	u32 count = pic->cgroup_count, i, last;

	for (i = 0; i < count; i++)
		order[i] = i;
	for (i = count / 2; i-- > 0;)
		sink(pic, order, i, count);
	for (i = count; i-- > 1;) {
		last = order[i];
		order[i] = order[0];
		order[0] = last;
		sink(pic, order, 0, i);
	}
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The warden's cgroups: which metrics of which cgroups conditions and rules
 * ask for, reading just these, and a PSI trigger in those whose memory pressure
 * a condition is about, so that it wakes the warden in time.
 */
#include <fcntl.h>
#include <unistd.h>
#include "cgroup_facts.h"
#include "low.h"
#include "warden.h"

#define SIZES	(1U << OOMT_CM_MEMORY_CURRENT | 1U << OOMT_CM_MEMORY_MAX | \
		 1U << OOMT_CM_MEMORY_ANON | 1U << OOMT_CM_SWAP_CURRENT)
#define PRESSURE	(0x3fU << OOMT_CM_PSI_SOME_AVG10)
#define MEMCG_FIELDS	(1ULL << OOMT_F_MEMCG_CURRENT |	\
			 1ULL << OOMT_F_MEMCG_MAX)

/* A percentage of a size is of memory.max. */
static u32 needed(unsigned int metric)
{
	u32 bit = 1U << metric;

	return bit & SIZES ? bit | 1U << OOMT_CM_MEMORY_MAX : bit;
}

static u32 asked_of_each(const struct oomt_table *table, u32 first, u32 len)
{
	u32 want = 0, i;

	for (i = first; i < first + len; i++)
		if (table->INSNS[i].op == OOMT_OP_CMP_CGROUP &&
		    !table->INSNS[i].arg)
			want |= needed(table->INSNS[i].field);
	return want;
}

static int name_cgroup(struct oomt_warden *warden, const char *path, u32 want)
{
	struct oomt_census *census = &warden->census;
	u32 n = census->named_count, i;
	void *bigger;

	for (i = 0; i < n && strcmp(census->named[i], path); i++)
		;
	if (i < n) {
		warden->named_want[i] |= want;
		return 0;
	}
	bigger = reallocarray(census->named, n + 1, sizeof(*census->named));
	if (!bigger)
		return -ENOMEM;
	census->named = bigger;
	bigger = reallocarray(warden->named_want, n + 1,
			      sizeof(*warden->named_want));
	if (!bigger)
		return -ENOMEM;
	warden->named_want = bigger;
	census->named[n] = path;
	warden->named_want[n] = want;
	census->named_count++;
	return 0;
}

int oomt_warden_name_cgroups(struct oomt_warden *warden)
{
	const struct oomt_ruleset *rs = warden->rs;
	u32 t, i;
	int err = 0;

	for (t = 0; t < rs->table_count; t++) {
		const struct oomt_table *table = rs->table[t];

		for (i = 0; !err && i < table->INSNS_count; i++) {
			const struct oomt_insn *insn = &table->INSNS[i];

			if (insn->op == OOMT_OP_CMP_CGROUP && insn->arg)
				err = name_cgroup(warden,
					oomt_table_string(table, insn->arg),
					needed(insn->field));
		}
	}
	warden->census.every_cgroup = rs->each;
	warden->reads_cgroups = rs->each || rs->cgroup_metrics ||
		(rs->fields | rs->order_fields) & MEMCG_FIELDS;
	return err;
}

/* ---- reading ------------------------------------------------------------- */

/* What the chains that run once per cgroup ask of those they run for. */
static void want_of_chains(struct oomt_warden *warden)
{
	const struct oomt_ruleset *rs = warden->rs;
	u32 i, at, cgroup, want;

	for (i = 0; i < rs->base_count[OOMT_HOOK_LOW]; i++) {
		const struct oomt_base_chain *base =
			&rs->base[OOMT_HOOK_LOW][i];
		const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
		const struct oomt_table *table = rs->table[base->table];

		if (!(chain->flags & OOMT_CHAIN_EACH))
			continue;
		want = asked_of_each(table, chain->when, chain->when_len) |
		       asked_of_each(table, chain->until, chain->until_len);
		for (at = 0; oomt_low_run(rs, &warden->ws, i, &at, &cgroup);)
			warden->want[cgroup] |= want;
	}
}

static void want_of_tasks(struct oomt_warden *warden)
{
	const struct oomt_picture *pic = &warden->census.pic;
	const u64 fields = warden->rs->fields | warden->rs->order_fields;
	u32 want = 1U << OOMT_CM_MEMORY_MAX, i;

	if (!(fields & MEMCG_FIELDS))
		return;
	if (fields & 1ULL << OOMT_F_MEMCG_CURRENT)
		want |= 1U << OOMT_CM_MEMORY_CURRENT;
	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].cgroup < pic->cgroup_count)
			warden->want[pic->task[i].cgroup] |= want;
}

void oomt_warden_read_cgroups(struct oomt_warden *warden)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };
	struct oomt_census *census = &warden->census;
	u32 i, number;

	if (!warden->reads_cgroups)
		return;
	oomt_workspace_look(&warden->ws, warden->rs, &census->pic, &ask);
	memset(warden->want, 0,
	       census->pic.cgroup_count * sizeof(*warden->want));
	for (i = 0; i < census->named_count; i++) {
		number = oomt_texts_add(&census->cgroups, census->named[i]);
		if (number < census->pic.cgroup_count)
			warden->want[number] |= warden->named_want[i];
	}
	if (warden->rs->each)
		want_of_chains(warden);
	want_of_tasks(warden);
	for (i = 0; i < census->pic.cgroup_count; i++)
		if (warden->want[i])
			oomt_census_read_cgroup(census, i, warden->want[i]);
}

/* ---- waking -------------------------------------------------------------- */

static bool has_trigger(const struct oomt_warden *warden, u64 id)
{
	u32 i;

	for (i = 0; i < warden->trigger_count; i++)
		if (warden->triggers[i].id == id)
			return true;
	return false;
}

static void set_trigger(struct oomt_warden *warden,
			const struct oomt_cgroup *cgroup)
{
	int dir = oomt_cgroup_open(warden->census.hierarchy, cgroup->path,
				   O_PATH);
	int fd;

	if (dir < 0)
		return;
	fd = openat(dir, "memory.pressure", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	close(dir);
	if (fd < 0)
		return;
	if (!oomt_warden_arm(fd)) {
		close(fd);
		return;
	}
	warden->triggers[warden->trigger_count++] =
		(struct oomt_cgroup_trigger){ .fd = fd, .id = cgroup->id };
}

void oomt_warden_set_triggers(struct oomt_warden *warden)
{
	const struct oomt_picture *pic = &warden->census.pic;
	u32 i;

	if (!warden->reads_cgroups)
		return;
	/* Whose id is read, and what is wanted of it. */
	oomt_warden_read_cgroups(warden);
	for (i = 0; i < pic->cgroup_count &&
		    warden->trigger_count < OOMT_TRIGGERS_MAX; i++)
		if (warden->want[i] & PRESSURE && pic->cgroup[i].known &&
		    !has_trigger(warden, pic->cgroup[i].id))
			set_trigger(warden, &pic->cgroup[i]);
}

void oomt_warden_drop_trigger(struct oomt_warden *warden, u32 index)
{
	close(warden->triggers[index].fd);
	warden->triggers[index] = warden->triggers[--warden->trigger_count];
}

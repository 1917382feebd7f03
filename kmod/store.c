// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tables in force.  Written by netlink commands and by the worker that
 * widens the facts tables; read by the hooks.  Only the get, put and seen
 * functions may be called from a hook: they neither sleep nor allocate.
 */
#include "compat.h"

#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>

#include "exe.h"
#include "growth.h"
#include "hook_memcg.h"
#include "kept.h"
#include "store.h"
#include "work.h"

static DEFINE_MUTEX(write_lock);
static struct oomt_store __rcu *current_store;
static u64 generation;			/* write_lock; read as one word */
static struct work_struct widen_work;

/* ---- lifetime ----------------------------------------------------------- */

static void loaded_put(struct oomt_loaded *loaded)
{
	int i;

	if (!loaded || !refcount_dec_and_test(&loaded->refs))
		return;
	for (i = 0; i < OOMT_CTX_COUNT; i++)
		oomt_table_state_exit(&loaded->state[i]);
	kvfree(loaded->image);
	kvfree(loaded);
}

static void store_free(struct oomt_store *store)
{
	u32 i;

	for (i = 0; i < OOMT_CTX_COUNT; i++) {
		oomt_workspace_exit(&store->ctx[i].ws);
		oomt_facts_exit(&store->ctx[i].facts);
		oomt_kept_exit(&store->ctx[i], &store->rs);
	}
	oomt_ruleset_exit(&store->rs);
	for (i = 0; i < store->rs.table_count; i++)
		loaded_put(store->loaded[i]);
	kvfree(store);
}

static void store_free_work(struct work_struct *work)
{
	store_free(container_of(to_rcu_work(work), struct oomt_store, free));
}

struct oomt_store *oomt_store_get(void)
{
	struct oomt_store *store;

	/* A last reference that is just dropped: its successor is there. */
	rcu_read_lock();
	do {
		store = rcu_dereference(current_store);
	} while (store && !refcount_inc_not_zero(&store->refs));
	rcu_read_unlock();
	return store;
}

/* The last one may be a hook: freeing is left to a worker. */
void oomt_store_put(struct oomt_store *store)
{
	if (store && refcount_dec_and_test(&store->refs))
		queue_rcu_work(oomt_wq, &store->free);
}

u64 oomt_store_generation(void)
{
	return READ_ONCE(generation);
}

/* ---- building ----------------------------------------------------------- */

/* The next store to be: the same tables as `old` (may be NULL). */
static struct oomt_store *store_new(const struct oomt_store *old)
{
	struct oomt_store *store = kvzalloc(sizeof(*store), GFP_KERNEL);
	u32 i;

	if (!store)
		return NULL;
	refcount_set(&store->refs, 1);
	INIT_RCU_WORK(&store->free, store_free_work);
	if (!old)
		return store;
	store->rs.table_count = old->rs.table_count;
	for (i = 0; i < old->rs.table_count; i++) {
		store->loaded[i] = old->loaded[i];
		refcount_inc(&store->loaded[i]->refs);
	}
	return store;
}

static void store_drop(struct oomt_store *store)
{
	if (store)
		store_free(store);
}

static int context_init(struct oomt_store *store, enum oomt_context_id id,
			u32 tasks, u32 cgroups)
{
	static const enum oomt_hook hooks[OOMT_CTX_COUNT] = {
		[OOMT_CTX_LOW] = OOMT_HOOK_LOW,
		[OOMT_CTX_OOM] = OOMT_HOOK_OOM,
		[OOMT_CTX_MEMCG] = OOMT_HOOK_MEMCG,
	};
	struct oomt_context *ctx = &store->ctx[id];
	u32 i;
	int err;

	if (id == OOMT_CTX_MEMCG && !store->rs.base_count[OOMT_HOOK_MEMCG])
		return 0;
	seqcount_init(&ctx->seq);
	err = oomt_facts_init(&ctx->facts, tasks, cgroups);
	if (!err)
		err = oomt_workspace_init(&ctx->ws, &store->rs, tasks, cgroups);
	if (err)
		return err;
	for (i = 0; i < store->rs.table_count; i++)
		ctx->ws.state[i] = &store->loaded[i]->state[id];
	if (store->rs.base_count[hooks[id]])
		err = oomt_kept_init(ctx, &store->rs, tasks, cgroups);
	return err;
}

/* Makes what the tables need.  On failure the caller drops the store. */
static int store_finish(struct oomt_store *store, u64 gen)
{
	u32 tasks, cgroups, i;
	int err;

	for (i = 0; i < store->rs.table_count; i++)
		store->rs.table[i] = &store->loaded[i]->table;
	store->rs.generation = gen;
	err = oomt_ruleset_init(&store->rs);
	if (err)
		return err;
	oomt_facts_capacity(&tasks, &cgroups);
	for (i = 0; i < OOMT_CTX_COUNT; i++) {
		err = context_init(store, i, tasks, cgroups);
		if (err)
			return err;
	}
	return 0;
}

/* Swaps in `store`, or nothing at all for a store without tables. */
static void publish(struct oomt_store *store, u64 gen)
{
	struct oomt_store *old;

	lockdep_assert_held(&write_lock);
	if (store && !store->rs.table_count) {
		store_drop(store);
		store = NULL;
	}
	WRITE_ONCE(generation, gen);
	oomt_exe_want(store && store->rs.gather & 1ULL << OOMT_F_EXE);
	oomt_growth_want(store && store->rs.gather & 1ULL << OOMT_F_GROWTH);
	old = rcu_replace_pointer(current_store, store,
				  lockdep_is_held(&write_lock));
	oomt_store_put(old);
}

static struct oomt_store *store_current(void)
{
	return rcu_dereference_protected(current_store,
					 lockdep_is_held(&write_lock));
}

/* ---- loading ------------------------------------------------------------ */

/* A chain that would never be asked is refused, and not left to be found out. */
static int refuse_unprobed(const struct oomt_table *table,
			   struct oomt_refused *why)
{
	u32 c;

	for (c = 0; c < table->CHAINS_count; c++) {
		if (table->CHAINS[c].hook != OOMT_HOOK_MEMCG ||
		    oomt_hook_memcg_live())
			continue;
		why->refusal = OOMT_REFUSE_UNPROBED;
		why->index = c;
		why->rule = OOMT_NONE;
		return -EINVAL;
	}
	return 0;
}

static int loaded_new(const void *bytes, u32 size, struct oomt_refused *why,
		      struct oomt_loaded **out)
{
	struct oomt_loaded *loaded = kvzalloc(sizeof(*loaded), GFP_KERNEL);
	int err = -ENOMEM, i;

	if (!loaded)
		return -ENOMEM;
	refcount_set(&loaded->refs, 1);
	loaded->image = kvmalloc(size, GFP_KERNEL_ACCOUNT);
	if (!loaded->image)
		goto fail;
	memcpy(loaded->image, bytes, size);
	err = oomt_verify(loaded->image, size, OOMT_FOR_KERNEL, &loaded->table,
			  why);
	if (!err)
		err = refuse_unprobed(&loaded->table, why);
	if (err)
		goto fail;
	for (i = 0; i < OOMT_CTX_COUNT; i++) {
		err = oomt_table_state_init(&loaded->state[i], &loaded->table);
		if (err)
			goto fail;
	}
	loaded->loaded_ns = ktime_get_boottime_ns();
	*out = loaded;
	return 0;
fail:
	loaded_put(loaded);
	return err;
}

static struct oomt_loaded **place_of(struct oomt_store *store,
				     const char *name)
{
	u32 i;

	for (i = 0; i < store->rs.table_count; i++)
		if (!strcmp(oomt_table_name(&store->loaded[i]->table), name))
			return &store->loaded[i];
	return NULL;
}

/* A known table keeps its place in the order of loading. */
static int store_take(struct oomt_store *store, struct oomt_loaded *loaded)
{
	struct oomt_loaded **place;

	place = place_of(store, oomt_table_name(&loaded->table));
	if (place && (*place)->generation == loaded->generation)
		return -EEXIST;
	if (place) {
		loaded_put(*place);
		*place = loaded;
		return 0;
	}
	if (store->rs.table_count == OOMT_TABLES_MAX)
		return -E2BIG;
	store->loaded[store->rs.table_count++] = loaded;
	return 0;
}

/* The size of the image at `at`: what its header says, if that fits. */
static u32 image_size(const void *images, size_t size, size_t at)
{
	const struct oomt_image *image = images + at;

	if (size - at < sizeof(*image))
		return size - at;
	return image->size <= size - at ? image->size : size - at;
}

static int store_take_all(struct oomt_store *store, const void *images,
			  size_t size, u64 gen, struct oomt_refused *why,
			  u32 *table)
{
	struct oomt_loaded *loaded;
	size_t at;
	u32 one;
	int err;

	for (at = 0; at < size; at += one, (*table)++) {
		one = image_size(images, size, at);
		err = loaded_new(images + at, one, why, &loaded);
		if (err)
			return err;
		loaded->generation = gen;
		err = store_take(store, loaded);
		if (err) {
			loaded_put(loaded);
			return err;
		}
	}
	return 0;
}

int oomt_store_load(const void *images, size_t size,
		    struct oomt_refused *why, u32 *table)
{
	struct oomt_store *store;
	u64 gen;
	int err = -ENOMEM;

	memset(why, 0, sizeof(*why));
	why->rule = OOMT_NONE;
	*table = 0;
	mutex_lock(&write_lock);
	gen = generation + 1;
	store = store_new(store_current());
	if (store)
		err = store_take_all(store, images, size, gen, why, table);
	if (!err)
		err = store_finish(store, gen);
	if (!err)
		publish(store, gen);
	else
		store_drop(store);
	mutex_unlock(&write_lock);
	return err;
}

/* ---- removing ----------------------------------------------------------- */

static int store_remove(struct oomt_store *store, const char *name)
{
	struct oomt_loaded **place = place_of(store, name);
	u32 at;

	if (!place)
		return -ENOENT;
	loaded_put(*place);
	at = place - store->loaded;
	store->rs.table_count--;
	memmove(place, place + 1,
		(store->rs.table_count - at) * sizeof(*place));
	return 0;
}

static int flush_one(const char *name, u64 gen)
{
	struct oomt_store *store;
	int err;

	if (!store_current())
		return -ENOENT;
	store = store_new(store_current());
	if (!store)
		return -ENOMEM;
	err = store_remove(store, name);
	if (!err)
		err = store_finish(store, gen);
	if (err)
		store_drop(store);
	else
		publish(store, gen);
	return err;
}

int oomt_store_flush(const char *name)
{
	int err = 0;

	mutex_lock(&write_lock);
	if (name)
		err = flush_one(name, generation + 1);
	else if (store_current())
		publish(NULL, generation + 1);
	mutex_unlock(&write_lock);
	return err;
}

/* ---- width -------------------------------------------------------------- */

static bool narrow(u32 have, u32 capacity)
{
	return have > capacity - capacity / 4;
}

static bool too_narrow(const struct oomt_facts *facts, u32 tasks, u32 cgroups)
{
	return narrow(tasks, facts->task_capacity) ||
	       narrow(cgroups, facts->cgroup_capacity);
}

void oomt_store_seen(const struct oomt_store *store,
		     const struct oomt_facts *facts)
{
	if (facts->truncated ||
	    too_narrow(facts, facts->seen, facts->pic.cgroup_count))
		queue_work(oomt_wq, &widen_work);
}

void oomt_store_check(void)
{
	struct oomt_store *store = oomt_store_get();
	u32 tasks, cgroups;

	if (!store)
		return;
	oomt_facts_capacity(&tasks, &cgroups);
	if (too_narrow(&store->ctx[OOMT_CTX_OOM].facts, (tasks - 1024) / 2,
		       (cgroups - 256) / 2))
		queue_work(oomt_wq, &widen_work);
	oomt_store_put(store);
}

/* The same tables once more, with tables of facts that fit. */
static void widen(struct work_struct *work)
{
	struct oomt_store *store = NULL;

	mutex_lock(&write_lock);
	if (store_current())
		store = store_new(store_current());
	if (store && !store_finish(store, generation))
		publish(store, generation);
	else
		store_drop(store);
	mutex_unlock(&write_lock);
}

int oomt_store_init(void)
{
	INIT_WORK(&widen_work, widen);
	return 0;
}

void oomt_store_exit(void)
{
	cancel_work_sync(&widen_work);
	mutex_lock(&write_lock);
	publish(NULL, generation);
	mutex_unlock(&write_lock);
	rcu_barrier();
	flush_workqueue(oomt_wq);
}

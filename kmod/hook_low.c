// SPDX-License-Identifier: GPL-2.0-only
/*
 * hook low: a thread of its own that looks at the metrics as often as memory
 * could run low since, and at once when kswapd wakes or the handler pushes a
 * metric.  Only when a condition holds are facts gathered.  It never
 * allocates, and waits with a bound for the ACK; for a victim it looks again.
 */
#include "compat.h"

#include <linux/freezer.h>
#include <linux/kthread.h>
#include <linux/timekeeping.h>
#include <linux/wait.h>

#include "choose.h"
#include "deed.h"
#include "event.h"
#include "flight.h"
#include "follow.h"
#include "handler.h"
#include "hook_memcg.h"
#include "hooks.h"
#include "kept.h"
#include "metrics.h"
#include "stats.h"
#include "tell.h"
#include "tick.h"
#include "../engine/outlook.h"

/* Faster than memory can be filled: 10 GiB/s. */
#define FILL_BYTES_PER_MS	(10LL << 20)
#define SLEEP_MIN_MS		20
#define SLEEP_MAX_MS		1000
#define SLEEP_CGROUP_MS		250	/* conditions about cgroups, tasks */
#define SLEEP_FAR_MS		30000	/* nothing can happen unheard */
#define SLEEP_CALM_MS		30000	/* no chain: only look after widths */
#define EPISODE_MS		70000	/* after a condition held: until thawed */
#define SHARE			20	/* looks take a 20th of one CPU, or less */
#define WIDTHS_MS		10000	/* looking after them, while awake */
#define SLEEP_IDLE_MS		250	/* fired, but there is nothing to do */
#define POLL_MS			10
#define GRACE_MS		50	/* a look at who has been asked to go */
#define THAW_MS			500	/* for the executor to hear of it */

static struct task_struct *thread;
static DECLARE_WAIT_QUEUE_HEAD(wake_queue);
static bool kicked;
static bool timerless;		/* look only when woken */
static bool told;		/* of an episode in which nothing can be done */
static bool held;		/* a condition, at the last look */
static bool held_before;
static unsigned long held_jiffies;	/* when it did last */
static bool told_nobody;	/* nobody is there who freezes, ... */
static struct oomt_member members[OOMT_MEMBERS_MAX];	/* of who is asked for */
static struct oomt_outlook ahead;	/* of all chains, at the last look */
static u64 look_ns;		/* that it took */
static s64 suspended_ns;	/* boottime minus monotonic, at the last look */
static unsigned long checked;	/* jiffies: widths */

void oomt_hook_low_wake(void)
{
	WRITE_ONCE(kicked, true);
	wake_up(&wake_queue);
}

/* ---- how long to sleep -------------------------------------------------- */

/* What the handler pushes wakes us: no need to look for it. */
#define TOLD	(~0ULL << OOMT_M_PSI_SOME_AVG10 |			\
		 1ULL << OOMT_M_ZRAM_USED | 1ULL << OOMT_M_PGSCAN_RATE)

/* Frozen ones are thawed, and the warned forgotten, in time. */
static bool in_episode(void)
{
	return held_before &&
	       time_before(jiffies, held_jiffies + msecs_to_jiffies(EPISODE_MS));
}

/*
 * Until memory could have filled so far.  Where ticks would tell of it there is
 * no hurry; in cgroups they do not look, but the handler tells of new ones.
 */
static unsigned int sleep_ms(const struct oomt_ruleset *rs)
{
	bool cgroups = rs->cgroup_metrics || rs->each, ticks;
	s64 ms = ahead.bytes / FILL_BYTES_PER_MS, most = SLEEP_FAR_MS;

	ticks = oomt_tick_live() && !cgroups && ahead.bytes;
	if (ticks)
		oomt_tick_set(ahead.bytes, rs->metrics & 1ULL << OOMT_M_MEM_FREE);
	if (ahead.blind || in_episode() || !ticks)
		most = SLEEP_MAX_MS;
	if (rs->exists || (cgroups && !oomt_handler_listens()))
		most = SLEEP_CGROUP_MS;
	if (ticks || timerless)
		return timerless ? SLEEP_FAR_MS : most;
	/* Walking all cgroups takes time, too. */
	return clamp_t(s64, max_t(s64, ms, SHARE * look_ns / NSEC_PER_MSEC),
		       SLEEP_MIN_MS, most);
}

/* ---- looking ------------------------------------------------------------ */

/* At one glance: two clocks read one after the other are never the same apart. */
static s64 slept_ns(void)
{
	return ktime_to_ns(ktime_mono_to_any(0, TK_OFFS_BOOT));
}

/* Time that passed asleep does not count for a `for`. */
static void forget_if_suspended(struct oomt_store *store)
{
	s64 now_ns = slept_ns();
	u32 i;

	if (now_ns - suspended_ns > NSEC_PER_MSEC * 100)
		for (i = 0; i < store->rs.table_count; i++)
			oomt_table_state_forget(
				&store->loaded[i]->state[OOMT_CTX_LOW],
				&store->loaded[i]->table);
	suspended_ns = now_ns;
}

/* A kill of hook oom relieves PSI too; what it gave back is there already. */
static void heed_last_kill(struct oomt_picture *pic)
{
	struct oomt_after *after = oomt_follow_after();
	u64 killed_ns = atomic64_read(&oomt_stats.killed_ns);

	if (killed_ns > after->killed_ns && !after->pending)
		*after = (struct oomt_after){
			.killed_ns = killed_ns, .others = after->others,
		};
	oomt_after_apply(after, pic);
}

/* The metrics only: whether some chain may fire, and how far it is from it. */
static bool fires_by_metrics(struct oomt_store *store, struct oomt_context *ctx)
{
	static const struct oomt_ask quick = {
		.hook = OOMT_HOOK_LOW, .quick = true,
	};
	struct oomt_picture *pic = &ctx->facts.pic;
	struct oomt_outlook one;
	bool any = false;
	u32 i;

	pic->task_count = 0;
	pic->cgroup_count = 0;
	oomt_metrics_fill(pic);
	heed_last_kill(pic);
	for (i = 0; i < store->rs.base_count[OOMT_HOOK_LOW]; i++) {
		any |= oomt_low_may_fire(&store->rs, pic, &ctx->ws, i);
		oomt_low_outlook(&store->rs, pic, &ctx->ws, i, OOMT_NONE,
				 &quick, TOLD, &one);
		oomt_outlook_add(&ahead, &one);
	}
	return any;
}

/* Conditions about cgroups, asked for real; tasks are not needed for them. */
static bool fires_by_cgroups(struct oomt_store *store, struct oomt_context *ctx)
{
	static const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };
	const struct oomt_ruleset *rs = &store->rs;
	struct oomt_picture *pic = &ctx->facts.pic;
	struct oomt_outlook one;
	bool any = false;
	u32 i, at, cgroup;

	oomt_facts_look(&ctx->facts);
	heed_last_kill(pic);
	oomt_workspace_look(&ctx->ws, rs, pic, &ask);
	for (i = 0; i < rs->base_count[OOMT_HOOK_LOW]; i++)
		for (at = 0; oomt_low_run(rs, &ctx->ws, i, &at, &cgroup);) {
			any |= oomt_low_fires(rs, pic, &ctx->ws, i, cgroup,
					      &ask);
			oomt_low_outlook(rs, pic, &ctx->ws, i, cgroup, &ask,
					 TOLD, &one);
			oomt_outlook_add(&ahead, &one);
		}
	return any;
}

/*
 * Whether some chain fires; a decision is worth the while.  Only where a
 * condition asks for tasks, or there is no room, it is not exact.
 */
static bool fires(struct oomt_store *store, struct oomt_context *ctx)
{
	const struct oomt_ruleset *rs = &store->rs;
	u64 begin_ns = ktime_get_ns();
	bool any;

	raw_write_seqcount_begin(&ctx->seq);
	oomt_kept_turn(ctx);
	ahead = (struct oomt_outlook){ .bytes = S64_MAX };
	any = fires_by_metrics(store, ctx);
	if (any && (rs->cgroup_metrics || rs->each) && !rs->exists) {
		ahead = (struct oomt_outlook){ .bytes = S64_MAX };
		any = fires_by_cgroups(store, ctx) || ctx->facts.truncated;
	}
	raw_write_seqcount_end(&ctx->seq);
	look_ns = ktime_get_ns() - begin_ns;
	return any;
}

static bool somebody_flies(void)
{
	bool flies = false;
	u64 age_ns;
	int i;

	for (i = 0; i < OOMT_CTX_MEMCG; i++)
		flies |= oomt_flight_look(i, false, &age_ns) !=
			 OOMT_PHASE_NONE;
	return flies;
}

static bool ours_flies(void)
{
	u64 age_ns;

	return oomt_flight_look(OOMT_CTX_LOW, false, &age_ns) ==
	       OOMT_PHASE_FLYING;
}

/* ---- acting ------------------------------------------------------------- */

/* The victim has had its signal. */
static void acted(struct oomt_store *store, struct oomt_context *ctx,
		  const struct oomt_target *target, enum oomt_ending by)
{
	const struct oomt_decision *d = &ctx->decision;
	u64 now_ns = ktime_get_boottime_ns();
	u32 grace_ms = d->runner[0].grace_ms;

	if (grace_ms) {
		oomt_flight_asked(OOMT_CTX_LOW, d->id,
				  now_ns + grace_ms * (u64)NSEC_PER_MSEC);
	} else {
		oomt_flight_killed(OOMT_CTX_LOW, d->id, by);
		oomt_stats_kill();
	}
	oomt_decision_acted(&store->rs, &ctx->ws, OOMT_HOOK_LOW, now_ns);
	oomt_follow_begin(store, ctx, target);
}

/* The other members of its unit, when it has had its signal. */
static void take_rest(const struct oomt_context *ctx)
{
	const struct oomt_victim *v = &ctx->decision.runner[0];

	if (v->grace_ms)
		oomt_follow_signal_rest(v->signal);
	else
		oomt_choose_kill_rest(ctx, OOMT_CTX_LOW);
}

static void signal_self(struct oomt_store *store, struct oomt_context *ctx,
			const struct oomt_target *target)
{
	const struct oomt_victim *v = &ctx->decision.runner[0];

	acted(store, ctx, target, OOMT_END_KERNEL_SIGNAL);
	if (v->grace_ms)
		oomt_target_signal(target, v->signal);
	else
		oomt_target_kill(target);
	take_rest(ctx);
}

/* Fired, and nobody may be taken or nobody is there to do it: told once. */
static unsigned int tell_once(struct oomt_store *store,
			      struct oomt_context *ctx)
{
	const struct oomt_decision *d = &ctx->decision;

	if (!told) {
		oomt_event_decision(d);
		oomt_tell_logs(store, ctx);
		oomt_event_ending(d, OOMT_END_KERNEL_CHOICE, 0, -1);
	}
	told = true;
	return SLEEP_IDLE_MS;
}

/* How long to leave it alone. */
static unsigned int act(struct oomt_store *store, struct oomt_context *ctx,
			const struct oomt_target *target)
{
	struct oomt_decision *d = &ctx->decision;
	struct oomt_target flies;
	int err, result;

	d->id = oomt_stats_decide();
	oomt_target_copy(target, &flies);
	if (!oomt_flight_begin(OOMT_CTX_LOW, d, &flies, false)) {
		oomt_target_put(&flies);	/* hook oom was faster */
		return SLEEP_MIN_MS;
	}
	oomt_kept_mark(&store->rs, ctx);
	oomt_event_decision(d);
	oomt_tell_logs(store, ctx);
	err = oomt_handler_ask(OOMT_CTX_LOW, d, members,
			       oomt_deed_members(ctx, members), &result);
	if (!err && !result) {
		acted(store, ctx, target, OOMT_END_EXECUTOR);
		if (!d->runner[0].grace_ms)
			oomt_target_kill_sharers(target);
		take_rest(ctx);
		return POLL_MS;
	}
	/* hook oom has taken it back, or it has gone by itself. */
	if (!ours_flies())
		return SLEEP_MIN_MS;
	if (!err) {
		oomt_flight_cancel(OOMT_CTX_LOW, d->id, OOMT_END_FAILED);
		return SLEEP_IDLE_MS;
	}
	if (d->flags & OOMT_DEC_FALLBACK_KERNEL) {
		oomt_flight_cancel(OOMT_CTX_LOW, d->id, OOMT_END_KERNEL_CHOICE);
		return SLEEP_IDLE_MS;
	}
	signal_self(store, ctx, target);
	return POLL_MS;
}

/* ---- what is no kill ----------------------------------------------------- */

/* Neither a flight nor the fallback's: nobody else can do it. */
static unsigned int do_deed(struct oomt_store *store, struct oomt_context *ctx)
{
	struct oomt_decision *d = &ctx->decision;
	int err, result;

	d->id = oomt_stats_decide();
	oomt_flight_last_begin(d);
	oomt_kept_mark(&store->rs, ctx);
	oomt_event_decision(d);
	oomt_tell_logs(store, ctx);
	oomt_deed_begin(ctx);
	err = oomt_handler_ask(OOMT_CTX_LOW, d, members,
			       oomt_deed_members(ctx, members), &result);
	oomt_deed_spend(ctx);
	if (!err && !result) {
		oomt_decision_acted(&store->rs, &ctx->ws, OOMT_HOOK_LOW,
				    ktime_get_boottime_ns());
		return GRACE_MS;
	}
	oomt_deed_end(d->id, err ? OOMT_END_NOBODY : OOMT_END_UNDONE);
	return SLEEP_MIN_MS;
}

/* Without an executor: told once; then others' turn, until one comes. */
static unsigned int tell_nobody(struct oomt_store *store,
				struct oomt_context *ctx)
{
	const struct oomt_decision *d = &ctx->decision;

	told_nobody = true;
	oomt_event_decision(d);
	oomt_tell_logs(store, ctx);
	oomt_event_ending(d, OOMT_END_NOBODY, 0, -1);
	return SLEEP_MIN_MS;
}

/* The episode is over: who is frozen until then goes on. */
static void thaw(void)
{
	static struct oomt_decision over;
	int err, result;

	over = (struct oomt_decision){
		.size = sizeof(over), .hook = OOMT_HOOK_LOW,
		.flags = OOMT_DEC_CALM, .at_ns = ktime_get_boottime_ns(),
		.deadline_ms = THAW_MS,
	};
	err = oomt_handler_ask(OOMT_CTX_LOW, &over, NULL, 0, &result);
	if (!err && !result)
		oomt_deed_thawed();
}

/* ---- deciding ------------------------------------------------------------ */

/* What others are giving back may do: not where a cgroup is short of memory. */
static bool others_give(const struct oomt_context *ctx)
{
	return ctx->facts.dying >= OOMT_CRUMBS &&
	       ctx->ws.decided_cgroup == OOMT_NONE &&
	       oomt_after_others(oomt_follow_after(), &ctx->facts.pic,
				 ctx->facts.dying);
}

static unsigned int decide(struct oomt_store *store, struct oomt_context *ctx)
{
	const struct oomt_choice choice = {
		.hook = OOMT_HOOK_LOW,
		.after = oomt_follow_after(),
		.heed_kernel = true,
	};
	const struct oomt_decision *d = &ctx->decision;
	struct oomt_target target;
	bool listens = oomt_handler_listens();
	unsigned int ms;

	told_nobody = told_nobody && !listens;
	ctx->ws.episode = oomt_deed_spent(told_nobody);
	oomt_choose(&store->rs, ctx, &choice, &target);
	oomt_store_seen(store, &ctx->facts);
	if (d->outcome == OOMT_OUT_NOTHING)
		return SLEEP_IDLE_MS;
	oomt_tell_warnings(store, ctx);
	if (d->outcome == OOMT_OUT_NO_CANDIDATE)
		return tell_once(store, ctx);
	if (oomt_deed_waits(ctx))
		ms = GRACE_MS;
	else if (others_give(ctx))
		ms = SLEEP_MIN_MS;
	else if (oomt_deed_is(d))
		ms = listens ? do_deed(store, ctx) : tell_nobody(store, ctx);
	else if (d->flags & OOMT_DEC_FALLBACK_KERNEL && !listens)
		ms = tell_once(store, ctx);
	else
		ms = act(store, ctx, &target);
	oomt_target_put(&target);
	return ms;
}

/* An earlier chain that kills at once does not wait for a grace. */
static bool grace_ends(struct oomt_store *store)
{
	struct oomt_after *after = oomt_follow_after();
	struct oomt_context *ctx = &store->ctx[OOMT_CTX_LOW];
	const struct oomt_choice choice = {
		.hook = OOMT_HOOK_LOW,
		.after = after,
		.heed_kernel = true,
	};
	struct oomt_target target;

	if (!after->base || !fires(store, ctx))
		return false;
	ctx->ws.episode = oomt_deed_spent(!oomt_handler_listens());
	oomt_choose(&store->rs, ctx, &choice, &target);
	oomt_target_put(&target);
	return oomt_after_grace_ends(after, &ctx->ws, &ctx->decision);
}

/* Our victim on its way out; 0: there is none. */
static unsigned int follow(struct oomt_store *store)
{
	switch (oomt_follow_look(store)) {
	case OOMT_AFTER_GRACE:
		if (!grace_ends(store))
			return GRACE_MS;
		oomt_follow_escalate();
		return POLL_MS;
	case OOMT_AFTER_PENDING:
		return POLL_MS;
	default:
		return 0;
	}
}

/* One look; how long until the next. */
static unsigned int look(struct oomt_store *store)
{
	struct oomt_context *ctx = &store->ctx[OOMT_CTX_LOW];

	if (!store->rs.base_count[OOMT_HOOK_LOW])
		return SLEEP_CALM_MS;
	forget_if_suspended(store);
	oomt_tell_calm();
	held = fires(store, ctx);
	if (held) {
		held_before = true;
		held_jiffies = jiffies;
	} else {
		told = told_nobody = false;
		return sleep_ms(&store->rs);
	}
	if (somebody_flies())
		return POLL_MS;
	return decide(store, ctx);
}

/* ---- the thread --------------------------------------------------------- */

static void look_after_widths(void)
{
	bool due = oomt_tick_crowded();

	oomt_tick_count();
	if (!due && time_before(jiffies, checked + msecs_to_jiffies(WIDTHS_MS)))
		return;
	checked = jiffies;
	oomt_store_check();
	oomt_hook_memcg_look();
}

static int run(void *unused)
{
	struct oomt_store *store;
	unsigned long next;
	unsigned int ms;
	long left, pause;

	set_freezable();
	sched_set_fifo_low(current);
	while (!kthread_should_stop()) {
		WRITE_ONCE(kicked, false);
		next = jiffies + msecs_to_jiffies(POLL_MS);
		look_after_widths();
		store = oomt_store_get();
		if (!store || !store->rs.base_count[OOMT_HOOK_LOW])
			held = false;
		ms = follow(store);
		if (!ms)
			ms = store ? look(store) : SLEEP_CALM_MS;
		oomt_store_put(store);
		if (oomt_deed_look(held))
			thaw();
		left = wait_event_freezable_timeout(wake_queue,
				READ_ONCE(kicked) || kthread_should_stop(),
				msecs_to_jiffies(ms));
		/* However often it is kicked, no more often than this. */
		pause = next - jiffies;
		if (left && !kthread_should_stop() && pause > 0)
			schedule_timeout_idle(pause);
	}
	return 0;
}

int oomt_hook_low_init(bool no_timer)
{
	int err = oomt_deed_init();

	if (err)
		return err;
	timerless = no_timer;
	checked = jiffies;
	suspended_ns = slept_ns();
	thread = kthread_run(run, NULL, "oomtables_low");
	err = PTR_ERR_OR_ZERO(thread);
	if (err)
		oomt_deed_exit();
	return err;
}

void oomt_hook_low_exit(void)
{
	kthread_stop(thread);
	oomt_follow_exit();
	oomt_deed_exit();
}

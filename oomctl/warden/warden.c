// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The warden's loop: when to look, and what to do next.  See warden.h. */
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include "low.h"
#include "record/recorder.h"
#include "value.h"
#include "warden.h"

#define SLEEP_IDLE_MS	250		/* fired, but there is nothing to do */
#define POLL_MS		10		/* a victim is on its way out */
#define GRACE_MS	100		/* it has been asked to go */
#define EPISODE_NS	(60 * OOMT_NS_PER_S)
#define SURVEY_MIN_NS	(1 * OOMT_NS_PER_S)
#define SURVEY_MAX_NS	(5 * OOMT_NS_PER_S)
#define SURVEY_SHARE	100	/* they take no more of a CPU than this part */
#define SURVEY_SLOW_NS	(20 * OOMT_NS_PER_S)
#define JUMP_NS		(100 * OOMT_NS_PER_MS)

/* ---- room ---------------------------------------------------------------- */

/* As large as the census may become before its next survey. */
static int fit_workspace(struct oomt_warden *warden)
{
	const struct oomt_census *census = &warden->census;
	struct oomt_workspace *ws = &warden->ws, larger;
	u32 *want;
	u32 i;

	if (ws->task_capacity >= census->capacity &&
	    ws->cgroup_capacity >= census->cgroup_capacity)
		return 0;
	want = calloc(census->cgroup_capacity, sizeof(*want));
	if (!want)
		return -ENOMEM;
	free(warden->want);
	warden->want = want;
	if (oomt_workspace_init(&larger, warden->rs, census->capacity,
				census->cgroup_capacity))
		return -ENOMEM;
	larger.decided_base = ws->decided_base;
	larger.episode = &warden->spent;
	for (i = 0; i < warden->rs->table_count; i++)
		larger.state[i] = &warden->state[i];
	oomt_workspace_exit(ws);
	*ws = larger;
	return 0;
}

static int survey(struct oomt_warden *warden)
{
	u64 now_ns = oomt_now_ns();
	int err = oomt_census_survey(&warden->census, now_ns);

	warden->surveyed_ns = now_ns;
	warden->survey_ns = oomt_now_ns() - now_ns;
	warden->gathered_ns = 0;
	if (!err)
		err = fit_workspace(warden);
	if (!err && warden->ex->recorder)
		err = oomt_recorder_fit(warden->ex->recorder,
					warden->census.capacity,
					warden->census.cgroup_capacity);
	if (err)
		return err;
	oomt_learner_turn(&warden->learner, &warden->census);
	oomt_warden_watch_cgroups(warden);
	return 0;
}

static u64 since_resume_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return oomt_now_ns() -
	       ((u64)now.tv_sec * OOMT_NS_PER_S + now.tv_nsec);
}

int oomt_warden_init(struct oomt_warden *warden, struct oomt_executor *ex,
		     const struct oomt_ruleset *rs, const char *root,
		     bool sweep)
{
	u32 i;
	int err;

	memset(warden, 0, sizeof(*warden));
	warden->ex = ex;
	warden->rs = rs;
	warden->pidfd = -1;
	oomt_meters_init(&warden->meters);
	warden->suspended_ns = since_resume_ns();
	warden->census.proc = warden->census.loadavg = -1;
	warden->census.hierarchy = -1;
	warden->watch.fd = warden->watch.inotify = -1;
	warden->unit.ledger = warden->deeds.ledger = &ex->ledger;
	/* Before any thread, and while there is memory. */
	err = oomt_deeds_start(&warden->deeds, oomt_warden_deed_kinds(rs));
	if (!err)
		err = oomt_episode_init(&warden->spent,
					2 * OOMT_MEMBERS_MAX);
	if (!err)
		err = oomt_census_init(&warden->census, root);
	warden->no_sweep = "not asked for";
	if (!err && sweep &&
	    oomt_census_use_sweep(&warden->census, &warden->no_sweep))
		warden->no_sweep = NULL;
	warden->census.helper = warden->deeds.helper.pid;
	warden->census.executor = ex->pid;
	warden->census.learns = rs->fields | rs->order_fields;
	if (!err)
		oomt_cgroup_watch_init(&warden->watch,
				       warden->census.hierarchy);
	if (!err)
		err = oomt_warden_name_cgroups(warden);
	if (!err && warden->census.learns & 1ULL << OOMT_F_CMDLINE)
		err = oomt_learner_start(&warden->learner, &warden->census);
	for (i = 0; !err && i < rs->table_count; i++)
		err = oomt_table_state_init(&warden->state[i], rs->table[i]);
	if (!err)
		warden->told_dry = calloc(rs->base_count[OOMT_HOOK_LOW] + 1,
					  sizeof(*warden->told_dry));
	warden->fires = calloc(rs->base_count[OOMT_HOOK_LOW] + 1,
			       sizeof(*warden->fires));
	if (!err && (!warden->told_dry || !warden->fires))
		err = -ENOMEM;
	if (!err)
		err = oomt_episode_init(&warden->episode, OOMT_WARNED_MAX);
	if (!err)
		err = survey(warden);
	if (err) {
		oomt_warden_exit(warden);
		return err;
	}
	oomt_warden_thresholds(warden);
	oomt_meters_open(&warden->meters, root);
	oomt_warden_foresee(warden);
	return 0;
}

void oomt_warden_exit(struct oomt_warden *warden)
{
	u32 i;

	if (!warden->rs)
		return;
	for (i = 0; i < warden->rs->table_count; i++)
		oomt_table_state_exit(&warden->state[i]);
	oomt_meters_exit(&warden->meters);
	if (warden->pidfd >= 0)
		close(warden->pidfd);
	oomt_cgroup_watch_exit(&warden->watch);
	oomt_learner_stop(&warden->learner);
	oomt_deeds_stop(&warden->deeds);
	oomt_episode_exit(&warden->spent);
	oomt_members_drop(&warden->unit);
	oomt_sharers_drop(&warden->sharers);
	oomt_workspace_exit(&warden->ws);
	oomt_census_exit(&warden->census);
	oomt_episode_exit(&warden->episode);
	free(warden->told_dry);
	free(warden->fires);
	free(warden->want);
	free(warden->named_want);
	warden->told_dry = warden->fires = NULL;
	warden->want = warden->named_want = NULL;
	warden->rs = NULL;
}

/* ---- looking ------------------------------------------------------------- */

/* Time that passed asleep does not count for a `for`. */
static void forget_if_suspended(struct oomt_warden *warden)
{
	u64 now_ns = since_resume_ns();
	u32 i;

	if ((s64)(now_ns - warden->suspended_ns) > JUMP_NS)
		for (i = 0; i < warden->rs->table_count; i++)
			oomt_table_state_forget(&warden->state[i],
						warden->rs->table[i]);
	warden->suspended_ns = now_ns;
}

static bool fires(struct oomt_warden *warden, bool following)
{
	bool any = oomt_warden_fires(warden, following);
	u32 i;

	for (i = 0; i < warden->rs->base_count[OOMT_HOOK_LOW]; i++)
		if (!warden->fires[i])
			warden->told_dry[i] = false;
	return any;
}

static void survey_if_due(struct oomt_warden *warden, u64 due_ns)
{
	if (oomt_now_ns() - warden->surveyed_ns >= due_ns)
		survey(warden);
}

static void calm(struct oomt_warden *warden, unsigned int sleep_ms)
{
	u64 now_ns = oomt_now_ns(), due_ns = 5 * sleep_ms * OOMT_NS_PER_MS;

	warden->told_nobody = false;
	warden->told.pid = 0;
	if (now_ns - warden->fired_ns > EPISODE_NS)
		warden->passed_count = 0;
	/* Takes the sample for growth. */
	if (oomt_census_step_due(&warden->census, warden->census.pic.now_ns))
		oomt_warden_gather(warden);
	if (due_ns < SURVEY_MIN_NS)
		due_ns = SURVEY_MIN_NS;
	if (due_ns > SURVEY_MAX_NS)
		due_ns = SURVEY_MAX_NS;
	if (due_ns < SURVEY_SHARE * warden->survey_ns)
		due_ns = SURVEY_SHARE * warden->survey_ns;
	if (due_ns > SURVEY_SLOW_NS)
		due_ns = SURVEY_SLOW_NS;
	survey_if_due(warden, due_ns);
}

static void tell_nobody(struct oomt_warden *warden)
{
	struct oomt_job *job = &warden->job;

	if (warden->told_nobody)
		return;
	warden->told_nobody = true;
	warden->decision.id = ++warden->decisions;
	memset(job, 0, sizeof(*job));
	job->decision = warden->decision;
	job->pidfd = -1;
	job->available = job->swap_free = -1;
	oomt_warden_catch(warden);
	oomt_warden_tell(warden, OOMT_JOB_NOBODY, job);
}

/* Once per time that it fires, what a dry chain would do. */
static void tell_dry_chains(struct oomt_warden *warden)
{
	const struct oomt_ruleset *rs = warden->rs;
	struct oomt_job *job = &warden->job;
	u32 i;

	for (i = 0; i < rs->base_count[OOMT_HOOK_LOW]; i++) {
		const struct oomt_chain *chain = oomt_base_chain_get(rs,
					&rs->base[OOMT_HOOK_LOW][i]);

		if (!(chain->flags & OOMT_CHAIN_DRY) || warden->told_dry[i] ||
		    !warden->fires[i])
			continue;
		warden->told_dry[i] = true;
		memset(job, 0, sizeof(*job));
		job->pidfd = -1;
		job->available = job->swap_free = -1;
		if (!oomt_warden_decide_dry(warden, i, &job->decision))
			continue;
		job->decision.id = ++warden->decisions;
		oomt_warden_tell(warden, OOMT_JOB_DRY, job);
	}
}

static unsigned int follow_ms(const struct oomt_warden *warden)
{
	u64 now_ns = oomt_now_ns(), until_ns = warden->after.grace_until_ns;

	if (!warden->in_grace)
		return POLL_MS;
	if (until_ns <= now_ns)
		return 0;
	until_ns = (until_ns - now_ns) / OOMT_NS_PER_MS;
	return until_ns < GRACE_MS ? until_ns + 1 : GRACE_MS;
}

/*
 * What others have killed gives its memory back, which may do.  Not where a
 * cgroup is short of it: whose that is nobody has looked.  Nor is anybody killed
 * who has been: then the decision is another one.
 */
static bool others_give(struct oomt_warden *warden)
{
	struct oomt_workspace *ws = &warden->ws;
	struct oomt_picture *pic = &warden->census.pic;
	s64 dying = oomt_census_dying(&warden->census);

	if (dying >= OOMT_CRUMBS && ws->decided_cgroup == OOMT_NONE &&
	    oomt_after_others(&warden->after, pic, dying))
		return true;
	if (pic->task[ws->best[0]].flags & OOMT_TASK_EXITING) {
		oomt_warden_decide_again(warden);
		oomt_warden_settle(warden);
	}
	return false;
}

/* A decision, and what follows from it; how long to sleep then, in ms. */
static unsigned int decide_and_act(struct oomt_warden *warden)
{
	bool acted;

	if (oomt_warden_decide(warden))
		return SLEEP_IDLE_MS;
	if (warden->decision.outcome == OOMT_OUT_VICTIM &&
	    oomt_warden_deed_waits(warden))
		return GRACE_MS;
	if (warden->decision.outcome == OOMT_OUT_VICTIM && others_give(warden)) {
		oomt_warden_tell_notes(warden);
		return POLL_MS;
	}
	acted = warden->decision.outcome == OOMT_OUT_VICTIM &&
		oomt_warden_act(warden);
	if (!acted && warden->decision.outcome == OOMT_OUT_NO_CANDIDATE)
		tell_nobody(warden);
	oomt_warden_tell_notes(warden);
	if (acted)
		return warden->dry_run ? SLEEP_IDLE_MS :
		       warden->following ? follow_ms(warden) : GRACE_MS;
	tell_dry_chains(warden);
	/* Nothing can be done: then at least know everybody. */
	survey_if_due(warden, warden->census.truncated ? 0 : SURVEY_MAX_NS);
	return SLEEP_IDLE_MS;
}

unsigned int oomt_warden_look(struct oomt_warden *warden)
{
	unsigned int sleep_ms;
	bool following, held;

	atomic_store(&warden->beat_ns, oomt_now_ns());
	forget_if_suspended(warden);
	oomt_warden_sample(warden);
	following = oomt_warden_follow(warden);
	/* What it gave back when it went is in this sample. */
	held = fires(warden, following);
	oomt_episode_tick(&warden->episode, held, warden->census.pic.now_ns);
	oomt_warden_look_after_deeds(warden, held);
	if (!held) {
		sleep_ms = oomt_warden_sleep_ms(warden);
		if (!following)
			calm(warden, sleep_ms);
		return following ? follow_ms(warden) : sleep_ms;
	}
	warden->fired_ns = warden->census.pic.now_ns;
	return following ? follow_ms(warden) : decide_and_act(warden);
}

/* ---- the thread ---------------------------------------------------------- */

/* Others are there: known at once, if this is a calm time. */
static void list_cgroups(struct oomt_warden *warden)
{
	if (warden->fired_ns == warden->census.pic.now_ns)
		return;
	oomt_census_list_cgroups(&warden->census);
	oomt_warden_watch_cgroups(warden);
}

static void wait_for_news(struct oomt_warden *warden, unsigned int ms)
{
	const struct oomt_executor *ex = warden->ex;
	struct pollfd wait[] = {
		{ .fd = ex->stop_fd, .events = POLLIN },
		{ .fd = warden->trigger ? ex->psi[0] : -1, .events = POLLPRI },
		{ .fd = warden->unit.count ? warden->unit.one[0].pidfd : -1,
		  .events = POLLIN },
		{ .fd = warden->deeds.helper.pid ?
			warden->deeds.helper.socket : -1, .events = POLLIN },
		{ .fd = warden->watch.fd, .events = POLLIN },
	};

	if (poll(wait, ARRAY_SIZE(wait), ms) <= 0)
		return;
	if (wait[1].revents & POLLERR)
		warden->trigger = false;
	if (wait[4].revents &&
	    oomt_cgroup_watch_turn(&warden->watch) & OOMT_WATCH_TREE)
		list_cgroups(warden);
}

void *oomt_warden_main(void *arg)
{
	struct oomt_executor *ex = arg;
	struct oomt_warden *warden = ex->warden;

	ex->realtime = oomt_realtime(20);
	warden->trigger = oomt_pressure_arm(ex->psi[0]);
	sem_post(&ex->prepared);
	while (!atomic_load(&ex->stopping))
		wait_for_news(warden, oomt_warden_look(warden));
	oomt_deeds_let_go(&warden->deeds, oomt_now_ns());
	oomt_warden_tell_deeds(warden);
	return NULL;
}

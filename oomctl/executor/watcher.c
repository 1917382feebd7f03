// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The watcher: a thread of the executor that stands by the module's hook low.
 * It knows the tables in force, waits for what happens in the cgroups that
 * their conditions are about, and then lets the module look at once; it tells
 * memory.anon, which a module cannot ask for; and it lets the feeder know which
 * metrics somebody asks for.  It never kills, and nobody waits for it.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "proc/cgroup_facts.h"
#include "proc/cgroup_wants.h"
#include "proc/cgroup_watch.h"
#include "executor.h"
#include "kernel_rules.h"

#define AGAIN_MS	1000		/* when something failed */
#define SETTLE_NS	(100ULL * 1000000)	/* between two listings */
/* memory.anon: often while it moves. */
#define ANON_MIN_MS	50
#define ANON_MAX_MS	250
#define ANON_MANY	256		/* cgroups */

struct listed {
	char *path;
	u32 want;
};

struct watcher {
	struct oomt_executor *ex;
	struct oomt_nl events, asks;	/* what happens; what is asked for */
	struct oomt_rules rules;
	bool stale;			/* the tables have changed */
	int hierarchy;
	struct oomt_cgroup_watch watch;
	struct oomt_buffer buf;
	/* the cgroups of a listing */
	struct listed *listed;
	u32 count, room;
	u64 listed_ns;
	bool relist;
	/* memory.anon */
	struct oomt_cgroup anon[ANON_MANY];
	u32 anon_count;
	unsigned int anon_ms;
};

static struct watcher the_watcher;

static void push(struct watcher *watcher, u64 id, u32 metric, s64 value)
{
	const struct oomt_handler_msg msg = {
		.type = OOMT_MSG_CGROUP, .id = id, .metric = metric,
		.value = value,
	};

	/* If the module is gone, the killer notices. */
	if (write(watcher->ex->device, &msg, sizeof(msg)) < 0)
		return;
}

/* ---- which cgroups -------------------------------------------------------- */

static int list_one(void *arg, const char *path, u32 want)
{
	struct watcher *watcher = arg;
	u32 i, room = watcher->room ? 2 * watcher->room : 64;
	struct listed *bigger;

	for (i = 0; want && i < watcher->count; i++)
		if (!strcmp(watcher->listed[i].path, path)) {
			watcher->listed[i].want |= want;
			return 0;
		}
	if (watcher->count == watcher->room) {
		bigger = reallocarray(watcher->listed, room, sizeof(*bigger));
		if (!bigger)
			return -ENOMEM;
		watcher->listed = bigger;
		watcher->room = room;
	}
	watcher->listed[watcher->count].want = want;
	watcher->listed[watcher->count].path = strdup(path);
	return watcher->listed[watcher->count].path ? watcher->count++, 0 :
						      -ENOMEM;
}

static int list_walked(void *arg, const char *path)
{
	struct watcher *watcher = arg;

	oomt_cgroup_watch_children(&watcher->watch, path);
	return list_one(watcher, path, 0);
}

static void unlist(struct watcher *watcher)
{
	while (watcher->count)
		free(watcher->listed[--watcher->count].path);
}

/* Which of them are those that a chain runs for: the engine tells. */
static int want_of_each(struct watcher *watcher)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };
	const struct oomt_ruleset *rs = &watcher->rules.rs;
	struct oomt_picture pic = { .cgroup_count = watcher->count };
	struct oomt_workspace ws = { 0 };
	u32 *want = calloc(watcher->count + 1, sizeof(*want)), i;
	int err = -ENOMEM;

	pic.cgroup = calloc(watcher->count + 1, sizeof(*pic.cgroup));
	if (want && pic.cgroup)
		err = oomt_workspace_init(&ws, rs, 1, watcher->count);
	for (i = 0; !err && i < watcher->count; i++)
		pic.cgroup[i].path = watcher->listed[i].path;
	if (!err) {
		oomt_workspace_look(&ws, rs, &pic, &ask);
		oomt_cgroup_wants_each(rs, &ws, want);
		for (i = 0; i < watcher->count; i++)
			watcher->listed[i].want |= want[i];
		oomt_workspace_exit(&ws);
	}
	free(pic.cgroup);
	free(want);
	return err;
}

static int list_named(void *arg, const char *path, u32 want)
{
	struct watcher *watcher = arg;

	oomt_cgroup_watch_way(&watcher->watch, path);
	return list_one(watcher, path, want);
}

/* Watches those that are there and wanted. */
static void watch_listed(struct watcher *watcher)
{
	u32 i;

	watcher->anon_count = 0;
	watcher->anon_ms = ANON_MIN_MS;
	oomt_cgroup_watch_begin(&watcher->watch);
	for (i = 0; i < watcher->count; i++) {
		const struct listed *one = &watcher->listed[i];
		struct oomt_cgroup cgroup = { .path = one->path };

		if (!one->want || !oomt_cgroup_read(watcher->hierarchy, 0,
						    &watcher->buf, &cgroup))
			continue;
		oomt_cgroup_watch_add(&watcher->watch, one->path, cgroup.id,
				      one->want);
		if (one->want & 1U << OOMT_CM_MEMORY_ANON &&
		    watcher->anon_count < ANON_MANY)
			watcher->anon[watcher->anon_count++] = cgroup;
	}
	oomt_cgroup_watch_end(&watcher->watch);
}

static void list(struct watcher *watcher)
{
	const struct oomt_ruleset *rs = &watcher->rules.rs;
	int err = 0;

	watcher->relist = false;
	watcher->listed_ns = oomt_now_ns();
	watcher->anon_count = 0;	/* their paths go */
	unlist(watcher);
	if (rs->each)
		err = oomt_cgroup_walk(watcher->hierarchy, list_walked,
				       watcher);
	if (!err && rs->cgroup_metrics)
		err = oomt_cgroup_wants_named(rs, list_named, watcher);
	if (!err && rs->each)
		err = want_of_each(watcher);
	if (!err)
		watch_listed(watcher);
	watcher->relist = err;
	/* Somebody new may be there. */
	if (watcher->count)
		push(watcher, 0, OOMT_NONE, 0);
}

/* ---- the tables in force ------------------------------------------------- */

static int see(const struct oomt_nl_event *event, void *arg)
{
	struct watcher *watcher = arg;

	watcher->stale |= event->event == OOMT_EV_TABLES;
	return 0;
}

/* 0; -errno: to be tried again. */
static int fetch(struct watcher *watcher)
{
	struct oomt_nl *nl = &watcher->asks;
	int err = oomt_nl_open(nl);

	if (err)
		return err;
	err = oomt_kernel_rules_fetch(nl, NULL, &watcher->rules);
	oomt_nl_close(nl);
	if (!err)
		err = oomt_rules_seal(&watcher->rules);
	/* Without them everything may be asked for. */
	oomt_asked_set(watcher->ex, err ? ~0ULL : watcher->rules.rs.metrics);
	if (!err)
		list(watcher);
	return err;
}

static void tell_anon(struct watcher *watcher)
{
	bool moved = false;
	u32 i;

	for (i = 0; i < watcher->anon_count; i++) {
		struct oomt_cgroup *cgroup = &watcher->anon[i];
		s64 before = cgroup->metric[OOMT_CM_MEMORY_ANON];

		if (!oomt_cgroup_read(watcher->hierarchy,
				      1U << OOMT_CM_MEMORY_ANON,
				      &watcher->buf, cgroup) ||
		    !(cgroup->known & 1U << OOMT_CM_MEMORY_ANON))
			continue;
		moved |= cgroup->metric[OOMT_CM_MEMORY_ANON] != before;
		push(watcher, cgroup->id, OOMT_CM_MEMORY_ANON,
		     cgroup->metric[OOMT_CM_MEMORY_ANON]);
	}
	watcher->anon_ms = moved || 2 * watcher->anon_ms < ANON_MIN_MS ?
				   ANON_MIN_MS : 2 * watcher->anon_ms;
	if (watcher->anon_ms > ANON_MAX_MS)
		watcher->anon_ms = ANON_MAX_MS;
}

/* ---- the thread ---------------------------------------------------------- */

static int how_long(const struct watcher *watcher)
{
	if (watcher->stale)
		return AGAIN_MS;
	if (watcher->relist)
		return SETTLE_NS / 1000000;
	return watcher->anon_count ? (int)watcher->anon_ms : -1;
}

/* False: the events cannot be heard any more. */
static bool wait_for_news(struct watcher *watcher)
{
	struct pollfd wait[] = {
		{ .fd = watcher->ex->stop_fd, .events = POLLIN },
		{ .fd = oomt_nl_fd(&watcher->events), .events = POLLIN },
		{ .fd = watcher->watch.fd, .events = POLLIN },
	};
	u32 news;
	int err;

	if (poll(wait, ARRAY_SIZE(wait), how_long(watcher)) < 0)
		return errno == EINTR;
	if (wait[1].revents) {
		err = oomt_nl_hear(&watcher->events, see, watcher);
		if (err && err != -ENOBUFS)
			return false;
		/* Which ones were lost is not known. */
		watcher->stale |= err == -ENOBUFS;
	}
	if (wait[2].revents) {
		news = oomt_cgroup_watch_turn(&watcher->watch);
		watcher->relist |= news & OOMT_WATCH_TREE;
		if (news & OOMT_WATCH_NEWS)
			push(watcher, 0, OOMT_NONE, 0);
	}
	return true;
}

static void go_on(struct watcher *watcher)
{
	bool heard = true;

	watcher->stale = true;
	while (heard && !atomic_load(&watcher->ex->stopping)) {
		if (watcher->stale)
			watcher->stale = fetch(watcher);
		else if (watcher->relist &&
			 oomt_now_ns() - watcher->listed_ns > SETTLE_NS)
			list(watcher);
		tell_anon(watcher);
		heard = wait_for_news(watcher);
	}
}

void *oomt_watcher_main(void *arg)
{
	struct watcher *watcher = &the_watcher;
	struct oomt_executor *ex = watcher->ex = arg;
	struct pollfd wait = { .fd = ex->stop_fd, .events = POLLIN };
	int root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	watcher->hierarchy = root < 0 ? -1 : oomt_cgroup_hierarchy(root);
	if (root >= 0)
		close(root);
	oomt_realtime(17);
	oomt_rules_init(&watcher->rules);
	oomt_cgroup_watch_init(&watcher->watch, watcher->hierarchy);
	while (!atomic_load(&ex->stopping)) {
		if (!oomt_nl_open(&watcher->events)) {
			if (!oomt_nl_subscribe(&watcher->events))
				go_on(watcher);
			oomt_nl_close(&watcher->events);
		}
		poll(&wait, 1, AGAIN_MS);
	}
	oomt_cgroup_watch_exit(&watcher->watch);
	oomt_rules_exit(&watcher->rules);
	unlist(watcher);
	free(watcher->listed);
	oomt_buffer_exit(&watcher->buf);
	if (watcher->hierarchy >= 0)
		close(watcher->hierarchy);
	return NULL;
}

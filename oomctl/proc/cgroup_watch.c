// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * One epoll descriptor over PSI triggers, memory.events and inotify.  Events of
 * a cgroup are taken edge by edge: its files go on saying "error" when it has
 * gone, until somebody adds all anew.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <unistd.h>
#include "cgroup_facts.h"
#include "cgroup_wants.h"
#include "cgroup_watch.h"

#define EVENTS		32		/* at once */

/* Where the hierarchy is, for inotify, which knows no descriptors. */
static void find_base(struct oomt_cgroup_watch *watch)
{
	char name[48];
	ssize_t len;

	snprintf(name, sizeof(name), "/proc/self/fd/%d", watch->hierarchy);
	len = readlink(name, watch->base, sizeof(watch->base));
	if (len < 0 || len == sizeof(watch->base))
		len = 0;
	watch->base[len] = '\0';
}

static void listen_to(struct oomt_cgroup_watch *watch, int fd, u32 events)
{
	struct epoll_event event = { .events = events, .data.fd = fd };

	epoll_ctl(watch->fd, EPOLL_CTL_ADD, fd, &event);
}

void oomt_cgroup_watch_init(struct oomt_cgroup_watch *watch, int hierarchy)
{
	memset(watch, 0, sizeof(*watch));
	watch->hierarchy = hierarchy;
	watch->fd = watch->inotify = -1;
	if (hierarchy < 0)
		return;
	watch->fd = epoll_create1(EPOLL_CLOEXEC);
	if (watch->fd < 0)
		return;
	find_base(watch);
	watch->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watch->inotify >= 0)
		listen_to(watch, watch->inotify, EPOLLIN);
}

static void drop(struct oomt_cgroup_watch *watch, u32 index)
{
	struct oomt_watched *one = &watch->one[index];

	if (one->pressure >= 0)
		close(one->pressure);
	if (one->events >= 0)
		close(one->events);
	*one = watch->one[--watch->count];
}

void oomt_cgroup_watch_exit(struct oomt_cgroup_watch *watch)
{
	while (watch->count)
		drop(watch, 0);
	free(watch->one);
	watch->one = NULL;
	watch->room = 0;
	if (watch->inotify >= 0)
		close(watch->inotify);
	if (watch->fd >= 0)
		close(watch->fd);
	watch->fd = watch->inotify = -1;
}

void oomt_cgroup_watch_begin(struct oomt_cgroup_watch *watch)
{
	u32 i;

	for (i = 0; i < watch->count; i++)
		watch->one[i].kept = false;
}

static struct oomt_watched *find(struct oomt_cgroup_watch *watch, u64 id)
{
	u32 i;

	for (i = 0; i < watch->count; i++)
		if (watch->one[i].id == id)
			return &watch->one[i];
	return NULL;
}

static bool make_room(struct oomt_cgroup_watch *watch)
{
	u32 room = watch->room ? 2 * watch->room : 16;
	void *bigger;

	if (watch->count < watch->room)
		return true;
	if (watch->count >= OOMT_WATCHED_MAX)
		return false;
	bigger = reallocarray(watch->one, room, sizeof(*watch->one));
	if (!bigger)
		return false;
	watch->one = bigger;
	watch->room = room;
	return true;
}

/* Stall of 100 ms within 1 s; unprivileged users may only ask for 2 s. */
bool oomt_pressure_arm(int fd)
{
	static const char any[] = "some 100000 1000000";
	static const char slow[] = "some 200000 2000000";

	return fd >= 0 && (write(fd, any, sizeof(any)) > 0 ||
			   write(fd, slow, sizeof(slow)) > 0);
}

static int open_pressure(int dir)
{
	int fd = openat(dir, "memory.pressure",
			O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0 && !oomt_pressure_arm(fd)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

void oomt_cgroup_watch_add(struct oomt_cgroup_watch *watch, const char *path,
			   u64 id, u32 want)
{
	struct oomt_watched *one;
	int dir;

	if (watch->fd < 0)
		return;
	one = find(watch, id);
	if (one) {
		one->kept = true;
		return;
	}
	if (!make_room(watch))
		return;
	dir = oomt_cgroup_open(watch->hierarchy, path, O_PATH);
	if (dir < 0)
		return;
	one = &watch->one[watch->count++];
	*one = (struct oomt_watched){ .id = id, .kept = true, .pressure = -1 };
	if (want & OOMT_CGROUP_PRESSURE)
		one->pressure = open_pressure(dir);
	one->events = openat(dir, "memory.events", O_RDONLY | O_CLOEXEC);
	close(dir);
	if (one->pressure >= 0)
		listen_to(watch, one->pressure, EPOLLPRI | EPOLLET);
	if (one->events >= 0)
		listen_to(watch, one->events, EPOLLPRI | EPOLLET);
}

void oomt_cgroup_watch_children(struct oomt_cgroup_watch *watch,
				const char *path)
{
	char name[PATH_MAX];
	int len;

	if (watch->inotify < 0 || !watch->base[0])
		return;
	len = snprintf(name, sizeof(name), "%s%s", watch->base, path);
	if (len < 0 || (size_t)len >= sizeof(name))
		return;
	inotify_add_watch(watch->inotify, name,
			  IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
			  IN_ONLYDIR);
}

void oomt_cgroup_watch_way(struct oomt_cgroup_watch *watch, const char *path)
{
	char way[PATH_MAX];
	char *slash;

	oomt_cgroup_watch_children(watch, "/");
	snprintf(way, sizeof(way), "%s", path);
	for (slash = strchr(way + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		oomt_cgroup_watch_children(watch, way);
		*slash = '/';
	}
}

void oomt_cgroup_watch_end(struct oomt_cgroup_watch *watch)
{
	u32 i;

	/* From the end: the last takes the place of who is dropped. */
	for (i = watch->count; i-- > 0;)
		if (!watch->one[i].kept)
			drop(watch, i);
}

/* Also its end: then memory.events says so, and the tree has changed. */
static u32 news_of(struct oomt_cgroup_watch *watch, int fd)
{
	char text[4096] __attribute__((aligned(8)));

	if (fd != watch->inotify)
		/* What was read is what the next event differs from. */
		return pread(fd, text, sizeof(text), 0) < 0 ?
			       OOMT_WATCH_TREE : OOMT_WATCH_NEWS;
	while (read(fd, text, sizeof(text)) > 0)
		;
	return OOMT_WATCH_TREE;
}

u32 oomt_cgroup_watch_turn(struct oomt_cgroup_watch *watch)
{
	struct epoll_event event[EVENTS];
	int i, n = watch->fd < 0 ? 0 : epoll_wait(watch->fd, event, EVENTS, 0);
	u32 news = 0;

	for (i = 0; i < n; i++)
		news |= news_of(watch, event[i].data.fd);
	return news;
}

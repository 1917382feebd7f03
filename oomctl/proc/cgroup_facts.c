// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Reading cgroups; see cgroup_facts.h. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cgroup_facts.h"
#include "pressure.h"
#include "texts.h"

#define DEPTH_MAX	64		/* of what is walked */

int oomt_cgroup_hierarchy(int root)
{
	static const char *const places[] = {
		"sys/fs/cgroup", "sys/fs/cgroup/unified",
	};
	char path[64];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		snprintf(path, sizeof(path), "%s/cgroup.controllers",
			 places[i]);
		if (!faccessat(root, path, F_OK, 0))
			return openat(root, places[i], O_RDONLY | O_DIRECTORY |
							O_CLOEXEC);
	}
	return -1;
}

int oomt_cgroup_open(int hierarchy, const char *path, int how)
{
	int fd;

	if (hierarchy < 0)
		return -ENOENT;
	fd = openat(hierarchy, path[0] && path[1] ? path + 1 : ".",
		    O_DIRECTORY | O_CLOEXEC | how);
	return fd < 0 ? -errno : fd;
}

static void know(struct oomt_cgroup *cgroup, unsigned int metric, s64 value)
{
	cgroup->metric[metric] = value;
	cgroup->known |= 1U << metric;
}

static s64 bytes_of(const char *text)
{
	s64 bytes;

	if (!strncmp(text, "max", 3))
		return OOMT_NO_LIMIT;
	bytes = strtoll(text, NULL, 10);
	return bytes < 0 || bytes > OOMT_SIZE_MAX ? OOMT_SIZE_MAX : bytes;
}

static void read_sizes(int dir, u32 want, struct oomt_buffer *buf,
		       struct oomt_cgroup *cgroup)
{
	static const struct {
		const char *file;
		enum oomt_cgroup_metric metric;
	} files[] = {
		{ "memory.current",	 OOMT_CM_MEMORY_CURRENT },
		{ "memory.max",		 OOMT_CM_MEMORY_MAX },
		{ "memory.swap.current", OOMT_CM_SWAP_CURRENT },
	};
	const char *anon;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		if (want & 1U << files[i].metric &&
		    !oomt_buffer_read(buf, dir, files[i].file))
			know(cgroup, files[i].metric, bytes_of(buf->data));
	if (!(want & 1U << OOMT_CM_MEMORY_ANON) ||
	    oomt_buffer_read(buf, dir, "memory.stat"))
		return;
	anon = oomt_buffer_line(buf, "anon ");
	if (anon)
		know(cgroup, OOMT_CM_MEMORY_ANON, bytes_of(anon));
}

/* The averages of a cgroup stand in the order of the machine's. */
static void read_pressure(int dir, u32 want, struct oomt_buffer *buf,
			  struct oomt_cgroup *cgroup)
{
	static const struct oomt_psi_file files[] = {
		{ "memory.pressure", OOMT_M_PSI_SOME_AVG10 },
		{ "io.pressure",     OOMT_M_PSI_IO_SOME_AVG10 },
		{ "cpu.pressure",    OOMT_M_PSI_CPU_SOME_AVG10 },
	};
	const unsigned int shift = OOMT_M_PSI_SOME_AVG10 -
				   OOMT_CM_PSI_SOME_AVG10;
	struct oomt_metrics metrics = { 0 };
	unsigned int i, m;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		if (want >> (files[i].first - shift) & 0x3f &&
		    !oomt_buffer_read(buf, dir, files[i].path))
			oomt_psi_parse(buf->data, files[i].first, &metrics);
	for (m = OOMT_CM_PSI_SOME_AVG10; m < OOMT_CM_COUNT; m++)
		if (metrics.known & 1ULL << (m + shift))
			know(cgroup, m, metrics.value[m + shift]);
}

bool oomt_cgroup_read(int hierarchy, u32 want, struct oomt_buffer *buf,
		      struct oomt_cgroup *cgroup)
{
	int dir = oomt_cgroup_open(hierarchy, cgroup->path, O_RDONLY);
	struct stat stat;

	cgroup->known = 0;
	cgroup->oom_group = false;
	cgroup->id = oomt_text_id(cgroup->path);
	if (dir < 0)
		return false;
	if (!fstat(dir, &stat))
		cgroup->id = stat.st_ino;
	read_sizes(dir, want, buf, cgroup);
	read_pressure(dir, want, buf, cgroup);
	if (want & OOMT_CGROUP_OOM_GROUP &&
	    !oomt_buffer_read(buf, dir, "memory.oom.group"))
		cgroup->oom_group = buf->data[0] == '1';
	close(dir);
	return true;
}

/* ---- walking ------------------------------------------------------------- */

struct walk {
	int (*each)(void *arg, const char *path);
	void *arg;
	char path[PATH_MAX];
};

static int walk_one(struct walk *walk, int parent, const char *name,
		    size_t len, unsigned int depth)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent *entry;
	int err, added;
	DIR *dir;

	/* It may have gone meanwhile. */
	if (fd < 0)
		return 0;
	err = walk->each(walk->arg, len ? walk->path : "/");
	dir = err ? NULL : fdopendir(fd);
	if (!dir) {
		close(fd);
		return err ? err : -ENOMEM;
	}
	while (!err && depth < DEPTH_MAX && (entry = readdir(dir))) {
		if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
			continue;
		added = snprintf(walk->path + len, sizeof(walk->path) - len,
				 "/%s", entry->d_name);
		if ((size_t)added < sizeof(walk->path) - len)
			err = walk_one(walk, fd, entry->d_name, len + added,
				       depth + 1);
		walk->path[len] = '\0';
	}
	closedir(dir);
	return err;
}

int oomt_cgroup_walk(int hierarchy, int (*each)(void *arg, const char *path),
		     void *arg)
{
	struct walk walk = { .each = each, .arg = arg };

	return hierarchy < 0 ? 0 : walk_one(&walk, hierarchy, ".", 0, 0);
}

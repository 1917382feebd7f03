// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The machine's own metrics and those of its cgroups.  What the kernel does
 * not offer (PSI turned off, no zram) stays unknown.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "facts_proc.h"

/* The third number of mm_stat: what zram takes from memory. */
static bool zram_device(int block, const char *name, struct oomt_buffer *buf,
			s64 *used)
{
	char path[300];
	long long column[3];

	snprintf(path, sizeof(path), "%s/mm_stat", name);
	if (oomt_buffer_read(buf, block, path) ||
	    sscanf(buf->data, "%lld %lld %lld", &column[0], &column[1],
		   &column[2]) != 3)
		return false;
	*used += column[2];
	return true;
}

static void read_zram(int root_fd, struct oomt_buffer *buf,
		      struct oomt_metrics *metrics)
{
	int block = openat(root_fd, "sys/block",
			   O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent *entry;
	bool any = false;
	s64 used = 0;
	DIR *dir;

	if (block < 0)
		return;
	dir = fdopendir(block);
	if (!dir) {
		close(block);
		return;
	}
	while ((entry = readdir(dir)))
		if (!strncmp(entry->d_name, "zram", 4))
			any |= zram_device(block, entry->d_name, buf, &used);
	closedir(dir);
	if (!any)
		return;
	metrics->value[OOMT_M_ZRAM_USED] = used;
	metrics->known |= 1ULL << OOMT_M_ZRAM_USED;
}

int oomt_facts_system(int root_fd, struct oomt_buffer *buf,
		      struct oomt_metrics *metrics)
{
	unsigned int i;
	int err;

	memset(metrics, 0, sizeof(*metrics));
	err = oomt_buffer_read(buf, root_fd, "proc/meminfo");
	if (err)
		return err;
	oomt_meminfo_parse(buf->data, metrics);
	for (i = 0; i < OOMT_PSI_FILES; i++)
		if (!oomt_buffer_read(buf, root_fd, oomt_psi_files[i].path))
			oomt_psi_parse(buf->data, oomt_psi_files[i].first,
				       metrics);
	read_zram(root_fd, buf, metrics);
	return 0;
}

static void cgroup_size(int dir, struct oomt_buffer *buf, const char *file,
			enum oomt_cgroup_size size,
			struct oomt_cgroup_facts *facts)
{
	if (oomt_buffer_read(buf, dir, file))
		return;
	facts->size[size] = strncmp(buf->data, "max", 3) ?
			    strtoll(buf->data, NULL, 10) : OOMT_CG_UNLIMITED;
	facts->sizes_known |= 1U << size;
}

static void cgroup_pressure(int dir, struct oomt_buffer *buf,
			    struct oomt_cgroup_facts *facts)
{
	static const struct oomt_psi_file files[] = {
		{ "memory.pressure", OOMT_M_PSI_SOME_AVG10 },
		{ "io.pressure",     OOMT_M_PSI_IO_SOME_AVG10 },
		{ "cpu.pressure",    OOMT_M_PSI_CPU_SOME_AVG10 },
	};
	struct oomt_metrics metrics = { 0 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		if (!oomt_buffer_read(buf, dir, files[i].path))
			oomt_psi_parse(buf->data, files[i].first, &metrics);
	memcpy(facts->psi, metrics.value, sizeof(facts->psi));
	facts->psi_known = metrics.known;
}

void oomt_facts_cgroup(int cgroup_fd, const char *path,
		       struct oomt_buffer *buf,
		       struct oomt_cgroup_facts *facts)
{
	int dir = openat(cgroup_fd, path[1] ? path + 1 : ".",
			 O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const char *anon;

	memset(facts, 0, sizeof(*facts));
	if (dir < 0)
		return;
	cgroup_size(dir, buf, "memory.current", OOMT_CG_CURRENT, facts);
	cgroup_size(dir, buf, "memory.max", OOMT_CG_MAX, facts);
	cgroup_size(dir, buf, "memory.swap.current", OOMT_CG_SWAP_CURRENT,
		    facts);
	if (!oomt_buffer_read(buf, dir, "memory.stat")) {
		anon = oomt_buffer_line(buf, "anon ");
		if (anon) {
			facts->size[OOMT_CG_ANON] = strtoll(anon, NULL, 10);
			facts->sizes_known |= 1U << OOMT_CG_ANON;
		}
	}
	if (!oomt_buffer_read(buf, dir, "memory.oom.group")) {
		facts->oom_group_known = true;
		facts->oom_group = buf->data[0] == '1';
	}
	cgroup_pressure(dir, buf, facts);
	close(dir);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The machine's own metrics.  What the kernel does not offer (PSI turned off,
 * no zram), and what takes two looks (pgscan.rate), stays unknown.
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

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Locking memory.  mlockall() alone brings in the whole code of every library,
 * of which the threads that kill use nothing: they make system calls, print
 * numbers and read text, all of it libc's.  So the rest is locked as it is
 * used, and only what counts is brought in at once.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include "lock.h"

/* Code of a library that nobody needs when memory is gone. */
static bool is_spare(const char *rights, const char *path)
{
	const char *name = strrchr(path, '/');

	if (rights[1] == 'w' || !name || !strstr(name, ".so"))
		return false;
	return strncmp(name, "/libc.so", 8) && strncmp(name, "/libc-", 6) &&
	       strncmp(name, "/ld-", 4);
}

static bool bring_in(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[4352], rights[8];
	unsigned long from, to;
	int path;

	if (!maps)
		return false;
	while (fgets(line, sizeof(line), maps)) {
		path = 0;
		if (sscanf(line, "%lx-%lx %7s %*s %*s %*s %n", &from, &to,
			   rights, &path) < 3 || rights[0] != 'r')
			continue;
		/* The kernel's own pages ([vvar]) cannot be, and need not. */
		if (!is_spare(rights, line + path))
			mlock((const void *)from, to - from);
	}
	fclose(maps);
	return true;
}

bool oomt_lock_memory(void)
{
	if (mlockall(MCL_CURRENT | MCL_ONFAULT) || !bring_in())
		return !mlockall(MCL_CURRENT | MCL_FUTURE);
	return !mlockall(MCL_FUTURE);
}

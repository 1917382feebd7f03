// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Inputs that once crashed or hung the parser, again, one TAP test each: all
 * files of tests/cases/bogons/ in $SRCDIR, or those on the command line.  A
 * crash ends the run, and the plan that is missing then says so.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "fuzz_parser.h"
#include "source.h"

static unsigned int tests, failures;

static void replay(const char *path)
{
	struct oomt_source *source = oomt_source_read(path);

	tests++;
	if (!source) {
		failures++;
		printf("not ok %u - %s cannot be read\n", tests, path);
		return;
	}
	LLVMFuzzerTestOneInput((const unsigned char *)source->text,
			       source->size);
	printf("ok %u - %s\n", tests, oomt_source_basename(source));
	fflush(stdout);
	oomt_source_free(source);
}

static void replay_all(void)
{
	const char *srcdir = getenv("SRCDIR");
	char dir[2048], path[4096];
	struct dirent **entry;
	int n, i;

	snprintf(dir, sizeof(dir), "%s/tests/cases/bogons",
		 srcdir ? srcdir : ".");
	n = scandir(dir, &entry, NULL, alphasort);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, entry[i]->d_name);
		if (entry[i]->d_name[0] != '.')
			replay(path);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	if (!tests) {
		printf("Bail out! nothing in %s\n", dir);
		exit(1);
	}
}

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc < 2)
		replay_all();
	printf("1..%u\n", tests);
	return failures ? 1 : 0;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * On the host: whether each line of stdin is one JSON text, and at least
 * so many; prints those that are not.  For what guests have printed.
 *
 *	json COUNT
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	int want = argc > 1 ? atoi(argv[1]) : 1, count = 0, bad = 0;
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	while ((len = getline(&line, &room, stdin)) > 0) {
		json_error_t error;
		json_t *text = json_loadb(line, len, 0, &error);

		count++;
		if (!text) {
			printf("%s: %s", error.text, line);
			bad++;
		}
		json_decref(text);
	}
	free(line);
	if (count < want)
		printf("%d lines of JSON, not %d\n", count, want);
	return bad || count < want;
}

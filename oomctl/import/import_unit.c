// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Units and their cgroups; see import_unit.h. */
#include <stdio.h>
#include "import_unit.h"

#define USERS	"/user.slice/user-*.slice/user@*.service"

static const char *const types[] = {
	"service", "slice", "scope", "socket", "mount", "swap", NULL
};

static bool has_type(const char *name, size_t len)
{
	unsigned int i;

	for (i = 0; types[i]; i++) {
		size_t type = strlen(types[i]);

		if (len >= type && !memcmp(name + len - type, types[i], type) &&
		    (len == type || name[len - type - 1] == '.'))
			return true;
	}
	return false;
}

bool oomt_unit_of_file(const char *path, char **unit)
{
	const char *end = path + strlen(path), *name = end, *dir;

	*unit = NULL;
	while (name > path && name[-1] != '/')
		name--;
	/* A drop-in: the directory tells. */
	if (name > path + 3 && !memcmp(name - 3, ".d/", 3)) {
		end = name - 3;
		for (dir = end; dir > path && dir[-1] != '/';)
			dir--;
		name = dir;
	}
	if (!has_type(name, end - name))
		return false;
	*unit = strndup(name, end - name);
	return true;
}

bool oomt_unit_is_users(const char *path)
{
	return strstr(path, "systemd/user/");
}

/*
 * Names as globs: an instance that is left open is any; "user-.slice", which
 * has drop-ins for all user-X.slice, too.
 */
static void put_name(FILE *to, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (strchr("*?[\\", name[i]))
			fputc('\\', to);
		fputc(name[i], to);
		if ((name[i] == '@' || name[i] == '-') && i + 1 < len &&
		    name[i + 1] == '.')
			fputc('*', to);
	}
}

/* "a-b.slice" is /a.slice/a-b.slice; "user-.slice" all user-X.slice. */
static void put_slice(FILE *to, const char *slice)
{
	size_t len = strlen(slice), i;

	if (!strcmp(slice, "-.slice"))
		return;
	if (len > 6)
		len -= 6;	/* ".slice" */
	for (i = 1; i <= len; i++) {
		if (i < len && slice[i] != '-')
			continue;
		fputc('/', to);
		put_name(to, slice, i);
		fputs(i == len && slice[len - 1] == '-' ? "*.slice" : ".slice",
		      to);
	}
}

static bool ends(const char *text, const char *with)
{
	size_t len = strlen(text), tail = strlen(with);

	return len >= tail && !strcmp(text + len - tail, with);
}

static void put_path(FILE *to, const char *unit, const char *slice, bool users)
{
	const char *at = strchr(unit, '@');

	if (!strchr(unit, '.')) {
		/* A drop-in for all units of the type. */
		fprintf(to, "%s/**/*.%s", users ? USERS : "", unit);
		return;
	}
	if (ends(unit, ".slice")) {
		if (users)
			fputs(USERS, to);
		if (!users && !strcmp(unit, "-.slice"))
			fputc('/', to);
		put_slice(to, unit);
		return;
	}
	if (users)
		fputs(USERS, to);
	if (slice)
		put_slice(to, slice);
	else if (users)
		fputs("/app.slice", to);
	else if (!strncmp(unit, "user@", 5) && ends(unit, ".service"))
		fputs("/user.slice/user-*.slice", to);
	else if (!strncmp(unit, "session-", 8) && ends(unit, ".scope"))
		fputs("/user.slice/user-*.slice", to);
	else if (at)
		fprintf(to, "/system.slice/system-%.*s.slice",
			(int)(at - unit), unit);
	else
		fputs("/system.slice", to);
	fputc('/', to);
	put_name(to, unit, strlen(unit));
}

char *oomt_unit_cgroup(const char *unit, const char *slice, bool users)
{
	char *text = NULL;
	size_t len;
	FILE *to = open_memstream(&text, &len);

	if (!to)
		return NULL;
	put_path(to, unit, slice, users);
	fclose(to);
	return text;
}

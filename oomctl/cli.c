// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What every command shares; see cli.h. */
#include <stdarg.h>
#include <stdio.h>
#include "cli.h"
#include "reason.h"

const char *oomt_cli_name = "oomctl";

void oomt_cli_error(const char *fmt, ...)
{
	va_list args;

	fflush(stdout);
	fprintf(stderr, "%s: ", oomt_cli_name);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
}

int oomt_cli_nomem(void)
{
	oomt_cli_error("not enough memory");
	return OOMT_EXIT_REFUSED;
}

int oomt_cli_no_module(const char *what)
{
	oomt_cli_error("%s: the kernel module oomtables is not loaded; "
		       "\"modprobe oomtables\" loads it (from a build tree: "
		       "\"insmod kmod/oomtables.ko\")", what);
	return OOMT_EXIT_ENV;
}

int oomt_cli_no_permission(const char *what)
{
	oomt_cli_error("%s: this takes root (CAP_SYS_ADMIN and CAP_KILL in "
		       "the initial user namespace)", what);
	return OOMT_EXIT_ENV;
}

void oomt_cli_parse(const struct argp *argp, int argc, char **argv,
		    void *input)
{
	/* argp exits by itself for usage errors; this is only for ENOMEM. */
	if (argp_parse(argp, argc, argv, 0, NULL, input))
		exit(OOMT_EXIT_USAGE);
}

int oomt_cli_json(json_t *value)
{
	if (!oomt_json_print(value, stdout) && !ferror(stdout))
		return oomt_cli_nomem();
	return oomt_cli_finish();
}

int oomt_cli_finish(void)
{
	if (!fflush(stdout) && !ferror(stdout))
		return OOMT_EXIT_DONE;
	oomt_cli_error("cannot write: %s", strerror(errno));
	return OOMT_EXIT_REFUSED;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * oomctl: finds the command and runs it.  Each of them is a file in cmd/.
 */
#include <config.h>
#include <locale.h>
#include <stdio.h>
#include "cli.h"

const char *argp_program_version = PACKAGE_STRING;

struct command {
	const char *name;
	const char *help;
	oomt_command_fn *run;
};

static const struct command commands[] = {
#define X(name, help) { #name, help, oomt_cmd_##name },
	OOMT_COMMANDS(X)
#undef X
};

static void print_help(FILE *to)
{
	unsigned int i;

	fprintf(to, "Usage: %s COMMAND [OPTION...]\n"
		"       %s -f FILE...\n\n"
		"Rules for who dies when memory runs out.\n\n",
		oomt_cli_name, oomt_cli_name);
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(to, "  %-9s %s\n", commands[i].name,
			commands[i].help);
	fprintf(to, "\n\"%s COMMAND --help\" tells more; so does oomctl(8).\n",
		oomt_cli_name);
}

static const struct command *find_command(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

/* Runs a command as "oomctl NAME", which is what its help shows. */
static int run_command(const char *name, int argc, char **argv)
{
	const struct command *command = find_command(name);
	char *title;
	int code;

	if (!command) {
		oomt_cli_error("there is no command \"%s\"; \"%s --help\" lists them",
			       name, oomt_cli_name);
		return OOMT_EXIT_USAGE;
	}
	if (asprintf(&title, "%s %s", oomt_cli_name, name) < 0)
		return oomt_cli_nomem();
	argv[0] = title;
	code = command->run(argc, argv);
	free(title);
	return code;
}

int main(int argc, char **argv)
{
	const char *first = argc > 1 ? argv[1] : NULL;

	setlocale(LC_CTYPE, "");
	argp_err_exit_status = OOMT_EXIT_USAGE;
	oomt_cli_name = program_invocation_short_name;
	if (!first || !strcmp(first, "--help") || !strcmp(first, "-h") ||
	    !strcmp(first, "help")) {
		print_help(stdout);
		return oomt_cli_finish();
	}
	if (!strcmp(first, "--version") || !strcmp(first, "-V")) {
		printf("%s\n", argp_program_version);
		return oomt_cli_finish();
	}
	/* "#!/usr/sbin/oomctl -f" */
	if (!strcmp(first, "-f"))
		return run_command("load", argc - 1, argv + 1);
	/* What systemd's oomctl calls it. */
	if (!strcmp(first, "dump"))
		first = "status";
	return run_command(first, argc - 1, argv + 1);
}

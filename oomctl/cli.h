/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What every command shares: exit codes, error lines, option parsing.  The
 * only code that prints errors; nothing below it does.
 */
#ifndef OOMT_OOMCTL_CLI_H
#define OOMT_OOMCTL_CLI_H

#include <argp.h>
#include <jansson.h>
#include "compat.h"

/* Language.md 7. */
enum oomt_exit {
	OOMT_EXIT_DONE	  = 0,	/* done; also: nothing to do */
	OOMT_EXIT_REFUSED = 1,	/* refused, failed or disproved */
	OOMT_EXIT_USAGE	  = 2,	/* wrong usage */
	OOMT_EXIT_ENV	  = 3,	/* the environment cannot do it */
};

/* One verb: argv[0] is "oomctl VERB".  Answers an exit code. */
typedef int oomt_command_fn(int argc, char **argv);

#define OOMT_COMMANDS(X)						\
	X(check,    "parse, resolve and lint rule files")		\
	X(compile,  "show or write the bytecode of a rule file")	\
	X(eval,     "who would die now, and the ranking")		\
	X(why,	    "every rule that a process met")			\
	X(prove,    "decide a statement for all possible processes")	\
	X(test,	    "unit tests of a policy")				\
	X(replay,   "a recorded decision again")			\
	X(fmt,	    "lay rule files out in canonical form")		\
	X(diff,	    "whose verdict or rank changes between two policies") \
	X(snapshot, "write a picture of this machine")			\
	X(load,     "put tables in force, all or nothing")		\
	X(list,     "print the tables in force as rules")		\
	X(flush,    "remove tables")					\
	X(stats,    "counters of the rules")				\
	X(status,   "memory, hooks, handler, tables")			\
	X(monitor,  "print events as they happen")			\
	X(run,	    "be the executor, in the foreground")		\
	X(import,   "another daemon's configuration as rules")

#define X(name, help) oomt_command_fn oomt_cmd_##name;
OOMT_COMMANDS(X)
#undef X

/* The tool's own name ("oomctl", or what it was installed as). */
extern const char *oomt_cli_name;

/* "oomctl: text" on standard error. */
__attribute__((format(printf, 1, 2)))
void oomt_cli_error(const char *fmt, ...);
/* "oomctl: not enough memory"; answers OOMT_EXIT_REFUSED. */
int oomt_cli_nomem(void);

/* What to do without the module, without permission; answer OOMT_EXIT_ENV. */
int oomt_cli_no_module(const char *what);
int oomt_cli_no_permission(const char *what);

/*
 * argp_parse() in order, with our exit codes: wrong usage ends the program
 * with OOMT_EXIT_USAGE, --help with 0.
 */
void oomt_cli_parse(const struct argp *argp, int argc, char **argv,
		    void *input);

/* Prints one JSON value (taken over) on standard output; an exit code. */
int oomt_cli_json(json_t *value);

/* Flushes standard output: OOMT_EXIT_DONE, or REFUSED if it failed. */
int oomt_cli_finish(void);

#endif /* OOMT_OOMCTL_CLI_H */

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Signals by name, with or without SIG in front, as kill(1) knows them.  Those
 * without a name (real-time ones) are written as numbers.
 */
#include <signal.h>
#include <string.h>
#include "ast.h"

struct signal_word {
	const char *name;
	int signal;
};

/* Of two names of one number the first is the one that is printed. */
static const struct signal_word signals[] = {
	{ "HUP", SIGHUP },	{ "INT", SIGINT },	{ "QUIT", SIGQUIT },
	{ "ILL", SIGILL },	{ "TRAP", SIGTRAP },	{ "ABRT", SIGABRT },
	{ "BUS", SIGBUS },	{ "FPE", SIGFPE },	{ "KILL", SIGKILL },
	{ "USR1", SIGUSR1 },	{ "SEGV", SIGSEGV },	{ "USR2", SIGUSR2 },
	{ "PIPE", SIGPIPE },	{ "ALRM", SIGALRM },	{ "TERM", SIGTERM },
	{ "CHLD", SIGCHLD },	{ "CONT", SIGCONT },	{ "STOP", SIGSTOP },
	{ "TSTP", SIGTSTP },	{ "TTIN", SIGTTIN },	{ "TTOU", SIGTTOU },
	{ "URG", SIGURG },	{ "XCPU", SIGXCPU },	{ "XFSZ", SIGXFSZ },
	{ "VTALRM", SIGVTALRM }, { "PROF", SIGPROF },	{ "WINCH", SIGWINCH },
	{ "IO", SIGIO },	{ "POLL", SIGPOLL },	{ "PWR", SIGPWR },
	{ "SYS", SIGSYS },
};

int oomt_signal_find(const char *name, size_t len)
{
	size_t i;

	if (len > 3 && !memcmp(name, "SIG", 3)) {
		name += 3;
		len -= 3;
	}
	for (i = 0; i < ARRAY_SIZE(signals); i++)
		if (strlen(signals[i].name) == len &&
		    !memcmp(signals[i].name, name, len))
			return signals[i].signal;
	return 0;
}

const char *oomt_signal_name(int signal)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(signals); i++)
		if (signals[i].signal == signal)
			return signals[i].name;
	return NULL;
}

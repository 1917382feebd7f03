/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The two halves of reading systemd-oomd's files: what they say
 * (import_systemd_oomd.c), and chains (import_systemd_oomd_chains.c).
 */
#ifndef OOMT_OOMCTL_IMPORT_SYSTEMD_OOMD_H
#define OOMT_OOMCTL_IMPORT_SYSTEMD_OOMD_H

#include "import.h"

/* A value and where it was given; no source: it was not. */
struct oomt_given {
	struct oomt_span span;
	s64 value; /* basis points, ns, or a word's number */
};

/* What all files say about one unit. */
struct oomt_systemd_unit {
	char *name, *cgroup, *slice, *rules;
	bool users;
	struct oomt_given swap, pressure;	/* value: kill */
	struct oomt_given limit, duration;
	struct oomt_given preference;	/* enum oomt_systemd_preference */
	struct oomt_span rules_span;
};

enum oomt_systemd_preference {
	OOMT_SYSTEMD_NONE, OOMT_SYSTEMD_AVOID, OOMT_SYSTEMD_OMIT,
};

/* A file NAME.oomrule. */
struct oomt_systemd_rule {
	char *name;
	struct oomt_given above, swap, action, lasting;
};

enum oomt_systemd_action {
	OOMT_SYSTEMD_KILL_ALL, OOMT_SYSTEMD_BY_PGSCAN, OOMT_SYSTEMD_BY_SWAP,
};

enum oomt_systemd_chain {
	OOMT_SYSTEMD_RULE, OOMT_SYSTEMD_PRESSURE, OOMT_SYSTEMD_SWAP,
	OOMT_SYSTEMD_CHAINS
};

struct oomt_systemd {
	struct oomt_import *imp;
	struct oomt_systemd_unit *unit;
	struct oomt_systemd_rule *rule;
	unsigned int units, rules, settings;
	unsigned int chains[OOMT_SYSTEMD_CHAINS];
	struct oomt_given swap, limit, duration;	/* of [OOM] */
	bool ranked;			/* told that pgscan is not known */
};

/* All chains, when all files were read. */
void oomt_systemd_chains(struct oomt_systemd *s);

#endif /* OOMT_OOMCTL_IMPORT_SYSTEMD_OOMD_H */

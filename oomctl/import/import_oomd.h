/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The two halves of reading Meta's oomd: rulesets and actions (import_oomd.c),
 * detectors (import_oomd_when.c).
 */
#ifndef OOMT_OOMCTL_IMPORT_OOMD_H
#define OOMT_OOMCTL_IMPORT_OOMD_H

#include <jansson.h>
#include "import.h"

struct oomt_oomd {
	struct oomt_import *imp;
	const struct oomt_source *source;
	char *text;			/* without comments, same places */
	size_t size;
	size_t at;			/* the last name that was found */
	struct oomt_span ruleset;
	const char *name;		/* of the ruleset, or NULL */
	unsigned int chains;
	/* The detectors that make up the condition, as comments. */
	FILE *detectors;		/* of the group that is being read */
	char *detector_text;		/* of the ruleset */
	size_t detector_len;
};

struct oomt_plugin {
	json_t *json, *args;		/* args may be NULL */
	const char *name;
	struct oomt_span span;
	bool strange;			/* an argument is not known */
};

/* False: it is none, which was told. */
bool oomt_oomd_plugin(struct oomt_oomd *o, json_t *json,
		      struct oomt_plugin *plugin);
struct oomt_span oomt_oomd_find(struct oomt_oomd *o, const char *name);

/* An argument; NULL: not there, or no string. */
const char *oomt_oomd_arg(const struct oomt_plugin *plugin, const char *key);
bool oomt_oomd_arg_true(const struct oomt_plugin *plugin, const char *key);
/* False: missing, or no number up to max; that was told. */
bool oomt_oomd_arg_number(struct oomt_oomd *o, const struct oomt_plugin *plugin,
			  const char *key, s64 max, s64 *hundredths);

/* The next of "a,b"; *at begins as the whole. */
bool oomt_oomd_path(const char **at, const char **path, size_t *len);
bool oomt_oomd_path_plain(const char *path, size_t len);
/* As a string of ours: with a / before, `below` behind it. */
void oomt_oomd_put_path(FILE *to, const char *path, size_t len,
			const char *below);

/*
 * The condition of a ruleset: one of the groups holds, all detectors of it.  A
 * group with a detector that has no equal never holds.  NULL: none is left.
 */
char *oomt_oomd_when(struct oomt_oomd *o, json_t *detectors);

#endif /* OOMT_OOMCTL_IMPORT_OOMD_H */

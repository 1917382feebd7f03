/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Rule files made ready: parsed, linted, compiled, verified, and gathered into
 * a ruleset; or images from the kernel, verified.  Shared by check, compile,
 * eval and load.  Prints nothing but through oomt_rules_print().
 */
#ifndef OOMT_OOMCTL_RULES_H
#define OOMT_OOMCTL_RULES_H

#include "ruleset.h"
#include "verify.h"

struct oomt_rules_table {
	const char *path;		/* borrowed; NULL: from the kernel */
	struct oomt_policy *policy;	/* NULL: from the kernel, or unread */
	struct oomt_blob image;
	struct oomt_table table;	/* if `ready` */
	bool ready;
};

struct oomt_rules {
	struct oomt_rules_table *file;
	unsigned int count;
	struct oomt_diags diags;	/* of all files */
	struct oomt_ruleset rs;		/* after oomt_rules_seal() */
};

void oomt_rules_init(struct oomt_rules *rules);
void oomt_rules_exit(struct oomt_rules *rules);

/*
 * Adds a file.  0: it was read, and diags tells whether it is in order;
 * -errno: it could not be read, or out of memory.
 * flags: enum oomt_parse_flags.
 */
int oomt_rules_add(struct oomt_rules *rules, const char *path,
		   unsigned int flags);

/*
 * Adds a table from the kernel; takes the image over.  0, -EINVAL (this tool
 * does not accept it: *why), -ENOMEM.
 */
int oomt_rules_add_image(struct oomt_rules *rules, struct oomt_blob image,
			 struct oomt_refused *why);

/*
 * Makes the ruleset of all tables.  Two tables of one name, or too many, are
 * errors in diags.  0, -EINVAL (diags has errors), -ENOMEM.
 */
int oomt_rules_seal(struct oomt_rules *rules);

/* Prints the diagnostics to standard error. */
void oomt_rules_print(const struct oomt_rules *rules);

/*
 * All of it for commands that take rule files: reads, prints, and, if they are
 * to be in force together, seals.  An exit code (cli.h).
 */
int oomt_rules_read(struct oomt_rules *rules, char **paths,
		    unsigned int count, unsigned int flags, bool together);

#endif /* OOMT_OOMCTL_RULES_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a question is about: rules (of files, or those in force) and facts (of
 * a snapshot, or this machine).  Shared by the commands that evaluate and
 * explain: their options, and getting it all ready.  Prints what went wrong.
 */
#ifndef OOMT_OOMCTL_INQUIRY_H
#define OOMT_OOMCTL_INQUIRY_H

#include "cli.h"
#include "eval.h"
#include "proc/facts_proc.h"
#include "rules.h"

struct oomt_inquiry {
	char **path;			/* of rules; none: those in force */
	unsigned int path_count;
	const char *snapshot_path;	/* NULL: this machine */
	enum oomt_hook hook;
	const char *cgroup;		/* of memcg:/path */
	u64 at_ns;
	bool at;

	struct oomt_rules rules;
	struct oomt_snapshot *snapshot;
	struct oomt_diags diags;	/* of the snapshot */
	struct oomt_facts *facts;
	s32 executor;			/* pid, if the module knows; 0 */
};

/* --rules, --snapshot, --hook, --at; input: the inquiry. */
extern const struct argp oomt_inquiry_argp;

void oomt_inquiry_init(struct oomt_inquiry *q);
void oomt_inquiry_exit(struct oomt_inquiry *q);

/* Each answers an exit code, and has said why if it is not 0. */
int oomt_inquiry_rules(struct oomt_inquiry *q);
int oomt_inquiry_snapshot(struct oomt_inquiry *q, const char *path);
/* The evaluation of q->rules over the facts. */
int oomt_inquiry_eval(struct oomt_inquiry *q, struct oomt_eval *eval);

/* "low", "oom", "memcg:/path" (len bytes); false: none of these. */
bool oomt_inquiry_hook(struct oomt_inquiry *q, const char *text);

#endif /* OOMT_OOMCTL_INQUIRY_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Matches asked by themselves: whether `comm "a*" uid 1000` holds for a
 * process.  Compiled by the parser and run by the engine like any rule, so
 * they mean the same as in a policy.  Used by policy tests (expect victim
 * MATCH) and by why (which of the patterns was it?).
 */
#ifndef OOMT_OOMCTL_PROBE_H
#define OOMT_OOMCTL_PROBE_H

#include "decide.h"
#include "ruleset.h"

struct oomt_probe {
	struct oomt_policy *policy;
	struct oomt_blob image;
	struct oomt_table table;
	struct oomt_ruleset rs;
	struct oomt_workspace ws;
	bool ready, has_room;
};

/* Between the matches of one probe. */
#define OOMT_PROBE_OR	" kill\n"

/*
 * Compiles `text`: the matches of a rule, or of `rules` rules with
 * OOMT_PROBE_OR between them.  `place`: where the text begins in the source
 * that diagnostics are to show; all zero: nowhere.  0; -EINVAL: diags has
 * errors; -ENOMEM.  Call oomt_probe_exit() in any case.
 */
int oomt_probe_init(struct oomt_probe *probe, const char *text, size_t len,
		    u32 rules, struct oomt_span place,
		    struct oomt_diags *diags);
void oomt_probe_exit(struct oomt_probe *probe);

/*
 * *which: the first rule whose matches all hold for pic->task[task], from 0;
 * OOMT_NONE: none.  What is unknown matches nothing.  0 or -ENOMEM.
 */
int oomt_probe_ask(struct oomt_probe *probe, const struct oomt_picture *pic,
		   u32 task, u32 *which);

/*
 * Puts the spans of diags from number `first` on that lie in `from` where they
 * belong: offset 0 of `from`, less `lead` bytes, is `place`, and `len` bytes
 * follow.  Nothing is left pointing to `from`.
 */
void oomt_diags_move(struct oomt_diags *diags, unsigned int first,
		     const struct oomt_source *from, size_t lead, size_t len,
		     struct oomt_span place);

#endif /* OOMT_OOMCTL_PROBE_H */

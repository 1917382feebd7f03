/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What the conditions of a ruleset's low chains ask of cgroups, in bits
 * OOMT_CM_x.  For the warden (warden_cgroup.c) and, beside the module, for the
 * watcher.
 */
#ifndef OOMT_OOMCTL_CGROUP_WANTS_H
#define OOMT_OOMCTL_CGROUP_WANTS_H

#include "decide.h"

#define OOMT_CGROUP_PRESSURE	(0x3fU << OOMT_CM_PSI_SOME_AVG10)

/* Every comparison with a cgroup that is named; until one call answers not 0. */
int oomt_cgroup_wants_named(const struct oomt_ruleset *rs,
			    int (*each)(void *arg, const char *path, u32 want),
			    void *arg);

/*
 * Adds to want[], an element per cgroup of the workspace's picture, what the
 * chains that run once per cgroup ask of those they run for.
 */
void oomt_cgroup_wants_each(const struct oomt_ruleset *rs,
			    struct oomt_workspace *ws, u32 *want);

#endif /* OOMT_OOMCTL_CGROUP_WANTS_H */

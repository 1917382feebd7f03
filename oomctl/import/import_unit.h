/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Where systemd puts a unit: from the name of a unit file or drop-in to the
 * cgroups of its units.  Never reads a file.
 */
#ifndef OOMT_OOMCTL_IMPORT_UNIT_H
#define OOMT_OOMCTL_IMPORT_UNIT_H

#include "compat.h"

/*
 * The unit that a file is about: "user@.service" of
 * "/usr/lib/systemd/system/user@.service.d/10-oomd.conf"; "service" of a
 * drop-in for all services.  False: not a unit's file.
 */
bool oomt_unit_of_file(const char *path, char **unit);

/* Whether the file is of a user's service manager. */
bool oomt_unit_is_users(const char *path);

/*
 * The cgroup as a glob: "/system.slice/cron.service", "/" of "-.slice",
 * "/user.slice/user-*.slice/user@*.service" of "user@.service".  `slice`: of
 * the unit's Slice=, or NULL.  NULL: out of memory.  free() it.
 */
char *oomt_unit_cgroup(const char *unit, const char *slice, bool users);

#endif /* OOMT_OOMCTL_IMPORT_UNIT_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Reading PSI files and /proc/meminfo into metrics.  Parsing allocates
 * nothing: the executor does it while memory is short.
 */
#ifndef OOMT_OOMCTL_PRESSURE_H
#define OOMT_OOMCTL_PRESSURE_H

#include "compat.h"

/* Metrics as they were read: those with their bit set are known. */
struct oomt_metrics {
	u64 known;			/* bit OOMT_M_x */
	s64 value[OOMT_M_COUNT];
};

/* The PSI files: where they are, and the metric of their `some avg10`. */
struct oomt_psi_file {
	const char *path;		/* relative to the root directory */
	enum oomt_metric first;
};

#define OOMT_PSI_FILES	3
extern const struct oomt_psi_file oomt_psi_files[OOMT_PSI_FILES];

/* Adds the averages of a PSI text; what it does not say stays as it is. */
void oomt_psi_parse(const char *text, enum oomt_metric first,
		    struct oomt_metrics *metrics);

/* Adds mem.* and swap.* of the text of /proc/meminfo. */
void oomt_meminfo_parse(const char *text, struct oomt_metrics *metrics);

#endif /* OOMT_OOMCTL_PRESSURE_H */

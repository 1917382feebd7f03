/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Snapshots: pictures of a machine as text (language.md 6 and 9.12), read
 * from a file or written from a picture.  Used by eval, snapshot, the policy
 * tests and the case runner.  Never prints; problems go to `diags`.
 *
 * A snapshot is a row of samples, one for each `at`; each carries over what
 * the ones before said.
 */
#ifndef OOMT_OOMCTL_SNAPSHOT_H
#define OOMT_OOMCTL_SNAPSHOT_H

#include <stdio.h>
#include "diag.h"
#include "picture.h"

struct oomt_snapshot;

/*
 * Reads a text.  Takes `source` over, also on failure.  NULL: out of memory;
 * otherwise a snapshot, to be used only if diags->errors did not grow.
 * `diags` must be printed before the snapshot is freed.
 */
struct oomt_snapshot *oomt_snapshot_read(struct oomt_source *source,
					 struct oomt_diags *diags);
void oomt_snapshot_free(struct oomt_snapshot *snap);

/*
 * Reads one more line that changes what the last sample says ("process pid=101
 * rss=6M", without its newline): the `set` of a policy test.  Takes `source`
 * over.  0, -EINVAL (diags tells), -ENOMEM.
 */
int oomt_snapshot_set(struct oomt_snapshot *snap, struct oomt_source *source,
		      struct oomt_diags *diags);

/* The samples, at least one, in order of time. */
unsigned int oomt_snapshot_samples(const struct oomt_snapshot *snap);
u64 oomt_snapshot_sample_ns(const struct oomt_snapshot *snap, unsigned int i);
/* The sample is a resume: `for` starts again. */
bool oomt_snapshot_sample_resumed(const struct oomt_snapshot *snap,
				  unsigned int i);

/* A single sample: every `for` has held, growth is unknown. */
static inline bool oomt_snapshot_is_steady(const struct oomt_snapshot *snap)
{
	return oomt_snapshot_samples(snap) == 1;
}

#define OOMT_SNAPSHOT_LAST	(~0ULL)

/*
 * The picture at `at_ns` (the time of the file's `at`; OOMT_SNAPSHOT_LAST: of
 * the last sample): the newest sample not later, with ages as of at_ns.  It
 * belongs to the snapshot and stands until the next call.  picture->now_ns is
 * an invented CLOCK_BOOTTIME, far from 0.  A cgroup keeps its id from picture
 * to picture.
 * 0; -ENOENT: before the first sample; -ENOMEM.
 */
int oomt_snapshot_picture(struct oomt_snapshot *snap, u64 at_ns,
			  const struct oomt_picture **pic);

enum oomt_snapshot_flags {
	OOMT_SNAPSHOT_REDACT	= 1 << 0,
};

/*
 * Writes a picture as a snapshot of one sample.  Reading it back yields the same picture: every
 * known field the same, ages to the millisecond.
 *
 * REDACT leaves out cmdline and replaces comm, exe and each component of a
 * cgroup's path but the first by a placeholder, the same text always by the
 * same one; kernel threads and pid 1 keep theirs.
 *
 * 0 or -errno (-EIO: the stream failed).
 */
int oomt_snapshot_write(FILE *out, const struct oomt_picture *pic,
			unsigned int flags);

#endif /* OOMT_OOMCTL_SNAPSHOT_H */

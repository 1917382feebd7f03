/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Between the reader's two halves: a parsed line of a snapshot, and the
 * machine's state that lines are applied to.  Used by snapshot*.c only.
 *
 *   text --snapshot_parse.c--> lines --snapshot_state.c--> state --> picture
 */
#ifndef OOMT_OOMCTL_SNAPSHOT_LINE_H
#define OOMT_OOMCTL_SNAPSHOT_LINE_H

#include "diag.h"
#include "picture.h"

enum snap_kind {
	SNAP_SYSTEM,
	SNAP_CGROUP,
	SNAP_PROCESS,
};

/* Values as written; a percentage is resolved when the picture is made. */
struct snap_system {
	u64 given;			/* bit OOMT_M_x */
	u64 percent;			/* of those: basis points of the base */
	s64 value[OOMT_M_COUNT];
};

struct snap_cgroup {
	struct oomt_cgroup is;		/* known: what was given */
	bool oom_group_given;
};

struct snap_process {
	u64 given;			/* bit OOMT_F_x */
	struct oomt_task task;		/* of it only what was given */
	const char *cgroup;
	s64 age_ns;
	bool gone;
	/* state only: */
	u64 seen_ns;			/* when age_ns was true */
	bool has_past;
	u64 past_ns;			/* the sample that growth counts from */
	s64 past_total;
};

struct snap_line {
	enum snap_kind kind;
	unsigned int sample;
	struct oomt_span span;		/* of the line's first word */
	union {
		struct snap_system system;
		struct snap_cgroup cgroup;
		struct snap_process process;
	};
};

struct snap_sample {
	u64 at_ns;
	bool resumed;
};

/* A growing array of lines, and one of samples. */
struct snap_lines {
	struct snap_line *line;
	unsigned int count, capacity;
	struct snap_sample *sample;
	unsigned int sample_count, sample_capacity;
	struct snap_text *texts;	/* every unescaped string */
};

/* A copy of text[0..len) that lives as long as `lines`, or NULL. */
char *snap_lines_text(struct snap_lines *lines, const char *text, size_t len);
void snap_lines_exit(struct snap_lines *lines);

/*
 * Appends what `source` says.  `more`: lines for the last sample only, `at`
 * and the header are not expected.  0, -EINVAL (diags), -ENOMEM.
 */
int snap_parse(struct snap_lines *lines, const struct oomt_source *source,
	       bool more, struct oomt_diags *diags);

/* The machine after some lines; processes by pid, cgroups by path. */
struct snap_state {
	struct snap_system system;
	struct snap_process *process;
	unsigned int process_count, process_capacity;
	struct snap_cgroup *cgroup;
	unsigned int cgroup_count, cgroup_capacity;
};

void snap_state_init(struct snap_state *state);
void snap_state_exit(struct snap_state *state);

/* What can be wrong with a line although its words are right. */
enum snap_fault {
	SNAP_FINE,
	SNAP_NO_COMM,		/* a new process without comm */
	SNAP_NOT_THERE,		/* `gone` of a process that is not there */
};

/* Applies a line as of its sample's time.  0 or -ENOMEM. */
int snap_state_apply(struct snap_state *state, const struct snap_line *line,
		     u64 at_ns, enum snap_fault *fault);

/*
 * Ends the sample of time at_ns, seen from now_ns: remembers the totals that
 * growth at now_ns counts from.
 */
void snap_state_remember(struct snap_state *state, u64 at_ns, u64 now_ns);

/* The cgroup of that path, made if it is not there.  NULL: out of memory. */
struct snap_cgroup *snap_state_cgroup(struct snap_state *state,
				      const char *path);

#endif /* OOMT_OOMCTL_SNAPSHOT_LINE_H */

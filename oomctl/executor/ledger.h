/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Who is stopped by us, where it outlives us: a file in memory (/run), mapped.
 * Each process and cgroup is entered before it is stopped and struck out when
 * it goes on.  What an executor leaves behind that was killed is adopted by the
 * next one, which lets it go when its time is over.
 *
 * Entering and striking out are stores to locked memory: when memory is gone
 * they neither allocate nor wait.  Two executors may share the file (a
 * takeover): an entry belongs to whom its owner names.  Without a file
 * (read-only, no permission) everything works but this.
 */
#ifndef OOMT_OOMCTL_LEDGER_H
#define OOMT_OOMCTL_LEDGER_H

#include "compat.h"

#define OOMT_LEDGER_FILE	"/run/oomtables/frozen"
#define OOMT_LEDGER_CGROUPS	64
#define OOMT_LEDGER_PATH	256	/* a longer one is not entered */

#define OOMT_LEDGER_AT_ONCE	1	/* CLOCK_BOOTTIME that is over */

struct oomt_ledger_page;

struct oomt_ledger {
	struct oomt_ledger_page *page;	/* NULL: there is none */
	u64 self;			/* how this process signs */
	int proc;			/* borrowed */
	long hz;
};

/* What was adopted. */
struct oomt_ledger_entry {
	u32 slot;
	s32 pid;			/* 0: a cgroup */
	u64 start_ns;			/* of the process, as /proc tells it */
	u64 ino;			/* of the cgroup's directory */
	const char *path;		/* likewise; stands till it is struck out */
	u64 until_ns;			/* CLOCK_BOOTTIME; 0: the episode's end */
};

/*
 * Opens or makes `file`; its directory is made if it is missing.  proc: a
 * descriptor of /proc.  0; -errno: there is none, and what follows does nothing.
 */
int oomt_ledger_open(struct oomt_ledger *ledger, const char *file, int proc,
		     long hz);
void oomt_ledger_close(struct oomt_ledger *ledger);

/* The usual file: of root in /run, else in XDG_RUNTIME_DIR; false: neither. */
bool oomt_ledger_place(char *file, size_t size);

/* Enters, to be let go at once.  The slot; OOMT_NONE: no room, or no file. */
u32 oomt_ledger_process(struct oomt_ledger *ledger, s32 pid, u64 start_ns);
u32 oomt_ledger_cgroup(struct oomt_ledger *ledger, int dir);
void oomt_ledger_until(struct oomt_ledger *ledger, u32 slot, u64 until_ns);

/* False: another one has adopted it.  OOMT_NONE is always ours. */
bool oomt_ledger_owns(struct oomt_ledger *ledger, u32 slot);

/* Strikes out, if it is ours. */
void oomt_ledger_strike(struct oomt_ledger *ledger, u32 slot);

/*
 * The next entry from *slot on whose owner has ended (or, with `replaced`,
 * anybody else's): now it is ours.  False: there are no more.  Begin with 0.
 */
bool oomt_ledger_adopt(struct oomt_ledger *ledger, bool replaced, u32 *slot,
		       struct oomt_ledger_entry *entry);

#endif /* OOMT_OOMCTL_LEDGER_H */

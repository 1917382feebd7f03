/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Decision records: a file per decision with all that the decision saw, so
 * that `why last` and `replay` can ask again, hours later and elsewhere.
 * Plain text:
 *
 *	oomtables record 1
 *	--- decision	who and why, key=value
 *	--- outcome	what became of it; a thaw is added later
 *	--- state	what outlives decisions: until, cooldown, for, limit; of
 *			`scope M`, too
 *	--- facts	what a snapshot cannot say
 *	--- snapshot	the picture, as `oomctl snapshot` writes it
 *	--- table	an image in force, base64; one section each
 *	--- end
 *
 * Written by record_write.c in calm threads (never the killer); read back by
 * record_read.c, which trusts nothing.  recorder.h keeps pictures in between.
 */
#ifndef OOMT_OOMCTL_RECORD_H
#define OOMT_OOMCTL_RECORD_H

#include "eval.h"
#include "executor/ring.h"
#include "rules.h"

#define OOMT_RECORD_DIR		"/var/lib/oomtables/records"
#define OOMT_RECORD_FILES	100
#define OOMT_RECORD_BYTES	(64LL << 20)	/* all of them */

/* Where records go, and how many. */
struct oomt_record_place {
	const char *dir;		/* NULL: none are kept */
	unsigned int files;
	s64 bytes;
	bool redact;
};

/* When the picture was taken. */
enum oomt_record_picture {
	OOMT_RECORD_AT,			/* it is what the decision saw */
	OOMT_RECORD_AFTER,		/* after the victim was gone; the runners
					 * and metrics are the decision's */
};

/* What is to be written.  All borrowed. */
struct oomt_record {
	const struct oomt_job *job;	/* decision and outcome */
	enum oomt_record_picture when;
	const struct oomt_picture *pic;
	const struct oomt_ruleset *rs;
	/* [table] as before the decision acted, or NULL: not known */
	const struct oomt_table_state *state;
	/* [task] whom something was done to in this episode; NULL: nobody */
	const bool *spent;
	/* [task] bits OOMT_F_x that were found out afterwards, or NULL: none */
	const u64 *later;
};

/* A record that was written.  Without a victim it ends in "-none.record". */
struct oomt_record_name {
	u64 id;
	char file[96];
};

/*
 * Writes a file, whole or not at all, and removes the oldest ones beyond the
 * bounds.  0; -EFBIG: it alone is beyond them; -errno.  name may be NULL.
 */
int oomt_record_write(const struct oomt_record_place *place,
		      const struct oomt_record *record,
		      struct oomt_record_name *name);

/*
 * What came of the job since: the record's outcome is replaced (THAW: added
 * to), whole or not at all.  0 or -errno.
 */
int oomt_record_add(const struct oomt_record_place *place,
		    const struct oomt_record_name *name,
		    const struct oomt_job *job);

/* ---- reading -------------------------------------------------------------- */

struct oomt_record_file {
	struct oomt_source *source;
	struct oomt_diags diags;
	struct oomt_rules rules;	/* in force then, sealed */
	struct oomt_snapshot *snapshot;
	struct oomt_picture pic;	/* with `facts` */
	struct oomt_task *task;		/* of pic */
	/* the decision */
	u64 id;
	char *at;			/* time of day, as written */
	enum oomt_hook hook;
	char *table, *chain;
	char *cgroup;			/* it ran for, or "" */
	bool victim;			/* somebody was chosen */
	s32 pid;
	char *comm, *rule, *reason, *result, *action;
	s64 thawed_ns;			/* since the decision; -1: not, or no
					 * freeze */
	enum oomt_record_picture when;
	bool redacted, steady;		/* steady: no state was known */
	/* [rules.rs.table_count]: ages become times of pic */
	struct oomt_table_state *state;
	struct oomt_episode spent;	/* of the tasks of pic */
};

/*
 * Reads one.  0: diags tells whether it is in order; -errno: it could not be
 * read.  Call oomt_record_exit() in any case.
 */
int oomt_record_read(struct oomt_record_file *record, const char *path);
void oomt_record_exit(struct oomt_record_file *record);

/*
 * The path (free() it) of the newest record with a victim, else of the newest;
 * NULL with errno, ENOENT: none.
 */
char *oomt_record_last(const char *dir);

/* What came of it, for people: "frozen, thawed after 30 s". */
#define OOMT_RECORD_RESULT_LEN	256
void oomt_record_result(const struct oomt_record_file *record,
			char text[OOMT_RECORD_RESULT_LEN]);

/*
 * The decision again: by `rs`, which may be record->rules.rs or another one.
 * What is known of tables of the same image is recalled; for others every
 * `for` has held, as in any single picture.  As oomt_eval_picture(); -ESRCH:
 * the cgroup that was hit is not in the picture.
 */
int oomt_record_eval(const struct oomt_record_file *record,
		     const struct oomt_ruleset *rs, struct oomt_eval *eval);

/*
 * For commands: reads the record `name`, or the newest of `dir` for "last",
 * and prints what is wrong.  An exit code; oomt_record_exit() in any case.
 */
int oomt_cli_record(const char *name, const char *dir,
		    struct oomt_record_file *record);

/* base64 of RFC 4648; lines of 76.  The decoder skips blanks; -EINVAL. */
void oomt_base64_write(FILE *to, const void *data, size_t size);
int oomt_base64_read(const char *text, size_t len, void *data, size_t size,
		     size_t *got);

#endif /* OOMT_OOMCTL_RECORD_H */

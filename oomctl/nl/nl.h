/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The generic netlink client: finding the module, asking, and understanding
 * why it refused.  Everything else in nl_*.c is built on oomt_nl_call().
 */
#ifndef OOMT_OOMCTL_NL_H
#define OOMT_OOMCTL_NL_H

#include <netlink/attr.h>
#include <netlink/msg.h>
#include <signal.h>
#include "compat.h"
#include "ruleset.h"

struct nl_sock;

struct oomt_nl {
	struct nl_sock *sock;
	int family;
	/* Of the last call that failed: the extended ack, if there was one. */
	char text[256];
	struct oomt_refusal_cookie cookie;
	bool has_cookie;
};

/* 0; -ENOENT: no module; -EPERM; other -errno. */
int oomt_nl_open(struct oomt_nl *nl);
void oomt_nl_close(struct oomt_nl *nl);

/*
 * Says on standard error what went wrong and what to do about it; answers the
 * exit code.  `what`: what was tried ("cannot load").
 */
int oomt_nl_explain(const struct oomt_nl *nl, int err, const char *what);

/* A request with room for `room` bytes of attributes.  NULL: no memory. */
struct nl_msg *oomt_nl_request(const struct oomt_nl *nl, enum oomt_cmd cmd,
			       int flags, size_t room);

/* Sees every message of the answer; attr[OOMT_A_x] may be NULL.  0 or -errno. */
typedef int oomt_nl_answer_fn(struct nlattr **attr, void *arg);

/* Sends (and frees) a request and reads its answer to the end.  0 or -errno. */
int oomt_nl_call(struct oomt_nl *nl, struct nl_msg *request,
		 oomt_nl_answer_fn *answer, void *arg);

/* Attributes that may be missing: 0, or "". */
u32 oomt_nl_u32(struct nlattr **attr, enum oomt_attr which);
u64 oomt_nl_u64(struct nlattr **attr, enum oomt_attr which);
const char *oomt_nl_string(struct nlattr **attr, enum oomt_attr which);

/* ---- status (nl_status.c) ------------------------------------------------ */

/* The last decision with a victim; id 0: there was none. */
struct oomt_nl_last {
	u64 id, at_ns, start_ns, took_ns;
	u32 hook, line, pid, ending, action;
	s64 bytes;			/* came back; -1: not known */
	char table[OOMT_NAME_MAX], chain[OOMT_NAME_MAX];
	char file[OOMT_NAME_MAX], comm[OOMT_COMM_LEN];
};

struct oomt_nl_status {
	u64 generation;
	u32 handler, handler_pid;	/* enum oomt_handler_state */
	u32 hooks;			/* bit enum oomt_hook: live */
	u32 flags;			/* enum oomt_status_flags */
	u32 task_capacity;
	u64 decisions, kills, misses;
	u64 swap_total;
	u64 metrics_known;
	s64 metric[OOMT_M_COUNT];
	struct oomt_nl_last last;
};

int oomt_nl_status(struct oomt_nl *nl, struct oomt_nl_status *status);

/* ---- tables (nl_table.c) ------------------------------------------------- */

struct oomt_nl_table {
	char name[OOMT_NAME_MAX];
	u32 size;
	u64 generation;			/* of the load that brought it */
	u64 loaded_ns;
};

/* All tables in the order of loading; free(*tables). */
int oomt_nl_tables(struct oomt_nl *nl, struct oomt_nl_table **tables,
		   u32 *count);

/* One table's image.  0; -EAGAIN: it was replaced meanwhile; -errno. */
int oomt_nl_image(struct oomt_nl *nl, const struct oomt_nl_table *info,
		  struct oomt_blob *image);

struct oomt_nl_counter {
	u64 tasks, bytes, verdicts, verdict_bytes;
};

/* Fills counter[rule] for the rules below `count`; others are left out. */
int oomt_nl_counters(struct oomt_nl *nl, const char *name,
		     struct oomt_nl_counter *counter, u32 count);

/* Removes a table, or with NULL all.  -ENOENT: no such table. */
int oomt_nl_flush(struct oomt_nl *nl, const char *name);

/* ---- loading (nl_load.c) ------------------------------------------------- */

/*
 * Puts all images in force at once, or none.  swap_total: bytes, what the
 * module cannot find out.  -EINVAL with nl->has_cookie: refused.
 */
int oomt_nl_load(struct oomt_nl *nl, const struct oomt_blob *const *image,
		 u32 count, u64 swap_total);

/* ---- events (nl_event.c) ------------------------------------------------- */

struct oomt_nl_event {
	u64 seq, at_ns, generation;
	u32 event;			/* enum oomt_event */
	u64 decision;
	u32 hook, line, pid, ending, handler;
	u32 action;			/* DECISION, ENDING */
	u64 start_ns, took_ns;
	s64 bytes;			/* came back; WARN, LOG: held; -1: not told */
	u64 tasks;			/* LOG: that passed */
	u32 signal;			/* WARN: 0: only told */
	char text[128];			/* LOG */
	const struct oomt_decision *whole;	/* or NULL; while it is seen */
	char table[OOMT_NAME_MAX], chain[OOMT_NAME_MAX];
	char file[OOMT_NAME_MAX], comm[OOMT_COMM_LEN];
};

int oomt_nl_subscribe(struct oomt_nl *nl);

/*
 * Waits for events and gives each to `see`, until it answers not 0 (which is
 * returned).  Waits with the signal mask `mask`; -EINTR: one came.  -ENOBUFS:
 * events were lost (go on).
 */
int oomt_nl_listen(struct oomt_nl *nl, const sigset_t *mask,
		   int (*see)(const struct oomt_nl_event *event, void *arg),
		   void *arg);

/* For a poll of one's own: the descriptor, and hearing what there is. */
int oomt_nl_fd(const struct oomt_nl *nl);
int oomt_nl_hear(struct oomt_nl *nl,
		 int (*see)(const struct oomt_nl_event *event, void *arg),
		 void *arg);

#endif /* OOMT_OOMCTL_NL_H */

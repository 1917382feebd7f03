/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What happened, for the listeners: hooks put records into a ring made at
 * init, a worker sends them (genl.c) and writes the kernel log's line.
 * A full ring loses the record but not its number, so that the loss shows.
 */
#ifndef OOMT_KMOD_EVENT_H
#define OOMT_KMOD_EVENT_H

#include "../engine/compat.h"

/* The small part may stand on a stack, a decision (3 KiB) may not. */
struct oomt_event_head {
	u64 seq;
	u64 at_ns;			/* CLOCK_BOOTTIME */
	u32 type;			/* enum oomt_event */
	u32 ending;			/* ENDING: enum oomt_ending */
	u32 state;			/* HANDLER: enum oomt_handler_state */
	s32 pid;			/* HANDLER, KERNEL_KILL */
	u64 took_ns;			/* ENDING */
	s64 bytes;			/* ENDING: given back, -1: not known */
	char comm[OOMT_COMM_LEN];	/* KERNEL_KILL */
};

/* WARN, LOG; may stand on a stack too. */
struct oomt_event_note {
	char table[OOMT_NAME_MAX], file[OOMT_NAME_MAX];
	char text[128];			/* LOG; cut if longer */
	u32 line;
	u32 hook;
	u32 tasks;			/* LOG: that passed */
	u32 signal;			/* WARN: 0: only told */
	s32 pid;			/* who is warned; the largest that passed */
	u64 start_ns;
	s64 bytes;			/* it holds */
	char comm[OOMT_COMM_LEN];
};

struct oomt_event_record {
	struct oomt_event_head head;
	union {
		struct oomt_decision decision;	/* DECISION, ENDING */
		struct oomt_event_note note;	/* WARN, LOG */
	};
};

int oomt_event_init(void);
void oomt_event_exit(void);	/* sends what is left */

/* Any context, interrupts included. */
void oomt_event_decision(const struct oomt_decision *decision);
void oomt_event_ending(const struct oomt_decision *decision,
		       enum oomt_ending ending, u64 took_ns, s64 bytes);
void oomt_event_note(enum oomt_event type, const struct oomt_event_note *note);
void oomt_event_tables(void);
void oomt_event_handler(enum oomt_handler_state state, pid_t tgid);
void oomt_event_kernel_kill(pid_t pid, const char *comm);

u64 oomt_event_seq(void);	/* of the newest event */

#endif /* OOMT_KMOD_EVENT_H */

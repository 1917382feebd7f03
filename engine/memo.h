/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a chain has said about a task, kept for those that are like it: ten
 * thousand processes are a few dozen kinds.  A chain runs once for each kind;
 * for the others it is looked up, and counted and logged as if it had run.
 *
 *	task --> key: chain, classes of comm and cgroup, uid
 *	         a way of this key whose looks hold (way.h)?
 *	           yes: its answer, its steps
 *	           no:  run the chain, and keep its way, or that it got lost
 *
 * Nothing outlives one chain's judgement of one picture.  Memory is made at
 * load; any context; the workspace's owner serialises.
 */
#ifndef OOMT_ENGINE_MEMO_H
#define OOMT_ENGINE_MEMO_H

#include "vm.h"

#define OOMT_MEMO_NAMES	256		/* a power of two */

/* One kind of task. */
struct oomt_memo_entry {
	u64 stamp;
	u64 key[2];
	struct oomt_vm_out out;
	struct oomt_way way;
};

/* The class of one spelling of comm, which many tasks share. */
struct oomt_memo_name {
	u64 stamp;
	u64 comm[2];
	u32 table, cls;
};

struct oomt_memo {
	struct oomt_memo_name *name;	/* [OOMT_MEMO_NAMES] */
	struct oomt_memo_entry *entry;	/* [slots]; NULL: keeps nothing */
	u32 slots;			/* a power of two */
	u64 stamp;			/* of the entries that count */
	s64 credit;			/* 0: it does not pay, let it be */
	/* of the task at hand: the key's part that is the table's */
	u64 epoch, key[2];
	u32 table;
};

/* Allocates (load time), for so many tasks: 0, -ENOMEM. */
int oomt_memo_init(struct oomt_memo *memo, u32 tasks);
void oomt_memo_exit(struct oomt_memo *memo);

void oomt_memo_forget(struct oomt_memo *memo);

/* As oomt_vm_run(). */
void oomt_memo_run(struct oomt_memo *memo, struct oomt_vm *vm, u32 table,
		   u32 chain, const struct oomt_task *task,
		   struct oomt_vm_out *out);

#endif /* OOMT_ENGINE_MEMO_H */

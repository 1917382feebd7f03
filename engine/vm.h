/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The interpreter: one base chain (with what it calls) over one task.
 * Trusts the verifier; allocation-free, bounded, any context.
 */
#ifndef OOMT_ENGINE_VM_H
#define OOMT_ENGINE_VM_H

#include "fields.h"
#include "index.h"
#include "kin.h"
#include "limit.h"
#include "table.h"
#include "way.h"

/* Per rule and context; read by dumps without a lock (each word on its own). */
struct oomt_counter {
	u64 tasks, bytes;		/* passed a `counter` */
	u64 verdicts, verdict_bytes;	/* decided here, dry ones too */
};

/* What one chain said about one task. */
enum oomt_vm_result {
	OOMT_VM_POLICY,			/* fell through */
	OOMT_VM_EXEMPT,
	OOMT_VM_KILL,
};

struct oomt_vm_out {
	enum oomt_vm_result result;
	u32 rule;			/* that decided, or OOMT_NONE */
	u32 action;			/* KILL: index in ACTIONS */
	s64 points;			/* added by `score` */
	u32 warn;			/* first rule that warned, or OOMT_NONE */
	u32 warn_signal;		/* of that rule; 0: only tell */
};

/* What one `log` has seen in one decision. */
struct oomt_log {
	u32 tasks;			/* that passed */
	s32 largest_pid;
	s64 largest_bytes;		/* rss + swap + pgtables */
};

/*
 * What `why` listens to: each match with both sides, each verdict.  In the
 * kernel always NULL.  `insn` is an index in INSNS.
 */
struct oomt_vm_trace {
	void (*step)(struct oomt_vm_trace *trace, u32 table, u32 insn,
		     bool known, s64 lhs, s64 rhs, bool holds);
};

#define OOMT_CLASS_UNSET	0xffffffffU
#define OOMT_CLASS_UNKNOWN	0xfffffffeU	/* the string is not known */

/* Everything an evaluation needs; one per thread of evaluation. */
struct oomt_vm {
	const struct oomt_ruleset *rs;
	const struct oomt_picture *pic;
	struct oomt_domain domain;
	/* [table * pic->cgroup_count + cgroup]: class of the path, or UNSET */
	u32 *cgroup_class;
	const struct oomt_kin *kin;	/* NULL: no rule asks for it */
	/* [table][task * 2 + COMM or EXE], where its rules ask for ancestors:
	 * class of the string, or UNSET */
	u32 *kin_class[OOMT_TABLES_MAX];
	struct oomt_counter **counter;	/* [table][rule]; NULL: do not count */
	struct oomt_log **log;		/* [table][rule]; NULL: do not log */
	struct oomt_bucket **bucket;	/* [table][limit]; NULL: all full */
	struct oomt_vm_trace *trace;
	struct oomt_way *way;		/* where a run writes it; NULL: nowhere */
	/* of the task at hand, per table: classes of its fields */
	u64 epoch;
	struct oomt_vm_classes {
		u64 epoch;
		u64 have;		/* bit OOMT_F_x */
		u32 cls[OOMT_F_COUNT];
	} of[OOMT_TABLES_MAX];
};

/* Begins a task: forgets the classes of the one before. */
static inline void oomt_vm_task(struct oomt_vm *vm)
{
	vm->epoch++;
}

/* Runs base chain `chain` of table `table` over `task`. */
void oomt_vm_run(struct oomt_vm *vm, u32 table, u32 chain,
		 const struct oomt_task *task, struct oomt_vm_out *out);

/* Counts and logs for `task` what a run has that went this way. */
void oomt_vm_follow(struct oomt_vm *vm, u32 table, const struct oomt_way *way,
		    const struct oomt_task *task);

/*
 * The class of a field that the table has classes of (a text that some rule
 * matches; any number); OOMT_CLASS_UNKNOWN.
 */
u32 oomt_vm_class(struct oomt_vm *vm, u32 table, u32 field,
		  const struct oomt_task *task);

/* The class of pic->cgroup[cgroup]'s path, if some rule matches paths. */
u32 oomt_vm_cgroup_class(struct oomt_vm *vm, u32 table, u32 cgroup);

/*
 * The first process that passes INSNS[first .. first + count), all matches;
 * OOMT_NONE: there is none.  Neither kernel threads nor exiting ones.
 */
u32 oomt_vm_exists(struct oomt_vm *vm, u32 table, u32 first, u32 count);

/* Whether an atom of cgroup holds for pic->cgroup[cgroup]. */
bool oomt_vm_cgroup(struct oomt_vm *vm, u32 table, u32 atom, u32 cgroup);

/* Whether an atom (of a scope, of cgroup) holds for the task. */
bool oomt_vm_atom(struct oomt_vm *vm, u32 table, u32 atom,
		  const struct oomt_task *task);

#endif /* OOMT_ENGINE_VM_H */

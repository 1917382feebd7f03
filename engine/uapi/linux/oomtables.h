/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note OR MIT */
/*
 * oomtables: the wire format.  This header is the specification of
 *
 *   1. the table image   one compiled table (policy set), oomctl -> module
 *   2. generic netlink   control, dumps, counters, events
 *   3. /dev/oomtables    the one declared handler (executor)
 *
 * Everything is little-endian, all offsets and lengths are in bytes unless a
 * name says otherwise, every size is in bytes, every time in nanoseconds
 * unless its name ends in _ms, every percentage in basis points (_bp).
 * Nothing here is a pointer.  Only 64-bit little-endian machines are served.
 */
#ifndef _UAPI_LINUX_OOMTABLES_H
#define _UAPI_LINUX_OOMTABLES_H

#include <linux/types.h>

/* ---- vocabulary: X-lists, each word of the language in one place -------- */

/*
 * Fields of a task.  X(ID, name, type, base)
 * type: STRING PATH NUMBER SIZE TIME(ns) RATE(bytes/s); USER/GROUP are numbers
 *	that may be written as names.
 * base: what a percentage of the field is of.
 */
#define OOMT_FIELDS(X)						\
	X(COMM,		"comm",		STRING,	NONE)		\
	X(EXE,		"exe",		PATH,	NONE)		\
	X(CMDLINE,	"cmdline",	STRING,	NONE)		\
	X(CGROUP,	"cgroup",	PATH,	NONE)		\
	X(PID,		"pid",		NUMBER,	NONE)		\
	X(PPID,		"ppid",		NUMBER,	NONE)		\
	X(PGRP,		"pgrp",		NUMBER,	NONE)		\
	X(SESSION,	"session",	NUMBER,	NONE)		\
	X(UID,		"uid",		USER,	NONE)		\
	X(GID,		"gid",		GROUP,	NONE)		\
	X(RSS,		"rss",		SIZE,	MEM)		\
	X(ANON,		"anon",		SIZE,	MEM)		\
	X(FILE,		"file",		SIZE,	MEM)		\
	X(SHMEM,	"shmem",	SIZE,	MEM)		\
	X(SWAP,		"swap",		SIZE,	SWAP)		\
	X(PGTABLES,	"pgtables",	SIZE,	MEM)		\
	X(VSIZE,	"vsize",	SIZE,	MEM)		\
	X(TOTAL,	"total",	SIZE,	MEM)		\
	X(OOM_SCORE_ADJ, "oom_score_adj", NUMBER, NONE)		\
	X(OOM_SCORE,	"oom_score",	NUMBER,	NONE)		\
	X(AGE,		"age",		TIME,	NONE)		\
	X(THREADS,	"threads",	NUMBER,	NONE)		\
	X(CHILDREN,	"children",	NUMBER,	NONE)		\
	X(GROWTH,	"growth",	RATE,	MEM)		\
	X(TREE_TOTAL,	"tree.total",	SIZE,	MEM)		\
	X(MEMCG_CURRENT, "memcg.current", SIZE,	MEMCG)		\
	X(MEMCG_MAX,	"memcg.max",	SIZE,	MEM)

enum oomt_field {
#define X(id, name, type, base) OOMT_F_##id,
	OOMT_FIELDS(X)
#undef X
	OOMT_F_COUNT
};

enum oomt_type {
	OOMT_T_STRING,		/* bytes; a glob's * matches any byte */
	OOMT_T_PATH,		/* bytes; a glob's * does not cross '/' */
	OOMT_T_NUMBER,
	OOMT_T_USER,
	OOMT_T_GROUP,
	OOMT_T_SIZE,
	OOMT_T_TIME,
	OOMT_T_RATE,
	OOMT_T_PERCENT,		/* metrics only: PSI, in basis points */
};

enum oomt_base {
	OOMT_B_NONE,
	OOMT_B_MEM,		/* mem.total; in hook memcg the limit hit */
	OOMT_B_SWAP,		/* swap.total */
	OOMT_B_MEMCG,		/* memcg.max of the task's own cgroup */
};

/* System metrics of `when` and `until`.  X(ID, name, type, base) */
#define OOMT_METRICS_PSI(X, RES, res)					\
	X(PSI_##RES##SOME_AVG10,  "psi." res "some.avg10",  PERCENT, NONE) \
	X(PSI_##RES##SOME_AVG60,  "psi." res "some.avg60",  PERCENT, NONE) \
	X(PSI_##RES##SOME_AVG300, "psi." res "some.avg300", PERCENT, NONE) \
	X(PSI_##RES##FULL_AVG10,  "psi." res "full.avg10",  PERCENT, NONE) \
	X(PSI_##RES##FULL_AVG60,  "psi." res "full.avg60",  PERCENT, NONE) \
	X(PSI_##RES##FULL_AVG300, "psi." res "full.avg300", PERCENT, NONE)

#define OOMT_METRICS(X)						\
	X(MEM_TOTAL,	"mem.total",	SIZE,	MEM)		\
	X(MEM_AVAILABLE, "mem.available", SIZE,	MEM)		\
	X(MEM_FREE,	"mem.free",	SIZE,	MEM)		\
	X(MEM_CACHED,	"mem.cached",	SIZE,	MEM)		\
	X(SWAP_TOTAL,	"swap.total",	SIZE,	SWAP)		\
	X(SWAP_USED,	"swap.used",	SIZE,	SWAP)		\
	X(SWAP_FREE,	"swap.free",	SIZE,	SWAP)		\
	X(ZRAM_USED,	"zram.used",	SIZE,	MEM)		\
	X(PGSCAN_RATE,	"pgscan.rate",	NUMBER,	NONE)		\
	OOMT_METRICS_PSI(X, , "")				\
	OOMT_METRICS_PSI(X, IO_, "io.")				\
	OOMT_METRICS_PSI(X, CPU_, "cpu.")

enum oomt_metric {
#define X(id, name, type, base) OOMT_M_##id,
	OOMT_METRICS(X)
#undef X
	OOMT_M_COUNT		/* must stay <= 64: known-masks are __u64 */
};

/*
 * Metrics of a cgroup: `cgroup "/path" M` and `scope M` in conditions, fields
 * memcg.*, lines of a snapshot.  X(ID, name, type, base)
 * A percentage of a size is of memory.max, without a limit of mem.total.
 */
#define OOMT_CGROUP_METRICS(X)					\
	X(MEMORY_CURRENT, "memory.current", SIZE, MEMCG)	\
	X(MEMORY_MAX,	"memory.max",	SIZE,	MEMCG)		\
	X(MEMORY_ANON,	"memory.anon",	SIZE,	MEMCG)		\
	X(SWAP_CURRENT,	"memory.swap.current", SIZE, MEMCG)	\
	OOMT_METRICS_PSI(X, , "")				\
	OOMT_METRICS_PSI(X, IO_, "io.")				\
	OOMT_METRICS_PSI(X, CPU_, "cpu.")

enum oomt_cgroup_metric {
#define X(id, name, type, base) OOMT_CM_##id,
	OOMT_CGROUP_METRICS(X)
#undef X
	OOMT_CM_COUNT		/* must stay <= 32: known-masks are __u32 */
};

/* memory.max where there is no limit; larger than any size. */
#define OOMT_NO_LIMIT		(1LL << 57)

/* Hooks.  X(ID, name) */
#define OOMT_HOOKS(X)	\
	X(NONE,	 "")	\
	X(GUARD, "guard") \
	X(LOW,	 "low")	\
	X(OOM,	 "oom")	\
	X(MEMCG, "memcg")

enum oomt_hook {
#define X(id, name) OOMT_HOOK_##id,
	OOMT_HOOKS(X)
#undef X
	OOMT_HOOK_COUNT		/* HOOK_NONE: a plain chain */
};

/* Comparisons.  X(ID, text) */
#define OOMT_CMPS(X)	\
	X(EQ, "==")	\
	X(NE, "!=")	\
	X(LT, "<")	\
	X(LE, "<=")	\
	X(GT, ">")	\
	X(GE, ">=")

enum oomt_cmp {
#define X(id, text) OOMT_CMP_##id,
	OOMT_CMPS(X)
#undef X
	OOMT_CMP_COUNT
};

/* What happens to a chosen candidate.  X(ID, name) */
#define OOMT_ACTIONS(X)		\
	X(KILL,	   "kill")	\
	X(FREEZE,  "freeze")	\
	X(RECLAIM, "reclaim")	\
	X(EXEC,	   "exec")

enum oomt_action_kind {
#define X(id, name) OOMT_ACT_##id,
	OOMT_ACTIONS(X)
#undef X
	OOMT_ACT_COUNT
};

/* Kill units.  X(ID, name) */
#define OOMT_UNITS(X)		\
	X(PROCESS, "process")	\
	X(TREE,	   "tree")	\
	X(PGRP,	   "pgrp")	\
	X(CGROUP,  "cgroup")	\
	X(APP,	   "app")

enum oomt_unit {
#define X(id, name) OOMT_UNIT_##id,
	OOMT_UNITS(X)
#undef X
	OOMT_UNIT_COUNT
};

/*
 * Instructions.  X(ID, name, kind)
 * kind RULE: in a chain's rules; kind COND: in `when` and `until`.
 *
 * Rules run in order up to the chain's END.  A rule is matches, then statements,
 * then at most one verdict, its last instruction.  A match that does not hold
 * goes to the end of its rule, `arg` instructions further (counted from
 * itself); otherwise the next instruction follows.  A match with the flag
 * ANCESTOR holds if it holds for some ancestor below pid 1.
 * Statements and verdicts carry their rule's index in `arg`.
 *
 *	MATCH_NUM	field cmp imm		(PERCENT: imm is basis points)
 *	MATCH_SET	field in set[imm]	cmp EQ: in, NE: not in
 *	MATCH_STR	field in atom[imm]	cmp EQ: in, NE: not in
 *	LIMIT		limits[imm]: like a match, holds while it has a token
 *	COUNTER					count the task in rule[arg]
 *	SCORE		imm points
 *	WARN		imm is a signal, 0: only tell
 *	LOG		imm is a text: one line per decision
 *	EXEMPT, KILL	verdict			KILL: imm is an action's index
 *	JUMP, GOTO	imm is a chain's index, greater than the own one
 *	RETURN, END	back to the caller, or to the base chain's policy
 *	CONTINUE	no verdict, the next rule (it only counts)
 *	DRY		the rule's verdict stands here but does not apply:
 *			imm is its op, and from bit 8 on its imm
 *
 * Conditions are postfix over a stack of {false, true, neutral}:
 *
 *	CMP		metric `field` cmp imm	(PERCENT: basis points of base;
 *						METRIC: imm is a metric)
 *	CMP_CGROUP	cgroup metric `field` cmp imm, of the cgroup with the
 *			path arg (in STRINGS); arg 0: of the cgroup that the
 *			chain runs for (chain flag EACH)
 *	EXISTS		some process passes arg matches from imm on (in INSNS);
 *			one that does not hold leads to their end
 *	NOT, AND, OR
 *	FOR		top of stack held for imm ns; arg: index of its state
 */
#define OOMT_OPS(X)				\
	X(END,		"end",		RULE)	\
	X(MATCH_NUM,	"match.num",	RULE)	\
	X(MATCH_SET,	"match.set",	RULE)	\
	X(MATCH_STR,	"match.str",	RULE)	\
	X(LIMIT,	"limit",	RULE)	\
	X(COUNTER,	"counter",	RULE)	\
	X(SCORE,	"score",	RULE)	\
	X(WARN,		"warn",		RULE)	\
	X(LOG,		"log",		RULE)	\
	X(EXEMPT,	"exempt",	RULE)	\
	X(KILL,		"kill",		RULE)	\
	X(JUMP,		"jump",		RULE)	\
	X(GOTO,		"goto",		RULE)	\
	X(RETURN,	"return",	RULE)	\
	X(CONTINUE,	"continue",	RULE)	\
	X(DRY,		"dry",		RULE)	\
	X(CMP,		"cmp",		COND)	\
	X(CMP_CGROUP,	"cmp.cgroup",	COND)	\
	X(EXISTS,	"exists",	COND)	\
	X(NOT,		"not",		COND)	\
	X(AND,		"and",		COND)	\
	X(OR,		"or",		COND)	\
	X(FOR,		"for",		COND)

enum oomt_op {
#define X(id, name, kind) OOMT_OP_##id,
	OOMT_OPS(X)
#undef X
	OOMT_OP_COUNT
};

/* ---- 1. the table image ------------------------------------------------- */

#define OOMT_MAGIC		0x544d4f4fU	/* "OOMT" */
#define OOMT_VERSION		1

/* Hard limits.  A table beyond one of them is refused, by name. */
#define OOMT_NAME_MAX		64		/* with the final NUL */
#define OOMT_TABLES_MAX		64		/* tables in force at once */
#define OOMT_IMAGE_MAX		(16U << 20)	/* one table */
#define OOMT_TXN_MAX		(64U << 20)	/* all tables of one load */
#define OOMT_CHAINS_MAX		1024
#define OOMT_RULES_MAX		65535
#define OOMT_INSNS_MAX		(1U << 20)
#define OOMT_ATOMS_MAX		65536
#define OOMT_STATES_MAX		(1U << 20)	/* of one automaton */
#define OOMT_CALL_DEPTH_MAX	16		/* chains deep, base included */
#define OOMT_LIMITS_MAX		4096
#define OOMT_BURST_MAX		1000000
#define OOMT_COMMAND_MAX	256		/* of exec, with the final NUL */
#define OOMT_PATH_MAX		256		/* of a cgroup in a decision */
#define OOMT_MEMBERS_MAX	4096		/* of a unit, listed */
#define OOMT_COND_DEPTH_MAX	32		/* stack of a condition */
#define OOMT_COND_INSNS_MAX	256		/* of one condition */
#define OOMT_STEPS_MAX		131072		/* worst case, one task, one hook */
#define OOMT_SIZE_MAX		(1LL << 56)	/* any amount of bytes */
#define OOMT_DEADLINE_MS_MAX	10000
#define OOMT_SIGNAL_MAX		64		/* _NSIG */
#define OOMT_COMM_LEN		16		/* TASK_COMM_LEN */
#define OOMT_NONE		0xffffffffU	/* "no such index" */

/* Sections.  X(ID, element) - each one an array of struct or integer. */
#define OOMT_SECTIONS(X)					\
	X(STRINGS,  char)	/* NUL-terminated, first "" */	\
	X(CHAINS,   struct oomt_chain)				\
	X(RULES,    struct oomt_rule)				\
	X(INSNS,    struct oomt_insn)				\
	X(ACTIONS,  struct oomt_action)				\
	X(SETS,	    struct oomt_set)				\
	X(RANGES,   struct oomt_range)				\
	X(ATOMS,    struct oomt_atom)				\
	X(PATTERNS, struct oomt_pattern)			\
	X(DFAS,	    struct oomt_dfa)				\
	X(STATES,   struct oomt_state_row)			\
	X(EDGES,    struct oomt_edge)				\
	X(CLASSES,  __u32)	/* class -> first in MEMBERS */	\
	X(MEMBERS,  __u32)	/* atoms, ascending per class */ \
	X(BYTEMAPS, __u8)	/* 256 a DFA */			\
	X(LIMITS,   struct oomt_limit)

enum oomt_section {
#define X(id, type) OOMT_S_##id,
	OOMT_SECTIONS(X)
#undef X
	OOMT_S_COUNT
};

struct oomt_image_section {
	__u32 offset;		/* from the image's start, multiple of 8 */
	__u32 count;		/* elements */
};

struct oomt_image {
	__u32 magic;
	__u16 version;
	__u16 sections;		/* OOMT_S_COUNT */
	__u32 size;		/* whole image, multiple of 8 */
	__u32 checksum;		/* FNV-1a of the image with this field 0 */
	__u32 name;		/* of the table; in STRINGS, like all texts */
	__u32 scope;		/* atom of cgroup, or OOMT_NONE */
	__u32 for_states;	/* number of FOR instructions */
	__u32 reserved;		/* 0 */
	struct oomt_image_section section[OOMT_S_COUNT];
};

/* A place in the source: the origin that travels with everything. */
struct oomt_loc {
	__u32 file;		/* STRINGS: base name of the file */
	__u32 line;		/* from 1 */
	__u32 col;		/* from 1, in bytes */
};

enum oomt_chain_flags {
	OOMT_CHAIN_DRY		= 1 << 0,
	OOMT_CHAIN_ASC		= 1 << 1,	/* order by ... asc */
	OOMT_CHAIN_FALLBACK_KERNEL = 1 << 2,	/* else: policy */
	OOMT_CHAIN_EACH		= 1 << 3,	/* once per cgroup of the scope
						 * for which `when` holds */
	OOMT_CHAIN_FLAGS	= (1 << 4) - 1,
};

enum oomt_chain_policy {
	OOMT_POLICY_NONE,	/* guard and plain chains */
	OOMT_POLICY_EXEMPT,
	OOMT_POLICY_KILL,	/* with policy_action */
};

/*
 * Base chains stand first, in the order of the text.  Plain chains follow,
 * sorted so that a chain calls only chains behind it: calls cannot form a
 * circle, and one backward pass of the verifier bounds every path.
 */
struct oomt_chain {
	__u32 name;
	__u8  hook;		/* enum oomt_hook */
	__u8  flags;
	__u8  policy;		/* enum oomt_chain_policy */
	__u8  order;		/* enum oomt_field, a number */
	__s32 priority;
	__u32 policy_action;	/* index in ACTIONS, or OOMT_NONE */
	__u32 scope;		/* atom of cgroup, or OOMT_NONE */
	__u32 code, code_len;	/* in INSNS; the last one is END */
	__u32 when, when_len;	/* in INSNS; len 0: none */
	__u32 until, until_len;
	__u32 rule, rule_count;	/* in RULES */
	__u32 deadline_ms;
	__u32 cooldown_ms;
	__u32 each;		/* EACH: atom of the cgroups that it runs for,
				 * as the scope names them; else 0 */
	struct oomt_loc loc;	/* of the name */
	struct oomt_loc policy_loc;
};

struct oomt_rule {
	struct oomt_loc loc;
	__u32 chain;
	__u32 code, code_len;	/* inside the chain's code */
	__u32 comment;		/* STRINGS, 0: none */
};

enum oomt_insn_flags {
	OOMT_I_PERCENT		= 1 << 0,	/* imm: basis points of base */
	OOMT_I_METRIC		= 1 << 1,	/* CMP: imm is a metric */
	OOMT_I_UNKNOWN_HOLDS	= 1 << 2,	/* an exempt rule: in doubt, spare */
	OOMT_I_ANCESTOR		= 1 << 3,	/* comm exe uid pid cgroup only */
	OOMT_I_FLAGS		= (1 << 4) - 1,
};

struct oomt_insn {
	__u8  op;		/* enum oomt_op */
	__u8  field;		/* enum oomt_field, CMP: enum oomt_metric */
	__u8  cmp;		/* enum oomt_cmp */
	__u8  flags;
	__u32 arg;
	__s64 imm;
};

enum oomt_action_flags {
	OOMT_ACT_OVERRIDE	= 1 << 0,	/* also oom_score_adj -1000 */
	OOMT_ACT_FLAGS		= (1 << 1) - 1,
};

struct oomt_action {
	__u8  kind;		/* enum oomt_action_kind */
	__u8  unit;		/* enum oomt_unit */
	__u8  signal;		/* first signal; 9 when grace_ms is 0 */
	__u8  flags;
	__u32 grace_ms;		/* then SIGKILL */
	__s32 prefer;
	__u32 reserved;
	__s64 amount;		/* reclaim: bytes; freeze: ns, 0: for good */
	__u32 text;		/* exec: the command, < OOMT_COMMAND_MAX */
	__u32 reserved2;
};

/* A set of numbers: count ranges, ascending and disjoint unless PERCENT. */
struct oomt_set {
	__u32 first, count;	/* in RANGES */
	__u32 name;		/* STRINGS: of the set, 0: written in place */
	__u32 flags;		/* OOMT_SET_LINEAR */
};

enum oomt_set_flags {
	OOMT_SET_LINEAR		= 1 << 0,	/* has percentages: search all */
};

enum oomt_range_flags {
	OOMT_RANGE_LO_PERCENT	= 1 << 0,
	OOMT_RANGE_HI_PERCENT	= 1 << 1,
};

struct oomt_range {
	__s64 lo, hi;		/* inclusive */
	__u32 flags;
	__u32 reserved;
};

/* `limit rate count/per burst`: a token every per_ns / count. */
struct oomt_limit {
	__u64 per_ns;		/* a second, a minute, an hour */
	__u32 count;		/* from 1; at most per_ns */
	__u32 burst;		/* from 1 to OOMT_BURST_MAX */
};

/* One string operand of a rule: a set of patterns, tested as a whole. */
struct oomt_atom {
	__u8  field;
	__u8  reserved[3];
	__u32 first, count;	/* in PATTERNS */
	__u32 name;		/* STRINGS: of the set, 0: written in place */
};

enum oomt_pattern_kind {
	OOMT_PAT_GLOB,
	OOMT_PAT_REGEX,
};

struct oomt_pattern {
	__u32 text;
	__u32 kind;
};

/*
 * The automaton of one field: all atoms of the field at once.
 *
 *	byte --bytemap--> column;  edge = base[state] + column
 *	edges[edge].check == state ? edges[edge].next : state.other
 *
 * At the string's end row.cls is the string's class, and class c holds the
 * atoms members[classes[c]] .. members[classes[c + 1]] (ascending).
 * States and edges are counted from the DFA's own first.
 */
struct oomt_dfa {
	__u8  field;
	__u8  reserved[3];
	__u32 start;		/* state */
	__u32 state, states;	/* in STATES */
	__u32 edge, edges;	/* in EDGES */
	__u32 cls, classes;	/* in CLASSES: classes + 1 entries */
	__u32 bytemap;		/* in BYTEMAPS, offset of 256 entries */
	__u32 columns;		/* bytemap entries are below this */
};

struct oomt_state_row {
	__u32 base;
	__u32 other;		/* next state where no edge is */
	__u32 cls;
};

struct oomt_edge {
	__u32 check;		/* the state it belongs to, or OOMT_NONE */
	__u32 next;
};

/* Why a table is refused: by the verifier, UNPROBED by the module. */
#define OOMT_REFUSALS(X)						\
	X(OK,		"accepted")					\
	X(TRUNCATED,	"the image is shorter than it says")		\
	X(MAGIC,	"this is not a table image")			\
	X(VERSION,	"this version of the table format is not known") \
	X(CHECKSUM,	"the image is damaged (checksum)")		\
	X(TOO_LARGE,	"the image is larger than the limit")		\
	X(SECTION,	"a section lies outside the image")		\
	X(STRING,	"a text reference is out of range")		\
	X(NAME,		"a name is empty, too long or no word")			\
	X(CHAIN,	"a chain's header is invalid")			\
	X(CHAINS_MAX,	"too many chains")				\
	X(RULE,		"a rule's record is invalid")			\
	X(RULES_MAX,	"too many rules")				\
	X(INSNS_MAX,	"too many instructions")			\
	X(OP,		"unknown instruction")				\
	X(OPERAND,	"an instruction's operand is invalid")		\
	X(FIELD,	"unknown field, or not of this type")		\
	X(HOOK,		"not allowed in this hook")			\
	X(JUMP,		"a match does not lead to the end of its rule")		\
	X(CALL,		"a chain calls a chain before it, or a base chain") \
	X(DEPTH,	"chains are nested too deep")			\
	X(FALL,		"control can fall off the end of a chain")	\
	X(STEPS,	"evaluation could take too many steps")		\
	X(COND,		"a condition is malformed")			\
	X(ACTION,	"an action is invalid")				\
	X(SET,		"a set of numbers is invalid")			\
	X(LIMIT,	"a limit is invalid")				\
	X(ATOM,		"a pattern reference is invalid")		\
	X(DFA,		"an automaton is invalid")			\
	X(KERNEL,	"the module cannot do this (user space can)")	\
	X(RESERVED,	"a reserved field is not zero")			\
	X(UNPROBED,	"hook memcg needs a probe on out_of_memory, and probes do not work here (kernel.ftrace_enabled=0, or a real-time kernel?)")

enum oomt_refusal {
#define X(id, text) OOMT_REFUSE_##id,
	OOMT_REFUSALS(X)
#undef X
	OOMT_REFUSE_COUNT
};

/* ---- decisions ---------------------------------------------------------- */

#define OOMT_RUNNERS		8	/* candidates kept, the victim first */
#define OOMT_REASONS		16	/* comparisons kept of a condition */

enum oomt_truth {
	OOMT_FALSE,
	OOMT_TRUE,
	OOMT_NEUTRAL,		/* a swap comparison without swap */
	OOMT_MAYBE,		/* not to be told without looking at tasks */
};

/* Of a reason, beside enum oomt_insn_flags. */
enum oomt_reason_flags {
	OOMT_R_UNKNOWN		= OOMT_I_UNKNOWN_HOLDS,	/* one of the sides */
	OOMT_R_EXISTS		= 1 << 6,	/* lhs: the pid that is there */
	OOMT_R_CGROUP		= 1 << 7,	/* metric: enum oomt_cgroup_metric */
};

/* One comparison of the condition that fired, as it was evaluated. */
struct oomt_reason {
	__u8  metric;
	__u8  cmp;
	__u8  truth;		/* enum oomt_truth */
	__u8  flags;		/* enum oomt_insn_flags, oomt_reason_flags */
	__u32 path;		/* R_CGROUP: in STRINGS of the table, 0: the
				 * cgroup that the chain ran for */
	__s64 lhs, rhs;		/* in the metric's unit, percent resolved */
	__s64 imm;		/* as written: bp or metric, by flags */
};

/* Why a task has the verdict it has. */
enum oomt_by {
	OOMT_BY_RULE,		/* rule: index in the table */
	OOMT_BY_POLICY,		/* the base chain's policy */
	OOMT_BY_GUARD,		/* a rule of a guard chain (of any table) */
	OOMT_BY_ALWAYS,		/* kthread, pid 1, executor, adj -1000 */
	OOMT_BY_SCOPE,		/* not looked at: outside of the scope */
	OOMT_BY_EXITING,	/* not looked at: already exiting */
	OOMT_BY_GROUP,		/* its memory.oom.group holds an exempt one */
	OOMT_BY_SPENT,		/* frozen, or asked or helped, in this episode */
};

struct oomt_victim {
	__s32 pid;
	__u32 uid;
	__u64 start_ns;		/* CLOCK_BOOTTIME; with pid: the identity */
	char  comm[OOMT_COMM_LEN];
	__u8  by;		/* enum oomt_by: RULE or POLICY */
	__u8  kind;		/* enum oomt_action_kind */
	__u8  unit;
	__u8  signal;
	__u32 grace_ms;
	__s32 prefer;
	__s32 oom_score_adj;
	__u32 line;		/* of the rule, or of the policy */
	__u32 rule;		/* index in the table, or OOMT_NONE */
	char  file[OOMT_NAME_MAX]; /* base name, cut if longer */
	__s64 points;		/* sum of `score` statements */
	__s64 value;		/* order-by value with points, see decide.h */
	__s64 score;		/* value in thousandths of its base */
	__s64 rss, swap, pgtables;	/* of a unit: sums */
	__u32 members;		/* processes of the unit, itself included */
	__u32 reserved;
	__s64 amount;		/* struct oomt_action */
};

/* One process of the victim's unit. */
struct oomt_member {
	__s32 pid;
	__u32 reserved;
	__u64 start_ns;
};

enum oomt_outcome {
	OOMT_OUT_NOTHING,	/* no enforcing chain fired */
	OOMT_OUT_NO_CANDIDATE,	/* fired, but nobody may be taken */
	OOMT_OUT_VICTIM,
};

enum oomt_decision_flags {
	OOMT_DEC_TRUNCATED	= 1 << 0,	/* facts table was too small */
	OOMT_DEC_NO_FS		= 1 << 1,	/* oom: a GFP_NOFS allocation */
	OOMT_DEC_SYSRQ		= 1 << 2,
	OOMT_DEC_FALLBACK_KERNEL = 1 << 3,	/* the chain's fallback */
	OOMT_DEC_UNTIL		= 1 << 4,	/* low: goes on until `until` holds;
						 * reason[] is of `until` */
	OOMT_DEC_CALM		= 1 << 5,	/* nothing is decided (id 0): the
						 * episode is over, thaw */
};

/*
 * A decision: one value, made in one place (engine/decide.c); everything else
 * prints, sends, records or executes it.  Fixed size, no pointers.
 */
struct oomt_decision {
	__u32 size;		/* of this structure */
	__u8  hook;
	__u8  outcome;		/* enum oomt_outcome */
	__u8  reason_count;
	__u8  runner_count;
	__u64 id;		/* per boot, from 1; 0: not a real decision */
	__u64 generation;	/* of the tables */
	__u64 at_ns;		/* CLOCK_BOOTTIME */
	__u32 flags;		/* enum oomt_decision_flags */
	__u32 deadline_ms;
	__u32 facts_ns;		/* gathering the picture */
	__u32 decide_ns;	/* evaluating and ranking */
	__u32 tasks;		/* looked at */
	__u32 candidates;
	__u32 exempt;
	__s32 current_pid;	/* who was allocating, 0: nobody */
	char  table[OOMT_NAME_MAX];
	char  chain[OOMT_NAME_MAX];
	char  cgroup[OOMT_PATH_MAX];	/* that was hit (memcg) or that the
					 * chain ran for; "": the machine */
	char  command[OOMT_COMMAND_MAX]; /* exec */
	__u64 metrics_known;	/* bit OOMT_M_x */
	__s64 metric[OOMT_M_COUNT];
	struct oomt_reason reason[OOMT_REASONS];
	struct oomt_victim runner[OOMT_RUNNERS];  /* [0] is the victim */
};

/* How a decision ended. */
#define OOMT_ENDINGS(X)							\
	X(PENDING,	"pending")					\
	X(EXECUTOR,	"killed by the executor")			\
	X(KERNEL_MARK,	"killed by the kernel, steered by the policy")	\
	X(KERNEL_SIGNAL, "killed by the module's signal")		\
	X(KERNEL_CHOICE, "left to the kernel")				\
	X(GONE,		"the victim was gone already")			\
	X(FAILED,	"the executor could not kill")			\
	X(STUCK,	"the victim did not go in time")		\
	X(OBEYED,	"the victim went within its grace")		\
	X(DROPPED,	"let go: its policy is gone")		\
	X(DONE,		"done by the executor")			\
	X(UNDONE,	"the executor could not do it")		\
	X(NOBODY,	"nobody did it")

enum oomt_ending {
#define X(id, text) OOMT_END_##id,
	OOMT_ENDINGS(X)
#undef X
	OOMT_END_COUNT
};

/* ---- 2. generic netlink ------------------------------------------------- */

#define OOMT_GENL_NAME		"oomtables"
#define OOMT_GENL_VERSION	1
#define OOMT_GENL_GROUP_EVENTS	"events"
#define OOMT_CHUNK_MAX		32768	/* bytes of one OOMT_A_DATA */

/*
 * Commands.  All need CAP_SYS_ADMIN and CAP_KILL in the initial user
 * namespace.  A load is begin, chunks in order, commit; the images of all its
 * tables stand one after the other (each has its size in its header).  Commit
 * verifies them all and swaps them in at once, or changes nothing.  A socket
 * has at most one load open; it is dropped when the socket closes.
 *
 * Every answer carries OOMT_A_GENERATION.
 */
enum oomt_cmd {
	OOMT_CMD_UNSPEC,
	OOMT_CMD_LOAD_BEGIN,	/* do: SIZE */
	OOMT_CMD_LOAD_CHUNK,	/* do: OFFSET, DATA */
	OOMT_CMD_LOAD_COMMIT,	/* do: SWAP_TOTAL */
	OOMT_CMD_FLUSH,		/* do: [NAME] */
	OOMT_CMD_STATUS,	/* do: -> status attributes */
	OOMT_CMD_TABLE,		/* dump: NAME SIZE GENERATION LOADED_NS */
	OOMT_CMD_IMAGE,		/* dump: NAME -> OFFSET, DATA */
	OOMT_CMD_COUNTER,	/* dump: NAME -> RULE, counters */
	OOMT_CMD_TASK,		/* dump: HOOK [AT_NS] -> facts and verdict of each
				 * task.  With AT_NS: the picture that this
				 * decision was made by, while it is kept: DATA,
				 * STATES if it was acted upon; cgroups (CGROUP
				 * CGROUP_ID METRIC FLAGS: 1 if
				 * memory.oom.group); what the tables knew
				 * before the act (STATE ..., STATES of them);
				 * then facts without verdict (TEXT: exe);
				 * ENOENT: it is gone, EAGAIN: try again */
	OOMT_CMD_EVENT,		/* multicast, group "events" */
	OOMT_CMD_MAX_PLUS_1
};
#define OOMT_CMD_MAX (OOMT_CMD_MAX_PLUS_1 - 1)

enum oomt_attr {
	OOMT_A_UNSPEC,
	OOMT_A_PAD,
	OOMT_A_GENERATION,	/* u64 */
	OOMT_A_NAME,		/* NUL string < OOMT_NAME_MAX: a table */
	OOMT_A_SIZE,		/* u32 bytes */
	OOMT_A_OFFSET,		/* u32 bytes */
	OOMT_A_DATA,		/* binary <= OOMT_CHUNK_MAX */
	OOMT_A_SWAP_TOTAL,	/* u64 bytes: what the module cannot ask */
	OOMT_A_LOADED_NS,	/* u64 CLOCK_BOOTTIME */
	OOMT_A_RULE,		/* u32 index in the table */
	OOMT_A_TASKS,		/* u64: passed `counter` */
	OOMT_A_BYTES,		/* u64 */
	OOMT_A_VERDICTS,	/* u64: decided by the rule */
	OOMT_A_VERDICT_BYTES,	/* u64 */
	OOMT_A_HOOK,		/* u32 enum oomt_hook */
	OOMT_A_HANDLER,		/* u32 enum oomt_handler_state */
	OOMT_A_HANDLER_PID,	/* u32 */
	OOMT_A_HOOKS,		/* u32 bit mask 1 << enum oomt_hook: live */
	OOMT_A_METRIC,		/* nested: index OOMT_M_x + 1, s64 as u64 */
	OOMT_A_DECISIONS,	/* u64 */
	OOMT_A_KILLS,		/* u64: victims taken, by anyone */
	OOMT_A_MISSES,		/* u64: deadlines missed */
	OOMT_A_TASK_CAPACITY,	/* u32: tasks the facts table holds */
	OOMT_A_FLAGS,		/* u32 enum oomt_status_flags */
	OOMT_A_SEQ,		/* u64: of events; a gap is a loss */
	OOMT_A_EVENT,		/* u32 enum oomt_event */
	OOMT_A_AT_NS,		/* u64 CLOCK_BOOTTIME */
	OOMT_A_DECISION,	/* u64 id */
	OOMT_A_TABLE,		/* string */
	OOMT_A_CHAIN,		/* string */
	OOMT_A_FILE,		/* string: of the rule */
	OOMT_A_LINE,		/* u32 */
	OOMT_A_PID,		/* u32 */
	OOMT_A_COMM,		/* string */
	OOMT_A_START_NS,	/* u64 */
	OOMT_A_ENDING,		/* u32 enum oomt_ending */
	OOMT_A_TOOK_NS,		/* u64: event to the ending */
	OOMT_A_FIELD,		/* nested: index OOMT_F_x + 1, s64 as u64 */
	OOMT_A_CGROUP,		/* string: path */
	OOMT_A_TASK_FLAGS,	/* u32 enum oomt_task_flags */
	OOMT_A_VERDICT,		/* u32 enum oomt_verdict_kind */
	OOMT_A_BY,		/* u32 enum oomt_by */
	OOMT_A_POINTS,		/* u64, an s64 */
	OOMT_A_RANK,		/* u32 from 1; only candidates */
	OOMT_A_REFUSAL,		/* u32 enum oomt_refusal */
	OOMT_A_INSN,		/* u32 index, with REFUSAL */
	OOMT_A_KNOWN,		/* u64: bits OOMT_F_x */
	OOMT_A_SIGNAL,		/* u32: of a WARN */
	OOMT_A_TEXT,		/* string: of a LOG */
	OOMT_A_LAST,		/* nested: the last decision with a victim:
				 * DECISION HOOK TABLE CHAIN PID COMM START_NS
				 * FILE LINE AT_NS ENDING TOOK_NS ACTION
				 * [BYTES] */
	OOMT_A_ACTION,		/* u32 enum oomt_action_kind: of DECISION */
	OOMT_A_STATES,		/* u32: how many STATE follow */
	OOMT_A_STATE,		/* u32 enum oomt_state_kind: of table NAME */
	OOMT_A_INDEX,		/* u32: STATE: which chain, for or limit */
	OOMT_A_NTH,		/* u32: EACH_FOR: which of the chain's */
	OOMT_A_FRUITLESS,	/* u32: CHAIN, EACH: kills in a row */
	OOMT_A_CGROUP_ID,	/* u64: its directory's inode */
	OOMT_A_MAX_PLUS_1
};
#define OOMT_A_MAX (OOMT_A_MAX_PLUS_1 - 1)

/*
 * A refused commit says where and why in the extended ack's cookie
 * (NLMSGERR_ATTR_COOKIE), and why in its text.  Newer kernels
 * hold no more than 8 bytes there.
 */
struct oomt_refusal_cookie {
	__u8 table;		/* index in the transaction */
	__u8 refusal;		/* enum oomt_refusal */
	__u16 rule;		/* index in the table, or OOMT_COOKIE_NONE */
	__u32 index;		/* of the instruction or element */
};
#define OOMT_COOKIE_NONE	0xffffU

enum oomt_status_flags {
	OOMT_ST_KILL_ALLOCATING	= 1 << 0, /* vm.oom_kill_allocating_task=1 */
	OOMT_ST_NO_TRACEPOINT	= 1 << 1, /* kswapd wake not found: timer only */
	OOMT_ST_NO_PROBE	= 1 << 2, /* out_of_memory is not probed */
};

/*
 * What outlives a decision, of one table; what is not told is as at load.
 *	CHAIN		INDEX FLAGS (1: acts until `until` holds) FRUITLESS,
 *			AT_NS: of its last act, 0: none
 *	FOR		INDEX, AT_NS: has held since
 *	LIMIT		INDEX, AT_NS: its bucket is full then
 *	EACH, EACH_FOR	as CHAIN and FOR, of the chain INDEX for one cgroup:
 *			CGROUP_ID; EACH_FOR: NTH
 */
#define OOMT_STATES(X)				\
	X(CHAIN,	"chain")		\
	X(FOR,		"for")			\
	X(LIMIT,	"limit")		\
	X(EACH,		"each")			\
	X(EACH_FOR,	"each-for")

enum oomt_state_kind {
#define X(id, text) OOMT_STATE_##id,
	OOMT_STATES(X)
#undef X
	OOMT_STATE_COUNT
};

#define OOMT_EVENTS(X)				\
	X(DECISION,	"decision")		\
	X(ENDING,	"ending")		\
	X(TABLES,	"tables changed")	\
	X(HANDLER,	"handler changed")	\
	X(KERNEL_KILL,	"kernel's own kill")	\
	X(WARN,		"warning")		\
	X(LOG,		"log")

enum oomt_event {
#define X(id, text) OOMT_EV_##id,
	OOMT_EVENTS(X)
#undef X
	OOMT_EV_COUNT
};

/* Task flags, on the wire and in the engine's picture. */
enum oomt_task_flags {
	OOMT_TASK_KTHREAD	= 1 << 0,
	OOMT_TASK_EXECUTOR	= 1 << 1,
	OOMT_TASK_EXITING	= 1 << 2,
	OOMT_TASK_SPENT		= 1 << 3,	/* TASK with AT_NS: frozen, or asked or
						 * helped, in this episode */
};

enum oomt_verdict_kind {
	OOMT_V_NONE,		/* not looked at: BY_SCOPE, BY_EXITING */
	OOMT_V_EXEMPT,
	OOMT_V_CANDIDATE,
};

/* ---- 3. /dev/oomtables -------------------------------------------------- */

/*
 * open	    registers the handler: exclusive (EBUSY), CAP_SYS_ADMIN + CAP_KILL;
 *	    pins the module.  With O_TRUNC it takes the place of another
 *	    process, whose reads return 0 from then on; it may still ACK what
 *	    it has read.  Only the opener's process may read and write
 *	    (EPERM for a forked or passed descriptor).
 * read	    waits for a decision (EAGAIN when O_NONBLOCK) and returns one
 *	    struct oomt_decision, behind it the members of the victim's unit
 *	    (runner[0].members of struct oomt_member, as many as have room, at
 *	    most OOMT_MEMBERS_MAX).  From here to the ACK the calling thread may
 *	    use the memory reserves (PF_MEMALLOC): kill, and nothing else.
 * poll	    POLLIN when a decision waits; POLLPRI when the handler is late: a
 *	    heartbeat clears that.
 * write    one struct oomt_handler_msg.
 * close    deregisters, also by death.
 */
#define OOMT_DEVICE		"/dev/oomtables"

enum oomt_msg {
	OOMT_MSG_ACK,		/* signal sent (result 0) or -errno; freeze,
				 * reclaim, exec: it is being done */
	OOMT_MSG_OUTCOME,	/* victim gone: freed bytes, ns since at_ns;
				 * what is no kill: done (result 0) or -errno */
	OOMT_MSG_HEARTBEAT,	/* I am alive; clears `late` */
	OOMT_MSG_METRIC,	/* metric, value: PSI, swap.total, zram.used,
				 * pgscan.rate */
	OOMT_MSG_CGROUP,	/* of the cgroup `id` (its directory's inode):
				 * metric, value: memory.anon; or metric
				 * OOMT_NONE: look, something happens there */
};

struct oomt_handler_msg {
	__u32 type;		/* enum oomt_msg */
	__s32 result;		/* ACK, OUTCOME: 0 or -errno */
	__u64 id;		/* ACK, OUTCOME: of the decision */
	__u32 metric;		/* METRIC: enum oomt_metric
				 * CGROUP: enum oomt_cgroup_metric */
	__u32 reserved;
	__s64 value;		/* METRIC, CGROUP: value; OUTCOME: bytes freed */
	__u64 took_ns;		/* OUTCOME */
};

#define OOMT_HANDLER_STATES(X)	\
	X(NONE,	 "none")	\
	X(READY, "ready")	\
	X(BUSY,	 "busy")	\
	X(LATE,	 "late")	\
	X(LOST,	 "lost")

enum oomt_handler_state {
#define X(id, text) OOMT_HANDLER_##id,
	OOMT_HANDLER_STATES(X)
#undef X
	OOMT_HANDLER_COUNT
};

#endif /* _UAPI_LINUX_OOMTABLES_H */

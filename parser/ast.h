/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The AST: one table as it stands in the text, every node with its place.
 *
 *   policy -+- chain -+- header (hook, when, until, policy, ...)
 *           |         +- rule -+- match   FIELD CMP value
 *           |                  +- stmt    counter, score, warn, log
 *           |                  +- verdict exempt, kill, jump, goto, ...
 *           +- set  --- elem (literal or range)
 *
 * Made by the grammar, completed in place by resolve*.c: after
 * oomt_policy_parse() without errors every name is a pointer, every value a
 * number in its field's unit or a pattern.  From then on read-only.  All
 * memory is the policy's arena's; nothing is freed on its own.
 */
#ifndef OOMT_PARSER_AST_H
#define OOMT_PARSER_AST_H

#include "arena.h"
#include "compat.h"
#include "intern.h"
#include "literal.h"
#include "source.h"

/* ---- values -------------------------------------------------------------- */

/* A number, string or word as it is written, before its type is known. */
struct oomt_literal {
	struct oomt_span span;
	enum oomt_literal_kind kind;
	bool negative;
	s64 value;			/* literal.h: by kind, unsigned */
	const char *text;		/* STRING: decoded; WORD: as written */
	size_t len;
};

/* One literal, or one range. */
struct oomt_elem {
	struct oomt_span span;
	struct oomt_elem *next;
	struct oomt_literal lit;
	struct oomt_literal *upper;	/* of a range A-B; else NULL */
	/*
	 * Resolved.  Numbers: [lo, hi] inclusive, in the field's unit (bytes,
	 * ns, plain); a single number has lo == hi.  With *_percent that end is
	 * basis points of the field's base instead.  Text fields: the glob is
	 * lit.text[0 .. lit.len), lo and hi mean nothing.
	 */
	s64 lo, hi;
	bool lo_percent, hi_percent;
	bool regex;			/* lit is one, not a glob */
};

enum oomt_value_kind {
	OOMT_VALUE_LITERAL,		/* one elem, not a range */
	OOMT_VALUE_RANGE,		/* one elem */
	OOMT_VALUE_LIST,		/* { ... } */
	OOMT_VALUE_SET,			/* @name: the elems are the set's */
};

struct oomt_value {
	struct oomt_span span;
	enum oomt_value_kind kind;
	struct oomt_elem *elem;		/* first; read oomt_value_elems() */
	const char *name;		/* SET */
	struct oomt_set_node *set;	/* SET, resolved */
};

struct oomt_set_node {
	struct oomt_span span, name_span, type_span;
	struct oomt_set_node *next;	/* in order of first appearance */
	const char *name;
	int field;			/* of `type`: enum oomt_field, or -1 */
	struct oomt_elem *elem, *elem_last;
	u32 elem_count;
	u32 uses;			/* by rules */
	bool broken;			/* an error was reported in it */
};

/* A place in a text, for reading on from there. */
struct oomt_place {
	size_t offset, line_begin;
	unsigned int line;
};

enum oomt_define_state {
	OOMT_DEFINE_NEW,
	OOMT_DEFINE_READING,
	OOMT_DEFINE_READ,
};

struct oomt_define {
	const char *name;
	struct oomt_span name_span;
	struct oomt_place begin;	/* of the statement */
	size_t end;
	enum oomt_define_state state;
	struct oomt_value *value;	/* NULL: not read, or wrong */
	bool circle;			/* an error was reported */
	u32 uses;
};

/* ---- rules --------------------------------------------------------------- */

/*
 * FIELD CMP value; holds, for a known field, iff
 *	text field:		(some elem's glob matches) == (cmp is EQ)
 *	LITERAL:		field cmp elem->lo (percent: of the base)
 *	RANGE, LIST, SET:	(some elem has lo <= field <= hi) == (cmp is EQ)
 * Only EQ and NE occur but with a numeric LITERAL.  For an unknown field it is
 * true if the rule's verdict is exempt, else false.  With `regex` (text only,
 * never a SET) each elem is an extended regular expression instead of a glob.
 * With `ancestor` it holds iff it holds for some ancestor below pid 1.
 */
struct oomt_match {
	struct oomt_span span, field_span;
	struct oomt_match *next;
	int field;			/* enum oomt_field; -1: unknown word */
	enum oomt_cmp cmp;
	bool regex;			/* ~ and !~ */
	bool ancestor;
	struct oomt_value *value;
};

enum oomt_stmt_kind {
	OOMT_STMT_COUNTER,
	OOMT_STMT_SCORE,		/* points */
	OOMT_STMT_WARN,			/* signal */
	OOMT_STMT_LOG,			/* text */
	OOMT_STMT_LIMIT,		/* limit: holds while it has a token */
};

struct oomt_stmt {
	struct oomt_span span;
	struct oomt_stmt *next;
	enum oomt_stmt_kind kind;
	s64 points;
	int signal;			/* 0: only tell */
	const char *text;
	size_t len;
	struct oomt_limit limit;
};

enum oomt_verdict_word {
	OOMT_VERDICT_NONE,		/* the next rule */
	OOMT_VERDICT_EXEMPT,
	OOMT_VERDICT_KILL,		/* a candidate: action, of any kind */
	OOMT_VERDICT_JUMP,		/* target */
	OOMT_VERDICT_RETURN,
	OOMT_VERDICT_GOTO,		/* target */
	OOMT_VERDICT_CONTINUE,		/* the next rule, but counted */
};

/* The words behind kill that may stand once. */
enum oomt_kill_word {
	OOMT_KILL_GRACE		= 1 << 0,
	OOMT_KILL_SIGNAL	= 1 << 1,
	OOMT_KILL_PREFER	= 1 << 2,
	OOMT_KILL_OVERRIDE	= 1 << 3,
};

struct oomt_verdict_node {
	struct oomt_span span;
	enum oomt_verdict_word word;
	bool dry;			/* it is only counted */
	u32 given;			/* KILL: enum oomt_kill_word */
	struct oomt_span grace_span;	/* of `grace DUR` or `signal SIG` */
	struct oomt_action action;	/* KILL; action.text unused: */
	const char *command;		/* of exec; NULL: none */
	size_t command_len;
	const char *target_name;	/* JUMP, GOTO */
	struct oomt_span target_span;
	struct oomt_chain_node *target;	/* resolved: a plain chain */
};

/*
 * All matches must hold; then the statements take effect in order, then the
 * verdict.  With a dry verdict the rule is as if it were not there, but for
 * its counters.
 */
struct oomt_rule_node {
	struct oomt_span span;
	struct oomt_rule_node *next;
	struct oomt_match *match, *match_last;
	struct oomt_stmt *stmt, *stmt_last;
	struct oomt_verdict_node verdict;
	const char *comment;		/* NULL: none */
	size_t comment_len;
};

/* ---- conditions ---------------------------------------------------------- */

enum oomt_expr_kind {
	OOMT_EXPR_CMP,			/* metric cmp operand */
	OOMT_EXPR_EXISTS,		/* some process: all of `match` */
	OOMT_EXPR_NOT,			/* one child */
	OOMT_EXPR_AND,			/* two children or more, in order */
	OOMT_EXPR_OR,
	OOMT_EXPR_FOR,			/* one child held for for_ns */
};

/*
 * lower(a, b), higher(a, b): resolving turns the comparison into those with
 * a and with b, joined, and leaves `pick` and `cmp` in the joint.
 */
enum oomt_pick {
	OOMT_PICK_NONE,
	OOMT_PICK_LOWER,
	OOMT_PICK_HIGHER,
};

enum oomt_operand_kind {
	OOMT_OPERAND_VALUE,		/* imm in the metric's unit (PSI: bp) */
	OOMT_OPERAND_PERCENT,		/* imm: basis points of its base */
	OOMT_OPERAND_METRIC,		/* imm: enum oomt_metric */
};

/* What a comparison's metric is of. */
enum oomt_metric_of {
	OOMT_OF_SYSTEM,			/* metric: enum oomt_metric */
	OOMT_OF_CGROUP,			/* enum oomt_cgroup_metric, of `path` */
	OOMT_OF_SCOPE,			/* the same, of the chain's cgroup */
};

/* In place of a comparison that an error was reported about. */
#define OOMT_METRIC_REPORTED	(-2)

struct oomt_expr {
	struct oomt_span span;
	struct oomt_expr *next;		/* sibling */
	enum oomt_expr_kind kind;
	u32 depth;			/* of the tree below: a leaf is 1 */
	u32 insns;			/* it compiles to */
	struct oomt_expr *child, *child_last;	/* leaves have none */
	/* CMP */
	struct oomt_span metric_span;
	enum oomt_metric_of of;
	struct oomt_literal path;	/* OF_CGROUP */
	int metric;			/* by `of`; -1: unknown word;
					 * or OOMT_METRIC_REPORTED */
	enum oomt_cmp cmp;
	struct oomt_literal rhs;	/* WORD: a metric's name */
	enum oomt_pick pick;
	struct oomt_literal rhs2;	/* of a pick */
	/* CMP, resolved */
	enum oomt_operand_kind operand;	/* METRIC: one of the system */
	s64 imm;
	/* FOR */
	s64 for_ns;
	/* EXISTS */
	struct oomt_match *match;
};

/* ---- chains -------------------------------------------------------------- */

/* Header lines.  X(ID, name, hooks in which it may stand) */
#define OOMT_IN(hook)	(1 << OOMT_HOOK_##hook)
#define OOMT_IN_DECIDE	(OOMT_IN(LOW) | OOMT_IN(OOM) | OOMT_IN(MEMCG))
#define OOMT_IN_BASE	(OOMT_IN(GUARD) | OOMT_IN_DECIDE)

#define OOMT_HEADER_LINES(X)					\
	X(HOOK,	    "hook",	OOMT_IN_BASE)			\
	X(PRIORITY, "priority", OOMT_IN_BASE)			\
	X(WHEN,	    "when",	OOMT_IN(LOW))			\
	X(UNTIL,    "until",	OOMT_IN(LOW))			\
	X(SCOPE,    "scope",	OOMT_IN_BASE)			\
	X(COOLDOWN, "cooldown",	OOMT_IN(LOW))			\
	X(ORDER,    "order by", OOMT_IN_DECIDE)			\
	X(DEADLINE, "deadline", OOMT_IN(LOW) | OOMT_IN(OOM))	\
	X(FALLBACK, "fallback", OOMT_IN(LOW) | OOMT_IN(OOM))	\
	X(POLICY,   "policy",	OOMT_IN_DECIDE)			\
	X(MODE,	    "mode",	OOMT_IN_BASE)

enum oomt_header_line {
#define X(id, name, hooks) OOMT_H_##id,
	OOMT_HEADER_LINES(X)
#undef X
	OOMT_H_COUNT
};

struct oomt_header {
	u32 given;			/* bits 1 << OOMT_H_x */
	struct oomt_span span[OOMT_H_COUNT];
	enum oomt_hook hook;		/* NONE: a plain chain */
	s32 priority;
	struct oomt_expr *when, *until;
	enum oomt_field order;
	bool asc;
	struct oomt_value *scope;	/* of cgroup; NULL: everything */
	u32 cooldown_ms;
	u32 deadline_ms;
	bool fallback_kernel;
	bool dry;
	struct oomt_verdict_node policy; /* EXEMPT or KILL; guard: NONE */
	/* as written, until resolved */
	struct oomt_literal deadline, cooldown;
	struct oomt_span order_span;
};

struct oomt_chain_node {
	struct oomt_span span, name_span;
	struct oomt_chain_node *next;	/* in order of first appearance */
	const char *name;
	struct oomt_header header;
	struct oomt_rule_node *rule, *rule_last;
	u32 rule_count;
	u32 calls;			/* rules that jump or go here */
	u32 index;			/* in the compiled table */
	bool broken;			/* an error was reported in it */
};

/* ---- the policy ---------------------------------------------------------- */

struct oomt_policy {
	struct oomt_arena arena;
	struct oomt_source *source;	/* list, the outermost first */
	const char *name;		/* of the table; never NULL */
	struct oomt_span name_span;	/* no source: by default */
	struct oomt_value *scope;	/* of cgroup; NULL: everything */
	struct oomt_span scope_span;
	struct oomt_chain_node *chain, *chain_last;
	struct oomt_set_node *set, *set_last;
	u32 chain_count, set_count;
	/* [chain_count]: as compiled: base chains, then plain ones, and a
	 * chain calls only chains behind it */
	struct oomt_chain_node **order;
	/* number in order of appearance, by name */
	struct oomt_intern chain_names, set_names, define_names;
	struct oomt_chain_node **chain_by_number;
	struct oomt_set_node **set_by_number;
	struct oomt_define **define;	/* [define_count] */
	u32 chain_room, set_room, define_room, define_count;
	u32 copied;			/* elements, by uses of defines */
};

/*
 * Constructors.  All answer NULL when memory is out.  Names need not be
 * NUL-terminated and are copied; spans may be all zero.
 */
struct oomt_policy *oomt_policy_new(struct oomt_source *source);

/* Finds the chain or set of that name, or makes an empty one at the end. */
struct oomt_chain_node *oomt_chain_open(struct oomt_policy *policy,
					const char *name, size_t len,
					struct oomt_span span);
struct oomt_set_node *oomt_set_open(struct oomt_policy *policy,
				    const char *name, size_t len,
				    struct oomt_span span);
/* A new chain at the end, whatever its name. */
struct oomt_chain_node *oomt_chain_new(struct oomt_policy *policy,
				       const char *name, size_t len,
				       struct oomt_span span);
struct oomt_chain_node *oomt_chain_find(const struct oomt_policy *policy,
					const char *name, size_t len);
struct oomt_set_node *oomt_set_find(const struct oomt_policy *policy,
				    const char *name, size_t len);

struct oomt_define *oomt_define_open(struct oomt_policy *policy,
				     const char *name, size_t len,
				     bool *is_new);
struct oomt_define *oomt_define_find(const struct oomt_policy *policy,
				     const char *name, size_t len);

struct oomt_elem *oomt_elem_new(struct oomt_policy *policy,
				const struct oomt_literal *lit,
				const struct oomt_literal *upper);
struct oomt_value *oomt_value_new(struct oomt_policy *policy,
				  struct oomt_span span,
				  enum oomt_value_kind kind,
				  struct oomt_elem *elem);
struct oomt_match *oomt_match_new(struct oomt_policy *policy,
				  struct oomt_span field_span, int field,
				  enum oomt_cmp cmp, struct oomt_value *value);
/* What the kind needs is filled in behind it. */
struct oomt_stmt *oomt_stmt_new(struct oomt_policy *policy,
				struct oomt_span span,
				enum oomt_stmt_kind kind);
struct oomt_rule_node *oomt_rule_new(struct oomt_policy *policy);
void oomt_rule_add_match(struct oomt_rule_node *rule,
			 struct oomt_match *match);
void oomt_rule_add_stmt(struct oomt_rule_node *rule, struct oomt_stmt *stmt);
void oomt_chain_add_rule(struct oomt_chain_node *chain,
			 struct oomt_rule_node *rule);

struct oomt_expr *oomt_expr_cmp(struct oomt_policy *policy,
				struct oomt_span metric_span, int metric,
				enum oomt_cmp cmp,
				const struct oomt_literal *rhs);
struct oomt_expr *oomt_expr_exists(struct oomt_policy *policy,
				   struct oomt_span span,
				   struct oomt_match *match);
/* Makes a comparison one with lower() or higher(). */
void oomt_expr_pick(struct oomt_expr *expr, enum oomt_pick pick,
		    const struct oomt_literal *rhs2);
struct oomt_expr *oomt_expr_not(struct oomt_policy *policy,
				struct oomt_span span,
				struct oomt_expr *child);
struct oomt_expr *oomt_expr_for(struct oomt_policy *policy,
				struct oomt_span span,
				struct oomt_expr *child, s64 for_ns);
/*
 * AND, OR.  Joining to a left node of the same kind extends it: `a and b and c`
 * is one node with three children, and so is `(a and b) and c`.
 */
struct oomt_expr *oomt_expr_join(struct oomt_policy *policy,
				 enum oomt_expr_kind kind,
				 struct oomt_expr *left,
				 struct oomt_expr *right);

/* A kill as it is without any words: SIGKILL at once to the process. */
struct oomt_action oomt_action_default(void);

/* The first comparison that is of the chain's own cgroup, or NULL. */
const struct oomt_expr *oomt_expr_of_scope(const struct oomt_expr *expr);

/* What a header line is called, and the hooks (1 << enum) that know it. */
const char *oomt_header_name(enum oomt_header_line line);
unsigned int oomt_header_hooks(enum oomt_header_line line);

/* "second", "minute", "hour"; NULL: another time. */
const char *oomt_limit_name(u64 per_ns);

/* Signals (signals.c): 0 for a name that is none; "TERM", or NULL. */
int oomt_signal_find(const char *name, size_t len);
const char *oomt_signal_name(int signal);

/* ---- reading ------------------------------------------------------------- */

/* The elements of a value, a set's included. */
static inline const struct oomt_elem *
oomt_value_elems(const struct oomt_value *value)
{
	return value->kind == OOMT_VALUE_SET ? value->set->elem : value->elem;
}

/* Whether a rule's verdict takes effect and is one of a chain's end. */
static inline bool oomt_verdict_is(const struct oomt_verdict_node *verdict,
				   enum oomt_verdict_word word)
{
	return verdict->word == word && !verdict->dry;
}

static inline bool oomt_header_given(const struct oomt_header *header,
				     enum oomt_header_line line)
{
	return header->given & 1U << line;
}

#endif /* OOMT_PARSER_AST_H */

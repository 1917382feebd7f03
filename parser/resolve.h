/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * From the AST as written to the typed AST: names become pointers, literals
 * numbers.  Internal to parser/; called once, by policy.c.
 */
#ifndef OOMT_PARSER_RESOLVE_H
#define OOMT_PARSER_RESOLVE_H

#include "ast.h"
#include "diag.h"
#include "ruleset.h"

#define OOMT_USERS_MAX	64

struct oomt_user {
	const char *name;
	bool group;
	s64 id;				/* -1: unknown */
};

struct oomt_resolve {
	struct oomt_policy *policy;
	struct oomt_diags *diags;
	unsigned int flags;		/* enum oomt_parse_flags */
	struct oomt_user user[OOMT_USERS_MAX];	/* looked up already */
	unsigned int users, users_unknown;
	u32 limits;			/* statements so far */
};

/* 0 or -ENOMEM; everything else is in diags. */
int oomt_resolve(struct oomt_policy *policy, unsigned int flags,
		 struct oomt_diags *diags);

/* resolve_value.c: the elements of a set, the value of a match. */
void oomt_resolve_set(struct oomt_resolve *r, struct oomt_set_node *set);
void oomt_resolve_match(struct oomt_resolve *r, struct oomt_match *match);
/* The value of a scope: globs of cgroup. */
void oomt_resolve_scope(struct oomt_resolve *r, struct oomt_value *scope);

/* resolve_cond.c */
int oomt_resolve_expr(struct oomt_resolve *r, struct oomt_expr *expr);

/* resolve_chain.c: headers; then calls and the order of chains. */
int oomt_resolve_header(struct oomt_resolve *r, struct oomt_chain_node *chain);
int oomt_resolve_calls(struct oomt_resolve *r);

#endif /* OOMT_PARSER_RESOLVE_H */

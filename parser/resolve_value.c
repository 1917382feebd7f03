// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Values: what a literal means for a field.  Numbers get the field's unit,
 * percentages stay basis points, users become numbers, globs are checked.
 */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include "ere.h"
#include "globs.h"
#include "names.h"
#include "resolve.h"
#include "suggest.h"

#define PERCENT_MAX_BP	1000000		/* 10000% */
#define UID_MAX		4294967295LL	/* nobody has this one: "unknown" */
#define UNKNOWN_MAX	100		/* then no more look-ups */

#define fail(r, id, span, ...) \
	oomt_diag_add((r)->diags, OOMT_ERROR, id, span, __VA_ARGS__)

/* What a field's value looks like, for messages. */
static const char *type_text(int field)
{
	switch (oomt_field_type(field)) {
	case OOMT_T_STRING:
	case OOMT_T_PATH:
		return "a string in quotes";
	case OOMT_T_USER:
		return "a user: a name or a number";
	case OOMT_T_GROUP:
		return "a group: a name or a number";
	case OOMT_T_SIZE:
		return "a size, like 512M, or a percentage";
	case OOMT_T_TIME:
		return "a duration, like 10m";
	case OOMT_T_RATE:
		return "a rate, like 50M/s";
	default:
		return "a plain number";
	}
}

static void type_error(struct oomt_resolve *r, const struct oomt_literal *lit,
		       int field)
{
	fail(r, "type", lit->span, "%s takes %s", oomt_field_name(field),
	     type_text(field));
}

/* ---- users --------------------------------------------------------------- */

static s64 name_look_up(const char *name, bool group)
{
	const struct passwd *user;
	const struct group *entry;

	if (group) {
		entry = getgrnam(name);
		return entry ? (s64)entry->gr_gid : -1;
	}
	user = getpwnam(name);
	return user ? (s64)user->pw_uid : -1;
}

static s64 user_find(struct oomt_resolve *r, const char *name, bool group)
{
	unsigned int i;
	s64 id = -1;

	for (i = 0; i < r->users; i++)
		if (r->user[i].group == group &&
		    !strcmp(r->user[i].name, name))
			return r->user[i].id;
	/* A look-up can cost milliseconds: a hostile file gets few. */
	if (r->users_unknown < UNKNOWN_MAX) {
		id = name_look_up(name, group);
		r->users_unknown += id < 0;
	}
	if (r->users < OOMT_USERS_MAX)
		r->user[r->users++] = (struct oomt_user){ name, group, id };
	return id;
}

/*
 * An unknown user is (uid_t)-1, whom no process can be: the rule is checked
 * with all the others, and matches nobody.
 */
static bool user_of(struct oomt_resolve *r, const struct oomt_literal *lit,
		    bool group, s64 *value)
{
	*value = user_find(r, lit->text, group);
	if (*value >= 0)
		return true;
	*value = UID_MAX;
	oomt_diag_add(r->diags,
		      r->flags & OOMT_PARSE_FOR_LOAD ? OOMT_ERROR :
						       OOMT_WARNING,
		      "unknown-user", lit->span,
		      "there is no %s %.*s on this machine",
		      group ? "group" : "user",
		      lit->len < 40 ? (int)lit->len : 40, lit->text);
	return true;
}

/* ---- numbers ------------------------------------------------------------- */

static bool plain_number(struct oomt_resolve *r, const struct oomt_literal *lit,
			 int field, s64 *value)
{
	bool user = oomt_field_type(field) == OOMT_T_USER ||
		    oomt_field_type(field) == OOMT_T_GROUP;

	if (lit->kind != OOMT_L_NUMBER) {
		type_error(r, lit, field);
		return false;
	}
	*value = lit->negative ? -lit->value : lit->value;
	if (lit->negative && field != OOMT_F_OOM_SCORE_ADJ) {
		fail(r, "negative", lit->span, "%s is never negative",
		     oomt_field_name(field));
		return false;
	}
	if (lit->value > (user ? UID_MAX : INT_MAX)) {
		fail(r, "too-large", lit->span, "this number is too large");
		return false;
	}
	return true;
}

static bool percent_of(struct oomt_resolve *r, const struct oomt_literal *lit,
		       const char *name, enum oomt_base base, s64 *value)
{
	*value = lit->value;
	if (base == OOMT_B_NONE) {
		fail(r, "type", lit->span, "%s has no percentage", name);
		return false;
	}
	if (lit->value > PERCENT_MAX_BP) {
		fail(r, "too-large", lit->span,
		     "a percentage is at most %d%%", PERCENT_MAX_BP / 100);
		return false;
	}
	return true;
}

static bool size_of(struct oomt_resolve *r, const struct oomt_literal *lit,
		    int field, s64 *value, bool *percent)
{
	if (lit->negative) {
		fail(r, "negative", lit->span, "a size is never negative");
		return false;
	}
	*value = lit->value;
	switch (lit->kind) {
	case OOMT_L_PERCENT:
		*percent = true;
		return percent_of(r, lit, oomt_field_name(field),
				  oomt_field_base(field), value);
	case OOMT_L_NUMBER:
		if (lit->value > OOMT_SIZE_MAX) {
			fail(r, "too-large", lit->span,
			     "this size is too large");
			return false;
		}
		return true;
	case OOMT_L_SIZE:
		return true;
	default:
		type_error(r, lit, field);
		return false;
	}
}

static bool time_of(struct oomt_resolve *r, const struct oomt_literal *lit,
		    int field, s64 *value)
{
	if (lit->kind == OOMT_L_NUMBER) {
		fail(r, "type", lit->span,
		     "a duration needs a unit: ms s m h d");
		return false;
	}
	if (lit->kind != OOMT_L_TIME) {
		type_error(r, lit, field);
		return false;
	}
	if (lit->negative) {
		fail(r, "negative", lit->span, "a duration is never negative");
		return false;
	}
	*value = lit->value;
	return true;
}

static bool rate_of(struct oomt_resolve *r, const struct oomt_literal *lit,
		    int field, s64 *value)
{
	if (lit->kind != OOMT_L_RATE) {
		type_error(r, lit, field);
		return false;
	}
	*value = lit->negative ? -lit->value : lit->value;
	return true;
}

static bool number_of(struct oomt_resolve *r, const struct oomt_literal *lit,
		      int field, s64 *value, bool *percent)
{
	*percent = false;
	if (lit->kind == OOMT_L_BAD)
		return false;
	if (lit->kind == OOMT_L_PERCENT &&
	    oomt_field_type(field) != OOMT_T_SIZE)
		return percent_of(r, lit, oomt_field_name(field), OOMT_B_NONE,
				  value);
	switch (oomt_field_type(field)) {
	case OOMT_T_SIZE:
		return size_of(r, lit, field, value, percent);
	case OOMT_T_TIME:
		return time_of(r, lit, field, value);
	case OOMT_T_RATE:
		return rate_of(r, lit, field, value);
	case OOMT_T_USER:
	case OOMT_T_GROUP:
		if (lit->kind == OOMT_L_WORD || lit->kind == OOMT_L_STRING)
			return user_of(r, lit, oomt_field_type(field) ==
					       OOMT_T_GROUP, value);
		return plain_number(r, lit, field, value);
	default:
		return plain_number(r, lit, field, value);
	}
}

/* ---- patterns ------------------------------------------------------------ */

static void pattern_error(struct oomt_resolve *r,
			  const struct oomt_literal *lit, const char *error,
			  size_t at, size_t len)
{
	struct oomt_span span = lit->span;
	bool verbatim = span.source && span.end - span.begin == lit->len + 2 &&
			strchr("\"'", span.source->text[span.begin]);

	/* Without escapes the place inside the string is known. */
	if (verbatim) {
		span.begin += 1 + at;
		span.col += 1 + at;
		span.end--;
		if (span.end <= span.begin)
			span.end = span.begin + 1;
		if (len && len < span.end - span.begin)
			span.end = span.begin + len;
	}
	fail(r, "bad-pattern", span, "%s", error);
}

static bool comm_fits(struct oomt_resolve *r, const struct oomt_literal *lit,
		      int field, size_t shortest)
{
	if (field != OOMT_F_COMM || shortest <= OOMT_COMM_LEN - 1)
		return true;
	fail(r, "comm-too-long", lit->span,
	     "comm has at most %d bytes, and this matches none shorter than %zu: use cgroup or a shorter pattern",
	     OOMT_COMM_LEN - 1, shortest);
	return false;
}

static bool regex_of(struct oomt_resolve *r, const struct oomt_literal *lit,
		     int field)
{
	struct oomt_ere ere;
	int err = oomt_ere_parse(&ere, lit->text, lit->len);
	bool fine = !err && comm_fits(r, lit, field, ere.shortest);

	if (err == -ENOMEM)
		r->diags->out_of_memory = true;
	else if (err)
		pattern_error(r, lit, ere.error, ere.error_at, ere.error_len);
	oomt_ere_exit(&ere);
	return fine;
}

static bool glob_of(struct oomt_resolve *r, const struct oomt_literal *lit,
		    int field)
{
	struct oomt_glob_facts facts;

	facts = oomt_glob_facts(lit->text, lit->len,
				oomt_field_type(field) == OOMT_T_PATH);
	if (!facts.error)
		return comm_fits(r, lit, field, facts.shortest);
	pattern_error(r, lit, facts.error, facts.error_at, 0);
	return false;
}

static bool pattern_of(struct oomt_resolve *r, const struct oomt_elem *elem,
		       int field)
{
	const struct oomt_literal *lit = &elem->lit;

	if (lit->kind == OOMT_L_BAD)
		return false;
	if (lit->kind == OOMT_L_WORD) {
		fail(r, "type", lit->span, "a string is written in quotes: \"%.*s\"",
		     lit->len < 40 ? (int)lit->len : 40, lit->text);
		return false;
	}
	if (lit->kind != OOMT_L_STRING) {
		type_error(r, lit, field);
		return false;
	}
	return elem->regex ? regex_of(r, lit, field) : glob_of(r, lit, field);
}

/* ---- elements, sets, matches --------------------------------------------- */

static bool range_of(struct oomt_resolve *r, struct oomt_elem *elem, int field)
{
	if (!number_of(r, &elem->lit, field, &elem->lo, &elem->lo_percent) ||
	    !number_of(r, elem->upper, field, &elem->hi, &elem->hi_percent))
		return false;
	if (elem->lo_percent == elem->hi_percent && elem->lo > elem->hi) {
		fail(r, "empty-range", elem->span,
		     "this range runs backwards");
		return false;
	}
	return true;
}

static bool elem_resolve(struct oomt_resolve *r, struct oomt_elem *elem,
			 int field)
{
	if (oomt_field_is_text(field)) {
		if (!elem->upper)
			return pattern_of(r, elem, field);
		fail(r, "type", elem->span, "%s takes %s, not a range",
		     oomt_field_name(field), type_text(field));
		return false;
	}
	if (elem->upper)
		return range_of(r, elem, field);
	if (!number_of(r, &elem->lit, field, &elem->lo, &elem->lo_percent))
		return false;
	elem->hi = elem->lo;
	elem->hi_percent = elem->lo_percent;
	return true;
}

void oomt_resolve_set(struct oomt_resolve *r, struct oomt_set_node *set)
{
	struct oomt_elem *elem;

	if (set->field < 0) {
		if (!set->broken)
			fail(r, "set-type", set->name_span,
			     "set %s has no type line", set->name);
		set->broken = true;
		return;
	}
	if (!set->elem && !set->broken) {
		fail(r, "empty-set", set->name_span, "set %s has no elements",
		     set->name);
		set->broken = true;
	}
	for (elem = set->elem; elem; elem = elem->next)
		set->broken |= !elem_resolve(r, elem, set->field);
}

static void set_unknown(struct oomt_resolve *r, const struct oomt_value *value)
{
	char did_you[OOMT_SUGGEST_TEXT];
	const struct oomt_set_node *set;
	struct oomt_suggest suggest;
	unsigned int tries = 0;

	oomt_suggest_init(&suggest, value->name, strlen(value->name));
	for (set = r->policy->set;
	     set && tries < 1000 && !oomt_diags_full(r->diags);
	     set = set->next, tries++)
		oomt_suggest_offer(&suggest, set->name);
	fail(r, "unknown-set", value->span, "there is no set %.40s%s",
	     value->name, oomt_suggest_text(&suggest, did_you));
}

static void set_use(struct oomt_resolve *r, struct oomt_value *value,
		    int field)
{
	value->set = oomt_set_find(r->policy, value->name,
				   strlen(value->name));
	if (!value->set) {
		set_unknown(r, value);
		return;
	}
	value->set->uses++;
	if (value->set->field >= 0 &&
	    oomt_field_type(value->set->field) != oomt_field_type(field))
		fail(r, "set-type", value->span,
		     "set %s holds values of %s, which %s cannot be compared with",
		     value->name, oomt_field_name(value->set->field),
		     oomt_field_name(field));
}

static void value_resolve(struct oomt_resolve *r, struct oomt_value *value,
			  int field)
{
	struct oomt_elem *elem;

	if (value->kind == OOMT_VALUE_SET) {
		set_use(r, value, field);
		return;
	}
	for (elem = value->elem; elem; elem = elem->next)
		elem_resolve(r, elem, field);
}

void oomt_resolve_scope(struct oomt_resolve *r, struct oomt_value *scope)
{
	value_resolve(r, scope, OOMT_F_CGROUP);
}

static bool of_ancestors(int field)
{
	switch (field) {
	case OOMT_F_COMM:
	case OOMT_F_EXE:
	case OOMT_F_UID:
	case OOMT_F_PID:
	case OOMT_F_CGROUP:
		return true;
	default:
		return false;
	}
}

/* Marks the elements of `~`. */
static bool regex_fits(struct oomt_resolve *r, struct oomt_match *match)
{
	struct oomt_elem *elem;

	if (!oomt_field_is_text(match->field)) {
		fail(r, "bad-comparison", match->span,
		     "%s is no text: ~ takes a regular expression",
		     oomt_field_name(match->field));
		return false;
	}
	if (match->value->kind == OOMT_VALUE_SET) {
		fail(r, "set-type", match->value->span,
		     "a set holds no regular expressions: write { 'one', 'other' }, or define that");
		return false;
	}
	for (elem = match->value->elem; elem; elem = elem->next)
		elem->regex = true;
	return true;
}

void oomt_resolve_match(struct oomt_resolve *r, struct oomt_match *match)
{
	struct oomt_value *value = match->value;

	if (match->field < 0)
		return;
	if (match->ancestor && !of_ancestors(match->field))
		fail(r, "type", match->field_span,
		     "of an ancestor are known comm, exe, uid, pid and cgroup, not %s",
		     oomt_field_name(match->field));
	if (match->regex && !regex_fits(r, match))
		return;
	if (match->cmp != OOMT_CMP_EQ && match->cmp != OOMT_CMP_NE &&
	    oomt_field_is_text(match->field))
		fail(r, "bad-comparison", match->span,
		     "%s is text: it compares with == and !=",
		     oomt_field_name(match->field));
	else if (match->cmp != OOMT_CMP_EQ && match->cmp != OOMT_CMP_NE &&
		 value->kind != OOMT_VALUE_LITERAL)
		fail(r, "bad-comparison", match->span,
		     "a range, list or set compares with == and !=");
	value_resolve(r, value, match->field);
}

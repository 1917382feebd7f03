// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Operands of matches: lists and sets of patterns become atoms, those of
 * numbers sorted ranges.  Equal ones become the same, so that a set that a
 * hundred rules use costs once.
 */
#include <stdlib.h>
#include <string.h>
#include "linearize.h"

static u32 fail(struct oomt_linearize *lin)
{
	lin->failed = true;
	return OOMT_NONE;
}

static u32 name_of(struct oomt_linearize *lin, const struct oomt_value *value)
{
	if (value->kind != OOMT_VALUE_SET)
		return 0;
	return oomt_image_text(&lin->out, value->set->name,
			       strlen(value->set->name));
}

static u32 elems_count(const struct oomt_value *value)
{
	const struct oomt_elem *elem;
	u32 n = 0;

	for (elem = oomt_value_elems(value); elem; elem = elem->next)
		n++;
	return n;
}

/* ---- named sets are turned into an operand once per field ---------------- */

struct named_key {
	const struct oomt_set_node *set;
	u64 field;
};

/* Where the operand of a named set is kept; NULL: out of memory. */
static u32 *named_slot(struct oomt_linearize *lin,
		       const struct oomt_value *value, unsigned int field)
{
	struct named_key key = { value->set, field };
	bool is_new;
	u32 number;

	if (oomt_intern(&lin->named, &key, sizeof(key), &number, &is_new))
		return NULL;
	if (number >= lin->operand_room) {
		u32 room = lin->operand_room * 2 + 16;
		u32 *more = realloc(lin->operand, room * sizeof(*more));

		if (!more)
			return NULL;
		lin->operand = more;
		lin->operand_room = room;
	}
	if (is_new)
		lin->operand[number] = OOMT_NONE;
	return &lin->operand[number];
}

/* ---- atoms --------------------------------------------------------------- */

struct pattern {
	const char *text;
	u32 len;
};

static int pattern_compare(const void *a, const void *b)
{
	const struct pattern *x = a, *y = b;
	u32 len = x->len < y->len ? x->len : y->len;
	int order = len ? memcmp(x->text, y->text, len) : 0;

	return order ? order : x->len < y->len ? -1 : x->len > y->len;
}

/* What is matched, and all below: "/a" becomes "/a/ **" without the space. */
static int pattern_below(struct oomt_linearize *lin, struct pattern *pattern)
{
	u32 len = pattern->len;
	char *text;

	if (!len || (len >= 3 && !memcmp(pattern->text + len - 3, "/**", 3)))
		return 0;
	if (pattern->text[len - 1] == '/')
		len--;
	text = oomt_arena_alloc(&lin->arena, len + 4);
	if (!text)
		return -ENOMEM;
	memcpy(text, pattern->text, len);
	memcpy(text + len, "/**", 4);
	pattern->text = text;
	pattern->len = len + 3;
	return 0;
}

/* How the patterns of an atom are to be read. */
enum reading {
	READ_GLOBS,
	READ_REGEXES,
	READ_SCOPE,		/* globs, and all below */
};

#define KEY_FIELD	0xff
#define KEY_REGEX	0x100

/*
 * The atom's key: field and kind, name, the texts of its patterns, sorted and
 * once each.  Answers the number of words, 0: out of memory.
 */
static u32 atom_key(struct oomt_linearize *lin, unsigned int field,
		    const struct oomt_value *value, enum reading reading,
		    u32 **key)
{
	u32 n = elems_count(value), i = 0, count = 2;
	struct pattern *patterns = malloc((n + 1) * sizeof(*patterns));
	const struct oomt_elem *elem;
	bool failed = false;

	*key = malloc((n + 2) * sizeof(**key));
	if (!patterns || !*key) {
		free(patterns);
		return 0;
	}
	for (elem = oomt_value_elems(value); elem; elem = elem->next)
		patterns[i++] = (struct pattern){ elem->lit.text,
						  elem->lit.len };
	for (i = 0; i < n && reading == READ_SCOPE; i++)
		failed |= pattern_below(lin, &patterns[i]);
	qsort(patterns, n, sizeof(*patterns), pattern_compare);
	(*key)[0] = field | (reading == READ_REGEXES ? KEY_REGEX : 0);
	(*key)[1] = reading == READ_SCOPE ? 0 : name_of(lin, value);
	for (i = 0; i < n; i++)
		if (!i || pattern_compare(&patterns[i - 1], &patterns[i]))
			(*key)[count++] = oomt_image_text(&lin->out,
							  patterns[i].text,
							  patterns[i].len);
	free(patterns);
	return failed || lin->out.failed ? 0 : count;
}

static int atom_write(struct oomt_linearize *lin, u32 atom, const u32 *key,
		      u32 count, const struct oomt_value *value)
{
	struct oomt_atom *place = oomt_image_add_ATOMS(&lin->out, 1);
	struct oomt_pattern *pattern =
		oomt_image_add_PATTERNS(&lin->out, count - 2);
	u32 i;

	if (!place || !pattern)
		return -ENOMEM;
	place->field = key[0] & KEY_FIELD;
	place->name = key[1];
	place->first = pattern - lin->out.PATTERNS;
	place->count = count - 2;
	for (i = 2; i < count; i++) {
		pattern[i - 2].text = key[i];
		pattern[i - 2].kind = key[0] & KEY_REGEX ? OOMT_PAT_REGEX :
							   OOMT_PAT_GLOB;
	}
	if (atom >= lin->atom_room) {
		u32 room = lin->atom_room * 2 + 64;
		const struct oomt_value **more =
			realloc(lin->atom_value, room * sizeof(*more));

		if (!more)
			return -ENOMEM;
		lin->atom_value = more;
		lin->atom_room = room;
	}
	lin->atom_value[atom] = value;
	return 0;
}

/* Shares or writes an atom; OOMT_NONE: out of memory. */
static u32 atom_make(struct oomt_linearize *lin, unsigned int field,
		     const struct oomt_value *value, enum reading reading)
{
	u32 *key = NULL, count, atom = OOMT_NONE;
	int err = -ENOMEM;
	bool is_new;

	count = atom_key(lin, field, value, reading, &key);
	if (count)
		err = oomt_intern(&lin->atoms, key, count * sizeof(*key),
				  &atom, &is_new);
	if (!err && is_new)
		err = atom_write(lin, atom, key, count, value);
	free(key);
	return err ? fail(lin) : atom;
}

u32 oomt_linearize_atom(struct oomt_linearize *lin, unsigned int field,
			bool regex, const struct oomt_value *value)
{
	bool named = value->kind == OOMT_VALUE_SET;
	u32 *slot = NULL, atom;

	if (named) {
		slot = named_slot(lin, value, field);
		if (!slot)
			return fail(lin);
		if (*slot != OOMT_NONE)
			return *slot;
	}
	atom = atom_make(lin, field, value, regex ? READ_REGEXES : READ_GLOBS);
	if (named)
		*slot = atom;
	return atom;
}

u32 oomt_linearize_scope(struct oomt_linearize *lin,
			 const struct oomt_value *value)
{
	return atom_make(lin, OOMT_F_CGROUP, value, READ_SCOPE);
}

/* ---- sets of numbers ----------------------------------------------------- */

static int range_compare(const void *a, const void *b)
{
	const struct oomt_range *x = a, *y = b;

	if (x->flags != y->flags)
		return x->flags < y->flags ? -1 : 1;
	if (x->lo != y->lo)
		return x->lo < y->lo ? -1 : 1;
	return x->hi < y->hi ? -1 : x->hi > y->hi;
}

/*
 * Ranges that touch become one; those with percentages only if equal, and
 * negative numbers stay single, since no text can say a range of them.
 */
static u32 ranges_merge(struct oomt_range *range, u32 n)
{
	u32 i, kept = 0;

	for (i = 0; i < n; i++) {
		struct oomt_range *last = kept ? &range[kept - 1] : NULL;

		if (last && last->flags == range[i].flags) {
			if (last->lo == range[i].lo && last->hi == range[i].hi)
				continue;
			if (!last->flags && (range[i].lo <= last->hi ||
					     (last->lo >= 0 &&
					      range[i].lo - 1 == last->hi))) {
				if (range[i].hi > last->hi)
					last->hi = range[i].hi;
				continue;
			}
		}
		range[kept++] = range[i];
	}
	return kept;
}

/* The ranges of a value, malloced; *n of them.  NULL: out of memory. */
static struct oomt_range *ranges_of(const struct oomt_value *value, u32 *n)
{
	struct oomt_range *range = calloc(elems_count(value) + 1,
					  sizeof(*range));
	const struct oomt_elem *elem;
	u32 i = 0;

	if (!range)
		return NULL;
	for (elem = oomt_value_elems(value); elem; elem = elem->next, i++) {
		range[i].lo = elem->lo;
		range[i].hi = elem->hi;
		range[i].flags =
			(elem->lo_percent ? OOMT_RANGE_LO_PERCENT : 0) |
			(elem->hi_percent ? OOMT_RANGE_HI_PERCENT : 0);
	}
	qsort(range, i, sizeof(*range), range_compare);
	*n = ranges_merge(range, i);
	return range;
}

/* Shares or writes a set; the key is its name and its ranges. */
static u32 set_write(struct oomt_linearize *lin, u32 name,
		     const struct oomt_range *range, u32 n)
{
	size_t len = sizeof(u64) + n * sizeof(*range);
	u64 *key = malloc(len);
	struct oomt_range *ranges;
	struct oomt_set *set;
	bool is_new = false;
	u32 number, i;

	if (!key)
		return fail(lin);
	*key = name;
	memcpy(key + 1, range, n * sizeof(*range));
	if (oomt_intern(&lin->sets, key, len, &number, &is_new))
		number = fail(lin);
	free(key);
	if (!is_new)
		return number;
	set = oomt_image_add_SETS(&lin->out, 1);
	ranges = oomt_image_add_RANGES(&lin->out, n);
	if (!set || !ranges)
		return fail(lin);
	memcpy(ranges, range, n * sizeof(*range));
	set->first = ranges - lin->out.RANGES;
	set->count = n;
	set->name = name;
	for (i = 0; i < n; i++)
		if (range[i].flags)
			set->flags = OOMT_SET_LINEAR;
	return number;
}

static bool is_one_number(const struct oomt_range *range)
{
	const u32 both = OOMT_RANGE_LO_PERCENT | OOMT_RANGE_HI_PERCENT;

	return range->lo == range->hi &&
	       (!range->flags || range->flags == both);
}

u32 oomt_linearize_set(struct oomt_linearize *lin,
		       const struct oomt_value *value,
		       struct oomt_range *single, bool *is_single)
{
	bool named = value->kind == OOMT_VALUE_SET;
	struct oomt_range *range;
	u32 *slot = NULL, n, number;

	*is_single = false;
	if (named) {
		slot = named_slot(lin, value, OOMT_F_COUNT);
		if (!slot)
			return fail(lin);
		if (*slot != OOMT_NONE)
			return *slot;
	}
	range = ranges_of(value, &n);
	if (!range)
		return fail(lin);
	if (!named && n == 1 && is_one_number(range)) {
		*single = *range;
		*is_single = true;
		number = OOMT_NONE;
	} else {
		number = set_write(lin, name_of(lin, value), range, n);
	}
	free(range);
	if (named)
		*slot = number;
	return number;
}

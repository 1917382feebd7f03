// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Reading extended regular expressions (ere.h): recursive descent,
 *
 *	alternation	branch | branch ...
 *	branch		piece piece ...
 *	piece		atom, then perhaps * + ? {m} {m,} or {m,n}
 *	atom		( alternation ), [bracket], . ^ $ \x x
 *
 * The depth is that of the parentheses, which is bounded.  The tree has no
 * longer paths either: sequences are lists, not chains of pairs.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "ere.h"

struct reader {
	struct oomt_ere *ere;
	const char *text;
	size_t len, at;
	unsigned int depth;
	int err;
};

/* ---- nodes --------------------------------------------------------------- */

/* 0: an error was noted. */
static u32 fail(struct reader *r, const char *error, size_t at, size_t len)
{
	if (r->err)
		return 0;
	r->err = -EINVAL;
	r->ere->error = error;
	r->ere->error_at = at;
	r->ere->error_len = len ? len : 1;
	return 0;
}

static u32 node_new(struct reader *r, enum oomt_ere_kind kind)
{
	struct oomt_ere *ere = r->ere;

	if (ere->count == ere->room) {
		u32 room = ere->room ? ere->room * 2 : 64;
		struct oomt_ere_node *more;

		more = realloc(ere->node, room * sizeof(*more));
		if (!more) {
			r->err = -ENOMEM;
			return 0;
		}
		ere->node = more;
		ere->room = room;
		ere->count = ere->count ? ere->count : 1;
	}
	memset(&ere->node[ere->count], 0, sizeof(*ere->node));
	ere->node[ere->count].kind = kind;
	return ere->count++;
}

static void child_add(struct reader *r, u32 parent, u32 child)
{
	struct oomt_ere_node *node = r->ere->node;

	if (!parent || !child)
		return;
	if (node[parent].child_last)
		node[node[parent].child_last].next = child;
	else
		node[parent].child = child;
	node[parent].child_last = child;
}

static bool ahead(const struct reader *r, char c)
{
	return r->at < r->len && r->text[r->at] == c;
}

static void set_byte(u64 set[4], unsigned char byte)
{
	set[byte >> 6] |= 1ULL << (byte & 63);
}

static u32 byte_node(struct reader *r, unsigned char byte)
{
	u32 node = node_new(r, OOMT_ERE_SET);

	if (node)
		set_byte(r->ere->node[node].set, byte);
	return node;
}

/* ---- brackets ------------------------------------------------------------ */

/* The classes of the C locale, which no setlocale() changes under us. */
static bool in_class(const char *name, size_t len, unsigned char c, bool *known)
{
	bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z';
	bool digit = c >= '0' && c <= '9', graph = c > 0x20 && c < 0x7f;
	const struct {
		const char *name;
		bool in;
	} classes[] = {
		{ "alpha", lower || upper }, { "digit", digit },
		{ "alnum", lower || upper || digit }, { "upper", upper },
		{ "lower", lower }, { "graph", graph },
		{ "space", c == ' ' || (c >= '\t' && c <= '\r') },
		{ "blank", c == ' ' || c == '\t' },
		{ "print", graph || c == ' ' },
		{ "punct", graph && !lower && !upper && !digit },
		{ "cntrl", c < 0x20 || c == 0x7f },
		{ "xdigit", digit || (c >= 'a' && c <= 'f') ||
			    (c >= 'A' && c <= 'F') },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		if (strlen(classes[i].name) != len ||
		    memcmp(classes[i].name, name, len))
			continue;
		*known = true;
		return classes[i].in;
	}
	*known = false;
	return false;
}

/* "[:name:]", "[=c=]" or "[.c.]" at `at`; what it is: ':', '=', '.', or 0. */
static char bracket_special(const struct reader *r)
{
	char c;

	if (r->len - r->at < 2 || r->text[r->at] != '[')
		return 0;
	c = r->text[r->at + 1];
	return c == ':' || c == '=' || c == '.' ? c : 0;
}

/* The name between "[:" and ":]"; false: it is not closed. */
static bool special_name(struct reader *r, const char **name, size_t *len)
{
	char kind = r->text[r->at + 1];
	size_t begin = r->at + 2, at;

	for (at = begin; at + 1 < r->len; at++) {
		if (r->text[at] != kind || r->text[at + 1] != ']')
			continue;
		*name = r->text + begin;
		*len = at - begin;
		r->at = at + 2;
		return true;
	}
	fail(r, "this class is not closed", r->at, 2);
	return false;
}

static void class_read(struct reader *r, u64 set[4])
{
	size_t at = r->at, len;
	const char *name;
	bool known;
	int c;

	if (!special_name(r, &name, &len))
		return;
	for (c = 0; c < 256; c++)
		if (in_class(name, len, c, &known))
			set_byte(set, c);
	if (!known)
		fail(r, "there is no such class: alpha digit alnum upper lower space blank print punct graph cntrl xdigit",
		     at, r->at - at);
}

/* One byte of a bracket, plain or as [.c.]; -1: an error was noted. */
static int bracket_byte(struct reader *r)
{
	size_t at = r->at, len;
	const char *name;

	if (bracket_special(r) != '.')
		return (unsigned char)r->text[r->at++];
	if (!special_name(r, &name, &len))
		return -1;
	if (len == 1)
		return (unsigned char)*name;
	fail(r, "only single bytes stand between [. and .]", at, r->at - at);
	return -1;
}

/* One member of a bracket: a class, a byte, or a range. */
static void bracket_member(struct reader *r, u64 set[4])
{
	char special = bracket_special(r);
	size_t at = r->at, len;
	const char *name;
	int low, high, c;

	if (special == ':') {
		class_read(r, set);
		return;
	}
	if (special == '=') {
		if (!special_name(r, &name, &len))
			return;
		if (len != 1)
			fail(r, "only single bytes stand between [= and =]",
			     at, r->at - at);
		else
			set_byte(set, *name);
		return;
	}
	low = high = bracket_byte(r);
	if (low >= 0 && r->len - r->at >= 2 && r->text[r->at] == '-' &&
	    r->text[r->at + 1] != ']') {
		r->at++;
		special = bracket_special(r);
		if (special == ':' || special == '=')
			fail(r, "a range ends in a byte, not in a class", at,
			     r->at - at);
		high = r->err ? -1 : bracket_byte(r);
		if (!r->err && ahead(r, '-') && r->len - r->at >= 2 &&
		    r->text[r->at + 1] != ']')
			fail(r, "a range of a range means nothing", at,
			     r->at + 1 - at);
	}
	if (high >= 0 && low > high)
		fail(r, "this range runs backwards", at, r->at - at);
	for (c = low; !r->err && c <= high; c++)
		set_byte(set, c);
}

static u32 bracket_read(struct reader *r)
{
	size_t open = r->at++, first;
	bool negate = ahead(r, '^');
	u64 set[4] = { 0 };
	u32 node, i;

	r->at += negate;
	for (first = r->at; !r->err; ) {
		if (r->at == r->len)
			return fail(r, "this [ is not closed", open, 1);
		if (r->text[r->at] == ']' && r->at > first)
			break;
		bracket_member(r, set);
	}
	r->at++;
	node = r->err ? 0 : node_new(r, OOMT_ERE_SET);
	for (i = 0; node && i < 4; i++)
		r->ere->node[node].set[i] = negate ? ~set[i] : set[i];
	return node;
}

/* ---- atoms and repeats --------------------------------------------------- */

static u32 alternation_read(struct reader *r);

static u32 escape_read(struct reader *r)
{
	size_t at = r->at;
	unsigned char c;

	if (r->len - at < 2)
		return fail(r, "a \\ at the end makes nothing plain", at, 1);
	c = r->text[at + 1];
	r->at += 2;
	if (c >= '1' && c <= '9')
		return fail(r, "back-references cannot be matched in one pass: there are none",
			    at, 2);
	if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	    c >= 0x80 || c <= ' ' || strchr("<>`'", c))
		return fail(r, "unknown escape; a \\ makes plain what has a meaning, like \\. or \\*",
			    at, 2);
	return byte_node(r, c);
}

static u32 group_read(struct reader *r)
{
	size_t open = r->at++;
	u32 node;

	if (++r->depth > OOMT_ERE_NESTING_MAX)
		return fail(r, "parentheses are nested too deep", open, 1);
	node = alternation_read(r);
	r->depth--;
	if (r->err)
		return 0;
	if (!ahead(r, ')'))
		return fail(r, "this ( is not closed", open, 1);
	r->at++;
	return node;
}

static u32 atom_read(struct reader *r)
{
	size_t at = r->at;
	u32 node;

	switch (r->text[at]) {
	case '(':
		return group_read(r);
	case '[':
		return bracket_read(r);
	case '\\':
		return escape_read(r);
	case '.':
		node = node_new(r, OOMT_ERE_SET);
		if (node)
			memset(r->ere->node[node].set, 0xff,
			       sizeof(r->ere->node[node].set));
		break;
	case '^':
		node = node_new(r, OOMT_ERE_BEGIN);
		break;
	case '$':
		node = node_new(r, OOMT_ERE_END);
		break;
	case '*':
	case '+':
	case '?':
	case '{':
		return fail(r, "there is nothing to repeat before this", at, 1);
	default:
		node = byte_node(r, r->text[at]);
		break;
	}
	r->at++;
	return node;
}

/* A number up to the maximum; false: there is none, or it is larger. */
static bool count_read(struct reader *r, u32 *count)
{
	size_t begin = r->at;

	for (*count = 0; r->at < r->len && r->text[r->at] >= '0' &&
	     r->text[r->at] <= '9'; r->at++) {
		*count = *count * 10 + r->text[r->at] - '0';
		if (*count > OOMT_ERE_REPEAT_MAX)
			return false;
	}
	return r->at > begin;
}

/* {m}, {m,} or {m,n} */
static void interval_read(struct reader *r, u32 *min, u32 *max)
{
	size_t open = r->at++;
	bool fine = count_read(r, min);

	*max = *min;
	if (fine && ahead(r, ',')) {
		r->at++;
		*max = U32_MAX;
		if (!ahead(r, '}'))
			fine = count_read(r, max);
	}
	if (!fine || !ahead(r, '}'))
		fail(r, "a repeat is {m}, {m,} or {m,n}, of at most 255",
		     open, r->at - open + (r->at < r->len));
	else if (*min > *max)
		fail(r, "this repeat runs backwards", open, r->at + 1 - open);
	r->at++;
}

static bool at_repeat(const struct reader *r)
{
	return ahead(r, '*') || ahead(r, '+') || ahead(r, '?') ||
	       ahead(r, '{');
}

static u32 piece_read(struct reader *r)
{
	u32 node = atom_read(r), repeat, min, max;
	size_t at = r->at;

	if (r->err || !at_repeat(r))
		return node;
	if (r->ere->node[node].kind == OOMT_ERE_BEGIN ||
	    r->ere->node[node].kind == OOMT_ERE_END)
		return fail(r, "an anchor cannot be repeated", at, 1);
	min = r->text[at] == '+';
	max = r->text[at] == '?' ? 1 : U32_MAX;
	if (r->text[at] == '{')
		interval_read(r, &min, &max);
	else
		r->at++;
	if (at_repeat(r))
		return fail(r, "a repeat of a repeat: put the first one in parentheses",
			    r->at, 1);
	repeat = r->err ? 0 : node_new(r, OOMT_ERE_REPEAT);
	if (!repeat)
		return 0;
	r->ere->node[repeat].min = min;
	r->ere->node[repeat].max = max;
	child_add(r, repeat, node);
	return repeat;
}

static u32 branch_read(struct reader *r)
{
	u32 node = node_new(r, OOMT_ERE_CAT);

	while (!r->err && r->at < r->len && !ahead(r, '|')) {
		if (ahead(r, ')')) {
			if (r->depth)
				break;
			return fail(r, "this ) closes nothing", r->at, 1);
		}
		child_add(r, node, piece_read(r));
	}
	/* At the end an open parenthesis is the better complaint. */
	if (!r->err && !r->ere->node[node].child &&
	    !(r->depth && r->at == r->len))
		fail(r, "an empty alternative: write ? behind what may be missing",
		     r->at, 1);
	return node;
}

static u32 alternation_read(struct reader *r)
{
	u32 node = node_new(r, OOMT_ERE_ALT);

	child_add(r, node, branch_read(r));
	while (!r->err && ahead(r, '|')) {
		r->at++;
		child_add(r, node, branch_read(r));
	}
	return node;
}

/* ---- sizes --------------------------------------------------------------- */

#define SIZE_CAP	(1ULL << 40)

struct measure {
	u64 shortest, states;
};

static u64 capped(u64 value)
{
	return value < SIZE_CAP ? value : SIZE_CAP;
}

/* Recursion is bounded by the parentheses. */
static struct measure measure(const struct oomt_ere *ere, u32 index)
{
	const struct oomt_ere_node *node = &ere->node[index];
	bool first = true, set = node->kind == OOMT_ERE_SET;
	struct measure sum = { .shortest = set, .states = 1 }, one;
	u32 child;

	for (child = node->child; child; child = ere->node[child].next) {
		one = measure(ere, child);
		sum.states = capped(sum.states + one.states);
		if (node->kind == OOMT_ERE_CAT)
			sum.shortest = capped(sum.shortest + one.shortest);
		else if (first || one.shortest < sum.shortest)
			sum.shortest = one.shortest;
		first = false;
	}
	if (node->kind == OOMT_ERE_REPEAT) {
		u32 copies = node->max == U32_MAX ? node->min + 1 : node->max;

		sum.shortest = capped(sum.shortest * node->min);
		sum.states = capped(sum.states * copies + copies + 1);
	}
	return sum;
}

int oomt_ere_parse(struct oomt_ere *ere, const char *text, size_t len)
{
	struct reader r = { .ere = ere, .text = text, .len = len };
	struct measure all;

	memset(ere, 0, sizeof(*ere));
	ere->root = alternation_read(&r);
	if (r.err)
		return r.err;
	all = measure(ere, ere->root);
	ere->shortest = all.shortest;
	ere->states = all.states < U32_MAX ? all.states : U32_MAX;
	if (ere->states > OOMT_ERE_STATES_MAX)
		fail(&r, "this expression is too large once its repeats are written out",
		     0, len);
	return r.err;
}

void oomt_ere_exit(struct oomt_ere *ere)
{
	free(ere->node);
	memset(ere, 0, sizeof(*ere));
}

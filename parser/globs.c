// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Reading globs.  Called by resolve (is it well-formed, how short can a match
 * be), by lint, and by the automaton, which makes states of the items.
 */
#include <string.h>
#include "globs.h"

static void set_all(struct oomt_glob_item *item, bool path)
{
	memset(item->set, 0xff, sizeof(item->set));
	if (path)
		item->set['/' >> 6] &= ~(1ULL << ('/' & 63));
}

static bool ahead(const struct oomt_glob *glob, const char *text)
{
	size_t len = strlen(text);

	return glob->len - glob->at >= len &&
	       !memcmp(glob->text + glob->at, text, len);
}

static int fail(struct oomt_glob *glob, const char *error)
{
	glob->error = error;
	return -1;
}

/* A backslash and what it makes plain; at `at` is the backslash. */
static int escaped(struct oomt_glob *glob, unsigned char *byte)
{
	if (glob->at + 1 == glob->len)
		return fail(glob, "a \\ at the end makes nothing plain");
	if (!strchr("*?[]!\\-", glob->text[glob->at + 1]))
		return fail(glob, "a \\ stands only before * ? [ ] ! - or \\");
	*byte = glob->text[glob->at + 1];
	glob->at += 2;
	return 1;
}

static int bracket_byte(struct oomt_glob *glob, unsigned char *byte)
{
	if (glob->at == glob->len)
		return fail(glob, "this [ is not closed");
	if (glob->text[glob->at] == '\\')
		return escaped(glob, byte);
	*byte = glob->text[glob->at++];
	return 1;
}

/* [a-z] or [!a-z]; a ] that comes first is plain. */
static int bracket_read(struct oomt_glob *glob, struct oomt_glob_item *item)
{
	size_t open = glob->at++, first;
	unsigned char low, high;
	bool negate = false;
	unsigned int b, i;

	memset(item->set, 0, sizeof(item->set));
	if (glob->at < glob->len && glob->text[glob->at] == '!') {
		negate = true;
		glob->at++;
	}
	for (first = glob->at;; ) {
		if (glob->at < glob->len && glob->text[glob->at] == ']' &&
		    glob->at > first)
			break;
		if (glob->at == glob->len)
			glob->at = open;
		if (glob->at == open)
			return fail(glob, "this [ is not closed");
		if (bracket_byte(glob, &low) < 0)
			return -1;
		high = low;
		if (glob->len - glob->at >= 2 && glob->text[glob->at] == '-' &&
		    glob->text[glob->at + 1] != ']') {
			glob->at++;
			if (bracket_byte(glob, &high) < 0)
				return -1;
		}
		if (low > high)
			return fail(glob, "this range runs backwards");
		for (b = low; b <= high; b++)
			item->set[b >> 6] |= 1ULL << (b & 63);
	}
	glob->at++;
	for (i = 0; negate && i < 4; i++)
		item->set[i] = ~item->set[i];
	if (glob->path)
		item->set['/' >> 6] &= ~(1ULL << ('/' & 63));
	return 1;
}

/* Stars that stand together are one run; two in a path cross '/'. */
static int star_read(struct oomt_glob *glob, struct oomt_glob_item *item)
{
	bool crosses = !glob->path;

	item->kind = OOMT_GLOB_RUN;
	do {
		if (ahead(glob, "**"))
			crosses = true;
		glob->at++;
	} while (ahead(glob, "*"));
	set_all(item, !crosses);
	return 1;
}

int oomt_glob_next(struct oomt_glob *glob, struct oomt_glob_item *item)
{
	if (glob->at == glob->len)
		return 0;
	switch (glob->text[glob->at]) {
	case '*':
		return star_read(glob, item);
	case '?':
		item->kind = OOMT_GLOB_SET;
		set_all(item, glob->path);
		glob->at++;
		return 1;
	case '[':
		item->kind = OOMT_GLOB_SET;
		return bracket_read(glob, item);
	case '\\':
		item->kind = OOMT_GLOB_BYTE;
		return escaped(glob, &item->byte);
	case '/':
		if (glob->path && ahead(glob, "/**/")) {
			item->kind = OOMT_GLOB_COMPONENTS;
			glob->at += 3;
			return 1;
		}
		if (glob->path && ahead(glob, "/**") &&
		    glob->at + 3 == glob->len) {
			item->kind = OOMT_GLOB_TAIL;
			glob->at += 3;
			return 1;
		}
		break;
	default:
		break;
	}
	item->kind = OOMT_GLOB_BYTE;
	item->byte = glob->text[glob->at++];
	return 1;
}

struct oomt_glob_facts oomt_glob_facts(const char *text, size_t len, bool path)
{
	struct oomt_glob glob = { .text = text, .len = len, .path = path };
	struct oomt_glob_facts facts = { .literal = true };
	struct oomt_glob_item item;
	int more;

	while ((more = oomt_glob_next(&glob, &item)) > 0) {
		facts.literal &= item.kind == OOMT_GLOB_BYTE;
		if (item.kind == OOMT_GLOB_BYTE || item.kind == OOMT_GLOB_SET)
			facts.shortest++;
		else if (item.kind == OOMT_GLOB_COMPONENTS)
			facts.shortest += 2;
	}
	if (more < 0) {
		facts.error = glob.error;
		facts.error_at = glob.at;
	}
	return facts;
}

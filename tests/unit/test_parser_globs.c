// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What is known of a glob before it is an automaton. */
#include <criterion/criterion.h>
#include <string.h>
#include "globs.h"

struct sample {
	const char *text;
	bool path;
	size_t shortest;
	bool literal;
};

static const struct sample good[] = {
	{ "", false, 0, true },
	{ "sshd", false, 4, true },
	{ "a\\*b", false, 3, true },
	{ "a*", false, 1, false },
	{ "?[ab]c", false, 3, false },
	{ "**", false, 0, false },
	{ "[]]", false, 1, false },
	{ "[a-]", false, 1, false },
	{ "]", false, 1, true },
	{ "/a/**", true, 2, false },
	{ "/a/**/b", true, 6, false },
	{ "/a/**/**", true, 4, false },
	{ "/**", true, 0, false },
	{ "/**x", true, 2, false },
	{ "/a/**", false, 3, false },
};

Test(parser_globs, facts)
{
	struct oomt_glob_facts facts;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		facts = oomt_glob_facts(good[i].text, strlen(good[i].text),
					good[i].path);
		cr_assert_null(facts.error, "%s: %s", good[i].text,
			       facts.error);
		cr_assert_eq(facts.shortest, good[i].shortest, "%s: %zu",
			     good[i].text, facts.shortest);
		cr_assert_eq(facts.literal, good[i].literal, "%s",
			     good[i].text);
	}
}

struct bad {
	const char *text;
	size_t at;
};

static const struct bad bad[] = {
	{ "ab[", 2 }, { "ab[c", 2 }, { "[]", 0 }, { "[!]", 0 }, { "[!", 0 },
	{ "a\\", 1 }, { "a\\d", 1 }, { "[z-a]", 4 }, { "[a\\", 2 },
};

Test(parser_globs, errors)
{
	struct oomt_glob_facts facts;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		facts = oomt_glob_facts(bad[i].text, strlen(bad[i].text),
					false);
		cr_assert_not_null(facts.error, "%s", bad[i].text);
		cr_assert_eq(facts.error_at, bad[i].at, "%s: %zu",
			     bad[i].text, facts.error_at);
	}
}

/* Nothing behind the end is read, whatever stands there. */
Test(parser_globs, bounded)
{
	static const char text[] = "a[b]\\*/**/";
	size_t len;

	for (len = 0; len <= sizeof(text) - 1; len++)
		oomt_glob_facts(text, len, true);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Globs by backtracking (language.md 2 and 9.11).
 *
 *	*	any bytes		in paths none of them a slash
 *	?	any byte		in paths not a slash
 *	[...]	one of the bytes	in paths not a slash
 *	**	in paths: any bytes
 *	/""**""/	in paths: one or more components
 *	/""**	at the end of a path: none or more components
 *	\x	x itself
 */
#include "naive_parts.h"

struct glob {
	const unsigned char *end;	/* of the pattern */
	bool path;
};

static bool match(const struct glob *g, const unsigned char *p,
		  const unsigned char *s);

static unsigned char class_byte(const unsigned char **p)
{
	if (**p == '\\')
		++*p;
	return *(*p)++;
}

/* Whether byte c is in the class behind `[`; *next: behind its `]`. */
static bool in_class(const unsigned char *p, unsigned char c,
		     const unsigned char **next)
{
	bool negated = *p == '!', found = false, first = true;

	if (negated)
		p++;
	for (; first || *p != ']'; first = false) {
		unsigned char low = class_byte(&p), high = low;

		if (p[0] == '-' && p[1] != ']') {
			p++;
			high = class_byte(&p);
		}
		if (low <= c && c <= high)
			found = true;
	}
	*next = p + 1;
	return found != negated;
}

/* The rest of the pattern behind some bytes of the text. */
static bool match_any(const struct glob *g, const unsigned char *rest,
		      const unsigned char *s, bool slashes)
{
	for (;; s++) {
		if (match(g, rest, s))
			return true;
		if (!*s)
			return false;
		if (*s == '/' && !slashes) {
			naive_note(NOTED_GLOB_SLASH);
			return false;
		}
	}
}

/*
 * One or more components behind a slash; the pattern goes on with the slash
 * behind its stars.
 */
static bool match_components(const struct glob *g, const unsigned char *rest,
			     const unsigned char *s)
{
	const unsigned char *begin = s;

	for (;; s++) {
		if (*s && *s != '/')
			continue;
		if (s == begin)
			return false;	/* a component is never empty */
		if (match(g, rest, s)) {
			naive_note(NOTED_GLOB_MIDDLE);
			return true;
		}
		if (!*s)
			return false;
		begin = s + 1;
	}
}

static bool starts(const struct glob *g, const unsigned char *p,
		   const char *with)
{
	size_t len = strlen(with);

	return (size_t)(g->end - p) >= len && !memcmp(p, with, len);
}

static bool match(const struct glob *g, const unsigned char *p,
		  const unsigned char *s)
{
	const unsigned char *next;

	if (p == g->end)
		return !*s;
	if (g->path && starts(g, p, "/**") && p + 3 == g->end) {
		if (!*s)
			naive_note(NOTED_GLOB_DIR);
		return !*s || *s == '/';
	}
	if (g->path && starts(g, p, "/**/"))
		return *s == '/' && match_components(g, p + 3, s + 1);
	if (g->path && starts(g, p, "**"))
		return match_any(g, p + 2, s, true);
	if (*p == '*')
		return match_any(g, p + 1, s, !g->path);
	if (!*s)
		return false;
	if (*p == '?')
		return !(g->path && *s == '/') && match(g, p + 1, s + 1);
	if (*p == '[') {
		if (!in_class(p + 1, *s, &next) || (g->path && *s == '/') ||
		    !match(g, next, s + 1))
			return false;
		naive_note(NOTED_GLOB_CLASS);
		return true;
	}
	if (*p == '\\') {
		if (p[1] != *s || !match(g, p + 2, s + 1))
			return false;
		naive_note(NOTED_GLOB_ESCAPE);
		return true;
	}
	return *p == *s && match(g, p + 1, s + 1);
}

bool naive_glob(const char *pattern, size_t pattern_len, const char *text,
		bool path)
{
	const unsigned char *p = (const unsigned char *)pattern;
	struct glob g = { p + pattern_len, path };

	return match(&g, p, (const unsigned char *)text);
}

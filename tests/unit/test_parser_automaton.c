// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Automata against an independent matcher that backtracks over the pattern's
 * text: random globs, random strings, comm and cgroup.  The seed is printed;
 * OOMT_SEED=N repeats a run.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "dfa.h"
#include "ruleset.h"
#include "verify.h"

/* ---- the other matcher --------------------------------------------------- */

static bool match_here(const char *p, const char *s, bool path);

static bool in_bracket(const char **pattern, char c, bool path)
{
	const char *p = *pattern + 1;
	bool negate = *p == '!', found = false, first = true;

	p += negate;
	for (; first || *p != ']'; first = false) {
		unsigned char low, high;

		if (*p == '\\')
			p++;
		low = high = *p++;
		if (p[0] == '-' && p[1] != ']') {
			p++;
			if (*p == '\\')
				p++;
			high = *p++;
		}
		found |= low <= (unsigned char)c && (unsigned char)c <= high;
	}
	*pattern = p + 1;
	return c && found != negate && !(path && c == '/');
}

/* "/" "**" "/": components, then the rest from its second slash on. */
static bool match_components(const char *rest, const char *s)
{
	if (*s != '/' || !s[1] || s[1] == '/')
		return false;
	for (s++; *s && *s != '/'; s++)
		;
	/* A component may end here only if the rest goes on with a '/'. */
	return match_here(rest, s, true) || match_components(rest, s);
}

static bool match_here(const char *p, const char *s, bool path)
{
	bool crosses = !path;

	if (!*p)
		return !*s;
	if (path && !strcmp(p, "/**"))
		return !*s || *s == '/';
	if (path && !strncmp(p, "/**/", 4))
		return match_components(p + 3, s);
	switch (*p) {
	case '*':
		for (; *p == '*'; p++)
			crosses |= p[1] == '*';
		for (;; s++) {
			if (match_here(p, s, path))
				return true;
			if (!*s || (*s == '/' && !crosses))
				return false;
		}
	case '?':
		return *s && !(path && *s == '/') &&
		       match_here(p + 1, s + 1, path);
	case '[': {
		const char *next = p;

		return in_bracket(&next, *s, path) &&
		       match_here(next, s + 1, path);
	}
	case '\\':
		return *s == p[1] && match_here(p + 2, s + 1, path);
	default:
		return *s == *p && match_here(p + 1, s + 1, path);
	}
}

/* ---- random patterns and strings ----------------------------------------- */

static unsigned int seed;

static unsigned int draw(unsigned int n)
{
	return rand_r(&seed) % n;
}

static const char *draw_piece(bool path)
{
	static const char *const text[] = {
		"a", "b", "c", "ab", "?", "*", "[ab]", "[!a]", "[a-b]", "\\*",
		"[]a]", "**", "/", "[\\]c]", "x-", "[!-a]",
	};
	static const char *const paths[] = {
		"/a", "/b", "/", "/*", "/**/", "/**", "**", "/?", "/[!a]",
		"/ab", "a", "/*b", "b*", "[ab]", "*", "[!a]", "[--0]", "?",
	};

	return path ? paths[draw(ARRAY_SIZE(paths))] :
		      text[draw(ARRAY_SIZE(text))];
}

static void draw_pattern(char *out, bool path)
{
	unsigned int pieces = draw(5);

	out[0] = '\0';
	while (pieces--)
		strcat(out, draw_piece(path));
}

static void draw_string(char *out, bool path)
{
	static const char text[] = "aabbcc/]*!-x";
	unsigned int len = draw(9), i;

	if (!path) {
		for (i = 0; i < len; i++)
			out[i] = text[draw(sizeof(text) - 1)];
		out[i] = '\0';
		return;
	}
	/* Paths as the kernel makes them: no empty components. */
	strcpy(out, draw(12) ? "" : "/");
	for (i = 0; !out[0] || (i < len && i < 4 && strcmp(out, "/")); i++) {
		static const char *const names[] = {
			"/a", "/b", "/ab", "/ba", "/aab", "/c", "/x",
		};

		strcat(out, names[draw(ARRAY_SIZE(names))]);
	}
}

/* ---- the test ------------------------------------------------------------ */

#define LISTS		6
#define GLOBS	4

struct sample {
	char pattern[LISTS][GLOBS][64];
	unsigned int count[LISTS];
};

static void sample_draw(struct sample *sample, bool path)
{
	unsigned int r, p;

	for (r = 0; r < LISTS; r++) {
		sample->count[r] = 1 + draw(GLOBS);
		for (p = 0; p < sample->count[r]; p++)
			draw_pattern(sample->pattern[r][p], path);
	}
}

static void sample_print(FILE *out, const struct sample *sample, bool path)
{
	unsigned int r, p;
	const char *c;

	fputs("chain c {\nhook oom\npolicy kill\n", out);
	for (r = 0; r < LISTS; r++) {
		fprintf(out, "%s {", path ? "cgroup" : "comm");
		for (p = 0; p < sample->count[r]; p++) {
			fputs(p ? ", \"" : " \"", out);
			for (c = sample->pattern[r][p]; *c; c++) {
				if (*c == '\\')
					fputc('\\', out);
				fputc(*c, out);
			}
			fputc('"', out);
		}
		fputs(" } score +1\n", out);
	}
	fputs("}\n", out);
}

static bool sample_matches(const struct sample *sample, unsigned int rule,
			   const char *string, bool path)
{
	unsigned int p;

	for (p = 0; p < sample->count[rule]; p++)
		if (match_here(sample->pattern[rule][p], string, path))
			return true;
	return false;
}

/* Compiles the sample and asks about `strings` random strings. */
static void sample_run(const struct sample *sample, bool path,
		       unsigned int strings)
{
	struct oomt_diags diags;
	struct oomt_policy *policy;
	struct oomt_refused why;
	struct oomt_table table;
	struct oomt_blob image;
	char *text = NULL, string[64];
	size_t size;
	FILE *out = open_memstream(&text, &size);
	const struct oomt_dfa *dfa;
	unsigned int r, i;
	u32 cls;

	sample_print(out, sample, path);
	fclose(out);
	oomt_diags_init(&diags);
	policy = oomt_policy_parse(oomt_source_text("t.oom", text, size), 0,
				   &diags);
	cr_assert_eq(diags.errors, 0, "%s", diags.errors ?
		     diags.diag[0].text : "");
	cr_assert_eq(oomt_policy_compile(policy, &image, &diags), 0);
	cr_assert_eq(oomt_verify(image.data, image.size, OOMT_FOR_USER, &table,
				 &why), 0);
	dfa = &table.DFAS[0];
	for (i = 0; i < strings; i++) {
		draw_string(string, path);
		cls = oomt_dfa_class(&table, dfa, string, strlen(string));
		for (r = 0; r < LISTS; r++) {
			u32 atom = table.INSNS[table.RULES[r].code].imm;

			cr_assert_eq(oomt_dfa_holds(&table, dfa, cls, atom),
				     sample_matches(sample, r, string, path),
				     "rule %u of\n%son \"%s\"", r, text,
				     string);
		}
	}
	oomt_blob_exit(&image);
	oomt_policy_free(policy);
	oomt_diags_exit(&diags);
	free(text);
}

static void run_random(bool path)
{
	const char *given = getenv("OOMT_SEED");
	struct sample sample;
	unsigned int i, used;

	seed = given ? strtoul(given, NULL, 0) : (unsigned int)time(NULL);
	used = seed;
	fprintf(stderr, "# seed %u\n", used);
	for (i = 0; i < 300; i++) {
		sample_draw(&sample, path);
		sample_run(&sample, path, 60);
	}
}

Test(parser_automaton, random_comm)
{
	run_random(false);
}

Test(parser_automaton, random_cgroup)
{
	run_random(true);
}

/* The other matcher itself, on what language.md says. */
Test(parser_automaton, matcher_is_right)
{
	cr_assert(match_here("/a/**", "/a", true));
	cr_assert(match_here("/a/**", "/a/b/c", true));
	cr_assert_not(match_here("/a/**", "/ab", true));
	cr_assert(match_here("/a/**/c", "/a/b/c", true));
	cr_assert(match_here("/a/**/c", "/a/b/b/c", true));
	cr_assert_not(match_here("/a/**/c", "/a/c", true));
	cr_assert(match_here("/**", "/", true));
	cr_assert_not(match_here("/a*", "/a/b", true));
	cr_assert(match_here("/a**", "/a/b", true));
	cr_assert(match_here("a*", "a/b", false));
	cr_assert(match_here("[]]", "]", false));
	cr_assert_not(match_here("[!a]", "/", true));
}

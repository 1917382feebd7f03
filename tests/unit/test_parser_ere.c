// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Regular expressions against regexec(3) of the C library: thousands of random
 * expressions and strings, in one automaton with globs beside them, and what
 * is refused.  The seed is printed; OOMT_SEED=N repeats a run.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "dfa.h"
#include "ere.h"
#include "ruleset.h"
#include "verify.h"

static unsigned int seed;

static unsigned int draw(unsigned int n)
{
	return rand_r(&seed) % n;
}

/* ---- random expressions -------------------------------------------------- */

static void draw_alternation(FILE *out, unsigned int depth, bool anchors);

static void draw_atom(FILE *out, unsigned int depth, bool anchors)
{
	static const char *const atoms[] = {
		"a", "b", "c", "ab", "ba", ".", "[ab]", "[^a]", "[a-c]",
		"[]a]", "[^]b-]", "[[:digit:]]", "[[:alpha:]_]", "\\.", "\\*",
		"[[:punct:]b]", "[^[:space:]]", "x", "[.]", "[[.-.]a]",
		"[[=a=]c]", "[a-]", "-", "/", "[[:upper:]]", "[\\]",
		"[[:xdigit:]]", "1", "[^x]",
	};

	if (!depth || draw(4)) {
		fputs(atoms[draw(ARRAY_SIZE(atoms))], out);
		return;
	}
	fputc('(', out);
	draw_alternation(out, depth - 1, anchors);
	fputc(')', out);
}

static void draw_branch(FILE *out, unsigned int depth, bool anchors)
{
	static const char *const repeats[] = {
		"*", "+", "?", "{2}", "{0,1}", "{1,}", "{1,3}", "{0}", "{2,2}",
		"{0,}",
	};
	unsigned int pieces = 1 + draw(3);

	if (anchors && !draw(5))
		fputc('^', out);
	while (pieces--) {
		bool repeated = !draw(3);

		/* The C library is not sure of anchors that are repeated. */
		draw_atom(out, depth, anchors && !repeated);
		if (repeated)
			fputs(repeats[draw(ARRAY_SIZE(repeats))], out);
	}
	if (anchors && !draw(5))
		fputc('$', out);
}

static void draw_alternation(FILE *out, unsigned int depth, bool anchors)
{
	draw_branch(out, depth, anchors);
	while (!draw(3)) {
		fputc('|', out);
		draw_branch(out, depth, anchors);
	}
}

static char *draw_expression(void)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	draw_alternation(out, 2, true);
	fclose(out);
	return text;
}

static void draw_string(char *out)
{
	static const char text[] = "aaabbbccx.*-]/1A_ \t\x80\xff\\";
	unsigned int len = draw(10), i;

	for (i = 0; i < len; i++)
		out[i] = text[draw(sizeof(text) - 1)];
	out[i] = '\0';
}

/* ---- one automaton of several ------------------------------------------- */

#define EXPRESSIONS	3

struct sample {
	char *text[EXPRESSIONS];
	regex_t regex[EXPRESSIONS];
};

static char *sample_policy(const struct sample *sample, const char *field)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	unsigned int i;

	fputs("chain c {\nhook oom\npolicy kill\n", out);
	for (i = 0; i < EXPRESSIONS; i++)
		fprintf(out, "%s ~ '%s' score +1\n", field, sample->text[i]);
	fprintf(out, "%s { \"a*b\", \"ab\" } score +1\n}\n", field);
	fclose(out);
	return text;
}

/* false: together they are too large for one automaton. */
static bool sample_run(const struct sample *sample, const char *field,
		       unsigned int strings)
{
	char *text = sample_policy(sample, field), string[32];
	const struct oomt_dfa *dfa;
	struct oomt_policy *policy;
	struct oomt_refused why;
	struct oomt_diags diags;
	struct oomt_table table;
	struct oomt_blob image;
	unsigned int i, r;
	u32 cls, atom;
	bool fits;

	oomt_diags_init(&diags);
	policy = oomt_policy_parse(oomt_source_text("t.oom", text,
						    strlen(text)), 0, &diags);
	cr_assert_eq(diags.errors, 0, "%s\n%s", text,
		     diags.errors ? diags.diag[0].text : "");
	fits = !oomt_policy_compile(policy, &image, &diags);
	if (!fits) {
		cr_assert_str_eq(diags.diag[0].id, "pattern-too-large");
		goto out;
	}
	cr_assert_eq(oomt_verify(image.data, image.size, OOMT_FOR_USER, &table,
				 &why), 0);
	dfa = &table.DFAS[0];
	for (i = 0; i < strings; i++) {
		draw_string(string);
		cls = oomt_dfa_class(&table, dfa, string, strlen(string));
		for (r = 0; r < EXPRESSIONS; r++) {
			atom = table.INSNS[table.RULES[r].code].imm;
			cr_assert_eq(oomt_dfa_holds(&table, dfa, cls, atom),
				     !regexec(&sample->regex[r], string, 0,
					      NULL, 0),
				     "'%s' of\n%son \"%s\"", sample->text[r],
				     text, string);
		}
	}
	oomt_blob_exit(&image);
out:
	oomt_policy_free(policy);
	oomt_diags_exit(&diags);
	free(text);
	return fits;
}

static void run_random(const char *field)
{
	const char *given = getenv("OOMT_SEED");
	struct sample sample;
	unsigned int i, r, refused = 0;

	seed = given ? strtoul(given, NULL, 0) : (unsigned int)time(NULL);
	fprintf(stderr, "# seed %u\n", seed);
	for (i = 0; i < 250; i++) {
		for (r = 0; r < EXPRESSIONS; r++) {
			sample.text[r] = draw_expression();
			cr_assert_eq(regcomp(&sample.regex[r], sample.text[r],
					     REG_EXTENDED | REG_NOSUB), 0,
				     "%s", sample.text[r]);
		}
		refused += !sample_run(&sample, field, 40);
		for (r = 0; r < EXPRESSIONS; r++) {
			regfree(&sample.regex[r]);
			free(sample.text[r]);
		}
	}
	cr_assert_lt(refused, 10);
}

/* Path or not, a byte is a byte. */
Test(parser_ere, random_cmdline)
{
	run_random("cmdline");
}

Test(parser_ere, random_exe)
{
	run_random("exe");
}

/* ---- single ones --------------------------------------------------------- */

/* Where a match may be, on strings that were chosen by hand. */
Test(parser_ere, chosen)
{
	static const struct {
		const char *expression, *string;
		bool matches;
	} chosen[] = {
		{ "b", "abc", true },		{ "^b", "abc", false },
		{ "c$", "abc", true },		{ "b$", "abc", false },
		{ "^$", "", true },		{ "^$", "a", false },
		{ "^", "", true },		{ "$", "abc", true },
		{ "a^b", "a^b", false },	{ "a$b", "a$b", false },
		{ "^a|b$", "ac", true },	{ "^a|b$", "cb", true },
		{ "^a|b$", "ca", false },	{ "(^|/)x($|/)", "a/x", true },
		{ "(^|/)x($|/)", "ax", false },	{ "^a{2,3}$", "aa", true },
		{ "^a{2,3}$", "aaaa", false },	{ "^(ab){2}$", "abab", true },
		{ ".", "", false },		{ "^.$", "\xff", true },
		{ "^[^a]$", "\n", true },	{ "a{0}", "", true },
		{ "(a|ab)(c|bcd)$", "abcd", true },
	};
	static char space[3 * 64];
	regex_t regex;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(chosen); i++) {
		struct sample sample = { 0 };

		cr_assert_eq(regcomp(&regex, chosen[i].expression,
				     REG_EXTENDED | REG_NOSUB), 0);
		cr_assert_eq(!regexec(&regex, chosen[i].string, 0, NULL, 0),
			     chosen[i].matches, "%s", chosen[i].expression);
		snprintf(space, sizeof(space), "%s", chosen[i].expression);
		sample.text[0] = sample.text[1] = sample.text[2] = space;
		sample.regex[0] = sample.regex[1] = sample.regex[2] = regex;
		cr_assert(sample_run(&sample, "cmdline", 200));
		regfree(&regex);
	}
}

Test(parser_ere, refused)
{
	static const char *const bad[] = {
		"", "a|", "|a", "()", "(|a)", "(a", "a)", "[a", "[]", "[^]",
		"a{2", "a{", "a{x}", "a{3,2}", "a{256}", "a{,3}", "*a", "+",
		"a|*b", "(*a)", "^*", "$+", "\\", "a\\", "\\1", "(a)\\1",
		"\\w", "\\<", "\\b", "[[:foo:]]", "[[:digit:]", "[b-a]",
		"[a-[:digit:]]", "[[.ab.]]", "a**", "a{2}?", "[[=ab=]]", "[a-b-c]",
		"((((a{255}){255}){255}){255})",
	};
	struct oomt_ere ere;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		cr_assert_eq(oomt_ere_parse(&ere, bad[i], strlen(bad[i])),
			     -EINVAL, "%s", bad[i]);
		cr_assert_not_null(ere.error);
		cr_assert_leq(ere.error_at, strlen(bad[i]), "%s", bad[i]);
		oomt_ere_exit(&ere);
	}
}

Test(parser_ere, shortest)
{
	static const struct {
		const char *expression;
		size_t shortest;
	} known[] = {
		{ "abc", 3 }, { "a*", 0 }, { "a+b", 2 }, { "a|bcd", 1 },
		{ "^(ab){3,}$", 6 }, { "[a-z]{16}", 16 }, { "(ab|c)d?", 1 },
	};
	struct oomt_ere ere;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(known); i++) {
		cr_assert_eq(oomt_ere_parse(&ere, known[i].expression,
					    strlen(known[i].expression)), 0);
		cr_assert_eq(ere.shortest, known[i].shortest, "%s",
			     known[i].expression);
		oomt_ere_exit(&ere);
	}
}

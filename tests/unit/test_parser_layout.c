// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Where statements end: language.md 2, rule by rule.  A text becomes its
 * tokens, written one letter each: ";" end of statement, "{" "}" of blocks and
 * lists, "w" any word, "v" a value, "&" and, "|" or, "!" not.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include "parse.h"
#include "grammar.h"

static char letter(int kind)
{
	switch (kind) {
	case OOMT_TOK_SEP:
		return ';';
	case OOMT_TOK_AND:
		return '&';
	case OOMT_TOK_OR:
		return '|';
	case OOMT_TOK_NOT:
		return '!';
	case OOMT_TOK_STRING:
	case OOMT_TOK_NUMBER:
		return 'v';
	default:
		return kind < 128 ? kind : 'w';
	}
}

/* The tokens of a text; also the number of errors. */
static const char *tokens(const char *text, unsigned int *errors)
{
	static char out[256];
	struct oomt_parse p = { 0 };
	struct oomt_diags diags;
	struct oomt_source *source;
	unsigned int n = 0;
	struct oomt_token token;

	oomt_diags_init(&diags);
	source = oomt_source_text("t", text, strlen(text));
	p.scan.source = source;
	p.scan.diags = p.diags = &diags;
	p.scan.line = 1;
	p.scan.end = source->size;
	cr_assert_eq(oomt_scan_init(&p.scan, &p.layout.scanner), 0);
	while ((token = oomt_layout_next(&p)).kind)
		if (n < sizeof(out) - 1)
			out[n++] = letter(token.kind);
	out[n] = '\0';
	*errors = diags.errors;
	oomt_scan_exit(p.layout.scanner);
	oomt_diags_exit(&diags);
	oomt_source_free(source);
	return out;
}

struct sample {
	const char *text;
	const char *tokens;
	unsigned int errors;
};

static const struct sample samples[] = {
	/* A newline, a semicolon or a } ends a statement, once. */
	{ "a\nb", "w;w;", 0 },
	{ "a;b", "w;w;", 0 },
	{ "\n\n;;a\n\n;\n", "w;", 0 },
	{ "a # b\nc", "w;w;", 0 },
	{ "a", "w;", 0 },
	{ "", "", 0 },
	{ "# only a comment", "", 0 },
	{ "a\r\nb\r\n", "w;w;", 0 },
	{ "chain c { a; b }", "ww{w;w;}", 0 },
	{ "chain c { a\n }\nd", "ww{w;}w;", 0 },
	{ "chain c {} chain d {}", "ww{}ww{}", 0 },
	/* Lists and parentheses. */
	{ "a { 1,\n2 }", "w{v,v};", 0 },
	{ "a {\n1\n,\n2\n}\nb", "w{v,v};w;", 0 },
	{ "a (\nb\n)\nc", "w(w);w;", 0 },
	{ "a { 1, # x\n\n 2 }", "w{v,v};", 0 },
	{ "set s { elements = { 1,\n2\n}\n}", "ww{w={v,v};}", 0 },
	/* Behind , and or not \ . */
	{ "a ,\nb", "w,w;", 0 },
	{ "a and\nb", "w&w;", 0 },
	{ "a or # c\n\nb", "w|w;", 0 },
	{ "not\na", "!w;", 0 },
	{ "a \\\nb", "ww;", 0 },
	{ "a \\  \nb", "ww;", 0 },
	/* Before a line that begins with and, or. */
	{ "a\nand b", "w&w;", 0 },
	{ "a\n\n# c\n\n  or b\nc", "w|w;w;", 0 },
	{ "a\nandy b", "w;ww;", 0 },
	/* A trailing comma at the end of the file still ends. */
	{ "a,\n", "w,;", 0 },
	/* A bracket that is not closed ends where something else begins. */
	{ "chain c {\na { 1, 2\nkill\n}", "ww{w{v,v;w;}", 0 },
	{ "chain c {\nwhen (a\nuntil b\n}", "ww{w(w;ww;}", 0 },
	{ "chain c {\na { 1 ; b\n}", "ww{w{v;w;}", 0 },
	/* Braces that are missing, too many, or on the wrong line. */
	{ "chain c {\na\nchain d {\nb\n}", "ww{w;}ww{w;}", 1 },
	{ "chain c {\na", "ww{w;}", 1 },
	{ "a\n}\nb", "w;w;", 1 },
	{ "chain c\n{\na\n}", "ww{w;}", 1 },
	/* Behind an unknown word a block is passed over as a whole. */
	{ "chian c {\nhook low\nkill\n}\na", "ww{www};w;", 0 },
};

Test(parser_layout, samples)
{
	unsigned int errors, i;

	for (i = 0; i < ARRAY_SIZE(samples); i++) {
		cr_assert_str_eq(tokens(samples[i].text, &errors),
				 samples[i].tokens, "of \"%s\": %s",
				 samples[i].text,
				 tokens(samples[i].text, &errors));
		cr_assert_eq(errors, samples[i].errors, "of \"%s\": %u errors",
			     samples[i].text, errors);
	}
}

/* The keywords are looked up by halving: every one must be found. */
Test(parser_layout, keywords)
{
	const char *word;
	unsigned int i;
	int token;

	for (i = 0; (word = oomt_keyword(i, &token)); i++) {
		cr_assert_eq(oomt_word_token(word, strlen(word)), token,
			     "%s", word);
	}
	cr_assert_gt(i, 40);
	cr_assert_eq(oomt_word_token("andy", 4), OOMT_TOK_WORD);
	cr_assert_eq(oomt_word_token("comm", 4), OOMT_TOK_FIELD);
	cr_assert_eq(oomt_word_token("cgroup", 6), OOMT_TOK_CGROUP);
}

/* Places: line and column of every token, in bytes. */
Test(parser_layout, places)
{
	static const char text[] = "a\n\tbc \"\\\"x\"\n  # c\n d";
	static const unsigned int places[][4] = {
		/* line, col, begin, end */
		{ 1, 1, 0, 1 }, { 1, 2, 1, 1 }, { 2, 2, 3, 5 }, { 2, 5, 6, 11 },
		{ 2, 10, 11, 11 }, { 4, 2, 19, 20 }, { 4, 3, 20, 20 },
	};
	struct oomt_parse p = { 0 };
	struct oomt_diags diags;
	struct oomt_source *source;
	unsigned int i;

	oomt_diags_init(&diags);
	source = oomt_source_text("t", text, strlen(text));
	p.scan.source = source;
	p.scan.diags = p.diags = &diags;
	p.scan.line = 1;
	p.scan.end = source->size;
	cr_assert_eq(oomt_scan_init(&p.scan, &p.layout.scanner), 0);
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		struct oomt_token token = oomt_layout_next(&p);

		cr_assert_eq(token.span.line, places[i][0], "token %u", i);
		cr_assert_eq(token.span.col, places[i][1], "token %u", i);
		cr_assert_eq(token.span.begin, places[i][2], "token %u", i);
		cr_assert_eq(token.span.end, places[i][3], "token %u", i);
	}
	cr_assert_eq(oomt_layout_next(&p).kind, OOMT_RAW_END);
	oomt_scan_exit(p.layout.scanner);
	oomt_source_free(source);
}

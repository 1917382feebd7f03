// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The lexer of policy tests; see policy_test_words.h. */
#include "policy_test_words.h"

/* ---- characters ----------------------------------------------------------- */

int test_peek(const struct test_reader *r)
{
	return r->pos < r->source->size ?
		       (unsigned char)r->source->text[r->pos] : -1;
}

void test_next(struct test_reader *r)
{
	if (test_peek(r) == '\n') {
		r->line++;
		r->line_begin = r->pos + 1;
	}
	r->pos++;
}

struct oomt_span test_here(const struct test_reader *r)
{
	return (struct oomt_span){
		.source = r->source, .begin = r->pos, .end = r->pos,
		.line = r->line, .col = r->pos - r->line_begin + 1,
	};
}

struct oomt_span test_upto(const struct test_reader *r, struct oomt_span from)
{
	from.end = r->pos;
	return from;
}

static void skip_comment(struct test_reader *r)
{
	while (test_peek(r) == '#')
		while (test_peek(r) >= 0 && test_peek(r) != '\n')
			test_next(r);
}

/* Blanks and comments of this line; a `\` at its end joins the next. */
void test_skip_blanks(struct test_reader *r)
{
	for (;;) {
		int c = test_peek(r);

		if (c == '\\' && r->pos + 1 < r->source->size &&
		    r->source->text[r->pos + 1] == '\n')
			test_next(r);
		else if (c != ' ' && c != '\t' && c != '\r')
			break;
		test_next(r);
	}
	skip_comment(r);
}

/* Everything between two statements. */
void test_skip_between(struct test_reader *r)
{
	for (;;) {
		test_skip_blanks(r);
		if (test_peek(r) != '\n' && test_peek(r) != ';')
			return;
		test_next(r);
	}
}

bool test_ends_statement(int c)
{
	return c < 0 || c == '\n' || c == ';' || c == '}';
}

/* ---- words and strings ---------------------------------------------------- */

static bool in_word(int c)
{
	return c > ' ' && !strchr(";{}\"'#,", c);
}

struct oomt_span test_read_word(struct test_reader *r)
{
	struct oomt_span span = test_here(r);

	while (in_word(test_peek(r)))
		test_next(r);
	return test_upto(r, span);
}

bool test_word_is(const struct test_reader *r, struct oomt_span span, const char *word)
{
	return span.end - span.begin == strlen(word) &&
	       !memcmp(r->source->text + span.begin, word, strlen(word));
}

char *test_text_of(struct test_reader *r, struct oomt_span span)
{
	char *text = strndup(r->source->text + span.begin,
			     span.end - span.begin);

	r->out_of_memory |= !text;
	return text;
}

static int hex(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Behind a backslash; -1: no such escape. */
static int read_escape(struct test_reader *r)
{
	int c = test_peek(r), hi, lo;

	test_next(r);
	switch (c) {
	case '"':
	case '\\':
		return c;
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'x':
		hi = hex(test_peek(r));
		if (hi < 0)
			return -1;
		test_next(r);
		lo = hex(test_peek(r));
		if (lo < 0)
			return -1;
		test_next(r);
		return hi * 16 + lo ? hi * 16 + lo : -1;
	}
	return -1;
}

/* A string, or NULL and said why.  *span: with its quotes. */
char *test_read_string(struct test_reader *r, const char *what,
			 struct oomt_span *span)
{
	size_t room = r->source->size - r->pos + 1, len = 0;
	const char *end;
	char *text;
	int quote, c;

	test_skip_blanks(r);
	*span = test_here(r);
	quote = test_peek(r);
	if (quote != '"' && quote != '\'') {
		*span = test_read_word(r);
		test_fail(r, "string-expected", *span, "%s is expected, in quotes",
		     what);
		return NULL;
	}
	end = memchr(r->source->text + r->pos, '\n', room - 1);
	if (end)
		room = end - (r->source->text + r->pos) + 1;
	text = malloc(room);
	r->out_of_memory |= !text;
	test_next(r);
	while (text && test_peek(r) != quote) {
		c = test_peek(r);
		if (c < 0 || c == '\n') {
			test_fail(r, "bad-string", test_upto(r, *span),
			     "the string does not end on this line");
			goto bad;
		}
		test_next(r);
		if (c == '\\' && quote == '"')
			c = read_escape(r);
		if (c <= 0) {
			test_fail(r, "bad-string", test_upto(r, *span),
			     "unknown escape; there are \\\" \\\\ \\n \\t \\xHH");
			goto bad;
		}
		text[len++] = c;
	}
	if (!text)
		return NULL;
	test_next(r);
	text[len] = '\0';
	*span = test_upto(r, *span);
	return text;
bad:
	free(text);
	return NULL;
}

/* To the end of the statement, strings and braces taken whole. */
void test_skip_statement(struct test_reader *r)
{
	unsigned int depth = 0;
	int quote = 0, c;

	for (;; test_next(r)) {
		c = test_peek(r);
		if (c < 0 || (c == '\n' && !depth))
			return;
		if (quote) {
			if (c == '\\' && quote == '"' && r->pos + 1 <
							 r->source->size)
				test_next(r);
			else if (c == quote || c == '\n')
				quote = 0;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '{') {
			depth++;
		} else if (c == '}') {
			if (!depth)
				return;
			depth--;
		} else if (c == ';' && !depth) {
			return;
		}
	}
}

/* The statement must end here; says so if not. */
void test_end_statement(struct test_reader *r)
{
	struct oomt_span span;

	test_skip_blanks(r);
	if (test_ends_statement(test_peek(r)))
		return;
	span = test_here(r);
	test_skip_statement(r);
	test_fail(r, "end-expected", test_upto(r, span),
	     "the statement should end here");
}

/*
 * The text of a match: to the end of the statement, or (in a list) to a comma.
 * A newline inside of braces does not end it.
 */
struct oomt_span test_read_match(struct test_reader *r, bool in_list)
{
	struct oomt_span span, end;
	unsigned int depth = 0;
	int quote = 0, c;

	test_skip_blanks(r);
	span = end = test_here(r);
	for (;;) {
		c = test_peek(r);
		if (c < 0 || (!quote && !depth &&
			      (test_ends_statement(c) || (in_list && c == ','))))
			break;
		if (quote) {
			if (c == '\\' && quote == '"')
				test_next(r);
			else if (c == quote || c == '\n')
				quote = 0;
		} else if (c == '#') {
			skip_comment(r);
			continue;
		} else if (c == '\\' && r->pos + 1 < r->source->size &&
			   r->source->text[r->pos + 1] == '\n') {
			test_next(r);
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '{') {
			depth++;
		} else if (c == '}') {
			depth--;
		}
		test_next(r);
		if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
			end = test_here(r);
	}
	span.end = end.begin;
	return span;
}

/* A line of a snapshot: to its end, or to a `;` or `}` outside of quotes. */
struct oomt_span test_read_line(struct test_reader *r)
{
	struct oomt_span span, end;
	int quote = 0, c;

	test_skip_blanks(r);
	span = end = test_here(r);
	while (!(c = test_peek(r), c < 0 || c == '\n') &&
	       (quote || (c != ';' && c != '}' && c != '#'))) {
		if (quote && c == '\\' && quote == '"' &&
		    r->pos + 1 < r->source->size &&
		    r->source->text[r->pos + 1] != '\n')
			test_next(r);
		else if (c == quote)
			quote = 0;
		else if (!quote && (c == '"' || c == '\''))
			quote = c;
		test_next(r);
		if (c != ' ' && c != '\t' && c != '\r')
			end = test_here(r);
	}
	span.end = end.begin;
	return span;
}

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The lexer of policy tests: blanks and comments, words, strings, and the
 * pieces that another parser reads (a match, a snapshot's line), found by
 * their ends.  Used by policy_test_read.c only.  Input is never trusted.
 */
#ifndef OOMT_OOMCTL_POLICY_TEST_WORDS_H
#define OOMT_OOMCTL_POLICY_TEST_WORDS_H

#include "policy_test.h"

/* The reader's place in the text. */
struct test_reader {
	struct oomt_policy_tests *tests;
	const struct oomt_source *source;
	size_t pos, line_begin;
	unsigned int line;
	bool out_of_memory;
	struct oomt_policy_test *test;	/* the one at hand, or NULL */
	const struct oomt_test_text *snapshot;	/* of the tests that follow */
};

/* Reports an error at a span; the reader goes on. */
#define test_fail(r, id, span, ...)					\
	oomt_diag_add(&(r)->tests->diags, OOMT_ERROR, (id), (span),	\
		      __VA_ARGS__)

int test_peek(const struct test_reader *r);	/* -1 at the end */
void test_next(struct test_reader *r);
struct oomt_span test_here(const struct test_reader *r);
/* From there to where the reader is. */
struct oomt_span test_upto(const struct test_reader *r,
			   struct oomt_span from);

/* Blanks and comments of this line; a `\` at its end joins the next. */
void test_skip_blanks(struct test_reader *r);
/* Everything between two statements. */
void test_skip_between(struct test_reader *r);
bool test_ends_statement(int c);

struct oomt_span test_read_word(struct test_reader *r);
bool test_word_is(const struct test_reader *r, struct oomt_span span,
		  const char *word);
char *test_text_of(struct test_reader *r, struct oomt_span span);
/* A string, unescaped, or NULL and said why.  *span: with its quotes. */
char *test_read_string(struct test_reader *r, const char *what,
		       struct oomt_span *span);
/*
 * A match: to the end of the statement, or (in a list) to a comma.  A newline
 * inside of braces does not end it.
 */
struct oomt_span test_read_match(struct test_reader *r, bool in_list);
/* A line of a snapshot: to its end, or a `;` or `}` outside of quotes. */
struct oomt_span test_read_line(struct test_reader *r);

/* To the end of the statement, strings and braces taken whole. */
void test_skip_statement(struct test_reader *r);
/* The statement must end here; says so if not. */
void test_end_statement(struct test_reader *r);

#endif /* OOMT_OOMCTL_POLICY_TEST_WORDS_H */

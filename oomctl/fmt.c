// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The layout of fmt.h.  It works on words and comments, not on the AST, which
 * knows no comments: a line is broken where a statement ends and where the
 * author broke a list or a condition.  Whatever comes out is laid out a second
 * time and must be the same, word by word.
 */
#include <ctype.h>
#include <stdio.h>
#include "fmt.h"

enum kind {
	WORD, STRING, OPERATOR, PUNCT, COMMENT, END,
};

struct token {
	enum kind kind;
	const char *text;
	size_t len;
	unsigned int newlines;		/* between it and the one before */
};

struct layout {
	const char *at, *end;
	struct token prev;		/* significant */
	FILE *out, *words;
	bool begun;			/* something was written */
	bool open;			/* within a statement */
	bool broken;			/* a comment ended the line */
	bool block, block_word;		/* in one; the statement may open one */
	bool after_open, after_close;	/* of a block */
	bool after_comment;
	unsigned int depth;		/* lists and parentheses */
};

/* ---- words --------------------------------------------------------------- */

static bool is(const struct token *token, const char *text)
{
	return token->kind != COMMENT && token->kind != STRING &&
	       token->len == strlen(text) &&
	       !memcmp(token->text, text, token->len);
}

static size_t string_length(const char *at, const char *end)
{
	const char *from = at;
	char quote = *at++;

	while (at < end && *at != quote && *at != '\n')
		at += quote == '"' && *at == '\\' && at + 1 < end ? 2 : 1;
	return at < end ? at - from + 1 : end - from;
}

static size_t span_of(const char *at, const char *end, const char *stop)
{
	const char *from = at;

	while (at < end && *at && !strchr(stop, *at))
		at++;
	return at - from;
}

static struct token next_token(const char **at, const char *end)
{
	struct token token = { .kind = END };

	for (; *at < end && (isspace((unsigned char)**at) || !**at); (*at)++)
		token.newlines += **at == '\n';
	token.text = *at;
	if (*at == end)
		return token;
	if (**at == '#') {
		const char *newline = memchr(*at, '\n', end - *at);

		/* Any byte may stand in a comment, a NUL, too. */
		token.kind = COMMENT;
		token.len = (newline ? newline : end) - *at;
	} else if (**at == '"' || **at == '\'') {
		token.kind = STRING;
		token.len = string_length(*at, end);
	} else if (strchr("{}(),;\\", **at)) {
		token.kind = PUNCT;
		token.len = 1;
	} else if (strchr("=<>!~", **at)) {
		token.kind = OPERATOR;
		while (*at + token.len < end && (*at)[token.len] &&
		       strchr("=<>!~", (*at)[token.len]))
			token.len++;
	} else {
		token.kind = WORD;
		token.len = span_of(*at, end, " \t\r\n\v\f{}(),;\\=<>!~\"'#");
	}
	*at += token.len;
	if (token.kind == COMMENT)
		while (isspace((unsigned char)token.text[token.len - 1]))
			token.len--;
	return token;
}

/* ---- lines --------------------------------------------------------------- */

/* What the next word is, past comments. */
static struct token peek(const struct layout *l, const struct token *token)
{
	struct token next = *token;
	const char *at = l->at;

	while (next.kind == COMMENT)
		next = next_token(&at, l->end);
	return next;
}

/* Whether the statement goes on in spite of a newline (language.md 2). */
static bool goes_on(const struct layout *l, const struct token *token)
{
	struct token next = peek(l, token);

	return l->open &&
	       (l->depth || is(&l->prev, ",") || is(&l->prev, "and") ||
		is(&l->prev, "or") || is(&l->prev, "not") ||
		is(&l->prev, "\\") || is(&next, "and") || is(&next, "or"));
}

static void line_begin(struct layout *l, bool blank, unsigned int indent)
{
	if (l->begun)
		fputs(blank ? "\n\n" : "\n", l->out);
	while (indent--)
		fputc('\t', l->out);
	l->begun = true;
	l->broken = false;
}

static void statement_end(struct layout *l)
{
	if (l->open)
		fputc('\x1e', l->words);
	l->open = l->block_word = false;
}

/* A line of a statement or a comment that is not within one. */
static void outer_line(struct layout *l, const struct token *token,
		       bool is_block)
{
	bool blank = token->newlines > 1 && !l->after_open;

	if (!l->block && l->after_close)
		blank = true;
	if (is_block && !l->after_comment)
		blank = true;
	line_begin(l, blank, l->block);
	l->after_open = l->after_close = false;
}

static void inner_line(struct layout *l, const struct token *token)
{
	bool closes = is(token, "}") || is(token, ")");

	line_begin(l, token->newlines > 1 && l->depth && !closes &&
		      !is(&l->prev, "{") && !is(&l->prev, "("),
		   l->block + l->depth - (l->depth && closes));
	if (!l->depth)
		fputs("  ", l->out);
}

static void write_comment(struct layout *l, const struct token *token)
{
	bool own_line = token->newlines || !l->begun || l->broken;

	if (!own_line) {
		fputc(' ', l->out);
	} else if (goes_on(l, token)) {
		inner_line(l, token);
	} else {
		statement_end(l);
		outer_line(l, token, false);
	}
	fwrite(token->text, 1, token->len, l->out);
	l->broken = true;
	l->after_comment = own_line;
}

/* ---- words on lines ------------------------------------------------------ */

static bool wants_space(const struct layout *l, const struct token *token)
{
	if (is(token, ",") || is(token, ")") || is(&l->prev, "("))
		return false;
	if (is(token, "("))
		return !is(&l->prev, "lower") && !is(&l->prev, "higher");
	return true;
}

static void close_block(struct layout *l, const struct token *token)
{
	statement_end(l);
	line_begin(l, false, 0);
	fputc('}', l->out);
	fputs("}\x1e", l->words);
	l->block = l->after_open = l->after_comment = false;
	l->after_close = true;
	l->prev = *token;
}

static void write_word(struct layout *l, const struct token *token)
{
	if (is(token, ";") && !l->depth) {
		statement_end(l);
		return;
	}
	if (token->newlines && !goes_on(l, token))
		statement_end(l);
	if (is(token, "}") && !l->depth && l->block) {
		close_block(l, token);
		return;
	}
	if (!l->open) {
		l->block_word = !l->block &&
				(is(token, "chain") || is(token, "set"));
		outer_line(l, token, l->block_word);
		l->open = true;
	} else if (token->newlines || l->broken) {
		inner_line(l, token);
	} else if (wants_space(l, token)) {
		fputc(' ', l->out);
	}
	l->after_comment = false;
	fwrite(token->text, 1, token->len, l->out);
	fwrite(token->text, 1, token->len, l->words);
	fputc('\x1f', l->words);
	l->prev = *token;
	if (is(token, "{") && !l->depth && l->block_word) {
		statement_end(l);
		l->block = l->after_open = true;
	} else if (is(token, "{") || is(token, "(")) {
		l->depth++;
	} else if ((is(token, "}") || is(token, ")")) && l->depth) {
		l->depth--;
	}
}

/* One pass; *words tells the significant words and where statements end. */
static int lay_out(const char *text, size_t len, char **out, size_t *out_len,
		   char **words)
{
	struct layout l = { .at = text, .end = text + len };
	struct token token;
	size_t words_len;
	bool failed;

	l.out = open_memstream(out, out_len);
	if (!l.out)
		return -ENOMEM;
	l.words = open_memstream(words, &words_len);
	if (!l.words) {
		fclose(l.out);
		free(*out);
		return -ENOMEM;
	}
	while ((token = next_token(&l.at, l.end)).kind != END) {
		if (token.kind == COMMENT)
			write_comment(&l, &token);
		else
			write_word(&l, &token);
	}
	statement_end(&l);
	if (l.begun)
		fputc('\n', l.out);
	failed = ferror(l.out) || ferror(l.words);
	failed |= fclose(l.out) != 0;
	failed |= fclose(l.words) != 0;
	if (!failed)
		return 0;
	free(*out);
	free(*words);
	return -ENOMEM;
}

int oomt_fmt(const char *text, size_t len, char **out, size_t *out_len)
{
	char *again, *words, *words_again;
	size_t again_len;
	int err = lay_out(text, len, out, out_len, &words);

	if (err)
		return err;
	err = lay_out(*out, *out_len, &again, &again_len, &words_again);
	if (!err) {
		if (*out_len != again_len || memcmp(*out, again, again_len) ||
		    strcmp(words, words_again))
			err = -EUCLEAN;
		free(again);
		free(words_again);
	}
	free(words);
	if (err)
		free(*out);
	return err;
}

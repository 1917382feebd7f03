// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Words and values of a snapshot's text (language.md 6: strings are quoted as
 * in the rule language).  Input is never trusted.
 */
#include <stdio.h>
#include "snapshot_words.h"
#include "value.h"

struct oomt_span snap_span(const struct snap_reader *r, size_t begin,
				size_t end)
{
	return (struct oomt_span){
		.source = r->source, .begin = begin, .end = end,
		.line = r->line, .col = begin - r->line_begin + 1,
	};
}

static int peek(const struct snap_reader *r)
{
	return r->pos < r->source->size ?
	       (unsigned char)r->source->text[r->pos] : -1;
}

static bool at_line_end(const struct snap_reader *r)
{
	int c = peek(r);

	return c < 0 || c == '\n';
}

void snap_line_skip(struct snap_reader *r)
{
	while (!at_line_end(r))
		r->pos++;
	if (peek(r) == '\n') {
		r->pos++;
		r->line++;
		r->line_begin = r->pos;
	}
}

/* Skips blanks; false at a comment or at the end of the line. */
bool snap_word_begins(struct snap_reader *r)
{
	while (peek(r) == ' ' || peek(r) == '\t' || peek(r) == '\r')
		r->pos++;
	return !at_line_end(r) && peek(r) != '#';
}

static int hex_digit(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* One escape behind a backslash (r->pos is on the backslash).  -1: invalid. */
static int read_escape(struct snap_reader *r)
{
	const char *at = r->source->text + r->pos;
	size_t left = r->source->size - r->pos;
	int hi, lo;

	if (left < 2)
		return -1;
	r->pos += 2;
	switch (at[1]) {
	case '"':
	case '\\':
		return at[1];
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'x':
		hi = left > 2 ? hex_digit(at[2]) : -1;
		lo = left > 3 ? hex_digit(at[3]) : -1;
		if (hi < 0 || lo < 0)
			break;
		r->pos += 2;
		return hi * 16 + lo;
	}
	r->pos -= 2;
	return -1;
}

/* A string from its opening quote on, unescaped into buf; -EINVAL. */
static int read_quoted(struct snap_reader *r, char *buf, size_t *len)
{
	size_t begin = r->pos;
	int quote = peek(r), c;

	*len = 0;
	r->pos++;
	while (peek(r) != quote) {
		if (at_line_end(r)) {
			snap_fail(r, "bad-string", snap_span(r, begin, r->pos),
			     "the string does not end on this line");
			return -EINVAL;
		}
		c = peek(r);
		if (c == '\\' && quote == '"') {
			size_t from = r->pos;

			c = read_escape(r);
			if (c < 0) {
				snap_fail(r, "bad-string",
				     snap_span(r, from, from + 2),
				     "unknown escape; there are \\\" \\\\ \\n \\t \\xHH");
				return -EINVAL;
			}
			if (!c) {
				snap_fail(r, "bad-string", snap_span(r, from, r->pos),
				     "a text cannot hold a zero byte");
				return -EINVAL;
			}
		} else {
			r->pos++;
			if (!c) {
				snap_fail(r, "bad-string",
				     snap_span(r, r->pos - 1, r->pos),
				     "a text cannot hold a zero byte");
				return -EINVAL;
			}
		}
		buf[(*len)++] = c;
	}
	r->pos++;
	return 0;
}

static bool is_bare(int c)
{
	return c > ' ' && c != '"' && c != '\'' && c != '#' && c != 0x7f;
}

static int read_value(struct snap_reader *r, struct snap_word *word)
{
	size_t begin = r->pos, room = 0, len = 0;
	char *buf;
	int err = 0;

	while (begin + room < r->source->size &&
	       r->source->text[begin + room] != '\n')
		room++;
	buf = malloc(room + 1);
	if (!buf) {
		r->out_of_memory = true;
		return -ENOMEM;
	}
	if (peek(r) == '"' || peek(r) == '\'')
		err = read_quoted(r, buf, &len);
	else
		while (is_bare(peek(r)))
			buf[len++] = r->source->text[r->pos++];
	word->value_span = snap_span(r, begin, r->pos);
	if (!err) {
		word->value_len = len;
		word->value = snap_lines_text(r->lines, buf, len);
		if (!word->value) {
			r->out_of_memory = true;
			err = -ENOMEM;
		}
	}
	free(buf);
	if (!err && !at_line_end(r) && !strchr(" \t\r#", peek(r))) {
		snap_fail(r, "bad-string", snap_span(r, r->pos, r->pos + 1),
		     "unexpected character after the value; quote it");
		err = -EINVAL;
	}
	return err;
}

/* The next word of the line: 1; 0: no more; negative: the line is lost. */
int snap_word_read(struct snap_reader *r, struct snap_word *word)
{
	size_t begin;
	int err = 0;

	if (!snap_word_begins(r))
		return 0;
	memset(word, 0, sizeof(*word));
	begin = r->pos;
	while (is_bare(peek(r)) && peek(r) != '=')
		r->pos++;
	word->key = r->source->text + begin;
	word->key_len = r->pos - begin;
	if (!word->key_len) {
		snap_fail(r, "bad-word", snap_span(r, begin, begin + 1),
		     "a word of the form key=value is expected");
		return -EINVAL;
	}
	if (peek(r) == '=') {
		r->pos++;
		err = read_value(r, word);
	} else if (!at_line_end(r) && !strchr(" \t\r#", peek(r))) {
		snap_fail(r, "bad-word", snap_span(r, r->pos, r->pos + 1),
		     "unexpected character in a word");
		err = -EINVAL;
	}
	word->span = snap_span(r, begin, r->pos);
	return err ? err : 1;
}

bool snap_word_is(const struct snap_word *word, const char *text)
{
	return word->key_len == strlen(text) &&
	       !memcmp(word->key, text, word->key_len);
}

/* The value must be there; says so if not. */
bool snap_has_value(struct snap_reader *r, const struct snap_word *word)
{
	if (word->value && word->value_len)
		return true;
	snap_fail(r, "missing-value", word->span, "\"%.*s\" needs a value",
	     (int)word->key_len, word->key);
	return false;
}

static bool fine_value(struct snap_reader *r, const struct snap_word *word, int err,
		       const char *what)
{
	if (!err)
		return true;
	snap_fail(r, "bad-value", word->value_span,
	     err == -ERANGE ? "%.*s: out of range (%s)" :
			      "%.*s: %s is expected",
	     (int)word->key_len, word->key, what);
	return false;
}

#define WHAT_SIZE	"a size such as 512, 4K, 300M or 32G"
#define WHAT_PERCENT	"a percentage, 0 to 100, with at most two decimals"
#define WHAT_DURATION	"a duration such as 250ms, 10s or 3h"

bool snap_size(struct snap_reader *r, const struct snap_word *word, s64 *value)
{
	return snap_has_value(r, word) &&
	       fine_value(r, word, oomt_value_size(word->value,
						   word->value_len, value),
			  WHAT_SIZE);
}

bool snap_percent(struct snap_reader *r, const struct snap_word *word,
			 s64 *value)
{
	return snap_has_value(r, word) &&
	       fine_value(r, word, oomt_value_percent(word->value,
						      word->value_len, value),
			  WHAT_PERCENT);
}

bool snap_number(struct snap_reader *r, const struct snap_word *word, s64 min,
			s64 max, s64 *value)
{
	char what[80];
	int err;

	if (!snap_has_value(r, word))
		return false;
	snprintf(what, sizeof(what), "a number from %lld to %lld",
		 (long long)min, (long long)max);
	err = oomt_value_number(word->value, word->value_len, value);
	if (!err && (*value < min || *value > max))
		err = -ERANGE;
	return fine_value(r, word, err, what);
}

/* Ages and times stay clear of the ends of a 64-bit clock. */
static int duration(const char *text, size_t len, s64 *ns)
{
	int err = oomt_value_duration(text, len, ns);

	return !err && *ns > 1LL << 61 ? -ERANGE : err;
}

bool snap_duration(struct snap_reader *r, const struct snap_word *word,
			  s64 *value)
{
	return snap_has_value(r, word) &&
	       fine_value(r, word, duration(word->value, word->value_len,
					    value), WHAT_DURATION);
}

bool snap_time(struct snap_reader *r, const struct snap_word *word,
	       s64 *value)
{
	if (!duration(word->key, word->key_len, value))
		return true;
	snap_fail(r, "bad-value", word->span, WHAT_DURATION " is expected");
	return false;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Literals of tokens: numbers with their units, strings with their escapes,
 * words.  What is wrong with one is reported where it stands.  Called by the
 * grammar's actions.
 */
#include <string.h>
#include <strings.h>
#include "names.h"
#include "parse.h"
#include "suggest.h"

/* What other programs call our units, in small letters. */
static const char *const unit_aliases[][2] = {
	{ "kb", "K" }, { "mb", "M" }, { "gb", "G" }, { "tb", "T" },
	{ "msec", "ms" }, { "sec", "s" }, { "min", "m" }, { "hour", "h" },
	{ "day", "d" },
};

static void unit_unknown(struct oomt_parse *p, struct oomt_span unit)
{
	static const char *const known[] = {
		"K", "M", "G", "T", "KiB", "MiB", "GiB", "TiB",
		"ms", "s", "m", "h", "d", NULL,
	};
	const char *text = oomt_span_text(unit);
	size_t len = unit.end - unit.begin, i;

	for (i = 0; i < ARRAY_SIZE(unit_aliases); i++) {
		if (strlen(unit_aliases[i][0]) != len ||
		    strncasecmp(unit_aliases[i][0], text, len))
			continue;
		oomt_parse_error(p, "unknown-word", unit,
				 "unknown unit %.*s; did you mean %s?",
				 (int)len, text, unit_aliases[i][1]);
		return;
	}
	oomt_parse_unknown(p, "unit", unit, known);
}

static void number_error(struct oomt_parse *p, struct oomt_span span,
			 enum oomt_literal_error error, size_t unit_at)
{
	struct oomt_span unit = span;

	switch (error) {
	case OOMT_LE_UNIT:
		unit.begin += unit_at;
		unit.col += unit_at;
		unit_unknown(p, unit);
		break;
	case OOMT_LE_FRACTION:
		oomt_parse_error(p, "bad-number", span,
				 "sizes and durations have no fraction: use a smaller unit");
		break;
	case OOMT_LE_DIGITS:
		oomt_parse_error(p, "bad-number", span,
				 "a percentage has one or two places behind the point");
		break;
	default:
		oomt_parse_error(p, "too-large", span,
				 "this number is too large");
		break;
	}
}

struct oomt_literal oomt_build_number(struct oomt_parse *p,
				      struct oomt_span span, char sign,
				      struct oomt_span sign_span)
{
	struct oomt_literal lit = {
		.span = oomt_span_join(sign_span, span),
		.negative = sign == '-',
	};
	enum oomt_literal_error error;
	size_t unit_at;

	error = oomt_literal_parse(oomt_span_text(span), span.end - span.begin,
				   &lit.kind, &lit.value, &unit_at);
	if (error) {
		number_error(p, span, error, unit_at);
		lit.kind = OOMT_L_BAD;
		lit.value = 0;
	}
	return lit;
}

void oomt_build_quotient(struct oomt_span span, struct oomt_span *amount,
			 struct oomt_span *per)
{
	const char *slash = memchr(oomt_span_text(span), '/',
				   span.end - span.begin);
	size_t len = slash - oomt_span_text(span);

	*amount = *per = span;
	amount->end = span.begin + len;
	per->begin += len + 1;
	per->col += len + 1;
}

struct oomt_literal oomt_build_rate(struct oomt_parse *p,
				    struct oomt_span span, char sign,
				    struct oomt_span sign_span)
{
	struct oomt_span amount, per;
	struct oomt_literal lit;

	oomt_build_quotient(span, &amount, &per);
	lit = oomt_build_number(p, amount, sign,
				sign ? sign_span : amount);
	lit.span = oomt_span_join(lit.span, per);
	if (lit.kind == OOMT_L_BAD)
		return lit;
	if (per.end - per.begin != 1 || *oomt_span_text(per) != 's')
		oomt_parse_error(p, "unknown-word", per,
				 "a rate is per second: 50M/s");
	else if (lit.kind != OOMT_L_NUMBER && lit.kind != OOMT_L_SIZE)
		oomt_parse_error(p, "type", lit.span,
				 "a rate is a size per second: 50M/s");
	else if (lit.value > OOMT_SIZE_MAX)
		oomt_parse_error(p, "too-large", lit.span,
				 "this rate is too large");
	else {
		lit.kind = OOMT_L_RATE;
		return lit;
	}
	lit.kind = OOMT_L_BAD;
	return lit;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/*
 * One escape at text[0] == '\\'; answers its length and the byte, or the
 * length of what is wrong and -1.
 */
static size_t escape_read(const char *text, size_t len, int *byte)
{
	*byte = -1;
	if (len < 2)
		return len;
	switch (text[1]) {
	case '"':
	case '\\':
		*byte = text[1];
		return 2;
	case 'n':
		*byte = '\n';
		return 2;
	case 't':
		*byte = '\t';
		return 2;
	case 'x':
		if (len < 4 || hex_digit(text[2]) < 0 ||
		    hex_digit(text[3]) < 0)
			return 2;
		*byte = hex_digit(text[2]) << 4 | hex_digit(text[3]);
		return 4;
	default:
		return 2;
	}
}

/* The text between the quotes, escapes decoded, to out; its length. */
static size_t string_decode(struct oomt_parse *p, struct oomt_span span,
			    const char *text, size_t len, char *out)
{
	size_t at = 0, n = 0, step;
	int byte;

	while (at < len) {
		if (text[at] != '\\') {
			out[n++] = text[at++];
			continue;
		}
		step = escape_read(text + at, len - at, &byte);
		if (byte < 0) {
			struct oomt_span where = span;

			where.begin += 1 + at;
			where.end = where.begin + step;
			where.col += 1 + at;
			oomt_parse_error(p, "bad-escape", where,
					 "unknown escape; there are \\\" \\\\ \\n \\t \\xHH (a plain * is \"\\\\*\")");
		} else {
			out[n++] = byte;
		}
		at += step;
	}
	return n;
}

int oomt_build_string(struct oomt_parse *p, struct oomt_span span,
		      struct oomt_literal *lit)
{
	const char *text = oomt_span_text(span) + 1;
	char quote = text[-1];
	size_t len = span.end - span.begin - 1;
	char *out;

	if (len && text[len - 1] == quote)
		len--;
	else
		len = 0;	/* it does not end: the scanner said so */
	out = oomt_arena_alloc(&p->policy->arena, len + 1);
	if (!out)
		return -ENOMEM;
	*lit = (struct oomt_literal){ .span = span, .kind = OOMT_L_STRING };
	lit->text = out;
	if (quote == '\'') {
		memcpy(out, text, len);
		lit->len = len;
	} else {
		lit->len = string_decode(p, span, text, len, out);
	}
	out[lit->len] = '\0';
	if (memchr(out, '\0', lit->len))
		oomt_parse_error(p, "nul-byte", span,
				 "a string cannot hold a NUL byte");
	return 0;
}

int oomt_build_word(struct oomt_parse *p, struct oomt_span span,
		    struct oomt_literal *lit)
{
	*lit = (struct oomt_literal){ .span = span, .kind = OOMT_L_WORD };
	lit->len = span.end - span.begin;
	lit->text = oomt_arena_copy(&p->policy->arena, oomt_span_text(span),
				    lit->len);
	return lit->text ? 0 : -ENOMEM;
}

int oomt_build_set_ref(struct oomt_parse *p, struct oomt_span span,
		       struct oomt_value **value)
{
	*value = oomt_value_new(p->policy, span, OOMT_VALUE_SET, NULL);
	if (!*value)
		return -ENOMEM;
	(*value)->name = oomt_arena_copy(&p->policy->arena,
					 oomt_span_text(span) + 1,
					 span.end - span.begin - 1);
	return (*value)->name ? 0 : -ENOMEM;
}

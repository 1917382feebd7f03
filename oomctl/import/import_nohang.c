// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * nohang's configuration: "key = value" at the beginning of a line, @ lines
 * that may stand several times; everything else is a comment there.  Available
 * memory together with swap, zram or PSI reaches a soft (SIGTERM) or a hard
 * (SIGKILL) line; the highest badness goes: oom_score, moved by expressions.
 * As of nohang 0.2.
 */
#include <ctype.h>
#include "import_nohang.h"
#include "literal.h"

static const char *const key_names[KEYS] = {
#define X(name, value) #name,
	NOHANG_KEYS(X)
#undef X
};

static const char *const key_defaults[KEYS] = {
#define X(name, value) value,
	NOHANG_KEYS(X)
#undef X
};

/* ---- values -------------------------------------------------------------- */

struct oomt_setting oomt_nohang_trim(struct oomt_setting s)
{
	while (s.len && isspace((unsigned char)*s.text)) {
		s.text++;
		s.len--;
	}
	while (s.len && isspace((unsigned char)s.text[s.len - 1]))
		s.len--;
	return s;
}

bool oomt_nohang_is(const struct oomt_setting *s, const char *text)
{
	return s->len == strlen(text) && !memcmp(s->text, text, s->len);
}

bool oomt_nohang_bool(struct oomt_nohang *n, enum oomt_nohang_key key)
{
	const struct oomt_setting *s = &n->key[key];

	if (!oomt_nohang_is(s, "True") && !oomt_nohang_is(s, "False"))
		oomt_import_error(n->imp, s->span, "True or False is expected");
	return oomt_nohang_is(s, "True");
}

/* A number in hundredths, and what stands behind it. */
static bool read_number(struct oomt_nohang *n, const struct oomt_setting *s,
			s64 max, s64 *hundredths, struct oomt_setting *unit)
{
	bool cut;
	size_t used = oomt_import_decimal(s->text, s->len, hundredths, &cut);

	unit->text = s->text + used;
	unit->len = s->len - used;
	*unit = oomt_nohang_trim(*unit);
	if (!used || *hundredths > max * 100) {
		oomt_import_error(n->imp, s->span, used ?
				  "this is more than nohang takes" :
				  "a number is expected");
		return false;
	}
	if (cut)
		oomt_import_differs(n->imp, "%.*s is rounded to hundredths",
				    (int)s->len, s->text);
	return true;
}

s64 oomt_nohang_plain(struct oomt_nohang *n, enum oomt_nohang_key key, s64 max)
{
	const struct oomt_setting *s = &n->key[key];
	struct oomt_setting unit;
	s64 value;

	if (!read_number(n, s, max, &value, &unit))
		return 0;
	if (unit.len)
		oomt_import_error(n->imp, s->span, "a plain number is expected");
	return value;
}

/* "5 %" or "100 M". */
void oomt_nohang_amount(struct oomt_nohang *n, FILE *to,
			enum oomt_nohang_key key)
{
	const struct oomt_setting *s = &n->key[key];
	char text[OOMT_LITERAL_TEXT];
	struct oomt_setting unit;
	s64 value;

	if (!read_number(n, s, 1 << 30, &value, &unit))
		return;
	if (oomt_nohang_is(&unit, "%") && value <= 10000)
		fputs(oomt_percent_text(value, text), to);
	else if (oomt_nohang_is(&unit, "M"))
		fputs(oomt_size_text(value * (1 << 20) / 100, text), to);
	else
		oomt_import_error(n->imp, s->span,
				  "a share (5 %%) or a size (100 M) is expected");
}

/* ---- lines --------------------------------------------------------------- */

static void read_key(struct oomt_nohang *n, const struct oomt_import_line *line)
{
	struct oomt_span here = oomt_import_piece(line, line->text, line->len);
	const char *equal = memchr(line->text, '=', line->len);
	struct oomt_setting name, value;
	unsigned int i;

	if (!equal) {
		oomt_import_error(n->imp, here, "KEY = VALUE is expected");
		return;
	}
	name = oomt_nohang_trim(
		(struct oomt_setting){line->text, equal - line->text, here});
	value = oomt_nohang_trim((struct oomt_setting){ equal + 1,
			line->text + line->len - equal - 1, here });
	n->settings++;
	for (i = 0; i < KEYS; i++) {
		if (!oomt_nohang_is(&name, key_names[i]))
			continue;
		if (n->key[i].span.source)
			oomt_import_error(n->imp, here,
					  "this key is already set at line %u",
					  n->key[i].span.line);
		n->key[i] = value;
		if (value.len)
			n->key[i].span = oomt_import_piece(line, value.text,
							   value.len);
		return;
	}
	fprintf(n->rest, "%s%.*s", n->rest_len ? ", " : "", (int)name.len,
		name.text);
	fflush(n->rest);
}

static void read_nohang_line(struct oomt_nohang *n,
			     const struct oomt_import_line *line)
{
	if (!line->len || strchr("# \t", *line->text) || !*line->text)
		return;
	if (*line->text != '@') {
		read_key(n, line);
		return;
	}
	n->settings++;
	oomt_nohang_rule(n, line);
}

/* Keys that nohang would insist on. */
static void take_defaults(struct oomt_nohang *n)
{
	unsigned int i;

	for (i = 0; i < KEYS; i++) {
		if (n->key[i].text)
			continue;
		n->key[i].text = key_defaults[i];
		n->key[i].len = strlen(key_defaults[i]);
		oomt_import_differs(n->imp,
			"%s is missing, which nohang refuses: \"%s\" is taken",
			key_names[i], key_defaults[i]);
	}
}

static void read_all(struct oomt_nohang *n)
{
	struct oomt_import *imp = n->imp;
	unsigned int i;

	for (i = 0; i < imp->count; i++) {
		struct oomt_import_line line = { 0 };

		while (oomt_import_next(imp->source[i], &line))
			read_nohang_line(n, &line);
	}
	fflush(n->rest);
	fflush(n->scores);
	fflush(n->actions);
	if (!n->settings) {
		oomt_import_error(imp, oomt_import_span(imp->source[0], 0, 0),
				  "there is nothing of nohang's here");
		return;
	}
	if (n->rest_len)
		oomt_import_not_policy(imp, "%s", n->rest_text);
	take_defaults(n);
	oomt_nohang_policy(n);
}

void oomt_import_nohang(struct oomt_import *imp)
{
	struct oomt_nohang n = { .imp = imp };

	n.rest = open_memstream(&n.rest_text, &n.rest_len);
	n.scores = open_memstream(&n.score_text, &n.score_len);
	n.actions = open_memstream(&n.action_text, &n.action_len);
	if (n.rest && n.scores && n.actions)
		read_all(&n);
	else
		imp->diags->out_of_memory = true;
	if (n.rest)
		fclose(n.rest);
	if (n.scores)
		fclose(n.scores);
	if (n.actions)
		fclose(n.actions);
	free(n.rest_text);
	free(n.score_text);
	free(n.action_text);
}

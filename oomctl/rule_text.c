// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Rules as texts; see rule_text.h.  Prints nothing. */
#include "rule_text.h"

/* The table printed, and read again: now its rules have places. */
static int read_again(struct oomt_rule_text *text,
		      const struct oomt_table *table)
{
	struct oomt_policy *policy = oomt_policy_from_table(table);
	struct oomt_source *source = NULL;
	char *data = NULL;
	size_t size;
	FILE *to;
	int err;

	if (!policy)
		return errno == ENOMEM ? -ENOMEM : 0;
	to = open_memstream(&data, &size);
	err = to ? oomt_policy_print(to, policy) : -ENOMEM;
	oomt_policy_free(policy);
	if (to && fclose(to))
		err = -ENOMEM;
	if (!err)
		source = oomt_source_text(oomt_table_name(table), data, size);
	free(data);
	if (!source)
		return -ENOMEM;
	text->own = oomt_policy_parse(source, 0, &text->diags);
	text->policy = text->own;
	return text->own ? 0 : -ENOMEM;
}

int oomt_rule_text_init(struct oomt_rule_text *text,
			const struct oomt_rules_table *file)
{
	int err = 0;

	memset(text, 0, sizeof(*text));
	oomt_diags_init(&text->diags);
	text->policy = file->policy;
	if (!file->policy)
		err = read_again(text, &file->table);
	if (err)
		oomt_rule_text_exit(text);
	return err;
}

void oomt_rule_text_exit(struct oomt_rule_text *text)
{
	oomt_diags_exit(&text->diags);
	oomt_policy_free(text->own);
	memset(text, 0, sizeof(*text));
}

/* The end of a comment or of a string that begins at `at`; or `at`. */
static size_t skip_whole(const char *from, size_t at, size_t end)
{
	char quote = from[at];

	if (quote == '#') {
		while (at < end && from[at] != '\n')
			at++;
		return at;
	}
	if (quote != '"' && quote != '\'')
		return at;
	for (at++; at < end && from[at] != quote; at++)
		if (from[at] == '\\' && quote == '"' && at + 1 < end)
			at++;
	return at < end ? at + 1 : end;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Strings as they are; of everything between, single blanks. */
static void squeeze(char *to, const char *from, size_t end)
{
	size_t at = 0, len = 0, next;

	while (at < end) {
		next = skip_whole(from, at, end);
		if (from[at] == '#' || is_blank(from[at]) ||
		    (from[at] == '\\' && at + 1 < end && from[at + 1] == '\n')) {
			at = next > at ? next : at + 1;
			if (len && to[len - 1] != ' ')
				to[len++] = ' ';
			continue;
		}
		if (next == at)
			next++;
		memcpy(to + len, from + at, next - at);
		len += next - at;
		at = next;
	}
	while (len && to[len - 1] == ' ')
		len--;
	to[len] = '\0';
}

char *oomt_rule_text_get(const struct oomt_rule_text *text, u32 rule)
{
	struct oomt_span span;
	char *line;

	if (!text->policy)
		return strdup("");
	span = oomt_policy_rule_span(text->policy, rule);
	if (!span.source || span.end <= span.begin)
		return strdup("");
	line = malloc(span.end - span.begin + 1);
	if (line)
		squeeze(line, span.source->text + span.begin,
			span.end - span.begin);
	return line;
}

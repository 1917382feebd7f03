// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Quotes and words; see import_words.h. */
#include <ctype.h>
#include "import_words.h"

void oomt_value_text_exit(struct oomt_value_text *value)
{
	free(value->text);
	free(value->at);
	memset(value, 0, sizeof(*value));
}

static int add_byte(struct oomt_value_text *value, char c, size_t at)
{
	if (value->len + 1 >= value->room) {
		size_t room = value->room ? value->room * 2 : 256;
		char *text = realloc(value->text, room);
		size_t *places;

		if (!text)
			return -ENOMEM;
		value->text = text;
		places = realloc(value->at, room * sizeof(*places));
		if (!places)
			return -ENOMEM;
		value->at = places;
		value->room = room;
	}
	value->at[value->len] = at;
	value->text[value->len++] = c;
	value->text[value->len] = '\0';
	return 0;
}

int oomt_value_text_plain(struct oomt_value_text *value,
			  const struct oomt_source *source, size_t begin,
			  size_t end)
{
	int err = 0;

	value->source = source;
	for (; begin < end && !err; begin++)
		err = add_byte(value, source->text[begin], begin);
	return err;
}

/* How many bytes a backslash and what it escapes take; 0: it is itself. */
static size_t escape_len(const char *text, size_t left, char quote)
{
	if (*text != '\\' || left < 2 || quote == '\'')
		return 0;
	if (text[1] == '\r' && left > 2 && text[2] == '\n')
		return 3;
	if (!quote)
		return 2;
	return strchr("\"\\`$\n", text[1]) && text[1] ? 2 : 0;
}

int oomt_value_text_read(struct oomt_value_text *value,
			 const struct oomt_source *source, size_t begin,
			 size_t *end)
{
	const char *text = source->text;
	size_t at = begin, opened = begin, skip;
	char quote = '\0';
	int err = 0;

	value->source = source;
	for (; at < source->size && !err; at++) {
		if (!quote && text[at] == '\n')
			break;
		if (!quote && text[at] == '#' && at > begin &&
		    isspace((unsigned char)text[at - 1]))
			break;	/* a comment behind it */
		skip = escape_len(text + at, source->size - at, quote);
		if (skip) {
			at += skip - 1;
			if (text[at] != '\n')
				err = add_byte(value, text[at], at);
		} else if (text[at] == quote) {
			quote = '\0';
		} else if (!quote && (text[at] == '"' || text[at] == '\'')) {
			quote = text[at];
			opened = at;
		} else {
			err = add_byte(value, text[at], at);
		}
	}
	*end = quote ? opened : at;
	return err ? err : quote ? -EINVAL : 0;
}

/* ---- words --------------------------------------------------------------- */

void oomt_import_words_exit(struct oomt_import_words *words)
{
	unsigned int i;

	for (i = 0; i < words->count; i++)
		free(words->word[i].text);
	free(words->word);
	memset(words, 0, sizeof(*words));
}

static struct oomt_import_word *new_word(struct oomt_import_words *words,
					 size_t longest)
{
	struct oomt_import_word *more;

	if (words->count == words->room) {
		unsigned int room = words->room ? words->room * 2 : 16;

		more = realloc(words->word, room * sizeof(*more));
		if (!more)
			return NULL;
		words->word = more;
		words->room = room;
	}
	more = &words->word[words->count];
	memset(more, 0, sizeof(*more));
	more->text = malloc(longest + 1);
	if (!more->text)
		return NULL;
	words->count++;
	return more;
}

/*
 * One word from `at` on.  A backslash before a letter or digit stays: it
 * belongs to a regular expression, whatever the service manager makes of it.
 */
static size_t read_word(struct oomt_import_word *word,
			const struct oomt_value_text *value, size_t at,
			char *open)
{
	const char *text = value->text;
	size_t left;
	char quote = '\0';

	for (; at < value->len; at++) {
		left = value->len - at;
		if (!quote && isspace((unsigned char)text[at]))
			break;
		if (text[at] == '\\' && left > 1 && quote != '\'' &&
		    !isalnum((unsigned char)text[at + 1]) &&
		    (!quote || strchr("\"\\", text[at + 1]))) {
			/* Before a dot it is the expression's. */
			if (!strchr(" \t\"'\\", text[at + 1]))
				word->text[word->len++] = '\\';
			word->text[word->len++] = text[++at];
		} else if (text[at] == quote) {
			quote = '\0';
		} else if (!quote && (text[at] == '"' || text[at] == '\'')) {
			quote = text[at];
		} else {
			word->escape |= text[at] == '\\' && left > 1 &&
					isalnum((unsigned char)text[at + 1]);
			word->text[word->len++] = text[at];
		}
	}
	word->text[word->len] = '\0';
	*open = quote;
	return at;
}

int oomt_import_words_split(struct oomt_import_words *words,
			    const struct oomt_value_text *value)
{
	struct oomt_import_word *word;
	size_t at = 0, begin;
	char open;

	for (;;) {
		while (at < value->len && isspace((unsigned char)value->text[at]))
			at++;
		if (at == value->len)
			return 0;
		begin = at;
		word = new_word(words, value->len - at);
		if (!word)
			return -ENOMEM;
		at = read_word(word, value, at, &open);
		word->span = oomt_import_span(value->source, value->at[begin],
					      value->at[at - 1] + 1);
		if (open)
			return -EINVAL;
	}
}

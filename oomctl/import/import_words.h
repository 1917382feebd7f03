/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Command lines as shells and service managers write them: values between
 * quotes, and what they fall into.  Every byte remembers where it stood, so
 * that an option in an assignment between quotes can still be pointed at.
 */
#ifndef OOMT_OOMCTL_IMPORT_WORDS_H
#define OOMT_OOMCTL_IMPORT_WORDS_H

#include "import.h"

/* A value without its quotes; at[i] is the place of text[i] in the source. */
struct oomt_value_text {
	const struct oomt_source *source;
	char *text;
	size_t *at;
	size_t len, room;
};

void oomt_value_text_exit(struct oomt_value_text *value);

/*
 * The value of an assignment, from `begin` to the end of its line (quotes and
 * a backslash at the end of a line carry it on).  *end: what follows.  0;
 * -ENOMEM; -EINVAL: a quote does not end, at *end.
 */
int oomt_value_text_read(struct oomt_value_text *value,
			 const struct oomt_source *source, size_t begin,
			 size_t *end);
/* The same for text that is no value: bytes are taken as they are. */
int oomt_value_text_plain(struct oomt_value_text *value,
			  const struct oomt_source *source, size_t begin,
			  size_t end);

struct oomt_import_word {
	char *text;
	size_t len;
	struct oomt_span span;
	bool escape;			/* had a backslash before a letter */
};

struct oomt_import_words {
	struct oomt_import_word *word;
	unsigned int count, room;
};

void oomt_import_words_exit(struct oomt_import_words *words);

/* Adds the words of a value.  0; -ENOMEM; -EINVAL: a quote does not end. */
int oomt_import_words_split(struct oomt_import_words *words,
			    const struct oomt_value_text *value);

#endif /* OOMT_OOMCTL_IMPORT_WORDS_H */

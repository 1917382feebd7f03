// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Reading texts and finding lines in them.  Called by the tool (to read) and
 * by everything that shows a place.  Never prints.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "source.h"

static int source_index(struct oomt_source *source)
{
	const char *end = source->text + source->size;
	unsigned int lines = 1, i = 0;
	const char *p;

	for (p = source->text; p < end; p++)
		lines += *p == '\n';
	source->line_begin = malloc(lines * sizeof(*source->line_begin));
	if (!source->line_begin)
		return -ENOMEM;
	source->line_begin[i++] = 0;
	for (p = source->text; p < end; p++)
		if (*p == '\n')
			source->line_begin[i++] = p + 1 - source->text;
	source->lines = lines;
	return 0;
}

/* Takes `text` (malloced, with room for its NUL) over, also on failure. */
static struct oomt_source *source_new(const char *name, char *text, size_t size)
{
	struct oomt_source *source = calloc(1, sizeof(*source));

	if (!source) {
		free(text);
		return NULL;
	}
	source->text = text;
	source->size = size;
	text[size] = '\0';
	source->name = strdup(name);
	if (!source->name || source_index(source)) {
		oomt_source_free(source);
		errno = ENOMEM;
		return NULL;
	}
	return source;
}

struct oomt_source *oomt_source_text(const char *name, const char *text,
				     size_t size)
{
	char *copy;

	if (size > OOMT_SOURCE_MAX) {
		errno = EFBIG;
		return NULL;
	}
	copy = malloc(size + 1);
	if (!copy)
		return NULL;
	if (size)
		memcpy(copy, text, size);
	return source_new(name, copy, size);
}

static char *stream_read(FILE *in, size_t *size_out)
{
	size_t capacity = 65536, size = 0, n;
	char *text = malloc(capacity), *more;

	while (text) {
		n = fread(text + size, 1, capacity - size - 1, in);
		size += n;
		if (ferror(in) || size > OOMT_SOURCE_MAX) {
			int err = ferror(in) ? errno : EFBIG;

			free(text);
			errno = err;
			return NULL;
		}
		if (!n)
			break;
		if (size + 1 < capacity)
			continue;
		more = realloc(text, capacity *= 2);
		if (!more)
			free(text);
		text = more;
	}
	*size_out = size;
	return text;
}

struct oomt_source *oomt_source_read(const char *path)
{
	bool standard_input = !strcmp(path, "-");
	FILE *in = standard_input ? stdin : fopen(path, "re");
	struct oomt_source *source;
	struct stat st = { 0 };
	size_t size = 0;
	char *text;
	int err;

	if (!in)
		return NULL;
	fstat(fileno(in), &st);
	text = stream_read(in, &size);
	err = errno;
	if (!standard_input)
		fclose(in);
	if (!text) {
		errno = err;
		return NULL;
	}
	source = source_new(standard_input ? "stdin" : path, text, size);
	if (source) {
		source->dev = st.st_dev;
		source->ino = st.st_ino;
	}
	return source;
}

void oomt_source_free(struct oomt_source *source)
{
	while (source) {
		struct oomt_source *next = source->next;

		free(source->line_begin);
		free(source->name);
		free(source->text);
		free(source);
		source = next;
	}
}

const char *oomt_source_basename(const struct oomt_source *source)
{
	const char *slash = strrchr(source->name, '/');

	return slash && slash[1] ? slash + 1 : source->name;
}

const char *oomt_source_line(const struct oomt_source *source,
			     unsigned int line, size_t *len)
{
	size_t begin, end;

	if (!line || line > source->lines)
		return NULL;
	begin = source->line_begin[line - 1];
	end = line < source->lines ? source->line_begin[line] - 1 :
				     source->size;
	*len = end - begin;
	return source->text + begin;
}

struct oomt_span oomt_span_join(struct oomt_span a, struct oomt_span b)
{
	if (!a.source)
		return b;
	if (b.source == a.source && b.end > a.end)
		a.end = b.end;
	return a;
}

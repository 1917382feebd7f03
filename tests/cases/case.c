// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Reading case files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "case.h"

static const char *const words[] = {
	"policy", "file", "diagnostics", "disasm", "text", "snapshot", "low",
	"oom", "memcg", "beside",
};

static char *file_read(const char *path, size_t *size)
{
	FILE *in = fopen(path, "re");
	char *text = NULL;
	long end;

	if (!in)
		return NULL;
	if (!fseek(in, 0, SEEK_END) && (end = ftell(in)) >= 0 &&
	    !fseek(in, 0, SEEK_SET)) {
		text = malloc(end + 1);
		if (text) {
			*size = fread(text, 1, end, in);
			text[*size] = '\0';
		}
	}
	fclose(in);
	return text;
}

static const char *section_begin(struct case_file *file, const char *line,
				 size_t len, unsigned int number)
{
	struct case_section *section;
	char head[96];
	unsigned int i;

	if (file->sections == CASE_SECTIONS_MAX)
		return "too many sections";
	if (len >= sizeof(head))
		return "a section's line is too long";
	memcpy(head, line, len);
	head[len] = '\0';
	section = &file->section[file->sections++];
	if (sscanf(head, "--- %15s %63s", section->word, section->option) < 1)
		return "a section has no word";
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(words[i], section->word))
			break;
	if (i == sizeof(words) / sizeof(words[0]))
		return "unknown section";
	section->line = number + 1;
	return NULL;
}

const char *case_read(const char *path, struct case_file *file)
{
	const char *wrong = NULL, *at, *end;
	struct case_section *section = NULL;
	unsigned int number = 1;
	size_t size = 0;

	memset(file, 0, sizeof(*file));
	file->text = file_read(path, &size);
	if (!file->text)
		return "cannot be read";
	for (at = file->text; at < file->text + size && !wrong; number++) {
		end = memchr(at, '\n', file->text + size - at);
		if (!end)
			return "the last line has no end";
		if (!strncmp(at, "--- ", 4)) {
			if (section)
				section->len = at - section->text;
			wrong = section_begin(file, at, end - at, number);
			section = &file->section[file->sections - 1];
			section->text = end + 1;
		}
		at = end + 1;
	}
	if (section)
		section->len = file->text + size - section->text;
	if (!wrong && !case_find(file, "policy"))
		wrong = "there is no policy";
	return wrong;
}

void case_free(struct case_file *file)
{
	free(file->text);
	memset(file, 0, sizeof(*file));
}

const struct case_section *case_find(const struct case_file *file,
				     const char *word)
{
	unsigned int i;

	for (i = 0; i < file->sections; i++)
		if (!strcmp(file->section[i].word, word))
			return &file->section[i];
	return NULL;
}

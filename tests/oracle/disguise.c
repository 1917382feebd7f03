// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* From marks to defines and includes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "disguise.h"
#include "naive_parts.h"

#define FILES	100

struct disguise {
	const char *at;			/* in the text with marks */
	const char *prefix;
	FILE *defines;			/* stand at the end of the text */
	unsigned int line, files, names;
	unsigned int in_define, in_include;
	bool failed;
};

static const char marks[] = {
	DISGUISE_DEFINE, DISGUISE_INCLUDE, DISGUISE_END, '\0',
};

bool disguise_marked(const char *text)
{
	return strpbrk(text, marks);
}

char *disguise_off(const char *text)
{
	char *plain = strdup(text), *to = plain;

	for (; plain && *text; text++)
		if (!strchr(marks, *text))
			*to++ = *text;
	if (plain)
		*to = '\0';
	return plain;
}

/* ---- files -------------------------------------------------------------- */

static char dir[96];
static unsigned int files_used;
static char prefixes[4][16];

static void remove_files(void)
{
	char path[192];
	unsigned int i, p;

	for (p = 0; p < ARRAY_SIZE(prefixes); p++)
		for (i = 0; *prefixes[p] && i < files_used; i++) {
			snprintf(path, sizeof(path), "%s/%s-%02u.oom", dir,
				 prefixes[p], i);
			unlink(path);
		}
	rmdir(dir);
}

const char *disguise_dir(void)
{
	const char *tmp = getenv("TMPDIR");

	if (*dir)
		return dir;
	snprintf(dir, sizeof(dir), "%.40s/oracle-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(dir)) {
		perror(dir);
		exit(1);
	}
	atexit(remove_files);
	return dir;
}

static void remember(const char *prefix, unsigned int files)
{
	unsigned int p = 0;

	while (*prefixes[p] && strcmp(prefixes[p], prefix))
		p++;
	snprintf(prefixes[p], sizeof(prefixes[p]), "%s", prefix);
	if (files_used < files)
		files_used = files;
}

static bool write_file(const char *prefix, unsigned int number,
		       unsigned int line, const char *text)
{
	char path[192];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s-%02u.oom", disguise_dir(), prefix,
		 number);
	out = fopen(path, "w");
	if (!out)
		return false;
	while (--line)
		fputc('\n', out);
	fputs(text, out);
	return !fclose(out);
}

/* ---- the text ----------------------------------------------------------- */

static void put_text(struct disguise *d, FILE *out);

/* What stands between two marks, put on a line of its own kind. */
static char *take_part(struct disguise *d)
{
	char *part = NULL;
	size_t size;
	FILE *out = open_memstream(&part, &size);

	if (!out)
		return NULL;
	put_text(d, out);
	if (*d->at == DISGUISE_END)
		d->at++;
	else
		d->failed = true;
	if (!fclose(out))
		return part;
	free(part);
	return NULL;
}

static void put_define(struct disguise *d, FILE *out)
{
	unsigned int line = d->line, number = d->names++;
	char *part;

	naive_note(d->in_define ? NOTED_DEFINE_NESTED : NOTED_DEFINE);
	d->in_define++;
	part = take_part(d);
	d->in_define--;
	if (!part) {
		d->failed = true;
		return;
	}
	/* A define is a line of its own: no matter in which order. */
	fprintf(d->defines, "define d%u = %s\n", number, part);
	/* A name may have a minus in it: none shall join it. */
	fprintf(out, "$d%u ", number);
	if (!d->in_define && line != d->line) {
		naive_note(NOTED_DEFINE_LINES);
		for (; line != d->line; line++)
			fputs(" \\\n", out);
	}
	free(part);
}

static void put_include(struct disguise *d, FILE *out)
{
	unsigned int line = d->line, number = d->files++;
	char *part;

	naive_note(d->in_include ? NOTED_INCLUDE_NESTED : NOTED_INCLUDE);
	d->in_include++;
	part = take_part(d);
	d->in_include--;
	if (!part || number >= FILES ||
	    !write_file(d->prefix, number, line, part)) {
		d->failed = true;
		free(part);
		return;
	}
	if (number % 2)
		naive_note(NOTED_INCLUDE_GLOB);
	fprintf(out, "include \"%s-%02u.%s\"", d->prefix, number,
		number % 2 ? "o[!p]?" : "oom");
	for (; line != d->line; line++)
		fputc('\n', out);
	free(part);
}

/* To the end of the text, or of the part. */
static void put_text(struct disguise *d, FILE *out)
{
	while (*d->at && *d->at != DISGUISE_END) {
		char c = *d->at++;

		if (c == DISGUISE_DEFINE) {
			put_define(d, out);
		} else if (c == DISGUISE_INCLUDE) {
			put_include(d, out);
		} else {
			d->line += c == '\n';
			fputc(c, out);
		}
	}
}

char *disguise_on(const char *text, const char *prefix)
{
	struct disguise d = { .at = text, .prefix = prefix, .line = 1 };
	char *whole = NULL, *defines = NULL;
	size_t size, defines_size;
	FILE *out = open_memstream(&whole, &size);

	d.defines = open_memstream(&defines, &defines_size);
	if (!out || !d.defines)
		exit(1);
	put_text(&d, out);
	d.failed |= *d.at != '\0';
	if (fclose(d.defines))
		exit(1);
	fputs(defines, out);
	d.failed |= fclose(out) != 0;
	remember(prefix, d.files < FILES ? d.files : FILES);
	free(defines);
	if (!d.failed)
		return whole;
	free(whole);
	return NULL;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What must be known before a text is parsed: the files that it includes, and
 * the places of its defines.  A text with neither word in it costs one search.
 * Then entering and leaving those files while the parser reads, for layout.c.
 * Only regular files are read; circles, depth and number are bounded.
 */
#define _GNU_SOURCE	/* memmem */
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "parse.h"
#include "grammar.h"

#define FILES_MAX	1000

/* ---- finding and reading ------------------------------------------------- */

static bool has_glob(const char *text)
{
	return strpbrk(text, "*?[");
}

/* The pattern relative to the including file; malloced. */
static char *path_relative(const char *file, const char *pattern)
{
	const char *slash = strrchr(file, '/'), *from;
	char *path, *to;

	if (*pattern == '/' || !slash)
		return strdup(pattern);
	path = to = malloc((slash + 1 - file) * 2 + strlen(pattern) + 1);
	if (!path)
		return NULL;
	for (from = file; from <= slash; from++) {
		/* The directory is meant as it is written. */
		if (has_glob((char[]){ *from, '\0' }) || *from == '\\')
			*to++ = '\\';
		*to++ = *from;
	}
	strcpy(to, pattern);
	return path;
}

static bool is_open(const struct oomt_source *source, const struct stat *st)
{
	for (; source; source = source->parent)
		if (source->ino == st->st_ino && source->dev == st->st_dev)
			return true;
	return false;
}

/* One file; NULL: an error was reported, or p->out_of_memory. */
static struct oomt_source *file_read(struct oomt_parse *p,
				     const struct oomt_source *parent,
				     struct oomt_span span, const char *path)
{
	struct oomt_source *source, *last;
	const char *wrong = NULL;
	struct stat st;

	if (stat(path, &st))
		wrong = strerror(errno);
	else if (!S_ISREG(st.st_mode))
		wrong = "not a regular file";
	else if (is_open(parent, &st))
		wrong = "it is being read already: files include each other in a circle";
	source = wrong ? NULL : oomt_source_read(path);
	if (!source && !wrong) {
		p->out_of_memory |= errno == ENOMEM;
		wrong = strerror(errno);
	}
	if (wrong) {
		oomt_parse_error(p, "include", span, "cannot include %.200s: %s",
				 path, wrong);
		return NULL;
	}
	p->bytes += source->size;
	if (p->bytes > OOMT_SOURCE_MAX) {
		oomt_parse_error(p, "too-large", span,
				 "the included files together are larger than %u MiB",
				 OOMT_SOURCE_MAX >> 20);
		oomt_source_free(source);
		return NULL;
	}
	source->parent = parent;
	source->parent_line = span.line;
	for (last = p->policy->source; last->next; last = last->next)
		;
	last->next = source;
	oomt_source_utf8_check(source, p->diags);
	return source;
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void files_read(struct oomt_parse *p, struct oomt_include *include,
		       struct oomt_span span, char **path, size_t count)
{
	struct oomt_source *source;
	size_t i;

	include->file = oomt_arena_alloc(&p->policy->arena,
					 count * sizeof(*include->file) + 1);
	if (!include->file) {
		p->out_of_memory = true;
		return;
	}
	qsort(path, count, sizeof(*path), compare_paths);
	for (i = 0; i < count; i++) {
		if (++p->files > FILES_MAX) {
			oomt_parse_error(p, "too-many", span,
					 "more than %d files are included",
					 FILES_MAX);
			return;
		}
		source = file_read(p, include->source, span, path[i]);
		if (source)
			include->file[include->count++] = source;
	}
}

static void include_find(struct oomt_parse *p, struct oomt_include *include,
			 struct oomt_span span, const char *pattern)
{
	char *path = path_relative(include->source->name, pattern);
	glob_t found = { 0 };
	int err = path ? glob(path, GLOB_NOSORT, NULL, &found) : GLOB_NOSPACE;

	if (err == GLOB_NOSPACE)
		p->out_of_memory = true;
	else if (!err)
		files_read(p, include, span, found.gl_pathv, found.gl_pathc);
	else if (err != GLOB_NOMATCH || !has_glob(pattern))
		oomt_parse_error(p, "include", span, "cannot include %.200s: %s",
				 pattern, err == GLOB_NOMATCH ?
				 "there is no such file" : "it cannot be read");
	globfree(&found);
	free(path);
}

static void include_add(struct oomt_parse *p, const struct oomt_source *source,
			struct oomt_span span, unsigned int depth)
{
	struct oomt_include *include;
	struct oomt_literal name;
	u32 i;

	/* A glob that finds nothing costs time, too. */
	if (++p->includes > FILES_MAX) {
		oomt_parse_error(p, "too-many", span,
				 "more than %d files are included", FILES_MAX);
		return;
	}
	include = oomt_arena_alloc(&p->policy->arena, sizeof(*include));
	if (!include || oomt_build_string(p, span, &name)) {
		p->out_of_memory = true;
		return;
	}
	include->source = source;
	include->at = span.begin;
	include->next = p->include;
	p->include = include;
	if (depth == OOMT_INCLUDE_MAX) {
		oomt_parse_error(p, "too-deep", span,
				 "files are included more than %d deep",
				 OOMT_INCLUDE_MAX);
		return;
	}
	include_find(p, include, span, name.text);
	for (i = 0; i < include->count; i++)
		oomt_include_scan(p, include->file[i], depth + 1);
}

/* ---- looking ahead ------------------------------------------------------- */

static bool is_word(struct oomt_span span)
{
	char c = oomt_span_text(span)[0];

	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct ahead {
	struct oomt_parse *p;
	const struct oomt_source *source;
	unsigned int depth;		/* of includes */
	unsigned int braces;
	int first;			/* of the statement: its first token */
	unsigned int tokens;		/* of the statement, so far */
	struct oomt_place begin;	/* of the statement */
	struct oomt_define *define;	/* being passed */
};

static void ahead_token(struct ahead *a, const struct oomt_scan *scan,
			struct oomt_token token)
{
	bool ends = !a->braces && (token.kind == OOMT_RAW_NEWLINE ||
				   token.kind == ';');

	if (token.kind == '{' || token.kind == '(')
		a->braces++;
	else if ((token.kind == '}' || token.kind == ')') && a->braces)
		ends = !--a->braces && token.kind == '}' && !a->define;
	if (ends || token.kind == OOMT_RAW_END) {
		if (a->define)
			a->define->end = token.span.begin;
		a->define = NULL;
		a->tokens = 0;
		return;
	}
	if (token.kind == OOMT_RAW_NEWLINE)
		return;
	if (!a->tokens++) {
		a->first = token.kind;
		a->begin = (struct oomt_place){ token.span.begin,
						scan->line_begin, scan->line };
	} else if (a->tokens == 2 && a->first == OOMT_TOK_INCLUDE &&
		   token.kind == OOMT_TOK_STRING && !token.bad) {
		include_add(a->p, a->source, token.span, a->depth);
	} else if (a->tokens == 2 && a->first == OOMT_TOK_DEFINE &&
		   is_word(token.span)) {
		a->define = oomt_define_add(a->p, token.span, a->begin);
	}
}

void oomt_include_scan(struct oomt_parse *p, const struct oomt_source *source,
		       unsigned int depth)
{
	struct oomt_diags quiet;
	struct oomt_scan scan = { .source = source, .diags = &quiet,
				  .line = 1, .end = source->size };
	struct ahead a = { .p = p, .source = source, .depth = depth };
	struct oomt_token token;
	void *scanner;

	if (!memmem(source->text, source->size, "define", 6) &&
	    !memmem(source->text, source->size, "include", 7))
		return;
	oomt_diags_init(&quiet);
	if (oomt_scan_init(&scan, &scanner)) {
		p->out_of_memory = true;
		return;
	}
	do {
		token.kind = oomt_raw_lex(&token, scanner);
		token.bad = scan.failed;
		scan.failed = false;
		if (token.kind == OOMT_RAW_END)
			token.span = (struct oomt_span){ source, scan.offset,
							 scan.offset, 0, 0 };
		ahead_token(&a, &scan, token);
	} while (token.kind != OOMT_RAW_END && !p->out_of_memory);
	oomt_scan_exit(scanner);
	oomt_diags_exit(&quiet);
}

/* ---- reading them -------------------------------------------------------- */

/* The next file of the innermost include; false: there is none. */
static bool file_enter(struct oomt_parse *p, struct oomt_frame *frame)
{
	const struct oomt_source *source;

	if (!frame->include || frame->next == frame->include->count)
		return false;
	source = frame->include->file[frame->next++];
	p->scan = (struct oomt_scan){ .source = source, .diags = p->diags,
				      .line = 1, .end = source->size };
	p->layout.ahead_count = 0;
	if (oomt_scan_init(&p->scan, &p->layout.scanner)) {
		p->out_of_memory = true;
		return false;
	}
	return true;
}

static void frame_leave(struct oomt_parse *p, const struct oomt_frame *frame)
{
	p->scan = frame->scan;
	p->layout.scanner = frame->scanner;
	memcpy(p->layout.ahead, frame->ahead, sizeof(frame->ahead));
	p->layout.ahead_count = frame->ahead_count;
}

void oomt_include_enter(struct oomt_parse *p, size_t at)
{
	struct oomt_include *include = p->include;
	struct oomt_frame *frame = &p->frame[p->frames];

	while (include && (include->source != p->scan.source ||
			   include->at != at))
		include = include->next;
	if (!include || !include->count || p->frames == OOMT_INCLUDE_MAX)
		return;
	frame->include = include;
	frame->next = 0;
	frame->scan = p->scan;
	frame->scanner = p->layout.scanner;
	memcpy(frame->ahead, p->layout.ahead, sizeof(frame->ahead));
	frame->ahead_count = p->layout.ahead_count;
	if (file_enter(p, frame))
		p->frames++;
	else
		frame_leave(p, frame);
}

bool oomt_include_leave(struct oomt_parse *p)
{
	struct oomt_frame *frame;

	if (!p->frames)
		return false;
	frame = &p->frame[p->frames - 1];
	oomt_scan_exit(p->layout.scanner);
	if (!file_enter(p, frame)) {
		p->frames--;
		frame_leave(p, frame);
	}
	return true;
}

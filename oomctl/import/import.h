/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Another daemon's configuration as rules (language.md 7).  One file per kind
 * reads it; what they share is here: the text that is being made, what has no
 * equal, names and patterns in the words of the language.  Called by
 * cmd_import.c.  Never prints, and never leaves anything out in silence.
 *
 *	sources --oomt_import_KIND()--> head + body --oomt_import_text()--> text
 */
#ifndef OOMT_OOMCTL_IMPORT_H
#define OOMT_OOMCTL_IMPORT_H

#include <stdio.h>
#include "compat.h"
#include "diag.h"
#include "source.h"

struct oomt_import {
	struct oomt_source **source;	/* the files, in order */
	unsigned int count;
	const char *kind;		/* "earlyoom" */
	const char *table;		/* the name of the table */
	struct oomt_diags *diags;
	/* Streams into memory: comments before the table, and what is in it. */
	FILE *head, *body;
	char *head_text, *body_text;
	size_t head_len, body_len;
};

#define OOMT_IMPORT_KINDS(X)						\
	X(earlyoom,     "earlyoom",     "/etc/default/earlyoom, a unit or a command line") \
	X(nohang,       "nohang",       "nohang.conf")			\
	X(systemd_oomd, "systemd-oomd", "oomd.conf, *.oomrule, units and their drop-ins") \
	X(oomd,         "oomd",         "oomd.json of Meta's oomd")

/*
 * Read all sources.  Errors and what has no equal are in diags; the text is
 * worth nothing if there are errors.
 */
#define X(id, name, files) void oomt_import_##id(struct oomt_import *imp);
OOMT_IMPORT_KINDS(X)
#undef X

/* Before reading: false, and an error, if a source is no text at all. */
bool oomt_import_is_text(struct oomt_import *imp);

/* 0 or -ENOMEM. */
int oomt_import_init(struct oomt_import *imp);
void oomt_import_exit(struct oomt_import *imp);

/*
 * All of it in canonical form; free(*text).  0; -ENOMEM; -EPROTO: what was
 * made is not in order, which is our mistake: diags tells where.
 */
int oomt_import_text(struct oomt_import *imp, char **text, size_t *len);

/* ---- places -------------------------------------------------------------- */

/* [begin, end) of a source, with line and column. */
struct oomt_span oomt_import_span(const struct oomt_source *source,
				  size_t begin, size_t end);

/* One line of a source; text is borrowed and not terminated. */
struct oomt_import_line {
	const struct oomt_source *source;
	unsigned int number;
	size_t begin;			/* in the source */
	const char *text;
	size_t len;			/* without \r and newline */
};

/* The next one: starts with number 0.  False: that was the last. */
bool oomt_import_next(const struct oomt_source *source,
		      struct oomt_import_line *line);
/* The span of a piece of it. */
struct oomt_span oomt_import_piece(const struct oomt_import_line *line,
				   const char *text, size_t len);

/* ---- what becomes of the input ------------------------------------------- */

/* It cannot be read: an error. */
__attribute__((format(printf, 3, 4)))
void oomt_import_error(struct oomt_import *imp, struct oomt_span span,
		       const char *fmt, ...);
/* Part of the policy, and the rules differ: "# no equal", and a warning. */
__attribute__((format(printf, 3, 4)))
void oomt_import_no_equal(struct oomt_import *imp, struct oomt_span span,
			  const char *fmt, ...);
/* A small difference that lies in the two tools: "# differs". */
__attribute__((format(printf, 2, 3)))
void oomt_import_differs(struct oomt_import *imp, const char *fmt, ...);
/* It says nothing about who dies when: "# not policy". */
__attribute__((format(printf, 2, 3)))
void oomt_import_not_policy(struct oomt_import *imp, const char *fmt, ...);

/* What spares somebody was lost: told; the chains are to be "mode dry". */
void oomt_import_unsafe(struct oomt_import *imp);

/* A comment of one line; whatever could end or break it is escaped. */
void oomt_import_comment(FILE *to, const char *text, size_t len);
/* The line(s) of a span as a comment. */
void oomt_import_original(FILE *to, struct oomt_span span);
/* "FILE:LINE: text" as a comment. */
void oomt_import_quoted(FILE *to, struct oomt_span span);

/* ---- words of the language ------------------------------------------------ */

/* A string between quotes. */
void oomt_import_string(FILE *to, const char *text, size_t len);
/* The same for a path that is to be taken literally: globs are made plain. */
void oomt_import_plain(FILE *to, const char *text, size_t len);
/* A name that is not taken yet is the caller's business: letters, - and _. */
void oomt_import_name(FILE *to, const char *text, size_t len);

/*
 * A decimal number as hundredths: "12.345" is 1234, *cut tells that something
 * was rounded away.  Answers the bytes read; 0: no number, or too large.
 */
size_t oomt_import_decimal(const char *text, size_t len, s64 *hundredths,
			   bool *cut);

enum oomt_import_dialect {
	OOMT_IMPORT_POSIX,	/* regcomp(3) with REG_EXTENDED, GNU's */
	OOMT_IMPORT_PYTHON,	/* re.search() */
};

/*
 * "comm { "a", "b*" }", or "comm ~ '…'" where a list would not be the same.
 * `not`: the negation.  False: nothing was written, and it was told why.
 */
bool oomt_import_match(struct oomt_import *imp, FILE *to,
		       enum oomt_import_dialect dialect, const char *field,
		       bool not, struct oomt_span span, const char *text,
		       size_t len);

#endif /* OOMT_OOMCTL_IMPORT_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * One run of the parser: scanner -> layout -> grammar -> build.  Internal to
 * parser/; the face is ruleset.h.
 *
 *   bytes --scanner.l--> raw tokens --layout.c--> tokens --grammar.y--> AST
 *                        (newlines)          (ends of statements)
 */
#ifndef OOMT_PARSER_PARSE_H
#define OOMT_PARSER_PARSE_H

#include "ast.h"
#include "diag.h"
#include "ruleset.h"

/* Brackets deeper than this are an error; so are conditions. */
#define OOMT_NESTING_MAX	32

/* A raw token: a kind (grammar.h, or one of these) and its place. */
enum oomt_raw_token {
	OOMT_RAW_END = 0,
	OOMT_RAW_NEWLINE = 1,		/* below every token of grammar.h */
};

struct oomt_token {
	int kind;
	bool bad;		/* an error in or before it was reported */
	struct oomt_span span;
};

struct oomt_bracket {
	char kind;			/* '(', 'l'ist, 'b'lock or 'x': unknown */
	struct oomt_span span;
};

/* What flex carries along (yyextra). */
struct oomt_scan {
	const struct oomt_source *source;
	struct oomt_diags *diags;
	size_t offset, line_begin;
	size_t end;			/* of what is to be read */
	unsigned int line;
	bool failed;			/* since the last token */
};

struct oomt_layout {
	void *scanner;			/* flex's */
	struct oomt_token ahead[2];	/* read, not yet given */
	unsigned int ahead_count;
	struct oomt_bracket bracket[OOMT_NESTING_MAX];
	unsigned int depth;
	int first;			/* first token of the statement, or 0 */
	int last;			/* last token given */
	size_t include_at;		/* of the name behind `include` */
	bool including;			/* it was given */
	bool ended;
};

/* Files are included so deep. */
#define OOMT_INCLUDE_MAX	16

struct oomt_include {
	struct oomt_include *next;
	const struct oomt_source *source;	/* where it stands */
	size_t at;
	struct oomt_source **file;
	u32 count;
};

/* A text that waits until what it includes is read. */
struct oomt_frame {
	const struct oomt_include *include;
	u32 next;
	struct oomt_scan scan;
	void *scanner;
	struct oomt_token ahead[2];
	unsigned int ahead_count;
};

struct oomt_parse {
	struct oomt_policy *policy;
	struct oomt_diags *diags;
	unsigned int flags;		/* enum oomt_parse_flags */
	struct oomt_scan scan;
	struct oomt_layout layout;
	struct oomt_include *include;
	struct oomt_frame frame[OOMT_INCLUDE_MAX];
	unsigned int frames, files, includes;
	size_t bytes;			/* of included files */
	/* reading only this define, quietly: only circles are told, to `loud` */
	struct oomt_define *define;
	struct oomt_diags *loud;
	unsigned int depth;
	/* where in the text the parser is */
	struct oomt_chain_node *chain;
	struct oomt_set_node *set;
	bool chain_reopened;
	struct oomt_token before, current;	/* the last two given */
	bool verdict_seen;		/* in this statement */
	bool reported;			/* an error in this statement */
	bool match_late;		/* "matches come first" was said */
	bool out_of_memory;
};

/* scanner.l */
int oomt_scan_init(struct oomt_scan *scan, void **scanner);
void oomt_scan_exit(void *scanner);
int oomt_raw_lex(struct oomt_token *token, void *scanner);
/* The token of a bare word: a keyword, a field, or WORD. */
int oomt_word_token(const char *word, size_t len);
/* The text of keyword `i` (from 0), NULL behind the last; *token if given. */
const char *oomt_keyword(unsigned int i, int *token);

/* layout.c: the next token for the grammar. */
struct oomt_token oomt_layout_next(struct oomt_parse *p);

/* include.c: finds files and defines; then layout.c enters and leaves files. */
void oomt_include_scan(struct oomt_parse *p, const struct oomt_source *source,
		       unsigned int depth);
void oomt_include_enter(struct oomt_parse *p, size_t at);
bool oomt_include_leave(struct oomt_parse *p);
/* policy.c */
void oomt_source_utf8_check(const struct oomt_source *source,
			    struct oomt_diags *diags);

/* build.c, build_literal.c: what the grammar's actions do. */
__attribute__((format(printf, 4, 5)))
void oomt_parse_error(struct oomt_parse *p, const char *id,
		      struct oomt_span span, const char *fmt, ...);
/* "unknown WHAT word; did you mean Z?", of a NULL-terminated list. */
void oomt_parse_unknown(struct oomt_parse *p, const char *what,
			struct oomt_span word, const char *const *known);

/* At most this many bytes of a word are repeated in a message. */
#define OOMT_QUOTE_MAX	40
static inline const char *oomt_span_text(struct oomt_span span)
{
	return span.source->text + span.begin;
}

/* For "%.*s". */
static inline int oomt_span_len(struct oomt_span span)
{
	size_t len = span.end - span.begin;

	return len < OOMT_QUOTE_MAX ? len : OOMT_QUOTE_MAX;
}

/* A list while it is being read. */
struct oomt_elems {
	struct oomt_elem *first, *last;
	u32 count;
};

/* The right side of a comparison; rhs2 only of lower() and higher(). */
struct oomt_operand {
	enum oomt_pick pick;
	struct oomt_literal rhs, rhs2;
};

int oomt_build_table(struct oomt_parse *p, struct oomt_span name);
void oomt_build_scope(struct oomt_parse *p, struct oomt_span line,
		      struct oomt_value *value);
int oomt_build_chain(struct oomt_parse *p, struct oomt_span name);
int oomt_build_set(struct oomt_parse *p, struct oomt_span name);
int oomt_build_nameless(struct oomt_parse *p, bool set);
void oomt_build_set_type(struct oomt_parse *p, struct oomt_span field);
void oomt_build_set_elems(struct oomt_parse *p, struct oomt_elems elems);
/* A header line is given; false: an error was reported instead. */
bool oomt_build_header(struct oomt_parse *p, enum oomt_header_line line,
		       struct oomt_span span);
/* The header lines; `line` is the whole one. */
void oomt_build_hook(struct oomt_parse *p, struct oomt_span line,
		     struct oomt_span name);
void oomt_build_priority(struct oomt_parse *p, struct oomt_span line,
			 const struct oomt_literal *lit);
void oomt_build_fallback(struct oomt_parse *p, struct oomt_span line,
			 struct oomt_span word);
void oomt_build_mode(struct oomt_parse *p, struct oomt_span line,
		     struct oomt_span word);
void oomt_build_order(struct oomt_parse *p, struct oomt_span line,
		      struct oomt_span field, bool asc);
void oomt_build_policy(struct oomt_parse *p, struct oomt_span line,
		       const struct oomt_verdict_node *verdict);
void oomt_build_unit(struct oomt_parse *p, struct oomt_span word,
		     struct oomt_verdict_node *verdict);
/* Whether the word is no unit; then it is reported. */
bool oomt_build_unit_unknown(struct oomt_parse *p, struct oomt_span word);
int oomt_build_target(struct oomt_parse *p, struct oomt_span name,
		      struct oomt_verdict_node *verdict);
s64 oomt_build_points(struct oomt_parse *p, const struct oomt_literal *lit);
void oomt_build_comment(struct oomt_rule_node *rule,
			const struct oomt_literal *text);
void oomt_build_unknown(struct oomt_parse *p, struct oomt_span word);
void oomt_build_match(struct oomt_parse *p, struct oomt_rule_node *rule,
		      struct oomt_match *match);
/* `match` may be NULL: an error was reported. */
void oomt_build_ancestor(struct oomt_parse *p, struct oomt_span line,
			 struct oomt_match *match);
/* NULL: out of memory */
struct oomt_expr *oomt_build_expr(struct oomt_parse *p,
				  struct oomt_expr *expr);

/* build_kill.c: the words behind kill; `words` is word and operand. */
void oomt_build_prefer(struct oomt_parse *p, struct oomt_span words,
		       const struct oomt_literal *lit,
		       struct oomt_verdict_node *verdict);
void oomt_build_grace(struct oomt_parse *p, struct oomt_span words,
		      const struct oomt_literal *lit,
		      struct oomt_verdict_node *verdict);
void oomt_build_kill_signal(struct oomt_parse *p, struct oomt_span words,
			    struct oomt_span signal,
			    struct oomt_verdict_node *verdict);
void oomt_build_override(struct oomt_parse *p, struct oomt_span word,
			 struct oomt_verdict_node *verdict);
/* All words are there. */
void oomt_build_kill(struct oomt_parse *p, struct oomt_verdict_node *verdict);
void oomt_build_dry(struct oomt_parse *p, struct oomt_span word,
		    struct oomt_verdict_node *verdict);
int oomt_build_warn_signal(struct oomt_parse *p, struct oomt_span signal);
/* In ns; 0 if an error was reported. */
s64 oomt_build_duration(struct oomt_parse *p, const char *what,
			const struct oomt_literal *lit);

/* build_action.c: what may happen instead of a kill, and limit. */
void oomt_build_freeze(struct oomt_parse *p, const struct oomt_literal *time,
		       struct oomt_verdict_node *verdict);
void oomt_build_reclaim(struct oomt_parse *p, const struct oomt_literal *size,
			struct oomt_verdict_node *verdict);
int oomt_build_exec(struct oomt_parse *p, struct oomt_span command,
		    struct oomt_verdict_node *verdict);
void oomt_build_limit(struct oomt_parse *p, struct oomt_span rate,
		      struct oomt_stmt *stmt);
void oomt_build_burst(struct oomt_parse *p, struct oomt_span burst,
		      struct oomt_stmt *stmt);

/* define.c: NULL of _add: it is there already, or p->out_of_memory. */
struct oomt_define *oomt_define_add(struct oomt_parse *p,
				    struct oomt_span name,
				    struct oomt_place begin);
void oomt_build_define(struct oomt_parse *p, struct oomt_span name,
		       struct oomt_value *value);
/* A use of one, where a single value, elements, or any value may stand. */
void oomt_build_define_literal(struct oomt_parse *p, struct oomt_span span,
			       struct oomt_literal *lit);
int oomt_build_define_elems(struct oomt_parse *p, struct oomt_span span,
			    struct oomt_elems *elems);
int oomt_build_define_value(struct oomt_parse *p, struct oomt_span span,
			    struct oomt_value **value);

/* build_literal.c: NUMBERs and STRINGs report what is wrong with them. */
struct oomt_literal oomt_build_number(struct oomt_parse *p,
				      struct oomt_span span, char sign,
				      struct oomt_span sign_span);
/* Splits a QUOTIENT at its '/'; the slash belongs to neither. */
void oomt_build_quotient(struct oomt_span span, struct oomt_span *amount,
			 struct oomt_span *per);
/* AMOUNT/s */
struct oomt_literal oomt_build_rate(struct oomt_parse *p,
				    struct oomt_span span, char sign,
				    struct oomt_span sign_span);
int oomt_build_string(struct oomt_parse *p, struct oomt_span span,
		      struct oomt_literal *lit);
int oomt_build_word(struct oomt_parse *p, struct oomt_span span,
		    struct oomt_literal *lit);
int oomt_build_set_ref(struct oomt_parse *p, struct oomt_span span,
		       struct oomt_value **value);

#endif /* OOMT_PARSER_PARSE_H */

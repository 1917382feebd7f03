/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The grammar: the whole language of oomtables, to an AST.  Pure and without conflicts; an error costs its statement, no more.
 * Called by policy.c only.
 */
%code requires {
#include "parse.h"
}

%define api.pure full
%define api.token.prefix {OOMT_TOK_}
%define api.prefix {oomt_yy}
%define api.location.type {struct oomt_span}
%define parse.error custom
%define parse.lac full
%locations
%param { struct oomt_parse *p }

%union {
	struct oomt_literal literal;
	struct oomt_elems elems;
	struct oomt_value *value;
	struct oomt_match *match;
	struct oomt_stmt *stmt;
	struct oomt_rule_node *rule;
	struct oomt_verdict_node verdict;
	struct oomt_expr *expr;
	struct oomt_operand operand;
	enum oomt_cmp cmp;
	bool flag;
}

%code {
#include <string.h>
#include "names.h"
#include "suggest.h"

static int oomt_yylex(OOMT_YYSTYPE *value, struct oomt_span *span,
		      struct oomt_parse *p);
static void oomt_yyerror(struct oomt_span *span, struct oomt_parse *p,
			 const char *text);

/* For tests/cases/run_cases: which alternatives have been used. */
#ifdef OOMT_GRAMMAR_SEEN
#define SEEN(rhs) (OOMT_GRAMMAR_SEEN[yyn] |= &(rhs)[0] != &yyerror_range[0])
extern unsigned char OOMT_GRAMMAR_SEEN[];
#else
#define SEEN(rhs) ((void)0)
#endif

#define YYLLOC_DEFAULT(current, rhs, n)					\
	do {								\
		SEEN(rhs);						\
		if (n)							\
			(current) = oomt_span_join(YYRHSLOC(rhs, 1),	\
						   YYRHSLOC(rhs, n));	\
		else							\
			(current) = (struct oomt_span){			\
				.source = YYRHSLOC(rhs, 0).source,	\
				.begin = YYRHSLOC(rhs, 0).end,		\
				.end = YYRHSLOC(rhs, 0).end,		\
				.line = YYRHSLOC(rhs, 0).line,		\
				.col = YYRHSLOC(rhs, 0).col,		\
			};						\
	} while (0)

/* A constructor answered NULL: memory is out. */
#define NEED(made)							\
	do {								\
		if (!(made)) {						\
			p->out_of_memory = true;			\
			YYNOMEM;					\
		}							\
	} while (0)

#define NEED_OK(err)	NEED(!(err))

static enum oomt_cmp cmp_of(struct oomt_span span);
static struct oomt_verdict_node verdict_of(enum oomt_verdict_word word,
					   struct oomt_span span);
static struct oomt_expr *cgroup_cmp(struct oomt_parse *p,
				    struct oomt_span metric, enum oomt_cmp cmp,
				    const struct oomt_operand *operand);
static int one_elem(struct oomt_parse *p, const struct oomt_literal *lit,
		    const struct oomt_literal *upper, struct oomt_elems *elems);
}

%token SEP "end of line"
%token WORD "a word" FIELD "a field" STRING "a string" NUMBER "a number"
%token QUOTIENT "a rate"
%token SETREF "a set" DEFREF "a define"
%token CMP "a comparison" REGEX "~"
%token CGROUP "cgroup" PGRP "pgrp"
%token AND "and" ANCESTOR "ancestor" ASC "asc" BURST "burst" BY "by"
%token CHAIN "chain" COMMENT "comment" CONTINUE "continue"
%token COOLDOWN "cooldown" COUNTER "counter" DEADLINE "deadline"
%token DEFINE "define" DRY "dry" ELEMENTS "elements" EXEC "exec"
%token EXEMPT "exempt" EXISTS "exists" FALLBACK "fallback" FOR "for"
%token FREEZE "freeze" GOTO "goto" GRACE "grace" HIGHER "higher" HOOK "hook"
%token INCLUDE "include" JUMP "jump" KILL "kill" LIMIT "limit" LOG "log"
%token LOWER "lower" MODE "mode" NOT "not" OR "or" ORDER "order"
%token OVERRIDE "override" POLICY "policy" PREFER "prefer"
%token PRIORITY "priority" RATE "rate" RECLAIM "reclaim" RETURN "return"
%token SCOPE "scope" SCORE "score" SET "set" SIGNAL "signal" TABLE "table"
%token TYPE "type" UNTIL "until" WARN "warn" WHEN "when"

%type <literal> signed plain literal bare bound points comment rate
%type <literal> freeze_for
%type <operand> operand
%type <elems> elem elems
%type <value> value value_not_word list
%type <match> match
%type <stmt> stmt
%type <rule> rule items exists
%type <verdict> verdict kill_words
%type <expr> expr and_expr not_expr primary comparison
%type <cmp> cmp
%type <flag> asc

%%

file:
	%empty
|	file TABLE name SEP		{ NEED_OK(oomt_build_table(p, @name)); }
|	file INCLUDE STRING SEP
|	file DEFINE name '=' value SEP	{ oomt_build_define(p, @name, $value); }
|	file SCOPE CGROUP value SEP	{ oomt_build_scope(p, oomt_span_join(@SCOPE, @value), $value); }
|	file chain
|	file set
|	file error SEP			{ yyerrok; }
;

/* ---- sets ---- */

set:
	SET name '{'			{ NEED_OK(oomt_build_set(p, @name)); }
	set_body '}'			{ p->set->span = @$; p->set = NULL; }
|	SET error '{'			{ NEED_OK(oomt_build_nameless(p, true)); }
	set_body '}'			{ p->set = NULL; yyerrok; }
|	SET error SEP			{ yyerrok; }
;

set_body:
	%empty
|	set_body TYPE field SEP		{ oomt_build_set_type(p, @field); }
|	set_body ELEMENTS '=' '{' elems comma '}' SEP
					{ oomt_build_set_elems(p, $elems); }
|	set_body ELEMENTS '=' DEFREF SEP
					{ struct oomt_elems elems;
					  NEED_OK(oomt_build_define_elems(p, @DEFREF, &elems));
					  oomt_build_set_elems(p, elems); }
|	set_body error SEP		{ yyerrok; }
;

/* ---- chains ---- */

chain:
	CHAIN name '{'			{ NEED_OK(oomt_build_chain(p, @name)); }
	chain_body '}'			{ p->chain->span = @$; p->chain = NULL; }
|	CHAIN error '{'			{ NEED_OK(oomt_build_nameless(p, false)); }
	chain_body '}'			{ p->chain = NULL; yyerrok; }
|	CHAIN error SEP			{ yyerrok; }
;

chain_body:
	%empty
|	chain_body header SEP
|	chain_body rule SEP		{ if ($rule)
						oomt_chain_add_rule(p->chain, $rule); }
|	chain_body error SEP		{ yyerrok; }
;

header:
	HOOK name			{ oomt_build_hook(p, @$, @name); }
|	HOOK name PRIORITY signed	{ oomt_build_hook(p, oomt_span_join(@1, @2), @name);
					  oomt_build_priority(p, oomt_span_join(@3, @4), &$signed); }
|	PRIORITY signed			{ oomt_build_priority(p, @$, &$signed); }
|	WHEN expr			{ if (oomt_build_header(p, OOMT_H_WHEN, @$))
						p->chain->header.when = $expr; }
|	UNTIL expr			{ if (oomt_build_header(p, OOMT_H_UNTIL, @$))
						p->chain->header.until = $expr; }
|	SCOPE CGROUP value		{ if (oomt_build_header(p, OOMT_H_SCOPE, @$))
						p->chain->header.scope = $value; }
|	COOLDOWN literal		{ if (oomt_build_header(p, OOMT_H_COOLDOWN, @$))
						p->chain->header.cooldown = $literal; }
|	ORDER BY order_field asc	{ oomt_build_order(p, @$, @order_field, $asc); }
|	DEADLINE literal		{ if (oomt_build_header(p, OOMT_H_DEADLINE, @$))
						p->chain->header.deadline = $literal; }
|	FALLBACK name			{ oomt_build_fallback(p, @$, @name); }
|	POLICY verdict			{ oomt_build_policy(p, @$, &$verdict); }
|	MODE name			{ oomt_build_mode(p, @$, @name); }
;

order_field:
	field
|	WORD
;

asc:
	%empty				{ $$ = false; }
|	ASC				{ $$ = true; }
;

/* ---- conditions ---- */

expr:
	and_expr
|	expr OR and_expr		{ NEED($$ = oomt_expr_join(p->policy, OOMT_EXPR_OR, $1, $3)); }
;

and_expr:
	not_expr
|	and_expr AND not_expr		{ NEED($$ = oomt_expr_join(p->policy, OOMT_EXPR_AND, $1, $3)); }
;

not_expr:
	primary
|	NOT not_expr			{ NEED($$ = oomt_expr_not(p->policy, @$, $2));
					  NEED($$ = oomt_build_expr(p, $$)); }
;

primary:
	comparison
|	comparison FOR literal		{ NEED($$ = oomt_expr_for(p->policy, @$, $1,
						oomt_build_duration(p, "for", &$literal)));
					  NEED($$ = oomt_build_expr(p, $$)); }
|	'(' expr ')'			{ NEED($$ = oomt_build_expr(p, $expr)); }
|	'(' expr ')' FOR literal	{ NEED($$ = oomt_expr_for(p->policy, @$, $expr,
						oomt_build_duration(p, "for", &$literal)));
					  NEED($$ = oomt_build_expr(p, $$)); }
|	EXISTS exists			{ NEED($$ = oomt_expr_exists(p->policy, @$, $exists->match)); }
;

exists:
	match				{ NEED($$ = oomt_rule_new(p->policy));
					  oomt_build_match(p, $$, $match); }
|	exists match			{ $$ = $1; oomt_build_match(p, $$, $match); }
;

comparison:
	metric cmp operand		{ NEED($$ = oomt_expr_cmp(p->policy, @metric,
						oomt_metric_find(oomt_span_text(@metric),
							@metric.end - @metric.begin),
						$cmp, &$operand.rhs));
					  if ($operand.pick)
						oomt_expr_pick($$, $operand.pick, &$operand.rhs2);
					  $$->span = @$; }
|	CGROUP STRING metric cmp operand
					{ NEED($$ = cgroup_cmp(p, @metric, $cmp, &$operand));
					  $$->of = OOMT_OF_CGROUP;
					  NEED_OK(oomt_build_string(p, @STRING, &$$->path));
					  $$->span = @$; }
|	SCOPE metric cmp operand	{ NEED($$ = cgroup_cmp(p, @metric, $cmp, &$operand));
					  $$->of = OOMT_OF_SCOPE;
					  $$->span = @$; }
;

metric:
	WORD
|	FIELD
|	PGRP
;

operand:
	literal				{ $$ = (struct oomt_operand){ .rhs = $1 }; }
|	bare				{ $$ = (struct oomt_operand){ .rhs = $1 }; }
|	FIELD				{ $$ = (struct oomt_operand){ 0 };
					  NEED_OK(oomt_build_word(p, @FIELD, &$$.rhs)); }
|	LOWER '(' literal[a] ',' literal[b] ')'
					{ $$ = (struct oomt_operand){ OOMT_PICK_LOWER, $a, $b }; }
|	HIGHER '(' literal[a] ',' literal[b] ')'
					{ $$ = (struct oomt_operand){ OOMT_PICK_HIGHER, $a, $b }; }
;

/* ---- rules ---- */

rule:
	items comment			{ $$ = $items; oomt_build_comment($$, &$comment); }
|	items verdict comment		{ $$ = $items; $$->verdict = $verdict;
					  $$->span = oomt_span_join(@items, @verdict);
					  oomt_build_comment($$, &$comment); }
|	verdict comment			{ NEED($$ = oomt_rule_new(p->policy));
					  $$->verdict = $verdict; $$->span = @verdict;
					  oomt_build_comment($$, &$comment); }
|	COMMENT STRING			{ oomt_parse_error(p, "empty-rule", @$,
						"a rule of nothing but a comment");
					  $$ = NULL; }
;

comment:
	%empty				{ $$ = (struct oomt_literal){ .len = 0 }; }
|	COMMENT STRING			{ NEED_OK(oomt_build_string(p, @STRING, &$$)); }
;

items:
	match				{ NEED($$ = oomt_rule_new(p->policy)); $$->span = @$;
					  oomt_build_match(p, $$, $match); }
|	stmt				{ NEED($$ = oomt_rule_new(p->policy)); $$->span = @$;
					  if ($stmt)
						oomt_rule_add_stmt($$, $stmt); }
|	items match			{ $$ = $1; $$->span = @$;
					  oomt_build_match(p, $$, $match); }
|	items stmt			{ $$ = $1; $$->span = @$;
					  if ($stmt)
						oomt_rule_add_stmt($$, $stmt); }
;

match:
	field value			{ NEED($$ = oomt_match_new(p->policy, @field,
						oomt_field_find(oomt_span_text(@field),
							@field.end - @field.begin),
						OOMT_CMP_EQ, $value)); }
|	field cmp value			{ NEED($$ = oomt_match_new(p->policy, @field,
						oomt_field_find(oomt_span_text(@field),
							@field.end - @field.begin),
						$cmp, $value)); }
|	field REGEX value		{ NEED($$ = oomt_match_new(p->policy, @field,
						oomt_field_find(oomt_span_text(@field),
							@field.end - @field.begin),
						*oomt_span_text(@REGEX) == '!' ? OOMT_CMP_NE : OOMT_CMP_EQ,
						$value));
					  $$->regex = true; }
|	ANCESTOR match			{ $$ = $2; oomt_build_ancestor(p, @$, $$); }
|	WORD				{ oomt_build_unknown(p, @WORD); $$ = NULL; }
|	WORD value_not_word		{ oomt_build_unknown(p, @WORD); $$ = NULL; }
|	WORD cmp value			{ oomt_build_unknown(p, @WORD); $$ = NULL; }
|	WORD REGEX value		{ oomt_build_unknown(p, @WORD); $$ = NULL; }
;

stmt:
	COUNTER				{ NEED($$ = oomt_stmt_new(p->policy, @$, OOMT_STMT_COUNTER)); }
|	SCORE points			{ NEED($$ = oomt_stmt_new(p->policy, @$, OOMT_STMT_SCORE));
					  $$->points = oomt_build_points(p, &$points); }
|	WARN				{ NEED($$ = oomt_stmt_new(p->policy, @$, OOMT_STMT_WARN)); }
|	WARN SIGNAL signal		{ NEED($$ = oomt_stmt_new(p->policy, @$, OOMT_STMT_WARN));
					  $$->signal = oomt_build_warn_signal(p, @signal); }
|	LOG STRING			{ struct oomt_literal lit;
					  NEED($$ = oomt_stmt_new(p->policy, @$, OOMT_STMT_LOG));
					  NEED_OK(oomt_build_string(p, @STRING, &lit));
					  $$->text = lit.text; $$->len = lit.len; }
|	LIMIT RATE QUOTIENT		{ NEED($$ = oomt_stmt_new(p->policy, @$, OOMT_STMT_LIMIT));
					  oomt_build_limit(p, @QUOTIENT, $$); }
|	LIMIT RATE QUOTIENT BURST NUMBER
					{ NEED($$ = oomt_stmt_new(p->policy, @$, OOMT_STMT_LIMIT));
					  oomt_build_limit(p, @QUOTIENT, $$);
					  oomt_build_burst(p, @NUMBER, $$); }
;

points:
	'+' NUMBER			{ $$ = oomt_build_number(p, @NUMBER, '+', @1); }
|	'-' NUMBER			{ $$ = oomt_build_number(p, @NUMBER, '-', @1); }
|	'+' DEFREF			{ oomt_build_define_literal(p, @DEFREF, &$$); }
|	'-' DEFREF			{ oomt_build_define_literal(p, @DEFREF, &$$);
					  $$.negative = !$$.negative; }
;

verdict:
	EXEMPT				{ $$ = verdict_of(OOMT_VERDICT_EXEMPT, @$); }
|	KILL kill_words			{ $$ = $kill_words; $$.span = @$;
					  oomt_build_kill(p, &$$); }
|	KILL unit kill_words		{ $$ = $kill_words; $$.span = @$;
					  oomt_build_unit(p, @unit, &$$);
					  oomt_build_kill(p, &$$); }
|	JUMP name			{ $$ = verdict_of(OOMT_VERDICT_JUMP, @$);
					  NEED_OK(oomt_build_target(p, @name, &$$)); }
|	RETURN				{ $$ = verdict_of(OOMT_VERDICT_RETURN, @$); }
|	GOTO name			{ $$ = verdict_of(OOMT_VERDICT_GOTO, @$);
					  NEED_OK(oomt_build_target(p, @name, &$$)); }
|	CONTINUE			{ $$ = verdict_of(OOMT_VERDICT_CONTINUE, @$); }
|	FREEZE freeze_for		{ $$ = verdict_of(OOMT_VERDICT_KILL, @$);
					  oomt_build_freeze(p, &$freeze_for, &$$); }
|	FREEZE unit freeze_for		{ $$ = verdict_of(OOMT_VERDICT_KILL, @$);
					  oomt_build_unit(p, @unit, &$$);
					  oomt_build_freeze(p, &$freeze_for, &$$); }
|	RECLAIM literal			{ $$ = verdict_of(OOMT_VERDICT_KILL, @$);
					  oomt_build_reclaim(p, &$literal, &$$); }
|	EXEC STRING			{ $$ = verdict_of(OOMT_VERDICT_KILL, @$);
					  NEED_OK(oomt_build_exec(p, @STRING, &$$)); }
|	DRY verdict			{ $$ = $2; $$.span = @$;
					  oomt_build_dry(p, @DRY, &$$); }
;

freeze_for:
	%empty				{ $$ = (struct oomt_literal){ .kind = OOMT_L_BAD }; }
|	FOR literal			{ $$ = $literal; }
;

kill_words:
	%empty				{ $$ = verdict_of(OOMT_VERDICT_KILL, @$); }
|	kill_words PREFER signed	{ $$ = $1; oomt_build_prefer(p, oomt_span_join(@2, @3), &$signed, &$$); }
|	kill_words GRACE literal	{ $$ = $1; oomt_build_grace(p, oomt_span_join(@2, @3), &$literal, &$$); }
|	kill_words SIGNAL signal	{ $$ = $1; oomt_build_kill_signal(p, oomt_span_join(@2, @3), @signal, &$$); }
|	kill_words OVERRIDE		{ $$ = $1; oomt_build_override(p, @OVERRIDE, &$$); }
;

signal:
	name
|	NUMBER
;

unit:
	WORD
|	CGROUP
|	PGRP
;

/* ---- values ---- */

value:
	value_not_word
|	bare				{ struct oomt_elem *elem;
					  NEED(elem = oomt_elem_new(p->policy, &$bare, NULL));
					  NEED($$ = oomt_value_new(p->policy, @$, OOMT_VALUE_LITERAL, elem)); }
;

value_not_word:
	plain				{ struct oomt_elem *elem;
					  NEED(elem = oomt_elem_new(p->policy, &$plain, NULL));
					  NEED($$ = oomt_value_new(p->policy, @$, OOMT_VALUE_LITERAL, elem)); }
|	bound[low] '-' bound[high]	{ struct oomt_elem *elem;
					  NEED(elem = oomt_elem_new(p->policy, &$low, &$high));
					  NEED($$ = oomt_value_new(p->policy, @$, OOMT_VALUE_RANGE, elem)); }
|	list
|	SETREF				{ NEED_OK(oomt_build_set_ref(p, @SETREF, &$$)); }
|	DEFREF				{ NEED_OK(oomt_build_define_value(p, @DEFREF, &$$)); }
;

list:
	'{' elems comma '}'		{ NEED($$ = oomt_value_new(p->policy, @$, OOMT_VALUE_LIST, $elems.first)); }
;

elems:
	elem
|	elems ',' elem			{ $$ = $1; $$.last->next = $elem.first; $$.last = $elem.last;
					  $$.count += $elem.count; }
;

comma:
	%empty
|	','
;

elem:
	plain				{ NEED_OK(one_elem(p, &$plain, NULL, &$$)); }
|	bare				{ NEED_OK(one_elem(p, &$bare, NULL, &$$)); }
|	bound[low] '-' bound[high]	{ NEED_OK(one_elem(p, &$low, &$high, &$$)); }
|	DEFREF				{ NEED_OK(oomt_build_define_elems(p, @DEFREF, &$$)); }
;

bound:
	NUMBER				{ $$ = oomt_build_number(p, @NUMBER, 0, @NUMBER); }
|	rate
|	DEFREF				{ oomt_build_define_literal(p, @DEFREF, &$$); }
;

literal:
	plain
|	DEFREF				{ oomt_build_define_literal(p, @DEFREF, &$$); }
;

plain:
	NUMBER				{ $$ = oomt_build_number(p, @NUMBER, 0, @NUMBER); }
|	'-' NUMBER			{ $$ = oomt_build_number(p, @NUMBER, '-', @1); }
|	STRING				{ NEED_OK(oomt_build_string(p, @STRING, &$$)); }
|	rate
|	'-' QUOTIENT			{ $$ = oomt_build_rate(p, @QUOTIENT, '-', @1); }
;

bare:
	WORD				{ NEED_OK(oomt_build_word(p, @WORD, &$$)); }
;

rate:
	QUOTIENT			{ $$ = oomt_build_rate(p, @QUOTIENT, 0, @QUOTIENT); }
;

signed:
	NUMBER				{ $$ = oomt_build_number(p, @NUMBER, 0, @NUMBER); }
|	'+' NUMBER			{ $$ = oomt_build_number(p, @NUMBER, '+', @1); }
|	'-' NUMBER			{ $$ = oomt_build_number(p, @NUMBER, '-', @1); }
|	DEFREF				{ oomt_build_define_literal(p, @DEFREF, &$$); }
|	'-' DEFREF			{ oomt_build_define_literal(p, @DEFREF, &$$);
					  $$.negative = !$$.negative; }
;

cmp:
	CMP				{ $$ = cmp_of(@CMP); }
;

field:
	FIELD
|	CGROUP
|	PGRP
;

/* A name may equal any keyword. */
name:
	WORD | FIELD | CGROUP | PGRP | AND | ANCESTOR | ASC | BURST | BY
|	CHAIN | COMMENT | CONTINUE | COOLDOWN | COUNTER | DEADLINE | DEFINE
|	DRY | ELEMENTS | EXEC | EXEMPT | EXISTS | FALLBACK | FOR | FREEZE
|	GOTO | GRACE | HIGHER | HOOK | INCLUDE | JUMP | KILL | LIMIT | LOG
|	LOWER | MODE | NOT | OR | ORDER | OVERRIDE | POLICY | PREFER
|	PRIORITY | RATE | RECLAIM | RETURN | SCOPE | SCORE | SET | SIGNAL
|	TABLE | TYPE | UNTIL | WARN | WHEN
;

%%

#ifdef OOMT_GRAMMAR_SEEN
unsigned char OOMT_GRAMMAR_SEEN[YYNRULES + 1];

/* The line of an alternative, from 1; 0: there is none. */
unsigned int oomt_grammar_line(unsigned int rule);
unsigned int oomt_grammar_line(unsigned int rule)
{
	return rule <= YYNRULES ? yyrline[rule] : 0;
}
#endif

static int oomt_yylex(OOMT_YYSTYPE *value, struct oomt_span *span,
		      struct oomt_parse *p)
{
	struct oomt_token token = oomt_layout_next(p);

	(void)value;
	*span = token.span;
	return token.kind;
}

static enum oomt_cmp cmp_of(struct oomt_span span)
{
	unsigned int cmp;

	for (cmp = 0; cmp < OOMT_CMP_COUNT; cmp++) {
		const char *name = oomt_cmp_name(cmp);

		if (strlen(name) == span.end - span.begin &&
		    !memcmp(name, oomt_span_text(span), strlen(name)))
			return cmp;
	}
	return OOMT_CMP_EQ;
}

static struct oomt_verdict_node verdict_of(enum oomt_verdict_word word,
					   struct oomt_span span)
{
	return (struct oomt_verdict_node){
		.span = span,
		.word = word,
		.action = oomt_action_default(),
	};
}

static struct oomt_expr *cgroup_cmp(struct oomt_parse *p,
				    struct oomt_span metric, enum oomt_cmp cmp,
				    const struct oomt_operand *operand)
{
	int found = oomt_cgroup_metric_find(oomt_span_text(metric),
					    metric.end - metric.begin);
	struct oomt_expr *expr = oomt_expr_cmp(p->policy, metric, found, cmp,
					       &operand->rhs);

	if (expr && operand->pick)
		oomt_expr_pick(expr, operand->pick, &operand->rhs2);
	return expr;
}

static int one_elem(struct oomt_parse *p, const struct oomt_literal *lit,
		    const struct oomt_literal *upper, struct oomt_elems *elems)
{
	struct oomt_elem *elem = oomt_elem_new(p->policy, lit, upper);

	*elems = (struct oomt_elems){ elem, elem, 1 };
	return elem ? 0 : -ENOMEM;
}

/* Not a syntax error: those go to yyreport_syntax_error(). */
static void oomt_yyerror(struct oomt_span *span, struct oomt_parse *p,
			 const char *text)
{
	(void)text;
	if (!p->out_of_memory)
		oomt_parse_error(p, "too-deep", *span,
				 "nested too deeply to be read further");
}

/* ---- syntax errors ---- */

/*
 * What an expected token is called.  NULL: it goes without saying, because one
 * that is said covers it.
 */
static const char *expected_name(yysymbol_kind_t kind, bool value, bool field)
{
	switch (kind) {
	case YYSYMBOL_SETREF:
	case YYSYMBOL_DEFREF:
		return "a value";
	case YYSYMBOL_STRING:
	case YYSYMBOL_NUMBER:
	case YYSYMBOL_QUOTIENT:
	case YYSYMBOL_WORD:
		return value ? NULL : yysymbol_name(kind);
	case YYSYMBOL_CGROUP:
	case YYSYMBOL_PGRP:
		return field ? NULL : yysymbol_name(kind);
	default:
		break;
	}
	if (value && (kind == YYTRANSLATE('-') || kind == YYTRANSLATE('{')))
		return NULL;
	return yysymbol_name(kind);
}

#define EXPECTED_MAX	4

/* ", expected A, B or C"; nothing if too much would be right. */
static void expected_text(const yypcontext_t *context, char *buf, size_t size)
{
	yysymbol_kind_t kinds[YYNTOKENS];
	const char *names[EXPECTED_MAX], *name;
	int n = yypcontext_expected_tokens(context, kinds, YYNTOKENS);
	bool value = false, field = false;
	int count = 0, i, j;
	size_t at = 0;

	buf[0] = '\0';
	for (i = 0; i < n; i++) {
		value |= kinds[i] == YYSYMBOL_DEFREF;
		field |= kinds[i] == YYSYMBOL_FIELD;
	}
	for (i = 0; i < n; i++) {
		name = expected_name(kinds[i], value, field);
		for (j = 0; name && j < count && strcmp(names[j], name); j++)
			;
		if (!name || j < count)
			continue;
		if (count == EXPECTED_MAX)
			return;
		names[count++] = name;
	}
	for (i = 0; i < count && at < size; i++) {
		bool prose = !strncmp(names[i], "a ", 2) ||
			     !strncmp(names[i], "end ", 4) ||
			     names[i][0] == '\'';
		const char *quote = prose ? "" : "'";

		at += snprintf(buf + at, size - at, "%s%s%s%s",
			       !i ? ", expected " :
			       i == count - 1 ? " or " : ", ",
			       quote, names[i], quote);
	}
}

/* Offers every keyword that could stand here, and fields if one could. */
static void suggest_expected(const yypcontext_t *context,
			     struct oomt_suggest *suggest)
{
	yysymbol_kind_t kinds[YYNTOKENS];
	int n = yypcontext_expected_tokens(context, kinds, YYNTOKENS);
	const char *word;
	unsigned int k;
	int token, i;

	for (i = 0; i < n; i++) {
		for (k = 0; (word = oomt_keyword(k, &token)); k++)
			if (YYTRANSLATE(token) == kinds[i])
				oomt_suggest_offer(suggest, word);
		for (k = 0; kinds[i] == YYSYMBOL_FIELD && k < OOMT_F_COUNT; k++)
			oomt_suggest_offer(suggest, oomt_field_name(k));
	}
}

/* Words of chains that were written outside of one. */
static bool belongs_in_chain(yysymbol_kind_t kind)
{
	switch (kind) {
	case YYSYMBOL_FIELD: case YYSYMBOL_CGROUP: case YYSYMBOL_PGRP:
	case YYSYMBOL_HOOK: case YYSYMBOL_PRIORITY: case YYSYMBOL_WHEN:
	case YYSYMBOL_UNTIL: case YYSYMBOL_ORDER: case YYSYMBOL_DEADLINE:
	case YYSYMBOL_FALLBACK: case YYSYMBOL_POLICY: case YYSYMBOL_MODE:
	case YYSYMBOL_EXEMPT: case YYSYMBOL_KILL: case YYSYMBOL_COUNTER:
	case YYSYMBOL_SCORE: case YYSYMBOL_JUMP: case YYSYMBOL_RETURN:
		return true;
	default:
		return false;
	}
}

/* Whether the statement could end here. */
static bool could_end(const yypcontext_t *context)
{
	yysymbol_kind_t kinds[YYNTOKENS];
	int n = yypcontext_expected_tokens(context, kinds, YYNTOKENS);

	while (n-- > 0)
		if (kinds[n] == YYSYMBOL_SEP)
			return true;
	return false;
}

static int yyreport_syntax_error(const yypcontext_t *context,
				 struct oomt_parse *p)
{
	struct oomt_span span = *yypcontext_location(context);
	yysymbol_kind_t kind = yypcontext_token(context);
	char expected[160], did_you[OOMT_SUGGEST_TEXT];
	struct oomt_suggest suggest;

	if (p->reported)
		return 0;
	if (oomt_diags_full(p->diags)) {
		oomt_parse_error(p, "syntax", span, "unexpected");
		return 0;
	}
	if (kind == YYSYMBOL_YYEOF || kind == YYSYMBOL_SEP) {
		expected_text(context, expected, sizeof(expected));
		oomt_parse_error(p, "syntax", span, "unexpected end of %s%s",
				 kind == YYSYMBOL_YYEOF ? "the file" :
				 "the statement", expected);
		return 0;
	}
	if (!p->chain && !p->set && belongs_in_chain(kind)) {
		oomt_parse_error(p, "outside-chain", span,
				 "this belongs inside a chain");
		return 0;
	}
	if (p->before.kind == OOMT_TOK_WORD && p->verdict_seen &&
	    oomt_build_unit_unknown(p, p->before.span))
		return 0;
	if (p->chain && p->verdict_seen && could_end(context)) {
		oomt_parse_error(p, "after-verdict", span,
				 "nothing but a comment may follow the verdict");
		return 0;
	}
	if (p->chain && kind == YYTRANSLATE('=')) {
		oomt_parse_error(p, "syntax", span,
				 "a comparison for equality is written ==, or without a sign");
		return 0;
	}
	oomt_suggest_init(&suggest, oomt_span_text(span),
			  span.end - span.begin);
	if (kind == YYSYMBOL_WORD)
		suggest_expected(context, &suggest);
	if (!suggest.best)
		expected_text(context, expected, sizeof(expected));
	oomt_parse_error(p, "syntax", span, "unexpected %.*s%s",
			 oomt_span_len(span), oomt_span_text(span),
			 suggest.best ? oomt_suggest_text(&suggest, did_you) :
					expected);
	return 0;
}

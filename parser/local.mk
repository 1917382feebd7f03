# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Text -> AST -> bytecode, and back.
noinst_LIBRARIES += parser/libparser.a
BUILT_SOURCES += parser/grammar.h
CLEANFILES += parser/grammar.c parser/grammar.h parser/scanner.c
parser_libparser_a_CFLAGS = $(AM_CFLAGS)
parser_libparser_a_SOURCES = \
	parser/ruleset.h parser/policy.c \
	parser/source.h parser/source.c \
	parser/diag.h parser/diag.c \
	parser/arena.h parser/arena.c \
	parser/intern.h parser/intern.c \
	parser/suggest.h parser/suggest.c \
	parser/literal.h parser/literal.c \
	parser/ast.h parser/ast.c \
	parser/parse.h parser/scanner.l parser/layout.c \
	parser/grammar.y parser/build.c parser/build_literal.c \
	parser/include.c parser/define.c parser/build_kill.c \
	parser/build_action.c parser/signals.c \
	parser/globs.h parser/globs.c \
	parser/resolve.h parser/resolve.c parser/resolve_value.c \
	parser/resolve_cond.c parser/resolve_chain.c \
	parser/image.h parser/image.c \
	parser/ere.h parser/ere.c \
	parser/nfa.h parser/nfa.c parser/nfa_ere.c \
	parser/dfa_build.h parser/determinize.c parser/minimize.c \
	parser/automaton.h parser/automaton.c \
	parser/linearize.h parser/linearize.c parser/linearize_value.c \
	parser/delinearize.c parser/format.c \
	parser/lint.h parser/lint.c parser/lint_value.c \
	parser/lint_rule.c parser/lint_cond.c

# BUILT_SOURCES serves `make all` only; these serve every target.
parser/libparser_a-layout.$(OBJEXT) parser/libparser_a-include.$(OBJEXT) \
parser/libparser_a-define.$(OBJEXT) parser/libparser_a-policy.$(OBJEXT) \
parser/libparser_a-build.$(OBJEXT) \
parser/libparser_a-scanner.$(OBJEXT): parser/grammar.h

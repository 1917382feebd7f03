# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Text -> AST -> bytecode, and back.
noinst_LIBRARIES += parser/libparser.a
BUILT_SOURCES += parser/grammar.h
CLEANFILES += parser/grammar.c parser/grammar.h parser/scanner.c
parser_libparser_a_CFLAGS = $(AM_CFLAGS)
parser_libparser_a_SOURCES = \
	parser/source.h parser/source.c \
	parser/diag.h parser/diag.c \
	parser/ruleset.h \
	parser/scanner.l parser/grammar.y

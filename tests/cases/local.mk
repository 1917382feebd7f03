# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Cases: text -> diagnostics, bytecode, verdicts; see README.md.
check_PROGRAMS += tests/cases/run_cases
TESTS += tests/cases/run_cases
tests_cases_run_cases_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE \
	-I$(top_srcdir)/oomctl -I$(top_srcdir)/tests/cases \
	-DOOMT_GRAMMAR_SEEN=oomt_grammar_seen -DOOMT_YYDEBUG=1
tests_cases_run_cases_LDADD = oomctl/liboomctl.a parser/libparser.a \
	engine/libengine.a $(LIBNL_LIBS) $(JANSSON_LIBS) $(SECCOMP_LIBS)
tests_cases_run_cases_SOURCES = \
	tests/cases/case.h tests/cases/case.c \
	tests/cases/table_same.h tests/cases/table_same.c \
	tests/cases/run_cases.c
# A grammar of its own, that tells which alternatives were used.
nodist_tests_cases_run_cases_SOURCES = parser/grammar.c
EXTRA_DIST += tests/check-cases
TESTS += tests/check-cases
EXTRA_DIST += tests/cases tests/bench/compile tests/bench/kinds

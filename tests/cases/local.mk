# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Cases: text -> diagnostics, bytecode, verdicts; see README.md.
check_PROGRAMS += tests/cases/run_cases
TESTS += tests/cases/run_cases
tests_cases_run_cases_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE \
	-I$(top_srcdir)/oomctl -I$(top_srcdir)/tests/cases
tests_cases_run_cases_LDADD = oomctl/liboomctl.a parser/libparser.a \
	engine/libengine.a $(LIBNL_LIBS) $(JANSSON_LIBS) $(SECCOMP_LIBS)
tests_cases_run_cases_SOURCES = \
	tests/cases/case.h tests/cases/case.c tests/cases/run_cases.c
EXTRA_DIST += tests/cases tests/bench/compile

# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Random tests against a second reading of the language.
#
#	make check		oracle, fuzz_verify and layout, among all others
#	make check-mutants	a broken engine must not pass the oracle
ORACLE_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/oracle

check_LIBRARIES = tests/oracle/liboracle.a
tests_oracle_liboracle_a_CPPFLAGS = $(ORACLE_CPPFLAGS)
tests_oracle_liboracle_a_SOURCES = \
	tests/oracle/naive.h tests/oracle/naive_parts.h tests/oracle/naive.c \
	tests/oracle/naive_match.c tests/oracle/naive_decide.c \
	tests/oracle/naive_cond.c tests/oracle/naive_glob.c \
	tests/oracle/naive_kin.c tests/oracle/naive_limit.c \
	tests/oracle/naive_regex.c tests/oracle/naive_unit.c \
	tests/oracle/generate.h tests/oracle/generate.c \
	tests/oracle/generate_parts.h tests/oracle/generate_value.c \
	tests/oracle/generate_policy.c \
	tests/oracle/disguise.h tests/oracle/disguise.c \
	tests/oracle/loaded.h tests/oracle/loaded.c \
	tests/oracle/compare.h tests/oracle/compare.c tests/oracle/show.c \
	tests/oracle/image_check.h tests/oracle/image_check.c \
	tests/oracle/image_mutate.h tests/oracle/image_mutate.c

ORACLE_LIBS = tests/oracle/liboracle.a parser/libparser.a

check_PROGRAMS += tests/oracle/oracle tests/oracle/fuzz_verify
TESTS += tests/oracle/oracle tests/oracle/fuzz_verify
tests_oracle_oracle_CPPFLAGS = $(ORACLE_CPPFLAGS)
tests_oracle_oracle_SOURCES = tests/oracle/oracle.c \
	tests/oracle/timeline.h tests/oracle/timeline.c
tests_oracle_oracle_LDADD = $(ORACLE_LIBS) engine/libengine.a
tests_oracle_fuzz_verify_CPPFLAGS = $(ORACLE_CPPFLAGS)
tests_oracle_fuzz_verify_SOURCES = tests/oracle/fuzz_verify.c
tests_oracle_fuzz_verify_LDADD = $(ORACLE_LIBS) engine/libengine.a

check_PROGRAMS += tests/oracle/layout
TESTS += tests/oracle/layout
tests_oracle_layout_CPPFLAGS = $(ORACLE_CPPFLAGS) -D_GNU_SOURCE \
	-I$(top_srcdir)/oomctl -I$(top_srcdir)/tests/cases
tests_oracle_layout_SOURCES = tests/oracle/layout.c \
	tests/cases/table_same.h tests/cases/table_same.c
tests_oracle_layout_LDADD = tests/oracle/liboracle.a oomctl/liboomctl.a \
	parser/libparser.a engine/libengine.a

EXTRA_DIST += tests/oracle/run-mutants tests/oracle/mutants.list

# The engine's place on the command line is taken by one mutant after the other.
.PHONY: check-mutants
check-mutants: tests/oracle/oracle$(EXEEXT)
	$(AM_V_at)CC='$(CC)' LINK_FLAGS='$(AM_CFLAGS) $(CFLAGS) $(LDFLAGS)' \
	OBJECTS='$(tests_oracle_oracle_OBJECTS) $(ORACLE_LIBS)' \
	bash $(top_srcdir)/tests/oracle/run-mutants $(top_srcdir)

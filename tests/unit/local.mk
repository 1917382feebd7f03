# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Criterion tests: a file beside each logic file, a program for each room.
if HAVE_CRITERION
UNIT_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/unit $(CRITERION_CFLAGS)

check_PROGRAMS += tests/unit/engine
TESTS += tests/unit/engine
tests_unit_engine_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_engine_LDADD = engine/libengine.a $(CRITERION_LIBS)
tests_unit_engine_SOURCES = \
	tests/unit/assemble.h tests/unit/assemble.c \
	tests/unit/test_engine_amount.c \
	tests/unit/test_engine_names.c \
	tests/unit/test_engine_fields.c \
	tests/unit/test_engine_kin.c \
	tests/unit/test_engine_dfa.c \
	tests/unit/test_engine_index.c \
	tests/unit/test_engine_limit.c \
	tests/unit/test_engine_each.c \
	tests/unit/test_engine_episode.c \
	tests/unit/test_engine_unit.c \
	tests/unit/test_engine_cond.c \
	tests/unit/test_engine_outlook.c \
	tests/unit/test_engine_vm.c \
	tests/unit/test_engine_decide.c \
	tests/unit/test_engine_low.c \
	tests/unit/test_engine_memo.c \
	tests/unit/test_engine_after.c \
	tests/unit/test_engine_forecast.c \
	tests/unit/test_engine_verify.c

check_PROGRAMS += tests/unit/oomctl
TESTS += tests/unit/oomctl
tests_unit_oomctl_CPPFLAGS = $(UNIT_CPPFLAGS) -D_GNU_SOURCE \
	-I$(top_srcdir)/oomctl -I$(top_srcdir)/tests/cases $(LIBNL_CFLAGS) $(JANSSON_CFLAGS)
tests_unit_oomctl_LDADD = oomctl/liboomctl.a parser/libparser.a \
	engine/libengine.a $(LIBNL_LIBS) $(JANSSON_LIBS) $(SECCOMP_LIBS) \
	$(SYSTEMD_LIBS) $(LIBBPF_LIBS) $(CRITERION_LIBS)
tests_unit_oomctl_SOURCES = \
	tests/unit/test_oomctl_executor.c \
	tests/unit/test_oomctl_facts.c \
	tests/unit/test_oomctl_import.c \
	tests/unit/test_oomctl_ledger.c \
	tests/unit/test_oomctl_listing.c \
	tests/unit/test_oomctl_output.c \
	tests/unit/test_oomctl_prove.c \
	tests/unit/test_oomctl_prove_random.c \
	tests/unit/test_oomctl_snapshot.c \
	tests/unit/test_oomctl_sweep.c tests/unit/test_oomctl_warden.c \
	tests/unit/test_oomctl_why.c \
	tests/unit/test_oomctl_kept.c tests/unit/test_oomctl_record.c \
	tests/unit/each_case.h tests/unit/each_case.c \
	tests/cases/case.h tests/cases/case.c

check_PROGRAMS += tests/unit/parser
TESTS += tests/unit/parser
tests_unit_parser_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_unit_parser_LDADD = parser/libparser.a engine/libengine.a \
	$(CRITERION_LIBS)
tests_unit_parser_SOURCES = \
	tests/unit/test_parser_ast.c \
	tests/unit/test_parser_automaton.c \
	tests/unit/test_parser_diag.c \
	tests/unit/test_parser_ere.c \
	tests/unit/test_parser_format.c \
	tests/unit/test_parser_globs.c \
	tests/unit/test_parser_hostile.c \
	tests/unit/test_parser_layout.c \
	tests/unit/test_parser_linearize.c \
	tests/unit/test_parser_literal.c \
	tests/unit/test_parser_minimize.c \
	tests/unit/test_parser_words.c
# test_parser_layout.c wants the token numbers.
tests/unit/parser-test_parser_layout.$(OBJEXT): parser/grammar.h
endif

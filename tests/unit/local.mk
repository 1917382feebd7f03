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
	tests/unit/test_engine_dfa.c \
	tests/unit/test_engine_cond.c \
	tests/unit/test_engine_vm.c \
	tests/unit/test_engine_decide.c \
	tests/unit/test_engine_low.c \
	tests/unit/test_engine_after.c \
	tests/unit/test_engine_forecast.c \
	tests/unit/test_engine_verify.c
endif

# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Measuring, for whoever changes something: no test, and nothing that
# `make check` runs.  In a build without sanitizers.
#
#	make bench-engine	what a process costs, beside a loop by hand
EXTRA_PROGRAMS += tests/bench/engine
tests_bench_engine_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE -I$(top_srcdir)/tests/bench
tests_bench_engine_LDADD = parser/libparser.a engine/libengine.a
tests_bench_engine_SOURCES = \
	tests/bench/engine_rules.h tests/bench/engine_rules.c \
	tests/bench/engine_hand.c tests/bench/engine.c
CLEANFILES += tests/bench/engine$(EXEEXT)

.PHONY: bench-engine
bench-engine: tests/bench/engine$(EXEEXT)
	$(AM_V_at)tests/bench/engine$(EXEEXT)

# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Inputs that mean no good.
#
#	make check		replay: what once crashed, seeds, and so many
#				changes of them, in the build as it is
#	make check-fuzz		libFuzzer (clang) on every target, FUZZ_SECONDS
#				each; FUZZ_TARGETS names some
#
# The corpus grows in tests/fuzz/corpus/TARGET of the build, a crash is left
# beside it.
check_PROGRAMS += tests/fuzz/replay
TESTS += tests/fuzz/replay
tests_fuzz_replay_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE \
	-I$(top_srcdir)/oomctl -I$(top_srcdir)/tests/fuzz \
	-I$(top_srcdir)/tests/cases -I$(top_srcdir)/tests/unit \
	-I$(top_srcdir)/tests/oracle $(JANSSON_CFLAGS)
tests_fuzz_replay_LDADD = tests/oracle/liboracle.a oomctl/liboomctl.a \
	parser/libparser.a engine/libengine.a $(LIBNL_LIBS) $(JANSSON_LIBS) \
	$(SECCOMP_LIBS) $(SYSTEMD_LIBS) $(LIBBPF_LIBS)
FUZZ_TARGET_FILES = \
	tests/fuzz/target.c tests/fuzz/fuzz_parser.c \
	tests/fuzz/fuzz_compile.c tests/fuzz/fuzz_image.c \
	tests/fuzz/fuzz_snapshot.c tests/fuzz/fuzz_record.c \
	tests/fuzz/fuzz_import.c \
	tests/cases/table_same.c
tests_fuzz_replay_SOURCES = tests/fuzz/fuzz.h $(FUZZ_TARGET_FILES) \
	tests/cases/case.h tests/cases/case.c tests/cases/table_same.h \
	tests/unit/each_case.h tests/unit/each_case.c \
	tests/fuzz/seeds.h tests/fuzz/seeds.c tests/fuzz/replay.c

EXTRA_DIST += tests/fuzz/policy.dict tests/fuzz/entry.c tests/fuzz/build \
	tests/fuzz/run
FUZZ_CC = clang
FUZZ_FLAGS = -std=gnu11 -g -O1 -DWORK_MAX=300000 \
	-fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_FILES = $(engine_libengine_a_SOURCES) $(parser_libparser_a_SOURCES) \
	$(oomctl_liboomctl_a_SOURCES) \
	tests/oracle/generate.c tests/oracle/image_check.c \
	$(FUZZ_TARGET_FILES) tests/fuzz/entry.c
FUZZ_SECONDS = 600
FUZZ_TARGETS =

# One program of all targets.  No automake program: it has a compiler of its own.
.PHONY: fuzz check-fuzz
fuzz: parser/libparser.a
	$(AM_V_GEN)CC='$(FUZZ_CC)' FLAGS='$(FUZZ_FLAGS)' \
	CPPFLAGS='-DHAVE_CONFIG_H -I. $(tests_fuzz_replay_CPPFLAGS) $(oomctl_liboomctl_a_CPPFLAGS)' \
	LIBS='$(LIBNL_LIBS) $(JANSSON_LIBS) $(SECCOMP_LIBS) $(SYSTEMD_LIBS) $(LIBBPF_LIBS) -pthread' \
	sh $(top_srcdir)/tests/fuzz/build $(top_srcdir) tests/fuzz \
	$(FUZZ_FILES) parser/grammar.c parser/scanner.c

check-fuzz: fuzz tests/fuzz/replay$(EXEEXT) tests/oracle/fuzz_verify$(EXEEXT)
	$(AM_V_at)SRCDIR=$(abs_top_srcdir) sh $(top_srcdir)/tests/fuzz/run \
	$(top_srcdir) tests/fuzz $(FUZZ_SECONDS) $(FUZZ_TARGETS)

clean-local: clean-fuzz
.PHONY: clean-fuzz
clean-fuzz:
	rm -rf tests/fuzz/corpus tests/fuzz/seeds tests/fuzz/obj tests/fuzz/fuzz

# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Policies that mean no good.
#
#	make check		replays tests/cases/bogons, among all others
#	make fuzz-parser	libFuzzer on policies (clang): then
#				tests/fuzz/fuzz-parser CORPUS
check_PROGRAMS += tests/fuzz/replay
TESTS += tests/fuzz/replay
tests_fuzz_replay_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests/fuzz
tests_fuzz_replay_LDADD = parser/libparser.a engine/libengine.a
tests_fuzz_replay_SOURCES = \
	tests/fuzz/fuzz_parser.h tests/fuzz/fuzz_parser.c tests/fuzz/replay.c

EXTRA_DIST += tests/fuzz/policy.dict
FUZZ_PARSER_FLAGS = -std=gnu11 -g -O1 -DWORK_MAX=300000 \
	-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all

.PHONY: fuzz-parser
fuzz-parser: parser/libparser.a
	$(AM_V_GEN)clang $(FUZZ_PARSER_FLAGS) $(tests_fuzz_replay_CPPFLAGS) \
	-o tests/fuzz/fuzz-parser \
	$(addprefix $(top_srcdir)/,$(filter %.c,$(engine_libengine_a_SOURCES) \
		$(parser_libparser_a_SOURCES)) tests/fuzz/fuzz_parser.c) \
	parser/grammar.c parser/scanner.c
CLEANFILES += tests/fuzz/fuzz-parser

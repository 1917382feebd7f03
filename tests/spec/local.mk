# SPDX-License-Identifier: GPL-2.0-only OR MIT
# kmod/oomtables.yaml against the wire header and the module's policies.
if HAVE_YAML
check_PROGRAMS += tests/spec/words
endif
EXTRA_PROGRAMS += tests/spec/words
tests_spec_words_SOURCES = tests/spec/words.c
tests_spec_words_CPPFLAGS = $(AM_CPPFLAGS) $(YAML_CFLAGS)
tests_spec_words_LDADD = $(YAML_LIBS)
TESTS += tests/spec.sh
EXTRA_DIST += tests/spec.sh

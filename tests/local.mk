# SPDX-License-Identifier: GPL-2.0-only OR MIT
# `make check`: the fast part, no root, no guest.  `make check-guest`: guests.
# Every test speaks TAP; automake's driver adds them up.
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
TEST_EXTENSIONS = .sh
AM_TESTS_ENVIRONMENT = CRITERION_OUTPUTS=tap:-; export CRITERION_OUTPUTS; \
	OOMCTL='$(abs_top_builddir)/oomctl/oomctl'; export OOMCTL; \
	SRCDIR='$(abs_top_srcdir)'; export SRCDIR; \
	LSAN_OPTIONS=suppressions=$(abs_top_srcdir)/tests/lsan.supp; \
	export LSAN_OPTIONS;

include tests/unit/local.mk
include tests/oracle/local.mk
include tests/cases/local.mk
include tests/fuzz/local.mk
include tests/bench/local.mk
include tests/spec/local.mk
include tests/vm/local.mk

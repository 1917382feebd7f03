# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Policies to start from; oomctl load takes them where they are.
rulesdir = $(datadir)/oomtables/rules
dist_rules_DATA = \
	rules/base.oom \
	rules/build-farm.oom \
	rules/container-host.oom \
	rules/desktop.oom \
	rules/postgres.oom \
	rules/server.oom
# What each of them promises; run by make check.
EXTRA_DIST += tests/policies.sh tests/snapshots \
	rules/base.test \
	rules/build-farm.test \
	rules/container-host.test \
	rules/desktop.test \
	rules/postgres.test \
	rules/server.test
TESTS += tests/policies.sh

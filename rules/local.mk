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

# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Policies to start from; oomctl load takes them where they are.
rulesdir = $(datadir)/oomtables/rules
dist_rules_DATA = \
	rules/ai-agents.oom \
	rules/base.oom \
	rules/build-farm.oom \
	rules/container-host.oom \
	rules/desktop.oom \
	rules/gaming.oom \
	rules/postgres.oom \
	rules/server.oom
# Policies of other tools, in these words.
exampledir = $(rulesdir)/examples
dist_example_DATA = \
	rules/examples/earlyoom-agents-spared.oom \
	rules/examples/earlyoom-arch.oom \
	rules/examples/earlyoom-fedora.oom \
	rules/examples/earlyoom-gaming.oom \
	rules/examples/earlyoom-modelserver.oom \
	rules/examples/earlyoom-nixos.oom \
	rules/examples/earlyoom-only-agent.oom \
	rules/examples/earlyoom-only-mine.oom \
	rules/examples/earlyoom-opensuse.oom \
	rules/examples/earlyoom-stock.oom \
	rules/examples/earlyoom-webhost.oom \
	rules/examples/nohang-by-user.oom \
	rules/examples/nohang-desktop.oom \
	rules/examples/nohang-kiosk.oom \
	rules/examples/nohang-renderers.oom \
	rules/examples/nohang-restart.oom \
	rules/examples/systemd-oomd.oom
# What each of them promises; run by make check.
EXTRA_DIST += tests/policies.sh tests/snapshots tests/incidents \
	rules/ai-agents.test \
	rules/base.test \
	rules/build-farm.test \
	rules/container-host.test \
	rules/desktop.test \
	rules/gaming.test \
	rules/postgres.test \
	rules/server.test \
	rules/examples/earlyoom-agents-spared.test \
	rules/examples/earlyoom-arch.test \
	rules/examples/earlyoom-fedora.test \
	rules/examples/earlyoom-gaming.test \
	rules/examples/earlyoom-modelserver.test \
	rules/examples/earlyoom-nixos.test \
	rules/examples/earlyoom-only-agent.test \
	rules/examples/earlyoom-only-mine.test \
	rules/examples/earlyoom-opensuse.test \
	rules/examples/earlyoom-stock.test \
	rules/examples/earlyoom-webhost.test \
	rules/examples/nohang-by-user.test \
	rules/examples/nohang-desktop.test \
	rules/examples/nohang-kiosk.test \
	rules/examples/nohang-renderers.test \
	rules/examples/nohang-restart.test \
	rules/examples/systemd-oomd.test
TESTS += tests/policies.sh

# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The tool and the executor.  All but main.c is a library, for the tests.
#
#	./		what several commands share: rules, evaluations, words, output
#	cmd/		a file for each command
#	nl/		the module, by generic netlink
#	executor/	carries decisions out, the module's or the warden's
#	warden/		hook low without the module, and its census of processes
#	proc/		facts of /proc, /sys and cgroups; sweep/: sizes by BPF
#	snapshot/	pictures as text
#	record/		what a decision saw, kept
#	why/ prove/ policy_test/ import/	the commands of these names
noinst_LIBRARIES += oomctl/liboomctl.a
oomctl_liboomctl_a_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE -I$(top_srcdir)/oomctl -I$(top_builddir)/oomctl \
	$(LIBNL_CFLAGS) $(JANSSON_CFLAGS) $(SECCOMP_CFLAGS) $(SYSTEMD_CFLAGS) \
	$(LIBBPF_CFLAGS)
oomctl_liboomctl_a_CFLAGS = $(AM_CFLAGS) -pthread
oomctl_liboomctl_a_SOURCES = \
	oomctl/cli.c oomctl/cli.h oomctl/eval.c oomctl/eval.h oomctl/eval_json.c \
	oomctl/eval_print.h oomctl/eval_text.c oomctl/fmt.c oomctl/fmt.h oomctl/inquiry.c \
	oomctl/inquiry.h oomctl/kernel_rules.c oomctl/kernel_rules.h oomctl/last.c oomctl/last.h \
	oomctl/listing.c oomctl/listing.h oomctl/load.h oomctl/logs.c oomctl/logs.h \
	oomctl/output.c oomctl/output.h oomctl/probe.c oomctl/probe.h oomctl/reason.c \
	oomctl/reason.h oomctl/rule_text.c oomctl/rule_text.h oomctl/rules.c oomctl/rules.h \
	oomctl/value.c oomctl/value.h \
	oomctl/cmd/cmd_check.c oomctl/cmd/cmd_compile.c oomctl/cmd/cmd_diff.c \
	oomctl/cmd/cmd_eval.c oomctl/cmd/cmd_flush.c oomctl/cmd/cmd_fmt.c \
	oomctl/cmd/cmd_import.c oomctl/cmd/cmd_list.c oomctl/cmd/cmd_load.c \
	oomctl/cmd/cmd_monitor.c oomctl/cmd/cmd_prove.c oomctl/cmd/cmd_replay.c \
	oomctl/cmd/cmd_run.c oomctl/cmd/cmd_snapshot.c oomctl/cmd/cmd_stats.c \
	oomctl/cmd/cmd_status.c oomctl/cmd/cmd_test.c oomctl/cmd/cmd_why.c \
	oomctl/executor/deeds.c oomctl/executor/deeds.h oomctl/executor/doer.c \
	oomctl/executor/doer.h oomctl/executor/executor.c oomctl/executor/executor.h \
	oomctl/executor/feeder.c oomctl/executor/helper.c oomctl/executor/helper.h \
	oomctl/executor/killer.c oomctl/executor/ledger.c oomctl/executor/ledger.h \
	oomctl/executor/listener.c oomctl/executor/lock.c oomctl/executor/lock.h \
	oomctl/executor/members.c oomctl/executor/members.h oomctl/executor/notify.c \
	oomctl/executor/notify.h oomctl/executor/printer.c oomctl/executor/reaper.c \
	oomctl/executor/ring.c oomctl/executor/ring.h oomctl/executor/sandbox.c \
	oomctl/executor/sharers.c oomctl/executor/sharers.h oomctl/executor/watcher.c \
	oomctl/import/import.c oomctl/import/import.h oomctl/import/import_earlyoom.c \
	oomctl/import/import_earlyoom.h oomctl/import/import_earlyoom_chains.c \
	oomctl/import/import_earlyoom_options.c oomctl/import/import_nohang.c \
	oomctl/import/import_nohang.h oomctl/import/import_nohang_chains.c \
	oomctl/import/import_nohang_rules.c oomctl/import/import_oomd.c \
	oomctl/import/import_oomd.h oomctl/import/import_oomd_when.c \
	oomctl/import/import_regex.c oomctl/import/import_systemd_oomd.c \
	oomctl/import/import_systemd_oomd.h oomctl/import/import_systemd_oomd_chains.c \
	oomctl/import/import_text.c oomctl/import/import_unit.c oomctl/import/import_unit.h \
	oomctl/import/import_words.c oomctl/import/import_words.h \
	oomctl/nl/nl.c oomctl/nl/nl.h oomctl/nl/nl_event.c oomctl/nl/nl_load.c \
	oomctl/nl/nl_status.c oomctl/nl/nl_table.c \
	oomctl/policy_test/policy_test.h oomctl/policy_test/policy_test_read.c \
	oomctl/policy_test/policy_test_run.c oomctl/policy_test/policy_test_words.c \
	oomctl/policy_test/policy_test_words.h \
	oomctl/proc/buffer.c oomctl/proc/buffer.h oomctl/proc/cgroup_facts.c \
	oomctl/proc/cgroup_facts.h oomctl/proc/cgroup_wants.c oomctl/proc/cgroup_wants.h \
	oomctl/proc/cgroup_watch.c oomctl/proc/cgroup_watch.h oomctl/proc/facts_proc.c \
	oomctl/proc/facts_proc.h oomctl/proc/facts_system.c oomctl/proc/facts_text.c \
	oomctl/proc/meters.c oomctl/proc/meters.h oomctl/proc/pressure.c oomctl/proc/pressure.h \
	oomctl/proc/process.c oomctl/proc/process.h oomctl/proc/texts.c oomctl/proc/texts.h \
	oomctl/prove/prove.c oomctl/prove/prove.h oomctl/prove/prove_code.c \
	oomctl/prove/prove_confirm.c oomctl/prove/prove_kin.c oomctl/prove/prove_mask.c \
	oomctl/prove/prove_pair.c oomctl/prove/prove_parts.h oomctl/prove/prove_person.c \
	oomctl/prove/prove_person.h oomctl/prove/prove_scene.c oomctl/prove/prove_scene.h \
	oomctl/prove/prove_sizes.c oomctl/prove/prove_sizes.h oomctl/prove/prove_space.c \
	oomctl/prove/prove_space.h oomctl/prove/prove_statement.c oomctl/prove/prove_statement.h \
	oomctl/prove/prove_text.c oomctl/prove/prove_text.h oomctl/prove/prove_try.c \
	oomctl/prove/prove_unit.c oomctl/prove/prove_walk.c oomctl/prove/prove_walk.h \
	oomctl/record/base64.c oomctl/record/kept.c oomctl/record/kept.h oomctl/record/record.h \
	oomctl/record/record_eval.c oomctl/record/record_read.c oomctl/record/record_write.c \
	oomctl/record/recorder.c oomctl/record/recorder.h oomctl/record/recorder_after.c \
	oomctl/record/recorder_kept.c oomctl/record/recorder_later.c \
	oomctl/snapshot/snapshot.c oomctl/snapshot/snapshot.h oomctl/snapshot/snapshot_line.h \
	oomctl/snapshot/snapshot_parse.c oomctl/snapshot/snapshot_state.c \
	oomctl/snapshot/snapshot_words.c oomctl/snapshot/snapshot_words.h \
	oomctl/snapshot/snapshot_write.c \
	oomctl/sweep/row.h oomctl/sweep/sweep.c oomctl/sweep/sweep.h \
	oomctl/warden/census.c oomctl/warden/census.h oomctl/warden/census_cgroup.c \
	oomctl/warden/census_dying.c oomctl/warden/census_growth.c oomctl/warden/census_low.c \
	oomctl/warden/census_parts.h \
	oomctl/warden/census_sweep.c oomctl/warden/learner.c oomctl/warden/learner.h \
	oomctl/warden/warden.c oomctl/warden/warden.h oomctl/warden/warden_act.c \
	oomctl/warden/warden_cgroup.c oomctl/warden/warden_decide.c oomctl/warden/warden_deed.c \
	oomctl/warden/warden_note.c oomctl/warden/warden_sample.c oomctl/warden/warden_unit.c \
	oomctl/why/why.c oomctl/why/why.h oomctl/why/why_json.c oomctl/why/why_parts.h \
	oomctl/why/why_strings.c oomctl/why/why_text.c oomctl/why/why_verdict.c \
	oomctl/why/why_words.c

# The kernel's half of a sweep, and what embeds it.
EXTRA_DIST += oomctl/sweep/sweep.bpf.c
if HAVE_LIBBPF
BPF_CFLAGS = -O2 -g -Wall -Werror --target=bpf -mcpu=v3 -fdebug-prefix-map=$(abs_top_srcdir)=. \
	-idirafter /usr/include/$(BPF_MULTIARCH)
oomctl/sweep/sweep.bpf.o: oomctl/sweep/sweep.bpf.c oomctl/sweep/row.h
	$(AM_V_CC)$(MKDIR_P) oomctl/sweep && \
	$(BPF_CLANG) $(BPF_CFLAGS) -c -o $@ '$(srcdir)/oomctl/sweep/sweep.bpf.c'
oomctl/sweep/sweep.skel.h: oomctl/sweep/sweep.bpf.o
	$(AM_V_GEN)$(BPFTOOL) gen skeleton oomctl/sweep/sweep.bpf.o \
		name sweep_bpf >$@.tmp && mv $@.tmp $@
oomctl/sweep/liboomctl_a-sweep.$(OBJEXT): oomctl/sweep/sweep.skel.h
CLEANFILES += oomctl/sweep/sweep.bpf.o oomctl/sweep/sweep.skel.h
endif

sbin_PROGRAMS += oomctl/oomctl
oomctl_oomctl_CPPFLAGS = $(oomctl_liboomctl_a_CPPFLAGS)
oomctl_oomctl_CFLAGS = $(AM_CFLAGS) -pthread
oomctl_oomctl_LDADD = oomctl/liboomctl.a parser/libparser.a \
	engine/libengine.a $(LIBNL_LIBS) $(JANSSON_LIBS) $(SECCOMP_LIBS) \
	$(SYSTEMD_LIBS) $(LIBBPF_LIBS)
oomctl_oomctl_SOURCES = oomctl/main.c
dist_man_MANS += doc/oomctl.8
TESTS += tests/unitfile.sh tests/cli.sh tests/fmt.sh tests/explain.sh tests/import.sh tests/proc.sh tests/sweep.sh tests/json-keys.sh
EXTRA_DIST += tests/unitfile.sh tests/import.sh tests/import tests/cli.sh tests/fmt.sh tests/explain.sh tests/proc.sh tests/sweep.sh tests/json-keys.sh tests/bench/proc oomctl/oomctl.bash
check_PROGRAMS += tests/proc-hog
tests_proc_hog_SOURCES = tests/vm/hog.c
tests_proc_hog_CFLAGS = $(GUEST_CFLAGS)
tests_proc_hog_LDFLAGS = -pthread
bashcompletiondir = $(datadir)/bash-completion/completions
policydir = $(sysconfdir)/oomtables
EXTRA_DIST += oomctl/oomtables.service.in oomctl/example.oom

# The unit calls the program by its installed name.
oomctl/oomtables.service: oomctl/oomtables.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) oomctl && \
	sed -e "s|@oomctl[@]|$$(echo oomctl | sed '$(transform)')|g" \
		-e 's|@sbindir[@]|$(sbindir)|g' \
		-e 's|@sysconfdir[@]|$(sysconfdir)|g' \
		-e 's|@type[@]|$(UNIT_TYPE)|' \
		-e "$$(test $(UNIT_TYPE) = notify || echo '/^WatchdogSec/d')" \
		'$(srcdir)/oomctl/oomtables.service.in' >$@.tmp && mv $@.tmp $@
noinst_DATA += oomctl/oomtables.service
CLEANFILES += oomctl/oomtables.service
if HAVE_UNITDIR
systemdsystemunit_DATA = oomctl/oomtables.service
endif

# bash-completion finds a file by the command's installed name.  An example that
# somebody has changed stays.
install-data-hook:
	$(MKDIR_P) '$(DESTDIR)$(bashcompletiondir)' '$(DESTDIR)$(policydir)'
	$(INSTALL_DATA) '$(srcdir)/oomctl/oomctl.bash' \
		"$(DESTDIR)$(bashcompletiondir)/$$(echo oomctl | sed '$(transform)')"
	test -e '$(DESTDIR)$(policydir)/example.oom' || \
		$(INSTALL_DATA) '$(srcdir)/oomctl/example.oom' \
			'$(DESTDIR)$(policydir)/example.oom'

uninstall-hook:
	rm -f "$(DESTDIR)$(bashcompletiondir)/$$(echo oomctl | sed '$(transform)')"
	cmp -s '$(srcdir)/oomctl/example.oom' \
		'$(DESTDIR)$(policydir)/example.oom' && \
		rm -f '$(DESTDIR)$(policydir)/example.oom' || true
	-rmdir '$(DESTDIR)$(policydir)' 2>/dev/null

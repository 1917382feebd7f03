# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The tool and the executor.  All but main.c is a library, for the tests.
noinst_LIBRARIES += oomctl/liboomctl.a
oomctl_liboomctl_a_CPPFLAGS = $(AM_CPPFLAGS) -D_GNU_SOURCE -I$(top_srcdir)/oomctl -I$(top_builddir)/oomctl \
	$(LIBNL_CFLAGS) $(JANSSON_CFLAGS) $(SECCOMP_CFLAGS) $(SYSTEMD_CFLAGS) \
	$(LIBBPF_CFLAGS)
oomctl_liboomctl_a_CFLAGS = $(AM_CFLAGS) -pthread
oomctl_liboomctl_a_SOURCES = \
	oomctl/base64.c oomctl/buffer.h oomctl/buffer.c \
	oomctl/census.h oomctl/census_parts.h oomctl/census.c \
	oomctl/census_cgroup.c oomctl/census_growth.c oomctl/census_low.c \
	oomctl/census_sweep.c \
	oomctl/cgroup_facts.h oomctl/cgroup_facts.c \
	oomctl/cli.h oomctl/cli.c \
	oomctl/cmd_check.c oomctl/cmd_compile.c oomctl/cmd_diff.c \
	oomctl/cmd_eval.c \
	oomctl/cmd_flush.c oomctl/cmd_list.c oomctl/cmd_load.c \
	oomctl/cmd_monitor.c oomctl/cmd_prove.c oomctl/cmd_replay.c oomctl/cmd_run.c oomctl/cmd_snapshot.c \
	oomctl/cmd_stats.c oomctl/cmd_status.c oomctl/cmd_test.c \
	oomctl/cmd_why.c \
	oomctl/deeds.h oomctl/deeds.c oomctl/ledger.h oomctl/ledger.c \
	oomctl/eval.h oomctl/eval.c \
	oomctl/eval_print.h oomctl/eval_json.c oomctl/eval_text.c \
	oomctl/doer.h oomctl/doer.c \
	oomctl/executor.h oomctl/executor.c oomctl/listener.c oomctl/feeder.c \
	oomctl/killer.c oomctl/printer.c oomctl/reaper.c \
	oomctl/sandbox.c \
	oomctl/facts_proc.h oomctl/facts_proc.c oomctl/facts_system.c \
	oomctl/facts_text.c \
	oomctl/helper.h oomctl/helper.c \
	oomctl/cmd_import.c oomctl/import/import.h oomctl/import/import.c \
	oomctl/import/import_earlyoom.h oomctl/import/import_earlyoom.c \
	oomctl/import/import_earlyoom_chains.c oomctl/import/import_earlyoom_options.c \
	oomctl/import/import_nohang.h oomctl/import/import_nohang.c \
	oomctl/import/import_nohang_chains.c oomctl/import/import_nohang_rules.c \
	oomctl/import/import_oomd.h oomctl/import/import_oomd.c oomctl/import/import_oomd_when.c \
	oomctl/import/import_regex.c \
	oomctl/import/import_systemd_oomd.h oomctl/import/import_systemd_oomd.c \
	oomctl/import/import_systemd_oomd_chains.c \
	oomctl/import/import_text.c oomctl/import/import_unit.h oomctl/import/import_unit.c oomctl/import/import_words.h oomctl/import/import_words.c \
	oomctl/inquiry.h oomctl/inquiry.c \
	oomctl/fmt.h oomctl/fmt.c oomctl/cmd_fmt.c \
	oomctl/kernel_rules.h oomctl/kernel_rules.c oomctl/watcher.c \
	oomctl/cgroup_wants.h oomctl/cgroup_wants.c \
	oomctl/cgroup_watch.h oomctl/cgroup_watch.c \
	oomctl/learner.h oomctl/learner.c \
	oomctl/last.h oomctl/last.c \
	oomctl/lock.h oomctl/lock.c \
	oomctl/listing.h oomctl/listing.c oomctl/load.h \
	oomctl/logs.h oomctl/logs.c \
	oomctl/members.h oomctl/members.c \
	oomctl/meters.h oomctl/meters.c \
	oomctl/nl.h oomctl/nl.c oomctl/nl_event.c oomctl/nl_load.c \
	oomctl/nl_status.c oomctl/nl_table.c \
	oomctl/notify.h oomctl/notify.c \
	oomctl/output.h oomctl/output.c \
	oomctl/policy_test.h oomctl/policy_test_read.c \
	oomctl/policy_test_run.c oomctl/policy_test_words.h \
	oomctl/policy_test_words.c \
	oomctl/pressure.h oomctl/pressure.c \
	oomctl/probe.h oomctl/probe.c \
	oomctl/process.h oomctl/process.c \
	oomctl/prove/prove.h oomctl/prove/prove_parts.h oomctl/prove/prove.c \
	oomctl/prove/prove_code.c oomctl/prove/prove_confirm.c oomctl/prove/prove_kin.c \
	oomctl/prove/prove_mask.c oomctl/prove/prove_pair.c oomctl/prove/prove_person.h \
	oomctl/prove/prove_person.c oomctl/prove/prove_scene.h oomctl/prove/prove_scene.c \
	oomctl/prove/prove_sizes.h oomctl/prove/prove_sizes.c oomctl/prove/prove_space.h \
	oomctl/prove/prove_space.c oomctl/prove/prove_statement.h \
	oomctl/prove/prove_statement.c oomctl/prove/prove_text.h oomctl/prove/prove_text.c \
	oomctl/prove/prove_try.c oomctl/prove/prove_unit.c oomctl/prove/prove_walk.h \
	oomctl/prove/prove_walk.c \
	oomctl/reason.h oomctl/reason.c \
	oomctl/record.h oomctl/record_eval.c oomctl/record_read.c \
	oomctl/record_write.c oomctl/recorder.h oomctl/recorder.c \
	oomctl/recorder_after.c oomctl/recorder_kept.c \
	oomctl/recorder_later.c \
	oomctl/kept.h oomctl/kept.c \
	oomctl/ring.h oomctl/ring.c \
	oomctl/rule_text.h oomctl/rule_text.c \
	oomctl/rules.h oomctl/rules.c \
	oomctl/sharers.h oomctl/sharers.c \
	oomctl/snapshot.h oomctl/snapshot.c oomctl/snapshot_line.h \
	oomctl/snapshot_parse.c oomctl/snapshot_state.c \
	oomctl/snapshot_words.h oomctl/snapshot_words.c \
	oomctl/snapshot_write.c \
	oomctl/sweep/row.h oomctl/sweep/sweep.h oomctl/sweep/sweep.c \
	oomctl/texts.h oomctl/texts.c \
	oomctl/value.h oomctl/value.c \
	oomctl/warden.h oomctl/warden.c oomctl/warden_act.c \
	oomctl/warden_cgroup.c oomctl/warden_decide.c oomctl/warden_note.c \
	oomctl/warden_deed.c oomctl/warden_sample.c \
	oomctl/warden_unit.c \
	oomctl/why.h oomctl/why_parts.h oomctl/why.c oomctl/why_json.c \
	oomctl/why_strings.c oomctl/why_text.c oomctl/why_verdict.c \
	oomctl/why_words.c

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

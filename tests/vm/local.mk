# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Guests: kernels from apt, an initramfs of busybox and our programs, QEMU by
# emulation.  `make check-guest [SCENARIOS="victim low"]`, never in `make check`.
# `make check-soak [SOAK="ROUNDS SEED"]`: see tests/vm/soak.
EXTRA_PROGRAMS += tests/vm/json tests/vm/hog tests/vm/supervise tests/vm/handle \
	tests/vm/query tests/vm/crowd tests/vm/forge tests/vm/netfuzz tests/vm/strain tests/vm/snare tests/vm/race \
	tests/vm/witness tests/vm/soak_plan tests/vm/soak_judge tests/vm/ticks
guest_programs = tests/vm/hog tests/vm/supervise tests/vm/handle \
	tests/vm/query tests/vm/crowd tests/vm/forge tests/vm/netfuzz tests/vm/strain tests/vm/snare tests/vm/race \
	tests/vm/witness tests/vm/soak_plan tests/vm/ticks

tests_vm_hog_SOURCES = tests/vm/hog.c
tests_vm_hog_CFLAGS = $(GUEST_CFLAGS)
tests_vm_hog_LDFLAGS = -static -pthread
tests_vm_ticks_SOURCES = tests/vm/ticks.c
tests_vm_supervise_SOURCES = tests/vm/supervise.c
tests_vm_supervise_CFLAGS = $(GUEST_CFLAGS)
tests_vm_supervise_LDFLAGS = -static
tests_vm_handle_SOURCES = tests/vm/handle.c
tests_vm_handle_CFLAGS = $(GUEST_CFLAGS)
tests_vm_handle_LDFLAGS = -static
tests_vm_crowd_SOURCES = tests/vm/crowd.c
tests_vm_crowd_CFLAGS = $(GUEST_CFLAGS)
tests_vm_crowd_LDFLAGS = -static
tests_vm_json_SOURCES = tests/vm/json.c
tests_vm_json_CPPFLAGS = $(JANSSON_CFLAGS)
tests_vm_json_LDADD = $(JANSSON_LIBS)
tests_vm_forge_SOURCES = tests/vm/forge.c tests/vm/message.c tests/vm/message.h
tests_vm_forge_CFLAGS = $(GUEST_CFLAGS)
tests_vm_forge_LDFLAGS = -static
tests_vm_netfuzz_SOURCES = tests/vm/netfuzz.c tests/vm/image.c tests/vm/image.h \
	tests/vm/message.c tests/vm/message.h
tests_vm_netfuzz_CFLAGS = $(GUEST_CFLAGS)
tests_vm_netfuzz_LDFLAGS = -static
tests_vm_snare_SOURCES = tests/vm/snare.c
tests_vm_snare_CFLAGS = $(GUEST_CFLAGS)
tests_vm_snare_LDFLAGS = -static
tests_vm_race_SOURCES = tests/vm/race.c
tests_vm_race_CFLAGS = $(GUEST_CFLAGS)
tests_vm_race_LDFLAGS = -static
tests_vm_strain_SOURCES = tests/vm/strain.c tests/vm/strain.h tests/vm/failing.c \
	tests/vm/image.c tests/vm/image.h tests/vm/message.c tests/vm/message.h
tests_vm_strain_CFLAGS = $(GUEST_CFLAGS)
tests_vm_strain_LDFLAGS = -static -pthread
tests_vm_query_SOURCES = tests/vm/query.c
tests_vm_query_CPPFLAGS = $(AM_CPPFLAGS) $(LIBNL_CFLAGS)
tests_vm_query_LDADD = engine/libengine.a $(LIBNL_LIBS)
tests_vm_witness_SOURCES = tests/vm/witness.c
tests_vm_witness_CPPFLAGS = $(AM_CPPFLAGS) $(LIBNL_CFLAGS)
tests_vm_witness_LDADD = engine/libengine.a $(LIBNL_LIBS)
tests_vm_soak_plan_SOURCES = tests/vm/soak_plan.h tests/vm/soak_plan.c
tests_vm_soak_plan_CPPFLAGS = -DSOAK_PLAN_MAIN
tests_vm_soak_plan_CFLAGS = $(GUEST_CFLAGS)
tests_vm_soak_plan_LDFLAGS = -static
tests_vm_soak_judge_SOURCES = tests/vm/soak_judge.c tests/vm/soak_plan.c \
	tests/vm/soak_plan.h tests/vm/soak_console.h tests/vm/soak_console.c
tests_vm_soak_judge_CPPFLAGS = $(ORACLE_CPPFLAGS)
tests_vm_soak_judge_LDADD = $(ORACLE_LIBS) engine/libengine.a
# Not the sanitizers': these run where there is no room for them.
GUEST_CFLAGS = -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -O1

vm_files = \
	tests/vm/kernel tests/vm/run tests/vm/demo tests/vm/bench \
	tests/vm/soak tests/vm/benches/soak.sh tests/vm/scenarios/reload.sh \
	tests/vm/lib.sh tests/vm/machine.sh tests/vm/guest.sh tests/vm/init \
	tests/vm/benches/bench.sh tests/vm/benches/freed.sh \
	tests/vm/kmod/Kbuild tests/vm/kmod/oomt_probe.c tests/vm/kmod/oomt_locks.c \
	tests/vm/suite tests/vm/inside tests/vm/debug-kernel tests/vm/debug.config tests/vm/peers tests/vm/systemd.sh tests/vm/scenarios/earlyoom.sh \
	tests/vm/scenarios/oomd.sh tests/vm/scenarios/others.sh tests/vm/scenarios/leaders.sh tests/vm/scenarios/large.sh \
	tests/vm/scenarios/churn.sh tests/vm/scenarios/many.sh \
	tests/vm/scenarios/forged.sh tests/vm/scenarios/netfuzz.sh tests/vm/scenarios/deaf.sh tests/vm/scenarios/oversize.sh tests/vm/scenarios/descriptors.sh tests/vm/scenarios/names.sh \
	tests/vm/scenarios/credit.sh tests/vm/scenarios/swapless.sh tests/vm/scenarios/zram.sh \
	tests/vm/scenarios/record.sh tests/vm/scenarios/deeds.sh tests/vm/scenarios/frozen.sh tests/vm/scenarios/exe.sh tests/vm/scenarios/family.sh tests/vm/scenarios/cooldown.sh tests/vm/scenarios/units.sh tests/vm/scenarios/until.sh \
	tests/vm/scenarios/demo.sh tests/vm/scenarios/dying.sh \
	tests/vm/scenarios/oomkilled.sh tests/vm/scenarios/locks.sh tests/vm/scenarios/journal.sh tests/vm/scenarios/failslab.sh tests/vm/scenarios/faults.sh tests/vm/scenarios/faults_stopped.sh tests/vm/scenarios/faults_killed.sh tests/vm/scenarios/faults_late.sh tests/vm/scenarios/faults_pipe.sh tests/vm/scenarios/flush.sh \
	tests/vm/scenarios/grace.sh tests/vm/scenarios/group.sh tests/vm/scenarios/forker.sh tests/vm/scenarios/killed.sh \
	tests/vm/scenarios/crowded.sh tests/vm/scenarios/handler.sh \
	tests/vm/scenarios/unprobed.sh \
	tests/vm/scenarios/load.sh tests/vm/scenarios/low.sh tests/vm/scenarios/memcg.sh tests/vm/scenarios/memcg_off.sh \
	tests/vm/scenarios/memcg_units.sh tests/vm/scenarios/memcg_flight.sh tests/vm/scenarios/memcg_swap.sh tests/vm/scenarios/memcg_storm.sh \
	tests/vm/scenarios/never.sh tests/vm/scenarios/nofs.sh \
	tests/vm/scenarios/proc.sh \
	tests/vm/scenarios/psi.sh tests/vm/scenarios/realtime.sh tests/vm/scenarios/refused.sh tests/vm/scenarios/reports.sh tests/vm/scenarios/rest.sh tests/vm/scenarios/rules.sh \
	tests/vm/scenarios/same.sh \
	tests/vm/scenarios/share.sh tests/vm/scenarios/stopped.sh \
	tests/vm/scenarios/storm.sh tests/vm/scenarios/stuck.sh tests/vm/scenarios/sysrq.sh \
	tests/vm/scenarios/vanish.sh tests/vm/scenarios/watch.sh tests/vm/scenarios/early.sh tests/vm/benches/idle.sh tests/vm/benches/marks.sh tests/vm/benches/overrun.sh tests/vm/benches/race.sh tests/vm/benches/reserve.sh tests/vm/scenarios/takeover.sh tests/vm/scenarios/victim.sh tests/vm/scenarios/warn.sh
EXTRA_DIST += $(vm_files)

GUEST_PROBE = $(abs_top_builddir)/tests/vm/kmod/farm
guest-probe:
	@mkdir -p '$(GUEST_PROBE)'
	@ln -sf '$(abs_top_srcdir)'/tests/vm/kmod/Kbuild \
		'$(abs_top_srcdir)'/tests/vm/kmod/oomt_probe.c \
		'$(abs_top_srcdir)'/tests/vm/kmod/oomt_locks.c '$(GUEST_PROBE)/'
	+$(KMOD_INSIDE) $(MAKE) --no-print-directory -C '$(KDIR)' M='$(GUEST_PROBE)' modules
	@cp '$(GUEST_PROBE)/oomt_probe.ko' '$(GUEST_PROBE)/oomt_locks.ko' tests/vm/kmod/

guest-programs: $(guest_programs) tests/vm/json oomctl/oomctl$(EXEEXT)

if WITH_KMOD
check-guest: guest-programs guest-probe kmod-module
	OOMT_BUILD='$(abs_top_builddir)' '$(abs_top_srcdir)/tests/vm/run' $(SCENARIOS)
bench-guest: guest-programs guest-probe kmod-module
	OOMT_BUILD='$(abs_top_builddir)' '$(abs_top_srcdir)/tests/vm/bench'
check-soak: guest-programs guest-probe kmod-module tests/vm/soak_judge$(EXEEXT)
	OOMT_BUILD='$(abs_top_builddir)' '$(abs_top_srcdir)/tests/vm/soak' $(SOAK)
else
check-guest check-soak bench-guest:
	@echo "configured without the module"; exit 1
endif

clean-local: clean-guest
clean-guest:
	rm -rf tests/vm/kmod/farm
	rm -f tests/vm/kmod/oomt_probe.ko tests/vm/kmod/oomt_locks.ko $(guest_programs) tests/vm/json tests/vm/soak_judge

.PHONY: guest-probe guest-programs check-guest check-soak bench-guest clean-guest

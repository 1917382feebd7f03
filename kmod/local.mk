# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The module: automake only calls Kbuild, in a farm of links to the sources,
# so that no object of the kernel's falls beside automake's own and a build
# outside of the tree works the same.  The module ends up in kmod/.
KMOD_FARM = $(abs_top_builddir)/kmod/farm
# KMOD_INSIDE: what the kernel's make is run by (tests/vm/inside, for a kernel
# whose compiler is in another root; KDIR is then a path in there).
KMOD_INSIDE =
KMOD_MAKE = $(KMOD_INSIDE) $(MAKE) --no-print-directory -C '$(KDIR)' M='$(KMOD_FARM)/kmod'

kmod_files = \
	kmod/Kbuild kmod/compat.h kmod/main.c \
	kmod/genl.c kmod/genl.h kmod/dump.c kmod/dump.h kmod/dump_task.c kmod/dump_state.c kmod/dump_state.h kmod/kept.c kmod/kept.h \
	kmod/load.c kmod/load.h kmod/store.c kmod/store.h \
	kmod/facts.c kmod/facts.h kmod/exe.c kmod/exe.h kmod/growth.c kmod/growth.h kmod/memcg.c kmod/memcg.h kmod/metrics.c kmod/metrics.h \
	kmod/call.c kmod/call.h kmod/choose.c kmod/choose.h kmod/target.c kmod/target.h \
	kmod/deed.c kmod/deed.h kmod/flight.c kmod/flight.h kmod/follow.c kmod/follow.h kmod/mark.c kmod/mark.h \
	kmod/tell.c kmod/tell.h kmod/watch.c kmod/watch.h kmod/stats.h kmod/work.h \
	kmod/hooks.h kmod/hook_low.c kmod/hook_oom.c kmod/hook_memcg.c kmod/hook_memcg.h kmod/tick.c kmod/tick.h kmod/trace.c \
	kmod/handler.c kmod/handler.h kmod/event.c kmod/event.h
EXTRA_DIST += $(kmod_files) kmod/README.md
# For programs that speak to the module without libnl code of their own.
specdir = $(datadir)/oomtables
dist_spec_DATA = kmod/oomtables.yaml

kmod-farm:
	@mkdir -p '$(KMOD_FARM)/kmod' '$(KMOD_FARM)/engine'
	@for f in $(kmod_files); do \
		ln -sf '$(abs_top_srcdir)'/$$f '$(KMOD_FARM)/kmod/' || exit 1; \
	done
	@ln -sf '$(abs_top_srcdir)'/engine/*.[ch] '$(KMOD_FARM)/engine/'
	@ln -sfn '$(abs_top_srcdir)/engine/uapi' '$(KMOD_FARM)/engine/uapi'

if WITH_KMOD
all-local: kmod-module
endif

kmod-module: kmod-farm
	+$(KMOD_MAKE) modules
	@cmp -s kmod/farm/kmod/oomtables.ko kmod/oomtables.ko || \
		cp kmod/farm/kmod/oomtables.ko kmod/oomtables.ko

# Every file is looked at (C=2); any word of sparse's is a failure.
sparse: kmod-farm
	+$(KMOD_MAKE) C=2 CF='-Wsparse-error' modules

# For dkms(8): make install-dkms && dkms install oomtables/VERSION
dkmssrcdir = /usr/src
DKMS_DIR = $(DESTDIR)$(dkmssrcdir)/$(PACKAGE)-$(VERSION)
EXTRA_DIST += kmod/dkms.conf.in
install-dkms:
	$(MKDIR_P) '$(DKMS_DIR)/kmod' '$(DKMS_DIR)/engine/uapi/linux'
	cd '$(srcdir)' && $(INSTALL_DATA) $(kmod_files) '$(DKMS_DIR)/kmod/'
	cd '$(srcdir)' && $(INSTALL_DATA) engine/*.[ch] '$(DKMS_DIR)/engine/'
	cd '$(srcdir)' && $(INSTALL_DATA) engine/uapi/linux/*.h \
		'$(DKMS_DIR)/engine/uapi/linux/'
	sed 's/@VERSIO[N]@/$(VERSION)/' '$(srcdir)/kmod/dkms.conf.in' \
		>'$(DKMS_DIR)/dkms.conf'

clean-local: clean-kmod
clean-kmod:
	rm -rf kmod/farm
	rm -f kmod/oomtables.ko

.PHONY: kmod-farm kmod-module install-dkms sparse clean-kmod

# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The tool and the executor.
sbin_PROGRAMS += oomctl/oomctl
oomctl_oomctl_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/oomctl \
	$(LIBNL_CFLAGS) $(JANSSON_CFLAGS) $(SECCOMP_CFLAGS)
oomctl_oomctl_LDADD = parser/libparser.a engine/libengine.a \
	$(LIBNL_LIBS) $(JANSSON_LIBS) $(SECCOMP_LIBS)
oomctl_oomctl_SOURCES = \
	oomctl/main.c
dist_man_MANS += doc/oomctl.8

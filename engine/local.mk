# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The shared heart.  The per-target CFLAGS rename automake's objects
# (engine/libengine_a-vm.o), because Kbuild makes engine/vm.o of the same file.
noinst_LIBRARIES += engine/libengine.a
engine_libengine_a_CFLAGS = $(AM_CFLAGS)
engine_libengine_a_SOURCES = \
	engine/uapi/linux/oomtables.h \
	engine/compat.h \
	engine/picture.h \
	engine/table.h engine/table.c \
	engine/amount.h engine/amount.c \
	engine/names.h engine/names.c \
	engine/fields.h engine/fields.c \
	engine/kin.h engine/kin.c \
	engine/dfa.h engine/dfa.c \
	engine/cond.h engine/cond.c \
	engine/outlook.h engine/outlook.c \
	engine/cuts.h engine/cuts.c \
	engine/index.h engine/index.c \
	engine/limit.h engine/limit.c \
	engine/way.h engine/way.c \
	engine/vm.h engine/vm.c \
	engine/memo.h engine/memo.c \
	engine/each.h engine/each.c \
	engine/state.h engine/state.c \
	engine/low.h engine/low.c \
	engine/rank.h engine/rank.c \
	engine/unit.h engine/unit.c \
	engine/after.h engine/after.c \
	engine/episode.h engine/episode.c \
	engine/workspace.c \
	engine/judge.h engine/judge.c \
	engine/decide.h engine/decide.c \
	engine/verify.h engine/verify.c engine/verify_parts.h \
	engine/verify_records.c engine/verify_text.c engine/verify_code.c \
	engine/forecast.h engine/forecast.c \
	engine/disasm.h engine/disasm.c

linuxincludedir = $(includedir)/linux
linuxinclude_HEADERS = engine/uapi/linux/oomtables.h

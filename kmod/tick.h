/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A glance at free memory every few milliseconds, on each CPU that is busy
 * anyway: hook low sleeps meanwhile, and is woken when what it waits for has
 * been taken.
 */
#ifndef OOMT_KMOD_TICK_H
#define OOMT_KMOD_TICK_H

#include <linux/types.h>

/* Sleeps.  Without it (`off`, or no room) hook low has its own timer only. */
void oomt_tick_init(bool off);
void oomt_tick_exit(void);
bool oomt_tick_live(void);

/*
 * Wakes hook low, once, when so many bytes have been taken from now on, of
 * available memory, of free swap, or, if `free` is asked for, of free memory.
 * S64_MAX: never.  Any context that may take a spinlock.
 */
void oomt_tick_set(s64 bytes, bool free);

/*
 * Also wakes it, once, when there are many more threads than at _count(); then
 * _crowded() is true, once.  Any context.
 */
void oomt_tick_count(void);
bool oomt_tick_crowded(void);

#endif /* OOMT_KMOD_TICK_H */

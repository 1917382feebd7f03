/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Loads in progress: begin, chunks in order, commit; one per socket, dropped
 * when the socket closes.
 */
#ifndef OOMT_KMOD_LOAD_H
#define OOMT_KMOD_LOAD_H

#include <linux/types.h>

int oomt_load_init(void);
void oomt_load_exit(void);

/* All sleep.  A second begin drops what the socket had begun before. */
int oomt_load_begin(u32 portid, u32 size);
/* -ENOENT no load open, -EINVAL not the next bytes, or too many. */
int oomt_load_chunk(u32 portid, u32 offset, const void *data, u32 size);
/*
 * Ends the load: the images, now the caller's to kvfree(), or an error:
 * -ENOENT, -EINVAL incomplete.  The load is gone either way.
 */
int oomt_load_take(u32 portid, void **images, u32 *size);

#endif /* OOMT_KMOD_LOAD_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What strain's cases share: how they are judged, and the messages of a load.
 */
#ifndef OOMT_TESTS_VM_STRAIN_H
#define OOMT_TESTS_VM_STRAIN_H

#include <stdint.h>

/* One case; says STRAIN ok, or BAD if `got` is not `want`. */
void judge(const char *what, long got, long want);

/* Each 0 or -errno, of the module's answer. */
int send_begin(uint32_t size);
int send_chunk(uint32_t offset, const void *data, uint32_t len);
int send_commit(void);
int send_flush(void);

/* With an image, or the module, at that path (failing.c). */
void strain_nth(const char *path);
void strain_insert(const char *path);

#endif

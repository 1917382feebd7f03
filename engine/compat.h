/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The two worlds in which the engine is compiled: the kernel module and user
 * space.  This is the only file with an #ifdef __KERNEL__.  Both sides get
 * the kernel's fixed-width types, <string.h>'s mem*, errno values, and
 * oomt_alloc/oomt_free, which sleep and may fail: they are for load time and
 * calm times, never for code that runs at OOM time.
 */
#ifndef OOMT_ENGINE_COMPAT_H
#define OOMT_ENGINE_COMPAT_H

#ifdef __KERNEL__

#include <linux/types.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/string.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/compiler.h>
#include <linux/mm.h>
#include <linux/sort.h>

#define oomt_alloc(n, size)	kvcalloc((n), (size), GFP_KERNEL_ACCOUNT)
#define oomt_free(p)		kvfree(p)
#define oomt_sort(a, n, size, compare)	sort((a), (n), (size), (compare), NULL)

#else

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <linux/types.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s8 s8;
typedef __s16 s16;
typedef __s32 s32;
typedef __s64 s64;

#ifndef U32_MAX
#define U32_MAX		((u32)~0U)
#define S64_MAX		((s64)(~0ULL >> 1))
#define S64_MIN		(-S64_MAX - 1)
#endif

/* Never NULL for nothing, as in the kernel. */
static inline void *oomt_alloc(size_t n, size_t size)
{
	return calloc(n ? n : 1, size);
}

#define oomt_free(p)		free(p)
#define oomt_sort(a, n, size, compare)	qsort((a), (n), (size), (compare))

#define fallthrough		__attribute__((__fallthrough__))

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#endif

#endif /* __KERNEL__ */

#include <linux/oomtables.h>

#endif /* OOMT_ENGINE_COMPAT_H */

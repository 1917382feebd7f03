/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Memory that stays, so that nothing has to be read back when there is none. */
#ifndef OOMT_OOMCTL_LOCK_H
#define OOMT_OOMCTL_LOCK_H

#include "compat.h"

/*
 * Locks everything, and brings in what is needed when memory is gone: this
 * program, libc, and all data; of other libraries' code only what has been
 * used.  Whatever is mapped later is brought in and locked, too.  False: not
 * allowed.
 */
bool oomt_lock_memory(void);

#endif /* OOMT_OOMCTL_LOCK_H */

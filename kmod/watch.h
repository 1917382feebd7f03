/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The worker that looks after what hooks leave behind while anything is left:
 * victims in flight, marks, references.
 */
#ifndef OOMT_KMOD_WATCH_H
#define OOMT_KMOD_WATCH_H

void oomt_watch_init(void);
void oomt_watch_exit(void);	/* after the hooks */

/* Any context. */
void oomt_watch_start(void);

#endif /* OOMT_KMOD_WATCH_H */

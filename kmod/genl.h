/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Control over generic netlink; the commands are in the uapi header.
 */
#ifndef OOMT_KMOD_GENL_H
#define OOMT_KMOD_GENL_H

#include "event.h"

int oomt_genl_init(void);
void oomt_genl_exit(void);

/* Multicasts one event.  Sleeps.  0 (nobody listens, too) or -ENOMEM. */
int oomt_genl_event(const struct oomt_event_record *record);

#endif /* OOMT_KMOD_GENL_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Telling the service manager: ready, alive, what happened last.  Does nothing
 * when not started by one, or when built without libsystemd.
 */
#ifndef OOMT_OOMCTL_NOTIFY_H
#define OOMT_OOMCTL_NOTIFY_H

/* How often it wants to hear of us, in ms for poll(); -1: never. */
int oomt_notify_interval_ms(void);

void oomt_notify_ready(const char *status);
void oomt_notify_alive(void);
/* One line for `systemctl status`. */
void oomt_notify_status(const char *status);
void oomt_notify_stopping(void);

#endif /* OOMT_OOMCTL_NOTIFY_H */

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Notifications through sd-daemon; see notify.h. */
#include <config.h>
#include <stdint.h>
#include "notify.h"

#ifdef HAVE_LIBSYSTEMD

#include <systemd/sd-daemon.h>

int oomt_notify_interval_ms(void)
{
	uint64_t us;

	if (sd_watchdog_enabled(0, &us) <= 0)
		return -1;
	/* Three times per period. */
	return us / 3000 < 1 ? 1 : us / 3000 > 60000 ? 60000 : us / 3000;
}

void oomt_notify_ready(const char *status)
{
	sd_notifyf(0, "READY=1\nSTATUS=%s", status);
}

void oomt_notify_alive(void)
{
	sd_notify(0, "WATCHDOG=1");
}

void oomt_notify_status(const char *status)
{
	sd_notifyf(0, "STATUS=%s", status);
}

void oomt_notify_stopping(void)
{
	sd_notify(0, "STOPPING=1");
}

#else

int oomt_notify_interval_ms(void)
{
	return -1;
}

void oomt_notify_ready(const char *status)
{
}

void oomt_notify_alive(void)
{
}

void oomt_notify_status(const char *status)
{
}

void oomt_notify_stopping(void)
{
}

#endif

# SPDX-License-Identifier: GPL-2.0-only OR MIT
# `make check`: the fast part, no root, no guest.  `make check-guest`: guests.
include tests/unit/local.mk

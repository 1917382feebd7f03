# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The module: automake only calls Kbuild.

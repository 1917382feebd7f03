#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# What tests/proc.sh asks of the proc backend, with sizes by BPF.  TAP.
set -u
: "${OOMCTL:=oomctl/oomctl}"
here=$(cd "$(dirname "$0")" && pwd)
none=$(mktemp)
trap 'rm -f "$none"' EXIT
# Only what the machine denies is no failure; a build without it says so, too.
if printf 'table t\nchain c {\n\thook low\n\twhen mem.free < 1\n\tpolicy exempt\n}\n' >"$none" &&
   ! why=$(timeout -s TERM --preserve-status 3 "$OOMCTL" run -b proc -f bpf -r "$none" -n 2>&1) &&
   grep -q 'cannot be had' <<<"$why"; then
	echo "1..0 # SKIP $(grep -o 'cannot be had.*' <<<"$why")"
	exit 0
fi
rm -f "$none"
FACTS=bpf exec "$here/proc.sh"

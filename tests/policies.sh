#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# The policies of rules/ do what their tests and the incidents say.  TAP; $OOMCTL is the program.
: "${OOMCTL:=oomctl/oomctl}"
: "${SRCDIR:=.}"
find "$SRCDIR/rules" "$SRCDIR/tests/incidents" -name '*.test' | LC_ALL=C sort | {
	set --
	while read -r file; do
		set -- "$@" "$file"
	done
	"$OOMCTL" test --tap "$@"
}

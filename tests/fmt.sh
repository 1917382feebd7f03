#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# oomctl fmt over every policy in the tree: each policy file, and each case's
# text that compiles.  The result is canonical, and compiles to the same.  TAP.
set -u
: "${OOMCTL:=oomctl/oomctl}"
: "${SRCDIR:=.}"
work=$(mktemp -d "${TMPDIR:-/tmp}/oomtables-fmt.XXXXXX")
trap 'rm -rf "$work"' EXIT
number=0

verdict() {	# TEXT: by the status of the command before
	status=$?
	number=$((number + 1))
	[ $status = 0 ] || printf 'not '
	echo "ok $number - $1"
}

# The listing without places: instructions, chains, automata.
listing() {	# FILE
	"$OOMCTL" compile --disasm "$1" 2>/dev/null |
		grep -av '^    [^ ]*\.oom:[0-9]'
}

for case in "$SRCDIR"/tests/cases/*.t; do
	grep -q '^--- file ' "$case" && continue
	awk '/^--- / { on = /^--- policy( load)?$/; next } on' "$case" \
		>"$work/$(basename "$case" .t).oom"
done
find "$SRCDIR/rules" "$SRCDIR/tests" -name '*.oom' | while read -r file; do
	cp "$file" "$work/$(echo "${file#"$SRCDIR"/}" | tr / _)"
done
cd "$work" || exit 1
for file in *.oom; do
	listing "$file" >"$file.before"
	[ -s "$file.before" ] || rm "$file" "$file.before"
done
set -- *.oom
[ $# -gt 100 ]
verdict "there are policies: $#"
"$OOMCTL" fmt -w "$@" >changed 2>err
verdict "all are laid out"
sed 's/^/# /' err
[ -s changed ]
verdict "some changed"
"$OOMCTL" fmt --check "$@" >changed 2>err
verdict "what was laid out stays"
sed 's/^/# /' changed err
for file in "$@"; do
	listing "$file" | cmp -s - "$file.before" || echo "$file"
done >differ
[ ! -s differ ]
verdict "all compile to the same as before"
sed 's/^/# /' differ
echo "1..$number"

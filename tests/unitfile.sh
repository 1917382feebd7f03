#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# What is installed for systemd: the unit says what systemd understands, its
# commands do what they promise with no, one and several policies, and the
# example passes check.  TAP; runs in the build directory; starts no service.
set -u
: "${OOMCTL:=oomctl/oomctl}"
: "${SRCDIR:=.}"
case $OOMCTL in /*) ;; *) OOMCTL=$PWD/$OOMCTL ;; esac
case $SRCDIR in /*) ;; *) SRCDIR=$PWD/$SRCDIR ;; esac
unit=$PWD/oomctl/oomtables.service
work=$(mktemp -d "${TMPDIR:-/tmp}/oomtables-unit.XXXXXX")
trap 'rm -rf "$work"' EXIT
number=0

verdict() {	# TEXT: by the status of the command before
	status=$?
	number=$((number + 1))
	[ $status = 0 ] || printf 'not '
	echo "ok $number - $1"
	[ $status = 0 ] || sed 's/^/# /' "$work/say"
}

: >"$work/say"
[ -s "$unit" ]
verdict "the unit is made"
! grep -n '@' "$unit" | grep -v '"\$\$@"' >"$work/say"
verdict "nothing is left to fill in"

# A copy whose programs are there and whose policies are ours.
mkdir "$work/etc" "$work/etc/oomtables" "$work/bin"
cat >"$work/bin/oomctl" <<'END'
#!/bin/sh
for word; do printf '<%s>' "$word"; done
echo
END
chmod +x "$work/bin/oomctl"
sed -e "s|\"[^\"]*/sbin/[^\"]*\"|\"$work/bin/oomctl\"|" \
	-e "s|\"[^\"]*\"/oomtables/\*|\"$work/etc\"/oomtables/*|" \
	"$unit" >"$work/oomtables.service"

number=$((number + 1))
if command -v systemd-analyze >/dev/null; then
	# A warning is a failure, too: a misspelt setting is only that.
	systemd-analyze verify --man=no "$work/oomtables.service" \
		>"$work/say" 2>&1 && ! grep -q oomtables.service "$work/say"
	status=$?
	[ $status = 0 ] || printf 'not '
	echo "ok $number - systemd understands it"
	[ $status = 0 ] || sed 's/^/# /' "$work/say"
else
	echo "ok $number # SKIP there is no systemd-analyze"
fi

# The command of a line as systemd would run it.
run() {	# KEY
	command=$(sed -n "s/^$1=//p" "$work/oomtables.service" |
		sed 's/\$\$/$/g')
	sh -c "$command" >"$work/say" 2>&1
}

is() {	# TEXT WANT
	[ "$(cat "$work/say")" = "$2" ]
	verdict "$1"
}

run ExecStart
is "without policies the module's are carried out" '<run><--backend><auto>'
cp "$SRCDIR/oomctl/example.oom" "$work/etc/oomtables/a b.oom"
run ExecStart
is "a policy with a blank in its name" \
	"<run><--backend><auto><--rules><$work/etc/oomtables/a b.oom>"
: >"$work/etc/oomtables/c.oom"
: >"$work/etc/oomtables/c.oom.orig"
run ExecStart
is "several, and nothing else" \
	"<run><--backend><auto><--rules><$work/etc/oomtables/a b.oom><--rules><$work/etc/oomtables/c.oom>"
run ExecReload
is "all are loaded at once" \
	"<load><$work/etc/oomtables/a b.oom><$work/etc/oomtables/c.oom>"

"$OOMCTL" check --strict "$SRCDIR/oomctl/example.oom" >"$work/say" 2>&1
verdict "the example is in order"
"$OOMCTL" fmt --check "$SRCDIR/oomctl/example.oom" >"$work/say" 2>&1
verdict "the example is canonical"
cat >"$work/dry.test" <<END
use "$SRCDIR/oomctl/example.oom"
snapshot "$SRCDIR/tests/snapshots/plain.snap"
test "nobody dies of it" { expect none }
END
"$OOMCTL" test "$work/dry.test" >"$work/say" 2>&1
verdict "nobody dies of the example"

# ---- make install -----------------------------------------------------------

number=$((number + 1))
if [ -e Makefile ]; then
	make -s install-data DESTDIR="$work/root" >"$work/say" 2>&1 &&
		find "$work/root" -path '*/oomtables/example.oom' |
			grep -q etc/oomtables
	status=$?
	[ $status = 0 ] || printf 'not '
	echo "ok $number - the directory of policies is installed"
	[ $status = 0 ] || sed 's/^/# /' "$work/say"
else
	echo "ok $number # SKIP this is no build directory"
fi
echo "1..$number"

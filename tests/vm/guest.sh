# SPDX-License-Identifier: GPL-2.0-only OR MIT
# In the guest: what scenarios share.

# The module, unless this is the control boot.
module() {
	[ "${module:-1}" = 0 ] && return 0
	insmod /oomtables.ko && echo "GUEST module loaded"
}

# policy NAME <<text: compiles and loads it
policy() {
	[ "${module:-1}" = 0 ] && { cat >/dev/null; return 0; }
	cat >"/tmp/$1.oom"
	oomctl load "/tmp/$1.oom" && echo "GUEST loaded $1"
}

# The executor, in the background; waits until it is registered.
executor() {
	[ "${module:-1}" = 0 ] && return 0
	oomctl run "$@" &
	executor=$!
	registered && echo "GUEST executor $executor"
}

# handler ARGS: the one that misbehaves
handler() {
	handle "$@" &
	handler=$!
	registered && echo "GUEST handler $handler"
}

# Whether somebody has registered, within five seconds.
registered() {
	local i
	for i in $(seq 100); do
		[ "$(query status handler)" != 0 ] && return 0
		sleep 0.05
	done
	echo "FAULT nobody registered"
	return 1
}

probe() {
	insmod /oomt_probe.ko
}

stop_all() {
	[ -z "${executor:-}" ] || { kill $executor && wait $executor; }
	executor=
}

# SPDX-License-Identifier: GPL-2.0-only OR MIT
# bash completion for oomctl(8); also under the name it was installed as.

# The tables in force, for those who may ask.
_oomctl_tables() {
	"$1" status -j 2>/dev/null |
		grep -o '"tables":\[.*' | grep -o '"name":"[^"]*"' |
		sed 's/"name":"\(.*\)"/\1/'
}

_oomctl() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local commands='check compile fmt eval why test replay diff snapshot load list flush stats status
		monitor run prove import'
	local options

	COMPREPLY=()
	if [ "$COMP_CWORD" = 1 ]; then
		COMPREPLY=($(compgen -W "$commands -f --help --version" -- "$cur"))
		return
	fi
	case $prev in
	--hook | -k)
		COMPREPLY=($(compgen -W 'low oom memcg:' -- "$cur"))
		return
		;;
	--backend | -b)
		COMPREPLY=($(compgen -W 'auto kmod proc' -- "$cur"))
		return
		;;
	--facts)
		COMPREPLY=($(compgen -W 'auto bpf proc' -- "$cur"))
		return
		;;
	--rules | -r | --snapshot | -s | --output | -o)
		compopt -o filenames
		COMPREPLY=($(compgen -f -- "$cur"))
		return
		;;
	--at | -t)
		return
		;;
	esac
	case ${COMP_WORDS[1]} in
	check) options='--strict --json --help' ;;
	fmt) options='--write --check --help' ;;
	compile) options='--output --disasm --help' ;;
	eval) options='--rules --snapshot --hook --at --json --all --help' ;;
	why) options='--rules --snapshot --hook --at --record-dir --pid --json --help' ;;
	diff) options='--snapshot --rules --hook --exit-code --json --help' ;;
	replay) options='--rules --record-dir --all --json --help' ;;
	prove) options='--rules --timeout --json --help' ;;
	test) options='--tap --json --help' ;;
	snapshot) options='--output --redact --help' ;;
	import) options='--output --table --strict --help' ;;
	list) options='--all --json --help' ;;
	run) options='--backend --facts --rules --takeover --dry-run --record-dir --record-max --redact --json --help' ;;
	stats | status | dump | monitor) options='--json --help' ;;
	*) options='--help' ;;
	esac
	if [[ $cur == -* ]]; then
		COMPREPLY=($(compgen -W "$options" -- "$cur"))
		return
	fi
	if [ "${COMP_WORDS[1]}" = import ]; then
		if [ "$COMP_CWORD" = 2 ]; then
			COMPREPLY=($(compgen -W 'earlyoom nohang systemd-oomd oomd' -- "$cur"))
		else
			compopt -o filenames
			COMPREPLY=($(compgen -f -- "$cur"))
		fi
		return
	fi
	case ${COMP_WORDS[1]} in
	list | flush | stats)
		COMPREPLY=($(compgen -W "$(_oomctl_tables "$1")" -- "$cur"))
		;;
	check | compile | fmt | load | prove | -f)
		compopt -o filenames
		COMPREPLY=($(compgen -f -X '!*.oom' -- "$cur")
			$(compgen -d -- "$cur"))
		;;
	esac
}

complete -F _oomctl "${BASH_SOURCE[0]##*/}"
[ "${BASH_SOURCE[0]##*/}" = oomctl ] || complete -F _oomctl oomctl

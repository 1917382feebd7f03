#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# Whether kmod/oomtables.yaml, the wire header and the module's policies say the
# same of the netlink family: commands, attributes with their types and limits,
# who may ask for what, groups, enumerations and flags.  TAP.
#
# WORDS: the built tests/spec/words; without libyaml there is none.
set -u
top=${SRCDIR:-$(cd "$(dirname "$0")/.." && pwd)}
words=${WORDS:-tests/spec/words}
[ -x "$words" ] || { echo "1..0 # SKIP built without libyaml"; exit 0; }
yaml=$top/kmod/oomtables.yaml
header=$top/engine/uapi/linux/oomtables.h
genl=$top/kmod/genl.c
number=0

# same TEXT: the two lists say the same, and something
same() {
	number=$((number + 1))
	if [ -n "$2" ] && [ "$2" = "$3" ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		diff <(echo "$2") <(echo "$3") | sed 's/^/# /'
		[ -n "$2" ] || echo "# nothing to compare"
	fi
}

flat=$("$words" "$yaml") || { echo "Bail out! $yaml does not parse"; exit 1; }
said=$("$words")
spell() {
	tr 'A-Z_' 'a-z-'
}
# enum NAME: its lines in the header, comments that go on in one
enumeration() {
	sed -n "/^enum $1 {/,/^};/p" "$header" | sed '1d;$d' |
		sed -e ':a' -e '/\/\*/{/\*\//!{N;s/\n[ \t]*\*\([^\/]\)/\1/;ba}}'
}

same "the X-lists, limits and names of the header" \
	"$(grep -E "^(definitions.*(entries|value)|mcast[^ ]*|name|version) " <<<"$said" | sort)" \
	"$(grep -E "^(definitions.*(entries|value)|mcast-groups.*name|name|version) " <<<"$flat" |
		grep -vE '^definitions.(by|verdict-kind|[a-z]*-flags)\.' | sort)"

same "the order of the entries" \
	"$(grep '\.entries' <<<"$said")" \
	"$(grep '\.entries' <<<"$flat" | grep -vE '^definitions.(by|verdict-kind|[a-z]*-flags)\.')"

for set in metrics fields; do
	same "the $set of the header, in its order" \
		"$(grep "^attribute-sets.$set" <<<"$said")" \
		"$(sed -n "s/^\(attribute-sets.$set.attributes.*\).type /\1 /p" <<<"$flat")"
done

for one in by:BY verdict_kind:V task_flags:TASK status_flags:ST; do
	name=${one%:*} prefix=OOMT_${one#*:}_
	same "enum oomt_$name" \
		"$(enumeration "oomt_$name" | grep -oE "^[[:space:]]*$prefix[A-Z_]+" |
			sed "s/^[[:space:]]*$prefix//" | spell)" \
		"$(sed -n "s/^definitions.$(spell <<<"$name").entries //p" <<<"$flat")"
done

# Of an attribute: its name, its type and, of what, its enumeration.
same "the attributes of the header, in its order" \
	"$(enumeration oomt_attr | awk '
		/OOMT_A_(UNSPEC|MAX)/ { next }
		match($0, /OOMT_A_[A-Z_]+/) {
			name = substr($0, RSTART + 7, RLENGTH - 7)
			what = $0; sub(/^[^*]*\/\* */, "", what)
			type = name == "PAD" ? "pad" :
				what ~ /^(NUL )?string/ ? "string" :
				what ~ /^binary/ ? "binary" :
				what ~ /^nested/ ? "nest" : substr(what, 1, 3)
			of = ""
			if (type ~ /^u/ && match(what, /enum oomt_[a-z_]+/))
				of = " " substr(what, RSTART + 10, RLENGTH - 10)
			mask = what ~ /bit mask/ ? " mask" : ""
			print name, type of mask
		}' | spell)" \
	"$(awk '/^attribute-sets\.oomtables\.attributes\./ {
			split($1, part, ".")
			if (part[5] == "name") { if (line) print line; line = $2 }
			if (part[5] == "type") line = line " " $2
			if (part[5] == "enum") line = line " " $2
			if (part[5] == "enum-as-flags") line = line " mask"
		} END { print line }' <<<"$flat")"

same "the commands of the header, in its order" \
	"$(enumeration oomt_cmd | sed -nE 's|^[[:space:]]*OOMT_CMD_([A-Z_]+),[[:space:]]*/\* (do\|dump\|multicast).*|\1 \2|p' |
		sed 's/multicast/event/' | spell)" \
	"$(sed -nE 's/^operations\.list\.([^.]+)\.(do|dump|event)\..*/\1 \2/p' <<<"$flat" | uniq)"

# What stands before "->" in the header's comment is asked; a dump without an
# arrow is only answered.
same "what the requests carry" \
	"$(enumeration oomt_cmd | awk '
		match($0, /OOMT_CMD_[A-Z_]+/) {
			name = substr($0, RSTART + 9, RLENGTH - 9)
			if ($0 !~ /\/\* (do|dump):/) next
			what = $0; sub(/^.*\/\* (do|dump): */, "", what)
			if (what !~ /->/ && $0 ~ /\/\* dump/) next
			sub(/->.*/, "", what); sub(/ *\*\/.*/, "", what)
			gsub(/[][,]/, "", what)
			n = split(what, word, " ")
			for (i = 1; i <= n; i++) print name, word[i]
		}' | spell)" \
	"$(sed -nE 's/^operations\.list\.([^.]+)\.(do|dump)\.request\.attributes (.*)/\1 \3/p' <<<"$flat")"

same "who may: the rights and kinds of the module's commands" \
	"$(sed -nE 's/^\t(DO|DUMP)\(([A-Z_]+),.*/\2 \1 admin-perm/p' "$genl" | spell)" \
	"$(awk '/^operations\.list\./ {
			split($1, part, ".")
			if (part[4] == "flags") flags[part[3]] = $2
			if ((part[4] == "do" || part[4] == "dump") && !seen[part[3]]++)
				print part[3], part[4], flags[part[3]]
		}' <<<"$flat")"
number=$((number + 1))
if [ "$(grep -c 'flags = GENL_ADMIN_PERM' "$genl")" = 2 ]; then
	echo "ok $number - DO and DUMP are both for the privileged"
else
	echo "not ok $number - DO and DUMP are both for the privileged"
fi

limit() {	# the header's constants in an expression, as a number
	local text=$1 name value
	for name in $(grep -oE 'OOMT_[A-Z_]+' <<<"$text"); do
		value=$(sed -nE "s/^#define $name[[:space:]]+([0-9]+).*/\1/p" "$header")
		text=${text//$name/$value}
	done
	echo $((text))
}
same "the module's policy: what may be asked, its types and limits" \
	"$(sed -nE 's/^\t\[OOMT_A_([A-Z_]+)\] = \{ \.type = NLA_([A-Z0-9_]+)(, \.len = ([^}]*[^} ]))? \},/\1 \2 \4/p' "$genl" |
		while read -r name type len; do
			case $type in NUL_STRING) type=string ;; esac
			echo "$name $type${len:+ $(limit "$len" | tr -d ' ')}"
		done | spell | sort)" \
	"$(sed -nE 's/^operations\..*\.request\.attributes //p' <<<"$flat" | sort -u |
		while read -r name; do
			type=$(sed -n "s/^attribute-sets.oomtables.attributes.$name.type //p" <<<"$flat")
			len=$(sed -n "s/^attribute-sets.oomtables.attributes.$name.checks.max-len //p" <<<"$flat")
			case $len in [a-z]*) len=$(sed -n "s/^definitions.$len.value //p" <<<"$flat") ;; esac
			echo "$name $type${len:+ $len}"
		done | sort)"

same "every attribute that is not reserved has a command that carries it" \
	"$(sed -n 's/^attribute-sets.oomtables.attributes.[^.]*.name //p' <<<"$flat" |
		grep -vxFf <(sed -nE 's/^attribute-sets.oomtables.attributes.([^.]*).doc reserved.*/\1/p' <<<"$flat"; echo pad) | sort)" \
	"$(sed -nE 's/^operations\.list\..*\.attributes //p' <<<"$flat" | sort -u)"

# Every attribute that the code puts into a message of its own is listed there.
same "nothing is carried that is not listed" \
	"$(grep -ohE 'OOMT_A_[A-Z_]+' "$genl" "$top"/kmod/dump.c "$top"/kmod/dump_task.c "$top"/kmod/dump_state.c |
		sed 's/OOMT_A_//' | grep -vxE 'PAD|MAX' | spell | sort -u)" \
	"$(sed -nE 's/^operations\.list\..*\.attributes //p' <<<"$flat" | sort -u)"
echo "1..$number"

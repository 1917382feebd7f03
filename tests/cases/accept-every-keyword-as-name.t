Every keyword may be the name of a set or a chain.
--- policy
table table
set and { type uid; elements = { 0 } }
set ancestor { type uid; elements = { 1 } }
set asc { type uid; elements = { 2 } }
set burst { type uid; elements = { 3 } }
set by { type uid; elements = { 4 } }
set chain { type uid; elements = { 5 } }
set comment { type uid; elements = { 6 } }
set continue { type uid; elements = { 7 } }
set cooldown { type uid; elements = { 8 } }
set counter { type uid; elements = { 9 } }
set deadline { type uid; elements = { 10 } }
set define { type uid; elements = { 11 } }
set dry { type uid; elements = { 12 } }
set elements { type uid; elements = { 13 } }
set exec { type uid; elements = { 14 } }
set exempt { type uid; elements = { 15 } }
set exists { type uid; elements = { 16 } }
set fallback { type uid; elements = { 17 } }
set for { type uid; elements = { 18 } }
set freeze { type uid; elements = { 19 } }
set goto { type uid; elements = { 20 } }
set grace { type uid; elements = { 21 } }
set higher { type uid; elements = { 22 } }
set hook { type uid; elements = { 23 } }
set include { type uid; elements = { 24 } }
set jump { type uid; elements = { 25 } }
set kill { type uid; elements = { 26 } }
set limit { type uid; elements = { 27 } }
set log { type uid; elements = { 28 } }
set lower { type uid; elements = { 29 } }
set mode { type uid; elements = { 30 } }
set not { type uid; elements = { 31 } }
set or { type uid; elements = { 32 } }
set order { type uid; elements = { 33 } }
set override { type uid; elements = { 34 } }
set policy { type uid; elements = { 35 } }
set prefer { type uid; elements = { 36 } }
set priority { type uid; elements = { 37 } }
set rate { type uid; elements = { 38 } }
set reclaim { type uid; elements = { 39 } }
set return { type uid; elements = { 40 } }
set scope { type uid; elements = { 41 } }
set score { type uid; elements = { 42 } }
set set { type uid; elements = { 43 } }
set signal { type uid; elements = { 44 } }
set table { type uid; elements = { 45 } }
set type { type uid; elements = { 46 } }
set until { type uid; elements = { 47 } }
set warn { type uid; elements = { 48 } }
set when { type uid; elements = { 49 } }
set cgroup { type uid; elements = { 50 } }
set pgrp { type uid; elements = { 51 } }
set rss { type uid; elements = { 52 } }
chain c {
	hook oom
	policy kill
	uid @and exempt
	uid @ancestor exempt
	uid @asc exempt
	uid @burst exempt
	uid @by exempt
	uid @chain exempt
	uid @comment exempt
	uid @continue exempt
	uid @cooldown exempt
	uid @counter exempt
	uid @deadline exempt
	uid @define exempt
	uid @dry exempt
	uid @elements exempt
	uid @exec exempt
	uid @exempt exempt
	uid @exists exempt
	uid @fallback exempt
	uid @for exempt
	uid @freeze exempt
	uid @goto exempt
	uid @grace exempt
	uid @higher exempt
	uid @hook exempt
	uid @include exempt
	uid @jump exempt
	uid @kill exempt
	uid @limit exempt
	uid @log exempt
	uid @lower exempt
	uid @mode exempt
	uid @not exempt
	uid @or exempt
	uid @order exempt
	uid @override exempt
	uid @policy exempt
	uid @prefer exempt
	uid @priority exempt
	uid @rate exempt
	uid @reclaim exempt
	uid @return exempt
	uid @scope exempt
	uid @score exempt
	uid @set exempt
	uid @signal exempt
	uid @table exempt
	uid @type exempt
	uid @until exempt
	uid @warn exempt
	uid @when exempt
	uid @cgroup exempt
	uid @pgrp exempt
	uid @rss exempt
}

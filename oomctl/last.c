// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The last decision in words; see last.h. */
#include "last.h"
#include "names.h"
#include "reason.h"

/* What it did with the victim, and what came of it. */
static const char *took_text(unsigned int action)
{
	switch (action) {
	case OOMT_ACT_FREEZE:
		return "froze";
	case OOMT_ACT_RECLAIM:
		return "asked for memory the cgroup of";
	case OOMT_ACT_EXEC:
		return "ran a command for";
	default:
		return "took";
	}
}

void oomt_last_print(const struct oomt_out *out,
		     const struct oomt_nl_last *last, u64 now_ns)
{
	char comm[64], text[OOMT_HUMAN_LEN];

	if (!last->id)
		return;
	oomt_human_time(now_ns > last->at_ns ? now_ns - last->at_ns : 0, text);
	oomt_escape(comm, sizeof(comm), last->comm, strlen(last->comm));
	fprintf(out->to, "last     decision %llu, %s ago: hook %s, %s/%s %s pid %u (%s)",
		(unsigned long long)last->id, text, oomt_hook_name(last->hook),
		last->table, last->chain, took_text(last->action), last->pid,
		comm);
	oomt_escape(comm, sizeof(comm), last->file, strlen(last->file));
	fprintf(out->to, " by %s:%u\n         %s", comm, last->line,
		oomt_ending_text(last->ending));
	if (last->took_ns) {
		oomt_human_time(last->took_ns, text);
		fprintf(out->to, " after %s", text);
	}
	if (last->bytes >= 0) {
		oomt_human_size(last->bytes, text);
		fprintf(out->to, ", %s came back", text);
	}
	fputc('\n', out->to);
}

json_t *oomt_last_json(const struct oomt_nl_last *last)
{
	char rule[OOMT_NAME_MAX + 16];

	if (!last->id)
		return json_null();
	snprintf(rule, sizeof(rule), "%s:%u", last->file, last->line);
	return json_pack("{s:I, s:I, s:s, s:o, s:o, s:i, s:o, s:I, s:o, s:s, s:s, s:I, s:o}",
		"decision", (json_int_t)last->id,
		"at_ns", (json_int_t)last->at_ns,
		"hook", oomt_hook_name(last->hook),
		"table", oomt_json_text(last->table),
		"chain", oomt_json_text(last->chain),
		"pid", (int)last->pid,
		"comm", oomt_json_text(last->comm),
		"start_ns", (json_int_t)last->start_ns,
		"rule", oomt_json_text(rule),
		"action", oomt_action_name(last->action),
		"ending", oomt_ending_text(last->ending),
		"took_ns", (json_int_t)last->took_ns,
		"bytes", last->bytes < 0 ? json_null() :
					   json_integer(last->bytes));
}

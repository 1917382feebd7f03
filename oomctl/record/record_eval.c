// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* A recorded decision made again; see record.h. */
#include "cli.h"
#include "output.h"
#include "record.h"

/* The table as it was then; OOMT_NONE: it was another one. */
static u32 find_table(const struct oomt_record_file *record,
		      const struct oomt_table *table)
{
	const struct oomt_ruleset *rs = &record->rules.rs;
	u32 i;

	for (i = 0; i < rs->table_count; i++)
		if (rs->table[i]->image->size == table->image->size &&
		    !memcmp(rs->table[i]->image, table->image,
			    table->image->size))
			return i;
	return OOMT_NONE;
}

static bool recall(const struct oomt_table *table,
		   struct oomt_table_state *state, void *arg)
{
	const struct oomt_record_file *record = arg;
	u32 at = find_table(record, table);

	if (at == OOMT_NONE || record->steady)
		return false;
	oomt_table_state_copy(state, &record->state[at], table);
	return true;
}

int oomt_record_eval(const struct oomt_record_file *record,
		     const struct oomt_ruleset *rs, struct oomt_eval *eval)
{
	const char *hit = record->hook == OOMT_HOOK_MEMCG ? record->cgroup :
							    NULL;

	return oomt_eval_recalled(rs, &record->pic, record->hook, hit,
				  &record->spent, recall, (void *)record, eval);
}

void oomt_record_result(const struct oomt_record_file *record,
			char text[OOMT_RECORD_RESULT_LEN])
{
	const char *result = record->result ? record->result : "";
	char after[OOMT_HUMAN_LEN];
	size_t len;

	oomt_escape(text, OOMT_RECORD_RESULT_LEN / 2, result, strlen(result));
	if (record->thawed_ns < 0)
		return;
	oomt_human_time(record->thawed_ns, after);
	len = strlen(text);
	snprintf(text + len, OOMT_RECORD_RESULT_LEN - len,
		 ", thawed after %s", after);
}

int oomt_cli_record(const char *name, const char *dir,
		    struct oomt_record_file *record)
{
	char *last = NULL;
	int err;

	memset(record, 0, sizeof(*record));
	if (!strcmp(name, "last")) {
		last = oomt_record_last(dir);
		if (!last && errno == ENOENT)
			oomt_cli_error("there is no record in %s", dir);
		else if (!last)
			oomt_cli_error("%s: %s", dir, strerror(errno));
		if (!last)
			return OOMT_EXIT_REFUSED;
		name = last;
	}
	err = oomt_record_read(record, name);
	if (err && err != -ENOMEM)
		oomt_cli_error("%s: %s", name, strerror(-err));
	free(last);
	if (err)
		return err == -ENOMEM ? oomt_cli_nomem() : OOMT_EXIT_REFUSED;
	oomt_diags_print(stderr, &record->diags);
	oomt_rules_print(&record->rules);
	return record->diags.errors || record->rules.diags.errors ?
		       OOMT_EXIT_REFUSED : OOMT_EXIT_DONE;
}

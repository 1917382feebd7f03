// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Fetching tables is several dumps; if somebody loads meanwhile, it begins
 * again, so that what is shown was in force together.
 */
#include <stdio.h>
#include "cli.h"
#include "kernel_rules.h"
#include "names.h"

#define TRIES	5

static int add_table(struct oomt_nl *nl, const struct oomt_nl_table *info,
		     struct oomt_rules *rules)
{
	struct oomt_refused why = { 0 };
	struct oomt_blob image;
	int err = oomt_nl_image(nl, info, &image);

	if (err)
		return err;
	err = oomt_rules_add_image(rules, image, &why);
	if (err == -EINVAL)
		snprintf(nl->text, sizeof(nl->text),
			 "the module's table \"%s\" is not one that this tool knows: %s",
			 info->name, oomt_refusal_text(why.refusal));
	return err;
}

static int read_once(struct oomt_nl *nl, const char *name,
		     struct oomt_rules *rules)
{
	struct oomt_nl_table *tables;
	bool found = false;
	u32 count, i;
	int err = oomt_nl_tables(nl, &tables, &count);

	if (err)
		return err;
	for (i = 0; i < count && !err; i++) {
		if (name && strcmp(name, tables[i].name))
			continue;
		found = true;
		err = add_table(nl, &tables[i], rules);
	}
	free(tables);
	if (!err && name && !found) {
		snprintf(nl->text, sizeof(nl->text),
			 "there is no table \"%s\"", name);
		err = -ENOENT;
	}
	return err;
}

/* Between two looks at the generation: what is the same was together. */
static int read_together(struct oomt_nl *nl, const char *name,
			 struct oomt_rules *rules)
{
	struct oomt_nl_status before, after;
	int err = oomt_nl_status(nl, &before);

	if (!err)
		err = read_once(nl, name, rules);
	if (!err)
		err = oomt_nl_status(nl, &after);
	if (!err && before.generation != after.generation)
		err = -EAGAIN;
	return err;
}

int oomt_kernel_rules_fetch(struct oomt_nl *nl, const char *name,
			    struct oomt_rules *rules)
{
	unsigned int i;
	int err = -EAGAIN;

	for (i = 0; i < TRIES && err == -EAGAIN; i++) {
		oomt_rules_exit(rules);
		oomt_rules_init(rules);
		err = read_together(nl, name, rules);
	}
	return err;
}

int oomt_kernel_rules_read(struct oomt_nl *nl, const char *name,
			   struct oomt_rules *rules)
{
	int err = oomt_kernel_rules_fetch(nl, name, rules);

	if (err)
		return oomt_nl_explain(nl, err, "cannot read the tables");
	return OOMT_EXIT_DONE;
}

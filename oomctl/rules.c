// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* From rule files to a ruleset; see rules.h. */
#include "cli.h"
#include "names.h"
#include "rules.h"

void oomt_rules_init(struct oomt_rules *rules)
{
	memset(rules, 0, sizeof(*rules));
	oomt_diags_init(&rules->diags);
}

void oomt_rules_exit(struct oomt_rules *rules)
{
	unsigned int i;

	oomt_ruleset_exit(&rules->rs);
	/* Diagnostics point into the policies' texts. */
	oomt_diags_exit(&rules->diags);
	for (i = 0; i < rules->count; i++) {
		oomt_blob_exit(&rules->file[i].image);
		oomt_policy_free(rules->file[i].policy);
	}
	free(rules->file);
	memset(rules, 0, sizeof(*rules));
}

static struct oomt_rules_table *new_table(struct oomt_rules *rules)
{
	struct oomt_rules_table *bigger =
		reallocarray(rules->file, rules->count + 1, sizeof(*bigger));

	if (!bigger)
		return NULL;
	rules->file = bigger;
	bigger += rules->count;
	memset(bigger, 0, sizeof(*bigger));
	return bigger;
}

/* The compiler's own output is verified like anybody else's. */
static int verify_compiled(struct oomt_rules *rules,
			   struct oomt_rules_table *file)
{
	struct oomt_refused why;
	int err = oomt_verify(file->image.data, file->image.size,
			      OOMT_FOR_USER, &file->table, &why);

	if (err == -EINVAL) {
		oomt_diag_add(&rules->diags, OOMT_ERROR, "refused",
			      oomt_policy_rule_span(file->policy, why.rule),
			      "%s", oomt_refusal_text(why.refusal));
		return 0;
	}
	file->ready = !err;
	return err;
}

int oomt_rules_add(struct oomt_rules *rules, const char *path,
		   unsigned int flags)
{
	unsigned int errors = rules->diags.errors;
	struct oomt_source *source = oomt_source_read(path);
	struct oomt_rules_table *file;
	int err;

	if (!source)
		return -errno;
	file = new_table(rules);
	if (!file) {
		oomt_source_free(source);
		return -ENOMEM;
	}
	file->path = path;
	file->policy = oomt_policy_parse(source, flags, &rules->diags);
	if (!file->policy)
		return -ENOMEM;
	rules->count++;
	if (rules->diags.errors > errors)
		return 0;
	oomt_policy_lint(file->policy, &rules->diags);
	err = oomt_policy_compile(file->policy, &file->image, &rules->diags);
	if (err == -EINVAL)
		return 0;
	return err ? err : verify_compiled(rules, file);
}

int oomt_rules_add_image(struct oomt_rules *rules, struct oomt_blob image,
			 struct oomt_refused *why)
{
	struct oomt_rules_table *file = new_table(rules);
	int err;

	if (!file) {
		oomt_blob_exit(&image);
		return -ENOMEM;
	}
	file->image = image;
	rules->count++;
	err = oomt_verify(image.data, image.size, OOMT_FOR_USER, &file->table,
			  why);
	file->ready = !err;
	return err;
}

static void refuse_doubles(struct oomt_rules *rules, unsigned int i)
{
	unsigned int j;

	for (j = 0; j < i; j++) {
		if (strcmp(oomt_table_name(&rules->file[j].table),
			   oomt_table_name(&rules->file[i].table)))
			continue;
		oomt_diag_add(&rules->diags, OOMT_ERROR, "double-table",
			      oomt_policy_rule_span(rules->file[i].policy,
						    OOMT_NONE),
			      "table \"%s\" is also that of %s",
			      oomt_table_name(&rules->file[i].table),
			      rules->file[j].path);
		return;
	}
}

int oomt_rules_seal(struct oomt_rules *rules)
{
	unsigned int i;

	if (rules->diags.errors)
		return -EINVAL;
	for (i = 0; i < rules->count; i++) {
		if (i == OOMT_TABLES_MAX) {
			oomt_diag_add(&rules->diags, OOMT_ERROR,
				      "tables-max",
				      oomt_policy_rule_span(
					      rules->file[i].policy,
					      OOMT_NONE),
				      "more than %d tables", OOMT_TABLES_MAX);
			break;
		}
		if (rules->file[i].policy)
			refuse_doubles(rules, i);
		rules->rs.table[i] = &rules->file[i].table;
	}
	if (rules->diags.errors)
		return -EINVAL;
	rules->rs.table_count = rules->count;
	return oomt_ruleset_init(&rules->rs);
}

void oomt_rules_print(const struct oomt_rules *rules)
{
	oomt_diags_print(stderr, &rules->diags);
}

int oomt_rules_read(struct oomt_rules *rules, char **paths,
		    unsigned int count, unsigned int flags, bool together)
{
	unsigned int i;
	int err = 0;
	bool unread = false;

	for (i = 0; i < count; i++) {
		err = oomt_rules_add(rules, paths[i], flags);
		if (err == -ENOMEM)
			return oomt_cli_nomem();
		if (err) {
			oomt_cli_error("%s: %s", paths[i], strerror(-err));
			unread = true;
		}
	}
	err = together ? oomt_rules_seal(rules) : 0;
	oomt_rules_print(rules);
	if (err == -ENOMEM)
		return oomt_cli_nomem();
	return rules->diags.errors || unread ? OOMT_EXIT_REFUSED : OOMT_EXIT_DONE;
}

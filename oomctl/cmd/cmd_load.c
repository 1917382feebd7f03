// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl load, and `oomctl -f`: rule files into the kernel. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include "cli.h"
#include "proc/facts_proc.h"
#include "load.h"
#include "names.h"
#include "nl/nl.h"
#include "rules.h"

/* What the kernel would refuse, found before asking it. */
static int verify_for_kernel(struct oomt_rules *rules)
{
	struct oomt_refused why;
	struct oomt_table table;
	unsigned int i;
	int err;

	for (i = 0; i < rules->count; i++) {
		const struct oomt_rules_table *file = &rules->file[i];

		err = oomt_verify(file->image.data, file->image.size,
				  OOMT_FOR_KERNEL, &table, &why);
		if (err == -ENOMEM)
			return err;
		if (err)
			oomt_diag_add(&rules->diags, OOMT_ERROR, "refused",
				      oomt_policy_rule_span(file->policy,
							    why.rule),
				      "%s", oomt_refusal_text(why.refusal));
	}
	return rules->diags.errors ? -EINVAL : 0;
}

/* The module's refusal, shown at the rule that it is about. */
static void show_refusal(struct oomt_rules *rules, const struct oomt_nl *nl)
{
	const struct oomt_refusal_cookie *cookie = &nl->cookie;
	struct oomt_diags diags;

	oomt_diags_init(&diags);
	oomt_diag_add(&diags, OOMT_ERROR, "refused",
		      oomt_policy_refusal_span(rules->file[cookie->table].policy,
					       cookie->refusal, cookie->index,
					       cookie->rule ==
					       OOMT_COOKIE_NONE ? OOMT_NONE :
					       cookie->rule),
		      "the module refuses this: %s", nl->text[0] ? nl->text :
		      oomt_refusal_text(cookie->refusal));
	oomt_diags_print(stderr, &diags);
	oomt_diags_exit(&diags);
}

static u64 read_swap_total(void)
{
	struct oomt_metrics metrics = { 0 };
	struct oomt_buffer buf = { 0 };

	if (!oomt_buffer_read(&buf, AT_FDCWD, "/proc/meminfo"))
		oomt_meminfo_parse(buf.data, &metrics);
	oomt_buffer_exit(&buf);
	return metrics.value[OOMT_M_SWAP_TOTAL];
}

static int load_rules(struct oomt_rules *rules)
{
	const struct oomt_blob *image[OOMT_TABLES_MAX];
	struct oomt_nl nl;
	unsigned int i;
	int code, err;

	for (i = 0; i < rules->count; i++)
		image[i] = &rules->file[i].image;
	err = oomt_nl_open(&nl);
	if (err)
		return oomt_nl_explain(&nl, err, "cannot load");
	err = oomt_nl_load(&nl, image, rules->count, read_swap_total());
	if (err && nl.has_cookie && nl.cookie.table < rules->count) {
		show_refusal(rules, &nl);
		code = OOMT_EXIT_REFUSED;
	} else {
		code = err ? oomt_nl_explain(&nl, err, "cannot load") :
			     OOMT_EXIT_DONE;
	}
	oomt_nl_close(&nl);
	return code;
}

int oomt_load_files(char **paths, unsigned int count)
{
	struct oomt_rules rules;
	unsigned int shown;
	int code, err;

	oomt_rules_init(&rules);
	code = oomt_rules_read(&rules, paths, count, OOMT_PARSE_FOR_LOAD,
			       true);
	shown = rules.diags.count;
	if (!code) {
		err = verify_for_kernel(&rules);
		if (err == -ENOMEM)
			code = oomt_cli_nomem();
		else if (err)
			code = OOMT_EXIT_REFUSED;
		if (rules.diags.count > shown)
			oomt_rules_print(&rules);
	}
	if (!code)
		code = load_rules(&rules);
	oomt_rules_exit(&rules);
	return code;
}

struct args {
	char **file;
	unsigned int count;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case ARGP_KEY_ARGS:
		args->file = state->argv + state->next;
		args->count = state->argc - state->next;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "a rule file is needed");
	}
	return ARGP_ERR_UNKNOWN;
}

int oomt_cmd_load(int argc, char **argv)
{
	static const struct argp argp = {
		.parser = parse, .args_doc = "FILE...",
		.doc = "Compile rule files and put their tables in force: all at once or, if anything is refused, none.  A table replaces the one of its name; others stay.",
	};
	struct args args = { 0 };

	oomt_cli_parse(&argp, argc, argv, &args);
	return oomt_load_files(args.file, args.count);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl import: another daemon's configuration as rules. */
#include <ctype.h>
#include <stdio.h>
#include "cli.h"
#include "import/import.h"

struct args {
	const char *output, *table;
	bool strict;
	char **file;			/* the kind first */
	unsigned int count;
};

static const struct kind {
	const char *name, *files;
	void (*read)(struct oomt_import *imp);
} kinds[] = {
#define X(id, name, files) { name, files, oomt_import_##id },
	OOMT_IMPORT_KINDS(X)
#undef X
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 'o':
		args->output = arg;
		return 0;
	case 't':
		args->table = arg;
		return 0;
	case 's':
		args->strict = true;
		return 0;
	case ARGP_KEY_ARGS:
		args->file = state->argv + state->next;
		args->count = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (args->count < 2)
			argp_error(state, "a kind and a file are needed");
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct kind *find_kind(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	oomt_cli_error("there is no kind \"%s\"; the kinds are:", name);
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		fprintf(stderr, "  %-13s %s\n", kinds[i].name, kinds[i].files);
	return NULL;
}

static bool is_name(const char *text)
{
	if (!isalpha((unsigned char)*text) && *text != '_')
		return false;
	while (isalnum((unsigned char)*text) || (*text && strchr("_-", *text)))
		text++;
	return !*text;
}

static int write_text(const char *path, const char *text, size_t len)
{
	FILE *to = stdout;
	bool done;

	if (path && strcmp(path, "-")) {
		to = fopen(path, "we");
		if (!to) {
			oomt_cli_error("%s: %s", path, strerror(errno));
			return OOMT_EXIT_REFUSED;
		}
	}
	done = fwrite(text, 1, len, to) == len;
	if (to == stdout)
		return oomt_cli_finish();
	if (fclose(to) || !done) {
		oomt_cli_error("%s: %s", path, strerror(errno));
		return OOMT_EXIT_REFUSED;
	}
	return OOMT_EXIT_DONE;
}

static int make(const struct args *args, struct oomt_import *imp,
		const struct kind *kind)
{
	int code = OOMT_EXIT_REFUSED, err;
	char *text = NULL;
	size_t len;

	if (oomt_import_is_text(imp))
		kind->read(imp);
	err = imp->diags->out_of_memory ? -ENOMEM : 0;
	if (!err && !imp->diags->errors)
		err = oomt_import_text(imp, &text, &len);
	oomt_diags_print(stderr, imp->diags);
	if (err == -ENOMEM)
		oomt_cli_nomem();
	else if (text && !(args->strict && imp->diags->warnings))
		code = write_text(args->output, text, len);
	free(text);
	return code;
}

static int read_sources(const struct args *args, struct oomt_import *imp)
{
	unsigned int i;

	imp->source = calloc(args->count, sizeof(*imp->source));
	if (!imp->source || oomt_import_init(imp))
		return oomt_cli_nomem();
	for (i = 1; i < args->count; i++) {
		imp->source[imp->count] = oomt_source_read(args->file[i]);
		if (!imp->source[imp->count]) {
			oomt_cli_error("%s: %s", args->file[i],
				       strerror(errno));
			return OOMT_EXIT_REFUSED;
		}
		imp->count++;
	}
	return OOMT_EXIT_DONE;
}

int oomt_cmd_import(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "output", 'o', "FILE", 0, "Write the rules to this file", 0 },
		{ "table", 't', "NAME", 0, "The table's name [the kind]", 0 },
		{ "strict", 's', NULL, 0,
		  "Write nothing if anything has no equal", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse,
		.args_doc = "earlyoom|nohang|systemd-oomd|oomd FILE...",
		.doc = "Print the policy of another daemon as rules (\"-\": standard input).",
	};
	struct args args = { 0 };
	struct oomt_import imp = { 0 };
	const struct kind *kind;
	struct oomt_diags diags;
	int code;

	oomt_cli_parse(&argp, argc, argv, &args);
	kind = find_kind(args.file[0]);
	if (!kind)
		return OOMT_EXIT_USAGE;
	if (args.table && !is_name(args.table)) {
		oomt_cli_error("\"%s\" is no name for a table", args.table);
		return OOMT_EXIT_USAGE;
	}
	oomt_diags_init(&diags);
	imp.diags = &diags;
	imp.kind = kind->name;
	imp.table = args.table ? args.table : kind->name;
	code = read_sources(&args, &imp);
	if (!code)
		code = make(&args, &imp, kind);
	oomt_diags_exit(&diags);
	while (imp.count)
		oomt_source_free(imp.source[--imp.count]);
	free(imp.source);
	oomt_import_exit(&imp);
	return code;
}

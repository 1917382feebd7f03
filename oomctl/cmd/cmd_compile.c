// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl compile: the bytecode of a rule file, as an image or as a listing. */
#include <stdio.h>
#include <unistd.h>
#include "cli.h"
#include "disasm.h"
#include "rules.h"

struct args {
	const char *out;
	bool disasm;
	char *file;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 'o':
		args->out = arg;
		return 0;
	case 'd':
		args->disasm = true;
		return 0;
	case ARGP_KEY_ARG:
		if (args->file)
			argp_error(state, "one file at a time");
		args->file = arg;
		return 0;
	case ARGP_KEY_END:
		if (!args->file)
			argp_error(state, "a rule file is needed");
		if (!args->out && !args->disasm) {
			if (isatty(STDOUT_FILENO))
				argp_error(state, "this is a terminal: -o OUT or --disasm is needed");
			args->out = "-";
		}
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* A source line for the listing, NUL-terminated. */
struct lines {
	const struct oomt_policy *policy;
	const struct oomt_table *table;
	char text[400];
};

static const char *source_line(void *ctx, const struct oomt_loc *loc)
{
	struct lines *lines = ctx;
	size_t len;
	const char *text = oomt_policy_source_line(lines->policy,
			oomt_table_string(lines->table, loc->file), loc->line,
			&len);

	if (!text)
		return NULL;
	snprintf(lines->text, sizeof(lines->text), "%.*s", (int)len, text);
	return lines->text;
}

static int write_image(const char *path, const struct oomt_blob *image)
{
	FILE *out = strcmp(path, "-") ? fopen(path, "we") : stdout;
	int err = 0;

	if (!out) {
		oomt_cli_error("%s: %s", path, strerror(errno));
		return OOMT_EXIT_REFUSED;
	}
	if (fwrite(image->data, 1, image->size, out) != image->size ||
	    fflush(out))
		err = errno;
	if (out != stdout && fclose(out) && !err)
		err = errno;
	if (!err)
		return OOMT_EXIT_DONE;
	oomt_cli_error("%s: %s", path, strerror(err));
	return OOMT_EXIT_REFUSED;
}

int oomt_cmd_compile(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "output", 'o', "OUT", 0,
		  "Write the table image there (- is standard output)", 0 },
		{ "disasm", 'd', NULL, 0,
		  "List the instructions with their source lines", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .args_doc = "FILE",
		.doc = "Compile a rule file to the bytecode that the kernel module evaluates.",
	};
	struct args args = { 0 };
	struct oomt_rules rules;
	struct lines lines;
	int code;

	oomt_cli_parse(&argp, argc, argv, &args);
	oomt_rules_init(&rules);
	code = oomt_rules_read(&rules, &args.file, 1, 0, false);
	if (!code && args.out)
		code = write_image(args.out, &rules.file[0].image);
	if (!code && args.disasm) {
		lines.policy = rules.file[0].policy;
		lines.table = &rules.file[0].table;
		oomt_disasm(stdout, lines.table, source_line, &lines);
	}
	if (!code)
		code = oomt_cli_finish();
	oomt_rules_exit(&rules);
	return code;
}

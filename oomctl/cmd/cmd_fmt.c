// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * oomctl fmt: rule files in canonical layout.  A file with errors is not
 * touched; one that is rewritten is replaced as a whole, or not at all.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli.h"
#include "fmt.h"
#include "ruleset.h"

struct args {
	char **file;
	unsigned int count;
	bool write, check;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct args *args = state->input;

	switch (key) {
	case 'w':
		args->write = true;
		return 0;
	case 'c':
		args->check = true;
		return 0;
	case ARGP_KEY_ARGS:
		args->file = state->argv + state->next;
		args->count = state->argc - state->next;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "a rule file is needed");
	}
	return ARGP_ERR_UNKNOWN;
}

/* Prints what is wrong with the text, errors only.  Answers an exit code. */
static int find_errors(const struct oomt_source *source)
{
	struct oomt_source *copy = oomt_source_text(source->name, source->text,
						    source->size);
	struct oomt_policy *policy;
	struct oomt_diags diags;
	int code = OOMT_EXIT_DONE;

	if (!copy)
		return oomt_cli_nomem();
	oomt_diags_init(&diags);
	policy = oomt_policy_parse(copy, 0, &diags);
	if (!policy) {
		code = oomt_cli_nomem();
	} else if (diags.errors) {
		oomt_diags_print(stderr, &diags);
		code = OOMT_EXIT_REFUSED;
	}
	oomt_diags_exit(&diags);
	oomt_policy_free(policy);
	return code;
}

static int cannot_write(const char *path)
{
	oomt_cli_error("%s: %s", path, strerror(errno));
	return OOMT_EXIT_REFUSED;
}

/* Beside the file, with its mode and owner, then in its place. */
static int replace(const char *path, const char *text, size_t len)
{
	char *place = realpath(path, NULL), *temporary = NULL;
	int fd = -1, code = OOMT_EXIT_DONE;
	struct stat old;
	bool done;

	if (!place || stat(place, &old) ||
	    asprintf(&temporary, "%s.XXXXXX", place) < 0) {
		code = cannot_write(path);
		free(place);
		return code;
	}
	fd = mkstemp(temporary);
	if (fd < 0) {
		code = cannot_write(path);
	} else {
		done = write(fd, text, len) == (ssize_t)len &&
		       (!fchown(fd, old.st_uid, old.st_gid) ||
			errno == EPERM) &&
		       !fchmod(fd, old.st_mode & 07777) && !fsync(fd);
		done &= !close(fd);
		if (!done || rename(temporary, place)) {
			code = cannot_write(path);
			unlink(temporary);
		}
	}
	free(temporary);
	free(place);
	return code;
}

static int emit(const struct args *args, const struct oomt_source *source,
		const char *text, size_t len)
{
	bool same = len == source->size && !memcmp(text, source->text, len);
	const char *path = source->name;
	int code = OOMT_EXIT_DONE;

	if (!args->write && !args->check) {
		fwrite(text, 1, len, stdout);
		return OOMT_EXIT_DONE;
	}
	if (same)
		return OOMT_EXIT_DONE;
	if (args->write)
		code = replace(path, text, len);
	if (!code)
		printf("%s\n", path);
	return code || args->check ? OOMT_EXIT_REFUSED : OOMT_EXIT_DONE;
}

static int format_file(const struct args *args, const char *path)
{
	struct oomt_source *source = oomt_source_read(path);
	size_t len;
	char *text;
	int code, err;

	if (!source) {
		oomt_cli_error("%s: %s", path, strerror(errno));
		return OOMT_EXIT_REFUSED;
	}
	code = find_errors(source);
	if (!code) {
		err = oomt_fmt(source->text, source->size, &text, &len);
		if (err == -EUCLEAN) {
			oomt_cli_error("%s: its layout cannot be changed safely; left as it is",
				       path);
			code = OOMT_EXIT_REFUSED;
		} else if (err) {
			code = oomt_cli_nomem();
		} else {
			code = emit(args, source, text, len);
			free(text);
		}
	}
	oomt_source_free(source);
	return code;
}

int oomt_cmd_fmt(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "write", 'w', NULL, 0,
		  "Rewrite the files, and print the names of those that changed", 0 },
		{ "check", 'c', NULL, 0,
		  "Only print the names of those that would change, and fail", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse, .args_doc = "FILE...",
		.doc = "Lay rule files out in canonical form (\"-\": standard input).",
	};
	struct args args = { 0 };
	int code = OOMT_EXIT_DONE, one;
	unsigned int i;

	oomt_cli_parse(&argp, argc, argv, &args);
	for (i = 0; args.write && i < args.count; i++) {
		if (!args.check && strcmp(args.file[i], "-"))
			continue;
		oomt_cli_error("--write goes with files, and without --check");
		return OOMT_EXIT_USAGE;
	}
	for (i = 0; i < args.count; i++) {
		one = format_file(&args, args.file[i]);
		if (one)
			code = one;
	}
	one = oomt_cli_finish();
	return code ? code : one;
}

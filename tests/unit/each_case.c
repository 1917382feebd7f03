// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Walking over the cases; see each_case.h. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "case.h"
#include "each_case.h"

static char dir[64];

static void must(bool fine, const char *what)
{
	if (fine)
		return;
	fprintf(stderr, "each_case: %s\n", what);
	abort();
}

static void write_file(const char *name, const char *text, size_t len)
{
	char path[256];
	FILE *to;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	to = fopen(path, "we");
	must(to && fwrite(text, 1, len, to) == len && !fclose(to), path);
}

static void add_rules(struct oomt_rules *rules, const char *name,
		      const char *option, char **path)
{
	bool shipped = !strncmp(option, "rules/", 6);

	must(asprintf(path, "%s/%s", shipped ? getenv("SRCDIR") : dir,
		      shipped ? option : name) > 0, "memory");
	must(!oomt_rules_add(rules, *path, 0), *path);
}

static void run_snapshot(const struct oomt_rules *rules,
			 const struct case_section *section, const char *name,
			 each_case_fn *fn)
{
	struct oomt_snapshot *snapshot;
	struct oomt_diags diags;

	oomt_diags_init(&diags);
	snapshot = oomt_snapshot_read(oomt_source_text("case.snap",
				      section->text, section->len), &diags);
	must(snapshot, "memory");
	if (!diags.errors)
		fn(rules, snapshot, name);
	oomt_diags_exit(&diags);
	oomt_snapshot_free(snapshot);
}

static void run_case(const struct case_file *file, const char *name,
		     each_case_fn *fn)
{
	const struct case_section *policy = case_find(file, "policy");
	const struct case_section *beside = case_find(file, "beside");
	char *path[2] = { NULL, NULL };
	struct oomt_rules rules;
	unsigned int i;

	if (!policy || !case_find(file, "snapshot"))
		return;
	oomt_rules_init(&rules);
	write_file("case.oom", policy->text, policy->len);
	for (i = 0; i < file->sections; i++)
		if (!strcmp(file->section[i].word, "file"))
			write_file(file->section[i].option,
				   file->section[i].text,
				   file->section[i].len);
	add_rules(&rules, "case.oom", policy->option, &path[0]);
	if (beside)
		add_rules(&rules, "", beside->option, &path[1]);
	if (!oomt_rules_seal(&rules))
		for (i = 0; i < file->sections; i++)
			if (!strcmp(file->section[i].word, "snapshot"))
				run_snapshot(&rules, &file->section[i], name,
					     fn);
	oomt_rules_exit(&rules);
	free(path[0]);
	free(path[1]);
}

bool each_case(each_case_fn *fn)
{
	const char *top = getenv("SRCDIR");
	struct case_file file;
	char *pattern, *command;
	glob_t found;
	size_t i;

	if (!top)
		return false;
	strcpy(dir, "/tmp/oomtables-cases.XXXXXX");
	must(mkdtemp(dir), "mkdtemp");
	must(asprintf(&pattern, "%s/tests/cases/*.t", top) > 0, "memory");
	if (glob(pattern, 0, NULL, &found))
		found.gl_pathc = 0;
	for (i = 0; i < found.gl_pathc; i++) {
		must(!case_read(found.gl_pathv[i], &file), found.gl_pathv[i]);
		run_case(&file, found.gl_pathv[i], fn);
		case_free(&file);
	}
	must(asprintf(&command, "rm -r %s", dir) > 0 && !system(command),
	     "rm");
	free(command);
	free(pattern);
	i = found.gl_pathc;
	if (i)
		globfree(&found);
	return i;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Seeds for the fuzzers; see seeds.h. */
#include <glob.h>
#include <sys/stat.h>
#include "case.h"
#include "each_case.h"
#include "fuzz.h"
#include "record/record.h"
#include "seeds.h"

static const char *top;			/* of the source */
static const char *root;		/* of what is made */
static unsigned int number;

static void put(const char *kind, const void *data, size_t size)
{
	char path[4096];
	FILE *to;

	snprintf(path, sizeof(path), "%s/%s/%05u", root, kind, number++);
	to = fopen(path, "we");
	FUZZ_DEMAND(to && fwrite(data, 1, size, to) == size && !fclose(to));
}

static void put_file(const char *kind, const char *path)
{
	struct oomt_source *source = oomt_source_read(path);

	FUZZ_DEMAND(source);
	put(kind, source->text, source->size);
	oomt_source_free(source);
}

/* Those that a pattern below the source names. */
static void each_file(const char *pattern, void (*fn)(const char *path))
{
	char path[4096];
	glob_t found;
	size_t i;

	snprintf(path, sizeof(path), "%s/%s", top, pattern);
	if (glob(path, 0, NULL, &found))
		return;
	for (i = 0; i < found.gl_pathc; i++)
		fn(found.gl_pathv[i]);
	globfree(&found);
}

static void policy(const char *text, size_t size)
{
	struct oomt_source *source = oomt_source_text("seed.oom", text, size);
	struct oomt_policy *parsed;
	struct oomt_blob image;
	struct oomt_diags diags;

	put("policy", text, size);
	oomt_diags_init(&diags);
	parsed = oomt_policy_parse(source, 0, &diags);
	FUZZ_DEMAND(parsed);
	if (!oomt_policy_compile(parsed, &image, &diags)) {
		put("image", image.data, image.size);
		oomt_blob_exit(&image);
	}
	oomt_policy_free(parsed);
	oomt_diags_exit(&diags);
}

static void policy_file(const char *path)
{
	struct oomt_source *source = oomt_source_read(path);

	FUZZ_DEMAND(source);
	policy(source->text, source->size);
	oomt_source_free(source);
}

static void snapshot_file(const char *path)
{
	put_file("snapshot", path);
}

static void case_file(const char *path)
{
	struct case_file file;
	unsigned int i;

	/* It takes seconds to find out how large. */
	if (strstr(path, "refuse-regex-large.t"))
		return;
	FUZZ_DEMAND(!case_read(path, &file));
	for (i = 0; i < file.sections; i++) {
		const struct case_section *section = &file.section[i];

		if (!strcmp(section->word, "policy") &&
		    strncmp(section->option, "rules/", 6))
			policy(section->text, section->len);
		if (!strcmp(section->word, "snapshot"))
			put("snapshot", section->text, section->len);
	}
	case_free(&file);
}

static void record_file(const char *path)
{
	put_file("record", path);
}

/* ---- what import reads (fuzz_import.c) -------------------------------------- */

static void import_file(const char *path)
{
	put_file("import", path);
}

/* One of the files that a command names, if it is one. */
static void import_add(FILE *to, const char *command, const char *name)
{
	char path[4096];
	struct oomt_source *source;

	snprintf(path, sizeof(path), "%.*s/%s",
		 (int)(strrchr(command, '/') - command), command, name);
	source = oomt_source_read(path);
	if (!source)
		return;
	fprintf(to, "\f%s\n", name);
	fwrite(source->text, 1, source->size, to);
	oomt_source_free(source);
}

/* The words of a command: options, the kind, files. */
static void import_case(const char *path)
{
	struct oomt_source *source = oomt_source_read(path);
	char *words, *word, *rest, *text;
	bool kind = false;
	size_t size;
	FILE *to;

	FUZZ_DEMAND(source);
	words = rest = strndup(source->text, source->size);
	to = open_memstream(&text, &size);
	FUZZ_DEMAND(words && to);
	while ((word = strsep(&rest, " \n"))) {
		if (!*word || *word == '-')
			continue;
		if (kind)
			import_add(to, path, word);
		else
			fprintf(to, "%s\n", word);
		kind = true;
	}
	fclose(to);
	put("import", text, size);
	free(text);
	free(words);
	oomt_source_free(source);
}

/* ---- records ---------------------------------------------------------------- */

/* A past that a policy may have had. */
static void remember(const struct oomt_ruleset *rs,
		     struct oomt_table_state *state, u64 now_ns)
{
	u32 t, i;

	for (t = 0; t < rs->table_count; t++) {
		const struct oomt_table *table = rs->table[t];

		FUZZ_DEMAND(!oomt_table_state_init(&state[t], table));
		for (i = 0; i < table->CHAINS_count; i++) {
			state[t].chain[i].active = i & 1;
			state[t].chain[i].acted_ns = now_ns - 1000 * (i + 1);
			state[t].chain[i].fruitless = i % 3;
		}
		for (i = 0; i < table->image->for_states; i++)
			state[t].since[i] = now_ns - 1000000000ULL * i;
		for (i = 0; i < table->LIMITS_count; i++)
			state[t].full_ns[i] = now_ns + 1000000000ULL * i;
	}
}

static void record(const struct oomt_rules *rules, struct oomt_eval *eval)
{
	static struct oomt_table_state state[OOMT_TABLES_MAX];
	static struct oomt_job job;
	struct oomt_record_place place = {
		.files = 1 << 20, .bytes = 1 << 30, .redact = number % 5 == 4,
	};
	struct oomt_record what = {
		.job = &job, .pic = eval->pic, .rs = &rules->rs,
		.when = number & 4 ? OOMT_RECORD_AFTER : OOMT_RECORD_AT,
	};
	char dir[4096];
	u32 t;

	memset(&job, 0, sizeof(job));
	job.decision = eval->judged.decision;
	job.decision.id = ++number;
	job.decision.hook = eval->hook;
	job.available = -1;
	snprintf(dir, sizeof(dir), "%s/record", root);
	place.dir = dir;
	if (number & 1) {
		remember(&rules->rs, state, eval->pic->now_ns);
		what.state = state;
	}
	FUZZ_DEMAND(!oomt_record_write(&place, &what, NULL));
	for (t = 0; what.state && t < rules->rs.table_count; t++)
		oomt_table_state_exit(&state[t]);
}

static void records(const struct oomt_rules *rules,
		    struct oomt_snapshot *snapshot, const char *name)
{
	enum oomt_hook hook = number & 2 ? OOMT_HOOK_LOW : OOMT_HOOK_OOM;
	struct oomt_eval eval;

	FUZZ_DEMAND(!oomt_eval_snapshot(&rules->rs, snapshot,
					OOMT_SNAPSHOT_LAST, hook, &eval));
	record(rules, &eval);
	oomt_eval_exit(&eval);
}

void seeds_make(const char *dir)
{
	static const char *const kinds[] = {
		"policy", "image", "snapshot", "record", "import",
	};
	char path[4096];
	unsigned int i;

	root = dir;
	top = getenv("SRCDIR");
	if (!top)
		top = ".";
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, kinds[i]);
		FUZZ_DEMAND(!mkdir(path, 0700) || errno == EEXIST);
	}
	each_file("tests/cases/*.t", case_file);
	each_file("rules/*.oom", policy_file);
	each_file("rules/examples/*.oom", policy_file);
	each_file("tests/cases/bogons/*.oom", policy_file);
	each_file("tests/cases/bogons/*.snap", snapshot_file);
	each_file("tests/cases/bogons/*.record", record_file);
	each_file("tests/snapshots/*.snap", snapshot_file);
	each_file("tests/incidents/*.snap", snapshot_file);
	each_file("tests/import/*/command", import_case);
	each_file("tests/cases/bogons/*.import", import_file);
	FUZZ_DEMAND(number > 500);
	number = 0;
	FUZZ_DEMAND(each_case(records));
}

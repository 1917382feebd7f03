// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Runs case files (README.md) and prints TAP: one test for each thing that a
 * case says, and one for the round trip through text.  Without arguments all
 * of tests/cases/ in $SRCDIR.
 */
#include <ftw.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "case.h"
#include "disasm.h"
#include "eval.h"
#include "names.h"
#include "ruleset.h"
#include "snapshot/snapshot.h"
#include "table_same.h"
#include "verify.h"

static unsigned int tests, failures;

/* What a case has come to so far. */
struct run {
	const char *name;
	const struct case_file *file;
	struct oomt_diags diags;
	struct oomt_policy *policy;
	struct oomt_blob image;
	struct oomt_table table;
	struct oomt_policy *beside;
	struct oomt_blob beside_image;
	struct oomt_table beside_table;
	bool accepted;
	struct oomt_diags snapshot_diags;
	struct oomt_snapshot *snapshot;
};

/* ---- TAP ----------------------------------------------------------------- */

static void comment(const char *label, const char *text, size_t len)
{
	size_t i;

	printf("#  %s\n#   |", label);
	for (i = 0; i < len; i++) {
		putchar(text[i]);
		if (text[i] == '\n' && i + 1 < len)
			fputs("#   |", stdout);
	}
	if (!len || text[len - 1] != '\n')
		putchar('\n');
}

static void result(const struct run *run, bool ok, const char *what)
{
	tests++;
	failures += !ok;
	printf("%sok %u - %s: %s\n", ok ? "" : "not ", tests, run->name, what);
}

static void compare(const struct run *run, const char *what, const char *got,
		    size_t got_len, const char *want, size_t want_len)
{
	bool ok = got_len == want_len && !memcmp(got, want, want_len);

	result(run, ok, what);
	if (ok)
		return;
	comment("expected", want, want_len);
	comment("but got", got, got_len);
}

/* A text that is being written; closed before it is read. */
struct text {
	FILE *out;
	char *data;
	size_t len;
};

static void text_open(struct text *text)
{
	text->data = NULL;
	text->out = open_memstream(&text->data, &text->len);
	if (!text->out)
		abort();
}

static void text_compare(const struct run *run, struct text *text,
			 const char *what, const char *want, size_t want_len)
{
	fclose(text->out);
	compare(run, what, text->data, text->len, want, want_len);
	free(text->data);
}

/* ---- the files beside the policy ----------------------------------------- */

/* Made in a directory of the case's own, which becomes the working one. */
static void files_write(const struct case_file *file, char dir[64])
{
	char made[4096], *slash;
	unsigned int i;
	FILE *out;

	snprintf(dir, 64, "%s", "");
	if (!case_find(file, "file"))
		return;
	snprintf(dir, 64, "/tmp/oomt-case-XXXXXX");
	if (!mkdtemp(dir) || chdir(dir))
		abort();
	for (i = 0; i < file->sections; i++) {
		const struct case_section *section = &file->section[i];

		if (strcmp(section->word, "file"))
			continue;
		snprintf(made, sizeof(made), "%s", section->option);
		for (slash = made; (slash = strchr(slash, '/')); slash++) {
			*slash = '\0';
			mkdir(made, 0700);
			*slash = '/';
		}
		out = fopen(made, "we");
		if (!out)
			abort();
		fwrite(section->text, 1, section->len, out);
		fclose(out);
	}
}

static int entry_remove(const char *path, const struct stat *st, int type,
			struct FTW *ftw)
{
	return remove(path);
}

static void files_remove(const char *dir)
{
	if (*dir && (chdir("/") ||
		     nftw(dir, entry_remove, 8, FTW_DEPTH | FTW_PHYS)))
		abort();
}

/* ---- the policy ---------------------------------------------------------- */

/* In the case itself, or a file of the tree. */
static struct oomt_source *policy_source(const struct case_section *policy)
{
	const char *top = getenv("SRCDIR");
	char path[4096];

	if (!strchr(policy->option, '/'))
		return oomt_source_text("case.oom", policy->text, policy->len);
	snprintf(path, sizeof(path), "%s/%s", top ? top : ".", policy->option);
	return oomt_source_read(path);
}

static void run_policy(struct run *run)
{
	const struct case_section *policy = case_find(run->file, "policy");
	const struct case_section *said = case_find(run->file, "diagnostics");
	unsigned int flags = strcmp(policy->option, "load") ?
				     0 : OOMT_PARSE_FOR_LOAD;
	struct oomt_source *source;
	struct oomt_refused why;
	struct text text;

	source = policy_source(policy);
	if (!source)
		abort();
	run->policy = oomt_policy_parse(source, flags, &run->diags);
	if (!run->policy)
		abort();
	oomt_policy_lint(run->policy, &run->diags);
	run->accepted = !oomt_policy_compile(run->policy, &run->image,
					     &run->diags) &&
			!oomt_verify(run->image.data, run->image.size,
				     OOMT_FOR_USER, &run->table, &why);
	text_open(&text);
	oomt_diags_print(text.out, &run->diags);
	text_compare(run, &text, said ? "diagnostics" : "nothing is said",
		     said ? said->text : "", said ? said->len : 0);
	if (!run->accepted && !run->diags.errors)
		result(run, false, "refused without an error");
}

/* A second table, that says nothing for itself. */
static void run_beside(struct run *run, const struct case_section *section)
{
	struct oomt_source *source = policy_source(section);
	struct oomt_refused why;
	struct oomt_diags diags;

	oomt_diags_init(&diags);
	run->beside = source ? oomt_policy_parse(source, 0, &diags) : NULL;
	if (!run->beside ||
	    oomt_policy_compile(run->beside, &run->beside_image, &diags) ||
	    oomt_verify(run->beside_image.data, run->beside_image.size,
			OOMT_FOR_USER, &run->beside_table, &why))
		abort();
	oomt_diags_exit(&diags);
}

static const char *source_line(void *ctx, const struct oomt_loc *loc)
{
	static char line[256];
	const struct run *run = ctx;
	const char *text;
	size_t len = 0;

	text = oomt_policy_source_line(run->policy,
				       oomt_table_string(&run->table,
							 loc->file),
				       loc->line, &len);
	if (!text)
		return NULL;
	snprintf(line, sizeof(line), "%.*s", (int)len, text);
	return line;
}

static void run_disasm(struct run *run, const struct case_section *section)
{
	struct text text;

	text_open(&text);
	oomt_disasm(text.out, &run->table, source_line, run);
	text_compare(run, &text, "disasm", section->text, section->len);
}

/* ---- the round trip ------------------------------------------------------ */

static void run_round_trip(struct run *run, const char *text, size_t len)
{
	struct oomt_source *source = oomt_source_text("case.oom", text, len);
	struct oomt_policy *policy;
	struct oomt_diags diags;
	struct oomt_refused why;
	struct oomt_table table;
	struct oomt_blob image;
	const char *differs = NULL;
	size_t again_len = 0;
	char *again = NULL;
	bool ok = false;

	oomt_diags_init(&diags);
	policy = oomt_policy_parse(source, 0, &diags);
	if (policy && !oomt_policy_compile(policy, &image, &diags)) {
		ok = !oomt_verify(image.data, image.size, OOMT_FOR_USER,
				  &table, &why);
		differs = ok ? table_differs(&run->table, &table) : "verify";
		ok = !differs;
		again = ok ? table_text(&table, &again_len) : NULL;
		ok = again && again_len == len && !memcmp(again, text, len);
		free(again);
		oomt_blob_exit(&image);
	}
	result(run, ok, "round trip");
	if (!ok) {
		comment("the text in between", text, len);
		if (differs)
			comment("differs", differs, strlen(differs));
		oomt_diags_print(stdout, &diags);
	}
	oomt_policy_free(policy);
	oomt_diags_exit(&diags);
}

static void run_text(struct run *run)
{
	const struct case_section *want = case_find(run->file, "text");
	size_t len = 0;
	char *text = table_text(&run->table, &len);

	if (!text) {
		result(run, false, "print");
		return;
	}
	if (want)
		compare(run, "text", text, len, want->text, want->len);
	run_round_trip(run, text, len);
	free(text);
}

/* ---- decisions ----------------------------------------------------------- */

static void run_snapshot(struct run *run, const struct case_section *section)
{
	struct oomt_source *source;

	oomt_snapshot_free(run->snapshot);
	oomt_diags_exit(&run->snapshot_diags);
	oomt_diags_init(&run->snapshot_diags);
	source = oomt_source_text("case.snap", section->text, section->len);
	run->snapshot = oomt_snapshot_read(source, &run->snapshot_diags);
	if (run->snapshot && !run->snapshot_diags.errors)
		return;
	result(run, false, "snapshot");
	oomt_diags_print(stdout, &run->snapshot_diags);
	oomt_snapshot_free(run->snapshot);
	run->snapshot = NULL;
}

/* What is no kill by its name; a unit of several with its members. */
static void victims_print(FILE *out, const struct oomt_judgement *judged)
{
	u32 i, p;

	for (i = 0; i < judged->victim_count; i++) {
		const struct oomt_victim *victim = &judged->victim[i];
		const struct oomt_pids *pids = &judged->pids[i];

		fprintf(out, "%s %d %s:%u", i ? "then" : "victim", victim->pid,
			victim->file, victim->line);
		if (victim->kind != OOMT_ACT_KILL)
			fprintf(out, " %s", oomt_action_name(victim->kind));
		if (pids->count > 1)
			fprintf(out, " %s", oomt_unit_name(victim->unit));
		for (p = 0; pids->count > 1 && p < pids->count; p++)
			fprintf(out, " %d", pids->pid[p]);
		fputc('\n', out);
	}
}

static void decision_print(FILE *out, const struct oomt_eval *eval)
{
	const struct oomt_judgement *judged = &eval->judged;
	const struct oomt_table *table;
	const struct oomt_chain *chain;
	char rule[OOMT_RULE_LEN];
	u32 i;

	if (!judged->fired) {
		fputs("nothing fired\n", out);
		return;
	}
	chain = oomt_judgement_chain(eval, judged, &table);
	fprintf(out, "fired %s\n", oomt_table_string(table, chain->name));
	victims_print(out, judged);
	if (judged->ranking_count) {
		fputs("rank", out);
		for (i = 0; i < judged->ranking_count; i++)
			fprintf(out, " %d",
				eval->pic->task[judged->ranking[i]].pid);
		fputc('\n', out);
	}
	for (i = 0; i < judged->exempt_count; i++) {
		oomt_judgement_rule(eval, judged, judged->exempt[i], rule);
		fprintf(out, "exempt %d %s\n",
			eval->pic->task[judged->exempt[i]].pid, rule);
	}
}

static void run_decision(struct run *run, const struct case_section *section)
{
	int hook = oomt_hook_find(section->word, strlen(section->word));
	struct oomt_ruleset rs = {
		.table_count = 1, .table[0] = &run->table,
	};
	struct oomt_eval eval;
	struct text text;
	int err;

	if (run->beside)
		rs.table[rs.table_count++] = &run->beside_table;
	if (!run->snapshot) {
		result(run, false, "a decision without a snapshot");
		return;
	}
	if (oomt_ruleset_init(&rs))
		abort();
	err = hook == OOMT_HOOK_MEMCG ?
	      oomt_eval_snapshot_memcg(&rs, run->snapshot, OOMT_SNAPSHOT_LAST,
				       section->option, &eval) :
	      oomt_eval_snapshot(&rs, run->snapshot, OOMT_SNAPSHOT_LAST, hook,
				 &eval);
	if (err) {
		result(run, false, "a decision about a cgroup that is not there");
		oomt_ruleset_exit(&rs);
		return;
	}
	text_open(&text);
	decision_print(text.out, &eval);
	text_compare(run, &text, section->word, section->text, section->len);
	oomt_eval_exit(&eval);
	oomt_ruleset_exit(&rs);
}

/* ---- all of it ----------------------------------------------------------- */

static void run_sections(struct run *run)
{
	unsigned int i;

	for (i = 0; i < run->file->sections; i++) {
		const struct case_section *section = &run->file->section[i];

		if (!strcmp(section->word, "beside"))
			run_beside(run, section);
		else if (!strcmp(section->word, "disasm"))
			run_disasm(run, section);
		else if (!strcmp(section->word, "snapshot"))
			run_snapshot(run, section);
		else if (!strcmp(section->word, "low") ||
			 !strcmp(section->word, "oom") ||
			 !strcmp(section->word, "memcg"))
			run_decision(run, section);
	}
}

static void run_file(const char *path)
{
	const char *slash = strrchr(path, '/'), *wrong;
	struct case_file file;
	char dir[64];
	struct run run = {
		.name = slash ? slash + 1 : path,
		.file = &file,
	};

	wrong = case_read(path, &file);
	if (wrong) {
		result(&run, false, wrong);
		case_free(&file);
		return;
	}
	oomt_diags_init(&run.diags);
	oomt_diags_init(&run.snapshot_diags);
	files_write(&file, dir);
	run_policy(&run);
	if (run.accepted) {
		run_text(&run);
		run_sections(&run);
	} else if (case_find(&file, "text") || case_find(&file, "disasm") ||
		   case_find(&file, "snapshot") || case_find(&file, "beside")) {
		result(&run, false, "refused, but more is expected");
	}
	oomt_snapshot_free(run.snapshot);
	oomt_diags_exit(&run.snapshot_diags);
	oomt_diags_exit(&run.diags);
	oomt_blob_exit(&run.image);
	oomt_policy_free(run.policy);
	oomt_blob_exit(&run.beside_image);
	oomt_policy_free(run.beside);
	files_remove(dir);
	case_free(&file);
}

extern unsigned char oomt_grammar_seen[];
unsigned int oomt_grammar_line(unsigned int rule);

/* Rule 0 is none, rule 1 bison's own. */
static void grammar_check(void)
{
	const struct run run = { .name = "the grammar" };
	unsigned int rule, unused = 0;

	for (rule = 2; oomt_grammar_line(rule); rule++) {
		if (oomt_grammar_seen[rule])
			continue;
		unused++;
		printf("# no case uses parser/grammar.y:%u\n",
		       oomt_grammar_line(rule));
	}
	result(&run, !unused && rule > 100,
	       "every alternative is used by some case");
}

static void run_all(void)
{
	const char *srcdir = getenv("SRCDIR");
	char pattern[4096];
	glob_t found;
	size_t i;

	snprintf(pattern, sizeof(pattern), "%s/tests/cases/*.t",
		 srcdir ? srcdir : ".");
	if (glob(pattern, 0, NULL, &found)) {
		printf("Bail out! no cases: %s\n", pattern);
		exit(1);
	}
	for (i = 0; i < found.gl_pathc; i++)
		run_file(found.gl_pathv[i]);
	globfree(&found);
	grammar_check();
}

int main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		run_file(argv[i]);
	if (argc < 2)
		run_all();
	printf("1..%u\n", tests);
	return failures ? 1 : 0;
}

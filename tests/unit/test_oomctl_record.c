// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Decision records: what is read back decides the same, bounds are kept, and
 * what is damaged is refused and nothing worse.
 */
#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "each_case.h"
#include "recorder.h"

static char dir[64];
static struct oomt_record_place place;
static unsigned int records;

static void begin(void)
{
	strcpy(dir, "/tmp/oomtables-records.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	place = (struct oomt_record_place){
		.dir = dir, .files = 4, .bytes = 1 << 24,
	};
}

static void end(void)
{
	char command[96];

	snprintf(command, sizeof(command), "rm -r %s", dir);
	cr_expect_eq(system(command), 0);
}

TestSuite(record, .init = begin, .fini = end, .timeout = 300);

/* ---- what is read back ------------------------------------------------------ */

static void same_verdicts(const struct oomt_eval *a, const struct oomt_eval *b,
			  const char *name)
{
	u32 i;

	cr_assert_eq(a->pic->task_count, b->pic->task_count, "%s", name);
	cr_expect_eq(a->judged.fired, b->judged.fired, "%s", name);
	cr_expect_eq(a->judged.base, b->judged.base, "%s", name);
	cr_expect_eq(a->judged.victim_count, b->judged.victim_count, "%s",
		     name);
	cr_assert_eq(a->judged.ranking_count, b->judged.ranking_count, "%s",
		     name);
	for (i = 0; i < a->judged.ranking_count; i++)
		cr_expect_eq(a->judged.ranking[i], b->judged.ranking[i],
			     "%s", name);
	for (i = 0; i < a->pic->task_count; i++)
		cr_expect_eq(memcmp(&a->judged.verdict[i],
				    &b->judged.verdict[i],
				    sizeof(struct oomt_verdict)), 0,
			     "%s: pid %d", name, a->pic->task[i].pid);
}

/* A decision as the executor has it, written and read. */
static void write_eval(const struct oomt_eval *eval,
		       const struct oomt_table_state *state)
{
	static struct oomt_job job;
	struct oomt_record record = {
		.job = &job, .when = OOMT_RECORD_AT, .pic = eval->pic,
		.rs = eval->rs, .state = state,
	};

	memset(&job, 0, sizeof(job));
	job.decision = eval->judged.decision;
	job.decision.id = ++records;
	job.decision.hook = eval->hook;
	job.signalled_ns = job.decision.at_ns + 1000;
	job.available = -1;
	cr_assert_eq(oomt_record_write(&place, &record), 0);
}

static void read_last(struct oomt_record_file *record)
{
	char *path = oomt_record_last(dir);

	cr_assert_not_null(path);
	cr_assert_eq(oomt_record_read(record, path), 0, "%s", path);
	oomt_diags_print(stderr, &record->diags);
	cr_assert_eq(record->diags.errors, 0);
	/* Names have the time: the next one may have the same. */
	cr_assert_eq(unlink(path), 0);
	free(path);
}

static void round_trip(const struct oomt_rules *rules,
		       struct oomt_snapshot *snapshot, enum oomt_hook hook,
		       const char *name)
{
	struct oomt_record_file record;
	struct oomt_eval eval, again;

	/* Of several samples only what a state keeps can be told. */
	if (!oomt_snapshot_is_steady(snapshot))
		return;
	cr_assert_eq(oomt_eval_snapshot(&rules->rs, snapshot,
					OOMT_SNAPSHOT_LAST, hook, &eval), 0);
	write_eval(&eval, NULL);
	read_last(&record);
	cr_expect_eq(record.id, records);
	cr_expect_eq(record.hook, hook);
	cr_expect_eq(record.victim, eval.judged.victim_count > 0, "%s", name);
	cr_assert_eq(oomt_record_eval(&record, &record.rules.rs, &again), 0);
	same_verdicts(&eval, &again, name);
	oomt_eval_exit(&again);
	oomt_record_exit(&record);
	oomt_eval_exit(&eval);
}

static void round_trip_case(const struct oomt_rules *rules,
			    struct oomt_snapshot *snapshot, const char *name)
{
	round_trip(rules, snapshot, OOMT_HOOK_LOW, name);
	round_trip(rules, snapshot, OOMT_HOOK_OOM, name);
}

Test(record, decides_the_same_again)
{
	records = 0;
	if (!each_case(round_trip_case))
		cr_skip_test("SRCDIR is not set");
	cr_expect_gt(records, 100, "only %u records", records);
}

/* ---- a policy with a past --------------------------------------------------- */

static struct oomt_rules rules;
static struct oomt_picture pic;
static struct oomt_task task[3];
static struct oomt_cgroup cgroup[1];
static struct oomt_table_state state[1];

static void make_past(void)
{
	static const char text[] =
		"table t\nchain early {\nhook low\n"
		"when mem.available < 10% for 30s\n"
		"until mem.available > 50%\ncooldown 1m\npolicy kill\n"
		"exe \"/x/*\" exempt\ngrowth > 1M/s score +5\n}\n";
	char path[96];
	FILE *to;
	u32 i;

	snprintf(path, sizeof(path), "%s/t.oom", dir);
	to = fopen(path, "we");
	fwrite(text, 1, sizeof(text) - 1, to);
	fclose(to);
	oomt_rules_init(&rules);
	cr_assert_eq(oomt_rules_add(&rules, path, 0), 0);
	oomt_rules_print(&rules);
	cr_assert_eq(oomt_rules_seal(&rules), 0);
	memset(&pic, 0, sizeof(pic));
	pic.now_ns = 1000000000000ULL;
	oomt_picture_set(&pic, OOMT_M_MEM_TOTAL, 1LL << 33);
	oomt_picture_set(&pic, OOMT_M_MEM_AVAILABLE, 1LL << 28);
	pic.task = task;
	pic.task_count = 3;
	pic.cgroup = cgroup;
	pic.cgroup_count = 1;
	cgroup[0].path = "/a \"b\"\n--- end\n";
	memset(task, 0, sizeof(task));
	for (i = 0; i < 3; i++) {
		task[i].pid = 10 + i;
		task[i].ppid = 1;
		task[i].threads = 1;
		task[i].start_ns = pic.now_ns - (i + 1) * 1000000000ULL;
		task[i].rss = (i + 1) << 20;
		task[i].known = ~0ULL & ~(1ULL << OOMT_F_GROWTH |
					  1ULL << OOMT_F_EXE |
					  1ULL << OOMT_F_CMDLINE);
		strcpy(task[i].comm, "x=1 \"\n--- ");
	}
	task[0].growth = 5 << 20;
	task[0].known |= 1ULL << OOMT_F_GROWTH;
	task[1].exe = "/usr/\xff/\"b";
	task[1].known |= 1ULL << OOMT_F_EXE;
	task[2].known &= ~(1ULL << OOMT_F_SWAP);
	task[2].cgroup = OOMT_NONE;
	task[2].known &= ~(1ULL << OOMT_F_CGROUP);
	cr_assert_eq(oomt_table_state_init(&state[0], rules.rs.table[0]), 0);
}

static void forget_past(void)
{
	oomt_table_state_exit(&state[0]);
	oomt_rules_exit(&rules);
}

static bool recall(const struct oomt_table *table,
		   struct oomt_table_state *to, void *arg)
{
	memcpy(to->chain, state[0].chain,
	       table->CHAINS_count * sizeof(*to->chain));
	memcpy(to->since, state[0].since,
	       table->image->for_states * sizeof(*to->since));
	return true;
}

/* With that past, then and from the record: the same, fired or not. */
static void check_past(bool fires)
{
	struct oomt_record_file record;
	struct oomt_eval eval, again;

	cr_assert_eq(oomt_eval_recalled(&rules.rs, &pic, OOMT_HOOK_LOW, NULL,
					recall, NULL, &eval), 0);
	cr_expect_eq(eval.judged.fired, fires);
	write_eval(&eval, state);
	read_last(&record);
	cr_expect_not(record.steady);
	cr_expect_eq(record.pic.task[0].growth, 5 << 20);
	cr_expect_not(oomt_task_knows(&record.pic.task[2], OOMT_F_SWAP));
	cr_expect_eq(record.pic.task[2].cgroup, OOMT_NONE);
	cr_expect_str_eq(record.pic.task[1].exe, task[1].exe);
	cr_expect_str_eq(record.pic.task[1].comm, task[1].comm);
	cr_assert_eq(oomt_record_eval(&record, &record.rules.rs, &again), 0);
	same_verdicts(&eval, &again, "past");
	oomt_eval_exit(&again);
	oomt_record_exit(&record);
	oomt_eval_exit(&eval);
}

Test(record, keeps_for_until_and_cooldown)
{
	make_past();
	check_past(false);			/* `for` has just begun */
	state[0].since[0] = pic.now_ns - 31000000000ULL;
	check_past(true);
	state[0].chain[0].acted_ns = pic.now_ns - 59000000000ULL;
	check_past(false);			/* cooldown */
	state[0].since[0] = 0;
	state[0].chain[0].acted_ns = pic.now_ns - 61000000000ULL;
	state[0].chain[0].active = true;
	check_past(true);			/* until it holds */
	state[0].chain[0].fruitless = 3;
	check_past(false);
	forget_past();
}

/* ---- damage ------------------------------------------------------------------ */

static char *read_text(const char *path, size_t *size)
{
	FILE *in = fopen(path, "re");
	struct stat st;
	char *text;

	cr_assert_not_null(in);
	fstat(fileno(in), &st);
	*size = st.st_size;
	text = malloc(*size + 1);
	cr_assert_eq(fread(text, 1, *size, in), *size);
	fclose(in);
	return text;
}

/* Reads it, whatever it is, and asks it if it is in order. */
static bool survive(const char *text, size_t size)
{
	struct oomt_record_file record;
	struct oomt_eval eval;
	char path[96];
	bool fine;
	FILE *to;

	snprintf(path, sizeof(path), "%s/broken", dir);
	to = fopen(path, "we");
	fwrite(text, 1, size, to);
	fclose(to);
	cr_assert_eq(oomt_record_read(&record, path), 0);
	fine = !record.diags.errors && !record.rules.diags.errors;
	if (fine && !oomt_record_eval(&record, &record.rules.rs, &eval))
		oomt_eval_exit(&eval);
	oomt_record_exit(&record);
	return fine;
}

Test(record, damage_is_refused)
{
	struct oomt_eval eval;
	size_t size, at;
	char *path, *text;
	u32 i, seed = 7;

	make_past();
	cr_assert_eq(oomt_eval_picture(&rules.rs, &pic, OOMT_HOOK_LOW, &eval),
		     0);
	state[0].since[0] = pic.now_ns - 5;
	state[0].chain[0].acted_ns = pic.now_ns - 7;
	write_eval(&eval, state);
	oomt_eval_exit(&eval);
	path = oomt_record_last(dir);
	text = read_text(path, &size);
	cr_expect(survive(text, size));
	/* Cut anywhere but in the last line. */
	for (at = 0; at + 9 < size; at += 7)
		cr_expect_not(survive(text, at), "cut at %zu", at);
	for (i = 0; i < 3000; i++) {
		char was;

		seed = seed * 1103515245 + 12345;
		at = seed / 65536 * 32768ULL % size;
		was = text[at];
		seed = seed * 1103515245 + 12345;
		text[at] = i % 3 ? "=\" \n-0\\9z"[seed / 65536 % 9] :
				   (char)(seed >> 16);
		survive(text, size);
		text[at] = was;
	}
	free(text);
	free(path);
	forget_past();
}

/* ---- the place ---------------------------------------------------------------- */

static size_t count(s64 *bytes, mode_t *modes)
{
	char pattern[96];
	struct stat st;
	glob_t found;
	size_t i, n;

	snprintf(pattern, sizeof(pattern), "%s/*.record", dir);
	*bytes = *modes = 0;
	if (glob(pattern, 0, NULL, &found))
		return 0;
	n = found.gl_pathc;
	for (i = 0; i < n; i++) {
		stat(found.gl_pathv[i], &st);
		*bytes += st.st_size;
		*modes |= st.st_mode & 0777;
	}
	globfree(&found);
	return n;
}

Test(record, bounds_are_kept)
{
	struct oomt_record_file record;
	struct oomt_eval eval;
	mode_t modes;
	s64 bytes;
	u32 i;

	make_past();
	cr_assert_eq(oomt_eval_picture(&rules.rs, &pic, OOMT_HOOK_LOW, &eval),
		     0);
	records = 100;
	for (i = 0; i < 10; i++)
		write_eval(&eval, NULL);
	cr_expect_eq(count(&bytes, &modes), 4);
	cr_expect_eq(modes, 0600);
	read_last(&record);
	cr_expect_eq(record.id, 110, "the newest stays: %llu",
		     (unsigned long long)record.id);
	oomt_record_exit(&record);
	place.bytes = bytes / 2 + 10;
	write_eval(&eval, NULL);
	cr_expect_leq(count(&bytes, &modes), 2);
	cr_expect_leq(bytes, place.bytes);
	oomt_eval_exit(&eval);
	forget_past();
}

Test(record, redaction_leaves_no_name)
{
	struct oomt_eval eval;
	char *path, *text;
	size_t size;

	make_past();
	place.redact = true;
	cr_assert_eq(oomt_eval_picture(&rules.rs, &pic, OOMT_HOOK_LOW, &eval),
		     0);
	write_eval(&eval, NULL);
	path = oomt_record_last(dir);
	text = read_text(path, &size);
	text[size] = '\0';
	cr_expect_null(strstr(text, "x=1"));
	cr_expect_null(strstr(text, "usr"));
	cr_expect_not_null(strstr(text, "\nredacted=1\n"));
	free(text);
	free(path);
	oomt_eval_exit(&eval);
	forget_past();
}

Test(record, base64)
{
	unsigned char data[300], back[300];
	size_t i, n, got, size;
	char *text;
	FILE *to;

	for (i = 0; i < sizeof(data); i++)
		data[i] = i * 7 + i / 3;
	for (n = 0; n < sizeof(data); n++) {
		to = open_memstream(&text, &size);
		oomt_base64_write(to, data, n);
		fclose(to);
		cr_assert_eq(oomt_base64_read(text, size, back, n, &got), 0);
		cr_expect_eq(got, n);
		cr_expect_eq(memcmp(data, back, n), 0);
		if (n)
			cr_expect_neq(oomt_base64_read(text, size, back, n - 1,
						       &got), 0);
		free(text);
	}
	cr_expect_neq(oomt_base64_read("QQ", 2, back, 9, &got), 0);
	cr_expect_neq(oomt_base64_read("Q===", 4, back, 9, &got), 0);
	cr_expect_neq(oomt_base64_read("QQ==QQ==", 8, back, 9, &got), 0);
	cr_expect_neq(oomt_base64_read("Q\xc3Q=", 4, back, 9, &got), 0);
}

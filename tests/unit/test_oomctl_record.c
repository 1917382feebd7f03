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
#include "record/recorder.h"

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

static struct oomt_record_name written;
static struct oomt_job job;
static const bool *spent;

/* A decision as the executor has it, written and read. */
static void write_eval(const struct oomt_eval *eval,
		       const struct oomt_table_state *state)
{
	struct oomt_record record = {
		.job = &job, .when = OOMT_RECORD_AT, .pic = eval->pic,
		.rs = eval->rs, .state = state, .spent = spent,
	};

	job.decision = eval->judged.decision;
	job.decision.id = ++records;
	job.decision.hook = eval->hook;
	job.signalled_ns = job.decision.at_ns + 1000;
	job.available = -1;
	cr_assert_eq(oomt_record_write(&place, &record, &written), 0);
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

static void make_past_of(const char *text)
{
	char path[96];
	FILE *to;
	u32 i;

	snprintf(path, sizeof(path), "%s/t.oom", dir);
	to = fopen(path, "we");
	fputs(text, to);
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

static void make_past(void)
{
	make_past_of("table t\nchain early {\nhook low\n"
		     "when mem.available < 10% for 30s\n"
		     "until mem.available > 50%\ncooldown 1m\npolicy kill\n"
		     "exe \"/x/*\" exempt\ngrowth > 1M/s score +5\n}\n");
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
					NULL, recall, NULL, &eval), 0);
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

/* Who would die, by the record as it is read back; 0: nobody. */
static s32 victim_again(const struct oomt_table_state *was)
{
	struct oomt_record_file record;
	struct oomt_eval eval;
	s32 pid;

	memset(&job, 0, sizeof(job));
	cr_assert_eq(oomt_eval_picture(&rules.rs, &pic, OOMT_HOOK_LOW, &eval),
		     0);
	write_eval(&eval, was);
	oomt_eval_exit(&eval);
	read_last(&record);
	cr_assert_eq(oomt_record_eval(&record, &record.rules.rs, &eval), 0);
	pid = eval.judged.victim_count ? eval.judged.victim[0].pid : 0;
	oomt_eval_exit(&eval);
	oomt_record_exit(&record);
	return pid;
}

Test(record, keeps_what_scope_chains_remember_of_each_cgroup)
{
	struct oomt_chain_state *chain;
	struct oomt_each *each;
	u64 *since;

	make_past_of("table t\nchain each {\nhook low\n"
		     "scope cgroup \"/**\"\n"
		     "when scope memory.current > 1M for 30s\n"
		     "until scope memory.current < 512K\ncooldown 1m\n"
		     "policy kill\n}\n");
	cgroup[0].id = 77;
	cgroup[0].known = 1ULL << OOMT_CM_MEMORY_CURRENT;
	cgroup[0].metric[OOMT_CM_MEMORY_CURRENT] = 2 << 20;
	task[0].cgroup = task[1].cgroup = 0;
	each = &state[0].each[0];
	oomt_each_sample(each, pic.now_ns - 1000);
	oomt_each_sample(each, pic.now_ns);
	chain = oomt_each_get(each, 77, pic.now_ns, &since);
	cr_expect_eq(victim_again(state), 0, "`for` has just begun");
	since[0] = pic.now_ns - 31000000000ULL;
	cr_expect_eq(victim_again(state), 11);
	chain->acted_ns = pic.now_ns - 59000000000ULL;
	cr_expect_eq(victim_again(state), 0, "cooldown");
	chain->acted_ns = pic.now_ns - 61000000000ULL;
	since[0] = 0;
	cr_expect_eq(victim_again(state), 0);
	chain->active = true;
	cr_expect_eq(victim_again(state), 11, "until it holds");
	chain->fruitless = 3;
	cr_expect_eq(victim_again(state), 0, "paused");
	/* Another cgroup's past is not this one's. */
	oomt_each_get(each, 77, pic.now_ns, &since);
	memset(each->cgroup, 0, OOMT_EACH_SLOTS * sizeof(*each->cgroup));
	chain = oomt_each_get(each, 78, pic.now_ns, &since);
	since[0] = pic.now_ns - 31000000000ULL;
	cr_expect_eq(victim_again(state), 0, "of another cgroup");
	forget_past();
}

Test(record, keeps_limits_and_who_is_spent)
{
	static const bool one[3] = { false, false, true };

	make_past_of("table t\nchain early {\nhook low\n"
		     "when mem.available < 10%\norder by rss\npolicy exempt\n"
		     "pid 12 freeze for 1s\n"
		     "pid 11 limit rate 1/minute kill\npid 10 kill prefer -1\n"
		     "}\n");
	cr_expect_eq(victim_again(state), 12);
	spent = one;
	cr_expect_eq(victim_again(state), 11, "frozen in this episode");
	state[0].full_ns[0] = pic.now_ns + 30000000000ULL;
	cr_expect_eq(victim_again(state), 10, "no token is left");
	state[0].full_ns[0] = 1;
	cr_expect_eq(victim_again(state), 11, "long full again");
	spent = NULL;
	cr_expect_eq(victim_again(state), 12);
	forget_past();
}

/* ---- what was not asked for -------------------------------------------------- */

static void person(struct oomt_task *to, s32 pid, u64 start_ns, u64 known)
{
	memset(to, 0, sizeof(*to));
	to->pid = pid;
	to->start_ns = start_ns;
	to->known = known;
	to->cgroup = OOMT_NONE;
}

Test(record, is_completed_by_what_nobody_asked_for)
{
	const u64 all = (1ULL << OOMT_F_COUNT) - 1;
	const u64 few = 1ULL << OOMT_F_COMM | 1ULL << OOMT_F_PID;
	const struct oomt_ruleset asks = { .gather = 1ULL << OOMT_F_EXE };
	struct oomt_task was[4], is[4];
	struct oomt_cgroup room[3] = { { .path = "/a", .id = 5 } };
	struct oomt_cgroup places[2] = { { .path = "/a" }, { .path = "/b" } };
	struct oomt_picture then = {
		.task = was, .task_count = 4, .cgroup = room, .cgroup_count = 1,
	};
	const struct oomt_picture now = {
		.task = is, .task_count = 4, .cgroup = places, .cgroup_count = 2,
	};
	u64 later[4];
	u32 i;

	person(&was[0], 10, 1000000000, few);		/* dead now */
	person(&was[1], 20, 2000000000, few);
	person(&was[2], 30, 3000000000, few);		/* another by now */
	person(&was[3], 40, 4000000000, few | 1ULL << OOMT_F_GID);
	was[3].gid = 7;
	person(&is[0], 15, 1500000000, all);
	person(&is[1], 20, 1991000000, all);
	person(&is[2], 30, 3500000000, all);
	person(&is[3], 40, 4000000000, all);
	for (i = 0; i < 4; i++) {
		is[i].cgroup = i % 2;
		is[i].ppid = is[i].gid = 99;
		is[i].exe = "/bin/x";
		is[i].rss = 1 << 20;
	}
	oomt_recorder_complete(&then, &asks, &now, later);
	cr_expect_eq(later[0], 0);
	cr_expect_eq(was[0].known, few);
	cr_expect_eq(later[2], 0);
	cr_expect_eq(was[2].cgroup, OOMT_NONE);
	cr_expect_eq(later[1], 1ULL << OOMT_F_PPID | 1ULL << OOMT_F_PGRP |
			       1ULL << OOMT_F_SESSION | 1ULL << OOMT_F_GID |
			       1ULL << OOMT_F_CGROUP);
	cr_expect_eq(was[1].ppid, 99);
	cr_expect_null(was[1].exe, "the tables ask for it: unknown is a fact");
	cr_expect_eq(was[1].rss, 0);
	cr_assert_eq(then.cgroup_count, 2);
	cr_expect_str_eq(room[1].path, "/b");
	cr_expect_eq(was[1].cgroup, 1);
	cr_expect_eq(was[3].gid, 7, "known then");
	cr_expect_eq(was[3].cgroup, 1);
}

/* ---- what came of it later -------------------------------------------------- */

static void write_freeze(const struct oomt_eval *eval)
{
	memset(&job, 0, sizeof(job));
	job.kind = OOMT_JOB_DEED;
	job.pid_count = 200;
	job.done_ns = pic.now_ns + 1000;
	write_eval(eval, state);
}

Test(record, a_thaw_is_added_to_its_freeze)
{
	struct oomt_record_file record;
	struct oomt_record_name freeze;
	char text[OOMT_RECORD_RESULT_LEN];
	struct oomt_eval eval;

	make_past_of("table t\nchain early {\nhook low\n"
		     "when mem.available < 10%\npolicy exempt\nrss > 0 freeze\n}\n");
	cr_assert_eq(oomt_eval_picture(&rules.rs, &pic, OOMT_HOOK_LOW, &eval),
		     0);
	write_freeze(&eval);
	freeze = written;
	cr_assert_eq(freeze.id, job.decision.id);
	job.kind = OOMT_JOB_THAW;
	job.done_ns = job.decision.at_ns + 30000000000ULL;
	cr_assert_eq(oomt_record_add(&place, &freeze, &job), 0);
	read_last(&record);
	cr_expect_str_eq(record.action, "freeze");
	cr_expect_str_eq(record.result, "frozen");
	cr_expect_eq(record.thawed_ns, 30000000000LL);
	oomt_record_result(&record, text);
	cr_expect_str_eq(text, "frozen, thawed after 30 s");
	cr_expect_eq(record.victim, true);
	oomt_record_exit(&record);
	/* It was removed meanwhile. */
	cr_expect_eq(oomt_record_add(&place, &freeze, &job), -ENOENT);
	/* Begun, and then its result. */
	job.kind = OOMT_JOB_BEGUN;
	job.decision.runner[0].kind = OOMT_ACT_EXEC;
	eval.judged.decision.runner[0].kind = OOMT_ACT_EXEC;
	write_eval(&eval, state);
	job.kind = OOMT_JOB_DEED;
	job.result = 3;
	cr_assert_eq(oomt_record_add(&place, &written, &job), 0);
	read_last(&record);
	cr_expect_str_eq(record.result, "the command has run");
	cr_expect_eq(record.thawed_ns, -1);
	oomt_record_exit(&record);
	oomt_eval_exit(&eval);
	forget_past();
}

Test(record, the_last_one_has_a_victim_if_any_has)
{
	struct oomt_record_file record;
	struct oomt_eval eval;
	u64 first;
	u32 i;

	make_past();
	cr_assert_eq(oomt_eval_picture(&rules.rs, &pic, OOMT_HOOK_LOW, &eval),
		     0);
	memset(&job, 0, sizeof(job));
	write_eval(&eval, NULL);
	first = written.id;
	place.files = 40;
	eval.judged.decision.outcome = OOMT_OUT_NO_CANDIDATE;
	usleep(2000);
	job.kind = OOMT_JOB_NOBODY;
	write_eval(&eval, NULL);
	read_last(&record);
	cr_expect_eq(record.id, first);
	oomt_record_exit(&record);
	read_last(&record);
	cr_expect_eq(record.id, first + 1);
	cr_expect_not(record.victim);
	cr_expect_str_eq(record.result, "nobody may be taken");
	oomt_record_exit(&record);
	/* Often, and yet no other is driven out. */
	eval.judged.decision.outcome = OOMT_OUT_VICTIM;
	write_eval(&eval, NULL);
	first = written.id;
	eval.judged.decision.outcome = OOMT_OUT_NO_CANDIDATE;
	for (i = 0; i < 60; i++)
		write_eval(&eval, NULL);
	read_last(&record);
	cr_expect_eq(record.id, first);
	oomt_record_exit(&record);
	oomt_eval_exit(&eval);
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

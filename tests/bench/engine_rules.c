// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Rules and processes of the engine's benchmark; see engine_rules.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "engine_rules.h"
#include "names.h"

static u64 state;

static u32 below(u32 n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (state * 0x2545f4914f6cdd1dULL >> 32) % n;
}

static const char *const stems[] = {
	"postgres", "worker", "java", "node", "chrome", "build", "cc1plus",
	"python3", "render", "agent", "nginx", "redis", "ld", "batch", "job",
};

/* A name that no other number makes; as long as a comm may be. */
static void make_name(char *to, u32 number)
{
	const char *stem = stems[number % ARRAY_SIZE(stems)];

	snprintf(to, OOMT_COMM_LEN, "%.8s-%u", stem, number % 1000000);
}

static void *allocate(size_t count, size_t size)
{
	void *room = calloc(count, size);

	if (!room)
		abort();
	return room;
}

static void add(struct bench_match *m, enum bench_how how, const char *format,
		const char *name, u32 number)
{
	u32 i = m->texts++;

	m->how = how;
	if (!m->text)
		m->text = allocate(BENCH_TEXTS, sizeof(*m->text));
	if (asprintf(&m->text[i], format, name, number) < 0)
		abort();
	if (how != BENCH_REGEX)
		return;
	if (!m->regex)
		m->regex = allocate(BENCH_TEXTS, sizeof(*m->regex));
	if (regcomp(&m->regex[i], m->text[i], REG_EXTENDED | REG_NOSUB))
		abort();
}

/* ---- rules ------------------------------------------------------------------ */

static void comm_names(struct bench_match *m, u32 number)
{
	char name[OOMT_COMM_LEN];
	u32 i, count = 1 + below(BENCH_TEXTS);

	m->field = OOMT_F_COMM;
	for (i = 0; i < count; i++) {
		make_name(name, number + i * 20011);
		add(m, BENCH_EQUAL, "%s", name, 0);
	}
}

static void comm_glob(struct bench_match *m, u32 number)
{
	char name[OOMT_COMM_LEN];

	m->field = OOMT_F_COMM;
	make_name(name, number);
	add(m, BENCH_GLOB, below(3) ? "%.13s*" : "?%.12s*",
	    name + (number & 1), 0);
}

static void cgroup_below(struct bench_match *m, u32 number)
{
	m->field = OOMT_F_CGROUP;
	add(m, BENCH_BELOW, "/%s/unit-%u.service/**",
	    number & 1 ? "system.slice" : "kubepods.slice", number);
}

static void cgroup_glob(struct bench_match *m, u32 number)
{
	m->field = OOMT_F_CGROUP;
	add(m, BENCH_GLOB, "/user.slice/*/app-%s-%u*.scope",
	    stems[number % ARRAY_SIZE(stems)], number);
}

static void exe_regex(struct bench_match *m, u32 number)
{
	m->field = OOMT_F_EXE;
	add(m, BENCH_REGEX, "^/opt/%s-%u/(bin|sbin)/[^/]+$",
	    stems[number % ARRAY_SIZE(stems)], number);
}

static void comm_regex(struct bench_match *m, u32 number)
{
	m->field = OOMT_F_COMM;
	add(m, BENCH_REGEX, "^(%.8s|w)-%u[0-9]?$",
	    stems[number % ARRAY_SIZE(stems)], number);
}

/* In percent: what a policy for many kinds of programs is made of. */
static void make_match(struct bench_match *m, u32 number)
{
	u32 dice = below(100);

	if (dice < 45)
		comm_names(m, number);
	else if (dice < 60)
		comm_glob(m, number);
	else if (dice < 75)
		cgroup_below(m, number);
	else if (dice < 85)
		cgroup_glob(m, number);
	else if (dice < 93)
		exe_regex(m, number);
	else
		comm_regex(m, number);
}

static void make_rule(struct bench_rule *rule, u32 number)
{
	rule->first.field = rule->second.field = -1;
	rule->uid = rule->rss_over = -1;
	rule->adj_at_most = S64_MAX;
	make_match(&rule->first, number);
	if (below(100) < 15)
		cgroup_below(&rule->second, number + 1);
	if (below(100) < 20)
		rule->uid = below(4) ? 1000 + below(50) : 0;
	if (below(100) < 30)
		rule->rss_over = (s64)(1 + below(2000)) << 20;
	if (below(100) < 5)
		rule->adj_at_most = -(s64)below(900);
	rule->verdict = below(100) < 40 ? BENCH_EXEMPT :
			below(100) < 60 ? BENCH_KILL : BENCH_SCORE;
	rule->number = 1 + below(500);
}

void bench_rules_init(struct bench_rules *rules, u32 count)
{
	u32 i;

	state = 20250301 + count;
	rules->count = count;
	rules->rule = allocate(count, sizeof(*rules->rule));
	for (i = 0; i < count; i++)
		make_rule(&rules->rule[i], i);
}

static void match_exit(struct bench_match *m)
{
	u32 i;

	for (i = 0; i < m->texts; i++) {
		free(m->text[i]);
		if (m->regex)
			regfree(&m->regex[i]);
	}
	free(m->text);
	free(m->regex);
}

void bench_rules_exit(struct bench_rules *rules)
{
	u32 i;

	for (i = 0; i < rules->count; i++) {
		match_exit(&rules->rule[i].first);
		match_exit(&rules->rule[i].second);
	}
	free(rules->rule);
}

/* ---- as text ---------------------------------------------------------------- */

static void put_match(FILE *out, const struct bench_match *m)
{
	bool list = m->texts > 1, regex = m->how == BENCH_REGEX;
	u32 i;

	if (m->field < 0)
		return;
	fprintf(out, " %s%s%s", oomt_field_name(m->field), regex ? " ~" : "",
		list ? " {" : "");
	for (i = 0; i < m->texts; i++)
		fprintf(out, regex ? "%s '%s'" : "%s \"%s\"", i ? "," : "",
			m->text[i]);
	fputs(list ? " }" : "", out);
}

static void put_rule(FILE *out, const struct bench_rule *rule)
{
	if (rule->uid >= 0)
		fprintf(out, " uid %lld", (long long)rule->uid);
	if (rule->rss_over >= 0)
		fprintf(out, " rss > %lldM", (long long)rule->rss_over >> 20);
	if (rule->adj_at_most != S64_MAX)
		fprintf(out, " oom_score_adj <= %lld",
			(long long)rule->adj_at_most);
	put_match(out, &rule->first);
	put_match(out, &rule->second);
	if (rule->verdict == BENCH_EXEMPT)
		fputs(" exempt\n", out);
	else if (rule->verdict == BENCH_KILL)
		fprintf(out, " kill prefer %d\n", rule->number);
	else
		fprintf(out, " score +%d\n", rule->number);
}

char *bench_rules_text(const struct bench_rules *rules)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	u32 i;

	if (!out)
		abort();
	fputs("table bench\nchain c {\nhook oom\npolicy kill\n", out);
	for (i = 0; i < rules->count; i++)
		put_rule(out, &rules->rule[i]);
	fputs("}\n", out);
	return fclose(out) ? NULL : text;
}

/* ---- processes -------------------------------------------------------------- */

/* Cgroups: half of them such as some rules name. */
static void make_cgroups(const struct bench_rules *rules,
			 struct oomt_picture *pic)
{
	static char path[BENCH_PATHS][BENCH_TEXT];
	u32 i, number;

	for (i = 0; i < BENCH_PATHS; i++) {
		number = below(rules->count * 2);
		if (i % 3 == 2)
			snprintf(path[i], BENCH_TEXT,
				 "/user.slice/user-%u.slice/app-%s-%u-x.scope",
				 1000 + i, stems[number % ARRAY_SIZE(stems)],
				 number);
		else
			snprintf(path[i], BENCH_TEXT, "/%s/unit-%u.service/a",
				 number & 1 ? "system.slice" :
					      "kubepods.slice", number);
		pic->cgroup[i].path = path[i];
		pic->cgroup[i].id = i + 1;
	}
}

static void make_task(const struct bench_rules *rules,
		      struct oomt_task *task, s32 pid)
{
	static char exe[4096][BENCH_TEXT];
	u32 number = below(rules->count);
	char *path = exe[pid % ARRAY_SIZE(exe)];

	task->known = ~0ULL;
	task->pid = pid;
	task->ppid = 1;
	task->uid = below(3) ? 1000 + below(50) : 0;
	task->oom_score_adj = below(8) ? 0 : -500;
	task->rss = task->anon = (s64)below(3000) << 19;
	task->cgroup = below(BENCH_PATHS);
	if (below(3))
		make_name(task->comm, number);
	else
		snprintf(task->comm, OOMT_COMM_LEN, "other%u", below(9999));
	snprintf(path, BENCH_TEXT, below(3) ? "/usr/bin/%s-%u" :
		 "/opt/%s-%u/bin/run", stems[number % ARRAY_SIZE(stems)],
		 number);
	task->exe = path;
}

void bench_picture(const struct bench_rules *rules, struct oomt_picture *pic,
		   u32 tasks)
{
	u32 i;

	memset(pic, 0, sizeof(*pic));
	pic->now_ns = 1000000ULL * 1000000000;
	oomt_picture_set(pic, OOMT_M_MEM_TOTAL, 32LL << 30);
	pic->task = allocate(tasks, sizeof(*pic->task));
	pic->cgroup = allocate(BENCH_PATHS, sizeof(*pic->cgroup));
	pic->cgroup_count = BENCH_PATHS;
	pic->task_count = tasks;
	make_cgroups(rules, pic);
	for (i = 0; i < tasks; i++)
		make_task(rules, &pic->task[i], i + 2);
}

void bench_picture_exit(struct oomt_picture *pic)
{
	free(pic->task);
	free(pic->cgroup);
}

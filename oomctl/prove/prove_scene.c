// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* A counterexample as a snapshot; see prove_scene.h. */
#include <stdio.h>
#include "amount.h"
#include "names.h"
#include "prove_scene.h"
#include "value.h"

#define TRIES_MAX	160
/* A history long enough that every `for` has held. */
#define BEFORE_S	1000000

/* ---- metrics ------------------------------------------------------------- */

static s64 metric_total(const struct prove_scene *scene, u32 metric)
{
	switch (oomt_metric_base(metric)) {
	case OOMT_B_MEM:
		return scene->mem;
	case OOMT_B_SWAP:
		return scene->swap;
	default:
		return oomt_metric_type(metric) == OOMT_T_PERCENT ? 10000 :
								    1LL << 30;
	}
}

/* A machine in need, as it mostly is. */
static s64 metric_worst(const struct prove_scene *scene, u32 metric)
{
	switch (metric) {
	case OOMT_M_MEM_AVAILABLE:
	case OOMT_M_MEM_FREE:
	case OOMT_M_MEM_CACHED:
	case OOMT_M_SWAP_FREE:
		return 0;
	default:
		return metric_total(scene, metric);
	}
}

static u32 scramble(u32 x)
{
	x ^= x >> 16;
	x *= 0x7feb352dU;
	x ^= x >> 15;
	x *= 0x846ca68bU;
	return x ^ x >> 16;
}

/* A value near one that some condition compares the metric with. */
static s64 metric_near(const struct prove_scene *scene, u32 metric, u32 seed)
{
	s64 total = metric_total(scene, metric), value = total;
	u32 met = 1, t, i;

	if (seed % 4 == 0)
		return 0;
	for (t = 0; t < scene->rs->table_count; t++) {
		const struct oomt_table *table = scene->rs->table[t];

		for (i = 0; i < table->INSNS_count; i++) {
			const struct oomt_insn *insn = &table->INSNS[i];

			if (insn->op != OOMT_OP_CMP || insn->field != metric ||
			    insn->flags & OOMT_I_METRIC ||
			    scramble(seed + i) % ++met)
				continue;
			value = insn->flags & OOMT_I_PERCENT ?
				oomt_percent_of(total, insn->imm) : insn->imm;
		}
	}
	value += (s64)(scramble(seed ^ 77) % 3) - 1;
	return value < 0 ? 0 : value > total ? total : value;
}

bool prove_scene_metrics(struct prove_scene *scene, u32 n)
{
	u32 m;

	if (n >= TRIES_MAX || (n && scene->hook != OOMT_HOOK_LOW))
		return false;
	scene->metrics = 1ULL << OOMT_M_MEM_TOTAL | 1ULL << OOMT_M_SWAP_TOTAL;
	scene->metric[OOMT_M_MEM_TOTAL] = scene->mem;
	scene->metric[OOMT_M_SWAP_TOTAL] = scene->swap;
	scene->pressed = n % 2 == 0;
	for (m = 0; m < OOMT_M_COUNT; m++) {
		bool psi = oomt_metric_type(m) == OOMT_T_PERCENT;

		if (!(scene->rs->metrics >> m & 1) || scene->metrics >> m & 1)
			continue;
		if (n == 0 || (n == 1 && !psi) || (n == 2 && psi))
			scene->metric[m] = metric_worst(scene, m);
		else if (n < 3)
			scene->metric[m] = psi || m == OOMT_M_PGSCAN_RATE ? 0 :
					   scene->mem / 2;
		else
			scene->metric[m] = metric_near(scene, m,
						       scramble(n * 64 + m));
		/* It follows from the other: say only one. */
		if (m == OOMT_M_SWAP_FREE &&
		    scene->metrics >> OOMT_M_SWAP_USED & 1)
			continue;
		scene->metrics |= 1ULL << m;
	}
	return true;
}

/* ---- people -------------------------------------------------------------- */

void prove_scene_join(struct prove_scene *scene)
{
	struct prove_person *taker = &scene->person[0];
	struct prove_person *member = &scene->person[1];
	const u64 memcg = 1ULL << OOMT_F_MEMCG_CURRENT |
			  1ULL << OOMT_F_MEMCG_MAX;

	if (scene->unit == OOMT_UNIT_TREE) {
		member->value[OOMT_F_PPID] = taker->value[OOMT_F_PID];
		/* Whoever stands between them would break the tree up. */
		if (member->kins && !taker->kins) {
			memcpy(taker->kin, member->kin, sizeof(taker->kin));
			taker->kins = member->kins;
			taker->value[OOMT_F_PPID] = taker->kin[0].pid;
		}
		member->kins = 0;
		if (taker->value[OOMT_F_CHILDREN])
			taker->value[OOMT_F_CHILDREN]--;
		taker->value[OOMT_F_TREE_TOTAL] = taker->value[OOMT_F_TOTAL];
		return;
	}
	if (scene->unit == OOMT_UNIT_PGRP) {
		member->value[OOMT_F_PGRP] = taker->value[OOMT_F_PGRP];
		return;
	}
	member->text[OOMT_F_CGROUP] = taker->text[OOMT_F_CGROUP];
	member->value[OOMT_F_MEMCG_CURRENT] =
		taker->value[OOMT_F_MEMCG_CURRENT];
	member->value[OOMT_F_MEMCG_MAX] = taker->value[OOMT_F_MEMCG_MAX];
	member->known = (member->known & ~memcg) | (taker->known & memcg);
	if (scene->unit != OOMT_UNIT_APP)
		return;
	member->value[OOMT_F_UID] = taker->value[OOMT_F_UID];
	member->text[OOMT_F_EXE] = taker->text[OOMT_F_EXE];
	/* By their names they would be two: then by what they run. */
	if (!taker->text[OOMT_F_EXE] && strcmp(taker->text[OOMT_F_COMM],
					       member->text[OOMT_F_COMM])) {
		taker->text[OOMT_F_EXE] = "/usr/bin/app";
		member->text[OOMT_F_EXE] = "/usr/bin/app";
	}
}

bool prove_scene_hit(const struct prove_scene *scene, char path[OOMT_PATH_MAX])
{
	const char *first = scene->person[0].text[OOMT_F_CGROUP];
	size_t len = strlen(first), i;
	u32 p;

	for (p = 1; p < scene->people; p++) {
		const char *other = scene->person[p].text[OOMT_F_CGROUP];

		for (i = 0; i < len && other[i] == first[i]; i++)
			;
		/* Back to where a part ends in both. */
		while (i && !((first[i] == '/' || !first[i]) &&
			      (other[i] == '/' || !other[i])))
			i--;
		len = i;
	}
	if (len < 2 || len >= OOMT_PATH_MAX)
		return false;
	memcpy(path, first, len);
	path[len] = '\0';
	return true;
}

/* ---- text ---------------------------------------------------------------- */

static void put_text(FILE *out, const char *key, const char *text)
{
	const unsigned char *c;

	fprintf(out, " %s=\"", key);
	for (c = (const unsigned char *)text; *c; c++) {
		if (*c == '"' || *c == '\\')
			fprintf(out, "\\%c", *c);
		else if (*c < ' ' || *c >= 0x7f)
			fprintf(out, "\\x%02x", *c);
		else
			fputc(*c, out);
	}
	fputc('"', out);
}

static void put_size(FILE *out, const char *key, s64 bytes)
{
	char text[OOMT_VALUE_LEN];

	oomt_value_size_text(bytes, text);
	fprintf(out, " %s=%s", key, text);
}

static void put_system(const struct prove_scene *scene, FILE *out)
{
	char text[OOMT_VALUE_LEN];
	u32 m;

	fputs("system", out);
	for (m = 0; m < OOMT_M_COUNT; m++) {
		if (!(scene->metrics >> m & 1))
			continue;
		if (oomt_metric_type(m) == OOMT_T_PERCENT) {
			oomt_value_percent_text(scene->metric[m], text);
			fprintf(out, " %s=%s", oomt_metric_name(m), text);
		} else if (oomt_metric_type(m) == OOMT_T_SIZE) {
			put_size(out, oomt_metric_name(m), scene->metric[m]);
		} else {
			fprintf(out, " %s=%lld", oomt_metric_name(m),
				(long long)scene->metric[m]);
		}
	}
	fputc('\n', out);
}

static void put_limit(FILE *out, s64 bytes)
{
	if (bytes == OOMT_NO_LIMIT)
		fputs(" memory.max=max", out);
	else
		put_size(out, "memory.max", bytes);
}

/* A cgroup that a condition may ask about, and is at its limit. */
static void put_pressed(const struct prove_scene *scene, FILE *out,
			const char *path)
{
	fputs("cgroup", out);
	put_text(out, "path", path);
	put_size(out, "memory.current", scene->mem / 4);
	put_size(out, "memory.anon", scene->mem / 4);
	put_size(out, "memory.swap.current", scene->swap);
	put_size(out, "memory.max", scene->mem / 4);
	fputs(" psi.some.avg10=100 psi.some.avg60=100 psi.some.avg300=100"
	      " psi.full.avg10=100 psi.full.avg60=100 psi.full.avg300=100\n",
	      out);
}

/* The limit that was hit; an own line says what else is asked of it. */
static void put_hit(const struct prove_scene *scene, FILE *out)
{
	char path[OOMT_PATH_MAX];

	if (scene->hook != OOMT_HOOK_MEMCG || !prove_scene_hit(scene, path))
		return;
	fputs("cgroup", out);
	put_text(out, "path", path);
	put_size(out, "memory.max", scene->mem);
	if (scene->claim == PROVE_CLAIM_MEMBER &&
	    scene->unit == OOMT_UNIT_PROCESS)
		fputs(" memory.oom.group=1", out);
	fputc('\n', out);
}

static void put_cgroups(const struct prove_scene *scene, FILE *out)
{
	const u64 of = 1ULL << OOMT_F_MEMCG_CURRENT |
		       1ULL << OOMT_F_MEMCG_MAX;
	u32 i;

	for (i = 0; i < scene->people; i++) {
		const struct prove_person *p = &scene->person[i];
		bool asked = (scene->rs->fields & of) != 0;

		if (i && !strcmp(p->text[OOMT_F_CGROUP],
				 scene->person[0].text[OOMT_F_CGROUP]))
			continue;
		if (scene->pressed && scene->rs->cgroup_metrics && !asked) {
			put_pressed(scene, out, p->text[OOMT_F_CGROUP]);
			continue;
		}
		if (!(p->known & of))
			continue;
		fputs("cgroup", out);
		put_text(out, "path", p->text[OOMT_F_CGROUP]);
		if (p->known & 1ULL << OOMT_F_MEMCG_CURRENT)
			put_size(out, "memory.current",
				 p->value[OOMT_F_MEMCG_CURRENT]);
		if (p->known & 1ULL << OOMT_F_MEMCG_MAX)
			put_limit(out, p->value[OOMT_F_MEMCG_MAX]);
		fputc('\n', out);
	}
}

/* What a condition asks about by name. */
static void put_named_cgroups(const struct prove_scene *scene, FILE *out)
{
	u32 t, i, j;

	for (t = 0; t < scene->rs->table_count; t++) {
		const struct oomt_table *table = scene->rs->table[t];

		for (i = 0; i < table->INSNS_count; i++) {
			const struct oomt_insn *insn = &table->INSNS[i];
			bool own = false;

			if (insn->op != OOMT_OP_CMP_CGROUP || !insn->arg)
				continue;
			for (j = 0; j < scene->people; j++)
				own |= !strcmp(scene->person[j].text
					       [OOMT_F_CGROUP],
					       oomt_table_string(table,
								 insn->arg));
			if (!own)
				put_pressed(scene, out,
					    oomt_table_string(table,
							      insn->arg));
		}
	}
}

static void put_age(FILE *out, s64 ns)
{
	char text[OOMT_VALUE_LEN];

	oomt_value_duration_text(ns, text);
	fprintf(out, " age=%s", text);
}

static void put_person(FILE *out, const struct prove_person *p)
{
	static const u8 sizes[] = {
		OOMT_F_RSS, OOMT_F_ANON, OOMT_F_FILE, OOMT_F_SHMEM,
		OOMT_F_SWAP, OOMT_F_PGTABLES, OOMT_F_VSIZE,
	};
	const s64 *v = p->value;
	u32 i;

	fprintf(out, "process pid=%lld", (long long)v[OOMT_F_PID]);
	put_text(out, "comm", p->text[OOMT_F_COMM]);
	fprintf(out, " ppid=%lld", (long long)v[OOMT_F_PPID]);
	if (v[OOMT_F_PGRP] != v[OOMT_F_PID])
		fprintf(out, " pgrp=%lld", (long long)v[OOMT_F_PGRP]);
	if (v[OOMT_F_SESSION] != v[OOMT_F_PID])
		fprintf(out, " session=%lld", (long long)v[OOMT_F_SESSION]);
	fprintf(out, " uid=%lld gid=%lld", (long long)v[OOMT_F_UID],
		(long long)v[OOMT_F_GID]);
	put_text(out, "cgroup", p->text[OOMT_F_CGROUP]);
	if (p->text[OOMT_F_EXE])
		put_text(out, "exe", p->text[OOMT_F_EXE]);
	if (p->text[OOMT_F_CMDLINE])
		put_text(out, "cmdline", p->text[OOMT_F_CMDLINE]);
	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		if (v[sizes[i]])
			put_size(out, oomt_field_name(sizes[i]), v[sizes[i]]);
	if (v[OOMT_F_OOM_SCORE_ADJ])
		fprintf(out, " oom_score_adj=%lld",
			(long long)v[OOMT_F_OOM_SCORE_ADJ]);
	put_age(out, v[OOMT_F_AGE]);
	if (v[OOMT_F_THREADS] != 1)
		fprintf(out, " threads=%lld", (long long)v[OOMT_F_THREADS]);
	fputc('\n', out);
}

/* The same a second ago, when it was smaller or larger. */
static void put_person_before(FILE *out, const struct prove_person *p)
{
	struct prove_person before = *p;
	s64 *v = before.value, less = v[OOMT_F_GROWTH];
	static const u8 from[] = {
		OOMT_F_ANON, OOMT_F_FILE, OOMT_F_SHMEM, OOMT_F_SWAP,
		OOMT_F_PGTABLES,
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(from) && less > 0; i++) {
		s64 part = v[from[i]] < less ? v[from[i]] : less;

		v[from[i]] -= part;
		less -= part;
	}
	v[OOMT_F_ANON] -= less;
	v[OOMT_F_RSS] = v[OOMT_F_ANON] + v[OOMT_F_FILE] + v[OOMT_F_SHMEM];
	v[OOMT_F_AGE] -= v[OOMT_F_AGE] < OOMT_NS_PER_S ? v[OOMT_F_AGE] :
							  OOMT_NS_PER_S;
	put_person(out, &before);
}

/* Relatives: never taken themselves. */
static void put_relatives(const struct prove_scene *scene, FILE *out,
			  const struct prove_person *p, u32 index)
{
	const char *spare = scene->spare_by_kthread ? "kthread" :
						      "oom_score_adj=-1000";
	s64 more = p->value[OOMT_F_TREE_TOTAL] - p->value[OOMT_F_TOTAL];
	s64 pid = p->value[OOMT_F_PID];
	u32 i;

	for (i = 0; i < p->kins; i++) {
		const struct prove_ancestor *a = &p->kin[i];

		fprintf(out, "process pid=%lld", (long long)a->pid);
		put_text(out, "comm", a->comm);
		fprintf(out, " ppid=%lld uid=%lld",
			i + 1 < p->kins ? (long long)p->kin[i + 1].pid : 1LL,
			(long long)a->uid);
		put_text(out, "cgroup", a->cgroup);
		if (a->exe)
			put_text(out, "exe", a->exe);
		fprintf(out, " %s\n", spare);
	}
	for (i = 0; i < p->value[OOMT_F_CHILDREN]; i++) {
		fprintf(out, "process pid=%lld ppid=%lld comm=child",
			(long long)(pid < 1 << 30 ? pid + 5000 : pid - 5000) +
			index * 100 + i, (long long)pid);
		if (!i && more)
			put_size(out, "rss", more);
		fprintf(out, " %s\n", spare);
	}
}

char *prove_scene_text(const struct prove_scene *scene)
{
	bool history = false;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	u32 i;

	if (!out)
		return NULL;
	for (i = 0; i < scene->people; i++)
		history |= scene->person[i].known >> OOMT_F_GROWTH & 1;
	fputs("snapshot 1\n", out);
	put_system(scene, out);
	put_hit(scene, out);
	put_cgroups(scene, out);
	if (scene->pressed)
		put_named_cgroups(scene, out);
	if (history) {
		fprintf(out, "at %ds\n", BEFORE_S);
		for (i = 0; i < scene->people; i++)
			if (scene->person[i].known >> OOMT_F_GROWTH & 1)
				put_person_before(out, &scene->person[i]);
		fprintf(out, "at %ds\n", BEFORE_S + 1);
	}
	for (i = 0; i < scene->people; i++) {
		put_person(out, &scene->person[i]);
		put_relatives(scene, out, &scene->person[i], i);
	}
	if (fclose(out)) {
		free(text);
		return NULL;
	}
	return text;
}

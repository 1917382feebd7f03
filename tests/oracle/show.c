// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* A case as text: what a reader needs to see who is right. */
#include "compare.h"
#include "disguise.h"
#include "names.h"

static void show_word(FILE *out, const char *key, const char *text)
{
	fprintf(out, " %s=\"", key);
	for (; *text; text++) {
		unsigned char c = *text;

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c >= 0x7f)
			fprintf(out, "\\x%02x", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
}

static void show_system(FILE *out, const struct oomt_picture *pic)
{
	u32 m;

	fputs("system", out);
	for (m = 0; m < OOMT_M_COUNT; m++)
		if (oomt_picture_knows(pic, m)) {
			fprintf(out, " %s=", oomt_metric_name(m));
			if (oomt_metric_type(m) == OOMT_T_PERCENT)
				fprintf(out, "%lld.%02lld",
					pic->metric[m] / 100,
					pic->metric[m] % 100);
			else
				fprintf(out, "%lld", pic->metric[m]);
		}
	fputs("\n# unknown:", out);
	for (m = 0; m < OOMT_M_COUNT; m++)
		if (!oomt_picture_knows(pic, m))
			fprintf(out, " %s", oomt_metric_name(m));
	fputc('\n', out);
}

static void show_number(FILE *out, const struct oomt_task *task,
			enum oomt_field field, s64 value)
{
	if (oomt_task_knows(task, field))
		fprintf(out, " %s=%lld", oomt_field_name(field), value);
}

static void show_numbers(FILE *out, const struct oomt_task *task)
{
	show_number(out, task, OOMT_F_PPID, task->ppid);
	show_number(out, task, OOMT_F_PGRP, task->pgrp);
	show_number(out, task, OOMT_F_SESSION, task->session);
	show_number(out, task, OOMT_F_UID, task->uid);
	show_number(out, task, OOMT_F_GID, task->gid);
	show_number(out, task, OOMT_F_RSS, task->rss);
	show_number(out, task, OOMT_F_ANON, task->anon);
	show_number(out, task, OOMT_F_FILE, task->file);
	show_number(out, task, OOMT_F_SHMEM, task->shmem);
	show_number(out, task, OOMT_F_SWAP, task->swap);
	show_number(out, task, OOMT_F_PGTABLES, task->pgtables);
	show_number(out, task, OOMT_F_VSIZE, task->vsize);
	show_number(out, task, OOMT_F_OOM_SCORE_ADJ, task->oom_score_adj);
	show_number(out, task, OOMT_F_THREADS, task->threads);
}

static void show_task(FILE *out, const struct oomt_picture *pic,
		      const struct oomt_task *task)
{
	u64 age_ns = pic->now_ns > task->start_ns ?
			     pic->now_ns - task->start_ns : 0;

	fprintf(out, "process pid=%d", task->pid);
	show_word(out, "comm", task->comm);
	if (task->exe)
		show_word(out, "exe", task->exe);
	if (task->cmdline)
		show_word(out, "cmdline", task->cmdline);
	if (task->cgroup < pic->cgroup_count && pic->cgroup[task->cgroup].path)
		show_word(out, "cgroup", pic->cgroup[task->cgroup].path);
	show_numbers(out, task);
	fprintf(out, " age=%llums", age_ns / 1000000);
	if (task->flags & OOMT_TASK_KTHREAD)
		fputs(" kthread", out);
	if (task->flags & OOMT_TASK_EXECUTOR)
		fputs(" executor", out);
	if (task->flags & OOMT_TASK_EXITING)
		fputs(" exiting", out);
	fprintf(out, "\t# start %lluns,", task->start_ns);
	show_number(out, task, OOMT_F_GROWTH, task->growth);
	fputs(" what is not said is unknown\n", out);
}

static void show_cgroup(FILE *out, const struct oomt_cgroup *cgroup)
{
	u32 m;

	fputs("cgroup", out);
	show_word(out, "path", cgroup->path ? cgroup->path : "?");
	for (m = 0; m < OOMT_CM_COUNT; m++) {
		if (!oomt_cgroup_knows(cgroup, m))
			continue;
		fprintf(out, " %s=", oomt_cgroup_metric_name(m));
		if (oomt_cgroup_metric_type(m) == OOMT_T_PERCENT)
			fprintf(out, "%lld.%02lld", cgroup->metric[m] / 100,
				cgroup->metric[m] % 100);
		else if (cgroup->metric[m] == OOMT_NO_LIMIT)
			fputs("max", out);
		else
			fprintf(out, "%lld", cgroup->metric[m]);
	}
	fprintf(out, "%s\t# id %llu\n",
		cgroup->oom_group ? " memory.oom.group=1" : "", cgroup->id);
}

static void show_chain_memory(FILE *out, u32 table, u32 chain, u32 id,
			      const struct naive_chain_memory *own, u64 now_ns)
{
	u32 which, n;

	if (own->acted_ns)
		fprintf(out, ", chain %u (cgroup %u) of table %u killed %llums ago%s",
			chain, id, table, (now_ns - own->acted_ns) / 1000000,
			own->active ? " and goes on" : "");
	for (which = 0; which < NAIVE_CONDITIONS; which++)
		for (n = 0; n < NAIVE_FORS; n++)
			if (own->since[which][n])
				fprintf(out, ", chain %u (cgroup %u) of table %u, its %s: for %u since %llums",
					chain, id, table,
					which == NAIVE_WHEN ? "when" : "until",
					n, (now_ns - own->since[which][n]) /
						   1000000);
}

static void show_memory(FILE *out, const struct naive_memory *memory,
			u64 now_ns)
{
	u32 t, i, id;

	for (t = 0; t < NAIVE_TABLES; t++) {
		for (i = 0; i < NAIVE_CHAINS; i++)
			for (id = 0; id < NAIVE_CGROUPS; id++)
				show_chain_memory(out, t, i, id,
						  &memory->chain[t][i][id],
						  now_ns);
		for (i = 0; i < NAIVE_LIMITS; i++)
			if (naive_missing_ns(&memory->bucket[t][i], now_ns))
				fprintf(out, ", limit %u of table %u is full in %lluns",
					i, t,
					naive_missing_ns(&memory->bucket[t][i],
							 now_ns));
	}
}

void compare_show_texts(FILE *out, const struct compare_case *c)
{
	u32 i;

	for (i = 0; i < c->tables; i++) {
		char *plain = disguise_off(c->text[i]);

		fprintf(out, "---- t%u.oom%s\n%s", i,
			disguise_marked(c->text[i]) ?
			", with defines or includes in place of some of it" :
			"", plain ? plain : "");
		free(plain);
	}
}

void compare_show(FILE *out, const struct compare_case *c)
{
	const struct oomt_picture *pic = &c->picture.pic;
	u32 i;

	compare_show_texts(out, c);
	fputs("---- picture\nsnapshot 1\nat 0s\n", out);
	show_system(out, pic);
	for (i = 0; i < pic->cgroup_count; i++)
		show_cgroup(out, &pic->cgroup[i]);
	for (i = 0; i < pic->task_count; i++)
		show_task(out, pic, &pic->task[i]);
	fprintf(out, "---- hook %s", oomt_hook_name(c->hook));
	if (c->hook == OOMT_HOOK_MEMCG)
		fprintf(out, ":%s", pic->cgroup[c->hit].path);
	show_memory(out, &c->memory, pic->now_ns);
	fprintf(out, "%s%s%s\n", c->steady ? ", steady" : "",
		c->act ? ", acted upon" : "",
		c->reread ? ", tables printed and read again" : "");
}

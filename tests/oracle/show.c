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

static void show_task(FILE *out, const struct oomt_picture *pic,
		      const struct oomt_task *task)
{
	u64 age_ns = pic->now_ns > task->start_ns ?
			     pic->now_ns - task->start_ns : 0;

	fprintf(out, "process pid=%d", task->pid);
	show_word(out, "comm", task->comm);
	show_number(out, task, OOMT_F_UID, task->uid);
	if (task->cgroup < pic->cgroup_count && pic->cgroup[task->cgroup].path)
		show_word(out, "cgroup", pic->cgroup[task->cgroup].path);
	show_number(out, task, OOMT_F_RSS, task->rss);
	show_number(out, task, OOMT_F_ANON, task->anon);
	show_number(out, task, OOMT_F_SWAP, task->swap);
	show_number(out, task, OOMT_F_PGTABLES, task->pgtables);
	show_number(out, task, OOMT_F_OOM_SCORE_ADJ, task->oom_score_adj);
	fprintf(out, " age=%llums", age_ns / 1000000);
	if (task->flags & OOMT_TASK_KTHREAD)
		fputs(" kthread", out);
	if (task->flags & OOMT_TASK_EXECUTOR)
		fputs(" executor", out);
	if (task->flags & OOMT_TASK_EXITING)
		fputs(" exiting", out);
	fprintf(out, "\t# start %lluns, what is not said is unknown\n",
		task->start_ns);
}

static void show_memory(FILE *out, u32 table, u32 chain,
			const struct naive_chain_memory *own, u64 now_ns)
{
	u32 which, n;

	if (own->acted_ns)
		fprintf(out, ", chain %u of table %u killed %llums ago%s",
			chain, table, (now_ns - own->acted_ns) / 1000000,
			own->active ? " and goes on" : "");
	for (which = 0; which < NAIVE_CONDITIONS; which++)
		for (n = 0; n < NAIVE_FORS; n++)
			if (own->since[which][n])
				fprintf(out, ", its %s: for %u since %llums",
					which == NAIVE_WHEN ? "when" : "until",
					n, (now_ns - own->since[which][n]) /
						   1000000);
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
	for (i = 0; i < pic->task_count; i++)
		show_task(out, pic, &pic->task[i]);
	fprintf(out, "---- hook %s", oomt_hook_name(c->hook));
	for (i = 0; i < NAIVE_TABLES * NAIVE_CHAINS; i++)
		show_memory(out, i / NAIVE_CHAINS, i % NAIVE_CHAINS,
			    &c->memory.chain[i / NAIVE_CHAINS][i % NAIVE_CHAINS],
			    pic->now_ns);
	fprintf(out, "%s%s%s\n", c->steady ? ", steady" : "", c->act ? ", acted upon" : "",
		c->reread ? ", tables printed and read again" : "");
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Writing a picture as a snapshot.  Says what differs from the format's
 * defaults, so that a hand can read and edit it; what is said is exact.
 */
#include <stdio.h>
#include "names.h"
#include "snapshot.h"
#include "value.h"

/* Placeholders of --redact: the same text, the same number. */
struct redact {
	char **text;
	unsigned int count, capacity;
};

static void redact_exit(struct redact *redact)
{
	while (redact->count)
		free(redact->text[--redact->count]);
	free(redact->text);
}

/* The number of a text, from 1; 0: out of memory. */
static unsigned int redact_number(struct redact *redact, const char *text,
				  size_t len)
{
	unsigned int i;
	char **bigger;

	for (i = 0; i < redact->count; i++)
		if (strlen(redact->text[i]) == len &&
		    !memcmp(redact->text[i], text, len))
			return i + 1;
	if (redact->count == redact->capacity) {
		redact->capacity = redact->capacity * 2 + 64;
		bigger = reallocarray(redact->text, redact->capacity,
				      sizeof(*bigger));
		if (!bigger)
			return 0;
		redact->text = bigger;
	}
	redact->text[i] = strndup(text, len);
	if (!redact->text[i])
		return 0;
	return ++redact->count;
}

struct writer {
	FILE *out;
	const struct oomt_picture *pic;
	struct redact *redact;		/* NULL: as it is */
	int err;
};

static bool plain(const char *text)
{
	if (!*text)
		return false;
	for (; *text; text++)
		if (!((*text >= 'a' && *text <= 'z') ||
		      (*text >= 'A' && *text <= 'Z') ||
		      (*text >= '0' && *text <= '9') ||
		      strchr("_-.:@+", *text)))
			return false;
	return true;
}

static void put_text(struct writer *w, const char *key, const char *text)
{
	const unsigned char *c;

	fprintf(w->out, " %s=", key);
	if (plain(text)) {
		fputs(text, w->out);
		return;
	}
	fputc('"', w->out);
	for (c = (const unsigned char *)text; *c; c++) {
		if (*c == '"' || *c == '\\')
			fprintf(w->out, "\\%c", *c);
		else if (*c == '\n')
			fputs("\\n", w->out);
		else if (*c == '\t')
			fputs("\\t", w->out);
		else if (*c < ' ' || *c == 0x7f)
			fprintf(w->out, "\\x%02x", *c);
		else
			fputc(*c, w->out);
	}
	fputc('"', w->out);
}

static void put_size(struct writer *w, const char *key, s64 bytes)
{
	char text[OOMT_VALUE_LEN];

	oomt_value_size_text(bytes, text);
	fprintf(w->out, " %s=%s", key, text);
}

static void put_percent(struct writer *w, const char *key, s64 bp)
{
	char text[OOMT_VALUE_LEN];

	oomt_value_percent_text(bp, text);
	fprintf(w->out, " %s=%s", key, text);
}

static void put_system(struct writer *w)
{
	const struct oomt_picture *pic = w->pic;
	unsigned int i;

	fputs("system", w->out);
	for (i = 0; i < OOMT_M_COUNT; i++) {
		if (!oomt_picture_knows(pic, i))
			continue;
		switch (oomt_metric_type(i)) {
		case OOMT_T_PERCENT:
			if (pic->metric[i])
				put_percent(w, oomt_metric_name(i),
					    pic->metric[i]);
			break;
		case OOMT_T_SIZE:
			put_size(w, oomt_metric_name(i), pic->metric[i]);
			break;
		default:
			fprintf(w->out, " %s=%lld", oomt_metric_name(i),
				(long long)pic->metric[i]);
		}
	}
	fputc('\n', w->out);
}

/* Writes " key=/first/x12/x13" in place of "/first/secret/other". */
static void put_path(struct writer *w, const char *key, const char *path,
		     unsigned int keep)
{
	char *text;
	size_t size;
	FILE *to;

	if (!w->redact) {
		put_text(w, key, path);
		return;
	}
	to = open_memstream(&text, &size);
	if (!to) {
		w->err = -ENOMEM;
		return;
	}
	while (*path) {
		/* An executable's may begin without one. */
		bool slash = *path == '/';
		size_t len = strcspn(path += slash, "/");
		unsigned int number;

		fputs(slash ? "/" : "", to);
		if (keep || !len) {
			fprintf(to, "%.*s", (int)len, path);
			keep -= keep ? 1 : 0;
		} else {
			number = redact_number(w->redact, path, len);
			if (!number)
				w->err = -ENOMEM;
			fprintf(to, "x%u", number);
		}
		path += len;
	}
	if (fclose(to)) {
		w->err = -ENOMEM;
		free(text);
		return;
	}
	put_text(w, key, text);
	free(text);
}

static void put_cgroup(struct writer *w, const struct oomt_cgroup *cgroup)
{
	unsigned int i;

	if (!cgroup->path || (!cgroup->known && !cgroup->oom_group))
		return;
	fputs("cgroup", w->out);
	put_path(w, "path", cgroup->path, 1);
	for (i = 0; i < OOMT_CM_COUNT; i++) {
		const char *name = oomt_cgroup_metric_name(i);

		if (!oomt_cgroup_knows(cgroup, i))
			continue;
		if (oomt_cgroup_metric_type(i) == OOMT_T_PERCENT)
			put_percent(w, name, cgroup->metric[i]);
		else if (cgroup->metric[i] >= OOMT_NO_LIMIT)
			fprintf(w->out, " %s=max", name);
		else
			put_size(w, name, cgroup->metric[i]);
	}
	if (cgroup->oom_group)
		fputs(" memory.oom.group=1", w->out);
	fputc('\n', w->out);
}

static void put_comm(struct writer *w, const struct oomt_task *task)
{
	char name[OOMT_COMM_LEN];
	unsigned int number;

	if (!w->redact || (task->flags & OOMT_TASK_KTHREAD) ||
	    task->pid == 1) {
		put_text(w, "comm", task->comm);
		return;
	}
	number = redact_number(w->redact, task->comm, strlen(task->comm));
	if (!number)
		w->err = -ENOMEM;
	snprintf(name, sizeof(name), "x%u", number);
	put_text(w, "comm", name);
}

static void put_names(struct writer *w, const struct oomt_task *task)
{
	bool own = (task->flags & OOMT_TASK_KTHREAD) || task->pid == 1;

	put_comm(w, task);
	if (oomt_task_knows(task, OOMT_F_EXE) && task->exe)
		put_path(w, "exe", task->exe, own ? UINT_MAX : 0);
	if (oomt_task_knows(task, OOMT_F_CMDLINE) && task->cmdline &&
	    !w->redact)
		put_text(w, "cmdline", task->cmdline);
	if (oomt_task_knows(task, OOMT_F_CGROUP) &&
	    task->cgroup < w->pic->cgroup_count &&
	    strcmp(w->pic->cgroup[task->cgroup].path, "/"))
		put_path(w, "cgroup", w->pic->cgroup[task->cgroup].path, 1);
}

static void put_process(struct writer *w, const struct oomt_task *task)
{
	s64 anon = task->rss - task->file - task->shmem;
	char age[OOMT_VALUE_LEN];

	fprintf(w->out, "process pid=%d", task->pid);
	if (task->ppid != (task->pid == 1 ? 0 : 1))
		fprintf(w->out, " ppid=%d", task->ppid);
	if (task->pgrp != task->pid)
		fprintf(w->out, " pgrp=%d", task->pgrp);
	if (task->session != task->pid)
		fprintf(w->out, " session=%d", task->session);
	put_names(w, task);
	if (task->uid)
		fprintf(w->out, " uid=%u", task->uid);
	if (task->gid)
		fprintf(w->out, " gid=%u", task->gid);
#define SIZE(name, member)						\
	if (task->member)						\
		put_size(w, name, task->member)
	SIZE("rss", rss);
	if (task->anon != (anon > 0 ? anon : 0))
		put_size(w, "anon", task->anon);
	SIZE("file", file);
	SIZE("shmem", shmem);
	SIZE("swap", swap);
	SIZE("pgtables", pgtables);
	SIZE("vsize", vsize);
#undef SIZE
	if (task->oom_score_adj)
		fprintf(w->out, " oom_score_adj=%d", task->oom_score_adj);
	oomt_value_duration_text(w->pic->now_ns - task->start_ns, age);
	fprintf(w->out, " age=%s", age);
	if (task->threads != 1)
		fprintf(w->out, " threads=%u", task->threads);
	if (task->flags & OOMT_TASK_KTHREAD)
		fputs(" kthread", w->out);
	if (task->flags & OOMT_TASK_EXECUTOR)
		fputs(" executor", w->out);
	if (task->flags & OOMT_TASK_EXITING)
		fputs(" exiting", w->out);
	fputc('\n', w->out);
}

int oomt_snapshot_write(FILE *out, const struct oomt_picture *pic,
			unsigned int flags)
{
	struct redact redact = { 0 };
	struct writer w = {
		.out = out, .pic = pic,
		.redact = flags & OOMT_SNAPSHOT_REDACT ? &redact : NULL,
	};
	u32 i;

	fputs("snapshot 1\nat 0s\n", out);
	put_system(&w);
	for (i = 0; i < pic->cgroup_count; i++)
		put_cgroup(&w, &pic->cgroup[i]);
	for (i = 0; i < pic->task_count; i++)
		put_process(&w, &pic->task[i]);
	redact_exit(&redact);
	if (fflush(out) || ferror(out))
		return -EIO;
	return w.err;
}

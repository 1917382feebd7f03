// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A record of what the module decided when its picture is gone: this is the
 * machine's afterwards, with the metrics and the best candidates that the
 * decision carries put back; the record says so.
 */
#include "proc/facts_proc.h"
#include "kernel_rules.h"
#include "recorder.h"

static struct oomt_task *find(const struct oomt_picture *pic, s32 pid)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].pid == pid)
			return &pic->task[i];
	return NULL;
}

/* A candidate that is gone was somewhere in the cgroup that was decided about. */
static u32 place_of(const struct oomt_picture *pic,
		    const struct oomt_decision *decision)
{
	u32 i;

	for (i = 0; decision->cgroup[0] && i < pic->cgroup_count; i++)
		if (pic->cgroup[i].path &&
		    !strcmp(pic->cgroup[i].path, decision->cgroup))
			return i;
	return OOMT_NONE;
}

/* A candidate as the decision saw it. */
static void put_back(struct oomt_picture *pic,
		     const struct oomt_decision *decision,
		     const struct oomt_victim *runner)
{
	const u64 known = 1ULL << OOMT_F_COMM | 1ULL << OOMT_F_PID |
			  1ULL << OOMT_F_UID | 1ULL << OOMT_F_RSS |
			  1ULL << OOMT_F_SWAP | 1ULL << OOMT_F_PGTABLES |
			  1ULL << OOMT_F_OOM_SCORE_ADJ;
	struct oomt_task *task = find(pic, runner->pid);

	if (!task) {
		task = &pic->task[pic->task_count++];
		memset(task, 0, sizeof(*task));
		task->pid = task->pgrp = task->session = runner->pid;
		task->ppid = 1;
		task->threads = 1;
		task->cgroup = place_of(pic, decision);
		if (task->cgroup != OOMT_NONE)
			task->known |= 1ULL << OOMT_F_CGROUP;
		task->start_ns = runner->start_ns;
		memcpy(task->comm, runner->comm, sizeof(task->comm));
		task->uid = runner->uid;
	}
	task->known |= known;
	task->oom_score_adj = runner->oom_score_adj;
	/* Of a unit there are only sums. */
	if (runner->members > 1)
		return;
	task->rss = runner->rss;
	task->swap = runner->swap;
	task->pgtables = runner->pgtables;
}

static int compare_pids(const void *a, const void *b)
{
	const struct oomt_task *left = a, *right = b;

	return left->pid < right->pid ? -1 : left->pid > right->pid;
}

/* ---- whom the module has acted upon --------------------------------------- */

static bool is_spent(const struct oomt_recorder *recorder,
		     const struct oomt_task *task)
{
	u64 calm_ns = atomic_load(&recorder->calm_ns);
	u32 i;

	for (i = 0; i < OOMT_RECORDER_SPENT; i++)
		if (recorder->spent[i].at_ns > calm_ns &&
		    recorder->spent[i].pid == task->pid &&
		    recorder->spent[i].start_ns == task->start_ns)
			return true;
	return false;
}

void oomt_recorder_spend(struct oomt_recorder *recorder,
			 const struct oomt_job *job,
			 const struct oomt_picture *pic)
{
	const struct oomt_victim *victim = &job->decision.runner[0];
	u32 i, count = job->pid_count;
	struct oomt_task *task;
	s32 pid;

	if (job->kind == OOMT_JOB_KILL ||
	    job->decision.outcome != OOMT_OUT_VICTIM)
		return;
	for (i = 0; i < count || !i; i++) {
		pid = count ? job->pid[i] : victim->pid;
		task = find(pic, pid);
		if (task)
			recorder->spent[recorder->spent_at++ %
					OOMT_RECORDER_SPENT] =
				(struct oomt_recorder_spent){
					pid, task->start_ns,
					job->decision.at_ns,
				};
	}
}

static int write_with(struct oomt_recorder *recorder,
		      const struct oomt_job *job,
		      const struct oomt_ruleset *rs,
		      const struct oomt_picture *now,
		      struct oomt_record_name *name)
{
	const struct oomt_decision *decision = &job->decision;
	struct oomt_picture pic = *now;
	struct oomt_record record = {
		.job = job, .when = OOMT_RECORD_AFTER, .pic = &pic, .rs = rs,
	};
	u32 i, runners = decision->runner_count;
	bool *spent;
	int err;

	if (runners > OOMT_RUNNERS)
		runners = OOMT_RUNNERS;
	pic.task = calloc(now->task_count + runners, sizeof(*pic.task));
	spent = calloc(now->task_count + runners, sizeof(*spent));
	if (!pic.task || !spent) {
		free(pic.task);
		free(spent);
		return -ENOMEM;
	}
	memcpy(pic.task, now->task, now->task_count * sizeof(*pic.task));
	pic.metrics_known = decision->metrics_known;
	memcpy(pic.metric, decision->metric, sizeof(pic.metric));
	for (i = 0; i < runners; i++)
		put_back(&pic, decision, &decision->runner[i]);
	qsort(pic.task, pic.task_count, sizeof(*pic.task), compare_pids);
	for (i = 0; i < pic.task_count; i++)
		spent[i] = is_spent(recorder, &pic.task[i]);
	record.spent = spent;
	err = oomt_record_write(&recorder->place, &record, name);
	oomt_recorder_spend(recorder, job, &pic);
	free(pic.task);
	free(spent);
	return err;
}

static int write_now(struct oomt_recorder *recorder,
		     const struct oomt_job *job,
		     const struct oomt_ruleset *rs,
		     struct oomt_record_name *name)
{
	struct oomt_facts *facts = oomt_facts_new("/", OOMT_FACTS_CGROUPS);
	struct oomt_picture *pic;
	int err;

	if (!facts)
		return -errno;
	err = oomt_facts_read(facts, &pic);
	if (!err)
		err = write_with(recorder, job, rs, pic, name);
	oomt_facts_free(facts);
	return err;
}

int oomt_recorder_after(struct oomt_recorder *recorder,
			const struct oomt_job *job,
			struct oomt_record_name *name)
{
	struct oomt_rules rules;
	struct oomt_nl nl;
	int err = oomt_nl_open(&nl);

	if (err)
		return err;
	oomt_rules_init(&rules);
	err = oomt_kernel_rules_read(&nl, NULL, &rules) ? -EIO :
	      oomt_rules_seal(&rules);
	oomt_nl_close(&nl);
	if (!err)
		err = write_now(recorder, job, &rules.rs, name);
	oomt_rules_exit(&rules);
	return err;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The printer: says what happened, which condition held, who died and why,
 * who came next, and what came back.  It may block on its output as long as it
 * likes: nobody waits for it.
 */
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include "executor.h"
#include "names.h"
#include "notify.h"
#include "reason.h"
#include "record/recorder.h"
#include "value.h"
#include "warden/warden.h"

/* CLOCK_BOOTTIME as the time of day. */
static void time_text(u64 at_ns, char text[OOMT_HUMAN_LEN])
{
	struct timespec wall;
	struct tm local;
	u64 ns;

	clock_gettime(CLOCK_REALTIME, &wall);
	ns = (u64)wall.tv_sec * OOMT_NS_PER_S + wall.tv_nsec -
	     (oomt_now_ns() - at_ns);
	wall.tv_sec = ns / OOMT_NS_PER_S;
	localtime_r(&wall.tv_sec, &local);
	snprintf(text, OOMT_HUMAN_LEN, "%02d:%02d:%02d.%03d", local.tm_hour,
		 local.tm_min, local.tm_sec,
		 (int)(ns / OOMT_NS_PER_MS % 1000));
}

static void victim_text(const struct oomt_victim *victim, char *text,
			size_t size)
{
	char comm[64], total[OOMT_HUMAN_LEN];

	oomt_escape(comm, sizeof(comm), victim->comm, strlen(victim->comm));
	oomt_human_size(victim->rss + victim->swap + victim->pgtables, total);
	snprintf(text, size, "pid %d (%s) uid %u, %s", victim->pid, comm,
		 victim->uid, total);
}

/* "SIGTERM after 2 ms, SIGKILL after 5.0 s" */
static void print_signals(const struct oomt_out *out,
			  const struct oomt_job *job)
{
	char name[OOMT_HUMAN_LEN], ms[OOMT_HUMAN_LEN];

	fputs("  ", out->to);
	if (job->asked_ns) {
		oomt_signal_text(job->decision.runner[0].signal, name);
		oomt_human_time(job->asked_ns - job->decision.at_ns, ms);
		fprintf(out->to, "SIG%s after %s", name, ms);
	}
	if (job->signalled_ns) {
		oomt_human_time(job->signalled_ns - job->decision.at_ns, ms);
		fprintf(out->to, "%sSIGKILL after %s",
			job->asked_ns ? ", " : "", ms);
	} else if (job->kind == OOMT_JOB_KILL && !job->read_ns) {
		/* (The module may have sent one that we do not know of.) */
		fputs(", no SIGKILL needed", out->to);
	}
}

/* Freeze, reclaim, exec: what came of it. */
static void print_deed(const struct oomt_out *out, const struct oomt_job *job)
{
	const struct oomt_victim *victim = &job->decision.runner[0];
	char amount[OOMT_HUMAN_LEN];

	if (job->result < 0) {
		fprintf(out->to, "  not done: %s: %s\n",
			oomt_action_name(victim->kind),
			strerror(-job->result));
		return;
	}
	switch (victim->kind) {
	case OOMT_ACT_FREEZE:
		fprintf(out->to, "  frozen, %u process%s", job->pid_count,
			job->pid_count == 1 ? "" : "es");
		oomt_human_time(victim->amount, amount);
		if (victim->amount)
			fprintf(out->to, ", for %s\n", amount);
		else
			fputs(", until the episode ends\n", out->to);
		return;
	case OOMT_ACT_RECLAIM:
		oomt_human_size(victim->amount, amount);
		fprintf(out->to, "  its cgroup gave back %s\n", amount);
		return;
	default:
		fprintf(out->to, "  the command ended with %d\n",
			job->result);
	}
}

/* What did not end in a kill, or not yet. */
static void print_note(const struct oomt_out *out, const struct oomt_job *job)
{
	const struct oomt_decision *decision = &job->decision;
	char after[OOMT_HUMAN_LEN];

	switch (job->kind) {
	case OOMT_JOB_ASKED:
		print_signals(out, job);
		oomt_human_time(decision->runner[0].grace_ms *
				(u64)OOMT_NS_PER_MS, after);
		fprintf(out->to, ", SIGKILL %s later at the latest\n", after);
		return;
	case OOMT_JOB_DRY:
		fputs("  dry: nothing is done\n", out->to);
		return;
	case OOMT_JOB_NOBODY:
		fputs("  nobody may be taken: nothing is done\n", out->to);
		return;
	case OOMT_JOB_ALARM:
		oomt_out_styled(out, OOMT_RED,
				"  ALARM: %d kills in a row gave back nearly nothing; %.*s/%.*s is paused until its condition has been false once\n",
				OOMT_FRUITLESS_MAX, OOMT_NAME_MAX,
				decision->table, OOMT_NAME_MAX,
				decision->chain);
		return;
	case OOMT_JOB_SHARED:
		fprintf(out->to, "  not done: it shares its memory with pid %d, which is exempt (passed over in this episode)\n",
			decision->runner[1].pid);
		return;
	case OOMT_JOB_DEED:
		print_deed(out, job);
		return;
	case OOMT_JOB_BEGUN:
	case OOMT_JOB_THAW:
	case OOMT_JOB_KILL:
	case OOMT_JOB_WARN:
	case OOMT_JOB_LOG:
		return;
	}
}

static void print_outcome(const struct oomt_out *out,
			  const struct oomt_job *job)
{
	const struct oomt_decision *decision = &job->decision;
	char ms[OOMT_HUMAN_LEN], before[OOMT_HUMAN_LEN];
	char after[OOMT_HUMAN_LEN];

	if (job->kind != OOMT_JOB_KILL) {
		print_note(out, job);
		return;
	}
	if (job->result) {
		fprintf(out->to, "  not done: %s%s\n", strerror(-job->result),
			job->result == -ETIME ?
			" (read after its deadline; the kernel acted)" :
			job->result == -EPERM ?
			" (passed over in this episode)" : "");
		return;
	}
	print_signals(out, job);
	if (job->released_ns) {
		oomt_human_time(job->released_ns - decision->at_ns, ms);
		fprintf(out->to, ", memory released after %s", ms);
	}
	if (job->gone_ns) {
		oomt_human_time(job->gone_ns - decision->at_ns, ms);
		fprintf(out->to, ", gone after %s", ms);
	} else {
		fputs(", not gone after 2 s", out->to);
	}
	if (job->available >= 0) {
		oomt_human_size(decision->metric[OOMT_M_MEM_AVAILABLE],
				before);
		oomt_human_size(job->available, after);
		fprintf(out->to, ", mem.available %s -> %s", before, after);
	}
	if (job->swap_free > 0) {
		oomt_human_size(decision->metric[OOMT_M_SWAP_FREE], before);
		oomt_human_size(job->swap_free, after);
		fprintf(out->to, ", swap.free %s -> %s", before, after);
	}
	fputs(job->ack == -ESTALE ? " (the module had given up waiting)\n" :
				    "\n", out->to);
}

static void print_runners(const struct oomt_out *out,
			  const struct oomt_decision *decision)
{
	unsigned int i, count = decision->runner_count;
	char text[200];

	if (count > OOMT_RUNNERS)
		count = OOMT_RUNNERS;
	for (i = 1; i < count; i++) {
		victim_text(&decision->runner[i], text, sizeof(text));
		fprintf(out->to, "  %s %s, score %lld, by %.*s:%u\n",
			i == 1 ? "behind it" : "         ", text,
			(long long)decision->runner[i].score,
			OOMT_NAME_MAX, decision->runner[i].file,
			decision->runner[i].line);
	}
}

/* What was frozen goes on. */
static void print_thaw(const struct oomt_out *out, const struct oomt_job *job)
{
	const struct oomt_decision *decision = &job->decision;
	const struct oomt_victim *victim = &decision->runner[0];
	char at[OOMT_HUMAN_LEN], after[OOMT_HUMAN_LEN], comm[64];

	time_text(job->done_ns, at);
	oomt_human_time(job->done_ns - decision->at_ns, after);
	oomt_escape(comm, sizeof(comm), victim->comm, strlen(victim->comm));
	fprintf(out->to, "%s thawed after %s, %u process%s: decision %llu, pid %d (%s)\n",
		at, after, victim->members, victim->members == 1 ? "" : "es",
		(unsigned long long)decision->id, victim->pid, comm);
}

/* A warning or a line of a log: not about what was done. */
static void print_told(const struct oomt_out *out, const struct oomt_job *job)
{
	const struct oomt_decision *decision = &job->decision;
	char at[OOMT_HUMAN_LEN], signal[OOMT_HUMAN_LEN], text[600];
	unsigned int i;

	time_text(decision->at_ns, at);
	fprintf(out->to, "%s ", at);
	if (job->kind == OOMT_JOB_LOG) {
		oomt_escape(text, sizeof(text), job->text, strlen(job->text));
		fprintf(out->to, "log \"%s\": %u passed, the largest is ", text,
			decision->candidates);
	}
	for (i = 0; i < decision->runner_count && i < OOMT_RUNNERS; i++) {
		const struct oomt_victim *one = &decision->runner[i];

		if (job->kind == OOMT_JOB_WARN)
			oomt_out_styled(out, OOMT_YELLOW, "%swarned ",
					i ? "             " : "");
		victim_text(one, text, sizeof(text));
		fprintf(out->to, "%s, by %.*s:%u", text, OOMT_NAME_MAX,
			one->file, one->line);
		if (one->signal) {
			oomt_signal_text(one->signal, signal);
			fprintf(out->to, ", SIG%s", signal);
		}
		if (job->result)
			fprintf(out->to, " not sent: %s",
				strerror(-job->result));
		fputc('\n', out->to);
	}
}

static void print_job(const struct oomt_out *out, const struct oomt_job *job)
{
	const struct oomt_decision *decision = &job->decision;
	const struct oomt_victim *victim = &decision->runner[0];
	char at[OOMT_HUMAN_LEN], took[OOMT_HUMAN_LEN], text[200];
	char why[OOMT_WHY_LEN];

	time_text(decision->at_ns, at);
	oomt_decision_why(decision, why);
	fprintf(out->to, "%s ", at);
	oomt_out_styled(out, OOMT_BOLD, "%s", why[0] ? why : "low memory");
	oomt_human_time((u64)decision->facts_ns + decision->decide_ns, took);
	fprintf(out->to, "\n  decision %llu, hook %s, %.*s/%.*s: %u of %u processes are candidates, %u exempt (%s)\n",
		(unsigned long long)decision->id,
		oomt_hook_name(decision->hook), OOMT_NAME_MAX,
		decision->table, OOMT_NAME_MAX, decision->chain,
		decision->candidates, decision->tasks, decision->exempt, took);
	oomt_reasons_print(out, decision->reason,
			   decision->reason_count <= OOMT_REASONS ?
			   decision->reason_count : OOMT_REASONS, 2);
	if (decision->outcome == OOMT_OUT_VICTIM) {
		victim_text(victim, text, sizeof(text));
		fputs("  ", out->to);
		oomt_out_styled(out, OOMT_RED, "victim    %s", text);
		fprintf(out->to, ", score %lld, by %.*s:%u%s\n",
			(long long)victim->score, OOMT_NAME_MAX, victim->file,
			victim->line, victim->by == OOMT_BY_POLICY ?
			" (policy)" : "");
		print_runners(out, decision);
	}
	print_outcome(out, job);
}

static const char *result_text(const struct oomt_job *job)
{
	static const char *const texts[] = {
		[OOMT_JOB_KILL] = "killed", [OOMT_JOB_ASKED] = "asked",
		[OOMT_JOB_DRY] = "dry", [OOMT_JOB_NOBODY] = "nobody",
		[OOMT_JOB_ALARM] = "alarm", [OOMT_JOB_SHARED] = "shared",
		[OOMT_JOB_BEGUN] = "begun", [OOMT_JOB_DEED] = "done",
		[OOMT_JOB_THAW] = "thawed",
		[OOMT_JOB_WARN] = "warned", [OOMT_JOB_LOG] = "logged",
	};

	if (job->kind == OOMT_JOB_KILL && !job->signalled_ns)
		return "exited";
	return texts[job->kind];
}

/* As in `eval -j`. */
static json_t *told_one_json(const struct oomt_victim *one)
{
	char rule[OOMT_NAME_MAX + 16], signal[OOMT_HUMAN_LEN];
	json_t *object;

	snprintf(rule, sizeof(rule), "%.*s:%u", OOMT_NAME_MAX, one->file,
		 one->line);
	object = json_pack("{s:i, s:o, s:o, s:I}", "pid", one->pid,
			   "comm", oomt_json_text(one->comm),
			   "rule", oomt_json_text(rule),
			   "bytes", (json_int_t)one->rss);
	if (object && one->signal) {
		oomt_signal_text(one->signal, signal);
		json_object_set_new(object, "signal", json_string(signal));
	}
	return object;
}

static json_t *told_json(const struct oomt_job *job)
{
	const struct oomt_decision *decision = &job->decision;
	json_t *array = json_array(), *object;
	unsigned int i;

	for (i = 0; i < decision->runner_count && i < OOMT_RUNNERS; i++)
		json_array_append_new(array,
				      told_one_json(&decision->runner[i]));
	object = json_pack("{s:I, s:s, s:o, s:o, s:s}",
			   "decision", (json_int_t)decision->id,
			   "hook", oomt_hook_name(decision->hook),
			   "table", oomt_json_text(decision->table),
			   "chain", oomt_json_text(decision->chain),
			   "result", job->result ? strerror(-job->result) :
						   result_text(job));
	if (!object) {
		json_decref(array);
		return NULL;
	}
	if (job->kind == OOMT_JOB_WARN) {
		json_object_set_new(object, "warned", array);
		return object;
	}
	json_object_set_new(object, "text", oomt_json_text(job->text));
	json_object_set_new(object, "tasks",
			    json_integer(decision->candidates));
	json_object_set(object, "largest", json_array_get(array, 0));
	json_decref(array);
	return object;
}

static json_t *thaw_json(const struct oomt_job *job)
{
	const struct oomt_decision *decision = &job->decision;
	const struct oomt_victim *victim = &decision->runner[0];

	return json_pack("{s:I, s:s, s:o, s:o, s:s, s:i, s:o, s:i, s:I}",
			 "decision", (json_int_t)decision->id,
			 "hook", oomt_hook_name(decision->hook),
			 "table", oomt_json_text(decision->table),
			 "chain", oomt_json_text(decision->chain),
			 "result", "thawed",
			 "pid", (int)victim->pid,
			 "comm", oomt_json_text(victim->comm),
			 "processes", (int)victim->members,
			 "frozen_ns",
			 (json_int_t)(job->done_ns - decision->at_ns));
}

static bool is_told(const struct oomt_job *job)
{
	return job->kind == OOMT_JOB_WARN || job->kind == OOMT_JOB_LOG;
}

/* ns since the decision; null: it did not happen. */
static json_t *since_json(const struct oomt_job *job, u64 at_ns)
{
	return at_ns ? json_integer(at_ns - job->decision.at_ns) : json_null();
}

static json_t *pids_json(const struct oomt_job *job)
{
	json_t *pids = json_array();
	u32 i;

	for (i = 0; i < job->pid_count && i < OOMT_MEMBERS_MAX; i++)
		json_array_append_new(pids, json_integer(job->pid[i]));
	return pids;
}

static json_t *job_json(const struct oomt_job *job)
{
	const struct oomt_decision *decision = &job->decision;
	json_t *runners = json_array(), *object, *victim;
	char why[OOMT_WHY_LEN];
	unsigned int i;

	oomt_decision_why(decision, why);
	for (i = 1; i < decision->runner_count && i < OOMT_RUNNERS; i++)
		json_array_append_new(runners,
				oomt_victim_json(&decision->runner[i]));
	victim = decision->outcome == OOMT_OUT_VICTIM ?
		 oomt_victim_json(&decision->runner[0]) : json_null();
	object = json_pack("{s:I, s:s, s:o, s:o, s:o, s:o, s:o}",
			   "decision", (json_int_t)decision->id,
			   "hook", oomt_hook_name(decision->hook),
			   "table", oomt_json_text(decision->table),
			   "chain", oomt_json_text(decision->chain),
			   "reason", oomt_json_text(why),
			   "victim", victim,
			   "runners", runners);
	if (!object)
		return NULL;
	json_object_set_new(object, "result", json_string(job->result < 0 ?
			    strerror(-job->result) : result_text(job)));
	if (job->kind == OOMT_JOB_DEED &&
	    decision->runner[0].kind == OOMT_ACT_EXEC && job->result >= 0)
		json_object_set_new(object, "status",
				    json_integer(job->result));
	if (job->pid_count)
		json_object_set_new(victim, "pids", pids_json(job));
	json_object_set_new(object, "asked_ns", since_json(job, job->asked_ns));
	json_object_set_new(object, "signalled_ns",
			    since_json(job, job->signalled_ns));
	json_object_set_new(object, "released_ns",
			    since_json(job, job->released_ns));
	json_object_set_new(object, "gone_ns", since_json(job, job->gone_ns));
	json_object_set_new(object, "facts_ns",
			    json_integer(decision->facts_ns));
	json_object_set_new(object, "decide_ns",
			    json_integer(decision->decide_ns));
	json_object_set_new(object, "available_before", json_integer(
			    decision->metric[OOMT_M_MEM_AVAILABLE]));
	json_object_set_new(object, "available_after",
			    json_integer(job->available));
	return object;
}

/* For `systemctl status`: the last thing that happened, in a line. */
static void tell_manager(const struct oomt_job *job)
{
	const struct oomt_victim *victim = &job->decision.runner[0];
	char status[200], comm[64];

	oomt_escape(comm, sizeof(comm), victim->comm, strlen(victim->comm));
	snprintf(status, sizeof(status), "decision %llu: %s pid %d (%s)",
		 (unsigned long long)job->decision.id,
		 job->result ? strerror(-job->result) : result_text(job),
		 victim->pid, comm);
	oomt_notify_status(status);
}

/* The warden runs without a filter, and cannot have what only hooks have. */
static void print_warden(const struct oomt_executor *ex)
{
	const struct oomt_ruleset *rs = ex->warden->rs;
	const char *no_sweep = ex->warden->no_sweep;

	printf("ready, pid %d, without the module%s, sizes %s%s%s%s%s%s\n", ex->pid,
	       ex->warden->dry_run ? ", dry run" : "",
	       no_sweep ? "from /proc: " : "by BPF", no_sweep ? no_sweep : "",
	       ex->locked ? ", memory locked" : ", memory NOT locked",
	       ex->realtime ? ", real time" : ", NOT real time",
	       ex->protected ? ", exempt" : ", NOT exempt (oom_score_adj)",
	       geteuid() ? ", only for processes of its own user" : "");
	if (rs->base_count[OOMT_HOOK_OOM] || rs->base_count[OOMT_HOOK_MEMCG])
		printf("chains of hooks oom and memcg need the module: the kernel chooses there\n");
	if (!rs->base_count[OOMT_HOOK_LOW])
		printf("no chain of hook low: there is nothing to do\n");
}

static void print_registered(const struct oomt_executor *ex)
{
	printf("ready, pid %d%s%s%s%s\n", ex->pid,
	       ex->locked ? ", memory locked" : ", memory NOT locked",
	       ex->realtime ? ", real time" : ", NOT real time",
	       ex->protected ? ", exempt" : ", NOT exempt (oom_score_adj)",
	       ex->sandboxed ? ", sandboxed" : ", NOT sandboxed");
}

static void print_ready(const struct oomt_executor *ex)
{
	if (ex->warden)
		print_warden(ex);
	else
		print_registered(ex);
	if (ex->psi[0] < 0)
		printf("this kernel offers no PSI: psi conditions cannot hold (boot with psi=1)\n");
	fflush(stdout);
}

static void tell(const struct oomt_executor *ex, const struct oomt_out *out,
		 const struct oomt_job *job)
{
	if (ex->json)
		oomt_json_print(is_told(job) ? told_json(job) :
				job->kind == OOMT_JOB_THAW ? thaw_json(job) :
							     job_json(job),
				stdout);
	else if (is_told(job))
		print_told(out, job);
	else if (job->kind == OOMT_JOB_THAW)
		print_thaw(out, job);
	else
		print_job(out, job);
	fflush(stdout);
	if (!is_told(job))
		tell_manager(job);
}

/* All that waits in the ring. */
static void print_all(struct oomt_executor *ex, const struct oomt_out *out,
		      struct oomt_ring *ring)
{
	struct oomt_job job, *slot;

	oomt_ring_awake(ring);
	while ((slot = oomt_ring_take(ring))) {
		/* A copy: the slot is free while we block. */
		job = *slot;
		oomt_ring_release(ring);
		/* What is begun is told when it is done. */
		if (job.kind != OOMT_JOB_BEGUN)
			tell(ex, out, &job);
		if (ex->recorder)
			oomt_recorder_tell(ex->recorder, &job);
	}
}

void *oomt_printer_main(void *arg)
{
	struct oomt_executor *ex = arg;
	struct pollfd wait[] = {
		{ .fd = ex->done.wake, .events = POLLIN },
		{ .fd = ex->doer ? ex->told.wake : -1, .events = POLLIN },
	};
	struct oomt_out out;
	u32 dropped, told = 0;

	oomt_out_init(&out, stdout);
	if (!ex->json)
		print_ready(ex);
	for (;;) {
		bool last = atomic_load(&ex->all_done);

		print_all(ex, &out, &ex->done);
		if (ex->doer)
			print_all(ex, &out, &ex->told);
		dropped = atomic_load(&ex->done.dropped) +
			  atomic_load(&ex->killed.dropped) +
			  atomic_load(&ex->told.dropped);
		if (dropped != told) {
			fprintf(stderr, "%u decisions were carried out but not printed: the output was blocked\n",
				dropped - told);
			told = dropped;
		}
		if (last)
			break;
		poll(wait, ARRAY_SIZE(wait), -1);
	}
	return NULL;
}

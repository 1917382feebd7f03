// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the warden tells beside its kills: warnings, once per task and episode,
 * and the lines of `log`, one per decision that is told.  What is to be told
 * is kept when the decision is made, and told after it has been acted upon: a
 * kill waits for no warning.  Allocates nothing.
 */
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "logs.h"
#include "warden.h"

static void keep_logs(struct oomt_warden *warden)
{
	struct oomt_log_walk walk = { 0 };

	while (warden->log_count < OOMT_NOTES_MAX &&
	       oomt_log_next(warden->rs, &warden->ws, &walk,
			     &warden->log[warden->log_count]))
		warden->log_count++;
}

/* Those for whom there is no room are warned at the next decision. */
static void keep_warned(struct oomt_warden *warden)
{
	const struct oomt_picture *pic = &warden->census.pic;
	u32 i;

	for (i = 0; i < pic->task_count &&
	     warden->warned_count < OOMT_NOTES_MAX; i++) {
		const struct oomt_verdict *v = &warden->ws.verdict[i];
		const struct oomt_task *task = &pic->task[i];

		if (v->warn == OOMT_NONE ||
		    oomt_episode_has(&warden->episode, task->pid,
				     task->start_ns, OOMT_EPISODE_WARNED))
			continue;
		warden->warned[warden->warned_count++] = (struct oomt_warned){
			.pid = task->pid, .start_ns = task->start_ns,
			.table = v->warn_table, .rule = v->warn,
			.signal = v->warn_signal, .pidfd = -1,
		};
	}
}

void oomt_warden_keep_notes(struct oomt_warden *warden)
{
	warden->log_count = warden->warned_count = 0;
	warden->noted_base = warden->ws.decided_base;
	if (warden->decision.outcome == OOMT_OUT_NOTHING)
		return;
	keep_logs(warden);
	keep_warned(warden);
}

/* ---- telling ------------------------------------------------------------- */

static void note_begin(struct oomt_warden *warden)
{
	struct oomt_job *note = &warden->note;

	memset(note, 0, sizeof(*note));
	note->decision = warden->decision;
	note->decision.runner_count = 0;
	if (!note->decision.id) {
		note->decision.id = warden->decision.id = ++warden->decisions;
		if (note->decision.outcome == OOMT_OUT_NO_CANDIDATE)
			oomt_warden_catch(warden);
	}
	note->pidfd = -1;
	note->available = note->swap_free = -1;
}

/* Somebody, and the rule that is about him, as runner[at]. */
static void note_task(struct oomt_warden *warden, u32 at, s32 pid, u32 table,
		      u32 rule)
{
	const struct oomt_table *t = warden->rs->table[table];
	const struct oomt_loc *loc = &t->RULES[rule].loc;
	struct oomt_victim *one = &warden->note.decision.runner[at];
	u32 index = oomt_census_find(&warden->census, pid);

	memset(one, 0, sizeof(*one));
	one->pid = pid;
	one->rule = rule;
	one->line = loc->line;
	snprintf(one->file, sizeof(one->file), "%.*s", OOMT_NAME_MAX - 1,
		 oomt_table_string(t, loc->file));
	warden->note.decision.runner_count = at + 1;
	if (index == OOMT_NONE)
		return;
	one->uid = warden->census.pic.task[index].uid;
	one->start_ns = warden->census.pic.task[index].start_ns;
	memcpy(one->comm, warden->census.pic.task[index].comm,
	       sizeof(one->comm));
	one->rss = oomt_task_weight(&warden->census.pic.task[index]);
}

static void tell_logs(struct oomt_warden *warden)
{
	u32 i;

	for (i = 0; i < warden->log_count; i++) {
		const struct oomt_log_line *line = &warden->log[i];

		note_begin(warden);
		note_task(warden, 0, line->seen.largest_pid, line->table,
			  line->rule);
		warden->note.decision.runner[0].rss = line->seen.largest_bytes;
		warden->note.decision.candidates = line->seen.tasks;
		snprintf(warden->note.text, sizeof(warden->note.text), "%s",
			 line->text);
		oomt_warden_tell(warden, OOMT_JOB_LOG, &warden->note);
	}
	warden->log_count = 0;
}

/* ---- warning ------------------------------------------------------------- */

/* As for a victim: a pidfd, then all facts anew, then whether it lives. */
static void make_sure(struct oomt_warden *warden, struct oomt_warned *one)
{
	u32 index = oomt_census_find(&warden->census, one->pid);

	if (index == OOMT_NONE)
		return;
	one->pidfd = syscall(SYS_pidfd_open, one->pid, 0);
	if (one->pidfd < 0)
		return;
	if (oomt_census_fresh(&warden->census, index,
			      warden->census.pic.now_ns) &&
	    warden->census.pic.task[index].start_ns == one->start_ns &&
	    !oomt_pidfd_exited(one->pidfd))
		return;
	close(one->pidfd);
	one->pidfd = -1;
}

/* Whether the policy, asked again, still says the same of it. */
static bool still_warned(const struct oomt_warden *warden,
			 const struct oomt_warned *one)
{
	u32 index = oomt_census_find(&warden->census, one->pid);
	const struct oomt_verdict *v;

	if (one->pidfd < 0 || index == OOMT_NONE)
		return false;
	v = &warden->ws.verdict[index];
	return v->warn == one->rule && v->warn_table == one->table;
}

/* A signal that comes to the wrong program kills it: first make sure. */
static void send_signals(struct oomt_warden *warden)
{
	struct oomt_warned *one = warden->warned;
	const struct oomt_warned *end = one + warden->warned_count;
	bool any = false;

	if (warden->dry_run)
		return;
	for (; one < end; one++) {
		if (!one->signal)
			continue;
		make_sure(warden, one);
		any |= one->pidfd >= 0;
	}
	if (!any)
		return;
	oomt_warden_decide_dry(warden, warden->noted_base,
			       &warden->note.decision);
	for (one = warden->warned; one < end; one++) {
		if (!one->signal)
			continue;
		one->gone = !still_warned(warden, one);
		if (!one->gone)
			one->result = syscall(SYS_pidfd_send_signal,
					      one->pidfd, one->signal, NULL,
					      0) ? -errno : 0;
		if (one->pidfd >= 0)
			close(one->pidfd);
	}
}

/* As many in one note as there is room for, but each failure alone. */
static void tell_warned(struct oomt_warden *warden)
{
	u32 i, at = 0;

	for (i = 0; i < warden->warned_count; i++) {
		const struct oomt_warned *one = &warden->warned[i];

		if (one->gone)
			continue;
		oomt_episode_add(&warden->episode, one->pid, one->start_ns,
				 OOMT_EPISODE_WARNED);
		if (at && (at == OOMT_RUNNERS ||
			   warden->note.result != one->result)) {
			oomt_warden_tell(warden, OOMT_JOB_WARN, &warden->note);
			at = 0;
		}
		if (!at)
			note_begin(warden);
		warden->note.result = one->result;
		note_task(warden, at, one->pid, one->table, one->rule);
		warden->note.decision.runner[at++].signal =
			warden->dry_run ? 0 : one->signal;
	}
	if (at)
		oomt_warden_tell(warden, OOMT_JOB_WARN, &warden->note);
	warden->warned_count = 0;
}

void oomt_warden_tell_notes(struct oomt_warden *warden)
{
	if (warden->decision.id)
		tell_logs(warden);
	send_signals(warden);
	tell_warned(warden);
}

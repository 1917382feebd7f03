// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Reading command lines aside; see learner.h. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#include "proc/facts_proc.h"
#include "learner.h"

#define TEXT_BYTES	(1 << 20)	/* of one row of lessons */
#define STACK_BYTES	(128 * 1024)
#define STOP_TRIES	20		/* of 10 ms */

/* Whether `dir` is the process, running the program, that was asked about. */
static bool is_asked(struct oomt_learner *learner, int dir,
		     const struct oomt_lesson *lesson)
{
	struct oomt_buffer *buf = &learner->buf;
	struct oomt_task task = { 0 };

	return !oomt_buffer_read(buf, dir, "stat") &&
	       !oomt_stat_parse(buf->data, buf->len, learner->hz, &task) &&
	       task.start_ns == lesson->start_ns &&
	       oomt_stat_args(buf->data, buf->len) == lesson->args;
}

static const char *read_cmdline(struct oomt_learner *learner, int dir,
				const struct oomt_lesson *lesson)
{
	char *text = learner->text + learner->used;
	size_t len;

	if (oomt_buffer_read(&learner->buf, dir, "cmdline"))
		return NULL;
	oomt_cmdline_join(&learner->buf);
	len = learner->buf.len + 1;
	if (len > OOMT_LESSON_MAX || len > TEXT_BYTES - learner->used)
		return NULL;
	memcpy(text, learner->buf.data, len - 1);
	text[len - 1] = '\0';
	/* Asked last: what was read is this program's. */
	if (!is_asked(learner, dir, lesson))
		return NULL;
	learner->used += len;
	return text;
}

static void learn(struct oomt_learner *learner, struct oomt_lesson *lesson)
{
	char name[16];
	int dir;

	lesson->cmdline = NULL;
	snprintf(name, sizeof(name), "%d", lesson->pid);
	dir = openat(learner->proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return;
	lesson->cmdline = read_cmdline(learner, dir, lesson);
	close(dir);
}

static void *learner_main(void *arg)
{
	struct oomt_learner *learner = arg;
	u32 i;

	for (;;) {
		while (sem_wait(&learner->asked))
			;
		if (atomic_load(&learner->stopping))
			return NULL;
		learner->used = 0;
		for (i = 0; i < learner->count; i++) {
			learn(learner, &learner->lesson[i]);
			atomic_store(&learner->done, i + 1);
		}
	}
}

int oomt_learner_start(struct oomt_learner *learner,
		       const struct oomt_census *census)
{
	sigset_t all, before;
	pthread_attr_t attr;
	int err;

	memset(learner, 0, sizeof(*learner));
	learner->proc = census->proc;
	learner->hz = census->hz;
	learner->text = malloc(TEXT_BYTES);
	if (!learner->text)
		return -ENOMEM;
	sem_init(&learner->asked, 0, 0);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	/* Signals are for the main thread. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = -pthread_create(&learner->thread, &attr, learner_main, learner);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	learner->started = !err;
	if (err)
		free(learner->text);
	return err;
}

void oomt_learner_stop(struct oomt_learner *learner)
{
	u32 i;

	if (!learner->started)
		return;
	atomic_store(&learner->stopping, true);
	sem_post(&learner->asked);
	for (i = 0; i < STOP_TRIES; i++, usleep(10000))
		if (!pthread_tryjoin_np(learner->thread, NULL)) {
			free(learner->text);
			oomt_buffer_exit(&learner->buf);
			learner->started = false;
			return;
		}
}

static void take(struct oomt_learner *learner, struct oomt_census *census)
{
	u32 done = atomic_load(&learner->done), at;

	for (; learner->taken < done; learner->taken++) {
		const struct oomt_lesson *lesson =
			&learner->lesson[learner->taken];

		at = oomt_census_find(census, lesson->pid);
		if (at == OOMT_NONE || !lesson->cmdline ||
		    census->pic.task[at].start_ns != lesson->start_ns ||
		    census->person[at].args != lesson->args)
			continue;
		oomt_census_learn_cmdline(census, at, lesson->cmdline);
	}
	learner->waiting = learner->taken < learner->count;
}

/* Those unknown first; then, in turn, who may have changed his. */
static void ask(struct oomt_learner *learner, const struct oomt_census *census)
{
	const u32 skip = OOMT_TASK_KTHREAD | OOMT_TASK_EXITING;
	const struct oomt_picture *pic = &census->pic;
	u32 i, n = pic->task_count;

	learner->count = learner->taken = 0;
	atomic_store(&learner->done, 0);
	for (i = 0; i < 2 * n && learner->count < OOMT_LESSONS; i++) {
		u32 at = i < n ? i : (learner->next + i) % n;
		const struct oomt_task *task = &pic->task[at];

		if (task->flags & skip || !(i < n) == !task->cmdline)
			continue;
		learner->lesson[learner->count++] = (struct oomt_lesson){
			.pid = task->pid, .start_ns = task->start_ns,
			.args = census->person[at].args,
		};
	}
	learner->next = n ? (learner->next + i) % n : 0;
	learner->waiting = learner->count;
	if (learner->waiting)
		sem_post(&learner->asked);
}

void oomt_learner_turn(struct oomt_learner *learner,
		       struct oomt_census *census)
{
	if (!learner->started)
		return;
	if (learner->waiting)
		take(learner, census);
	if (!learner->waiting)
		ask(learner, census);
}

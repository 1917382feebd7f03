// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Reading a soak's console; see soak_console.h.  A file is the kernel's lines,
 * then the guest's; both say where a round begins. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "names.h"
#include "soak_console.h"

struct reader {
	struct soak_consoles *all;
	struct soak_seen *seen;		/* the round at hand, or NULL */
	struct soak_dump *dump;		/* that is being printed, or NULL */
	int column[6];			/* of a dump: see COLUMNS */
};

/* By the header of the kernel's dump; others have come and gone. */
static const char *const columns[] = {
	"total_vm", "rss", "pgtables_bytes", "swapents", "oom_score_adj",
	"name",
};

static struct soak_seen *round_of(struct soak_consoles *all,
				  unsigned int number)
{
	unsigned int i;

	for (i = 0; i < all->rounds; i++)
		if (all->round[i]->number == number)
			return all->round[i];
	all->round = realloc(all->round,
			     (all->rounds + 1) * sizeof(*all->round));
	all->round[all->rounds] = calloc(1, sizeof(**all->round));
	all->round[all->rounds]->number = number;
	return all->round[all->rounds++];
}

/* ---- words ---------------------------------------------------------------- */

/* The value of ` key=`; NULL: there is none. */
static const char *value_of(const char *line, const char *key)
{
	size_t len = strlen(key);
	const char *at = line;

	while ((at = strchr(at, ' '))) {
		at++;
		if (!strncmp(at, key, len) && at[len] == '=')
			return at + len + 1;
	}
	return NULL;
}

static long long number_of(const char *line, const char *key)
{
	const char *value = value_of(line, key);

	return value ? strtoll(value, NULL, 10) : 0;
}

static void text_of(const char *line, const char *key, char *to, size_t size)
{
	const char *value = value_of(line, key);
	unsigned int byte;
	size_t len = 0;

	while (value && len + 1 < size && sscanf(value, "%2x", &byte) == 1 &&
	       *value != ' ') {
		to[len++] = byte;
		value += 2;
	}
	to[len] = '\0';
}

/* ---- pictures ------------------------------------------------------------- */

static struct soak_decision *last_decision(struct soak_seen *seen)
{
	return seen->decisions ? seen->decision[seen->decisions - 1] : NULL;
}

static void set_field(struct oomt_task *task, unsigned int field, s64 value)
{
	switch (field) {
	case OOMT_F_PPID: task->ppid = value; break;
	case OOMT_F_PGRP: task->pgrp = value; break;
	case OOMT_F_SESSION: task->session = value; break;
	case OOMT_F_UID: task->uid = value; break;
	case OOMT_F_GID: task->gid = value; break;
	case OOMT_F_RSS: task->rss = value; break;
	case OOMT_F_ANON: task->anon = value; break;
	case OOMT_F_FILE: task->file = value; break;
	case OOMT_F_SHMEM: task->shmem = value; break;
	case OOMT_F_SWAP: task->swap = value; break;
	case OOMT_F_PGTABLES: task->pgtables = value; break;
	case OOMT_F_VSIZE: task->vsize = value; break;
	case OOMT_F_OOM_SCORE_ADJ: task->oom_score_adj = value; break;
	case OOMT_F_THREADS: task->threads = value; break;
	case OOMT_F_GROWTH: task->growth = value; break;
	default: break;		/* computed from these, or from all */
	}
}

static void read_task(struct reader *r, struct soak_picture *p,
		      const char *line)
{
	unsigned int at = p->pic.task_count;
	struct oomt_task *task = &p->task[at];
	char cgroup[SOAK_PATH], *exe = p->exe[at];
	unsigned int i;

	if (at == NAIVE_TASKS) {
		r->all->crowded = true;
		return;
	}
	p->pic.task_count++;
	task->pid = number_of(line, "pid");
	task->start_ns = number_of(line, "start");
	task->known = number_of(line, "known");
	task->flags = number_of(line, "flags");
	text_of(line, "comm", task->comm, sizeof(task->comm));
	text_of(line, "exe", exe, SOAK_PATH);
	task->exe = *exe ? exe : NULL;
	for (i = 0; i < OOMT_F_COUNT; i++)
		if (i != OOMT_F_PID && value_of(line, oomt_field_name(i)))
			set_field(task, i, number_of(line, oomt_field_name(i)));
	task->cgroup = OOMT_NONE;
	text_of(line, "cgroup", cgroup, sizeof(cgroup));
	for (i = 0; i < p->pic.cgroup_count; i++)
		if (!strcmp(p->path[i], cgroup))
			task->cgroup = i;
}

/* Metrics are told by their numbers. */
static void read_cgroup(struct reader *r, struct soak_picture *p,
			const char *line)
{
	unsigned int at = p->pic.cgroup_count, i;
	struct oomt_cgroup *cgroup = &p->cgroup[at];
	char key[16];

	if (at == SOAK_CGROUPS) {
		r->all->crowded = true;
		return;
	}
	p->pic.cgroup_count++;
	text_of(line, "path", p->path[at], SOAK_PATH);
	cgroup->path = p->path[at];
	cgroup->id = at + 1;
	cgroup->oom_group = number_of(line, "group");
	for (i = 0; i < OOMT_CM_COUNT; i++) {
		snprintf(key, sizeof(key), "%u", i);
		if (!value_of(line, key))
			continue;
		cgroup->known |= 1U << i;
		cgroup->metric[i] = number_of(line, key);
	}
}

static void read_system(struct soak_picture *p, const char *line)
{
	unsigned int i;
	char key[16];

	p->pic.now_ns = number_of(line, "now");
	for (i = 0; i < OOMT_M_COUNT; i++) {
		snprintf(key, sizeof(key), "%u", i);
		if (value_of(line, key))
			oomt_picture_set(&p->pic, i, number_of(line, key));
	}
}

static void read_decided(struct reader *r, const char *line)
{
	struct soak_decision *d = calloc(1, sizeof(*d));
	const char *runner = value_of(line, "runners");

	if (r->seen->decisions == SOAK_DECISIONS) {
		r->all->crowded = true;
		free(d);
		return;
	}
	r->seen->decision[r->seen->decisions++] = d;
	d->picture.pic.task = d->picture.task;
	d->picture.pic.cgroup = d->picture.cgroup;
	d->hook = number_of(line, "hook");
	d->at_ns = number_of(line, "at");
	d->outcome = number_of(line, "outcome");
	d->deadline_ms = number_of(line, "deadline");
	d->candidates = number_of(line, "candidates");
	d->exempt = number_of(line, "exempt");
	text_of(line, "cgroup", d->cgroup, sizeof(d->cgroup));
	while (runner && *runner >= '0' && *runner <= '9' &&
	       d->runners < OOMT_RUNNERS) {
		d->runner[d->runners++] = atoi(runner);
		runner = strchr(runner, ',');
		runner = runner ? runner + 1 : NULL;
	}
}

static void read_ended(struct soak_seen *seen, const char *line)
{
	u64 at_ns = number_of(line, "at");
	unsigned int i;

	for (i = 0; i < seen->decisions; i++)
		if (seen->decision[i]->at_ns == at_ns)
			seen->decision[i]->ending = number_of(line, "ending");
}

/* ---- deaths --------------------------------------------------------------- */

static void add_death(struct reader *r, int pid, int parent,
		      enum soak_end how, long at_ms)
{
	struct soak_seen *seen = r->seen;

	if (seen->deaths == SOAK_DEATHS) {
		r->all->crowded = true;
		return;
	}
	seen->death[seen->deaths++] = (struct soak_death) {
		.pid = pid, .parent = parent, .how = how, .at_ms = at_ms,
	};
}

static int started_pid(const struct soak_seen *seen, const char *name)
{
	unsigned int i;

	for (i = 0; i < seen->starts; i++)
		if (!strcmp(seen->start[i].name, name))
			return seen->start[i].pid;
	return 0;
}

static void add_thread(struct reader *r, int pid, int tid)
{
	struct soak_seen *seen = r->seen;

	if (seen->threads == SOAK_THREADS) {
		r->all->crowded = true;
		return;
	}
	seen->thread[seen->threads].tid = tid;
	seen->thread[seen->threads++].pid = pid;
}

/* True: it was a line about a process. */
static bool read_life(struct reader *r, const char *line)
{
	struct soak_seen *seen = r->seen;
	char name[16];
	int pid, parent, signal;
	long at_ms;

	if (sscanf(line, "START %15s pid %d", name, &pid) == 2) {
		if (seen->starts < NAIVE_TASKS) {
			strcpy(seen->start[seen->starts].name, name);
			seen->start[seen->starts++].pid = pid;
		}
	} else if (sscanf(line, "THREAD %15s tid %d", name, &pid) == 2) {
		add_thread(r, started_pid(seen, name), pid);
	} else if (sscanf(line, "EXIT %15s signal %d at %ld", name, &signal,
			  &at_ms) == 3) {
		if (signal == 9)
			add_death(r, started_pid(seen, name), 0, SOAK_KILLED,
				  at_ms);
		else
			seen->faults++;
	} else if (sscanf(line, "LEFT %15s", name) == 1) {
		add_death(r, started_pid(seen, name), 0, SOAK_LEFT, 0);
	} else if (sscanf(line, "ORPHAN %d signal %d at %ld", &pid, &signal,
			  &at_ms) == 3) {
		add_death(r, pid, 0, SOAK_KILLED, at_ms);
	} else if (sscanf(line, "CHILD %d parent %d signal %d", &pid, &parent,
			  &signal) == 3) {
		add_death(r, pid, parent, SOAK_KILLED, 0);
	} else {
		return false;
	}
	return true;
}

static void read_guest(struct reader *r, const char *line)
{
	struct soak_decision *d = last_decision(r->seen);
	struct soak_picture *p = d ? &d->picture : NULL;
	unsigned int missed;

	if (read_life(r, line))
		return;
	if (!strncmp(line, "DECIDED ", 8))
		read_decided(r, line);
	else if (!strncmp(line, "ENDED ", 6))
		read_ended(r->seen, line);
	else if (p && !strncmp(line, "SYSTEM ", 7))
		read_system(p, line);
	else if (p && !strncmp(line, "CGROUP ", 7))
		read_cgroup(r, p, line);
	else if (p && !strncmp(line, "TASK ", 5))
		read_task(r, p, line);
	else if (p && !strncmp(line, "KEPT ", 5))
		p->kept = true;
	else if (sscanf(line, "MISSED %u", &missed) == 1)
		r->seen->missed += missed + !missed;
	else if (!strncmp(line, "STILL ", 6))
		r->seen->still = true;
	else if (!strncmp(line, "FAULT ", 6))
		r->seen->faults++;
}

/* ---- the kernel's lines --------------------------------------------------- */

static void read_header(struct reader *r, char *line, long at_ms)
{
	char *save = NULL, *word;
	unsigned int i;
	int at = 0;

	r->dump = NULL;
	if (r->seen->dumps == SOAK_DUMPS) {
		r->all->crowded = true;
		return;
	}
	memset(r->column, -1, sizeof(r->column));
	for (word = strtok_r(line, " ", &save); word;
	     word = strtok_r(NULL, " ", &save), at++)
		for (i = 0; i < ARRAY_SIZE(columns); i++)
			if (!strcmp(word, columns[i]))
				r->column[i] = at;
	r->dump = calloc(1, sizeof(*r->dump));
	r->dump->at_ms = at_ms;
	r->seen->dump[r->seen->dumps++] = r->dump;
}

/* `line`: behind `[  PID]`: uid, tgid and what the header said. */
static void read_row(struct reader *r, char *line, int pid)
{
	struct soak_row *row = &r->dump->row[r->dump->rows];
	char *save = NULL, *word;
	int at = 0;

	if (r->dump->rows == NAIVE_TASKS)
		return;
	r->dump->rows++;
	row->pid = pid;
	for (word = strtok_r(line, " ", &save); word;
	     word = strtok_r(NULL, " ", &save), at++) {
		if (!at)
			row->uid = strtoul(word, NULL, 10);
		else if (at == r->column[0])
			row->vsize = atoll(word) * 4096;
		else if (at == r->column[1])
			row->rss = atoll(word) * 4096;
		else if (at == r->column[2])
			row->pgtables = atoll(word);
		else if (at == r->column[3])
			row->swap = atoll(word) * 4096;
		else if (at == r->column[4])
			row->adj = atoi(word);
		else if (at == r->column[5])
			snprintf(row->comm, sizeof(row->comm), "%s", word);
	}
}

static void add_kill(struct reader *r, int pid)
{
	if (r->seen->kills < SOAK_DEATHS)
		r->seen->killed[r->seen->kills++] = pid;
	else
		r->all->crowded = true;
}

static void read_kernel(struct reader *r, char *line, long at_ms)
{
	const char *killed = strstr(line, "Killed process ");
	const char *found = strstr(line, "OOM victim ");
	const char *pid = strstr(line, ",pid=");
	char *end;
	long number;

	if (killed)
		add_kill(r, atoi(killed + 15));
	/* "... is already exiting": it came upon the same one. */
	if (found)
		add_kill(r, atoi(found + 11));
	if (!strncmp(line, "[  pid  ] ", 10)) {
		read_header(r, line + 10, at_ms);
	} else if (!strncmp(line, "oom-kill:", 9) && pid) {
		add_kill(r, atoi(pid + 5));
		if (r->dump)
			r->dump->victim = atoi(pid + 5);
		r->dump = NULL;
	} else if (line[0] == '[' && r->dump) {
		number = strtol(line + 1, &end, 10);
		if (number > 0 && *end == ']')
			read_row(r, end + 1, number);
	}
}

/* ---- all of it ------------------------------------------------------------ */

static void read_line(struct reader *r, char *line)
{
	char *rest = line[0] == '[' ? strstr(line, "] ") : NULL;
	const char *said = rest ? rest + 2 : line;
	unsigned int number;

	if (sscanf(said, "SOAK round %u", &number) == 1) {
		r->seen = round_of(r->all, number);
	} else if (sscanf(said, "SOAK over %u", &number) == 1) {
		round_of(r->all, number)->over = true;
	} else if (!strncmp(said, "SOAK done", 9)) {
		r->all->done = true;
		r->seen = NULL;
	} else if (r->seen && rest) {
		read_kernel(r, rest + 2, strtod(line + 1, NULL) * 1000);
	} else if (r->seen) {
		read_guest(r, line);
	}
}

static const struct soak_decision *taken_by(const struct soak_seen *seen,
					   int victim)
{
	unsigned int i;

	for (i = 0; i < seen->decisions; i++)
		if (seen->decision[i]->runners &&
		    seen->decision[i]->runner[0] == victim)
			return seen->decision[i];
	return NULL;
}

/*
 * The log's clock has begun at another moment than the decisions'.  The dump that
 * followed its decision soonest, of all of a guest, tells by how much.
 */
static void set_clocks(struct soak_consoles *all, unsigned int first)
{
	const struct soak_decision *d;
	long least = LONG_MAX, off;
	unsigned int i, j;

	for (i = first; i < all->rounds; i++)
		for (j = 0; j < all->round[i]->dumps; j++) {
			struct soak_dump *dump = all->round[i]->dump[j];

			d = taken_by(all->round[i], dump->victim);
			off = d ? dump->at_ms - (long)(d->at_ns / 1000000) :
				  LONG_MAX;
			if (off < least)
				least = off;
		}
	for (i = first; i < all->rounds && least != LONG_MAX; i++)
		for (j = 0; j < all->round[i]->dumps; j++)
			all->round[i]->dump[j]->at_ms -= least;
}

bool soak_console_read(struct soak_consoles *all, const char *path)
{
	const unsigned int first = all->rounds;
	struct reader r = { .all = all };
	FILE *from = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;

	if (!from)
		return false;
	all->done = false;
	while (getline(&line, &size, from) > 0) {
		line[strcspn(line, "\r\n")] = '\0';
		read_line(&r, line);
	}
	free(line);
	set_clocks(all, first);
	return !fclose(from);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A snapshot's lines, key by key (language.md 6 and 9.12).  Called by
 * snapshot.c.  Reports every error of the text through `diags` and goes on
 * with the next word.
 */
#include "names.h"
#include "snapshot_words.h"

struct snap_text {
	struct snap_text *next;
	char text[];
};

char *snap_lines_text(struct snap_lines *lines, const char *text, size_t len)
{
	struct snap_text *copy = malloc(sizeof(*copy) + len + 1);

	if (!copy)
		return NULL;
	memcpy(copy->text, text, len);
	copy->text[len] = '\0';
	copy->next = lines->texts;
	lines->texts = copy;
	return copy->text;
}

void snap_lines_exit(struct snap_lines *lines)
{
	while (lines->texts) {
		struct snap_text *next = lines->texts->next;

		free(lines->texts);
		lines->texts = next;
	}
	free(lines->line);
	free(lines->sample);
	memset(lines, 0, sizeof(*lines));
}

static bool given_once(struct snap_reader *r, const struct snap_word *word, u64 *given,
		       u64 bit)
{
	if (*given & bit) {
		snap_fail(r, "duplicate-key", word->span,
		     "\"%.*s\" stands twice on this line", (int)word->key_len,
		     word->key);
		return false;
	}
	*given |= bit;
	return true;
}

static void unknown_key(struct snap_reader *r, const struct snap_word *word,
			const char *line)
{
	snap_fail(r, "unknown-key", word->span, "unknown key \"%.*s\" in a %s line",
	     (int)word->key_len, word->key, line);
}

static void system_word(struct snap_reader *r, const struct snap_word *word,
			struct snap_line *line)
{
	struct snap_system *sys = &line->system;
	int metric = oomt_metric_find(word->key, word->key_len);
	s64 value;
	bool fine;

	if (metric < 0) {
		unknown_key(r, word, "system");
		return;
	}
	if (!given_once(r, word, &sys->given, 1ULL << metric))
		return;
	switch (oomt_metric_type(metric)) {
	case OOMT_T_PERCENT:
		fine = snap_percent(r, word, &value);
		break;
	case OOMT_T_SIZE:
		/* A share of the total is welcome, but not for a total. */
		if (word->value_len &&
		    word->value[word->value_len - 1] == '%' &&
		    metric != OOMT_M_MEM_TOTAL && metric != OOMT_M_SWAP_TOTAL) {
			fine = snap_percent(r, word, &value);
			sys->percent |= 1ULL << metric;
			break;
		}
		fine = snap_size(r, word, &value);
		break;
	default:
		fine = snap_number(r, word, 0, OOMT_SIZE_MAX, &value);
	}
	if (fine)
		sys->value[metric] = value;
}

/* A path of the hierarchy: absolute, without a slash at its end. */
static const char *read_path(struct snap_reader *r, const struct snap_word *word)
{
	size_t len = word->value_len;

	if (!snap_has_value(r, word))
		return NULL;
	if (word->value[0] != '/') {
		snap_fail(r, "bad-value", word->value_span,
		     "a path that begins with / is expected");
		return NULL;
	}
	if (len > 1 && word->value[len - 1] == '/') {
		snap_fail(r, "bad-value", word->value_span,
		     "a cgroup's path does not end in /");
		return NULL;
	}
	return word->value;
}

static bool cgroup_value(struct snap_reader *r, const struct snap_word *word,
			 unsigned int metric, s64 *value)
{
	if (oomt_cgroup_metric_type(metric) == OOMT_T_PERCENT)
		return snap_percent(r, word, value);
	if (metric != OOMT_CM_MEMORY_MAX || !word->value ||
	    strcmp(word->value, "max"))
		return snap_size(r, word, value);
	*value = OOMT_NO_LIMIT;
	return true;
}

static void cgroup_word(struct snap_reader *r, const struct snap_word *word,
			struct snap_line *line)
{
	struct snap_cgroup *cgroup = &line->cgroup;
	int metric = oomt_cgroup_metric_find(word->key, word->key_len);
	u64 once;
	s64 value;

	if (snap_word_is(word, "path")) {
		once = cgroup->is.path ? 1 : 0;
		if (given_once(r, word, &once, 1))
			cgroup->is.path = read_path(r, word);
	} else if (snap_word_is(word, "memory.oom.group")) {
		once = cgroup->oom_group_given;
		if (given_once(r, word, &once, 1) &&
		    snap_number(r, word, 0, 1, &value))
			cgroup->is.oom_group = value;
		cgroup->oom_group_given = true;
	} else if (metric >= 0) {
		once = cgroup->is.known;
		if (given_once(r, word, &once, 1ULL << metric) &&
		    cgroup_value(r, word, metric, &value))
			cgroup->is.metric[metric] = value;
		cgroup->is.known = once;
	} else {
		unknown_key(r, word, "cgroup");
	}
}

/* The sizes and numbers of a process that are kept as they are. */
static bool process_number(struct snap_reader *r, const struct snap_word *word,
			   int field, struct snap_process *process)
{
	struct oomt_task *task = &process->task;
	s64 value;

#define SIZE(id, member)						\
	case OOMT_F_##id:						\
		if (snap_size(r, word, &value))				\
			task->member = value;				\
		return true
#define NUMBER(id, member, min, max)					\
	case OOMT_F_##id:						\
		if (snap_number(r, word, min, max, &value))		\
			task->member = value;				\
		return true
	switch (field) {
	NUMBER(PID, pid, 1, INT_MAX);
	NUMBER(PPID, ppid, 0, INT_MAX);
	NUMBER(PGRP, pgrp, 0, INT_MAX);
	NUMBER(SESSION, session, 0, INT_MAX);
	NUMBER(UID, uid, 0, U32_MAX);
	NUMBER(GID, gid, 0, U32_MAX);
	NUMBER(OOM_SCORE_ADJ, oom_score_adj, -1000, 1000);
	NUMBER(THREADS, threads, 1, INT_MAX);
	SIZE(RSS, rss);
	SIZE(ANON, anon);
	SIZE(FILE, file);
	SIZE(SHMEM, shmem);
	SIZE(SWAP, swap);
	SIZE(PGTABLES, pgtables);
	SIZE(VSIZE, vsize);
	}
#undef SIZE
#undef NUMBER
	return false;
}

static bool process_text(struct snap_reader *r, const struct snap_word *word, int field,
			 struct snap_process *process)
{
	struct oomt_task *task = &process->task;

	switch (field) {
	case OOMT_F_COMM:
		/* A process may have given itself an empty name. */
		if (!word->value) {
			snap_has_value(r, word);
			return true;
		}
		if (word->value_len >= sizeof(task->comm)) {
			snap_fail(r, "bad-value", word->value_span,
			     "a comm has at most %zu bytes",
			     sizeof(task->comm) - 1);
			return true;
		}
		memcpy(task->comm, word->value, word->value_len);
		return true;
	case OOMT_F_EXE:
		if (snap_has_value(r, word))
			task->exe = word->value;
		return true;
	case OOMT_F_CMDLINE:
		if (word->value)
			task->cmdline = word->value;
		else
			snap_has_value(r, word);
		return true;
	case OOMT_F_CGROUP:
		process->cgroup = read_path(r, word);
		return true;
	case OOMT_F_AGE:
		snap_duration(r, word, &process->age_ns);
		return true;
	}
	return false;
}

static void process_word(struct snap_reader *r, const struct snap_word *word,
			 struct snap_line *line)
{
	static const struct {
		const char *name;
		u32 flag;
	} flags[] = {
		{ "kthread", OOMT_TASK_KTHREAD },
		{ "executor", OOMT_TASK_EXECUTOR },
		{ "exiting", OOMT_TASK_EXITING },
		{ "gone", 0 },
	};
	struct snap_process *process = &line->process;
	unsigned int i;
	int field;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		if (!snap_word_is(word, flags[i].name))
			continue;
		if (word->value)
			snap_fail(r, "bad-word", word->span,
			     "\"%s\" takes no value", flags[i].name);
		else if (flags[i].flag)
			process->task.flags |= flags[i].flag;
		else
			process->gone = true;
		return;
	}
	field = oomt_field_find(word->key, word->key_len);
	if (field < 0) {
		unknown_key(r, word, "process");
		return;
	}
	if (!given_once(r, word, &process->given, 1ULL << field))
		return;
	if (!process_text(r, word, field, process) &&
	    !process_number(r, word, field, process)) {
		/* tree.total, growth, ...: computed, never written */
		process->given &= ~(1ULL << field);
		unknown_key(r, word, "process");
	}
}

static int grow(struct snap_reader *r, void **array, unsigned int count,
		unsigned int *capacity, size_t size)
{
	unsigned int more = *capacity ? *capacity * 2 : 64;
	void *bigger;

	if (count < *capacity)
		return 0;
	bigger = reallocarray(*array, more, size);
	if (!bigger) {
		r->out_of_memory = true;
		return -ENOMEM;
	}
	*array = bigger;
	*capacity = more;
	return 0;
}

static int begin_sample(struct snap_reader *r, u64 at_ns, bool resumed)
{
	struct snap_lines *lines = r->lines;

	if (grow(r, (void **)&lines->sample, lines->sample_count,
		 &lines->sample_capacity, sizeof(*lines->sample)))
		return -ENOMEM;
	lines->sample[lines->sample_count++] = (struct snap_sample){
		.at_ns = at_ns, .resumed = resumed,
	};
	return 0;
}

/* "at TIME [suspended]" */
static void at_line(struct snap_reader *r, const struct snap_word *at)
{
	const struct snap_lines *lines = r->lines;
	struct snap_word time, word;
	bool resumed = false;
	s64 ns;
	int err;

	err = snap_word_read(r, &time);
	if (err < 0)
		return;
	if (!err || time.value) {
		snap_fail(r, "bad-at", at->span, "\"at\" needs a time: at 10s");
		return;
	}
	if (!snap_time(r, &time, &ns))
		return;
	while ((err = snap_word_read(r, &word)) > 0) {
		if (snap_word_is(&word, "suspended") && !word.value)
			resumed = true;
		else
			snap_fail(r, "unknown-key", word.span,
			     "\"at\" takes a time and \"suspended\"");
	}
	if (lines->sample_count &&
	    (u64)ns <= lines->sample[lines->sample_count - 1].at_ns) {
		snap_fail(r, "time-order", time.span,
		     "the times of \"at\" must grow");
		return;
	}
	begin_sample(r, ns, resumed);
}

static const struct {
	const char *name;
	enum snap_kind kind;
	void (*word)(struct snap_reader *r, const struct snap_word *word,
		     struct snap_line *line);
} kinds[] = {
	{ "system",  SNAP_SYSTEM,  system_word },
	{ "cgroup",  SNAP_CGROUP,  cgroup_word },
	{ "process", SNAP_PROCESS, process_word },
};

/* A line of facts is whole: what it must have. */
static bool line_is_whole(struct snap_reader *r, const struct snap_line *line)
{
	const struct snap_process *process = &line->process;

	if (line->kind == SNAP_CGROUP && !line->cgroup.is.path) {
		snap_fail(r, "missing-key", line->span,
		     "a cgroup line needs path=");
		return false;
	}
	if (line->kind != SNAP_PROCESS)
		return true;
	if (!(process->given & (1ULL << OOMT_F_PID))) {
		snap_fail(r, "missing-key", line->span,
		     "a process line needs pid=");
		return false;
	}
	if (process->gone && (process->given & ~(1ULL << OOMT_F_PID))) {
		snap_fail(r, "gone", line->span,
		     "a process that is gone has nothing else to say");
		return false;
	}
	return true;
}

static void facts_line(struct snap_reader *r, const struct snap_word *first,
		       unsigned int kind)
{
	struct snap_lines *lines = r->lines;
	struct snap_line *line;
	bool failed = r->failed;
	struct snap_word word;
	int more;

	/* Facts before the first `at` are those of time 0. */
	if (!lines->sample_count && begin_sample(r, 0, false))
		return;
	if (grow(r, (void **)&lines->line, lines->count, &lines->capacity,
		 sizeof(*line)))
		return;
	line = &lines->line[lines->count];
	memset(line, 0, sizeof(*line));
	line->kind = kinds[kind].kind;
	line->sample = lines->sample_count - 1;
	line->span = first->span;
	r->failed = false;
	while ((more = snap_word_read(r, &word)) > 0)
		kinds[kind].word(r, &word, line);
	if (!more && !r->failed && line_is_whole(r, line))
		lines->count++;
	r->failed = r->failed || failed;
}

static void read_line(struct snap_reader *r, bool *header)
{
	struct snap_word first;
	unsigned int i;
	int got = snap_word_read(r, &first);

	if (got <= 0)
		return;
	if (!*header) {
		struct snap_word version;

		*header = true;
		if (snap_word_is(&first, "snapshot") && !first.value &&
		    snap_word_read(r, &version) > 0 && snap_word_is(&version, "1") &&
		    !version.value && !snap_word_begins(r))
			return;
		snap_fail(r, "header", first.span,
		     "a snapshot begins with the line \"snapshot 1\"");
		if (snap_word_is(&first, "snapshot"))
			return;
	}
	if (first.value) {
		snap_fail(r, "unknown-line", first.span,
		     "a line begins with system, cgroup, process or at");
		return;
	}
	if (snap_word_is(&first, "at") && !r->more) {
		at_line(r, &first);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (snap_word_is(&first, kinds[i].name)) {
			facts_line(r, &first, i);
			return;
		}
	snap_fail(r, "unknown-line", first.span, r->more ?
	     "a line begins with system, cgroup or process, not \"%.*s\"" :
	     "a line begins with system, cgroup, process or at, not \"%.*s\"",
	     (int)first.key_len, first.key);
}

int snap_parse(struct snap_lines *lines, const struct oomt_source *source,
	       bool more, struct oomt_diags *diags)
{
	struct snap_reader r = {
		.lines = lines, .source = source, .diags = diags,
		.line = 1, .more = more,
	};
	bool header = more;

	while (r.pos < source->size) {
		read_line(&r, &header);
		snap_line_skip(&r);
	}
	if (!header)
		snap_fail(&r, "header", snap_span(&r, 0, 0),
		     "a snapshot begins with the line \"snapshot 1\"");
	if (!r.out_of_memory && !lines->sample_count)
		begin_sample(&r, 0, false);
	if (r.out_of_memory)
		return -ENOMEM;
	return r.failed ? -EINVAL : 0;
}

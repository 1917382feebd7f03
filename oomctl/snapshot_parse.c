// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * A snapshot's text, line by line, word by word (language.md 6).  Called by
 * snapshot.c.  Reports every error of the text through `diags` and goes on
 * with the next word; input is never trusted.
 */
#include <stdio.h>
#include "names.h"
#include "snapshot_line.h"
#include "value.h"

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

/* The reader's place in the text, and the line being read. */
struct reader {
	struct snap_lines *lines;
	const struct oomt_source *source;
	struct oomt_diags *diags;
	size_t pos, line_begin;
	unsigned int line;
	bool more;			/* only lines for the last sample */
	bool failed;			/* some error */
	bool out_of_memory;
};

/* KEY or KEY=VALUE.  `value` is unescaped and belongs to the lines. */
struct word {
	struct oomt_span span;		/* all of it */
	struct oomt_span value_span;
	const char *key;
	size_t key_len;
	const char *value;		/* NULL: no '=' */
	size_t value_len;
};

#define fail(r, id, span, ...) do {					\
	(r)->failed = true;						\
	oomt_diag_add((r)->diags, OOMT_ERROR, (id), (span), __VA_ARGS__); \
} while (0)

static struct oomt_span span_of(const struct reader *r, size_t begin,
				size_t end)
{
	return (struct oomt_span){
		.source = r->source, .begin = begin, .end = end,
		.line = r->line, .col = begin - r->line_begin + 1,
	};
}

static int peek(const struct reader *r)
{
	return r->pos < r->source->size ?
	       (unsigned char)r->source->text[r->pos] : -1;
}

static bool at_line_end(const struct reader *r)
{
	int c = peek(r);

	return c < 0 || c == '\n';
}

static void skip_line(struct reader *r)
{
	while (!at_line_end(r))
		r->pos++;
	if (peek(r) == '\n') {
		r->pos++;
		r->line++;
		r->line_begin = r->pos;
	}
}

/* Skips blanks; false at a comment or at the end of the line. */
static bool next_word_begins(struct reader *r)
{
	while (peek(r) == ' ' || peek(r) == '\t' || peek(r) == '\r')
		r->pos++;
	return !at_line_end(r) && peek(r) != '#';
}

static int hex_digit(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* One escape behind a backslash (r->pos is on the backslash).  -1: invalid. */
static int read_escape(struct reader *r)
{
	const char *at = r->source->text + r->pos;
	size_t left = r->source->size - r->pos;
	int hi, lo;

	if (left < 2)
		return -1;
	r->pos += 2;
	switch (at[1]) {
	case '"':
	case '\\':
		return at[1];
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'x':
		hi = left > 2 ? hex_digit(at[2]) : -1;
		lo = left > 3 ? hex_digit(at[3]) : -1;
		if (hi < 0 || lo < 0)
			break;
		r->pos += 2;
		return hi * 16 + lo;
	}
	r->pos -= 2;
	return -1;
}

/* A string from its opening quote on, unescaped into buf; -EINVAL. */
static int read_quoted(struct reader *r, char *buf, size_t *len)
{
	size_t begin = r->pos;
	int quote = peek(r), c;

	*len = 0;
	r->pos++;
	while (peek(r) != quote) {
		if (at_line_end(r)) {
			fail(r, "bad-string", span_of(r, begin, r->pos),
			     "the string does not end on this line");
			return -EINVAL;
		}
		c = peek(r);
		if (c == '\\' && quote == '"') {
			size_t from = r->pos;

			c = read_escape(r);
			if (c < 0) {
				fail(r, "bad-string",
				     span_of(r, from, from + 2),
				     "unknown escape; there are \\\" \\\\ \\n \\t \\xHH");
				return -EINVAL;
			}
			if (!c) {
				fail(r, "bad-string", span_of(r, from, r->pos),
				     "a text cannot hold a zero byte");
				return -EINVAL;
			}
		} else {
			r->pos++;
			if (!c) {
				fail(r, "bad-string",
				     span_of(r, r->pos - 1, r->pos),
				     "a text cannot hold a zero byte");
				return -EINVAL;
			}
		}
		buf[(*len)++] = c;
	}
	r->pos++;
	return 0;
}

static bool is_bare(int c)
{
	return c > ' ' && c != '"' && c != '\'' && c != '#' && c != 0x7f;
}

static int read_value(struct reader *r, struct word *word)
{
	size_t begin = r->pos, room = 0, len = 0;
	char *buf;
	int err = 0;

	while (begin + room < r->source->size &&
	       r->source->text[begin + room] != '\n')
		room++;
	buf = malloc(room + 1);
	if (!buf) {
		r->out_of_memory = true;
		return -ENOMEM;
	}
	if (peek(r) == '"' || peek(r) == '\'')
		err = read_quoted(r, buf, &len);
	else
		while (is_bare(peek(r)))
			buf[len++] = r->source->text[r->pos++];
	word->value_span = span_of(r, begin, r->pos);
	if (!err) {
		word->value_len = len;
		word->value = snap_lines_text(r->lines, buf, len);
		if (!word->value) {
			r->out_of_memory = true;
			err = -ENOMEM;
		}
	}
	free(buf);
	if (!err && !at_line_end(r) && !strchr(" \t\r#", peek(r))) {
		fail(r, "bad-string", span_of(r, r->pos, r->pos + 1),
		     "unexpected character after the value; quote it");
		err = -EINVAL;
	}
	return err;
}

/* The next word of the line: 1; 0: no more; negative: the line is lost. */
static int read_word(struct reader *r, struct word *word)
{
	size_t begin;
	int err = 0;

	if (!next_word_begins(r))
		return 0;
	memset(word, 0, sizeof(*word));
	begin = r->pos;
	while (is_bare(peek(r)) && peek(r) != '=')
		r->pos++;
	word->key = r->source->text + begin;
	word->key_len = r->pos - begin;
	if (!word->key_len) {
		fail(r, "bad-word", span_of(r, begin, begin + 1),
		     "a word of the form key=value is expected");
		return -EINVAL;
	}
	if (peek(r) == '=') {
		r->pos++;
		err = read_value(r, word);
	} else if (!at_line_end(r) && !strchr(" \t\r#", peek(r))) {
		fail(r, "bad-word", span_of(r, r->pos, r->pos + 1),
		     "unexpected character in a word");
		err = -EINVAL;
	}
	word->span = span_of(r, begin, r->pos);
	return err ? err : 1;
}

static bool word_is(const struct word *word, const char *text)
{
	return word->key_len == strlen(text) &&
	       !memcmp(word->key, text, word->key_len);
}

/* The value must be there; says so if not. */
static bool has_value(struct reader *r, const struct word *word)
{
	if (word->value && word->value_len)
		return true;
	fail(r, "missing-value", word->span, "\"%.*s\" needs a value",
	     (int)word->key_len, word->key);
	return false;
}

static bool fine_value(struct reader *r, const struct word *word, int err,
		       const char *what)
{
	if (!err)
		return true;
	fail(r, "bad-value", word->value_span,
	     err == -ERANGE ? "%.*s: out of range (%s)" :
			      "%.*s: %s is expected",
	     (int)word->key_len, word->key, what);
	return false;
}

#define WHAT_SIZE	"a size such as 512, 4K, 300M or 32G"
#define WHAT_PERCENT	"a percentage, 0 to 100, with at most two decimals"
#define WHAT_DURATION	"a duration such as 250ms, 10s or 3h"

static bool read_size(struct reader *r, const struct word *word, s64 *value)
{
	return has_value(r, word) &&
	       fine_value(r, word, oomt_value_size(word->value,
						   word->value_len, value),
			  WHAT_SIZE);
}

static bool read_percent(struct reader *r, const struct word *word,
			 s64 *value)
{
	return has_value(r, word) &&
	       fine_value(r, word, oomt_value_percent(word->value,
						      word->value_len, value),
			  WHAT_PERCENT);
}

static bool read_number(struct reader *r, const struct word *word, s64 min,
			s64 max, s64 *value)
{
	char what[80];
	int err;

	if (!has_value(r, word))
		return false;
	snprintf(what, sizeof(what), "a number from %lld to %lld",
		 (long long)min, (long long)max);
	err = oomt_value_number(word->value, word->value_len, value);
	if (!err && (*value < min || *value > max))
		err = -ERANGE;
	return fine_value(r, word, err, what);
}

/* Ages and times stay clear of the ends of a 64-bit clock. */
static int duration(const char *text, size_t len, s64 *ns)
{
	int err = oomt_value_duration(text, len, ns);

	return !err && *ns > 1LL << 61 ? -ERANGE : err;
}

static bool read_duration(struct reader *r, const struct word *word,
			  s64 *value)
{
	return has_value(r, word) &&
	       fine_value(r, word, duration(word->value, word->value_len,
					    value), WHAT_DURATION);
}

static bool given_once(struct reader *r, const struct word *word, u64 *given,
		       u64 bit)
{
	if (*given & bit) {
		fail(r, "duplicate-key", word->span,
		     "\"%.*s\" stands twice on this line", (int)word->key_len,
		     word->key);
		return false;
	}
	*given |= bit;
	return true;
}

static void unknown_key(struct reader *r, const struct word *word,
			const char *line)
{
	fail(r, "unknown-key", word->span, "unknown key \"%.*s\" in a %s line",
	     (int)word->key_len, word->key, line);
}

static void system_word(struct reader *r, const struct word *word,
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
		fine = read_percent(r, word, &value);
		break;
	case OOMT_T_SIZE:
		/* A share of the total is welcome, but not for a total. */
		if (word->value_len &&
		    word->value[word->value_len - 1] == '%' &&
		    metric != OOMT_M_MEM_TOTAL && metric != OOMT_M_SWAP_TOTAL) {
			fine = read_percent(r, word, &value);
			sys->percent |= 1ULL << metric;
			break;
		}
		fine = read_size(r, word, &value);
		break;
	default:
		fine = read_number(r, word, 0, OOMT_SIZE_MAX, &value);
	}
	if (fine)
		sys->value[metric] = value;
}

/* A path of the hierarchy: absolute, without a slash at its end. */
static const char *read_path(struct reader *r, const struct word *word)
{
	size_t len = word->value_len;

	if (!has_value(r, word))
		return NULL;
	if (word->value[0] != '/') {
		fail(r, "bad-value", word->value_span,
		     "a path that begins with / is expected");
		return NULL;
	}
	if (len > 1 && word->value[len - 1] == '/') {
		fail(r, "bad-value", word->value_span,
		     "a cgroup's path does not end in /");
		return NULL;
	}
	return word->value;
}

static void cgroup_word(struct reader *r, const struct word *word,
			struct snap_line *line)
{
	struct snap_cgroup *cgroup = &line->cgroup;
	struct oomt_cgroup_facts *facts = &cgroup->facts;
	int size = oomt_cgroup_size_find(word->key, word->key_len);
	int metric = oomt_metric_find(word->key, word->key_len);
	u64 once;
	s64 value;

	if (word_is(word, "path")) {
		once = cgroup->path ? 1 : 0;
		if (given_once(r, word, &once, 1))
			cgroup->path = read_path(r, word);
	} else if (word_is(word, "memory.oom.group")) {
		once = facts->oom_group_known;
		if (given_once(r, word, &once, 1) &&
		    read_number(r, word, 0, 1, &value))
			facts->oom_group = value;
		facts->oom_group_known = true;
	} else if (size >= 0) {
		once = facts->sizes_known;
		if (!given_once(r, word, &once, 1ULL << size))
			return;
		facts->sizes_known = once;
		if (size == OOMT_CG_MAX && word->value &&
		    !strcmp(word->value, "max"))
			facts->size[size] = OOMT_CG_UNLIMITED;
		else if (read_size(r, word, &value))
			facts->size[size] = value;
	} else if (metric >= 0 && oomt_metric_is_psi(metric)) {
		if (given_once(r, word, &facts->psi_known, 1ULL << metric) &&
		    read_percent(r, word, &value))
			facts->psi[metric] = value;
	} else {
		unknown_key(r, word, "cgroup");
	}
}

/* The sizes and numbers of a process that are kept as they are. */
static bool process_number(struct reader *r, const struct word *word,
			   int field, struct snap_process *process)
{
	struct oomt_task *task = &process->task;
	s64 value;

#define SIZE(id, member)						\
	case OOMT_F_##id:						\
		if (read_size(r, word, &value))				\
			task->member = value;				\
		return true
#define NUMBER(id, member, min, max)					\
	case OOMT_F_##id:						\
		if (read_number(r, word, min, max, &value))		\
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

static bool process_text(struct reader *r, const struct word *word, int field,
			 struct snap_process *process)
{
	struct oomt_task *task = &process->task;

	switch (field) {
	case OOMT_F_COMM:
		/* A process may have given itself an empty name. */
		if (!word->value) {
			has_value(r, word);
			return true;
		}
		if (word->value_len >= sizeof(task->comm)) {
			fail(r, "bad-value", word->value_span,
			     "a comm has at most %zu bytes",
			     sizeof(task->comm) - 1);
			return true;
		}
		memcpy(task->comm, word->value, word->value_len);
		return true;
	case OOMT_F_EXE:
		if (has_value(r, word))
			task->exe = word->value;
		return true;
	case OOMT_F_CMDLINE:
		if (word->value)
			task->cmdline = word->value;
		else
			has_value(r, word);
		return true;
	case OOMT_F_CGROUP:
		process->cgroup = read_path(r, word);
		return true;
	case OOMT_F_AGE:
		read_duration(r, word, &process->age_ns);
		return true;
	}
	return false;
}

static void process_word(struct reader *r, const struct word *word,
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
		if (!word_is(word, flags[i].name))
			continue;
		if (word->value)
			fail(r, "bad-word", word->span,
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

static int grow(struct reader *r, void **array, unsigned int count,
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

static int begin_sample(struct reader *r, u64 at_ns, bool resumed)
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
static void at_line(struct reader *r, const struct word *at)
{
	const struct snap_lines *lines = r->lines;
	struct word time, word;
	bool resumed = false;
	s64 ns;
	int err;

	err = read_word(r, &time);
	if (err < 0)
		return;
	if (!err || time.value) {
		fail(r, "bad-at", at->span, "\"at\" needs a time: at 10s");
		return;
	}
	if (duration(time.key, time.key_len, &ns)) {
		fail(r, "bad-value", time.span, WHAT_DURATION " is expected");
		return;
	}
	while ((err = read_word(r, &word)) > 0) {
		if (word_is(&word, "suspended") && !word.value)
			resumed = true;
		else
			fail(r, "unknown-key", word.span,
			     "\"at\" takes a time and \"suspended\"");
	}
	if (lines->sample_count &&
	    (u64)ns <= lines->sample[lines->sample_count - 1].at_ns) {
		fail(r, "time-order", time.span,
		     "the times of \"at\" must grow");
		return;
	}
	begin_sample(r, ns, resumed);
}

static const struct {
	const char *name;
	enum snap_kind kind;
	void (*word)(struct reader *r, const struct word *word,
		     struct snap_line *line);
} kinds[] = {
	{ "system",  SNAP_SYSTEM,  system_word },
	{ "cgroup",  SNAP_CGROUP,  cgroup_word },
	{ "process", SNAP_PROCESS, process_word },
};

/* A line of facts is whole: what it must have. */
static bool line_is_whole(struct reader *r, const struct snap_line *line)
{
	const struct snap_process *process = &line->process;

	if (line->kind == SNAP_CGROUP && !line->cgroup.path) {
		fail(r, "missing-key", line->span,
		     "a cgroup line needs path=");
		return false;
	}
	if (line->kind != SNAP_PROCESS)
		return true;
	if (!(process->given & (1ULL << OOMT_F_PID))) {
		fail(r, "missing-key", line->span,
		     "a process line needs pid=");
		return false;
	}
	if (process->gone && (process->given & ~(1ULL << OOMT_F_PID))) {
		fail(r, "gone", line->span,
		     "a process that is gone has nothing else to say");
		return false;
	}
	return true;
}

static void facts_line(struct reader *r, const struct word *first,
		       unsigned int kind)
{
	struct snap_lines *lines = r->lines;
	struct snap_line *line;
	bool failed = r->failed;
	struct word word;
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
	while ((more = read_word(r, &word)) > 0)
		kinds[kind].word(r, &word, line);
	if (!more && !r->failed && line_is_whole(r, line))
		lines->count++;
	r->failed = r->failed || failed;
}

static void read_line(struct reader *r, bool *header)
{
	struct word first;
	unsigned int i;
	int got = read_word(r, &first);

	if (got <= 0)
		return;
	if (!*header) {
		struct word version;

		*header = true;
		if (word_is(&first, "snapshot") && !first.value &&
		    read_word(r, &version) > 0 && word_is(&version, "1") &&
		    !version.value && !next_word_begins(r))
			return;
		fail(r, "header", first.span,
		     "a snapshot begins with the line \"snapshot 1\"");
		if (word_is(&first, "snapshot"))
			return;
	}
	if (first.value) {
		fail(r, "unknown-line", first.span,
		     "a line begins with system, cgroup, process or at");
		return;
	}
	if (word_is(&first, "at") && !r->more) {
		at_line(r, &first);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (word_is(&first, kinds[i].name)) {
			facts_line(r, &first, i);
			return;
		}
	fail(r, "unknown-line", first.span, r->more ?
	     "a line begins with system, cgroup or process, not \"%.*s\"" :
	     "a line begins with system, cgroup, process or at, not \"%.*s\"",
	     (int)first.key_len, first.key);
}

int snap_parse(struct snap_lines *lines, const struct oomt_source *source,
	       bool more, struct oomt_diags *diags)
{
	struct reader r = {
		.lines = lines, .source = source, .diags = diags,
		.line = 1, .more = more,
	};
	bool header = more;

	while (r.pos < source->size) {
		read_line(&r, &header);
		skip_line(&r);
	}
	if (!header)
		fail(&r, "header", span_of(&r, 0, 0),
		     "a snapshot begins with the line \"snapshot 1\"");
	if (!r.out_of_memory && !lines->sample_count)
		begin_sample(&r, 0, false);
	if (r.out_of_memory)
		return -ENOMEM;
	return r.failed ? -EINVAL : 0;
}

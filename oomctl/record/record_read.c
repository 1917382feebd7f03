// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Reading decision records.  A record may come from a stranger, or be cut
 * short: every word is checked, images go through the verifier, the snapshot
 * through its own reader; what is wrong is said at its place.
 */
#include "names.h"
#include "probe.h"
#include "record.h"
#include "verify.h"


struct reader {
	struct oomt_record_file *record;
	const struct oomt_source *source;
	size_t pos;			/* of the next line */
	unsigned int line;		/* its number */
	size_t begin, end;		/* of the line at hand */
	bool in_line, out_of_memory;
	bool got_decision, got_snapshot, got_end;
};

static struct oomt_span line_span(const struct reader *r)
{
	return (struct oomt_span){
		.source = r->source, .begin = r->begin, .end = r->end,
		.line = r->line, .col = 1,
	};
}

#define fail(r, id, ...)						\
	oomt_diag_add(&(r)->record->diags, OOMT_ERROR, (id),		\
		      line_span(r), __VA_ARGS__)

static bool next_line(struct reader *r)
{
	const char *text = r->source->text, *end;

	if (r->pos >= r->source->size)
		return false;
	r->begin = r->pos;
	end = memchr(text + r->pos, '\n', r->source->size - r->pos);
	r->end = end ? (size_t)(end - text) : r->source->size;
	r->pos = end ? r->end + 1 : r->end;
	r->line++;
	return true;
}

static bool at_section(const struct reader *r)
{
	return r->pos + 4 <= r->source->size &&
	       !memcmp(r->source->text + r->pos, "--- ", 4);
}

/* The next line of this section; false: it is over. */
static bool section_line(struct reader *r)
{
	return !at_section(r) && next_line(r);
}

/* ---- words ---------------------------------------------------------------- */

/*
 * One KEY=VALUE of the line from *at on, the value unescaped into `value`.
 * False: the line is over, or is not of this form (which is said).
 */
struct pair {
	char key[32];
	char value[4200];		/* a path */
};

static int unescape(const char **at, const char *end)
{
	char hex[3] = "";
	int c = *(*at)++;

	if (c != '\\' || *at == end)
		return c;
	c = *(*at)++;
	if (c != 'x')
		return c;
	if (end - *at < 2)
		return -1;
	memcpy(hex, *at, 2);
	*at += 2;
	if (strspn(hex, "0123456789abcdefABCDEF") != 2)
		return -1;
	return strtol(hex, NULL, 16);
}

static bool bad_pair(struct reader *r)
{
	fail(r, "record-word", "words of the form key=value are expected");
	return false;
}

static bool read_pair(struct reader *r, size_t *pos, struct pair *pair)
{
	const char *at = r->source->text + *pos;
	const char *end = r->source->text + r->end;
	size_t len = 0;
	bool quoted;
	int c;

	while (at < end && *at == ' ')
		at++;
	if (at == end)
		return false;
	while (at < end && *at != '=' && *at != ' ') {
		if (len + 1 == sizeof(pair->key))
			return bad_pair(r);
		pair->key[len++] = *at++;
	}
	pair->key[len] = '\0';
	len = 0;
	if (at < end && *at == '=') {
		at++;
		quoted = at < end && *at == '"';
		at += quoted;
		while (at < end && *at != (quoted ? '"' : ' ')) {
			c = quoted ? unescape(&at, end) : *at++;
			if (c <= 0 || len + 1 == sizeof(pair->value))
				return bad_pair(r);
			pair->value[len++] = c;
		}
		if (quoted && at++ == end)
			return bad_pair(r);
	}
	pair->value[len] = '\0';
	*pos = at - r->source->text;
	return true;
}

static bool is_key(const struct pair *pair, const char *key)
{
	return !strcmp(pair->key, key);
}

static bool number(struct reader *r, const struct pair *pair, s64 min, s64 max,
		   s64 *value)
{
	char *end;

	errno = 0;
	*value = strtoll(pair->value, &end, 10);
	if (!errno && end != pair->value && !*end && *value >= min &&
	    *value <= max)
		return true;
	fail(r, "record-number", "%s: a number from %lld to %lld is expected",
	     pair->key, (long long)min, (long long)max);
	return false;
}

static void keep_text(struct reader *r, const struct pair *pair, char **text)
{
	free(*text);
	*text = strdup(pair->value);
	r->out_of_memory |= !*text;
}

/* ---- decision, outcome ----------------------------------------------------- */

static void decision_word(struct reader *r, const struct pair *pair)
{
	struct oomt_record_file *record = r->record;
	int hook;
	s64 value;

	if (is_key(pair, "id") && number(r, pair, 0, S64_MAX, &value)) {
		record->id = value;
	} else if (is_key(pair, "at")) {
		keep_text(r, pair, &record->at);
	} else if (is_key(pair, "hook")) {
		hook = oomt_hook_find(pair->value, strlen(pair->value));
		if (hook == OOMT_HOOK_LOW || hook == OOMT_HOOK_OOM ||
		    hook == OOMT_HOOK_MEMCG)
			record->hook = hook;
		else
			fail(r, "record-hook", "the hook is low, oom or memcg");
	} else if (is_key(pair, "table")) {
		keep_text(r, pair, &record->table);
	} else if (is_key(pair, "chain")) {
		keep_text(r, pair, &record->chain);
	} else if (is_key(pair, "cgroup")) {
		keep_text(r, pair, &record->cgroup);
	} else if (is_key(pair, "comm")) {
		keep_text(r, pair, &record->comm);
	} else if (is_key(pair, "rule")) {
		keep_text(r, pair, &record->rule);
	} else if (is_key(pair, "reason")) {
		keep_text(r, pair, &record->reason);
	} else if (is_key(pair, "result")) {
		keep_text(r, pair, &record->result);
	} else if (is_key(pair, "action")) {
		keep_text(r, pair, &record->action);
	} else if (is_key(pair, "thawed_ns") &&
		   number(r, pair, 0, S64_MAX, &value)) {
		record->thawed_ns = value;
	} else if (is_key(pair, "victim") &&
		   number(r, pair, 0, INT_MAX, &value)) {
		record->victim = value;
		record->pid = value;
	} else if (is_key(pair, "redacted") && number(r, pair, 0, 1, &value)) {
		record->redacted = value;
	} else if (is_key(pair, "picture")) {
		record->when = strcmp(pair->value, "at") ? OOMT_RECORD_AFTER :
							   OOMT_RECORD_AT;
	}
	/* Others are for people, or of a later version. */
}

static void read_decision(struct reader *r)
{
	struct pair pair;
	size_t pos;

	while (section_line(r)) {
		pos = r->begin;
		while (read_pair(r, &pos, &pair))
			decision_word(r, &pair);
	}
}

/* ---- tables ---------------------------------------------------------------- */

static void read_table(struct reader *r)
{
	struct oomt_refused why = { 0 };
	struct oomt_blob image = { 0 };
	struct reader head = *r;
	struct pair pair;
	size_t pos = r->begin + strlen("--- table"), from, got;
	s64 bytes = 0;
	int err;

	while (read_pair(r, &pos, &pair))
		if (is_key(&pair, "bytes") &&
		    !number(r, &pair, sizeof(struct oomt_image),
			    OOMT_IMAGE_MAX, &bytes))
			bytes = 0;
	from = r->pos;
	if (!bytes) {
		fail(r, "record-table", "a table needs bytes=");
		return;
	}
	if (r->record->rules.count == OOMT_TABLES_MAX) {
		fail(r, "record-table", "more than %d tables", OOMT_TABLES_MAX);
		return;
	}
	image.data = aligned_alloc(8, (bytes + 7) / 8 * 8);
	image.size = bytes;
	if (!image.data) {
		r->out_of_memory = true;
		return;
	}
	while (section_line(r))
		;
	if (oomt_base64_read(r->source->text + from, r->pos - from,
			     image.data, bytes, &got) ||
	    got != (size_t)bytes) {
		fail(&head, "record-table",
		     "the table's image is damaged or cut short");
		free(image.data);
		return;
	}
	err = oomt_rules_add_image(&r->record->rules, image, &why);
	if (err == -ENOMEM)
		r->out_of_memory = true;
	else if (err)
		fail(&head, "record-table", "the table's image is refused: %s",
		     oomt_refusal_text(why.refusal));
}

/* ---- the snapshot ----------------------------------------------------------- */

static void read_snapshot(struct reader *r)
{
	struct oomt_record_file *record = r->record;
	size_t from = r->pos;
	struct oomt_span place = {
		.source = r->source, .begin = from, .end = from,
		.line = r->line + 1, .col = 1,
	};
	struct oomt_diags own;
	struct oomt_source *source;
	unsigned int i;

	while (section_line(r))
		;
	if (record->snapshot)
		return;
	source = oomt_source_text("snapshot", r->source->text + from,
				  r->pos - from);
	if (!source) {
		r->out_of_memory = true;
		return;
	}
	oomt_diags_init(&own);
	record->snapshot = oomt_snapshot_read(source, &own);
	r->out_of_memory |= !record->snapshot;
	if (record->snapshot)
		oomt_diags_move(&own, 0, source, 0, r->pos - from, place);
	for (i = 0; record->snapshot && i < own.count; i++)
		oomt_diag_add(&record->diags, own.diag[i].severity,
			      own.diag[i].id, own.diag[i].span, "%s",
			      own.diag[i].text);
	oomt_diags_exit(&own);
}

/* ---- after all is there: facts and state ----------------------------------- */

static bool make_picture(struct reader *r)
{
	struct oomt_record_file *record = r->record;
	const struct oomt_picture *pic;

	if (oomt_snapshot_picture(record->snapshot, OOMT_SNAPSHOT_LAST,
				  &pic)) {
		r->out_of_memory = true;
		return false;
	}
	record->pic = *pic;
	record->task = calloc(pic->task_count + 1, sizeof(*record->task));
	if (!record->task) {
		r->out_of_memory = true;
		return false;
	}
	memcpy(record->task, pic->task,
	       pic->task_count * sizeof(*record->task));
	record->pic.task = record->task;
	/* Never full: whoever is not in it would count as spent. */
	if (oomt_episode_init(&record->spent, 2 * pic->task_count + 16)) {
		r->out_of_memory = true;
		return false;
	}
	return true;
}

static struct oomt_task *find_task(const struct oomt_picture *pic, s64 pid)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].pid == pid)
			return &pic->task[i];
	return NULL;
}

/* "a,b,c": each a name that `find` knows; a bit mask. */
static u64 read_names(struct reader *r, const struct pair *pair,
		      int (*find)(const char *word, size_t len))
{
	const char *at = pair->value;
	u64 bits = 0;
	int found;

	while (*at) {
		size_t len = strcspn(at, ",");

		found = find(at, len);
		if (found < 0)
			fail(r, "record-name", "\"%.*s\" is not known",
			     (int)len, at);
		else
			bits |= 1ULL << found;
		at += len + (at[len] == ',');
	}
	return bits;
}

static void facts_line(struct reader *r)
{
	struct oomt_picture *pic = &r->record->pic;
	struct oomt_task *task = NULL;
	bool system = false;
	size_t pos = r->begin;
	struct pair pair;
	u64 bits;
	s64 value;

	while (read_pair(r, &pos, &pair)) {
		if (is_key(&pair, "system")) {
			system = true;
		} else if (is_key(&pair, "pid") &&
			   number(r, &pair, 0, INT_MAX, &value)) {
			task = find_task(pic, value);
			if (!task)
				fail(r, "record-pid",
				     "there is no process %lld in the snapshot",
				     (long long)value);
		} else if (is_key(&pair, "spent") && task) {
			oomt_episode_add(&r->record->spent, task->pid,
					 task->start_ns, OOMT_EPISODE_SPENT);
		} else if (is_key(&pair, "growth") && task &&
			   number(r, &pair, -OOMT_SIZE_MAX, OOMT_SIZE_MAX,
				  &value)) {
			task->growth = value;
			task->known |= 1ULL << OOMT_F_GROWTH;
		} else if (is_key(&pair, "unknown") && system) {
			pic->metrics_known &= ~read_names(r, &pair,
							  oomt_metric_find);
		} else if (is_key(&pair, "unknown") && task) {
			bits = read_names(r, &pair, oomt_field_find);
			task->known &= ~bits;
			if (bits & (1ULL << OOMT_F_CGROUP))
				task->cgroup = OOMT_NONE;
		}
	}
}

/* A state's line: which table, which element, and the values. */
struct state_line {
	s64 table, index, active, acted_ns, fruitless, held_ns, full_ns, nth;
	u32 cgroup;			/* of pic; OOMT_NONE: not there */
};

static u32 find_cgroup(const struct oomt_picture *pic, const char *path)
{
	u32 i;

	for (i = 0; i < pic->cgroup_count; i++)
		if (!strcmp(pic->cgroup[i].path, path))
			return i;
	return OOMT_NONE;
}

static void state_words(struct reader *r, size_t pos, struct state_line *line)
{
	static const struct {
		const char *key;
		size_t offset;
	} keys[] = {
		{ "table", offsetof(struct state_line, table) },
		{ "index", offsetof(struct state_line, index) },
		{ "active", offsetof(struct state_line, active) },
		{ "acted_ns", offsetof(struct state_line, acted_ns) },
		{ "fruitless", offsetof(struct state_line, fruitless) },
		{ "held_ns", offsetof(struct state_line, held_ns) },
		{ "full_ns", offsetof(struct state_line, full_ns) },
		{ "for", offsetof(struct state_line, nth) },
	};
	struct pair pair;
	unsigned int i;
	s64 value;

	memset(line, 0, sizeof(*line));
	line->acted_ns = -1;
	line->cgroup = OOMT_NONE;
	while (read_pair(r, &pos, &pair)) {
		if (is_key(&pair, "cgroup"))
			line->cgroup = find_cgroup(&r->record->pic,
						   pair.value);
		for (i = 0; i < ARRAY_SIZE(keys); i++)
			if (is_key(&pair, keys[i].key) &&
			    number(r, &pair, -(1LL << 61), 1LL << 61, &value))
				memcpy((char *)line + keys[i].offset, &value,
				       sizeof(value));
	}
}

static void take_chain_state(struct oomt_chain_state *chain,
			     const struct state_line *line, u64 now_ns)
{
	chain->active = line->active;
	chain->fruitless = line->fruitless;
	if (line->acted_ns >= 0)
		chain->acted_ns = now_ns - line->acted_ns;
}

/* False: there is no such chain, or it has no such `for`. */
static bool take_each(const struct oomt_record_file *record, bool is_for,
		      const struct state_line *line)
{
	const struct oomt_table *table = record->rules.rs.table[line->table];
	u64 now_ns = record->pic.now_ns, *since;
	struct oomt_chain_state *chain;
	struct oomt_each *each;

	if (line->index < 0 || line->index >= table->CHAINS_count ||
	    !(table->CHAINS[line->index].flags & OOMT_CHAIN_EACH))
		return false;
	each = oomt_table_state_each(&record->state[line->table], table,
				     line->index);
	if (!each ||
	    (is_for && (line->nth < 0 || line->nth >= each->for_count)))
		return false;
	/* A cgroup that the snapshot leaves out has nobody, and no metrics. */
	if (line->cgroup == OOMT_NONE)
		return true;
	each->sample_ns = now_ns;
	chain = oomt_each_get(each, record->pic.cgroup[line->cgroup].id,
			      now_ns, &since);
	if (is_for)
		since[line->nth] = now_ns - line->held_ns;
	else
		take_chain_state(chain, line, now_ns);
	return true;
}

static void state_line(struct reader *r)
{
	struct oomt_record_file *record = r->record;
	const struct oomt_ruleset *rs = &record->rules.rs;
	const struct oomt_table *table;
	struct oomt_table_state *state;
	u64 now_ns = record->pic.now_ns;
	size_t pos = r->begin;
	struct state_line line;
	struct pair kind;

	if (!read_pair(r, &pos, &kind))
		return;
	if (is_key(&kind, "known")) {
		record->steady = false;
		return;
	}
	state_words(r, pos, &line);
	if (line.table < 0 || line.table >= rs->table_count) {
		fail(r, "record-state", "there is no such table");
		return;
	}
	table = rs->table[line.table];
	state = &record->state[line.table];
	if (is_key(&kind, "chain") && line.index >= 0 &&
	    line.index < table->CHAINS_count) {
		take_chain_state(&state->chain[line.index], &line, now_ns);
	} else if (is_key(&kind, "for") && line.index >= 0 &&
		   line.index < table->image->for_states) {
		state->since[line.index] = now_ns - line.held_ns;
	} else if (is_key(&kind, "limit") && line.index >= 0 &&
		   line.index < table->LIMITS_count) {
		state->full_ns[line.index] = now_ns + line.full_ns;
	} else if (!(is_key(&kind, "each") || is_key(&kind, "each-for")) ||
		   !take_each(record, is_key(&kind, "each-for"), &line)) {
		fail(r, "record-state", "there is no such %s", kind.key);
	}
}

/* Runs `line` over a section that was passed before. */
static void revisit(struct reader *r, const struct reader *head,
		    void (*line)(struct reader *r))
{
	struct reader again = *head;

	if (!head->in_line)
		return;
	while (section_line(&again))
		line(&again);
	r->out_of_memory |= again.out_of_memory;
}

static int make_states(struct oomt_record_file *record)
{
	record->state = oomt_table_states_new(&record->rules.rs);
	return record->state ? 0 : -ENOMEM;
}

/* ---- the whole -------------------------------------------------------------- */

static bool section_is(const struct reader *r, const char *word)
{
	size_t len = strlen(word), at = r->begin + 4;

	return r->end - at >= len &&
	       !memcmp(r->source->text + at, word, len) &&
	       (r->end - at == len || r->source->text[at + len] == ' ');
}

static void read_sections(struct reader *r, struct reader *state,
			  struct reader *facts)
{
	while (next_line(r) && !r->got_end && !r->out_of_memory) {
		if (section_is(r, "decision")) {
			r->got_decision = true;
			read_decision(r);
		} else if (section_is(r, "outcome")) {
			read_decision(r);
		} else if (section_is(r, "state")) {
			r->in_line = true;
			*state = *r;
		} else if (section_is(r, "facts")) {
			r->in_line = true;
			*facts = *r;
		} else if (section_is(r, "snapshot")) {
			r->got_snapshot = true;
			read_snapshot(r);
		} else if (section_is(r, "table")) {
			read_table(r);
		} else if (section_is(r, "end")) {
			r->got_end = true;
		}
		/* Sections of a later version are passed over. */
		while (!r->got_end && section_line(r))
			;
	}
}

static bool is_whole(struct reader *r)
{
	if (r->record->diags.errors)
		return false;
	if (!r->got_decision || !r->got_snapshot || !r->got_end)
		fail(r, "record-cut", "the record is cut short: %s is missing",
		     !r->got_decision ? "the decision" :
		     !r->got_snapshot ? "the snapshot" : "its end");
	else if (!r->record->hook)
		fail(r, "record-hook", "the decision has no hook");
	else if (!r->record->rules.count)
		fail(r, "record-table", "the record has no table");
	return !r->record->diags.errors;
}

static int read_all(struct reader *r)
{
	static const char head[] = "oomtables record 1";
	struct oomt_record_file *record = r->record;
	struct reader state = { 0 }, facts = { 0 };
	int err;

	if (!next_line(r) || r->end - r->begin != strlen(head) ||
	    memcmp(r->source->text, head, strlen(head))) {
		fail(r, "record-head",
		     "a record begins with the line \"%s\"", head);
		return 0;
	}
	while (section_line(r))
		;
	read_sections(r, &state, &facts);
	if (r->out_of_memory)
		return -ENOMEM;
	if (!is_whole(r))
		return 0;
	err = oomt_rules_seal(&record->rules);
	if (err)
		return err == -EINVAL ? 0 : err;
	if (make_states(record) || !make_picture(r))
		return -ENOMEM;
	revisit(r, &facts, facts_line);
	revisit(r, &state, state_line);
	return r->out_of_memory ? -ENOMEM : 0;
}

int oomt_record_read(struct oomt_record_file *record, const char *path)
{
	struct reader r = { .record = record };

	memset(record, 0, sizeof(*record));
	oomt_diags_init(&record->diags);
	oomt_rules_init(&record->rules);
	record->steady = true;
	record->thawed_ns = -1;
	record->source = oomt_source_read(path);
	if (!record->source)
		return -errno;
	r.source = record->source;
	return read_all(&r);
}

void oomt_record_exit(struct oomt_record_file *record)
{
	oomt_table_states_free(record->state, &record->rules.rs);
	oomt_episode_exit(&record->spent);
	free(record->task);
	oomt_snapshot_free(record->snapshot);
	oomt_rules_exit(&record->rules);
	oomt_diags_exit(&record->diags);
	oomt_source_free(record->source);
	free(record->at);
	free(record->table);
	free(record->chain);
	free(record->cgroup);
	free(record->comm);
	free(record->rule);
	free(record->reason);
	free(record->result);
	free(record->action);
	memset(record, 0, sizeof(*record));
}

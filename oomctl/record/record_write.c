// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Writing decision records: the text, the file (whole or not at all), and
 * removing old ones.  Called by the printer's thread and by tests.
 */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "executor/executor.h"
#include "names.h"
#include "reason.h"
#include "record.h"
#include "value.h"

#define SUFFIX	".record"
#define NONE_SHARE	4		/* at most one in so many */
#define PIDS_PER_LINE	64
#define NONE	"-none"			/* before it: without a victim */

/* ---- the text ------------------------------------------------------------- */

/* A text, quoted as in snapshots. */
static void put_quoted(FILE *to, const char *text)
{
	const unsigned char *c;

	fputc('"', to);
	for (c = (const unsigned char *)text; *c; c++) {
		if (*c == '"' || *c == '\\')
			fprintf(to, "\\%c", *c);
		else if (*c < ' ' || *c >= 0x7f)
			fprintf(to, "\\x%02x", *c);
		else
			fputc(*c, to);
	}
	fputc('"', to);
}

static void put_text(FILE *to, const char *key, const char *text)
{
	fprintf(to, "%s=", key);
	put_quoted(to, text);
	fputc('\n', to);
}

static void time_of(u64 boot_ns, struct timespec *wall)
{
	u64 ns;

	clock_gettime(CLOCK_REALTIME, wall);
	ns = (u64)wall->tv_sec * OOMT_NS_PER_S + wall->tv_nsec -
	     (oomt_now_ns() - boot_ns);
	wall->tv_sec = ns / OOMT_NS_PER_S;
	wall->tv_nsec = ns % OOMT_NS_PER_S;
}

/* What is to be done with the victim. */
static void put_action(FILE *to, const struct oomt_decision *decision,
		       const struct oomt_record_place *place)
{
	const struct oomt_victim *victim = &decision->runner[0];

	fprintf(to, "action=%s\nunit=%s\n", oomt_action_name(victim->kind),
		oomt_unit_name(victim->unit));
	if (victim->kind == OOMT_ACT_KILL && victim->grace_ms)
		fprintf(to, "grace_ms=%u\nsignal=%u\n", victim->grace_ms,
			victim->signal);
	if (victim->kind == OOMT_ACT_FREEZE && victim->amount)
		fprintf(to, "for_ns=%lld\n", (long long)victim->amount);
	if (victim->kind == OOMT_ACT_RECLAIM)
		fprintf(to, "bytes=%lld\n", (long long)victim->amount);
	if (victim->kind == OOMT_ACT_EXEC && !place->redact)
		put_text(to, "command", decision->command);
}

static void put_decision(FILE *to, const struct oomt_record *record,
			 const struct oomt_record_place *place)
{
	const struct oomt_decision *decision = &record->job->decision;
	const struct oomt_victim *victim = &decision->runner[0];
	char why[OOMT_WHY_LEN], at[32];
	struct timespec wall;
	struct tm utc;

	time_of(decision->at_ns, &wall);
	gmtime_r(&wall.tv_sec, &utc);
	strftime(at, sizeof(at), "%Y-%m-%dT%H:%M:%S", &utc);
	oomt_decision_why(decision, why);
	fprintf(to, "--- decision\nid=%llu\nat=%s.%03ldZ\nhook=%s\n",
		(unsigned long long)decision->id, at,
		wall.tv_nsec / 1000000, oomt_hook_name(decision->hook));
	put_text(to, "table", decision->table);
	put_text(to, "chain", decision->chain);
	put_text(to, "cgroup", decision->cgroup);
	put_text(to, "reason", why);
	fprintf(to, "generation=%llu\ntasks=%u\ncandidates=%u\nexempt=%u\n",
		(unsigned long long)decision->generation, decision->tasks,
		decision->candidates, decision->exempt);
	fprintf(to, "picture=%s\nredacted=%d\n",
		record->when == OOMT_RECORD_AT ? "at" : "after",
		place->redact);
	if (decision->outcome != OOMT_OUT_VICTIM) {
		fputs("victim=0\n", to);
		return;
	}
	fprintf(to, "victim=%d\n", victim->pid);
	if (!place->redact)
		put_text(to, "comm", victim->comm);
	fprintf(to, "rule=\"%.*s:%u\"\nscore=%lld\nprefer=%d\nmembers=%u\n",
		OOMT_NAME_MAX, victim->file, victim->line,
		(long long)victim->score, victim->prefer, victim->members);
	put_action(to, decision, place);
}

static void put_since(FILE *to, const struct oomt_job *job, const char *key,
		      u64 at_ns)
{
	if (at_ns)
		fprintf(to, "%s_ns=%lld\n", key,
			(long long)(at_ns - job->decision.at_ns));
}

static const char *deed_text(const struct oomt_victim *victim)
{
	switch (victim->kind) {
	case OOMT_ACT_FREEZE:
		return "frozen";
	case OOMT_ACT_RECLAIM:
		return "reclaimed";
	case OOMT_ACT_EXEC:
		return "the command has run";
	default:
		return "done";
	}
}

static const char *result_text(const struct oomt_job *job)
{
	if (job->result < 0)
		return strerror(-job->result);
	switch (job->kind) {
	case OOMT_JOB_BEGUN:
		return "begun";
	case OOMT_JOB_DEED:
		return deed_text(&job->decision.runner[0]);
	case OOMT_JOB_NOBODY:
		return "nobody may be taken";
	case OOMT_JOB_WARN:
		return "only warned";
	default:
		return job->signalled_ns ? "killed" :
		       job->asked_ns ? "exited" : "nothing was done";
	}
}

static void put_pids(FILE *to, const struct oomt_job *job)
{
	u32 i;

	for (i = 0; i < job->pid_count; i++)
		fprintf(to, "%s%d%s", i % PIDS_PER_LINE ? "," : "pids=",
			job->pid[i], i + 1 == job->pid_count ||
			(i + 1) % PIDS_PER_LINE == 0 ? "\n" : "");
}

static void put_outcome(FILE *to, const struct oomt_job *job)
{
	fputs("--- outcome\n", to);
	put_text(to, "result", result_text(job));
	put_pids(to, job);
	put_since(to, job, "asked", job->asked_ns);
	put_since(to, job, "signalled", job->signalled_ns);
	put_since(to, job, "released", job->released_ns);
	put_since(to, job, "gone", job->gone_ns);
	put_since(to, job, "done", job->done_ns);
	if (job->kind == OOMT_JOB_DEED && job->result >= 0 &&
	    job->decision.runner[0].kind == OOMT_ACT_EXEC)
		fprintf(to, "status=%d\n", job->result);
	if (job->available >= 0)
		fprintf(to, "available_after=%lld\n",
			(long long)job->available);
}

static bool is_plain(const struct oomt_chain_state *chain)
{
	return !chain->active && !chain->acted_ns && !chain->fruitless;
}

static void put_chain_state(FILE *to, const struct oomt_chain_state *chain,
			    u64 now_ns)
{
	fprintf(to, " active=%d acted_ns=%lld fruitless=%u\n", chain->active,
		!chain->acted_ns ? -1 : (long long)(now_ns - chain->acted_ns),
		chain->fruitless);
}

/* What chain `index` remembers of one cgroup. */
static void put_each_cgroup(FILE *to, const struct oomt_each *each, u32 slot,
			    const char *path, u32 table, u32 index,
			    u64 now_ns)
{
	const struct oomt_each_cgroup *cgroup = &each->cgroup[slot];
	const u64 *since = each->since + (size_t)slot * each->for_count;
	u32 i;

	if (!is_plain(&cgroup->chain)) {
		fprintf(to, "each table=%u index=%u cgroup=", table, index);
		put_quoted(to, path);
		put_chain_state(to, &cgroup->chain, now_ns);
	}
	/* Who was not in the sample before has held nothing. */
	for (i = 0; i < each->for_count; i++) {
		if (!since[i] || cgroup->seen_ns < each->before_ns)
			continue;
		fprintf(to, "each-for table=%u index=%u for=%u cgroup=", table,
			index, i);
		put_quoted(to, path);
		fprintf(to, " held_ns=%lld\n", (long long)(now_ns - since[i]));
	}
}

/* Of the cgroups of the picture. */
static void put_each(FILE *to, const struct oomt_record *record, u32 t, u32 c)
{
	const struct oomt_picture *pic = record->pic;
	const struct oomt_each *each = oomt_table_state_each(
		&record->state[t], record->rs->table[t], c);
	u32 i, slot;

	for (i = 0; each && i < pic->cgroup_count; i++) {
		if (!pic->cgroup[i].path)
			continue;
		for (slot = 0; slot < OOMT_EACH_SLOTS; slot++)
			if (each->cgroup[slot].seen_ns &&
			    each->cgroup[slot].id == pic->cgroup[i].id)
				put_each_cgroup(to, each, slot,
						pic->cgroup[i].path, t, c,
						pic->now_ns);
	}
}

/* Times as ages: a record is read on another clock. */
static void put_state(FILE *to, const struct oomt_record *record, bool redact)
{
	u64 now_ns = record->pic->now_ns;
	u32 t, i;

	fputs("--- state\n", to);
	if (!record->state)
		return;
	fputs("known\n", to);
	for (t = 0; t < record->rs->table_count; t++) {
		const struct oomt_table *table = record->rs->table[t];
		const struct oomt_table_state *state = &record->state[t];

		for (i = 0; i < table->CHAINS_count; i++) {
			const struct oomt_chain_state *chain =
				&state->chain[i];

			/* Of cgroups by their paths: redacted they are gone. */
			if (table->CHAINS[i].flags & OOMT_CHAIN_EACH &&
			    !redact)
				put_each(to, record, t, i);
			if (is_plain(chain))
				continue;
			fprintf(to, "chain table=%u index=%u", t, i);
			put_chain_state(to, chain, now_ns);
		}
		for (i = 0; i < table->image->for_states; i++)
			if (state->since[i])
				fprintf(to, "for table=%u index=%u held_ns=%lld\n",
					t, i, (long long)(now_ns -
							  state->since[i]));
		for (i = 0; i < table->LIMITS_count; i++)
			if (state->full_ns[i])
				fprintf(to, "limit table=%u index=%u full_ns=%lld\n",
					t, i, (long long)(state->full_ns[i] -
							  now_ns));
	}
}

/* What reading a snapshot takes for known. */
static u64 fields_by_default(const struct oomt_task *task)
{
	u64 fields = (1ULL << OOMT_F_COUNT) - 1 -
		     ((1ULL << OOMT_F_EXE) | (1ULL << OOMT_F_CMDLINE) |
		      (1ULL << OOMT_F_CGROUP) | (1ULL << OOMT_F_GROWTH) |
		      (1ULL << OOMT_F_CHILDREN) |
		      (1ULL << OOMT_F_TREE_TOTAL) |
		      (1ULL << OOMT_F_MEMCG_CURRENT) |
		      (1ULL << OOMT_F_MEMCG_MAX) | (1ULL << OOMT_F_TOTAL) |
		      (1ULL << OOMT_F_AGE) | (1ULL << OOMT_F_OOM_SCORE));

	/* An unknown path is written as none. */
	return fields & ~task->known;
}

static void put_names(FILE *to, const char *key, u64 bits,
		      const char *(*name)(unsigned int))
{
	const char *between = key;
	unsigned int i;

	for (i = 0; i < 64; i++) {
		if (!(bits & (1ULL << i)))
			continue;
		fprintf(to, "%s%s", between, name(i));
		between = ",";
	}
}

static void put_facts(FILE *to, const struct oomt_record *record)
{
	const struct oomt_picture *pic = record->pic;
	const u64 all = (1ULL << OOMT_M_COUNT) - 1;
	u32 i;

	fputs("--- facts\n", to);
	if (~pic->metrics_known & all) {
		fputs("system", to);
		put_names(to, " unknown=", ~pic->metrics_known & all,
			  oomt_metric_name);
		fputc('\n', to);
	}
	for (i = 0; i < pic->task_count; i++) {
		const struct oomt_task *task = &pic->task[i];
		bool grows = oomt_task_knows(task, OOMT_F_GROWTH);
		bool nowhere = task->cgroup >= pic->cgroup_count;
		bool spent = record->spent && record->spent[i];
		u64 later = record->later ? record->later[i] : 0;

		if (!fields_by_default(task) && !grows && !nowhere && !spent &&
		    !later)
			continue;
		fprintf(to, "pid=%d%s", task->pid, spent ? " spent" : "");
		if (grows)
			fprintf(to, " growth=%lld", (long long)task->growth);
		put_names(to, " unknown=", fields_by_default(task) |
			      (nowhere ? 1ULL << OOMT_F_CGROUP : 0),
			  oomt_field_name);
		put_names(to, " later=", later, oomt_field_name);
		fputc('\n', to);
	}
}

static void put_tables(FILE *to, const struct oomt_ruleset *rs)
{
	u32 i;

	for (i = 0; i < rs->table_count; i++) {
		const struct oomt_image *image = rs->table[i]->image;

		fputs("--- table name=", to);
		put_quoted(to, oomt_table_name(rs->table[i]));
		fprintf(to, " checksum=%08x bytes=%u\n", image->checksum,
			image->size);
		oomt_base64_write(to, image, image->size);
	}
}

static int put_record(FILE *to, const struct oomt_record *record,
		      const struct oomt_record_place *place)
{
	int err;

	fputs("oomtables record 1\n", to);
	put_decision(to, record, place);
	put_outcome(to, record->job);
	put_state(to, record, place->redact);
	put_facts(to, record);
	fputs("--- snapshot\n", to);
	err = oomt_snapshot_write(to, record->pic, place->redact ?
				  OOMT_SNAPSHOT_REDACT : 0);
	put_tables(to, record->rs);
	fputs("--- end\n", to);
	return err;
}

/* ---- the directory -------------------------------------------------------- */

static int is_record(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > strlen(SUFFIX) &&
	       !strcmp(entry->d_name + len - strlen(SUFFIX), SUFFIX);
}

/* All records, the oldest first: their names begin with the time. */
static int list(const char *dir, struct dirent ***entry)
{
	int count = scandir(dir, entry, is_record, alphasort);

	return count < 0 ? -errno : count;
}

static void list_free(struct dirent **entry, int count)
{
	while (count)
		free(entry[--count]);
	free(entry);
}

static bool has_victim(const char *name)
{
	size_t len = strlen(name), tail = strlen(NONE SUFFIX);

	return len < tail || strcmp(name + len - tail, NONE SUFFIX);
}

/*
 * Makes room for one more of `size` bytes.  Those without a victim may come
 * often: they must not drive out the others.
 */
static int prune(const struct oomt_record_place *place, int dir, s64 size)
{
	struct dirent **entry;
	struct stat st;
	int count = list(place->dir, &entry), i;
	unsigned int none = 0;
	s64 bytes = size;

	if (count < 0)
		return count;
	for (i = count - 1; i >= 0; i--) {
		if (fstatat(dir, entry[i]->d_name, &st, AT_SYMLINK_NOFOLLOW))
			continue;
		none += !has_victim(entry[i]->d_name);
		if (!has_victim(entry[i]->d_name) &&
		    none * NONE_SHARE > place->files) {
			unlinkat(dir, entry[i]->d_name, 0);
			continue;
		}
		bytes += st.st_size;
		if (bytes > place->bytes ||
		    (unsigned int)(count - i) >= place->files)
			unlinkat(dir, entry[i]->d_name, 0);
	}
	list_free(entry, count);
	return 0;
}

static int write_all(int fd, const char *data, size_t size)
{
	ssize_t n;

	while (size) {
		n = write(fd, data, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n ? -errno : -EIO;
		data += n;
		size -= n;
	}
	return 0;
}

/* Under a name that nobody takes for a record, then under its own. */
static int write_file(int dir, const char *name, const char *data, size_t size)
{
	static const char tmp[] = ".new" SUFFIX;
	int fd, err;

	unlinkat(dir, tmp, 0);
	fd = openat(dir, tmp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
		    O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	err = write_all(fd, data, size);
	if (!err && fsync(fd))
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	if (!err && renameat(dir, tmp, dir, name))
		err = -errno;
	if (err)
		unlinkat(dir, tmp, 0);
	else
		fsync(dir);
	return err;
}

static void make_name(const struct oomt_record *record, char *name,
		      size_t size)
{
	const struct oomt_decision *decision = &record->job->decision;
	struct timespec wall;
	struct tm utc;
	char at[32];

	time_of(decision->at_ns, &wall);
	gmtime_r(&wall.tv_sec, &utc);
	strftime(at, sizeof(at), "%Y%m%dT%H%M%S", &utc);
	snprintf(name, size, "%s.%03ldZ-%llu%s" SUFFIX, at,
		 wall.tv_nsec / 1000000, (unsigned long long)decision->id,
		 decision->outcome == OOMT_OUT_VICTIM ? "" : NONE);
}

int oomt_record_write(const struct oomt_record_place *place,
		      const struct oomt_record *record,
		      struct oomt_record_name *kept)
{
	char name[sizeof(kept->file)], *text = NULL;
	size_t size = 0;
	int dir, err;
	FILE *to;

	to = open_memstream(&text, &size);
	if (!to)
		return -ENOMEM;
	err = put_record(to, record, place);
	if (fclose(to))
		err = -ENOMEM;
	if (!err && ((s64)size > place->bytes || !place->files))
		err = -EFBIG;
	if (err) {
		free(text);
		return err;
	}
	make_name(record, name, sizeof(name));
	dir = open(place->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	err = dir < 0 ? -errno : prune(place, dir, size);
	if (!err)
		err = write_file(dir, name, text, size);
	if (dir >= 0)
		close(dir);
	free(text);
	if (!err && kept) {
		kept->id = record->job->decision.id;
		memcpy(kept->file, name, sizeof(name));
	}
	return err;
}

/* ---- what came of it later ------------------------------------------------- */

/* Its outcome, as [*from, *to) of the text; false: it has none. */
static bool find_outcome(const char *text, const char **from, const char **to)
{
	*from = strstr(text, "\n--- outcome\n");
	if (!*from)
		return false;
	++*from;
	*to = strstr(*from, "\n--- ");
	if (!*to)
		return false;
	++*to;
	return true;
}

static int put_anew(FILE *out, const char *text, const struct oomt_job *job)
{
	const char *from, *to;

	if (!find_outcome(text, &from, &to))
		return -EINVAL;
	fwrite(text, 1, from - text, out);
	if (job->kind == OOMT_JOB_THAW) {
		fwrite(from, 1, to - from, out);
		put_since(out, job, "thawed", job->done_ns);
	} else {
		put_outcome(out, job);
	}
	fputs(to, out);
	return 0;
}

int oomt_record_add(const struct oomt_record_place *place,
		    const struct oomt_record_name *name,
		    const struct oomt_job *job)
{
	struct oomt_source *was;
	char *path = NULL, *text = NULL;
	size_t size = 0;
	int dir, err;
	FILE *to;

	if (asprintf(&path, "%s/%s", place->dir, name->file) < 0)
		return -ENOMEM;
	was = oomt_source_read(path);
	err = was ? 0 : -errno;
	free(path);
	if (err)
		return err;
	to = open_memstream(&text, &size);
	err = to ? put_anew(to, was->text, job) : -ENOMEM;
	if (to && fclose(to))
		err = -ENOMEM;
	oomt_source_free(was);
	dir = err ? -1 : open(place->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!err)
		err = dir < 0 ? -errno :
		      write_file(dir, name->file, text, size);
	if (dir >= 0)
		close(dir);
	free(text);
	return err;
}

/* ---- looking for one ------------------------------------------------------- */

char *oomt_record_last(const char *dir)
{
	struct dirent **entry;
	int count = list(dir, &entry), at;
	char *path = NULL;

	if (count <= 0) {
		if (!count)
			free(entry);
		errno = count ? -count : ENOENT;
		return NULL;
	}
	at = count - 1;
	while (at && !has_victim(entry[at]->d_name))
		at--;
	if (!has_victim(entry[at]->d_name))
		at = count - 1;
	if (asprintf(&path, "%s/%s", dir, entry[at]->d_name) < 0)
		path = NULL;
	list_free(entry, count);
	return path;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as a decision record.  What is accepted must decide without a
 * fault, and must be the same once it is written and read again: the tables,
 * the picture, what was remembered, the decision.  Images in it get their
 * checksum put right: it would keep everything else out.
 */
#include <sys/mman.h>
#include <unistd.h>
#include "fuzz.h"
#include "image_check.h"
#include "names.h"
#include "record/record.h"

#define ROOM	(64 << 10)		/* of an image that is resealed */

/* ---- images that verify --------------------------------------------------- */

/* Writes one table's base64 with the checksum that it should have. */
static void put_resealed(FILE *out, const char *text, size_t len)
{
	static u64 image[ROOM / 8];
	size_t got;

	if (oomt_base64_read(text, len, image, sizeof(image), &got)) {
		fwrite(text, 1, len, out);
		return;
	}
	image_seal(image, got);
	oomt_base64_write(out, image, got);
}

static const char *next_section(const char *at, const char *end)
{
	const char *found = memmem(at, end - at, "\n--- ", 5);

	return found ? found + 1 : end;
}

static char *reseal(const char *text, size_t size, size_t *out_size)
{
	const char *at = text, *end = text + size, *next, *body;
	char *result = NULL;
	FILE *out = open_memstream(&result, out_size);

	FUZZ_DEMAND(out);
	for (; at < end; at = next) {
		next = next_section(at, end);
		body = memchr(at, '\n', next - at);
		if (!body || next - at < 9 || memcmp(at, "--- table", 9)) {
			fwrite(at, 1, next - at, out);
			continue;
		}
		body++;
		fwrite(at, 1, body - at, out);
		put_resealed(out, body, next - body);
	}
	fclose(out);
	return result;
}

/* ---- reading -------------------------------------------------------------- */

/* By a path, as everybody reads them. */
static void read_text(struct oomt_record_file *record, const char *text,
		      size_t size)
{
	char path[32];
	int fd = memfd_create("record", MFD_CLOEXEC);

	FUZZ_DEMAND(fd >= 0 && write(fd, text, size) == (ssize_t)size);
	FUZZ_DEMAND(!lseek(fd, 0, SEEK_SET));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	FUZZ_DEMAND(!oomt_record_read(record, path));
	close(fd);
}

static void decide(const struct oomt_record_file *record)
{
	struct oomt_eval eval;

	if (!oomt_record_eval(record, &record->rules.rs, &eval))
		oomt_eval_exit(&eval);
}

/* ---- writing what was read -------------------------------------------------- */

static void copy_text(char *to, size_t room, const char *from)
{
	snprintf(to, room, "%s", from ? from : "");
}

static void make_job(const struct oomt_record_file *record,
		     struct oomt_job *job)
{
	struct oomt_decision *decision = &job->decision;

	memset(job, 0, sizeof(*job));
	job->available = -1;
	decision->id = record->id;
	decision->hook = record->hook;
	decision->at_ns = record->pic.now_ns;
	copy_text(decision->table, sizeof(decision->table), record->table);
	copy_text(decision->chain, sizeof(decision->chain), record->chain);
	copy_text(decision->cgroup, sizeof(decision->cgroup), record->cgroup);
	if (!record->victim)
		return;
	decision->outcome = OOMT_OUT_VICTIM;
	decision->runner_count = 1;
	decision->runner[0].pid = record->pid;
	copy_text(decision->runner[0].comm, OOMT_COMM_LEN, record->comm);
}

static bool is_spent(const struct oomt_record_file *record, u32 i)
{
	const struct oomt_task *task = &record->pic.task[i];

	return oomt_episode_has(&record->spent, task->pid, task->start_ns,
				OOMT_EPISODE_SPENT);
}

/* Records are synced: in memory, where that can be. */
static char *directory(void)
{
	static char dir[64];

	if (*dir)
		return dir;
	strcpy(dir, "/dev/shm/oomtables-fuzz.XXXXXX");
	if (!mkdtemp(dir)) {
		strcpy(dir, "/tmp/oomtables-fuzz.XXXXXX");
		FUZZ_DEMAND(mkdtemp(dir));
	}
	return dir;
}

static void leave(void)
{
	rmdir(directory());
}

/* Written by record_write.c, read, and gone. */
static void read_again(const struct oomt_record_file *record,
		       struct oomt_record_file *again)
{
	static struct oomt_job job;
	static bool once;
	struct oomt_record_place place = {
		.dir = directory(), .files = 1, .bytes = 64 << 20,
		.redact = record->redacted,
	};
	struct oomt_record what = {
		.job = &job, .when = record->when, .pic = &record->pic,
		.rs = &record->rules.rs,
		.state = record->steady ? NULL : record->state,
	};
	bool *spent;
	char *path;
	u32 i;

	if (!once && !atexit(leave))
		once = true;
	make_job(record, &job);
	spent = calloc(record->pic.task_count + 1, sizeof(*spent));
	FUZZ_DEMAND(spent);
	for (i = 0; i < record->pic.task_count; i++)
		spent[i] = is_spent(record, i);
	what.spent = spent;
	FUZZ_DEMAND(!oomt_record_write(&place, &what, NULL));
	free(spent);
	path = oomt_record_last(place.dir);
	FUZZ_DEMAND(path);
	FUZZ_DEMAND(!oomt_record_read(again, path));
	FUZZ_DEMAND(!unlink(path));
	free(path);
}

/* ---- the same --------------------------------------------------------------- */

static void same_tables(const struct oomt_record_file *a,
			const struct oomt_record_file *b)
{
	const struct oomt_image *x, *y;
	u32 i;

	FUZZ_DEMAND(a->rules.count == b->rules.count);
	for (i = 0; i < a->rules.count; i++) {
		x = a->rules.file[i].table.image;
		y = b->rules.file[i].table.image;
		FUZZ_DEMAND(x->size == y->size && !memcmp(x, y, x->size));
	}
}

static void same_state(const struct oomt_record_file *a,
		       const struct oomt_record_file *b)
{
	u32 t, i;

	FUZZ_DEMAND(a->steady == b->steady);
	for (t = 0; t < a->rules.rs.table_count; t++) {
		const struct oomt_table *table = a->rules.rs.table[t];
		const struct oomt_table_state *x = &a->state[t];
		const struct oomt_table_state *y = &b->state[t];

		for (i = 0; i < table->CHAINS_count; i++) {
			FUZZ_DEMAND(x->chain[i].active == y->chain[i].active);
			FUZZ_DEMAND(x->chain[i].fruitless ==
				    y->chain[i].fruitless);
			FUZZ_DEMAND(!x->chain[i].acted_ns ==
				    !y->chain[i].acted_ns);
		}
		for (i = 0; i < table->image->for_states; i++)
			FUZZ_DEMAND(!x->since[i] == !y->since[i]);
		for (i = 0; i < table->LIMITS_count; i++)
			FUZZ_DEMAND(!x->full_ns[i] == !y->full_ns[i]);
	}
}

static const char *path_of(const struct oomt_picture *pic,
			   const struct oomt_task *task)
{
	const struct oomt_cgroup *cgroup = oomt_task_cgroup(pic, task);

	return cgroup && cgroup->path ? cgroup->path : "";
}

static void same_picture(const struct oomt_record_file *a,
			 const struct oomt_record_file *b)
{
	const u64 stated = ~((1ULL << OOMT_F_CHILDREN) |
			     (1ULL << OOMT_F_TREE_TOTAL));
	const struct oomt_picture *x = &a->pic, *y = &b->pic;
	u32 i;

	FUZZ_DEMAND(x->task_count == y->task_count);
	FUZZ_DEMAND(x->metrics_known == y->metrics_known);
	for (i = 0; i < OOMT_M_COUNT; i++)
		FUZZ_DEMAND(!oomt_picture_knows(x, i) ||
			    x->metric[i] == y->metric[i]);
	for (i = 0; i < x->task_count; i++) {
		const struct oomt_task *s = &x->task[i], *t = &y->task[i];

		FUZZ_DEMAND(s->pid == t->pid && s->ppid == t->ppid);
		FUZZ_DEMAND(((s->known ^ t->known) & stated) == 0);
		FUZZ_DEMAND(s->flags == t->flags);
		FUZZ_DEMAND(is_spent(a, i) == is_spent(b, i));
		FUZZ_DEMAND(!oomt_task_knows(s, OOMT_F_GROWTH) ||
			    s->growth == t->growth);
		FUZZ_DEMAND(!oomt_task_knows(s, OOMT_F_RSS) ||
			    s->rss == t->rss);
		if (a->redacted)
			continue;
		FUZZ_DEMAND(!strcmp(s->comm, t->comm));
		FUZZ_DEMAND(!oomt_task_knows(s, OOMT_F_CGROUP) ||
			    !strcmp(path_of(x, s), path_of(y, t)));
	}
}

static void same_text(const char *a, const char *b, size_t room)
{
	FUZZ_DEMAND(!strncmp(a ? a : "", b ? b : "", room - 1));
}

static void same_decision(const struct oomt_record_file *a,
			  const struct oomt_record_file *b)
{
	FUZZ_DEMAND(a->id == b->id && a->hook == b->hook);
	FUZZ_DEMAND(a->victim == b->victim && a->pid == b->pid);
	FUZZ_DEMAND(a->when == b->when && a->redacted == b->redacted);
	same_text(a->table, b->table, OOMT_NAME_MAX);
	same_text(a->chain, b->chain, OOMT_NAME_MAX);
	same_text(a->cgroup, b->cgroup, OOMT_PATH_MAX);
	if (a->victim && !a->redacted)
		same_text(a->comm, b->comm, OOMT_COMM_LEN);
}

static void round_trip(const struct oomt_record_file *record)
{
	struct oomt_record_file again;

	read_again(record, &again);
	oomt_diags_print(again.diags.errors ? stderr : fuzz_nowhere(),
			 &again.diags);
	FUZZ_DEMAND(!again.diags.errors);
	same_tables(record, &again);
	same_decision(record, &again);
	same_picture(record, &again);
	same_state(record, &again);
	decide(&again);
	oomt_record_exit(&again);
}

void fuzz_record(const unsigned char *data, size_t size)
{
	struct oomt_record_file record;
	size_t sealed_size;
	char *sealed = reseal((const char *)data, size, &sealed_size);

	read_text(&record, sealed, sealed_size);
	oomt_diags_print(fuzz_nowhere(), &record.diags);
	if (!record.diags.errors) {
		decide(&record);
		round_trip(&record);
	}
	oomt_record_exit(&record);
	free(sealed);
}

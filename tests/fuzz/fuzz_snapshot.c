// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as a snapshot.  Every picture of what is accepted must be sound,
 * and must be the same once it is written and read again; written redacted it
 * must read, too.  What stands behind a form feed are the lines of a policy
 * test's `set`.
 */
#include "fuzz.h"
#include "snapshot/snapshot.h"

static char *written(const struct oomt_picture *pic, unsigned int flags,
		     size_t *size)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, size);

	FUZZ_DEMAND(out);
	FUZZ_DEMAND(!oomt_snapshot_write(out, pic, flags));
	fclose(out);
	return text;
}

static struct oomt_snapshot *read_text(const char *text, size_t size,
				       struct oomt_diags *diags)
{
	struct oomt_source *source = oomt_source_text("x.snap", text, size);
	struct oomt_snapshot *snap;

	FUZZ_DEMAND(source);
	oomt_diags_init(diags);
	snap = oomt_snapshot_read(source, diags);
	FUZZ_DEMAND(snap);
	return snap;
}

/* Reads what was written, and writes it again. */
static char *read_again(const char *text, size_t size, unsigned int flags,
			size_t *again_size)
{
	const struct oomt_picture *pic;
	struct oomt_snapshot *snap;
	struct oomt_diags diags;
	char *again;

	snap = read_text(text, size, &diags);
	oomt_diags_print(diags.errors ? stderr : fuzz_nowhere(), &diags);
	FUZZ_DEMAND(!diags.errors);
	FUZZ_DEMAND(!oomt_snapshot_picture(snap, OOMT_SNAPSHOT_LAST, &pic));
	again = written(pic, flags, again_size);
	oomt_diags_exit(&diags);
	oomt_snapshot_free(snap);
	return again;
}

static void demand_size(s64 bytes)
{
	FUZZ_DEMAND(bytes >= 0 && bytes <= OOMT_SIZE_MAX);
}

/* What the engine takes for granted. */
static void check_picture(const struct oomt_picture *pic)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++) {
		const struct oomt_task *task = &pic->task[i];

		FUZZ_DEMAND(memchr(task->comm, '\0', sizeof(task->comm)));
		FUZZ_DEMAND(task->cgroup == OOMT_NONE ||
			    task->cgroup < pic->cgroup_count);
		FUZZ_DEMAND(!oomt_task_knows(task, OOMT_F_EXE) || task->exe);
		FUZZ_DEMAND(!oomt_task_knows(task, OOMT_F_CMDLINE) ||
			    task->cmdline);
		demand_size(task->rss);
		demand_size(task->anon);
		demand_size(task->file);
		demand_size(task->shmem);
		demand_size(task->swap);
		demand_size(task->pgtables);
		demand_size(task->vsize);
	}
	for (i = 0; i < pic->cgroup_count; i++)
		FUZZ_DEMAND(pic->cgroup[i].path &&
			    pic->cgroup[i].path[0] == '/');
}

static void check_sample(struct oomt_snapshot *snap, u64 at_ns)
{
	const struct oomt_picture *pic;
	size_t once_size, twice_size;
	char *once, *twice;

	if (oomt_snapshot_picture(snap, at_ns, &pic))
		return;
	check_picture(pic);
	once = written(pic, 0, &once_size);
	twice = read_again(once, once_size, 0, &twice_size);
	if (once_size != twice_size || memcmp(once, twice, once_size))
		fprintf(stderr, "%s---- and then:\n%s", once, twice);
	FUZZ_DEMAND(once_size == twice_size &&
		    !memcmp(once, twice, once_size));
	free(once);
	free(twice);
	once = written(pic, OOMT_SNAPSHOT_REDACT, &once_size);
	twice = read_again(once, once_size, 0, &twice_size);
	free(once);
	free(twice);
}

static void set_lines(struct oomt_snapshot *snap, const char *text, size_t size,
		      struct oomt_diags *diags)
{
	const char *end;
	size_t len;

	for (; size; text += len, size -= len) {
		end = memchr(text, '\n', size);
		len = end ? (size_t)(end - text) : size;
		oomt_snapshot_set(snap, oomt_source_text("x.test", text, len),
				  diags);
		len += end != NULL;
	}
}

void fuzz_snapshot(const unsigned char *data, size_t size)
{
	const char *text = (const char *)data;
	const char *set = memchr(text, '\f', size);
	size_t len = set ? (size_t)(set - text) : size;
	struct oomt_snapshot *snap;
	struct oomt_diags diags;
	unsigned int i;

	snap = read_text(text, len, &diags);
	if (!diags.errors && set)
		set_lines(snap, set + 1, size - len - 1, &diags);
	oomt_diags_print(fuzz_nowhere(), &diags);
	for (i = 0; !diags.errors && i < oomt_snapshot_samples(snap); i++)
		check_sample(snap, oomt_snapshot_sample_ns(snap, i));
	if (!diags.errors)
		check_sample(snap, OOMT_SNAPSHOT_LAST);
	oomt_diags_exit(&diags);
	oomt_snapshot_free(snap);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The fuzz targets without a fuzzer.  TAP.
 *
 *	replay			inputs that once crashed (tests/cases/bogons in
 *				$SRCDIR), all seeds, and for each target
 *				--rounds of them changed at random
 *	replay --seeds DIR	only makes the seeds, for libFuzzer
 *	replay TARGET FILE...	these
 *
 * --seed N --rounds N.  The same seed changes the same; a crash ends the run,
 * the plan that is missing says so, and the input stays in ./fuzz-crash.
 */
#include <dirent.h>
#include <getopt.h>
#include <unistd.h>
#include "fuzz.h"
#include "generate.h"
#include "seeds.h"
#include "source.h"

#define SEED		20250114
#define ROUNDS		1500
#define GROWTH		512		/* what an input may grow by at once */
#define PATIENCE_S	60		/* for one input */
#define INPUT		"fuzz-crash"

struct input {
	unsigned char *data;
	size_t size;
};

struct corpus {
	struct input *input;
	u32 count, room;
};

static unsigned int tests, failures;

static void result(bool ok, const char *what, const char *target, u32 count)
{
	printf("%sok %u - %s: %u %s\n", ok ? "" : "not ", ++tests, target,
	       count, what);
	fflush(stdout);
	failures += !ok;
}

/* ---- one input -------------------------------------------------------------- */

/* It is kept while it runs: a crash leaves it behind. */
static void run(const struct fuzz_target *target, const void *data, size_t size)
{
	unsigned char *exact = malloc(size ? size : 1);

	FUZZ_DEMAND(exact);
	memcpy(exact, data, size);
	alarm(PATIENCE_S);
	target->run(exact, size);
	alarm(0);
	free(exact);
}

static void keep(const void *data, size_t size)
{
	FILE *to;

	unlink(INPUT);		/* a new file is not flushed, a cut one is */
	to = fopen(INPUT, "we");
	FUZZ_DEMAND(to && fwrite(data, 1, size, to) == size && !fclose(to));
}

/* ---- the corpus ------------------------------------------------------------- */

static void corpus_add(struct corpus *corpus, const char *path)
{
	struct oomt_source *source = oomt_source_read(path);
	struct input *input;

	FUZZ_DEMAND(source);
	if (corpus->count == corpus->room) {
		corpus->room = corpus->room * 2 + 64;
		corpus->input = realloc(corpus->input, corpus->room *
						       sizeof(*input));
		FUZZ_DEMAND(corpus->input);
	}
	input = &corpus->input[corpus->count++];
	input->size = source->size;
	input->data = malloc(source->size + 1);
	FUZZ_DEMAND(input->data);
	memcpy(input->data, source->text, source->size);
	oomt_source_free(source);
}

static void corpus_read(struct corpus *corpus, const char *dir,
			const char *kind)
{
	struct dirent **entry;
	char path[4096];
	int n, i;

	memset(corpus, 0, sizeof(*corpus));
	snprintf(path, sizeof(path), "%s/%s", dir, kind);
	n = scandir(path, &entry, NULL, alphasort);
	FUZZ_DEMAND(n > 0);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s/%s", dir, kind,
			 entry[i]->d_name);
		if (entry[i]->d_name[0] != '.')
			corpus_add(corpus, path);
		free(entry[i]);
	}
	free(entry);
	FUZZ_DEMAND(corpus->count);
}

static void corpus_exit(struct corpus *corpus)
{
	while (corpus->count)
		free(corpus->input[--corpus->count].data);
	free(corpus->input);
}

/* ---- chance ----------------------------------------------------------------- */

static void cut(struct input *in, size_t at, size_t len)
{
	memmove(in->data + at, in->data + at + len, in->size - at - len);
	in->size -= len;
}

/* Some bytes of another input, or of this one, put in at a place. */
static void splice(struct generate *g, struct input *in,
		   const struct input *from, size_t at)
{
	unsigned char part[GROWTH];
	size_t len, begin;

	if (!from->size)
		return;
	begin = generate_below(g, from->size);
	len = 1 + generate_below(g, GROWTH - 1);
	if (len > from->size - begin)
		len = from->size - begin;
	memcpy(part, from->data + begin, len);
	memmove(in->data + at + len, in->data + at, in->size - at);
	memcpy(in->data + at, part, len);
	in->size += len;
}

static void change(struct generate *g, struct input *in,
		   const struct corpus *corpus)
{
	static const char bytes[] = "\0\1\x7f\x80\xff \n\"'{}()/*@$%=-09#;\\,";
	size_t at = in->size ? generate_below(g, in->size) : 0;

	switch (generate_below(g, in->size ? 6 : 1)) {
	case 0:
		splice(g, in, &corpus->input[generate_below(g, corpus->count)],
		       at);
		return;
	case 1:
		splice(g, in, in, at);
		return;
	case 2:
		in->data[at] ^= 1 << generate_below(g, 8);
		return;
	case 3:
		in->data[at] = generate_next(g);
		return;
	case 4:
		in->data[at] = bytes[generate_below(g, sizeof(bytes) - 1)];
		return;
	default:
		cut(in, at, 1 + generate_below(g, in->size - at < 40 ?
					       in->size - at : 40));
	}
}

static void run_changed(const struct fuzz_target *target,
			const struct corpus *corpus, u64 seed, u32 rounds)
{
	struct generate g;
	u32 i, changes;

	generate_init(&g, seed);
	for (i = 0; i < rounds; i++) {
		const struct input *from =
			&corpus->input[generate_below(&g, corpus->count)];
		struct input in = { .size = from->size };

		changes = 1 + generate_below(&g, 4);
		in.data = malloc(from->size + changes * GROWTH + 1);
		FUZZ_DEMAND(in.data);
		memcpy(in.data, from->data, from->size);
		while (changes--)
			change(&g, &in, corpus);
		keep(in.data, in.size);
		run(target, in.data, in.size);
		free(in.data);
	}
	unlink(INPUT);
}

/* ---- all -------------------------------------------------------------------- */

static void run_target(const struct fuzz_target *target, const char *dir,
		       u64 seed, u32 rounds)
{
	struct corpus corpus;
	u32 i;

	corpus_read(&corpus, dir, target->kind);
	for (i = 0; i < corpus.count; i++) {
		keep(corpus.input[i].data, corpus.input[i].size);
		run(target, corpus.input[i].data, corpus.input[i].size);
	}
	result(true, "seeds", target->name, corpus.count);
	run_changed(target, &corpus, seed, rounds);
	result(true, "seeds changed", target->name, rounds);
	corpus_exit(&corpus);
}

static int run_all(u64 seed, u32 rounds)
{
	char dir[64] = "/dev/shm/oomtables-seeds.XXXXXX", command[80];
	const struct fuzz_target *target;

	if (!mkdtemp(dir)) {
		strcpy(dir, "/tmp/oomtables-seeds.XXXXXX");
		FUZZ_DEMAND(mkdtemp(dir));
	}
	seeds_make(dir);
	for (target = fuzz_targets; target->name; target++)
		run_target(target, dir, seed, rounds);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command);
}

static int run_files(char **argv)
{
	const struct fuzz_target *target = fuzz_target_find(*argv++);
	struct oomt_source *source;

	if (!target) {
		fputs("replay: there is no such target\n", stderr);
		return 2;
	}
	for (; *argv; argv++) {
		source = oomt_source_read(*argv);
		if (source)
			run(target, source->text, source->size);
		result(source, *argv, target->name, 1);
		oomt_source_free(source);
	}
	return 0;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "rounds", required_argument, NULL, 'r' },
		{ "seeds", required_argument, NULL, 'd' },
		{ NULL, 0, NULL, 0 },
	};
	u32 rounds = ROUNDS;
	u64 seed = SEED;
	int option, err;

	while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		if (option == 's') {
			seed = strtoull(optarg, NULL, 0);
		} else if (option == 'r') {
			rounds = strtoul(optarg, NULL, 0);
		} else if (option == 'd') {
			seeds_make(optarg);
			return 0;
		} else {
			return 2;
		}
	}
	err = optind < argc ? run_files(argv + optind) : run_all(seed, rounds);
	printf("1..%u\n", tests);
	return err ? err : failures ? 1 : 0;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The verifier against damaged images: tables compiled from random policies,
 * changed at random, sealed again, verified; what is accepted is evaluated.
 * TAP on standard output.
 *
 *	fuzz_verify [--seed N] [--rounds N] [--corpus DIR]
 *
 * --corpus writes the undamaged images there instead (for libFuzzer).
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>
#include "image_check.h"
#include "image_mutate.h"
#include "loaded.h"
#include "names.h"

#define SEED		20240608
#define ROUNDS		20000
#define IMAGES		96
#define LARGE		(48U << 10)	/* larger ones are left out */
#define GROWTH		4096		/* an image may grow by that */
#define PATIENCE_S	60		/* for one image */

static struct image_bytes images[IMAGES];
static u32 image_count;
static u32 tests, failures;

static void result(bool ok, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void result(bool ok, const char *fmt, ...)
{
	va_list args;

	printf("%sok %u - ", ok ? "" : "not ", ++tests);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	failures += !ok;
}

/* ---- where the images come from ----------------------------------------- */

static void bytes_copy(struct image_bytes *to, const void *data, size_t size)
{
	to->room = size + GROWTH;
	to->size = size;
	to->data = calloc(1, to->room);
	if (!to->data)
		exit(1);
	memcpy(to->data, data, size);
}

static bool add_image(char *text)
{
	struct loaded loaded;
	bool ok = loaded_init(&loaded, &text, 1, stderr);

	if (!ok && loaded_too_large(&loaded)) {
		loaded_exit(&loaded);
		return true;		/* another one, then */
	}
	if (ok && loaded.image[0].size <= LARGE)
		bytes_copy(&images[image_count++], loaded.image[0].data,
			   loaded.image[0].size);
	loaded_exit(&loaded);
	return ok;
}

/*
 * Chains that call each other `calls` times, `depth` deep, the base included:
 * at the limit of depth or near that of steps.  The first and the last have
 * many rules that may turn into one call too many.
 */
static char *deep_policy(u32 depth, u32 calls)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	u32 i, j, rules;

	if (!out)
		return NULL;
	fputs("table deep\n", out);
	for (i = 0; i < depth; i++) {
		fprintf(out, "chain c%u {\n", i);
		if (!i)
			fputs("\thook oom\n\tpolicy kill\n", out);
		for (j = 0; i + 1 < depth && j < calls; j++)
			fprintf(out, "\tjump c%u\n", i + 1);
		rules = !i ? 8 : i + 1 < depth ? 1 : 5;
		for (j = 0; j < rules; j++)
			fputs("\trss { 1%-2%, 4%-5% } return\n", out);
		fputs("}\n", out);
	}
	/* Nobody calls them: whoever comes to do so goes deeper. */
	for (i = 0; i < 4; i++)
		fprintf(out, "chain spare%u {\n\trss 1%% exempt\n}\n", i);
	return fclose(out) ? NULL : text;
}

static bool make_images(struct generate *g)
{
	bool ok = true;
	char *text;

	text = deep_policy(OOMT_CALL_DEPTH_MAX, 1);
	ok &= text && add_image(text);
	free(text);
	text = deep_policy(7, 4);
	ok &= text && add_image(text);
	free(text);
	while (ok && image_count < IMAGES) {
		generate_world(g);
		text = generate_policy(g, "fuzz");
		ok &= text && add_image(text);
		free(text);
	}
	return ok;
}

static int write_corpus(const char *dir)
{
	char path[4096];
	FILE *out;
	u32 i;

	for (i = 0; i < image_count; i++) {
		snprintf(path, sizeof(path), "%s/%03u.oomb", dir, i);
		out = fopen(path, "w");
		if (!out || fwrite(images[i].data, images[i].size, 1, out) != 1 ||
		    fclose(out)) {
			perror(path);
			return 1;
		}
	}
	return 0;
}

/* ---- the run ------------------------------------------------------------ */

static void run_round(struct generate *g, struct image_stats *stats)
{
	const struct image_bytes *donor =
		&images[generate_below(g, image_count)];
	/* The first two are near a limit: they come more often. */
	const struct image_bytes *from =
		&images[generate_chance(g, 5) ? generate_below(g, 2) :
						generate_below(g, image_count)];
	struct image_bytes image;

	bytes_copy(&image, from->data, from->size);
	image_mutate(g, &image, donor);
	if (!generate_chance(g, 1))
		image_seal(image.data, image.size);
	alarm(PATIENCE_S);
	image_check(image.data, image.size, g, stats);
	alarm(0);
	free(image.data);
}

/*
 * Every instruction of an image replaced by operations [first, last], one at a
 * time: what chance seldom hits.
 */
static void run_all_insns(struct generate *g, const struct image_bytes *from,
			  u32 first, u32 last, struct image_stats *stats)
{
	const struct oomt_image *head = (const void *)from->data;
	const s64 operands[] = {
		0, 1, head->section[OOMT_S_CHAINS].count - 1,
	};
	u32 insns = head->section[OOMT_S_INSNS].count, i, op, o;
	struct oomt_insn *insn;

	for (i = 0; i < insns; i++) {
		for (op = first; op <= last; op++) {
			for (o = 0; o < ARRAY_SIZE(operands); o++) {
				struct image_bytes image;

				bytes_copy(&image, from->data, from->size);
				insn = (struct oomt_insn *)(image.data +
					head->section[OOMT_S_INSNS].offset) + i;
				insn->op = op;
				insn->imm = operands[o];
				image_seal(image.data, image.size);
				image_check(image.data, image.size, g, stats);
				free(image.data);
			}
		}
	}
}

static void report(const struct image_stats *stats)
{
	u32 i;

	for (i = OOMT_REFUSE_OK + 1; i < OOMT_REFUSE_COUNT; i++) {
		/* More instructions than that do not fit an image; the other
		 * one is the module's to say. */
		if (i == OOMT_REFUSE_INSNS_MAX || i == OOMT_REFUSE_UNPROBED)
			continue;
		result(stats->refused[i], "refused, %s: %llu",
		       oomt_refusal_text(i), stats->refused[i]);
	}
	result(stats->refused[OOMT_REFUSE_OK] > stats->images / 20,
	       "accepted: %llu of %llu", stats->refused[OOMT_REFUSE_OK],
	       stats->images);
	result(stats->user_only &&
	       stats->user_only < stats->refused[OOMT_REFUSE_OK],
	       "of these for user space only: %llu", stats->user_only);
	result(stats->decided && stats->forecast,
	       "decisions with a victim: %llu, forecast steps: %llu",
	       stats->decided, stats->forecast);
	result(stats->runs && stats->fullest_permille <= 1000,
	       "chains run over tasks: %llu, %llu instructions, at most %llu.%llu%% of a bound",
	       stats->runs, stats->instructions,
	       stats->fullest_permille / 10, stats->fullest_permille % 10);
	result(stats->fullest_permille >= 500,
	       "the bound is no more than twice what is really used");
}

static void check_whole(struct generate *g)
{
	struct image_stats stats = { .images = 0 };
	u32 i;

	for (i = 0; i < image_count; i++)
		image_check(images[i].data, images[i].size, g, &stats);
	result(stats.refused[OOMT_REFUSE_OK] == image_count,
	       "undamaged images are accepted: %llu of %u",
	       stats.refused[OOMT_REFUSE_OK], image_count);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "rounds", required_argument, NULL, 'r' },
		{ "corpus", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 },
	};
	struct image_stats stats = { .images = 0 };
	const char *corpus = NULL;
	u64 seed = SEED;
	u32 rounds = ROUNDS, i;
	struct generate g;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		if (option == 's')
			seed = strtoull(optarg, NULL, 0);
		else if (option == 'r')
			rounds = strtoul(optarg, NULL, 0);
		else if (option == 'c')
			corpus = optarg;
		else
			return 2;
	}
	generate_init(&g, seed);
	if (!make_images(&g)) {
		puts("Bail out! a policy was not accepted");
		return 1;
	}
	if (corpus)
		return write_corpus(corpus);
	printf("# seed %llu, %u rounds\n", seed, rounds);
	fflush(stdout);
	check_whole(&g);
	run_all_insns(&g, &images[0], 0, OOMT_OP_COUNT - 1, &stats);
	run_all_insns(&g, &images[1], OOMT_OP_JUMP, OOMT_OP_GOTO, &stats);
	for (i = 0; i < rounds; i++)
		run_round(&g, &stats);
	report(&stats);
	printf("1..%u\n", tests);
	for (i = 0; i < image_count; i++)
		free(images[i].data);
	return failures != 0;
}

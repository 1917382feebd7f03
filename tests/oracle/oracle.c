// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The oracle run: random policies x random pictures; the engine, by way of
 * text, parser, compiler and verifier, must answer as the naive reading of the
 * AST does.  TAP on standard output; a difference is made as small as it gets
 * and shown.
 *
 *	oracle [--seed N] [--pairs N] [--random N] [--brief]
 *
 * --pairs of --seed, then --random pairs of a seed that nobody chose; it is
 * printed.  By default 80000 and 20000; with --pairs alone no random ones.
 * --brief: show no case and require none (for run-mutants).
 */
#include <getopt.h>
#include <sys/random.h>
#include "compare.h"
#include "disguise.h"
#include "timeline.h"

#define PICTURES	16	/* for each policy set */
#define SEED		20240607
#define PAIRS		80000
#define RANDOM_PAIRS	20000

struct run {
	u64 seed;
	u32 pairs, policies, two_tables, reread, disguised, too_large;
};

static u32 tests, failures;
static bool brief;

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
	fflush(stdout);
	failures += !ok;
}

/* As the case wants it. */
static bool load_case(struct loaded *l, const struct compare_case *c,
		      FILE *complain)
{
	return loaded_init(l, c->text, c->tables, complain) &&
	       (!c->reread || loaded_reread(l, complain));
}

/* ---- making a difference small ------------------------------------------ */

/* Whether the case is valid, and they still differ. */
static bool still_differs(const struct compare_case *c)
{
	struct compare_case copy = *c;
	struct loaded loaded;
	bool differs = false;

	generate_picture_copy(&copy.picture, &c->picture);
	if (load_case(&loaded, &copy, NULL))
		differs = !compare_run(&loaded, &copy, NULL);
	loaded_exit(&loaded);
	return differs;
}

static bool drop_task(struct compare_case *c, u32 i)
{
	struct generate_picture saved;
	struct oomt_picture *pic = &c->picture.pic;

	generate_picture_copy(&saved, &c->picture);
	pic->task_count--;
	memmove(&pic->task[i], &pic->task[i + 1],
		(pic->task_count - i) * sizeof(*pic->task));
	if (still_differs(c))
		return true;
	generate_picture_copy(&c->picture, &saved);
	return false;
}

/* Takes out [begin, end) of a text; false: it was needed. */
static bool drop_text(struct compare_case *c, u32 t, size_t begin, size_t end)
{
	char *old = c->text[t], *text = strdup(old);

	if (!text)
		return false;
	memmove(text + begin, text + end, strlen(text + end) + 1);
	c->text[t] = text;
	if (still_differs(c)) {
		free(old);
		return true;
	}
	c->text[t] = old;
	free(text);
	return false;
}

/* Lines, several at a time where that works. */
static bool drop_lines(struct compare_case *c, u32 t, u32 lines)
{
	bool dropped = false;
	size_t at = 0, end;
	u32 i;

	while (c->text[t][at]) {
		end = at;
		for (i = 0; i < lines && c->text[t][end]; i++) {
			end += strcspn(c->text[t] + end, "\n");
			end += c->text[t][end] == '\n';
		}
		if (drop_text(c, t, at, end)) {
			dropped = true;
			continue;
		}
		at += strcspn(c->text[t] + at, "\n");
		at += c->text[t][at] == '\n';
	}
	return dropped;
}

/* Words, once no line can go. */
static bool drop_words(struct compare_case *c, u32 t)
{
	bool dropped = false;
	size_t at = 0, end;

	while (c->text[t][at]) {
		end = at + strcspn(c->text[t] + at, " \n");
		end += c->text[t][end] == ' ';
		if (end > at && drop_text(c, t, at, end)) {
			dropped = true;
			continue;
		}
		at = end + (c->text[t][end] == '\n');
	}
	return dropped;
}

static void minimize(struct compare_case *c)
{
	bool smaller = true;
	u32 t, lines;
	s64 i;

	while (smaller) {
		smaller = false;
		for (i = (s64)c->picture.pic.task_count - 1; i >= 0; i--)
			smaller |= drop_task(c, i);
		for (t = 0; t < c->tables; t++)
			for (lines = 8; lines; lines /= 2)
				smaller |= drop_lines(c, t, lines);
	}
	for (t = 0; t < c->tables; t++)
		while (drop_words(c, t))
			;
}

static void show_difference(struct compare_case *c, u64 seed, u32 pair)
{
	struct loaded loaded;

	fprintf(stderr, "seed %llu, pair %u: they differ\n", seed, pair);
	if (brief)
		return;
	minimize(c);
	fputs("made smaller:\n", stderr);
	compare_show(stderr, c);
	if (load_case(&loaded, c, stderr))
		compare_run(&loaded, c, stderr);
	loaded_exit(&loaded);
}

/* ---- the run ------------------------------------------------------------ */

static bool run_pictures(struct generate *g, struct run *run,
			 struct loaded *loaded, struct compare_case *c,
			 u32 pictures)
{
	bool remembers = generate_chance(g, 50);
	u32 i, pid;

	memset(&c->memory, 0, sizeof(c->memory));
	for (i = 0; i < pictures; i++) {
		generate_picture(g, &c->picture);
		c->hook = generate_chance(g, 70) ? OOMT_HOOK_LOW :
			  generate_chance(g, 50) ? OOMT_HOOK_OOM :
						   OOMT_HOOK_MEMCG;
		c->hit = generate_below(g, c->picture.pic.cgroup_count);
		if (!c->picture.pic.cgroup[c->hit].path)
			c->hook = OOMT_HOOK_OOM;
		for (pid = 0; pid < GENERATE_PIDS; pid++)
			c->spent[pid] = remembers && generate_chance(g, 20);
		c->steady = generate_chance(g, 15);
		c->act = remembers && c->hook == OOMT_HOOK_LOW &&
			 generate_chance(g, 70);
		if (!compare_run(loaded, c, NULL)) {
			show_difference(c, run->seed, run->pairs);
			return false;
		}
		run->pairs++;
	}
	return true;
}

static bool run_policy(struct generate *g, struct run *run, u32 pictures)
{
	static const char *const names[] = { "t0", "second" };
	static struct compare_case c;
	struct loaded loaded;
	bool ok = true;
	u32 t;

	generate_world(g);
	c.tables = generate_chance(g, 50) ? 2 : 1;
	for (t = 0; t < c.tables; t++) {
		c.text[t] = generate_policy(g, names[t]);
		ok &= c.text[t] != NULL;
	}
	c.reread = generate_chance(g, 25);
	run->policies++;
	run->reread += c.reread;
	run->two_tables += c.tables == 2;
	for (t = 0; ok && t < c.tables; t++)
		run->disguised += disguise_marked(c.text[t]);
	memset(&loaded, 0, sizeof(loaded));
	if (ok && load_case(&loaded, &c, stderr)) {
		ok = run_pictures(g, run, &loaded, &c, pictures);
	} else if (loaded_too_large(&loaded)) {
		run->too_large++;
	} else {
		fprintf(stderr, "seed %llu, policy %u: not accepted\n",
			run->seed, run->policies);
		compare_show_texts(stderr, &c);
		ok = false;
	}
	loaded_exit(&loaded);
	for (t = 0; t < c.tables; t++)
		free(c.text[t]);
	return ok;
}

static void run_seed(u64 seed, u32 pairs, const char *kind)
{
	struct run run = { .seed = seed };
	struct generate g;
	bool ok = true;

	generate_init(&g, seed);
	while (ok && run.pairs < pairs)
		ok = run_policy(&g, &run, pairs - run.pairs < PICTURES ?
				pairs - run.pairs : PICTURES);
	result(ok && run.pairs == pairs && run.too_large <= run.policies / 100,
	       "%s seed %llu: %u pairs, %u policy sets (%u of two tables, %u printed and read again, %u beyond a limit), %u tables by defines and includes",
	       kind, seed, run.pairs, run.policies, run.two_tables,
	       run.reread, run.too_large, run.disguised);
}

/* A run in which something never happened has not tested it. */
static void check_notes(void)
{
	static const char *const text[] = {
#define X(id, what) what,
		NAIVE_NOTES(X)
#undef X
	};
	u32 i;

	for (i = 0; i < NOTED_COUNT; i++)
		result(naive_notes[i], "%s: %llu times", text[i],
		       naive_notes[i]);
}

/* What follows a kill, over time. */
static void run_timelines(u64 seed, u32 count)
{
	bool differ = timelines_differ(seed, count, brief ? NULL : stderr);

	result(!differ, "%u timelines of kills, seed %llu%s", count,
	       (unsigned long long)seed, differ ? ": they differ" : "");
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "pairs", required_argument, NULL, 'p' },
		{ "random", required_argument, NULL, 'r' },
		{ "brief", no_argument, NULL, 'b' },
		{ NULL, 0, NULL, 0 },
	};
	u64 seed = SEED, random_seed = 0;
	u32 pairs = PAIRS, random_pairs = RANDOM_PAIRS;
	bool random_asked = false;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		if (option == 's')
			seed = strtoull(optarg, NULL, 0);
		else if (option == 'b')
			brief = true;
		else if (option == 'p') {
			pairs = strtoul(optarg, NULL, 0);
			if (!random_asked)
				random_pairs = 0;
		} else if (option == 'r') {
			random_pairs = strtoul(optarg, NULL, 0);
			random_asked = true;
		} else {
			return 2;
		}
	}
	setvbuf(stderr, NULL, _IONBF, 0);
	run_timelines(seed, pairs / 8);
	if (pairs && !failures)
		run_seed(seed, pairs, "fixed");
	if (random_pairs && !failures) {
		if (getrandom(&random_seed, sizeof(random_seed), 0) < 0)
			return 1;
		run_seed(random_seed, random_pairs, "random");
	}
	if (!failures && !brief)
		check_notes();
	printf("1..%u\n", tests);
	return failures != 0;
}

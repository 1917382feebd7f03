// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What a soak does, by its seed; see soak_plan.h.  Run in the guest it writes
 * one of its texts:
 *
 *	soak_plan SEED policy|script|round R
 *
 * `round` is POLICY executor|nobody|stuck memcg|global swap|swapless.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "soak_plan.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static const char *const names[] = {
	"alpha", "beta", "gamma", "delta", "epsilon", "zeta",
};
static const unsigned int uids[] = { 0, 1001, 1002 };
static const int adjs[] = { 0, 0, 0, 0, 300, -500, 800, -1000 };
static const char *const places[] = { "a", "b/c", "b/d" };
static const char *const pods[] = { "pod/out", "pod/out", "pod/in" };

/* ---- numbers (splitmix64) ------------------------------------------------- */

struct dice {
	uint64_t state;
};

static struct dice dice_of(uint64_t seed, uint64_t what, uint64_t number)
{
	return (struct dice) {
		seed * 0x9e3779b97f4a7c15ULL ^ what << 56 ^ number << 20,
	};
}

static uint64_t next(struct dice *d)
{
	uint64_t z = d->state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

static unsigned int below(struct dice *d, unsigned int n)
{
	return next(d) % n;
}

static bool chance(struct dice *d, unsigned int percent)
{
	return below(d, 100) < percent;
}

#define PICK(d, a)	((a)[below(d, COUNT(a))])

/* ---- rounds --------------------------------------------------------------- */

struct soak_round soak_round(uint64_t seed, unsigned int number)
{
	unsigned int policy = number / SOAK_ROUNDS_EACH;
	struct dice d = dice_of(seed, 'p', policy);
	unsigned int who = below(&d, 100);

	return (struct soak_round) {
		.policy = policy,
		.executor = who < 60 ? SOAK_EXECUTOR :
			    who < 80 ? SOAK_NOBODY : SOAK_STUCK,
		.swap = chance(&d, 30),
		.memcg = number & 1,
	};
}

/* ---- policies ------------------------------------------------------------- */

static void put_names(FILE *to, struct dice *d)
{
	unsigned int i, count = 1 + below(d, 3);

	fputs("{ ", to);
	for (i = 0; i < count; i++)
		fprintf(to, "%s\"%s\"", i ? ", " : "", PICK(d, names));
	fputs(" }", to);
}

static void put_match(FILE *to, struct dice *d)
{
	static const char *const sizes[] = {
		"rss", "total", "anon", "vsize", "tree.total",
	};
	const char *size = PICK(d, sizes);

	switch (below(d, 14)) {
	case 0: case 1: case 2:
		fputs("comm ", to);
		put_names(to, d);
		break;
	case 3:
		fprintf(to, "comm \"%c*\"", PICK(d, names)[0]);
		break;
	case 4:
		fprintf(to, "comm ~ '%c.?%c'", "abdeglmt"[below(d, 8)],
			"aeat"[below(d, 4)]);
		break;
	case 5: case 6:
		fprintf(to, "uid %s%u", chance(d, 30) ? "!= " : "",
			PICK(d, uids));
		break;
	case 7:
		fprintf(to, "cgroup \"/soak/%s/**\"",
			chance(d, 50) ? PICK(d, places) : PICK(d, pods));
		break;
	case 8: case 9:
		fprintf(to, "%s %s %uM", size, chance(d, 50) ? ">" : "<=",
			2 + below(d, 12));
		break;
	case 10:
		fprintf(to, "%s > %u%%", size, 1 + below(d, 12));
		break;
	case 11:
		fprintf(to, "oom_score_adj %s %d", chance(d, 50) ? ">" : "<=",
			PICK(d, adjs));
		break;
	case 12:
		fprintf(to, "threads %s 2", chance(d, 50) ? ">" : "<=");
		break;
	default:
		fputs(chance(d, 50) ? "children > 0" : "shmem > 1M", to);
		break;
	}
}

static void put_kill(FILE *to, struct dice *d)
{
	static const char *const units[] = {
		"", "", "", " tree", " cgroup", " pgrp", " app", " process",
	};

	fprintf(to, "kill%s", PICK(d, units));
	if (chance(d, 30))
		fprintf(to, " prefer %d", (int)below(d, 7) - 2);
}

/* `calls`: chains below that may be called, "" or "sub1" or ... */
static void put_rule(FILE *to, struct dice *d, const char *const *calls,
		     unsigned int call_count, bool sub)
{
	unsigned int kind = below(d, 100);

	fputc('\t', to);
	/* Nobody of ours but the processes of the round is ever overridden. */
	if (kind < 4) {
		fputs("comm ", to);
		put_names(to, d);
		fputs(" kill override\n", to);
		return;
	}
	put_match(to, d);
	if (chance(d, 25)) {
		fputc(' ', to);
		put_match(to, d);
	}
	if (kind < 15)
		fprintf(to, " score %+d\n", (int)below(d, 200) - 100);
	else if (kind < 45)
		fputs(" exempt\n", to);
	else if (kind < 75 || (!call_count && !sub))
		fputc(' ', to), put_kill(to, d), fputc('\n', to);
	else if (sub && kind < 95)
		fputs(chance(d, 80) ? " return\n" : " continue\n", to);
	else if (call_count)
		fprintf(to, " %s %s\n", chance(d, 50) ? "jump" : "goto",
			calls[below(d, call_count)]);
	else
		fputs(" counter\n", to);
}

static void put_rules(FILE *to, struct dice *d, unsigned int count,
		      const char *const *calls, unsigned int call_count,
		      bool sub)
{
	while (count--)
		put_rule(to, d, calls, call_count, sub);
}

/* For many, so that it matters. */
static void put_call(FILE *to, struct dice *d, const char *how,
		     const char *chain)
{
	fputc('\t', to);
	switch (below(d, 4)) {
	case 0: fprintf(to, "uid != %u", PICK(d, uids)); break;
	case 1: fprintf(to, "comm != \"%s\"", PICK(d, names)); break;
	case 2: fprintf(to, "oom_score_adj >= %d", PICK(d, adjs)); break;
	default: fputs("comm ", to), put_names(to, d); break;
	}
	fprintf(to, " %s%s%s\n", how, *chain ? " " : "", chain);
}

static void put_base(FILE *to, struct dice *d, const char *name,
		     const char *hook)
{
	static const char *const orders[] = {
		"total", "total", "rss", "anon", "oom_score", "age", "vsize",
		"growth", "uid", "tree.total", "shmem",
	};
	static const char *const calls[] = { "sub1", "sub2" };

	fprintf(to, "chain %s {\n\thook %s\n", name, hook);
	if (!strcmp(hook, "oom"))
		fprintf(to, "\tdeadline %ums\n", 200 + 100 * below(d, 9));
	fprintf(to, "\torder by %s%s\n", PICK(d, orders),
		chance(d, 20) ? " asc" : "");
	fputs("\tpolicy ", to);
	if (chance(d, 80))
		put_kill(to, d);
	else
		fputs("exempt", to);
	fputs("\n", to);
	/* So that everybody's parent is in the picture. */
	fputs("\tppid 999999 counter\n", to);
	put_rules(to, d, below(d, 2), calls, 2, false);
	put_call(to, d, "jump", PICK(d, calls));
	put_rules(to, d, below(d, 2), calls, 2, false);
	put_call(to, d, "goto", PICK(d, calls));
	put_rules(to, d, 1 + below(d, 3), calls, 2, false);
	fputs("}\n", to);
}

static void put_guard(FILE *to, struct dice *d)
{
	fputs("chain protect {\n\thook guard\n", to);
	fprintf(to, "\tcomm \"%s\" uid %u exempt\n", PICK(d, names),
		PICK(d, uids));
	if (chance(d, 40))
		fprintf(to, "\tcomm \"%s\" score %+d\n", PICK(d, names),
			(int)below(d, 200) - 100);
	fputs("}\n", to);
}

static void put_subs(FILE *to, struct dice *d)
{
	fputs("chain sub1 {\n", to);
	put_call(to, d, "return", "");
	put_rules(to, d, 1 + below(d, 2), NULL, 0, true);
	fprintf(to, "\tpid > 1 %s\n}\nchain sub2 {\n",
		chance(d, 25) ? "exempt" : "kill prefer 2");
	put_call(to, d, "return", "");
	put_rules(to, d, 2 + below(d, 2), NULL, 0, true);
	fputs("\tpid > 1 kill prefer -1\n}\n", to);
}

void soak_policy(FILE *to, uint64_t seed, unsigned int number)
{
	struct dice d = dice_of(seed, 'P', number);

	fprintf(to, "table soak\n");
	if (chance(&d, 60))
		put_guard(to, &d);
	put_base(to, &d, "last", "oom");
	put_base(to, &d, "pods", "memcg");
	put_subs(to, &d);
}

/* ---- scripts -------------------------------------------------------------- */

/* What it is: "" for most of what a system runs. */
static void put_nature(FILE *to, struct dice *d, bool filler)
{
	switch (below(d, filler ? 7 : 15)) {
	case 0: fputs(" --threads 4", to); break;
	case 1: fputs(" --breed 3", to); break;
	case 2: fputs(" --shmem", to); break;
	case 3: fputs(" --mlock", to); break;
		case 6: fputs(" --vfork", to); break;
	case 7: fprintf(to, " --share %s", PICK(d, names)); break;
	case 8: fputs(" --threads 3 --leave", to); break;
	case 9: fputs(" --fork", to); break;
	default: break;
	}
	if (chance(d, 30))
		fputs(" --ignore-term", to);
	if (chance(d, 50))
		fputs(" --own-group", to);
}

static void put_process(FILE *to, struct dice *d, const char *id,
			const char *place, unsigned int mb)
{
	/* Who fills must be mortal, or nothing but it were left. */
	int adj = mb ? PICK(d, adjs) : 0;
	unsigned int uid = PICK(d, uids);

	fprintf(to, "spawn %s %d hog --name %s --mb %u --after 150", id, adj,
		PICK(d, names), mb);
	if (uid)
		fprintf(to, " --uid %u", uid);
	put_nature(to, d, !mb);
	fprintf(to, "\npid %s /sys/fs/cgroup/soak/%s/cgroup.procs\n", id,
		place);
}

void soak_script(FILE *to, uint64_t seed, unsigned int number)
{
	struct soak_round round = soak_round(seed, number);
	struct dice d = dice_of(seed, 's', number);
	unsigned int count = 4 + below(&d, 4), i, mb;
	bool inside;
	char id[16];

	fputs("orphans\n", to);
	if (round.memcg)
		fprintf(to, "write /sys/fs/cgroup/soak/pod/in/memory.oom.group %u\n",
			chance(&d, 25));
	for (i = 0; i < count; i++) {
		inside = round.memcg && (i < 3 || chance(&d, 50));
		mb = round.memcg ? 1 + below(&d, 7) : 2 + below(&d, 9);
		snprintf(id, sizeof(id), "h%u", i);
		put_process(to, &d, id, inside ? PICK(&d, pods) :
			    PICK(&d, places), mb);
	}
	for (i = 0; i < count; i++)
		fprintf(to, "full h%u 15000\n", i);
	put_process(to, &d, "filler", round.memcg ? PICK(&d, pods) :
		    PICK(&d, places), 0);
	fprintf(to, "any 30000\nend\n");
}

/* ---- in the guest --------------------------------------------------------- */

#ifdef SOAK_PLAN_MAIN
int main(int argc, char **argv)
{
	static const char *const executors[] = {
		"executor", "nobody", "stuck",
	};
	struct soak_round round;
	unsigned int number;
	uint64_t seed;

	if (argc != 4)
		return 2;
	seed = strtoull(argv[1], NULL, 10);
	number = strtoul(argv[3], NULL, 10);
	round = soak_round(seed, number);
	if (!strcmp(argv[2], "policy"))
		soak_policy(stdout, seed, round.policy);
	else if (!strcmp(argv[2], "script"))
		soak_script(stdout, seed, number);
	else
		printf("%u %s %s %s\n", round.policy,
		       executors[round.executor],
		       round.memcg ? "memcg" : "global",
		       round.swap ? "swap" : "swapless");
	return 0;
}
#endif

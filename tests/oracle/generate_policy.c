// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Random policies.  What comes out is always valid, unless it is too large an
 * automaton or too many steps, which is rare; warnings are welcome.
 * Each rule begins on a line of its own: a rule is known by its line.
 */
#include "disguise.h"
#include "generate_parts.h"
#include "names.h"

#define FORS_MAX	8	/* in one condition */

/* ---- matches, rules ----------------------------------------------------- */

/* What a chain's rules are mostly about. */
enum about { ABOUT_ALL, ABOUT_TEXTS, ABOUT_NUMBERS };

/* A few fields, so that many rules are about each. */
static int pick_field(struct generate_writer *w, enum about about)
{
	static const int numbers[] = {
		OOMT_F_UID, OOMT_F_TOTAL, OOMT_F_OOM_SCORE_ADJ,
	};

	switch (about) {
	case ABOUT_TEXTS:
		return chance(w, 50) ? OOMT_F_COMM : OOMT_F_CGROUP;
	case ABOUT_NUMBERS:
		return numbers[below(w, ARRAY_SIZE(numbers))];
	default:
		return generate_field(w);
	}
}

/* Its ancestors, or itself. */
static int put_subject(struct generate_writer *w, enum about about)
{
	static const int of_ancestor[] = {
		OOMT_F_COMM, OOMT_F_EXE, OOMT_F_UID, OOMT_F_PID, OOMT_F_CGROUP,
	};

	if (chance(w, 6)) {
		fputs("ancestor ", w->out);
		return of_ancestor[below(w, ARRAY_SIZE(of_ancestor))];
	}
	return pick_field(w, about);
}

/* A regular expression, or a list of them. */
static void put_regex_match(struct generate_writer *w, int field)
{
	u32 count = chance(w, 80) ? 1 : 2 + below(w, 2), i;

	fputs(chance(w, 75) ? " ~ " : " !~ ", w->out);
	if (count > 1)
		fputs("{ ", w->out);
	for (i = 0; i < count; i++) {
		if (i)
			fputs(", ", w->out);
		generate_regex(w, field);
	}
	fputs(count > 1 ? " } " : " ", w->out);
}

static void put_match(struct generate_writer *w, enum about about)
{
	static const char *const equal[] = { " ", " ", " == ", " != " };
	static const char *const all[] = {
		" ", " == ", " != ", " < ", " <= ", " > ", " >= ",
	};
	int field = put_subject(w, about);
	const struct generate_set *set =
		chance(w, 40) ? generate_set_pick(w, field) : NULL;
	const char *cmp = equal[below(w, ARRAY_SIZE(equal))];

	fprintf(w->out, "%s", oomt_field_name(field));
	if (oomt_field_is_text(field) && chance(w, w->mild ? 1 : 8)) {
		put_regex_match(w, field);
	} else if (set) {
		fprintf(w->out, "%s@%s ", cmp, set->name);
	} else if (chance(w, 25)) {
		fputs(cmp, w->out);
		generate_list(w, field);
		fputc(' ', w->out);
	} else if (oomt_field_is_text(field)) {
		fputs(cmp, w->out);
		generate_pattern(w, field);
		fputc(' ', w->out);
	} else if (chance(w, 20)) {
		fputs(cmp, w->out);
		generate_range(w, field);
		fputc(' ', w->out);
	} else {
		fputs(all[below(w, ARRAY_SIZE(all))], w->out);
		generate_number(w, field, generate_number_pick(w, field));
		fputc(' ', w->out);
	}
}

static void put_score(struct generate_writer *w)
{
	bool marked;
	static const u32 points[] = { 1, 3, 7, 10, 100, 100, 333, 1000, 0 };
	u32 n = points[below(w, ARRAY_SIZE(points))];

	if (chance(w, 2))
		n = 1000000;
	fprintf(w->out, "score %c", chance(w, 60) ? '+' : '-');
	marked = generate_mark(w, DISGUISE_DEFINE, 15);
	fprintf(w->out, "%u", n);
	generate_mark_end(w, marked);
	fputc(' ', w->out);
}

static void put_grace(struct generate_writer *w)
{
	static const char *const times[] = { "1ms", "1s", "5s", "90s", "24h" };
	static const char *const signals[] = { "TERM", "INT", "SIGUSR1", "9", "34" };

	fprintf(w->out, " grace %s", times[below(w, ARRAY_SIZE(times))]);
	if (chance(w, 50))
		fprintf(w->out, " signal %s",
			signals[below(w, ARRAY_SIZE(signals))]);
}

/* The words behind kill stand in any order. */
static void put_kill(struct generate_writer *w, bool graces)
{
	static const char *const units[] = {
		"", "", "", "", " process", " tree", " pgrp", " cgroup",
		" app",
	};
	u32 first = below(w, 3), i;
	bool marked;

	fprintf(w->out, "kill%s", units[below(w, ARRAY_SIZE(units))]);
	for (i = 0; i < 3; i++) {
		u32 word = (first + i) % 3;

		if (!word && chance(w, 35)) {
			fputs(" prefer ", w->out);
			marked = generate_mark(w, DISGUISE_DEFINE, 25);
			fprintf(w->out, "%s%u", chance(w, 40) ? "-" :
				!marked && chance(w, 30) ? "+" : "",
				below(w, 3));
			generate_mark_end(w, marked);
		} else if (word == 1 && chance(w, 15)) {
			fputs(" override", w->out);
		} else if (word == 2 && graces && chance(w, 20)) {
			put_grace(w);
		}
	}
}

/* Where only hook low comes: what is not a kill. */
static void put_mercy(struct generate_writer *w)
{
	static const char *const words[] = {
		"freeze", "freeze tree", "freeze cgroup for 10s",
		"freeze for 1500ms", "freeze app", "freeze pgrp",
		"reclaim 64M", "reclaim 1", "exec \"/bin/true 'a b'\"",
	};

	fputs(words[below(w, ARRAY_SIZE(words))], w->out);
}

/*
 * A plain chain behind `from` that may be called from there, or NULL.  Where
 * grace may stand nobody but hook low comes.
 */
static const struct generate_chain *
pick_target(struct generate_writer *w, u32 from)
{
	const struct generate_chain *own = &w->chain[from];
	u32 left = w->chains - from - 1, i, at;

	if (!left)
		return NULL;
	at = below(w, left);
	for (i = 0; i < left; i++) {
		const struct generate_chain *to =
			&w->chain[from + 1 + (at + i) % left];

		if (to->hook == OOMT_HOOK_NONE &&
		    (to->spares || !own->spares) &&
		    (own->graces || !to->graces))
			return to;
	}
	return NULL;
}

/* False: the rule has no verdict. */
static bool put_verdict(struct generate_writer *w, u32 from)
{
	const struct generate_chain *to = pick_target(w, from);
	u32 word = below(w, 12);

	/* Many calls of chains with many calls are too many. */
	if (word > 9 || (word >= 5 && word <= 7 &&
			 (!to || (w->mild && chance(w, 60)))))
		return false;
	if (chance(w, 6))
		fputs("dry ", w->out);
	if (word >= 5 && word <= 7)
		fprintf(w->out, "%s %s", chance(w, 75) ? "jump" : "goto",
			to->name);
	else if (word == 8)
		fputs("return", w->out);
	else if (word == 9)
		fputs("continue", w->out);
	else if (word < 2 || w->chain[from].spares)
		fputs("exempt", w->out);
	else if (w->chain[from].graces && chance(w, 12))
		put_mercy(w);
	else
		put_kill(w, w->chain[from].graces);
	return true;
}

static void put_limit(struct generate_writer *w)
{
	static const char *const rates[] = {
		"1/second", "3/second", "2/minute", "7/minute", "100/hour",
	};

	fprintf(w->out, "limit rate %s ", rates[below(w, ARRAY_SIZE(rates))]);
	if (chance(w, 75))
		fprintf(w->out, "burst %u ", 1 + below(w, 4));
}

static void put_tell(struct generate_writer *w)
{
	static const char *const tells[] = {
		"warn ", "warn signal USR1 ", "warn signal 34 ",
		"warn signal SIGTERM ", "log \"a\\\"b\" ", "log \"\" ",
	};

	fputs(tells[below(w, ARRAY_SIZE(tells))], w->out);
}

static void put_rule(struct generate_writer *w, u32 from, enum about about)
{
	u32 matches = chance(w, 8) ? 0 : 1 + below(w, 3), i;
	bool some = matches, limited = false;

	fputc('\t', w->out);
	for (i = 0; i < matches; i++)
		put_match(w, chance(w, 80) ? about : ABOUT_ALL);
	if (chance(w, 20)) {
		fputs("counter ", w->out);
		some = true;
	}
	for (; chance(w, 25); some = true)
		put_score(w);
	for (; chance(w, 8); some = true)
		put_tell(w);
	for (; !w->chain[from].spares && chance(w, 14); some = limited = true)
		put_limit(w);
	for (; chance(w, limited ? 40 : 2); some = true)
		put_tell(w);
	if (!put_verdict(w, from) && !some)
		fputs("counter", w->out);
	if (chance(w, 5))
		fputs(" comment \"why\"", w->out);
	fputs(chance(w, 5) ? "\t# a remark\n" : "\n", w->out);
}

/* ---- conditions --------------------------------------------------------- */

/* A threshold of a byte metric. */
static void put_threshold(struct generate_writer *w, bool swap)
{
	const struct generate_world *world = &w->g->world;
	u32 i = below(w, GENERATE_SIZES);

	if (chance(w, 60))
		generate_percent(w, world->bp[i]);
	else
		generate_size(w, swap ? world->swap[i] : world->size[i]);
}

/* lower(10%, 400M), higher(...) */
static void put_pick(struct generate_writer *w, bool swap)
{
	fputs(chance(w, 50) ? "lower(" : "higher(", w->out);
	put_threshold(w, swap);
	fputs(", ", w->out);
	put_threshold(w, swap);
	fputs(")", w->out);
}

/* A metric of a cgroup, compared with one of its values or the system's. */
static void put_cgroup_comparison(struct generate_writer *w, const char *cmp)
{
	static const u32 metrics[] = {
		OOMT_CM_MEMORY_CURRENT, OOMT_CM_MEMORY_ANON,
		OOMT_CM_SWAP_CURRENT, OOMT_CM_PSI_SOME_AVG10, OOMT_CM_PSI_FULL_AVG60,
		OOMT_CM_MEMORY_CURRENT, OOMT_CM_PSI_SOME_AVG60,
		OOMT_CM_PSI_FULL_AVG300,
	};
	const struct generate_world *world = &w->g->world;
	u32 metric = metrics[below(w, ARRAY_SIZE(metrics))];
	const char *path = world->path[below(w, GENERATE_CGROUPS)];

	if (w->each && chance(w, 75)) {
		fputs("scope", w->out);
		w->about_scope = true;
	} else if (!strchr(path, '*') && chance(w, 90)) {
		fprintf(w->out, "cgroup \"%s\"", path);
	} else {
		fputs("cgroup \"/not/there\"", w->out);
	}
	fprintf(w->out, " %s %s ", oomt_cgroup_metric_name(metric), cmp);
	if (metric >= OOMT_CM_PSI_SOME_AVG10)
		generate_percent(w,
				 world->psi[below(w, ARRAY_SIZE(world->psi))]);
	else if (chance(w, 8))
		fprintf(w->out, "%s", oomt_metric_name(
			OOMT_M_MEM_TOTAL + below(w, 8)));
	else if (chance(w, 15))
		put_pick(w, false);
	else if (chance(w, 50))
		generate_percent(w, world->bp[below(w, GENERATE_SIZES)]);
	else
		generate_size(w, world->size[below(w, GENERATE_SIZES)]);
}

static void put_exists(struct generate_writer *w)
{
	u32 matches = 1 + below(w, 2);

	fputs("exists ", w->out);
	while (matches--)
		put_match(w, chance(w, 60) ? ABOUT_TEXTS : ABOUT_ALL);
}

static void put_comparison(struct generate_writer *w)
{
	static const char *const cmps[] = {
		"<", "<", "<=", ">", ">=", "==", "!=",
	};
	const struct generate_world *world = &w->g->world;
	u32 metric = below(w, OOMT_M_COUNT), i = below(w, GENERATE_SIZES);
	bool swap, marked;

	if (chance(w, w->each ? 50 : 12)) {
		put_cgroup_comparison(w, cmps[below(w, ARRAY_SIZE(cmps))]);
		return;
	}
	if (chance(w, 80))
		metric = below(w, OOMT_M_PSI_SOME_AVG10 + 6);
	if (metric == OOMT_M_MEM_TOTAL)
		metric = OOMT_M_MEM_AVAILABLE;
	fprintf(w->out, "%s %s ", oomt_metric_name(metric),
		cmps[below(w, ARRAY_SIZE(cmps))]);
	marked = generate_mark(w, DISGUISE_DEFINE, 20);
	if (oomt_metric_type(metric) == OOMT_T_NUMBER) {
		fprintf(w->out, "%u",
			world->psi[below(w, ARRAY_SIZE(world->psi))]);
		generate_mark_end(w, marked);
		return;
	}
	if (oomt_metric_type(metric) == OOMT_T_PERCENT) {
		i = world->psi[below(w, ARRAY_SIZE(world->psi))];
		if (chance(w, 10))
			fprintf(w->out, "%s", oomt_metric_name(
				OOMT_M_PSI_SOME_AVG10 + below(w, 6)));
		else if (i % 100 == 0 && chance(w, 50))
			fprintf(w->out, "%u", i / 100);
		else
			generate_percent(w, i);
		generate_mark_end(w, marked);
		return;
	}
	swap = oomt_metric_base(metric) == OOMT_B_SWAP;
	if (chance(w, 10))
		fprintf(w->out, "%s", oomt_metric_name(
			OOMT_M_MEM_TOTAL + below(w, 8)));
	else if (!marked && chance(w, 15))
		put_pick(w, swap);
	else
		put_threshold(w, swap);
	generate_mark_end(w, marked);
}

static void put_expr(struct generate_writer *w, u32 depth);

static void put_for(struct generate_writer *w)
{
	static const char *const times[] = {
		"0s", "100ms", "1s", "1000ms", "5s", "10s", "30s", "1m",
	};
	bool marked;

	if (w->fors < FORS_MAX && chance(w, 12)) {
		fputs(" for ", w->out);
		marked = generate_mark(w, DISGUISE_DEFINE, 20);
		fputs(times[below(w, ARRAY_SIZE(times))], w->out);
		generate_mark_end(w, marked);
		w->fors++;
	}
}

static void put_primary(struct generate_writer *w, u32 depth)
{
	while (chance(w, 20))
		fputs("not ", w->out);
	if (depth && chance(w, 25)) {
		fputs("(", w->out);
		put_expr(w, depth - 1);
		fputs(")", w->out);
		put_for(w);
		return;
	}
	if (chance(w, 8)) {
		put_exists(w);
		return;
	}
	put_comparison(w);
	put_for(w);
}

static void put_expr(struct generate_writer *w, u32 depth)
{
	static const char *const joins[] = {
		" and ", " or ", " and\n\t\t", "\n\t  or ",
		"\n\n\t\t# a remark between\n\t  and ",
	};
	static const u32 often[] = { 0, 0, 0, 1, 1, 1, 2, 3, 4 };

	put_primary(w, depth);
	while (chance(w, 35)) {
		fputs(joins[often[below(w, ARRAY_SIZE(often))]], w->out);
		put_primary(w, depth);
	}
}

/* ---- chains ------------------------------------------------------------- */

static void put_scope(struct generate_writer *w, const char *indent)
{
	fprintf(w->out, "%sscope cgroup ", indent);
	if (chance(w, 50))
		generate_pattern(w, OOMT_F_CGROUP);
	else
		generate_list(w, OOMT_F_CGROUP);
	fputc('\n', w->out);
}

static void put_header(struct generate_writer *w,
		       const struct generate_chain *chain)
{
	static const char *const orders[] = {
		"total", "rss", "swap", "age", "oom_score_adj", "pid", "uid",
		"total", "oom_score", "anon", "threads", "vsize", "gid",
		"growth", "tree.total", "memcg.current", "memcg.max",
		"children", "growth", "total",
	};
	bool each;

	fprintf(w->out, "\thook %s", oomt_hook_name(chain->hook));
	if (chance(w, 40))
		fprintf(w->out, "%s priority %s%u", chance(w, 50) ? "" : "\n\t",
			chance(w, 50) ? "-" : "", below(w, 3));
	fputs(chance(w, 90) ? "\n" : ";", w->out);
	if (chance(w, 12))
		fputs("\tmode dry\n", w->out);
	else if (chance(w, 10))
		fputs("\tmode enforce\n", w->out);
	/* A chain that runs once per cgroup is told for which. */
	each = chain->hook == OOMT_HOOK_LOW && chance(w, 25);
	if (chance(w, 12) || (each && (!w->scoped || chance(w, 50))))
		put_scope(w, "\t");
	if (chain->hook == OOMT_HOOK_GUARD)
		return;
	if (chain->hook == OOMT_HOOK_LOW) {
		if (chance(w, 20))
			fprintf(w->out, "\tcooldown %us\n", below(w, 12));
		w->fors = 0;
		w->each = each;
		w->about_scope = false;
		fputs("\twhen ", w->out);
		put_expr(w, 3);
		fputc('\n', w->out);
		w->each = w->about_scope;	/* `until` only with it */
		if (chance(w, 50)) {
			w->fors = 0;
			fputs("\tuntil ", w->out);
			put_expr(w, 1);
			fputc('\n', w->out);
		}
		w->each = false;
	}
	if (chance(w, 60))
		fprintf(w->out, "\torder by %s%s\n",
			orders[below(w, ARRAY_SIZE(orders))],
			chance(w, 30) ? " asc" : "");
	if (chain->hook != OOMT_HOOK_MEMCG && chance(w, 20))
		fprintf(w->out, "\tdeadline %ums\n", below(w, 10001));
	if (chain->hook != OOMT_HOOK_MEMCG && chance(w, 20))
		fprintf(w->out, "\tfallback %s\n",
			chance(w, 50) ? "policy" : "kernel");
	fputs("\tpolicy ", w->out);
	if (chance(w, 25))
		fputs("exempt", w->out);
	else
		put_kill(w, chain->graces);
	fputc('\n', w->out);
}

static void put_chain(struct generate_writer *w, u32 index, bool again)
{
	const struct generate_chain *chain = &w->chain[index];
	/* Now and then many rules about a few fields: these are looked up. */
	bool many = chance(w, 12);
	enum about about = !many	    ? ABOUT_ALL :
			   chance(w, 60) ? ABOUT_TEXTS :
					   ABOUT_NUMBERS;
	u32 rules = many ? 10 + below(w, 20) : below(w, 6), i;
	bool marked = generate_mark(w, DISGUISE_INCLUDE, 20);

	fprintf(w->out, "chain %s {\n", chain->name);
	if (chain->hook != OOMT_HOOK_NONE && !again)
		put_header(w, chain);
	w->mild = about == ABOUT_TEXTS;
	for (i = 0; i < rules; i++)
		put_rule(w, index, about);
	w->mild = false;
	fputs("}", w->out);
	generate_mark_end(w, marked);
	fputc('\n', w->out);
}

static void add_chains(struct generate_writer *w, enum oomt_hook hook,
		       u32 count, bool spares)
{
	static const char *const names[GENERATE_CHAINS] = {
		"protect", "early", "kill", "last", "a-b", "_x", "low", "when",
		"p9", "chain", "exempt", "session", "Z", "jump", "oom", "sub",
		"growth", "exists",
	};

	for (; count && w->chains < GENERATE_CHAINS; count--) {
		struct generate_chain *chain = &w->chain[w->chains];

		chain->name = names[w->chains++];
		chain->hook = hook;
		chain->spares = spares;
		chain->graces = hook == OOMT_HOOK_LOW ||
				(hook == OOMT_HOOK_NONE && !spares &&
				 chance(w, 50));
	}
}

static void put_sets(struct generate_writer *w)
{
	static const char *const names[GENERATE_SETS] = {
		"session", "low", "type", "s-4",
	};
	u32 count = below(w, GENERATE_SETS + 1);

	while (w->sets < count) {
		w->set[w->sets].name = names[w->sets];
		w->set[w->sets].field = generate_field(w);
		generate_set(w, w->set[w->sets].name, w->set[w->sets].field, false);
		w->sets++;
	}
}

/* Chains stand in the text in any order, whoever calls whom. */
static void put_chains(struct generate_writer *w)
{
	bool marked = generate_mark(w, DISGUISE_INCLUDE, 20);
	u32 order[GENERATE_CHAINS], i;

	for (i = 0; i < w->chains; i++) {
		u32 at = below(w, i + 1);

		order[i] = order[at];
		order[at] = i;
	}
	for (i = 0; i < w->chains; i++)
		put_chain(w, order[i], false);
	for (i = 0; i < w->chains; i++)
		if (w->chain[i].hook == OOMT_HOOK_NONE && chance(w, 10))
			put_chain(w, i, true);
	generate_mark_end(w, marked);
	fputc('\n', w->out);
}

char *generate_policy(struct generate *g, const char *name)
{
	struct generate_writer w = { .g = g };
	char *text = NULL;
	size_t size;
	u32 i;

	w.out = open_memstream(&text, &size);
	if (!w.out)
		return NULL;
	if (chance(&w, 20))
		fputs("#!/usr/sbin/oomctl -f\n# a remark\n\n", w.out);
	fprintf(w.out, "table %s\n", name);
	w.disguised = chance(&w, 20);
	w.scoped = chance(&w, 12);
	if (w.scoped)
		put_scope(&w, "");
	/* A chain calls only chains behind it. */
	add_chains(&w, OOMT_HOOK_GUARD, below(&w, 3), true);
	add_chains(&w, OOMT_HOOK_LOW, below(&w, 4), false);
	add_chains(&w, OOMT_HOOK_OOM, below(&w, 3), false);
	add_chains(&w, OOMT_HOOK_MEMCG, below(&w, 3), false);
	add_chains(&w, OOMT_HOOK_NONE, below(&w, 4), false);
	add_chains(&w, OOMT_HOOK_NONE, below(&w, 4), true);
	put_sets(&w);
	put_chains(&w);
	for (i = 0; i < w.sets; i++)
		if (chance(&w, 15))
			generate_set(&w, w.set[i].name, w.set[i].field, true);
	if (fclose(w.out)) {
		free(text);
		return NULL;
	}
	return text;
}

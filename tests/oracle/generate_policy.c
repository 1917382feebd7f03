// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Random policies.  What comes out is always valid, unless its patterns make
 * too large an automaton, which is rare; warnings are welcome.
 * Each rule begins on a line of its own: a rule is known by its line.
 */
#include <stdio.h>
#include "generate.h"
#include "names.h"

#define SETS_MAX	4
#define CHAINS_MAX	16

struct set {
	const char *name;
	int field;
};

struct chain {
	const char *name;
	enum oomt_hook hook;
	bool spares;		/* plain: nothing but what a guard may say */
};

struct writer {
	struct generate *g;
	FILE *out;
	struct set set[SETS_MAX];
	u32 sets;
	struct chain chain[CHAINS_MAX];
	u32 chains;
	bool mild;		/* patterns with little in them but text */
};

#define below(w, n)	generate_below((w)->g, n)
#define chance(w, p)	generate_chance((w)->g, p)

static const int fields[] = {
	OOMT_F_COMM, OOMT_F_CGROUP, OOMT_F_PID, OOMT_F_UID, OOMT_F_RSS,
	OOMT_F_SWAP, OOMT_F_TOTAL, OOMT_F_OOM_SCORE_ADJ, OOMT_F_AGE,
};

static int pick_field(struct writer *w)
{
	return fields[below(w, ARRAY_SIZE(fields))];
}

/* ---- patterns --------------------------------------------------------------- */

/* A byte of a double-quoted string. */
static void put_byte(struct writer *w, unsigned char c)
{
	if (c == '"' || c == '\\')
		fprintf(w->out, "\\%c", c);
	else if (c < 0x20 || c >= 0x7f || chance(w, 3))
		fprintf(w->out, "\\x%02x", c);
	else
		fputc(c, w->out);
}

static void put_pattern_text(struct writer *w, const char *text)
{
	for (; *text; text++)
		put_byte(w, *text);
}

/* A byte as itself: what means something in a pattern is made plain. */
static void put_plain(struct writer *w, unsigned char c)
{
	if (strchr("*?[]\\", c) && (c != ']' || chance(w, 50)))
		put_byte(w, '\\');
	put_byte(w, c);
}

static void put_class(struct writer *w, unsigned char c)
{
	static const char *const some[] = {
		"[abc]", "[!b]", "[a-b]", "[]a]", "[!]a]", "[a-]", "[^a]",
		"[\\]a-b]", "[*?[]", "[b/]", "[!/]", "[.-c]",
	};

	if (chance(w, 50) || strchr("[]!\\-", c)) {
		put_pattern_text(w, some[below(w, ARRAY_SIZE(some))]);
		return;
	}
	put_byte(w, '[');
	put_byte(w, c);
	put_byte(w, ']');
}

/* A pattern like the text: some of its bytes are replaced. */
static void put_like(struct writer *w, const char *text, bool path)
{
	for (; *text; text++) {
		if (path && *text == '/') {
			put_byte(w, '/');
			continue;
		}
		switch (below(w, w->mild ? 150 : 24)) {
		case 0:
			put_byte(w, '?');
			break;
		case 1:
			put_class(w, *text);
			break;
		case 2:
			put_pattern_text(w, "*");
			break;
		case 3:
			/* the rest of it, or of the component */
			put_pattern_text(w, chance(w, 90) ? "*" : "**");
			while (text[1] && !(path && text[1] == '/'))
				text++;
			break;
		case 4:
			put_plain(w, 'a');
			break;
		default:
			put_plain(w, *text);
			break;
		}
	}
}

static void put_path_pattern(struct writer *w)
{
	const char *path = w->g->world.path[below(w, GENERATE_CGROUPS)];
	char part[GENERATE_PATH];
	const char *end;

	for (; *path; path = end) {
		end = path + 1 + strcspn(path + 1, "/");
		if (chance(w, w->mild ? 1 : 15)) {
			fputs("/**", w->out);
			continue;
		}
		if (chance(w, 8))
			continue;
		snprintf(part, sizeof(part), "%.*s", (int)(end - path), path);
		put_like(w, part, true);
		if (chance(w, 15))
			break;
	}
	if (chance(w, 35))
		fputs("/**", w->out);
	else if (chance(w, 5))
		fputs("**", w->out);
}

static void put_pattern(struct writer *w, int field)
{
	fputc('"', w->out);
	if (field == OOMT_F_CGROUP)
		put_path_pattern(w);
	else
		put_like(w, w->g->world.comm[below(w, GENERATE_COMMS)], false);
	fputc('"', w->out);
}

/* ---- numbers ---------------------------------------------------------------- */

static void put_size(struct writer *w, s64 bytes)
{
	if (bytes && bytes % (1 << 20) == 0 && chance(w, 80))
		fprintf(w->out, "%lld%s", bytes >> 20,
			chance(w, 80) ? "M" : "MiB");
	else if (bytes && bytes % 1024 == 0 && chance(w, 80))
		fprintf(w->out, "%lldK", bytes >> 10);
	else
		fprintf(w->out, "%lld", bytes);
}

static void put_percent(struct writer *w, u32 bp)
{
	if (bp % 100)
		fprintf(w->out, "%u.%0*u%%", bp / 100, bp % 10 ? 2 : 1,
			bp % 10 ? bp % 100 : bp % 100 / 10);
	else
		fprintf(w->out, "%u%%", bp / 100);
}

static void put_age(struct writer *w, u64 ms)
{
	if (ms % 60000 == 0 && chance(w, 70))
		fprintf(w->out, "%llum", ms / 60000);
	else if (ms % 1000 == 0 && chance(w, 70))
		fprintf(w->out, "%llus", ms / 1000);
	else
		fprintf(w->out, "%llums", ms);
}

/* A number of a field's world; percentages only if they may stand there. */
struct number {
	bool percent;
	s64 value;
};

static struct number pick_number(struct writer *w, int field)
{
	static const s64 uid[] = { 0, 1000, 1001, 1002, 65534, 4294967294 };
	static const s64 adj[] = { 0, 0, -1000, -999, -500, 300, 1000, 1 };
	const struct generate_world *world = &w->g->world;
	u32 i = below(w, GENERATE_SIZES);
	struct number n = { .percent = false };

	switch (field) {
	case OOMT_F_PID:
		n.value = below(w, 102);
		break;
	case OOMT_F_UID:
		n.value = uid[below(w, ARRAY_SIZE(uid))];
		break;
	case OOMT_F_OOM_SCORE_ADJ:
		n.value = adj[below(w, ARRAY_SIZE(adj))];
		break;
	case OOMT_F_AGE:
		n.value = world->age_ms[below(w, GENERATE_AGES)];
		break;
	default:
		n.percent = chance(w, 50);
		n.value = n.percent ? world->bp[i] :
			  field == OOMT_F_SWAP ? world->swap[i] :
						 world->size[i];
		break;
	}
	return n;
}

static void put_number(struct writer *w, int field, struct number n)
{
	if (n.percent)
		put_percent(w, n.value);
	else if (field == OOMT_F_AGE)
		put_age(w, n.value);
	else if (field == OOMT_F_UID && !n.value && chance(w, 50))
		fputs("root", w->out);
	else if (oomt_field_type(field) == OOMT_T_SIZE)
		put_size(w, n.value);
	else
		fprintf(w->out, "%lld", n.value);
}

/* A-B, of non-negative numbers; not backwards where that can be seen. */
static void put_range(struct writer *w, int field)
{
	struct number lo, hi, swap;

	do {
		lo = pick_number(w, field);
		hi = pick_number(w, field);
	} while (lo.value < 0 || hi.value < 0);
	if (lo.percent == hi.percent && lo.value > hi.value) {
		swap = lo;
		lo = hi;
		hi = swap;
	}
	/* A name has no place in a range. */
	if (field == OOMT_F_UID) {
		fprintf(w->out, "%lld-%lld", lo.value, hi.value);
		return;
	}
	put_number(w, field, lo);
	fputs(chance(w, 80) ? "-" : " - ", w->out);
	put_number(w, field, hi);
}

/* ---- values, sets ----------------------------------------------------------- */

static void put_elem(struct writer *w, int field)
{
	if (oomt_field_is_text(field))
		put_pattern(w, field);
	else if (chance(w, 30))
		put_range(w, field);
	else
		put_number(w, field, pick_number(w, field));
}

static void put_list(struct writer *w, int field)
{
	u32 count = 1 + below(w, 4), i;

	fputs("{", w->out);
	for (i = 0; i < count; i++) {
		fputs(!i ? " " : chance(w, 10) ? ",\n\t\t" : ", ", w->out);
		put_elem(w, field);
	}
	fputs(chance(w, 10) ? ", }" : " }", w->out);
}

/* A set that the field can be compared with, or NULL. */
static const struct set *pick_set(struct writer *w, int field)
{
	u32 i, at = below(w, SETS_MAX);

	for (i = 0; i < w->sets; i++) {
		const struct set *set = &w->set[(at + i) % w->sets];

		if (oomt_field_type(set->field) == oomt_field_type(field))
			return set;
	}
	return NULL;
}

static void put_set(struct writer *w, const char *name, int field, bool again)
{
	fprintf(w->out, "set %s {\n", name);
	if (!again || chance(w, 50))
		fprintf(w->out, "\ttype %s\n", oomt_field_name(field));
	fputs("\telements = ", w->out);
	put_list(w, field);
	fputs("\n}\n", w->out);
}

/* ---- matches, rules --------------------------------------------------------- */

static void put_match(struct writer *w, bool texts)
{
	static const char *const equal[] = { " ", " ", " == ", " != " };
	static const char *const all[] = {
		" ", " == ", " != ", " < ", " <= ", " > ", " >= ",
	};
	int field = texts ? fields[below(w, 2)] : pick_field(w);
	const struct set *set = chance(w, 40) ? pick_set(w, field) : NULL;
	const char *cmp = equal[below(w, ARRAY_SIZE(equal))];

	fprintf(w->out, "%s", oomt_field_name(field));
	if (set) {
		fprintf(w->out, "%s@%s ", cmp, set->name);
	} else if (chance(w, 25)) {
		fputs(cmp, w->out);
		put_list(w, field);
		fputc(' ', w->out);
	} else if (oomt_field_is_text(field)) {
		fputs(cmp, w->out);
		put_pattern(w, field);
		fputc(' ', w->out);
	} else if (chance(w, 20)) {
		fputs(cmp, w->out);
		put_range(w, field);
		fputc(' ', w->out);
	} else {
		fputs(all[below(w, ARRAY_SIZE(all))], w->out);
		put_number(w, field, pick_number(w, field));
		fputc(' ', w->out);
	}
}

static void put_score(struct writer *w)
{
	static const u32 points[] = { 1, 3, 7, 10, 100, 100, 333, 1000, 0 };
	u32 n = points[below(w, ARRAY_SIZE(points))];

	if (chance(w, 2))
		n = 1000000;
	fprintf(w->out, "score %c%u ", chance(w, 60) ? '+' : '-', n);
}

static void put_kill(struct writer *w)
{
	fputs(chance(w, 70) ? "kill" : "kill process", w->out);
	if (chance(w, 35))
		fprintf(w->out, " prefer %s%u",
			chance(w, 40) ? "-" : chance(w, 30) ? "+" : "",
			below(w, 3));
}

/* A plain chain behind `from` that may be called from there, or NULL. */
static const struct chain *pick_target(struct writer *w, u32 from, bool spares)
{
	u32 left = w->chains - from - 1, i, at;

	if (!left)
		return NULL;
	at = below(w, left);
	for (i = 0; i < left; i++) {
		const struct chain *to =
			&w->chain[from + 1 + (at + i) % left];

		if (to->hook == OOMT_HOOK_NONE && (to->spares || !spares))
			return to;
	}
	return NULL;
}

/* False: the rule has no verdict. */
static bool put_verdict(struct writer *w, u32 from, bool spares)
{
	const struct chain *to = pick_target(w, from, spares);

	switch (below(w, 10)) {
	case 0: case 1:
		fputs("exempt", w->out);
		return true;
	case 2: case 3: case 4:
		if (spares)
			fputs("exempt", w->out);
		else
			put_kill(w);
		return true;
	case 5: case 6: case 7:
		if (!to)
			return false;
		fprintf(w->out, "jump %s", to->name);
		return true;
	case 8:
		fputs("return", w->out);
		return true;
	default:
		return false;
	}
}

static void put_rule(struct writer *w, u32 from, bool spares, bool texts)
{
	u32 matches = chance(w, 8) ? 0 : 1 + below(w, 3), i;
	bool some = matches;

	fputc('\t', w->out);
	for (i = 0; i < matches; i++)
		put_match(w, texts && chance(w, 80));
	if (chance(w, 20)) {
		fputs("counter ", w->out);
		some = true;
	}
	for (; chance(w, 25); some = true)
		put_score(w);
	if (!put_verdict(w, from, spares) && !some)
		fputs("counter", w->out);
	fputs(chance(w, 5) ? "\t# a remark\n" : "\n", w->out);
}

/* ---- conditions ------------------------------------------------------------- */

static void put_comparison(struct writer *w)
{
	static const char *const cmps[] = {
		"<", "<", "<=", ">", ">=", "==", "!=",
	};
	const struct generate_world *world = &w->g->world;
	u32 metric = below(w, OOMT_M_COUNT), i = below(w, GENERATE_SIZES);
	bool swap;

	if (chance(w, 80))
		metric = below(w, OOMT_M_PSI_SOME_AVG10 + 6);
	if (metric == OOMT_M_ZRAM_USED || metric == OOMT_M_PGSCAN_RATE ||
	    metric == OOMT_M_MEM_TOTAL)
		metric = OOMT_M_MEM_AVAILABLE;
	fprintf(w->out, "%s %s ", oomt_metric_name(metric),
		cmps[below(w, ARRAY_SIZE(cmps))]);
	if (oomt_metric_type(metric) == OOMT_T_PERCENT) {
		i = world->psi[below(w, ARRAY_SIZE(world->psi))];
		if (chance(w, 10))
			fprintf(w->out, "%s", oomt_metric_name(
				OOMT_M_PSI_SOME_AVG10 + below(w, 6)));
		else if (i % 100 == 0 && chance(w, 50))
			fprintf(w->out, "%u", i / 100);
		else
			put_percent(w, i);
		return;
	}
	swap = oomt_metric_base(metric) == OOMT_B_SWAP;
	if (chance(w, 10))
		fprintf(w->out, "%s", oomt_metric_name(
			OOMT_M_MEM_TOTAL + below(w, 7)));
	else if (chance(w, 60))
		put_percent(w, world->bp[i]);
	else
		put_size(w, swap ? world->swap[i] : world->size[i]);
}

static void put_expr(struct writer *w, u32 depth);

static void put_primary(struct writer *w, u32 depth)
{
	while (chance(w, 20))
		fputs("not ", w->out);
	if (depth && chance(w, 25)) {
		fputs("(", w->out);
		put_expr(w, depth - 1);
		fputs(")", w->out);
		return;
	}
	put_comparison(w);
}

static void put_expr(struct writer *w, u32 depth)
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

/* ---- chains ----------------------------------------------------------------- */

static void put_header(struct writer *w, const struct chain *chain)
{
	static const char *const orders[] = {
		"total", "rss", "swap", "age", "oom_score_adj", "pid", "uid",
	};

	fprintf(w->out, "\thook %s", oomt_hook_name(chain->hook));
	if (chance(w, 40))
		fprintf(w->out, "%s priority %s%u", chance(w, 50) ? "" : "\n\t",
			chance(w, 50) ? "-" : "", below(w, 3));
	fputs(chance(w, 90) ? "\n" : ";", w->out);
	if (chance(w, 12))
		fputs("\tmode dry\n", w->out);
	else if (chance(w, 10))
		fputs("\tmode enforce\n", w->out);
	if (chain->hook == OOMT_HOOK_GUARD)
		return;
	if (chain->hook == OOMT_HOOK_LOW) {
		fputs("\twhen ", w->out);
		put_expr(w, 3);
		fputc('\n', w->out);
		if (chance(w, 50)) {
			fputs("\tuntil ", w->out);
			put_expr(w, 1);
			fputc('\n', w->out);
		}
	}
	if (chance(w, 60))
		fprintf(w->out, "\torder by %s%s\n",
			orders[below(w, ARRAY_SIZE(orders))],
			chance(w, 30) ? " asc" : "");
	if (chance(w, 20))
		fprintf(w->out, "\tdeadline %ums\n", below(w, 10001));
	if (chance(w, 20))
		fprintf(w->out, "\tfallback %s\n",
			chance(w, 50) ? "policy" : "kernel");
	fputs("\tpolicy ", w->out);
	if (chance(w, 25))
		fputs("exempt", w->out);
	else
		put_kill(w);
	fputc('\n', w->out);
}

static void put_chain(struct writer *w, u32 index, bool again)
{
	const struct chain *chain = &w->chain[index];
	/* Now and then many rules about names: the engine looks them up. */
	bool many = chance(w, 12);
	u32 rules = many ? 10 + below(w, 20) : below(w, 6), i;

	fprintf(w->out, "chain %s {\n", chain->name);
	if (chain->hook != OOMT_HOOK_NONE && !again)
		put_header(w, chain);
	w->mild = many;
	for (i = 0; i < rules; i++)
		put_rule(w, index, chain->spares, many);
	w->mild = false;
	fputs("}\n", w->out);
}

static void add_chains(struct writer *w, enum oomt_hook hook, u32 count,
		       bool spares)
{
	static const char *const names[CHAINS_MAX] = {
		"protect", "early", "kill", "last", "a-b", "_x", "low", "when",
		"p9", "chain", "exempt", "session", "Z", "jump", "oom", "sub",
	};

	for (; count && w->chains < CHAINS_MAX; count--) {
		struct chain *chain = &w->chain[w->chains];

		chain->name = names[w->chains++];
		chain->hook = hook;
		chain->spares = spares;
	}
}

static void put_sets(struct writer *w)
{
	static const char *const names[SETS_MAX] = {
		"session", "low", "type", "s-4",
	};
	u32 count = below(w, SETS_MAX + 1);

	while (w->sets < count) {
		w->set[w->sets].name = names[w->sets];
		w->set[w->sets].field = pick_field(w);
		put_set(w, w->set[w->sets].name, w->set[w->sets].field, false);
		w->sets++;
	}
}

/* Chains stand in the text in any order, whoever calls whom. */
static void put_chains(struct writer *w)
{
	u32 order[CHAINS_MAX], i;

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
}

char *generate_policy(struct generate *g, const char *name)
{
	struct writer w = { .g = g };
	char *text = NULL;
	size_t size;
	u32 i;

	w.out = open_memstream(&text, &size);
	if (!w.out)
		return NULL;
	if (chance(&w, 20))
		fputs("#!/usr/sbin/oomctl -f\n# a remark\n\n", w.out);
	fprintf(w.out, "table %s\n", name);
	/* A chain calls only chains behind it. */
	add_chains(&w, OOMT_HOOK_GUARD, below(&w, 3), true);
	add_chains(&w, OOMT_HOOK_LOW, below(&w, 4), false);
	add_chains(&w, OOMT_HOOK_OOM, below(&w, 3), false);
	add_chains(&w, OOMT_HOOK_NONE, below(&w, 4), false);
	add_chains(&w, OOMT_HOOK_NONE, below(&w, 4), true);
	put_sets(&w);
	put_chains(&w);
	for (i = 0; i < w.sets; i++)
		if (chance(&w, 15))
			put_set(&w, w.set[i].name, w.set[i].field, true);
	if (fclose(w.out)) {
		free(text);
		return NULL;
	}
	return text;
}

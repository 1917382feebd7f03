// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Random patterns, numbers, lists and sets, near to what pictures hold. */
#include "disguise.h"
#include "generate_parts.h"
#include "names.h"

static const int fields[] = {
	OOMT_F_COMM, OOMT_F_CGROUP, OOMT_F_PID, OOMT_F_UID, OOMT_F_RSS,
	OOMT_F_SWAP, OOMT_F_TOTAL, OOMT_F_OOM_SCORE_ADJ, OOMT_F_AGE,
	OOMT_F_EXE, OOMT_F_PPID, OOMT_F_PGRP, OOMT_F_SESSION, OOMT_F_GID,
	OOMT_F_ANON, OOMT_F_FILE, OOMT_F_SHMEM, OOMT_F_PGTABLES, OOMT_F_VSIZE,
	OOMT_F_OOM_SCORE, OOMT_F_THREADS, OOMT_F_CHILDREN, OOMT_F_CMDLINE,
	OOMT_F_GROWTH, OOMT_F_TREE_TOTAL, OOMT_F_MEMCG_CURRENT,
	OOMT_F_MEMCG_MAX, OOMT_F_GROWTH, OOMT_F_TREE_TOTAL,
};

int generate_field(struct generate_writer *w)
{
	/* The first are what most policies are made of. */
	return fields[below(w, chance(w, 75) ? 9 : ARRAY_SIZE(fields))];
}

bool generate_mark(struct generate_writer *w, char mark, u32 percent)
{
	bool marked = w->disguised && chance(w, percent);

	if (marked)
		fputc(mark, w->out);
	return marked;
}

void generate_mark_end(struct generate_writer *w, bool marked)
{
	if (marked)
		fputc(DISGUISE_END, w->out);
}

/* ---- patterns ----------------------------------------------------------- */

/* A byte of a double-quoted string. */
static void put_byte(struct generate_writer *w, unsigned char c)
{
	if (c == '"' || c == '\\')
		fprintf(w->out, "\\%c", c);
	else if (c < 0x20 || c >= 0x7f || chance(w, 3))
		fprintf(w->out, "\\x%02x", c);
	else
		fputc(c, w->out);
}

static void put_pattern_text(struct generate_writer *w, const char *text)
{
	for (; *text; text++)
		put_byte(w, *text);
}

/* A byte as itself: what means something in a pattern is made plain. */
static void put_plain(struct generate_writer *w, unsigned char c)
{
	if (strchr("*?[]\\", c) && (c != ']' || chance(w, 50)))
		put_byte(w, '\\');
	put_byte(w, c);
}

static void put_class(struct generate_writer *w, unsigned char c)
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
static void put_like(struct generate_writer *w, const char *text, bool path)
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

static void put_path_like(struct generate_writer *w, const char *path)
{
	bool is_root = !path[1];
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
	/* The root has one slash only. */
	if (chance(w, 35))
		fputs(is_root ? "**" : "/**", w->out);
	else if (chance(w, 5))
		fputs("**", w->out);
}

void generate_pattern(struct generate_writer *w, int field)
{
	bool marked = generate_mark(w, DISGUISE_DEFINE, 15);

	fputc('"', w->out);
	if (field == OOMT_F_CGROUP)
		put_path_like(w, w->g->world.path[below(w, GENERATE_CGROUPS)]);
	else if (field == OOMT_F_EXE)
		put_path_like(w, generate_exe[below(w, GENERATE_EXES)]);
	else if (field == OOMT_F_CMDLINE)
		put_like(w, generate_cmdline[below(w, GENERATE_CMDLINES)],
			 false);
	else
		put_like(w, w->g->world.comm[below(w, GENERATE_COMMS)], false);
	fputc('"', w->out);
	generate_mark_end(w, marked);
}

/* ---- regular expressions ------------------------------------------------ */

static const char *text_like(struct generate_writer *w, int field)
{
	switch (field) {
	case OOMT_F_CGROUP:
		return w->g->world.path[below(w, GENERATE_CGROUPS)];
	case OOMT_F_EXE:
		return generate_exe[below(w, GENERATE_EXES)];
	case OOMT_F_CMDLINE:
		return generate_cmdline[below(w, GENERATE_CMDLINES)];
	default:
		return w->g->world.comm[below(w, GENERATE_COMMS)];
	}
}

/* Something that matches the byte, mostly. */
static void put_regex_byte(struct generate_writer *w, unsigned char c)
{
	static const char *const some[] = {
		".", "[a-c]", "[^b]", "[[:alpha:]]", "[]a]", "(a|b)",
		"[^]/]", "(b|[[:punct:]])", "[a-]", "(.)", "[[:space:]b]",
	};

	if (c < 0x20 || c >= 0x7f || c == '\'')
		fputc('.', w->out);
	else if (chance(w, 15))
		fputs(some[below(w, ARRAY_SIZE(some))], w->out);
	else if (strchr(".[]\\*+?{}()|^$", c))
		fprintf(w->out, c == ']' || c == '}' ? "%c" : "\\%c", c);
	else
		fputc(c, w->out);
}

static void put_branch(struct generate_writer *w, const char *text)
{
	static const char *const often[] = {
		"*", "+", "?", "{1,2}", "{0,1}", "{2}", "{1,}",
	};
	size_t len = strlen(text), begin = 0, end = len;

	if (len && chance(w, 50)) {
		begin = below(w, len);
		end = begin + 1 + below(w, len - begin);
	}
	/* No comm is longer than 15 bytes, twice each byte. */
	if (end - begin > 7)
		end = begin + 7;
	if (chance(w, 25))
		fputc('^', w->out);
	if (begin == end)
		fputc('a', w->out);
	for (; begin < end; begin++) {
		put_regex_byte(w, text[begin]);
		if (chance(w, 12))
			fputs(often[below(w, ARRAY_SIZE(often))], w->out);
	}
	if (chance(w, 25))
		fputc('$', w->out);
}

/* In single quotes: raw. */
void generate_regex(struct generate_writer *w, int field)
{
	bool marked = generate_mark(w, DISGUISE_DEFINE, 15);

	fputc('\'', w->out);
	put_branch(w, text_like(w, field));
	if (chance(w, 20)) {
		fputc('|', w->out);
		put_branch(w, text_like(w, field));
	}
	fputc('\'', w->out);
	generate_mark_end(w, marked);
}

/* ---- numbers ------------------------------------------------------------ */

void generate_size(struct generate_writer *w, s64 bytes)
{
	if (bytes && bytes % (1 << 20) == 0 && chance(w, 80))
		fprintf(w->out, "%lld%s", bytes >> 20,
			chance(w, 80) ? "M" : "MiB");
	else if (bytes && bytes % 1024 == 0 && chance(w, 80))
		fprintf(w->out, "%lldK", bytes >> 10);
	else
		fprintf(w->out, "%lld", bytes);
}

void generate_percent(struct generate_writer *w, u32 bp)
{
	if (bp % 100)
		fprintf(w->out, "%u.%0*u%%", bp / 100, bp % 10 ? 2 : 1,
			bp % 10 ? bp % 100 : bp % 100 / 10);
	else
		fprintf(w->out, "%u%%", bp / 100);
}

static void put_age(struct generate_writer *w, u64 ms)
{
	if (ms % 60000 == 0 && chance(w, 70))
		fprintf(w->out, "%llum", ms / 60000);
	else if (ms % 1000 == 0 && chance(w, 70))
		fprintf(w->out, "%llus", ms / 1000);
	else
		fprintf(w->out, "%llums", ms);
}

static void put_growth(struct generate_writer *w, s64 value)
{
	if (value < 0)
		fputc('-', w->out);
	generate_size(w, value < 0 ? -value : value);
	fputs("/s", w->out);
}

struct generate_number generate_number_pick(struct generate_writer *w,
					    int field)
{
	static const s64 uid[] = { 0, 1000, 1001, 1002, 65534, 4294967294 };
	static const s64 score[] = { 0, 333, 666, 667, 680, 733, 866, 1333 };
	static const s64 adj[] = { 0, 0, -1000, -999, -500, 300, 1000, 1 };
	const struct generate_world *world = &w->g->world;
	u32 i = below(w, GENERATE_SIZES);
	struct generate_number n = { .percent = false };

	switch (field) {
	case OOMT_F_PID:
	case OOMT_F_PPID:
	case OOMT_F_PGRP:
	case OOMT_F_SESSION:
		n.value = below(w, 102);
		break;
	case OOMT_F_THREADS:
	case OOMT_F_CHILDREN:
		n.value = below(w, 4);
		break;
	case OOMT_F_OOM_SCORE:
		n.value = score[below(w, ARRAY_SIZE(score))];
		break;
	case OOMT_F_UID:
	case OOMT_F_GID:
		n.value = uid[below(w, ARRAY_SIZE(uid))];
		break;
	case OOMT_F_OOM_SCORE_ADJ:
		n.value = adj[below(w, ARRAY_SIZE(adj))];
		break;
	case OOMT_F_GROWTH:
		n.value = world->growth[i];
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

void generate_number(struct generate_writer *w, int field,
		     struct generate_number n)
{
	bool marked = generate_mark(w, DISGUISE_DEFINE, 15);

	if (n.percent)
		generate_percent(w, n.value);
	else if (field == OOMT_F_AGE)
		put_age(w, n.value);
	else if (field == OOMT_F_UID && !n.value && chance(w, 50))
		fputs("root", w->out);
	else if (field == OOMT_F_GROWTH)
		put_growth(w, n.value);
	else if (oomt_field_type(field) == OOMT_T_SIZE)
		generate_size(w, n.value);
	else
		fprintf(w->out, "%lld", n.value);
	generate_mark_end(w, marked);
}

/* A-B, of non-negative numbers; not backwards where that can be seen. */
void generate_range(struct generate_writer *w, int field)
{
	struct generate_number lo, hi, swap;

	do {
		lo = generate_number_pick(w, field);
		hi = generate_number_pick(w, field);
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
	generate_number(w, field, lo);
	fputs(chance(w, 80) ? "-" : " - ", w->out);
	generate_number(w, field, hi);
}

/* ---- values, sets ------------------------------------------------------- */

static void put_elem(struct generate_writer *w, int field)
{
	bool marked = generate_mark(w, DISGUISE_DEFINE, 20);

	if (oomt_field_is_text(field))
		generate_pattern(w, field);
	else if (chance(w, 30))
		generate_range(w, field);
	else
		generate_number(w, field, generate_number_pick(w, field));
	generate_mark_end(w, marked);
}

void generate_list(struct generate_writer *w, int field)
{
	bool marked = generate_mark(w, DISGUISE_DEFINE, 25);
	u32 count = 1 + below(w, 4), i;

	fputs("{", w->out);
	for (i = 0; i < count; i++) {
		fputs(!i ? " " : chance(w, 10) ? ",\n\t\t" : ", ", w->out);
		put_elem(w, field);
	}
	fputs(chance(w, 10) ? ", }" : " }", w->out);
	generate_mark_end(w, marked);
}

/* A set that the field can be compared with, or NULL. */
const struct generate_set *generate_set_pick(struct generate_writer *w,
					     int field)
{
	u32 i, at = below(w, GENERATE_SETS);

	for (i = 0; i < w->sets; i++) {
		const struct generate_set *set = &w->set[(at + i) % w->sets];

		if (oomt_field_type(set->field) == oomt_field_type(field))
			return set;
	}
	return NULL;
}

void generate_set(struct generate_writer *w, const char *name, int field,
		  bool again)
{
	fprintf(w->out, "set %s {\n", name);
	if (!again || chance(w, 50))
		fprintf(w->out, "\ttype %s\n", oomt_field_name(field));
	fputs("\telements = ", w->out);
	generate_list(w, field);
	fputs("\n}\n", w->out);
}

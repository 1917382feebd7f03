// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Matches of strings and of ancestors in words: which pattern it was, or that
 * it was none.  Never matches by itself: the engine is asked.
 */
#include "names.h"
#include "probe.h"
#include "why_parts.h"

#define TEXT_SHOWN	100	/* bytes of a process's string */
#define PATTERNS_SHOWN	4	/* of a list that did not match */
#define PATTERNS_ASKED	4096	/* which of them matched? */

/* A process's string; NULL: unknown. */
static const char *text_of(const struct oomt_picture *pic, u32 index,
			   u32 field)
{
	const struct oomt_task *task = &pic->task[index];

	switch (field) {
	case OOMT_F_COMM:
		return task->comm;
	case OOMT_F_EXE:
		return task->exe;
	case OOMT_F_CMDLINE:
		return task->cmdline;
	default:
		return task->cgroup < pic->cgroup_count ?
			       pic->cgroup[task->cgroup].path : NULL;
	}
}

void oomt_why_put_quoted(FILE *to, const char *text)
{
	char safe[4 * TEXT_SHOWN + 8];
	size_t len = strlen(text);

	oomt_escape(safe, sizeof(safe), text,
		    len > TEXT_SHOWN ? TEXT_SHOWN : len);
	fprintf(to, "\"%s\"%s", safe, len > TEXT_SHOWN ? "..." : "");
}

/* A pattern as a string of the language. */
static void put_literal(FILE *to, const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	fputc('"', to);
	for (; *c; c++) {
		if (*c == '"' || *c == '\\')
			fprintf(to, "\\%c", *c);
		else if (*c < ' ' || *c >= 0x7f)
			fprintf(to, "\\x%02x", *c);
		else
			fputc(*c, to);
	}
	fputc('"', to);
}

/* A regular expression as it was most likely written. */
static void put_regex(FILE *to, const char *text)
{
	char safe[4 * TEXT_SHOWN + 8];
	size_t len = strlen(text), from = 0, i;

	oomt_escape(safe, sizeof(safe), text,
		    len > TEXT_SHOWN ? TEXT_SHOWN : len);
	/* Its backslashes are its own: only others were escaped. */
	for (i = 0; safe[i]; i++) {
		if (safe[i] == '\\' && safe[i + 1] == '\\')
			i++;
		safe[from++] = safe[i];
	}
	safe[from] = '\0';
	fprintf(to, "~ '%s'%s", safe, len > TEXT_SHOWN ? "..." : "");
}

static void put_pattern(FILE *to, const struct oomt_table *table, u32 index)
{
	const struct oomt_pattern *pattern = &table->PATTERNS[index];

	const char *text = oomt_table_string(table, pattern->text);

	if (pattern->kind == OOMT_PAT_REGEX && !strpbrk(text, "'\n"))
		put_regex(to, text);
	else
		oomt_why_put_quoted(to, text);
}

/*
 * Which of an atom's patterns matched, from 0: each becomes a rule, and the
 * engine says which rule it was.  OOMT_NONE: that is not to be told.
 */
static u32 which_pattern(const struct oomt_why *why, u32 task,
			 const struct oomt_table *table,
			 const struct oomt_atom *atom)
{
	struct oomt_span nowhere = { 0 };
	struct oomt_probe probe;
	struct oomt_diags diags;
	u32 i, which = OOMT_NONE;
	size_t size;
	char *text;
	FILE *to;

	if (atom->count > PATTERNS_ASKED)
		return OOMT_NONE;
	to = open_memstream(&text, &size);
	if (!to)
		return OOMT_NONE;
	for (i = 0; i < atom->count; i++) {
		const struct oomt_pattern *pattern =
			&table->PATTERNS[atom->first + i];

		fprintf(to, "%s%s %s", i ? OOMT_PROBE_OR : "",
			oomt_field_name(atom->field),
			pattern->kind == OOMT_PAT_REGEX ? "~ " : "");
		put_literal(to, oomt_table_string(table, pattern->text));
	}
	if (fclose(to)) {
		free(text);
		return OOMT_NONE;
	}
	oomt_diags_init(&diags);
	if (!oomt_probe_init(&probe, text, size, atom->count, nowhere,
			     &diags) &&
	    oomt_probe_ask(&probe, why->eval->pic, task, &which))
		which = OOMT_NONE;
	oomt_diags_exit(&diags);
	oomt_probe_exit(&probe);
	free(text);
	return which;
}

static void put_matching(FILE *to, const struct oomt_why *why, u32 task,
			 const struct oomt_table *table,
			 const struct oomt_atom *atom)
{
	u32 which = atom->count > 1 ? which_pattern(why, task, table, atom) :
				      0;

	fputs(" matches ", to);
	if (which < atom->count) {
		put_pattern(to, table, atom->first + which);
		if (atom->name)
			fprintf(to, " of @%s",
				oomt_table_string(table, atom->name));
	} else if (atom->name) {
		fprintf(to, "@%s", oomt_table_string(table, atom->name));
	} else {
		fprintf(to, "one of %u patterns", atom->count);
	}
}

static void put_unmatching(FILE *to, const struct oomt_table *table,
			   const struct oomt_atom *atom)
{
	u32 i;

	if (atom->count == 1) {
		fputs(" does not match ", to);
		put_pattern(to, table, atom->first);
		return;
	}
	fputs(" matches none of ", to);
	if (atom->name) {
		fprintf(to, "@%s (%u patterns)",
			oomt_table_string(table, atom->name), atom->count);
		return;
	}
	for (i = 0; i < atom->count && i < PATTERNS_SHOWN; i++) {
		fputs(i ? ", " : "", to);
		put_pattern(to, table, atom->first + i);
	}
	if (i < atom->count)
		fprintf(to, " and %u more", atom->count - i);
}

void oomt_why_put_string(FILE *to, const struct oomt_why *why,
			 const struct oomt_why_step *step)
{
	const struct oomt_table *table = oomt_why_table(why, step->table);
	const struct oomt_insn *insn = oomt_why_insn(why, step);
	const struct oomt_atom *atom = &table->ATOMS[insn->imm];
	const char *text = text_of(why->eval->pic, why->task, insn->field);

	oomt_why_put_quoted(to, text ? text : "");
	if (step->holds == (insn->cmp == OOMT_CMP_EQ))
		put_matching(to, why, why->task, table, atom);
	else
		put_unmatching(to, table, atom);
}

/* The next ancestor below pid 1, as the engine goes; OOMT_NONE: no more. */
static u32 parent_of(const struct oomt_picture *pic, u32 task)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].pid == pic->task[task].ppid)
			return i != task && pic->task[i].pid > 1 ? i :
								   OOMT_NONE;
	return OOMT_NONE;
}

/* The ancestors, nearest first, and what they have for the field. */
static void put_ancestors(FILE *to, const struct oomt_why *why, u32 field)
{
	const struct oomt_picture *pic = why->eval->pic;
	u32 at = parent_of(pic, why->task), left = PATTERNS_SHOWN;
	const char *between = "";

	for (; at != OOMT_NONE && left; at = parent_of(pic, at), left--) {
		const struct oomt_task *task = &pic->task[at];

		fprintf(to, "%s%d", between, task->pid);
		between = ", ";
		if (field == OOMT_F_UID)
			fprintf(to, " uid %u", task->uid);
		if (field == OOMT_F_UID || field == OOMT_F_PID)
			continue;
		fputc(' ', to);
		if (text_of(pic, at, field))
			oomt_why_put_quoted(to, text_of(pic, at, field));
		else
			fputs("unknown", to);
	}
	if (at != OOMT_NONE)
		fputs(", ...", to);
}

/*
 * The nearest ancestor for which a match of strings came out as the step says;
 * OOMT_NONE: that is not to be told.
 */
static u32 which_ancestor(const struct oomt_why *why,
			  const struct oomt_table *table,
			  const struct oomt_insn *insn, u32 *pattern)
{
	const struct oomt_picture *pic = why->eval->pic;
	u32 at, left = PATTERNS_ASKED;

	for (at = parent_of(pic, why->task); at != OOMT_NONE && left--;
	     at = parent_of(pic, at)) {
		if (!text_of(pic, at, insn->field))
			continue;
		*pattern = which_pattern(why, at, table,
					 &table->ATOMS[insn->imm]);
		if ((*pattern != OOMT_NONE) == (insn->cmp == OOMT_CMP_EQ))
			return at;
	}
	return OOMT_NONE;
}

/* Which one it was, by what. */
static bool put_which(FILE *to, const struct oomt_why *why,
		      const struct oomt_table *table,
		      const struct oomt_insn *insn)
{
	const struct oomt_atom *atom = &table->ATOMS[insn->imm];
	u32 pattern, at = which_ancestor(why, table, insn, &pattern);

	if (at == OOMT_NONE)
		return false;
	fprintf(to, "its ancestor %d, %s ", why->eval->pic->task[at].pid,
		oomt_field_name(insn->field));
	oomt_why_put_quoted(to, text_of(why->eval->pic, at, insn->field));
	if (insn->cmp == OOMT_CMP_EQ)
		put_matching(to, why, at, table, atom);
	else
		put_unmatching(to, table, atom);
	return true;
}

void oomt_why_put_ancestor(FILE *to, const struct oomt_why *why,
			   const struct oomt_why_step *step)
{
	const struct oomt_table *table = oomt_why_table(why, step->table);
	const struct oomt_insn *insn = oomt_why_insn(why, step);
	const char *name = oomt_field_name(insn->field);

	if (parent_of(why->eval->pic, why->task) == OOMT_NONE) {
		fputs("it has no ancestor below pid 1", to);
		return;
	}
	if (!step->known)
		fprintf(to, "%s of an ancestor unknown: %s; they are ", name,
			step->holds ? "in doubt, spare" : "no match");
	else if (step->holds && insn->op == OOMT_OP_MATCH_STR &&
		 put_which(to, why, table, insn))
		return;
	else
		fprintf(to, "%s of its ancestors by %s: ",
			step->holds ? "one" : "none", name);
	put_ancestors(to, why, insn->field);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The verifier's third part: patterns, atoms, and the automata that match
 * them.  After it, no state, edge or class that a string can reach is out of
 * range.  (That an automaton means its patterns is the compiler's business.)
 */
#include "names.h"
#include "verify_parts.h"

#define BYTES		256

static int verify_atoms(const struct oomt_verify *v)
{
	const struct oomt_table *table = v->table;
	u32 i;

	for (i = 0; i < table->PATTERNS_count; i++)
		if (!oomt_verify_string(v, table->PATTERNS[i].text) ||
		    table->PATTERNS[i].kind > OOMT_PAT_REGEX)
			return oomt_refuse(v, OOMT_REFUSE_STRING, i,
					   OOMT_NONE);
	for (i = 0; i < table->ATOMS_count; i++) {
		const struct oomt_atom *atom = &table->ATOMS[i];

		if (atom->field >= OOMT_F_COUNT ||
		    !oomt_field_is_text(atom->field) ||
		    table->dfa_of[atom->field] == OOMT_NONE ||
		    atom->reserved[0] || atom->reserved[1] ||
		    atom->reserved[2] ||
		    !oomt_verify_inside(atom->first, atom->count, table->PATTERNS_count) ||
		    !oomt_verify_string(v, atom->name))
			return oomt_refuse(v, OOMT_REFUSE_ATOM, i, OOMT_NONE);
		if (v->whom == OOMT_FOR_KERNEL &&
		    atom->field == OOMT_F_CMDLINE)
			return oomt_refuse(v, OOMT_REFUSE_KERNEL, i,
					   OOMT_NONE);
	}
	return 0;
}

static bool dfa_sections_ok(const struct oomt_table *table,
			    const struct oomt_dfa *dfa)
{
	u32 i;

	if (dfa->reserved[0] || dfa->reserved[1] || dfa->reserved[2] ||
	    dfa->states > OOMT_STATES_MAX || dfa->start >= dfa->states ||
	    !oomt_verify_inside(dfa->state, dfa->states, table->STATES_count) ||
	    !oomt_verify_inside(dfa->edge, dfa->edges, table->EDGES_count) ||
	    !dfa->classes || dfa->classes == OOMT_NONE ||
	    !oomt_verify_inside(dfa->cls, dfa->classes + 1, table->CLASSES_count) ||
	    !oomt_verify_inside(dfa->bytemap, BYTES, table->BYTEMAPS_count) ||
	    !dfa->columns || dfa->columns > BYTES ||
	    dfa->columns > dfa->edges)
		return false;
	for (i = 0; i < BYTES; i++)
		if (table->BYTEMAPS[dfa->bytemap + i] >= dfa->columns)
			return false;
	return true;
}

static bool dfa_rows_ok(const struct oomt_table *table,
			const struct oomt_dfa *dfa)
{
	u32 i;

	for (i = 0; i < dfa->states; i++) {
		const struct oomt_state_row *row =
			&table->STATES[dfa->state + i];

		if (row->base > dfa->edges - dfa->columns ||
		    row->other >= dfa->states || row->cls >= dfa->classes)
			return false;
	}
	for (i = 0; i < dfa->edges; i++) {
		const struct oomt_edge *edge = &table->EDGES[dfa->edge + i];

		if (edge->check != OOMT_NONE &&
		    (edge->check >= dfa->states || edge->next >= dfa->states))
			return false;
	}
	return true;
}

/* Classes are slices of MEMBERS; members ascend and belong to the field. */
static bool dfa_classes_ok(struct oomt_table *table, const struct oomt_dfa *dfa)
{
	const u32 *first = table->CLASSES + dfa->cls;
	u32 c, i;

	for (c = 0; c < dfa->classes; c++) {
		if (first[c] > first[c + 1] ||
		    first[c + 1] > table->MEMBERS_count)
			return false;
		if (first[c + 1] - first[c] > table->members_max[dfa->field])
			table->members_max[dfa->field] =
				first[c + 1] - first[c];
		for (i = first[c]; i < first[c + 1]; i++) {
			u32 atom = table->MEMBERS[i];

			if (atom >= table->ATOMS_count ||
			    table->ATOMS[atom].field != dfa->field ||
			    (i > first[c] && atom <= table->MEMBERS[i - 1]))
				return false;
		}
	}
	return true;
}

int oomt_verify_text(const struct oomt_verify *v)
{
	struct oomt_table *table = v->table;
	u32 i;

	for (i = 0; i < OOMT_F_COUNT; i++)
		table->dfa_of[i] = OOMT_NONE;
	for (i = 0; i < table->DFAS_count; i++) {
		const struct oomt_dfa *dfa = &table->DFAS[i];

		if (dfa->field >= OOMT_F_COUNT ||
		    !oomt_field_is_text(dfa->field) ||
		    table->dfa_of[dfa->field] != OOMT_NONE ||
		    !dfa_sections_ok(table, dfa) || !dfa_rows_ok(table, dfa) ||
		    !dfa_classes_ok(table, dfa))
			return oomt_refuse(v, OOMT_REFUSE_DFA, i, OOMT_NONE);
		table->dfa_of[dfa->field] = i;
	}
	return verify_atoms(v);
}

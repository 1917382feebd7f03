// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The kinds of strings of a field; see prove_text.h. */
#include "prove_text.h"

#define NODES_MAX	(1U << 20)
#define KINDS_MAX	(1U << 15)

/* The shape of a path, walked along with the automata. */
enum shape {
	SHAPE_START,
	SHAPE_ROOT,		/* "/" */
	SHAPE_PART,		/* behind a byte of a part */
	SHAPE_SLASH,		/* behind a slash that is not the first */
	SHAPE_NO_PATH,		/* the field is no path */
};

struct node {
	u32 parent;
	u32 depth;
	u8 byte;
};

struct walk {
	struct prove_text *text;
	const struct oomt_table *const *table;
	u32 wide;			/* u32 of a node's key: states, shape */
	struct node *node;
	u32 *key;			/* [node * wide] */
	u32 count, capacity;
	u32 *slot, slots;		/* node + 1, by key */
	u32 *kind_slot, kind_slots;	/* kind + 1, by classes */
	u32 kind_capacity;
	u8 byte[256];			/* one for each different column */
	u32 bytes;
	u32 *scratch;			/* [wide] */
};

static const struct oomt_dfa *dfa_of(const struct walk *w, u32 t)
{
	const struct oomt_table *table = w->table[t];
	u32 dfa = table->dfa_of[w->text->field];

	return dfa == OOMT_NONE ? NULL : &table->DFAS[dfa];
}

static u32 hash_words(const u32 *word, u32 count)
{
	u32 hash = 2166136261U, i;

	for (i = 0; i < count; i++) {
		hash = (hash ^ word[i]) * 16777619U;
		hash ^= hash >> 15;
	}
	return hash;
}

/* ---- bytes --------------------------------------------------------------- */

static bool same_column(const struct walk *w, u8 a, u8 b)
{
	u32 t;

	if ((a == '/') != (b == '/'))
		return false;
	for (t = 0; t < w->text->tables; t++) {
		const struct oomt_dfa *dfa = dfa_of(w, t);
		const u8 *map;

		if (!dfa)
			continue;
		map = w->table[t]->BYTEMAPS + dfa->bytemap;
		if (map[a] != map[b])
			return false;
	}
	return true;
}

static void byte_add(struct walk *w, u8 byte)
{
	u32 i;

	for (i = 0; i < w->bytes; i++)
		if (same_column(w, w->byte[i], byte))
			return;
	w->byte[w->bytes++] = byte;
}

/* Those that are easy to read come first and speak for the others. */
static void choose_bytes(struct walk *w)
{
	const char *nice = "abcdefghijklmnopqrstuvwxyz0123456789-_.:@+/"
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	u32 byte;

	for (; *nice; nice++)
		byte_add(w, *nice);
	for (byte = ' '; byte < 0x7f; byte++)
		byte_add(w, byte);
	for (byte = 1; byte < 256; byte++)
		byte_add(w, byte);
}

/* ---- nodes --------------------------------------------------------------- */

static int grow_nodes(struct walk *w)
{
	u32 more = w->capacity ? w->capacity * 2 : 1024, i;
	void *bigger;

	if (w->count >= NODES_MAX)
		return -E2BIG;
	bigger = reallocarray(w->node, more, sizeof(*w->node));
	if (!bigger)
		return -ENOMEM;
	w->node = bigger;
	bigger = reallocarray(w->key, (size_t)more * w->wide,
			      sizeof(*w->key));
	if (!bigger)
		return -ENOMEM;
	w->key = bigger;
	w->capacity = more;
	free(w->slot);
	w->slots = more * 2;
	w->slot = calloc(w->slots, sizeof(*w->slot));
	if (!w->slot)
		return -ENOMEM;
	for (i = 0; i < w->count; i++) {
		u32 at = hash_words(&w->key[(size_t)i * w->wide], w->wide) &
			 (w->slots - 1);

		while (w->slot[at])
			at = (at + 1) & (w->slots - 1);
		w->slot[at] = i + 1;
	}
	return 0;
}

/* Adds the node whose key is in `scratch`, if it is new. */
static int node_add(struct walk *w, u32 parent, u32 depth, u8 byte)
{
	size_t size = w->wide * sizeof(*w->key);
	u32 at;
	int err;

	if (w->count == w->capacity) {
		err = grow_nodes(w);
		if (err)
			return err;
	}
	at = hash_words(w->scratch, w->wide) & (w->slots - 1);
	for (; w->slot[at]; at = (at + 1) & (w->slots - 1))
		if (!memcmp(&w->key[(size_t)(w->slot[at] - 1) * w->wide],
			    w->scratch, size))
			return 0;
	memcpy(&w->key[(size_t)w->count * w->wide], w->scratch, size);
	w->node[w->count] = (struct node){ parent, depth, byte };
	w->slot[at] = ++w->count;
	return 0;
}

static u32 dfa_step(const struct oomt_table *table, const struct oomt_dfa *dfa,
		    u32 state, u8 byte)
{
	const struct oomt_state_row *row = &table->STATES[dfa->state + state];
	const struct oomt_edge *edge = table->EDGES + dfa->edge + row->base +
				       table->BYTEMAPS[dfa->bytemap + byte];

	return edge->check == state ? edge->next : row->other;
}

/* False: no path goes on so. */
static bool shape_step(u32 shape, u8 byte, u32 *next)
{
	bool slash = byte == '/';

	switch (shape) {
	case SHAPE_START:
		*next = SHAPE_ROOT;
		return slash;
	case SHAPE_ROOT:
	case SHAPE_SLASH:
		*next = SHAPE_PART;
		return !slash;
	case SHAPE_PART:
		*next = slash ? SHAPE_SLASH : SHAPE_PART;
		return true;
	default:
		*next = SHAPE_NO_PATH;
		return true;
	}
}

static bool shape_counts(u32 field, u32 shape)
{
	return shape == SHAPE_NO_PATH || shape == SHAPE_PART ||
	       (shape == SHAPE_ROOT && field == OOMT_F_CGROUP);
}

static int node_expand(struct walk *w, u32 index)
{
	u32 tables = w->text->tables, i, t;
	int err = 0;

	if (w->text->field == OOMT_F_COMM &&
	    w->node[index].depth == OOMT_COMM_LEN - 1)
		return 0;
	for (i = 0; i < w->bytes && !err; i++) {
		const u32 *key = &w->key[(size_t)index * w->wide];

		if (!shape_step(key[tables], w->byte[i],
				&w->scratch[tables]))
			continue;
		for (t = 0; t < tables; t++) {
			const struct oomt_dfa *dfa = dfa_of(w, t);

			w->scratch[t] = dfa ? dfa_step(w->table[t], dfa,
						       key[t], w->byte[i]) : 0;
		}
		err = node_add(w, index, w->node[index].depth + 1, w->byte[i]);
	}
	return err;
}

/* ---- kinds --------------------------------------------------------------- */

static char *spell(const struct walk *w, u32 index)
{
	u32 len = w->node[index].depth;
	char *example = malloc(len + 1);

	if (!example)
		return NULL;
	example[len] = '\0';
	for (; len; index = w->node[index].parent)
		example[--len] = w->node[index].byte;
	return example;
}

static int kinds_grow(struct walk *w)
{
	struct prove_text *text = w->text;
	u32 more = w->kind_capacity ? w->kind_capacity * 2 : 64, i;
	void *bigger;

	if (text->kinds >= KINDS_MAX)
		return -E2BIG;
	bigger = reallocarray(text->cls, (size_t)more * text->tables,
			      sizeof(*text->cls));
	if (!bigger)
		return -ENOMEM;
	text->cls = bigger;
	bigger = reallocarray(text->example, more, sizeof(*text->example));
	if (!bigger)
		return -ENOMEM;
	text->example = bigger;
	w->kind_capacity = more;
	free(w->kind_slot);
	w->kind_slots = more * 2;
	w->kind_slot = calloc(w->kind_slots, sizeof(*w->kind_slot));
	if (!w->kind_slot)
		return -ENOMEM;
	for (i = 0; i < text->kinds; i++) {
		u32 at = hash_words(&text->cls[(size_t)i * text->tables],
				    text->tables) & (w->kind_slots - 1);

		while (w->kind_slot[at])
			at = (at + 1) & (w->kind_slots - 1);
		w->kind_slot[at] = i + 1;
	}
	return 0;
}

/* The kind of the strings that lead to this node. */
static int node_kind(struct walk *w, u32 index)
{
	struct prove_text *text = w->text;
	const u32 *key = &w->key[(size_t)index * w->wide];
	u32 *cls, t, at;
	int err;

	if (!shape_counts(text->field, key[text->tables]))
		return 0;
	if (text->kinds == w->kind_capacity) {
		err = kinds_grow(w);
		if (err)
			return err;
	}
	cls = &text->cls[(size_t)text->kinds * text->tables];
	for (t = 0; t < text->tables; t++) {
		const struct oomt_dfa *dfa = dfa_of(w, t);

		cls[t] = dfa ? w->table[t]->STATES[dfa->state + key[t]].cls :
			       OOMT_NONE;
	}
	at = hash_words(cls, text->tables) & (w->kind_slots - 1);
	for (; w->kind_slot[at]; at = (at + 1) & (w->kind_slots - 1)) {
		u32 kind = w->kind_slot[at] - 1;

		if (memcmp(&text->cls[(size_t)kind * text->tables], cls,
			   text->tables * sizeof(*cls)))
			continue;
		if (text->example[kind][0] && text->example[kind][1])
			return 0;
		if (text->example[kind][0] && text->field != OOMT_F_CGROUP)
			return 0;
		/* A name is a better example than none, or than the root. */
		free(text->example[kind]);
		text->example[kind] = spell(w, index);
		return text->example[kind] ? 0 : -ENOMEM;
	}
	text->example[text->kinds] = spell(w, index);
	if (!text->example[text->kinds])
		return -ENOMEM;
	w->kind_slot[at] = ++text->kinds;
	return 0;
}

static int begin(struct walk *w)
{
	u32 field = w->text->field, t;

	for (t = 0; t < w->text->tables; t++) {
		const struct oomt_dfa *dfa = dfa_of(w, t);

		w->scratch[t] = dfa ? dfa->start : 0;
	}
	w->scratch[t] = field == OOMT_F_EXE || field == OOMT_F_CGROUP ?
			SHAPE_START : SHAPE_NO_PATH;
	return node_add(w, 0, 0, 0);
}

int prove_text_init(struct prove_text *text, u32 field,
		    const struct oomt_table *const *table, u32 tables)
{
	struct walk w = { .text = text, .table = table, .wide = tables + 1 };
	u32 i;
	int err;

	memset(text, 0, sizeof(*text));
	text->field = field;
	text->tables = tables;
	w.scratch = calloc(w.wide, sizeof(*w.scratch));
	err = w.scratch ? 0 : -ENOMEM;
	choose_bytes(&w);
	if (!err)
		err = begin(&w);
	for (i = 0; !err && i < w.count; i++) {
		err = node_kind(&w, i);
		if (!err)
			err = node_expand(&w, i);
	}
	free(w.scratch);
	free(w.node);
	free(w.key);
	free(w.slot);
	free(w.kind_slot);
	if (err)
		prove_text_exit(text);
	return err;
}

void prove_text_exit(struct prove_text *text)
{
	while (text->kinds)
		free(text->example[--text->kinds]);
	free(text->example);
	free(text->cls);
	text->example = NULL;
	text->cls = NULL;
}

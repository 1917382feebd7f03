// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* From texts to a ruleset in force, for tests. */
#include "disguise.h"
#include "loaded.h"
#include "names.h"

/* A limit that depends on the whole of a table: a writer cannot see it. */
static bool is_limit(const struct oomt_diag *diag)
{
	return !strcmp(diag->id, "pattern-too-large") ||
	       !strcmp(diag->text, oomt_refusal_text(OOMT_REFUSE_STEPS));
}

static bool too_large(const struct oomt_diags *diags)
{
	u32 i;

	for (i = 0; i < diags->count; i++)
		if (diags->diag[i].severity == OOMT_ERROR &&
		    !is_limit(&diags->diag[i]))
			return false;
	return diags->errors;
}

bool loaded_too_large(const struct loaded *l)
{
	u32 t;

	for (t = 0; t < GENERATE_TABLES; t++)
		if (too_large(&l->diags[t]))
			return true;
	return false;
}

/* A text to a verified table; *ok tells whether it came so far. */
static struct oomt_policy *compile(const char *name, const char *text,
				   struct oomt_diags *diags,
				   struct oomt_blob *image,
				   struct oomt_table *table, FILE *complain,
				   bool *ok)
{
	struct oomt_source *source = oomt_source_text(name, text,
						      strlen(text));
	struct oomt_policy *policy;
	struct oomt_refused why;

	*ok = false;
	if (!source)
		return NULL;
	policy = oomt_policy_parse(source, OOMT_PARSE_FOR_LOAD, diags);
	if (!policy)
		return NULL;
	if (diags->errors || oomt_policy_compile(policy, image, diags)) {
		if (complain && !too_large(diags))
			oomt_diags_print(complain, diags);
	} else if (oomt_verify(image->data, image->size, OOMT_FOR_USER,
			       table, &why)) {
		if (complain)
			fprintf(complain, "# the verifier refused it: %s, %u\n",
				oomt_refusal_text(why.refusal), why.index);
	} else {
		*ok = true;
	}
	return policy;
}

/* The same policy, with defines and includes; its image takes the place. */
static bool load_disguised(struct loaded *l, u32 t, const char *text,
			   FILE *complain)
{
	char prefix[16], name[96], *disguised;
	bool ok = false;

	snprintf(prefix, sizeof(prefix), "t%u", t);
	snprintf(name, sizeof(name), "%s/%s.oom", disguise_dir(), prefix);
	disguised = disguise_on(text, prefix);
	oomt_blob_exit(&l->image[t]);
	oomt_diags_exit(&l->diags[t]);
	oomt_diags_init(&l->diags[t]);
	if (disguised)
		l->disguised[t] = compile(name, disguised, &l->diags[t],
					  &l->image[t], &l->table[t], complain,
					  &ok);
	free(disguised);
	return ok;
}

static bool load_one(struct loaded *l, u32 t, const char *text, FILE *complain)
{
	char name[16], *plain = disguise_off(text);
	bool ok = false;

	snprintf(name, sizeof(name), "t%u.oom", t);
	if (plain)
		l->policy[t] = compile(name, plain, &l->diags[t],
				       &l->image[t], &l->table[t], complain,
				       &ok);
	free(plain);
	if (ok && disguise_marked(text))
		ok = load_disguised(l, t, text, complain);
	return ok && !oomt_table_state_init(&l->state[t], &l->table[t]);
}

bool loaded_init(struct loaded *l, char *const *text, u32 tables,
		 FILE *complain)
{
	u32 t;

	memset(l, 0, sizeof(*l));
	for (t = 0; t < tables; t++) {
		oomt_diags_init(&l->diags[t]);
		if (!load_one(l, t, text[t], complain))
			return false;
		l->rs.table[t] = &l->table[t];
		l->rs.table_count++;
	}
	if (oomt_ruleset_init(&l->rs) ||
	    oomt_workspace_init(&l->ws, &l->rs, GENERATE_TASKS,
				GENERATE_CGROUPS))
		return false;
	for (t = 0; t < tables; t++)
		l->ws.state[t] = &l->state[t];
	return true;
}

/* What a table is as a text; to be freed. */
static char *print_table(const struct oomt_table *table)
{
	struct oomt_policy *policy = oomt_policy_from_table(table);
	char *text = NULL;
	size_t size;
	FILE *out;
	int err;

	if (!policy)
		return NULL;
	out = open_memstream(&text, &size);
	err = out ? oomt_policy_print(out, policy) : -ENOMEM;
	oomt_policy_free(policy);
	if (out && fclose(out))
		err = -ENOMEM;
	if (!err)
		return text;
	free(text);
	return NULL;
}

static bool reread_one(struct loaded *l, u32 t, FILE *complain)
{
	char *text = print_table(&l->table[t]);
	struct oomt_policy *policy;
	struct oomt_diags diags;
	bool same;

	if (!text)
		return false;
	oomt_diags_init(&diags);
	l->written[t] = l->table[t];
	policy = compile("again.oom", text, &diags, &l->reread_image[t],
			 &l->table[t], complain, &same);
	same = same && l->table[t].RULES_count == l->written[t].RULES_count &&
	       l->table[t].CHAINS_count == l->written[t].CHAINS_count;
	if (!same && complain)
		fprintf(complain, "# printed again it is another policy:\n%s",
			text);
	oomt_policy_free(policy);
	oomt_diags_exit(&diags);
	free(text);
	return same;
}

bool loaded_reread(struct loaded *l, FILE *complain)
{
	u32 t;

	for (t = 0; t < l->rs.table_count; t++)
		if (!reread_one(l, t, complain))
			return false;
	l->reread = true;
	oomt_ruleset_exit(&l->rs);
	return !oomt_ruleset_init(&l->rs);
}

void loaded_exit(struct loaded *l)
{
	u32 t;

	oomt_workspace_exit(&l->ws);
	oomt_ruleset_exit(&l->rs);
	for (t = 0; t < GENERATE_TABLES; t++) {
		oomt_table_state_exit(&l->state[t]);
		oomt_blob_exit(&l->image[t]);
		oomt_blob_exit(&l->reread_image[t]);
		oomt_diags_exit(&l->diags[t]);
		oomt_policy_free(l->policy[t]);
		oomt_policy_free(l->disguised[t]);
	}
	memset(l, 0, sizeof(*l));
}

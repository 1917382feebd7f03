// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The listing of listing.h.  Where chains and rules stand in the text is found
 * by reading it again: they are the table's, in the same order.
 */
#include "listing.h"
#include "names.h"
#include "output.h"
#include "ruleset.h"

struct listing {
	FILE *to;
	const struct oomt_table *table;
	const struct oomt_nl_counter *counter;
	const struct oomt_policy *policy;	/* of `text` */
	const char *text;
	size_t size;
};

static void put_place(const struct listing *l, const struct oomt_loc *loc)
{
	const char *file = oomt_table_string(l->table, loc->file);
	char escaped[4 * OOMT_NAME_MAX];

	oomt_escape(escaped, sizeof(escaped), file, strlen(file));
	fprintf(l->to, "%s:%u", escaped, loc->line);
}

/* ---- chains -------------------------------------------------------------- */

/* The headers that canonical text leaves out. */
static void put_defaults(FILE *to, const struct oomt_chain *chain)
{
	bool low = chain->hook == OOMT_HOOK_LOW;
	bool acts = low || chain->hook == OOMT_HOOK_OOM;
	bool kernel = chain->flags & OOMT_CHAIN_FALLBACK_KERNEL;

	if (!chain->priority)
		fputs(", priority 0", to);
	if (low && !chain->until_len)
		fputs(", until not when", to);
	if (low && !chain->cooldown_ms)
		fputs(", cooldown 0", to);
	if (chain->hook != OOMT_HOOK_GUARD && chain->order == OOMT_F_TOTAL &&
	    !(chain->flags & OOMT_CHAIN_ASC))
		fputs(", order by total", to);
	if (acts && chain->deadline_ms == 1000)
		fputs(", deadline 1s", to);
	if (acts && kernel == low)
		fprintf(to, ", fallback %s", kernel ? "kernel" : "policy");
	if (!(chain->flags & OOMT_CHAIN_DRY))
		fputs(", mode enforce", to);
}

/* "chain NAME {" of a line; NULL: it is none. */
static const struct oomt_chain *chain_of(const struct oomt_table *table,
					 const char *line, size_t len)
{
	const char *name;
	u32 i;

	if (len < 9 || memcmp(line, "chain ", 6))
		return NULL;
	for (i = 0; i < table->CHAINS_count; i++) {
		name = oomt_table_string(table, table->CHAINS[i].name);
		if (strlen(name) == len - 8 &&
		    !memcmp(name, line + 6, len - 8))
			return &table->CHAINS[i];
	}
	return NULL;
}

/* ---- rules --------------------------------------------------------------- */

static void put_count(FILE *to, const char *what, u64 count, u64 bytes)
{
	char text[OOMT_HUMAN_LEN];

	oomt_human_size(bytes, text);
	fprintf(to, "%llu %s", (unsigned long long)count, what);
	if (count)
		fprintf(to, " of %s", text);
	fputs(", ", to);
}

static void put_rule(const struct listing *l, u32 rule)
{
	const struct oomt_nl_counter *counter = &l->counter[rule];

	fputs("  # ", l->to);
	if (counter->tasks)
		put_count(l->to, "passed", counter->tasks, counter->bytes);
	put_count(l->to, "verdicts", counter->verdicts,
		  counter->verdict_bytes);
	put_place(l, &l->table->RULES[rule].loc);
}

/* The rule that ends on the line; OOMT_NONE: none does. */
static u32 rule_of(const struct listing *l, const char *line, const char *end)
{
	u32 rule;

	for (rule = 0; rule < l->table->RULES_count; rule++) {
		struct oomt_span span = oomt_policy_rule_span(l->policy, rule);

		if (span.source && l->text + span.end > line &&
		    l->text + span.end <= end)
			return rule;
	}
	return OOMT_NONE;
}

/* ---- all ----------------------------------------------------------------- */

static void put_lines(const struct listing *l)
{
	const char *line = l->text, *stop = l->text + l->size, *end;
	const struct oomt_chain *chain;
	u32 rule;

	for (; line < stop; line = end + 1) {
		end = memchr(line, '\n', stop - line);
		if (!end)
			end = stop;
		fwrite(line, 1, end - line, l->to);
		chain = chain_of(l->table, line, end - line);
		rule = rule_of(l, line, end);
		if (chain) {
			fputs("  # ", l->to);
			put_place(l, &chain->loc);
			if (chain->hook != OOMT_HOOK_NONE)
				put_defaults(l->to, chain);
		} else if (rule != OOMT_NONE) {
			put_rule(l, rule);
		}
		fputc('\n', l->to);
	}
}

static void put_origin(FILE *to, const struct oomt_nl_table *info, u64 now_ns)
{
	char age[OOMT_HUMAN_LEN];

	oomt_human_time(now_ns - info->loaded_ns, age);
	fprintf(to, "# generation %llu, loaded %s ago, %u bytes\n",
		(unsigned long long)info->generation, age, info->size);
}

static int make_text(const struct oomt_table *table, char **text, size_t *size)
{
	struct oomt_policy *policy = oomt_policy_from_table(table);
	FILE *to;
	int err;

	if (!policy)
		return -errno;
	to = open_memstream(text, size);
	err = to ? oomt_policy_print(to, policy) : -ENOMEM;
	oomt_policy_free(policy);
	if (to && fclose(to))
		err = -ENOMEM;
	return err;
}

int oomt_listing_print(FILE *to, const struct oomt_table *table,
		       const struct oomt_nl_counter *counter,
		       const struct oomt_nl_table *info, u64 now_ns)
{
	struct listing l = { .to = to, .table = table, .counter = counter };
	struct oomt_source *source;
	struct oomt_policy *policy;
	struct oomt_diags diags;
	char *text = NULL;
	int err = make_text(table, &text, &l.size);

	if (err) {
		free(text);
		return err;
	}
	oomt_diags_init(&diags);
	source = oomt_source_text("list", text, l.size);
	policy = source ? oomt_policy_parse(source, 0, &diags) : NULL;
	err = policy ? 0 : -ENOMEM;
	if (policy) {
		if (info->generation)
			put_origin(to, info, now_ns);
		l.text = text;
		l.policy = policy;
		put_lines(&l);
	}
	oomt_diags_exit(&diags);
	oomt_policy_free(policy);
	free(text);
	return !err && ferror(to) ? -EIO : err;
}

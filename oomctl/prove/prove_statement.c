// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Reading statements; see prove_statement.h. */
#include <stdio.h>
#include "names.h"
#include "prove_statement.h"

#define WORDS_MAX	512
#define FORMS	"a statement is: MATCH... never kill, MATCH... always exempt, " \
		"some kill, or MATCH... never before MATCH...; behind it " \
		"\"hook low|oom|memcg\" and \"chain NAME\""

/* The words outside of quotes, lists and comments. */
struct words {
	struct {
		const char *at;
		size_t len;
	} word[WORDS_MAX];
	u32 count;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* Skips a quoted string; answers its end. */
static const char *skip_string(const char *at)
{
	char quote = *at++;

	while (*at && *at != quote)
		at += *at == '\\' && quote == '"' && at[1] ? 2 : 1;
	return *at ? at + 1 : at;
}

static void split(struct words *words, const char *text)
{
	unsigned int depth = 0;
	const char *at = text;

	words->count = 0;
	while (*at && words->count < WORDS_MAX) {
		if (*at == '"' || *at == '\'') {
			at = skip_string(at);
		} else if (*at == '{' || *at == '}') {
			depth += *at == '{' ? 1 : depth ? -1 : 0;
			at++;
		} else if (depth || is_blank(*at)) {
			at++;
		} else {
			const char *begin = at;

			while (*at && !is_blank(*at) && !strchr("\"'{}", *at))
				at++;
			words->word[words->count].at = begin;
			words->word[words->count++].len = at - begin;
		}
	}
}

static bool word_is(const struct words *words, u32 i, const char *text)
{
	return i < words->count && words->word[i].len == strlen(text) &&
	       !memcmp(words->word[i].at, text, words->word[i].len);
}

/* ---- a side -------------------------------------------------------------- */

static bool only_matches(const struct oomt_table *table)
{
	u32 i;

	if (table->CHAINS_count != 1 || table->RULES_count != 1)
		return false;
	for (i = 0; i < table->RULES[0].code_len; i++) {
		switch (table->INSNS[table->RULES[0].code + i].op) {
		case OOMT_OP_MATCH_NUM:
		case OOMT_OP_MATCH_SET:
		case OOMT_OP_MATCH_STR:
			continue;
		default:
			return i + 1 == table->RULES[0].code_len;
		}
	}
	return false;
}

static int side_read(struct prove_side *side, const char *begin,
		     const char *end, struct oomt_diags *diags,
		     const char **why)
{
	struct oomt_refused refused;
	struct oomt_source *source;
	char *text;
	int err, len;

	/* It stands at the beginning of a line, as in a chain. */
	len = asprintf(&text, "table statement\n"
		       "chain about { hook oom; policy exempt\n"
		       "%.*s kill override\n}\n", (int)(end - begin), begin);
	if (len < 0)
		return -ENOMEM;
	source = oomt_source_text("STATEMENT", text, len);
	free(text);
	if (!source)
		return -ENOMEM;
	side->policy = oomt_policy_parse(source, 0, diags);
	if (!side->policy)
		return -ENOMEM;
	err = diags->errors ? -EINVAL :
	      oomt_policy_compile(side->policy, &side->image, diags);
	if (!err)
		err = oomt_verify(side->image.data, side->image.size,
				  OOMT_FOR_USER, &side->table, &refused);
	if (!err && !only_matches(&side->table)) {
		*why = "a statement is about processes by matches only";
		err = -EINVAL;
	}
	if (err)
		return err;
	side->rs.table[0] = &side->table;
	side->rs.table_count = 1;
	return oomt_ruleset_init(&side->rs);
}

/* ---- the whole ----------------------------------------------------------- */

/* "hook NAME" and "chain NAME", at `i` and behind it. */
static int restriction_read(struct prove_statement *statement,
			    const struct words *words, u32 i,
			    const char **why)
{
	const u32 all = 1U << OOMT_HOOK_LOW | 1U << OOMT_HOOK_OOM |
			1U << OOMT_HOOK_MEMCG;

	for (; i < words->count; i += 2) {
		const char *name;
		size_t len;

		i += word_is(words, i, "in");
		if (i + 1 >= words->count) {
			*why = FORMS;
			return -EINVAL;
		}
		name = words->word[i + 1].at;
		len = words->word[i + 1].len;
		if (word_is(words, i, "hook") && statement->hooks == all) {
			int hook = oomt_hook_find(name, len);

			statement->hooks = hook > 0 ? 1U << hook & all : 0;
			if (!statement->hooks) {
				*why = "the hook is low, oom or memcg";
				return -EINVAL;
			}
		} else if (word_is(words, i, "chain") && !statement->chain) {
			statement->chain = strndup(name, len);
			if (!statement->chain)
				return -ENOMEM;
		} else {
			*why = FORMS;
			return -EINVAL;
		}
	}
	return 0;
}

/* Where `never kill` and so on stands, or -1. */
static int find_form(const struct words *words, enum prove_kind *kind)
{
	static const struct {
		const char *first, *second;
		enum prove_kind kind;
	} forms[] = {
		{ "never", "kill", PROVE_NEVER_KILL },
		{ "always", "exempt", PROVE_ALWAYS_EXEMPT },
		{ "some", "kill", PROVE_SOME_KILL },
		{ "never", "before", PROVE_NEVER_BEFORE },
	};
	u32 i, f;

	for (i = 0; i + 1 < words->count; i++)
		for (f = 0; f < ARRAY_SIZE(forms); f++)
			if (word_is(words, i, forms[f].first) &&
			    word_is(words, i + 1, forms[f].second)) {
				*kind = forms[f].kind;
				return i;
			}
	return -1;
}

static u32 find_restriction(const struct words *words, u32 i)
{
	for (; i < words->count; i++) {
		if (word_is(words, i, "in") &&
		    (word_is(words, i + 1, "hook") ||
		     word_is(words, i + 1, "chain")))
			return i;
		if (word_is(words, i, "hook") || word_is(words, i, "chain"))
			return i;
	}
	return words->count;
}

int prove_statement_read(struct prove_statement *statement, const char *text,
			 struct oomt_diags *diags, const char **why)
{
	const char *end = text + strlen(text), *second;
	struct words words;
	int form, err = 0;
	u32 rest;

	memset(statement, 0, sizeof(*statement));
	statement->hooks = 1U << OOMT_HOOK_LOW | 1U << OOMT_HOOK_OOM |
			   1U << OOMT_HOOK_MEMCG;
	*why = NULL;
	split(&words, text);
	form = find_form(&words, &statement->kind);
	if (form < 0 || (statement->kind == PROVE_SOME_KILL && form)) {
		*why = FORMS;
		return -EINVAL;
	}
	rest = find_restriction(&words, form + 2);
	if (rest < words.count)
		end = words.word[rest].at;
	second = words.word[form + 1].at + words.word[form + 1].len;
	if (statement->kind != PROVE_NEVER_BEFORE &&
	    strspn(second, " \t\n") < (size_t)(end - second)) {
		*why = FORMS;
		return -EINVAL;
	}
	if (statement->kind != PROVE_SOME_KILL) {
		statement->sides = 1;
		err = side_read(&statement->side[0], text,
				words.word[form].at, diags, why);
	}
	if (!err && statement->kind == PROVE_NEVER_BEFORE) {
		statement->sides = 2;
		err = side_read(&statement->side[1], second, end, diags, why);
	}
	return err ? err : restriction_read(statement, &words, rest, why);
}

void prove_statement_exit(struct prove_statement *statement)
{
	u32 i;

	for (i = 0; i < statement->sides; i++) {
		oomt_ruleset_exit(&statement->side[i].rs);
		oomt_blob_exit(&statement->side[i].image);
		oomt_policy_free(statement->side[i].policy);
	}
	free(statement->chain);
	memset(statement, 0, sizeof(*statement));
}

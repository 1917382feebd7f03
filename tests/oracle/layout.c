// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * `oomctl fmt` over random policies, with spaces, blank lines and comments
 * where chance puts them: laid out anew it must compile to the same table, and
 * laid out again be the same text.  TAP on standard output.
 *
 *	layout [--seed N] [--policies N]
 */
#include <getopt.h>
#include <stdio.h>
#include "disguise.h"
#include "fmt.h"
#include "loaded.h"
#include "table_same.h"

#define SEED		20250610
#define POLICIES	250	/* some ms each, with sanitizers */

struct made {
	struct oomt_diags diags;
	struct oomt_policy *policy;
	struct oomt_blob image;
	struct oomt_table table;
	bool ok;
};

static void make(struct made *made, const char *text, size_t len)
{
	struct oomt_source *source = oomt_source_text("x.oom", text, len);
	struct oomt_refused why;

	memset(made, 0, sizeof(*made));
	oomt_diags_init(&made->diags);
	made->policy = oomt_policy_parse(source, 0, &made->diags);
	made->ok = made->policy && !made->diags.errors &&
		   !oomt_policy_compile(made->policy, &made->image,
					&made->diags) &&
		   !oomt_verify(made->image.data, made->image.size,
				OOMT_FOR_USER, &made->table, &why);
}

static void made_exit(struct made *made)
{
	oomt_blob_exit(&made->image);
	oomt_policy_free(made->policy);
	oomt_diags_exit(&made->diags);
}

/* Between words and lines; never within a string. */
static char *disorder(struct generate *g, const char *text, size_t *len)
{
	static const char *const space[] = { " ", "  ", "\t", " \t ", " " };
	static const char *const line[] = {
		"\n", "\n\n\n", "  # it's \"so\" {\n", "\n\t# why, and\n", ";\n",
	};
	char *out = NULL, quote = 0;
	FILE *to = open_memstream(&out, len);
	const char *at;

	if (!to)
		return NULL;
	for (at = text; *at; at++) {
		if (quote && *at == '\\' && quote == '"' && at[1]) {
			fputc(*at++, to);
			fputc(*at, to);
			continue;
		}
		if (!quote && (*at == '"' || *at == '\''))
			quote = *at;
		else if (*at == quote)
			quote = 0;
		if (!quote && *at == ' ')
			fputs(space[generate_below(g, 5)], to);
		else if (!quote && *at == '\n')
			fputs(line[generate_chance(g, 60) ? 0 :
				   generate_below(g, 4)], to);
		else
			fputc(*at, to);
	}
	return fclose(to) ? NULL : out;
}

/* What is wrong, or NULL. */
static const char *check(const char *text, size_t len, const struct made *x)
{
	char *once = NULL, *twice = NULL;
	const char *wrong = NULL;
	size_t once_len, twice_len;
	struct made y;

	if (oomt_fmt(text, len, &once, &once_len))
		return "it cannot be laid out";
	make(&y, once, once_len);
	if (!y.ok)
		wrong = "laid out it is refused";
	else
		wrong = table_differs(&x->table, &y.table);
	made_exit(&y);
	if (!wrong && oomt_fmt(once, once_len, &twice, &twice_len))
		wrong = "it cannot be laid out again";
	if (!wrong && (once_len != twice_len || memcmp(once, twice, once_len)))
		wrong = "laid out again it is another text";
	free(once);
	free(twice);
	return wrong;
}

static bool run_policy(struct generate *g, u32 *compared)
{
	char *marked, *plain, *text;
	const char *wrong = NULL;
	struct made x;
	size_t len;

	generate_world(g);
	marked = generate_policy(g, "t0");
	plain = marked ? disguise_off(marked) : NULL;
	text = plain ? disorder(g, plain, &len) : NULL;
	free(marked);
	free(plain);
	if (!text)
		return false;
	make(&x, text, len);
	if (x.ok)
		wrong = check(text, len, &x);
	*compared += x.ok;
	made_exit(&x);
	if (wrong)
		fprintf(stderr, "%s:\n%s", wrong, text);
	free(text);
	return !wrong;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "policies", required_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	u32 policies = POLICIES, i, compared = 0;
	struct generate g;
	u64 seed = SEED;
	bool ok = true;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) >= 0) {
		if (option == 's')
			seed = strtoull(optarg, NULL, 0);
		else if (option == 'p')
			policies = strtoul(optarg, NULL, 0);
		else
			return 2;
	}
	generate_init(&g, seed);
	for (i = 0; ok && i < policies; i++)
		ok = run_policy(&g, &compared);
	/* Few are beyond a limit; the others must have been compared. */
	ok = ok && compared >= policies - policies / 50;
	printf("%sok 1 - seed %llu: %u of %u policies laid out\n1..1\n",
	       ok ? "" : "not ", seed, compared, policies);
	return ok ? 0 : 1;
}

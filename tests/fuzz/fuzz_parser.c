// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as a policy, as far as its text goes: scanner, grammar, resolve,
 * lint and diagnostics, and the layout of what is in order.
 */
#include "fmt.h"
#include "fuzz.h"
#include "ruleset.h"

struct parsed {
	struct oomt_diags diags;
	struct oomt_policy *policy;
};

static void parse(struct parsed *p, const char *text, size_t size)
{
	struct oomt_source *source = oomt_source_text("x.oom", text, size);

	oomt_diags_init(&p->diags);
	FUZZ_DEMAND(source);
	p->policy = oomt_policy_parse(source, OOMT_PARSE_FOR_LOAD, &p->diags);
	FUZZ_DEMAND(p->policy);
	oomt_policy_lint(p->policy, &p->diags);
	oomt_diags_print(fuzz_nowhere(), &p->diags);
}

static void parsed_exit(struct parsed *p)
{
	oomt_policy_free(p->policy);
	oomt_diags_exit(&p->diags);
}

/* Laid out anew it has the same words, so what is said of it is the same. */
static void lay_out(const struct parsed *p, const char *text, size_t size)
{
	struct parsed again;
	size_t len, i;
	char *out;

	FUZZ_DEMAND(!oomt_fmt(text, size, &out, &len));
	parse(&again, out, len);
	FUZZ_DEMAND(again.diags.count == p->diags.count);
	for (i = 0; i < p->diags.count; i++)
		FUZZ_DEMAND(!strcmp(again.diags.diag[i].id,
				    p->diags.diag[i].id));
	parsed_exit(&again);
	free(out);
}

void fuzz_parser(const unsigned char *data, size_t size)
{
	struct parsed p;

	parse(&p, (const char *)data, size);
	if (!p.diags.errors)
		lay_out(&p, (const char *)data, size);
	parsed_exit(&p);
}

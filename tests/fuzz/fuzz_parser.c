// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * libFuzzer: any bytes as a policy (make fuzz-parser; see local.mk).  What is
 * accepted must verify, and mean the same after a trip through text; what is
 * refused must have said why.  replay.c calls the same function with files.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "fuzz_parser.h"
#include "ruleset.h"
#include "verify.h"

#define DEMAND(what)							\
	do {								\
		if (!(what)) {						\
			fprintf(stderr, "%s:%d: %s\n", __FILE__,	\
				__LINE__, #what);			\
			abort();					\
		}							\
	} while (0)

struct compiled {
	struct oomt_diags diags;
	struct oomt_policy *policy;
	struct oomt_blob image;
	struct oomt_table table;
	bool accepted;
};

static void compile(struct compiled *c, const char *text, size_t size)
{
	struct oomt_source *source = oomt_source_text("x.oom", text, size);
	struct oomt_refused why;

	memset(c, 0, sizeof(*c));
	oomt_diags_init(&c->diags);
	DEMAND(source);
	c->policy = oomt_policy_parse(source, 0, &c->diags);
	DEMAND(c->policy);
	oomt_policy_lint(c->policy, &c->diags);
	c->accepted = !oomt_policy_compile(c->policy, &c->image, &c->diags);
	DEMAND(c->accepted == !c->diags.errors);
	DEMAND(!c->accepted ||
	       !oomt_verify(c->image.data, c->image.size, OOMT_FOR_USER,
			    &c->table, &why));
}

static void compiled_exit(struct compiled *c)
{
	oomt_blob_exit(&c->image);
	oomt_policy_free(c->policy);
	oomt_diags_exit(&c->diags);
}

static char *printed(const struct oomt_table *table, size_t *size)
{
	struct oomt_policy *policy = oomt_policy_from_table(table);
	char *text = NULL;
	FILE *out = open_memstream(&text, size);

	DEMAND(policy && out);
	DEMAND(!oomt_policy_print(out, policy));
	fclose(out);
	oomt_policy_free(policy);
	return text;
}

static void round_trip(const struct compiled *first)
{
	struct compiled second;
	size_t once_size, twice_size;
	char *once = printed(&first->table, &once_size), *twice;

	compile(&second, once, once_size);
	DEMAND(second.accepted);
	DEMAND(second.table.INSNS_count == first->table.INSNS_count);
	DEMAND(!memcmp(second.table.INSNS, first->table.INSNS,
		       first->table.INSNS_count * sizeof(struct oomt_insn)));
	DEMAND(second.table.STATES_count == first->table.STATES_count);
	twice = printed(&second.table, &twice_size);
	DEMAND(once_size == twice_size && !memcmp(once, twice, once_size));
	free(once);
	free(twice);
	compiled_exit(&second);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static FILE *nowhere;
	struct compiled first;

	if (!nowhere)
		nowhere = fopen("/dev/null", "w");
	compile(&first, (const char *)data, size);
	oomt_diags_print(nowhere, &first.diags);
	if (first.accepted)
		round_trip(&first);
	compiled_exit(&first);
	return 0;
}

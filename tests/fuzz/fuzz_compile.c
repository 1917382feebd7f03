// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as a policy, all the way: what is accepted must verify, and be the
 * same table after a trip through text, and after `oomctl fmt`; what is
 * refused must have said why.
 */
#include "fmt.h"
#include "fuzz.h"
#include "ruleset.h"
#include "table_same.h"
#include "verify.h"

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
	FUZZ_DEMAND(source);
	c->policy = oomt_policy_parse(source, 0, &c->diags);
	FUZZ_DEMAND(c->policy);
	c->accepted = !oomt_policy_compile(c->policy, &c->image, &c->diags);
	FUZZ_DEMAND(c->accepted == !c->diags.errors);
	FUZZ_DEMAND(!c->accepted ||
		    !oomt_verify(c->image.data, c->image.size, OOMT_FOR_USER,
				 &c->table, &why));
}

static void compiled_exit(struct compiled *c)
{
	oomt_blob_exit(&c->image);
	oomt_policy_free(c->policy);
	oomt_diags_exit(&c->diags);
}

static void demand_same(const struct compiled *first, const char *text,
			size_t size)
{
	struct compiled second;
	const char *differs;

	compile(&second, text, size);
	if (!second.accepted)
		oomt_diags_print(stderr, &second.diags);
	FUZZ_DEMAND(second.accepted);
	differs = table_differs(&first->table, &second.table);
	if (differs)
		fprintf(stderr, "%s differs of:\n%.*s", differs, (int)size,
			text);
	FUZZ_DEMAND(!differs);
	compiled_exit(&second);
}

static void round_trip(const struct compiled *first)
{
	size_t once_size, twice_size;
	char *once = table_text(&first->table, &once_size), *twice;
	struct compiled second;

	FUZZ_DEMAND(once);
	demand_same(first, once, once_size);
	compile(&second, once, once_size);
	twice = table_text(&second.table, &twice_size);
	FUZZ_DEMAND(twice && once_size == twice_size &&
		    !memcmp(once, twice, once_size));
	free(once);
	free(twice);
	compiled_exit(&second);
}

void fuzz_compile(const unsigned char *data, size_t size)
{
	struct compiled first;
	size_t len;
	char *out;

	compile(&first, (const char *)data, size);
	if (first.accepted) {
		round_trip(&first);
		FUZZ_DEMAND(!oomt_fmt((const char *)data, size, &out, &len));
		demand_same(&first, out, len);
		free(out);
	} else {
		oomt_diags_print(fuzz_nowhere(), &first.diags);
	}
	compiled_exit(&first);
}

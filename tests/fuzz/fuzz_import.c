// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Any bytes as another daemon's configuration.  The first line names the kind;
 * each file begins with a form feed and its name on a line.  What is made of it
 * must be in order, and canonical; what is refused must have said why.
 */
#include "fmt.h"
#include "fuzz.h"
#include "import/import.h"

#define FILES	8

static const struct kind {
	const char *name;
	void (*read)(struct oomt_import *imp);
} kinds[] = {
#define X(id, name, files) { name, oomt_import_##id },
	OOMT_IMPORT_KINDS(X)
#undef X
};

static const struct kind *find_kind(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (strlen(kinds[i].name) == len &&
		    !memcmp(kinds[i].name, text, len))
			return &kinds[i];
	return NULL;
}

/* One "NAME\n" and what stands behind it. */
static void add_file(struct oomt_import *imp, const char *text, size_t size)
{
	const char *newline = memchr(text, '\n', size);
	size_t len = newline ? (size_t)(newline - text) : size;
	char name[64];

	if (imp->count == FILES || len >= sizeof(name) ||
	    memchr(text, '\0', len))
		return;
	memcpy(name, text, len);
	name[len] = '\0';
	len += newline != NULL;
	imp->source[imp->count] = oomt_source_text(name, text + len,
						   size - len);
	FUZZ_DEMAND(imp->source[imp->count++]);
}

static void add_files(struct oomt_import *imp, const char *text, size_t size)
{
	const char *end = text + size, *next;

	while (text < end) {
		next = memchr(text, '\f', end - text);
		if (!next)
			next = end;
		if (next > text)
			add_file(imp, text, next - text);
		text = next + 1;
	}
}

static void check_text(const char *text, size_t len)
{
	size_t again_len;
	char *again;

	FUZZ_DEMAND(!oomt_fmt(text, len, &again, &again_len));
	FUZZ_DEMAND(again_len == len && !memcmp(again, text, len));
	free(again);
}

static void import(const struct kind *kind, struct oomt_import *imp)
{
	char *text = NULL;
	size_t len;
	int err;

	if (oomt_import_is_text(imp))
		kind->read(imp);
	if (!imp->diags->errors) {
		err = oomt_import_text(imp, &text, &len);
		if (err)
			oomt_diags_print(stderr, imp->diags);
		FUZZ_DEMAND(!err);
		check_text(text, len);
		free(text);
	}
	oomt_diags_print(fuzz_nowhere(), imp->diags);
}

void fuzz_import(const unsigned char *data, size_t size)
{
	const char *text = (const char *)data;
	const char *newline = memchr(text, '\n', size);
	struct oomt_source *source[FILES];
	struct oomt_diags diags;
	struct oomt_import imp = { .source = source, .diags = &diags };
	const struct kind *kind;

	kind = newline ? find_kind(text, newline - text) : NULL;
	if (!kind)
		return;
	oomt_diags_init(&diags);
	imp.kind = imp.table = kind->name;
	FUZZ_DEMAND(!oomt_import_init(&imp));
	add_files(&imp, newline + 1, text + size - newline - 1);
	if (imp.count)
		import(kind, &imp);
	oomt_import_exit(&imp);
	oomt_diags_exit(&diags);
	while (imp.count)
		oomt_source_free(source[--imp.count]);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * For tests/spec.sh: what two sides say about the netlink family, as lines.
 *
 *	words FILE	a YAML file, flat: a line for each scalar, behind the
 *			path to it; what stands in a list is known by its name
 *	words		the X-lists of the wire header, in the same form
 *
 * libyaml, because its parser is what everybody else's builds on; nothing here
 * knows what the words mean.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>
#include <linux/oomtables.h>

#define PATH	512

static const char *text(const yaml_node_t *node)
{
	return node && node->type == YAML_SCALAR_NODE ?
	       (const char *)node->data.scalar.value : NULL;
}

/* The name of a mapping that has one. */
static const char *name_of(yaml_document_t *doc, const yaml_node_t *node)
{
	const yaml_node_pair_t *pair;
	const char *key;

	if (node->type != YAML_MAPPING_NODE)
		return NULL;
	for (pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++) {
		key = text(yaml_document_get_node(doc, pair->key));
		if (key && !strcmp(key, "name"))
			return text(yaml_document_get_node(doc, pair->value));
	}
	return NULL;
}

static void walk(yaml_document_t *doc, int index, const char *path)
{
	const yaml_node_t *node = yaml_document_get_node(doc, index);
	const yaml_node_pair_t *pair;
	const yaml_node_item_t *item;
	const char *name;
	char longer[PATH];

	if (node->type == YAML_SCALAR_NODE)
		printf("%s %s\n", path, text(node));
	if (node->type == YAML_MAPPING_NODE)
		for (pair = node->data.mapping.pairs.start;
		     pair < node->data.mapping.pairs.top; pair++) {
			name = text(yaml_document_get_node(doc, pair->key));
			snprintf(longer, sizeof(longer), "%s%s%s", path,
				 *path ? "." : "", name ? name : "?");
			walk(doc, pair->value, longer);
		}
	if (node->type == YAML_SEQUENCE_NODE)
		for (item = node->data.sequence.items.start;
		     item < node->data.sequence.items.top; item++) {
			name = name_of(doc, yaml_document_get_node(doc, *item));
			snprintf(longer, sizeof(longer), "%s%s%s", path,
				 name ? "." : "", name ? name : "");
			walk(doc, *item, longer);
		}
}

static int flatten(const char *path)
{
	yaml_document_t doc;
	yaml_parser_t parser;
	FILE *f = fopen(path, "r");

	if (!f || !yaml_parser_initialize(&parser))
		return 2;
	yaml_parser_set_input_file(&parser, f);
	if (!yaml_parser_load(&parser, &doc) ||
	    !yaml_document_get_root_node(&doc)) {
		fprintf(stderr, "%s:%zu: %s\n", path,
			parser.problem_mark.line + 1,
			parser.problem ? parser.problem : "nothing in it");
		return 1;
	}
	walk(&doc, yaml_document_get_root_node(&doc) -
		   doc.nodes.start + 1, "");
	yaml_document_delete(&doc);
	yaml_parser_delete(&parser);
	fclose(f);
	return 0;
}

/* ID as a specification spells it: lower, with dashes. */
static void entry(const char *path, const char *id, const char *behind)
{
	printf("%s", path);
	for (; *id; id++)
		putchar(*id == '_' ? '-' : tolower((unsigned char)*id));
	printf("%s\n", behind);
}

static void header(void)
{
#define ENTRY(list, id)	entry("definitions." list ".entries ", #id, "")
#define X(id, name) ENTRY("hook", id);
	OOMT_HOOKS(X)
#undef X
#define X(id, name) ENTRY("handler-state", id);
	OOMT_HANDLER_STATES(X)
#undef X
#define X(id, name) ENTRY("event", id);
	OOMT_EVENTS(X)
#undef X
#define X(id, name) ENTRY("ending", id);
	OOMT_ENDINGS(X)
#undef X
#define X(id, text) ENTRY("state-kind", id);
	OOMT_STATES(X)
#undef X
#define X(id, name) ENTRY("action-kind", id);
	OOMT_ACTIONS(X)
#undef X
#define X(id, name) ENTRY("refusal", id);
	OOMT_REFUSALS(X)
#undef X
#define X(id, name, type, base) \
	entry("attribute-sets.metrics.attributes.", #id, " u64");
	OOMT_METRICS(X)
#undef X
#define X(id, name, type, base) \
	entry("attribute-sets.fields.attributes.", #id, " u64");
	OOMT_FIELDS(X)
#undef X
	printf("definitions.name-max.value %d\n", OOMT_NAME_MAX);
	printf("definitions.chunk-max.value %d\n", OOMT_CHUNK_MAX);
	printf("name %s\n", OOMT_GENL_NAME);
	printf("version %d\n", OOMT_GENL_VERSION);
	printf("mcast-groups.list.%s.name %s\n", OOMT_GENL_GROUP_EVENTS,
	       OOMT_GENL_GROUP_EVENTS);
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return flatten(argv[1]);
	header();
	return 0;
}

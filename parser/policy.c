// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The parser's face (ruleset.h), but for compiling and printing: a text
 * becomes a policy here.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "parse.h"
#include "grammar.h"
#include "resolve.h"

/* Length of the valid UTF-8 sequence at s, or 0. */
static size_t utf8_length(const unsigned char *s, size_t len)
{
	size_t n, i;

	if (s[0] < 0x80)
		return 1;
	n = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || n > len)
		return 0;
	for (i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

/* The first invalid byte of each line is reported. */
void oomt_source_utf8_check(const struct oomt_source *source,
			    struct oomt_diags *diags)
{
	const unsigned char *text = (const unsigned char *)source->text;
	struct oomt_span span = { .source = source };
	unsigned int line;
	size_t at, end, n;

	for (line = 0; line < source->lines; line++) {
		at = source->line_begin[line];
		end = line + 1 < source->lines ? source->line_begin[line + 1] :
						 source->size;
		for (; at < end; at += n) {
			n = utf8_length(text + at, end - at);
			if (n)
				continue;
			span.begin = at;
			span.end = at + 1;
			span.line = line + 1;
			span.col = at - source->line_begin[line] + 1;
			oomt_diag_add(diags, OOMT_ERROR, "bad-utf8", span,
				      "this byte is not valid UTF-8 (in a string: \\x%02X)",
				      text[at]);
			break;
		}
	}
}

/* The table's name by default: the file's, without .oom. */
static int name_default(struct oomt_policy *policy)
{
	const char *base = oomt_source_basename(policy->source);
	size_t len = strlen(base), i;
	char name[OOMT_NAME_MAX];

	if (len > 4 && !strcmp(base + len - 4, ".oom"))
		len -= 4;
	if (len > OOMT_NAME_MAX - 2)
		len = OOMT_NAME_MAX - 2;
	name[0] = '_';
	for (i = 0; i < len; i++) {
		unsigned char c = base[i];

		name[i + 1] = c < 0x80 && (isalnum(c) || c == '_' ||
					   c == '-') ? c : '_';
	}
	/* What cannot begin a name gets a _ in front of it. */
	i = len && (isalpha((unsigned char)name[1]) || name[1] == '_');
	policy->name = oomt_arena_copy(&policy->arena, name + i, len + 1 - i);
	return policy->name ? 0 : -ENOMEM;
}

static int policy_read(struct oomt_policy *policy, unsigned int flags,
		       struct oomt_diags *diags)
{
	struct oomt_parse *p = calloc(1, sizeof(*p));
	int err = -ENOMEM;

	if (!p)
		return -ENOMEM;
	p->policy = policy;
	p->diags = diags;
	p->flags = flags;
	p->scan.source = policy->source;
	p->scan.diags = diags;
	p->scan.line = 1;
	p->scan.end = policy->source->size;
	oomt_include_scan(p, policy->source, 0);
	if (!oomt_scan_init(&p->scan, &p->layout.scanner)) {
		/* What it answers says no more than diags do. */
		oomt_yyparse(p);
		err = p->out_of_memory ? -ENOMEM : 0;
		while (oomt_include_leave(p))
			;
		oomt_scan_exit(p->layout.scanner);
	}
	free(p);
	return err;
}

struct oomt_policy *oomt_policy_parse(struct oomt_source *source,
				      unsigned int flags,
				      struct oomt_diags *diags)
{
	struct oomt_policy *policy = oomt_policy_new(source);

	if (!policy) {
		oomt_source_free(source);
		return NULL;
	}
	oomt_source_utf8_check(source, diags);
	if (policy_read(policy, flags, diags) ||
	    (!policy->name_span.source && name_default(policy)) ||
	    oomt_resolve(policy, flags, diags)) {
		oomt_policy_free(policy);
		return NULL;
	}
	return policy;
}

void oomt_policy_free(struct oomt_policy *policy)
{
	if (!policy)
		return;
	oomt_source_free(policy->source);
	oomt_intern_exit(&policy->chain_names);
	oomt_intern_exit(&policy->set_names);
	oomt_intern_exit(&policy->define_names);
	free(policy->define);
	free(policy->chain_by_number);
	free(policy->set_by_number);
	oomt_arena_exit(&policy->arena);
	free(policy);
}

const char *oomt_policy_name(const struct oomt_policy *policy)
{
	return policy->name;
}

struct oomt_span oomt_policy_rule_span(const struct oomt_policy *policy,
				       unsigned int rule)
{
	struct oomt_span head = policy->name_span;
	const struct oomt_rule_node *node;
	u32 i;

	if (!head.source && policy->source)
		head = (struct oomt_span){ policy->source, 0, 0, 1, 1 };
	if (rule == OOMT_NONE || !policy->order)
		return head;
	for (i = 0; i < policy->chain_count; i++) {
		const struct oomt_chain_node *chain = policy->order[i];

		if (rule >= chain->rule_count) {
			rule -= chain->rule_count;
			continue;
		}
		for (node = chain->rule; rule--; node = node->next)
			;
		return node->span;
	}
	return head;
}

struct oomt_span oomt_policy_refusal_span(const struct oomt_policy *policy,
					  enum oomt_refusal refusal,
					  unsigned int index,
					  unsigned int rule)
{
	if (rule == OOMT_NONE && policy->order &&
	    index < policy->chain_count &&
	    (refusal == OOMT_REFUSE_STEPS || refusal == OOMT_REFUSE_DEPTH ||
	     refusal == OOMT_REFUSE_CHAIN || refusal == OOMT_REFUSE_HOOK ||
	     refusal == OOMT_REFUSE_UNPROBED))
		return policy->order[index]->name_span;
	return oomt_policy_rule_span(policy, rule);
}

const char *oomt_policy_source_line(const struct oomt_policy *policy,
				    const char *file, unsigned int line,
				    size_t *len)
{
	const struct oomt_source *source;

	for (source = policy->source; source; source = source->next)
		if (!strcmp(oomt_source_basename(source), file))
			return oomt_source_line(source, line, len);
	return NULL;
}

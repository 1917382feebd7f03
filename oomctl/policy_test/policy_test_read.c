// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Reading a file of policy tests.  All errors are reported, each where it
 * stands; after one the reader goes on with the next statement.  What is a
 * match is left to the policy's own parser, and a `set` to that of snapshots.
 */
#include "policy_test_words.h"
#include "value.h"

/* ---- statements ----------------------------------------------------------- */

static struct oomt_test_text *add_text(struct test_reader *r,
				       struct oomt_test_text **list,
				       struct oomt_span span, char *text)
{
	struct oomt_test_text *item = calloc(1, sizeof(*item));

	if (!item || !text) {
		r->out_of_memory |= !item;
		free(item);
		free(text);
		return NULL;
	}
	item->span = span;
	item->text = text;
	while (*list)
		list = &(*list)->next;
	*list = item;
	return item;
}

static void read_use(struct test_reader *r)
{
	struct oomt_span span;
	char *path = test_read_string(r, "the path of a rule file", &span);

	add_text(r, &r->tests->use, span, path);
	test_end_statement(r);
}

static void read_snapshot(struct test_reader *r)
{
	struct oomt_span span;
	char *path = test_read_string(r, "the path of a snapshot", &span);
	struct oomt_test_text *text = add_text(r, &r->tests->snapshots, span,
					       path);

	if (text && r->test)
		r->test->snapshot = text;
	else if (text)
		r->snapshot = text;
	test_end_statement(r);
}

static void read_set(struct test_reader *r)
{
	struct oomt_span span = test_read_line(r);

	if (span.end == span.begin)
		test_fail(r, "set-expected", span,
			  "what is to be set? process pid=101 rss=6M, system ..., cgroup ...");
	else
		add_text(r, &r->test->set, span, test_text_of(r, span));
	test_skip_blanks(r);
}

static void read_hook(struct test_reader *r)
{
	struct oomt_policy_test *test = r->test;
	struct oomt_span span;

	test_skip_blanks(r);
	span = test_read_word(r);
	free(test->cgroup);
	test->cgroup = NULL;
	if (test_word_is(r, span, "low")) {
		test->hook = OOMT_HOOK_LOW;
	} else if (test_word_is(r, span, "oom")) {
		test->hook = OOMT_HOOK_OOM;
	} else if (span.end - span.begin > 6 &&
		   !memcmp(r->source->text + span.begin, "memcg:/", 7)) {
		test->hook = OOMT_HOOK_MEMCG;
		span.begin += 6;
		test->cgroup = test_text_of(r, span);
	} else {
		test_fail(r, "hook-expected", span,
		     "the hook is low, oom or memcg:/path");
		test_skip_statement(r);
		return;
	}
	test_end_statement(r);
}

static void read_at(struct test_reader *r)
{
	struct oomt_span span;
	s64 ns;

	test_skip_blanks(r);
	span = test_read_word(r);
	if (oomt_value_duration(r->source->text + span.begin,
				span.end - span.begin, &ns))
		test_fail(r, "time-expected", span,
		     "a time of the snapshot is expected, such as 10s");
	else
		r->test->at_ns = ns;
	test_end_statement(r);
}

/* Compiles a match for an expectation. */
static void add_probe(struct test_reader *r, struct oomt_expect *expect,
		      struct oomt_span span)
{
	struct oomt_probe **bigger =
		reallocarray(expect->probe, expect->count + 1,
			     sizeof(*bigger));
	struct oomt_probe *probe = calloc(1, sizeof(*probe));

	if (bigger)
		expect->probe = bigger;
	if (!bigger || !probe) {
		r->out_of_memory = true;
		free(probe);
		return;
	}
	expect->probe[expect->count++] = probe;
	if (oomt_probe_init(probe, r->source->text + span.begin,
			    span.end - span.begin, 1, span,
			    &r->tests->diags) == -ENOMEM)
		r->out_of_memory = true;
}

static void read_order(struct test_reader *r, struct oomt_expect *expect)
{
	struct oomt_span span;

	for (;;) {
		span = test_read_match(r, true);
		if (span.begin == span.end)
			test_fail(r, "match-expected", span,
			     "a match is expected: comm \"a\", comm \"b\"");
		else
			add_probe(r, expect, span);
		if (test_peek(r) != ',')
			break;
		test_next(r);
		do {
			test_skip_blanks(r);
		} while (test_peek(r) == '\n' && (test_next(r), true));
	}
	if (expect->count == 1)
		test_fail(r, "match-expected", span,
		     "an order needs two matches or more, with commas between them");
}

static void read_rule(struct test_reader *r, struct oomt_expect *expect)
{
	struct oomt_span span;
	const char *colon;

	test_skip_blanks(r);
	if (test_peek(r) == '"' || test_peek(r) == '\'') {
		expect->rule = test_read_string(r, "a rule's place", &span);
	} else {
		span = test_read_word(r);
		expect->rule = test_text_of(r, span);
	}
	colon = expect->rule ? strrchr(expect->rule, ':') : NULL;
	if (expect->rule && (!colon || colon == expect->rule ||
			     !colon[1] || strspn(colon + 1, "0123456789") !=
					  strlen(colon + 1)))
		test_fail(r, "place-expected", span,
		     "a rule's place is expected: FILE:LINE");
}

static void read_expect(struct test_reader *r, struct oomt_span begin)
{
	static const char *const words[] = {
#define X(id, word) word,
		OOMT_EXPECTATIONS(X)
#undef X
	};
	struct oomt_expect *expect = calloc(1, sizeof(*expect)), **list;
	struct oomt_span word;
	unsigned int i;

	if (!expect) {
		r->out_of_memory = true;
		return;
	}
	for (list = &r->test->expect; *list; list = &(*list)->next)
		;
	*list = expect;
	test_skip_blanks(r);
	word = test_read_word(r);
	for (i = 0; i < ARRAY_SIZE(words) && !test_word_is(r, word, words[i]); i++)
		;
	expect->what = i;
	switch (i) {
	case OOMT_EXPECT_COUNT:
		test_fail(r, "expectation", word,
		     "expected may be victim, dies, lives, candidate, exempt, warn, none, order, rule or action");
		test_skip_statement(r);
		return;
	case OOMT_EXPECT_NONE:
		break;
	case OOMT_EXPECT_ORDER:
		read_order(r, expect);
		break;
	case OOMT_EXPECT_RULE:
		read_rule(r, expect);
		break;
	case OOMT_EXPECT_ACTION:
		expect->rule = test_read_string(r, "what is done, as why says it,",
						&word);
		break;
	default:
		add_probe(r, expect, test_read_match(r, false));
	}
	expect->span = test_upto(r, begin);
	while (expect->span.end > begin.begin &&
	       strchr(" \t\r\n", r->source->text[expect->span.end - 1]))
		expect->span.end--;
	test_end_statement(r);
}

static void read_in_test(struct test_reader *r)
{
	struct oomt_span word = test_read_word(r);

	if (test_word_is(r, word, "set")) {
		read_set(r);
	} else if (test_word_is(r, word, "hook")) {
		read_hook(r);
	} else if (test_word_is(r, word, "at")) {
		read_at(r);
	} else if (test_word_is(r, word, "snapshot")) {
		read_snapshot(r);
	} else if (test_word_is(r, word, "expect")) {
		read_expect(r, word);
	} else {
		if (word.begin == word.end)
			test_next(r);
		test_fail(r, "unknown-statement", test_upto(r, word),
		     "in a test there are set, hook, at, snapshot and expect");
		test_skip_statement(r);
	}
}

static struct oomt_policy_test *new_test(struct test_reader *r,
					 struct oomt_span span, char *name)
{
	struct oomt_policy_test *test = calloc(1, sizeof(*test)), **list;

	if (!test) {
		r->out_of_memory = true;
		free(name);
		return NULL;
	}
	test->name = name;
	test->span = span;
	test->hook = OOMT_HOOK_LOW;
	test->at_ns = OOMT_SNAPSHOT_LAST;
	test->snapshot = r->snapshot;
	for (list = &r->tests->test; *list; list = &(*list)->next)
		;
	*list = test;
	r->tests->count++;
	return test;
}

static void read_test(struct test_reader *r, struct oomt_span begin)
{
	struct oomt_span span;
	char *name = test_read_string(r, "the test's name", &span);

	begin = test_upto(r, begin);
	if (!name) {
		name = strdup("");
		r->out_of_memory |= !name;
	}
	r->test = new_test(r, begin, name);
	test_skip_blanks(r);
	while (test_peek(r) == '\n')
		test_skip_between(r);
	if (!r->test || test_peek(r) != '{') {
		test_fail(r, "brace-expected", begin,
		     "a test is test \"name\" { ... }");
		test_skip_statement(r);
		r->test = NULL;
		return;
	}
	test_next(r);
	for (;;) {
		test_skip_between(r);
		if (test_peek(r) == '}' || test_peek(r) < 0 || r->out_of_memory)
			break;
		read_in_test(r);
	}
	if (test_peek(r) == '}')
		test_next(r);
	else
		test_fail(r, "missing-brace", begin, "this test does not end");
	if (!r->test->expect)
		test_fail(r, "expects-nothing", begin,
		     "this test expects nothing, it cannot fail");
	r->test = NULL;
}

static void read_top(struct test_reader *r)
{
	struct oomt_span word = test_read_word(r);

	if (test_word_is(r, word, "use")) {
		read_use(r);
	} else if (test_word_is(r, word, "snapshot")) {
		read_snapshot(r);
	} else if (test_word_is(r, word, "test")) {
		read_test(r, word);
	} else {
		if (word.begin == word.end)
			test_next(r);
		test_fail(r, "unknown-statement", test_upto(r, word),
		     "a test file has use, snapshot and test");
		test_skip_statement(r);
	}
}

/* ---- the file ------------------------------------------------------------- */

char *oomt_policy_test_path(const struct oomt_policy_tests *tests,
			    const char *path)
{
	const char *name = tests->source->name;
	const char *slash = strrchr(name, '/');
	char *all;

	if (path[0] == '/' || !slash)
		return strdup(path);
	if (asprintf(&all, "%.*s%s", (int)(slash - name + 1), name, path) < 0)
		return NULL;
	return all;
}

static int read_rules(struct oomt_policy_tests *tests)
{
	struct oomt_test_text *use;
	int err = 0;

	for (use = tests->use; use && err != -ENOMEM; use = use->next) {
		char *path = oomt_policy_test_path(tests, use->text);

		if (!path)
			return -ENOMEM;
		free(use->text);
		use->text = path;	/* the rules borrow it */
		err = oomt_rules_add(&tests->rules, path, 0);
		if (err && err != -ENOMEM)
			oomt_diag_add(&tests->diags, OOMT_ERROR, "unreadable",
				      use->span, "%s: %s", path,
				      strerror(-err));
	}
	if (err == -ENOMEM || tests->diags.errors)
		return err == -ENOMEM ? err : 0;
	err = oomt_rules_seal(&tests->rules);
	return err == -EINVAL ? 0 : err;
}

int oomt_policy_tests_init(struct oomt_policy_tests *tests, const char *path)
{
	struct test_reader r = { .tests = tests, .line = 1 };

	memset(tests, 0, sizeof(*tests));
	oomt_diags_init(&tests->diags);
	oomt_rules_init(&tests->rules);
	tests->source = oomt_source_read(path);
	if (!tests->source)
		return -errno;
	r.source = tests->source;
	for (;;) {
		test_skip_between(&r);
		if (test_peek(&r) < 0 || r.out_of_memory)
			break;
		read_top(&r);
	}
	if (r.out_of_memory)
		return -ENOMEM;
	r.pos = r.line_begin = 0;
	r.line = 1;
	if (!tests->use && !tests->diags.errors)
		test_fail(&r, "no-use", test_here(&r),
		     "no policy is tested: use \"x.oom\" is missing");
	if (!tests->test && !tests->diags.errors)
		test_fail(&r, "no-test", test_here(&r), "there is no test in this file");
	return read_rules(tests);
}

static void texts_free(struct oomt_test_text *text)
{
	while (text) {
		struct oomt_test_text *next_text = text->next;

		free(text->text);
		free(text);
		text = next_text;
	}
}

static void expects_free(struct oomt_expect *expect)
{
	while (expect) {
		struct oomt_expect *after = expect->next;
		unsigned int i;

		for (i = 0; i < expect->count; i++) {
			oomt_probe_exit(expect->probe[i]);
			free(expect->probe[i]);
		}
		free(expect->probe);
		free(expect->rule);
		free(expect);
		expect = after;
	}
}

void oomt_policy_tests_exit(struct oomt_policy_tests *tests)
{
	while (tests->test) {
		struct oomt_policy_test *test = tests->test;

		tests->test = test->next;
		expects_free(test->expect);
		texts_free(test->set);
		free(test->cgroup);
		free(test->name);
		free(test);
	}
	texts_free(tests->use);
	texts_free(tests->snapshots);
	oomt_rules_exit(&tests->rules);
	oomt_diags_exit(&tests->diags);
	oomt_source_free(tests->source);
	memset(tests, 0, sizeof(*tests));
}

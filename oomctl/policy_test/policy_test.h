/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Policy tests (language.md 8): a file of tests read, and each of them run.
 * Used by `oomctl test`.  Never prints; what is wrong with a file goes to its
 * diags, each at its place in the test file.
 *
 *	use, snapshot, test { set hook at expect } --policy_test_read.c--> tests
 *	a test --policy_test_run.c--> evaluation, failures
 */
#ifndef OOMT_OOMCTL_POLICY_TEST_H
#define OOMT_OOMCTL_POLICY_TEST_H

#include "eval.h"
#include "probe.h"
#include "rules.h"

/* What may be expected.  X(ID, word) */
#define OOMT_EXPECTATIONS(X)		\
	X(VICTIM,    "victim")		\
	X(CANDIDATE, "candidate")	\
	X(EXEMPT,    "exempt")		\
	X(WARN,	     "warn")		\
	X(NONE,	     "none")		\
	X(ORDER,     "order")		\
	X(RULE,	     "rule")		\
	X(DIES,	     "dies")		\
	X(LIVES,     "lives")		\
	X(ACTION,    "action")

enum oomt_expectation {
#define X(id, word) OOMT_EXPECT_##id,
	OOMT_EXPECTATIONS(X)
#undef X
	OOMT_EXPECT_COUNT
};

struct oomt_expect {
	struct oomt_expect *next;
	enum oomt_expectation what;
	struct oomt_span span;		/* the whole statement */
	struct oomt_probe **probe;	/* [count]; ORDER has several */
	unsigned int count;
	char *rule;			/* RULE: "FILE:LINE"; ACTION: in words */
};

/* A `set` line, or a `use` or `snapshot` path. */
struct oomt_test_text {
	struct oomt_test_text *next;
	struct oomt_span span;		/* of the text itself */
	char *text;
};

struct oomt_policy_test {
	struct oomt_policy_test *next;
	char *name;
	struct oomt_span span;		/* of `test "name"` */
	const struct oomt_test_text *snapshot;	/* NULL: an empty machine */
	struct oomt_test_text *set;
	enum oomt_hook hook;
	char *cgroup;			/* of memcg:/path */
	u64 at_ns;
	struct oomt_expect *expect;
};

struct oomt_policy_tests {
	struct oomt_source *source;
	struct oomt_diags diags;
	struct oomt_test_text *use, *snapshots;
	struct oomt_policy_test *test;
	unsigned int count;
	struct oomt_rules rules;	/* of the `use` lines */
};

/*
 * Reads a file with the rules that it uses.  0: diags and rules.diags tell
 * whether it can be run; -errno: it could not be read.  Call
 * oomt_policy_tests_exit() in any case.
 */
int oomt_policy_tests_init(struct oomt_policy_tests *tests, const char *path);
void oomt_policy_tests_exit(struct oomt_policy_tests *tests);

struct oomt_test_failure {
	const struct oomt_expect *expect;
	char *text;			/* what is so instead */
	u32 task;			/* at fault, or OOMT_NONE */
};

struct oomt_test_result {
	bool invalid;			/* it cannot be run: tests->diags */
	struct oomt_snapshot *snapshot;
	struct oomt_diags snapshot_diags;
	struct oomt_eval eval;
	struct oomt_test_failure *failure;
	unsigned int failure_count;
};

/* 0 or -ENOMEM.  Call oomt_test_result_exit() in any case. */
int oomt_policy_test_run(struct oomt_policy_tests *tests,
			 const struct oomt_policy_test *test,
			 struct oomt_test_result *result);
void oomt_test_result_exit(struct oomt_test_result *result);

/* A path of the test file, as seen from here; free() it. */
char *oomt_policy_test_path(const struct oomt_policy_tests *tests,
			    const char *path);

#endif /* OOMT_OOMCTL_POLICY_TEST_H */

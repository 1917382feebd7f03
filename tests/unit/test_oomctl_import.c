// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The tricky parts of import: expressions, quotes, numbers, cgroups of units. */
#include <criterion/criterion.h>
#include "import/import.h"
#include "import/import_unit.h"
#include "import/import_words.h"

struct regex_case {
	enum oomt_import_dialect dialect;
	const char *field, *text;	/* "!comm": not */
	const char *want;		/* NULL: nothing can be written */
};

static const struct regex_case regexes[] = {
	{ OOMT_IMPORT_POSIX, "comm", "^(a|b)$", "comm { \"a\", \"b\" }" },
	{ OOMT_IMPORT_POSIX, "comm", "^a$", "comm \"a\"" },
	{ OOMT_IMPORT_POSIX, "comm", "a", "comm \"*a*\"" },
	{ OOMT_IMPORT_POSIX, "comm", "^a", "comm \"a*\"" },
	{ OOMT_IMPORT_POSIX, "comm", "a$", "comm \"*a\"" },
	{ OOMT_IMPORT_POSIX, "comm", "a\\$", "comm \"*a$*\"" },
	{ OOMT_IMPORT_POSIX, "comm", "^a.b.*c$", "comm \"a?b*c\"" },
	{ OOMT_IMPORT_POSIX, "comm", "^a\\.b\\*$", "comm \"a.b\\\\*\"" },
	{ OOMT_IMPORT_POSIX, "!comm", "^(a|b)$", "comm != { \"a\", \"b\" }" },
	/* The anchors belong to one of them. */
	{ OOMT_IMPORT_POSIX, "comm", "^a|b$", "comm ~ '^a|b$'" },
	{ OOMT_IMPORT_POSIX, "comm", "^(a|b)|(c)$", "comm ~ '^(a|b)|(c)$'" },
	{ OOMT_IMPORT_POSIX, "comm", "(^|/)a$", "comm ~ '(^|/)a$'" },
	{ OOMT_IMPORT_POSIX, "comm", "^ab+$", "comm ~ '^ab+$'" },
	{ OOMT_IMPORT_POSIX, "comm", "^a.+$", "comm ~ '^a.+$'" },
	{ OOMT_IMPORT_POSIX, "comm", "^a\\.*$", "comm ~ '^a\\.*$'" },
	{ OOMT_IMPORT_POSIX, "comm", "^[a-c]$", "comm ~ '^[a-c]$'" },
	{ OOMT_IMPORT_POSIX, "comm", "^it's|x$", "comm ~ \"^it's|x$\"" },
	{ OOMT_IMPORT_POSIX, "!comm", "x+!", "comm !~ 'x+!'" },
	/* GNU's and Python's own. */
	{ OOMT_IMPORT_POSIX, "comm", "^a\\s+$", "comm ~ '^a[[:space:]]+$'" },
	{ OOMT_IMPORT_POSIX, "comm", "^a\\d+$", "comm ~ '^ad+$'" },
	{ OOMT_IMPORT_PYTHON, "comm", "^a\\d+$", "comm ~ '^a[0-9]+$'" },
	{ OOMT_IMPORT_PYTHON, "comm", "^(?:a|b+?)[\\w.-]",
	  "comm ~ '^(a|b+)[[:alnum:]_.-]'" },
	{ OOMT_IMPORT_PYTHON, "comm", "\\Aa+\\Z", "comm ~ '^a+$'" },
	{ OOMT_IMPORT_POSIX, "comm", "a\\b", NULL },
	{ OOMT_IMPORT_POSIX, "comm", "(a)\\1", NULL },
	{ OOMT_IMPORT_PYTHON, "comm", "a(?=b)", NULL },
	{ OOMT_IMPORT_PYTHON, "comm", "\\qa+", NULL },
	{ OOMT_IMPORT_POSIX, "comm", "a(+", NULL },
	{ OOMT_IMPORT_POSIX, "comm", "[a", NULL },
	{ OOMT_IMPORT_POSIX, "comm", "a+\\", NULL },
	{ OOMT_IMPORT_POSIX, "comm", "'^a$'", NULL },
	/* 15 bytes of a comm. */
	{ OOMT_IMPORT_POSIX, "comm", "^(0123456789abcde|0123456789abcdef)$",
	  "comm \"0123456789abcde\"" },
	{ OOMT_IMPORT_POSIX, "comm", "^0123456789abcdef$", NULL },
	{ OOMT_IMPORT_POSIX, "comm", "^[0]123456789abcdef$", NULL },
	/* Paths: a star does not cross a slash, so only whole ones are. */
	{ OOMT_IMPORT_PYTHON, "exe", "^(/bin/a|/bin/b)$",
	  "exe { \"/bin/a\", \"/bin/b\" }" },
	{ OOMT_IMPORT_PYTHON, "exe", "^/bin/", "exe ~ '^/bin/'" },
	{ OOMT_IMPORT_PYTHON, "exe", "^/bin/.*$", "exe ~ '^/bin/.*$'" },
	{ OOMT_IMPORT_PYTHON, "cmdline", "--type=x", "cmdline \"*--type=x*\"" },
};

Test(import, expressions)
{
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(regexes); i++) {
		const struct regex_case *c = &regexes[i];
		struct oomt_span span = { 0 };
		struct oomt_diags diags;
		struct oomt_import imp = { .diags = &diags };
		char *text = NULL;
		FILE *to = open_memstream(&text, &len);
		bool not = *c->field == '!', done;

		oomt_diags_init(&diags);
		cr_assert_eq(oomt_import_init(&imp), 0);
		done = oomt_import_match(&imp, to, c->dialect,
					 c->field + not, not, span, c->text,
					 strlen(c->text));
		fclose(to);
		cr_assert_eq(done, !!c->want, "%s", c->text);
		cr_assert_str_eq(text, c->want ? c->want : "", "%s", c->text);
		/* Nothing is left out in silence. */
		cr_assert(done || diags.warnings, "%s", c->text);
		oomt_diags_exit(&diags);
		oomt_import_exit(&imp);
		free(text);
	}
}

/* ---- quotes -------------------------------------------------------------- */

static const struct {
	const char *text;		/* an assignment's value */
	int err;
	const char *words;		/* each between < > */
	size_t place;			/* of the last word, in `text` */
} values[] = {
	{ "", 0, "", 0 },
	{ "-m 5 -s 6\nnot this", 0, "<-m><5><-s><6>", 8 },
	{ "\"-m 5\" # comment", 0, "<-m><5>", 4 },
	{ "\"-a '^(x y)$' b\"", 0, "<-a><^(x y)$><b>", 14 },
	{ "'-a \"x  y\"'", 0, "<-a><x  y>", 4 },
	{ "\"-a \\\"x y\\\"\"", 0, "<-a><x y>", 5 },
	{ "\"a \\\n b\"", 0, "<a><b>", 6 },
	{ "\"a \\\r\n b\"", 0, "<a><b>", 7 },
	{ "\"-a ($|\\s)\"", 0, "<-a><($|\\s)>", 4 },
	{ "\"-a 'x\\.y' x\\.y x\\ y\"", 0, "<-a><x\\.y><x\\.y><x y>", 16 },
	{ "\"-a", -EINVAL, NULL, 0 },
	{ "\"-a 'b\"", -EINVAL, NULL, 0 },
};

Test(import, quotes)
{
	size_t i, end, len;
	unsigned int w;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		struct oomt_source *source =
			oomt_source_text("t", values[i].text,
					 strlen(values[i].text));
		struct oomt_value_text value = { 0 };
		struct oomt_import_words words = { 0 };
		char *text = NULL;
		FILE *to = open_memstream(&text, &len);
		int err = oomt_value_text_read(&value, source, 0, &end);

		if (!err)
			err = oomt_import_words_split(&words, &value);
		for (w = 0; w < words.count; w++)
			fprintf(to, "<%s>", words.word[w].text);
		fclose(to);
		cr_assert_eq(err, values[i].err, "%s", values[i].text);
		if (!err)
			cr_assert_str_eq(text, values[i].words, "%s",
					 values[i].text);
		if (!err && words.count)
			cr_assert_eq(words.word[words.count - 1].span.begin,
				     values[i].place, "%s: %zu",
				     values[i].text,
				     words.word[words.count - 1].span.begin);
		free(text);
		oomt_import_words_exit(&words);
		oomt_value_text_exit(&value);
		oomt_source_free(source);
	}
}

/* ---- numbers ------------------------------------------------------------- */

static const struct {
	const char *text;
	size_t used;
	s64 value;
	bool cut;
} decimals[] = {
	{ "5", 1, 500, false },		{ "5.", 2, 500, false },
	{ ".5", 2, 50, false },		{ "5.25%", 4, 525, false },
	{ "5.259", 5, 525, true },	{ "5.250", 5, 525, false },
	{ "", 0, 0, false },		{ "x", 0, 0, false },
	{ ".", 0, 0, false },		{ "-5", 0, 0, false },
	{ "1e9", 1, 100, false },
	{ "99999999999999999999", 0, 0, false },
};

Test(import, numbers)
{
	size_t i, used;
	s64 value;
	bool cut;

	for (i = 0; i < ARRAY_SIZE(decimals); i++) {
		used = oomt_import_decimal(decimals[i].text,
					   strlen(decimals[i].text), &value,
					   &cut);
		cr_assert_eq(used, decimals[i].used, "%s", decimals[i].text);
		if (!used)
			continue;
		cr_assert_eq(value, decimals[i].value, "%s", decimals[i].text);
		cr_assert_eq(cut, decimals[i].cut, "%s", decimals[i].text);
	}
}

/* ---- units --------------------------------------------------------------- */

static const struct {
	const char *path, *slice, *cgroup;
} units[] = {
	{ "-.slice", NULL, "/" },
	{ "/etc/systemd/system/-.slice.d/10.conf", NULL, "/" },
	{ "user.slice", NULL, "/user.slice" },
	{ "a-b-c.slice", NULL, "/a.slice/a-b.slice/a-b-c.slice" },
	{ "x/user-.slice.d/10.conf", NULL, "/user.slice/user-*.slice" },
	{ "x/user@.service.d/10.conf", NULL,
	  "/user.slice/user-*.slice/user@*.service" },
	{ "session-.scope.d/1.conf", NULL,
	  "/user.slice/user-*.slice/session-*.scope" },
	{ "cron.service", NULL, "/system.slice/cron.service" },
	{ "getty@tty1.service", NULL,
	  "/system.slice/system-getty.slice/getty@tty1.service" },
	{ "a@.service", "b-c.slice", "/b.slice/b-c.slice/a@*.service" },
	{ "service.d/1.conf", NULL, "/**/*.service" },
	{ "/etc/systemd/user/app.slice", NULL,
	  "/user.slice/user-*.slice/user@*.service/app.slice" },
	{ "/etc/systemd/user/x.service", NULL,
	  "/user.slice/user-*.slice/user@*.service/app.slice/x.service" },
	{ "a*[b].service", NULL, "/system.slice/a\\*\\[b].service" },
	{ "oomd.conf", NULL, NULL },
	{ "oomd.conf.d/10.conf", NULL, NULL },
	{ "aservice", NULL, NULL },
	{ "", NULL, NULL },
};

Test(import, cgroups_of_units)
{
	char *unit, *cgroup;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units); i++) {
		bool is = oomt_unit_of_file(units[i].path, &unit);

		cr_assert_eq(is, !!units[i].cgroup, "%s", units[i].path);
		if (!is)
			continue;
		cgroup = oomt_unit_cgroup(unit, units[i].slice,
					  oomt_unit_is_users(units[i].path));
		cr_assert_str_eq(cgroup, units[i].cgroup, "%s",
				 units[i].path);
		free(cgroup);
		free(unit);
	}
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What list -a and status print, from what the module would have said. */
#include <criterion/criterion.h>
#include "last.h"
#include "listing.h"
#include "ruleset.h"
#include "verify.h"

static const char policy_text[] =
	"table t\n"
	"chain protect {\n"
	"	hook guard\n"
	"	uid 0 exempt\n"
	"}\n"
	"chain early {\n"
	"	hook low\n"
	"	priority 5\n"
	"	when mem.available < 10%\n"
	"	policy kill\n"
	"	comm { \"a\", # two lines\n"
	"		\"b\" } counter kill prefer 10\n"
	"	jump more\n"
	"}\n"
	"chain last {\n"
	"	hook oom\n"
	"	deadline 2s\n"
	"	fallback kernel\n"
	"	order by rss asc\n"
	"	policy exempt\n"
	"	mode dry\n"
	"}\n"
	"chain more {\n"
	"	total > 1G exempt\n"
	"}\n";

static const char listing_text[] =
	"# generation 7, loaded 3 s ago, 4096 bytes\n"
	"table t\n"
	"\n"
	"chain protect {  # t.oom:2, priority 0, mode enforce\n"
	"	hook guard\n"
	"\n"
	"	uid 0 exempt  # 3 verdicts of 12M, t.oom:4\n"
	"}\n"
	"\n"
	"chain early {  # t.oom:6, until not when, cooldown 0, order by total, deadline 1s, fallback kernel, mode enforce\n"
	"	hook low\n"
	"	priority 5\n"
	"	when mem.available < 10%\n"
	"	policy kill\n"
	"\n"
	"	comm { \"a\", \"b\" } counter kill prefer 10  # 2 passed of 1G, 1 verdicts of 1G, t.oom:11\n"
	"	jump more  # 0 verdicts, t.oom:13\n"
	"}\n"
	"\n"
	"chain last {  # t.oom:15, priority 0\n"
	"	hook oom\n"
	"	order by rss asc\n"
	"	deadline 2s\n"
	"	fallback kernel\n"
	"	policy exempt\n"
	"	mode dry\n"
	"}\n"
	"\n"
	"chain more {  # t.oom:23\n"
	"	total > 1G exempt  # 0 verdicts, t.oom:24\n"
	"}\n";

static void compile(const char *text, struct oomt_blob *image)
{
	struct oomt_source *source = oomt_source_text("t.oom", text,
						      strlen(text));
	struct oomt_policy *policy;
	struct oomt_diags diags;

	oomt_diags_init(&diags);
	policy = oomt_policy_parse(source, 0, &diags);
	cr_assert_eq(oomt_policy_compile(policy, image, &diags), 0);
	oomt_diags_exit(&diags);
	oomt_policy_free(policy);
}

static char *listing_of(const struct oomt_blob *image,
			const struct oomt_nl_table *info)
{
	struct oomt_nl_counter counter[4] = {
		{ .verdicts = 3, .verdict_bytes = 12 << 20 },
		{ .verdicts = 1, .verdict_bytes = 1 << 30, .tasks = 2,
		  .bytes = 1 << 30 },
	};
	struct oomt_table table;
	struct oomt_refused refused;
	char *text = NULL;
	size_t len;
	FILE *to = open_memstream(&text, &len);

	cr_assert_eq(oomt_verify(image->data, image->size, OOMT_FOR_USER, &table,
				 &refused), 0);
	cr_assert_eq(table.RULES_count, 4);
	cr_assert_eq(oomt_listing_print(to, &table, counter, info,
					8000000000ULL), 0);
	fclose(to);
	return text;
}

Test(listing, everything)
{
	struct oomt_nl_table info = { .generation = 7, .size = 4096,
				      .loaded_ns = 5000000000ULL };
	struct oomt_blob image, again;
	char *text;

	compile(policy_text, &image);
	text = listing_of(&image, &info);
	cr_assert_str_eq(text, listing_text);
	/* It is still the same rules. */
	compile(text, &again);
	free(text);
	info.generation = 0;
	text = listing_of(&again, &info);
	cr_assert_eq(strncmp(text, "table t\n", 8), 0);
	free(text);
	oomt_blob_exit(&image);
	oomt_blob_exit(&again);
}

/* ---- the last decision --------------------------------------------------- */

static const struct oomt_nl_last last = {
	.id = 12, .at_ns = 5000000000ULL, .start_ns = 17, .took_ns = 21000000,
	.hook = OOMT_HOOK_OOM, .line = 31, .pid = 202,
	.ending = OOMT_END_EXECUTOR, .bytes = 1LL << 30, .table = "desktop",
	.chain = "last", .file = "desktop.oom", .comm = "ho\ng",
};

Test(last, in_words)
{
	struct oomt_nl_last none = { 0 }, pending = last;
	char *text = NULL;
	size_t len;
	struct oomt_out out = { .to = open_memstream(&text, &len) };

	oomt_last_print(&out, &none, 8000000000ULL);
	oomt_last_print(&out, &last, 8000000000ULL);
	pending.ending = OOMT_END_PENDING;
	pending.took_ns = 0;
	pending.bytes = -1;
	oomt_last_print(&out, &pending, 1);
	fclose(out.to);
	cr_assert_str_eq(text,
		"last     decision 12, 3 s ago: hook oom, desktop/last took pid 202 (ho\\ng) by desktop.oom:31\n"
		"         killed by the executor after 21 ms, 1G came back\n"
		"last     decision 12, 0 ns ago: hook oom, desktop/last took pid 202 (ho\\ng) by desktop.oom:31\n"
		"         pending\n");
	free(text);
}

Test(last, as_json)
{
	struct oomt_nl_last none = { 0 };
	json_t *json = oomt_last_json(&none);
	char *text;

	cr_assert(json_is_null(json));
	json_decref(json);
	json = oomt_last_json(&last);
	text = json_dumps(json, JSON_COMPACT);
	cr_assert_str_eq(text,
		"{\"decision\":12,\"at_ns\":5000000000,\"hook\":\"oom\",\"table\":\"desktop\",\"chain\":\"last\",\"pid\":202,\"comm\":\"ho\\ng\",\"start_ns\":17,\"rule\":\"desktop.oom:31\",\"action\":\"kill\",\"ending\":\"killed by the executor\",\"took_ns\":21000000,\"bytes\":1073741824}");
	free(text);
	json_decref(json);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* nohang's two lines as chains; see import_nohang.h. */
#include "import_nohang.h"
#include "literal.h"

/* ---- conditions ---------------------------------------------------------- */

/* /sys/fs/cgroup/PATH/memory.pressure */
static bool put_cgroup_psi(FILE *to, const struct oomt_setting *path,
			   const char *metric)
{
	static const char top[] = "/sys/fs/cgroup", file[] = "/memory.pressure";
	size_t len = path->len;

	if (len <= strlen(top) + strlen(file) ||
	    memcmp(path->text, top, strlen(top)) ||
	    path->text[strlen(top)] != '/' ||
	    memcmp(path->text + len - strlen(file), file, strlen(file)))
		return false;
	fputs("cgroup ", to);
	oomt_import_string(to, path->text + strlen(top),
			   len - strlen(top) - strlen(file));
	fprintf(to, " psi.%s", metric);
	return true;
}

static bool put_psi(struct oomt_nohang *n, FILE *to)
{
	static const char *const metrics[][2] = {
		{ "some_avg10", "some.avg10" }, { "some_avg60", "some.avg60" },
		{ "some_avg300", "some.avg300" }, { "full_avg10", "full.avg10" },
		{ "full_avg60", "full.avg60" }, { "full_avg300", "full.avg300" },
	};
	const struct oomt_setting *path = &n->key[KEY_psi_path];
	const struct oomt_setting *metric = &n->key[KEY_psi_metrics];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(metrics); i++)
		if (oomt_nohang_is(metric, metrics[i][0]))
			break;
	if (i == ARRAY_SIZE(metrics)) {
		oomt_import_error(n->imp, metric->span,
				  "some_avg10 to full_avg300 are expected");
		return false;
	}
	if (oomt_nohang_is(path, "/proc/pressure/memory"))
		fprintf(to, "psi.%s", metrics[i][1]);
	else if (oomt_nohang_is(path, "/proc/pressure/io"))
		fprintf(to, "psi.io.%s", metrics[i][1]);
	else if (oomt_nohang_is(path, "/proc/pressure/cpu"))
		fprintf(to, "psi.cpu.%s", metrics[i][1]);
	else
		return put_cgroup_psi(to, path, metrics[i][1]);
	return true;
}

static void put_psi_line(struct oomt_nohang *n, FILE *to, bool hard)
{
	char text[OOMT_LITERAL_TEXT];
	s64 share = oomt_nohang_plain(n, hard ? KEY_hard_threshold_max_psi :
			       KEY_soft_threshold_max_psi, 100);
	s64 time = oomt_nohang_plain(n, KEY_psi_excess_duration, 1 << 20);

	fputs("\nor (", to);
	if (!put_psi(n, to)) {
		/* A path that we cannot read: told once, by the caller. */
		fputs("psi.full.avg10", to);
	}
	fprintf(to, " >= %s and mem.available <= ",
		oomt_percent_text(share, text));
	oomt_nohang_amount(n, to, hard ? KEY_hard_threshold_min_mem :
		   KEY_soft_threshold_min_mem);
	fputc(')', to);
	if (time)
		fprintf(to, " for %s", oomt_time_text(time * 10000000, text));
}

static void put_when(struct oomt_nohang *n, FILE *to, bool hard, bool zram,
		     bool psi)
{
	fputs("when mem.available <= ", to);
	oomt_nohang_amount(n, to, hard ? KEY_hard_threshold_min_mem :
		   KEY_soft_threshold_min_mem);
	fputs(" and swap.free <= ", to);
	oomt_nohang_amount(n, to, hard ? KEY_hard_threshold_min_swap :
		   KEY_soft_threshold_min_swap);
	if (zram) {
		fputs("\nor mem.available <= ", to);
		oomt_nohang_amount(n, to, hard ? KEY_hard_threshold_min_mem :
			   KEY_soft_threshold_min_mem);
		fputs(" and zram.used >= ", to);
		oomt_nohang_amount(n, to, hard ? KEY_hard_threshold_max_zram :
			   KEY_soft_threshold_max_zram);
	}
	if (psi)
		put_psi_line(n, to, hard);
	fputc('\n', to);
}

/* ---- chains -------------------------------------------------------------- */

static void put_chain(struct oomt_nohang *n, bool hard, bool zram, bool psi,
		      bool weigh)
{
	char grace[OOMT_LITERAL_TEXT];
	FILE *to = n->imp->body;

	fprintf(to, "# The %s line: SIG%s\nchain %s {\nhook low\n",
		hard ? "hard" : "soft", hard ? "KILL" : "TERM",
		hard ? "urgent" : "early");
	if (hard)
		fputs("priority -1\n", to);
	put_when(n, to, hard, zram, psi);
	fputs("order by oom_score\npolicy kill", to);
	if (!hard)
		fprintf(to, " grace %s",
			oomt_time_text(
				10000000 * oomt_nohang_plain(
						   n, KEY_max_soft_exit_time,
						   1 << 20),
				grace));
	fputs(n->unsafe ? "\nmode dry" : "", to);
	fputs(weigh ? "\n\njump weigh\n" : "\n", to);
	if (!hard)
		fwrite(n->action_text, 1, n->action_len, to);
	fputs("}\n\n", to);
}

/*
 * nohang takes a positive oom_score_adj off oom_score.  In steps of a hundred
 * points, which is exact for the round values that programs take.
 */
static void put_ignore_adj(struct oomt_nohang *n, FILE *to)
{
	unsigned int step;

	oomt_import_differs(n->imp,
		"ignore_positive_oom_score_adj: taken off in steps of 100, so that a value between two steps is off by up to 50");
	oomt_import_original(to,
			     n->key[KEY_ignore_positive_oom_score_adj].span);
	for (step = 100; step <= 1000; step += 100)
		fprintf(to, "oom_score_adj %u-%u score -%u\n", step - 49,
			step < 1000 ? step + 50 : 1000, step);
}

static void tell_differences(struct oomt_nohang *n, bool zram, bool psi)
{
	struct oomt_import *imp = n->imp;
	const struct oomt_setting *s = n->key;

	if (psi)
		oomt_import_differs(imp,
			"without swap nohang does not look at PSI; and psi_post_action_delay is ours: PSI counts again when its averaging time has passed");
	if (s[KEY_warning_exe].len)
		oomt_import_no_equal(imp, s[KEY_warning_exe].span,
			"warning_exe: no command runs before a line is reached (oomctl monitor -j)");
	else if (oomt_nohang_bool(n, KEY_low_memory_warnings_enabled))
		oomt_import_no_equal(imp,
				     s[KEY_low_memory_warnings_enabled].span,
				     "low_memory_warnings_enabled: no message "
				     "on the desktop");
	if (s[KEY_post_kill_exe].len)
		oomt_import_no_equal(imp, s[KEY_post_kill_exe].span,
			"post_kill_exe: no command runs after a kill (oomctl monitor -j)");
	if (n->action_len)
		oomt_import_differs(imp,
			"after a soft action nohang sends SIGKILL if the victim is still there; here it is not a candidate again in the same episode");
	if (n->score_len)
		oomt_import_differs(imp,
			"nohang never kills whom the expressions take below 1; here such a one comes last");
}

void oomt_nohang_policy(struct oomt_nohang *n)
{
	bool zram = oomt_nohang_bool(n, KEY_zram_checking_enabled);
	bool psi = oomt_nohang_bool(n, KEY_psi_checking_enabled);
	bool adj = oomt_nohang_bool(n, KEY_ignore_positive_oom_score_adj);
	s64 least = oomt_nohang_plain(n, KEY_min_badness, 100000);
	bool weigh = adj || n->score_len || least > 100;
	char *text = NULL;
	size_t len;
	FILE *test;

	test = open_memstream(&text, &len);
	if (psi && test && !put_psi(n, test)) {
		oomt_import_no_equal(n->imp, n->key[KEY_psi_path].span,
			"psi_path: this file is no metric; the lines about PSI are left out");
		psi = false;
	}
	if (test)
		fclose(test);
	free(text);
	tell_differences(n, zram, psi);
	if (n->unsafe)
		oomt_import_unsafe(n->imp);
	put_chain(n, true, zram, psi, weigh);
	put_chain(n, false, zram, psi, weigh);
	if (!weigh)
		return;
	fputs("chain weigh {\n", n->imp->body);
	if (least > 100) {
		oomt_import_original(n->imp->body,
				     n->key[KEY_min_badness].span);
		fprintf(n->imp->body, "oom_score < %lld exempt\n",
			(long long)least / 100);
		if (n->score_len)
			oomt_import_no_equal(
				n->imp, n->key[KEY_min_badness].span,
				"min_badness: oom_score is asked for, not what "
				"the expressions make of it");
	}
	if (adj)
		put_ignore_adj(n, n->imp->body);
	fwrite(n->score_text, 1, n->score_len, n->imp->body);
	fputs("}\n", n->imp->body);
}

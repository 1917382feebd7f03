/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The parts of reading nohang's configuration: keys (import_nohang.c), lines
 * that begin with @ (import_nohang_rules.c), chains (import_nohang_chains.c).
 */
#ifndef OOMT_OOMCTL_IMPORT_NOHANG_H
#define OOMT_OOMCTL_IMPORT_NOHANG_H

#include "import.h"

/* Keys that are policy: name, the default that nohang documents. */
#define NOHANG_KEYS(X)							\
	X(zram_checking_enabled, "False")				\
	X(psi_checking_enabled, "False")				\
	X(psi_path, "/proc/pressure/memory")				\
	X(psi_metrics, "some_avg10")					\
	X(psi_excess_duration, "30")					\
	X(psi_post_action_delay, "15")					\
	X(low_memory_warnings_enabled, "False")				\
	X(warning_exe, "")						\
	X(soft_threshold_min_mem, "5 %")				\
	X(soft_threshold_min_swap, "10 %")				\
	X(soft_threshold_max_zram, "55 %")				\
	X(soft_threshold_max_psi, "40")					\
	X(hard_threshold_min_mem, "2 %")				\
	X(hard_threshold_min_swap, "4 %")				\
	X(hard_threshold_max_zram, "60 %")				\
	X(hard_threshold_max_psi, "90")					\
	X(ignore_positive_oom_score_adj, "False")			\
	X(max_soft_exit_time, "10")					\
	X(post_kill_exe, "")						\
	X(min_badness, "1")

/*
 * So many points off spare whoever has not been given a higher oom_score_adj:
 * the others have about 666.
 */
#define SPARED	600

enum oomt_nohang_key {
#define X(name, value) KEY_##name,
	NOHANG_KEYS(X)
#undef X
	KEYS
};

struct oomt_setting {
	const char *text;		/* not terminated */
	size_t len;
	struct oomt_span span;		/* no source: the default */
};

struct oomt_nohang {
	struct oomt_import *imp;
	struct oomt_setting key[KEYS];
	/* Keys about other things, told together. */
	FILE *rest;
	char *rest_text;
	size_t rest_len;
	/* Rules, as they come. */
	FILE *scores, *actions;
	char *score_text, *action_text;
	size_t score_len, action_len;
	unsigned int settings;
	bool unsafe;			/* what spares somebody has no equal */
};

/* A piece without blanks around it. */
struct oomt_setting oomt_nohang_trim(struct oomt_setting s);
bool oomt_nohang_is(const struct oomt_setting *s, const char *text);
/* Values of keys; what is wrong with one is told. */
bool oomt_nohang_bool(struct oomt_nohang *n, enum oomt_nohang_key key);
/* A number up to max, in hundredths. */
s64 oomt_nohang_plain(struct oomt_nohang *n, enum oomt_nohang_key key, s64 max);
/* "5 %" or "100 M". */
void oomt_nohang_amount(struct oomt_nohang *n, FILE *to,
			enum oomt_nohang_key key);

/* A line that begins with @. */
void oomt_nohang_rule(struct oomt_nohang *n,
		      const struct oomt_import_line *line);
/* All chains, when all lines were read. */
void oomt_nohang_policy(struct oomt_nohang *n);

#endif /* OOMT_OOMCTL_IMPORT_NOHANG_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Comparisons and decisions in words: shared by eval, run and monitor.
 */
#ifndef OOMT_OOMCTL_REASON_H
#define OOMT_OOMCTL_REASON_H

#include <jansson.h>
#include "output.h"
#include "table.h"

#define OOMT_REASON_LEN	256

/* A metric's value for people: "1.1G", "12.5%", "300". */
void oomt_metric_text(unsigned int metric, s64 value,
		      char text[OOMT_HUMAN_LEN]);

/* Both sides: "mem.available 1.1G < 3.2G (10%)". */
void oomt_reason_text(const struct oomt_reason *reason,
		      char text[OOMT_REASON_LEN]);
/*
 * The same with the path of its cgroup, if it is about one: that of the
 * table, or the one that the chain ran for (NULL: not known).
 */
void oomt_reason_text_of(const struct oomt_reason *reason,
			 const struct oomt_table *table, const char *each,
			 char text[OOMT_REASON_LEN]);

/*
 * One line a comparison: a tick, a cross, or a dash where it is neutral.
 */
void oomt_reasons_print(const struct oomt_out *out,
			const struct oomt_reason *reason, unsigned int count,
			unsigned int indent);

/* The same with the paths of their cgroups. */
void oomt_reasons_print_of(const struct oomt_out *out,
			   const struct oomt_reason *reason,
			   unsigned int count, const struct oomt_table *table,
			   const char *each, unsigned int indent);

/*
 * Why it fired, in one line: the comparisons that held, or, for hook oom, that
 * the kernel ran out.
 */
#define OOMT_WHY_LEN	512
void oomt_decision_why(const struct oomt_decision *decision,
		       char text[OOMT_WHY_LEN]);

/* "KILL", "TERM"; a number where the signal has no name. */
void oomt_signal_text(unsigned int signal, char text[OOMT_HUMAN_LEN]);

/* A string for JSON: bytes that are not UTF-8 become \xHH. */
json_t *oomt_json_text(const char *text);

/* The victim as in `eval -j`. */
json_t *oomt_victim_json(const struct oomt_victim *victim);

/*
 * Prints one JSON value (taken over) as one line.  False: out of memory, or
 * the stream failed (ferror() tells which).
 */
bool oomt_json_print(json_t *value, FILE *to);

#endif /* OOMT_OOMCTL_REASON_H */

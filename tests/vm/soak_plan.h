/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What a soak does, by its seed alone: the guest runs it, and the judge on the
 * host knows it without being told.  Round R is an OOM of its own; several in a
 * row have one policy and one executor.
 */
#ifndef OOMT_TESTS_SOAK_PLAN_H
#define OOMT_TESTS_SOAK_PLAN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define SOAK_ROUNDS_EACH	4	/* of one policy */

/* Who is there to be asked. */
enum soak_executor {
	SOAK_EXECUTOR,		/* oomctl run */
	SOAK_NOBODY,
	SOAK_STUCK,		/* one that reads and never kills */
};

struct soak_round {
	unsigned int policy;	/* its number */
	enum soak_executor executor;
	bool memcg;		/* a cgroup hits its limit */
	bool swap;		/* a little of it, in zram */
};

struct soak_round soak_round(uint64_t seed, unsigned int number);

/* The policy's text. */
void soak_policy(FILE *to, uint64_t seed, unsigned int number);

/* For supervise: the processes of a round. */
void soak_script(FILE *to, uint64_t seed, unsigned int number);

#endif /* OOMT_TESTS_SOAK_PLAN_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Random policies, as text, and random pictures, made so that they meet: both
 * draw their numbers, names and paths from one small world, so that values are
 * equal to what they are compared with, sizes tie, and patterns match.
 * The same seed makes the same texts and pictures on every machine.
 */
#ifndef OOMT_TESTS_GENERATE_H
#define OOMT_TESTS_GENERATE_H

#include "picture.h"

#define GENERATE_TASKS		60
#define GENERATE_PIDS		100	/* and pids are below */
#define GENERATE_CGROUPS	7
#define GENERATE_PATH		64
#define GENERATE_SIZES		10
#define GENERATE_AGES		6
#define GENERATE_COMMS		8
#define GENERATE_TABLES		2
#define GENERATE_EXES		5
#define GENERATE_CMDLINES	6

/* The executables of every world. */
extern const char *const generate_exe[GENERATE_EXES];
extern const char *const generate_cmdline[GENERATE_CMDLINES];

struct generate_world {
	s64 mem_total, swap_total;
	u32 bp[GENERATE_SIZES];		/* shares of mem.total, swap.total */
	s64 size[GENERATE_SIZES];	/* of mem.total: exact, or 1 off */
	s64 swap[GENERATE_SIZES];	/* of swap.total */
	s64 growth[GENERATE_SIZES];	/* bytes per second, some negative */
	u32 psi[4];			/* basis points */
	u64 age_ms[GENERATE_AGES];
	char comm[GENERATE_COMMS][OOMT_COMM_LEN];
	char path[GENERATE_CGROUPS][GENERATE_PATH];
};

struct generate {
	u64 state;			/* xorshift64* */
	u64 now_ns;			/* of the next picture of the world */
	struct generate_world world;
};

struct generate_picture {
	struct oomt_picture pic;
	struct oomt_task task[GENERATE_TASKS];
	struct oomt_cgroup cgroup[GENERATE_CGROUPS];
	char path[GENERATE_CGROUPS][GENERATE_PATH];
};

void generate_init(struct generate *g, u64 seed);
u64 generate_next(struct generate *g);
/* In [0, below). */
u32 generate_below(struct generate *g, u32 below);
/* True `percent` times of a hundred. */
bool generate_chance(struct generate *g, u32 percent);

/* A new world; then policies and pictures of it. */
void generate_world(struct generate *g);
/*
 * A policy's text, to be freed; NULL: out of memory.  Some have marks in them
 * (disguise.h).
 */
char *generate_policy(struct generate *g, const char *name);
/* Fills *out, which points into itself. */
void generate_picture(struct generate *g, struct generate_picture *out);
/* A copy that points into itself. */
void generate_picture_copy(struct generate_picture *to,
			   const struct generate_picture *from);

#endif /* OOMT_TESTS_GENERATE_H */

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The parts of reading earlyoom's command line: files (import_earlyoom.c),
 * options (import_earlyoom_options.c), chains (import_earlyoom_chains.c).
 */
#ifndef OOMT_OOMCTL_IMPORT_EARLYOOM_H
#define OOMT_OOMCTL_IMPORT_EARLYOOM_H

#include "import.h"
#include "import_words.h"

/* PERCENT[,KILL_PERCENT] in basis points, or SIZE[,KILL_SIZE] in bytes. */
struct oomt_earlyoom_line {
	bool given;
	s64 term, kill;
};

struct oomt_earlyoom {
	struct oomt_import *imp;
	struct oomt_earlyoom_line mem, swap, mem_size, swap_size;
	const struct oomt_import_word *prefer, *avoid, *ignore;
	bool group, dry, spare_root, by_rss, prefer_only;
	bool unsafe;			/* what spares somebody has no equal */
	s64 wait_ns;
	/* The rules of the chain that both others jump to. */
	FILE *weigh;
	char *weigh_text;
	size_t weigh_len;
};

/* Reads the words of its command line; they have to stay. */
void oomt_earlyoom_options(struct oomt_earlyoom *e,
			   struct oomt_import_words *words);
/* All chains. */
void oomt_earlyoom_policy(struct oomt_earlyoom *e);

#endif /* OOMT_OOMCTL_IMPORT_EARLYOOM_H */

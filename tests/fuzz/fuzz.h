/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The fuzz targets: each takes any bytes, and aborts if what it tests breaks a
 * promise.  entry.c makes libFuzzer's entry of one of them, replay.c calls
 * them with files and with what chance makes of these.
 */
#ifndef OOMT_TESTS_FUZZ_H
#define OOMT_TESTS_FUZZ_H

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* X(TARGET, KIND of input: a directory of seeds, see seeds.h) */
#define FUZZ_TARGETS(X)		\
	X(parser,   policy)	\
	X(compile,  policy)	\
	X(image,    image)	\
	X(snapshot, snapshot)	\
	X(record,   record)	\
	X(import,   import)

struct fuzz_target {
	const char *name, *kind;
	void (*run)(const unsigned char *data, size_t size);
};

#define X(target, kind)							\
	void fuzz_##target(const unsigned char *data, size_t size);
FUZZ_TARGETS(X)
#undef X

/* Ends in { NULL }.  target.c */
extern const struct fuzz_target fuzz_targets[];
/* NULL: no such target. */
const struct fuzz_target *fuzz_target_find(const char *name);
/* Where what is printed goes. */
FILE *fuzz_nowhere(void);

#define FUZZ_DEMAND(what)						\
	do {								\
		if (!(what)) {						\
			fprintf(stderr, "%s:%d: %s\n", __FILE__,	\
				__LINE__, #what);			\
			abort();					\
		}							\
	} while (0)

#endif /* OOMT_TESTS_FUZZ_H */

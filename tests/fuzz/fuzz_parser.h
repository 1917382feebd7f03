/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* One input through the whole parser; aborts if it misbehaves. */
#ifndef OOMT_TESTS_FUZZ_PARSER_H
#define OOMT_TESTS_FUZZ_PARSER_H

#include <stddef.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#endif /* OOMT_TESTS_FUZZ_PARSER_H */

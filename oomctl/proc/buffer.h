/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A buffer that files of /proc and /sys are read into, used again and again.
 * Once it has grown to what a file needs, reading allocates nothing.
 */
#ifndef OOMT_OOMCTL_BUFFER_H
#define OOMT_OOMCTL_BUFFER_H

#include "compat.h"

struct oomt_buffer {
	char *data;		/* NUL-terminated behind `len` */
	size_t len, capacity;
};

void oomt_buffer_exit(struct oomt_buffer *buf);

/* Reads all of an open file from its beginning.  0 or -errno. */
int oomt_buffer_read_fd(struct oomt_buffer *buf, int fd);
/* Opens, reads, closes.  0 or -errno. */
int oomt_buffer_read(struct oomt_buffer *buf, int dirfd, const char *path);

/*
 * The text behind `key` at the beginning of a line, without leading blanks;
 * NULL: no such line.  `key` holds its colon.
 */
const char *oomt_buffer_line(const struct oomt_buffer *buf, const char *key);

#endif /* OOMT_OOMCTL_BUFFER_H */

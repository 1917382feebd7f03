// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Reading small kernel files whole. */
#include <fcntl.h>
#include <unistd.h>
#include "buffer.h"

void oomt_buffer_exit(struct oomt_buffer *buf)
{
	free(buf->data);
	memset(buf, 0, sizeof(*buf));
}

static int buffer_grow(struct oomt_buffer *buf)
{
	size_t more = buf->capacity ? buf->capacity * 2 : 4096;
	char *bigger = realloc(buf->data, more);

	if (!bigger)
		return -ENOMEM;
	buf->data = bigger;
	buf->capacity = more;
	return 0;
}

int oomt_buffer_read_fd(struct oomt_buffer *buf, int fd)
{
	ssize_t got;
	int err;

	buf->len = 0;
	for (;;) {
		if (buf->len + 1 >= buf->capacity) {
			err = buffer_grow(buf);
			if (err)
				return err;
		}
		got = pread(fd, buf->data + buf->len,
			    buf->capacity - buf->len - 1, buf->len);
		if (got < 0) {
			if (errno == EINTR)
				continue;
			return -errno;
		}
		if (!got)
			break;
		buf->len += got;
	}
	buf->data[buf->len] = '\0';
	return 0;
}

int oomt_buffer_read(struct oomt_buffer *buf, int dirfd, const char *path)
{
	int fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	err = oomt_buffer_read_fd(buf, fd);
	close(fd);
	return err;
}

const char *oomt_buffer_line(const struct oomt_buffer *buf, const char *key)
{
	const char *line = buf->data, *end = buf->data + buf->len;
	size_t len = strlen(key);

	while (line && line < end) {
		if ((size_t)(end - line) >= len && !memcmp(line, key, len)) {
			line += len;
			return line + strspn(line, " \t");
		}
		line = memchr(line, '\n', end - line);
		if (line)
			line++;
	}
	return NULL;
}

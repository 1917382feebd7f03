// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest, for strain: the 1st, 2nd, 3rd ... allocation of one call of the
 * kernel fails, until one gets by (a kernel with fail-nth).  Whatever fails has
 * changed nothing: no table is another one, no half of the module is there.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "image.h"
#include "message.h"
#include "strain.h"

static uint64_t generation;

static void take_generation(const struct nlmsghdr *head)
{
	const struct nlattr *a = (const void *)((const char *)head +
						NLMSG_HDRLEN + GENL_HDRLEN);

	if (head->nlmsg_type == family && a->nla_type == OOMT_A_GENERATION)
		memcpy(&generation, a + 1, sizeof(generation));
}

static uint64_t generation_now(void)
{
	request(OOMT_CMD_STATUS);
	if (talk())
		judge("a status", 1, 0);
	return generation;
}

/* Open all the time: opening it would be what fails. */
static int nth_fd = -1;

static void fail_nth(unsigned int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", n);

	if (pwrite(nth_fd, text, len, 0) != len)
		judge("fail-nth", errno, 0);
}

/* Whether that many allocations were not even asked for. */
static bool spared(void)
{
	char text[16] = "";
	ssize_t got = pread(nth_fd, text, sizeof(text) - 1, 0);

	fail_nth(0);
	return got > 0 && atoi(text) != 0;
}

/* The message is sent alone: what fails is the kernel's work for it. */
static int talk_failing(unsigned int n, bool *all)
{
	int result;

	fail_nth(n);
	result = talk();
	*all = spared();
	return result;
}

static void nth_of(const char *what, void (*prepare)(void), void (*build)(void))
{
	unsigned int n, failed = 0;
	uint64_t before;
	bool all = false;
	char text[64];
	int result;

	for (n = 1; !all && n < 2000; n++) {
		reopen();
		prepare();
		before = generation_now();
		build();
		result = talk_failing(n, &all);
		failed += result != 0;
		reopen();
		/* An ACK that gets lost leaves silence, not an error. */
		if (result < 0 && result != -ENOBUFS &&
		    generation_now() != before) {
			printf("STRAIN BAD %s: changed by what failed (%d, %u)\n",
			       what, result, n);
		}
	}
	snprintf(text, sizeof(text), "%s: all the way", what);
	judge(text, all, true);
	printf("STRAIN nth %s: %u allocations, %u failed\n", what, n - 2,
	       failed);
}

static void prepare_nothing(void)
{
}

static void prepare_begun(void)
{
	send_begin(image_size);
}

static void prepare_loaded(void)
{
	send_begin(image_size);
	send_chunk(0, image.bytes, image_size);
}

static void prepare_in_force(void)
{
	prepare_loaded();
	send_commit();
}

static void build_begin(void)
{
	request(OOMT_CMD_LOAD_BEGIN);
	put_u32(OOMT_A_SIZE, 4 << 20);
}

static void build_chunk(void)
{
	request(OOMT_CMD_LOAD_CHUNK);
	put_u32(OOMT_A_OFFSET, 0);
	put(OOMT_A_DATA, image.bytes, image_size);
}

static void build_commit(void)
{
	request(OOMT_CMD_LOAD_COMMIT);
}

static void build_flush(void)
{
	request(OOMT_CMD_FLUSH);
	put_name("good");
}

void strain_nth(const char *path)
{
	judge("an image", image_read(path), true);
	on_message = take_generation;
	nth_fd = open("/proc/thread-self/fail-nth", O_RDWR);
	judge("fail-nth", nth_fd >= 0, true);
	nth_of("begin", prepare_nothing, build_begin);
	nth_of("chunk", prepare_begun, build_chunk);
	nth_of("commit", prepare_loaded, build_commit);
	nth_of("flush", prepare_in_force, build_flush);
}

/* ---- inserting the module ------------------------------------------------- */

static void *file_read(const char *path, size_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *bytes;
	size_t got = 0;
	ssize_t n = 1;

	if (fd < 0 || fstat(fd, &st))
		return NULL;
	bytes = malloc(st.st_size);
	while (bytes && got < (size_t)st.st_size && n > 0) {
		n = read(fd, bytes + got, st.st_size - got);
		got += n > 0 ? n : 0;
	}
	close(fd);
	*size = got;
	return bytes;
}

static bool inserted(void)
{
	return !access("/sys/module/oomtables", F_OK) ||
	       !access(OOMT_DEVICE, F_OK);
}

/* Where it goes in although something failed, it could do without that. */
void strain_insert(const char *path)
{
	unsigned int n, failed = 0, left = 0;
	size_t size = 0;
	void *bytes = file_read(path, &size);
	bool all = false;
	int err;

	judge("a module", bytes && !inserted(), true);
	nth_fd = open("/proc/thread-self/fail-nth", O_RDWR);
	judge("fail-nth", nth_fd >= 0, true);
	for (n = 1; !all && n < 5000; n++) {
		fail_nth(n);
		err = syscall(SYS_init_module, bytes, size, "") ? errno : 0;
		all = spared();
		failed += err != 0;
		left += err && inserted();
		if (!err && syscall(SYS_delete_module, "oomtables", O_NONBLOCK))
			printf("STRAIN BAD it cannot be removed: %d\n", errno);
	}
	judge("insert: all the way", all, true);
	judge("insert: at last", err, 0);
	judge("what was left of one that failed", left, 0);
	printf("STRAIN nth insert: %u allocations, %u failed\n", n - 2, failed);
	free(bytes);
}

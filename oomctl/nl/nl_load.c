// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * One load: begin, chunks in order, commit.  The socket is the transaction: if
 * we fail midway, closing it drops what was sent.
 */
#include <netlink/netlink.h>
#include "nl.h"

static int load_begin(struct oomt_nl *nl, u32 size)
{
	struct nl_msg *request = oomt_nl_request(nl, OOMT_CMD_LOAD_BEGIN,
						 NLM_F_ACK, 16);

	if (!request)
		return -ENOMEM;
	if (nla_put_u32(request, OOMT_A_SIZE, size)) {
		nlmsg_free(request);
		return -ENOMEM;
	}
	return oomt_nl_call(nl, request, NULL, NULL);
}

static int load_chunk(struct oomt_nl *nl, u32 offset, const void *data,
		      u32 len)
{
	struct nl_msg *request = oomt_nl_request(nl, OOMT_CMD_LOAD_CHUNK,
						 NLM_F_ACK, len + 64);

	if (!request)
		return -ENOMEM;
	if (nla_put_u32(request, OOMT_A_OFFSET, offset) ||
	    nla_put(request, OOMT_A_DATA, len, data)) {
		nlmsg_free(request);
		return -ENOMEM;
	}
	return oomt_nl_call(nl, request, NULL, NULL);
}

static int load_commit(struct oomt_nl *nl, u64 swap_total)
{
	struct nl_msg *request = oomt_nl_request(nl, OOMT_CMD_LOAD_COMMIT,
						 NLM_F_ACK, 16);

	if (!request)
		return -ENOMEM;
	if (nla_put_u64(request, OOMT_A_SWAP_TOTAL, swap_total)) {
		nlmsg_free(request);
		return -ENOMEM;
	}
	return oomt_nl_call(nl, request, NULL, NULL);
}

int oomt_nl_load(struct oomt_nl *nl, const struct oomt_blob *const *image,
		 u32 count, u64 swap_total)
{
	u64 total = 0;
	u32 i, at, offset = 0;
	int err;

	for (i = 0; i < count; i++)
		total += image[i]->size;
	if (total > OOMT_TXN_MAX)
		return -E2BIG;
	err = load_begin(nl, total);
	for (i = 0; i < count && !err; i++)
		for (at = 0; at < image[i]->size && !err;) {
			u32 len = image[i]->size - at;

			if (len > OOMT_CHUNK_MAX)
				len = OOMT_CHUNK_MAX;
			err = load_chunk(nl, offset + at,
					 (const char *)image[i]->data + at,
					 len);
			at += len;
			if (at == image[i]->size)
				offset += at;
		}
	return err ? err : load_commit(nl, swap_total);
}

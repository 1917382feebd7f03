// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The tables in force: names, images, counters, removal. */
#include <netlink/netlink.h>
#include <stdio.h>
#include "nl.h"

struct table_list {
	struct oomt_nl_table *table;
	u32 count;
};

static int on_table(struct nlattr **attr, void *arg)
{
	struct table_list *list = arg;
	struct oomt_nl_table *bigger =
		reallocarray(list->table, list->count + 1, sizeof(*bigger));

	if (!bigger)
		return -ENOMEM;
	list->table = bigger;
	bigger += list->count++;
	memset(bigger, 0, sizeof(*bigger));
	snprintf(bigger->name, sizeof(bigger->name), "%s",
		 oomt_nl_string(attr, OOMT_A_NAME));
	bigger->size = oomt_nl_u32(attr, OOMT_A_SIZE);
	bigger->generation = oomt_nl_u64(attr, OOMT_A_GENERATION);
	bigger->loaded_ns = oomt_nl_u64(attr, OOMT_A_LOADED_NS);
	return 0;
}

int oomt_nl_tables(struct oomt_nl *nl, struct oomt_nl_table **tables,
		   u32 *count)
{
	struct table_list list = { 0 };
	struct nl_msg *request = oomt_nl_request(nl, OOMT_CMD_TABLE,
						 NLM_F_DUMP, 0);
	int err;

	if (!request)
		return -ENOMEM;
	err = oomt_nl_call(nl, request, on_table, &list);
	if (err) {
		free(list.table);
		return err;
	}
	*tables = list.table;
	*count = list.count;
	return 0;
}

struct image_parts {
	const struct oomt_nl_table *info;
	char *data;
	u32 got;
};

/* Pieces come in order and without gaps, or the image is not taken. */
static int on_image(struct nlattr **attr, void *arg)
{
	struct image_parts *parts = arg;
	u32 offset = oomt_nl_u32(attr, OOMT_A_OFFSET), len;

	if (oomt_nl_u64(attr, OOMT_A_GENERATION) != parts->info->generation)
		return -EAGAIN;
	if (!attr[OOMT_A_DATA])
		return -EPROTO;
	len = nla_len(attr[OOMT_A_DATA]);
	if (offset != parts->got || len > parts->info->size - parts->got)
		return -EPROTO;
	memcpy(parts->data + offset, nla_data(attr[OOMT_A_DATA]), len);
	parts->got += len;
	return 0;
}

int oomt_nl_image(struct oomt_nl *nl, const struct oomt_nl_table *info,
		  struct oomt_blob *image)
{
	struct image_parts parts = { .info = info };
	struct nl_msg *request;
	int err;

	if (info->size > OOMT_IMAGE_MAX)
		return -EPROTO;
	request = oomt_nl_request(nl, OOMT_CMD_IMAGE, NLM_F_DUMP,
				  OOMT_NAME_MAX);
	parts.data = calloc(1, info->size + 8);
	if (!request || !parts.data ||
	    nla_put_string(request, OOMT_A_NAME, info->name)) {
		nlmsg_free(request);
		free(parts.data);
		return -ENOMEM;
	}
	err = oomt_nl_call(nl, request, on_image, &parts);
	if (!err && parts.got != info->size)
		err = -EAGAIN;
	if (err) {
		free(parts.data);
		return err;
	}
	image->data = parts.data;
	image->size = info->size;
	return 0;
}

struct counters {
	struct oomt_nl_counter *counter;
	u32 count;
};

static int on_counter(struct nlattr **attr, void *arg)
{
	struct counters *to = arg;
	u32 rule = oomt_nl_u32(attr, OOMT_A_RULE);

	if (rule >= to->count)
		return 0;
	to->counter[rule] = (struct oomt_nl_counter){
		.tasks = oomt_nl_u64(attr, OOMT_A_TASKS),
		.bytes = oomt_nl_u64(attr, OOMT_A_BYTES),
		.verdicts = oomt_nl_u64(attr, OOMT_A_VERDICTS),
		.verdict_bytes = oomt_nl_u64(attr, OOMT_A_VERDICT_BYTES),
	};
	return 0;
}

int oomt_nl_counters(struct oomt_nl *nl, const char *name,
		     struct oomt_nl_counter *counter, u32 count)
{
	struct counters to = { .counter = counter, .count = count };
	struct nl_msg *request = oomt_nl_request(nl, OOMT_CMD_COUNTER,
						 NLM_F_DUMP, OOMT_NAME_MAX);

	memset(counter, 0, count * sizeof(*counter));
	if (!request)
		return -ENOMEM;
	if (nla_put_string(request, OOMT_A_NAME, name)) {
		nlmsg_free(request);
		return -ENOMEM;
	}
	return oomt_nl_call(nl, request, on_counter, &to);
}

int oomt_nl_flush(struct oomt_nl *nl, const char *name)
{
	struct nl_msg *request = oomt_nl_request(nl, OOMT_CMD_FLUSH, NLM_F_ACK,
						 OOMT_NAME_MAX);

	if (!request)
		return -ENOMEM;
	if (name && nla_put_string(request, OOMT_A_NAME, name)) {
		nlmsg_free(request);
		return -ENOMEM;
	}
	return oomt_nl_call(nl, request, NULL, NULL);
}

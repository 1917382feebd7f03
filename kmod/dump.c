// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dumps of the tables: TABLE, IMAGE, COUNTER.  Called by netlink; sleeps.
 * A dump shows one state of things: it holds the tables that were in force
 * when it began.
 */
#include "compat.h"

#include "dump.h"
#include "store.h"

/* cb->args of these dumps */
enum {
	ARG_STORE,	/* struct oomt_store *, or NULL */
	ARG_TABLE,	/* the next one */
	ARG_PLACE,	/* in it */
};

int oomt_dump_start(struct netlink_callback *cb)
{
	int err = oomt_genl_allowed(cb->skb);

	if (err)
		return err;
	cb->args[ARG_STORE] = (long)oomt_store_get();
	return 0;
}

int oomt_dump_done(struct netlink_callback *cb)
{
	oomt_store_put((struct oomt_store *)cb->args[ARG_STORE]);
	return 0;
}

static void *begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			   &oomt_genl_family, NLM_F_MULTI, cmd);
}

static int finish(struct sk_buff *skb, void *head, int err)
{
	if (err)
		genlmsg_cancel(skb, head);
	else
		genlmsg_end(skb, head);
	return err;
}

static int put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, OOMT_A_PAD);
}

/* Whether the table is asked for: by name, or all of them. */
static bool wanted(struct netlink_callback *cb,
		   const struct oomt_loaded *loaded)
{
	const struct nlattr *name = oomt_dump_attrs(cb)[OOMT_A_NAME];

	return !name || !nla_strcmp(name, oomt_table_name(&loaded->table));
}

static int put_table(struct sk_buff *skb, struct netlink_callback *cb,
		     const struct oomt_loaded *loaded)
{
	void *head = begin(skb, cb, OOMT_CMD_TABLE);
	int err;

	if (!head)
		return -EMSGSIZE;
	err = nla_put_string(skb, OOMT_A_NAME,
			     oomt_table_name(&loaded->table)) ?:
	      nla_put_u32(skb, OOMT_A_SIZE, loaded->table.image->size) ?:
	      put_u64(skb, OOMT_A_GENERATION, loaded->generation) ?:
	      put_u64(skb, OOMT_A_LOADED_NS, loaded->loaded_ns);
	return finish(skb, head, err);
}

int oomt_dump_table(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct oomt_store *store = (struct oomt_store *)cb->args[ARG_STORE];

	for (; store && cb->args[ARG_TABLE] < store->rs.table_count;
	     cb->args[ARG_TABLE]++) {
		struct oomt_loaded *loaded =
			store->loaded[cb->args[ARG_TABLE]];

		if (wanted(cb, loaded) && put_table(skb, cb, loaded))
			break;
	}
	return skb->len;
}

/*
 * One piece of an image, as large as the message has room for; 1: it was the
 * last.
 */
static int put_piece(struct sk_buff *skb, struct netlink_callback *cb,
		     const struct oomt_loaded *loaded)
{
	u32 size = loaded->table.image->size, at = cb->args[ARG_PLACE], piece;
	void *head = begin(skb, cb, OOMT_CMD_IMAGE);
	const char *name = oomt_table_name(&loaded->table);
	int err, room;

	if (!head)
		return -EMSGSIZE;
	err = nla_put_string(skb, OOMT_A_NAME, name) ?:
	      nla_put_u32(skb, OOMT_A_OFFSET, at) ?:
	      nla_put_u32(skb, OOMT_A_SIZE, size) ?:
	      put_u64(skb, OOMT_A_GENERATION, loaded->generation);
	room = skb_tailroom(skb) - nla_total_size(0);
	if (!err && room < 64)
		err = -EMSGSIZE;
	if (err)
		return finish(skb, head, err);
	piece = min3(size - at, (u32)room & ~7U, (u32)OOMT_CHUNK_MAX);
	err = nla_put(skb, OOMT_A_DATA, piece, loaded->image + at);
	if (!err)
		cb->args[ARG_PLACE] += piece;
	return finish(skb, head, err) ?: at + piece == size;
}

int oomt_dump_image(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct oomt_store *store = (struct oomt_store *)cb->args[ARG_STORE];
	int said;

	while (store && cb->args[ARG_TABLE] < store->rs.table_count) {
		struct oomt_loaded *loaded =
			store->loaded[cb->args[ARG_TABLE]];

		said = wanted(cb, loaded) ? put_piece(skb, cb, loaded) : 1;
		if (said < 0)
			break;
		if (said) {
			cb->args[ARG_TABLE]++;
			cb->args[ARG_PLACE] = 0;
		}
	}
	return skb->len;
}

/* Both contexts count apart; who asks wants the sum. */
static struct oomt_counter counter_sum(const struct oomt_loaded *loaded,
				       u32 rule)
{
	struct oomt_counter sum = {};
	int i;

	for (i = 0; i < OOMT_CTX_COUNT; i++) {
		const struct oomt_counter *c = &loaded->state[i].counter[rule];

		sum.tasks += READ_ONCE(c->tasks);
		sum.bytes += READ_ONCE(c->bytes);
		sum.verdicts += READ_ONCE(c->verdicts);
		sum.verdict_bytes += READ_ONCE(c->verdict_bytes);
	}
	return sum;
}

static int put_counter(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct oomt_loaded *loaded, u32 rule)
{
	struct oomt_counter sum = counter_sum(loaded, rule);
	void *head = begin(skb, cb, OOMT_CMD_COUNTER);
	int err;

	if (!head)
		return -EMSGSIZE;
	err = nla_put_string(skb, OOMT_A_NAME,
			     oomt_table_name(&loaded->table)) ?:
	      nla_put_u32(skb, OOMT_A_RULE, rule) ?:
	      put_u64(skb, OOMT_A_TASKS, sum.tasks) ?:
	      put_u64(skb, OOMT_A_BYTES, sum.bytes) ?:
	      put_u64(skb, OOMT_A_VERDICTS, sum.verdicts) ?:
	      put_u64(skb, OOMT_A_VERDICT_BYTES, sum.verdict_bytes) ?:
	      put_u64(skb, OOMT_A_GENERATION, loaded->generation);
	return finish(skb, head, err);
}

int oomt_dump_counter(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct oomt_store *store = (struct oomt_store *)cb->args[ARG_STORE];

	for (; store && cb->args[ARG_TABLE] < store->rs.table_count;
	     cb->args[ARG_TABLE]++, cb->args[ARG_PLACE] = 0) {
		struct oomt_loaded *loaded =
			store->loaded[cb->args[ARG_TABLE]];

		if (!wanted(cb, loaded))
			continue;
		for (; cb->args[ARG_PLACE] < loaded->table.RULES_count;
		     cb->args[ARG_PLACE]++)
			if (put_counter(skb, cb, loaded, cb->args[ARG_PLACE]))
				return skb->len;
	}
	return skb->len;
}

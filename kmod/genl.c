// SPDX-License-Identifier: GPL-2.0-only
/*
 * The family "oomtables": commands and events.  Everything here is called in
 * calm times and may sleep.  Commands run in parallel (a long verification
 * must not hold up other families); what they share has locks of its own.
 */
#include "compat.h"

#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/module.h>

#include "call.h"
#include "dump.h"
#include "flight.h"
#include "genl.h"
#include "handler.h"
#include "hook_memcg.h"
#include "hooks.h"
#include "load.h"
#include "metrics.h"
#include "stats.h"
#include "work.h"
#include "../engine/names.h"

static const struct nla_policy policy[OOMT_A_MAX + 1] = {
	[OOMT_A_NAME] = { .type = NLA_NUL_STRING, .len = OOMT_NAME_MAX - 1 },
	[OOMT_A_SIZE] = { .type = NLA_U32 },
	[OOMT_A_OFFSET] = { .type = NLA_U32 },
	[OOMT_A_DATA] = { .type = NLA_BINARY, .len = OOMT_CHUNK_MAX },
	[OOMT_A_SWAP_TOTAL] = { .type = NLA_U64 },
	[OOMT_A_HOOK] = { .type = NLA_U32 },
	[OOMT_A_AT_NS] = { .type = NLA_U64 },
};

/* GENL_ADMIN_PERM alone would be CAP_NET_ADMIN. */
int oomt_genl_allowed(struct sk_buff *skb)
{
	return netlink_capable(skb, CAP_SYS_ADMIN) &&
	       netlink_capable(skb, CAP_KILL) ? 0 : -EPERM;
}

static int put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, OOMT_A_PAD);
}

static struct sk_buff *answer_new(struct genl_info *info, u8 cmd, void **head)
{
	struct sk_buff *skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);

	if (!skb)
		return NULL;
	*head = genlmsg_put_reply(skb, info, &oomt_genl_family, 0, cmd);
	if (*head)
		return skb;
	nlmsg_free(skb);
	return NULL;
}

/*
 * What changes something has its answer before: "no memory" must not be said
 * of what was done.  One that does not arrive is no failure either.
 */
struct answer {
	struct sk_buff *skb;
	void *head;
};

static int answer_begin(struct genl_info *info, u8 cmd, struct answer *a)
{
	a->skb = answer_new(info, cmd, &a->head);
	return a->skb ? 0 : -ENOMEM;
}

/* Every answer carries the generation. */
static int answer_end(struct genl_info *info, struct answer *a, int err)
{
	if (!err)
		err = put_u64(a->skb, OOMT_A_GENERATION,
			      oomt_store_generation());
	if (err) {
		nlmsg_free(a->skb);
		return err;
	}
	genlmsg_end(a->skb, a->head);
	genlmsg_reply(a->skb, info);
	return 0;
}

/* ---- load --------------------------------------------------------------- */

static int load_begin(struct sk_buff *skb, struct genl_info *info)
{
	int err = oomt_genl_allowed(skb);
	struct answer a;

	if (err)
		return err;
	if (GENL_REQ_ATTR_CHECK(info, OOMT_A_SIZE))
		return -EINVAL;
	err = answer_begin(info, OOMT_CMD_LOAD_BEGIN, &a);
	if (err)
		return err;
	err = oomt_load_begin(info->snd_portid,
			      nla_get_u32(info->attrs[OOMT_A_SIZE]));
	if (err == -E2BIG)
		GENL_SET_ERR_MSG(info, "the tables are larger than the limit");
	if (err == -EBUSY)
		GENL_SET_ERR_MSG(info, "too many loads are open");
	return answer_end(info, &a, err);
}

static int load_chunk(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *data = info->attrs[OOMT_A_DATA];
	int err = oomt_genl_allowed(skb);
	struct answer a;

	if (err)
		return err;
	if (GENL_REQ_ATTR_CHECK(info, OOMT_A_OFFSET) ||
	    GENL_REQ_ATTR_CHECK(info, OOMT_A_DATA))
		return -EINVAL;
	err = answer_begin(info, OOMT_CMD_LOAD_CHUNK, &a);
	if (err)
		return err;
	err = oomt_load_chunk(info->snd_portid,
			      nla_get_u32(info->attrs[OOMT_A_OFFSET]),
			      nla_data(data), nla_len(data));
	if (err == -ENOENT)
		GENL_SET_ERR_MSG(info, "no load is open on this socket");
	if (err == -EINVAL)
		GENL_SET_ERR_MSG(info, "the bytes are not the next ones");
	return answer_end(info, &a, err);
}

/* Where and why: in the cookie; why also in words. */
static void refuse(struct genl_info *info, const struct oomt_refused *why,
		   u32 table)
{
	const struct oomt_refusal_cookie cookie = {
		.table = table,
		.refusal = why->refusal,
		.rule = why->rule == OOMT_NONE ? OOMT_COOKIE_NONE : why->rule,
		.index = why->index,
	};

	BUILD_BUG_ON(sizeof(cookie) > NETLINK_MAX_COOKIE_LEN);
	BUILD_BUG_ON(OOMT_TABLES_MAX > U8_MAX || OOMT_REFUSE_COUNT > U8_MAX ||
		     OOMT_RULES_MAX > OOMT_COOKIE_NONE);
	if (!info->extack)
		return;
	info->extack->_msg = oomt_refusal_text(why->refusal);
	memcpy(info->extack->cookie, &cookie, sizeof(cookie));
	info->extack->cookie_len = sizeof(cookie);
}

static int commit(struct genl_info *info)
{
	struct oomt_refused why;
	void *images;
	u32 size, table;
	int err;

	err = oomt_load_take(info->snd_portid, &images, &size);
	if (err) {
		GENL_SET_ERR_MSG(info, "no complete load on this socket");
		return err;
	}
	err = oomt_store_load(images, size, &why, &table);
	kvfree(images);
	if (err == -EINVAL)
		refuse(info, &why, table);
	if (err == -E2BIG)
		GENL_SET_ERR_MSG(info, "too many tables");
	if (err == -EEXIST)
		GENL_SET_ERR_MSG(info, "a table stands twice in one load");
	return err;
}

static int load_commit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *swap = info->attrs[OOMT_A_SWAP_TOTAL];
	int err = oomt_genl_allowed(skb);
	struct answer a;
	bool news;

	if (err)
		return err;
	err = answer_begin(info, OOMT_CMD_LOAD_COMMIT, &a);
	if (err)
		return err;
	err = commit(info);
	if (err)
		return answer_end(info, &a, err);
	if (swap)
		oomt_metrics_push(OOMT_M_SWAP_TOTAL, nla_get_u64(swap), &news);
	oomt_event_tables();
	oomt_hook_low_wake();
	return answer_end(info, &a, 0);
}

static int flush(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *name = info->attrs[OOMT_A_NAME];
	int err = oomt_genl_allowed(skb);
	struct answer a;

	if (err)
		return err;
	err = answer_begin(info, OOMT_CMD_FLUSH, &a);
	if (err)
		return err;
	err = oomt_store_flush(name ? nla_data(name) : NULL);
	if (err == -ENOENT)
		GENL_SET_ERR_MSG(info, "there is no such table");
	if (!err)
		oomt_event_tables();
	return answer_end(info, &a, err);
}

/* ---- status ------------------------------------------------------------- */

/* The variable is not exported; its file is the only way to ask. */
static bool kill_allocating(void)
{
	struct file *file;
	char text = '0';
	loff_t pos = 0;

	file = filp_open("/proc/sys/vm/oom_kill_allocating_task", O_RDONLY, 0);
	if (IS_ERR(file))
		return false;
	kernel_read(file, &text, 1, &pos);
	filp_close(file, NULL);
	return text != '0';
}

static u32 status_flags(void)
{
	return (kill_allocating() ? OOMT_ST_KILL_ALLOCATING : 0) |
	       (oomt_trace_live() ? 0 : OOMT_ST_NO_TRACEPOINT) |
	       (oomt_call_probed() ? 0 : OOMT_ST_NO_PROBE);
}

static int put_metrics(struct sk_buff *skb)
{
	struct nlattr *nest = nla_nest_start(skb, OOMT_A_METRIC);
	struct oomt_picture *pic;
	int err = nest ? 0 : -EMSGSIZE;
	u32 i;

	pic = kzalloc(sizeof(*pic), GFP_KERNEL);
	if (!pic)
		return -ENOMEM;
	oomt_metrics_fill(pic);
	for (i = 0; i < OOMT_M_COUNT && !err; i++)
		if (oomt_picture_knows(pic, i))
			err = nla_put_u64_64bit(skb, i + 1, pic->metric[i], 0);
	kfree(pic);
	if (!err)
		nla_nest_end(skb, nest);
	return err;
}

static u32 task_capacity(void)
{
	struct oomt_store *store = oomt_store_get();
	u32 capacity = 0;

	if (store)
		capacity = store->ctx[OOMT_CTX_OOM].facts.task_capacity;
	oomt_store_put(store);
	return capacity;
}

static int put_last(struct sk_buff *skb)
{
	struct oomt_flight_last last;
	struct nlattr *nest;
	int err;

	oomt_flight_last(&last);
	if (!last.id)
		return 0;
	nest = nla_nest_start(skb, OOMT_A_LAST);
	if (!nest)
		return -EMSGSIZE;
	err = put_u64(skb, OOMT_A_DECISION, last.id) ?:
	      nla_put_u32(skb, OOMT_A_HOOK, last.hook) ?:
	      nla_put_string(skb, OOMT_A_TABLE, last.table) ?:
	      nla_put_string(skb, OOMT_A_CHAIN, last.chain) ?:
	      nla_put_u32(skb, OOMT_A_PID, last.pid) ?:
	      nla_put_string(skb, OOMT_A_COMM, last.comm) ?:
	      put_u64(skb, OOMT_A_START_NS, last.start_ns) ?:
	      nla_put_string(skb, OOMT_A_FILE, last.file) ?:
	      nla_put_u32(skb, OOMT_A_LINE, last.line) ?:
	      put_u64(skb, OOMT_A_AT_NS, last.at_ns) ?:
	      nla_put_u32(skb, OOMT_A_ENDING, last.ending) ?:
	      put_u64(skb, OOMT_A_TOOK_NS, last.took_ns) ?:
	      nla_put_u32(skb, OOMT_A_ACTION, last.action);
	if (!err && last.bytes >= 0)
		err = put_u64(skb, OOMT_A_BYTES, last.bytes);
	if (!err)
		nla_nest_end(skb, nest);
	return err;
}

static int put_status(struct sk_buff *skb)
{
	return nla_put_u32(skb, OOMT_A_HANDLER, oomt_handler_state()) ?:
	       nla_put_u32(skb, OOMT_A_HANDLER_PID, oomt_handler_tgid()) ?:
	       nla_put_u32(skb, OOMT_A_HOOKS, 1 << OOMT_HOOK_GUARD |
			   1 << OOMT_HOOK_LOW | 1 << OOMT_HOOK_OOM |
			   oomt_hook_memcg_live() << OOMT_HOOK_MEMCG) ?:
	       nla_put_u32(skb, OOMT_A_FLAGS, status_flags()) ?:
	       nla_put_u32(skb, OOMT_A_TASK_CAPACITY, task_capacity()) ?:
	       put_u64(skb, OOMT_A_DECISIONS,
		       atomic64_read(&oomt_stats.decisions)) ?:
	       put_u64(skb, OOMT_A_KILLS, atomic64_read(&oomt_stats.kills)) ?:
	       put_u64(skb, OOMT_A_MISSES,
		       atomic64_read(&oomt_stats.misses)) ?:
	       put_u64(skb, OOMT_A_SEQ, oomt_event_seq()) ?:
	       put_metrics(skb) ?:
	       put_last(skb);
}

static int status(struct sk_buff *request, struct genl_info *info)
{
	struct sk_buff *skb;
	void *head;
	int err = oomt_genl_allowed(request);

	if (err)
		return err;
	skb = answer_new(info, OOMT_CMD_STATUS, &head);
	if (!skb)
		return -ENOMEM;
	err = put_u64(skb, OOMT_A_GENERATION, oomt_store_generation()) ?:
	      put_status(skb);
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	genlmsg_end(skb, head);
	return genlmsg_reply(skb, info);
}

/* ---- events ------------------------------------------------------------- */

static int put_decision(struct sk_buff *skb, const struct oomt_decision *d)
{
	const struct oomt_victim *v = &d->runner[0];
	int err;

	err = nla_put_u32(skb, OOMT_A_HOOK, d->hook) ?:
	      put_u64(skb, OOMT_A_DECISION, d->id) ?:
	      nla_put_string(skb, OOMT_A_TABLE, d->table) ?:
	      nla_put_string(skb, OOMT_A_CHAIN, d->chain) ?:
	      nla_put(skb, OOMT_A_DATA, sizeof(*d), d);
	if (err || d->outcome != OOMT_OUT_VICTIM)
		return err;
	return nla_put_u32(skb, OOMT_A_PID, v->pid) ?:
	       nla_put_string(skb, OOMT_A_COMM, v->comm) ?:
	       put_u64(skb, OOMT_A_START_NS, v->start_ns) ?:
	       nla_put_string(skb, OOMT_A_FILE, v->file) ?:
	       nla_put_u32(skb, OOMT_A_LINE, v->line) ?:
	       nla_put_u32(skb, OOMT_A_ACTION, v->kind);
}

static int put_note(struct sk_buff *skb, const struct oomt_event_note *note)
{
	int err;

	err = nla_put_u32(skb, OOMT_A_HOOK, note->hook) ?:
	      nla_put_string(skb, OOMT_A_TABLE, note->table) ?:
	      nla_put_string(skb, OOMT_A_FILE, note->file) ?:
	      nla_put_u32(skb, OOMT_A_LINE, note->line) ?:
	      put_u64(skb, OOMT_A_TASKS, note->tasks) ?:
	      put_u64(skb, OOMT_A_BYTES, note->bytes) ?:
	      nla_put_u32(skb, OOMT_A_PID, note->pid) ?:
	      nla_put_string(skb, OOMT_A_COMM, note->comm) ?:
	      put_u64(skb, OOMT_A_START_NS, note->start_ns);
	if (!err && note->text[0])
		err = nla_put_string(skb, OOMT_A_TEXT, note->text);
	if (!err && note->signal)
		err = nla_put_u32(skb, OOMT_A_SIGNAL, note->signal);
	return err;
}

static int put_event(struct sk_buff *skb,
		     const struct oomt_event_record *record)
{
	const struct oomt_event_head *head = &record->head;
	int err;

	err = put_u64(skb, OOMT_A_GENERATION, oomt_store_generation()) ?:
	      put_u64(skb, OOMT_A_SEQ, head->seq) ?:
	      nla_put_u32(skb, OOMT_A_EVENT, head->type) ?:
	      put_u64(skb, OOMT_A_AT_NS, head->at_ns);
	if (err)
		return err;
	switch (head->type) {
	case OOMT_EV_ENDING:
		err = nla_put_u32(skb, OOMT_A_ENDING, head->ending) ?:
		      put_u64(skb, OOMT_A_TOOK_NS, head->took_ns);
		if (!err && head->bytes >= 0)
			err = put_u64(skb, OOMT_A_BYTES, head->bytes);
		return err ?: put_decision(skb, &record->decision);
	case OOMT_EV_DECISION:
		return put_decision(skb, &record->decision);
	case OOMT_EV_WARN:
	case OOMT_EV_LOG:
		return put_note(skb, &record->note);
	case OOMT_EV_HANDLER:
		return nla_put_u32(skb, OOMT_A_HANDLER, head->state) ?:
		       nla_put_u32(skb, OOMT_A_HANDLER_PID, head->pid);
	case OOMT_EV_KERNEL_KILL:
		return nla_put_u32(skb, OOMT_A_PID, head->pid) ?:
		       nla_put_string(skb, OOMT_A_COMM, head->comm);
	default:
		return 0;
	}
}

static bool live;	/* the last events come after the family */

/* Must not itself call for memory that is not there. */
int oomt_genl_event(const struct oomt_event_record *record)
{
	const gfp_t gfp = GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN;
	size_t room = sizeof(record->decision) + 1024;
	struct sk_buff *skb;
	void *head;

	if (!READ_ONCE(live) ||
	    !genl_has_listeners(&oomt_genl_family, &init_net, 0))
		return 0;
	skb = genlmsg_new(room, gfp);
	if (!skb)
		return -ENOMEM;
	head = genlmsg_put(skb, 0, 0, &oomt_genl_family, 0, OOMT_CMD_EVENT);
	if (!head || put_event(skb, record)) {
		WARN_ON_ONCE(1);
		nlmsg_free(skb);
		return 0;
	}
	genlmsg_end(skb, head);
	genlmsg_multicast(&oomt_genl_family, skb, 0, 0, gfp);
	return 0;
}

/* ---- the family --------------------------------------------------------- */

#define DO(c, f)	{ .cmd = OOMT_CMD_##c, .flags = GENL_ADMIN_PERM, \
			  .doit = (f) }
#define DUMP(c, s, f, d) { .cmd = OOMT_CMD_##c, .flags = GENL_ADMIN_PERM, \
			  .start = (s), .dumpit = (f), .done = (d) }

static const struct genl_ops ops[] = {
	DO(LOAD_BEGIN, load_begin),
	DO(LOAD_CHUNK, load_chunk),
	DO(LOAD_COMMIT, load_commit),
	DO(FLUSH, flush),
	DO(STATUS, status),
	DUMP(TABLE, oomt_dump_start, oomt_dump_table, oomt_dump_done),
	DUMP(IMAGE, oomt_dump_start, oomt_dump_image, oomt_dump_done),
	DUMP(COUNTER, oomt_dump_start, oomt_dump_counter, oomt_dump_done),
	DUMP(TASK, oomt_dump_task_start, oomt_dump_task, oomt_dump_task_done),
};

static const struct genl_multicast_group groups[] = {
	{ .name = OOMT_GENL_GROUP_EVENTS, .flags = OOMT_MCAST_FLAGS },
};

struct genl_family oomt_genl_family = {
	.name = OOMT_GENL_NAME,
	.version = OOMT_GENL_VERSION,
	.maxattr = OOMT_A_MAX,
	.policy = policy,
	.module = THIS_MODULE,
	.parallel_ops = true,
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
};

int oomt_genl_init(void)
{
	int err = oomt_load_init();

	if (err)
		return err;
	err = genl_register_family(&oomt_genl_family);
	if (err)
		oomt_load_exit();
	WRITE_ONCE(live, !err);
	return err;
}

void oomt_genl_exit(void)
{
	WRITE_ONCE(live, false);
	flush_workqueue(oomt_wq);
	genl_unregister_family(&oomt_genl_family);
	oomt_load_exit();
}

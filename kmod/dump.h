/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The dumps of generic netlink: start, more, done, as the core calls them.
 */
#ifndef OOMT_KMOD_DUMP_H
#define OOMT_KMOD_DUMP_H

#include <net/genetlink.h>

extern struct genl_family oomt_genl_family;	/* genl.c */

/* 0 if the sender of the request may command us. */
int oomt_genl_allowed(struct sk_buff *skb);

int oomt_dump_table(struct sk_buff *skb, struct netlink_callback *cb);
int oomt_dump_image(struct sk_buff *skb, struct netlink_callback *cb);
int oomt_dump_counter(struct sk_buff *skb, struct netlink_callback *cb);
/* These three hold the tables in force from start to done. */
int oomt_dump_start(struct netlink_callback *cb);
int oomt_dump_done(struct netlink_callback *cb);

int oomt_dump_task_start(struct netlink_callback *cb);
int oomt_dump_task(struct sk_buff *skb, struct netlink_callback *cb);
int oomt_dump_task_done(struct netlink_callback *cb);

#endif /* OOMT_KMOD_DUMP_H */

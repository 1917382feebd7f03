/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * In the guest: netlink messages put together by hand, byte by byte, so that
 * they can be wrong.  One message at a time, one socket at a time.
 */
#ifndef OOMT_TESTS_VM_MESSAGE_H
#define OOMT_TESTS_VM_MESSAGE_H

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/oomtables.h>
#include <stdbool.h>
#include <stdint.h>

#define SILENCE		1000	/* no answer at all */
#define ALIGN4(n)	(((n) + 3) & ~3U)

struct message {
	unsigned int len;
	union {
		struct nlmsghdr head;
		unsigned char bytes[300000];
	};
};

extern struct message msg;
extern int sock;
extern uint16_t family;
extern uint32_t group;			/* of the events */
extern unsigned char answer[1 << 18];
extern void (*on_message)(const struct nlmsghdr *head);	/* or NULL */

void put(unsigned int type, const void *data, unsigned int len);
void put_u32(unsigned int type, uint32_t value);
void put_name(const char *name);

/* Answers where the first attribute will stand, for who wants to spoil it. */
struct nlattr *begin(uint16_t type, uint8_t cmd, uint16_t flags);
struct nlattr *request(uint8_t cmd);
struct nlattr *dump(uint8_t cmd);

void reopen(void);

/* What the kernel answered: 0 or -errno, or SILENCE. */
int talk(void);

bool find_family(void);

#endif /* OOMT_TESTS_VM_MESSAGE_H */

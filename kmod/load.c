// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads in progress.  Called by netlink commands only; sleeps.
 */
#include "compat.h"

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/netlink.h>
#include <linux/slab.h>
#include <net/net_namespace.h>

#include "load.h"
#include "../engine/compat.h"

#define LOADS_MAX	4	/* open at once: each may hold OOMT_TXN_MAX */

struct load {
	struct list_head list;
	u32 portid;
	u32 size, got;
	void *images;
};

static LIST_HEAD(loads);
static u32 load_count;
static DEFINE_MUTEX(loads_lock);

static struct load *load_find(u32 portid)
{
	struct load *load;

	list_for_each_entry(load, &loads, list)
		if (load->portid == portid)
			return load;
	return NULL;
}

static void load_drop(struct load *load)
{
	if (!load)
		return;
	list_del(&load->list);
	load_count--;
	kvfree(load->images);
	kfree(load);
}

static struct load *load_new(u32 portid, u32 size)
{
	struct load *load = kzalloc(sizeof(*load), GFP_KERNEL);

	if (!load)
		return NULL;
	load->images = kvmalloc(size, GFP_KERNEL_ACCOUNT);
	if (!load->images) {
		kfree(load);
		return NULL;
	}
	load->portid = portid;
	load->size = size;
	return load;
}

/* Its place is counted before it is there. */
static bool place_take(u32 portid)
{
	bool taken;

	mutex_lock(&loads_lock);
	load_drop(load_find(portid));
	taken = load_count < LOADS_MAX;
	load_count += taken;
	mutex_unlock(&loads_lock);
	return taken;
}

/*
 * The memory is asked for without the lock: whoever closes a socket of this
 * protocol takes it (on_netlink), and must not wait for an allocation that
 * waits for memory.
 */
int oomt_load_begin(u32 portid, u32 size)
{
	struct load *load;

	if (!size)
		return -EINVAL;
	if (size > OOMT_TXN_MAX)
		return -E2BIG;
	if (!place_take(portid))
		return -EBUSY;
	load = load_new(portid, size);
	mutex_lock(&loads_lock);
	if (load) {
		/* Two at a time on one socket: one of them stays. */
		load_drop(load_find(portid));
		list_add(&load->list, &loads);
	} else {
		load_count--;
	}
	mutex_unlock(&loads_lock);
	return load ? 0 : -ENOMEM;
}

int oomt_load_chunk(u32 portid, u32 offset, const void *data, u32 size)
{
	struct load *load;
	int err = 0;

	mutex_lock(&loads_lock);
	load = load_find(portid);
	if (!load)
		err = -ENOENT;
	else if (offset != load->got || size > load->size - load->got)
		err = -EINVAL;
	if (!err) {
		memcpy(load->images + offset, data, size);
		load->got += size;
	}
	mutex_unlock(&loads_lock);
	return err;
}

int oomt_load_take(u32 portid, void **images, u32 *size)
{
	struct load *load;
	int err = 0;

	mutex_lock(&loads_lock);
	load = load_find(portid);
	if (!load) {
		err = -ENOENT;
	} else if (load->got != load->size) {
		err = -EINVAL;
	} else {
		*images = load->images;
		*size = load->size;
		load->images = NULL;
	}
	load_drop(load);
	mutex_unlock(&loads_lock);
	return err;
}

static int on_netlink(struct notifier_block *nb, unsigned long event,
		      void *data)
{
	const struct netlink_notify *notify = data;

	if (event != NETLINK_URELEASE || notify->protocol != NETLINK_GENERIC ||
	    !net_eq(notify->net, &init_net))
		return NOTIFY_DONE;
	mutex_lock(&loads_lock);
	load_drop(load_find(notify->portid));
	mutex_unlock(&loads_lock);
	return NOTIFY_DONE;
}

static struct notifier_block netlink_notifier = {
	.notifier_call = on_netlink,
};

int oomt_load_init(void)
{
	return netlink_register_notifier(&netlink_notifier);
}

void oomt_load_exit(void)
{
	netlink_unregister_notifier(&netlink_notifier);
	mutex_lock(&loads_lock);
	while (!list_empty(&loads))
		load_drop(list_first_entry(&loads, struct load, list));
	mutex_unlock(&loads_lock);
}

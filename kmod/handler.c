// SPDX-License-Identifier: GPL-2.0-only
/*
 * The declared handler.  Hooks ask, the handler's process reads and writes.
 * Everything a hook touches here is made at init; the only waits are the
 * hook's for its deadline and the reader's for a decision.
 */
#include "compat.h"

#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "deed.h"
#include "event.h"
#include "flight.h"
#include "handler.h"
#include "hooks.h"
#include "memcg.h"
#include "metrics.h"
#include "stats.h"

enum place_state {
	PLACE_EMPTY,
	PLACE_WAITING,		/* for the handler to read it */
	PLACE_READ,		/* for its ACK */
	PLACE_ACKED,
	PLACE_WITHDRAWN,
};

/* One decision on its way; one per context. */
struct place {
	enum place_state state;
	const struct file *reader;	/* READ: by whom; not held */
	int result;
	u64 id;
	wait_queue_head_t acked;
	const struct oomt_member *member;	/* the asker's, while it asks */
	u32 count;
	struct oomt_decision decision;
};

/* What a read returns. */
struct parcel {
	struct oomt_decision decision;
	struct oomt_member member[OOMT_MEMBERS_MAX];
};

static struct {
	spinlock_t lock;
	enum oomt_handler_state state;	/* BUSY is not stored, see below */
	pid_t tgid;
	struct file *file;		/* that registered; not held */
	struct file *before;		/* whose place it took; not held */
	wait_queue_head_t readers;
	struct place place[OOMT_CTX_COUNT];
	struct parcel copy;		/* the reader's, under copy_lock */
} handler;
static DEFINE_MUTEX(copy_lock);
static bool deaf;		/* a push is no reason to look (tests) */

void oomt_handler_deaf(bool on)
{
	deaf = on;
}

/* ---- state -------------------------------------------------------------- */

static bool place_pending(const struct place *place)
{
	return place->state == PLACE_WAITING || place->state == PLACE_READ;
}

enum oomt_handler_state oomt_handler_state(void)
{
	enum oomt_handler_state state = READ_ONCE(handler.state);
	int i;

	if (state != OOMT_HANDLER_READY)
		return state;
	for (i = 0; i < OOMT_CTX_COUNT; i++)
		if (place_pending(&handler.place[i]))
			return OOMT_HANDLER_BUSY;
	return state;
}

bool oomt_handler_listens(void)
{
	return READ_ONCE(handler.state) == OOMT_HANDLER_READY;
}

pid_t oomt_handler_tgid(void)
{
	return READ_ONCE(handler.tgid);
}

/* ---- the hooks' side ---------------------------------------------------- */

static bool place_fill(struct place *place, const struct oomt_decision *d,
		       const struct oomt_member *member, u32 count)
{
	unsigned long flags;
	bool ready;

	spin_lock_irqsave(&handler.lock, flags);
	ready = handler.state == OOMT_HANDLER_READY;
	if (ready) {
		place->state = PLACE_WAITING;
		place->id = d->id;
		place->decision = *d;
		place->member = member;
		place->count = min_t(u32, count, OOMT_MEMBERS_MAX);
	}
	spin_unlock_irqrestore(&handler.lock, flags);
	return ready;
}

static bool place_settled(struct place *place)
{
	return !place_pending(place) ||
	       READ_ONCE(handler.state) == OOMT_HANDLER_NONE ||
	       READ_ONCE(handler.state) == OOMT_HANDLER_LOST;
}

/* Empties the place and tells how it went. */
static int place_finish(struct place *place, bool timeout, int *result)
{
	unsigned long flags;
	int err;

	spin_lock_irqsave(&handler.lock, flags);
	err = place->state == PLACE_READ ? -EINPROGRESS : -EINTR;
	if (place->state == PLACE_ACKED) {
		*result = place->result;
		err = 0;
	} else if (place->state == PLACE_WITHDRAWN || place_settled(place)) {
		err = -ENODEV;
	} else if (timeout) {
		err = -ETIMEDOUT;
		/* If it is not the one before who is. */
		if (place->state == PLACE_WAITING ||
		    place->reader == handler.file)
			handler.state = OOMT_HANDLER_LATE;
	}
	place->state = PLACE_EMPTY;
	spin_unlock_irqrestore(&handler.lock, flags);
	return err;
}

int oomt_handler_ask(enum oomt_context_id ctx,
		     const struct oomt_decision *decision,
		     const struct oomt_member *member, u32 count, int *result)
{
	struct place *place = &handler.place[ctx];
	long left = msecs_to_jiffies(min_t(u32, decision->deadline_ms,
					   OOMT_DEADLINE_MS_MAX));
	int err;

	*result = 0;
	if (!place_fill(place, decision, member, count))
		return -ENODEV;
	wake_up_interruptible(&handler.readers);
	left = wait_event_killable_timeout(place->acked, place_settled(place),
					   left);
	err = place_finish(place, !left, result);
	if (err == -ETIMEDOUT) {
		atomic64_inc(&oomt_stats.misses);
		if (READ_ONCE(handler.state) == OOMT_HANDLER_LATE) {
			wake_up_interruptible(&handler.readers);
			oomt_event_handler(OOMT_HANDLER_LATE,
					   oomt_handler_tgid());
		}
	}
	return err;
}

bool oomt_handler_withdraw(void)
{
	struct place *place = &handler.place[OOMT_CTX_LOW];
	unsigned long flags;
	bool withdrawn;

	spin_lock_irqsave(&handler.lock, flags);
	withdrawn = place->state == PLACE_WAITING;
	if (withdrawn)
		place->state = PLACE_WITHDRAWN;
	spin_unlock_irqrestore(&handler.lock, flags);
	if (withdrawn)
		wake_up(&place->acked);
	return withdrawn;
}

/* ---- the reserve: from the read's return to the ACK --------------------- */

static bool no_reserve;
module_param(no_reserve, bool, 0444);
MODULE_PARM_DESC(no_reserve, "for tests: the executor kills without access to reserves");

/*
 * PF_MEMALLOC belongs to a thread, and only it may change its flags.  Coming
 * from user space no thread has it but by us (or by a fork inside the
 * bracket), so whoever comes back has it taken away, whatever it was told.
 */
static void reserve_grant(void)
{
	if (!no_reserve)
		memalloc_noreclaim_save();
}

static void reserve_return(void)
{
	memalloc_noreclaim_restore(0);
}

/* ---- the handler's side ------------------------------------------------- */

/* What the file has read and not acknowledged goes to the next reader. */
static void give_back(const struct file *file)
{
	int i;

	lockdep_assert_held(&handler.lock);
	for (i = 0; i < OOMT_CTX_COUNT; i++)
		if (handler.place[i].state == PLACE_READ &&
		    handler.place[i].reader == file)
			handler.place[i].state = PLACE_WAITING;
}

/*
 * With O_TRUNC it takes the place of whoever is registered: what waits is
 * read by the new one; what the old one has read it may still acknowledge,
 * until it closes.
 */
static int dev_open(struct inode *inode, struct file *file)
{
	bool takes_over = file->f_flags & O_TRUNC;
	unsigned long flags;
	int err = 0;

	if (!capable(CAP_SYS_ADMIN) || !capable(CAP_KILL))
		return -EPERM;
	spin_lock_irqsave(&handler.lock, flags);
	if (handler.tgid && (!takes_over || handler.tgid == current->tgid)) {
		err = -EBUSY;
	} else {
		if (handler.before)
			give_back(handler.before);
		handler.before = handler.file;
		handler.state = OOMT_HANDLER_READY;
		handler.tgid = current->tgid;
		handler.file = file;
	}
	spin_unlock_irqrestore(&handler.lock, flags);
	if (err)
		return err;
	wake_up_interruptible(&handler.readers);	/* the old one's */
	oomt_event_handler(OOMT_HANDLER_READY, current->tgid);
	return nonseekable_open(inode, file);
}

/* Gone in the middle of something: lost.  Whoever waits is told at once. */
static void deregister(struct file *file)
{
	enum oomt_handler_state state = OOMT_HANDLER_NONE;
	unsigned long flags;
	pid_t tgid;
	int i;

	spin_lock_irqsave(&handler.lock, flags);
	if (handler.file != file) {
		if (handler.before == file) {
			give_back(file);
			handler.before = NULL;
		}
		spin_unlock_irqrestore(&handler.lock, flags);
		wake_up_interruptible(&handler.readers);
		return;
	}
	for (i = 0; i < OOMT_CTX_COUNT; i++) {
		if (!place_pending(&handler.place[i]))
			continue;
		state = OOMT_HANDLER_LOST;
		handler.place[i].state = PLACE_WITHDRAWN;
	}
	handler.state = state;
	handler.file = NULL;
	tgid = handler.tgid;
	handler.tgid = 0;
	spin_unlock_irqrestore(&handler.lock, flags);
	for (i = 0; i < OOMT_CTX_COUNT; i++)
		wake_up(&handler.place[i].acked);
	wake_up_interruptible(&handler.readers);
	oomt_event_handler(state, tgid);
}

/*
 * The owner's close or death deregisters, even if a child has inherited the
 * descriptor; the child's copy goes on pinning the module.
 */
static int dev_flush(struct file *file, fl_owner_t id)
{
	if (current->tgid != handler.tgid)
		return 0;
	reserve_return();
	deregister(file);
	return 0;
}

static int dev_release(struct inode *inode, struct file *file)
{
	deregister(file);
	return 0;
}

/* hook oom goes first. */
static struct place *place_first(void)
{
	int i;

	for (i = OOMT_CTX_COUNT; i-- > 0; )
		if (handler.place[i].state == PLACE_WAITING)
			return &handler.place[i];
	return NULL;
}

/* The asker waits as long as its place is not empty: what it lent is there. */
static size_t take(const struct file *file, struct parcel *to)
{
	size_t size = 0;
	struct place *place;
	unsigned long flags;

	spin_lock_irqsave(&handler.lock, flags);
	place = handler.file == file ? place_first() : NULL;
	if (place) {
		place->state = PLACE_READ;
		place->reader = file;
		to->decision = place->decision;
		memcpy(to->member, place->member,
		       place->count * sizeof(*to->member));
		size = sizeof(to->decision) +
		       place->count * sizeof(*to->member);
	}
	spin_unlock_irqrestore(&handler.lock, flags);
	return size;
}

/*
 * The bracket opens before the copy, so that even a fault on a buffer that is
 * not locked may use the reserves.
 */
static ssize_t deliver(const struct file *file, char __user *buf, size_t room)
{
	ssize_t got = -EAGAIN;
	size_t size;

	/* Whole members only. */
	room -= (room - sizeof(struct oomt_decision)) %
		sizeof(struct oomt_member);
	mutex_lock(&copy_lock);
	size = min(take(file, &handler.copy), room);
	if (size) {
		reserve_grant();
		got = size;
		if (copy_to_user(buf, &handler.copy, size)) {
			reserve_return();
			got = -EFAULT;
		}
	}
	mutex_unlock(&copy_lock);
	return got;
}

/* Another one has taken its place. */
static bool replaced(const struct file *file)
{
	return READ_ONCE(handler.before) == file;
}

/*
 * Who has registered, through what it has registered with: a descriptor whose
 * duplicate was closed is nothing any more, even in a process that has
 * registered again.
 */
static bool owns(const struct file *file)
{
	return current->tgid == READ_ONCE(handler.tgid) &&
	       READ_ONCE(handler.file) == file;
}

static ssize_t dev_read(struct file *file, char __user *buf, size_t size,
			loff_t *pos)
{
	ssize_t got;
	int err;

	if (replaced(file)) {
		reserve_return();
		return 0;
	}
	if (!owns(file))
		return -EPERM;
	if (size < sizeof(struct oomt_decision))
		return -EINVAL;
	/* Whoever comes back to wait has done what it wanted to do. */
	reserve_return();
	for (;;) {
		got = deliver(file, buf, size);
		if (got != -EAGAIN || file->f_flags & O_NONBLOCK)
			return got;
		err = wait_event_interruptible(handler.readers,
					       place_first() || !owns(file));
		if (err)
			return err;
		if (replaced(file))
			return 0;
		if (!owns(file))
			return -EPERM;
	}
}

static __poll_t dev_poll(struct file *file, poll_table *wait)
{
	if (replaced(file))
		return EPOLLIN | EPOLLHUP;
	if (!owns(file))
		return EPOLLERR;
	poll_wait(file, &handler.readers, wait);
	return (place_first() ? EPOLLIN | EPOLLRDNORM : 0) |
	       (READ_ONCE(handler.state) == OOMT_HANDLER_LATE ? EPOLLPRI : 0);
}

/* The signal is sent, or could not be; -ESTALE: nobody waits for it now. */
static int on_ack(const struct oomt_handler_msg *msg)
{
	struct place *place = NULL;
	unsigned long flags;
	int i;

	reserve_return();
	if (msg->result > 0 || msg->result < -MAX_ERRNO)
		return -EINVAL;
	spin_lock_irqsave(&handler.lock, flags);
	for (i = 0; i < OOMT_CTX_COUNT && !place; i++)
		if (handler.place[i].state == PLACE_READ &&
		    handler.place[i].id == msg->id)
			place = &handler.place[i];
	if (place) {
		place->state = PLACE_ACKED;
		place->result = msg->result;
	}
	spin_unlock_irqrestore(&handler.lock, flags);
	if (!place)
		return -ESTALE;
	wake_up(&place->acked);
	return 0;
}

static int on_heartbeat(void)
{
	unsigned long flags;
	bool back;

	spin_lock_irqsave(&handler.lock, flags);
	back = handler.state == OOMT_HANDLER_LATE;
	if (back)
		handler.state = OOMT_HANDLER_READY;
	spin_unlock_irqrestore(&handler.lock, flags);
	if (back)
		oomt_event_handler(OOMT_HANDLER_READY, handler.tgid);
	return 0;
}

static int on_metric(const struct oomt_handler_msg *msg)
{
	bool news = false;
	int err = oomt_metrics_push(msg->metric, msg->value, &news);

	if (!err && news && !deaf)
		oomt_hook_low_wake();
	return err;
}

static int on_cgroup(const struct oomt_handler_msg *msg)
{
	int err = 0;

	if (msg->metric != OOMT_NONE)
		err = oomt_memcg_push(msg->id, msg->metric, msg->value);
	if (!err)
		oomt_hook_low_wake();
	return err;
}

static ssize_t dev_write(struct file *file, const char __user *buf,
			 size_t size, loff_t *pos)
{
	struct oomt_handler_msg msg;
	bool before = replaced(file);
	int err;

	if (!owns(file) && !before)
		return -EPERM;
	if (size != sizeof(msg))
		return -EINVAL;
	if (copy_from_user(&msg, buf, sizeof(msg)))
		return -EFAULT;
	/* It may only end what it has begun. */
	if (before && msg.type != OOMT_MSG_ACK && msg.type != OOMT_MSG_OUTCOME)
		return -EPIPE;
	switch (msg.type) {
	case OOMT_MSG_ACK:
		err = on_ack(&msg);
		break;
	case OOMT_MSG_OUTCOME:
		oomt_flight_bytes(msg.id, msg.value);
		oomt_deed_outcome(msg.id, msg.result);
		err = 0;
		break;
	case OOMT_MSG_HEARTBEAT:
		err = on_heartbeat();
		break;
	case OOMT_MSG_METRIC:
		err = on_metric(&msg);
		break;
	case OOMT_MSG_CGROUP:
		err = on_cgroup(&msg);
		break;
	default:
		err = -EINVAL;
		break;
	}
	return err ?: sizeof(msg);
}

static const struct file_operations dev_ops = {
	.owner = THIS_MODULE,
	.open = dev_open,
	.flush = dev_flush,
	.release = dev_release,
	.read = dev_read,
	.write = dev_write,
	.poll = dev_poll,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "oomtables",
	.fops = &dev_ops,
	.mode = 0600,
};

int oomt_handler_init(void)
{
	int i;

	spin_lock_init(&handler.lock);
	init_waitqueue_head(&handler.readers);
	for (i = 0; i < OOMT_CTX_COUNT; i++)
		init_waitqueue_head(&handler.place[i].acked);
	return misc_register(&device);
}

void oomt_handler_exit(void)
{
	misc_deregister(&device);
}

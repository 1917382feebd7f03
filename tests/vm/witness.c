// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: tells what was decided, and by which picture: after each event
 * of a decision it asks the module for the picture that it was made by, before
 * the next one takes its place.  For the soak, whose judge (soak_judge.c) reads
 * what it says.  Never chosen, locked, ahead of everybody else.
 *
 *	witness			says WITNESS, then listens
 *
 * DECIDED key=value...		a decision; behind it its picture:
 * SYSTEM, CGROUP, TASK		key=value..., texts in hex
 * KEPT n, or LOST why		the end of it
 * ENDED key=value...		what became of a decision
 * MISSED n			events that were lost
 */
#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/mman.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <linux/oomtables.h>
#include "names.h"

static struct nl_sock *events, *calls;
static int family;
static char text[262144];
static size_t used;
static struct oomt_decision decision;
static unsigned long long seen_seq;

__attribute__((format(printf, 1, 2)))
static void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	used += vsnprintf(text + used, sizeof(text) - used, format, args);
	va_end(args);
	if (used >= sizeof(text))
		_exit(1);
}

/* A decision's lines in one piece: nobody else's come between. */
static void flush(void)
{
	size_t at;
	ssize_t n;

	for (at = 0; at < used; at += n) {
		n = write(STDOUT_FILENO, text + at, used - at);
		if (n <= 0)
			_exit(1);
	}
	used = 0;
}

static void say_text(const char *key, const char *value)
{
	say(" %s=", key);
	for (; *value; value++)
		say("%02x", (unsigned char)*value);
}

static long long number(struct nlattr *attr)
{
	return attr ? (long long)nla_get_u64(attr) : 0;
}

/* ---- the picture ---------------------------------------------------------- */

static unsigned int tasks;
static int dump_error;

static void say_metrics(struct nlattr *nest)
{
	struct nlattr *a;
	int left;

	nla_for_each_nested(a, nest, left)
		say(" %d=%lld", nla_type(a) - 1, (long long)nla_get_u64(a));
}

static void say_task(struct nlattr **attr)
{
	struct nlattr *a;
	int left;

	say("TASK pid=%u start=%lld known=%lld flags=%u",
	    nla_get_u32(attr[OOMT_A_PID]), number(attr[OOMT_A_START_NS]),
	    number(attr[OOMT_A_KNOWN]), nla_get_u32(attr[OOMT_A_TASK_FLAGS]));
	say_text("comm", nla_get_string(attr[OOMT_A_COMM]));
	if (attr[OOMT_A_CGROUP])
		say_text("cgroup", nla_get_string(attr[OOMT_A_CGROUP]));
	if (attr[OOMT_A_TEXT])
		say_text("exe", nla_get_string(attr[OOMT_A_TEXT]));
	nla_for_each_nested(a, attr[OOMT_A_FIELD], left)
		say(" %s=%lld", oomt_field_name(nla_type(a) - 1),
		    (long long)nla_get_u64(a));
	say("\n");
	tasks++;
}

static int see_picture(struct nl_msg *msg, void *arg)
{
	struct nlattr *attr[OOMT_A_MAX + 1];

	(void)arg;
	if (genlmsg_parse(nlmsg_hdr(msg), 0, attr, OOMT_A_MAX, NULL))
		return NL_OK;
	if (attr[OOMT_A_PID]) {
		say_task(attr);
	} else if (attr[OOMT_A_CGROUP]) {
		say("CGROUP");
		say_text("path", nla_get_string(attr[OOMT_A_CGROUP]));
		say(" group=%u", nla_get_u32(attr[OOMT_A_FLAGS]));
		say_metrics(attr[OOMT_A_METRIC]);
		say("\n");
	} else if (attr[OOMT_A_METRIC]) {
		say("SYSTEM now=%lld", number(attr[OOMT_A_AT_NS]));
		say_metrics(attr[OOMT_A_METRIC]);
		say("\n");
	}
	return NL_OK;
}

static int see_end(struct nl_msg *msg, void *arg)
{
	int *code = nlmsg_data(nlmsg_hdr(msg));

	(void)arg;
	dump_error = nlmsg_datalen(nlmsg_hdr(msg)) >= (int)sizeof(int) ?
		     *code : 0;
	return NL_STOP;
}

static int see_error(struct sockaddr_nl *from, struct nlmsgerr *err, void *arg)
{
	(void)from;
	(void)arg;
	dump_error = err->error;
	return NL_STOP;
}

static void say_picture(void)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);

	if (!msg || !cb || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family,
					0, NLM_F_DUMP, OOMT_CMD_TASK,
					OOMT_GENL_VERSION))
		_exit(1);
	nla_put_u32(msg, OOMT_A_HOOK, decision.hook);
	nla_put_u64(msg, OOMT_A_AT_NS, decision.at_ns);
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, see_picture, NULL);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, see_end, NULL);
	nl_cb_err(cb, NL_CB_CUSTOM, see_error, NULL);
	tasks = 0;
	dump_error = 1;
	if (nl_send_auto(calls, msg) < 0)
		dump_error = -EIO;
	nlmsg_free(msg);
	while (dump_error > 0 && nl_recvmsgs(calls, cb) >= 0)
		;
	nl_cb_put(cb);
	if (dump_error)
		say("LOST %d\n", dump_error);
	else
		say("KEPT %u\n", tasks);
}

/* ---- events --------------------------------------------------------------- */

static void say_decision(void)
{
	const struct oomt_decision *d = &decision;
	unsigned int i;

	say("DECIDED hook=%u id=%llu at=%llu outcome=%u flags=%u deadline=%u tasks=%u candidates=%u exempt=%u",
	    d->hook, (unsigned long long)d->id, (unsigned long long)d->at_ns,
	    d->outcome, d->flags, d->deadline_ms, d->tasks, d->candidates,
	    d->exempt);
	say_text("table", d->table);
	say_text("chain", d->chain);
	say_text("cgroup", d->cgroup);
	say(" runners=");
	for (i = 0; i < d->runner_count; i++)
		say("%s%d:%u:%u", i ? "," : "", d->runner[i].pid,
		    d->runner[i].line, d->runner[i].members);
	say("\n");
}

static int see_event(struct nl_msg *msg, void *arg)
{
	struct nlattr *attr[OOMT_A_MAX + 1];
	unsigned long long seq;

	(void)arg;
	if (genlmsg_parse(nlmsg_hdr(msg), 0, attr, OOMT_A_MAX, NULL))
		return NL_OK;
	seq = number(attr[OOMT_A_SEQ]);
	if (seen_seq && seq > seen_seq + 1)
		say("MISSED %llu\n", seq - seen_seq - 1);
	seen_seq = seq;
	if (attr[OOMT_A_DATA] && attr[OOMT_A_EVENT]) {
		memcpy(&decision, nla_data(attr[OOMT_A_DATA]),
		       sizeof(decision));
		if (nla_get_u32(attr[OOMT_A_EVENT]) == OOMT_EV_DECISION) {
			say_decision();
			say_picture();
		} else if (nla_get_u32(attr[OOMT_A_EVENT]) == OOMT_EV_ENDING) {
			say("ENDED hook=%u id=%llu at=%llu took=%llu ending=%u\n",
			    decision.hook, (unsigned long long)decision.id,
			    (unsigned long long)decision.at_ns,
			    (unsigned long long)number(attr[OOMT_A_TOOK_NS]),
			    nla_get_u32(attr[OOMT_A_ENDING]));
		}
	}
	flush();
	return NL_OK;
}

static struct nl_sock *open_socket(void)
{
	struct nl_sock *sock = nl_socket_alloc();

	if (!sock || genl_connect(sock))
		_exit(1);
	nl_socket_disable_seq_check(sock);
	nl_socket_set_buffer_size(sock, 1 << 20, 1 << 16);
	return sock;
}

/*
 * Neither chosen nor overtaken; a fault now would be one in an OOM.  It
 * allocates in real time: the module sees to it that victims run all the same.
 */
static void prepare(void)
{
	const struct sched_param param = { .sched_priority = 20 };
	int fd = open("/proc/self/oom_score_adj", O_WRONLY);

	if (fd < 0 || write(fd, "-1000", 5) != 5)
		say("FAULT witness: oom_score_adj\n");
	close(fd);
	if (sched_setscheduler(0, SCHED_FIFO, &param))
		say("FAULT witness: scheduler\n");
	memset(text + used, 1, sizeof(text) - used);
	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		say("FAULT witness: mlockall\n");
}

int main(void)
{
	int group;

	prepare();
	events = open_socket();
	calls = open_socket();
	family = genl_ctrl_resolve(calls, OOMT_GENL_NAME);
	group = genl_ctrl_resolve_grp(events, OOMT_GENL_NAME,
				      OOMT_GENL_GROUP_EVENTS);
	if (family < 0 || group < 0 || nl_socket_add_membership(events, group))
		return 1;
	nl_socket_modify_cb(events, NL_CB_VALID, NL_CB_CUSTOM, see_event, NULL);
	say("WITNESS\n");
	flush();
	for (;;)
		if (nl_recvmsgs_default(events) == -NLE_NOMEM) {
			say("MISSED 0\n");
			flush();
		}
}

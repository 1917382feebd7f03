// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * In the guest: asks the module directly, past oomctl, so that the kernel's
 * own refusals and figures are tested and not the tool's.
 *
 *	query load FILE...		raw images, whatever is in them; prints
 *					REFUSED with the cookie, or LOADED
 *	query tasks low|oom PREFIX	dump TASK: the picture as a snapshot into
 *					PREFIX.snap, the module's verdicts into
 *					PREFIX.verdicts
 *	query bench low|oom ROUNDS	dump TASK again and again: BENCH lines
 *	query events			listens; DECISION, ENDING and LATE lines
 *	query half FILE			begins a load and closes the socket
 *	query status WHAT		handler (its pid), state (enum
 *					oomt_handler_state), generation, misses
 *					or flags: a number
 *	query counters TABLE		COUNTER lines
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/netlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <linux/oomtables.h>
#include "names.h"

static struct nl_sock *sock;
static int family;
static char refusal_text[256];
static struct oomt_refusal_cookie cookie;
static bool has_cookie;

static void die(const char *what, int err)
{
	printf("QUERY %s: %d %s\n", what, err, nl_geterror(err));
	exit(1);
}

static void open_socket(void)
{
	int one = 1;

	sock = nl_socket_alloc();
	if (!sock || genl_connect(sock))
		die("connect", 0);
	nl_socket_disable_seq_check(sock);
	nl_socket_set_buffer_size(sock, 1 << 20, 1 << 16);
	setsockopt(nl_socket_get_fd(sock), SOL_NETLINK, NETLINK_EXT_ACK, &one,
		   sizeof(one));
	family = genl_ctrl_resolve(sock, OOMT_GENL_NAME);
	if (family < 0)
		die("family", family);
}

/* libnl 3.7 drops the extended ack: the TLVs are read here. */
static int on_error(struct sockaddr_nl *from, struct nlmsgerr *err, void *arg)
{
	struct nlmsghdr *head = (struct nlmsghdr *)((char *)err - NLMSG_HDRLEN);
	int skip = sizeof(*err), *result = arg;
	struct nlattr *attr;
	int left;

	(void)from;
	*result = err->error;
	if (!(head->nlmsg_flags & NLM_F_ACK_TLVS))
		return NL_STOP;
	if (!(head->nlmsg_flags & NLM_F_CAPPED))
		skip += NLMSG_ALIGN(err->msg.nlmsg_len) - sizeof(err->msg);
	attr = (struct nlattr *)((char *)err + NLMSG_ALIGN(skip));
	left = head->nlmsg_len - NLMSG_HDRLEN - NLMSG_ALIGN(skip);
	for (; nla_ok(attr, left); attr = nla_next(attr, &left)) {
		if (nla_type(attr) == NLMSGERR_ATTR_MSG)
			snprintf(refusal_text, sizeof(refusal_text), "%s",
				 nla_get_string(attr));
		if (nla_type(attr) == NLMSGERR_ATTR_COOKIE &&
		    nla_len(attr) == sizeof(cookie)) {
			memcpy(&cookie, nla_data(attr), sizeof(cookie));
			has_cookie = true;
		}
	}
	return NL_STOP;
}

static int on_ack(struct nl_msg *msg, void *arg)
{
	(void)msg;
	*(int *)arg = 0;
	return NL_STOP;
}

static int on_end(struct nl_msg *msg, void *arg)
{
	int *code = nlmsg_data(nlmsg_hdr(msg));

	*(int *)arg = nlmsg_datalen(nlmsg_hdr(msg)) >= (int)sizeof(int) ?
		      *code : 0;
	return NL_STOP;
}

/* Sends and reads until the ack or the dump's end; 0 or -errno. */
static int call(struct nl_msg *msg, nl_recvmsg_msg_cb_t see, void *arg)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	int result = 1, err;

	nl_cb_err(cb, NL_CB_CUSTOM, on_error, &result);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_ack, &result);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, on_end, &result);
	if (see)
		nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, see, arg);
	err = nl_send_auto(sock, msg);
	nlmsg_free(msg);
	while (err >= 0 && result > 0)
		err = nl_recvmsgs(sock, cb);
	nl_cb_put(cb);
	if (err < 0 && result > 0)
		die("call", err);
	return result;
}

static struct nl_msg *request(int cmd, int flags)
{
	struct nl_msg *msg = nlmsg_alloc_size(65536);

	genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, flags, cmd,
		    OOMT_GENL_VERSION);
	return msg;
}

/* ---- loading ------------------------------------------------------------ */

static char images[1 << 20];

static unsigned int read_files(char **files, int count)
{
	unsigned int size = 0;
	FILE *f;
	int i;

	for (i = 0; i < count; i++) {
		f = fopen(files[i], "r");
		if (!f)
			die(files[i], 0);
		size += fread(images + size, 1, sizeof(images) - size, f);
		fclose(f);
	}
	return size;
}

static int load_bytes(unsigned int size, bool commit)
{
	struct nl_msg *msg = request(OOMT_CMD_LOAD_BEGIN, NLM_F_ACK);
	unsigned int at, piece;
	int err;

	nla_put_u32(msg, OOMT_A_SIZE, size);
	err = call(msg, NULL, NULL);
	for (at = 0; !err && at < size; at += piece) {
		piece = size - at < OOMT_CHUNK_MAX ? size - at : OOMT_CHUNK_MAX;
		msg = request(OOMT_CMD_LOAD_CHUNK, NLM_F_ACK);
		nla_put_u32(msg, OOMT_A_OFFSET, at);
		nla_put(msg, OOMT_A_DATA, piece, images + at);
		err = call(msg, NULL, NULL);
	}
	if (err || !commit)
		return err;
	return call(request(OOMT_CMD_LOAD_COMMIT, NLM_F_ACK), NULL, NULL);
}

static int load(int count, char **files)
{
	int err = load_bytes(read_files(files, count), true);

	if (!err)
		printf("LOADED\n");
	else if (has_cookie)
		printf("REFUSED %d table %u: %s (%s), index %u\n", err,
		       cookie.table, oomt_refusal_text(cookie.refusal),
		       refusal_text, cookie.index);
	else
		printf("REFUSED %d %s\n", err, refusal_text);
	return err ? 1 : 0;
}

/* ---- the picture -------------------------------------------------------- */

static FILE *snap, *verdicts;
static struct oomt_decision decision;
static uint64_t at_ns;

static void print_string(FILE *to, const char *key, const char *text)
{
	fprintf(to, " %s=\"", key);
	for (; *text; text++) {
		unsigned char c = *text;

		if (c < 0x20 || c > 0x7e)
			fprintf(to, "\\x%02x", c);
		else if (c == '"' || c == '\\')
			fprintf(to, "\\%c", c);
		else
			fputc(c, to);
	}
	fputc('"', to);
}

static void print_head(struct nlattr **attr)
{
	struct nlattr *a;
	int left;

	at_ns = nla_get_u64(attr[OOMT_A_AT_NS]);
	memcpy(&decision, nla_data(attr[OOMT_A_DATA]), sizeof(decision));
	if (!snap)
		return;
	fprintf(snap, "snapshot 1\nat 0s\nsystem");
	nla_for_each_nested(a, attr[OOMT_A_METRIC], left) {
		unsigned int metric = nla_type(a) - 1;
		long long value = nla_get_u64(a);

		if (oomt_metric_type(metric) == OOMT_T_PERCENT)
			fprintf(snap, " %s=%lld.%02lld",
				oomt_metric_name(metric), value / 100,
				value % 100);
		else if (metric != OOMT_M_SWAP_USED)
			fprintf(snap, " %s=%lld", oomt_metric_name(metric),
				value);
	}
	fprintf(snap, "\n");
}

/* What the snapshot's process line can say (language.md 6). */
static bool wanted(unsigned int field)
{
	switch (field) {
	case OOMT_F_TOTAL:
	case OOMT_F_OOM_SCORE:
	case OOMT_F_AGE:
	case OOMT_F_CHILDREN:
	case OOMT_F_GROWTH:
	case OOMT_F_TREE_TOTAL:
	case OOMT_F_MEMCG_CURRENT:
	case OOMT_F_MEMCG_MAX:
	case OOMT_F_PID:
		return false;
	default:
		return true;
	}
}

static void print_process(struct nlattr **attr)
{
	unsigned int flags = nla_get_u32(attr[OOMT_A_TASK_FLAGS]);
	struct nlattr *a;
	int left;

	fprintf(snap, "process pid=%u", nla_get_u32(attr[OOMT_A_PID]));
	print_string(snap, "comm", nla_get_string(attr[OOMT_A_COMM]));
	if (attr[OOMT_A_CGROUP])
		print_string(snap, "cgroup",
			     nla_get_string(attr[OOMT_A_CGROUP]));
	nla_for_each_nested(a, attr[OOMT_A_FIELD], left)
		if (wanted(nla_type(a) - 1))
			fprintf(snap, " %s=%lld",
				oomt_field_name(nla_type(a) - 1),
				(long long)nla_get_u64(a));
	fprintf(snap, " age=%llums",
		(unsigned long long)(at_ns -
				     nla_get_u64(attr[OOMT_A_START_NS])) /
		1000000);
	if (flags & OOMT_TASK_KTHREAD)
		fprintf(snap, " kthread");
	if (flags & OOMT_TASK_EXECUTOR)
		fprintf(snap, " executor");
	if (flags & OOMT_TASK_EXITING)
		fprintf(snap, " exiting");
	fprintf(snap, "\n");
}

/* rank N pid P rule FILE:LINE (candidates), exempt pid P rule ... */
static void print_verdict(struct nlattr **attr)
{
	unsigned int kind = nla_get_u32(attr[OOMT_A_VERDICT]);

	if (kind == OOMT_V_NONE)
		return;
	if (kind == OOMT_V_CANDIDATE)
		fprintf(verdicts, "rank %u", nla_get_u32(attr[OOMT_A_RANK]));
	else
		fprintf(verdicts, "exempt");
	fprintf(verdicts, " pid %u rule ", nla_get_u32(attr[OOMT_A_PID]));
	if (nla_get_u32(attr[OOMT_A_BY]) == OOMT_BY_ALWAYS)
		fprintf(verdicts, "always\n");
	else
		fprintf(verdicts, "%s:%u\n", nla_get_string(attr[OOMT_A_FILE]),
			nla_get_u32(attr[OOMT_A_LINE]));
}

static int see_task(struct nl_msg *msg, void *arg)
{
	struct nlattr *attr[OOMT_A_MAX + 1];

	(void)arg;
	if (genlmsg_parse(nlmsg_hdr(msg), 0, attr, OOMT_A_MAX, NULL))
		return NL_SKIP;
	if (attr[OOMT_A_DATA]) {
		print_head(attr);
	} else if (snap) {
		print_process(attr);
		print_verdict(attr);
	}
	return NL_OK;
}

static void dump(const char *hook)
{
	struct nl_msg *msg = request(OOMT_CMD_TASK, NLM_F_DUMP);
	int err;

	nla_put_u32(msg, OOMT_A_HOOK, oomt_hook_find(hook, strlen(hook)));
	err = call(msg, see_task, NULL);
	if (err) {
		printf("QUERY dump: %d %s\n", err, refusal_text);
		exit(1);
	}
}

static int tasks(const char *hook, const char *prefix)
{
	char path[256];

	snprintf(path, sizeof(path), "%s.snap", prefix);
	snap = fopen(path, "w");
	snprintf(path, sizeof(path), "%s.verdicts", prefix);
	verdicts = fopen(path, "w");
	if (!snap || !verdicts)
		die(path, 0);
	dump(hook);
	printf("PICTURE %s outcome %u tasks %u candidates %u exempt %u victim %d (%s)\n",
	       hook, decision.outcome, decision.tasks, decision.candidates,
	       decision.exempt, decision.runner[0].pid,
	       decision.runner[0].comm);
	return fclose(snap) || fclose(verdicts);
}

static int bench(const char *hook, int rounds)
{
	while (rounds-- > 0) {
		dump(hook);
		printf("BENCH %s tasks %u facts_ns %u decide_ns %u\n", hook,
		       decision.tasks, decision.facts_ns, decision.decide_ns);
	}
	return 0;
}

/* ---- events ------------------------------------------------------------- */

static int see_event(struct nl_msg *msg, void *arg)
{
	struct nlattr *attr[OOMT_A_MAX + 1];
	const struct oomt_decision *d = &decision;
	uint32_t type;

	(void)arg;
	if (genlmsg_parse(nlmsg_hdr(msg), 0, attr, OOMT_A_MAX, NULL))
		return NL_OK;
	type = nla_get_u32(attr[OOMT_A_EVENT]);
	if (type == OOMT_EV_HANDLER &&
	    nla_get_u32(attr[OOMT_A_HANDLER]) == OOMT_HANDLER_LATE)
		printf("LATE after_ns %llu deadline_ms %u\n",
		       (unsigned long long)(nla_get_u64(attr[OOMT_A_AT_NS]) - at_ns),
		       d->deadline_ms);
	if (!attr[OOMT_A_DATA])
		return NL_OK;
	memcpy(&decision, nla_data(attr[OOMT_A_DATA]), sizeof(decision));
	if (type == OOMT_EV_DECISION) {
		at_ns = nla_get_u64(attr[OOMT_A_AT_NS]);
		printf("DECISION %s tasks %u facts_ns %u decide_ns %u victim %s flags %u\n",
		       oomt_hook_name(d->hook), d->tasks, d->facts_ns,
		       d->decide_ns, d->runner[0].comm, d->flags);
	} else {
		printf("ENDING %s took_ns %llu victim %s: %s\n",
		       oomt_hook_name(d->hook), (unsigned long long)
		       nla_get_u64(attr[OOMT_A_TOOK_NS]), d->runner[0].comm,
		       oomt_ending_text(nla_get_u32(attr[OOMT_A_ENDING])));
	}
	return NL_OK;
}

static _Noreturn void events(void)
{
	int group = genl_ctrl_resolve_grp(sock, OOMT_GENL_NAME,
					  OOMT_GENL_GROUP_EVENTS);

	if (group < 0 || nl_socket_add_membership(sock, group))
		die("events", group);
	setvbuf(stdout, NULL, _IOLBF, 0);
	nl_socket_modify_cb(sock, NL_CB_VALID, NL_CB_CUSTOM, see_event, NULL);
	printf("LISTENING\n");
	for (;;)
		nl_recvmsgs_default(sock);
}

/* ---- status ------------------------------------------------------------- */

static int see_status(struct nl_msg *msg, void *arg)
{
	struct nlattr *attr[OOMT_A_MAX + 1];
	const char *what = arg;

	if (genlmsg_parse(nlmsg_hdr(msg), 0, attr, OOMT_A_MAX, NULL))
		return NL_SKIP;
	if (!strcmp(what, "handler"))
		printf("%u\n", nla_get_u32(attr[OOMT_A_HANDLER_PID]));
	else if (!strcmp(what, "state"))
		printf("%u\n", nla_get_u32(attr[OOMT_A_HANDLER]));
	else if (!strcmp(what, "generation"))
		printf("%llu\n", (unsigned long long)
		       nla_get_u64(attr[OOMT_A_GENERATION]));
	else if (!strcmp(what, "flags"))
		printf("%u\n", nla_get_u32(attr[OOMT_A_FLAGS]));
	else if (!strcmp(what, "misses"))
		printf("%llu\n", (unsigned long long)
		       nla_get_u64(attr[OOMT_A_MISSES]));
	return NL_OK;
}

static int status(char *what)
{
	return call(request(OOMT_CMD_STATUS, NLM_F_ACK), see_status, what) ?
	       1 : 0;
}

static int see_counter(struct nl_msg *msg, void *arg)
{
	struct nlattr *attr[OOMT_A_MAX + 1];

	(void)arg;
	if (genlmsg_parse(nlmsg_hdr(msg), 0, attr, OOMT_A_MAX, NULL))
		return NL_SKIP;
	printf("COUNTER %s rule %u tasks %llu verdicts %llu bytes %llu\n",
	       nla_get_string(attr[OOMT_A_NAME]),
	       nla_get_u32(attr[OOMT_A_RULE]),
	       (unsigned long long)nla_get_u64(attr[OOMT_A_TASKS]),
	       (unsigned long long)nla_get_u64(attr[OOMT_A_VERDICTS]),
	       (unsigned long long)nla_get_u64(attr[OOMT_A_VERDICT_BYTES]));
	return NL_OK;
}

static int counters(const char *table)
{
	struct nl_msg *msg = request(OOMT_CMD_COUNTER, NLM_F_DUMP);

	nla_put_string(msg, OOMT_A_NAME, table);
	return call(msg, see_counter, NULL) ? 1 : 0;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	open_socket();
	if (!strcmp(argv[1], "events"))
		events();
	if (argc < 3)
		return 2;
	if (!strcmp(argv[1], "load"))
		return load(argc - 2, argv + 2);
	if (!strcmp(argv[1], "half"))
		return load_bytes(read_files(argv + 2, 1), false) ? 1 : 0;
	if (!strcmp(argv[1], "status"))
		return status(argv[2]);
	if (!strcmp(argv[1], "counters"))
		return counters(argv[2]);
	if (!strcmp(argv[1], "tasks") && argc == 4)
		return tasks(argv[2], argv[3]);
	if (!strcmp(argv[1], "bench") && argc == 4)
		return bench(argv[2], atoi(argv[3]));
	return 2;
}

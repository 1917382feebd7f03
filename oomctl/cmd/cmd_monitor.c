// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl monitor: events as they happen, one line each. */
#include <signal.h>
#include <stdio.h>
#include "cli.h"
#include "names.h"
#include "nl/nl.h"
#include "output.h"
#include "reason.h"
#include "value.h"

static volatile sig_atomic_t stopped;

static void on_signal(int signal)
{
	stopped = 1;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	bool *json = state->input;

	switch (key) {
	case 'j':
		*json = true;
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "unexpected argument: %s", arg);
	}
	return ARGP_ERR_UNKNOWN;
}

struct monitor {
	struct oomt_out out;
	bool json;
	u64 next_seq;			/* 0: none seen yet */
};

static json_t *event_json(const struct oomt_nl_event *event)
{
	json_t *object = json_pack("{s:I, s:I, s:s, s:I}",
				   "seq", (json_int_t)event->seq,
				   "at_ns", (json_int_t)event->at_ns,
				   "event", oomt_event_name(event->event),
				   "generation",
				   (json_int_t)event->generation);
	char why[OOMT_WHY_LEN], signal[OOMT_HUMAN_LEN];

	if (!object)
		return NULL;
#define SET(name, value) json_object_set_new(object, name, value)
	if (event->decision)
		SET("decision", json_integer(event->decision));
	if (event->hook)
		SET("hook", json_string(oomt_hook_name(event->hook)));
	if (event->table[0])
		SET("table", oomt_json_text(event->table));
	if (event->chain[0])
		SET("chain", oomt_json_text(event->chain));
	if (event->pid)
		SET("pid", json_integer(event->pid));
	if (event->pid && event->event != OOMT_EV_HANDLER)
		SET("comm", oomt_json_text(event->comm));
	if (event->decision && event->pid)
		SET("action", json_string(oomt_action_name(event->action)));
	if (event->file[0])
		SET("rule", json_sprintf("%s:%u", event->file, event->line));
	if (event->event == OOMT_EV_ENDING) {
		SET("ending", json_string(oomt_ending_text(event->ending)));
		SET("took_ns", json_integer(event->took_ns));
		if (event->bytes >= 0)
			SET("freed", json_integer(event->bytes));
	}
	if (event->event == OOMT_EV_WARN || event->event == OOMT_EV_LOG) {
		SET("bytes", json_integer(event->bytes));
		SET("tasks", json_integer(event->tasks));
	}
	if (event->event == OOMT_EV_LOG)
		SET("text", oomt_json_text(event->text));
	if (event->signal) {
		oomt_signal_text(event->signal, signal);
		SET("signal", oomt_json_text(signal));
	}
	if (event->event == OOMT_EV_DECISION && event->whole) {
		oomt_decision_why(event->whole, why);
		SET("reason", oomt_json_text(why));
	}
	if (event->event == OOMT_EV_HANDLER)
		SET("handler", json_string(oomt_handler_name(event->handler)));
#undef SET
	return object;
}

static void print_note(const struct oomt_out *out,
		       const struct oomt_nl_event *event, const char *comm)
{
	char size[OOMT_HUMAN_LEN], signal[OOMT_HUMAN_LEN], text[256];

	oomt_human_size(event->bytes, size);
	if (event->event == OOMT_EV_LOG) {
		oomt_escape(text, sizeof(text), event->text,
			    strlen(event->text));
		fprintf(out->to, " \"%s\": %llu passed %s:%u, the largest is pid %u (%s) with %s",
			text, (unsigned long long)event->tasks, event->file,
			event->line, event->pid, comm, size);
		return;
	}
	fprintf(out->to, ": pid %u (%s) with %s by %s:%u", event->pid, comm,
		size, event->file, event->line);
	if (event->signal) {
		oomt_signal_text(event->signal, signal);
		fprintf(out->to, ", SIG%s", signal);
	}
}

/* What is decided about it, if that is no kill. */
static const char *action_text(const struct oomt_nl_event *event)
{
	static char text[32];

	text[0] = '\0';
	if (event->action != OOMT_ACT_KILL)
		snprintf(text, sizeof(text), "%s ",
			 oomt_action_name(event->action));
	return text;
}

static void print_event(const struct oomt_out *out,
			const struct oomt_nl_event *event)
{
	char comm[64], took[OOMT_HUMAN_LEN], why[OOMT_WHY_LEN];

	oomt_escape(comm, sizeof(comm), event->comm, strlen(event->comm));
	fprintf(out->to, "%5llu.%03llu  ",
		(unsigned long long)(event->at_ns / OOMT_NS_PER_S),
		(unsigned long long)(event->at_ns / OOMT_NS_PER_MS % 1000));
	oomt_out_styled(out, event->event == OOMT_EV_DECISION ||
			event->event == OOMT_EV_KERNEL_KILL ? OOMT_RED :
			OOMT_BOLD, "%s", oomt_event_name(event->event));
	if (event->decision)
		fprintf(out->to, " %llu",
			(unsigned long long)event->decision);
	switch (event->event) {
	case OOMT_EV_DECISION:
		fprintf(out->to, ": hook %s, %s/%s",
			oomt_hook_name(event->hook), event->table,
			event->chain);
		if (event->pid)
			fprintf(out->to, ", %spid %u (%s) by %s:%u",
				action_text(event), event->pid, comm,
				event->file, event->line);
		else
			fputs(", nobody may be taken", out->to);
		if (event->whole) {
			oomt_decision_why(event->whole, why);
			fprintf(out->to, ": %s", why);
		}
		break;
	case OOMT_EV_ENDING:
		oomt_human_time(event->took_ns, took);
		fprintf(out->to, ": %spid %u (%s) %s after %s",
			action_text(event), event->pid, comm,
			oomt_ending_text(event->ending), took);
		if (event->bytes >= 0) {
			oomt_human_size(event->bytes, took);
			fprintf(out->to, ", %s came back", took);
		}
		break;
	case OOMT_EV_TABLES:
		fprintf(out->to, ": generation %llu",
			(unsigned long long)event->generation);
		break;
	case OOMT_EV_HANDLER:
		fprintf(out->to, ": %s", oomt_handler_name(event->handler));
		if (event->pid)
			fprintf(out->to, ", pid %u", event->pid);
		break;
	case OOMT_EV_WARN:
	case OOMT_EV_LOG:
		print_note(out, event, comm);
		break;
	case OOMT_EV_KERNEL_KILL:
		fprintf(out->to, ": pid %u (%s)", event->pid, comm);
		break;
	}
	fputc('\n', out->to);
}

static int see(const struct oomt_nl_event *event, void *arg)
{
	struct monitor *monitor = arg;
	u64 lost = 0;

	if (monitor->next_seq && event->seq > monitor->next_seq)
		lost = event->seq - monitor->next_seq;
	monitor->next_seq = event->seq + 1;
	if (lost)
		oomt_cli_error("%llu events were lost",
			       (unsigned long long)lost);
	if (monitor->json) {
		if (!oomt_json_print(event_json(event), stdout))
			return -EIO;
	} else {
		print_event(&monitor->out, event);
	}
	return fflush(stdout) ? -EIO : 0;
}

static int follow(struct oomt_nl *nl, struct monitor *monitor)
{
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t block, before;
	int err;

	/* Blocked but while waiting: none can slip in between. */
	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, &before);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	err = oomt_nl_subscribe(nl);
	if (err)
		return oomt_nl_explain(nl, err, "cannot listen");
	while (!stopped) {
		err = oomt_nl_listen(nl, &before, see, monitor);
		if (err == -EINTR || err == -ENOBUFS)
			continue;	/* the gap in seq tells of a loss */
		if (ferror(stdout))
			break;
		return oomt_nl_explain(nl, err, "cannot listen");
	}
	return oomt_cli_finish();
}

int oomt_cmd_monitor(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "json", 'j', NULL, 0, "Print a JSON object per line", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse,
		.doc = "Print events as they happen, until interrupted.",
	};
	struct monitor monitor = { 0 };
	struct oomt_nl nl;
	int code, err;

	oomt_cli_parse(&argp, argc, argv, &monitor.json);
	oomt_out_init(&monitor.out, stdout);
	err = oomt_nl_open(&nl);
	if (err)
		return oomt_nl_explain(&nl, err, "cannot listen");
	code = follow(&nl, &monitor);
	oomt_nl_close(&nl);
	return code;
}

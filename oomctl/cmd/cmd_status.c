// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* oomctl status (and dump): memory, hooks, handler, tables. */
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include "cli.h"
#include "proc/facts_proc.h"
#include "last.h"
#include "names.h"
#include "nl/nl.h"
#include "output.h"
#include "reason.h"
#include "value.h"

#define BAR_WIDTH	30

/* All that there is to tell. */
struct state {
	struct oomt_metrics machine;
	bool module;
	struct oomt_nl_status status;
	struct oomt_nl_table *table;
	u32 table_count;
};

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

static bool knows(const struct state *state, unsigned int metric)
{
	return state->machine.known & (1ULL << metric);
}

static void memory_row(const struct oomt_out *out, struct oomt_grid *grid,
		       const char *name, s64 free_bytes, s64 total)
{
	char bar[OOMT_BAR_LEN], left[OOMT_HUMAN_LEN], all[OOMT_HUMAN_LEN];
	s64 permille = total ? free_bytes * 1000 / total : 0;

	oomt_bar(out, bar, total - free_bytes, total, BAR_WIDTH);
	oomt_human_size(free_bytes, left);
	oomt_human_size(total, all);
	oomt_grid_row(grid, total && permille < 100 ? OOMT_RED : OOMT_PLAIN);
	oomt_grid_set(grid, 0, "%s", name);
	oomt_grid_set(grid, 1, "%s", bar);
	oomt_grid_set(grid, 2, "%s of %s available (%lld%%)", left, all,
		      (long long)(permille / 10));
}

static void print_memory(const struct oomt_out *out,
			 const struct state *state)
{
	const s64 *value = state->machine.value;
	char text[OOMT_HUMAN_LEN];
	struct oomt_grid grid;

	oomt_grid_init(&grid, 3, 0);
	memory_row(out, &grid, "memory", value[OOMT_M_MEM_AVAILABLE],
		   value[OOMT_M_MEM_TOTAL]);
	if (value[OOMT_M_SWAP_TOTAL]) {
		memory_row(out, &grid, "swap", value[OOMT_M_SWAP_FREE],
			   value[OOMT_M_SWAP_TOTAL]);
	} else {
		oomt_grid_row(&grid, OOMT_PLAIN);
		oomt_grid_set(&grid, 0, "swap");
		oomt_grid_set(&grid, 1, "none");
	}
	oomt_grid_row(&grid, OOMT_PLAIN);
	oomt_grid_set(&grid, 0, "psi");
	if (knows(state, OOMT_M_PSI_SOME_AVG10)) {
		char full[OOMT_HUMAN_LEN];

		oomt_metric_text(OOMT_M_PSI_SOME_AVG10,
				 value[OOMT_M_PSI_SOME_AVG10], text);
		oomt_metric_text(OOMT_M_PSI_FULL_AVG10,
				 value[OOMT_M_PSI_FULL_AVG10], full);
		oomt_grid_set(&grid, 1, "some %s, full %s (10 s)", text, full);
	} else {
		oomt_grid_set(&grid, 1, "not offered by this kernel (boot with psi=1)");
	}
	oomt_grid_print(&grid, out, 0);
	oomt_grid_exit(&grid);
}

static const char *const flag_texts[] = {
	"vm.oom_kill_allocating_task=1: the kernel kills who allocates, whatever the policy says",
	"no kswapd tracepoint: hook low relies on its timer alone",
	"out_of_memory is not probed (kernel.ftrace_enabled=0?): hook memcg is off, and hook oom kills by signal",
};

static u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (u64)now.tv_sec * OOMT_NS_PER_S + now.tv_nsec;
}

static void print_module(const struct oomt_out *out,
			 const struct state *state)
{
	const struct oomt_nl_status *status = &state->status;
	unsigned int i;

	fputs("hooks   ", out->to);
	for (i = OOMT_HOOK_GUARD; i < OOMT_HOOK_COUNT; i++)
		if (status->hooks & (1U << i))
			fprintf(out->to, " %s", oomt_hook_name(i));
	fprintf(out->to, "%s\nhandler  ", status->hooks ? "" : " none");
	oomt_out_styled(out, status->handler == OOMT_HANDLER_READY ||
			status->handler == OOMT_HANDLER_BUSY ? OOMT_GREEN :
			OOMT_YELLOW, "%s", oomt_handler_name(status->handler));
	if (status->handler_pid)
		fprintf(out->to, ", pid %u", status->handler_pid);
	if (status->handler == OOMT_HANDLER_NONE)
		fputs(" (the kernel acts by itself; \"oomctl run\" is the executor)",
		      out->to);
	fprintf(out->to, "\ndecided  %llu decisions, %llu kills, %llu deadlines missed; room for %u processes\n",
		(unsigned long long)status->decisions,
		(unsigned long long)status->kills,
		(unsigned long long)status->misses, status->task_capacity);
	oomt_last_print(out, &status->last, now_ns());
	for (i = 0; i < ARRAY_SIZE(flag_texts); i++)
		if (status->flags & (1U << i))
			oomt_out_styled(out, OOMT_YELLOW, "note     %s\n",
					flag_texts[i]);
}

static void print_tables(const struct oomt_out *out,
			 const struct state *state)
{
	char age[OOMT_HUMAN_LEN];
	struct oomt_grid grid;
	u32 i;

	fprintf(out->to, "tables   %u, generation %llu\n", state->table_count,
		(unsigned long long)state->status.generation);
	oomt_grid_init(&grid, 3, 1 << 1);
	for (i = 0; i < state->table_count; i++) {
		const struct oomt_nl_table *table = &state->table[i];

		oomt_human_time(now_ns() - table->loaded_ns, age);
		oomt_grid_row(&grid, OOMT_PLAIN);
		oomt_grid_set(&grid, 0, "%s", table->name);
		oomt_grid_set(&grid, 1, "%u bytes", table->size);
		oomt_grid_set(&grid, 2, "loaded %s ago", age);
	}
	oomt_grid_print(&grid, out, 9);
	oomt_grid_exit(&grid);
}

static json_t *metrics_json(const struct oomt_metrics *metrics)
{
	json_t *object = json_object();
	unsigned int i;

	for (i = 0; i < OOMT_M_COUNT; i++)
		if (metrics->known & (1ULL << i))
			json_object_set_new(object, oomt_metric_name(i),
					    json_integer(metrics->value[i]));
	return object;
}

static json_t *module_json(const struct state *state)
{
	const struct oomt_nl_status *status = &state->status;
	json_t *hooks = json_array(), *tables = json_array();
	u32 i;

	for (i = OOMT_HOOK_GUARD; i < OOMT_HOOK_COUNT; i++)
		if (status->hooks & (1U << i))
			json_array_append_new(hooks,
					json_string(oomt_hook_name(i)));
	for (i = 0; i < state->table_count; i++)
		json_array_append_new(tables,
			json_pack("{s:o, s:i, s:I}",
				  "name", oomt_json_text(state->table[i].name),
				  "bytes", (int)state->table[i].size,
				  "loaded_ns",
				  (json_int_t)state->table[i].loaded_ns));
	return json_pack("{s:I, s:o, s:s, s:i, s:I, s:I, s:I, s:i, s:i, s:o, s:o}",
			 "generation", (json_int_t)status->generation,
			 "hooks", hooks,
			 "handler", oomt_handler_name(status->handler),
			 "handler_pid", (int)status->handler_pid,
			 "decisions", (json_int_t)status->decisions,
			 "kills", (json_int_t)status->kills,
			 "misses", (json_int_t)status->misses,
			 "task_capacity", (int)status->task_capacity,
			 "flags", (int)status->flags,
			 "last", oomt_last_json(&status->last),
			 "tables", tables);
}

static void read_machine(struct state *state)
{
	struct oomt_buffer buf = { 0 };
	int root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (root >= 0) {
		oomt_facts_system(root, &buf, &state->machine);
		close(root);
	}
	oomt_buffer_exit(&buf);
}

static int read_module(struct oomt_nl *nl, struct state *state)
{
	int err = oomt_nl_open(nl);

	if (!err)
		err = oomt_nl_status(nl, &state->status);
	if (!err)
		err = oomt_nl_tables(nl, &state->table, &state->table_count);
	state->module = !err;
	return err;
}

int oomt_cmd_status(int argc, char **argv)
{
	static const struct argp_option options[] = {
		{ "json", 'j', NULL, 0, "Print one JSON object", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		.options = options, .parser = parse,
		.doc = "Show memory, hooks, handler and tables.",
	};
	struct state state = { 0 };
	struct oomt_out out;
	struct oomt_nl nl;
	bool json = false;
	int code, err;

	oomt_cli_parse(&argp, argc, argv, &json);
	read_machine(&state);
	err = read_module(&nl, &state);
	if (json) {
		code = oomt_cli_json(json_pack("{s:o, s:o}",
				"metrics", metrics_json(&state.machine),
				"module", state.module ? module_json(&state) :
							 json_null()));
	} else {
		oomt_out_init(&out, stdout);
		print_memory(&out, &state);
		if (state.module) {
			print_module(&out, &state);
			print_tables(&out, &state);
		}
		code = oomt_cli_finish();
	}
	if (err)
		code = oomt_nl_explain(&nl, err, "no status of the module");
	free(state.table);
	oomt_nl_close(&nl);
	return code;
}

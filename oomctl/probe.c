// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Matches by themselves: they become the rules of a plain chain.  See probe.h.
 * Prints nothing.
 */
#include "names.h"
#include "probe.h"
#include "verify.h"

#define BEFORE	"chain probe {"
#define BEHIND	" kill\n}\n"

void oomt_diags_move(struct oomt_diags *diags, unsigned int first,
		     const struct oomt_source *from, size_t lead, size_t len,
		     struct oomt_span place)
{
	unsigned int i;

	for (i = first; i < diags->count; i++) {
		struct oomt_span *span = &diags->diag[i].span;
		size_t begin = span->begin, end = span->end;

		if (span->source != from)
			continue;
		begin = begin < lead ? 0 : begin - lead;
		end = end < lead ? 0 : end - lead;
		begin = begin < len ? begin : len;
		end = end < len ? end : len;
		if (span->line <= 1)
			span->col = place.col + begin;
		span->source = place.source;
		span->begin = place.begin + begin;
		span->end = place.begin + (end > begin ? end : begin);
		span->line += place.line - 1;
	}
}

/* Nothing but matches: a statement or a second rule has slipped in. */
static bool only_matches(const struct oomt_table *table, u32 rules)
{
	u32 i;

	if (table->RULES_count != rules || table->CHAINS_count != 1)
		return false;
	for (i = 0; i < table->INSNS_count; i++)
		switch (table->INSNS[i].op) {
		case OOMT_OP_MATCH_NUM:
		case OOMT_OP_MATCH_SET:
		case OOMT_OP_MATCH_STR:
		case OOMT_OP_KILL:
		case OOMT_OP_END:
			break;
		default:
			return false;
		}
	return true;
}

static int compile(struct oomt_probe *probe, struct oomt_source *source,
		   struct oomt_diags *diags)
{
	unsigned int errors = diags->errors;
	struct oomt_refused why;
	int err;

	probe->policy = oomt_policy_parse(source, 0, diags);
	if (!probe->policy)
		return -ENOMEM;
	if (diags->errors > errors)
		return -EINVAL;
	err = oomt_policy_compile(probe->policy, &probe->image, diags);
	if (err)
		return err;
	err = oomt_verify(probe->image.data, probe->image.size, OOMT_FOR_USER,
			  &probe->table, &why);
	if (err == -EINVAL)
		oomt_diag_add(diags, OOMT_ERROR, "refused",
			      oomt_policy_rule_span(probe->policy, why.rule),
			      "%s", oomt_refusal_text(why.refusal));
	return err;
}

/* Compiles; diags: of this text alone, in its own places. */
static int make(struct oomt_probe *probe, struct oomt_source *source,
		u32 rules, struct oomt_diags *diags)
{
	int err = compile(probe, source, diags);

	if (err || only_matches(&probe->table, rules))
		return err;
	oomt_diag_add(diags, OOMT_ERROR, "not-a-match",
		      oomt_policy_rule_span(probe->policy, 0),
		      "only matches may stand here: FIELD VALUE, FIELD < VALUE, ...");
	return -EINVAL;
}

int oomt_probe_init(struct oomt_probe *probe, const char *text, size_t len,
		    u32 rules, struct oomt_span place,
		    struct oomt_diags *diags)
{
	struct oomt_source *source;
	struct oomt_diags own;
	unsigned int i;
	char *whole;
	int err;

	memset(probe, 0, sizeof(*probe));
	if (asprintf(&whole, BEFORE "%.*s" BEHIND, (int)len, text) < 0)
		return -ENOMEM;
	source = oomt_source_text("probe", whole, strlen(whole));
	free(whole);
	if (!source)
		return -ENOMEM;
	oomt_diags_init(&own);
	err = make(probe, source, rules, &own);
	if (err != -ENOMEM)
		oomt_diags_move(&own, 0, source, strlen(BEFORE), len, place);
	for (i = 0; i < own.count; i++)
		oomt_diag_add(diags, own.diag[i].severity, own.diag[i].id,
			      own.diag[i].span, "%s", own.diag[i].text);
	oomt_diags_exit(&own);
	if (err)
		return err;
	probe->rs.table_count = 1;
	probe->rs.table[0] = &probe->table;
	err = oomt_ruleset_init(&probe->rs);
	probe->ready = !err;
	return err;
}

void oomt_probe_exit(struct oomt_probe *probe)
{
	if (probe->has_room)
		oomt_workspace_exit(&probe->ws);
	if (probe->ready)
		oomt_ruleset_exit(&probe->rs);
	oomt_blob_exit(&probe->image);
	oomt_policy_free(probe->policy);
	memset(probe, 0, sizeof(*probe));
}

static int make_room(struct oomt_probe *probe, const struct oomt_picture *pic)
{
	struct oomt_workspace *ws = &probe->ws;

	if (probe->has_room && pic->task_count <= ws->task_capacity &&
	    pic->cgroup_count <= ws->cgroup_capacity)
		return 0;
	if (probe->has_room)
		oomt_workspace_exit(ws);
	probe->has_room = false;
	if (oomt_workspace_init(ws, &probe->rs, pic->task_count + 1,
				pic->cgroup_count + 1))
		return -ENOMEM;
	probe->has_room = true;
	return 0;
}

/* Ancestors, if the matches ask for them. */
static void link_kin(struct oomt_probe *probe, const struct oomt_picture *pic)
{
	struct oomt_workspace *ws = &probe->ws;

	ws->vm.kin = NULL;
	if (!ws->kin.capacity)
		return;
	oomt_kin_fill(&ws->kin, pic);
	ws->vm.kin = &ws->kin;
	if (ws->vm.kin_class[0])
		memset(ws->vm.kin_class[0], 0xff,
		       pic->task_count * 2 * sizeof(u32));
}

int oomt_probe_ask(struct oomt_probe *probe, const struct oomt_picture *pic,
		   u32 task, u32 *which)
{
	struct oomt_vm *vm = &probe->ws.vm;
	struct oomt_vm_out said;
	u32 i;

	if (make_room(probe, pic))
		return -ENOMEM;
	vm->rs = &probe->rs;
	vm->pic = pic;
	vm->domain = oomt_domain_of(pic);
	link_kin(probe, pic);
	for (i = 0; i < pic->cgroup_count; i++)
		vm->cgroup_class[i] = OOMT_CLASS_UNSET;
	oomt_vm_task(vm);
	oomt_vm_run(vm, 0, 0, &pic->task[task], &said);
	*which = said.result == OOMT_VM_KILL ? said.rule : OOMT_NONE;
	return 0;
}

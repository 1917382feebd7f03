// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The interpreter: a base chain, and what it calls, over one task.
 * Called from decide for each task; trusts the verifier, allocates nothing.
 */
#include "vm.h"
#include "amount.h"
#include "dfa.h"

static u32 class_of_text(const struct oomt_table *table, u32 field,
			 const char *text)
{
	const struct oomt_dfa *dfa = &table->DFAS[table->dfa_of[field]];

	if (!text)
		return OOMT_CLASS_UNKNOWN;
	return oomt_dfa_class(table, dfa, text, strlen(text));
}

/* A cgroup's path is matched once per distinct cgroup, table and decision. */
u32 oomt_vm_cgroup_class(struct oomt_vm *vm, u32 table, u32 cgroup)
{
	u32 *cls;

	if (cgroup >= vm->pic->cgroup_count)
		return OOMT_CLASS_UNKNOWN;
	cls = &vm->cgroup_class[table * vm->pic->cgroup_count + cgroup];
	if (*cls == OOMT_CLASS_UNSET)
		*cls = class_of_text(vm->rs->table[table], OOMT_F_CGROUP,
				     vm->pic->cgroup[cgroup].path);
	return *cls;
}

/* The first look at one of the task's fields. */
static u32 class_find(struct oomt_vm *vm, u32 table, u32 field,
		      const struct oomt_task *task)
{
	const struct oomt_table *t = vm->rs->table[table];
	struct oomt_vm_classes *of = &vm->of[table];
	u32 cls = OOMT_CLASS_UNKNOWN;
	s64 value;

	if (of->epoch != vm->epoch) {
		of->epoch = vm->epoch;
		of->have = 0;
	}
	switch (field) {
	case OOMT_F_CGROUP:
		cls = oomt_vm_cgroup_class(vm, table, task->cgroup);
		break;
	case OOMT_F_COMM:
		cls = class_of_text(t, field, task->comm);
		break;
	case OOMT_F_EXE:
		cls = class_of_text(t, field, task->exe);
		break;
	case OOMT_F_CMDLINE:
		cls = class_of_text(t, field, task->cmdline);
		break;
	default:
		if (oomt_field_get(vm->pic, task, field, &value))
			cls = oomt_cuts_class(&vm->rs->index[table].cuts,
					      field, value);
		break;
	}
	of->have |= 1ULL << field;
	of->cls[field] = cls;
	return cls;
}

static inline u32 class_get(struct oomt_vm *vm, u32 table, u32 field,
			    const struct oomt_task *task)
{
	const struct oomt_vm_classes *of = &vm->of[table];

	if (of->epoch == vm->epoch && of->have >> field & 1)
		return of->cls[field];
	return class_find(vm, table, field, task);
}

u32 oomt_vm_class(struct oomt_vm *vm, u32 table, u32 field,
		  const struct oomt_task *task)
{
	return class_get(vm, table, field, task);
}

/* The class of an ancestor's string, matched once per task and decision. */
static u32 class_of_ancestor(struct oomt_vm *vm, u32 table, u32 field,
			     const struct oomt_task *task)
{
	u32 index = task - vm->pic->task;
	u32 *cls;

	if (field == OOMT_F_CGROUP)
		return oomt_vm_cgroup_class(vm, table, task->cgroup);
	cls = &vm->kin_class[table][index * 2 + field];
	if (*cls == OOMT_CLASS_UNSET)
		*cls = class_of_text(vm->rs->table[table], field,
				     field == OOMT_F_COMM ? task->comm :
							    task->exe);
	return *cls;
}

/* Whether the atom's patterns match; *known false when the text is unknown. */
static inline bool atom_holds(struct oomt_vm *vm, u32 table, u32 atom, u32 cls,
		       bool *known)
{
	const struct oomt_table *t = vm->rs->table[table];
	u32 field = t->ATOMS[atom].field;

	*known = cls != OOMT_CLASS_UNKNOWN;
	return *known &&
	       oomt_dfa_holds(t, &t->DFAS[t->dfa_of[field]], cls, atom);
}

bool oomt_vm_atom(struct oomt_vm *vm, u32 table, u32 atom,
		  const struct oomt_task *task)
{
	u32 field = vm->rs->table[table]->ATOMS[atom].field;
	bool known;

	return atom_holds(vm, table, atom,
			  class_get(vm, table, field, task), &known);
}

bool oomt_vm_cgroup(struct oomt_vm *vm, u32 table, u32 atom, u32 cgroup)
{
	bool known;

	return atom_holds(vm, table, atom,
			  oomt_vm_cgroup_class(vm, table, cgroup), &known);
}

/* One bound of a range; false when its percentage has no base. */
static bool bound_get(const struct oomt_vm *vm, const struct oomt_task *task,
		      u32 field, s64 bound, bool percent, s64 *value)
{
	s64 base;

	*value = bound;
	if (!percent)
		return true;
	if (!oomt_field_base_get(&vm->domain, vm->pic, task, field, &base))
		return false;
	*value = oomt_percent_of(base, bound);
	return true;
}

/* A set with percentages: all of it, in order. */
static bool set_search(const struct oomt_vm *vm, const struct oomt_table *t,
		       const struct oomt_set *set,
		       const struct oomt_task *task, u32 field, s64 value,
		       bool *known)
{
	u32 i;

	for (i = set->first; i < set->first + set->count; i++) {
		const struct oomt_range *range = &t->RANGES[i];
		s64 lo, hi;

		if (!bound_get(vm, task, field, range->lo,
			       range->flags & OOMT_RANGE_LO_PERCENT, &lo) ||
		    !bound_get(vm, task, field, range->hi,
			       range->flags & OOMT_RANGE_HI_PERCENT, &hi)) {
			*known = false;
			continue;
		}
		if (lo <= value && value <= hi) {
			*known = true;
			return true;
		}
	}
	return false;
}

static bool set_holds(const struct oomt_vm *vm, const struct oomt_table *t,
		      u32 index, const struct oomt_task *task, u32 field,
		      s64 value, bool *known)
{
	const struct oomt_set *set = &t->SETS[index];
	u32 lo = set->first, hi = set->first + set->count;

	if (set->flags & OOMT_SET_LINEAR)
		return set_search(vm, t, set, task, field, value, known);
	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (value < t->RANGES[mid].lo)
			hi = mid;
		else if (value > t->RANGES[mid].hi)
			lo = mid + 1;
		else
			return true;
	}
	return false;
}

/* What a match has looked at, for the way. */
static void look(struct oomt_vm *vm, u32 table, const struct oomt_insn *insn,
		 const struct oomt_task *task, bool known, s64 rhs)
{
	struct oomt_way *way = vm->way;
	s64 value;
	u32 cls;

	if (insn->flags & OOMT_I_ANCESTOR) {
		way->lost = true;	/* not of this task alone */
	} else if (insn->op == OOMT_OP_MATCH_STR) {
		cls = class_get(vm, table, insn->field, task);
		oomt_way_range(way, insn->field, cls, cls);
	} else if (!oomt_field_get(vm->pic, task, insn->field, &value)) {
		oomt_way_unknown(way, insn->field);
	} else {
		oomt_way_number(way, vm->rs->table[table], insn, known, value,
				rhs);
	}
}

/*
 * The match about this task; *known tells whether the answer counts.  In line:
 * handing eight arguments over cost as much as a match does.
 */
static __always_inline bool match_one(struct oomt_vm *vm, u32 table,
		      const struct oomt_insn *insn,
		      const struct oomt_task *task, bool *known, s64 *lhs,
		      s64 *rhs)
{
	const struct oomt_table *t = vm->rs->table[table];
	bool holds = false;

	*lhs = 0;
	*rhs = insn->imm;
	if (insn->op == OOMT_OP_MATCH_STR) {
		u32 cls = insn->flags & OOMT_I_ANCESTOR ?
			class_of_ancestor(vm, table, insn->field, task) :
			class_get(vm, table, insn->field, task);

		holds = atom_holds(vm, table, insn->imm, cls, known);
		holds = holds == (insn->cmp == OOMT_CMP_EQ);
	} else if (!oomt_field_get(vm->pic, task, insn->field, lhs)) {
		*known = false;
	} else if (insn->op == OOMT_OP_MATCH_SET) {
		*known = true;
		holds = set_holds(vm, t, insn->imm, task, insn->field, *lhs,
				  known);
		holds = holds == (insn->cmp == OOMT_CMP_EQ);
	} else {
		*known = bound_get(vm, task, insn->field, insn->imm,
				   insn->flags & OOMT_I_PERCENT, rhs);
		holds = oomt_compare(*lhs, insn->cmp, *rhs);
	}
	return *known && holds;
}

/* Some ancestor: surely one, else unknown if it is of one of them. */
static bool ancestor_holds(struct oomt_vm *vm, u32 table,
			   const struct oomt_insn *insn,
			   const struct oomt_task *task, bool *known, s64 *lhs,
			   s64 *rhs)
{
	const struct oomt_picture *pic = vm->pic;
	bool all_known = true;
	u32 at;

	*lhs = 0;
	*rhs = insn->imm;
	for (at = oomt_kin_ancestor(vm->kin, pic, task - pic->task);
	     at != OOMT_NONE; at = oomt_kin_ancestor(vm->kin, pic, at)) {
		if (match_one(vm, table, insn, &pic->task[at], known, lhs,
			      rhs))
			return true;
		all_known &= *known;
	}
	*known = all_known;
	return false;
}

/* A match; also tells its two sides for a trace. */
static __always_inline bool match_holds(struct oomt_vm *vm, u32 table,
			const struct oomt_insn *insn,
			const struct oomt_task *task, bool *known, s64 *lhs,
			s64 *rhs)
{
	bool holds = insn->flags & OOMT_I_ANCESTOR ?
		ancestor_holds(vm, table, insn, task, known, lhs, rhs) :
		match_one(vm, table, insn, task, known, lhs, rhs);

	if (vm->way)
		look(vm, table, insn, task, *known, *rhs);
	return *known ? holds : insn->flags & OOMT_I_UNKNOWN_HOLDS;
}

static bool passes(struct oomt_vm *vm, u32 table, u32 first, u32 count,
		   const struct oomt_task *task)
{
	const struct oomt_table *t = vm->rs->table[table];
	bool known;
	s64 lhs, rhs;
	u32 i;

	for (i = first; i < first + count; i++)
		if (!match_holds(vm, table, &t->INSNS[i], task, &known, &lhs,
				 &rhs))
			return false;
	return true;
}

u32 oomt_vm_exists(struct oomt_vm *vm, u32 table, u32 first, u32 count)
{
	u32 i;

	for (i = 0; i < vm->pic->task_count; i++) {
		const struct oomt_task *task = &vm->pic->task[i];

		if (task->flags & (OOMT_TASK_KTHREAD | OOMT_TASK_EXITING))
			continue;
		oomt_vm_task(vm);
		if (passes(vm, table, first, count, task))
			return i;
	}
	return OOMT_NONE;
}

static bool limit_holds(const struct oomt_vm *vm, u32 table, u32 limit)
{
	return !vm->bucket || !vm->bucket[table] ||
	       oomt_bucket_holds(&vm->bucket[table][limit],
				 &vm->rs->table[table]->LIMITS[limit],
				 vm->pic->now_ns);
}

static void count_pass(struct oomt_vm *vm, u32 table, u32 rule,
		       const struct oomt_task *task)
{
	if (!vm->counter || !vm->counter[table])
		return;
	vm->counter[table][rule].tasks++;
	vm->counter[table][rule].bytes += oomt_task_weight(task);
}

static void log_pass(struct oomt_vm *vm, u32 table, u32 rule,
		     const struct oomt_task *task)
{
	s64 bytes = oomt_task_weight(task);
	struct oomt_log *log;

	if (!vm->log || !vm->log[table])
		return;
	log = &vm->log[table][rule];
	if (!log->tasks++ || bytes > log->largest_bytes) {
		log->largest_bytes = bytes;
		log->largest_pid = task->pid;
	}
}

static void count_verdict(struct oomt_vm *vm, u32 table, u32 rule,
			  const struct oomt_task *task)
{
	if (!vm->counter || !vm->counter[table])
		return;
	vm->counter[table][rule].verdicts++;
	vm->counter[table][rule].verdict_bytes += oomt_task_weight(task);
}

static void act(struct oomt_vm *vm, u32 table, enum oomt_step step, u32 rule,
		const struct oomt_task *task)
{
	switch (step) {
	case OOMT_STEP_PASS:
		count_pass(vm, table, rule, task);
		break;
	case OOMT_STEP_LOG:
		log_pass(vm, table, rule, task);
		break;
	case OOMT_STEP_VERDICT:
		count_verdict(vm, table, rule, task);
		break;
	}
}

static void take_step(struct oomt_vm *vm, u32 table, enum oomt_step step,
		      u32 rule, const struct oomt_task *task)
{
	act(vm, table, step, rule, task);
	if (vm->way)
		oomt_way_step(vm->way, step, rule);
}

void oomt_vm_follow(struct oomt_vm *vm, u32 table, const struct oomt_way *way,
		    const struct oomt_task *task)
{
	u32 i;

	for (i = 0; i < way->steps; i++)
		act(vm, table, way->step[i].step, way->step[i].rule, task);
}

static void trace(struct oomt_vm *vm, u32 table, u32 insn, bool known, s64 lhs,
		  s64 rhs, bool holds)
{
	if (vm->trace)
		vm->trace->step(vm->trace, table, insn, known, lhs, rhs,
				holds);
}

/* ---- the walk over a chain's rules -------------------------------------- */

/* Where the walk stands: in the text, or at the heads of the index's lists. */
struct walk {
	u32 chain;
	bool indexed;
	u32 rule, end;				/* not indexed */
	u32 lists;				/* none of them empty at first */
	const u32 *head[OOMT_INDEX_FIELDS + 1], *tail[OOMT_INDEX_FIELDS + 1];
};

/* A list from its first rule that is not before `from`. */
static void walk_list(struct walk *w, const u32 *head, const u32 *tail,
		      u32 from)
{
	const u32 *end = tail;

	if (head < end && *head >= from)
		end = head;
	while (head < end) {
		const u32 *mid = head + (end - head) / 2;

		if (*mid < from)
			head = mid + 1;
		else
			end = mid;
	}
	if (head == tail)
		return;
	w->head[w->lists] = head;
	w->tail[w->lists++] = tail;
}

static void look_class(struct oomt_vm *vm, u32 table, u32 field, u32 cls)
{
	s64 lo = cls, hi = cls;

	if (field >= OOMT_TEXT_FIELDS && cls == OOMT_CLASS_UNKNOWN) {
		oomt_way_unknown(vm->way, field);
		return;
	}
	if (field >= OOMT_TEXT_FIELDS)
		oomt_cuts_bounds(&vm->rs->index[table].cuts, field, cls, &lo,
				 &hi);
	oomt_way_range(vm->way, field, lo, hi);
}

/* The class of the task's field, the unknown behind the last one. */
static u32 class_of(struct oomt_vm *vm, u32 table, u32 field,
		    const struct oomt_task *task)
{
	u32 cls = class_get(vm, table, field, task);

	if (vm->way)
		look_class(vm, table, field, cls);
	return cls == OOMT_CLASS_UNKNOWN ?
		       oomt_index_classes(&vm->rs->index[table],
					  vm->rs->table[table], field) :
		       cls;
}

static void walk_begin(struct oomt_vm *vm, u32 table, u32 chain, u32 from,
		       const struct oomt_task *task, struct walk *w)
{
	const struct oomt_table *t = vm->rs->table[table];
	const struct oomt_table_index *index = &vm->rs->index[table];
	const struct oomt_chain_index *ci = &index->chain[chain];
	u32 i;

	w->chain = chain;
	w->rule = from;
	w->end = t->CHAINS[chain].rule + t->CHAINS[chain].rule_count;
	w->lists = 0;
	/* Who listens wants to hear of every rule. */
	w->indexed = ci->indexed && !vm->trace;
	if (!w->indexed)
		return;
	walk_list(w, index->rule + ci->generic,
		  index->rule + ci->generic + ci->generic_count, from);
	for (i = 0; i < ci->fields; i++) {
		u32 list = ci->first[i] +
			   class_of(vm, table, ci->field[i], task);

		walk_list(w, index->rule + index->first[list],
			  index->rule + index->first[list + 1], from);
	}
}

/* The next rule in the order of the text, or OOMT_NONE. */
static u32 walk_next(struct walk *w)
{
	u32 i, best = 0, rule = OOMT_NONE;

	if (!w->indexed)
		return w->rule < w->end ? w->rule++ : OOMT_NONE;
	for (i = 0; i < w->lists; i++) {
		if (w->head[i] < w->tail[i] && *w->head[i] < rule) {
			rule = *w->head[i];
			best = i;
		}
	}
	if (rule != OOMT_NONE)
		w->head[best]++;
	return rule;
}

/* ---- one rule ----------------------------------------------------------- */

/*
 * Runs a rule.  The verdict's instruction, or NULL: a match did not hold, or
 * there is no verdict, or none that counts; the next rule's turn.
 */
static const struct oomt_insn *run_rule(struct oomt_vm *vm, u32 table,
					u32 rule,
					const struct oomt_task *task,
					struct oomt_vm_out *out)
{
	const struct oomt_table *t = vm->rs->table[table];
	u32 pc = t->RULES[rule].code, end = pc + t->RULES[rule].code_len;
	bool logged = false;

	while (pc < end) {
		const struct oomt_insn *insn = &t->INSNS[pc];
		bool known, holds;
		s64 lhs, rhs;

		switch (insn->op) {
		case OOMT_OP_MATCH_NUM:
		case OOMT_OP_MATCH_SET:
		case OOMT_OP_MATCH_STR:
			holds = match_holds(vm, table, insn, task, &known,
					    &lhs, &rhs);
			trace(vm, table, pc, known, lhs, rhs, holds);
			pc += holds ? 1 : insn->arg;
			break;
		case OOMT_OP_LIMIT:
			holds = limit_holds(vm, table, insn->imm);
			trace(vm, table, pc, true, holds, 1, holds);
			pc += holds ? 1 : insn->arg;
			break;
		case OOMT_OP_COUNTER:
			take_step(vm, table, OOMT_STEP_PASS, rule, task);
			trace(vm, table, pc, true, 0, 0, true);
			pc++;
			break;
		case OOMT_OP_WARN:
			if (out->warn == OOMT_NONE) {
				out->warn = rule;
				out->warn_signal = insn->imm;
			}
			trace(vm, table, pc, true, 0, 0, true);
			pc++;
			break;
		case OOMT_OP_LOG:
			/* Once per task, however many texts the rule logs. */
			if (!logged)
				take_step(vm, table, OOMT_STEP_LOG, rule, task);
			logged = true;
			trace(vm, table, pc, true, 0, 0, true);
			pc++;
			break;
		case OOMT_OP_SCORE:
			out->points = oomt_add(out->points, insn->imm);
			trace(vm, table, pc, true, out->points, insn->imm,
			      true);
			pc++;
			break;
		default:		/* a verdict, the rule's last */
			take_step(vm, table, OOMT_STEP_VERDICT, rule, task);
			trace(vm, table, pc, true, 0, 0, true);
			return insn->op == OOMT_OP_CONTINUE ||
			       insn->op == OOMT_OP_DRY ? NULL : insn;
		}
	}
	return NULL;
}

/* Where a `jump` goes on when the chain it called has ended. */
struct back {
	u32 chain, rule;
};

void oomt_vm_run(struct oomt_vm *vm, u32 table, u32 chain,
		 const struct oomt_task *task, struct oomt_vm_out *out)
{
	const struct oomt_table *t = vm->rs->table[table];
	struct back back[OOMT_CALL_DEPTH_MAX];
	const struct oomt_insn *verdict;
	u32 depth = 0, rule;
	struct walk w;

	out->result = OOMT_VM_POLICY;
	out->rule = OOMT_NONE;
	out->action = OOMT_NONE;
	out->points = 0;
	out->warn = OOMT_NONE;
	out->warn_signal = 0;
	walk_begin(vm, table, chain, t->CHAINS[chain].rule, task, &w);
	for (;;) {
		rule = walk_next(&w);
		verdict = NULL;
		if (rule != OOMT_NONE) {
			verdict = run_rule(vm, table, rule, task, out);
			if (!verdict)
				continue;
		}
		switch (verdict ? verdict->op : OOMT_OP_END) {
		case OOMT_OP_EXEMPT:
			out->result = OOMT_VM_EXEMPT;
			out->rule = rule;
			return;
		case OOMT_OP_KILL:
			out->result = OOMT_VM_KILL;
			out->rule = rule;
			out->action = verdict->imm;
			return;
		case OOMT_OP_JUMP:
			back[depth].chain = w.chain;
			back[depth++].rule = rule + 1;
			fallthrough;
		case OOMT_OP_GOTO:
			walk_begin(vm, table, verdict->imm,
				   t->CHAINS[verdict->imm].rule, task, &w);
			break;
		default:		/* RETURN, END */
			if (!depth)
				return;
			depth--;
			walk_begin(vm, table, back[depth].chain,
				   back[depth].rule, task, &w);
			break;
		}
	}
}

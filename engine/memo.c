// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Keeping what chains have said.  Called from judge for each task.  Who finds
 * no place takes the last one's: that costs time, and nothing else.
 */
#include "memo.h"

#define SLOTS_MIN	64
#define SLOTS_MAX	512
#define PROBES		4
#define CREDIT		256	/* kinds more than others like them */

int oomt_memo_init(struct oomt_memo *memo, u32 tasks)
{
	memo->slots = SLOTS_MIN;
	while (memo->slots < tasks && memo->slots < SLOTS_MAX)
		memo->slots *= 2;
	memo->entry = oomt_alloc(memo->slots, sizeof(*memo->entry));
	memo->name = oomt_alloc(OOMT_MEMO_NAMES, sizeof(*memo->name));
	memo->stamp = 0;
	oomt_memo_forget(memo);
	return memo->entry && memo->name ? 0 : -ENOMEM;
}

void oomt_memo_exit(struct oomt_memo *memo)
{
	oomt_free(memo->entry);
	oomt_free(memo->name);
	memo->entry = NULL;
	memo->name = NULL;
}

void oomt_memo_forget(struct oomt_memo *memo)
{
	memo->stamp++;
	memo->epoch = 0;
	memo->credit = memo->entry ? CREDIT : 0;
}

/* Multiplied by 2^64 over the golden ratio, low bits reach the high ones. */
static u32 slot_of(u64 a, u64 b)
{
	a *= 0x9e3779b97f4a7c15ULL;
	b += a ^ a >> 32;
	return (b * 0x9e3779b97f4a7c15ULL) >> 48;
}

static u32 class_of_comm(struct oomt_memo *memo, struct oomt_vm *vm, u32 table,
			 const struct oomt_task *task)
{
	struct oomt_memo_name *name;
	u64 comm[2];
	u32 slot, i;

	memcpy(comm, task->comm, sizeof(comm));
	slot = slot_of(comm[0], comm[1]);
	for (i = 0; i < PROBES; i++) {
		name = &memo->name[(slot ^ i) & (OOMT_MEMO_NAMES - 1)];
		if (name->stamp != memo->stamp)
			break;
		if (name->comm[0] == comm[0] && name->comm[1] == comm[1] &&
		    name->table == table)
			return name->cls;
	}
	name->stamp = memo->stamp;
	name->comm[0] = comm[0];
	name->comm[1] = comm[1];
	name->table = table;
	name->cls = oomt_vm_class(vm, table, OOMT_F_COMM, task);
	return name->cls;
}

/* Classes of comm and cgroup; uid, whether it is known, and the table. */
static void look_at(struct oomt_memo *memo, struct oomt_vm *vm, u32 table,
		    const struct oomt_task *task)
{
	u64 fields = vm->rs->table[table]->fields;

	memo->epoch = vm->epoch;
	memo->table = table;
	memo->key[0] = 0;
	memo->key[1] = (u64)table << 33;
	if (fields & 1ULL << OOMT_F_COMM)
		memo->key[0] = class_of_comm(memo, vm, table, task);
	if (fields & 1ULL << OOMT_F_CGROUP)
		memo->key[0] |= (u64)oomt_vm_cgroup_class(vm, table,
							  task->cgroup) << 32;
	if (fields & 1ULL << OOMT_F_UID && oomt_task_knows(task, OOMT_F_UID))
		memo->key[1] |= 1ULL << 32 | task->uid;
}

static bool look_holds(struct oomt_vm *vm, u32 table,
		       const struct oomt_task *task,
		       const struct oomt_look *look)
{
	s64 value;

	if (look->field < OOMT_TEXT_FIELDS)
		value = oomt_vm_class(vm, table, look->field, task);
	else if (!oomt_field_get(vm->pic, task, look->field, &value))
		return !look->known;
	return look->known && look->lo <= value && value <= look->hi;
}

static bool goes(struct oomt_vm *vm, u32 table, const struct oomt_task *task,
		 const struct oomt_way *way)
{
	u32 i;

	for (i = 0; i < way->looks; i++)
		if (!look_holds(vm, table, task, &way->look[i]))
			return false;
	return true;
}

/* The way that the task goes, or a place for it (*found tells). */
static struct oomt_memo_entry *find(struct oomt_memo *memo, struct oomt_vm *vm,
				    u32 table, const u64 key[2],
				    const struct oomt_task *task, bool *found)
{
	u32 slot = slot_of(key[0], key[1]), i;
	struct oomt_memo_entry *entry = NULL;

	*found = false;
	for (i = 0; i < PROBES && !*found; i++) {
		entry = &memo->entry[(slot + i) & (memo->slots - 1)];
		if (entry->stamp != memo->stamp)
			break;
		*found = entry->key[0] == key[0] && entry->key[1] == key[1] &&
			 (entry->way.lost ||
			  goes(vm, table, task, &entry->way));
	}
	return entry;
}

/* Runs the chain, and keeps its way. */
static void run(struct oomt_memo *memo, struct oomt_vm *vm, u32 table,
		u32 chain, const u64 key[2], const struct oomt_task *task,
		struct oomt_memo_entry *entry)
{
	entry->stamp = memo->stamp;
	entry->key[0] = key[0];
	entry->key[1] = key[1];
	memset(&entry->way, 0, sizeof(entry->way));
	vm->way = &entry->way;
	oomt_vm_run(vm, table, chain, task, &entry->out);
	vm->way = NULL;
}

void oomt_memo_run(struct oomt_memo *memo, struct oomt_vm *vm, u32 table,
		   u32 chain, const struct oomt_task *task,
		   struct oomt_vm_out *out)
{
	struct oomt_memo_entry *entry;
	u64 key[2];
	bool found;

	/* Who listens wants to hear of every rule. */
	if (vm->trace || memo->credit <= 0) {
		oomt_vm_run(vm, table, chain, task, out);
		return;
	}
	if (memo->epoch != vm->epoch || memo->table != table)
		look_at(memo, vm, table, task);
	key[0] = memo->key[0];
	key[1] = memo->key[1] | (u64)chain << 40;
	entry = find(memo, vm, table, key, task, &found);
	if (!found) {
		memo->credit--;
		run(memo, vm, table, chain, key, task, entry);
		*out = entry->out;
	} else if (entry->way.lost) {
		memo->credit--;
		oomt_vm_run(vm, table, chain, task, out);
	} else {
		memo->credit++;
		*out = entry->out;
		oomt_vm_follow(vm, table, &entry->way, task);
	}
}

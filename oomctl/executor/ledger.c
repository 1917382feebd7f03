// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The file of who is stopped; see ledger.h.
 *
 *	owner	0: free.  Taken by a compare-and-swap, so that nobody waits.
 *	what	written behind the owner; pid or ino last: 0 is not yet anybody
 *
 * Whoever is killed between the two leaves an entry of nobody.
 */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "executor.h"
#include "proc/facts_proc.h"
#include "ledger.h"

#define MAGIC		0x316f72667a6d6f6fULL

struct process {
	_Atomic u64 owner;
	u64 until_ns, start_ns;
	_Atomic s32 pid;
};

struct cgroup {
	_Atomic u64 owner;
	u64 until_ns;
	_Atomic u64 ino;
	char path[OOMT_LEDGER_PATH];
};

struct oomt_ledger_page {
	_Atomic u64 magic;		/* also of its layout */
	struct process process[OOMT_MEMBERS_MAX];
	struct cgroup cgroup[OOMT_LEDGER_CGROUPS];
};

#define SLOTS	(OOMT_MEMBERS_MAX + OOMT_LEDGER_CGROUPS)

/* ---- who signs ----------------------------------------------------------- */

/* Pid and start, in ticks: pids come again.  0: there is no such process. */
static u64 sign_of(const struct oomt_ledger *ledger, s32 pid)
{
	struct oomt_task task = { 0 };
	char stat[2048];
	ssize_t len = oomt_read_stat(ledger->proc, pid, stat, sizeof(stat));

	if (len <= 0 || oomt_stat_parse(stat, len, ledger->hz, &task))
		return 0;
	return (u64)pid << 32 |
	       (u32)(task.start_ns / (1000000000ULL / ledger->hz));
}

static bool has_ended(const struct oomt_ledger *ledger, u64 owner)
{
	return sign_of(ledger, owner >> 32) != owner;
}

/* ---- the file ------------------------------------------------------------ */

bool oomt_ledger_place(char *file, size_t size)
{
	const char *dir = getenv("XDG_RUNTIME_DIR");

	if (!geteuid())
		snprintf(file, size, "%s", OOMT_LEDGER_FILE);
	else if (dir && *dir == '/')
		snprintf(file, size, "%s/oomtables/frozen", dir);
	else
		return false;
	return true;
}

static int open_file(const char *file)
{
	const char *slash = strrchr(file, '/');
	struct stat stat;
	char dir[4096];
	int fd;

	snprintf(dir, sizeof(dir), "%.*s", (int)(slash - file), file);
	if (mkdir(dir, 0700) && errno != EEXIST)
		return -errno;
	fd = open(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	/* Only what we have made tells us whom to let go. */
	if (!fstat(fd, &stat) && S_ISREG(stat.st_mode) &&
	    stat.st_uid == geteuid() && !(stat.st_mode & 022))
		return fd;
	close(fd);
	return -EPERM;
}

int oomt_ledger_open(struct oomt_ledger *ledger, const char *file, int proc,
		     long hz)
{
	struct oomt_ledger_page *page;
	int fd = open_file(file), err = 0;
	u64 none = 0;

	memset(ledger, 0, sizeof(*ledger));
	if (fd < 0)
		return fd;
	/* All its pages at once: later there may be none. */
	err = posix_fallocate(fd, 0, sizeof(*page));
	page = err ? MAP_FAILED :
	       mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_POPULATE, fd, 0);
	if (!err && page == MAP_FAILED)
		err = errno;
	close(fd);
	if (err)
		return -err;
	ledger->proc = proc;
	ledger->hz = hz;
	ledger->self = sign_of(ledger, getpid());
	if (!ledger->self ||
	    (!atomic_compare_exchange_strong(&page->magic, &none, MAGIC) &&
	     none != MAGIC)) {
		munmap(page, sizeof(*page));
		return -EINVAL;
	}
	ledger->page = page;
	return 0;
}

void oomt_ledger_close(struct oomt_ledger *ledger)
{
	if (ledger->page)
		munmap(ledger->page, sizeof(*ledger->page));
	ledger->page = NULL;
}

/* ---- entering ------------------------------------------------------------ */

static bool take(struct oomt_ledger *ledger, _Atomic u64 *owner)
{
	u64 none = 0;

	return !atomic_load(owner) &&
	       atomic_compare_exchange_strong(owner, &none, ledger->self);
}

u32 oomt_ledger_process(struct oomt_ledger *ledger, s32 pid, u64 start_ns)
{
	u32 i;

	for (i = 0; ledger && ledger->page && i < OOMT_MEMBERS_MAX; i++) {
		struct process *process = &ledger->page->process[i];

		if (!take(ledger, &process->owner))
			continue;
		process->until_ns = OOMT_LEDGER_AT_ONCE;
		process->start_ns = start_ns;
		atomic_store(&process->pid, pid);
		return i;
	}
	return OOMT_NONE;
}

/* Where the directory is; false: it has no place that fits. */
static bool path_of(int dir, char *path)
{
	char link[32];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", dir);
	len = readlink(link, path, OOMT_LEDGER_PATH);
	if (len <= 0 || len >= OOMT_LEDGER_PATH)
		return false;
	path[len] = '\0';
	return true;
}

u32 oomt_ledger_cgroup(struct oomt_ledger *ledger, int dir)
{
	struct stat stat;
	u32 i;

	if (!ledger || !ledger->page || fstat(dir, &stat))
		return OOMT_NONE;
	for (i = 0; i < OOMT_LEDGER_CGROUPS; i++) {
		struct cgroup *cgroup = &ledger->page->cgroup[i];

		if (!take(ledger, &cgroup->owner))
			continue;
		cgroup->until_ns = OOMT_LEDGER_AT_ONCE;
		if (!path_of(dir, cgroup->path)) {
			atomic_store(&cgroup->owner, 0);
			return OOMT_NONE;
		}
		atomic_store(&cgroup->ino, stat.st_ino);
		return OOMT_MEMBERS_MAX + i;
	}
	return OOMT_NONE;
}

void oomt_ledger_until(struct oomt_ledger *ledger, u32 slot, u64 until_ns)
{
	if (slot == OOMT_NONE)
		return;
	if (slot < OOMT_MEMBERS_MAX)
		ledger->page->process[slot].until_ns = until_ns;
	else
		ledger->page->cgroup[slot - OOMT_MEMBERS_MAX].until_ns =
			until_ns;
}

static _Atomic u64 *owner_of(struct oomt_ledger *ledger, u32 slot)
{
	return slot < OOMT_MEMBERS_MAX ?
		       &ledger->page->process[slot].owner :
		       &ledger->page->cgroup[slot - OOMT_MEMBERS_MAX].owner;
}

bool oomt_ledger_owns(struct oomt_ledger *ledger, u32 slot)
{
	return slot == OOMT_NONE ||
	       atomic_load(owner_of(ledger, slot)) == ledger->self;
}

void oomt_ledger_strike(struct oomt_ledger *ledger, u32 slot)
{
	u64 self;

	if (slot == OOMT_NONE || !oomt_ledger_owns(ledger, slot))
		return;
	/* An adopter that comes now finds nobody. */
	if (slot < OOMT_MEMBERS_MAX)
		atomic_store(&ledger->page->process[slot].pid, 0);
	else
		atomic_store(&ledger->page->cgroup[slot - OOMT_MEMBERS_MAX].ino,
			     0);
	self = ledger->self;
	atomic_compare_exchange_strong(owner_of(ledger, slot), &self, 0);
}

/* ---- adopting ------------------------------------------------------------ */

/* Who it is; false: nobody. */
static bool read_entry(struct oomt_ledger *ledger, u32 slot,
		       struct oomt_ledger_entry *entry)
{
	const struct process *process = &ledger->page->process[slot];
	struct cgroup *cgroup;

	memset(entry, 0, sizeof(*entry));
	entry->slot = slot;
	if (slot < OOMT_MEMBERS_MAX) {
		entry->pid = atomic_load(&process->pid);
		entry->start_ns = process->start_ns;
		entry->until_ns = process->until_ns;
		return entry->pid > 1;
	}
	cgroup = &ledger->page->cgroup[slot - OOMT_MEMBERS_MAX];
	cgroup->path[sizeof(cgroup->path) - 1] = '\0';
	entry->ino = atomic_load(&cgroup->ino);
	entry->path = cgroup->path;
	entry->until_ns = cgroup->until_ns;
	return entry->ino;
}

bool oomt_ledger_adopt(struct oomt_ledger *ledger, bool replaced, u32 *slot,
		       struct oomt_ledger_entry *entry)
{
	while (ledger->page && *slot < SLOTS) {
		u32 at = (*slot)++;
		u64 owner = atomic_load(owner_of(ledger, at));

		if (!owner || owner == ledger->self ||
		    (!replaced && !has_ended(ledger, owner)) ||
		    !atomic_compare_exchange_strong(owner_of(ledger, at),
						    &owner, ledger->self))
			continue;
		if (read_entry(ledger, at, entry))
			return true;
		oomt_ledger_strike(ledger, at);
	}
	return false;
}

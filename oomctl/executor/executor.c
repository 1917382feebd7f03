// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The executor's life: preparing, starting the threads in order, ending.
 * Everything is opened, locked and made before the device is, because from
 * then on the kernel waits for us.
 */
#include "doer.h"
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>
#include "lock.h"
#include "notify.h"
#include "warden/warden.h"

/* All of it is locked, and none of the threads goes deep. */
#ifdef __SANITIZE_ADDRESS__
#define STACK_BYTES	(512 * 1024)
#else
#define STACK_BYTES	(128 * 1024)
#endif
#define END_TRIES	300		/* of 10 ms */
#define WELL_NS		(10ULL * 1000000000)	/* longer than any sleep */

u64 oomt_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (u64)now.tv_sec * 1000000000 + now.tv_nsec;
}

bool oomt_realtime(int priority)
{
	const struct sched_param param = { .sched_priority = priority };

	return !pthread_setschedparam(pthread_self(), SCHED_FIFO, &param);
}

ssize_t oomt_read_static(int fd, char *buf, size_t size)
{
	size_t len = 0;
	ssize_t got;

	while (len + 1 < size) {
		got = pread(fd, buf + len, size - len - 1, len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (!got)
			break;
		len += got;
	}
	buf[len] = '\0';
	return len;
}

void oomt_asked_set(struct oomt_executor *ex, u64 metrics)
{
	const u64 one = 1;

	atomic_store(&ex->asked_for, metrics);
	if (write(ex->asked_fd, &one, sizeof(one)) < 0)
		return;
}

void oomt_asked_take(struct oomt_executor *ex)
{
	u64 count;

	if (read(ex->asked_fd, &count, sizeof(count)) < 0)
		return;
}

ssize_t oomt_read_stat(int proc, s32 pid, char *buf, size_t size)
{
	char path[32];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "%d/stat", pid);
	fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	len = oomt_read_static(fd, buf, size);
	close(fd);
	return len;
}

/* Nobody may choose us; the module exempts us anyway. */
static bool protect_self(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	bool done;

	if (fd < 0)
		return false;
	done = write(fd, "-1000", 5) == 5;
	close(fd);
	return done;
}

static int open_psi(int root, unsigned int i)
{
	int fd = -1;

	/* A trigger is written to the first; the others are only read. */
	if (!i)
		fd = openat(root, oomt_psi_files[i].path,
			    O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		fd = openat(root, oomt_psi_files[i].path,
			    O_RDONLY | O_CLOEXEC);
	return fd;
}

static int open_files(struct oomt_executor *ex)
{
	int root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	unsigned int i;

	if (root < 0)
		return -errno;
	ex->proc = openat(root, "proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ex->meminfo = openat(root, "proc/meminfo", O_RDONLY | O_CLOEXEC);
	for (i = 0; i < OOMT_PSI_FILES; i++)
		ex->psi[i] = open_psi(root, i);
	close(root);
	ex->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	ex->failed_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	ex->asked_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (ex->proc < 0 || ex->meminfo < 0 || ex->stop_fd < 0 ||
	    ex->failed_fd < 0 || ex->asked_fd < 0)
		return -errno;
	return 0;
}

static int make_rings(struct oomt_executor *ex)
{
	const size_t job = sizeof(struct oomt_job);
	int err = oomt_ring_init(&ex->killed, OOMT_RING_SLOTS, job);

	if (!err)
		err = oomt_ring_init(&ex->done, OOMT_RING_SLOTS, job);
	return err;
}

int oomt_executor_init(struct oomt_executor *ex)
{
	unsigned int i;
	int err;

	memset(ex, 0, sizeof(*ex));
	ex->device = ex->proc = ex->meminfo = -1;
	ex->stop_fd = ex->failed_fd = ex->asked_fd = -1;
	ex->killed.wake = ex->done.wake = -1;
	ex->errands.wake = ex->told.wake = -1;
	for (i = 0; i < OOMT_PSI_FILES; i++)
		ex->psi[i] = -1;
	ex->pid = getpid();
	atomic_store(&ex->asked_for, ~0ULL);
	tzset();		/* reads a file: not when memory is gone */
	sem_init(&ex->prepared, 0, 0);
	ex->hz = sysconf(_SC_CLK_TCK);
	/* One arena and no trimming: locked memory stays with us. */
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
	err = open_files(ex);
	if (!err)
		err = make_rings(ex);
	if (err)
		return err;
	ex->protected = protect_self();
	ex->locked = oomt_lock_memory();
	return 0;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void oomt_executor_exit(struct oomt_executor *ex)
{
	unsigned int i;

	close_fd(&ex->device);
	close_fd(&ex->proc);
	close_fd(&ex->meminfo);
	close_fd(&ex->stop_fd);
	close_fd(&ex->failed_fd);
	close_fd(&ex->asked_fd);
	for (i = 0; i < OOMT_PSI_FILES; i++)
		close_fd(&ex->psi[i]);
	oomt_ring_exit(&ex->killed);
	oomt_ring_exit(&ex->done);
	oomt_ring_exit(&ex->errands);
	oomt_ring_exit(&ex->told);
	oomt_ledger_close(&ex->ledger);
}

int oomt_executor_open(struct oomt_executor *ex, bool takeover)
{
	ex->device = open(OOMT_DEVICE, O_RDWR | O_CLOEXEC |
				       (takeover ? O_TRUNC : 0));
	return ex->device < 0 ? -errno : 0;
}

static void on_kick(int signal)
{
	/* Only has to interrupt a read. */
}

/* Signals are taken by the main thread alone, through a descriptor. */
static int block_signals(void)
{
	struct sigaction kick = { .sa_handler = on_kick };
	sigset_t all, ends;

	signal(SIGPIPE, SIG_IGN);
	sigaction(OOMT_KICK_SIGNAL, &kick, NULL);
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	all = ends;
	sigaddset(&all, OOMT_KICK_SIGNAL);
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	return signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
}

struct thread {
	void *(*body)(void *arg);
	pthread_t id;
	bool started;
};

static int start(struct thread *thread, struct oomt_executor *ex)
{
	pthread_attr_t attr;
	int err;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	err = pthread_create(&thread->id, &attr, thread->body, ex);
	pthread_attr_destroy(&attr);
	thread->started = !err;
	return -err;
}

/* The killer may be in a read that nothing but a signal ends. */
static bool end_thread(struct thread *thread, bool kick)
{
	unsigned int i;

	if (!thread->started)
		return true;
	for (i = 0; i < END_TRIES; i++) {
		if (kick)
			pthread_kill(thread->id, OOMT_KICK_SIGNAL);
		if (!pthread_tryjoin_np(thread->id, NULL)) {
			thread->started = false;
			return true;
		}
		usleep(10000);
	}
	return false;
}

/* Whether the thread that kills goes on looking: for the service manager. */
static bool well(const struct oomt_executor *ex)
{
	u64 busy_ns = atomic_load(&ex->busy_ns);

	if (ex->warden)
		busy_ns = atomic_load(&ex->warden->beat_ns);
	return !busy_ns || oomt_now_ns() - busy_ns < WELL_NS;
}

static void wait_for_end(struct oomt_executor *ex, int signals)
{
	const int every_ms = oomt_notify_interval_ms();
	struct pollfd wait[2] = {
		{ .fd = signals, .events = POLLIN },
		{ .fd = ex->failed_fd, .events = POLLIN },
	};
	int got;

	oomt_notify_ready(ex->warden ? "deciding and acting by itself" :
				       "carrying out the module's decisions");
	while ((got = poll(wait, 2, every_ms)) <= 0)
		if (!got && well(ex))
			oomt_notify_alive();
		else if (got < 0 && errno != EINTR)
			break;
	oomt_notify_stopping();
}

int oomt_executor_run(struct oomt_executor *ex)
{
	enum { KILLER, REAPER, DOER, FEEDER, WATCHER, LISTENER, PRINTER,
	       THREADS };
	struct thread thread[THREADS] = {
		[KILLER] = { .body = ex->warden ? oomt_warden_main :
						  oomt_killer_main },
		[REAPER] = { .body = oomt_reaper_main },
		[DOER] = { .body = ex->doer ? oomt_doer_main : NULL },
		[FEEDER] = { .body = ex->warden ? NULL : oomt_feeder_main },
		[WATCHER] = { .body = ex->warden ? NULL : oomt_watcher_main },
		[LISTENER] = { .body = ex->warden || !ex->recorder ? NULL :
						oomt_listener_main },
		[PRINTER] = { .body = oomt_printer_main },
	};
	const u64 one = 1;
	int signals = block_signals(), err = 0;
	unsigned int i;

	if (signals < 0)
		return -errno;
	for (i = 0; i < THREADS && !err; i++) {
		if (!thread[i].body)
			continue;
		err = start(&thread[i], ex);
		/* The killer first: the kernel may be waiting already. */
		while (!err && i == KILLER && sem_wait(&ex->prepared))
			;
	}
	if (!err)
		wait_for_end(ex, signals);
	atomic_store(&ex->stopping, true);
	if (write(ex->stop_fd, &one, sizeof(one)) < 0)
		err = err ? err : -errno;
	end_thread(&thread[KILLER], true);
	atomic_store(&ex->all_killed, true);
	oomt_ring_wake(&ex->killed);
	oomt_ring_wake(&ex->errands);
	end_thread(&thread[REAPER], false);
	end_thread(&thread[DOER], false);
	end_thread(&thread[FEEDER], false);
	end_thread(&thread[WATCHER], false);
	atomic_store(&ex->all_done, true);
	oomt_ring_wake(&ex->done);
	/* Their output may be blocked for ever: do not wait for that. */
	if (!end_thread(&thread[LISTENER], true) ||
	    !end_thread(&thread[PRINTER], false))
		_exit(0);
	close(signals);
	return err ? err : atomic_load(&ex->error);
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the killer may ask of the kernel.  It runs with access to the last
 * memory, so it must not be able to start processes, change files or wait for
 * a disk, whatever goes wrong in it: anything else fails with EPERM.
 */
#include <fcntl.h>
#include <seccomp.h>
#include "executor.h"

static const int allowed[] = {
	/* its work */
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(close),
	SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_send_signal),
	SCMP_SYS(clock_gettime), SCMP_SYS(pread64),
	/* being kicked, and ending */
	SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack), SCMP_SYS(futex),
	SCMP_SYS(madvise), SCMP_SYS(munmap), SCMP_SYS(exit),
	SCMP_SYS(exit_group), SCMP_SYS(gettid), SCMP_SYS(sched_yield),
};

int oomt_sandbox_enter(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	unsigned int i;
	int err = 0;

	if (!ctx)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(allowed) && !err; i++)
		err = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0);
	/* /proc/PID/stat, to make sure of a victim: reading only. */
	if (!err)
		err = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(openat),
				       1, SCMP_A2(SCMP_CMP_MASKED_EQ,
						  O_ACCMODE | O_CREAT | O_TRUNC,
						  O_RDONLY));
	if (!err)
		err = seccomp_load(ctx);
	seccomp_release(ctx);
	return err;
}

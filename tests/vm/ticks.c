// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * On the host: how many thousand times a second its processor counts (TSC), for
 * a guest that is emulated on it: what that one reads is this counter, and what
 * it finds out by an emulated timer on a busy host can be wrong by a factor.
 * Prints nothing where there is no such counter.
 */
#include <stdio.h>
#include <time.h>

#ifdef __x86_64__
#include <x86intrin.h>

struct reading {
	unsigned long long ticks;
	double s;
};

/* The quickest of some: nobody has interrupted it. */
static struct reading read_both(void)
{
	struct reading best = { 0 };
	unsigned long long least = ~0ULL;
	int i;

	for (i = 0; i < 100; i++) {
		unsigned long long before = __rdtsc(), after;
		struct timespec now;

		clock_gettime(CLOCK_MONOTONIC, &now);
		after = __rdtsc();
		if (after - before >= least)
			continue;
		least = after - before;
		best.ticks = before + least / 2;
		best.s = now.tv_sec + now.tv_nsec / 1e9;
	}
	return best;
}

int main(void)
{
	const struct timespec wait = { .tv_nsec = 100000000 };
	struct reading from = read_both(), to;

	nanosleep(&wait, NULL);
	to = read_both();
	printf("%.0f\n", (to.ticks - from.ticks) / (to.s - from.s) / 1000);
	return 0;
}
#else
int main(void)
{
	return 0;
}
#endif

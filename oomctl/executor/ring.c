// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * One producer, one taker.  head and tail only grow; the producer's release
 * of head makes the slot's content visible to the taker's acquire, and the
 * taker's release of tail gives the slot back.
 */
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "ring.h"

int oomt_ring_init(struct oomt_ring *ring, u32 slots, size_t size)
{
	memset(ring, 0, sizeof(*ring));
	ring->slots = slots;
	ring->size = size;
	ring->slot = calloc(slots, size);
	ring->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (ring->slot && ring->wake >= 0)
		return 0;
	oomt_ring_exit(ring);
	return -ENOMEM;
}

void oomt_ring_exit(struct oomt_ring *ring)
{
	if (ring->wake >= 0)
		close(ring->wake);
	ring->wake = -1;
	free(ring->slot);
	ring->slot = NULL;
}

static void *slot_at(const struct oomt_ring *ring, u32 count)
{
	return ring->slot + count % ring->slots * ring->size;
}

void *oomt_ring_slot(struct oomt_ring *ring)
{
	u32 head = atomic_load_explicit(&ring->head, memory_order_relaxed);
	u32 tail = atomic_load_explicit(&ring->tail, memory_order_acquire);

	return head - tail == ring->slots ? NULL : slot_at(ring, head);
}

void oomt_ring_publish(struct oomt_ring *ring)
{
	u32 head = atomic_load_explicit(&ring->head, memory_order_relaxed);

	atomic_store_explicit(&ring->head, head + 1, memory_order_release);
	oomt_ring_wake(ring);
}

void oomt_ring_drop(struct oomt_ring *ring)
{
	atomic_fetch_add_explicit(&ring->dropped, 1, memory_order_relaxed);
	oomt_ring_wake(ring);
}

void *oomt_ring_take(struct oomt_ring *ring)
{
	u32 tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
	u32 head = atomic_load_explicit(&ring->head, memory_order_acquire);

	return head == tail ? NULL : slot_at(ring, tail);
}

void oomt_ring_release(struct oomt_ring *ring)
{
	u32 tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);

	atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
}

void oomt_ring_wake(struct oomt_ring *ring)
{
	const u64 one = 1;

	/* Cannot fail but when the count is at its end: awake already. */
	if (write(ring->wake, &one, sizeof(one)) < 0)
		return;
}

void oomt_ring_awake(struct oomt_ring *ring)
{
	u64 count;

	if (read(ring->wake, &count, sizeof(count)) < 0)
		return;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* An arena with a hash of open addressing in front of it; see texts.h. */
#include "texts.h"

int oomt_texts_init(struct oomt_texts *texts, u32 max, size_t size)
{
	memset(texts, 0, sizeof(*texts));
	texts->buckets = 16;
	while (texts->buckets < 2 * max)
		texts->buckets *= 2;
	texts->data = calloc(size, 1);
	texts->at = calloc(max, sizeof(*texts->at));
	texts->bucket = calloc(texts->buckets, sizeof(*texts->bucket));
	texts->size = size;
	texts->max = max;
	if (texts->data && texts->at && texts->bucket)
		return 0;
	oomt_texts_exit(texts);
	return -ENOMEM;
}

void oomt_texts_exit(struct oomt_texts *texts)
{
	free(texts->data);
	free(texts->at);
	free(texts->bucket);
	memset(texts, 0, sizeof(*texts));
}

/* FNV-1a */
static u32 hash(const char *text)
{
	u32 sum = 2166136261U;

	while (*text)
		sum = (sum ^ (u8)*text++) * 16777619U;
	return sum;
}

u64 oomt_text_id(const char *text)
{
	u64 sum = 14695981039346656037ULL;

	while (*text)
		sum = (sum ^ (u8)*text++) * 1099511628211ULL;
	return sum;
}

u32 oomt_texts_add(struct oomt_texts *texts, const char *text)
{
	u32 mask = texts->buckets - 1, i = hash(text) & mask;
	size_t len = strlen(text) + 1;

	for (; texts->bucket[i]; i = (i + 1) & mask)
		if (!strcmp(oomt_texts_get(texts, texts->bucket[i] - 1), text))
			return texts->bucket[i] - 1;
	if (texts->count == texts->max || len > texts->size - texts->used)
		return OOMT_NONE;
	memcpy(texts->data + texts->used, text, len);
	texts->at[texts->count] = texts->used;
	texts->used += len;
	texts->bucket[i] = ++texts->count;
	return texts->count - 1;
}

// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Images as text, for records; see record.h. */
#include "record.h"

#define LINE_BYTES	57		/* 76 characters */

static const char digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void oomt_base64_write(FILE *to, const void *data, size_t size)
{
	const unsigned char *bytes = data;
	size_t i;

	for (i = 0; i < size; i += 3) {
		size_t left = size - i;
		u32 three = bytes[i] << 16 |
			    (left > 1 ? bytes[i + 1] << 8 : 0) |
			    (left > 2 ? bytes[i + 2] : 0);

		fputc(digits[three >> 18], to);
		fputc(digits[three >> 12 & 63], to);
		fputc(left > 1 ? digits[three >> 6 & 63] : '=', to);
		fputc(left > 2 ? digits[three & 63] : '=', to);
		if (i % LINE_BYTES == LINE_BYTES - 3 || left <= 3)
			fputc('\n', to);
	}
}

static int digit(unsigned char c)
{
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? at - digits : -1;
}

int oomt_base64_read(const char *text, size_t len, void *data, size_t size,
		     size_t *got)
{
	unsigned char *bytes = data;
	unsigned int have = 0, ends = 0;
	u32 bits = 0;
	size_t i;
	int value;

	*got = 0;
	for (i = 0; i < len; i++) {
		if (strchr(" \t\r\n", text[i]) && text[i])
			continue;
		if (text[i] == '=') {
			ends++;
			continue;
		}
		value = digit(text[i]);
		if (value < 0 || ends)
			return -EINVAL;
		bits = bits << 6 | value;
		if (++have < 4)
			continue;
		if (size - *got < 3)
			return -EINVAL;
		bytes[(*got)++] = bits >> 16;
		bytes[(*got)++] = bits >> 8;
		bytes[(*got)++] = bits;
		have = 0;
		bits = 0;
	}
	/* What is left of the last four. */
	if (have == 1 || (have && have + ends != 4) || (!have && ends) ||
	    size - *got < (have ? have - 1 : 0))
		return -EINVAL;
	if (have >= 2)
		bytes[(*got)++] = bits >> (have == 2 ? 4 : 10);
	if (have == 3)
		bytes[(*got)++] = bits >> 2;
	return 0;
}

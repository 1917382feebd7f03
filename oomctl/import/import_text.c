// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Strings, names and numbers of other configurations in the words of the
 * language; see import.h.
 */
#include <ctype.h>
#include "import.h"

static void put_char(FILE *to, char c)
{
	if (c == '"' || c == '\\')
		fprintf(to, "\\%c", c);
	else if (c == '\n')
		fputs("\\n", to);
	else if (c == '\t')
		fputs("\\t", to);
	else if ((unsigned char)c < ' ' || (unsigned char)c >= 0x7f)
		fprintf(to, "\\x%02X", (unsigned char)c);
	else
		fputc(c, to);
}

void oomt_import_string(FILE *to, const char *text, size_t len)
{
	size_t i;

	fputc('"', to);
	for (i = 0; i < len; i++)
		put_char(to, text[i]);
	fputc('"', to);
}

void oomt_import_plain(FILE *to, const char *text, size_t len)
{
	size_t i;

	fputc('"', to);
	for (i = 0; i < len; i++) {
		if (strchr("*?[\\", text[i]))
			fputs("\\\\", to);
		put_char(to, text[i]);
	}
	fputc('"', to);
}

void oomt_import_name(FILE *to, const char *text, size_t len)
{
	bool dash = true;
	size_t i;

	if (!len || isdigit((unsigned char)*text))
		fputc('_', to);
	for (i = 0; i < len; i++) {
		if (isalnum((unsigned char)text[i]) || text[i] == '_') {
			fputc(text[i], to);
			dash = false;
		} else if (!dash && i + 1 < len) {
			fputc('-', to);
			dash = true;
		}
	}
}

size_t oomt_import_decimal(const char *text, size_t len, s64 *hundredths,
			   bool *cut)
{
	unsigned int places = 0;
	bool digits = false;
	size_t at = 0;
	s64 value = 0;

	*cut = false;
	for (; at < len && isdigit((unsigned char)text[at]); at++) {
		if (value > S64_MAX / 10000)
			return 0;
		value = value * 10 + (text[at] - '0');
		digits = true;
	}
	if (at < len && text[at] == '.')
		for (at++; at < len && isdigit((unsigned char)text[at]); at++) {
			digits = true;
			if (places < 2) {
				value = value * 10 + (text[at] - '0');
				places++;
			} else if (text[at] != '0') {
				*cut = true;
			}
		}
	for (; places < 2; places++)
		value *= 10;
	*hundredths = value;
	return digits ? at : 0;
}

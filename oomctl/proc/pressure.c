// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* PSI and meminfo: text to metrics, in place. */
#include "pressure.h"

const struct oomt_psi_file oomt_psi_files[OOMT_PSI_FILES] = {
	{ "proc/pressure/memory", OOMT_M_PSI_SOME_AVG10 },
	{ "proc/pressure/io",	  OOMT_M_PSI_IO_SOME_AVG10 },
	{ "proc/pressure/cpu",	  OOMT_M_PSI_CPU_SOME_AVG10 },
};

static void metrics_set(struct oomt_metrics *metrics, unsigned int metric,
			s64 value)
{
	metrics->value[metric] = value;
	metrics->known |= 1ULL << metric;
}

static s64 read_digits(const char **text)
{
	s64 value = 0;

	while (**text >= '0' && **text <= '9' && value < (1LL << 48))
		value = value * 10 + (*(*text)++ - '0');
	return value;
}

/* "12.34" as basis points; the kernel always writes two decimals. */
static s64 read_bp(const char *text)
{
	s64 bp = read_digits(&text) * 100;

	if (text[0] == '.' && text[1] >= '0' && text[1] <= '9') {
		bp += (text[1] - '0') * 10;
		if (text[2] >= '0' && text[2] <= '9')
			bp += text[2] - '0';
	}
	return bp;
}

void oomt_psi_parse(const char *text, enum oomt_metric first,
		    struct oomt_metrics *metrics)
{
	static const char *const averages[] = {
		" avg10=", " avg60=", " avg300=",
	};
	unsigned int i, row;

	while (*text) {
		const char *end = strchrnul(text, '\n');

		row = !strncmp(text, "some", 4) ? 0 :
		      !strncmp(text, "full", 4) ? 3 : 6;
		for (i = 0; row < 6 && i < ARRAY_SIZE(averages); i++) {
			const char *at = strstr(text, averages[i]);

			if (at && at < end)
				metrics_set(metrics, first + row + i,
					    read_bp(at + strlen(averages[i])));
		}
		text = *end ? end + 1 : end;
	}
}

void oomt_meminfo_parse(const char *text, struct oomt_metrics *metrics)
{
	static const struct {
		const char *key;
		enum oomt_metric metric;
	} keys[] = {
		{ "MemTotal:",	   OOMT_M_MEM_TOTAL },
		{ "MemAvailable:", OOMT_M_MEM_AVAILABLE },
		{ "MemFree:",	   OOMT_M_MEM_FREE },
		{ "Cached:",	   OOMT_M_MEM_CACHED },
		{ "SwapTotal:",	   OOMT_M_SWAP_TOTAL },
		{ "SwapFree:",	   OOMT_M_SWAP_FREE },
	};
	const u64 both = 1ULL << OOMT_M_SWAP_TOTAL | 1ULL << OOMT_M_SWAP_FREE;
	unsigned int i;

	while (*text) {
		const char *end = strchrnul(text, '\n');

		for (i = 0; i < ARRAY_SIZE(keys); i++) {
			size_t len = strlen(keys[i].key);
			const char *at = text + len;

			if (strncmp(text, keys[i].key, len))
				continue;
			at += strspn(at, " ");
			metrics_set(metrics, keys[i].metric,
				    read_digits(&at) * 1024);
		}
		text = *end ? end + 1 : end;
	}
	if ((metrics->known & both) == both)
		metrics_set(metrics, OOMT_M_SWAP_USED,
			    metrics->value[OOMT_M_SWAP_TOTAL] -
			    metrics->value[OOMT_M_SWAP_FREE]);
}

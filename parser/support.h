/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Which words of the language this build compiles.  Everything else is known
 * to the parser and answered with "not supported yet"; making one work means
 * building it and taking it off these lists.
 */
#ifndef OOMT_PARSER_SUPPORT_H
#define OOMT_PARSER_SUPPORT_H

#include "compat.h"

static inline bool oomt_field_supported(int field)
{
	switch (field) {
	case OOMT_F_CMDLINE:
	case OOMT_F_GROWTH:
	case OOMT_F_TREE_TOTAL:
	case OOMT_F_MEMCG_CURRENT:
	case OOMT_F_MEMCG_MAX:
		return false;
	default:
		return field >= 0;
	}
}

static inline bool oomt_metric_supported(int metric)
{
	return metric != OOMT_M_ZRAM_USED && metric != OOMT_M_PGSCAN_RATE;
}

static inline bool oomt_hook_supported(int hook)
{
	return hook != OOMT_HOOK_MEMCG;
}

static inline bool oomt_unit_supported(int unit)
{
	return unit == OOMT_UNIT_PROCESS;
}

#endif /* OOMT_PARSER_SUPPORT_H */

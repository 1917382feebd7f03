/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A table's listing: header, chains, instructions with the source line they
 * come from.  User space only (oomctl compile --disasm, test goldens).
 */
#ifndef OOMT_ENGINE_DISASM_H
#define OOMT_ENGINE_DISASM_H

#include <stdio.h>
#include "table.h"

/* One instruction, without a newline: "match.num  rss > 25%  else +3". */
void oomt_disasm_insn(FILE *out, const struct oomt_table *table, u32 insn);

/*
 * The whole table.  source_line(ctx, loc) may answer the text of a source line
 * (borrowed), or NULL; source_line itself may be NULL.
 */
void oomt_disasm(FILE *out, const struct oomt_table *table,
		 const char *(*source_line)(void *ctx,
					    const struct oomt_loc *loc),
		 void *ctx);

#endif /* OOMT_ENGINE_DISASM_H */

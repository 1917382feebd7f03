// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* engine/dfa.c: classes of strings, members of classes. */
#include <criterion/criterion.h>
#include "assemble.h"
#include "dfa.h"

static struct asm_table a;

static u32 cls(const char *text)
{
	return oomt_dfa_class(&a.table, &a.table.DFAS[0], text, strlen(text));
}

Test(dfa, words_have_classes_of_their_own)
{
	u32 ssh, sshd;

	asm_init(&a, "t");
	ssh = asm_word(&a, OOMT_F_COMM, "ssh");
	sshd = asm_word(&a, OOMT_F_COMM, "sshd");
	asm_word(&a, OOMT_F_COMM, "\xff\x01");
	cr_assert_eq(asm_verify(&a), 0);
	cr_assert(oomt_dfa_holds(&a.table, a.table.DFAS, cls("ssh"), ssh));
	cr_assert_not(oomt_dfa_holds(&a.table, a.table.DFAS, cls("ssh"), sshd));
	cr_assert(oomt_dfa_holds(&a.table, a.table.DFAS, cls("sshd"), sshd));
	cr_assert_eq(cls("\xff\x01"), 3);
	cr_assert_eq(cls("ss"), 0);
	cr_assert_eq(cls("sshdx"), 0);
	cr_assert_eq(cls(""), 0);
	asm_free(&a);
}

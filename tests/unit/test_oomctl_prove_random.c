// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * prove against exhaustive enumeration: random small policies and statements;
 * every process of a small world is put to the engine.  What the world
 * disproves may not be called proved; what is called refuted must come with a
 * snapshot on which the engine agrees; and the prover may seldom not know.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include "kin.h"
#include "prove/prove.h"
#include "rank.h"
#include "ruleset.h"
#include "unit.h"
#include "verify.h"

#define POLICIES	1000		/* a seed; OOMT_TEST_CASES=5000: more */
#define M		(1LL << 20)
#define S_NS		1000000000ULL
#define TASKS_MAX	9216		/* every combination of world_fill() */
#define SMALL_WORLDS	30		/* of a few processes each */

/* ---- chance -------------------------------------------------------------- */

static u64 state;

static u32 below(u32 n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (u32)((state * 0x2545f4914f6cdd1dULL) >> 33) % n;
}

static bool chance(u32 percent)
{
	return below(100) < percent;
}

/* ---- policies ------------------------------------------------------------ */

static void put_value(FILE *out, const char *const *value, u32 count)
{
	u32 i, n = chance(25) ? 1 + below(3) : 0;

	if (!n) {
		fputs(value[below(count)], out);
		return;
	}
	fputs("{ ", out);
	for (i = 0; i < n; i++)
		fprintf(out, "%s%s", i ? ", " : "", value[below(count)]);
	fputs(" }", out);
}

static void put_match(FILE *out)
{
	static const char *const comm[] = {
		"\"a\"", "\"b\"", "\"a*\"", "\"*b\"", "\"?\"", "\"c\"",
	};
	static const char *const exe[] = { "\"/a\"", "\"/b\"", "\"/a*\"" };
	static const char *const cgroup[] = {
		"\"/a\"", "\"/a/**\"", "\"/b\"", "\"/*\"",
	};
	static const char *const uid[] = { "0", "1", "2", "0-1", "1-2" };
	static const char *const adj[] = { "0", "500", "0-500" };
	static const char *const size[] = {
		"1M", "2M", "3M", "50%", "25%", "0", "1M-2M", "25%-2M",
	};
	static const char *const comm_ere[] = {
		"'^a'", "'b$'", "'a|c'", "'^.?$'", "'^[^a]+$'", "'c{2}'",
	};
	static const char *const exe_ere[] = { "'^/[ab]'", "'c$'", "'.'" };
	static const char *const cgroup_ere[] = { "'^/a(/|$)'", "'c$'" };
	static const char *const rate[] = { "0/s", "1M/s", "-1M/s", "2M/s" };
	static const char *const number[] = { "<", "<=", ">", ">=", "==", "!=" };
	static const char *const sizes[] = {
		"rss", "swap", "total", "rss", "total",
	};

	u32 field = below(9);

	if (chance(15)) {
		fputs("ancestor ", out);
		field = below(5);
	}
	switch (field) {
	case 0:
	case 1:
		if (chance(25)) {
			fprintf(out, "comm %s ", chance(20) ? "!~" : "~");
			put_value(out, comm_ere, ARRAY_SIZE(comm_ere));
			break;
		}
		fprintf(out, "comm %s", chance(20) ? "!= " : "");
		put_value(out, comm, ARRAY_SIZE(comm));
		break;
	case 2:
		if (chance(25)) {
			fprintf(out, "exe %s ", chance(20) ? "!~" : "~");
			put_value(out, exe_ere, ARRAY_SIZE(exe_ere));
			break;
		}
		fprintf(out, "exe %s", chance(20) ? "!= " : "");
		put_value(out, exe, ARRAY_SIZE(exe));
		break;
	case 3:
		if (chance(25)) {
			fprintf(out, "cgroup %s ", chance(20) ? "!~" : "~");
			put_value(out, cgroup_ere, ARRAY_SIZE(cgroup_ere));
			break;
		}
		fprintf(out, "cgroup %s", chance(20) ? "!= " : "");
		put_value(out, cgroup, ARRAY_SIZE(cgroup));
		break;
	case 4:
		if (chance(40)) {
			fprintf(out, "uid %s %u", number[below(6)], below(3));
			break;
		}
		fprintf(out, "uid %s", chance(20) ? "!= " : "");
		put_value(out, uid, ARRAY_SIZE(uid));
		break;
	case 5:
		fprintf(out, "oom_score_adj ");
		if (chance(40))
			fprintf(out, "%s -%u", number[below(6)],
				chance(50) ? 1000 : 500);
		else
			put_value(out, adj, ARRAY_SIZE(adj));
		break;
	case 6:
		fprintf(out, "growth %s %s", number[below(6)],
			rate[below(ARRAY_SIZE(rate))]);
		break;
	default:
		fprintf(out, "%s ", sizes[below(ARRAY_SIZE(sizes))]);
		if (chance(70))
			fprintf(out, "%s %s", number[below(6)],
				size[below(6)]);
		else
			put_value(out, size, ARRAY_SIZE(size));
		break;
	}
	fputc(' ', out);
}

static void put_matches(FILE *out, u32 most)
{
	u32 n = 1 + below(most);

	while (n--)
		put_match(out);
}

static void put_rule(FILE *out, bool guard, u32 plain, u32 chains)
{
	static const char *const unit[] = { " tree", " pgrp", " cgroup", " app" };
	u32 word = below(10);

	fputs("\t", out);
	if (!chance(8))
		put_matches(out, 3);
	if (chance(15))
		fprintf(out, "score %c%u ", chance(50) ? '+' : '-',
			below(3) * 100);
	if (chance(8) && (word < 5 || word == 8 ||
			  (word < 8 && plain + 1 < chains)))
		fputs("dry ", out);
	if (word < 3 || (guard && word < 5))
		fputs("exempt\n", out);
	else if (word < 5)
		fprintf(out, "kill%s%s%s\n", chance(30) ? unit[below(4)] : "",
			chance(30) ? " prefer 1" : "",
			chance(30) ? " override" : "");
	else if (word < 8 && plain + 1 < chains)
		fprintf(out, "%s p%u\n", chance(70) ? "jump" : "goto",
			plain + 1 + below(chains - plain - 1));
	else if (word == 8)
		fputs("return\n", out);
	else
		fputs("counter\n", out);
}

static void put_chain(FILE *out, const char *name, const char *head,
		      bool guard, int plain, u32 chains)
{
	u32 n = below(5);

	fprintf(out, "chain %s {\n%s", name, head);
	if (*head && chance(15))
		fputs("\tscope cgroup \"/a/**\"\n", out);
	if (*head && !guard) {
		static const char *const order[] = {
			"total", "rss", "uid", "age", "oom_score_adj asc",
			"swap asc",
		};

		if (chance(40))
			fprintf(out, "\torder by %s\n",
				order[below(ARRAY_SIZE(order))]);
		fprintf(out, "\tpolicy %s\n", chance(50) ? "exempt" :
			chance(20) ? "kill override" : "kill");
	}
	while (n--)
		put_rule(out, guard, plain, chains);
	fputs("}\n", out);
}

/* Plain chains call only those behind them. */
static char *make_policy(const char *name, bool kills)
{
	u32 i, guards = below(3), plain = below(3);
	char *text, chain[16];
	size_t size;
	FILE *out = open_memstream(&text, &size);

	fprintf(out, "table %s\n", name);
	if (chance(8))
		fputs("scope cgroup \"/a/**\"\n", out);
	for (i = 0; i < guards; i++) {
		snprintf(chain, sizeof(chain), "g%u", i);
		put_chain(out, chain, "\thook guard\n", true, 100, 0);
	}
	if (kills) {
		put_chain(out, "low",
			  "\thook low\n\twhen mem.available < 20%\n",
			  false, -1, plain);
		put_chain(out, "oom", "\thook oom\n", false, -1, plain);
		if (chance(60))
			put_chain(out, "memcg", "\thook memcg\n", false, -1,
				  plain);
		for (i = 0; i < plain; i++) {
			snprintf(chain, sizeof(chain), "p%u", i);
			put_chain(out, chain, "", false, i, plain);
		}
	}
	fclose(out);
	return text;
}

static char *make_statement(enum prove_kind *kind)
{
	static const char *const where[] = {
		" hook low", " hook oom", " chain low", " chain oom",
		" hook low chain low", " hook memcg", " hook memcg",
	};
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	*kind = below(4);
	if (*kind != PROVE_SOME_KILL)
		put_matches(out, 3);
	switch (*kind) {
	case PROVE_NEVER_KILL:
		fputs("never kill", out);
		break;
	case PROVE_ALWAYS_EXEMPT:
		fputs("always exempt", out);
		break;
	case PROVE_SOME_KILL:
		fputs("some kill", out);
		break;
	default:
		fputs("never before ", out);
		put_matches(out, 2);
	}
	if (chance(30))
		fputs(where[below(ARRAY_SIZE(where))], out);
	fclose(out);
	return text;
}

/* ---- the world ----------------------------------------------------------- */

struct world {
	struct oomt_picture pic;
	struct oomt_task task[TASKS_MAX], few[5];
	struct oomt_cgroup cgroup[4];
	struct oomt_workspace ws;
};

/* Parents are older. */
static void make_child(struct oomt_task *task, const struct oomt_task *parent)
{
	task->ppid = parent->pid;
	if (task->start_ns < parent->start_ns)
		task->start_ns = parent->start_ns;
}

/* All processes of the world, or a third of them, others each time. */
static void world_fill(struct world *w, s64 mem_total, bool whole)
{
	static const char *const comm[] = { "", "a", "b", "c", "ab", "cc" };
	static const char *const exe[] = { NULL, "/a", "/b", "/c" };
	static const char *const path[] = { "/", "/a", "/a/c", "/b" };
	static const s64 rss[] = { 0, M, 2 * M - 1, 3 * M + 1 };
	static const s64 swap[] = { 0, M };
	static const s32 adj[] = { -1000, -500, 0, 1000 };
	static const s64 growth[] = { -2 * M, -M, 0, M, M + 1, 3 * M };
	u32 c, e, p, r, s, a, u, n = 0;

	memset(w, 0, sizeof(*w));
	w->pic.now_ns = 1ULL << 50;
	w->pic.task = w->task;
	w->pic.cgroup = w->cgroup;
	w->pic.cgroup_count = ARRAY_SIZE(path);
	for (p = 0; p < ARRAY_SIZE(path); p++)
		w->cgroup[p] = (struct oomt_cgroup){ .path = path[p], .id = p };
	oomt_picture_set(&w->pic, OOMT_M_MEM_TOTAL, mem_total);
	oomt_picture_set(&w->pic, OOMT_M_SWAP_TOTAL, 4 * M);
	oomt_picture_set(&w->pic, OOMT_M_MEM_AVAILABLE, 0);
	for (c = 0; c < ARRAY_SIZE(comm); c++)
	for (e = 0; e < ARRAY_SIZE(exe); e++)
	for (p = 0; p < ARRAY_SIZE(path); p++)
	for (r = 0; r < ARRAY_SIZE(rss); r++)
	for (s = 0; s < ARRAY_SIZE(swap); s++)
	for (a = 0; a < ARRAY_SIZE(adj); a++)
	for (u = 0; u < 3; u++) {
		struct oomt_task *task = &w->task[n++];

		if (!whole && below(3)) {
			n--;
			continue;
		}
		task->known = ~0ULL & ~(1ULL << OOMT_F_EXE |
					1ULL << OOMT_F_CMDLINE |
					1ULL << OOMT_F_GROWTH);
		if (exe[e])
			task->known |= 1ULL << OOMT_F_EXE;
		task->pid = 100 + n;
		task->ppid = 1;
		task->uid = u;
		task->start_ns = w->pic.now_ns - (1 + below(5)) * S_NS;
		if (n > 1 && chance(30))
			make_child(task, &w->task[below(n - 1)]);
		task->rss = rss[r];
		task->anon = rss[r];
		task->swap = swap[s];
		task->oom_score_adj = adj[a];
		task->threads = 1;
		if (chance(60)) {
			task->known |= 1ULL << OOMT_F_GROWTH;
			task->growth = growth[below(ARRAY_SIZE(growth))];
		}
		task->cgroup = p;
		strcpy(task->comm, comm[c]);
		task->exe = exe[e];
	}
	w->pic.task_count = n;
}

/* A few of them instead, of whom some go with others. */
static void world_shrink(struct world *w, u32 all)
{
	u32 n = 2 + below(ARRAY_SIZE(w->few) - 1), i;

	for (i = 0; i < n; i++) {
		struct oomt_task *task = &w->few[i];

		*task = w->task[below(all)];
		task->pid = 10 + i;
		task->pgrp = 10 + below(2);
		task->ppid = 1;
		if (i && chance(60))
			make_child(task, &w->few[below(i)]);
		/* Alike in what an application shares. */
		if (i && chance(40)) {
			task->uid = w->few[0].uid;
			task->cgroup = w->few[0].cgroup;
			task->exe = w->few[0].exe;
			task->known = w->few[0].known;
			memcpy(task->comm, w->few[0].comm, sizeof(task->comm));
		}
	}
	for (i = 1; i < w->pic.cgroup_count; i++)
		w->cgroup[i].oom_group = chance(20);
	w->pic.task = w->few;
	w->pic.task_count = n;
}

/* ---- rules that went all the way ----------------------------------------- */

struct loaded {
	struct oomt_diags diags;
	struct oomt_policy *policy[2];
	struct oomt_blob image[2];
	struct oomt_table table[2];
	struct oomt_ruleset rs;
};

static bool load(struct loaded *l, char *const *text, u32 tables)
{
	struct oomt_refused why;
	u32 i;

	memset(l, 0, sizeof(*l));
	oomt_diags_init(&l->diags);
	for (i = 0; i < tables; i++) {
		l->policy[i] = oomt_policy_parse(
			oomt_source_text("t.oom", text[i], strlen(text[i])),
			0, &l->diags);
		if (l->diags.errors)
			return false;
		if (oomt_policy_compile(l->policy[i], &l->image[i],
					&l->diags) ||
		    oomt_verify(l->image[i].data, l->image[i].size,
				OOMT_FOR_USER, &l->table[i], &why))
			return false;
		l->rs.table[i] = &l->table[i];
	}
	l->rs.table_count = tables;
	return !oomt_ruleset_init(&l->rs);
}

static void unload(struct loaded *l)
{
	u32 i;

	oomt_ruleset_exit(&l->rs);
	oomt_diags_exit(&l->diags);
	for (i = 0; i < 2; i++) {
		oomt_blob_exit(&l->image[i]);
		oomt_policy_free(l->policy[i]);
	}
}

/* ---- the truth in the world ---------------------------------------------- */

/* Whom a side of the statement is about. */
static void find_about(const struct oomt_picture *pic,
		       const struct oomt_ruleset *rs, bool *about)
{
	struct oomt_ask ask = { .hook = OOMT_HOOK_OOM, .steady = true };
	struct oomt_workspace ws;
	struct oomt_decision *d = malloc(sizeof(*d));
	u32 i;

	cr_assert_eq(oomt_workspace_init(&ws, rs, TASKS_MAX, 5), 0);
	oomt_decide(rs, pic, &ask, &ws, d);
	for (i = 0; i < pic->task_count; i++)
		about[i] = ws.verdict[i].kind == OOMT_V_CANDIDATE;
	oomt_workspace_exit(&ws);
	free(d);
}

/* The rule itself singles out; rules here are called by none that does. */
static bool names_whom(const struct oomt_table *t, u32 rule)
{
	u32 i;

	for (i = 0; i < t->RULES[rule].code_len; i++) {
		const struct oomt_insn *insn =
			&t->INSNS[t->RULES[rule].code + i];

		if (insn->op != OOMT_OP_MATCH_NUM &&
		    insn->op != OOMT_OP_MATCH_SET &&
		    insn->op != OOMT_OP_MATCH_STR)
			continue;
		if (insn->cmp != OOMT_CMP_NE && insn->field != OOMT_F_RSS &&
		    insn->field != OOMT_F_SWAP && insn->field != OOMT_F_TOTAL &&
		    insn->field != OOMT_F_GROWTH)
			return true;
	}
	return false;
}

static bool speaks_against(const struct world *w, const struct loaded *l,
			   enum prove_kind kind, bool *const about[2],
			   const struct oomt_workspace *ws)
{
	u32 i, best = OOMT_NONE, worst = OOMT_NONE;

	for (i = 0; i < w->pic.task_count; i++) {
		const struct oomt_verdict *v = &ws->verdict[i];

		if (kind == PROVE_SOME_KILL) {
			if (v->kind != OOMT_V_EXEMPT || v->by == OOMT_BY_ALWAYS)
				continue;
			if (v->by == OOMT_BY_POLICY ||
			    !names_whom(&l->table[v->table], v->rule))
				return true;
			continue;
		}
		if (v->kind != OOMT_V_CANDIDATE)
			continue;
		if (kind != PROVE_NEVER_BEFORE) {
			if (about[0][i])
				return true;
			continue;
		}
		if (about[0][i] && (best == OOMT_NONE ||
				    oomt_rank_before(&w->pic, ws, i, best)))
			best = i;
		if (about[1][i] && (worst == OOMT_NONE ||
				    oomt_rank_before(&w->pic, ws, worst, i)))
			worst = i;
	}
	return best != OOMT_NONE && worst != OOMT_NONE && best != worst &&
	       oomt_rank_before(&w->pic, ws, best, worst);
}

/* The statement is about this base chain. */
static bool speaks_of(const struct loaded *l,
		      const struct prove_statement *statement, u32 hook, u32 at)
{
	const struct oomt_base_chain *base = &l->rs.base[hook][at];
	const struct oomt_chain *chain = oomt_base_chain_get(&l->rs, base);
	const char *name = oomt_table_string(l->rs.table[base->table],
					     chain->name);

	return (statement->hooks & 1U << hook) &&
	       (!statement->chain || !strcmp(statement->chain, name));
}

/* Whether the victim, or who dies with it, is one of them. */
static bool dies(const struct oomt_workspace *ws,
		 const struct oomt_decision *d, const bool *about)
{
	u32 at = OOMT_NONE;

	if (d->outcome != OOMT_OUT_VICTIM)
		return false;
	while ((at = oomt_units_next(ws, ws->best[0], at)) != OOMT_NONE)
		if (about[at])
			return true;
	return false;
}

/* The cgroup that has hit its limit is one that a memcg chain is about. */
static bool asks_of(const struct loaded *l, struct oomt_workspace *ws,
		    const struct oomt_picture *pic, u32 at, u32 cgroup)
{
	const struct oomt_base_chain *base = &l->rs.base[OOMT_HOOK_MEMCG][at];
	const struct oomt_ask ask = { .hook = OOMT_HOOK_MEMCG };
	u32 scope[] = { l->table[base->table].image->scope,
			oomt_base_chain_get(&l->rs, base)->scope };
	u32 i;

	oomt_workspace_look(ws, &l->rs, pic, &ask);
	for (i = 0; i < ARRAY_SIZE(scope); i++)
		if (scope[i] != OOMT_NONE &&
		    !oomt_vm_cgroup(&ws->vm, base->table, scope[i], cgroup))
			return false;
	return true;
}

/*
 * Whether this base chain speaks against it; in hook memcg, when this cgroup
 * is at its limit.
 */
static bool disproved_by(struct world *w, const struct loaded *l,
			 const struct prove_statement *statement, bool small,
			 bool *const about[2], u32 hook, u32 at, u32 cgroup,
			 struct oomt_workspace *ws)
{
	struct oomt_decision *d = malloc(sizeof(*d));
	struct oomt_ask ask = {
		.hook = hook, .steady = true, .one_base = true, .base = at,
		.cgroup = hook == OOMT_HOOK_MEMCG ? cgroup + 1 : 0,
	};
	bool found = false;

	if (hook != OOMT_HOOK_MEMCG || asks_of(l, ws, &w->pic, at, cgroup)) {
		oomt_decide(&l->rs, &w->pic, &ask, ws, d);
		found = small && statement->kind != PROVE_NEVER_BEFORE ?
			dies(ws, d, about[0]) :
			speaks_against(w, l, statement->kind, about, ws);
	}
	free(d);
	return found;
}

/*
 * Whether the world holds a counterexample: a candidate of a large one, which
 * could be its only one; who really dies in a small one.
 */
static bool disproved(struct world *w, const struct loaded *l,
		      const struct prove_statement *statement, bool small)
{
	static const u8 hooks[] = {
		OOMT_HOOK_LOW, OOMT_HOOK_OOM, OOMT_HOOK_MEMCG,
	};
	static bool about0[TASKS_MAX], about1[TASKS_MAX];
	bool *about[2] = { about0, about1 }, found = false;
	struct oomt_workspace ws;
	u32 h, i, c, hits;

	for (i = 0; i < statement->sides; i++)
		find_about(&w->pic, &statement->side[i].rs, about[i]);
	cr_assert_eq(oomt_workspace_init(&ws, &l->rs, TASKS_MAX, 5), 0);
	for (h = 0; h < ARRAY_SIZE(hooks); h++) {
		hits = hooks[h] == OOMT_HOOK_MEMCG ? w->pic.cgroup_count : 1;
		for (i = 0; i < l->rs.base_count[hooks[h]] && !found; i++)
			/* The root has no limit. */
			for (c = hits > 1; c < hits && !found; c++)
				found = speaks_of(l, statement, hooks[h], i) &&
					disproved_by(w, l, statement, small,
						     about, hooks[h], i, c,
						     &ws);
	}
	oomt_workspace_exit(&ws);
	return found;
}

/* ---- agreement ----------------------------------------------------------- */

struct tally {
	u32 proved, refuted, unknown, refused;
};

static void complain(const char *what, char *const *text, u32 tables,
		     const char *statement,
		     const struct oomt_prove_answer *answer)
{
	u32 i;

	fprintf(stderr, "---- %s\n%s\n", what, statement);
	for (i = 0; i < tables; i++)
		fprintf(stderr, "%s\n", text[i]);
	fprintf(stderr, "answer %d: %s\n%s\n", answer->proof, answer->reason,
		answer->snapshot ? answer->snapshot : "");
}

/* Whether one of them is the victim, or of its unit. */
static bool goes(const struct oomt_eval *eval, const bool *about)
{
	u32 i;

	for (i = 0; i < eval->pic->task_count; i++)
		if (about[i] && oomt_judgement_takes(&eval->judged,
						     eval->pic->task[i].pid))
			return true;
	return false;
}

/* What is refuted is to be seen: who dies is whom the statement is about. */
static bool shows(const struct oomt_eval *eval,
		  const struct prove_statement *statement)
{
	const struct oomt_judgement *judged = &eval->judged;
	static bool about[2][TASKS_MAX];
	u32 i;

	if (statement->kind == PROVE_SOME_KILL)
		return judged->decision.outcome == OOMT_OUT_NO_CANDIDATE;
	if (judged->decision.outcome != OOMT_OUT_VICTIM ||
	    judged->decision.runner[0].pid !=
		    eval->pic->task[judged->ranking[0]].pid)
		return false;
	for (i = 0; i < statement->sides; i++)
		find_about(eval->pic, &statement->side[i].rs, about[i]);
	if (statement->kind != PROVE_NEVER_BEFORE)
		return goes(eval, about[0]);
	/* An ancestor of theirs may come before them all. */
	for (i = 0; i < judged->ranking_count && !about[0][judged->ranking[i]]; i++)
		;
	for (i++; i < judged->ranking_count; i++)
		if (about[1][judged->ranking[i]])
			return true;
	return false;
}

/* The prover has asked the engine itself; ask it once more. */
static bool snapshot_agrees(const struct loaded *l,
			    const struct prove_statement *statement,
			    const struct oomt_prove_answer *answer)
{
	struct oomt_snapshot *snap;
	struct oomt_diags diags;
	struct oomt_eval eval;
	bool agrees;

	oomt_diags_init(&diags);
	snap = oomt_snapshot_read(oomt_source_text("x", answer->snapshot,
						   strlen(answer->snapshot)),
				  &diags);
	cr_assert_not_null(snap);
	cr_assert_eq(diags.errors, 0);
	if (answer->hook == OOMT_HOOK_MEMCG)
		cr_assert_eq(oomt_eval_snapshot_memcg(&l->rs, snap,
						      OOMT_SNAPSHOT_LAST,
						      answer->hit, &eval), 0);
	else
		cr_assert_eq(oomt_eval_snapshot(&l->rs, snap,
						OOMT_SNAPSHOT_LAST,
						answer->hook, &eval), 0);
	agrees = shows(&eval, statement);
	oomt_eval_exit(&eval);
	oomt_diags_exit(&diags);
	oomt_snapshot_free(snap);
	return agrees;
}

static bool find_against(struct world *w, const struct loaded *l,
			 const struct prove_statement *statement)
{
	u32 i, k, all;

	for (i = 0; i < 2; i++) {
		world_fill(w, i ? 8 * M : 3 * M, !below(4));
		all = w->pic.task_count;
		if (disproved(w, l, statement, false))
			return true;
		for (k = 0; k < SMALL_WORLDS &&
		     statement->kind != PROVE_SOME_KILL; k++) {
			world_shrink(w, all);
			if (disproved(w, l, statement, true))
				return true;
		}
	}
	return false;
}

static void one_case(struct world *w, struct tally *tally)
{
	u32 tables = chance(30) ? 2 : 1, i;
	char *text[2] = { make_policy("t0", true), NULL }, *said;
	struct prove_statement statement;
	struct oomt_prove_answer answer;
	enum prove_kind kind;
	struct oomt_diags diags;
	const char *why;
	struct loaded l;
	bool wrong, against;

	if (tables == 2)
		text[1] = make_policy("t1", chance(50));
	said = make_statement(&kind);
	oomt_diags_init(&diags);
	if (!load(&l, text, tables) ||
	    prove_statement_read(&statement, said, &diags, &why)) {
		tally->refused++;
		oomt_diags_print(stderr, &l.diags);
		oomt_diags_print(stderr, &diags);
		goto out;
	}
	cr_assert_eq(statement.kind, kind);
	cr_assert_eq(oomt_prove(&l.rs, &statement, 5 * S_NS, &answer), 0);
	against = find_against(w, &l, &statement);
	wrong = against && answer.proof == OOMT_PROVED;
	/* Called by a chain that names whom, a rule names, too. */
	if (wrong && kind == PROVE_SOME_KILL &&
	    (strstr(text[0], "chain p") || tables == 2))
		wrong = false;
	if (answer.proof == OOMT_REFUTED)
		wrong |= !snapshot_agrees(&l, &statement, &answer);
	if (wrong)
		complain("WRONG", text, tables, said, &answer);
	cr_assert(!wrong);
	if (answer.proof == OOMT_CANNOT_TELL && getenv("OOMT_TEST_DOUBTS"))
		complain("doubt", text, tables, said, &answer);
	tally->proved += answer.proof == OOMT_PROVED;
	tally->refuted += answer.proof == OOMT_REFUTED;
	tally->unknown += answer.proof == OOMT_CANNOT_TELL;
	oomt_prove_exit(&answer);
out:
	oomt_diags_exit(&diags);
	prove_statement_exit(&statement);
	unload(&l);
	for (i = 0; i < tables; i++)
		free(text[i]);
	free(said);
}

static void many_cases(u64 seed)
{
	struct world *w = calloc(1, sizeof(*w));
	struct tally tally = { 0 };
	u32 i, n = POLICIES;
	const char *more = getenv("OOMT_TEST_CASES");
	const char *other = getenv("OOMT_TEST_SEED");

	if (more)
		n = atoi(more);
	state = other ? seed ^ strtoull(other, NULL, 0) : seed;
	for (i = 0; i < n; i++)
		one_case(w, &tally);
	free(w);
	fprintf(stderr, "prove, seed %#llx: %u cases, %u proved, %u refuted, %u cannot tell, %u refused\n",
		(unsigned long long)(other ? seed ^ strtoull(other, NULL, 0) : seed),
		n, tally.proved, tally.refuted, tally.unknown, tally.refused);
	/* Both answers are met often, the third hardly ever. */
	cr_assert_lt(tally.refused, n / 10);
	cr_assert_gt(tally.proved, n / 20);
	cr_assert_gt(tally.refuted, n / 20);
	cr_assert_leq(tally.unknown, n / 20);
}

Test(prove_random, agrees_with_enumeration_1) { many_cases(0x9e3779b97f4a7c15); }
Test(prove_random, agrees_with_enumeration_2) { many_cases(0xd1b54a32d192ed03); }

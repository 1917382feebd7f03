// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The judge of a soak, on the host.  Who died is known by wait status and by
 * the kernel's console; who had to, by the oracle, from the picture that the
 * decision was made by; that the picture is true, by the kernel's own dump of
 * its tasks.
 *
 *	soak_judge SEED CONSOLE...	TAP; the seed of tests/vm/soak
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "loaded.h"
#include "names.h"
#include "soak_console.h"
#include "soak_plan.h"

#define LEEWAY_MS	1000	/* beyond the deadline */
#define KERNEL_MS	3000	/* while a victim of the kernel's is pending */
#define FEW		50	/* decisions, for shares to mean something */
#define MANY	500	/* decisions: the shares are exact ones then */
#define LATER_MS	50
#define DIFFER_BYTES	(4LL << 20)	/* between two looks at a process */

/* Which words of a policy may decide.  X(ID, text) */
#define VERDICTS(X)			\
	X(EXEMPT, "exempt")		\
	X(KILL, "kill")			\
	X(POLICY, "policy kill")	\
	X(JUMP, "jump")			\
	X(GOTO, "goto")			\
	X(RETURN, "return")

enum {
#define X(id, text) BY_##id,
	VERDICTS(X)
#undef X
	BY_COUNT
};

enum { WHO_EXECUTOR, WHO_MARK, WHO_CHOICE, WHO_LEFT, WHO_COUNT };

static struct {
	unsigned int rounds, decisions, lost, overtaken, groups;
	unsigned int who[2][WHO_COUNT];	/* [memcg] */
	unsigned int by[BY_COUNT];
	unsigned int rows, rows_off, deaths, choice_exempt;
	long long worst_row;
	long worst_ms, worst_kernel_ms;
	unsigned int worst_round;
	/* what must not be */
	unsigned int differ, survived, wrong, exempt, slow, broken, ending, both, unheard;
} sum;

static struct loaded *policy;
static unsigned int policy_number;

__attribute__((format(printf, 2, 3)))
static void complain(const struct soak_seen *seen, const char *format, ...)
{
	va_list args;

	printf("# round %u: ", seen->number);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

/* ---- the oracle ----------------------------------------------------------- */

static bool load_policy(u64 seed, unsigned int number)
{
	char *text = NULL;
	size_t size;
	FILE *to;
	bool ok;

	if (policy && policy_number == number)
		return true;
	if (policy)
		loaded_exit(policy);
	free(policy);
	policy = calloc(1, sizeof(*policy));
	policy_number = number;
	to = open_memstream(&text, &size);
	soak_policy(to, seed, number);
	fclose(to);
	ok = loaded_init(policy, &text, 1, stdout);
	free(text);
	return ok;
}

static void ask(struct soak_decision *d, struct naive_answer *answer)
{
	static struct naive_memory memory;
	const struct oomt_policy *const policies[] = { policy->policy[0] };
	struct naive_ask question = {
		.policy = policies, .tables = 1, .pic = &d->picture.pic,
		.hook = d->hook, .dry = -1, .dry_cgroup = -1, .hit = -1,
	};
	u32 i;

	for (i = 0; d->hook == OOMT_HOOK_MEMCG &&
	     i < d->picture.pic.cgroup_count; i++)
		if (!strcmp(d->picture.path[i], d->cgroup))
			question.hit = i;
	memset(&memory, 0, sizeof(memory));
	memset(answer, 0, sizeof(*answer));
	naive_decide(&question, &memory, answer);
}

static int victim_of(const struct soak_decision *d,
		     const struct naive_answer *answer)
{
	return answer->ranked ? d->picture.task[answer->ranking[0]].pid : 0;
}

static int task_of(const struct soak_decision *d, int pid)
{
	u32 i;

	for (i = 0; i < d->picture.pic.task_count; i++)
		if (d->picture.task[i].pid == pid)
			return i;
	return -1;
}

/* ---- which verdict decided ------------------------------------------------ */

static bool is_of(const struct oomt_verdict_node *v, int by)
{
	switch (by) {
	case BY_EXEMPT: return v->word == OOMT_VERDICT_EXEMPT;
	case BY_KILL: return v->word == OOMT_VERDICT_KILL;
	case BY_JUMP: return v->word == OOMT_VERDICT_JUMP;
	case BY_GOTO: return v->word == OOMT_VERDICT_GOTO;
	case BY_RETURN: return v->word == OOMT_VERDICT_RETURN;
	default: return false;
	}
}

#define RULES	256

/* Takes all verdicts of a kind away, or gives them back. */
static void without(int by, bool away)
{
	static enum oomt_verdict_word taken[RULES];
	struct oomt_chain_node *chain;
	struct oomt_rule_node *rule;
	unsigned int at = 0;

	for (chain = policy->policy[0]->chain; chain; chain = chain->next) {
		struct oomt_verdict_node *v = &chain->header.policy;

		if (by == BY_POLICY && away && v->word == OOMT_VERDICT_KILL)
			v->word = OOMT_VERDICT_EXEMPT, v->dry = true;
		else if (by == BY_POLICY && !away && v->dry)
			v->word = OOMT_VERDICT_KILL, v->dry = false;
		for (rule = chain->rule; rule && at < RULES;
		     rule = rule->next, at++) {
			if (away)
				taken[at] = rule->verdict.word;
			if (away && is_of(&rule->verdict, by))
				rule->verdict.word = OOMT_VERDICT_NONE;
			if (!away)
				rule->verdict.word = taken[at];
		}
	}
}

/* It decided if without it somebody else would have been taken, or nobody. */
static void count_verdicts(struct soak_decision *d, int victim)
{
	static struct naive_answer other;
	int by;

	for (by = 0; by < BY_COUNT; by++) {
		without(by, true);
		ask(d, &other);
		without(by, false);
		sum.by[by] += victim_of(d, &other) != victim;
	}
}

/* ---- who died ------------------------------------------------------------- */

static const struct soak_death *death_of(const struct soak_seen *seen, int pid)
{
	unsigned int i;

	for (i = 0; i < seen->deaths; i++)
		if (seen->death[i].pid == pid)
			return &seen->death[i];
	return NULL;
}

static bool was_started(const struct soak_seen *seen, int pid)
{
	unsigned int i;

	for (i = 0; i < seen->starts; i++)
		if (seen->start[i].pid == pid)
			return true;
	return false;
}

/* "Killed process" may name one of its threads. */
static int process_of(const struct soak_seen *seen, int tid)
{
	unsigned int i;

	for (i = 0; i < seen->threads; i++)
		if (seen->thread[i].tid == tid)
			return seen->thread[i].pid;
	return tid;
}

static bool kernel_killed(const struct soak_seen *seen, int pid)
{
	unsigned int i;

	for (i = 0; i < seen->kills; i++)
		if (process_of(seen, seen->killed[i]) == pid)
			return true;
	return false;
}

static bool is_member(const struct soak_decision *d,
		      const struct naive_answer *answer, int pid)
{
	int at = task_of(d, pid);

	return at >= 0 && answer->ranked &&
	       answer->verdict[answer->ranking[0]].members >> at & 1;
}

/*
 * Whether two of the picture run on the same memory: parent and child of equal
 * sizes.  Who kills one kills the other.
 */
static bool same_memory(const struct soak_decision *d, int a, int b)
{
	const struct oomt_task *task = d->picture.task;

	return a >= 0 && b >= 0 && a != b &&
	       (task[a].ppid == task[b].pid || task[b].ppid == task[a].pid) &&
	       task[a].rss == task[b].rss && task[a].vsize == task[b].vsize;
}

/* By the kernel's own choice, by itself or with whom it shares its memory. */
static bool kernel_took(const struct soak_seen *seen,
			const struct soak_decision *d, pid_t pid)
{
	u32 i;

	if (kernel_killed(seen, pid))
		return true;
	for (i = 0; i < d->picture.pic.task_count; i++)
		if (kernel_killed(seen, d->picture.task[i].pid) &&
		    same_memory(d, task_of(d, pid), i))
			return true;
	return false;
}

/*
 * On a member's memory, which dies with it; or one that a member of a larger
 * unit has had since.
 */
static bool goes_along(const struct soak_decision *d,
		       const struct naive_answer *answer,
		       const struct soak_death *death)
{
	int at = task_of(d, death->pid);
	const struct naive_verdict *v;
	u32 i;

	if (!answer->ranked)
		return false;
	v = &answer->verdict[answer->ranking[0]];
	if (at < 0)
		return v->kill->action.unit != OOMT_UNIT_PROCESS || v->group;
	for (i = 0; i < d->picture.pic.task_count; i++)
		if (i < 64 && v->members >> i & 1 && same_memory(d, at, i))
			return true;
	return false;
}

static bool must_live(const struct naive_answer *answer, int at)
{
	const struct naive_verdict *v = at < 0 ? NULL : &answer->verdict[at];

	return v && v->kind == OOMT_V_EXEMPT && v->by != OOMT_BY_POLICY;
}

/* Why it died, by all decisions of the round. */
static void judge_death(const struct soak_seen *seen,
			const struct naive_answer *answers,
			const struct soak_death *death)
{
	bool excused = false, chosen = false, spared = false;
	unsigned int i;

	for (i = 0; i < seen->decisions; i++) {
		const struct soak_decision *d = seen->decision[i];
		const struct naive_answer *answer = &answers[i];

		if (!d->picture.kept)
			excused = true;	/* counted as lost */
		else if (!answer->ranked)
			chosen |= kernel_took(seen, d, death->pid);
		else if (is_member(d, answer, death->pid))
			excused = true;
		else if (goes_along(d, answer, death)) {
			excused = true;
			spared |= must_live(answer, task_of(d, death->pid));
		}
		if (d->picture.kept && !answer->ranked &&
		    must_live(answer, task_of(d, death->pid)))
			sum.choice_exempt += kernel_killed(seen, death->pid);
	}
	sum.deaths++;
	if (spared && !chosen) {
		sum.exempt++;
		complain(seen, "pid %d was exempt, and died with another",
			 death->pid);
	} else if (!excused && !chosen) {
		sum.wrong++;
		complain(seen, "pid %d died, and nobody decided so",
			 death->pid);
	}
}

/* ---- one decision --------------------------------------------------------- */

static void judge_time(const struct soak_seen *seen,
		       const struct soak_decision *d,
		       const struct soak_death *death)
{
	bool kernels = seen->kills > 0;
	long took_ms = death->at_ms - (long)(d->at_ns / 1000000);
	long most_ms = d->deadline_ms + LEEWAY_MS;

	if (death->how != SOAK_KILLED || !death->at_ms)
		return;
	if (kernels)
		most_ms += KERNEL_MS;
	if (kernels && took_ms > sum.worst_kernel_ms) {
		sum.worst_kernel_ms = took_ms;
		sum.worst_round = seen->number;
	}
	if (!kernels && took_ms > sum.worst_ms)
		sum.worst_ms = took_ms;
	if (took_ms <= most_ms)
		return;
	sum.slow++;
	complain(seen, "pid %d died after %ld ms, deadline %u ms", death->pid,
		 took_ms, d->deadline_ms);
}

/*
 * A victim of the executor that still holds its memory is steered to as well,
 * for the reserves: then both have killed the same one.
 */
static void judge_ending(const struct soak_seen *seen,
			 const struct soak_decision *d, int who)
{
	sum.both += who == WHO_MARK && d->ending == OOMT_END_EXECUTOR;
	if (who != WHO_EXECUTOR || d->ending != OOMT_END_KERNEL_MARK)
		return;
	sum.ending++;
	complain(seen, "it says %s, and the kernel says nothing",
		 oomt_ending_text(d->ending));
}

static void judge_victim(const struct soak_seen *seen, struct soak_decision *d,
			 int victim)
{
	const struct soak_death *death = death_of(seen, victim);
	bool memcg = d->hook == OOMT_HOOK_MEMCG;
	int who;

	if (!victim) {
		who = WHO_CHOICE;
	} else if (!death && was_started(seen, victim)) {
		sum.survived++;
		complain(seen, "pid %d was chosen, and lives", victim);
		return;
	} else if (!death || death->how == SOAK_LEFT) {
		who = WHO_LEFT;	/* the round was over first */
	} else {
		who = kernel_killed(seen, victim) ? WHO_MARK : WHO_EXECUTOR;
	}
	sum.who[memcg][who]++;
	if (death)
		judge_time(seen, d, death);
	judge_ending(seen, d, who);
}

static void judge_decision(const struct soak_seen *seen,
			   struct soak_decision *d, struct naive_answer *answer)
{
	int victim, said;
	unsigned int i;

	sum.decisions++;
	if (!d->picture.kept) {
		sum.lost++;
		return;
	}
	ask(d, answer);
	victim = victim_of(d, answer);
	said = d->outcome == OOMT_OUT_VICTIM && d->runners ? d->runner[0] : 0;
	if (victim != said || d->candidates != answer->ranked) {
		sum.differ++;
		complain(seen, "the oracle says pid %d of %u, the module %d of %u",
			 victim, answer->ranked, said, d->candidates);
		return;
	}
	for (i = 1; i < d->runners; i++)
		if (d->runner[i] !=
		    d->picture.task[answer->ranking[i]].pid) {
			sum.differ++;
			complain(seen, "the oracle ranks pid %d at %u, the module %d",
				 d->picture.task[answer->ranking[i]].pid,
				 i + 1, d->runner[i]);
			return;
		}
	if (answer->ranked && answer->verdict[answer->ranking[0]].group)
		sum.groups++;
	count_verdicts(d, victim);
	judge_victim(seen, d, victim);
}

/* ---- the picture, by the kernel's own dump -------------------------------- */

static long long apart(long long a, long long b)
{
	return a > b ? a - b : b - a;
}

/*
 * Anonymous memory may have gone to swap meanwhile.  Of a dump that came later
 * (the executor was waited for first) only what stays is compared.
 */
static void judge_row(const struct soak_seen *seen, const struct soak_row *row,
		      const struct oomt_task *task, long later_ms)
{
	long long off = apart(row->rss + row->swap, task->rss + task->swap);
	bool same = row->uid == task->uid && row->adj == task->oom_score_adj &&
		    !strncmp(row->comm, task->comm, sizeof(row->comm));

	if (apart(row->vsize, task->vsize) > off)
		off = apart(row->vsize, task->vsize);
	if (apart(row->pgtables, task->pgtables) > off)
		off = apart(row->pgtables, task->pgtables);
	if (later_ms > LATER_MS)
		off = 0;
	else
		sum.rows++;
	if (off > sum.worst_row)
		sum.worst_row = off;
	if (same && off <= DIFFER_BYTES)
		return;
	sum.rows_off++;
	complain(seen, "pid %d: %lld bytes apart from the kernel's dump%s",
		 row->pid, off, same ? "" : ", and its name, uid or adj");
}

/* The decision that the kernel has carried out, or that left it to it. */
static const struct soak_decision *
decision_of(const struct soak_seen *seen, const struct naive_answer *answers,
	    int victim)
{
	unsigned int i;

	for (i = 0; i < seen->decisions; i++)
		if (seen->decision[i]->picture.kept &&
		    victim_of(seen->decision[i], &answers[i]) == victim)
			return seen->decision[i];
	return NULL;
}

static void judge_dump(const struct soak_seen *seen,
		       const struct naive_answer *answers,
		       const struct soak_dump *dump)
{
	const struct soak_decision *d = decision_of(seen, answers,
						    dump->victim);
	unsigned int i;
	int at;

	for (i = 0; d && i < dump->rows; i++) {
		at = task_of(d, dump->row[i].pid);
		if (at >= 0)
			judge_row(seen, &dump->row[i], &d->picture.task[at],
				  dump->at_ms - (long)(d->at_ns / 1000000));
	}
}

/* ---- a round -------------------------------------------------------------- */

static void judge_round(u64 seed, const struct soak_seen *seen)
{
	static struct naive_answer answers[SOAK_DECISIONS];
	struct soak_round round = soak_round(seed, seen->number);
	unsigned int i;

	sum.rounds++;
	memset(answers, 0, sizeof(answers));
	if (!load_policy(seed, round.policy) || !seen->over || seen->still ||
	    seen->faults || !seen->decisions) {
		sum.broken++;
		complain(seen, "%s%s%u faults, %u decisions",
			 seen->over ? "" : "has no end, ",
			 seen->still ? "nobody died in 30 s, " : "",
			 seen->faults, seen->decisions);
	}
	for (i = 0; i < seen->decisions; i++)
		judge_decision(seen, seen->decision[i], &answers[i]);
	/* An event is memory, too: who decided those deaths was not heard. */
	sum.unheard += !!seen->missed;
	for (i = 0; i < seen->deaths && !seen->missed; i++)
		if (seen->death[i].how == SOAK_KILLED)
			judge_death(seen, answers, &seen->death[i]);
	for (i = 0; i < seen->dumps; i++)
		judge_dump(seen, answers, seen->dump[i]);
}

/* ---- the report ----------------------------------------------------------- */

static unsigned int tests, failures;

static void result(bool ok, const char *what)
{
	printf("%sok %u - soak: %s\n", ok ? "" : "not ", ++tests, what);
	failures += !ok;
}

static void print_table(void)
{
	static const char *const verdicts[] = {
#define X(id, text) text,
		VERDICTS(X)
#undef X
	};
	unsigned int i;

	printf("# %-8s %9s %9s %9s %9s\n", "hook", "executor", "marked",
	       "choice", "overtaken");
	for (i = 0; i < 2; i++)
		printf("# %-8s %9u %9u %9u %9u\n", i ? "memcg" : "oom",
		       sum.who[i][WHO_EXECUTOR], sum.who[i][WHO_MARK],
		       sum.who[i][WHO_CHOICE], sum.who[i][WHO_LEFT]);
	printf("# %u rounds, %u decisions (%u without picture), %u deaths; the kernel's choice took %u exempt ones; %u whole groups; %u by both; %u rounds not heard of\n",
	       sum.rounds, sum.decisions, sum.lost, sum.deaths,
	       sum.choice_exempt, sum.groups, sum.both,
	       sum.unheard);
	printf("# decided, of %u:", sum.decisions - sum.lost);
	for (i = 0; i < BY_COUNT; i++)
		printf("%s %s %u", i ? "," : "", verdicts[i], sum.by[i]);
	printf("\n# longest from decision to death: %ld ms, in rounds in which the kernel killed %ld ms (round %u)\n",
	       sum.worst_ms, sum.worst_kernel_ms, sum.worst_round);
	printf("# %u rows of the kernel's dumps compared, at most %lld bytes apart\n",
	       sum.rows, sum.worst_row);
}

/*
 * The shares are those of many: in a hundred rounds of a seed that nobody chose
 * they scatter by half.
 */
static unsigned int at_least(unsigned int of)
{
	return of / (of < MANY ? 20 : 10);
}

static unsigned int at_most(unsigned int of)
{
	return of / (of < MANY ? 5 : 10);
}

static bool shares_hold(void)
{
	unsigned int judged = sum.decisions - sum.lost, i;

	for (i = 0; i < BY_COUNT; i++)
		if (sum.by[i] < at_least(judged))
			return false;
	return true;
}

static void print_results(const struct soak_consoles *all)
{
	unsigned int choices = sum.who[0][WHO_CHOICE] +
			       sum.who[1][WHO_CHOICE];
	unsigned int left = sum.who[0][WHO_LEFT] + sum.who[1][WHO_LEFT];

	result(!sum.broken && all->done && !all->crowded && sum.rounds,
	       "every round came to its end");
	result(!sum.differ, "the victim is the one that the oracle names");
	result(!sum.survived, "who was chosen has died");
	result(!sum.wrong, "nobody died but who was chosen");
	result(!sum.exempt, "nobody who was exempt died with another");
	result(!sum.slow, "no hang beyond deadline and leeway");
	result(!sum.ending && sum.both <= at_most(sum.decisions),
	       "who killed is who is said to have");
	result(sum.rows && !sum.rows_off, "the facts are the kernel's");
	if (sum.decisions < FEW)
		return;
	result(sum.lost <= at_most(sum.decisions) &&
	       left <= at_most(sum.decisions) &&
	       sum.unheard <= at_most(sum.rounds),
	       "few without picture, overtaken, or not heard of");
	result(choices <= at_most(sum.decisions),
	       "few are the kernel's choice");
	result(shares_hold(), "every verdict decides its share");
}

int main(int argc, char **argv)
{
	static struct soak_consoles all;
	unsigned int i;
	u64 seed;
	int arg;

	if (argc < 3)
		return 2;
	seed = strtoull(argv[1], NULL, 10);
	for (arg = 2; arg < argc; arg++)
		if (!soak_console_read(&all, argv[arg])) {
			perror(argv[arg]);
			return 2;
		}
	for (i = 0; i < all.rounds; i++)
		judge_round(seed, all.round[i]);
	print_table();
	print_results(&all);
	printf("1..%u\n", tests);
	return failures != 0;
}

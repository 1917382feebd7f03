// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The options of earlyoom; see import_earlyoom.h. */
#include "import_earlyoom.h"

enum option {
	MEM, SWAP, MEM_SIZE, SWAP_SIZE, PREFER, AVOID, IGNORE, GROUP, WAIT,
	DRY, SPARE_ROOT, BY_RSS, PREFER_ONLY, SCRIPT, OTHER,
};

static const struct known_option {
	char letter;
	const char *name;		/* "": none */
	bool argument;
	enum option option;
	const char *about;		/* OTHER: what it is about */
} options[] = {
	{ 'm', "", true, MEM, NULL },
	{ 's', "", true, SWAP, NULL },
	{ 'M', "", true, MEM_SIZE, NULL },
	{ 'S', "", true, SWAP_SIZE, NULL },
	{ 'k', "", false, OTHER, "earlyoom itself ignores it" },
	{ 'i', "", false, OTHER, "earlyoom itself ignores it" },
	{ 'n', "", false, OTHER, "a message on the desktop; see oomctl monitor" },
	{ 'g', "", false, GROUP, NULL },
	{ 'N', "", true, SCRIPT, NULL },
	{ 'P', "", true, SCRIPT, NULL },
	{ 'w', "", true, WAIT, NULL },
	{ 'd', "debug", false, OTHER, "messages" },
	{ 'v', "", false, OTHER, "prints the version" },
	{ 'h', "help", false, OTHER, "prints help" },
	{ 'r', "", true, OTHER, "how often it reports; see oomctl status" },
	{ 'p', "", false, OTHER, "its own priority; the unit of oomctl run sets that" },
	{ 0, "prefer", true, PREFER, NULL },
	{ 0, "avoid", true, AVOID, NULL },
	{ 0, "ignore", true, IGNORE, NULL },
	{ 0, "dryrun", false, DRY, NULL },
	{ 0, "ignore-root-user", false, SPARE_ROOT, NULL },
	{ 0, "sort-by-rss", false, BY_RSS, NULL },
	{ 0, "prefer-only", false, PREFER_ONLY, NULL },
	{ 0, "syslog", false, OTHER, "where it logs" },
};

/* "TERM[,KILL]"; KILL is half of TERM by default and at most TERM. */
static void read_line(struct oomt_earlyoom *e, struct oomt_earlyoom_line *line,
		      const struct oomt_import_word *word, const char *text,
		      s64 max)
{
	size_t len = strlen(text), used;
	bool cut, cut_kill = false;

	used = oomt_import_decimal(text, len, &line->term, &cut);
	line->kill = line->term / 2;
	if (used && text[used] == ',') {
		size_t more = oomt_import_decimal(text + used + 1,
						  len - used - 1,
						  &line->kill, &cut_kill);
		used = more ? used + 1 + more : 0;
	}
	if (!used || used != len) {
		oomt_import_error(e->imp, word->span,
				  "a number is expected, or two with a comma");
	} else if (line->term > max || line->kill > max) {
		oomt_import_error(e->imp, word->span,
				  "this is more than earlyoom takes");
	} else if (!line->term && !line->kill) {
		oomt_import_error(e->imp, word->span,
				  "both are 0: earlyoom refuses this");
	}
	if (cut || cut_kill)
		oomt_import_differs(e->imp, "%s is rounded to hundredths", text);
	if (line->term < line->kill)
		line->term = line->kill;
	line->given = true;
}

#define SIZE_KIB_MAX	(S64_MAX / 2048)	/* in hundredths */

/* KiB as hundredths, in bytes. */
static void read_size(struct oomt_earlyoom *e, struct oomt_earlyoom_line *line,
		      const struct oomt_import_word *word, const char *text)
{
	read_line(e, line, word, text, SIZE_KIB_MAX);
	/* What is too much was told. */
	if (line->term > SIZE_KIB_MAX || line->kill > SIZE_KIB_MAX)
		line->term = line->kill = 0;
	line->term = line->term * 1024 / 100;
	line->kill = line->kill * 1024 / 100;
}

static void read_wait(struct oomt_earlyoom *e,
		      const struct oomt_import_word *word, const char *text)
{
	s64 hundredths;
	bool cut;
	size_t used = oomt_import_decimal(text, strlen(text), &hundredths,
					  &cut);

	if (!used || text[used] || !hundredths ||
	    hundredths > 100LL * 24 * 3600)
		oomt_import_error(e->imp, word->span, "seconds are expected");
	else
		e->wait_ns = hundredths * 10000000;
}

static void take_option(struct oomt_earlyoom *e,
			const struct known_option *option, const char *shown,
			const struct oomt_import_word *word, const char *text)
{
	switch (option->option) {
	case MEM:
		read_line(e, &e->mem, word, text, 9900);
		break;
	case SWAP:
		read_line(e, &e->swap, word, text, 10000);
		break;
	case MEM_SIZE:
		read_size(e, &e->mem_size, word, text);
		break;
	case SWAP_SIZE:
		read_size(e, &e->swap_size, word, text);
		break;
	case PREFER:
		e->prefer = word;
		break;
	case AVOID:
		e->avoid = word;
		break;
	case IGNORE:
		e->ignore = word;
		break;
	case GROUP:
		e->group = true;
		break;
	case WAIT:
		read_wait(e, word, text);
		break;
	case DRY:
		e->dry = true;
		break;
	case SPARE_ROOT:
		e->spare_root = true;
		break;
	case BY_RSS:
		e->by_rss = true;
		break;
	case PREFER_ONLY:
		e->prefer_only = true;
		break;
	case SCRIPT:
		oomt_import_no_equal(e->imp, word->span,
			"%s %s: no script runs beside a kill (oomctl monitor -j tells of it; the verdict exec runs a command instead of one)",
			shown, text);
		break;
	case OTHER:
		oomt_import_not_policy(e->imp, "%s%s%s (%s)", shown,
				       *text ? " " : "", text, option->about);
	}
}

/* By its letter, or by a beginning of its name that only one has. */
static const struct known_option *find_option(char letter, const char *name,
					      size_t len)
{
	const struct known_option *found = NULL;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(options); i++) {
		if (!name && options[i].letter == letter)
			return &options[i];
		if (!name || !*options[i].name ||
		    strncmp(options[i].name, name, len))
			continue;
		if (!options[i].name[len])
			return &options[i];
		if (found)
			return NULL;
		found = &options[i];
	}
	return found;
}

/* --prefer=X or --prefer X; *i is the last word that was used. */
static void long_option(struct oomt_earlyoom *e,
			struct oomt_import_words *words, unsigned int *i)
{
	struct oomt_import_word *word = &words->word[*i];
	const char *name = word->text + 2, *equal = strchr(name, '=');
	size_t len = equal ? (size_t)(equal - name) : strlen(name);
	const struct known_option *option = len ? find_option(0, name, len) :
						  NULL;

	if (!option || (equal && !option->argument)) {
		oomt_import_no_equal(e->imp, word->span,
				     "%s: this option is not known", word->text);
		return;
	}
	if (equal) {
		size_t skip = equal + 1 - word->text;

		/* From here on the word is its argument. */
		memmove(word->text, word->text + skip, word->len - skip + 1);
		word->len -= skip;
	} else if (option->argument) {
		if (++*i == words->count) {
			oomt_import_error(e->imp, word->span,
					  "this option needs an argument");
			return;
		}
		word = &words->word[*i];
	}
	take_option(e, option, option->name, word,
		    option->argument ? word->text : "");
}

/* -m5, -m 5, -np; *i is the last word that was used. */
static void short_options(struct oomt_earlyoom *e,
			  struct oomt_import_words *words, unsigned int *i)
{
	struct oomt_import_word *word = &words->word[*i];
	const char *at = word->text + 1;
	char shown[3] = "-";

	for (; *at; at++) {
		const struct known_option *option = find_option(*at, NULL, 0);

		shown[1] = *at;
		if (!option) {
			oomt_import_no_equal(e->imp, word->span,
					"%s: this option is not known", shown);
			continue;
		}
		if (!option->argument) {
			take_option(e, option, shown, word, "");
			continue;
		}
		if (at[1]) {
			take_option(e, option, shown, word, at + 1);
		} else if (++*i == words->count) {
			oomt_import_error(e->imp, word->span,
					  "-%c needs an argument", *at);
		} else {
			word = &words->word[*i];
			take_option(e, option, shown, word, word->text);
		}
		return;
	}
}

void oomt_earlyoom_options(struct oomt_earlyoom *e,
			   struct oomt_import_words *words)
{
	bool told = false;
	unsigned int i;

	for (i = 0; i < words->count; i++) {
		const struct oomt_import_word *word = &words->word[i];

		if (word->escape && !told) {
			told = true;
			oomt_import_differs(e->imp,
				"the backslashes of the expressions are kept; some versions of systemd take them away from EARLYOOM_ARGS");
		}
		if (word->len < 2 || word->text[0] != '-')
			oomt_import_error(e->imp, word->span,
				"earlyoom takes no argument without an option (is a quote missing before it?)");
		else if (word->text[1] != '-')
			short_options(e, words, &i);
		else
			long_option(e, words, &i);
	}
}

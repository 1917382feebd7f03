// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * earlyoom: its command line, from /etc/default/earlyoom, a unit, or as such.
 * SIGTERM when memory and swap are both at or below PERCENT, SIGKILL at
 * KILL_PERCENT, to the process with the highest oom_score; --prefer and --avoid
 * move that by 300.  As of earlyoom 1.9.
 */
#include <ctype.h>
#include "import_earlyoom.h"

/* ---- files --------------------------------------------------------------- */

struct reading {
	struct oomt_import *imp;
	struct oomt_value_text args;	/* EARLYOOM_ARGS */
	struct oomt_value_text command;	/* with the program's name */
	struct oomt_span args_span, command_span;
	bool unit;			/* in a section of a unit */
	bool failed;			/* a quote: told */
};

static bool starts(const struct oomt_import_line *line, size_t at,
		   const char *word)
{
	size_t len = strlen(word);

	return line->len >= at + len && !memcmp(line->text + at, word, len);
}

/* A later one replaces it, as the shell and units have it. */
static void take_value(struct reading *r, struct oomt_import_line *line,
		       size_t skip, bool plain, struct oomt_value_text *value,
		       struct oomt_span *span)
{
	size_t begin = line->begin + skip, end = line->begin + line->len;
	struct oomt_span here = oomt_import_span(line->source, line->begin,
						 line->begin + line->len);
	int err;

	if (span->source)
		oomt_import_not_policy(r->imp,
			"what stands at %s:%u: line %u of %s replaces it",
			span->source->name, span->line, here.line,
			here.source->name);
	oomt_value_text_exit(value);
	*span = here;
	if (plain)
		err = oomt_value_text_plain(value, line->source, begin, end);
	else
		err = oomt_value_text_read(value, line->source, begin, &end);
	if (err == -EINVAL) {
		oomt_import_error(r->imp, oomt_import_span(line->source, end,
							   end + 1),
				  "this quote does not end");
		r->failed = true;
	} else if (err) {
		r->imp->diags->out_of_memory = true;
	}
	/* It may have gone on over several lines. */
	while (line->number < line->source->lines &&
	       line->source->line_begin[line->number] < end)
		line->number++;
	span->end = end > span->end ? end : span->end;
}

static bool is_command(const struct oomt_import_line *line, size_t at)
{
	size_t end = at, name = at;

	for (; end < line->len && !isspace((unsigned char)line->text[end]);
	     end++)
		if (line->text[end] == '/')
			name = end + 1;
	return end - name == 8 && !memcmp(line->text + name, "earlyoom", 8);
}

static void read_text_line(struct reading *r, struct oomt_import_line *line)
{
	size_t at = 0;

	while (at < line->len && isspace((unsigned char)line->text[at]))
		at++;
	if (at == line->len || strchr("#;", line->text[at]))
		return;
	if (starts(line, at, "export "))
		at += 7;
	if (line->text[at] == '[') {
		r->unit = true;
	} else if (starts(line, at, "EARLYOOM_ARGS=")) {
		take_value(r, line, at + 14, false, &r->args, &r->args_span);
	} else if (starts(line, at, "ExecStart=")) {
		at += 10;
		while (at < line->len && strchr("-@:+!", line->text[at]))
			at++;
		if (at < line->len)
			take_value(r, line, at, true, &r->command,
				   &r->command_span);
	} else if (is_command(line, at) || line->text[at] == '-') {
		take_value(r, line, at, true, &r->command, &r->command_span);
	} else if (r->unit || memchr(line->text + at, '=', line->len - at)) {
		oomt_import_not_policy(r->imp, "%.*s", (int)(line->len - at),
				       line->text + at);
	} else {
		oomt_import_error(r->imp, oomt_import_piece(line,
					line->text + at, line->len - at),
				  "this is neither EARLYOOM_ARGS=\"...\" nor a command line of earlyoom");
	}
}

/* The words of the command, with those of $EARLYOOM_ARGS in their place. */
static int gather(struct reading *r, struct oomt_import_words *words)
{
	struct oomt_import_words command = { 0 };
	int err = oomt_import_words_split(&command, &r->command);
	unsigned int i;

	if (!r->command_span.source)
		err = oomt_import_words_split(words, &r->args);
	for (i = 0; !err && i < command.count; i++) {
		struct oomt_import_word *word = &command.word[i];
		struct oomt_value_text one = { 0 };

		if (!i && *word->text != '-')
			continue;	/* the program */
		if (!strcmp(word->text, "$EARLYOOM_ARGS") ||
		    !strcmp(word->text, "${EARLYOOM_ARGS}")) {
			err = oomt_import_words_split(words, &r->args);
			continue;
		}
		err = oomt_value_text_plain(&one, r->command.source,
					    word->span.begin, word->span.end);
		if (!err)
			err = oomt_import_words_split(words, &one);
		oomt_value_text_exit(&one);
	}
	oomt_import_words_exit(&command);
	return err;
}

void oomt_import_earlyoom(struct oomt_import *imp)
{
	struct oomt_earlyoom e = {
		.imp = imp, .wait_ns = 10 * 1000000000LL,
		.mem = { .term = 1000, .kill = 500 },
		.swap = { .term = 1000, .kill = 500 },
	};
	struct reading r = { .imp = imp };
	struct oomt_import_words words = { 0 };
	unsigned int i;
	int err;

	for (i = 0; i < imp->count; i++) {
		struct oomt_import_line line = { 0 };

		r.unit = false;
		while (oomt_import_next(imp->source[i], &line))
			read_text_line(&r, &line);
	}
	if (!r.args_span.source && !r.command_span.source) {
		oomt_import_error(imp, oomt_import_span(imp->source[0], 0, 0),
				  "there is nothing of earlyoom's here");
		return;
	}
	fputs("#\n", imp->head);
	if (r.args_span.source)
		oomt_import_quoted(imp->head, r.args_span);
	if (r.command_span.source)
		oomt_import_quoted(imp->head, r.command_span);
	fputs("#\n", imp->head);
	err = r.failed ? 0 : gather(&r, &words);
	if (err == -EINVAL)
		oomt_import_error(imp, r.args_span.source ? r.args_span :
				  r.command_span, "a quote does not end");
	else if (err)
		imp->diags->out_of_memory = true;
	else if (!r.failed) {
		oomt_earlyoom_options(&e, &words);
		oomt_earlyoom_policy(&e);
	}
	oomt_value_text_exit(&r.args);
	oomt_value_text_exit(&r.command);
	oomt_import_words_exit(&words);
}

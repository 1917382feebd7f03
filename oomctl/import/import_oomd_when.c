// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Detectors of Meta's oomd as a condition.  A detector looks at the worst of
 * its cgroups, so that several become an "or"; one with a pattern has no equal
 * (which cgroups there are is only known when it is asked).
 */
#include "import_oomd.h"
#include "literal.h"

enum outcome {
	WRITTEN,	/* a comparison */
	ALWAYS,		/* it never stops anything */
	NEVER,		/* no equal: the group is left out */
};

typedef enum outcome detector_fn(struct oomt_oomd *o,
				 const struct oomt_plugin *plugin, FILE *to);

static enum outcome no_equal(struct oomt_oomd *o,
			     const struct oomt_plugin *plugin, const char *why)
{
	oomt_import_no_equal(o->imp, plugin->span,
			     "%s: %s; its group never holds", plugin->name,
			     why);
	return NEVER;
}

/* ---- of cgroups ---------------------------------------------------------- */

/* The paths of a detector; NULL: told why not. */
static const char *paths_of(struct oomt_oomd *o,
			    const struct oomt_plugin *plugin)
{
	const char *cgroups = oomt_oomd_arg(plugin, "cgroup"), *at = cgroups;
	const char *path;
	size_t len;
	bool plain = true;

	if (!cgroups || !*cgroups) {
		oomt_import_error(o->imp, plugin->span,
				  "%s: \"cgroup\" is missing", plugin->name);
		return NULL;
	}
	while (oomt_oomd_path(&at, &path, &len))
		plain &= oomt_oomd_path_plain(path, len);
	if (plain)
		return cgroups;
	no_equal(o, plugin, "a pattern of cgroups to look at");
	return NULL;
}

static bool is_root(const char *path, size_t len)
{
	return len == 1 && *path == '/';
}

/* " for 30s", if there is a duration. */
static bool put_duration(struct oomt_oomd *o, const struct oomt_plugin *plugin,
			 FILE *to)
{
	char text[OOMT_LITERAL_TEXT];
	s64 duration;

	if (!oomt_oomd_arg_number(o, plugin, "duration", 1 << 20, &duration))
		return false;
	if (duration)
		fprintf(to, " for %s", oomt_time_text(duration * 10000000,
						      text));
	return true;
}

static void put_psi(FILE *to, const char *path, size_t len, bool io,
		    const char *window, s64 share)
{
	char text[OOMT_LITERAL_TEXT];

	if (!is_root(path, len)) {
		fputs("cgroup ", to);
		oomt_oomd_put_path(to, path, len, "");
		fputc(' ', to);
	}
	fprintf(to, "psi.%sfull.%s > %s", io ? "io." : "", window,
		oomt_percent_text(share, text));
}

static enum outcome pressure(struct oomt_oomd *o,
			     const struct oomt_plugin *plugin, FILE *to,
			     bool rising)
{
	const char *resource = oomt_oomd_arg(plugin, "resource");
	const char *at = paths_of(o, plugin), *path;
	bool several, io, first = true;
	s64 share;
	size_t len;

	if (!at)
		return NEVER;
	if (!resource || (strcmp(resource, "memory") && strcmp(resource, "io"))) {
		oomt_import_error(o->imp, plugin->span,
				  "%s: \"resource\" is memory or io",
				  plugin->name);
		return NEVER;
	}
	if (!oomt_oomd_arg_number(o, plugin, "threshold", 100, &share))
		return NEVER;
	io = !strcmp(resource, "io");
	several = strchr(at, ',');
	fputs(several ? "(" : "", to);
	while (oomt_oomd_path(&at, &path, &len)) {
		fputs(first ? "" : " or ", to);
		first = false;
		put_psi(to, path, len, io, rising ? "avg60" : "avg10", share);
		if (!put_duration(o, plugin, to))
			return NEVER;
		if (rising) {
			fputs(" and ", to);
			put_psi(to, path, len, io, "avg10", share);
		}
	}
	fputs(several ? ")" : "", to);
	return WRITTEN;
}

static enum outcome pressure_above(struct oomt_oomd *o,
				   const struct oomt_plugin *plugin, FILE *to)
{
	return pressure(o, plugin, to, false);
}

static enum outcome pressure_rising(struct oomt_oomd *o,
				    const struct oomt_plugin *plugin, FILE *to)
{
	oomt_import_no_equal(o->imp, plugin->span,
		"%s: it also waits while the pressure of 10 s falls fast (fast_fall_ratio)",
		plugin->name);
	return pressure(o, plugin, to, true);
}

/* "1.5M 32K 512"; a bare number alone is in megabytes. */
static bool read_size(const char *text, s64 *bytes)
{
	static const char suffixes[] = "KMGT";
	const char *unit;
	s64 value, one;
	unsigned int parts = 0;
	size_t used;
	bool cut, bare = false;

	*bytes = 0;
	for (; *text; text += strspn(text, " "), parts++) {
		used = oomt_import_decimal(text, strlen(text), &value, &cut);
		if (!used)
			return false;
		text += used;
		one = 1;
		unit = *text ? strchr(suffixes, *text & ~0x20) : NULL;
		if (unit && *text != ' ') {
			one <<= 10 * (unit - suffixes + 1);
			text++;
		} else if (*text && *text != ' ') {
			return false;
		} else {
			bare = true;
		}
		if (value > S64_MAX / 4 / one)
			return false;
		*bytes += value * one / 100;
		if (*bytes > 1LL << 50)
			return false;
	}
	if (bare && parts == 1)
		*bytes <<= 20;
	return parts;
}

/* The root has no memory.current: oomd takes what is not free. */
static bool put_size(struct oomt_oomd *o, const struct oomt_plugin *plugin,
		     FILE *to, const char *path, size_t len, bool anon,
		     const char *threshold)
{
	char text[OOMT_LITERAL_TEXT];
	size_t end = strlen(threshold), used;
	s64 value;
	bool cut;

	used = oomt_import_decimal(threshold, end, &value, &cut);
	if (used && used + 1 == end && threshold[used] == '%') {
		if (value > 10000)
			return false;
		oomt_percent_text(is_root(path, len) ? 10000 - value : value,
				  text);
	} else if (is_root(path, len)) {
		no_equal(o, plugin, "a size in bytes of the whole machine");
		return true;
	} else if (read_size(threshold, &value)) {
		oomt_size_text(value, text);
	} else {
		return false;
	}
	if (is_root(path, len)) {
		fprintf(to, "mem.free < %s", text);
		return true;
	}
	fputs("cgroup ", to);
	oomt_oomd_put_path(to, path, len, "");
	fprintf(to, " memory.%s > %s", anon ? "anon" : "current", text);
	return true;
}

static enum outcome memory_above(struct oomt_oomd *o,
				 const struct oomt_plugin *plugin, FILE *to)
{
	const char *anon = oomt_oomd_arg(plugin, "threshold_anon");
	const char *threshold = anon ? anon : oomt_oomd_arg(plugin, "threshold");
	const char *at = paths_of(o, plugin), *path;
	bool several, first = true;
	size_t len;

	if (!at)
		return NEVER;
	several = strchr(at, ',');
	fputs(several ? "(" : "", to);
	while (oomt_oomd_path(&at, &path, &len)) {
		if (is_root(path, len) && (anon || !threshold ||
					   !strchr(threshold, '%')))
			return no_equal(o, plugin, "a size in bytes, or of anonymous memory, of the whole machine");
		fputs(first ? "" : " or ", to);
		first = false;
		if (!threshold || !put_size(o, plugin, to, path, len, anon,
					    threshold)) {
			oomt_import_error(o->imp, plugin->span,
				"%s: \"threshold\" is a share (10%%) or a size (1.5G)",
				plugin->name);
			return NEVER;
		}
		if (!put_duration(o, plugin, to))
			return NEVER;
	}
	fputs(several ? ")" : "", to);
	if (strchr(threshold, '%'))
		oomt_import_differs(o->imp,
			"%s: a share is of all memory there; here of the cgroup's memory.max, where that is set",
			plugin->name);
	return WRITTEN;
}

/* ---- others -------------------------------------------------------------- */

static enum outcome memory_reclaim(struct oomt_oomd *o,
				   const struct oomt_plugin *plugin, FILE *to)
{
	fputs("pgscan.rate > 0", to);
	oomt_import_no_equal(o->imp, plugin->span,
		"%s: whether that cgroup was reclaimed from of late; here whether the machine reclaims now",
		plugin->name);
	return WRITTEN;
}

static enum outcome swap_free(struct oomt_oomd *o,
			      const struct oomt_plugin *plugin, FILE *to)
{
	char text[OOMT_LITERAL_TEXT];
	s64 share;

	if (!oomt_oomd_arg_number(o, plugin, "threshold_pct", 100, &share))
		return NEVER;
	fprintf(to, "swap.free < %s", oomt_percent_text(share, text));
	oomt_import_differs(o->imp,
		"%s never holds without swap; here what stands beside it counts then alone",
		plugin->name);
	return WRITTEN;
}

static enum outcome exists(struct oomt_oomd *o,
			   const struct oomt_plugin *plugin, FILE *to)
{
	const char *at = oomt_oomd_arg(plugin, "cgroup"), *path;
	bool first = true;
	size_t len;

	if (!at || !*at) {
		oomt_import_error(o->imp, plugin->span,
				  "%s: \"cgroup\" is missing", plugin->name);
		return NEVER;
	}
	fputs(oomt_oomd_arg_true(plugin, "negate") ? "not (" : "(", to);
	while (oomt_oomd_path(&at, &path, &len)) {
		fputs(first ? "" : " or ", to);
		first = false;
		fputs("exists cgroup ", to);
		oomt_oomd_put_path(to, path, len,
				   is_root(path, len) ? "**" : "/**");
	}
	fputs(")", to);
	oomt_import_differs(o->imp,
		"%s: a cgroup without processes is not seen", plugin->name);
	return WRITTEN;
}

static enum outcome always(struct oomt_oomd *o,
			   const struct oomt_plugin *plugin, FILE *to)
{
	if (strcmp(plugin->name, "continue"))
		oomt_import_not_policy(o->imp, "%s", plugin->name);
	return ALWAYS;
}

static enum outcome never(struct oomt_oomd *o,
			  const struct oomt_plugin *plugin, FILE *to)
{
	return strcmp(plugin->name, "stop") ?
	       no_equal(o, plugin, "how many cgroups are dying") : NEVER;
}

static const struct detector {
	const char *name;
	detector_fn *put;
} detectors[] = {
	{ "pressure_above", pressure_above },
	{ "pressure_rising_beyond", pressure_rising },
	{ "memory_above", memory_above },
	{ "memory_reclaim", memory_reclaim },
	{ "swap_free", swap_free },
	{ "exists", exists },
	{ "continue", always },
	{ "dump_cgroup_overview", always },
	{ "stop", never },
	{ "nr_dying_descendants", never },
};

static enum outcome put_detector(struct oomt_oomd *o, json_t *json, FILE *to)
{
	struct oomt_plugin plugin;
	enum outcome outcome = NEVER;
	unsigned int i;
	char *text;

	if (!oomt_oomd_plugin(o, json, &plugin))
		return NEVER;
	for (i = 0; i < ARRAY_SIZE(detectors); i++)
		if (!strcmp(detectors[i].name, plugin.name))
			break;
	if (i == ARRAY_SIZE(detectors))
		return no_equal(o, &plugin, "this detector is not known");
	outcome = detectors[i].put(o, &plugin, to);
	if (plugin.strange && outcome == WRITTEN)
		outcome = no_equal(o, &plugin, "who knows when it holds");
	text = json_dumps(json, JSON_COMPACT);
	if (text && outcome == WRITTEN)
		oomt_import_comment(o->detectors, text, strlen(text));
	free(text);
	return outcome;
}

/* [ "name", {...}, {...} ] */
static enum outcome put_group(struct oomt_oomd *o, json_t *group, FILE *to)
{
	enum outcome all = ALWAYS, one;
	unsigned int count = 0;
	json_t *detector;
	char *part = NULL;
	size_t i, len;
	FILE *piece;

	json_array_foreach(group, i, detector) {
		if (!i && json_is_string(detector)) {
			oomt_oomd_find(o, json_string_value(detector));
			continue;
		}
		piece = open_memstream(&part, &len);
		if (!piece)
			return NEVER;
		one = put_detector(o, detector, piece);
		fclose(piece);
		if (one == WRITTEN)
			fprintf(to, "%s%s", count++ ? " and " : "", part);
		if (one == NEVER)
			all = NEVER;
		free(part);
		part = NULL;
	}
	return all == NEVER ? NEVER : count ? WRITTEN : ALWAYS;
}

/* Adds a group to the condition, its detectors to the comments. */
static void add_group(struct oomt_oomd *o, json_t *group, FILE *when,
		      FILE *comments, unsigned int *count)
{
	enum outcome outcome = NEVER;
	char *text = NULL, *comment = NULL;
	size_t len, comment_len;
	FILE *to = open_memstream(&text, &len);

	o->detectors = open_memstream(&comment, &comment_len);
	if (!to || !o->detectors)
		o->imp->diags->out_of_memory = true;
	else if (json_is_array(group))
		outcome = put_group(o, group, to);
	else
		oomt_import_error(o->imp, o->ruleset,
			"in this ruleset: a group of detectors is an array");
	if (to)
		fclose(to);
	if (o->detectors)
		fclose(o->detectors);
	if (outcome == WRITTEN) {
		fprintf(when, "%s%s", (*count)++ ? "\nor " : "", text);
		fputs(comment, comments);
	} else if (outcome == ALWAYS) {
		oomt_import_no_equal(o->imp, o->ruleset,
			"in this ruleset: a group that always holds is left out");
	}
	free(text);
	free(comment);
}

char *oomt_oomd_when(struct oomt_oomd *o, json_t *groups)
{
	char *when = NULL;
	unsigned int count = 0;
	size_t i, len;
	json_t *group;
	FILE *to = open_memstream(&when, &len), *comments;

	free(o->detector_text);
	o->detector_text = NULL;
	comments = open_memstream(&o->detector_text, &o->detector_len);
	if (to && comments)
		json_array_foreach(groups, i, group)
			add_group(o, group, to, comments, &count);
	else
		o->imp->diags->out_of_memory = true;
	if (to)
		fclose(to);
	if (comments)
		fclose(comments);
	if (count)
		return when;
	free(when);
	return NULL;
}

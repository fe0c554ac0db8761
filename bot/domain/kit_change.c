/* Changes of a kit's file by whole lines. */
#include "docket/domain/kit_change.h"

#include "docket/base/utf8.h"
#include "docket/domain/job.h"

enum {
	LINE_WORDS_MAX = 200, /* bytes of a checklist's line: it is read at a glance */
	HOURS_MAX = 2000,     /* as much as a kit's file may say */
	FILE_SLACK = 4096,
};

struct place {
	size_t start, end; /* bytes of the file: of the key's line, and behind its block */
	struct slice line; /* the key's line, without its end */
};

/* The block of a key at the margin: its line and the indented ones behind it. */
static bool
find_key(struct slice file, const char *key, struct place *out)
{
	struct slice rest = file, line;
	size_t n = strlen(key);
	bool found = false;

	while (slice_line(&rest, &line)) {
		bool margin = line.len > 0 && line.data[0] != ' ' && line.data[0] != '#' &&
			      line.data[0] != '\t';
		size_t at = (size_t)(line.data - file.data);

		if (found && margin)
			break;
		if (margin && !found && slice_starts(line, key) && line.len > n &&
		    line.data[n] == ':') {
			out->start = at;
			out->line = line;
			found = true;
		}
		if (found && !slice_blank(line) && (at == out->start || line.data[0] == ' '))
			out->end = at + line.len + 1;
	}
	if (found && out->end > file.len)
		out->end = file.len;
	return found;
}

/* "…" of YAML 1.2 (7.3.1), on one line. */
static struct slice
quoted(struct pool *pool, struct slice words)
{
	struct str out;

	str_init(&out, LINE_WORDS_MAX * 2 + 8);
	str_addc(&out, '"');
	for (size_t i = 0; i < words.len; i++) {
		char c = words.data[i];

		if (c == '"' || c == '\\')
			str_addc(&out, '\\');
		str_addc(&out, (unsigned char)c < ' ' || c == 0x7f ? ' ' : c);
	}
	str_addc(&out, '"');
	struct slice copy = pool_copy(pool, str_slice(&out));
	str_clear(&out);
	return copy;
}

/* file with bytes [from, to) replaced. */
static struct slice
spliced(struct pool *pool, struct slice file, size_t from, size_t to, struct slice with)
{
	return pool_slicef(pool, "%.*s%.*s%.*s", (int)from, file.data, SLICE_ARG(with),
			   SLICE_ARG(slice_sub(file, to, file.len)));
}

static int
add_check(struct pool *pool, struct slice file, struct slice words, struct kit_change *out,
	  struct err *e)
{
	struct place qa = {0};
	struct slice line = quoted(pool, words);

	if (!find_key(file, "qa", &qa) || slice_index(qa.line, '[') >= 0)
		return err_set(e, ERR_REFUSED, "the kit's file has no list 'qa:' to add to");
	if (slice_find(slice_sub(file, qa.start, qa.end), line) >= 0)
		return err_set(e, ERR_REFUSED, "the checklist says that already");
	bool ends = qa.end > 0 && file.data[qa.end - 1] == '\n';
	struct slice added =
		pool_slicef(pool, "%s  - %.*s\n", ends ? "" : "\n", SLICE_ARG(line));
	out->text = spliced(pool, file, qa.end, qa.end, added);
	out->diff = pool_slicef(pool, "@@ qa @@\n+  - %.*s\n", SLICE_ARG(line));
	return 0;
}

/* The whole line of a key is replaced. */
static void
replace_line(struct pool *pool, struct slice file, const struct place *at, const char *key,
	     struct slice line, struct kit_change *out)
{
	out->text = spliced(pool, file, at->start, at->start + at->line.len, line);
	out->diff = pool_slicef(pool, "@@ %s @@\n-%.*s\n+%.*s\n", key, SLICE_ARG(at->line),
				SLICE_ARG(line));
}

static int
require(struct pool *pool, struct slice file, int field, struct kit_change *out, struct err *e)
{
	struct place at = {0};
	const char *name = brief_field_names[field];

	if (!find_key(file, "required", &at) || slice_rindex(at.line, ']') < 0)
		return err_set(e, ERR_REFUSED, "the kit's file has no list 'required: [...]'");
	struct slice list = at.line, word;
	ptrdiff_t open = slice_index(list, '['), end = slice_rindex(list, ']');
	list = slice_sub(list, (size_t)open + 1, (size_t)end);
	while (slice_cut(&list, ',', &word))
		if (slice_is(slice_trim(word), name))
			return err_set(e, ERR_REFUSED, "the kit asks for '%s' already", name);
	struct slice line = pool_slicef(pool, "%.*s, %s%.*s", (int)end, at.line.data, name,
					SLICE_ARG(slice_sub(at.line, (size_t)end, at.line.len)));
	replace_line(pool, file, &at, "required", line, out);
	return 0;
}

/* The first number in the words: "31", "about 31 hours", "2.5". */
static bool
hours_in(struct slice words, struct slice *out)
{
	for (size_t i = 0; i < words.len; i++) {
		size_t n = i;

		if (words.data[i] < '0' || words.data[i] > '9')
			continue;
		while (n < words.len && words.data[n] >= '0' && words.data[n] <= '9')
			n++;
		if (n + 1 < words.len && (words.data[n] == '.' || words.data[n] == ',') &&
		    words.data[n + 1] >= '0' && words.data[n + 1] <= '9')
			n += 2;
		*out = slice_sub(words, i, n);
		return true;
	}
	return false;
}

static int
set_hours(struct pool *pool, struct slice file, struct slice words, struct kit_change *out,
	  struct err *e)
{
	struct place at = {0};
	struct slice number;
	int64_t whole = 0;

	if (!hours_in(words, &number))
		return err_set(e, ERR_REFUSED, "the answer names no hours");
	struct slice digits = number;
	for (size_t i = 0; i < number.len; i++)
		if (number.data[i] == '.' || number.data[i] == ',')
			digits = slice_sub(number, 0, i);
	if (!slice_int(digits, &whole) || whole > HOURS_MAX || (whole == 0 && digits.len == number.len))
		return err_set(e, ERR_REFUSED, "%.*s is no number of hours for a kit",
			       SLICE_ARG(number));
	struct slice rest = slice_sub(number, digits.len, number.len);
	struct slice line = pool_slicef(pool, "hours: %lld%s%.*s", (long long)whole,
					rest.len > 0 ? "." : "",
					SLICE_ARG(slice_sub(rest, 1, rest.len)));
	if (find_key(file, "hours", &at)) {
		if (slice_eq(slice_trim(at.line), line))
			return err_set(e, ERR_REFUSED, "the kit says so already");
		replace_line(pool, file, &at, "hours", line, out);
		return 0;
	}
	out->text = pool_slicef(pool, "%.*s%.*s\n", SLICE_ARG(file), SLICE_ARG(line));
	out->diff = pool_slicef(pool, "@@ hours @@\n+%.*s\n", SLICE_ARG(line));
	return 0;
}

/* "channels: we never know them": the field, or -1. */
static int
field_at_head(struct slice words)
{
	size_t n = 0;

	while (n < words.len && strchr(" \t:,.", words.data[n]) == NULL)
		n++;
	return brief_field_of(slice_sub(words, 0, n));
}

int
kit_change(struct pool *pool, struct slice file, int64_t question, struct slice words,
	   struct kit_change *out, struct err *e)
{
	words = slice_trim(words);
	if (words.len == 0 || words.len > LINE_WORDS_MAX)
		return err_set(e, ERR_REFUSED, "an answer of at most %d bytes can become a line of "
					       "a kit; say it shorter", LINE_WORDS_MAX);
	switch (question) {
	case ASKED_AT_START: {
		int field = field_at_head(words);

		if (field >= 0)
			return require(pool, file, field, out, e);
		return add_check(pool, file,
				 pool_slicef(pool, "Asked at the start: %.*s", SLICE_ARG(words)),
				 out, e);
	}
	case ASKED_AT_CHECKS: return add_check(pool, file, words, out, e);
	case ASKED_HOURS: return set_hours(pool, file, words, out, e);
	default: return err_set(e, ERR_USAGE, "there are three questions");
	}
}

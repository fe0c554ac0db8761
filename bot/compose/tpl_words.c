/* Reads words.tsv; writes dates and sizes as its language does. */
#include "tpl_words.h"

#include "docket/base/near.h"
#include "docket/base/utf8.h"

#include <inttypes.h>
#include <stdio.h>

/* About 700 keys, so that two or so meet in one. */
enum { CHAINS = 512 };

struct word {
	struct slice key;
	const char *text;
	struct word *next; /* of its chain */
};

struct tpl_words {
	struct pool *pool;
	const char *lang;
	const struct tpl_words *fallback;
	const struct tpl_words *keys; /* which has all keys there are; NULL: each new one is one */
	struct word *chain[CHAINS]; /* by slice_hash of the key */
};

struct tpl_words *
tpl_words_new(struct pool *pool, const char *lang, const struct tpl_words *fallback)
{
	struct tpl_words *w = pool_alloc(pool, sizeof(*w));

	w->pool = pool;
	w->lang = lang;
	w->fallback = fallback;
	w->keys = fallback;
	return w;
}

void
tpl_words_seal(struct tpl_words *w)
{
	w->keys = w;
}

static struct word *
find(const struct tpl_words *w, struct slice key)
{
	struct word *word = w->chain[slice_hash(key) % CHAINS];

	while (word != NULL && !slice_eq(key, word->key))
		word = word->next;
	return word;
}

const char *
tpl_words_get(const struct tpl_words *w, const char *key)
{
	for (; w != NULL; w = w->fallback) {
		const struct word *word = find(w, slice_of(key));

		if (word != NULL)
			return word->text;
	}
	return NULL;
}

static void
unknown_key(const struct tpl_words *w, struct slice key, char *sentence, size_t size)
{
	const struct word *word, *near = NULL;
	size_t best = key.len / 2 + 2;

	for (size_t i = 0; i < CHAINS; i++)
		for (word = w->keys->chain[i]; word != NULL; word = word->next) {
			size_t d = near_distance(key, word->key);

			/* Of two as near the first of the alphabet. */
			if (d < best || (d == best && near != NULL && slice_cmp(word->key, near->key) < 0)) {
				best = d;
				near = word;
			}
		}
	(void)snprintf(sentence, size, "no word is called '%.*s'%s%.*s%s", SLICE_ARG(key),
		       near == NULL ? "" : "; the nearest is '",
		       SLICE_ARG(near == NULL ? SLICE_NONE : near->key), near == NULL ? "" : "'");
}

/* A date's pattern may name these; what stands in [ ] is left out where its name has no value. */
static const char *const date_names[] = {"weekday", "day", "month", "year", "time", "zone"};

static bool
pattern_ok(struct slice pattern)
{
	int open = 0;

	for (size_t i = 0; i < pattern.len; i++) {
		struct slice rest = slice_sub(pattern, i + 1, pattern.len);
		ptrdiff_t close;
		bool known = false;

		open += pattern.data[i] == '[' ? 1 : pattern.data[i] == ']' ? -1 : 0;
		if (open < 0 || open > 1)
			return false;
		if (pattern.data[i] != '{')
			continue;
		close = slice_index(rest, '}');
		for (size_t n = 0; close >= 0 && n < COUNT(date_names); n++)
			known |= slice_is(slice_sub(rest, 0, (size_t)close), date_names[n]);
		if (!known)
			return false;
	}
	return open == 0;
}

void
tpl_words_read(struct tpl_words *w, const char *file, struct slice text, struct tpl_faults *faults)
{
	struct slice rest = text, line;

	if (!utf8_valid(text)) {
		tpl_parse_fault(faults, file, text, utf8_valid_len(text),
				SLICE_LIT("this byte is not UTF-8"));
		return;
	}
	while (slice_line(&rest, &line)) {
		size_t at = (size_t)(line.data - text.data);
		struct slice key = SLICE_NONE, value = line;
		char sentence[200] = "";
		struct word *word;

		if (slice_blank(line) || line.data[0] == '#')
			continue;
		if (slice_index(line, '\t') < 0 || !slice_cut(&value, '\t', &key) || key.len == 0 ||
		    slice_blank(value))
			(void)snprintf(sentence, sizeof(sentence), "a line is KEY<TAB>TEXT");
		else if (w->keys != NULL && find(w->keys, key) == NULL)
			unknown_key(w, key, sentence, sizeof(sentence));
		else if (slice_starts(key, "date.") && !pattern_ok(value))
			(void)snprintf(
				sentence, sizeof(sentence),
				"a date is written with {weekday} {day} {month} {year} {time} "
				"{zone} and [optional parts]");
		if (sentence[0] != '\0') {
			tpl_parse_fault(faults, file, text, at, slice_of(sentence));
			continue;
		}
		word = find(w, key);
		if (word == NULL) {
			struct word **chain = &w->chain[slice_hash(key) % CHAINS];

			word = pool_alloc(w->pool, sizeof(*word));
			word->key = pool_copy(w->pool, key);
			word->next = *chain;
			*chain = word;
		}
		word->text = pool_cstr(w->pool, tpl_fill_clean(w->pool, slice_trim(value)));
	}
}

/* "weekday.1" and its like; a dash where a translation forgot it. */
static const char *
numbered(const struct tpl_words *w, const char *what, int n)
{
	char key[32];
	const char *text;

	(void)snprintf(key, sizeof(key), "%s.%d", what, n);
	text = tpl_words_get(w, key);
	return text == NULL ? "-" : text;
}

struct date_parts {
	const char *text[COUNT(date_names)];
};

static void
write_pattern(struct str *out, struct slice pattern, const struct date_parts *parts)
{
	size_t optional = 0; /* where the open [ ] began in out */
	bool empty = false;

	while (pattern.len > 0) {
		char c = pattern.data[0];
		struct slice name;

		pattern = slice_sub(pattern, 1, pattern.len);
		if (c == '[') {
			optional = out->len;
			empty = false;
		} else if (c == ']') {
			if (empty)
				str_cut(out, optional);
		} else if (c == '{' && slice_cut(&pattern, '}', &name)) {
			for (size_t i = 0; i < COUNT(date_names); i++)
				if (slice_is(name, date_names[i])) {
					str_adds(out, parts->text[i]);
					empty |= parts->text[i][0] == '\0';
				}
		} else {
			str_addc(out, c);
		}
	}
}

struct slice
tpl_words_date(const struct tpl_words *w, struct pool *pool, struct civil when, const char *zone)
{
	char day[16], year[16], time[24] = "";
	struct date_parts parts;
	const char *pattern, *first;
	struct slice written;
	struct str out;

	if (!day_exists(when.year, when.month, when.day))
		return SLICE_NONE;
	(void)snprintf(day, sizeof(day), "%d", when.day);
	(void)snprintf(year, sizeof(year), "%d", when.year);
	if (when.hour >= 0)
		(void)snprintf(time, sizeof(time), "%02d:%02d", when.hour, when.minute);
	pattern = tpl_words_get(w, when.hour >= 0 ? "date.time" : "date.day");
	first = tpl_words_get(w, "day.first"); /* the French write 1er */
	parts = (struct date_parts){{
		numbered(w, "weekday", day_week(day_number(when.year, when.month, when.day)) + 1),
		when.day == 1 && first != NULL ? first : day,
		numbered(w, "month", when.month),
		year,
		time,
		zone == NULL ? "" : zone,
	}};
	str_init(&out, 400);
	write_pattern(&out, slice_of(pattern == NULL ? "{weekday} {day} {month} {year}" : pattern),
		      &parts);
	written = tpl_fill_clean(pool, pool_copy(pool, slice_trim(str_slice(&out))));
	str_clear(&out);
	return written;
}

struct slice
tpl_words_size(const struct tpl_words *w, struct pool *pool, int64_t bytes)
{
	static const char *const units[] = {"size.kb", "size.mb", "size.gb"};
	const char *point = tpl_words_get(w, "size.point");
	int64_t tenths = bytes > INT64_MAX / 10 ? INT64_MAX : bytes * 10 / 1000;
	const char *unit;
	size_t i = 0;

	while (tenths >= 10000 && i + 1 < COUNT(units)) {
		tenths /= 1000;
		i++;
	}
	unit = tpl_words_get(w, units[i]);
	if (tenths < 10)
		tenths = 10; /* nobody asks for less than a kilobyte */
	if (i == 0 || tenths >= 1000)
		return pool_slicef(pool, "%" PRId64 "\u00A0%s", tenths / 10,
				   unit == NULL ? "kB" : unit);
	return pool_slicef(pool, "%" PRId64 "%s%" PRId64 "\u00A0%s", tenths / 10,
			   point == NULL ? "." : point, tenths % 10, unit == NULL ? "MB" : unit);
}

bool
tpl_words_singular(const struct tpl_words *w, int64_t n)
{
	return n == 1 || (n == 0 && slice_starts(slice_of(w->lang), "fr"));
}

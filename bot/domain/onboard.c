/* A new client's answers, taken apart. */
#include "docket/domain/onboard.h"

#include "docket/base/utf8.h"
#include "docket/base/zone.h"

#include <stdio.h>

const char *const onboard_names[ONBOARD_COUNT] = {
        [ONBOARD_DECIDER] = "decider", [ONBOARD_CONTACTS] = "contacts", [ONBOARD_ZONE] = "zone",
        [ONBOARD_ROUNDS] = "rounds",   [ONBOARD_RULES] = "rules",       [ONBOARD_CADENCE] = "cadence",
        [ONBOARD_REPORT] = "report",
};

/* The field that a row's argument names, or -1. */
static int
field_of_phrase(const struct phrase *x)
{
	return slice_among(slice_of(x->arg), onboard_names, ONBOARD_COUNT);
}

/* "3) …", "3. …", "3: …", "> 3. …": the number, and what stands behind it. */
static bool
numbered(struct slice line, unsigned *number, struct slice *rest)
{
	size_t n = 0;
	int64_t value = 0;
	line = slice_trim(line);
	while (n < line.len && n < 2 && line.data[n] >= '0' && line.data[n] <= '9')
		n++;
	if (n == 0 || n >= line.len || strchr(".):", line.data[n]) == NULL ||
	    !slice_int(slice_sub(line, 0, n), &value) || value < 1)
		return false;
	if (n + 1 < line.len && line.data[n + 1] != ' ' && line.data[n + 1] != '\t')
		return false; /* "09:30" */
	*number = (unsigned)value;
	*rest = slice_trim(slice_sub(line, n + 1, line.len));
	return true;
}

static int
label_of(const struct phrases *p, struct pool *pool, struct slice line, struct slice *rest)
{
	enum { LABEL_MAX = 40 }; /* bytes; a longer beginning is a sentence */
	ptrdiff_t colon = slice_index(line, ':');
	if (colon <= 0 || colon > LABEL_MAX)
		return -1;
	struct slice head = utf8_fold(pool, slice_trim(slice_sub(line, 0, (size_t)colon)));
	const struct phrase *x;
	VEC_EACH(x, phrases_of(p, PHRASE_FIELD_LABEL)) {
		if (!slice_eq(head, utf8_fold(pool, x->text)))
			continue;
		*rest = slice_trim(slice_sub(line, (size_t)colon + 1, line.len));
		return field_of_phrase(x);
	}
	return -1;
}

/* Sentence by sentence; the first cue of a sentence counts, and a field is taken once. */
static void
read_prose(const struct phrases *p, struct pool *pool, struct slice line, onboard_list *out)
{
	while (line.len > 0) {
		size_t n = 0;
		while (n < line.len && !(strchr(".;!", line.data[n]) != NULL &&
		                         (n + 1 == line.len || line.data[n + 1] == ' ')))
			n++;
		struct slice one = slice_trim(slice_sub(line, 0, n));
		line = slice_sub(line, n < line.len ? n + 1 : n, line.len);
		struct slice folded = pool_slicef(pool, " %.*s ", SLICE_ARG(utf8_fold(pool, one)));
		bool taken[ONBOARD_COUNT] = {false};
		const struct phrase *x;
		VEC_EACH(x, phrases_of(p, PHRASE_FIELD_CUE)) {
			int f = field_of_phrase(x);
			if (f < 0 || taken[f] || slice_find(folded, x->text) < 0)
				continue;
			taken[f] = true;
			VEC_ADD(out, pool, ((struct onboard_answer){.field = f, .text = one}));
		}
	}
}

void
onboard_read(const struct phrases *p, struct pool *pool, struct slice text, onboard_list *out)
{
	struct slice rest = text, line, body;
	struct onboard_answer *open = NULL; /* a list below "2) Contacts" goes on with it */
	while (slice_line(&rest, &line)) {
		struct onboard_answer a = {.field = -1};
		line = slice_trim(line);
		if (line.len == 0 || line.data[0] == '>') {
			open = NULL;
			continue;
		}
		if (numbered(line, &a.number, &body)) {
			struct slice after = body;
			int named = label_of(p, pool, body, &after);
			a.text = named >= 0 ? after : body;
		} else if ((a.field = label_of(p, pool, line, &a.text)) < 0) {
			bool listed = slice_index(line, '@') >= 0 || line.data[0] == '-' || line.data[0] == '*';
			if (open != NULL && listed) { /* both point into text: what lies between is whole */
				open->text = slice_make(open->text.data,
				                        (size_t)(line.data + line.len - open->text.data));
				continue;
			}
			read_prose(p, pool, line, out);
			continue;
		}
		VEC_ADD(out, pool, a);
		open = a.text.data != NULL && a.text.len > 0 ? &out->at[out->len - 1] : NULL;
	}
}

bool
onboard_answered(const struct phrases *p, struct slice text)
{
	text = slice_trim(text);
	while (text.len > 0 && strchr(".!-", text.data[text.len - 1]) != NULL)
		text = slice_rtrim(slice_sub(text, 0, text.len - 1));
	return text.len > 0 && phrases_find(p, PHRASE_NOT_KNOWN, text) == NULL;
}

/* ---- values ---- */

const char *
onboard_zone(const struct phrases *p, struct slice text)
{
	enum { WORDS_MAX = 12, NAME_MAX = 64 };
	static const char *const areas[] = {"Europe", "America", "Asia", "Australia", "Africa", "Pacific",
	                                    "Atlantic"};
	struct slice words[WORDS_MAX], rest = text;
	size_t n = 0;
	char name[NAME_MAX];
	while (n < WORDS_MAX) {
		size_t k = 0;
		while (rest.len > 0 && strchr(" \t\r\n,;()", rest.data[0]) != NULL)
			rest = slice_sub(rest, 1, rest.len);
		while (k < rest.len && strchr(" \t\r\n,;()", rest.data[k]) == NULL)
			k++;
		if (k == 0)
			break;
		words[n] = slice_sub(rest, 0, k);
		while (words[n].len > 0 && strchr(".!", words[n].data[words[n].len - 1]) != NULL)
			words[n].len--;
		n += words[n].len > 0;
		rest = slice_sub(rest, k, rest.len);
	}
	for (size_t i = 0; i < n; i++)
		if (slice_index(words[i], '/') > 0 &&
		    zone_find(slice_cstr(words[i], name, sizeof(name))) != NULL)
			return zone_name(zone_find(name));
	/* "New York" before "York": two words first, as the files of the zones are called. */
	for (size_t len = 2; len > 0; len--) {
		for (size_t i = 0; i + len <= n; i++) {
			bool capital = words[i].data[0] >= 'A' && words[i].data[0] <= 'Z';
			for (size_t a = 0; capital && a < COUNT(areas); a++) {
				snprintf(name, sizeof(name), "%s/%.*s%s%.*s", areas[a], SLICE_ARG(words[i]),
				         len == 2 ? "_" : "", SLICE_ARG(len == 2 ? words[i + 1] : SLICE_NONE));
				if (zone_find(name) != NULL)
					return zone_name(zone_find(name));
			}
			const struct phrase *place =
			        len == 1 ? phrases_find(p, PHRASE_PLACE, words[i]) : NULL;
			if (place != NULL && zone_find(place->arg) != NULL)
				return place->arg;
		}
	}
	return NULL;
}

int64_t
onboard_rounds(const struct phrases *p, struct slice text)
{
	enum { ROUNDS_MAX = 20 }; /* more is a misreading */
	size_t at = 0;
	while (at < text.len) {
		size_t end = at;
		int64_t n = 0;
		while (end < text.len && strchr(" \t\r\n.,;:()-", text.data[end]) == NULL)
			end++;
		struct slice word = slice_sub(text, at, end);
		if (slice_int(word, &n) && n > 0 && n <= ROUNDS_MAX)
			return n;
		const struct phrase *said = phrases_find(p, PHRASE_COUNT, word);
		if (said != NULL && slice_int(slice_of(said->arg), &n) && n > 0 && n <= ROUNDS_MAX)
			return n;
		at = end + 1;
	}
	return 0;
}

/* "and Bob Stone" as "Bob Stone". */
static struct slice
without_and(const struct phrases *p, struct slice name)
{
	struct slice rest = name, first = SLICE_NONE;
	slice_cut(&rest, ' ', &first);
	return rest.len > 0 && phrases_find(p, PHRASE_AND, first) != NULL ? rest : name;
}

void
onboard_persons(const struct phrases *p, struct pool *pool, struct slice text, onboard_people *out)
{
	static const char stops[] = " \t\r\n<>(),;:\"'*[]";
	size_t from = 0; /* where the words of the next name may begin */
	for (size_t i = 0; i < text.len; i++) {
		size_t a = i, b = i + 1;
		if (text.data[i] != '@')
			continue;
		while (a > from && strchr(stops, text.data[a - 1]) == NULL)
			a--;
		while (b < text.len && strchr(stops, text.data[b]) == NULL)
			b++;
		while (b > i && text.data[b - 1] == '.')
			b--;
		struct slice before = slice_sub(text, from, a);
		for (size_t k = before.len; k > 0; k--) {
			if (strchr("\n;", before.data[k - 1]) == NULL)
				continue;
			before = slice_sub(before, k, before.len);
			break;
		}
		while (before.len > 0 && strchr(" \t\r,<(:-*\"", before.data[before.len - 1]) != NULL)
			before.len--;
		while (before.len > 0 && strchr(" \t\r,>):-*\"", before.data[0]) != NULL)
			before = slice_sub(before, 1, before.len);
		struct onboard_person one = {without_and(p, before), slice_sub(text, a, b)};
		if (a < i && b > i + 1)
			VEC_ADD(out, pool, one);
		from = b;
		i = b > i ? b - 1 : i;
	}
}

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

/* Words in front of a colon that name a field; folded. */
static const struct {
	const char *label;
	enum onboard_field field;
} labels[] = {
        {"decider", ONBOARD_DECIDER},         {"decision-maker", ONBOARD_DECIDER},
        {"decision maker", ONBOARD_DECIDER},  {"final word", ONBOARD_DECIDER},
        {"sign-off", ONBOARD_DECIDER},        {"entscheidung", ONBOARD_DECIDER},
        {"entscheider", ONBOARD_DECIDER},     {"entscheiderin", ONBOARD_DECIDER},
        {"décision", ONBOARD_DECIDER},        {"décideur", ONBOARD_DECIDER},
        {"decisión", ONBOARD_DECIDER},        {"decide", ONBOARD_DECIDER},
        {"contacts", ONBOARD_CONTACTS},       {"contact", ONBOARD_CONTACTS},
        {"people", ONBOARD_CONTACTS},         {"kontakte", ONBOARD_CONTACTS},
        {"ansprechpartner", ONBOARD_CONTACTS}, {"contactos", ONBOARD_CONTACTS},
        {"personas", ONBOARD_CONTACTS},       {"zone", ONBOARD_ZONE},
        {"time zone", ONBOARD_ZONE},          {"timezone", ONBOARD_ZONE},
        {"city", ONBOARD_ZONE},               {"zeitzone", ONBOARD_ZONE},
        {"ort", ONBOARD_ZONE},                {"fuseau", ONBOARD_ZONE},
        {"fuseau horaire", ONBOARD_ZONE},     {"zona horaria", ONBOARD_ZONE},
        {"ciudad", ONBOARD_ZONE},             {"ville", ONBOARD_ZONE},
        {"rounds", ONBOARD_ROUNDS},           {"runden", ONBOARD_ROUNDS},
        {"tours", ONBOARD_ROUNDS},            {"rondas", ONBOARD_ROUNDS},
        {"rules", ONBOARD_RULES},             {"regeln", ONBOARD_RULES},
        {"règles", ONBOARD_RULES},            {"reglas", ONBOARD_RULES},
        {"cadence", ONBOARD_CADENCE},         {"rhythm", ONBOARD_CADENCE},
        {"rhythmus", ONBOARD_CADENCE},        {"rythme", ONBOARD_CADENCE},
        {"frecuencia", ONBOARD_CADENCE},      {"report", ONBOARD_REPORT},
        {"reports", ONBOARD_REPORT},          {"bericht", ONBOARD_REPORT},
        {"rapport", ONBOARD_REPORT},          {"informe", ONBOARD_REPORT},
};

/* Words of a sentence that say what it answers, where nothing else does. */
static const struct {
	const char *words;
	enum onboard_field field;
} cues[] = {
        {" decides", ONBOARD_DECIDER},        {"final word", ONBOARD_DECIDER},
        {"final say", ONBOARD_DECIDER},       {"signs off", ONBOARD_DECIDER},
        {" entscheidet", ONBOARD_DECIDER},    {" décide", ONBOARD_DECIDER},
        {"toma las decisiones", ONBOARD_DECIDER}, {" decide ", ONBOARD_DECIDER},
        {"time zone", ONBOARD_ZONE},          {"we work in", ONBOARD_ZONE},
        {"we are in", ONBOARD_ZONE},          {"we're in", ONBOARD_ZONE},
        {"based in", ONBOARD_ZONE},           {"wir sitzen in", ONBOARD_ZONE},
        {"wir arbeiten in", ONBOARD_ZONE},    {"nous sommes à", ONBOARD_ZONE},
        {"nous travaillons à", ONBOARD_ZONE}, {"estamos en", ONBOARD_ZONE},
        {" rounds", ONBOARD_ROUNDS},          {" runden", ONBOARD_ROUNDS},
        {" tours", ONBOARD_ROUNDS},           {" rondas", ONBOARD_ROUNDS},
        {"never use", ONBOARD_RULES},         {"please avoid", ONBOARD_RULES},
        {"bitte nie", ONBOARD_RULES},         {"weekly", ONBOARD_CADENCE},
        {"every week", ONBOARD_CADENCE},      {"every two weeks", ONBOARD_CADENCE},
        {"monthly", ONBOARD_CADENCE},         {"wöchentlich", ONBOARD_CADENCE},
        {"monatlich", ONBOARD_CADENCE},       {"chaque semaine", ONBOARD_CADENCE},
        {"chaque mois", ONBOARD_CADENCE},     {"cada semana", ONBOARD_CADENCE},
        {"cada mes", ONBOARD_CADENCE},
};

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
label_of(struct pool *pool, struct slice line, struct slice *rest)
{
	enum { LABEL_MAX = 40 }; /* bytes; a longer beginning is a sentence */
	ptrdiff_t colon = slice_index(line, ':');
	if (colon <= 0 || colon > LABEL_MAX)
		return -1;
	struct slice head = utf8_fold(pool, slice_trim(slice_sub(line, 0, (size_t)colon)));
	for (size_t i = 0; i < COUNT(labels); i++) {
		if (!slice_eq(head, utf8_fold(pool, slice_of(labels[i].label))))
			continue;
		*rest = slice_trim(slice_sub(line, (size_t)colon + 1, line.len));
		return (int)labels[i].field;
	}
	return -1;
}

/* Sentence by sentence; the first cue of a sentence counts, and a field is taken once. */
static void
read_prose(struct pool *pool, struct slice line, onboard_list *out)
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
		for (size_t i = 0; i < COUNT(cues); i++) {
			if (taken[cues[i].field] || !slice_has(folded, cues[i].words))
				continue;
			taken[cues[i].field] = true;
			VEC_ADD(out, pool, ((struct onboard_answer){.field = (int)cues[i].field, .text = one}));
		}
	}
}

void
onboard_read(struct pool *pool, struct slice text, onboard_list *out)
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
			int named = label_of(pool, body, &after);
			a.text = named >= 0 ? after : body;
		} else if ((a.field = label_of(pool, line, &a.text)) < 0) {
			bool listed = slice_index(line, '@') >= 0 || line.data[0] == '-' || line.data[0] == '*';
			if (open != NULL && listed) { /* both point into text: what lies between is whole */
				open->text = slice_make(open->text.data,
				                        (size_t)(line.data + line.len - open->text.data));
				continue;
			}
			read_prose(pool, line, out);
			continue;
		}
		VEC_ADD(out, pool, a);
		open = a.text.data != NULL && a.text.len > 0 ? &out->at[out->len - 1] : NULL;
	}
}

bool
onboard_answered(struct slice text)
{
	static const char *const unknown[] = {
	        "?", "don't know", "do not know", "not sure", "no idea", "tbd", "tbc", "later", "i'll check",
	        "weiß nicht", "weiß ich nicht", "noch offen", "später", "keine ahnung", "je ne sais pas",
	        "plus tard", "no sé", "no lo sé", "más tarde"};
	text = slice_trim(text);
	while (text.len > 0 && strchr(".!-", text.data[text.len - 1]) != NULL)
		text = slice_rtrim(slice_sub(text, 0, text.len - 1));
	for (size_t i = 0; i < COUNT(unknown); i++)
		if (slice_iis(text, unknown[i]))
			return false;
	return text.len > 0;
}

/* ---- values ---- */

const char *
onboard_zone(struct slice text)
{
	enum { WORDS_MAX = 12, NAME_MAX = 64 };
	static const char *const areas[] = {"Europe", "America", "Asia", "Australia", "Africa", "Pacific",
	                                    "Atlantic"};
	static const struct {
		const char *said, *zone;
	} places[] = {
	        {"munich", "Europe/Berlin"},   {"münchen", "Europe/Berlin"},  {"hamburg", "Europe/Berlin"},
	        {"cologne", "Europe/Berlin"},  {"köln", "Europe/Berlin"},     {"frankfurt", "Europe/Berlin"},
	        {"germany", "Europe/Berlin"},  {"deutschland", "Europe/Berlin"}, {"vienna", "Europe/Vienna"},
	        {"wien", "Europe/Vienna"},     {"zürich", "Europe/Zurich"},   {"genf", "Europe/Zurich"},
	        {"france", "Europe/Paris"},    {"lyon", "Europe/Paris"},      {"barcelona", "Europe/Madrid"},
	        {"spain", "Europe/Madrid"},    {"españa", "Europe/Madrid"},   {"uk", "Europe/London"},
	        {"england", "Europe/London"},  {"manchester", "Europe/London"}, {"gmt", "Europe/London"},
	        {"edinburgh", "Europe/London"}, {"boston", "America/New_York"}, {"nyc", "America/New_York"},
	        {"washington", "America/New_York"}, {"miami", "America/New_York"},
	        {"et", "America/New_York"},    {"est", "America/New_York"},   {"edt", "America/New_York"},
	        {"eastern", "America/New_York"}, {"cst", "America/Chicago"},  {"central", "America/Chicago"},
	        {"austin", "America/Chicago"}, {"dallas", "America/Chicago"}, {"mst", "America/Denver"},
	        {"seattle", "America/Los_Angeles"}, {"california", "America/Los_Angeles"},
	        {"pst", "America/Los_Angeles"}, {"pt", "America/Los_Angeles"},
	        {"pacific", "America/Los_Angeles"}, {"cet", "Europe/Berlin"}, {"cest", "Europe/Berlin"},
	        {"mez", "Europe/Berlin"},      {"bst", "Europe/London"},      {"utc", "UTC"},
	};
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
			for (size_t k = 0; len == 1 && k < COUNT(places); k++)
				if (slice_iis(words[i], places[k].said))
					return places[k].zone;
		}
	}
	return NULL;
}

int64_t
onboard_rounds(struct slice text)
{
	enum { ROUNDS_MAX = 20 }; /* more is a misreading */
	static const char *const words[][4] = {
	        {"one", "eine", "un", "una"},         {"two", "zwei", "deux", "dos"},
	        {"three", "drei", "trois", "tres"},   {"four", "vier", "quatre", "cuatro"},
	        {"five", "fünf", "cinq", "cinco"},    {"six", "sechs", "six", "seis"},
	};
	size_t at = 0;
	while (at < text.len) {
		size_t end = at;
		int64_t n = 0;
		while (end < text.len && strchr(" \t\r\n.,;:()-", text.data[end]) == NULL)
			end++;
		struct slice word = slice_sub(text, at, end);
		if (slice_int(word, &n) && n > 0 && n <= ROUNDS_MAX)
			return n;
		for (size_t i = 0; i < COUNT(words); i++)
			for (size_t k = 0; k < COUNT(words[i]); k++)
				if (slice_iis(word, words[i][k]))
					return (int64_t)i + 1;
		at = end + 1;
	}
	return 0;
}

void
onboard_persons(struct pool *pool, struct slice text, onboard_people *out)
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
		if (slice_istarts(before, "and "))
			before = slice_sub(before, 4, before.len);
		struct onboard_person p = {before, slice_sub(text, a, b)};
		if (a < i && b > i + 1)
			VEC_ADD(out, pool, p);
		from = b;
		i = b > i ? b - 1 : i;
	}
}
